"""Plan the scripts of the search index, a group of briefings at a time, and the page that reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath

from generator.building.hashing import hashed
from generator.building.store.artifacts import Artifact, ArtifactStore
from generator.building.store.search_tables import (
    Searched,
    documents_of,
    search_layout,
    searched,
    words_of,
)
from generator.building.store.site_index import SiteIndex
from generator.rendering import Renderer, SearchLayout, group_script, part_script, words_script
from generator.rendering.search_words import BUCKETS, DIGEST_SIZE

SEARCH = "search"
GROUP = f"{SEARCH}:"  # and its number


def search_groups(site_index: SiteIndex) -> list[str]:
    """Return the owners of the groups that the index has now."""
    layout = search_layout(site_index.archive, site_index.target)
    return [f"{GROUP}{number}" for number in range(layout.groups)]


def touched_groups(
    site_index: SiteIndex, artifacts: ArtifactStore, checksums: Collection[int]
) -> Iterator[str]:
    """Yield the owners whose scripts may change, where briefings with these checksums have changed."""
    now, before = search_groups(site_index), artifacts.owners(GROUP)
    if checksums and before != set(now):
        yield from sorted({*now, *before})
    else:
        yield from (now[number] for number in sorted({checksum % len(now) for checksum in checksums}))


@dataclass(slots=True)
class SearchPages:
    """Scripts are named by their content; one that is still right tells its name by its key."""

    renderer: Renderer
    site_index: SiteIndex
    artifacts: ArtifactStore
    base: str

    def page(self) -> list[Artifact]:
        """Plan the search page, once all groups are made."""
        made = (path for owner in search_groups(self.site_index) for path, _ in self.artifacts.made(owner))
        paths = sorted((path for path in made if _kind_of(path) == "group"), key=_number_of)
        key = hashed(self.base, *paths)
        return [Artifact(f"{SEARCH}/index.html", key, lambda: self.renderer.search(paths).content)]

    def group(self, number: int) -> list[Artifact]:
        """Plan the scripts of a group; none where the index has no such group."""
        archive, target = self.site_index.archive, self.site_index.target
        layout = search_layout(archive, target)
        if number >= layout.groups:
            return []
        found = searched(archive, target, layout, number)
        made = {key: path for path, key in self.artifacts.made(f"{GROUP}{number}")}
        parts = dict(self._parts(layout, found, made))
        words = list(self._words(layout, number, found, made))
        script = group_script(
            [one.newer for one in found],
            [one.part for one in found],
            {part: _digest_in(file.path) for part, file in parts.items()},
            [_digest_in(file.path) for file in words],
        )
        page = self.renderer.search_script(f"group-{number}", script)
        return [*parts.values(), *words, Artifact(page.path, hashed(page.path), lambda: page.content)]

    def _parts(
        self, layout: SearchLayout, found: Sequence[Searched], made: dict[str, str]
    ) -> Iterator[tuple[int, Artifact]]:
        digests: defaultdict[int, list[str]] = defaultdict(list)
        for one in found:
            digests[one.part].append(one.digest)

        def script(part: int) -> bytes:
            return part_script(documents_of(self.site_index.archive, self.site_index.target, layout, part))

        for part, of_part in sorted(digests.items()):
            key = hashed("part", part, layout, *of_part)
            yield part, self._script(f"part-{part}", key, made, partial(script, part))

    def _words(
        self, layout: SearchLayout, group: int, found: Sequence[Searched], made: dict[str, str]
    ) -> Iterator[Artifact]:
        @cache
        def lines() -> list[Mapping[int, str]]:
            words = words_of(self.site_index.archive, self.site_index.target, layout, group)
            return [one.lines for one in words]

        def script(bucket: int) -> bytes:
            return words_script(lines(), bucket, layout.buckets)

        digests = b"".join(one.words for one in found)
        for bucket in range(layout.buckets):
            key = hashed("words", group, bucket, layout, _of_bucket(digests, bucket, layout.buckets).hex())
            yield self._script(f"words-{group}-{bucket}", key, made, partial(script, bucket))

    def _script(self, name: str, key: str, made: dict[str, str], script: Callable[[], bytes]) -> Artifact:
        path = made.get(key)
        if path is not None and self.artifacts.is_right(path, key):
            return Artifact(path, key)
        page = self.renderer.search_script(name, script())
        return Artifact(page.path, key, lambda: page.content)


def _of_bucket(digests: bytes, bucket: int, buckets: int) -> bytes:
    """Return what stands in one of ``buckets``, of the digests of all briefings: their bytes by columns."""
    size = BUCKETS * DIGEST_SIZE
    fine = range(bucket, BUCKETS, buckets)
    return b"".join(digests[DIGEST_SIZE * n + at :: size] for n in fine for at in range(DIGEST_SIZE))


def _kind_of(path: str) -> str:
    return PurePosixPath(path).name.partition("-")[0]


def _number_of(path: str) -> int:
    return int(PurePosixPath(path).name.partition("-")[2].partition(".")[0])


def _digest_in(path: str) -> str:
    return path.rsplit(".", 2)[1]
