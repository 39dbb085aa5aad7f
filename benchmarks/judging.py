"""Whether what a page prints is true as read: a sheet for a person to judge, and the sum of the verdicts.

    python -m benchmarks.judging sheet TEXTS SHEETS      # a folder of texts; SHEETS is made
    python -m benchmarks.judging sum VERDICTS.tsv        # filled in

``sheet`` writes for each text a page with the text and every line that the briefing prints about it,
numbered, and ``verdicts.tsv`` with a row for each line and its verdict left open. Whoever judges writes
``true``, ``false`` or ``unclear`` there. The verdicts hold no text: document, kind, span, verdict. Spans are
code points of the file, as ``briefing extract`` prints them.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import Markup, escape

from generator.building.loader import SourceLoader
from generator.content_files import SOURCE_SUFFIXES
from generator.model import Span
from generator.reading import read_document
from generator.rendering import Briefing, Publication, Theme
from generator.rendering.briefing_view import (
    PublishedBriefing,
    assertion_views,
    facts_views,
    published_briefing,
)
from generator.rendering.context import EntityView
from generator.settings import Settings

Printed = tuple[str, Span, str]
KINDS = ("statement", "assertion", "person", "organisation", "number")
VERDICTS = ("true", "false", "unclear")
OPEN = "-"
HEADER = "document\tkind\tspan\tverdict"
ASKED = """\
Judge every line against the text alone: would a reader of the line, without the text, be told the truth?

- statement: these people said this, in this way; direct speech is in their own words. A question,
  a wish, a denial or a condition printed as a claim is false. "uncertain" makes no wrong line right.
- assertion: the text holds it, whoever is named asserts it, and names in brackets are those who are meant.
- person, organisation: it is one, of that name, and the title is theirs.
- number: figure, unit, what it counts and who says so are right, as far as they are told.

In verdicts.tsv replace each - by true, false or unclear; the rows have the order of the lines.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: ``span`` is where it comes from in the file."""

    document: str
    kind: str
    span: Span
    text: str


class Printer:
    """Prints the lines of a briefing as its templates do, without the markup."""

    def __init__(self) -> None:
        self.publication = Publication()
        self.loader = SourceLoader(Settings())
        self.theme = Theme()

    def lines(self, path: Path) -> Iterator[Line]:
        """Every line printed about the text in a file, one kind after the other."""
        document = read_document(path.parent, PurePosixPath(path.name))
        briefing = Briefing(document, self.loader.extract(document))
        words = self.publication.locale(document.source.lang)
        found = published_briefing(briefing, self.publication, words)
        known = {"site": {"preview": False}, "page": {"lang": document.source.lang, "root": ""}}
        parts = self.theme.macros("parts/facts.html", words, **known)
        told = self.theme.macros("parts/words.html", words, **known)
        facts, places = facts_views(found, words)
        spans = {place.fragment: place.span for place in places}
        for kind, span, html in (
            *_statements(found, told),
            *_assertions(found, parts),
            *_names(found, "person", facts.people, spans),
            *_names(found, "organisation", facts.organisations, spans),
            *(("number", spans[one.fragment], parts.number(one)) for one in facts.numbers),
        ):
            yield Line(document.path.stem, kind, Span(*document.offsets.span(span)), plain(str(html)))


def plain(html: str) -> str:
    """Return what a reader sees of some markup, but for signs and buttons."""
    html = re.sub(r'(?s)<button.*?</button>|<span class="sign.*?</span>', "", html)
    return Markup(html.replace('<span class="about"', ' <span class="about"')).striptags()


def _statements(found: PublishedBriefing, told: Any) -> Iterator[Printed]:
    for one, view in zip(found.spoken.attributions, found.spoken.statements, strict=True):
        if not view.whole:
            via = f", {told.in_the_words_of(view.via)}" if view.via else ""
            uncertain = ", uncertain" if view.review.uncertain else ""
            kind = f"[{told.kind_of_speech(view.kind)}{via}{uncertain}]"
            line = f"{told.named(view.speakers)}: {told.told(view.words)} {kind}"
            yield "statement", Span(one.content[0].start, one.content[-1].end), line


def _assertions(found: PublishedBriefing, parts: Any) -> Iterator[Printed]:
    for one, view in zip(found.extraction.assertions, assertion_views(found), strict=True):
        yield "assertion", one.span, parts.assertion(view, None, True)


def _names(
    found: PublishedBriefing, kind: str, listed: Sequence[EntityView], spans: Mapping[str, Span]
) -> Iterator[Printed]:
    """The people, or bodies, that are listed: those who speak first, each once."""
    speaking = [one for one in found.spoken.speakers if one.kind.value == kind]
    for speaker in speaking:
        said = [one.content[0] for one in found.spoken.attributions if speaker.name in one.speakers]
        yield kind, min(said, default=found.shown[0]), _titled(speaker.name, speaker.title)
    known = {speaker.name for speaker in speaking}
    for one in listed:
        if one.name not in known:
            yield kind, spans[one.jumps[0].fragment], _titled(one.name, one.title)


def _titled(name: str, title: str | None) -> str:
    return str(escape(f"{name}, {title}" if title else name))


# --- the sheet, and what comes back -----------------------------------------------


def write_sheets(texts: Path, folder: Path) -> int:
    """Write a page for each text and the open verdicts; return how many lines there are."""
    printer = Printer()
    folder.mkdir(parents=True, exist_ok=True)
    rows = [HEADER]
    for path in sorted(file for file in texts.iterdir() if file.suffix in SOURCE_SUFFIXES):
        lines = list(printer.lines(path))
        text = path.read_text(encoding="utf-8")
        (folder / f"{path.stem}.txt").write_text("\n".join(_sheet(text, lines)), encoding="utf-8")
        rows += [f"{one.document}\t{one.kind}\t{one.span[0]}-{one.span[1]}\t{OPEN}" for one in lines]
    (folder / "verdicts.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "README.txt").write_text(ASKED, encoding="utf-8")
    return len(rows) - 1


def _sheet(text: str, lines: Sequence[Line]) -> Iterator[str]:
    yield from (text.rstrip(), "", "=" * 80)
    for kind in KINDS:
        yield ""
        for number, one in enumerate((one for one in lines if one.kind == kind), start=1):
            yield f"{kind} {number} ({one.span[0]}-{one.span[1]})  {one.text}"
    yield ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of a kind were judged, and how many of them are true."""

    kind: str
    right: int
    judged: int
    unclear: int
    still_open: int

    def __str__(self) -> str:
        low, high = interval(self.right, self.judged)
        share = f"{self.right / self.judged:6.1%} ({low:.1%} to {high:.1%})" if self.judged else "     -"
        return (
            f"{self.kind:13s} true {self.right:4d} of {self.judged:4d}  {share}"
            f"  unclear {self.unclear}  open {self.still_open}"
        )


