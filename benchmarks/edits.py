"""Random edits of a text whose every character remembers where it came from."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from generator.model import Span

NEW_SENTENCES = (
    "The committee will meet again in the spring.",
    "Nobody at the ministry answered the telephone on Friday.",
    "“We were told to wait,” one of the drivers said.",
    "Prices rose by 4 percent, he said, and by 11 percent in the north.",
    "That was not what the minister had announced.",
)
SAID = re.compile(r"(?<!\w)[“\"][^“”\"\n]{2,400}[”\"]")
SENTENCE = re.compile(r"(?<!\S)[^\s.!?][^.!?\n]{20,400}[.!?]+[”\"]?")
WORD = re.compile(r"\d+(?:[.,:]\d+)*|(?<![\w’'])[^\W_]+(?:[’'](?!s\b)[^\W_]+)*(?!\w)")


# --- texts that remember where their characters came from --------------------


@dataclass
class Tracked:
    """A text under edit; ``origin`` is each character's old index, ``copied`` that of a copy."""

    text: str
    origin: list[int] = field(default_factory=list)
    copied: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Tracked:
        return cls(text, list(range(len(text))), [-1] * len(text))

    def replace(self, span: Span, new: str, *, same: bool = False) -> None:
        """Put ``new`` for ``span``; ``same`` keeps the origins (as many characters, retyped)."""
        size = len(new)
        start, end = span
        origin = self.origin[start:end] if same else [-1] * size
        copied = self.copied[start:end] if same else [-1] * size
        self._splice(start, end, new, origin, copied)

    def move(self, span: Span, to: int) -> None:
        """Cut ``span`` and put it in at ``to``, which counts characters after the cut."""
        piece = self.text[span.start : span.end], self.origin[span.start : span.end]
        copied = self.copied[span.start : span.end]
        self._splice(span.start, span.end, "", [], [])
        self._splice(to, to, piece[0], piece[1], copied)

    def duplicate(self, span: Span, to: int) -> None:
        """Put a copy of ``span`` in at ``to``."""
        sources = [o if o >= 0 else c for o, c in zip(self.origin, self.copied, strict=True)]
        piece = sources[span.start : span.end]
        self._splice(to, to, self.text[span.start : span.end], [-1] * len(piece), piece)

    def _splice(self, start: int, end: int, new: str, origin: list[int], copied: list[int]) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        self.origin[start:end] = origin
        self.copied[start:end] = copied


# --- edits ---------------------------------------------------------------------


def spans_of(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*m.span()) for m in pattern.finditer(text)]


def paragraphs(text: str) -> list[Span]:
    return spans_of(re.compile(r"[^\n]+"), text)


def _gap(dice: random.Random, text: str) -> int:
    """A place between two paragraphs."""
    return dice.choice(paragraphs(text)).start


def insert(t: Tracked, dice: random.Random) -> None:
    new = dice.choice(NEW_SENTENCES)
    if dice.random() < 0.5:
        place = _gap(dice, t.text)
        t.replace(Span(place, place), new + "\n\n")
    else:
        place = dice.choice(spans_of(SENTENCE, t.text)).start
        t.replace(Span(place, place), new + " ")


def insert_words(t: Tracked, dice: random.Random) -> None:
    place = dice.choice(spans_of(WORD, t.text)).start
    t.replace(Span(place, place), dice.choice(("really ", "then ", "as far as anybody knows ", "two ")))


def delete(t: Tracked, dice: random.Random) -> None:
    pieces = paragraphs(t.text) if dice.random() < 0.4 else spans_of(SENTENCE, t.text)
    if len(pieces) > 3:
        t.replace(dice.choice(pieces), "")


def move(t: Tracked, dice: random.Random) -> None:
    span = dice.choice(paragraphs(t.text))
    whole = Span(span.start, min(len(t.text), span.end + 1))
    rest = t.text[: whole.start] + t.text[whole.end :]
    if rest.strip():
        t.move(whole, _gap(dice, rest))


def duplicate(t: Tracked, dice: random.Random) -> None:
    choice = dice.choice(
        (paragraphs, lambda text: spans_of(SENTENCE, text), lambda text: spans_of(SAID, text))
    )
    pieces = choice(t.text) or paragraphs(t.text)
    span = dice.choice(pieces)
    place = _gap(dice, t.text)
    if not span.start < place < span.end:
        t.duplicate(span, place)
        end = place + span.end - span.start
        t.replace(Span(end, end), "\n\n")


def retype_quotes(t: Tracked, dice: random.Random) -> None:
    tables = ({"“": '"', "”": '"', "’": "'"}, {"“": "«", "”": "»"}, {"“": "„", "”": "“", "'": "’"})
    table = str.maketrans(dice.choice(tables))
    if dice.random() < 0.5:
        t.replace(Span(0, len(t.text)), _curly(t.text), same=True)
    t.replace(Span(0, len(t.text)), t.text.translate(table), same=True)


def _curly(text: str) -> str:
    """Straight marks made curly by turns within each paragraph."""
    found, opened = [], False
    for character in text:
        opened = character != "\n" and opened != (character == '"')
        found.append(("“" if opened else "”") if character == '"' else character)
    return "".join(found)


def punctuate(t: Tracked, dice: random.Random) -> None:
    marks = spans_of(re.compile(r"[,;:.–—-](?=\s)"), t.text)
    for span in sorted(dice.sample(marks, min(len(marks), 8)), reverse=True):
        t.replace(span, dice.choice((",", ";", ".", " –", "", "…")))


def rewrap(t: Tracked, dice: random.Random) -> None:
    spaces = spans_of(re.compile(r"(?<=\S) (?=\S)"), t.text)
    for span in sorted(dice.sample(spaces, min(len(spaces), 30)), reverse=True):
        t.replace(span, dice.choice(("  ", "\u00a0", "\u202f")))


def misspell(t: Tracked, dice: random.Random) -> None:
    words = [s for s in spans_of(WORD, t.text) if s.end - s.start > 4 and t.text[s.start].isalpha()]
    for span in dice.sample(words, min(len(words), 5)):
        place = dice.randrange(span.start + 1, span.end)
        t.replace(Span(place, place + 1), dice.choice("aeinrst"))


def rewrite(t: Tracked, dice: random.Random) -> None:
    """Put other words, another number, or nothing, for some words."""
    words = spans_of(WORD, t.text)
    for span in sorted(dice.sample(words, min(len(words), 6)), reverse=True):
        number = t.text[span.start : span.end].isdigit()
        new = str(dice.randrange(2, 900)) if number else dice.choice(("", "never", "others", "council"))
        t.replace(span, new)


Edit = Callable[[Tracked, random.Random], None]
EDITS: dict[str, Edit] = {
    "insert sentences or paragraphs": insert,
    "insert words": insert_words,
    "delete sentences or paragraphs": delete,
    "move paragraphs": move,
    "duplicate passages": duplicate,
    "retype quotation marks": retype_quotes,
    "change punctuation": punctuate,
    "change spaces": rewrap,
    "misspell words": misspell,
    "rewrite words and numbers": rewrite,
}
