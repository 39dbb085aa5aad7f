"""Key assertions: the five to eight statements that a text is about, best first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from generator.extraction.sentences import SentenceSummary
from generator.model import Assertion, Attribution, BlockKind, Source, Span

MOST = 8
_UNFIT = frozenset((BlockKind.HEADING, BlockKind.CODE, BlockKind.TABLE_CELL, BlockKind.FOOTNOTE))
_SLUG_WORDS = 6
_WORD = re.compile(r"[a-z0-9]+")


def rank(
    source: Source,
    summaries: Sequence[Sequence[SentenceSummary]],
    attributions: Sequence[Attribution] = (),
) -> tuple[Assertion, ...]:
    """The key assertions of a text; ``summaries`` has one entry a block."""
    spans = [
        sentence.span.shift(block.span.start)
        for block, sentences in zip(source.blocks, summaries, strict=True)
        if block.kind not in _UNFIT
        for sentence in sentences
        if sentence.stating
    ]
    ids: set[str] = set()
    return tuple(
        Assertion(
            _identifier(source.text[span.start : span.end], ids), n, span, 1 / n, (), None, "opens the text"
        )
        for n, span in enumerate(spans[:MOST], 1)
    )


def _identifier(text: str, taken: set[str]) -> str:
    """``a-`` and the first words, folded to ASCII; a number where that is taken."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
        .encode("ascii", "ignore")
        .decode()
    )
    words = _first(_WORD.findall(plain.lower()), _SLUG_WORDS)
    name = "-".join(("a", *words)) if words else "a-statement"
    found, n = name, 2
    while found in taken:
        found, n = f"{name}-{n}", n + 1
    taken.add(found)
    return found


def _first(words: Iterable[str], most: int) -> list[str]:
    return [word for word, _ in zip(words, range(most), strict=False)]
