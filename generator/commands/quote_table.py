"""``briefing quotes --speaker NAME``: one speaker's published statements, as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum

from generator.building.publication import publication
from generator.building.survey import Survey, Surveyed
from generator.errors import UsageError
from generator.extraction.mentions.names import fold
from generator.rendering import Publication
from generator.rendering.briefing_view import published_briefing
from generator.rendering.index_entry import index_entry
from generator.review import Registry
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
    """List what one speaker says in published briefings, the newest first.

    ``name`` may be an alias of the registry. Raises ``UsageError`` for a name that nobody has.
    """
    public = publication(survey.site, None)
    wanted = fold(_registered(survey.loader.registry, name))
    seen: dict[str, None] = {}
    found: list[Quote] = []
    for one in survey.public(now):
        if one.document.front.withdrawn is None:
            for quote in _of(survey, one, public):
                seen[quote.speaker] = None
                if fold(quote.speaker) == wanted:
                    found.append(quote)
    if not found and not survey.problems:
        near = offered(name, seen)
        hint = f"did you mean {' or '.join(near)}?" if near else "`briefing speakers` lists who does"
        raise UsageError(f"{name!r} says nothing in a published briefing", hint=hint)
    return sorted(found, key=lambda quote: quote.date, reverse=True)


def _registered(registry: Registry, name: str) -> str:
    person = registry.find(name)
    return person.name if person else name


def _of(survey: Survey, one: Surveyed, public: Publication) -> Iterator[Quote]:
    briefing = survey.loader.briefing(one.path, one.key, lambda path: path)
    said = index_entry(published_briefing(briefing, public, public.locale(one.document.source.lang))).said
    for speaker, lines in said.items():
        for line in lines:
            file = f"{line.briefing}/index.html"
            yield Quote(
                speaker=speaker,
                title=line.title or "",
                date=line.date.isoformat() if line.date else "",
                briefing=line.briefing_title,
                place=f"{public.address(file) or file}#{line.fragment}",
                kind=line.kind.value,
                act=line.act.value,
                reviewed=line.reviewed,
                uncertain=line.uncertain,
                text=" ".join(line.text.split()),
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
