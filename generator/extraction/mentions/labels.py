"""The labels of a transcript's turns: ``SEN. JANE DOE (D-OH)``, ``MR. SMITH``, ``Q``, ``THE MODERATOR``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold

_BRACKET = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_OF_PLACE = re.compile(r"(?<=[A-Z]{2}) of [A-Z][a-z]\w*(?: [A-Z]\w+)?$")  # "Ms. LEE of Ohio"
_ROLE_OF_NAME = re.compile(
    r"(?:[Tt]he )?(?P<role>[A-Z][^()]+?)\s*\((?P<name>(?:[A-Z]\w*\.? )*[A-Z][\w'’-]+ [A-Z][\w'’-]+)\)"
)
_PART = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset(("the", "a", "an"))
_NOBODY = frozenset(
    ("q", "a", "question", "answer", "unidentified", "unknown", "audience", "operator", "all", "crowd")
)
_ANYBODY = _NOBODY - {"operator"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart; ``named`` is false for a role without a name.

    ``anybody`` is true where it need not be the same one every time: ``Q``, ``UNIDENTIFIED WOMAN``.
    """

    name: str
    titles: tuple[str, ...]
    gender: str
    named: bool
    anybody: bool = False


def read_label(text: str) -> Label:
    """The name in mixed case, the title and the bracket before and after it."""
    text = _from_bracket(text)
    affiliation = ", ".join(_BRACKET.findall(text))
    bare, _, behind = _BRACKET.sub("", text).strip().partition(", ")
    words = (_OF_PLACE.sub("", bare) or bare).split()
    if len(words) > 1 and fold(words[0]) in _ARTICLES:
        words = words[1:]
    cut = _end_of_title(words)
    title, name = words[:cut], words[cut:]
    if not name or all(_is_role(word) for word in name):
        anybody = bool(words) and fold(words[0].rstrip(".")) in _ANYBODY
        return Label(_mixed(" ".join(words) or text), (), _gender(words), named=False, anybody=anybody)
    role = [w for w in title if fold(w) not in lexicon.titles().honorifics]
    parts = (_mixed(" ".join(role)), behind, affiliation)
    return Label(_mixed(" ".join(name)), tuple(p for p in parts if p), _gender(title), named=True)


def _from_bracket(text: str) -> str:
    """ "The Secretary of State (Luis Prado)": the role's name stands in the bracket."""
    match = _ROLE_OF_NAME.fullmatch(text)
    if match is None or not _is_role(match["role"].split()[0]):
        return text
    return f"{match['name']}, {match['role']}"


def _end_of_title(words: list[str]) -> int:
    """One past the last leading word of a title."""
    titles = lexicon.titles()
    cut = 0
    for i, word in enumerate(words[:-1]):
        if fold(word) in titles.closing or fold(word) in lexicon.roles().person:
            cut = i + 1
        elif fold(word) not in titles.words:
            break
    return cut


def _is_role(word: str) -> bool:
    folded = fold(word)
    return (
        folded in _NOBODY
        or folded in lexicon.roles().person
        or folded in lexicon.titles().words
        or not any(c.isalpha() for c in word)
    )


def _gender(words: list[str]) -> str:
    return lexicon.gender_of_title(tuple(fold(word) for word in words))


def _mixed(text: str) -> str:
    """``JANE O'NEIL-MCCOY`` → ``Jane O'Neil-McCoy``; text in mixed case stays."""
    if not text.isupper() or len(text) < 2:
        return text
    lowered = _PART.sub(lambda match: match.group().capitalize(), text)
    return re.sub(r"\bMc([a-z])", lambda match: "Mc" + match.group(1).upper(), lowered)
