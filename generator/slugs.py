"""Make ids, permalinks, addresses and file names from words, so that an edit elsewhere changes none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_WORDS = 6
_LENGTH = 48
_FILE_LENGTH = 60
_ENOUGH = 200  # characters that hold the first words of any text
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9¹²³]", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'’ʼ")


def slug(text: str, words: int | None = None, length: int = _LENGTH) -> str:
    """Fold ``text`` to lower case without accents, its (first) words joined by hyphens.

    Letters that are not Latin stay: an id and a URL may hold them.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold()).casefold()
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept))
    return "-".join(found[:words])[:length].strip("-")


def is_reserved(name: str) -> bool:
    """Tell whether Windows takes a name for a device, or drops its end: no folder of a site is called so."""
    return bool(_DEVICE.fullmatch(name.split(".", maxsplit=1)[0].strip())) or name != name.rstrip(" .")


def not_reserved(name: str) -> str:
    """Return a name that Windows takes for no device: ``con`` as ``con-page``."""
    return f"{name}-page" if name and is_reserved(name) else name


def tag_address(tag: str) -> str:
    """Return the address of a tag's page."""
    return f"tags/{not_reserved(slug(tag)) or 'tag'}"


def speaker_address(name: str) -> str:
    """Return the address of a speaker's page; two speakers of one name get the same."""
    return f"speakers/{not_reserved(slug(name)) or 'speaker'}"


def file_stem(title: str) -> str:
    """Return a file name for a title, cut between words; empty where it has no letter and no digit."""
    name = slug(title, length=_FILE_LENGTH + 1)
    return name if len(name) <= _FILE_LENGTH else name.rpartition("-")[0] or name[:_FILE_LENGTH]


class Fragments:
    """Make ids from first words, unique in one page or one extraction; ``taken`` are in use already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: Counter[str] = Counter()

    def of(self, prefix: str, text: str) -> str:
        """Return ``q-we-were-defeated``; a second one of the same words ends in ``-2``."""
        return self.numbered(_base(prefix, text))

    def numbered(self, base: str) -> str:
        """Return ``base``; where that was given already, with the next free number behind it."""
        self._counts[base] += 1
        found = base if self._counts[base] == 1 else f"{base}-{self._counts[base]}"
        if found in self._taken:  # by other words that end in a number, or from the start
            return self.numbered(base)
        self._taken.add(found)
        return found


def permalinks(prefix: str, annotations: Sequence[tuple[str, str]]) -> list[str]:
    """Return a fragment for each annotation, given as its id and its words.

    An id that is made of the words is the fragment too: what ``briefing extract`` prints
    leads to the page. An annotation that a person added or resized gets a new one.
    """
    kept = {identifier for identifier, words in annotations if _is_made_of(identifier, _base(prefix, words))}
    fragments = Fragments(kept)
    return [
        identifier if identifier in kept else fragments.of(prefix, words) for identifier, words in annotations
    ]


def _base(prefix: str, text: str) -> str:
    return f"{prefix}-{slug(text[:_ENOUGH], _WORDS) or 'x'}"


def _is_made_of(identifier: str, base: str) -> bool:
    number = identifier.removeprefix(f"{base}-")
    return identifier == base or (number != identifier and number.isdecimal())
