"""Draw the picture that stands for a briefing where somebody shares its address.

A card has the title, the day and the site's name, and never part of them: a title is wrapped and made
smaller until it fits. Where a character has no glyph in our fonts, or a title is too long to be read,
there is no card.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1200, 630
_FONTS = Path(__file__).with_name("fonts")
_SERIF, _BOLD = "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"
_LOOK = "1"  # what is drawn anew where the look changes
_PAPER, _INK, _GREY = (253, 252, 248), (31, 28, 23), 75  # of 255, from ink to paper
_SIDE, _TOP, _BOTTOM = 84, 84, 72  # margins
_SIZES = (80, 72, 64, 56, 50, 44, 40, 36, 32, 28)
_WHOLE = 36  # above this size no word is divided
_SMALL = 30
_LEADING = 1.22
_FOOT = 110  # of the two lines below the title

# What our fonts have been cut to: from the first of each pair to the second.
_GLYPHS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x384, 0x38A),
    (0x38C, 0x38C),
    (0x38E, 0x3A1),
    (0x3A3, 0x3E1),
    (0x3F0, 0x3FF),
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x1E00, 0x1EFB),
    (0x2010, 0x2026),
    (0x202F, 0x202F),
    (0x2030, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)
_FIRST = [first for first, _ in _GLYPHS]


@dataclass(frozen=True, slots=True)
class Card:
    """A laid-out card: lines of the title, their size, lines below; ``name`` of the file is made of it."""

    name: str
    alt: str
    lines: tuple[str, ...]
    size: int
    foot: tuple[str, ...]


def card_of(title: str, site: str, day: str) -> Card | None:
    """Lay out the card of a briefing; None where it cannot be drawn as it should."""
    words, foot = _line(title), tuple(filter(None, (_line(day), _line(site))))
    if not words or not all(map(_has_glyphs, (words, *foot))):
        return None
    widest = WIDTH - 2 * _SIDE
    if any(_length(text, _SERIF, _SMALL) > widest for text in foot):
        return None
    for size in _SIZES:
        if size > _WHOLE and any(_length(word, _BOLD, size) > widest for word in words.split(" ")):
            continue
        lines = tuple(_wrapped(words, size, widest))
        if len(lines) * size * _LEADING <= HEIGHT - _TOP - _BOTTOM - _FOOT:
            digest = hashlib.sha256("\0".join((_LOOK, words, *foot)).encode()).hexdigest()
            return Card(f"card.{digest[:10]}.png", f"{words}. {', '.join(foot)}", lines, size, foot)
    return None


def drawn(card: Card) -> bytes:
    """Return a card as a PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 15, HEIGHT), fill=0)
    top = float(_TOP)
    for line in card.lines:
        draw.text((_SIDE, top), line, fill=0, font=_font(_BOLD, card.size))
        top += card.size * _LEADING
    low = HEIGHT - _BOTTOM - len(card.foot) * _SMALL * 1.4
    for number, line in enumerate(card.foot):
        last = number == len(card.foot) - 1
        place = (_SIDE, low + number * _SMALL * 1.4)
        draw.text(place, line, fill=0 if last else _GREY, font=_font(_SERIF, _SMALL))
    image = image.convert("P")
    image.putpalette([_shade(n, channel) for n in range(256) for channel in range(3)])
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _shade(grey: int, channel: int) -> int:
    ink, paper = _INK[channel], _PAPER[channel]
    return round(ink + (paper - ink) * grey / 255)


def _line(text: str) -> str:
    """Return a text in one line, as a font has it: letters with their accents."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _has_glyphs(text: str) -> bool:
    return all(_has_glyph(ord(character)) for character in text)


def _has_glyph(code: int) -> bool:
    at = bisect_right(_FIRST, code) - 1
    return at >= 0 and code <= _GLYPHS[at][1]


@cache
def _font(name: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONTS / name), size)


def _length(text: str, font: str, size: int) -> float:
    return float(_font(font, size).getlength(text))


def _wrapped(text: str, size: int, widest: float) -> Iterator[str]:
    """Yield the lines of a title; a word that is wider than a line is divided between letters."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if _length(longer, _BOLD, size) <= widest:
            line = longer
            continue
        if line:
            yield line
        *full, line = _divided(word, size, widest)
        yield from full
    yield line


def _divided(word: str, size: int, widest: float) -> Sequence[str]:
    parts = [""]
    for letter in word:
        if _length(parts[-1] + letter, _BOLD, size) > widest:
            parts.append("")
        parts[-1] += letter
    return parts
