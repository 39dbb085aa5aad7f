"""The pages across briefings: index, months, speakers, tags, search.

Each has an owner in the artifact store; ``plan`` says what that owner makes now. The key of a
page is a hash of digests, so that a page that is still right costs one question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path, PurePosixPath

from generator.building.colocated_files import COMPANION, copy_of
from generator.building.hashing import hashed
from generator.building.loader import CONTENT, REGISTRY, address_of_speaker
from generator.building.search_pages import GROUP, SEARCH, SearchPages, search_groups
from generator.building.store.artifacts import BESIDE, Artifact, ArtifactStore
from generator.building.store.chunks import Chunk, digest
from generator.building.store.site_index import Invalidation, SiteIndex
from generator.errors import Problem
from generator.exports.feeds import (
    NEWEST,
    Feed,
    briefings_feed,
    corrections_feed,
    feed_files,
    speaker_feed,
)
from generator.exports.host_files import hosting_files, is_foreign
from generator.exports.quotations import as_csv, as_json
from generator.exports.sitemap import robots, sitemap_files
from generator.model import SpeakerKind
from generator.rendering import (
    BriefingSummary,
    Page,
    Profile,
    Renderer,
    SpeakerSummary,
    TagSummary,
    TitleHeld,
)
from generator.rendering.context import PartView
from generator.rendering.pages import ARCHIVE, CORRECTIONS, part_address
from generator.review import Registry
from generator.review.people.registry import Person
from generator.slugs import slug


@dataclass(frozen=True)
class Profiles:
    """``known`` are the inputs below ``root``, by path, with their hashes."""

    registry: Registry
    root: Path
    known: Mapping[PurePosixPath, str]

    @cached_property
    def _people(self) -> dict[str, Person]:
        """By the address of their page; where two would share one, it is neither's."""
        claims: defaultdict[str, list[Person]] = defaultdict(list)
        for record in self.registry.records:
            claims[address_of_speaker(record.value)].append(record.value)
        return {address: people[0] for address, people in claims.items() if len(people) == 1}

    def of(self, speaker: SpeakerSummary) -> tuple[Profile, list[Artifact]]:
        """The profile of a speaker, and the copy of the photo that goes with it."""
        person = self._people.get(speaker.address)
        if person is None or person.name != speaker.name:
            return Profile(), []
        photo = self._photo(person, speaker.address)
        shown = photo[0].path if photo else None
        return Profile(shown, person.link, _titles(person), person.biography), photo

    def lists(self, speaker: SpeakerSummary) -> bool:
        """Return whether the registry knows a speaker."""
        person = self._people.get(speaker.address)
        return person is not None and person.name == speaker.name

    def faces(self, pages: Mapping[str, str]) -> dict[str, str]:
        """The files that show speakers, by name; ``pages`` are the addresses of their pages, by name."""
        people = {name: (self._people.get(address), address) for name, address in pages.items()}
        return {
            name: copy.path
            for name, (person, address) in people.items()
            if person is not None and person.name == name
            for copy in self._photo(person, address)
        }

    @property
    def digest(self) -> str:
        """A hash of all photos as they are now."""
        return hashed(*(f"{path}={self.known.get(CONTENT / path, '')}" for path in sorted(self.photos)))

    def _photo(self, person: Person, address: str) -> list[Artifact]:
        """Named by its content: who has seen another one does not see it again."""
        origin = CONTENT / person.photo if person.photo else None
        digest = self.known.get(origin) if origin else None
        if origin is None or digest is None:
            return []
        path = f"{address}/photo.{digest[:10]}{origin.suffix.lower()}"
        return [copy_of(path, digest, self.root / origin)]

    @property
    def with_photo(self) -> Iterator[str]:
        """The addresses of those who have one."""
        return (address for address, person in self._people.items() if person.photo)

    @property
    def photos(self) -> frozenset[PurePosixPath]:
        """All photos, below ``content``, whether they are shown or not."""
        people = (record.value for record in self.registry.records)
        return frozenset(PurePosixPath(person.photo) for person in people if person.photo)

    def problems(self) -> tuple[Problem, ...]:
        """Photos that are not there."""
        return tuple(self.registry.lost_photos(str(REGISTRY), lambda photo: CONTENT / photo in self.known))


def _titles(person: Person) -> tuple[TitleHeld, ...]:
    """The newest first."""
    held = sorted(person.titles, key=lambda entry: entry.began, reverse=True)
    return tuple(TitleHeld(entry.title, entry.since, entry.until) for entry in held)


