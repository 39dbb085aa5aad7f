"""From an empty folder with the wheel alone: a site is made, filled, built, served and deployed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
BASE = "https://example.org/sub/path/"
TEXT = "The ferry is late\n\n“It will come on Friday,” said Odile Brandt, the harbour master.\n"
SERVED = re.compile(r"http://127\.0\.0\.1:\d+/")
Briefing = Callable[..., str]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; what that needs comes from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    (packages,) = (folder / "env" / "lib").glob("python3*/site-packages")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(packages)
    # A folder in a .pth file comes behind the wheel; its own .pth files, ours among them, count for nothing.
    others = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "others.pth").write_text("\n".join(others) + "\n", "utf-8")
    return folder / "env" / "bin" / "python"


@pytest.fixture
def briefing(python: Path, tmp_path: Path) -> Briefing:
    """Runs the command in a folder, with nothing of the environment of these tests."""

    def run(folder: Path, *arguments: str) -> str:
        command = [python, "-m", "generator", *arguments]
        done = subprocess.run(
            command, cwd=folder, env=alone(tmp_path), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


def alone(home: Path) -> dict[str, str]:
    who = {f"GIT_{role}_{what}": "x@y.z" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONUNBUFFERED": "1", **who}


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    yield from process.stdout


def test_a_newcomer_gets_from_nothing_to_a_published_site(
    briefing: Briefing, python: Path, tmp_path: Path
) -> None:
    where = subprocess.run(
        [python, "-c", "import generator; print(generator.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(python.parents[1]) in where.stdout
    briefing(tmp_path, "new", "site", "demo")
    demo = tmp_path / "demo"
    (tmp_path / "ferry.txt").write_text(TEXT, "utf-8")
    known = {*(demo / "content").rglob("*.*")}
    briefing(demo, "new", "briefing", "The late ferry", "--from", str(tmp_path / "ferry.txt"))
    (imported,) = {*(demo / "content").rglob("*.*")} - known
    imported.write_text(imported.read_text("utf-8").replace("draft: true\n", "date: 2026-01-02\n"), "utf-8")
    briefing(demo, "build", "--strict", "--base-url", BASE)
    page = (demo / "site" / imported.stem / "index.html").read_text("utf-8")
    assert "Odile Brandt" in page
    assert f'href="{BASE}{imported.stem}/index.html"' in page
    serve(python, demo, tmp_path, imported.stem)

    published = tmp_path / "www" / "sub" / "path"
    published.parent.mkdir(parents=True)
    briefing(demo, "deploy", "--folder", str(published), "--base-url", BASE)
    subprocess.run(["git", "init", "-q", "--bare", "pages.git"], cwd=tmp_path, check=True)
    briefing(demo, "deploy", "--branch", "pages", "--remote", str(tmp_path / "pages.git"), "--base-url", BASE)
    subprocess.run(
        ["git", "clone", "-q", "-b", "pages", "pages.git", "clone"],
        cwd=tmp_path,
        check=True,
        env=alone(tmp_path),
    )
    for folder in (published, tmp_path / "clone"):
        assert f"<loc>{BASE}{imported.stem}/index.html</loc>" in (folder / "sitemap.xml").read_text("utf-8")
        assert links_within(folder, imported.stem)


def serve(python: Path, site: Path, home: Path, page: str) -> None:
    """Start a preview, read a page of it, and end it as Ctrl-C does."""
    command = [python, "-m", "generator", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site, env=alone(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            address = next(found[0] for line in lines_of(process) if (found := SERVED.search(line)))
            ends = time.monotonic() + 60
            while True:
                try:
                    with urlopen(f"{address}{page}/", timeout=10) as answer:
                        assert b"Odile Brandt" in answer.read()
                    break
                except OSError:
                    assert time.monotonic() < ends
                    time.sleep(0.2)
        finally:
            process.terminate()


def links_within(folder: Path, page: str) -> bool:
    """Whether all that a page names of the site is there, relative to it."""
    html = (folder / page / "index.html").read_text("utf-8")
    named = [one.split("#")[0] for one in re.findall(r'(?:href|src)="(\.\.?/[^"]*)"', html)]
    assert named
    return all((folder / page / one).is_file() for one in named)
