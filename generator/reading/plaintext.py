"""Plain text: each line is a paragraph; in a hard-wrapped file, each block of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from generator.model import Block, BlockKind, SourceKind, Span
from generator.reading.bare_links import with_bare_links
from generator.reading.markdown import Parsed
from generator.reading.markup import Close, Open, Piece, Text, Void
from generator.reading.offsets import TextBuilder
from generator.reading.transcripts import opens_with_turn

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")
_SPACE = "\ufeff \t\r\n\f\v"
_HEADLINE_WORDS = 20


def parse_plain_text(raw: str, start: int, builder: TextBuilder, kind: SourceKind | None) -> Parsed:
    """The paragraphs of ``raw[start:]``; a short first line that stands alone is the headline.

    Not where it is the first turn of a transcript.
    """
    paragraphs = list(_paragraphs(raw, start))
    headed = _has_headline(paragraphs, raw, kind)
    blocks: list[Block] = []
    breaks: list[int] = []
    pieces: list[Piece] = []
    for number, lines in enumerate(paragraphs):
        span = _add(lines, builder, breaks)
        heading = headed and number == 0
        blocks.append(Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, span))
        tag = "h2" if heading else "p"
        pieces += (Open(tag, f"<{tag}>", block=True), Text(span), Close(tag, block=True), Void("\n"))
    return Parsed(tuple(blocks), with_bare_links(pieces, builder.text()), (), tuple(breaks))


Line = tuple[int, str]  # where the stripped line starts in the file, and its text


def _paragraphs(raw: str, start: int) -> Iterator[list[Line]]:
    groups = [list(group) for full, group in groupby(_lines(raw, start), lambda line: bool(line[1])) if full]
    if _is_hard_wrapped(groups):
        yield from groups
    else:
        yield from ([line] for group in groups for line in group)


def _lines(raw: str, start: int) -> Iterator[Line]:
    for match in _LINE.finditer(raw, start):
        line = match.group()
        yield (
            match.start() + len(line) - len(line.lstrip("\ufeff \t\r\n\f\v")),
            line.strip("\ufeff \t\r\n\f\v"),
        )


def _is_hard_wrapped(groups: list[list[Line]]) -> bool:
    """Blank lines between blocks, and the lines within cut at one width by a machine."""
    inner = [len(text) for group in groups for _, text in group[:-1]]
    if len(groups) < 2 or len(inner) < len(groups):
        return False
    return max(inner) <= 120 and median(inner) >= 40


def _has_headline(paragraphs: list[list[Line]], raw: str, kind: SourceKind | None) -> bool:
    if len(paragraphs) < 2 or not _is_headline(paragraphs[0], raw):
        return False
    return not opens_with_turn([text for lines in paragraphs for _, text in lines], kind)


def _is_headline(lines: list[Line], raw: str) -> bool:
    start, text = lines[0]
    if len(lines) > 1 or len(text.split()) > _HEADLINE_WORDS:
        return False
    blank_below = re.match(r"[ \t]*(\r\n|\n|\r)[ \t]*[\r\n]", raw[start + len(text) : start + len(text) + 40])
    return bool(blank_below) or text[-1] not in ".!?:”\"'’"


def _add(lines: list[Line], builder: TextBuilder, breaks: list[int]) -> Span:
    start = builder.length
    for number, (at, text) in enumerate(lines):
        if number:
            before, line = lines[number - 1]
            end = before + len(line)
            breaks.append(builder.stand_in(" ", end, at - end).start)
        builder.copy(text, at)
    span = Span(start, builder.length)
    builder.stand_in("\n", lines[-1][0] + len(lines[-1][1]), 0)
    return span