BESIDE_THE_INDEX = 30  # speakers, and tags: those with the most; the others have lists of their own
INDEX, SPEAKERS, TAGS, THEME = "index", "speakers", "tags", "theme"
REDIRECTS = "redirects"
SITEMAP = "sitemap"
QUOTATIONS = f"{BESIDE}quotations"
NOTICES = "corrections"


def owners(touched: Invalidation) -> Iterator[str]:
    """Return whose pages may change; those of the search index are told by ``search_pages``."""
    if touched.lists:
        yield INDEX
        yield SPEAKERS
        yield TAGS
        yield SITEMAP
        yield REDIRECTS
    yield from (f"month:{month}" for month in sorted(touched.months))
    yield from (f"tag:{address}" for address in sorted(touched.tags))
    yield from (f"speaker:{address}" for address in sorted(touched.speakers))
    if touched.quotations:
        yield QUOTATIONS
    if touched.corrections:
        yield from (NOTICES, INDEX, SITEMAP)


def everyone(site_index: SiteIndex, artifacts: ArtifactStore) -> set[str]:
    """All owners that make a page now, or did."""
    now = {INDEX, SPEAKERS, TAGS, SEARCH, THEME, REDIRECTS, SITEMAP, QUOTATIONS, NOTICES}
    now |= {f"month:{month.name}" for month in site_index.months()}
    now |= {f"tag:{tag.address}" for tag in site_index.tags()}
    now |= {f"speaker:{speaker.address}" for speaker in site_index.speakers()}
    now |= set(search_groups(site_index))
    before = {owner for kind in ("month:", "tag:", "speaker:", GROUP) for owner in artifacts.owners(kind)}
    return now | before


