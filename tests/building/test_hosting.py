"""What hosts read, the content security policy, and addresses that are gone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import build, check
from generator.building.store.archive import open_archive
from generator.errors import ContentErrors, Severity
from generator.settings import load_site
from tests.building.conftest import update, write
from tests.building.test_feeds import NOW, article

HOST = "https://example.org"


def built(site: Path, base_url: str | None = HOST) -> Path:
    build(load_site(site), BuildOptions(lambda: NOW, base_url=base_url))
    return site / "site"


def settings(site: Path, lines: str) -> None:
    (site / "briefing.toml").write_text(
        f'[site]\n{lines}\n[language]\npipelines = {{en = "none"}}\n', "utf-8"
    )


def test_redirects_name_old_addresses_of_what_is_shown(site: Path) -> None:
    write(site, "a b.md", article("A", "date: 2026-01-01\naliases: [old/näme]\n"))
    write(site, "d.md", article("D", "date: 2026-01-01\naliases: [secret]\ndraft: true\n"))
    settings(site, 'redirects = { "speakers/ada" = "good" }')
    lines = (built(site) / "_redirects").read_text("utf-8").splitlines()
    assert "/old/n%C3%A4me/ /a-b/ 301" in lines
    assert "/speakers/ada/index.html /good/ 301" in lines
    assert not [line for line in lines if "secret" in line]
    assert all(re.fullmatch(r"/\S+ /\S+/ 301", line) for line in lines)


def test_hosts_files_stand_only_at_the_top_of_a_host(site: Path) -> None:
    write(site, "a.md", article("A", "date: 2026-01-01\naliases: [old]\n"))
    assert "nosniff" in (built(site) / "_headers").read_text("utf-8")
    for base in (f"{HOST}/sub/path", None):
        folder = built(site, base)
        assert not list(folder.glob("_*"))
        assert (folder / ".nojekyll").read_bytes() == b""


def frames(site: Path) -> list[list[str]]:
    lines = (built(site) / "_headers").read_text("utf-8").splitlines()
    return [lines[at : at + 2] for at, line in enumerate(lines) if "/quotes/" in line]


def test_anybody_may_frame_pages_of_single_statements_and_no_rule_meets_another(site: Path) -> None:
    write(site, "2026/may/b.md", article("B", "date: 2026-01-01\n"))
    write(site, "2026/june/c.md", article("C", "date: 2026-01-01\n"))
    anybody = "  Content-Security-Policy: frame-ancestors *"
    deep = "/:folder1/:folder2/:folder3/quotes/*"
    assert frames(site) == [["/:folder1/quotes/*", anybody], [deep, anybody]]
    assert (site / "site/_headers").read_text("utf-8").count("Content-Security-Policy") == 2


def test_the_settings_say_who_may_frame_them(site: Path) -> None:
    settings(site, 'frame_ancestors = ["\'self\'", "https://*.partner.example.org"]')
    assert frames(site)[0][1].endswith(": frame-ancestors 'self' https://*.partner.example.org")
    settings(site, "frame_ancestors = []")
    assert frames(site)[0][1].endswith(": frame-ancestors 'none'")
    settings(site, 'embeds = "off"')
    assert frames(site) == []


def sandboxed(folder: Path) -> list[str]:
    """The addresses whose documents a host makes nobody's pages."""
    lines = (folder / "_headers").read_text("utf-8").splitlines()
    return [before for before, line in pairwise(lines) if "sandbox allow-scripts" in line]


def test_documents_of_others_beside_briefings_are_nobodys_pages(site: Path) -> None:
    names = ["a.html", "B c.HTM", "x.xhtml", "d.xml", "draw.svg", "told.pdf", "t.txt", "left.html"]
    for name in names:
        write(site, f"n/{name}", "x")
    (site / "static").mkdir()
    (site / "static" / "own.html").write_text("x")
    links = " ".join(f"[see](<{name}>)" for name in names[:-1])
    write(site, "n/a.md", article("A", "date: 2026-01-01\n") + f"\n{links}\n")
    assert sandboxed(built(site)) == [
        *("/*.svg", "/n/B%20c.HTM", "/n/B%20c"),
        "/n/a.html",  # and not the briefing's own page at /n/a
        *("/n/d.xml", "/n/d", "/n/x.xhtml", "/n/x"),
    ]
    text = (site / "site" / "_headers").read_text("utf-8")
    assert "allow-same-origin" not in text
    assert "pdf" not in text  # browsers' readers refuse to work in a sandbox
    assert text.startswith("/*\n  X-Content-Type-Options: nosniff\n")


