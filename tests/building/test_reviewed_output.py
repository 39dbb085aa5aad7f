"""What goes out reviewed: `briefing extract --reviewed`, and one speaker's statements as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.building.conftest import Command, write

SAID = "“It will hold for forty years,”"


@pytest.fixture
def reviewed(site: Path) -> Path:
    (site / "briefing.toml").write_text("", "utf-8")  # with the language model, which finds speakers
    write(site, "speakers.yaml", "- {name: Ada Karr, aliases: [Ada Example], title: engineer}\n")
    said = "“It leaks at night,” said Bram Osei.\n\n“It is dry,” said Ada Example.\n"
    write(site, "weir.md", f"---\ntitle: Weir\ndate: 2026-02-02\n---\n\n{said}")
    write(
        site, "weir.review.yaml", "- {action: reject, target: attribution, content: '“It leaks at night,”'}\n"
    )
    return site


def test_reviewed_output_has_corrections_and_registry_and_plain_output_has_neither(
    reviewed: Path, briefing: Command
) -> None:
    plain = json.loads(briefing("extract", "content/weir.md").stdout)
    assert [one["speakers"] for one in plain["attributions"]] == [["Bram Osei"], ["Ada Example"]]
    found = json.loads(briefing("extract", "--reviewed", "content/weir.md").stdout)
    assert [one["speakers"] for one in found["attributions"]] == [["Ada Karr"]]
    assert "Bram Osei" not in [one["name"] for one in found["speakers"]]


def test_reviewed_output_tells_what_a_person_decided_of_each_annotation(
    site: Path, briefing: Command
) -> None:
    where = f"target: assertion, content: '{SAID}'"
    write(
        site,
        "good.review.yaml",
        f"- {{action: confirm, target: attribution, content: '{SAID}'}}\n"
        f"- {{action: add, {where}, wording: It lasts.}}\n"
        f"- {{action: verdict, {where}, value: misleading}}\n",
    )
    found = json.loads(briefing("extract", "--reviewed", "content/good.md").stdout)
    assert [one["review"] for one in found["attributions"]] == ["confirmed"]
    one = found["assertions"][0]
    assert (one["review"], one["verdict"], one["wording"]) == ("confirmed", "misleading", "It lasts.")
    assert "review" not in json.loads(briefing("extract", "content/good.md").stdout)["attributions"][0]


def test_reviewed_output_applies_what_the_site_applies(reviewed: Path, briefing: Command) -> None:
    """A wish is no statement that the site publishes, so a correction of it is a miss in both."""
    write(
        reviewed,
        "weir.md",
        "---\ntitle: W\ndate: 2026-02-02\n---\n\nThe board wants to close it at once.\n",
    )
    wrong = "{action: confirm, target: attribution, content: to close it at once}"
    write(reviewed, "weir.review.yaml", f"- {wrong}\n")
    assert "orphaned correction" in briefing("check").stderr
    assert "orphaned correction" in briefing("extract", "--reviewed", "content/weir.md").stderr
    every = briefing("extract", "--reviewed", "--acts", "says,shows,wants,thinks", "content/weir.md")
    assert "orphaned correction" not in every.stderr


def test_reviewed_output_tells_what_was_lost(reviewed: Path, briefing: Command) -> None:
    write(
        reviewed,
        "weir.review.yaml",
        "- {action: reject, target: attribution, content: '“It sank in March,”'}\n",
    )
    assert "orphaned correction" in briefing("extract", "--reviewed", "content/weir.md").stderr
    assert briefing("extract", "content/weir.md").stderr == ""


@pytest.mark.parametrize("name", ["Ada Karr", "ada example"])
def test_one_speakers_statements_are_a_table(reviewed: Path, briefing: Command, name: str) -> None:
    done = briefing("quotes", "--speaker", name)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    told = [(row["date"], row["text"]) for row in rows]
    assert told == [("2026-02-02", "“It is dry,”"), ("2026-01-02", SAID)]
    assert rows[0]["permalink"].startswith("weir/index.html#")
    assert rows[0]["title"] == "engineer"
    as_json = json.loads(briefing("quotes", "--speaker", name, "--format", "json").stdout)
    assert [row["text"] for row in as_json] == [row["text"] for row in rows]


def test_a_table_holds_what_is_published_alone(reviewed: Path, briefing: Command) -> None:
    for held in ("draft: true", "withdrawn: It was wrong.", "embargo: 2999-01-01T00:00Z"):
        head = f"---\ntitle: M\ndate: 2026-03-03\n{held}\n---\n\n"
        write(reviewed, "more.md", head + "“No,” said Ada Example.\n")
        assert "“No,”" not in briefing("quotes", "--speaker", "Ada Karr").stdout
    done = briefing("quotes", "--speaker", "Bram Osei")
    assert done.returncode == 2
    assert "says nothing in a published briefing" in done.stderr
    assert "did you mean Ada Karr?" in briefing("quotes", "--speaker", "Karr").stderr


def test_a_reworded_assertion_is_shown_in_the_editors_words_and_the_text_keeps_its_own(
    site: Path, briefing: Command
) -> None:
    words = "“It will hold for forty years,”"
    added = f"- {{action: add, target: assertion, content: '{words}', wording: The wall lasts until 2066.}}\n"
    write(site, "good.review.yaml", added)
    assert briefing("build").returncode == 0
    page = (site / "site/good/index.html").read_text("utf-8")
    assert '<span class="means">The wall lasts until 2066.</span>' in page
    assert "in the editors’ words" in page
    assert "It will hold for forty years" in page
    write(site, "good.review.yaml", added.replace("assertion", "fact"))
    done = briefing("check")
    assert "content/good.review.yaml:1:3: a fact has no wording" in done.stderr


def test_an_error_in_a_review_file_is_told_alone(site: Path, briefing: Command) -> None:
    """It does not make the file look like one without a source, which could be deleted."""
    write(site, "good.review.yaml", "- {action: rename, target: speaker}\n")
    done = briefing("check")
    assert done.returncode == 1
    assert "content/good.review.yaml:1:4: 'action' must be" in done.stderr
    assert "no source" not in done.stderr
    assert "delete" not in done.stderr
