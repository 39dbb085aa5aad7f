"""The whole search of some briefings, as a build makes it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from generator.rendering import IndexEntry, Page, Renderer, group_script, part_script, words_script

GROUPS, PARTS, BUCKETS = 2, 4, 4


def search_pages(renderer: Renderer, made: Sequence[IndexEntry]) -> Iterator[Page]:
    """Yield the scripts of two groups, and the page, which comes last."""
    entries = sorted(made, key=lambda one: one.search.address)
    groups = []
    for number in range(GROUPS):
        *scripts, group = _group(renderer, number, [one for one in entries if _part(one) % GROUPS == number])
        groups.append(group.path)
        yield from (*scripts, group)
    yield renderer.search(groups)


def _group(renderer: Renderer, number: int, entries: Sequence[IndexEntry]) -> Iterator[Page]:
    lines = [one.words.lines for one in entries]
    parts = {
        part: renderer.search_script(
            f"part-{part}", part_script(one.search for one in entries if _part(one) == part)
        )
        for part in sorted(set(map(_part, entries)))
    }
    words = [
        renderer.search_script(f"words-{number}-{n}", words_script(lines, n, BUCKETS)) for n in range(BUCKETS)
    ]
    days = [one.summary.date.toordinal() if one.summary.date else 0 for one in entries]
    files = {part: _digest(page) for part, page in parts.items()}
    script = group_script(days, list(map(_part, entries)), files, list(map(_digest, words)))
    yield from (*parts.values(), *words, renderer.search_script(f"group-{number}", script))


def _part(entry: IndexEntry) -> int:
    return zlib.crc32(entry.search.address.encode()) % PARTS


def _digest(page: Page) -> str:
    return page.path.rsplit(".", 2)[1]
