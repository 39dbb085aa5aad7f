"""What frames the news and is none: datelines, captions, credits, calls to subscribe."""

from __future__ import annotations

import re

from generator.extraction.tables import table

_WORDS = table("boilerplate.toml")
_LONGEST_DATELINE = 110

# "PORT ANSEL, Oct. 5 (Agency) -- ", "LONDON (Agency) - ", "Port Ansel (AGENCY) — "
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’ -]+[A-Z.](?:/[A-Z][A-Z.'’ -]+)*(?:, [\w.' ]{2,30}){0,3}(?: \([\w/ .]{2,20}\))?"
    r"|(?:[A-Z][\w.'’-]+ ?){0,3}(?:, [\w.' ]{2,30})?\([A-Z][\w/ .]{1,20}\))"
    r" ?(?:--|[-–—])\s+"
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _WORDS["patterns"])
_ALONE = re.compile(_WORDS["dateline_alone"])


def dateline_end(text: str) -> int:
    """Where the news begins after a dateline at the start of ``text``; 0 without one."""
    match = _DATELINE.match(text, 0, _LONGEST_DATELINE)
    return match.end() if match else 0


def is_dateline(text: str) -> bool:
    """Whether ``text`` is nothing but the date of publication."""
    return len(text) <= _LONGEST_DATELINE and _ALONE.fullmatch(text.strip()) is not None


def is_boilerplate(text: str) -> bool:
    """Whether a sentence or a short paragraph is an agency's or a site's own furniture."""
    return any(pattern.search(text) for pattern in _PATTERNS)
