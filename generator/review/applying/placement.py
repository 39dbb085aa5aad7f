"""Find every correction's words in the current text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.model import Span
from generator.review.anchoring.anchor import Tolerance, anchor
from generator.review.anchoring.parts import anchor_all
from generator.review.anchoring.selectors import Anchor, Found, Lost, Moved, Selector
from generator.review.anchoring.words import SearchText
from generator.review.corrections.correction import Action, Correction, Target
from generator.review.corrections.factory import hash_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction with the places of its words; ``lost`` says why some were not found."""

    correction: Correction
    content: tuple[Span, ...] = ()
    against: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    was: tuple[Span, ...] = ()
    moved: bool = False
    lost: Lost | None = None
    restores: bool = False

    @property
    def makes(self) -> bool:
        """Whether it makes an annotation where there is none.

        Only ``add`` makes a new one. What the preview wrote makes again what a person saw annotated.
        """
        return self.correction.action is Action.ADD or self.restores


def place_all(corrections: Sequence[Correction], searched: SearchText) -> list[Placed]:
    """Place each correction, in the order given.

    Corrections of one version of the text usually moved together: each is first searched for
    where the previous one leads, so that thousands cost little more than a comparison each.
    """
    version = hash_of(searched.text)
    order = sorted(range(len(corrections)), key=lambda i: _start(corrections[i]))
    shifts: dict[str | None, int] = {}
    placed: dict[int, Placed] = {}
    for i in order:
        correction = corrections[i]
        one = _place(correction, searched, shifts.get(correction.text_hash, 0))
        placed[i] = replace(one, restores=_restores(correction, searched.text, version))
        shifts[correction.text_hash] = _shift(correction, one.content, shifts.get(correction.text_hash, 0))
    return [placed[i] for i in range(len(corrections))]


def _restores(correction: Correction, text: str, version: str) -> bool:
    """Tell whether a correction is as the preview wrote it, and so may restore what it is about.

    Where the text is still the one reviewed, its words must stand where it says: else somebody
    copied the entry and changed it by hand.
    """
    if correction.action is Action.REJECT or not correction.is_of_preview:
        return False
    parts = correction.content if correction.text_hash == version else ()
    return all(text.startswith(part.exact, part.start) for part in parts)


def _start(correction: Correction) -> int:
    return (correction.content[0].start or 0) if correction.content else 0


def _place(correction: Correction, searched: SearchText, shift: int) -> Placed:
    tolerance = _tolerance(correction)
    passages = _passages(correction)
    answers = [_find(parts, searched, shift, tolerance) for parts in passages]
    content = tuple(span for answer in answers if isinstance(answer, Found) for span in answer.spans)
    other = _find(correction.against, searched, shift, tolerance) if correction.against else None
    shift = _shift(correction, content, shift)
    return Placed(
        correction,
        content,
        against=other.spans if isinstance(other, Found) else (),
        source=_beside(correction.source, searched, shift, content),
        cue=_beside(correction.cue, searched, shift, content),
        was=_beside(correction.was, searched, shift, content),
        moved=any(isinstance(answer, Moved) for answer in (*answers, other)),
        lost=_lost(correction, [*answers, other]),
    )


def _shift(correction: Correction, content: Sequence[Span], shift: int) -> int:
    """Return how far the content moved, where that is known."""
    start = correction.content[0].start if correction.content else None
    return content[0].start - start if content and start is not None else shift


def _lost(correction: Correction, answers: Sequence[Anchor | None]) -> Lost | None:
    """Say why the correction cannot be applied as a whole; one mention of a fact is enough."""
    lost = [answer for answer in answers if isinstance(answer, Lost)]
    if correction.target is Target.FACT and any(isinstance(answer, Found) for answer in answers):
        return None
    return lost[0] if lost else None


def _tolerance(correction: Correction) -> Tolerance:
    """Allow no other words for a verdict and for a correction of a fact."""
    exactly = correction.action is Action.VERDICT or correction.target is Target.FACT
    return Tolerance.WORDS if exactly else Tolerance.SPELLING


def _passages(correction: Correction) -> list[Sequence[Selector]]:
    """Group the selectors that must be found together."""
    if correction.action is Action.SPLIT_SPEAKER or correction.target is Target.FACT:
        return [(part,) for part in correction.content]
    return [correction.content] if correction.content else []


def _find(parts: Sequence[Selector], searched: SearchText, shift: int, tolerance: Tolerance) -> Anchor:
    near = None if parts[0].start is None else parts[0].start + shift
    return anchor_all(parts, searched, near=near, tolerance=tolerance)


def _beside(
    parts: Sequence[Selector], searched: SearchText, shift: int, content: Sequence[Span]
) -> tuple[Span, ...]:
    """Find a source or a cue, which is often a word like “she”, by its distance from the content."""
    found = [_one_beside(part, searched, shift, content) for part in parts]
    return tuple(span for span in found if span) if all(found) else ()


def _one_beside(part: Selector, searched: SearchText, shift: int, content: Sequence[Span]) -> Span | None:
    near = None if part.start is None else part.start + shift
    if near is not None and near >= 0 and searched.text.startswith(part.exact, near):
        return Span(near, near + len(part.exact))
    answer = anchor(part, searched, near=near)
    if isinstance(answer, Found):
        return answer.spans[0]
    return _nearest(part.exact.strip(), searched.text, content[0]) if near is None and content else None


def _nearest(words: str, text: str, content: Span) -> Span | None:
    """Find the place of words written by hand that is nearest to the content, in its paragraph."""
    first = text.rfind("\n\n", 0, content.start) + 1
    last = text.find("\n\n", content.end)
    paragraph = text[first : last if last >= 0 else len(text)]
    places = [first + found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", paragraph)]
    spans = [Span(place, place + len(words)) for place in places if words]
    return min(
        (span for span in spans if not span.overlaps(content)),
        key=lambda span: max(span.start - content.end, content.start - span.end),
        default=None,
    )
