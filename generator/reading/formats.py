"""Texts in another format than their suffix says: their markup would be read as words."""

from __future__ import annotations

import re

from generator.errors import ContentError

_BLANK = re.compile(r"[\s\ufeff]*")
_HTML = re.compile(
    r"(?:<\?xml\b[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b[^<>\n]*/?>",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"<\?xml\b|<(?:rss|feed|svg|tt|office:document)\b", re.IGNORECASE)
_STAMP = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_SUBTITLES = re.compile(rf"(?:\d+[ \t]*(?:\r\n|\n|\r))?{_STAMP}[ \t]+-->[ \t]+{_STAMP}")
_FORMATS = (
    (_HTML, "HTML", "copy the words that a browser shows"),
    (_XML, "XML", "copy its words"),
    (re.compile(r"\{\\rtf\d"), "RTF", "save it as plain text, in UTF-8"),
    (re.compile(r"WEBVTT\b"), "WebVTT subtitles", "copy its words, “NAME:” before each turn"),
    (_SUBTITLES, "subtitles", "copy its words, “NAME:” before each turn"),
    (re.compile(r"\\documentclass\b|\\begin\{document\}"), "LaTeX", "copy the words of its print"),
    (re.compile(r"%PDF-\d"), "PDF", "copy its words"),
    (re.compile(r"(?:\[Script Info\]|\{\s*\"[\w ]+\"\s*:)"), "data", "copy its words"),
)


def refuse_formats(raw: str, start: int, file: str, line: int) -> None:
    """Refuse a text that is none, ``raw[start:]``. Raises ``ContentError``."""
    at = _BLANK.match(raw, start).end()  # type: ignore[union-attr]  # it matches nothing too
    for pattern, name, hint in _FORMATS:
        if pattern.match(raw, at):
            line += len(re.findall(r"\r\n|\n|\r", raw[start:at]))
            message = f"the text is in another format, {name}: its markup would be read as words"
            raise ContentError(message, file=file, line=line, column=1, hint=hint)
