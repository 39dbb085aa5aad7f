"""Write what hosts of static sites read: ``.nojekyll``, ``_headers`` and ``_redirects``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
_SANDBOX = "  Content-Security-Policy: sandbox allow-scripts allow-forms allow-popups\n"
_DRAWINGS = (".svg",)
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml", ".xsl", ".xslt", ".mht", ".mhtml")


def hosting_files(
    redirects: Iterable[tuple[str, str]],
    briefings: Collection[str],
    beside: Iterable[str],
    publication: Publication,
) -> Iterator[Page]:
    """Yield the files; ``redirects`` are pairs of an old address and the one that follows it.

    ``briefings`` are the addresses of those that may have pages of single statements, ``beside`` the files
    that stand beside briefings.

    GitHub Pages would leave out files that begin with an underscore, which ``.nojekyll`` forbids.
    Netlify and Cloudflare read the others at the top of a host alone.
    """
    if not publication.has_exports:
        return
    yield Page(".nojekyll", b"")
    if is_whole_host(publication):
        frames = _frames(briefings, publication) if publication.embeds != "off" else ()
        yield Page("_headers", "".join((_HEADERS, *frames, *_sandboxes(beside, briefings))).encode())
        lines = [line for old, new in sorted(redirects) for line in _lines(quote(old), quote(new))]
        if lines:
            yield Page("_redirects", "".join(lines).encode())


def _frames(briefings: Iterable[str], publication: Publication) -> Iterator[str]:
    """Yield rules that say who may frame the pages of single statements.

    A rule has one ``*`` at most and hosts read a hundred rules, so there is one for each depth of an address.
    No other rule names this header: hosts join what several rules say, and a browser obeys each of them.
    """
    allowed = " ".join(publication.frame_ancestors) or "'none'"
    for depth in sorted({address.count("/") + 1 for address in briefings}):
        folders = "/".join(f":folder{number}" for number in range(1, depth + 1))
        yield f"/{folders}/quotes/*\n  Content-Security-Policy: frame-ancestors {allowed}\n"


def is_foreign(name: str) -> bool:
    """Tell whether a file that stands beside briefings may run scripts where a browser opens it by itself.

    A PDF does not: it runs none on the page's behalf, and browsers' readers refuse to work in a sandbox.
    """
    return name.lower().endswith((*_PAGES, *_DRAWINGS))


def _sandboxes(beside: Iterable[str], briefings: Collection[str]) -> Iterator[str]:
    """Yield rules that make documents of others nobody's pages: they are shown, and reach none of ours.

    Drawings have one rule, which changes nothing where a page shows one. Others are named, and without their
    ending too, as some hosts do: no rule may meet a page of ours.
    """
    found = sorted(name for name in beside if is_foreign(name))
    drawn = {ending for ending in _DRAWINGS for name in found if name.lower().endswith(ending)}
    yield from (f"/*{ending}\n{_SANDBOX}" for ending in sorted(drawn))
    for name in found:
        if name.lower().endswith(_PAGES):
            yield f"/{quote(name)}\n{_SANDBOX}"
            if (stem := name[: name.rindex(".")]) not in briefings:
                yield f"/{quote(stem)}\n{_SANDBOX}"


def _lines(old: str, new: str) -> Iterator[str]:
    """Yield the rules for a page, however it is linked to; not for pages below it."""
    for place in (f"/{old}", f"/{old}/", f"/{old}/index.html"):
        yield f"{place} /{new}/ 301\n"
