"""List the pages there are and make each: every one a pure function of what it is given."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.model import Kind
from generator.reading import Document
from generator.reading.links import resolve
from generator.reading.markdown import parse_markdown
from generator.reading.markup import Void
from generator.reading.offsets import TextBuilder
from generator.rendering.briefing_view import PublishedBriefing, compose, description, published_briefing
from generator.rendering.cards import Card, card_of
from generator.rendering.context import BriefingView, EmbedView, MenuItem, Month, PageView, PartView, SiteView
from generator.rendering.embeds import Embeds
from generator.rendering.i18n import PageLocale, direction
from generator.rendering.index_entry import IndexEntry, Lines, index_entry, lines_of
from generator.rendering.publication import Briefing, Publication
from generator.rendering.search import FOLDER as SEARCH
from generator.rendering.structured_data import structured_data
from generator.rendering.summaries import (
    BriefingSummary,
    CorrectedBriefing,
    Profile,
    QuoteRow,
    SpeakerSummary,
    TagSummary,
)
from generator.rendering.theme import Theme
from generator.rendering.weaving import weave

SPEAKERS = "speakers"
TAGS = "tags"
ARCHIVE = "archive"
CORRECTIONS = f"{ARCHIVE}/corrections"
BESIDE = ("briefing.md", "cite.bib", "annotations.json")
"""The files beside a briefing's page, where there are any (``exports/briefing_files.py``)."""

RESERVED = (SPEAKERS, TAGS, ARCHIVE, SEARCH, "assets", "404.html")
"""What a site's own addresses may not begin with."""

_UNREGISTERED = Profile()
_WHOLE = PartView()
_NO_HOSTS: Mapping[str, Sequence[str]] = {}
_WITH_FEED = ("index", "tag")
_PART = re.compile(rf"(^{ARCHIVE}|)/page/\d+$")
_NOWHERE = "base-uri 'none'; form-action 'none'"
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def part_address(address: str, number: int) -> str:
    """Return the address of a part of the list at ``address``; of the index's from the second on."""
    return address if number == 1 else f"{address or ARCHIVE}/page/{number}"


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site: its path below the output folder, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """A briefing's page, what the pages across briefings need of it, and what it was made of."""

    page: Page
    index_entry: IndexEntry
    published: PublishedBriefing
    view: BriefingView
    lines: Lines


