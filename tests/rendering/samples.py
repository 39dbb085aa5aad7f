"""A small invented briefing with everything that a page can show, and the means to make others."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

from generator.model import (
    AccountPair,
    Act,
    Assertion,
    Attribution,
    DateFact,
    Entity,
    Extraction,
    Facts,
    Kind,
    NumberFact,
    Provenance,
    Span,
    Speaker,
    SpeakerKind,
    Status,
)
from generator.reading import Document, parse_document
from generator.rendering import Briefing, speaker_address

REVIEWED = Provenance(
    Status.CONFIRMED, by="R. Editor", at=dt.datetime(2031, 4, 12, 9, 30, tzinfo=dt.UTC), text_hash="0" * 64
)

ARTICLE = (Path(__file__).parent / "ferry.md").read_text("utf-8")


class Marker:
    """Finds spans by their words, the first of them ``after`` others, in the text as reading gives it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str, after: str = "") -> Span:
        start = self.text.index(words, self.text.index(after) + len(after))
        return Span(start, start + len(words))

    def between(self, first: str, last: str) -> Span:
        """From the first words to the last ones behind them."""
        return Span(self(first).start, self(last, after=first).end)

    def all(self, words: str) -> tuple[Span, ...]:
        return tuple(Span(*match.span()) for match in re.finditer(re.escape(words), self.text))


def document(raw: str, path: str = "town/ferry.md") -> Document:
    """A document as reading makes it."""
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return parse_document(raw, digest, PurePosixPath(path), f"content/{path}")


def attribution(
    ident: str,
    content: tuple[Span, ...],
    speakers: tuple[str, ...],
    *,
    kind: Kind = Kind.DIRECT,
    source: tuple[Span, ...] = (),
    cue: tuple[Span, ...] = (),
    confidence: float = 0.96,
    act: Act = Act.SAYS,
    provenance: Provenance | None = None,
    rule: str = "clausal-complement",
) -> Attribution:
    made = Attribution(ident, kind, act, source, cue, content, speakers, confidence, rule)
    return replace(made, provenance=provenance) if provenance else made


BRANDT, RIEDL, OFFICE = "Odile Brandt", "Anselm Riedl", "Lessing Audit Office"
HALASZ, CLERK, LINDQVIST, MARELL = "Judit Halász", "a council clerk", "Bo Lindqvist", "Pia Marell"

SPEAKERS = (
    Speaker(BRANDT, SpeakerKind.PERSON, ("harbour master",), ("Ms. Brandt",)),
    Speaker(RIEDL, SpeakerKind.PERSON, ("former treasurer",), ("Mr. Riedl",)),
    Speaker(OFFICE, SpeakerKind.ORGANISATION),
    Speaker(HALASZ, SpeakerKind.PERSON, ("Mayor",)),
    Speaker(CLERK, SpeakerKind.UNNAMED),
    Speaker(LINDQVIST, SpeakerKind.PERSON, ("Captain",)),
    Speaker(MARELL, SpeakerKind.PERSON, ("essayist",)),
)


