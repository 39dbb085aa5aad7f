"""Write Atom (RFC 4287) and JSON Feed (1.1): the newest entries that have a date.

Briefings stand in them by title and editor's summary; statements of a speaker by the words they have on
the speaker's page, with the reporting words, the review status and the permalink.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from generator.exports.quotations import permalink
from generator.model import Kind
from generator.rendering.annotation_words import kind_words, review_words
from generator.rendering.context import NoticeView
from generator.rendering.pages import Page
from generator.rendering.publication import Publication
from generator.rendering.summaries import BriefingSummary, CorrectedBriefing, QuoteRow, SpeakerSummary
from generator.rendering.teller import shortened

NEWEST = 20
_TITLE = 120  # characters
_ATOM = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = {number: None for number in range(32) if chr(number) not in "\t\n\r"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; ``url`` is its permalink and its id."""

    url: str
    title: str
    published: date
    updated: date
    text: str | None = None
    lang: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the page at ``address``."""

    title: str
    address: str
    entries: tuple[Entry, ...]


def briefings_feed(
    title: str, address: str, briefings: Iterable[BriefingSummary], publication: Publication
) -> Feed:
    """Take the newest of those that have a date."""
    dated = [one for one in briefings if one.date is not None]
    return Feed(title, address, tuple(_of_briefing(one, publication) for one in dated[:NEWEST]))


def speaker_feed(speaker: SpeakerSummary, said: Iterable[QuoteRow], publication: Publication) -> Feed:
    """Take a speaker's newest statements; questions are none."""
    dated = [(row, row.date) for row in said if row.date is not None and not row.asks]
    entries = [_of_statement(speaker.name, row, day, publication) for row, day in dated[:NEWEST]]
    return Feed(speaker.name, speaker.address, tuple(entries))


def corrections_feed(
    title: str, address: str, corrected: Iterable[CorrectedBriefing], publication: Publication
) -> Feed:
    """Take the newest notices that have a day."""
    dated = [(notice, one) for one in corrected for notice in one.notices if notice.date is not None]
    dated.sort(key=lambda pair: pair[0].date or date.min, reverse=True)
    entries = [_of_notice(notice, one, publication) for notice, one in dated[:NEWEST]]
    return Feed(title, address, tuple(entries))


def _of_briefing(one: BriefingSummary, publication: Publication) -> Entry:
    return Entry(
        url=_page(publication, one.address),
        title=one.title,
        published=one.dated or one.date or changed(one),
        updated=changed(one),
        text=one.summary,
        lang=one.lang,
        authors=one.authors,
        tags=one.tags,
    )


def _of_statement(name: str, row: QuoteRow, day: date, publication: Publication) -> Entry:
    locale, words = publication.locale(row.lang), " ".join(row.text.split())
    how = kind_words(row.kind, locale) + (f", “{row.how}”" if row.how else "")
    review = review_words(row.status, locale, uncertain=row.uncertain)
    told = f"{name}: {words} ({'; '.join((how, review, row.briefing_title, locale.day(day)))})"
    return Entry(
        url=permalink(publication, row.briefing, row.fragment),
        title=_title(name, words, row),
        published=day,
        updated=day,
        text=told,
        lang=row.lang,
    )


def _title(name: str, words: str, row: QuoteRow) -> str:
    """Name a statement by its words; cut short, reported ones might lose what reports them."""
    told = f"{name}: {words}"
    if row.kind is not Kind.DIRECT and len(told) > _TITLE:
        told = f"{name}: {row.briefing_title}"
    return shortened(told, _TITLE)


def _of_notice(notice: NoticeView, one: CorrectedBriefing, publication: Publication) -> Entry:
    day = notice.date or date.min
    page = _page(publication, one.address)
    # Several notices of one page need ids of their own, which lead to it all the same.
    mark = hashlib.sha256(f"{day} {notice.text}".encode("utf-8", "replace")).hexdigest()[:8]
    return Entry(f"{page}#correction-{mark}", one.title, day, day, notice.text, one.lang)


def feed_files(feed: Feed, publication: Publication) -> Iterator[Page]:
    """Yield both feeds; none without an address of the site, and none that would be empty."""
    if publication.has_feeds and feed.entries:
        folder = f"{feed.address}/" if feed.address else ""
        yield Page(f"{folder}feed.xml", _atom(feed, f"{folder}feed.xml", publication))
        yield Page(f"{folder}feed.json", _json(feed, f"{folder}feed.json", publication))


def moment(day: date) -> str:
    """Write a day or a time as RFC 3339 does; a day begins at midnight, UTC."""
    at = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def changed(one: BriefingSummary) -> date:
    """Return when a briefing was last changed, as far as its front matter says."""
    found = one.updated or one.dated or one.date
    assert found is not None  # noqa: S101 (only dated ones stand in a feed)
    return found


def _url(publication: Publication, path: str) -> str:
    return publication.address(path) or ""


def _page(publication: Publication, address: str) -> str:
    return _url(publication, f"{address}/index.html" if address else "index.html")


def _atom(feed: Feed, path: str, publication: Publication) -> bytes:
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    own = _url(publication, path)
    _add(root, "id", own)
    _add(root, "title", feed.title)
    _add(root, "updated", max(moment_key(one) for one in feed.entries)[1])
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", href=_page(publication, feed.address))
    _add(_add(root, "author"), "name", _author(publication))
    if publication.identity.licence:
        _add(root, "rights", publication.identity.licence)
    for one in feed.entries:
        _entry(_add(root, "entry"), one)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def moment_key(one: Entry) -> tuple[datetime, str]:
    """Order times of different zones as they follow one another."""
    text = moment(one.updated)
    return datetime.fromisoformat(text), text


def _entry(entry: ET.Element, one: Entry) -> None:
    _add(entry, "id", one.url)
    _add(entry, "title", one.title)
    lang = {"hreflang": one.lang} if one.lang else {}
    _add(entry, "link", rel="alternate", type="text/html", href=one.url, **lang)
    _add(entry, "published", moment(one.published))
    _add(entry, "updated", moment(one.updated))
    for author in one.authors:
        _add(_add(entry, "author"), "name", author)
    for tag in one.tags:
        _add(entry, "category", term=tag)
    if one.text:
        _add(entry, "summary", one.text)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    for key, value in attributes.items():
        found.set(key, value.translate(_UNPRINTABLE))
    found.text = text.translate(_UNPRINTABLE) if text is not None else None
    return found


def _author(publication: Publication) -> str:
    """Name who answers for the site, as far as its settings say."""
    return publication.identity.author or publication.identity.publisher or publication.title


def _json(feed: Feed, path: str, publication: Publication) -> bytes:
    found: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": _page(publication, feed.address),
        "feed_url": _url(publication, path),
        "authors": [{"name": _author(publication)}],
        "items": [_item(one) for one in feed.entries],
    }
    if publication.lang:
        found["language"] = publication.lang
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _item(one: Entry) -> dict[str, object]:
    found: dict[str, object] = {
        "id": one.url,
        "url": one.url,
        "title": one.title,
        "content_text": one.text or one.title,
        "date_published": moment(one.published),
        "date_modified": moment(one.updated),
        "language": one.lang,
        "tags": list(one.tags),
    }
    if one.authors:
        found["authors"] = [{"name": author} for author in one.authors]
    return found