class Renderer:
    """Makes pages. Raises ``TemplateProblem`` where a template cannot be used."""

    def __init__(self, theme: Theme, publication: Publication) -> None:
        self.theme, self.publication = theme, publication
        p = publication
        identity = p.identity
        self.site = SiteView(
            p.title,
            p.description,
            self._words.lang,
            p.preview,
            publisher=identity.publisher,
            author=identity.author,
            contact=identity.contact,
            licence=identity.licence,
            logo=identity.logo,
            logo_size=identity.logo_size,
            footer=_markdown(identity.footer),
            menu=tuple(_menu_item(*pair) for pair in identity.menu),
        )

    # --- one briefing ---

    def briefing(self, briefing: Briefing, pause: Callable[[], None] = lambda: None) -> BriefingPage:
        """The annotated page of one briefing; ``pause`` is called between steps, and may raise to stop."""
        document = briefing.document
        words = self.publication.locale(document.source.lang)
        found = published_briefing(briefing, self.publication, words)
        page = self._page(
            "page" if document.is_page else "briefing",
            f"{document.address}/index.html",
            document.title,
            description(found),
            words,
            direction(document.source.lang),
            hosts={"img-src": _image_hosts(briefing), "media-src": _media_hosts(briefing)},
        )
        macros = self.theme.macros("parts/marks.html", words, page=page, site=self.site)
        pause()
        view = compose(found, self.publication, words, macros)
        if not document.is_page and self.publication.has_exports:
            view = replace(view, files=BESIDE)
        pause()
        if view.files:
            page = replace(page, data=structured_data(view, page.description, self.publication, words))
        card = self.card(view)
        if card is not None:
            picture = self.publication.address(f"{document.address}/{card.name}")
            page = replace(page, card=picture, card_text=card.alt)
        template = "page.html" if document.is_page else "briefing.html"
        html = self.theme.render(template, words, page=page, site=self.site, briefing=view)
        pause()
        lines, made = lines_of(found), Page(f"{document.address}/index.html", html.encode())
        return BriefingPage(made, index_entry(found, lines), found, view, lines)

    def card(self, view: BriefingView) -> Card | None:
        """Lay out the card of a briefing; none of a page, or where it cannot be drawn."""
        if not self.publication.has_cards or not view.files:
            return None
        words = self.publication.locale(view.lang)
        return card_of(view.title, self.publication.title, words.day(view.date) if view.date else "")

    def embeds(self, made: BriefingPage) -> Iterator[EmbedView]:
        """Yield what the pages of a briefing's single statements say, where they have any."""
        published, words = made.published, self.publication.locale(made.view.lang)
        found = Embeds(made.view, published.spoken.attributions, published.teller, self.publication, words)
        return found.pages(published.briefing)

    def embed(self, made: BriefingPage, view: EmbedView) -> Page:
        """The page of a single statement, which may stand in a frame anywhere."""
        lang, path = made.view.lang, f"{view.address}/index.html"
        page = self._page("quote", path, view.title, "", self.publication.locale(lang))
        page = replace(page, canonical=self.publication.address(f"{made.view.address}/index.html"))
        values = {"briefing": made.view, "embed": view}
        html = self.theme.render(
            "quote.html", self.publication.locale(lang), page=page, site=self.site, **values
        )
        return Page(path, html.encode())

    def withdrawn(self, document: Document) -> Page:
        """The notice at the address of a briefing that was withdrawn."""
        lang = document.source.lang
        values = {"title": document.title, "date": document.front.date, "notice": document.front.withdrawn}
        return self._render("withdrawn", document.address, document.title, "", {**values, "lang": lang}, lang)

    # --- across briefings ---

    def index(
        self,
        newest: Sequence[BriefingSummary],
        months: Sequence[Month],
        speakers: Sequence[SpeakerSummary],
        tags: Sequence[TagSummary],
        *,
        corrections: bool = False,
        part: PartView = _WHOLE,
    ) -> Page:
        """The site's first page, or a ``part`` of older briefings; ``months`` where there are parts."""
        values: dict[str, Any] = {"briefings": newest, "months": months, "speakers": speakers, "tags": tags}
        values |= {"corrections": CORRECTIONS if corrections else None, "part": part}
        return self._render(
            "index", part.address, self.publication.title, self.publication.description, values
        )

    def month(self, month: Month, briefings: Sequence[BriefingSummary], part: PartView = _WHOLE) -> Page:
        """The briefings of one month, or a part of them."""
        values = {"month": month, "briefings": briefings, "part": part}
        return self._render("month", part.address or f"{ARCHIVE}/{month.name}", month.name, "", values)

    def speakers(self, speakers: Sequence[SpeakerSummary]) -> Page:
        """Everybody with a page of their own."""
        title = self._words.translations.gettext("Speakers")
        return self._render("speakers", SPEAKERS, title, "", {"speakers": speakers})

    def speaker(
        self,
        speaker: SpeakerSummary,
        said: Sequence[QuoteRow],
        profile: Profile = _UNREGISTERED,
        *,
        feed: bool = False,
        part: PartView = _WHOLE,
    ) -> Page:
        """Everything one speaker said, or a part of it, briefing by briefing as ordered in ``said``."""
        values = {"speaker": speaker, "profile": profile, "biography": _biography(profile)}
        values |= {"briefings": _by_briefing(said), "kinds": _kinds(said), "part": part}
        address, title = part.address or speaker.address, speaker.title or ""
        return self._render("speaker", address, speaker.name, title, values, feed=feed)

    def corrections(self, corrected: Sequence[CorrectedBriefing]) -> Page:
        """All public correction notices, the newest first; it has a feed where one has a day."""
        listed = [(one, notice) for one in corrected for notice in one.notices]
        listed.sort(key=lambda pair: str(pair[1].date or ""), reverse=True)
        feed, title = any(notice.date for _, notice in listed), self.title_of_corrections
        return self._render("corrections", CORRECTIONS, title, "", {"corrections": listed}, feed=feed)

    @property
    def title_of_corrections(self) -> str:
        """What the page of all notices, and its feed, are called."""
        return self._words.translations.gettext("Corrections")

    def tag(self, tag: TagSummary, briefings: Sequence[BriefingSummary], part: PartView = _WHOLE) -> Page:
        """The briefings that carry a tag, or a part of them."""
        values = {"tag": tag, "briefings": briefings, "part": part}
        return self._render("tag", part.address or tag.address, tag.name, "", values)

    def tags(self, tags: Sequence[TagSummary]) -> Page:
        """All tags."""
        return self._render("tags", TAGS, self._words.translations.gettext("Tags"), "", {"tags": tags})

    # --- search ---

    def search(self, groups: Sequence[str]) -> Page:
        """The search page, over the index whose groups are at these paths."""
        title = self._words.translations.gettext("Search")
        return self._render("search", SEARCH, title, "", {"groups": groups})

    def search_script(self, name: str, script: bytes) -> Page:
        """One script of the index, named by its content."""
        return Page(f"{SEARCH}/{name}.{hashlib.sha256(script).hexdigest()[:10]}.js", script)

    # --- and the rest ---

    def not_found(self) -> Page:
        """``404.html``: it is served from any address, so it holds its own style and no relative link."""
        style = self.theme.assets["error.css"].content if "error.css" in self.theme.assets else b""
        digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
        title = self._words.translations.gettext("Not found")
        # Without a base_url it cannot know where the site begins: no link is better than a wrong one.
        index = "/" if self.publication.preview else self.publication.address("index.html")
        home = urlsplit(index).path if index else None
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; {_NOWHERE}"
        page = self._page("404", "404.html", title, "", policy=policy)
        html = self.theme.render("404.html", self._words, page=page, site=self.site, home=home)
        return Page("404.html", html.encode())

    def redirect(self, alias: str, address: str, title: str, lang: str | None = None) -> Page:
        """The page at an old ``alias``, which leads to the same place of ``address``, a text in ``lang``."""
        values = {"target": address, "whole": self.publication.address(f"{address}/index.html")}
        return self._render("redirect", alias, title, "", values, lang)

    def assets(self) -> Iterator[Page]:
        """The theme's style sheets, scripts and other files."""
        for asset in self.theme.assets.values():
            yield Page(asset.path, asset.content)

    # --- helpers ---

    @property
    def _words(self) -> PageLocale:
        return self.publication.locale()

    def _render(
        self,
        kind: str,
        address: str,
        title: str,
        description: str,
        values: dict[str, Any],
        lang: str | None = None,
        *,
        feed: bool = False,
    ) -> Page:
        """A page of its own words, in the site's language or that of the text that it stands for."""
        path, words = f"{address}/index.html" if address else "index.html", self.publication.locale(lang)
        page = self._page(kind, path, title, description, words)
        feed = feed or kind in _WITH_FEED
        if feed and self.publication.has_feeds:
            whole = re.sub(_PART, "", address)
            page = replace(page, feed=f"{whole}/feed".lstrip("/"))
        html = self.theme.render(f"{kind}.html", words, page=page, site=self.site, **values)
        return Page(path, html.encode())

    def _page(
        self,
        kind: str,
        path: str,
        title: str,
        description: str,
        words: PageLocale | None = None,
        towards: str | None = None,
        hosts: Mapping[str, Sequence[str]] = _NO_HOSTS,
        policy: str | None = None,
    ) -> PageView:
        lang = (words or self._words).lang
        return PageView(
            kind=kind,
            address=path.removesuffix("index.html").rstrip("/"),
            title=title,
            description=description or self.publication.description,
            lang=lang,
            direction=towards or direction(lang),
            root="../" * path.count("/"),
            canonical=self.publication.address(path),
            policy=policy or self._policy(hosts),
        )

    def _policy(self, hosts: Mapping[str, Sequence[str]]) -> str:
        """Nothing from elsewhere but the images and the recording of an editor, and what is allowed."""
        rules = {directive: [value, *hosts.get(directive, ())] for directive, value in _POLICY.items()}
        for directive, sources in self.publication.policy:
            allowed = [value for value in rules.get(directive, []) if value != "'none'"]
            rules[directive] = list(dict.fromkeys((*allowed, *sources)))
        return "; ".join(f"{directive} {' '.join(values)}" for directive, values in rules.items() if values)


