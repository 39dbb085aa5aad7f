"""A link to a statement that was published before still leads to its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Span
from generator.rendering.former import former_marks
from tests.building.conftest import Command, write

FRONT = "---\ntitle: Wall\ndate: 2026-01-02\n---\n\n"
TEXT = "“The wall will hold for forty years,” said Ada Example.\n\n“We asked twice,” said Ben Example.\n"
WALL, TWICE = "q-the-wall-will-hold-for-forty", "q-we-asked-twice"
REJECTED = '- {action: reject, target: attribution, content: [{exact: "“We asked twice,”"}]}\n'


def ids(site: Path, page: str = "wall") -> dict[str, str]:
    """The ids of a page, with the words that stand behind each."""
    html = (site / "site" / page / "index.html").read_text("utf-8")
    parts = re.split(r'<[a-z]+ data-a id="([^"]+)"[^>]*>', html)[1:]
    return {ident: re.sub(r"<[^>]+>", "", rest) for ident, rest in zip(parts[::2], parts[1::2], strict=True)}


@pytest.fixture
def recorded(site: Path, briefing: Command) -> Path:
    write(site, "wall.md", FRONT + TEXT)
    done = briefing("build", "--record")
    assert done.returncode == 0, done.stderr
    assert {WALL, TWICE} <= ids(site).keys()
    return site


def test_what_is_no_longer_a_statement_keeps_its_id(recorded: Path, briefing: Command) -> None:
    write(recorded, "wall.review.yaml", REJECTED)
    for _ in range(3):  # the log of each build is what the next one reads
        assert briefing("build", "--record").returncode == 0
        assert ids(recorded)[TWICE].startswith("We asked twice")


def test_what_was_never_recorded_has_none(site: Path, briefing: Command) -> None:
    write(site, "wall.md", FRONT + TEXT)
    write(site, "wall.review.yaml", REJECTED)
    assert briefing("build").returncode == 0
    assert TWICE not in ids(site)


def test_words_that_are_gone_have_none(recorded: Path, briefing: Command) -> None:
    write(recorded, "wall.md", FRONT + TEXT.split("\n\n", maxsplit=1)[0] + "\n")
    assert briefing("build").returncode == 0
    assert ids(recorded).keys() & {WALL, TWICE} == {WALL}


def test_a_damaged_log_stops_no_build(recorded: Path, briefing: Command) -> None:
    write(recorded, "wall.review.yaml", REJECTED)
    write(recorded, "wall.changes.yaml", "- {version: [\n")
    assert briefing("build").returncode == 0
    assert TWICE not in ids(recorded)


def test_what_may_not_be_shown_has_none() -> None:
    text = "We asked twice. The wall will hold."
    assert former_marks(["We asked twice", "The wall will hold"], text, [Span(16, 35)], set()) != []
    assert [m.ident for m in former_marks(["We asked twice"], text, [Span(16, 35)], set())] == []


@given(st.lists(st.text("ab .…", max_size=12), max_size=6), st.text("ab .…\n", max_size=60))
def test_no_id_stands_twice_and_each_is_around_its_words(published: list[str], text: str) -> None:
    marks = former_marks(published, text, [Span(0, len(text))], {"q-a"})
    names = [mark.ident for mark in marks]
    assert len({*names, "q-a"}) == len(names) + 1
    for mark in marks:
        assert text[mark.span.start : mark.span.end].strip()
