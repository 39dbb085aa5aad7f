"""Compare two published versions: text, who said what, verdicts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz.distance import Indel, LCSseq

from generator.review.anchoring.words import Words
from generator.review.versions.published import Change, PublishedState, Said

_ALIKE = 0.6  # likeness of words that makes one a new wording of the other
_AROUND = 6  # words shown on either side of a change
_LONG = 400  # characters shown of a new or removed paragraph

T = TypeVar("T", bound=Hashable)


def compare(before: PublishedState, after: PublishedState) -> tuple[Change, ...]:
    """List the changes from one published version to the next, in the order of the text."""
    return (
        *_text(before.paragraphs, after.paragraphs),
        *compare_said(before.said, after.said),
        *_verdicts(before, after),
    )


# --- text --------------------------------------------------------------------


def _text(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Yield changed, new, removed and moved paragraphs."""
    if not before or not after:  # one of them was published in excerpts only
        return
    moved = _moved(before, after)
    for old, new in _regions(before, after):
        yield from (Change(what="text", change="moved", now=_shown(one)) for one in new if one in moved)
        yield from _reworded([o for o in old if o not in moved], [n for n in new if n not in moved])


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Find paragraphs that were removed in one place and added, unchanged, in another."""
    regions = list(_regions(before, after))
    gone = {one for old, _ in regions for one in old}
    return gone & {one for _, new in regions for one in new}


def _regions(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[list[T], list[T]]]:
    """Yield the stretches where two sequences differ: what was removed, and what replaced it."""
    old: list[T] = []
    new: list[T] = []
    for code in LCSseq.opcodes(before, after):
        if code.tag == "equal":
            if old or new:
                yield old, new
            old, new = [], []
        old += before[code.src_start : code.src_end] if code.tag != "equal" else ()
        new += after[code.dest_start : code.dest_end] if code.tag != "equal" else ()
    if old or new:
        yield old, new


def _reworded(before: list[str], after: list[str]) -> Iterator[Change]:
    """Pair removed paragraphs with their new wording, if they have one."""
    for new in after:
        old = max(before, key=lambda one: _likeness(one, new), default=None)
        if old is not None and _likeness(old, new) >= _ALIKE:
            before.remove(old)
            was, now = _difference(old, new)
            yield Change(what="text", change="changed", was=was, now=now)
        else:
            yield Change(what="text", change="added", now=_shown(new))
    for old in before:
        yield Change(what="text", change="removed", was=_shown(old))


def _likeness(one: str, other: str) -> float:
    return Indel.normalized_similarity(one.split(), other.split())


def _difference(old: str, new: str) -> tuple[str, str]:
    """Return the words that differ, with a few around them."""
    one, other = old.split(), new.split()
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    return _cut(one, head, tail), _cut(other, head, tail)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words that two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(words: list[str], head: int, tail: int) -> str:
    start, end = max(0, head - _AROUND), min(len(words), len(words) - tail + _AROUND)
    return f"{'… ' if start else ''}{' '.join(words[start:end])}{' …' if end < len(words) else ''}"


def _shown(paragraph: str) -> str:
    return paragraph if len(paragraph) <= _LONG else paragraph[: _LONG - 2].rsplit(" ", 1)[0] + " …"


# --- attributions --------------------------------------------------------------


def compare_said(before: Sequence[Said], after: Sequence[Said]) -> Iterator[Change]:
    """Yield attributions that were added, removed, or got another speaker or extent."""
    gone, come = _without_common(before, after), _without_common(after, before)
    for new in come:
        old = _former(new, gone)
        if old is None:
            yield Change(what="attribution", change="added", words=new.words, speakers=new.speakers)
            continue
        gone.remove(old)
        same_words, same_speakers = _forms(old) == _forms(new), old.speakers == new.speakers
        if not (same_words and same_speakers):  # else only marks or spaces were retyped
            yield Change(
                what="attribution",
                change="changed",
                words=new.words,
                was=None if same_words else old.words,
                speakers=new.speakers,
                speakers_were=None if same_speakers else old.speakers,
            )
    for old in gone:
        yield Change(what="attribution", change="removed", words=old.words, speakers=old.speakers)


def _without_common(these: Iterable[T], those: Iterable[T]) -> list[T]:
    """Return ``these`` without as many of each as there are among ``those``."""
    left = Counter(those)
    kept = []
    for one in these:
        if left[one]:
            left[one] -= 1
        else:
            kept.append(one)
    return kept


def _former(new: Said, gone: Sequence[Said]) -> Said | None:
    """Find what an attribution was before: the same words, or nearly, by the same speakers."""
    forms = _forms(new)
    same = next((old for old in gone if _forms(old) == forms), None)
    if same is not None:
        return same
    near = [old for old in gone if old.speakers == new.speakers]
    best = max(near, key=lambda old: Indel.normalized_similarity(_forms(old), forms), default=None)
    return best if best and Indel.normalized_similarity(_forms(best), forms) >= _ALIKE else None


def _forms(said: Said) -> tuple[str, ...]:
    return Words.of(said.words).forms


# --- verdicts --------------------------------------------------------------------


def _verdicts(before: PublishedState, after: PublishedState) -> Iterator[Change]:
    old = {verdict.statement: verdict for verdict in before.verdicts}
    new = {verdict.statement: verdict for verdict in after.verdicts}
    for statement, verdict in new.items():
        was = old.get(statement)
        if was is None:
            yield Change(what="verdict", change="added", words=statement, now=verdict.verdict)
        elif was != verdict:
            yield Change(
                what="verdict", change="changed", words=statement, was=was.verdict, now=verdict.verdict
            )
    for statement, verdict in old.items():
        if statement not in new:
            yield Change(what="verdict", change="removed", words=statement, was=verdict.verdict)
