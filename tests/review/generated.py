"""Generated briefings: random texts, what a machine finds in them, corrections and later edits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import (
    Act,
    Assertion,
    Attribution,
    DateFact,
    Extraction,
    Facts,
    Kind,
    Span,
    Speaker,
    SpeakerKind,
)
from generator.review.corrections.sidecar import Sidecar, parse

PEOPLE = ("Ilse Brandt", "Bram Osei", "Odile Karr", "Tomas Ekeland")
SUBJECTS = ("the weir", "the ferry", "the old mill", "the budget", "the school roof", "the harbour wall")
DEEDS = ("had leaked", "would hold", "was closed", "cost too much", "had been sold", "needed repair")
WHEN = ("since March", "for three winters", "before the flood", "until July", "in the spring", "for a year")
MONTHS = ("March", "July")
ACTIONS = ("confirm", "reject", "attribute", "attribute-whole", "resize", "add", "fact", "speaker")


@dataclass(frozen=True)
class Briefing:
    text: str
    found: Extraction


def text_of(dice: random.Random) -> str:
    return "\n\n".join(_paragraph(dice) for _ in range(dice.randint(2, 6)))


def _clause(dice: random.Random) -> str:
    return f"{dice.choice(SUBJECTS)} {dice.choice(DEEDS)} {dice.choice(WHEN)}"


def _paragraph(dice: random.Random) -> str:
    who = dice.choice(PEOPLE)
    direct = f"“I know that {_clause(dice)},” said {who}."
    rest = dice.choice(("", ", and left the hall by the back door before the meeting was over"))
    indirect = f"{who} said that {_clause(dice)}{rest}."
    narrated = f"It is known that {_clause(dice)}."
    return " ".join(dice.sample([direct, indirect, narrated], dice.randint(1, 3)))


def read(text: str) -> Briefing:
    """Find what a simple machine would find in a text."""
    attributions = []
    for start in (i for i in range(len(text)) if text.startswith(("“I know", " said that "), i)):
        if text[start] == "“":
            end = text.find("”", start)
            name = next((p for p in PEOPLE if text.startswith(f" said {p}", end + 1)), None)
            content, cue = Span(start, end + 1), Span(end + 2, end + 6)
        else:
            end = min(place for place in (text.find(".", start), text.find(",", start)) if place >= 0)
            name = next((p for p in PEOPLE if text.endswith(p, 0, start)), None)
            content, cue = Span(start + len(" said that "), end), Span(start + 1, start + 5)
        if name is not None and end > 0:
            kind = Kind.DIRECT if text[start] == "“" else Kind.INDIRECT
            identifier = f"q{len(attributions)}"
            attributions.append(
                Attribution(identifier, kind, Act.SAYS, (), (cue,), (content,), (name,), 0.8, "x")
            )
    months = [(i, m) for m in MONTHS for i in range(len(text)) if text.startswith(m, i)]
    dates = tuple(DateFact(Span(i, i + len(m)), m, None) for i, m in sorted(months))
    named = {name for one in attributions for name in one.speakers}
    speakers = tuple(Speaker(name, SpeakerKind.PERSON) for name in PEOPLE if name in named)
    assertions = tuple(_reports(text, attributions))
    return Briefing(text, Extraction(speakers, tuple(attributions), assertions, facts=Facts(dates=dates)))


def _reports(text: str, attributions: list[Attribution]) -> Iterator[Assertion]:
    """Take the first sentences as key assertions: every other with the words that report it."""
    for rank, one in enumerate(attributions[:4], start=1):
        content = one.content[0]
        if rank % 2:
            name = len(one.speakers[0])
            start, end = content.start, text.find(".", content.end)
            whole = Span(start, end) if one.kind is Kind.DIRECT else Span(start - 11 - name, end)
        else:
            whole = content
        yield Assertion(f"a{rank}", rank, whole, 0.9, one.speakers, one.id, "x")


def corrections_of(dice: random.Random, text: str) -> str:
    """Write some corrections by hand, of statements, narration and words that are nowhere."""
    return "".join(_correction(dice, text) for _ in range(dice.randint(1, 5)))


def _correction(dice: random.Random, text: str) -> str:
    sentences = [part.strip() for part in text.replace("\n", " ").split(".") if part.strip()]
    words = dice.choice(sentences).split()
    first = dice.randrange(len(words))
    phrase = " ".join(words[first : first + dice.randint(1, 9)])
    if dice.random() < 0.1:
        phrase = "words that stand nowhere in this text"
    quoted = '"' + phrase + '"'
    who = dice.choice(PEOPLE)
    match dice.choice(ACTIONS):
        case "attribute":
            return f"- {{action: attribute, target: attribution, content: {quoted}, speakers: [{who}]}}\n"
        case "attribute-whole":
            rest = f"speakers: [{who}], kind: indirect, act: says"
            return f"- {{action: attribute, target: attribution, content: {quoted}, {rest}}}\n"
        case "resize":
            was = '"' + " ".join(words) + '"'
            return f"- {{action: resize, target: attribution, content: {quoted}, was: {was}}}\n"
        case "add":
            return f"- {{action: add, target: attribution, content: {quoted}, speakers: [{who}]}}\n"
        case "fact":
            action = dice.choice(("reject", "correct-fact"))
            return f"- {{action: {action}, target: fact, content: {quoted}, value: 2026-07-04}}\n"
        case "speaker":
            action = dice.choice(("reject", "confirm"))
            return f"- {{action: {action}, target: speaker, speakers: [{who}]}}\n"
        case action:
            return f"- {{action: {action}, target: attribution, content: {quoted}}}\n"


def edited(dice: random.Random, text: str) -> str:
    """Change a text later: move, drop, add or reword something."""
    parts = text.split("\n\n")
    match dice.randrange(5):
        case 0:
            dice.shuffle(parts)
        case 1 if len(parts) > 1:
            parts.pop(dice.randrange(len(parts)))
        case 2:
            parts.insert(dice.randrange(len(parts) + 1), _paragraph(dice))
        case 3:
            return text.replace(dice.choice(DEEDS), dice.choice(DEEDS))
    return "\n\n".join(parts)


def parsed(corrections: str) -> Sidecar:
    return parse(corrections.encode(), "content/a.review.yaml")
