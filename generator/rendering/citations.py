"""Citations, and links into the source by its own words."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from generator.slugs import slug

_BIBTEX = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}"})
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")
_EDITED = re.compile(r"[\[\]…]|\.\.\.")  # an editor's addition or cut, which no source has
_QUOTES = "“”‘’«»„‟‹›\"'` \u00a0"


def plain(title: str, authors: str, site: str, day: str, url: str | None) -> str:
    """``A. Author: “Title”. Site, 8 January 2025. https://…``"""
    head = f"{authors}: “{title}”." if authors else f"“{title}”."
    where = ", ".join(part for part in (site, day) if part)
    return " ".join(part for part in (head, f"{where}." if where else "", url) if part)


def markdown(title: str, authors: str, site: str, day: str, url: str | None) -> str:
    name = _MARKDOWN.sub(r"\\\1", title)
    linked = f"[{name}]({url})" if url else f"*{name}*"
    by = ", ".join(part for part in (_MARKDOWN.sub(r"\\\1", authors), site, day) if part)
    return f"{linked}, {by}" if by else linked


def bibtex(title: str, authors: tuple[str, ...], site: str, day: date | None, url: str | None) -> str:
    fields = {
        "title": "{" + _tex(title) + "}",
        "author": " and ".join("{" + _tex(author) + "}" for author in authors),
        "organization": _tex(site),
        "year": str(day.year) if day else "",
        "date": day.isoformat() if day else "",
        "url": url or "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{_key(title, authors, day)},", *lines, "}"])


def _key(title: str, authors: tuple[str, ...], day: date | None) -> str:
    name = slug(authors[0]).split("-")[-1] if authors else ""
    word = (slug(title) or "briefing").split("-")[0]
    key = f"{name}{day.year if day else ''}{word}"
    return key.encode("ascii", "ignore").decode() or "briefing"


def _tex(text: str) -> str:
    return text.translate(_BIBTEX)


def in_source(url: str | None, words: str) -> str | None:
    """A link that opens ``url`` at ``words``, by a text fragment."""
    text = words.strip(_QUOTES + ",.;:!?—–")
    if not url or not text or not url.startswith(("http://", "https://")) or _EDITED.search(text):
        return None
    parts = text.split()
    target = f"{_encode(parts[:4])},{_encode(parts[-4:])}" if len(parts) > 10 else _encode(parts)
    separator = ":~:" if "#" in url else "#:~:"
    return f"{url}{separator}text={target}"


def _encode(words: list[str]) -> str:
    """A hyphen would end a prefix or start a suffix, so it is encoded as well."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
