"""What a machine might have found in the text of :mod:`tests.review.passages`."""

from dataclasses import replace

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
    Source,
    Span,
    Speaker,
    SpeakerKind,
)
from generator.review.applying import Review, apply
from generator.review.corrections.sidecar import parse
from tests.review.passages import TEXT

BRANDT, EKELAND, AUTHORITY = "Ilse Brandt", "Tomas Ekeland", "The river authority"


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def said(
    identifier: str,
    speaker: str,
    *content: str,
    source: str = "",
    cue: str = "",
    text: str = TEXT,
    **values: object,
) -> Attribution:
    """An attribution whose parts are given by their words; a cue is looked for from the content on."""
    return Attribution(
        id=identifier,
        kind=Kind(str(values.get("kind", Kind.DIRECT))),
        act=Act(str(values.get("act", Act.SAYS))),
        source=(span(source, text),) if source else (),
        cue=(_after(cue, span(content[0], text).start, text),) if cue else (),
        content=tuple(span(words, text) for words in content),
        speakers=(speaker,) if speaker else (),
        confidence=0.8,
        rule="clausal-complement",
    )


def _after(words: str, start: int, text: str) -> Span:
    start = text.index(words, start)
    return Span(start, start + len(words))


ASKED = "“Nobody asked me to close them,”"
ONCE = "“Had they asked, I would have closed them at once.”"
PHONED, NOBODY = "“I telephoned three times before midnight,”", "“and nobody picked up.”"
LOG = "it lists two calls, both after midnight, and no reply"


def extraction(text: str = TEXT) -> Extraction:
    """What is found in ``text``, so far as its words stand there."""
    every = [
        ("asked", BRANDT, (ASKED,), {"cue": "said", "source": "she"}),
        ("once", BRANDT, (ONCE,), {}),
        ("phoned", EKELAND, (PHONED, NOBODY), {"cue": "said", "source": "Tomas Ekeland"}),
        ("log", AUTHORITY, (LOG,), {"kind": Kind.INDIRECT, "act": Act.SHOWS}),
    ]
    attributions = tuple(
        said(identifier, speaker, *content, text=text, **values)
        for identifier, speaker, content, values in every
        if all(words in text for words in content)
    )
    ids = {one.id for one in attributions}
    named = {name for one in attributions for name in one.speakers}
    speakers = (
        Speaker(BRANDT, SpeakerKind.PERSON, ("Commissioner",), ("Ms. Brandt", "she")),
        Speaker(EKELAND, SpeakerKind.PERSON, ("deputy",), ("Mr. Ekeland",)),
        Speaker(AUTHORITY, SpeakerKind.ORGANISATION),
    )
    return Extraction(
        speakers=tuple(one for one in speakers if one.name in named),
        attributions=attributions,
        assertions=tuple(_assertions(text, ids)),
        accounts=(AccountPair("how-many", "the calls", ("phoned", "log"), "three times, two"),)
        if {"phoned", "log"} <= ids
        else (),
        facts=_facts(text),
    )


def _assertions(text: str, ids: set[str]) -> list[Assertion]:
    found = []
    if "stood open for six hours" in text:
        gates = "The gates of the Harrow dam stood open for six hours"
        found.append(Assertion("gates", 1, span(gates, text), 0.9, (), None, "lead"))
    if "log" in ids:
        found.append(Assertion("calls", 2, span(LOG, text), 0.7, (AUTHORITY,), "log", "news"))
    return found


def _facts(text: str) -> Facts:
    numbers = [("4.5 metres", 4.5, "metres", None), ("340 people", 340.0, "people", None)]
    people = (("Ilse Brandt", ("Commissioner",)), ("Tomas Ekeland", ()))
    return Facts(
        people=tuple(Entity(n, t, (span(n, text),), 0.9) for n, t in people if n in text),
        places=tuple(Entity(n, (), (span(n, text),), 0.4) for n in ("Harrow",) if n in text),
        dates=tuple(DateFact(span(w, text), w, v) for w, v in (("Tuesday", None),) if w in text),
        numbers=tuple(NumberFact(span(w, text), w, v, u, a) for w, v, u, a in numbers if w in text),
    )


def source(text: str = TEXT) -> Source:
    return Source(text, ())


def review(corrections: str, text: str = TEXT, found: Extraction | None = None) -> Review:
    """Apply corrections, written as YAML."""
    listed = parse(corrections.encode(), "flood.review.yaml").corrections
    return apply(source(text), found or extraction(text), listed)


def told(found: Extraction, text: str = TEXT) -> list[str]:
    """The attributions, a line each: status, speakers, content."""
    return [
        f"{one.provenance.status}: {' and '.join(one.speakers) or 'nobody'}: "
        + " … ".join(text[s.start : s.end] for s in one.content)
        for one in found.attributions
    ]


def without(found: Extraction, *ids: str) -> Extraction:
    """What a machine with other rules might find: some attributions are missing."""
    kept = tuple(one for one in found.attributions if one.id not in ids)
    return replace(
        found,
        attributions=kept,
        assertions=tuple(a for a in found.assertions if a.attribution not in ids),
        accounts=tuple(p for p in found.accounts if not {*p.attributions} & {*ids}),
    )