def attributions(m: Marker) -> tuple[Attribution, ...]:
    return (
        attribution(
            "a1",
            (m.between("that nobody in her", "since March"),),
            (BRANDT,),
            kind=Kind.INDIRECT,
            source=(m("Harbour master Odile Brandt"),),
            cue=(m("said"),),
            provenance=REVIEWED,
        ),
        attribution(
            "a2",
            (
                m("“We looked out of the window and there it was,”"),
                m("“It is 140 metres long. You do not overlook it.”"),
            ),
            (BRANDT,),
            source=(m("she", after="there it was"),),
            cue=(m("said", after="there it was"),),
            provenance=REVIEWED,
        ),
        attribution(
            "a3",
            (m("that the contract had been signed “in good faith” and that the council knew of it"),),
            (RIEDL,),
            kind=Kind.MIXED,
            source=(m("The town’s former treasurer, Anselm Riedl"),),
            cue=(m("told reporters"),),
        ),
        attribution(
            "a4",
            (m("“I have the minutes, and I will show them to anybody who asks.”"),),
            (RIEDL,),
            source=(m("He"),),
            cue=(m("added"),),
        ),
        attribution(
            "a5",
            (m.between("41 million", "the ship arrived"),),
            (OFFICE,),
            kind=Kind.INDIRECT,
            source=(m("the Lessing Audit Office"),),
            cue=(m("According to"),),
        ),
        attribution(
            "a6",
            (m("that two of three signatures were missing"),),
            (OFFICE,),
            kind=Kind.INDIRECT,
            act=Act.SHOWS,
            source=(m("Its report"),),
            cue=(m("shows"),),
            confidence=0.62,
        ),
        attribution(
            "a7",
            (m("that the council had been told"),),
            (HALASZ,),
            kind=Kind.INDIRECT,
            source=(m("Mayor Judit Halász"),),
            cue=(m("denied"),),
        ),
        attribution(
            "a8",
            (m("“There are no such minutes,”"),),
            (HALASZ,),
            source=(m("she", after="such minutes"),),
            cue=(m("said", after="such minutes"),),
        ),
        attribution(
            "a9",
            (m("the file had been empty “since the spring”"),),
            (CLERK,),
            kind=Kind.MIXED,
            source=(m("A council clerk"),),
            cue=(m("said", after="not to be named"),),
            confidence=0.71,
        ),
        attribution(
            "a10",
            (m("he would wait “until somebody pays for the fuel”"),),
            (LINDQVIST,),
            kind=Kind.MIXED,
            source=(m("Captain Bo Lindqvist"),),
            cue=(m("said", after="brought the ship"),),
        ),
        attribution(
            "a11",
            (m("“A town that cannot count its ships,”"), m("“should not count its votes.”")),
            (MARELL,),
            source=(m("the essayist Pia Marell"),),
            cue=(m("wrote"),),
        ),
        attribution("a12", (m("“Approved, subject to delivery”"),), (RIEDL,), confidence=0.55, rule="table"),
        attribution(
            "a13",
            (m("the quay would stay closed until 1 May"),),
            (BRANDT,),
            kind=Kind.INDIRECT,
            source=(m("Ms. Brandt"),),
            cue=(m("said", after="Ms. Brandt"),),
        ),
        attribution(
            "a14",
            (m("he was looking forward to his day in court"),),
            (RIEDL,),
            kind=Kind.INDIRECT,
            act=Act.WANTS,
            source=(m("Mr. Riedl"),),
            cue=(m("said", after="Mr. Riedl"),),
        ),
    )


def facts(m: Marker) -> Facts:
    return Facts(
        people=(
            Entity(BRANDT, ("harbour master",), (*m.all("Odile Brandt"), *m.all("Ms. Brandt")), 0.9),
            Entity(RIEDL, ("former treasurer",), (*m.all("Anselm Riedl"), *m.all("Mr. Riedl")), 0.8),
            Entity(HALASZ, ("Mayor",), m.all("Judit Halász"), 0.7),
            Entity(LINDQVIST, ("Captain",), m.all("Bo Lindqvist"), 0.4),
            Entity(MARELL, ("essayist",), m.all("Pia Marell"), 0.3),
            Entity("Lessing", ("founder of the port",), m.all("Lessing")[:1], 0.1),
        ),
        organisations=(Entity(OFFICE, (), m.all("Lessing Audit Office"), 0.5),),
        places=(Entity("Port Lessing", (), m.all("Port Lessing"), 0.8, country="Invented"),),
        dates=(
            DateFact(m("Monday"), "Monday", "2031-04-07", "Odile Brandt speaks"),
            DateFact(m("March"), "March", "2031-03", "the ship arrives"),
            DateFact(m("14 November 2030"), "14 November 2030", "2030-11-14", "the money leaves"),
            DateFact(m("1 May"), "1 May", "2031-05-01", None),
            DateFact(m("since the spring"), "since the spring", None, None),
        ),
        numbers=(
            NumberFact(m("140 metres"), "140 metres", 140, "metre", "length of the ship"),
            NumberFact(m("41 million crowns"), "41 million crowns", 41e6, "crown", "left the town’s account"),
            NumberFact(m("two of three"), "two of three", 2, None, "signatures missing"),
        ),
    )


