"""Label the tokens of a paragraph: names by the encoder; groups, dates and amounts by words.

The labels are those of OntoNotes as far as they are used: ``PERSON``, ``ORG``, ``GPE``, ``NORP``,
``DATE``, ``TIME``, ``MONEY``, ``PERCENT``, ``QUANTITY``, ``CARDINAL``; "" is none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.extraction.encoder.predictions import Matrix, Reading
from generator.extraction.entity_words import entity_words, is_group, label_by_words, spread_dates
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold

if TYPE_CHECKING:
    from generator.extraction.language import Token

_NAMES = ("", "PERSON", "ORG", "GPE")
_LINKS = frozenset(("and", "&", "of", "for", "the", "de", "-"))
_LINKED = 0.2  # how likely a link belongs to the name on both of its sides
_BEGUN = 4.0  # how much likelier it is that a name begins than that it goes on


class _Label(NamedTuple):
    label: str
    begins: bool = False


def labelled(tokens: Sequence[Token], reading: Reading) -> tuple[Token, ...]:
    """Return the tokens with their labels; ``entity_start`` is true at the first token of each entity."""
    found = _completed(tokens, _names(tokens, reading))
    labels = [_label(tokens, found, i) for i in range(len(tokens))]
    spread_dates(tokens, labels)
    return tuple(
        replace(token, entity=label, entity_start=_starts(labels, found[i].begins, i)) if label else token
        for i, (token, label) in enumerate(zip(tokens, labels, strict=True))
    )


def _label(tokens: Sequence[Token], names: Sequence[_Label], i: int) -> str:
    """The encoder's label, but that a people alone (``Samoan``) is no name."""
    label = names[i].label
    near = [names[j].label for j in (i - 1, i + 1) if 0 <= j < len(names)]
    return label_by_words(tokens, i) if not label or (label not in near and is_group(tokens, i)) else label


def _starts(labels: Sequence[str], begins: bool, i: int) -> bool:
    return begins or not i or labels[i - 1] != labels[i] or labels[i] in ("NORP", "CARDINAL")


def _names(tokens: Sequence[Token], reading: Reading) -> list[_Label]:
    """For each token, the label of the name that the encoder sees over its pieces."""
    firsts = np.searchsorted(reading.ends, [token.start for token in tokens], "right")
    lasts = np.searchsorted(reading.starts, [token.end for token in tokens], "left")
    shares = _shares(reading.names, firsts, lasts)
    kinds: list[int] = np.where(firsts < lasts, shares.argmax(axis=1), 0).tolist()
    for i, token in enumerate(tokens):
        linked = token.lower in _LINKS and 0 < i < len(tokens) - 1 and kinds[i - 1] == kinds[i + 1]
        if linked and shares[i, kinds[i + 1]] > _LINKED:
            kinds[i] = kinds[i + 1]
    begun = reading.names[np.minimum(firsts, max(0, len(reading.names) - 1))].tolist() if len(shares) else []
    return [_Label(_NAMES[kind], _begins(tags, kind)) for kind, tags in zip(kinds, begun, strict=True)]


def _shares(names: Matrix, firsts: NDArray[np.intp], lasts: NDArray[np.intp]) -> Matrix:
    """Return how likely each token is each of :data:`_NAMES`: the mean over its pieces ``[first, last)``."""
    sums = np.vstack([np.zeros((1, names.shape[1]), names.dtype), np.cumsum(names, axis=0, dtype=np.float64)])
    mean = (sums[np.maximum(lasts, firsts)] - sums[firsts]) / np.maximum(lasts - firsts, 1)[:, None]
    return np.column_stack([mean[:, 0], *(mean[:, k] + mean[:, k + 1] for k in (1, 3, 5))]).astype(np.float32)


def _begins(tags: Sequence[float], kind: int) -> bool:
    """Tell whether a name surely begins here, and does not go on; ``tags`` are those of the first piece."""
    surer = 1.0 if _NAMES[kind] == "PERSON" else _BEGUN
    return bool(kind) and tags[2 * kind - 1] > surer * tags[2 * kind]


def _completed(tokens: Sequence[Token], names: list[_Label]) -> list[_Label]:
    """Give a name what closes it (``Brandt & Co.``), and a state or a town its label."""
    words = entity_words()
    for i in range(1, len(tokens)):
        before, here, word = names[i - 1].label, names[i].label, fold(tokens[i].text)
        if here and before and here != before and _is_one_place(tokens, i):
            names[i] = _Label(before)
        elif before == "ORG" and word in words["legal_forms"] and tokens[i].text[:1].isupper():
            names[i] = _Label("ORG")
        elif here == "PERSON" != before and _is_of_place(tokens, i):
            names[i] = _Label("GPE", begins=True)
        elif word in words["realms"]:
            first, last = _realm(tokens, i)
            names[first:last] = [_Label("GPE", begins=j == first) for j in range(first, last)]
    return names


def _realm(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Tokens of ``Democratic People's Republic of Graustark`` around its ``Republic``; none of a bare one."""
    first, last = i, i + 2
    while first and (tokens[first - 1].tag == "POS" or tokens[first - 1].text[:1].isupper()):
        first -= 1
    while last < len(tokens) and tokens[last].text[:1].isupper():
        last += 1
    is_whole = i + 2 < last and tokens[i + 1].lower == "of" and tokens[i].text[:1].isupper()
    return (first, last) if is_whole else (i, i)


def _is_one_place(tokens: Sequence[Token], i: int) -> bool:
    """``United`` and ``States``: two words of one place are never two names."""
    return fold(f"{tokens[i - 1].text} {tokens[i].text}") in lexicon.places().country_of


def _is_of_place(tokens: Sequence[Token], i: int) -> bool:
    """``a resident of Harbury``: nobody, whatever it sounds like; ``the town of Ada Quill`` stays hers."""
    if i < 2 or tokens[i - 1].lower != "of":
        return False
    alone = i + 1 == len(tokens) or not tokens[i + 1].text[:1].isupper()
    return (
        alone and i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in entity_words()["of_places"]
    )
