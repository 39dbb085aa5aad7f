"""Quotations by their marks: exact, without grammar, one paragraph at a time.

Curly, straight, doubled single (``''``) and angle marks; nested; British single
marks. Apostrophes and the marks of feet and inches are none. A mark without a
partner harms its own paragraph only. Time is linear in the paragraph but for a
sort of the pairs found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from generator.model import Span

_MARK = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»＂‘’'‚‹›]")
_OPENING = frozenset(("“", "„", "‟", "``", "‘‘", "«"))
_CLOSING = frozenset(("”", "’’", "»"))
_SINGLE_MARKS = frozenset("‘’'‚‹›")
_ELISION = re.compile(
    r"['‘’](?:\d0s?\b|\d\ds?\b|(?:em|til|till|cause|tis|twas|bout|cuz|n|round|neath)\b)",
    re.IGNORECASE,
)
_FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_OPENS_AFTER = frozenset(_INVISIBLE + " \t\n\r\u00a0\u202f\u2009([{—–-/:;,…=*_>“„‘'\"")
_ENDS_SPEECH = frozenset(".,!?…;:)—–-")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between marks, marks included; ``depth`` counts enclosing quotations.

    ``closed`` is false where the mark that should close it is missing: the span then
    runs to the paragraph's end, and the next paragraph tells whether it goes on.
    """

    span: Span
    depth: int
    closed: bool = True
    single: bool = False

    def inner(self, text: str) -> Span:
        """Return what stands between the marks; may be empty."""
        left = _MARK.match(text, self.span.start)
        start = min(left.end() if left else self.span.start, self.span.end)
        end = self.span.end
        if self.closed:
            end -= 2 if text[end - 2 : end] in ("''", "’’", "``") and not self.single else 1
        return Span(start, max(start, end))


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of one paragraph, outer before inner, in order of start."""
    if not _MARK.search(text):
        return ()
    pairs, unclosed = _pair_doubles(text)
    singles = _pair_singles(text)
    found = [(start, end, True, False) for start, end in pairs]
    if unclosed is not None and not any(start > unclosed for start, _ in pairs):
        found.append((unclosed, len(text.rstrip()), False, False))
    found += [(start, end, True, True) for start, end in _within_one_level(singles, pairs)]
    return _with_depth(found)


# --- double marks --------------------------------------------------------------


def _pair_doubles(text: str) -> tuple[list[tuple[int, int]], int | None]:
    """Pairs ``[start, end)`` with their marks, and the start of a last one left open."""
    stack: list[tuple[int, bool]] = []  # (start, by a mark that has a direction)
    pairs: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        mark, start, end = match.group(), match.start(), match.end()
        if mark in _SINGLE_MARKS or _measures(text, match):
            continue
        directed = mark in _OPENING or mark in _CLOSING
        if _opens(text, mark, start, end, stack):
            if stack and not directed:
                stack.pop()  # its closing mark is missing: given up
            stack.append((start, directed))
        elif stack:
            pairs.append((stack.pop()[0], end))
    return pairs, stack[-1][0] if stack else None


def _opens(text: str, mark: str, start: int, end: int, stack: list[tuple[int, bool]]) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    could_open = before in _OPENS_AFTER and not after.isspace()
    could_close = not before.isspace() and not after.isalnum()
    if mark in _OPENING:
        return could_open or not could_close or not stack
    if mark in _CLOSING:
        return not stack and could_open and after.isalnum()
    if stack:
        return could_open and not could_close and before.isspace()
    return could_open or (before.isspace() and after.isspace())


def _measures(text: str, match: re.Match[str]) -> bool:
    """Return whether a mark stands for inches: after ``5'10``, or after a number inside a sentence."""
    start, end = match.span()
    if match.group() not in ('"', "”", "''") or not start or not text[start - 1].isdigit():
        return False
    if _FEET_AND_INCHES.search(text, max(0, start - 6), start):
        return True
    following = text[end : end + 2]
    if not (following[:1] == " " and following[1:].islower()):
        return False
    later = _MARK.search(text, end)
    while later and later.group() in _SINGLE_MARKS and later.end() < end + 400:
        later = _MARK.search(text, later.end())
    if later is None or later.group() != match.group():
        return False
    return text[later.start() - 1] in _ENDS_SPEECH and not text[later.end() : later.end() + 1].isalnum()


# --- single marks ----------------------------------------------------------------


def _pair_singles(text: str) -> list[tuple[int, int]]:
    """Pairs of single marks, apostrophes left out, none inside another."""
    openers, firm, loose = _sort_singles(text)
    pairs: list[tuple[int, int]] = []
    reached = 0
    for start in openers:
        if start < reached:
            continue
        end = _closer_after(start, firm, loose)
        if end is not None:
            pairs.append((start, end))
            reached = end
    return pairs


def _sort_singles(text: str) -> tuple[list[int], list[int], list[int]]:
    """Places of opening marks, of sure closing marks and of those that may be apostrophes."""
    openers: list[int] = []
    firm: list[int] = []
    loose: list[int] = []
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark not in _SINGLE_MARKS:
            continue
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if before.isalnum() and after.isalnum():
            continue
        if before in _OPENS_AFTER and not after.isspace() and mark != "’":
            if not _ELISION.match(text, at):
                openers.append(at)
        elif before in ".,!?…":
            firm.append(at)
        elif not before.isspace() and not before.isdigit():
            (loose if before in "sSn" else firm).append(at)
    return openers, firm, loose


def _closer_after(start: int, firm: list[int], loose: list[int]) -> int | None:
    """End of the pair that opens at ``start``: the first sure mark, else the first likely one."""
    for places in (firm, loose):
        nth = bisect_right(places, start + 1)
        if nth < len(places):
            return places[nth] + 1
    return None


def _within_one_level(
    singles: list[tuple[int, int]], doubles: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Those single-marked pairs that no double mark cuts."""
    edges = sorted(edge for pair in doubles for edge in (pair[0], pair[1] - 1))
    return [
        (start, end)
        for start, end in singles
        if (bisect_right(edges, end - 1) - bisect_right(edges, start)) % 2 == 0
    ]


def _with_depth(found: list[tuple[int, int, bool, bool]]) -> tuple[Quotation, ...]:
    found.sort(key=lambda pair: (pair[0], -pair[1]))
    open_ends: list[int] = []
    result = []
    for start, end, closed, single in found:
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if end > start:
            result.append(Quotation(Span(start, end), len(open_ends), closed, single))
            open_ends.append(end)
    return tuple(result)
