"""The search index follows the briefings: as a clean build makes it, and no more of it than has changed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.store.archive import FILE
from generator.rendering import search
from generator.settings import load_site
from tests.building.conftest import write
from tests.building.editing import files

OPTIONS = BuildOptions(lambda: datetime(2026, 3, 1, tzinfo=UTC), jobs=1)
TEXT = "---\ntitle: {title}\ndate: 2026-01-02\n---\n\n“It will hold for {number} years,” said Ada Example.\n"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    """An index of many small scripts."""
    monkeypatch.setattr(search, "PART_SIZE", 400)
    monkeypatch.setattr(search, "_PARTS_OF_GROUP", 4)
    (site / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    for number in range(12):
        write(site, f"b{number}.md", TEXT.format(title=f"The works {number}", number=number))


def index(folder: Path) -> dict[str, bytes]:
    """The index that stands in a site, with all that its page leads to."""
    found = {name: data for name, data in files(folder).items() if name.startswith("search/")}
    assert found
    return found


def groups(folder: Path) -> list[str]:
    page = (folder / "search/index.html").read_text("utf-8")
    match = re.search(r'data-groups="([^"]*)"', page)
    assert match
    return match[1].split()


def test_the_page_leads_to_all_groups_and_these_to_all_other_scripts(site: Path) -> None:
    build(load_site(site), OPTIONS)
    found, named = index(site / "site"), set(groups(site / "site"))
    assert len(named) > 1
    for number, path in enumerate(groups(site / "site")):
        script = found[path].decode()
        assert path.startswith(f"search/group-{number}.")
        parts = re.findall(r'"(\d+)":"(\w{10})"', script)
        words = re.findall(r'"(\w{10})"', script.partition('"words":')[2])
        named |= {f"search/part-{part}.{digest}.js" for part, digest in parts}
        named |= {f"search/words-{number}-{bucket}.{digest}.js" for bucket, digest in enumerate(words)}
    assert named == found.keys() - {"search/index.html"}


@pytest.mark.parametrize("edit", ["word", "new", "gone", "moved", "many", "few"])
def test_after_an_edit_the_index_is_that_of_a_clean_build(site: Path, tmp_path: Path, edit: str) -> None:
    build(load_site(site), OPTIONS)
    content = site / "content"
    match edit:
        case "word":
            write(site, "b3.md", TEXT.format(title="The weir 3", number=3))
        case "new":
            write(site, "new.md", TEXT.format(title="The weir", number=40))
        case "gone":
            (content / "b3.md").unlink()
        case "moved":
            (content / "b3.md").rename(content / "moved.md")
        case "many":  # and more groups
            for number in range(12, 40):
                write(site, f"b{number}.md", TEXT.format(title=f"The works {number}", number=number))
        case "few":  # and fewer
            for number in range(1, 12):
                (content / f"b{number}.md").unlink()
    before = len(groups(site / "site"))
    build(load_site(site), OPTIONS)
    build(load_site(site), OPTIONS, tmp_path / "clean")
    assert files(site / "site") == files(tmp_path / "clean")
    assert (len(groups(site / "site")) != before) == (edit in ("many", "few"))


def test_a_word_changes_its_own_scripts_alone(site: Path) -> None:
    build(load_site(site), OPTIONS)
    before = index(site / "site")
    write(site, "b3.md", TEXT.format(title="The works 3, again", number=3))
    build(load_site(site), OPTIONS)
    changed = [name for name, data in index(site / "site").items() if before.get(name) != data]
    kinds = sorted(re.split(r"[-.]", name.removeprefix("search/"))[0] for name in changed)
    assert kinds == ["group", "index", "part", "words"]


def test_words_that_another_has_written_into_the_archive_make_it_anew(site: Path, tmp_path: Path) -> None:
    build(load_site(site), OPTIONS)
    with closing(sqlite3.connect(site / ".briefing" / FILE)) as db:
        (row,) = db.execute("SELECT words FROM briefings WHERE path = 'b1.md'").fetchone()
        db.execute("UPDATE briefings SET words = ? WHERE path = 'b2.md'", (row,))
        db.commit()
    for number in (1, 2, 3):
        write(site, f"b{number}.md", TEXT.format(title=f"The weir {number}", number=number))
    build(load_site(site), OPTIONS)
    build(load_site(site), OPTIONS, tmp_path / "clean")
    assert files(site / "site") == files(tmp_path / "clean")
