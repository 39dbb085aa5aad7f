"""Where a site goes: nothing is removed but what a build wrote, nothing is half written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.building import publisher
from generator.building.options import BuildOptions
from generator.building.output import Staged, Whole
from generator.building.publisher import MARKER
from generator.building.publishing import build
from generator.errors import BriefingError, OutputError
from generator.settings import load_site
from tests.building.conftest import write


def publish(site: Path, folder: Path | None = None, *, trusted: bool = False, full: bool = False) -> None:
    build(load_site(site, trusted=trusted), BuildOptions(full=full), folder)


@pytest.mark.parametrize(
    "name", ["CNAME", ".git/config", ".gitkeep", ".gitignore", ".well-known/security.txt", ".gitattributes"]
)
def test_what_belongs_to_the_host_is_carried_over(site: Path, name: str) -> None:
    for _ in range(3):
        publish(site)
        (site / "site" / name).parent.mkdir(exist_ok=True)
        if not (site / "site" / name).exists():
            (site / "site" / name).write_text("theirs")
    publish(site)
    assert (site / "site" / name).read_text() == "theirs"
    write(site, "good.md", "---\ntitle: Good\ndate: 2026-01-02\nslug: other\n---\nText.")
    publish(site)
    assert (site / "site" / name).read_text() == "theirs"
    assert not (site / "site" / "good").exists()
    assert (site / "site" / "other" / "index.html").is_file()


def test_a_setting_names_further_files_that_stay(site: Path) -> None:
    (site / "briefing.toml").write_text(
        '[language]\npipelines = {en = "none"}\n[output]\nkeep = ["reports/old", "ads.txt"]\n', "utf-8"
    )
    publish(site)
    (site / "site" / "reports" / "old").mkdir(parents=True)
    (site / "site" / "reports" / "old" / "a.pdf").write_text("theirs")
    (site / "site" / "ads.txt").write_text("theirs")
    publish(site)
    publish(site)
    assert (site / "site" / "reports" / "old" / "a.pdf").read_text() == "theirs"
    assert (site / "site" / "ads.txt").read_text() == "theirs"


@pytest.mark.parametrize("name", [".DS_Store", "good/Thumbs.db", "desktop.ini"])
def test_litter_is_dropped_silently(site: Path, name: str) -> None:
    publish(site)
    (site / "site" / name).write_text("litter")
    publish(site)
    assert not (site / "site" / name).exists()


@pytest.mark.parametrize(
    "name", ["thesis.doc", "good/notes.txt", "new/deep/a.txt", ".htpasswd", "index2.html"]
)
def test_any_other_file_stops_the_build_and_stays(site: Path, name: str) -> None:
    publish(site)
    path = site / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("theirs")
    before = (site / "site" / "index.html").stat().st_mtime_ns
    for _ in range(2):
        with pytest.raises(OutputError, match=f"holds files that are not ours: '{name}'"):
            publish(site)
    assert path.read_text() == "theirs"
    assert (site / "site" / "index.html").stat().st_mtime_ns == before
    assert not list(site.glob(".site.staging*"))


def test_a_previous_site_that_holds_files_of_others_is_not_deleted(site: Path) -> None:
    publish(site)
    publish(site, full=True)
    (site / ".site.previous" / "thesis.doc").write_text("theirs")
    with pytest.raises(OutputError, match="thesis"):
        publish(site, full=True)
    assert (site / ".site.previous" / "thesis.doc").read_text() == "theirs"
    assert (site / "site" / "index.html").is_file()


def test_a_site_of_the_version_before_which_listed_no_files_is_replaced(site: Path) -> None:
    publish(site)
    (site / "site" / MARKER).write_text("This folder is written by `briefing`.\n")
    (site / "site" / "CNAME").write_text("theirs")
    (site / "content" / "good.md").rename(site / "content" / "better.md")
    publish(site)
    assert not (site / "site" / "good").exists()
    assert (site / "site" / "CNAME").is_file()


@pytest.mark.parametrize(
    "output",
    [".", "..", "/", "content", "content/out", "static/out", "templates", "templates/x/y", ".briefing/out"],
)
def test_an_output_among_the_inputs_or_around_them_is_refused(site: Path, output: str) -> None:
    for name in ("static", "templates"):
        (site / name).mkdir()
    before = sorted(site.rglob("*"))
    with pytest.raises(OutputError, match=r"is made from|the site's own folder"):
        publish(site, site / output)
    assert sorted(site.rglob("*")) == before


def test_an_output_that_is_a_link_into_the_inputs_is_refused(site: Path) -> None:
    (site / "out").symlink_to("content")
    with pytest.raises(OutputError, match="made from"):
        publish(site, site / "out")


def test_a_linked_output_stays_a_link_and_leads_to_the_new_site(site: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (site / "site").symlink_to(tmp_path / "www")
    publish(site, trusted=True)
    publish(site, trusted=True)
    assert (site / "site").is_symlink()
    assert (tmp_path / "www" / "good" / "index.html").is_file()


def test_a_link_that_leads_nowhere_yet_gets_its_folder(site: Path, tmp_path: Path) -> None:
    (site / "site").symlink_to(tmp_path / "later" / "www")
    publish(site, trusted=True)
    assert (tmp_path / "later" / "www" / "index.html").is_file()


def test_a_mounted_folder_is_filled_where_it_is(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site)
    number = (site / "site").stat().st_ino
    monkeypatch.setattr(publisher.os.path, "ismount", lambda path: Path(path).name == "site")
    write(site, "good.md", "---\ntitle: Good\ndate: 2026-01-02\nslug: other\n---\nText.")
    publish(site)
    assert (site / "site").stat().st_ino == number
    assert not (site / "site" / "good").exists()
    fresh = site / "fresh"
    publish(site, fresh)
    assert _files(site / "site") == _files(fresh)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_under_a_parent_that_may_not_be_written_is_filled(site: Path, tmp_path: Path) -> None:
    (tmp_path / "var" / "html").mkdir(parents=True)
    (tmp_path / "var").chmod(0o555)
    try:
        publish(site, tmp_path / "var" / "html")
        publish(site, tmp_path / "var" / "html")
    finally:
        (tmp_path / "var").chmod(0o755)
    assert (tmp_path / "var" / "html" / "good" / "index.html").is_file()


def test_a_parent_that_may_not_be_written_is_done_without(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for root, to whom no folder is locked."""
    (tmp_path / "html").mkdir()
    made = Path.mkdir

    def locked(path: Path, *args: object, **kwargs: object) -> None:
        if path.parent == tmp_path and not path.exists():
            raise PermissionError(13, "Permission denied", str(path))
        made(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", locked)
    publish(site, tmp_path / "html")
    publish(site, tmp_path / "html")
    assert (tmp_path / "html" / "good" / "index.html").is_file()


@pytest.mark.parametrize("output", [Whole, Staged])
def test_a_staging_folder_that_somebody_cleans_up_publishes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, output: type[Whole] | type[Staged]
) -> None:
    publish(site)
    before = _files(site / "site")
    write(site, "more.md", "---\ntitle: More\ndate: 2026-01-02\n---\nText.")
    kept = output.commit

    def cleaned(staged: Whole | Staged) -> None:
        shutil.rmtree(staged.file("more/index.html").parent)
        kept(staged)  # type: ignore[arg-type]

    monkeypatch.setattr(output, "commit", cleaned)
    with pytest.raises(BriefingError, match=r"more/index\.html"):
        publish(site, full=output is Whole)
    assert _files(site / "site") == before


def test_each_build_has_a_staging_folder_of_its_own(tmp_path: Path) -> None:
    one, two = Whole(tmp_path / "site"), Whole(tmp_path / "site")
    assert one.file("a").parent != two.file("a").parent


def test_a_site_whose_build_was_killed_between_two_renames_comes_back(site: Path) -> None:
    publish(site)
    (site / "site").rename(site / ".site.previous")
    write(site, "bad.md", "---\ntitel: x\n---\nText.")
    with pytest.raises(BriefingError):
        publish(site)
    assert (site / "site" / "good" / "index.html").is_file()


def _files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
