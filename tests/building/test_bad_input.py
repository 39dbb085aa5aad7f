"""What a user can do wrong: one clear line each, all at once, exit code 1, the site before it untouched."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.errors import BriefingError, ContentErrors
from generator.settings import load_site
from tests.building.conftest import Command, write


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_every_offending_file_is_named_at_once_and_the_previous_site_stays(
    site: Path, briefing: Command
) -> None:
    assert briefing("build").returncode == 0
    before = {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}
    write(site, "a-yaml.md", "---\ntitle: a: b\n---\nText.")
    write(site, "b-key.md", "---\ntitel: x\n---\nText.")
    write(site, "c-type.md", "---\ndate: soon\n---\nText.")
    write(site, "d-latin.md", b"---\ntitle: x\n---\ncaf\xe9")
    write(site, "e-empty.md", "")
    write(site, "f-binary.txt", b"a\nb\0c")
    with (site / "content" / "g-large.txt").open("wb") as large:
        large.truncate(20_000_000)
    done = briefing("build")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    said = lines(done.stderr)
    assert [line.split(": ")[0] for line in said] == [
        "content/a-yaml.md:2:9",
        "content/b-key.md:2:1",
        "content/c-type.md:2:1",
        "content/d-latin.md:4:4",
        "content/e-empty.md:1:1",
        "content/f-binary.txt:2:2",
        "content/g-large.txt",
    ]
    assert {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()} == before


def test_two_sources_for_one_address_are_an_error(site: Path, briefing: Command) -> None:
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-01\nslug: same\n---\nText.")
    write(site, "b.md", "---\ntitle: B\ndate: 2026-01-01\nslug: SAME\n---\nText.")
    done = briefing("build")
    assert done.returncode == 1
    assert "content/b.md:1:1: the address 'SAME' is taken by content/a.md" in done.stderr


def test_a_source_in_two_formats_is_an_error(site: Path, briefing: Command) -> None:
    write(site, "good.txt", "Something else.")
    done = briefing("build")
    assert done.returncode == 1
    assert "is taken by content/good.md" in done.stderr


def test_a_template_with_a_syntax_error_is_placed(site: Path, briefing: Command) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "index.html").write_text("<p>\n{% if %}\n", "utf-8")
    done = briefing("build")
    assert done.returncode == 1
    assert lines(done.stderr)[-1].startswith("templates/index.html:2: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_that_cannot_be_written_is_an_error(site: Path, briefing: Command) -> None:
    locked = site / "locked"
    locked.mkdir(mode=0o500)
    done = briefing("build", "--output", str(locked / "out"))
    assert done.returncode == 1
    assert "cannot write the site" in done.stderr


def test_an_output_path_below_a_file_is_an_error(site: Path, briefing: Command) -> None:
    (site / "file").write_text("x")
    done = briefing("build", "--output", "file/out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot write the site" in done.stderr


def test_a_folder_that_holds_other_files_is_never_replaced(site: Path, briefing: Command) -> None:
    (site / "precious").mkdir()
    (site / "precious" / "thesis.doc").write_text("x")
    done = briefing("build", "--output", "precious")
    assert done.returncode == 1
    assert "holds files that are not ours: 'thesis.doc'" in done.stderr
    assert (site / "precious" / "thesis.doc").read_text() == "x"


def test_a_missing_pipeline_names_the_command_that_installs_it(site: Path, briefing: Command) -> None:
    (site / "briefing.toml").write_text('[language]\npipelines = {en = "en_core_web_huge"}\n', "utf-8")
    done = briefing("build")
    assert done.returncode == 1
    assert (
        "the spaCy pipeline 'en_core_web_huge' is not installed (python -m spacy download en_core_web_huge"
        in done.stderr
    )


def test_an_unknown_setting_is_placed_with_a_suggestion(site: Path, briefing: Command) -> None:
    (site / "briefing.toml").write_text('[site]\ntitel = "x"\n', "utf-8")
    done = briefing("build")
    assert done.returncode == 1
    assert lines(done.stderr) == ["briefing.toml:2:1: unknown key 'site.titel' (did you mean 'title'?)"]


def test_broken_settings_are_placed(site: Path, briefing: Command) -> None:
    (site / "briefing.toml").write_text("[site]\ntitle = \n", "utf-8")
    done = briefing("build")
    assert done.returncode == 1
    assert done.stderr.startswith("briefing.toml:2:9: broken TOML")


def test_a_folder_without_content_says_how_to_make_a_site(tmp_path: Path, briefing: Command) -> None:
    done = briefing("build", "--site", str(tmp_path))
    assert done.returncode == 1
    assert "briefing new site" in done.stderr


def test_wrong_usage_is_exit_code_two(briefing: Command) -> None:
    assert briefing("build", "--now", "tomorrow").returncode == 2
    assert briefing("biuld").returncode == 2


def test_a_file_without_front_matter_builds_with_a_warning_and_fails_when_strict(
    site: Path, briefing: Command
) -> None:
    write(site, "plain.md", "# Just a heading\n\nText.")
    done = briefing("build")
    assert done.returncode == 0
    assert "content/plain.md:1:1: there is no front matter" in done.stderr
    strict = briefing("build", "--strict")
    assert strict.returncode == 1
    assert "content/plain.md:1:1: there is no front matter" in strict.stderr


SETTINGS = {
    "a = " + "[" * 3_000 + "]" * 3_000: "lists are nested too deeply",
    "[site]\nbase_url = 5": "briefing.toml:2:1: 'site.base_url' must be text",
    "[language]\npipelines = {en = ['x']}": "must be text",
    "[output]\nwait = -1": "briefing.toml:2:1: 'output.wait'",
    "a.b.c = 1": "briefing.toml:1:1: unknown key 'a'",
    "site = 1": "must be a mapping",
    "\x00": "briefing.toml:1:1: broken TOML",
}


@pytest.mark.parametrize("text", SETTINGS)
def test_settings_that_cannot_be_are_one_clear_line(site: Path, text: str) -> None:
    (site / "briefing.toml").write_text(text, "utf-8")
    with pytest.raises(BriefingError, match=re.escape(SETTINGS[text])):
        load_site(site)


def test_settings_are_read_with_a_byte_order_mark_and_refused_in_another_encoding(site: Path) -> None:
    (site / "briefing.toml").write_bytes(b"\xef\xbb\xbf[site]\ntitle = 'Caf\xc3\xa9'\n")
    assert load_site(site).settings.site.title == "Café"
    (site / "briefing.toml").write_bytes(b"[site]\ntitle = 'Caf\xe9'\n")
    with pytest.raises(BriefingError, match=r"briefing\.toml:2:1: this is not UTF-8"):
        load_site(site)
    (site / "briefing.toml").unlink()
    (site / "briefing.toml").mkdir()
    with pytest.raises(BriefingError, match="cannot be read"):
        load_site(site)


@pytest.mark.parametrize("name", ["speakers.yaml", "good.review.yaml"])
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["a pipe", "a folder"])
def test_what_is_no_regular_file_is_never_waited_for(
    site: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(site / "content" / name)
    with pytest.raises(BriefingError, match=f"content/{name}: cannot be read: this is no regular file"):
        build(load_site(site), BuildOptions())


@pytest.mark.parametrize("name", ["static", "templates"])
def test_a_file_in_the_place_of_a_folder_is_an_error(site: Path, name: str) -> None:
    (site / name).write_text("x", "utf-8")
    with pytest.raises(BriefingError, match=f"{name}: this must be a folder"):
        build(load_site(site), BuildOptions())


@pytest.mark.parametrize("lang", ["AR", "ar-EG", "Ar-eg"])
@pytest.mark.parametrize("key", ["ar", "AR", "ar-EG"])
def test_a_language_is_the_same_in_any_case(site: Path, lang: str, key: str) -> None:
    (site / "briefing.toml").write_text(f'[language]\npipelines = {{en = "none", {key} = "NONE"}}\n', "utf-8")
    write(site, "a.md", f"---\ntitle: A\ndate: 2026-01-01\nlang: {lang}\n---\nText.")
    found = build(load_site(site), BuildOptions()).warnings
    assert (found == ()) == (key != "ar-EG" or lang != "AR")


@pytest.mark.parametrize("name", ["", "none"])
def test_a_language_can_be_declared_to_have_no_pipeline(site: Path, name: str) -> None:
    (site / "briefing.toml").write_text(
        f'[language]\npipelines = {{en = "{name}", ar = "{name}"}}\n', "utf-8"
    )
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-01\nlang: ar-EG\n---\nText.")
    assert build(load_site(site), BuildOptions()).warnings == ()


def test_a_language_of_which_nothing_is_said_is_a_warning_that_says_how(site: Path) -> None:
    write(site, "a.md", "---\ntitle: A\ndate: 2026-01-01\nlang: ar-EG\n---\nText.")
    (warning,) = build(load_site(site), BuildOptions()).warnings
    assert 'or ar = "none" where none is wanted' in str(warning)


def test_a_package_that_is_no_pipeline_is_said_to_be_none(site: Path) -> None:
    (site / "briefing.toml").write_text('[language]\npipelines = {en = "pip"}\n', "utf-8")
    with pytest.raises(ContentErrors, match="'pip' is not installed"):
        build(load_site(site), BuildOptions())


@pytest.mark.parametrize(
    "address",
    ["example.org/x", "ftp://example.org", "https://", "https://[/", "https://a b/", "http://x/?q", "/x"],
)
def test_a_base_url_that_is_none_is_refused_as_an_option_and_as_a_setting(
    site: Path, briefing: Command, address: str
) -> None:
    done = briefing("build", "--base-url", address)
    assert done.returncode == 2
    assert "must be an absolute address" in " ".join(done.stderr.split())
    (site / "briefing.toml").write_text(f'[site]\nbase_url = "{address}"\n', "utf-8")
    with pytest.raises(ContentErrors, match=r"briefing\.toml:2:1: 'site\.base_url' must be an absolute"):
        load_site(site)


@pytest.mark.parametrize(
    ("base_url", "home"),
    [(None, None), ("https://example.org", "/index.html"), ("https://a.org/x/", "/x/index.html")],
)
def test_the_page_for_lost_readers_leads_home_only_where_it_knows_the_way(
    site: Path, base_url: str | None, home: str | None
) -> None:
    build(load_site(site), BuildOptions(base_url=base_url))
    html = (site / "site/404.html").read_text("utf-8")
    assert re.findall(r'<a href="([^"]*)"', html) == ([home] if home else [])