_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?")


def _image_hosts(briefing: Briefing) -> list[str]:
    document = briefing.document
    pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
    targets = (piece.target for piece in pieces if isinstance(piece, Void) and piece.target)
    return sorted({host for target in targets if (host := _host_of(target))})


def _media_hosts(briefing: Briefing) -> list[str]:
    origin = briefing.document.front.source
    host = _host_of(origin.media) if origin and origin.media else None
    return [host] if host else []


def _host_of(target: str) -> str | None:
    """Scheme, host and port of a file elsewhere, as a policy can name them: no sign of another rule."""
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _biography(profile: Profile) -> Markup | None:
    """The biography of the registry as HTML."""
    return _markdown(profile.biography)


def _markdown(text: str | None) -> Markup | None:
    """Markdown as HTML; a link into the site is printed without it."""
    if not text:
        return None
    builder = TextBuilder(text)
    parsed = parse_markdown(text, 0, builder)
    body = resolve(parsed.body, PurePosixPath(), "", lambda path: None)
    return Markup(weave(body, builder.text(), ()))  # noqa: S704 (escaped by the parser)


def _menu_item(title: str, target: str) -> MenuItem:
    elsewhere = re.match(r"[A-Za-z]+:", target) is not None
    return MenuItem(title, None if elsewhere else target, target if elsewhere else None)


def _by_briefing(said: Sequence[QuoteRow]) -> list[tuple[QuoteRow, ...]]:
    """The lines of each briefing together, in the order in which the briefings come."""
    groups: dict[str, list[QuoteRow]] = {}
    for line in said:
        groups.setdefault(line.briefing, []).append(line)
    return [tuple(lines) for lines in groups.values()]


def _kinds(said: Iterable[QuoteRow]) -> tuple[Kind, ...]:
    present = {line.kind for line in said}
    return tuple(kind for kind in Kind if kind in present)
