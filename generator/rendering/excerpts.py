"""Cut a briefing down to its annotated passages, where the rights forbid the whole text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from generator.model import Attribution, Extraction, Source, Span
from generator.reading.markup import Close, NoteReference, Open, Piece, Text, Void

_GAP = Void(' <span class="gap">[…]</span> ')


def passages(source: Source, extraction: Extraction) -> tuple[Span, ...]:
    """Return what may be shown: each assertion, and each statement from source to content, block by block."""
    starts = [block.span.start for block in source.blocks]
    spans = [assertion.span for assertion in extraction.assertions]
    for attribution in extraction.attributions:
        spans += _hulls(attribution, starts)
    return joined(spans)


def _hulls(attribution: Attribution, starts: Sequence[int]) -> Iterator[Span]:
    hulls: dict[int, Span] = {}
    for part in (*attribution.source, *attribution.cue, *attribution.content):
        block = bisect_right(starts, part.start)
        hull = hulls.setdefault(block, part)
        hulls[block] = Span(min(hull.start, part.start), max(hull.end, part.end))
    yield from hulls.values()


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that meet made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def inside(span: Span, shown: Sequence[Span]) -> bool:
    """Return whether ``span`` is within one of the passages."""
    index = bisect_right(shown, (span.end, span.end))
    return any(passage.contains(span) for passage in shown[max(0, index - 1) : index + 1])


def cut(pieces: Sequence[Piece], text: str, shown: Sequence[Span]) -> tuple[Piece, ...]:
    """The pieces with nothing left of the text but the passages; a gap is marked where words go."""
    return _Cutter(text, shown).cut(pieces)


class _Cutter:
    def __init__(self, text: str, shown: Sequence[Span]) -> None:
        self.text, self.shown = text, shown
        self.ends = [span.end for span in shown]
        self.out: list[Piece] = []
        self.open: list[tuple[int, bool]] = []  # where in ``out`` an element starts; whether it shows text
        self.in_gap = False

    def cut(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        for piece in pieces:
            if isinstance(piece, Open):
                self.open.append((len(self.out), False))
                self.out.append(piece)
            elif isinstance(piece, Close):
                self._close(piece)
            elif isinstance(piece, Text):
                self._text(piece.span)
            elif isinstance(piece, Void):
                self.out += [piece] if piece.html.isspace() or piece.html == "<br>" else []
            elif isinstance(piece, NoteReference) and not self.in_gap:
                self.out.append(piece)
        return tuple(self.out)

    def _close(self, piece: Close) -> None:
        start, shows = self.open.pop()
        if not shows:
            del self.out[start:]
            return
        self.out.append(piece)
        if self.open:
            self.open[-1] = (self.open[-1][0], True)

    def _text(self, span: Span) -> None:
        at = span.start
        for passage in self.shown[bisect_right(self.ends, span.start) :]:
            if passage.start >= span.end:
                break
            self._skip(Span(at, max(at, passage.start)))
            kept = Span(max(at, passage.start), min(span.end, passage.end))
            self._keep(kept)
            at = kept.end
        self._skip(Span(at, span.end))

    def _keep(self, span: Span) -> None:
        self.out.append(Text(span))
        self.in_gap = False
        if self.open:
            self.open[-1] = (self.open[-1][0], True)

    def _skip(self, span: Span) -> None:
        if self.text[span.start : span.end].strip(" \n.,;:") and not self.in_gap:
            self.out.append(_GAP)
            self.in_gap = True
