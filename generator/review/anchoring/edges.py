"""Fit a span to the quotation marks around its words, which are found without them."""

from __future__ import annotations

import re

from generator.model import Span
from generator.review.anchoring.words import SearchText, Words

_MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›`´″′「」『』")
_STOPS = frozenset(".,;:!?…。，、；：！？")
_BREAK = re.compile(r"""[.,;:!?](?=[\s"'”’»]|\Z)\s*|\s*[…。，、；：！？\n“”„«»"()\[\]]\s*|\s+[–—-]+\s+|—""")
_LONGEST = 400  # code points of a phrase


def with_edges(exact: str, passage: Words, searched: SearchText, start: int, end: int) -> Span:
    """Return the span of words ``[start, end)`` with the marks that ``exact`` has."""
    text, words = searched.text, searched.words
    left, right = words.starts[start], words.ends[end - 1]
    lead, tail = exact[: passage.starts[0]], exact[passage.ends[-1] :]
    return Span(left - _lead(lead, text[:left][-12:]), right + _tail(tail, text[right : right + 12]))


def has_marks(exact: str) -> tuple[bool, bool]:
    """Tell whether a quotation mark precedes the first word, and follows the last."""
    words = Words.of(exact)
    if not words.forms:
        return False, False
    return bool(_MARKS & set(exact[: words.starts[0]])), bool(_MARKS & set(exact[words.ends[-1] :]))


def _lead(wanted: str, before: str) -> int:
    """Count the code points of ``before`` that belong to the passage."""
    if wanted and before.endswith(wanted):
        return len(wanted)
    if not _MARKS & set(wanted):
        return 0
    return _reach(_MARKS, before[::-1])


def _tail(wanted: str, behind: str) -> int:
    if wanted and behind.startswith(wanted):
        return len(wanted)
    if _MARKS & set(wanted) and (reach := _reach(_MARKS, behind)):
        return reach
    if _STOPS & set(wanted):
        return len(_run(behind)) - len(_run(behind).lstrip("".join(_STOPS)))
    return 0


def _reach(marks: frozenset[str], near: str) -> int:
    """Reach to the outermost of ``marks`` in the run of marks and stops that begins ``near``."""
    return max((i + 1 for i, character in enumerate(_run(near)) if character in marks), default=0)


def _run(near: str) -> str:
    size = next((i for i, c in enumerate(near) if c not in _MARKS and c not in _STOPS), len(near))
    return near[:size]


def whole_phrase(text: str, span: Span, exact: str) -> Span:
    """Extend a span that lacks the first or the last words of ``exact`` to its phrase in the text.

    A phrase ends at a stop, a mark, a bracket, a dash or the end of the line.
    """
    wanted, found = Words.of(exact), Words.of(text[span.start : span.end])
    if not wanted.forms or not found.forms:
        return span
    start, end = span
    if wanted.forms[0] != found.forms[0]:
        breaks = [match.end() for match in _BREAK.finditer(text, max(0, start - _LONGEST), start)]
        start = breaks[-1] if breaks else 0 if start <= _LONGEST else start
    if wanted.forms[-1] != found.forms[-1]:
        stop = _BREAK.search(text, end, end + _LONGEST)
        end = stop.start() if stop else len(text) if len(text) <= end + _LONGEST else end
    return Span(start, end) if text[start:end].strip() else span
