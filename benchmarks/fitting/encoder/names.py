"""Names in texts, as labels: from lists of a text's names, and from mentions of a corpus of coreference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_SMALL = frozenset(
    ("the", "a", "an", "of", "in", "and", "for", "by", "at", "to", "on", "de", "la", "von", "van", "&")
)
_TITLES = frozenset((
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "president", "senator", "minister", "judge",
    "king", "queen", "prince", "princess", "pope", "justice", "governor", "mayor", "general", "professor",
))  # fmt: skip
_PRONOUNS = frozenset(
    ("i", "i'm", "he", "she", "it", "they", "we", "you", "who", "this", "that", "these", "those")
)
_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Names:
    """Spans with what they name, and stretches of which nothing is known."""

    marked: list[tuple[int, int, str]]
    doubtful: list[tuple[int, int]]


def name_spans_of_desk(text: str, item: dict[str, Any]) -> Names:
    """The listed people, organisations and places wherever they stand in the text, the longest first."""
    wanted: dict[str, str] = {}
    for kind, names in (("ORG", item["organisations"]), ("LOC", item["places"])):
        for name in names:
            wanted.setdefault(_bare(name), kind)
            if kind == "ORG" and len(short := _initials(name)) > 1:
                wanted.setdefault(short, kind)
    full = [_bare(name) for name, _ in item["people"]]
    for name in full:
        wanted[name] = "PER"
    for name in full:
        for word in name.split():
            if word[:1].isupper() and len(word) > 2 and word.strip(".").lower() not in _TITLES:
                wanted.setdefault(word, "PER")
    return Names(_places(text, wanted), [])


def _places(text: str, wanted: dict[str, str]) -> list[tuple[int, int, str]]:
    taken: list[tuple[int, int, str]] = []
    covered = bytearray(len(text))
    for name in sorted(filter(None, wanted), key=lambda n: (-len(n), n)):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(covered[match.start() : match.end()]):
                taken.append((match.start(), match.end(), wanted[name]))
                covered[match.start() : match.end()] = b"\1" * len(match.group())
    return sorted(taken)


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", name.strip(), flags=re.IGNORECASE)


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.replace("-", " ").split() if w.lower() not in _SMALL and w[0].isupper())


def name_spans_of_gum(text: str, chains: Iterable[dict[str, Any]]) -> Names:
    """Mentions that are proper names by their capitals; single words that open a sentence are in doubt."""
    marked: list[tuple[int, int, str]] = []
    doubtful: list[tuple[int, int]] = []
    for chain in chains:
        for whole, end in chain["mentions"]:
            start = _behind_titles(text, whole, end, chain["type"] == "person")
            words = text[start:end].split()
            if not _is_name(words):
                continue
            opens = not text[:start].rstrip(" \"“'(") or text[:start].rstrip(" \"“'(")[-1] in ".!?:\n"
            if len(words) == 1 and opens and not re.search(rf"[a-z,] {re.escape(words[0])}\b", text):
                doubtful.append((start, end))
            else:
                marked.append((start, end, _KINDS.get(chain["type"], "")))
    return Names(_outermost(marked), doubtful)


def _behind_titles(text: str, start: int, end: int, person: bool) -> int:
    """Return where a mention's name begins: behind the article and, of a person, behind titles."""
    start += len(text[start:end]) - len(_bare(text[start:end]))
    words = text[start:end].split()
    while person and len(words) > 1 and words[0].lower() in _TITLES:
        start = text.index(words[1], start + len(words[0]))
        words = words[1:]
    return start


def _is_name(words: Sequence[str]) -> bool:
    if not words or len(words) > _LONGEST or any(w.lower() in _PRONOUNS for w in words):
        return False
    if not words[0][0].isupper() or not words[-1][0].isupper() or any(w[-1] in ",;:" for w in words):
        return False
    return all(w[0].isupper() or w in _SMALL for w in words)


def _outermost(marked: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(set(marked), key=lambda m: (m[0], -m[1])):
        if kept and start < kept[-1][1]:
            continue
        kept.append((start, end, kind))
    return [mark for mark in kept if mark[2]]
