"""Recognise what frames the news and is none: datelines, captions, credits, calls to subscribe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.tables import table

_WORDS = table("boilerplate.toml")
_LONGEST_DATELINE = 110
_SHORT_LINE = 200

# "PORT ANSEL, Oct. 5 (Agency) -- ", "LONDON (Agency) - ", "Port Ansel (AGENCY) — "
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’ -]+[A-Z.](?:/[A-Z][A-Z.'’ -]+)*(?:, [\w.' ]{2,30}){0,3}(?: \([\w/ .]{2,20}\))?"
    r"|(?:[A-Z][\w.'’-]+ ?){0,3}(?:, [\w.' ]{2,30})?\([A-Z][\w/ .]{1,20}\))"
    r" ?(?:--|[-–—])\s+"
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _WORDS["patterns"])
_CAPTIONS = tuple(re.compile(pattern) for pattern in _WORDS["captions"])
_FULL_DATE_AT_END = re.compile(_WORDS["full_date_at_end"])
_SEEN = re.compile(_WORDS["seen"])
_PUBLISHED = re.compile(_WORDS["published"])
_ALONE = re.compile(_WORDS["dateline_alone"])


def dateline_end(text: str) -> int:
    """Return where the news begins after a dateline at the start of ``text``; 0 without one."""
    match = _DATELINE.match(text, 0, _LONGEST_DATELINE)
    return match.end() if match else 0


def is_dateline(text: str) -> bool:
    """Return whether ``text`` is nothing but the date of publication."""
    return len(text) <= _LONGEST_DATELINE and _ALONE.fullmatch(text.strip()) is not None


def tells_publication(text: str) -> bool:
    """Return whether a short line of credits tells when the text was published."""
    return is_dateline(text) or (len(text) <= _SHORT_LINE and _PUBLISHED.search(text) is not None)


def is_boilerplate(text: str) -> bool:
    """Return whether a sentence or a short paragraph is an agency's or a site's own furniture."""
    return any(pattern.search(text) for pattern in _PATTERNS)


def is_furniture(paragraph: str) -> bool:
    """Return whether a whole paragraph is a caption with its credit: "FILE PHOTO: …", "… (Agency/Name)"."""
    return any(pattern.search(paragraph) for pattern in _CAPTIONS)


def is_aside(parse: ParsedParagraph) -> bool:
    """Return whether a paragraph is no part of the text: furniture, a caption, a short line of credits."""
    if is_furniture(parse.text) or (len(parse.text) <= _SHORT_LINE and is_boilerplate(parse.text)):
        return True
    if not parse.sentences:
        return False
    first = parse.sentences[0]
    return is_caption(parse, parse.tokens[first.start : first.end], first.root)


def is_caption(parse: ParsedParagraph, tokens: Sequence[Token], root: int) -> bool:
    """A picture's caption: the main verb in the present, a full date with the year near the end.

    "Ada Quill speaks to reporters in Port Ansel, October 3, 2018." News tells what has
    happened, without its year; captions tell what is seen, with it.
    """
    verb = parse.tokens[root]
    if not _is_present(parse, verb):
        return False
    text = parse.text[verb.end : tokens[-1].end]
    begin = min((parse.tokens[k].start for k in parse.children[verb.i]), default=verb.start)
    seen = _SEEN.search(parse.text, begin, verb.end + _LONGEST_DATELINE)
    return seen is not None or _FULL_DATE_AT_END.search(text) is not None


def _is_present(parse: ParsedParagraph, verb: Token) -> bool:
    helpers = [parse.tokens[k] for k in parse.children[verb.i] if parse.tokens[k].dep in ("aux", "auxpass")]
    if any(helper.tag not in ("VBZ", "VBP") or helper.lemma == "have" for helper in helpers):
        return False
    return bool(helpers) or verb.tag in ("VBZ", "VBP", "NNS", "NNP", "NN")
