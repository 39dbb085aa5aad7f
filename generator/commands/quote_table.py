"""``briefing quotes --speaker NAME``: one speaker's published statements, as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum

from generator.building.publication import publication
from generator.building.speaker_index import speaker_index
from generator.building.store.site_index import EVERY
from generator.building.survey import Survey
from generator.errors import UsageError
from generator.extraction.mentions.names import fold
from generator.rendering import Publication, QuoteRow
from generator.review.people.alike import offered


class TableFormat(StrEnum):
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Quote:
    """One published statement; ``place`` is its address in the site, whole where the site knows its own."""

    speaker: str
    title: str
    date: str
    briefing: str
    place: str
    kind: str
    act: str
    reviewed: bool
    uncertain: bool
    text: str


def quotes_of(survey: Survey, name: str, now: datetime) -> list[Quote]:
    """List what one speaker states in published briefings, the newest first: what their page counts.

    ``name`` may be an alias of the registry. Raises ``UsageError`` for a name that nobody has.
    """
    index = speaker_index(survey, now)
    speakers = index.speakers()
    person = survey.loader.registry.find(name)
    wanted = fold(person.name if person else name)
    speaker = next((one for one in speakers if fold(one.name) == wanted), None)
    if speaker is not None:
        public = publication(survey.site, None)
        return [_quote(speaker.name, row, public) for row in index.said(speaker.address) if not row.asks]
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


def _quote(speaker: str, row: QuoteRow, public: Publication) -> Quote:
    file = f"{row.briefing}/index.html"
    return Quote(
        speaker=speaker,
        title=row.title or "",
        date=row.date.isoformat() if row.date else "",
        briefing=row.briefing_title,
        place=f"{public.address(file) or file}#{row.fragment}",
        kind=row.kind.value,
        act=row.act.value,
        reviewed=row.reviewed,
        uncertain=row.uncertain,
        text=" ".join(row.text.split()),
    )


def formatted(found: Iterable[Quote], form: TableFormat) -> str:
    """Return the quotations as CSV with a head, or as a JSON list."""
    rows = [asdict(quote) for quote in found]
    if form is TableFormat.JSON:
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Quote)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
