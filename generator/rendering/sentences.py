"""The sentence around words of a text, told by its marks alone: a page knows no grammar.

A full stop that may be an abbreviation's ends nothing: a sentence too long is read, one cut short misleads.
"""

from __future__ import annotations

import re

from generator.model import Span

_END = re.compile(r"(?P<mark>[.!?…。！？؟۔])[\"”’“»«)\]]*(?=\s|$|[。！？])")
_NEXT = re.compile(r"[\s\"“”‘’„«»(\[–—-]*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘])(?:\w|\w\.\w|\d{1,2}|mrs?|ms|mx|dr|prof|rev|hon|gen|col|lt|capt|sgt|maj|brig|sen|rep|gov|"
    r"st|jr|sr|vs|no|nr|co|inc|corp|ltd|dept|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|bzw|ca|evtl|usw)$",
    re.IGNORECASE,
)


def sentence_around(text: str, within: Span, words: Span) -> Span:
    """Return the sentence, or sentences, of ``within`` that hold ``words``."""
    start, end = within.start, within.end
    for found in _END.finditer(text, within.start, within.end):
        if not _ends(text, found, within):
            continue
        after = found.end()
        if after <= words.start:
            start = after
        elif after >= words.end:
            end = after
            break
    while start < words.start and text[start].isspace():
        start += 1
    return Span(start, max(end, words.end))


def _ends(text: str, found: re.Match[str], within: Span) -> bool:
    follows = _NEXT.match(text, found.end(), within.end)
    at = follows.end() if follows else found.end()
    if at >= within.end:
        return True
    if text[at].islower():
        return False
    before = text[max(within.start, found.start() - 12) : found.start()]
    return found["mark"] != "." or not _ABBREVIATION.search(before)