def extraction(text: str) -> Extraction:
    """What an extraction of :data:`ARTICLE` might be."""
    m = Marker(text)
    return Extraction(
        speakers=SPEAKERS,
        attributions=attributions(m),
        assertions=(
            Assertion(
                "k1",
                1,
                m("41 million crowns left the town’s account on 14 November 2030"),
                0.9,
                (OFFICE,),
                "a5",
                "numbers",
            ),
            Assertion("k2", 2, m("nobody in her office had ordered the ship"), 0.8, (BRANDT,), "a1", "lead"),
            Assertion("k3", 3, m("“There are no such minutes,”"), 0.7, (HALASZ,), "a8", "denial"),
            Assertion(
                "k4", 4, m("he was looking forward to his day in court"), 0.2, (RIEDL,), "a14", "a wish"
            ),
        ),
        accounts=(AccountPair("p1", "the council’s minutes", ("a4", "a8"), "denial", REVIEWED),),
        facts=facts(m),
    )


def pages() -> dict[str, str]:
    return {s.name: speaker_address(s.name) for s in SPEAKERS if s.kind is not SpeakerKind.UNNAMED}


def ferry(raw: str = ARTICLE) -> Briefing:
    """The sample briefing."""
    made = document(raw)
    return Briefing(made, extraction(made.source.text), pages(), "en_invented 1.0")


def hearing(speakers: int = 50, turns: int = 60) -> Briefing:
    """A transcript of many speakers, each turn an attribution."""
    names = [f"{first} {last}" for first in _FIRST for last in _LAST][:speakers]
    lines = [
        f"[00:{n // 60:02}:{n % 60:02}] {names[n * 7 % speakers].upper()}: {_SENTENCES[n % 5]}\n"
        for n in range(turns)
    ]
    head = "---\ntitle: Hearing on the wall\ndate: 2031-05-02\nkind: transcript\ntags: [Harbours]\n---\n\n"
    made = document(head + "\n".join(lines), "town/hearing.md")
    text = made.source.text
    found = tuple(
        attribution(
            f"t{n}",
            turn.content,
            (text[turn.label.start : turn.label.end].title(),),
            source=(turn.label,),
            rule="turn",
            confidence=0.99,
        )
        for n, turn in enumerate(made.source.turns)
    )
    people = tuple(Speaker(name, SpeakerKind.PERSON, ("member of the council",)) for name in names)
    extracted = Extraction(people, found)
    return Briefing(made, extracted, {name: speaker_address(name) for name in names}, "en_invented 1.0")


_FIRST = ("Ada", "Bo", "Cem", "Dara", "Egon", "Fee", "Gil", "Hana", "Ivo", "Juna")
_LAST = ("Amsel", "Berg", "Cordes", "Dahl", "Ebert")
_SENTENCES = (
    "I was there when the wall was opened, and it was a fine day.",
    "Who signed the acceptance?",
    "The figures in the annex do not add up, and nobody has said why they should.",
    "Yes.",
    "We will come back to that in the afternoon. Until then please read the second report, which is shorter.",
)


def silent() -> Briefing:
    """A briefing in which nobody says anything."""
    raw = "---\ntitle: A quiet week\ndate: 2031-04-20\n---\n\nNothing was said this week.\n\nIt rained.\n"
    return Briefing(document(raw, "quiet.md"), Extraction())


def right_to_left() -> Briefing:
    """A briefing in a script that runs from right to left, in a language without a catalogue."""
    raw = (
        "---\ntitle: کشتی‌ای که کسی سفارش نداده بود\ndate: 2031-04-21\nlang: fa\n---\n\n"
        "خانم برانت گفت «هیچ‌کس این کشتی را سفارش نداده است» و رفت.[^1]\n\n[^1]: یادداشت.\n"
    )
    made = document(raw, "kashti.md")
    m = Marker(made.source.text)
    said = attribution(
        "f1", (m("«هیچ‌کس این کشتی را سفارش نداده است»"),), ("خانم برانت",), source=(m("خانم برانت"),)
    )
    people = (Speaker("خانم برانت", SpeakerKind.PERSON, ("رئیس بندر",)),)
    return Briefing(made, Extraction(people, (said,)), {}, None)


