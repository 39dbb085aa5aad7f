"""What leaves is chosen: files that a published page refers to, and no byte of any other."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.report import Report
from generator.settings import load_site
from tests.building.conftest import write

HEAD = "---\ntitle: {}\ndate: 2026-01-02\n{}---\n\n“Yes,” said Ada Example.\n\n"
MARK = "xylophonia"


def publish(site: Path) -> Report:
    return build(load_site(site), BuildOptions())


def page(site: Path, name: str, body: str, front: str = "") -> None:
    write(site, name, HEAD.format("T", front) + body + "\n")


def published(site: Path) -> set[str]:
    return {p.relative_to(site / "site").as_posix() for p in (site / "site").rglob("*") if p.is_file()}


def everything(folder: Path) -> bytes:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in paths)


def messages(report: Report) -> str:
    return "\n".join(map(str, report.warnings))


@pytest.mark.parametrize(
    "written",
    [
        "photo.png",
        "./photo.png",
        "/n/photo.png",
        "../n/photo.png",
        "Photo.PNG",
        "ph%6Fto.png",
        "photo.png?v=2",
    ],
)
def test_a_file_is_copied_however_the_page_spells_it_and_the_link_finds_it(site: Path, written: str) -> None:
    write(site, "n/photo.png", b"png")
    page(site, "n/a.md", f"![P]({written})")
    publish(site)
    assert (site / "site/n/photo.png").read_bytes() == b"png"
    assert 'src="../photo.png' in (site / "site/n/a/index.html").read_text("utf-8")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_in_another_unicode_form_is_the_same_name(site: Path, form: str) -> None:
    write(site, unicodedata.normalize(form, "café.png"), b"png")
    page(site, "a.md", "![P](" + unicodedata.normalize("NFC" if form == "NFD" else "NFD", "café.png") + ")")
    publish(site)
    assert [name for name in published(site) if name.endswith(".png")]


def test_a_file_in_a_note_or_in_the_front_matter_is_copied(site: Path) -> None:
    write(site, "note.pdf", b"x")
    write(site, "report.pdf", b"x")
    page(site, "a.md", "Text.[^1]\n\n[^1]: See [it](note.pdf).", "source: {url: report.pdf}\n")
    publish(site)
    assert {"note.pdf", "report.pdf"} <= published(site)
    assert 'href="../report.pdf"' in (site / "site/a/index.html").read_text("utf-8")


def test_a_root_link_finds_a_static_file(site: Path) -> None:
    (site / "static").mkdir()
    (site / "static" / "logo.svg").write_text("x")
    page(site, "n/a.md", "![L](/logo.svg) and [all](/), [tags](/tags/x/).")
    report = publish(site)
    html = (site / "site/n/a/index.html").read_text("utf-8")
    assert 'src="../../logo.svg"' in html
    assert "logo" not in messages(report)


@pytest.mark.parametrize(
    "name",
    [
        "mail.eml",
        "notes.docx",
        "data.csv",
        "q3.results.pdf",
        "id_rsa",
        "a.md.orig",
        "a.review.yaml.save",
        "a.pdf",
    ],
)
def test_a_file_that_no_page_refers_to_stays_and_is_named(site: Path, name: str) -> None:
    write(site, name, MARK)
    report = publish(site)
    assert MARK.encode() not in everything(site / "site")
    assert name not in published(site)
    assert ("not published: content/" + name in messages(report)) == (not name.endswith((".orig", ".save")))


@pytest.mark.parametrize(
    "name", ["b.md", "b.txt", "speakers.yaml", "a.review.yaml", "a.changes.yaml", ".hidden.png", "b.png~"]
)
def test_what_is_private_is_not_copied_even_where_a_page_links_to_it(site: Path, name: str) -> None:
    write(site, name, HEAD.format(MARK, "draft: true\n") if name.startswith("b.") else b"[]")
    page(site, "a.md", f"See [this]({name}).")
    publish(site)
    assert name not in published(site)
    assert f'"../{name}"' not in (site / "site/a/index.html").read_text("utf-8")


def test_a_link_to_a_draft_is_plain_text_with_a_warning(site: Path) -> None:
    page(site, "secret-deal.md", "Text.", "draft: true\n")
    page(site, "a.md", "See [the other](secret-deal.md#q-x).")
    report = publish(site)
    assert b"secret-deal" not in everything(site / "site")
    assert "content/a.md:8:17: the link 'secret-deal.md#q-x' leads to a briefing that is not" in messages(
        report
    )


def test_a_picture_that_only_a_draft_shows_stays(site: Path) -> None:
    for name in ("board.png", "both.png"):
        write(site, name, b"x")
    page(site, "d.md", "![B](/BOARD.png) ![B](both.png)", "draft: true\n")
    page(site, "a.md", "![B](both.png)")
    report = publish(site)
    assert {name for name in published(site) if name.endswith(".png")} == {"both.png"}
    assert "board" not in messages(report)


def test_a_link_out_of_the_content_is_named_and_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_text(MARK)
    (site / "content" / "p.png").symlink_to(tmp_path / "secret.png")
    (site / "content" / "folder").symlink_to(tmp_path)
    page(site, "a.md", "![P](p.png)")
    report = publish(site)
    assert MARK.encode() not in everything(site / "site")
    assert "content/p.png: this link leads out of content/" in messages(report)
    assert "content/folder: this link leads out of content/" in messages(report)
    assert "the link 'p.png' leads to a link out of content/" in messages(report)


@pytest.mark.parametrize(
    "name",
    [".env", "sub/.htpasswd", "a.css~", "a.css.orig", "a.css.rej", "a.review.yaml", "sub/a.review.YAML.orig",
     "a.changes.yaml", "speakers.yaml", "speakers (1).yaml"],
)  # fmt: skip
def test_static_leavings_stay_and_are_named(site: Path, name: str) -> None:
    for place in (name, "a.css", ".well-known/security.txt"):
        (site / "static" / place).parent.mkdir(parents=True, exist_ok=True)
        (site / "static" / place).write_text("x")
    report = publish(site)
    assert {"a.css", ".well-known/security.txt"} <= published(site)
    assert name not in published(site)
    assert f"not published: static/{name}" in messages(report)


def test_litter_in_static_is_not_worth_a_word(site: Path) -> None:
    (site / "static").mkdir()
    (site / "static" / ".DS_Store").write_text("x")
    assert publish(site).warnings == ()


def test_an_excerpt_carries_no_file(site: Path) -> None:
    write(site, "excerpt.pdf", MARK)
    body = "“We read [all of it](excerpt.pdf) today,” said Ada Example. ![P](excerpt.pdf)"
    page(site, "excerpt.md", body, "excerpt: true\nsource: {url: excerpt.pdf}\n")
    publish(site)
    assert "excerpt.pdf" not in published(site)
    assert b"excerpt.pdf" not in everything(site / "site")


def test_a_picture_that_comes_later_gets_its_link(site: Path) -> None:
    page(site, "a.md", "![P](p.png)")
    assert "leads to no file" in messages(publish(site))
    write(site, "p.png", b"x")
    assert publish(site).warnings == ()
    assert 'src="../p.png"' in (site / "site/a/index.html").read_text("utf-8")


# --- never ------------------------------------------------------------------------

STEMS = (
    "b{n}",
    "B{n}",
    ".b{n}",
    "b{n} copy",
    "mail",
    "core",
    "b{n}.review",
    "b{n}.changes",
    "speakers",
    "café",
)
ENDS = (
    ".png", ".PNG", ".eml", ".docx", ".csv", ".yaml", ".YAML", ".yml", ".yaml.orig", ".md~", ".md.orig",
    ".md.save", ".html", ".swp", ".pdf", "", ".js", ".tar.gz",
)  # fmt: skip
FOLDERS = ("", "n/", "n/deep/", ".git/", "_notes/")


def test_no_byte_leaves_of_a_file_that_no_published_page_refers_to(
    tmp_path_factory: pytest.TempPathFactory, thorough: bool
) -> None:
    @settings(max_examples=100 if thorough else 4)
    @given(seed=st.integers(0, 2**32))
    def never(seed: int) -> None:
        _publish_nothing_private(random.Random(seed), tmp_path_factory)

    never()


def _publish_nothing_private(choose: random.Random, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = tmp_path_factory.mktemp("site")
    (site / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n', "utf-8")
    sources = []
    for number in range(50):
        name = f"{choose.choice(FOLDERS[:3])}b{number}.{choose.choice(['md', 'markdown', 'txt'])}"
        hidden = choose.choice(["", "", "draft: true\n", "embargo: 2100-01-01T00:00Z\n"])
        body = f"{MARK} hidden" if hidden else "Text."
        page(site, name, body + (f" ![x](/{MARK}.png)" if hidden else ""), hidden)
        sources.append(name)
    for _ in range(60):
        stem = choose.choice(STEMS).format(n=choose.randrange(50))
        name = choose.choice(FOLDERS) + stem + choose.choice(ENDS)
        path = site / "content" / name
        if path.name != "speakers.yaml" and not path.name.endswith((".review.yaml", ".changes.yaml")):
            write(site, name, f"{MARK} {name}")
    publish(site)
    assert MARK.encode() not in everything(site / "site").lower()
