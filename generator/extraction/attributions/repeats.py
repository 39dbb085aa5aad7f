"""Leave out what says again what the same source is said to say: one place in the text, one line."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Attribution, How, Kind


def without_repeats(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Keep of two with the same speakers, one within the other, the one that is more certain.

    ``attributions`` are in order of their content. What somebody says within their own direct speech
    that they said stays.
    """
    dropped: set[int] = set()
    running: list[int] = []  # those whose content is not over where the next one begins
    for number, inner in enumerate(attributions):
        start = inner.content[0].start
        running = [one for one in running if attributions[one].content[-1].end > start]
        for one in running:
            if one not in dropped and number not in dropped and _is_same(attributions[one], inner):
                surer = attributions[one].confidence >= inner.confidence
                dropped.add(number if surer else one)
        running.append(number)
    return tuple(one for number, one in enumerate(attributions) if number not in dropped)


def _is_same(one: Attribution, other: Attribution) -> bool:
    """Return whether two say the same, as one statement of one source."""
    if not one.speakers or set(one.speakers) != set(other.speakers) or one.said != other.said:
        return False
    if "turn" in (one.rule, other.rule) or (one.how is How.DENIES) != (other.how is How.DENIES):
        return False
    return _is_within(other, one) or _is_within(one, other)


def _is_within(inner: Attribution, outer: Attribution) -> bool:
    if outer.kind is Kind.DIRECT and inner.kind is not Kind.DIRECT:
        return False
    return all(any(whole.contains(part) for whole in outer.content) for part in inner.content)