def unbroken() -> Briefing:
    """A briefing whose every part holds a word that is wider than a phone."""
    word = "Hafenmeisterstellvertreterdienstwohnungsvergabekommissionsvorsitzende"
    link = f"https://example.org/{word.lower()}/{word.lower()}"
    raw = (
        f"---\ntitle: {word} and {word}\ndate: 2031-03-30\nsummary: {word} {link}\nauthors: [{word}]\n"
        f"tags: [{word}]\ncorrection: {word}\n"
        f'source: {{title: {word}, publisher: {word} again, url: "{link}", licence: {word}}}\n'
        f"facts:\n  - {{label: {word}, value: {word}, source: {word}}}\n---\n\n"
        f"{word} Ute Brandt said {word.lower()} had “{word.upper()}” since {word[:60]}.[^1]\n\n"
        f"## {word}\n\n[{link}]({link}) `{word}`\n\n"
        f"- {word}\n    - {word}\n        - {word}\n\n> {word}\n>\n> > {word}\n\n"
        f"| {word} | {word} | {word} |\n| --- | --- | --- |\n| {word} | {word} | {word} |\n\n"
        f"```\n{word} {word} {word}\n```\n\n[^1]: {word} `{word}` {link}\n"
    )
    made = document(raw, "unbroken.md")
    m = Marker(made.source.text)
    name = f"{word} Ute Brandt"
    whole = (m.between(word.lower(), f"“{word.upper()}”"),)
    said = (
        attribution("u1", whole, (name,), kind=Kind.MIXED, source=(m(name),), cue=(m("said"),)),
        attribution("u2", (m(f"“{word.upper()}”"),), (name,), source=(m(name),), cue=(m(word[:60]),)),
    )
    wide = Entity(name, (word,), m.all(word), 0.9, country=f"{word}land")
    found = Extraction(
        speakers=(Speaker(name, SpeakerKind.PERSON, (word,)),),
        attributions=said,
        assertions=(Assertion("k1", 1, whole[0], 0.9, (name,), "u1", "lead"),),
        accounts=(AccountPair("p1", word, ("u1", "u2"), "denial", REVIEWED),),
        facts=Facts(
            people=(wide,),
            organisations=(wide,),
            places=(wide,),
            dates=(DateFact(m(word), word, "2031-03-30", word),),
            numbers=(NumberFact(m(word), word, 1, word, word),),
        ),
    )
    return Briefing(made, found, {name: speaker_address(name)}, f"{word} 1.0")


def crowded() -> Briefing:
    """A title of ninety characters, a summary, eight assertions and ten speakers: a full first screen."""
    names = [f"{first} {last}" for first in _FIRST[:5] for last in _LAST[:2]]
    said = [
        f"{name} said that the {word} of the old harbour wall would cost the town more than it was told"
        for name, word in zip(names, ("repair", "survey", "removal", "lighting", "sale") * 2, strict=True)
    ]
    title = "The wall that was opened twice, paid for three times and is now to be taken down by storms"
    raw = (
        f"---\ntitle: {title}\ndate: 2031-05-09\nauthors: [Ada Amsel]\ntags: [Harbours]\n"
        "summary: A town looks for the money spent on a wall, and for whoever said that it would hold.\n"
        "source: {title: The wall, publisher: The Ledger, url: https://example.org/wall}\n---\n\n"
        + "\n\n".join(f"{sentence}." for sentence in said)
        + "\n"
    )
    made = document(raw, "town/wall.md")
    m = Marker(made.source.text)
    found = tuple(
        attribution(
            f"w{n}",
            (m(sentence.partition(" said ")[2], after=name),),
            (name,),
            kind=Kind.INDIRECT,
            source=(m(name),),
            cue=(m("said", after=name),),
        )
        for n, (name, sentence) in enumerate(zip(names, said, strict=True))
    )
    keys = tuple(
        Assertion(
            f"k{n}", n + 1, Span(one.content[0].start + 5, one.content[0].end), 0.5, one.speakers, one.id, ""
        )
        for n, one in enumerate(found[:8])
    )
    people = tuple(Speaker(name, SpeakerKind.PERSON, ("member of the council",)) for name in names)
    return Briefing(made, Extraction(people, found, keys), {n: speaker_address(n) for n in names})
