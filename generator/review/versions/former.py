"""Tell what was published before: statements, for links to go on leading to their words, and notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.review.corrections.correction import Action, Correction, Target
from generator.review.versions.published import JOINT, Version


def published_words(versions: Sequence[Version]) -> tuple[str, ...]:
    """List the words of every statement that a change log knows of, each once, the newest first."""
    return tuple(dict.fromkeys(word for version in reversed(versions) for word in _of(version)))


def published_notices(versions: Sequence[Version]) -> tuple[tuple[date, str], ...]:
    """List the public notices that a change log knows of, each with the day of its first version."""
    found: dict[str, date] = {}
    for version in versions:
        if version.notice:
            found.setdefault(version.notice, version.at.date())
    return tuple((day, text) for text, day in found.items())


def reviewed_words(corrections: Iterable[Correction]) -> tuple[str, ...]:
    """List the words of statements as editors saw them when they confirmed, changed or added one."""
    said = (
        parts
        for one in corrections
        if one.target is Target.ATTRIBUTION and one.action is not Action.REJECT and one.said is not False
        for parts in (one.content, one.was)
        if parts
    )
    return tuple(dict.fromkeys(JOINT.join(" ".join(part.exact.split()) for part in parts) for parts in said))


def _of(version: Version) -> Iterator[str]:
    if version.state is not None:
        yield from (said.words for said in version.state.said)
    for change in version.changes:
        if change.what == "attribution":
            yield from filter(None, (change.words, change.was))