@dataclass(slots=True)
class ListingPages:
    """Plans the pages across briefings; ``base`` hashes templates, settings and code.

    A list longer than ``per_page`` has several pages.
    """

    renderer: Renderer
    site_index: SiteIndex
    artifacts: ArtifactStore
    profiles: Profiles
    base: str
    per_page: int = 100
    redirects: Mapping[str, str] = field(default_factory=dict)

    def plan(self, owner: str) -> list[Artifact]:
        """Return what an owner makes now."""
        kind, _, name = owner.partition(":")
        match kind:
            case "index":
                return [*self._index(), *self._feed(*self._of_index())]
            case "speakers":
                return [self._speakers()]
            case "tags":
                return self._tags()
            case "month":
                return self._month(name)
            case "tag":
                return self._tag(name)
            case "speaker":
                return self._speaker(name)
            case "search":
                search = SearchPages(self.renderer, self.site_index, self.artifacts, self.base)
                return search.group(int(name)) if name else search.page()
            case "sitemap":
                return list(self._sitemap())
            case "corrections":
                return self._corrections()
            case "beside":
                return self._quotations()
            case "redirects":
                return [self._redirect(old, new) for old, new in sorted(self.redirects.items())]
            case _:
                return self._theme()

    def _index(self) -> Iterator[Artifact]:
        """The site's first page with all that it leads to, and the pages of older briefings."""
        site_index, page = self.site_index, self.renderer.index
        months = site_index.months() if site_index.count() > self.per_page else []
        speakers = site_index.speakers()[:BESIDE_THE_INDEX]
        tags, corrected = self._most_used(site_index.tags()), bool(site_index.corrected())
        beside = hashed(months, digest(speakers), digest(tags), corrected)

        def make(part: PartView, chunk: Chunk) -> Page:
            listed = self._listed(site_index.newest, chunk)
            return page(listed, months, speakers, tags, corrections=corrected, part=part)

        for part, chunk in _parts("", site_index.newest_chunks(self.per_page)):
            key = hashed(self.base, part, chunk.digest, "" if part.before is not None else beside)
            yield _lazy(f"{part.address}/index.html".lstrip("/"), key, partial(make, part, chunk))

    def _most_used(self, tags: list[TagSummary]) -> list[TagSummary]:
        """The tags with the most briefings, in the order of all."""
        most = sorted(tags, key=lambda tag: -tag.briefings)[:BESIDE_THE_INDEX]
        return [tag for tag in tags if tag in most]

    def _listed(
        self, briefings: Callable[[int, int], list[BriefingSummary]], chunk: Chunk
    ) -> list[BriefingSummary]:
        return briefings(chunk.end - chunk.start, chunk.start)

    def _tags(self) -> list[Artifact]:
        """The list of all tags; none where no briefing has one."""
        tags = self.site_index.tags()
        key = hashed(self.base, digest(tags))
        return [_lazy("tags/index.html", key, lambda: self.renderer.tags(tags))] if tags else []

    def _speakers(self) -> Artifact:
        speakers = sorted(self.site_index.speakers(), key=by_surname)
        key = hashed(self.base, digest(speakers))
        return _lazy("speakers/index.html", key, lambda: self.renderer.speakers(speakers))

    def _month(self, name: str) -> list[Artifact]:
        site_index = self.site_index
        found = [month for month in site_index.months() if month.name == name]
        if not found or site_index.count() <= self.per_page:
            return []

        def make(part: PartView, chunk: Chunk) -> Page:
            listed = self._listed(partial(site_index.of_month, name), chunk)
            return self.renderer.month(found[0], listed, part)

        listed = site_index.chunks_of_month(name, self.per_page)
        return [
            _lazy(
                f"{part.address}/index.html",
                hashed(self.base, found[0], part, chunk.digest),
                partial(make, part, chunk),
            )
            for part, chunk in _parts(f"{ARCHIVE}/{name}", listed)
        ]

    def _tag(self, address: str) -> list[Artifact]:
        tag = self.site_index.tag(address)
        if tag is None:
            return []

        def make(part: PartView, chunk: Chunk) -> Page:
            listed = self._listed(partial(self.site_index.tagged, address), chunk)
            return self.renderer.tag(tag, listed, part)

        pages = [
            _lazy(
                f"{part.address}/index.html",
                hashed(self.base, tag, part, chunk.digest),
                partial(make, part, chunk),
            )
            for part, chunk in _parts(address, self.site_index.tagged_chunks(address, self.per_page))
        ]
        return [*pages, *self._feed(tag.name, address, self.site_index.tagged)]

    # --- beside the pages ---

    def _of_index(self) -> tuple[str, str, Callable[[str], list[BriefingSummary]]]:
        return self.renderer.publication.title, "", lambda _: self.site_index.newest(NEWEST)

    def _feed(
        self, title: str, address: str, briefings: Callable[[str], list[BriefingSummary]]
    ) -> list[Artifact]:
        public = self.renderer.publication
        if not public.has_feeds:
            return []
        return self._feed_of(briefings_feed(title, address, briefings(address), public))

    def _feed_of(self, feed: Feed) -> list[Artifact]:
        made = feed_files(feed, self.renderer.publication)
        return [_ready(page, digest(page.content)) for page in made if self._is_free(page)]

    def _corrections(self) -> list[Artifact]:
        """The page of all public correction notices and its feed; none where there is no notice."""
        corrected = self.site_index.corrected()
        if not corrected:
            return []
        page = self.renderer.corrections
        key, title = hashed(self.base, digest(corrected)), self.renderer.title_of_corrections
        feed = corrections_feed(title, CORRECTIONS, corrected, self.renderer.publication)
        return [_lazy(f"{CORRECTIONS}/index.html", key, lambda: page(corrected)), *self._feed_of(feed)]

    def _speaker_feed(self, speaker: SpeakerSummary, key: str) -> list[Artifact]:
        """The feeds of a speaker of the registry, made only where what they hold has changed."""
        public, found = self.renderer.publication, partial(self.site_index.said, speaker.address)

        def make(number: int) -> Page:
            return list(feed_files(speaker_feed(speaker, found(), public), public))[number]

        paths = [f"{speaker.address}/feed.{suffix}" for suffix in ("xml", "json")]
        return [
            _lazy(path, hashed("feed", key), partial(make, number))
            for number, path in enumerate(paths)
            if PurePosixPath("static", path) not in self.profiles.known
        ]

    def _sitemap(self) -> Iterator[Artifact]:
        """The sitemap and what hosts read; robots.txt at the root of a host.

        A file of the site's own goes before each of them.
        """
        public = self.renderer.publication
        briefings = {address for address, _ in self.site_index.addresses()} if public.has_exports else set()
        pages = [*hosting_files(self._redirections(), briefings, self.foreign(), public)]
        if public.has_feeds:
            pages += sitemap_files(self._addresses(), public)
        at_root = robots(public)
        pages += [at_root] if at_root else []
        yield from (_ready(page, digest(page.content)) for page in pages if self._is_free(page))

    def foreign(self) -> list[str]:
        """Return the documents of others that stand beside briefings."""
        beside = (owner.removeprefix(COMPANION) for owner in self.artifacts.owners(COMPANION))
        return sorted(name for name in beside if is_foreign(name))

    def _addresses(self) -> Iterator[tuple[str, date | None]]:
        site_index = self.site_index
        yield SPEAKERS, None
        yield from site_index.addresses()
        yield from ((address, None) for address in self._lists())
        if site_index.corrected():
            yield CORRECTIONS, None
        made = self.artifacts.owners("source:")
        for path, known in site_index.sources.items():
            if known.page and not known.withdrawn and f"source:{path}" in made:
                yield known.address, None

    def _lists(self) -> Iterator[str]:
        """The addresses of all lists in parts, each part by itself."""
        site_index, tags = self.site_index, self.site_index.tags()
        yield from self._addresses_of("", site_index.count())
        yield from [TAGS] if tags else []
        for tag in tags:
            yield from self._addresses_of(tag.address, tag.briefings)
        for speaker in site_index.speakers():
            many = speaker.statements > self.per_page
            count = len(site_index.said_chunks(speaker.address, self.per_page)) if many else 1
            yield from (part_address(speaker.address, number) for number in range(1, count + 1))
        if site_index.count() > self.per_page:
            for month in site_index.months():
                yield from self._addresses_of(f"{ARCHIVE}/{month.name}", month.briefings)

    def _addresses_of(self, address: str, briefings: int) -> Iterator[str]:
        count = max(1, -(-briefings // self.per_page))
        yield from (part_address(address, number) for number in range(1, count + 1))

    def _redirections(self) -> Iterator[tuple[str, str]]:
        """Old addresses, each with the one that follows it: of what is shown, and of the settings."""
        made = self.artifacts.owners("source:")
        for path, known in self.site_index.sources.items():
            if f"source:{path}" in made:
                yield from ((alias, known.address) for alias in known.aliases)
        yield from self.redirects.items()

    def _quotations(self) -> list[Artifact]:
        """The tables of all quotations; none in a preview."""
        if not self.renderer.publication.has_exports:
            return []
        key, rows = hashed(self.base, self.site_index.quotations_digest()), cache(self.site_index.quotations)
        return [
            Artifact("quotations.csv", key, lambda: _encoded(as_csv(one.csv for one in rows()))),
            Artifact("quotations.json", key, lambda: _encoded(as_json(one.json for one in rows()))),
        ]

    def _is_free(self, page: Page) -> bool:
        """Return whether the site has no file of its own in this place."""
        return PurePosixPath("static", page.path) not in self.profiles.known

    def _speaker(self, address: str) -> list[Artifact]:
        speaker = self.site_index.speaker(address)
        if speaker is None:
            return []
        profile, photo = self.profiles.of(speaker)
        feed = self.profiles.lists(speaker) and self.site_index.has_dated_statements(address)
        feed = feed and self.renderer.publication.has_feeds
        said, page = self.site_index.said, self.renderer.speaker
        listed = self.site_index.said_chunks(address, self.per_page)

        def make(part: PartView, chunk: Chunk) -> Page:
            rows = said(address, chunk.end - chunk.start, chunk.start)
            return page(speaker, rows, profile, feed=feed, part=part)

        keys = [
            hashed(self.base, speaker, profile, part, chunk.digest, feed)
            for part, chunk in _parts(address, listed)
        ]
        made = [
            _lazy(f"{part.address}/index.html", key, partial(make, part, chunk))
            for key, (part, chunk) in zip(keys, _parts(address, listed), strict=True)
        ]
        return [*photo, *made, *(self._speaker_feed(speaker, hashed(*keys)) if feed else ())]

    def _redirect(self, old: str, new: str) -> Artifact:
        """The page at an old address that the settings keep, as of a speaker or a tag."""
        found = self.site_index.speaker(new) or self.site_index.tag(new)
        title = found.name if found else new
        key = hashed(self.base, new, title)
        return _lazy(f"{old}/index.html", key, lambda: self.renderer.redirect(old, new, title))

    def _theme(self) -> list[Artifact]:
        key = hashed(self.base, self.renderer.theme.digest)
        assets = [_ready(page, hashed("asset", digest(page.content))) for page in self.renderer.assets()]
        return [*assets, _lazy("404.html", key, self.renderer.not_found)]


def by_surname(speaker: SpeakerSummary) -> tuple[str, ...]:
    """Return where a speaker stands in the list of all: people by the last of their names, accents aside."""
    last = speaker.name.split()[-1] if speaker.kind is SpeakerKind.PERSON and speaker.name.split() else ""
    return slug(last or speaker.name), slug(speaker.name), speaker.name


def _parts(address: str, listed: Sequence[Chunk]) -> Iterator[tuple[PartView, Chunk]]:
    """Yield each part of a list at ``address``, as its page tells of it, with what stands in it."""
    for number, chunk in enumerate(listed, start=1):
        before = part_address(address, number - 1) if number > 1 else None
        after = part_address(address, number + 1) if number < len(listed) else None
        yield PartView(part_address(address, number), number, len(listed), before, after), chunk


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _lazy(path: str, key: str, make: Callable[[], Page]) -> Artifact:
    return Artifact(path, key, lambda: make().content)


def _ready(page: Page, key: str) -> Artifact:
    return Artifact(page.path, key, lambda: page.content)
