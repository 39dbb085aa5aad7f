"""Write Atom (RFC 4287) and JSON Feed (1.1): the newest dated briefings, by title and editor's summary.

Nothing that a program found stands in a feed, so that nothing in it can be told wrongly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from generator.rendering.pages import Page
from generator.rendering.publication import Publication
from generator.rendering.summaries import BriefingSummary

NEWEST = 20
_ATOM = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = {number: None for number in range(32) if chr(number) not in "\t\n\r"}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the page at ``address``; only briefings with a date can stand in one."""

    title: str
    address: str
    briefings: tuple[BriefingSummary, ...]


def feed(title: str, address: str, briefings: Iterable[BriefingSummary]) -> Feed:
    """Take the newest of those that have a date."""
    dated = [one for one in briefings if one.date is not None]
    return Feed(title, address, tuple(dated[:NEWEST]))


def feed_files(feed: Feed, publication: Publication) -> Iterator[Page]:
    """Yield both feeds; none without an address of the site, and none that would be empty."""
    if publication.has_feeds and feed.briefings:
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


def _published(one: BriefingSummary) -> date:
    return one.dated or one.date or changed(one)


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
    _add(root, "updated", max(moment_key(one) for one in feed.briefings)[1])
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", href=_page(publication, feed.address))
    _add(_add(root, "author"), "name", _author(publication))
    if publication.identity.licence:
        _add(root, "rights", publication.identity.licence)
    for one in feed.briefings:
        _entry(_add(root, "entry"), one, publication)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def moment_key(one: BriefingSummary) -> tuple[datetime, str]:
    """Order times of different zones as they follow one another."""
    text = moment(changed(one))
    return datetime.fromisoformat(text), text


def _entry(entry: ET.Element, one: BriefingSummary, publication: Publication) -> None:
    url = _page(publication, one.address)
    _add(entry, "id", url)
    _add(entry, "title", one.title)
    _add(entry, "link", rel="alternate", type="text/html", hreflang=one.lang, href=url)
    _add(entry, "published", moment(_published(one)))
    _add(entry, "updated", moment(changed(one)))
    for author in one.authors:
        _add(_add(entry, "author"), "name", author)
    for tag in one.tags:
        _add(entry, "category", term=tag)
    if one.summary:
        _add(entry, "summary", one.summary)


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
        "items": [_item(one, publication) for one in feed.briefings],
    }
    if publication.lang:
        found["language"] = publication.lang
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _item(one: BriefingSummary, publication: Publication) -> dict[str, object]:
    url = _page(publication, one.address)
    found: dict[str, object] = {
        "id": url,
        "url": url,
        "title": one.title,
        "content_text": one.summary or one.title,
        "date_published": moment(_published(one)),
        "date_modified": moment(changed(one)),
        "language": one.lang,
        "tags": list(one.tags),
    }
    if one.authors:
        found["authors"] = [{"name": author} for author in one.authors]
    return found
