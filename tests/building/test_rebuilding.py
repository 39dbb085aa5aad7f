"""Rebuilding: only what changed is made again, and the result is that of a clean build."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace, Staged
from generator.building.publishing import build
from generator.building.report import Report
from generator.building.store.archive import Archive, open_archive
from generator.settings import load_site
from tests.building.conftest import update, write
from tests.building.editing import Editor, files

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PREVIEW = BuildOptions(lambda: NOW, preview=True)
PUBLIC = BuildOptions(lambda: NOW)


@pytest.fixture
def archive(site: Path) -> Iterator[Archive]:
    found, _ = open_archive(site / ".briefing")
    yield found
    found.close()


@pytest.fixture
def preview(site: Path, archive: Archive) -> Builder:
    """A preview of a site with three briefings, up to date."""
    write(
        site,
        "a.md",
        "---\ntitle: A\ndate: 2026-01-01\ntags: [water]\n---\nSee [b](b.md).\n\n“Yes,” said Ada.\n",
    )
    write(site, "b.md", "---\ntitle: B\ndate: 2026-01-02\ntags: [water]\n---\nText.\n")
    builder = Builder(Inputs(site), archive, InPlace(site / ".briefing" / "preview"), "preview", PREVIEW)
    update(builder)
    return builder


def edit(site: Path, name: str, change: Callable[[str], str]) -> None:
    path = site / "content" / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def pages(report: Report) -> set[str]:
    return {path for path in report.written if path.endswith(".html")}


# --- what is made again ------------------------------------------------------------


def test_nothing_is_made_when_nothing_changed(preview: Builder) -> None:
    assert update(preview).written == ()


def test_a_body_edit_makes_one_page(site: Path, preview: Builder) -> None:
    edit(site, "b.md", lambda text: text + "\nMore text.\n")
    assert pages(update(preview)) == {"b/index.html", "search/index.html"}


def test_a_new_title_changes_the_lists_that_show_it(site: Path, preview: Builder) -> None:
    edit(site, "b.md", lambda text: text.replace("title: B", "title: Better"))
    made = pages(update(preview))
    assert made >= {"b/index.html", "index.html", "tags/water/index.html"}
    assert "good/index.html" not in made


def test_a_moved_page_changes_the_pages_that_link_to_it(site: Path, preview: Builder) -> None:
    edit(site, "b.md", lambda text: text.replace("title: B", "title: B\nslug: moved"))
    report = update(preview)
    assert "a/index.html" in report.written
    assert "b/index.html" in report.removed
    assert "../moved/index.html" in (preview.output.folder / "a/index.html").read_text("utf-8")  # type: ignore[attr-defined]


def test_a_deleted_source_leaves_nothing_behind(site: Path, preview: Builder) -> None:
    (site / "content" / "b.md").unlink()
    report = update(preview)
    assert {"b/index.html"} <= set(report.removed)
    assert not (site / ".briefing/preview/b").exists()
    assert "index.html" in report.written


def test_two_that_change_places_both_have_their_page(site: Path, preview: Builder) -> None:
    edit(site, "a.md", lambda text: text.replace("title", "slug: b\ntitle", 1))
    edit(site, "b.md", lambda text: text.replace("title", "slug: a\ntitle", 1))
    assert update(preview).errors == ()
    assert "“Yes,”" in (site / ".briefing/preview/b/index.html").read_text("utf-8")
    assert "Text." in (site / ".briefing/preview/a/index.html").read_text("utf-8")


def test_a_file_where_a_page_has_its_folder_is_told_and_harms_nothing(site: Path, preview: Builder) -> None:
    (site / "static").mkdir()
    (site / "static" / "a").write_text("In the way.")
    (problem,) = update(preview).errors
    assert problem.message == "two things would be written to a"
    assert (site / ".briefing/preview/a/index.html").is_file()
    (site / "static" / "a").unlink()
    assert update(preview).errors == ()


def test_a_sheet_that_changes_makes_no_page(site: Path, preview: Builder) -> None:
    sheet = site / "templates" / "assets" / "own.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p { color: red }")
    update(preview)
    sheet.write_text("p { color: blue }")
    assert update(preview).written == ("assets/own.css",)


def test_a_template_that_changes_makes_its_pages_and_reads_no_source(
    site: Path, preview: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "404.html").write_text("<p>Gone fishing.</p>", "utf-8")
    monkeypatch.setattr("generator.building.loader.SourceLoader.extract", None)
    report = update(preview)
    assert report.errors == ()
    assert "404.html" in report.written


def test_settings_that_change_change_every_page(site: Path, preview: Builder) -> None:
    with (site / "briefing.toml").open("a") as settings:
        settings.write("[site]\ntitle = 'Another name'\n")
    assert len(pages(update(preview))) >= 5
    assert "Another name" in (site / ".briefing/preview/b/index.html").read_text("utf-8")


def test_a_logo_that_is_saved_in_another_size_is_told_on_every_page(site: Path, preview: Builder) -> None:
    (site / "static").mkdir()
    logo = site / "static" / "logo.svg"
    logo.write_text("<svg width='40' height='20'/>")
    with (site / "briefing.toml").open("a") as settings:
        settings.write('\n[site]\nlogo = "logo.svg"\n')
    update(preview)
    logo.write_text("<svg width='60' height='20'/>")
    update(preview)
    for name in ("index.html", "a/index.html", "b/index.html"):
        html = (site / ".briefing/preview" / name).read_text("utf-8")
        assert 'logo.svg" alt="" width="60" height="20">' in html


def test_another_process_finds_everything_right(site: Path, preview: Builder, archive: Archive) -> None:
    later = Builder(Inputs(site), archive, InPlace(site / ".briefing" / "preview"), "preview", PREVIEW)
    later.begin()
    for _ in later.work():
        pass
    report = later.report()
    assert (report.changed, report.written) == (0, ())


PRINT_KEY = """
import sys, pathlib
from generator.building.publication import publication, settings_key
from generator.settings import load_site
print(settings_key(publication(load_site(pathlib.Path(sys.argv[1])), None)))
"""


def test_a_process_that_orders_its_sets_otherwise_knows_the_settings_again(site: Path) -> None:
    def key(seed: str) -> str:
        command, environment = [sys.executable, "-c", PRINT_KEY, str(site)], {"PYTHONHASHSEED": seed}
        return subprocess.run(
            command, capture_output=True, text=True, check=True, env=os.environ | environment
        ).stdout

    assert len({key(seed) for seed in "0123"}) == 1


def test_a_page_that_somebody_waits_for_does_not_wait_for_all_others_to_be_read(
    site: Path, archive: Archive
) -> None:
    for number in range(9):
        text = f"---\ntitle: {number}\ndate: 2026-01-02\n---\nSee [that](0.md).\n"
        write(site, f"{number}.md", text)
    folder = site / ".briefing" / "preview"
    builder = Builder(Inputs(site), archive, InPlace(folder), "preview", PREVIEW)
    builder.urgent = lambda: frozenset({"7/index.html"})
    builder.begin()
    work = builder.work()
    for _ in range(3):  # compare, style sheets, the page
        next(work)
    assert (folder / "7/index.html").is_file()
    for _ in work:
        pass
    assert "../0/index.html" in (folder / "7/index.html").read_text("utf-8")


def test_a_page_that_somebody_broke_is_made_again(site: Path, preview: Builder, archive: Archive) -> None:
    (site / ".briefing/preview/b/index.html").write_text("broken")
    later = Builder(Inputs(site), archive, InPlace(site / ".briefing" / "preview"), "preview", PREVIEW)
    assert update(later).written == ("b/index.html",)


def test_corrections_that_change_change_their_page_and_the_lost_ones_are_counted(
    site: Path, preview: Builder
) -> None:
    lost = "- {action: confirm, target: attribution, content: [{exact: 'Words that are not there at all'}]}\n"
    write(site, "b.review.yaml", lost)
    report = update(preview)
    assert (report.changed, report.lost) == (1, 1)
    assert "1 lost correction" in report.line()
    (site / "content" / "b.review.yaml").unlink()
    assert update(preview).lost == 0


def test_a_broken_sidecar_is_told_in_its_own_place(site: Path, preview: Builder) -> None:
    write(site, "b.review.yaml", "- {action: guess}\n")
    (problem, *_) = update(preview).errors
    assert problem.file == "content/b.review.yaml"
    assert preview.page_of(problem.file) == "b/index.html"


def test_a_page_that_takes_long_shows_its_words_first_and_gives_way_to_the_next_save(
    site: Path, preview: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.building.briefing_pages._LONG", -1.0)  # every page takes long
    page = site / ".briefing/preview/b/index.html"
    edit(site, "b.md", lambda text: text + "\n“One,” said Ada.\n")
    update(preview)
    preview.interrupted = lambda: True
    edit(site, "b.md", lambda text: text + "\n“Two,” said Ada.\n")
    preview.note(preview.inputs.scan())
    work = preview.work()
    while "“Two,”" not in page.read_text("utf-8"):
        next(work)
    next(work)
    assert preview.busy, "the whole page was begun, and put off"
    preview.interrupted = lambda: False
    for _ in work:
        pass
    preview.report()
    preview.keep()
    assert page.read_text("utf-8").count("<mark") >= 2, "the annotations have followed"
    assert update(preview).written == ()


# --- what goes wrong ----------------------------------------------------------------


def test_one_bad_file_leaves_its_last_good_page_and_the_others_go_on(site: Path, preview: Builder) -> None:
    edit(site, "a.md", lambda text: text.replace("title: A", "titel: A"))
    edit(site, "b.md", lambda text: text + "\nMore.\n")
    report = update(preview)
    assert [(p.file, p.line) for p in report.errors] == [("content/a.md", 2)]
    assert "b/index.html" in report.written
    assert (site / ".briefing/preview/a/index.html").is_file()
    edit(site, "a.md", lambda text: text.replace("titel: A", "title: A"))
    assert update(preview).errors == ()


def test_a_broken_template_is_told_and_the_pages_stay_until_it_is_mended(
    site: Path, preview: Builder
) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "briefing.html").write_text("{% if %}", "utf-8")
    report = update(preview)
    assert [p.file for p in report.errors] == ["templates/briefing.html"]
    assert (site / ".briefing/preview/b/index.html").is_file()
    (site / "templates" / "briefing.html").write_text("<p>{{ briefing.title }}</p>", "utf-8")
    assert update(preview).errors == ()
    assert (site / ".briefing/preview/b/index.html").read_text("utf-8") == "<p>B</p>"


def test_a_content_folder_that_goes_away_and_comes_back_costs_nothing(site: Path, preview: Builder) -> None:
    (site / "content").rename(site / "elsewhere")
    report = update(preview)
    assert [p.message for p in report.errors] == ["the content folder is gone"]
    assert (site / ".briefing/preview/b/index.html").is_file()
    (site / "elsewhere").rename(site / "content")
    report = update(preview)
    assert (report.errors, report.written, report.removed) == ((), (), ())


def test_a_text_that_changes_while_it_is_read_is_never_kept_under_its_old_key(
    site: Path, preview: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.building.loader import SourceLoader

    real, path = SourceLoader.read, site / "content" / "b.md"
    before = path.read_text("utf-8")
    path.write_text(before + "\nFirst.\n", "utf-8")

    def changed(*arguments: object) -> object:
        monkeypatch.setattr(SourceLoader, "read", real)
        path.write_text(before + "\nSecond.\n", "utf-8")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(SourceLoader, "read", changed)
    update(preview)
    assert "Second." in (site / ".briefing/preview/b/index.html").read_text("utf-8")
    path.write_text(before + "\nFirst.\n", "utf-8")
    update(preview)
    assert "First." in (site / ".briefing/preview/b/index.html").read_text("utf-8")


def test_a_site_that_others_read_changes_all_at_once_or_not_at_all(site: Path, archive: Archive) -> None:
    build(load_site(site), PUBLIC)
    builder = Builder(Inputs(site), archive, Staged(site / "site"), "site", PUBLIC)
    write(site, "new.md", "---\ntitle: New\ndate: 2026-01-01\n---\nText.\n")
    write(site, "bad.md", "---\ntitel: Bad\n---\nText.\n")
    builder.note(builder.inputs.scan())
    for _ in builder.work():
        pass
    assert builder.report().errors
    builder.undo()
    assert not (site / "site" / "new").exists()
    (site / "content" / "bad.md").unlink()
    update(builder)
    assert (site / "site" / "new" / "index.html").is_file()


def test_an_embargo_that_ends_publishes_without_a_change(site: Path, archive: Archive) -> None:
    moment = [NOW]
    write(
        site,
        "held.md",
        "---\ntitle: Held\ndate: 2026-01-01\nembargo: 2026-03-01T01:00Z\n---\nText.",
    )
    builder = Builder(Inputs(site), archive, Staged(site / "site"), "site", BuildOptions(lambda: moment[0]))
    update(builder)
    assert not (site / "site" / "held").exists()
    moment[0] += timedelta(hours=1)
    update(builder)
    assert (site / "site" / "held" / "index.html").is_file()


# --- the same as a clean build -------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_edits_the_site_is_that_of_a_clean_build_to_the_byte(
    site: Path, archive: Archive, tmp_path: Path, seed: int
) -> None:
    editor = Editor(site, random.Random(seed))
    editor.begin(8)
    builder = Builder(Inputs(site), archive, Staged(site / "site"), "site", PUBLIC)
    for _ in range(25):
        for _ in range(editor.random.choice([1, 1, 1, 4])):
            editor.act()
        builder.note(builder.inputs.scan())
        for _ in builder.work():
            pass
        if builder.report().errors:
            builder.undo()
        else:
            builder.keep()
    editor.mend()
    update(builder)
    build(load_site(site), PUBLIC, tmp_path / "clean")
    assert files(site / "site") == files(tmp_path / "clean")
