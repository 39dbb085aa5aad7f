"""A page says how large its pictures are, drawings too, and says it anew when they change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.picture_sizes import drawn_size
from generator.building.publishing import build
from generator.commands.self_contained_page import exported_page
from generator.settings import load_site
from tests.building.conftest import write
from tests.security.test_metadata import sized

SVG = "<svg xmlns='http://www.w3.org/2000/svg' {}/>"
HEAD = "---\ntitle: A\ndate: 2026-01-02\n---\n\n"


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ("<svg width='40' height='20'>", (40, 20)),
        ('<svg height="20.4px" width="1in">', (96, 20)),
        ("<svg width='10mm' height='1cm'/>", (38, 38)),
        ("<svg width='40' height='20' viewBox='0 0 1 1'>", (40, 20)),
        ("<svg viewBox='0 0 300 150'>", (300, 150)),
        ("<svg\n viewBox = ' -5,-5  30 , 15.2 '\n>", (30, 15)),
        ("<svg width='100%' height='100%' viewBox='0 0 300 150'>", (300, 150)),
        ("<svg width='60' viewBox='0 0 300 150'>", (60, 30)),
        ("<svg height='60' viewBox='0 0 300 150'>", (120, 60)),
        ("<?xml?><!-- <svg width='1' height='1'> --><!DOCTYPE svg><svg width='4' height='2'>", (4, 2)),
        ("<svg:svg xmlns:svg='x' width='40' height='20'>", (40, 20)),
        ("<svg data-width='9' stroke-width='9' x:height='9' width='40' height='20'>", (40, 20)),
        ("<svg a='>' width='40' height='20'>", (40, 20)),
        ("<svg>", None),
        ("<svg width='40'>", None),
        ("<svg width='50%' height='2em'>", None),
        ("<svg width='0' height='20'>", None),
        ("<svg width='-4' height='20'>", None),
        ("<svg width='nan' height='inf' viewBox='0 0 nan inf'>", None),
        ("<svg width='&#52;0' height='20'>", None),
        ("<svgs width='40' height='20'>", None),
        ("<svg width='40' height='20'", None),
        ("<html><p width='40' height='20'>", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_drawing_is_as_large_as_its_first_tag_says(tag: str, size: tuple[int, int] | None) -> None:
    assert drawn_size(tag.encode()) == size
    assert drawn_size(tag.encode("utf-16")) == size


@pytest.mark.parametrize("begin", ["<svg ", "<svg a='", "<!--", "<svg a='' ", "<svg width='1' "])
def test_no_drawing_takes_long_to_be_measured(begin: str) -> None:
    assert drawn_size(begin.encode() * 200_000) is None  # a test that hangs fails by its time


def test_a_page_says_how_large_its_drawings_are_and_says_it_anew(site: Path) -> None:
    write(site, "good.md", f"{HEAD}Text ![a](drawing.svg) [^1]\n\n[^1]: See ![b](drawing.svg)\n")
    for width in (40, 60):
        write(site, "drawing.svg", SVG.format(f"width='{width}' height='20'"))
        build(load_site(site), BuildOptions())
        html = (site / "site/good/index.html").read_text("utf-8")
        assert html.count(f'<img width="{width}" height="20" src="../drawing.svg"') == 3  # the note twice


def test_every_page_says_how_large_the_logo_is_and_says_it_anew(site: Path) -> None:
    with (site / "briefing.toml").open("a") as settings:
        settings.write('\n[site]\nlogo = "logo.svg"\n')
    (site / "static").mkdir()
    for attributes, told in (
        ("viewBox='0 0 90 30'", ' width="90" height="30"'),
        ("width='60' height='20'", ' width="60" height="20"'),
        ("", ""),
    ):
        (site / "static" / "logo.svg").write_text(SVG.format(attributes))
        build(load_site(site), BuildOptions())
        for name in ("index.html", "good/index.html", "speakers/index.html"):
            assert f'logo.svg" alt=""{told}>' in (site / "site" / name).read_text("utf-8")


def test_a_logo_that_is_no_picture_of_the_site_has_no_size(site: Path, tmp_path: Path) -> None:
    with (site / "briefing.toml").open("a") as settings:
        settings.write('\n[site]\nlogo = "logo.svg"\n')
    (site / "static").mkdir()
    outside = tmp_path / "elsewhere.svg"
    outside.write_text(SVG.format("width='60' height='20'"))
    (site / "static" / "logo.svg").symlink_to(outside)
    build(load_site(site), BuildOptions())
    assert 'width="60"' not in (site / "site/index.html").read_text("utf-8")


def test_a_page_in_a_file_of_its_own_says_how_large_its_pictures_are(site: Path) -> None:
    path = write(site, "good.md", f"{HEAD}Text ![a](p.jpg) ![b](drawing.svg)\n")
    write(site, "p.jpg", sized("jpeg", 30, 20, 6))
    write(site, "drawing.svg", SVG.format("viewBox='0 0 90 30'"))
    html, _ = exported_page(load_site(site), path)
    assert '<img width="20" height="30" src="data:image/jpeg' in html
    assert '<img width="90" height="30" src="data:image/svg+xml' in html


def test_no_picture_of_a_site_moves_a_line_when_it_comes(site: Path) -> None:
    (site / "static").mkdir()
    (site / "static" / "logo.svg").write_text(SVG.format("viewBox='0 0 90 30'"))
    with (site / "briefing.toml").open("a") as settings:
        settings.write('\n[site]\nlogo = "logo.svg"\n')
    write(site, "ada.svg", SVG.format("viewBox='0 0 90 30'"))
    write(site, "speakers.yaml", "- {name: Ada Example, photo: ada.svg}\n")
    text = "kind: transcript\n---\n\nADA EXAMPLE: Yes. ![a](ada.svg)\n\nADA EXAMPLE: No.\n"
    write(site, "a.md", f"---\ntitle: A\ndate: 2026-01-02\n{text}")
    build(load_site(site), BuildOptions())
    pictures = [
        tag
        for page in (site / "site").rglob("*.html")
        for tag in re.findall(r"<img\b[^>]*>", page.read_text("utf-8"))
    ]
    assert {"photo", "face", "logo"} <= {
        name for tag in pictures for name in re.findall(r'class="(\w+)', tag)
    }
    assert [tag for tag in pictures if not re.search(r' width="\d+".* height="\d+"', tag)] == []
