"""A deployment writes what differs, removes what it wrote before, and touches nothing else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.building.publisher import MARKER, mark
from generator.deploying.branch import deploy_to_branch
from generator.deploying.files import Deployed
from generator.deploying.folder import deploy_to_folder
from generator.deploying.rsync import deploy_by_rsync
from generator.errors import BriefingError, OutputError, UsageError
from tests.command_line import run

Deploy = Callable[..., Deployed]
FIRST = {"index.html": "one", "a/index.html": "a", "a b/ü[1]*.html": "odd", "assets/x.css": "x\r\n"}
SECOND = {"index.html": "two", "a b/ü[1]*.html": "odd", "c/index.html": "c", "assets/x.css": "x\r\n"}


def made(folder: Path, files: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    mark(folder, files)
    return folder


class Place:
    """Somewhere to deploy to, and what stands there."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind, self.folder = kind, folder / "target"
        self.bare = folder / "remote.git"
        if kind == "branch":
            git(folder, "init", "-q", "--bare", str(self.bare))

    def deploy(self, site: Path, *, dry_run: bool = False) -> Deployed:
        if self.kind == "folder":
            return deploy_to_folder(site, self.folder, dry_run=dry_run)
        if self.kind == "rsync":
            return deploy_by_rsync(site, str(self.folder), dry_run=dry_run)
        return deploy_to_branch(site, str(self.bare), "pages", dry_run=dry_run)

    def files(self) -> dict[str, str]:
        folder = self.folder
        if self.kind == "branch":
            shutil.rmtree(folder, ignore_errors=True)
            if not git(self.bare, "branch", "--list", "pages"):
                return {}
            git(folder.parent, "clone", "-q", "-b", "pages", str(self.bare), str(folder))
            shutil.rmtree(folder / ".git")
        found = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
        return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in found}

    def add(self, name: str, text: str) -> None:
        """Somebody else puts a file there."""
        if self.kind == "branch":
            clone = self.folder.parent / "clone"
            shutil.rmtree(clone, ignore_errors=True)
            git(self.folder.parent, "clone", "-q", "-b", "pages", str(self.bare), str(clone))
            (clone / name).write_text(text)
            git(clone, "add", "-f", name)
            git(clone, "commit", "-q", "-m", "Add a file")
            git(clone, "push", "-q")
        else:
            (self.folder / name).write_text(text)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def sign_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell git who commits; a fresh machine does not know."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada Example")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@example.org")


@pytest.fixture(params=["folder", "rsync", "branch"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    sign_commits(monkeypatch)
    if (
        request.param != "folder"
        and shutil.which("git" if request.param == "branch" else request.param) is None
    ):
        pytest.skip(f"{request.param} is not installed")
    return Place(tmp_path, request.param)


def test_the_first_deployment_writes_all(place: Place, tmp_path: Path) -> None:
    done = place.deploy(made(tmp_path / "site", FIRST))
    assert set(done.written) == set(FIRST)
    assert place.files() == FIRST


def test_the_next_one_writes_what_differs_and_removes_what_is_gone(place: Place, tmp_path: Path) -> None:
    place.deploy(made(tmp_path / "site", FIRST))
    done = place.deploy(made(tmp_path / "site", SECOND))
    assert set(done.written) == {"index.html", "c/index.html"}
    assert done.removed == ("a/index.html",)
    assert place.files() == SECOND
    assert not place.deploy(made(tmp_path / "site", SECOND))


def test_a_dry_run_tells_the_same_and_changes_nothing(place: Place, tmp_path: Path) -> None:
    assert set(place.deploy(made(tmp_path / "site", FIRST), dry_run=True).written) == set(FIRST)
    assert place.files() == {}
    place.deploy(tmp_path / "site")
    would = place.deploy(made(tmp_path / "site", SECOND), dry_run=True)
    assert place.files() == FIRST
    assert place.deploy(tmp_path / "site") == would


def test_a_domain_of_the_host_stays(place: Place, tmp_path: Path) -> None:
    place.deploy(made(tmp_path / "site", FIRST))
    place.add("CNAME", "example.org")
    place.deploy(made(tmp_path / "site", SECOND))
    assert place.files() == {**SECOND, "CNAME": "example.org"}


def test_files_of_others_are_never_lost(place: Place, tmp_path: Path) -> None:
    place.deploy(made(tmp_path / "site", FIRST))
    place.add("theirs.txt", "theirs")
    site = made(tmp_path / "site", SECOND)
    if place.kind == "rsync":
        place.deploy(site)  # it cannot look there, and leaves what it did not write
    else:
        with pytest.raises(OutputError, match=r"files that are not ours: 'theirs\.txt'"):
            place.deploy(site)
    assert place.files()["theirs.txt"] == "theirs"


def test_what_is_no_site_is_not_deployed(place: Place, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with pytest.raises(OutputError, match="holds no site"):
        place.deploy(tmp_path / "site")


def test_a_branch_keeps_its_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_commits(monkeypatch)
    branch = Place(tmp_path, "branch")
    for files in (FIRST, SECOND, SECOND):
        branch.deploy(made(tmp_path / "site", files))
    assert git(branch.bare, "rev-list", "--count", "pages") == "2"


def test_a_repository_may_be_a_folder_beside_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path, "branch")
    sign_commits(monkeypatch)
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    deploy_to_branch(made(tmp_path / "site", FIRST), "../remote.git", "pages")
    assert place.files() == FIRST


@pytest.mark.parametrize("name", ["--upload-pack=touch x", "-x"])
def test_no_name_is_taken_for_an_option(tmp_path: Path, name: str) -> None:
    site = made(tmp_path / "site", FIRST)
    with pytest.raises(UsageError):
        deploy_to_branch(site, name, "pages")
    with pytest.raises(BriefingError):
        deploy_to_branch(site, str(tmp_path), name)
    with pytest.raises(UsageError):
        deploy_by_rsync(site, name)


def test_the_command_builds_and_deploys(tmp_path: Path) -> None:
    (tmp_path / "s" / "content").mkdir(parents=True)
    (tmp_path / "s" / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n')
    (tmp_path / "s" / "content" / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\n\nIt is.\n")
    there = tmp_path / "there"
    would = run(tmp_path / "s", "deploy", "--folder", str(there), "--dry-run")
    assert "write a/index.html\n" in would.stdout
    assert not there.exists()
    done = run(tmp_path / "s", "deploy", "--folder", str(there))
    assert done.returncode == 0, done.stderr
    assert (there / "a" / "index.html").is_file()
    assert "0 files written, 0 removed" in run(tmp_path / "s", "deploy", "--folder", str(there)).stderr
    assert run(tmp_path / "s", "deploy").returncode == 2
    assert run(tmp_path / "s", "deploy", "--folder", "content/x").returncode == 1
