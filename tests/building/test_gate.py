"""One gate: what `check` finds is what `build --strict` stops at, on any site."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build, check
from generator.errors import BriefingError, Problem, Severity
from generator.problem_formats import Format, written
from generator.settings import load_site
from tests.building.conftest import Command, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEAD = "---\ntitle: {}\ndate: 2026-01-02\n{}---\n\n"
SAID = "“It will hold for forty years,” said Ada Example.\n"
REJECT = "- action: reject\n  target: attribution\n  content:\n    - exact: “{}”\n"


def errors_of_check(site: Path) -> set[str]:
    try:
        return {
            str(problem)
            for problem in check(load_site(site), NOW).problems
            if problem.severity is Severity.ERROR
        }
    except BriefingError as error:
        return {str(problem) for problem in error.problems}


def errors_of_build(site: Path, *, strict: bool = True) -> set[str]:
    try:
        build(load_site(site), BuildOptions(lambda: NOW, strict=strict))
    except BriefingError as error:
        return {str(problem) for problem in error.problems}
    return set()


FAULTS = {
    "a broken link": ("a.md", HEAD.format("A", "") + "See [x](gone.md).\n", "leads to no file"),
    "a missing picture": ("a.md", HEAD.format("A", "") + "![x](gone.png)\n", "leads to no file"),
    "a link to a draft": ("a.md", HEAD.format("A", "") + "See [x](draft.md).\n", "is not published"),
    "a lost fragment": ("a.md", HEAD.format("A", "") + "See [x](good.md#gone).\n", "not in that page"),
    "a lost fragment in the page": ("a.md", HEAD.format("A", "") + "See [x](#gone).\n", "not in that page"),
    "a link to no tag": ("a.md", HEAD.format("A", "") + "See [x](/tags/gone/).\n", "leads to no page"),
    "no front matter": ("a.md", "Text.\n", "no front matter"),
    "no date": ("a.md", "---\ntitle: A\n---\nText.\n", "no date"),
    "an orphaned rejection": ("good.review.yaml", REJECT.format("It never held,"), "orphaned correction"),
    "a review without a source": ("old.review.yaml", REJECT.format("x"), "no source of this name"),
    "a broken review": ("good.review.yaml", "- action: perhaps\n", "action"),
    "a doubled name": ("speakers.yaml", "- name: Ada Example\n- name: Ada Example\n", "is listed already"),
    "a name of two": (
        "speakers.yaml",
        "- name: Ada Example\n- {name: Ada Marlow, aliases: [Ada Example]}\n",
        "is claimed by",
    ),
    "a lost photo": ("speakers.yaml", "- {name: Ada Example, photo: p/a.png}\n", "does not exist"),
    "a broken registry": ("speakers.yaml", "- {nam: x}\n", "unknown key"),
    "a language unknown": ("a.md", HEAD.format("A", "lang: ar\n") + "Text.\n", "no language pipeline"),
    "a taken address": ("a.md", HEAD.format("A", "slug: good\n") + "Text.\n", "is taken by"),
    "a broken template": ("../templates/404.html", "{% if %}", "templates/404.html:1"),
    "a broken asset": ("../templates/assets/bundles.toml", "x", "bundles.toml"),
    "a foreign file in the output": ("../site/thesis.doc", "x", "not ours"),
    "a clash": ("../static/good/index.html", "x", "two things would be written"),
    "not reviewed": (
        "../briefing.toml",
        '[language]\npipelines = {en = "none"}\n[review]\nrequire = ["attribution"]\n',
        "attribution not reviewed",
    ),
}  # fmt: skip


@pytest.fixture
def sound(site: Path) -> Path:
    write(site, "draft.md", HEAD.format("D", "draft: true\n") + "Text.\n")
    return site


def put(site: Path, name: str, text: str) -> None:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stops_check_and_strict_builds_and_nothing_is_written(sound: Path, fault: str) -> None:
    assert errors_of_build(sound) == set()
    before = _files(sound / "site")
    name, text, said = FAULTS[fault]
    put(sound, name, text)
    found = errors_of_check(sound)
    assert any(said in error for error in found)
    assert errors_of_build(sound) == found
    assert {name: data for name, data in _files(sound / "site").items() if name != "thesis.doc"} == before


NOTES = {
    "an unreferenced file": ("notes.docx", "x"),
    "a static leaving": ("../static/a.css~", "x"),
    "an empty draft": ("b.md", HEAD.format("B", "draft: true\n")),
    "a broken link in a draft": ("b.md", HEAD.format("B", "draft: true\n") + "See [x](gone.md).\n"),
    "a link between drafts": ("b.md", HEAD.format("B", "draft: true\n") + "See [x](draft.md).\n"),
    "a broken review of a draft": ("draft.review.yaml", "- action: perhaps\n"),
    "an orphan of an embargoed text": ("e.review.yaml", REJECT.format("It never held,")),
}


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_stops_neither(sound: Path, kind: str) -> None:
    write(sound, "e.md", HEAD.format("E", "embargo: 2027-01-01T06:00Z\n") + SAID)
    put(sound, *NOTES[kind])
    assert errors_of_check(sound) == errors_of_build(sound) == set()


def test_what_is_not_reviewed_is_one_note_a_kind(sound: Path) -> None:
    for number in range(5):
        write(sound, f"b{number}.md", HEAD.format(f"B{number}", "") + SAID)
    notes = [str(p) for p in check(load_site(sound), NOW).problems if p.severity is Severity.NOTE]
    assert notes.count("not reviewed: 6 of 6 attributions, in 6 of 6 briefings") == 1
    assert sum("attributions" in note for note in notes) == 1


def test_check_publishes_nothing_and_leaves_nothing(sound: Path) -> None:
    before = {path for path in sound.rglob("*") if ".briefing" not in path.parts}
    check(load_site(sound), NOW)
    assert {path for path in sound.rglob("*") if ".briefing" not in path.parts} == before


def test_check_and_strict_builds_agree_on_random_sites(tmp_path: Path, thorough: bool) -> None:
    choose, faulty, sites = random.Random(12), 0, 200 if thorough else 30
    for number in range(sites):
        site = tmp_path / str(number)
        (site / "content").mkdir(parents=True)
        put(site, "../briefing.toml", '[language]\npipelines = {en = "none"}\n')
        put(site, "good.md", HEAD.format("Good", "") + SAID)
        put(site, "draft.md", HEAD.format("D", "draft: true\n") + "Text.\n")
        for _ in range(choose.randrange(3)):
            put(site, f"text-{choose.randrange(4)}.md", _text(choose))
        for name, text, *_ in choose.sample([*FAULTS.values(), *NOTES.values()], choose.randrange(4)):
            put(site, name, text)
        found = errors_of_check(site)
        assert errors_of_build(site) == found, number
        assert (site / "site" / "index.html").exists() == (not found)
        faulty += bool(found)
    assert sites // 4 < faulty < sites - sites // 8


def _text(choose: random.Random) -> str:
    front = choose.choice(
        ["", "", "draft: true\n", "tags: [x]\n", "excerpt: true\n", "embargo: 2030-01-01T00:00Z\n"]
    )
    target = choose.choice(
        ["good.md", "draft.md", "text-1.md", "text-2.md#q-x", "p.png", "/tags/x/", "#q", "/"]
    )
    return HEAD.format("T", front) + SAID + choose.choice(["", "", f"\nSee [it]({target}).\n"])


# --- how it is told -------------------------------------------------------------------

PROBLEM = Problem("100% wrong:\nthis", "content/a,b.md", 3, 4, "mend it", Severity.WARNING)


def test_a_problem_is_told_to_programs() -> None:
    assert json.loads(written(PROBLEM, Format.JSON, Path("sites/one"))) == {
        "message": "100% wrong:\nthis", "file": "sites/one/content/a,b.md", "line": 3, "column": 4,
        "hint": "mend it", "severity": "warning",
    }  # fmt: skip
    assert written(PROBLEM, Format.GITHUB) == (
        "::warning file=content/a%2Cb.md,line=3,col=4::100%25 wrong:%0Athis (mend it)"
    )
    assert written(Problem("gone"), Format.GITHUB) == "::error::gone"


@pytest.mark.parametrize("command", [("check",), ("build", "--strict")])
def test_the_commands_print_the_form_that_is_asked_for(
    site: Path, briefing: Command, command: tuple[str, ...]
) -> None:
    write(site, "a.md", HEAD.format("A", "") + "See [x](gone.md).\n")
    done = briefing(*command, "--format", "github")
    assert done.returncode == 1
    assert "::error file=content/a.md,line=6,col=9::the link 'gone.md' leads to no file" in done.stdout
    done = briefing(*command, "--format", "json")
    assert done.returncode == 1
    assert [json.loads(line)["line"] for line in done.stdout.splitlines() if '"error"' in line] == [6]


def _files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
