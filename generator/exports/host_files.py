"""Write what hosts of static sites read: ``.nojekyll``, ``_headers`` and ``_redirects``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from generator.exports.sitemap import is_whole_host
from generator.rendering.pages import Page
from generator.rendering.publication import Publication

_HEADERS = """\
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
"""


def hosting_files(redirects: Iterable[tuple[str, str]], publication: Publication) -> Iterator[Page]:
    """Yield the files; ``redirects`` are pairs of an old address and the one that follows it.

    GitHub Pages would leave out files that begin with an underscore, which ``.nojekyll`` forbids.
    Netlify and Cloudflare read the others at the top of a host alone.
    """
    if not publication.has_exports:
        return
    yield Page(".nojekyll", b"")
    if is_whole_host(publication):
        yield Page("_headers", _HEADERS.encode())
        lines = [line for old, new in sorted(redirects) for line in _lines(quote(old), quote(new))]
        if lines:
            yield Page("_redirects", "".join(lines).encode())


def _lines(old: str, new: str) -> Iterator[str]:
    """Yield the rules for a page, however it is linked to; not for pages below it."""
    for place in (f"/{old}", f"/{old}/", f"/{old}/index.html"):
        yield f"{place} /{new}/ 301\n"