def interval(right: int, of: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle = share + z * z / (2 * of)
    wide = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return (middle - wide) / scale, (middle + wide) / scale


def tallies(rows: Iterable[str]) -> tuple[list[Tally], list[str]]:
    """Sum verdicts by kind; what cannot be read is told by line."""
    counts: Counter[tuple[str, str]] = Counter()
    problems = []
    for number, row in enumerate(rows, start=1):
        cells = row.rstrip("\n").split("\t")
        if row.strip() in ("", HEADER):
            continue
        if len(cells) != len(HEADER.split("\t")) or cells[1] not in KINDS:
            problems.append(f"{number}: not a row of a document, kind, span, verdict")
        elif not re.fullmatch(r"\d+-\d+", cells[2]):
            problems.append(f"{number}: {cells[2]!r} is not a span (start-end)")
        elif cells[3].strip() not in (*VERDICTS, OPEN):
            problems.append(f"{number}: {cells[3]!r} is not a verdict ({', '.join(VERDICTS)})")
        else:
            counts[cells[1], cells[3].strip()] += 1
    return [_tally(kind, counts) for kind in KINDS], problems


def _tally(kind: str, counts: Counter[tuple[str, str]]) -> Tally:
    right, wrong, unclear, left = (counts[kind, verdict] for verdict in (*VERDICTS, OPEN))
    return Tally(kind, right, right + wrong, unclear, left)


def main() -> int:
    """Write the sheets, or sum the verdicts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    sheet = commands.add_parser("sheet")
    sheet.add_argument("texts", type=Path, help="a folder of texts")
    sheet.add_argument("sheets", type=Path, help="the folder to write")
    summed = commands.add_parser("sum")
    summed.add_argument("verdicts", type=Path)
    options = parser.parse_args()
    if options.command == "sheet":
        print(f"{write_sheets(options.texts, options.sheets)} lines to judge in {options.sheets}")
        return 0
    found, problems = tallies(options.verdicts.read_text(encoding="utf-8").splitlines())
    print("\n".join(map(str, found)))
    for problem in problems:
        print(f"{options.verdicts}:{problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
