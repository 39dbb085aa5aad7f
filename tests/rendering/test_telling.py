"""Nothing leaves its sentence without how it was said: over every output."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    DateFact,
    Extraction,
    Facts,
    Kind,
    NotSaid,
    NumberFact,
    Reference,
    Span,
    Speaker,
    SpeakerKind,
)
from generator.rendering import Briefing, Page, Publication, Renderer, Theme, speaker_address
from generator.rendering.teller import Teller
from tests.rendering.samples import REVIEWED, Marker, attribution, document
from tests.rendering.sites import pages

RENDERER = Renderer(Theme(), Publication(title="The Ledger", base_url="https://example.org/b"))
NAMES = ("Odile Brandt", "Anselm Riedl", "Judit Halász")

# --- the kinds of sentence: {n} is who, {c} what reports it, {w} what is said ---

BEFORE = "{n} {c} that {w}."
AFTER = "So {w}, {n} {c}."
INVERTED = "According to {n}, who {c} it, {w}."
NEGATED = "{n} has never once, whatever they say, {c} that {w}."
EMBEDDED = "The town laughed, but {n} {c} that {w}, and the town wept."
ABBREVIATED = "On 3 Oct. 2031 Mr. {n} of St. Lessing {c} that {w}."
SHAPES = (BEFORE, AFTER, INVERTED, NEGATED, EMBEDDED, ABBREVIATED)


@dataclass(frozen=True)
class Told:
    """A sentence with a statement in it."""

    shape: str
    name: str
    kind: Kind
    not_said: NotSaid | None
    confidence: float

    def words(self, number: int) -> tuple[str, str]:
        said = f"said{number}x the wall would hold"
        if self.kind is Kind.MIXED:
            said = f"said{number}x the wall “would hold”"
        if self.kind is Kind.DIRECT:
            said = f"“said{number}x the wall holds”"
        return f"cue{number}x", said

    def sentence(self, number: int) -> str:
        cue, said = self.words(number)
        return self.shape.format(n=self.name, c=cue, w=said)

    def attribution(self, number: int, m: Marker) -> Attribution:
        cue, said = self.words(number)
        at = m(self.sentence(number))
        within = Marker(m.text[at.start : at.end])
        made = attribution(
            f"s{number}",
            (within(said).shift(at.start),),
            (self.name,),
            kind=self.kind,
            source=(within(self.name).shift(at.start),),
            cue=(within(cue).shift(at.start),),
            confidence=self.confidence,
        )
        return replace(made, not_said=self.not_said)


told = st.builds(
    Told,
    st.sampled_from(SHAPES),
    st.sampled_from(NAMES),
    st.sampled_from(Kind),
    st.sampled_from([None, None, *NotSaid]),
    st.sampled_from([0.4, 0.95]),
)


def briefing(sentences: Sequence[Told], *, excerpt: bool = False) -> Briefing:
    """All of them in paragraphs of three, each a key assertion too, with two that differ."""
    lines = [one.sentence(number) for number, one in enumerate(sentences)]
    paragraphs = [" ".join(lines[n : n + 3]) for n in range(0, len(lines), 3)]
    notice = "corrections: [{date: 2031-05-04, text: An earlier version had another height.}]"
    head = f"---\ntitle: The wall\ndate: 2031-05-02\n{notice}\nexcerpt: {str(excerpt).lower()}\n---\n\n"
    made = document(head + "\n\n".join(paragraphs) + "\n")
    m = Marker(made.source.text)
    found = tuple(one.attribution(number, m) for number, one in enumerate(sentences))
    keys = tuple(
        Assertion(f"k{n}", n + 1, one.content[0], 0.5, one.speakers, one.id, "")
        for n, one in enumerate(found)
        if one.said
    )
    pairs = (AccountPair("p", "the wall", (found[0].id, found[-1].id), "", REVIEWED),)
    people = tuple(Speaker(name, SpeakerKind.PERSON) for name in NAMES)
    words = [m.text[one.content[0].start : one.content[0].end] for one in found]
    dates = [DateFact(one.content[0], "2031", "2031-05", w) for one, w in zip(found, words, strict=True)]
    numbers = [NumberFact(one.content[0], "12", 12, None, w) for one, w in zip(found, words, strict=True)]
    facts = Facts(dates=tuple(dates), numbers=tuple(numbers))
    addresses = {name: speaker_address(name) for name in NAMES}
    return Briefing(made, Extraction(people, found, keys, pairs, facts), addresses)


class Units(HTMLParser):
    """What a page says outside of its text: each paragraph or entry, and each attribute, by itself."""

    BLOCKS = frozenset({"p", "li", "blockquote", "dd", "dt", "h1", "h2", "h3", "td", "pre", "summary"})
    VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.units: list[str] = []
        self.stack: list[tuple[str, bool, int | None]] = []  # tag, whether in the text, own unit
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        telling = ("aria-label", "data-told", "data-quote", "title", "content", "alt", "placeholder")
        self.units += [value for name in telling if (value := values.get(name))]
        if tag in self.VOID:
            return
        in_text = self.in_text or values.get("id") == "text"
        in_note = "note" in (values.get("class") or "").split()
        unit = len(self.units) if tag in self.BLOCKS or in_note else None
        if unit is not None:
            self.units.append("")
        self.stack.append((tag, in_text and not in_note, unit))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    @property
    def in_text(self) -> bool:
        return bool(self.stack) and self.stack[-1][1]

    def handle_data(self, data: str) -> None:
        unit = next((own for _, _, own in reversed(self.stack) if own is not None), None)
        if unit is not None and not self.in_text:
            self.units[unit] += data


def outputs(page: Page) -> Iterator[str]:
    """Everything of a page that is not the text itself, one line each."""
    if page.path.endswith(".html"):
        yield from Units(page.content.decode()).units
    elif page.path.startswith("search/part"):
        entries = page.content.decode().removeprefix("briefingSearch(").rstrip().removesuffix(");")
        for entry in json.loads(entries):
            wide = entry["text"].encode("utf-16-le")
            for _, _, spans, _, sentences, *_ in entry["said"]:
                cut = [wide[a * 2 : b * 2].decode("utf-16-le") for a, b in sentences or spans]
                yield " … ".join(cut)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(told, min_size=1, max_size=7), st.booleans())
def test_no_output_has_reported_words_without_what_reports_them(
    sentences: Sequence[Told], excerpt: bool
) -> None:
    lines = [
        line for page in pages(RENDERER, [briefing(sentences, excerpt=excerpt)]) for line in outputs(page)
    ]
    for number, one in enumerate(sentences):
        cue, _ = one.words(number)
        holding = [line for line in lines if f"said{number}x" in line]
        if one.not_said:
            assert holding == []
            continue
        assert holding
        for line in holding:
            assert f"cue{number}x" in line or f"“said{number}x" in line, line
            assert one.kind is Kind.DIRECT or cue in line, line
            assert one.kind is Kind.DIRECT or one.shape is not NEGATED or "never" in line, line


@settings(deadline=None, max_examples=10)
@given(st.lists(told, min_size=1, max_size=5))
def test_what_is_uncertain_says_so_wherever_it_stands(sentences: Sequence[Told]) -> None:
    made = list(pages(RENDERER, [briefing(sentences)]))
    for number, one in enumerate(sentences):
        if one.not_said or one.confidence > 0.9:
            continue
        for page in made:
            if page.path.startswith("search/part"):
                (entry,) = json.loads(page.content.decode()[len("briefingSearch(") : -3])
                said = [s for s in entry["said"] if s[3].startswith(f"q-said{number}x")]
                assert said
                assert all(s[5] == 1 for s in said)


# --- sentences that an editor can read ---


def line_of(
    text: str, said: str, *, source: str, cue: str, refers: str = "", kind: Kind = Kind.INDIRECT
) -> str:
    """The line of a brief for ``said``, by Judit Halász."""
    m = Marker(text)
    made = document(text + "\n")
    one = attribution("a", (m(said),), ("Judit Halász",), kind=kind, source=(m(source),), cue=(m(cue),))
    pronoun = m(f" {refers} ") if refers else None
    references = [Reference(Span(pronoun.start + 1, pronoun.end - 1), "Anselm Riedl")] if pronoun else []
    line = Teller(made.source).assertion(_opened(m(said), text), one, references, one.speakers)
    return line.told("Judit Halász")


def _opened(span: Span, text: str) -> Span:
    """As a key assertion begins: after "that"."""
    return Span(span.start + 5, span.end) if text.startswith("that ", span.start) else span


@pytest.mark.parametrize(
    ("text", "said", "source", "cue", "line"),
    [
        (
            "The mayor denied that the council had been told.",
            "that the council had been told",
            "The mayor",
            "denied",
            "Judit Halász denied that the council had been told",
        ),
        (
            "The mayor has not once conceded that it was late.",
            "that it was late",
            "The mayor",
            "conceded",
            "Judit Halász has not once conceded that it was late",
        ),
        (
            "The gate was open, the mayor never denied.",
            "The gate was open",
            "the mayor",
            "denied",
            "Judit Halász never denied: The gate was open",
        ),
        (
            "According to the mayor, the gate was open.",
            "the gate was open",
            "the mayor",
            "According to",
            "According to Judit Halász: the gate was open",
        ),
        (
            "“The gate is open,” said the mayor.",
            "“The gate is open,”",
            "the mayor",
            "said",
            "Judit Halász said: “The gate is open,”",
        ),
    ],
)
def test_a_line_says_who_how_and_what(text: str, said: str, source: str, cue: str, line: str) -> None:
    kind = Kind.DIRECT if said.startswith("“") else Kind.INDIRECT
    assert line_of(text, said, source=source, cue=cue, kind=kind) == line


def test_what_stands_between_the_parts_of_a_quotation_is_marked_as_left_out() -> None:
    text = "“The gate,” said the mayor, “is open.” “Go.” “Now.”"
    m = Marker(text)
    teller = Teller(document(text + "\n").source)
    for parts, told in {
        ("“The gate,”", "“is open.”"): "“The gate,” … “is open.”",
        ("“Go.”", "“Now.”"): "“Go.” “Now.”",
    }.items():
        one = attribution("a", tuple(m(part) for part in parts), ("Judit Halász",), source=(m("the mayor"),))
        assert "".join(word.text for word in teller.statement(one)) == told
        assert teller.briefly(one, 90) == told


def test_a_pronoun_is_told_apart_by_a_name_in_brackets() -> None:
    text = "The mayor denied that he had been told."
    found = line_of(text, "that he had been told", source="The mayor", cue="denied", refers="he")
    assert found == "Judit Halász denied that he [Anselm Riedl] had been told"


def test_the_speaker_of_a_whole_sentence_is_named_where_it_has_a_pronoun() -> None:
    text = "The door was shut. She denied that the council had been told."
    m = Marker(text)
    one = attribution(
        "a",
        (m("that the council had been told"),),
        ("Judit Halász",),
        kind=Kind.INDIRECT,
        source=(m("She"),),
        cue=(m("denied"),),
    )
    span = m("She denied that the council had been told.")
    line = Teller(document(text + "\n").source).assertion(span, one, (), one.speakers)
    assert line.told("Judit Halász") == "She [Judit Halász] denied that the council had been told."


def whole(text: str, said: str, source: str, cue: str, sentence: str) -> str:
    """The line of a brief whose assertion is a whole sentence."""
    m = Marker(text)
    one = attribution("a", (m(said),), ("Judit Halász",), source=(m(source),), cue=(m(cue),))
    line = Teller(document(text + "\n").source).assertion(m(sentence), one, (), one.speakers)
    return line.told("Judit Halász")


def test_a_quotation_that_goes_on_is_closed_where_its_first_sentence_is_told() -> None:
    text = "The mayor said, “The gate was open. Nobody knew.”"
    sentence = "The mayor said, “The gate was open."
    said = whole(text, "“The gate was open. Nobody knew.”", "The mayor", "said", sentence)
    assert said == "The mayor said, “The gate was open. …”"


def test_a_name_without_its_accents_needs_no_name_beside_it() -> None:
    text = "Halasz said, “The gate was open.”"
    assert whole(text, "“The gate was open.”", "Halasz", "said", text) == text


@pytest.mark.parametrize(
    ("text", "cue", "said", "told"),
    [
        ("Die Chefin sagte, „das Tor“ sei offen. Sie ging.", "sagte", "„das Tor“ sei offen", None),
        ('She said the 5" gap was open, he knew. She left.', "said", 'the 5" gap was open', None),
        (
            "She said it was open, adding: “It is late. We go.”",
            "said",
            "it was open",
            "She said it was open, adding: “It is late. …”",
        ),
    ],
)
def test_a_sentence_is_told_with_its_quotations_closed(
    text: str, cue: str, said: str, told: str | None
) -> None:
    m = Marker(text)
    one = attribution("a", (m(said),), ("Judit Halász",), kind=Kind.INDIRECT, cue=(m(cue),))
    words = Teller(document(text + "\n").source).statement(one)
    assert "".join(word.text for word in words) == (told or text.partition(". ")[0] + ".")
