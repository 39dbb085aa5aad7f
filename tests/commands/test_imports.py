"""What a command does not need, it does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.building.conftest import write

HEAVY = (
    "spacy",
    "numpy",
    "onnxruntime",
    "jinja2",
    "markdown_it",
    "ruamel",
    "babel",
    "starlette",
    "joblib",
    "PIL",
)

RUN = """
import sys
sys.argv = ["briefing", *sys.argv[1:]]
from generator.__main__ import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    write(tmp_path, "a.md", "---\ntitle: A\ndate: 2026-01-02\n---\n\n“It will hold,” said Ada Example.\n")
    return tmp_path


def imported(site: Path, *words: str) -> set[str]:
    command = [sys.executable, "-c", RUN, *words]
    done = subprocess.run(command, check=False, cwd=site, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("words", [["build"], ["check"], ["build", "--strict"]])
def test_to_find_out_that_nothing_changed_needs_no_library_that_makes_pages(
    site: Path, words: list[str]
) -> None:
    assert "jinja2" in imported(site, *words)
    assert imported(site, *words).isdisjoint(HEAVY)


def test_a_page_is_made_without_what_analyses_texts_where_no_text_changed(site: Path) -> None:
    imported(site, "build")
    (site / "templates").mkdir()
    (site / "templates" / "404.html").write_text("<p>Gone.</p>", "utf-8")
    assert imported(site, "build").isdisjoint({"spacy", "onnxruntime", "joblib"})


@pytest.mark.parametrize("words", [["build"], ["check"], ["build", "--strict"]])
def test_another_summary_is_published_without_what_analyses_texts(site: Path, words: list[str]) -> None:
    imported(site, "build")
    path = site / "content" / "a.md"
    path.write_text(path.read_text("utf-8").replace("title: A", "title: A\nsummary: It holds."), "utf-8")
    found = imported(site, *words)
    assert found.isdisjoint({"spacy", "numpy", "onnxruntime", "joblib"})
    assert "markdown_it" in found


@pytest.mark.parametrize("words", [["build"], ["check"]])
def test_another_title_is_published_from_kept_analyses_without_numpy(site: Path, words: list[str]) -> None:
    (site / "briefing.toml").write_text("", "utf-8")  # paragraphs are parsed and read by the encoder
    assert "numpy" in imported(site, "build")
    path = site / "content" / "a.md"
    path.write_text(path.read_text("utf-8").replace("title: A", "title: What Ada Example said"), "utf-8")
    assert imported(site, *words).isdisjoint({"spacy", "numpy", "onnxruntime", "joblib"})


def test_the_version_is_told_without_the_commands(site: Path) -> None:
    assert imported(site, "--version").isdisjoint({*HEAVY, "typer", "pydantic", "rich"})
