"""Where speakers, facts and pairs stand in the page: the ids that rendering gives to the same words.

Statements and assertions are not among them: in a preview their marks name the annotation itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.building.publication import publication
from generator.model import Entity, Extraction, Span
from generator.preview.reviewing.annotations import reviewables
from generator.reading import Document
from generator.rendering import Briefing
from generator.rendering.composing import Edition, edition
from generator.rendering.facts import view_facts
from generator.rendering.i18n import tongue
from generator.review import Target
from generator.settings import Site


def fragments(document: Document, extraction: Extraction, site: Site) -> dict[str, str]:
    """The id of the first element of what the preview's page shows, by its key."""
    words = tongue(document.source.lang, site.settings.site.lang)
    found = edition(Briefing(document, extraction), publication(site, None, preview=True), words)
    names = {speaker.name: speaker for speaker in found.spoken.speakers}
    front, shown = document.front.facts, found.shown
    _, places = view_facts(document.source, found.extraction.facts, front, names, shown, words)
    at = {place.span: place.fragment for place in reversed(places)}
    return {**dict(_of_people(found)), **dict(_of_facts(extraction, at))}


def _of_people(found: Edition) -> Iterator[tuple[str, str]]:
    """A speaker by their entry in the sidebar, a pair of accounts by its first statement."""
    for speaker in found.spoken.speakers:
        yield f"{Target.SPEAKER}:{speaker.name}", speaker.fragment
    said = zip(found.spoken.attributions, found.spoken.statements, strict=True)
    first = {one.id: view.fragment for one, view in said}
    for pair in found.extraction.accounts:
        yield f"{Target.ACCOUNT_PAIR}:{pair.id}", first[pair.attributions[0]]


def _of_facts(extraction: Extraction, at: Mapping[Span, str]) -> Iterator[tuple[str, str]]:
    for one in reviewables(extraction).values():
        if one.target is Target.FACT:
            mentions = one.one.mentions if isinstance(one.one, Entity) else one.spans
            shown = next((at[span] for span in mentions if span in at), None)
            if shown:
                yield one.key, shown
