"""A saved web page: its article without what stands around it, and what its head declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.errors import ContentError
from generator.importing.imported import Imported, need

_DATES = ("article:published_time", "datepublished", "dc.date", "dc.date.issued", "date", "pubdate")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')
_AROUND = ("nav", "header", "footer", "aside", "form", "table", "figure", "noscript", "template")
_BLOCKS = (
    "//body//*[self::p or self::li or self::h1 or self::h2 or self::h3 or self::h4 or self::blockquote]"
    + "".join(f"[not(ancestor::{name})]" for name in _AROUND)
)
_NAMED, _SHOWN = 3, 60  # blocks, and letters of each, that are told
_LOOKED_AT = 2000  # blocks: an article has fewer
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read(data: bytes, name: str) -> Imported:
    """Read the article of a page; day, author and address only where the page declares them."""
    trafilatura = need("trafilatura", name)
    tree = trafilatura.load_html(data)
    if tree is None:
        raise ContentError("this is no web page", file=name, hint="save the page as HTML")
    declared = _declared(tree)
    language = next(iter(tree.xpath("/html/@lang")), "").replace("_", "-")
    canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    title = declared.get("og:title") or " ".join("".join(tree.xpath("(//title)[1]//text()")).split())
    found = trafilatura.bare_extraction(data, include_comments=False, include_tables=False, favor_recall=True)
    if found is None or not found.text:
        hint = "copy the text and use --from -"
        raise ContentError("no article was found in the page", file=name, hint=hint)
    url = canonical or declared.get("og:url")
    return Imported(
        "\n\n".join(line for line in found.text.splitlines() if line.strip()),
        title=title or None,
        date=_day(declared, data),
        byline=declared.get("author"),
        publisher=declared.get("og:site_name"),
        url=url if url and url.startswith(("http://", "https://")) else None,
        language=language if _TAG.fullmatch(language) else None,
        lost=(
            "left out: what stands around the article, tables, pictures, links",
            *_perhaps_of_the_text(tree, f"{found.text}\n{title}"),
        ),
    )


def _perhaps_of_the_text(tree: Any, text: str) -> Iterator[str]:
    """Tell of paragraphs, headings and list items that were left out, and may belong to the article."""
    kept = _words(text)
    written = dict.fromkeys(
        " ".join("".join(block.itertext()).split()) for block in tree.xpath(_BLOCKS)[:_LOOKED_AT]
    )
    left = [block for block in written if (words := _words(block)) and words not in kept]
    if left:
        named = "; ".join(
            f"“{block[:_SHOWN]}{'…' if len(block) > _SHOWN else ''}”" for block in left[:_NAMED]
        )
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        yield f"look whether these belong to the text, they were left out: {named}{more}"


def _words(text: str) -> str:
    """Return the letters and digits of a text alone: marks of lists and links do not count."""
    return "".join(filter(str.isalnum, text)).casefold()


def _declared(tree: Any) -> dict[str, str]:
    """Return what ``<meta>`` says, by its name in small letters; the first one counts."""
    found: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        value = " ".join(meta.get("content").split())
        if key and value:
            found.setdefault(key.lower(), value)
    return found


def _day(declared: dict[str, str], data: bytes) -> date | None:
    written = next((declared[key] for key in _DATES if key in declared), None)
    if written is None:
        days = set(_LD_DATE.findall(data.decode("utf-8", "replace")))
        written = days.pop() if len(days) == 1 else ""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
