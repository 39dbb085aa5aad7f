"""Tell which statements were published before, so that links to them can go on leading to their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.review.versions.published import Version


def published_words(versions: Sequence[Version]) -> tuple[str, ...]:
    """List the words of every statement that a change log knows of, each once, the newest first."""
    return tuple(dict.fromkeys(word for version in reversed(versions) for word in _of(version)))


def _of(version: Version) -> Iterator[str]:
    if version.state is not None:
        yield from (said.words for said in version.state.said)
    for change in version.changes:
        if change.what == "attribution":
            yield from filter(None, (change.words, change.was))
