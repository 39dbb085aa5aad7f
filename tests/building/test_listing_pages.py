"""What the registry tells of a speaker reaches their page, in a preview at once; nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.listing_pages import by_surname
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import build
from generator.building.store.archive import open_archive
from generator.model import SpeakerKind
from generator.rendering import SpeakerSummary
from generator.settings import load_site
from tests.building.conftest import update, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ADA = "speakers/ada-example"
REGISTRY = "- name: Ada Example\n  photo: photos/ada.JPG\n  link: https://www.example.org/ada\n"
LOST = "the photo 'photos/ada.JPG' of Ada Example does not exist"
HEARING = """---
title: Hearing
date: 2026-01-03
kind: transcript
---

ADA EXAMPLE: It will hold for forty years.

BRUNO MARSH: It will not.
"""


@pytest.fixture
def preview(site: Path) -> Iterator[Builder]:
    """A preview of a site whose only registered person has a photo."""
    write(site, "speakers.yaml", REGISTRY)
    write(site, "photos/ada.JPG", b"first")
    write(site, "hearing.md", HEARING)
    archive, _ = open_archive(site / ".briefing")
    options = BuildOptions(lambda: NOW, preview=True)
    builder = Builder(Inputs(site), archive, InPlace(site / "shown"), "preview", options)
    update(builder)
    yield builder
    archive.close()


def photos(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".jpg")


def ada(site: Path) -> str:
    return (site / "shown" / ADA / "index.html").read_text("utf-8")


def test_people_are_listed_by_surname_and_bodies_by_name() -> None:
    person, body = SpeakerKind.PERSON, SpeakerKind.ORGANISATION
    listed = [
        (person, "Åsa Ekdahl"),
        (body, "Ferry Board"),
        (person, "Zoë Öberg"),
        (person, "Ada Quist"),
        (person, "Bo Quist"),
        (body, "Zonal Court"),
    ]
    found = [SpeakerSummary(name, "", kind, None, 1, 1) for kind, name in listed]
    backwards = found[::-1]
    assert sorted(backwards, key=by_surname) == found


def test_the_page_shows_the_copy_that_stands_beside_it(site: Path, preview: Builder) -> None:
    (copy,) = photos(site / "shown")
    assert copy.read_bytes() == b"first"
    assert f'src="../../{ADA}/{copy.name}" alt="Portrait of Ada Example"' in ada(site)


def test_another_photo_changes_the_pages_that_show_it_and_leaves_no_old_copy(
    site: Path, preview: Builder
) -> None:
    (old,) = photos(site / "shown")
    write(site, "photos/ada.JPG", b"second")
    report = update(preview)
    (new,) = photos(site / "shown")
    assert new.read_bytes() == b"second"
    assert set(report.written) == {"hearing/index.html", f"{ADA}/index.html", f"{ADA}/{new.name}"}
    assert report.removed == (f"{ADA}/{old.name}",)


def test_a_briefing_shows_the_face_of_who_speaks_and_letters_where_there_is_none(
    site: Path, preview: Builder
) -> None:
    (copy,) = photos(site / "shown")
    page = (site / "shown/hearing/index.html").read_text("utf-8")
    assert f'<img class="face" src="../{ADA}/{copy.name}" alt=""' in page
    assert '<span class="face" aria-hidden="true">BM</span>' in page


def test_a_photo_that_is_taken_away_is_told_until_it_is_back(site: Path, preview: Builder) -> None:
    (site / "content/photos/ada.JPG").unlink()
    report = update(preview)
    assert [str(problem) for problem in report.errors] == [
        f"content/speakers.yaml:2:3: {LOST} (put it at content/photos/ada.JPG, or remove the line)"
    ]
    assert photos(site / "shown") == []
    assert "<img" not in ada(site)
    write(site, "photos/ada.JPG", b"first")
    assert update(preview).errors == ()
    assert "<img" in ada(site)


def test_who_is_in_the_registry_no_more_keeps_their_page_without_a_photo(
    site: Path, preview: Builder
) -> None:
    write(site, "speakers.yaml", "- name: Bruno Marsh\n")
    assert update(preview).errors == ()
    assert "<img" not in ada(site)
    # No published page refers to the file any more.
    assert photos(site / "shown") == []


def test_of_somebody_who_speaks_only_in_a_draft_no_photo_is_published(site: Path) -> None:
    write(site, "speakers.yaml", REGISTRY)
    write(site, "photos/ada.JPG", b"first")
    write(site, "hearing.md", HEARING.replace("title:", "draft: true\ntitle:"))
    build(load_site(site), BuildOptions(lambda: NOW))
    assert photos(site / "site") == []


def test_a_photo_that_a_briefing_shows_is_copied_for_the_briefing_too(site: Path, preview: Builder) -> None:
    write(site, "other.md", "---\ntitle: Other\ndate: 2026-01-04\n---\n\nAda: ![Ada](photos/ada.JPG)\n")
    assert update(preview).errors == ()
    assert [path.parent.name for path in photos(site / "shown")] == ["photos", "ada-example"]


def test_two_people_with_one_address_share_no_photo(site: Path, preview: Builder) -> None:
    write(site, "speakers.yaml", REGISTRY + "- {name: Ada Other, slug: ada-example}\n")
    update(preview)
    assert "<img" not in ada(site)
