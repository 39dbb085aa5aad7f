"""The words of the search index: which briefings of a group hold a word, in scripts by how words begin.

A word is sought by its beginning: words that begin with the same three characters stand in one of
``BUCKETS`` buckets, so that a query reads a few small scripts, however many briefings there are. Among the
words stand speakers, as ``@Full Name`` under each of their names, and kinds of speech, as ``=d``.

Folding, words and buckets are reckoned in the same way by ``templates/assets/search/words.js``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

BUCKETS = 64
DIGEST_SIZE = 4  # bytes of a bucket's digest
_BEGINNING = 3  # characters that decide the bucket; a shorter word is found whole only
# Scripts written without spaces: each character is a word of its own.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])+")
# How a word stands in a briefing: in its text, in what somebody says, in title, summary or tags, or in both.
_MARKS = ",;!?"
_SAID, _HEAD = 1, 2
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class SearchWords:
    """A briefing's words by bucket: a line each, with its mark at the end; no bucket is empty."""

    lines: Mapping[int, str]

    @property
    def digests(self) -> bytes:
        """The digests of all buckets, one after the other."""
        return b"".join(_digest(self.lines.get(number, "")) for number in range(BUCKETS))


def _digest(lines: str) -> bytes:
    return blake2b(lines.encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).digest()


def search_words(
    head: str, text: str, said: Iterable[str], speakers: Iterable[str], kinds: Iterable[str]
) -> SearchWords:
    """The words of a briefing: ``head`` is its title, summary and tags, ``said`` what is said in the text."""
    marks = dict.fromkeys(_words(text), 0)
    marks |= dict.fromkeys(_words("\n".join(said)) & marks.keys(), _SAID)  # only of what is shown
    for word in _words(head):
        marks[word] = marks.get(word, 0) | _HEAD
    found: dict[int, list[str]] = {}
    for word, mark in marks.items():
        found.setdefault(bucket_of(word[:_BEGINNING]), []).append(f"{word}{_MARKS[mark]}")
    for name in set(speakers):
        for bucket in {bucket_of(f"@{word[:_BEGINNING]}") for word in _words(name)}:
            found.setdefault(bucket, []).append(f"@{name}{_MARKS[_SAID]}")
    for kind in set(kinds):
        found.setdefault(bucket_of(f"={kind}"), []).append(f"={kind}{_MARKS[_SAID]}")
    return SearchWords({bucket: "\n".join(sorted(lines)) for bucket, lines in sorted(found.items())})


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded(text)))


class _Folding(dict[int, str]):
    """Folds code points when they are first asked for."""

    def __missing__(self, code: int) -> str:
        found = _fold(chr(code))
        self[code] = found
        return found


def _fold(character: str) -> str:
    if character in "’‘":
        return "'"
    if ord(character) > 0xFFFF:
        return character  # two units of UTF-16, which scripts fold singly
    kept = (one for one in unicodedata.normalize("NFD", character) if unicodedata.category(one)[0] != "M")
    plain = "".join(kept).lower()
    return plain if len(plain) == 1 else character


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text without case and accents; each character stays in its place."""
    return text.translate(_FOLDING)


@cache
def bucket_of(beginning: str) -> int:
    """The bucket of words that begin so: FNV-1a over units of UTF-16."""
    value = 0x811C9DC5
    units = beginning.encode("utf-16-le", "surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        value = ((value ^ (low | high << 8)) * 0x01000193) & 0xFFFFFFFF
    return value % BUCKETS


def words_script(documents: Sequence[Mapping[int, str]], bucket: int, buckets: int) -> bytes:
    """The script of one of ``buckets``: of each word the steps from document to document, with marks."""
    places: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, lines in enumerate(documents):
        held = {line for fine in range(bucket, BUCKETS, buckets) for line in lines.get(fine, "").split("\n")}
        for line in held - {""}:
            word, mark = line[:-1], line[-1]
            places.setdefault(word, []).append(f"{_base36(number - last.get(word, 0))}{mark}")
            last[word] = number
    return _call("words", {word: "".join(places[word]) for word in sorted(places)})


def group_script(
    days: Sequence[int], parts: Sequence[int], files: Mapping[int, str], words: Sequence[str]
) -> bytes:
    """The script of one group of briefings: of each its day and part; the files of parts and of words."""
    return _call("group", {"days": days, "parts": parts, "files": files, "words": words})


def _call(name: str, value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"briefingSearch.{name}({safe_in_script(text)});\n".encode("utf-8", "replace")


def safe_in_script(text: str) -> str:
    """JSON that every browser reads as a script, and that never ends one."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")


def _base36(number: int) -> str:
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits
