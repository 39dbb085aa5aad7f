"""Write ``sitemap.xml``, and ``robots.txt`` where the site is a whole host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from generator.exports.feeds import moment
from generator.rendering.pages import Page
from generator.rendering.publication import Publication

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000  # addresses that one file may hold


def sitemap_files(addresses: Iterable[tuple[str, date | None]], publication: Publication) -> Iterator[Page]:
    """Yield the sitemap of pages, each with its last change where that is known; none without a base URL."""
    if not publication.has_feeds:
        return
    known = sorted(dict(addresses).items())
    parts = [known[start : start + _MOST] for start in range(0, len(known), _MOST)] or [[]]
    if len(parts) == 1:
        yield Page("sitemap.xml", _urls(parts[0], publication))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield from (Page(name, _urls(part, publication)) for name, part in zip(names, parts, strict=True))
    root = ET.Element("sitemapindex", xmlns=_NAMESPACE)
    for name in names:
        ET.SubElement(ET.SubElement(root, "sitemap"), "loc").text = publication.address(name)
    yield Page("sitemap.xml", _written(root))


def is_whole_host(publication: Publication) -> bool:
    """Return whether the site is known to stand at the top of a host."""
    return publication.has_feeds and not urlsplit(publication.base_url or "").path.strip("/")


def robots(publication: Publication) -> Page | None:
    """Return ``robots.txt``, which counts only at the root of a host."""
    if not is_whole_host(publication):
        return None
    text = f"User-agent: *\nAllow: /\nSitemap: {publication.address('sitemap.xml')}\n"
    return Page("robots.txt", text.encode())


def _urls(part: Iterable[tuple[str, date | None]], publication: Publication) -> bytes:
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for address, day in part:
        url = ET.SubElement(root, "url")
        path = f"{address}/index.html" if address else "index.html"
        ET.SubElement(url, "loc").text = publication.address(path)
        if day is not None:
            ET.SubElement(url, "lastmod").text = moment(day)
    return _written(root)


def _written(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
