"""Ids and permalinks are made of words: the same ones in ``briefing extract`` and in the page."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from generator.cli import app
from generator.slugs import Fragments, file_stem, permalinks, slug

SPLIT = """---
title: The ferry
date: 2031-05-04
---

“The ferry,” Ana Brandt said, “will sail on Sunday.”

“We know nothing more,” Ben Castle said.

“We know nothing more,” Ana Brandt said.
"""


def test_the_id_that_extract_prints_is_the_permalink_of_the_page(tmp_path: Path) -> None:
    source = tmp_path / "content" / "ferry.md"
    source.parent.mkdir()
    source.write_text(SPLIT, "utf-8")
    (tmp_path / "briefing.toml").write_text("", "utf-8")
    run = CliRunner()
    built = run.invoke(app, ["build", "--site", str(tmp_path)])
    assert built.exit_code == 0, built.output
    printed = run.invoke(app, ["extract", str(source), "--site", str(tmp_path)])
    identifiers = [one["id"] for one in json.loads(printed.stdout)["attributions"]]
    page = (tmp_path / "site" / "ferry" / "index.html").read_text("utf-8")
    assert identifiers == [
        "q-the-ferry-will-sail-on-sunday",
        "q-we-know-nothing-more",
        "q-we-know-nothing-more-2",
    ]
    assert all(f'id="{identifier}"' in page for identifier in identifiers)


def test_the_second_of_the_same_words_keeps_its_permalink_without_the_first() -> None:
    assert permalinks("q", [("q-no-2", "“No.”")]) == ["q-no-2"]


def test_what_a_person_added_or_resized_gets_a_permalink_of_its_own_words() -> None:
    annotations = [("q-5d0c31aa", "“No.”"), ("q-no", "No!"), ("q-the-old-words", "The new words")]
    assert permalinks("q", annotations) == ["q-no-2", "q-no", "q-the-new-words"]


@given(
    st.lists(st.tuples(st.sampled_from(["q-a", "q-a-2", "q-b", "q-x"]), st.text(alphabet="ab 2", max_size=4)))
)
def test_permalinks_are_never_shared(annotations: list[tuple[str, str]]) -> None:
    unique = list({identifier: (identifier, words) for identifier, words in annotations}.values())
    assert len(set(permalinks("q", unique))) == len(unique)


@given(st.lists(st.text(max_size=30), max_size=20))
def test_ids_of_an_extraction_are_the_permalinks_of_all_its_words(texts: list[str]) -> None:
    fragments = Fragments()
    identifiers = [fragments.of("q", text) for text in texts]
    assert permalinks("q", list(zip(identifiers, texts, strict=True))) == identifiers


def test_a_file_is_named_after_its_title_and_cut_between_words() -> None:
    assert file_stem("Über die Fähre: “Wann?”") == "uber-die-fahre-wann"
    assert file_stem("word " * 20) == "-".join(["word"] * 12)
    assert file_stem("—") == ""


@given(st.text(max_size=200))
def test_a_file_stem_is_short_and_fit_for_every_file_system(title: str) -> None:
    stem = file_stem(title)
    assert len(stem) <= 60
    assert stem == slug(stem, length=60)
