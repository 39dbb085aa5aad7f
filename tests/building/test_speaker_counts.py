"""Speaker pages, `briefing speakers` and `briefing quotes` tell one count of what somebody states."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path

import pytest

from generator.slugs import speaker_address
from tests.building.conftest import Command, write

TURNS = ("We shut the gates.", "Who was there?", "They were open.", "Why not?", "Nobody looked.")
PEOPLE = ("Ana Brandt", "Bram Osei", "Cleo Ferrant")
HEADS = ("", "", "draft: true\n", "embargo: 2999-01-01T00:00Z\n", "withdrawn: It was invented.\n")
SPEECH = (
    "---\ntitle: The gates\ndate: 2026-02-03\nkind: speech\n{}---\n\n"
    "The gates will be rebuilt by June. We will spend 40 million on them.\n"
)
BRANDT = "speakers: [{name: Ana Brandt, title: commissioner}]\n"


def hearing(site: Path, name: str, head: str, *turns: tuple[str, str]) -> None:
    said = "".join(f"\n{who.upper()}: {words}\n" for who, words in turns)
    write(site, name, f"---\ntitle: {name}\ndate: 2026-02-02\nkind: transcript\n{head}---\n{said}")


def listed(briefing: Command) -> dict[str, tuple[int, int]]:
    """Statements and briefings of everybody, as `briefing speakers` lists them."""
    lines = [line.split("\t") for line in briefing("speakers").stdout.splitlines()]
    return {name: (int(statements), int(briefings)) for statements, briefings, name, *_ in lines}


def on_page(site: Path, name: str) -> tuple[int, int]:
    page = (site / "site" / speaker_address(name) / "index.html").read_text("utf-8")
    found = re.search(r"(\d+) statements?, in (\d+) briefing", page)
    assert found is not None
    return int(found[1]), int(found[2])


def quoted(briefing: Command, name: str) -> list[str]:
    done = briefing("quotes", "--speaker", name)
    assert done.returncode == 0, done.stderr
    return [row["text"] for row in csv.DictReader(io.StringIO(done.stdout))]


@pytest.mark.parametrize("seed", range(6))
def test_the_three_agree_whatever_is_held_back_rejected_or_asked(
    site: Path, briefing: Command, seed: int
) -> None:
    dice = random.Random(seed)
    for number in range(4):
        turns = [(dice.choice(PEOPLE), dice.choice(TURNS)) for _ in range(6)]
        hearing(site, f"h{number}.md", dice.choice(HEADS), *turns)
        rejected = f"- {{action: reject, target: attribution, content: {turns[0][1]}}}\n"
        write(site, f"h{number}.review.yaml", rejected if dice.random() < 0.4 else "")
    write(site, "speech.md", SPEECH.format(BRANDT + dice.choice(HEADS)))
    assert briefing("build").returncode == 0
    counts = listed(briefing)
    pages = {path.parent.name for path in (site / "site/speakers").glob("*/index.html")}
    assert pages == {speaker_address(name).removeprefix("speakers/") for name in counts}
    for name, (statements, briefings) in counts.items():
        assert on_page(site, name) == (statements, briefings)
        assert len(quoted(briefing, name)) == statements


def test_nobody_is_listed_for_what_readers_cannot_see(site: Path, briefing: Command) -> None:
    for number, head in enumerate(HEADS[2:]):
        hearing(site, f"h{number}.md", head, ("Ana Brandt", "No."), ("Bram Osei", "Yes."))
    assert listed(briefing) == {}


def test_who_holds_a_speech_is_quoted_with_what_the_speakers_page_shows(
    site: Path, briefing: Command
) -> None:
    write(site, "speech.md", SPEECH.format(BRANDT))
    assert briefing("build").returncode == 0
    page = (site / "site/speakers/ana-brandt/index.html").read_text("utf-8")
    words = quoted(briefing, "Ana Brandt")
    assert words
    assert all(one in page for one in words)
    assert listed(briefing) == {"Ana Brandt": (len(words), 1)}
    assert on_page(site, "Ana Brandt") == (len(words), 1)


@pytest.mark.parametrize(
    ("speakers", "told"),
    [("", "nobody is listed"), ("speakers: [{name: Ana Brandt}, {name: Bram Osei}]\n", "several are listed")],
)
def test_a_speech_without_its_one_speaker_is_told(
    site: Path, briefing: Command, speakers: str, told: str
) -> None:
    write(site, "speech.md", SPEECH.format(speakers))
    assert f"content/speech.md:1:1: whose speech this is is not told: {told}" in briefing("build").stderr
    assert briefing("check").returncode == 1


def test_a_name_of_one_word_is_said_to_have_no_page(site: Path, briefing: Command) -> None:
    write(site, "speech.md", SPEECH.format("speakers: [{name: Brandt}]\n"))
    done = briefing("quotes", "--speaker", "Brandt")
    assert done.returncode == 2
    assert "'Brandt' speaks in a published briefing, and has no page across them" in done.stderr
    write(site, "speakers.yaml", "- name: Brandt\n")
    assert quoted(briefing, "Brandt")


def test_questions_are_no_statements(site: Path, briefing: Command) -> None:
    asked = ("Cleo Ferrant", "Who was there?")
    hearing(site, "h.md", "", asked, ("Ana Brandt", "Nobody looked."), asked)
    assert briefing("build").returncode == 0
    assert listed(briefing) == {"Ana Brandt": (1, 1), "Cleo Ferrant": (0, 1)}
    assert on_page(site, "Cleo Ferrant") == (0, 1)
    done = briefing("quotes", "--speaker", "Cleo Ferrant", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert done.stderr == "Cleo Ferrant only asks in published briefings: questions are no statements\n"


def test_a_source_that_cannot_be_read_is_told_and_the_others_are_counted(
    site: Path, briefing: Command
) -> None:
    hearing(site, "h.md", "", ("Ana Brandt", "Nobody looked."), ("Bram Osei", "No."))
    write(site, "broken.md", "---\ntitel: x\n---\n\nText.\n")
    done = briefing("speakers")
    assert done.returncode == 1
    assert "content/broken.md:2:1: unknown key 'titel'" in done.stderr
    assert "1\t1\tAna Brandt" in done.stdout
