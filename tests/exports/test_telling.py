"""Nothing leaves its sentence without how it was said: over every file for programs.

What a page prints is asked in ``tests/rendering/test_telling.py``. A new output joins by a line of
``OUTPUTS``, a new file beside a page by one of ``BESIDE_READERS``; without it a test fails.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.commands.quote_table import TableFormat, formatted, stated_by
from generator.exports.briefing_files import briefing_file
from generator.exports.embeds import embed_files
from generator.exports.feeds import Feed, briefings_feed, corrections_feed, feed_files, speaker_feed
from generator.exports.quotations import as_csv, as_json, as_rows, quotations
from generator.model import Kind, NotSaid, SpeakerKind
from generator.querying.questions import FOR_PEOPLE, Question, answers, for_people
from generator.querying.statements import add, make_tables, stated_as
from generator.rendering import BriefingPage, QuoteRow, Renderer, SpeakerSummary, speaker_address
from generator.rendering.pages import BESIDE, CORRECTIONS
from tests.rendering.test_telling import AFTER, NAMES, NEGATED, RENDERER, Told, briefing, told

PUBLIC = RENDERER.publication
EMBEDDING = Renderer(RENDERER.theme, replace(PUBLIC, embeds="all"))
_LINK = re.compile(r"\]\(\S*\)")
_AIMED_AT = re.compile(r'"exact": ("[^"]*")')
_IN_THE_TEXT = "annotations.json"  # aims at words of the page, where their sentence stands
_LONG = "so that everybody in the town, on the hills and along the river might sleep at night in peace"


# --- what each output says: one unit a line, the text of the page itself left out ---


def _table(made: BriefingPage) -> Iterator[str]:
    rows = as_rows(quotations(made.published, made.lines, PUBLIC))
    for line in csv.DictReader(io.StringIO(as_csv([rows.csv]))):
        yield f"{line['how']}: {line['text']}"


def _listed(made: BriefingPage) -> Iterator[str]:
    for one in json.loads(as_json([as_rows(quotations(made.published, made.lines, PUBLIC)).json])):
        yield f"{one['how']}: {one['text']}"


def _answered(made: BriefingPage) -> Iterator[str]:
    """What `briefing query` answers of a briefing that is in the archive."""
    rows = as_rows(quotations(made.published, made.lines, PUBLIC))
    with closing(sqlite3.connect(":memory:")) as db:
        make_tables(db)
        add(db, stated_as(made.index_entry.summary, rows))
        for found in for_people(answers(db, Question())):
            yield ": ".join(str(cell) for name, cell in zip(FOR_PEOPLE, found, strict=True) if name in TOLD)


TOLD = ("how", "text")


def _alone(made: BriefingPage) -> Iterator[str]:
    """The words of a row alone, as they are pasted from a table."""
    yield from (one.text for one in quotations(made.published, made.lines, PUBLIC))


def _feed_of_briefings(made: BriefingPage) -> Iterator[str]:
    yield from _fed(briefings_feed("The Ledger", "", [made.index_entry.summary], PUBLIC))


def _feeds_of_speakers(made: BriefingPage) -> Iterator[str]:
    for who, rows in _speakers(made):
        yield from _fed(speaker_feed(who, rows, PUBLIC))


def _speakers(made: BriefingPage) -> Iterator[tuple[SpeakerSummary, Sequence[QuoteRow]]]:
    for name, rows in made.index_entry.said.items():
        yield SpeakerSummary(name, speaker_address(name), SpeakerKind.PERSON, None, 1, len(rows)), rows


def _printed_as_csv(made: BriefingPage) -> Iterator[str]:
    """What `briefing quotes` prints."""
    for who, rows in _speakers(made):
        for line in csv.DictReader(io.StringIO(formatted(stated_by(who, rows, PUBLIC), TableFormat.CSV))):
            yield f"{line['how']}: {line['text']}"


def _printed_as_json(made: BriefingPage) -> Iterator[str]:
    for who, rows in _speakers(made):
        for one in json.loads(formatted(stated_by(who, rows, PUBLIC), TableFormat.JSON)):
            yield f"{one['how']}: {one['text']}"


def _feed_of_corrections(made: BriefingPage) -> Iterator[str]:
    corrected = made.index_entry.corrected
    assert corrected is not None
    lines = list(_fed(corrections_feed("Corrections", CORRECTIONS, [corrected], PUBLIC)))
    assert any("another height" in line for line in lines)
    yield from lines


def _fed(feed: Feed) -> Iterator[str]:
    for page in feed_files(feed, PUBLIC):
        if page.path.endswith(".xml"):
            yield from (_without_addresses(one.text or "") for one in ET.fromstring(page.content).iter())
        else:
            yield from _strings(json.loads(page.content))


def _without_addresses(words: str) -> str:
    """Permalinks are named after words; they tell nobody anything."""
    return "" if words.startswith("https://example.org/") else words


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield _without_addresses(found)
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _strings(one)


def _embeds(made: BriefingPage) -> Iterator[str]:
    """Each page of a single statement, without the addresses in it, as one unit."""
    for _, make in embed_files(made, EMBEDDING):
        words = re.sub(r'https://example\.org/[^\s"&<]*', "", make().decode())
        yield " ".join(re.sub(r'(href|content)="[^"]*"', "", words).split())


def _markdown(content: bytes) -> Iterator[str]:
    """The brief above the text, and the notes under it."""
    above, heading, _ = content.decode().partition("\n## Text\n")
    yield from above.split("\n") if heading else ()
    notes = (line for line in content.decode().split("\n") if line.startswith("[^"))
    yield from (_LINK.sub("]", line) for line in notes)


def _bibtex(content: bytes) -> Iterator[str]:
    yield from content.decode().split("\n")


def _annotations(content: bytes) -> Iterator[str]:
    """Each annotation: the words it aims at, with what its bodies say of them."""
    for item in json.loads(content)["first"]["items"]:
        yield " | ".join((*_strings(item["body"]), *_AIMED_AT.findall(json.dumps(item["target"]))))


BESIDE_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "briefing.md": _markdown,
    "cite.bib": _bibtex,
    "annotations.json": _annotations,
}


def _beside(name: str) -> Callable[[BriefingPage], Iterator[str]]:
    return lambda made: BESIDE_READERS[name](briefing_file(name, made, PUBLIC))


OF_EDITORS = ("feeds of briefings", "feed of corrections", "cite.bib")  # which have their words alone
OUTPUTS: dict[str, Callable[[BriefingPage], Iterator[str]]] = {
    "quotations as CSV": _table,
    "quotations as JSON": _listed,
    "answers to questions": _answered,
    "the words of a quotation": _alone,
    "feeds of briefings": _feed_of_briefings,
    "feeds of speakers": _feeds_of_speakers,
    "feed of corrections": _feed_of_corrections,
    "one speaker's quotations as CSV": _printed_as_csv,
    "one speaker's quotations as JSON": _printed_as_json,
    "pages of statements": lambda made: _embeds(EMBEDDING.briefing(made.published.briefing)),
    **{name: _beside(name) for name in BESIDE},
}


# --- what must hold of all of them ---


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(told, min_size=1, max_size=6), st.booleans())
def test_no_file_has_reported_words_without_what_reports_them(
    sentences: Sequence[Told], excerpt: bool
) -> None:
    made = RENDERER.briefing(briefing(sentences, excerpt=excerpt))
    for output, lines_of in OUTPUTS.items():
        lines = list(lines_of(made))
        for number, one in enumerate(sentences):
            cue, _ = one.words(number)
            for line in (line for line in lines if f"said{number}x" in line):
                assert not one.not_said, f"{output}: {line}"
                assert one.kind is Kind.DIRECT or cue in line, f"{output}: {line}"
                negated = one.kind is not Kind.DIRECT and one.shape is NEGATED and output != _IN_THE_TEXT
                assert not negated or "never" in line, f"{output}: {line}"


@pytest.mark.parametrize("kind", [Kind.MIXED, Kind.INDIRECT])
def test_not_even_of_a_long_sentence_whose_reporting_words_come_last(kind: Kind) -> None:
    one = Told(AFTER.replace("{w}", f"{{w}} {_LONG}"), NAMES[0], kind, None, 0.95)
    made = RENDERER.briefing(briefing([one]))
    for output, lines in OUTPUTS.items():
        for line in lines(made):
            assert "said0x" not in line or "cue0x" in line, f"{output}: {line}"


def test_what_is_said_stands_in_each_of_them_and_what_nobody_said_in_none() -> None:
    sentences = [
        Told(AFTER, NAMES[0], Kind.INDIRECT, None, 0.95),
        Told(AFTER, NAMES[1], Kind.DIRECT, None, 0.95),
        Told(AFTER, NAMES[2], Kind.DIRECT, NotSaid.NEGATED, 0.95),
    ]
    made = RENDERER.briefing(briefing(sentences))
    for output, lines_of in OUTPUTS.items():
        lines = "\n".join(lines_of(made))
        assert "said2x" not in lines, output
        if output not in OF_EDITORS:
            assert "said0x" in lines, output
            assert "said1x" in lines, output


def test_every_file_beside_a_page_is_asked() -> None:
    assert set(BESIDE_READERS) == set(BESIDE)
