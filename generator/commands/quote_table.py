"""``briefing quotes --speaker NAME``: one speaker's published statements, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from generator.building.publication import publication
from generator.building.speaker_index import speaker_index
from generator.building.store.site_index import EVERY
from generator.building.survey import Survey
from generator.errors import UsageError
from generator.exports.quotations import Quotation, as_csv, as_json, as_rows, quotation
from generator.extraction.mentions.names import fold
from generator.rendering import Publication, QuoteRow, SpeakerSummary
from generator.review.people.alike import offered


class TableFormat(StrEnum):
    CSV = "csv"
    JSON = "json"


def quotes_of(survey: Survey, name: str, now: datetime) -> list[Quotation]:
    """List what one speaker states in published briefings, the newest first: what their page counts.

    ``name`` may be an alias of the registry. Raises ``UsageError`` for a name that nobody has.
    """
    index = speaker_index(survey, now)
    speakers = index.speakers()
    person = survey.loader.registry.find(name)
    wanted = fold(person.name if person else name)
    speaker = next((one for one in speakers if fold(one.name) == wanted), None)
    if speaker is not None:
        return stated_by(speaker, index.said(speaker.address), publication(survey.site, None))
    if survey.problems:
        return []  # what cannot be read may have it
    if any(fold(ref.name) == wanted for one in index.newest(EVERY) for ref in one.speakers):
        message = f"{name!r} speaks in a published briefing, and has no page across them"
        raise UsageError(
            message, hint="a name of one word may be several people's: content/speakers.yaml tells"
        )
    near = offered(name, dict.fromkeys(one.name for one in speakers))
    hint = f"did you mean {' or '.join(near)}?" if near else "`briefing speakers` lists who does"
    raise UsageError(f"{name!r} says nothing in a published briefing", hint=hint)


def stated_by(speaker: SpeakerSummary, said: Iterable[QuoteRow], public: Publication) -> list[Quotation]:
    """List one speaker's statements among what is ``said``; questions are none."""
    return [quotation(speaker.name, speaker.kind, row, public) for row in said if not row.asks]


def formatted(found: Iterable[Quotation], form: TableFormat) -> str:
    """Return the quotations as CSV with a head, or as a JSON list."""
    rows = as_rows(found)
    return as_json([rows.json]) if form is TableFormat.JSON else as_csv([rows.csv])
