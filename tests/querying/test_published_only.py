"""Nothing that is withheld is ever answered, and what is answered is as the last build left it."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.command_line import run
from tests.querying.conftest import Command

NOW = datetime.now().astimezone()
LATER, EARLIER = (NOW + timedelta(days=9)).isoformat(), (NOW - timedelta(days=9)).isoformat()
STANDINGS = {
    "published": "",
    "past embargo": f"embargo: {EARLIER}\n",
    "draft": "draft: true\n",
    "embargo": f"embargo: {LATER}\n",
    "withdrawn": "withdrawn: It was invented.\n",
    "rejected": "",
    "gone": "",
}
SHOWN = ("published", "past embargo")
HELD_BACK = ("draft", "embargo")


def _write(content: Path, number: int, standing: str) -> None:
    source, review = content / f"b{number}.md", content / f"b{number}.review.yaml"
    source.unlink(missing_ok=True)
    review.unlink(missing_ok=True)
    if standing == "gone":
        return
    head = f"title: B{number}\ndate: 2031-05-02\nkind: transcript\n{STANDINGS[standing]}"
    words = f"The wall word{number}x will hold."
    source.write_text(f"---\n{head}---\n\nADA EXAMPLE: {words}\n\nBO PINE: It is tall.\n", "utf-8")
    if standing == "rejected":
        review.write_text(f"- {{action: reject, target: attribution, content: '{words}'}}\n", "utf-8")


def _answered(root: Path, *arguments: str) -> set[str]:
    """The unique words of the briefings that are answered: by words, and by SQL."""
    asked = run(root, "query", "word*", "--format", "json", *arguments)
    assert asked.returncode == 0, asked.stderr
    selected = run(root, "query", "--sql", "SELECT text FROM statements", "--format", "json", *arguments)
    texts = [one["text"] for one in json.loads(asked.stdout)]
    assert set(texts) == {one["text"] for one in json.loads(selected.stdout) if "word" in one["text"]}
    return {text.split()[2] for text in texts}


def _expected(standings: list[str], shown: tuple[str, ...]) -> set[str]:
    return {f"word{number}x" for number, one in enumerate(standings) if one in shown}


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(list(STANDINGS)), min_size=5, max_size=5), min_size=2, max_size=3))
def test_drafts_embargoes_withdrawn_and_rejected_are_never_answered(rounds: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = root / "content"
        content.mkdir()
        (root / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
        always = (
            "---\ntitle: A\ndate: 2031-01-01\nkind: transcript\n---\n\nADA EXAMPLE: Yes.\n\nBO PINE: No.\n"
        )
        (content / "always.md").write_text(always, "utf-8")
        for standings in rounds:
            for number, standing in enumerate(standings):
                _write(content, number, standing)
            build(load_site(root), BuildOptions())
            assert _answered(root) == _expected(standings, SHOWN)
            assert _answered(root, "--drafts") == _expected(standings, (*SHOWN, *HELD_BACK))


def test_a_draft_among_the_answers_says_so(briefing: Command, tmp_path: Path) -> None:
    source = tmp_path / "content/weir.md"
    source.write_text(source.read_text("utf-8").replace("tags:", "draft: true\ntags:"), "utf-8")
    found = json.loads(briefing("query", "ferry", "--drafts", "--format", "json").stdout)
    assert {one["briefing"]: one["state"] for one in found} == {"The ferry": "published", "The weir": "draft"}


def test_a_briefing_that_was_published_is_answered_until_a_build_takes_it_back(
    briefing: Command, tmp_path: Path
) -> None:
    (tmp_path / "content/weir.md").unlink()
    assert "weir" in briefing("query", "weir").stdout
    assert briefing("build").returncode == 0
    assert "weir" not in briefing("query", "weir").stdout


def test_questions_make_no_page_and_leave_the_site_as_it_is(briefing: Command, tmp_path: Path) -> None:
    def stands() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}

    before = stands()
    assert briefing("query", "ferry").returncode == 0
    assert stands() == before


def test_only_what_changed_is_written_anew(briefing: Command, tmp_path: Path) -> None:
    ask = partial(briefing, "query", "ferry", "--format", "json")
    first = ask().stdout
    file = tmp_path / ".briefing/query.sqlite"
    stood = file.stat()
    assert ask().stdout == first
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (stood.st_ino, stood.st_mtime_ns)
    numbers = "SELECT id, title FROM briefings ORDER BY id"
    before = json.loads(briefing("query", "--sql", numbers, "--format", "json").stdout)
    weir = tmp_path / "content/weir.md"
    weir.write_text(weir.read_text("utf-8").replace("will hold", "has gone"), "utf-8")
    assert briefing("build").returncode == 0
    after = json.loads(briefing("query", "--sql", numbers, "--format", "json").stdout)
    assert before[0] == after[0] == {"id": 1, "title": "The ferry"}
    assert "has gone" in ask().stdout
    assert "will hold" not in ask().stdout