def test_a_watched_site_tells_hosts_of_each_document_that_comes_and_goes(site: Path, tmp_path: Path) -> None:
    archive, _ = open_archive(tmp_path / "cache")
    watched = Builder(
        Inputs(site), archive, InPlace(tmp_path / "out"), "out", BuildOptions(lambda: NOW, base_url=HOST)
    )
    write(site, "b.html", "x")
    for text, told in (("", []), ("[see](b.html)", ["/b.html", "/b"]), ("", [])):
        write(site, "a.md", article("A", "date: 2026-01-01\n") + f"\n{text}\n")
        update(watched)
        assert sandboxed(tmp_path / "out") == told
    archive.close()


@pytest.mark.parametrize(
    "value", ["https://a.example;script-src *", "http://a.example", "a.example", "* evil", ""]
)
def test_who_may_frame_them_is_a_host_and_no_other_rule(site: Path, value: str) -> None:
    settings(site, f'frame_ancestors = ["{value}"]')
    with pytest.raises(ContentErrors, match=r"briefing\.toml:2:1: .*frame_ancestors"):
        built(site)


def test_a_watched_site_keeps_the_redirects(site: Path, tmp_path: Path) -> None:
    archive, _ = open_archive(tmp_path / "cache")
    options = BuildOptions(lambda: NOW, base_url=HOST)
    watched = Builder(Inputs(site), archive, InPlace(tmp_path / "out"), "out", options)
    for aliases in ("[one]", "[one, two]", "[]", "[three]"):
        write(site, "a.md", article("A", f"date: 2026-01-01\naliases: {aliases}\n"))
        update(watched)
        clean, ours = built(site) / "_redirects", tmp_path / "out" / "_redirects"
        assert ours.is_file() == clean.is_file(), aliases
        assert not clean.is_file() or ours.read_bytes() == clean.read_bytes()
    archive.close()


def policy(folder: Path) -> str:
    html = (folder / "good" / "index.html").read_text("utf-8")
    return re.search(r'Security-Policy" content="([^"]*)"', html)[1]  # type: ignore[index]


def test_a_site_adds_to_the_policy(site: Path) -> None:
    plain = policy(built(site))
    settings(
        site,
        'policy = { "script-src" = ["https://stats.example.org"], "frame-src" = ["https://v.example.org"] }',
    )
    found = policy(built(site))
    assert "script-src &#39;self&#39; https://stats.example.org;" in found
    assert found.endswith("; frame-src https://v.example.org")
    assert found.replace(" https://stats.example.org", "").startswith(plain)


@pytest.mark.parametrize(
    "value", ["*", "'unsafe-inline'", "https://a.org; script-src *", "http://a.org", "javascript:"]
)
def test_nothing_that_opens_the_policy_is_taken(site: Path, value: str) -> None:
    settings(site, f'policy = {{ "script-src" = ["{value}"] }}')
    with pytest.raises(ContentErrors):
        load_site(site)


def lost(site: Path) -> list[str]:
    found = check(load_site(site), NOW).problems
    return [p.message for p in found if "was published" in p.message and p.severity is Severity.NOTE]


def test_check_names_addresses_that_are_gone(site: Path) -> None:
    write(site, "a.md", article("A", "date: 2026-01-01\ntags: [x]\n"))
    built(site)
    assert lost(site) == []
    (site / "content" / "a.md").rename(site / "content" / "b.md")
    told = ["the address 'a' was published, and leads nowhere now"]
    assert lost(site) == told
    assert lost(site) == told  # from memory too
    write(site, "b.md", article("A", "date: 2026-01-01\naliases: [a]\n"))
    assert lost(site) == []
    write(site, "b.md", article("A", "date: 2026-01-01\n"))
    built(site)
    assert lost(site) == []
