"""``briefing speakers``: who has a page across briefings, and how much they say."""

from __future__ import annotations

from dataclasses import dataclass

from generator.building.survey import Survey
from generator.model import SpeakerKind
from generator.review import identify


@dataclass(slots=True)
class ListedSpeaker:
    """Somebody across briefings; ``title`` is the newest one."""

    name: str
    kind: SpeakerKind
    registered: bool
    title: str | None = None
    briefings: int = 0
    statements: int = 0


def list_speakers(survey: Survey) -> list[ListedSpeaker]:
    """All named speakers of the site, those who say most first."""
    found: dict[str, ListedSpeaker] = {}
    ordered = sorted(
        survey, key=lambda one: (one.document.front.date is not None, str(one.document.front.date))
    )
    for one in ordered:
        extraction = one.review.extraction
        holder = one.document.source.sole_speaker
        identities = identify(survey.loader.registry, extraction.speakers, one.document.front.date)
        for name, identity in identities.items():
            said = sum(name in attribution.speakers for attribution in extraction.attributions)
            if said or (holder and holder.name == name):
                known = found.setdefault(
                    identity.name, ListedSpeaker(identity.name, identity.kind, identity.registered)
                )
                known.title = identity.title or known.title
                known.briefings += 1
                known.statements += said
    return sorted(found.values(), key=lambda one: (-one.statements, one.name))
