"""Hold what a page is made from, and what of it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote

from generator.model import Act, Extraction, SpeakerKind
from generator.reading import Document
from generator.rendering.i18n import OwnWords, PageLocale, page_locale
from generator.review import gate
from generator.settings import ReviewSettings


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands behind the site; ``menu`` are pairs of words and where they lead.

    ``logo_size``: width and height, where they can be known.
    """

    publisher: str | None = None
    author: str | None = None
    contact: str | None = None
    licence: str | None = None
    logo: str | None = None
    logo_size: tuple[int, int] | None = None
    footer: str = ""  # Markdown
    menu: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as its pages need it.

    ``sure``: below this confidence a mark is uncertain. ``acts``: which acts pages
    show at all. ``confirmed_only`` and ``name_reviewers`` are the gate's rules.
    ``preview`` shows what is not published, and marks it. ``lang`` is that of the pages' own
    words, of a briefing's text where it is None; ``words`` are the site's own ones. ``exports``: whether
    data for programs stands in the pages and beside them. ``policy`` are sources that the content
    security policy allows besides ours. ``embeds``: which statements have a page of their own,
    ``frame_ancestors``: who may show these in a frame.
    ``cards``: whether a picture of each briefing is drawn, to be shown where it is shared.
    """

    title: str = "Annotated briefings"
    description: str = ""
    identity: Identity = Identity()
    lang: str | None = None
    words: OwnWords = ()
    base_url: str | None = None
    sure: float = 0.9
    acts: frozenset[Act] = frozenset({Act.SAYS, Act.SHOWS})
    confirmed_only: tuple[str, ...] = ReviewSettings().confirmed_only
    name_reviewers: bool = False
    preview: bool = False
    version: str = ""
    exports: bool = True
    policy: tuple[tuple[str, tuple[str, ...]], ...] = ()
    embeds: str = "confirmed"
    frame_ancestors: tuple[str, ...] = ("*",)
    cards: bool = False

    def locale(self, text: str | None = None) -> PageLocale:
        """The language of a page's own words; ``text`` is that of its text."""
        wanted = [self.lang] if self.lang else [text] if text else []
        return page_locale(*wanted, own=self.words)

    @property
    def has_exports(self) -> bool:
        """Whether there is anything for programs beside the pages: it is of no use in a preview."""
        return self.exports and not self.preview

    @property
    def has_feeds(self) -> bool:
        """Whether feeds and the sitemap are written, which need whole addresses."""
        return self.has_exports and self.base_url is not None

    @property
    def has_cards(self) -> bool:
        """Tell whether pictures are drawn, which pages name by their whole addresses."""
        return self.cards and self.has_feeds

    def address(self, path: str) -> str | None:
        """The whole URL of a file of the site, where the site knows its own."""
        return f"{self.base_url.rstrip('/')}/{quote(path)}" if self.base_url else None


@dataclass(frozen=True, slots=True)
class Briefing:
    """A document with its reviewed extraction, as the editors have it: the gate is still before it.

    ``pages`` leads from a speaker's name to the address of their page; who is not
    in it has none; ``photos`` likewise to the file that shows them. ``pipeline`` is
    the language model's name and version. ``published`` are the words of statements that
    earlier versions published, and ``notices`` their public notices with the day of each, where
    a change log is kept. ``reviewed`` are the words of statements as editors confirmed or corrected them.
    """

    document: Document
    extraction: Extraction
    pages: Mapping[str, str] = field(default_factory=dict)
    pipeline: str | None = None
    published: tuple[str, ...] = ()
    photos: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[tuple[date, str], ...] = ()
    reviewed: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, SpeakerKind]:
        """What its speakers are, by name."""
        return {speaker.name: speaker.kind for speaker in self.extraction.speakers}


def visible_extraction(extraction: Extraction, publication: Publication) -> Extraction:
    """Return what the gate lets through of an extraction; a preview waits for nobody's confirmation."""
    rules = replace(publication, confirmed_only=()) if publication.preview else publication
    return gate.publishable(extraction, rules, publication.acts)
