"""What a published site holds, and what it never holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.building.conftest import Command, write

SECRET = "Xylophonia"


def everything(folder: Path) -> bytes:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in paths)


def test_no_output_holds_a_trace_of_a_draft_or_of_an_embargo_not_yet_over(
    site: Path, briefing: Command
) -> None:
    for name, key in [("draft", "draft: true"), ("held", "embargo: 2026-03-01T06:00Z")]:
        front = f"---\ntitle: {SECRET} {name}\ndate: 2026-01-01\ntags: [{SECRET}]\n{key}\n---\n"
        write(site, f"{name}.md", f"{front}\n![](secret-{name}.png) “Yes,” said {SECRET} Smith.\n")
        write(site, f"secret-{name}.png", b"x")
    done = briefing("build", "--now", "2026-02-28T23:00Z")
    assert done.returncode == 0, done.stderr
    published = everything(site / "site")
    assert SECRET.encode() not in published
    assert SECRET.lower().encode() not in published
    assert b"secret-" not in published
    assert "the next embargo ends 2026-03-01T06:00" in done.stderr


def test_an_embargo_ends_at_its_minute(site: Path, briefing: Command) -> None:
    write(site, "held.md", "---\ntitle: Held\ndate: 2026-01-01\nembargo: 2026-03-01T07:00+01:00\n---\nText.")
    assert briefing("build", "--now", "2026-03-01T06:00Z").returncode == 0
    assert (site / "site" / "held" / "index.html").is_file()


def test_a_link_to_a_draft_is_not_followed_to_its_address(site: Path, briefing: Command) -> None:
    write(site, "d.md", "---\ntitle: D\ndate: 2026-01-01\ndraft: true\nslug: hidden-address\n---\nText.")
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-01\n---\nSee [that](d.md).")
    assert briefing("build").returncode == 0
    assert b"hidden-address" not in everything(site / "site")


def test_an_old_address_leads_to_the_new_one(site: Path, briefing: Command) -> None:
    write(site, "n/new.md", "---\ntitle: New\ndate: 2026-01-01\naliases: [old/place]\n---\nText.")
    assert briefing("build").returncode == 0
    assert "../../n/new/index.html" in (site / "site/old/place/index.html").read_text("utf-8")


def test_a_file_beside_a_source_is_copied(site: Path, briefing: Command) -> None:
    write(site, "n/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\nSee ![P](photo.png).")
    write(site, "n/photo.png", b"png")
    assert briefing("build").returncode == 0
    assert (site / "site/n/photo.png").read_bytes() == b"png"
    assert 'src="../photo.png"' in (site / "site/n/a/index.html").read_text("utf-8")


def test_the_site_before_is_kept_beside_the_new_one(site: Path, briefing: Command) -> None:
    assert briefing("build").returncode == 0
    (site / "content" / "good.md").rename(site / "content" / "better.md")
    assert briefing("build", "--full").returncode == 0
    assert (site / ".site.previous/good/index.html").is_file()
    assert not (site / "site/good").exists()


def test_two_builds_of_one_content_are_the_same_to_the_byte(site: Path, briefing: Command) -> None:
    assert briefing("build", "--output", "one").returncode == 0
    assert briefing("build", "--output", "two").returncode == 0
    one, two = (
        {p.relative_to(site / name): p.read_bytes() for p in (site / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    )
    assert one == two


def test_a_sites_own_template_takes_the_place_of_the_shipped_one(site: Path, briefing: Command) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "404.html").write_text("<p>Gone fishing.</p>", "utf-8")
    assert briefing("build").returncode == 0
    assert "Gone fishing." in (site / "site/404.html").read_text("utf-8")
    assert "Good" in (site / "site/index.html").read_text("utf-8")


def test_a_build_that_is_interrupted_leaves_nothing_beside_the_site(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Builder) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Builder, "compare", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(load_site(site), BuildOptions())
    assert not [path.name for path in site.iterdir() if path.name.startswith(".site")]
