"""Write tables of quotations: CSV and JSON, a row for each statement and each who makes it.

A row stands by the same words as on its speaker's page: a quotation by itself, anything else as the
sentence that reports it. A site's table is put together from the rows of its briefings as they were
written when each page was made.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from urllib.parse import quote

from generator.model import How, SpeakerKind
from generator.rendering import Publication, QuoteRow
from generator.rendering.briefing_view import PublishedBriefing
from generator.rendering.index_entry import Lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One statement of one speaker; ``how`` are the text's own reporting words.

    ``review`` is ``machine``, ``confirmed`` or ``edited``; ``permalink`` is whole where the site knows
    its own address, else it begins at the site's top folder. ``manner`` is no column.
    """

    speaker: str
    speaker_kind: str
    title: str
    how: str
    text: str
    kind: str
    act: str
    via: str
    review: str
    uncertain: bool
    date: str
    briefing: str
    permalink: str
    lang: str
    manner: How = How.SAYS


COLUMNS = tuple(one.name for one in fields(Quotation) if one.name != "manner")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one briefing, as they stand in the tables of the site; empty where nobody speaks.

    ``manners`` are those of the rows, one after another.
    """

    csv: str = ""
    json: str = ""
    manners: tuple[How, ...] = ()


def quotations(published: PublishedBriefing, lines: Lines, publication: Publication) -> list[Quotation]:
    """List what is stated in a briefing, in the order of its text."""
    order = {view.fragment: view.number for view in published.spoken.statements}
    found = [
        (order.get(row.fragment, 0), quotation(speaker.name, speaker.kind, row, publication))
        for speaker in published.spoken.speakers
        for row in lines[speaker.name]
        if not row.asks
    ]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def quotation(speaker: str, kind: SpeakerKind, row: QuoteRow, publication: Publication) -> Quotation:
    """Return one line of a speaker as a row of a table."""
    return Quotation(
        speaker=speaker,
        speaker_kind=kind.value,
        title=row.title or "",
        how=row.how,
        text=" ".join(row.text.split()),
        kind=row.kind.value,
        act=row.act.value,
        via="; ".join(row.via),
        review=row.status.value,
        uncertain=row.uncertain,
        date=row.date.isoformat() if row.date else "",
        briefing=row.briefing_title,
        permalink=permalink(publication, row.briefing, row.fragment),
        lang=row.lang,
        manner=row.manner,
    )


def permalink(publication: Publication, address: str, fragment: str = "") -> str:
    """Return the address of a place in a page, below the site's top folder where that is all we know."""
    file = f"{address}/index.html"
    place = publication.address(file) or quote(file)
    return f"{place}#{quote(fragment)}" if fragment else place


# --- as text ---------------------------------------------------------------------


def as_rows(found: Iterable[Quotation]) -> Rows:
    """Write quotations as rows of both tables."""
    listed = list(found)
    objects = [json.dumps(dict(_values(one)), ensure_ascii=False) for one in listed]
    return Rows(_csv(listed), ",\n".join(objects), tuple(one.manner for one in listed))


def as_csv(rows: Iterable[str]) -> str:
    """Put a table together; a spreadsheet must not take words for a formula, so these get an apostrophe."""
    return "".join((",".join(COLUMNS), "\n", *rows))


def as_json(rows: Iterable[str]) -> str:
    """Put the same together as a list of JSON."""
    return "[\n" + ",\n".join(filter(None, rows)) + "\n]\n"


def _csv(found: Iterable[Quotation]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_cells(one) for one in found)
    return out.getvalue()


def _values(one: Quotation) -> Iterator[tuple[str, str | bool]]:
    return ((name, getattr(one, name)) for name in COLUMNS)


def _cells(one: Quotation) -> Iterator[str]:
    return (cell(value) for _, value in _values(one))


def cell(value: object) -> str:
    """Write a value for a spreadsheet, which must not take it for a formula."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
