"""What the shipped templates compile to is kept on disk, in a folder of ours; nothing of a site's own is."""

from __future__ import annotations

import marshal
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment

from generator.building import compiled_templates as module
from generator.building.builder import Builder
from generator.building.compiled_templates import compiled_templates
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.store.archive import open_archive
from generator.rendering import compiled
from generator.rendering.i18n import page_locale
from generator.rendering.theme import Theme

LOCALE = page_locale("en")


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled; each process begins without any."""
    found: list[str] = []
    kept = Environment.compile

    def noting(self: Environment, source: str, name: str, *others: object, **more: object) -> CodeType:
        found.append(name)
        return kept(self, source, name, *others, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Environment, "compile", noting)
    compiled.compiled_for.cache_clear()
    return found


def test_another_process_compiles_no_shipped_template_again(tmp_path: Path, sources: list[str]) -> None:
    environment = Theme(compiled=tmp_path)._environment(LOCALE)
    environment.get_template("404.html")
    assert sources == ["404.html"]
    compiled.compiled_for.cache_clear()
    Theme(compiled=tmp_path)._environment(LOCALE).get_template("404.html")
    assert sources == ["404.html"]


@pytest.mark.parametrize("trusted", [False, True])
def test_a_template_of_a_site_is_never_kept(tmp_path: Path, sources: list[str], trusted: bool) -> None:
    own, folder = tmp_path / "own", tmp_path / "kept"
    own.mkdir()
    folder.mkdir()
    (own / "own.html").write_text("{% include '404.html' ignore missing %}A word of the site.")
    (own / "404.html").write_text("Another word of the site.")
    for _ in range(2):
        compiled.compiled_for.cache_clear()
        theme = Theme(own, compiled=folder, trusted=trusted)
        assert "A word of the site." in theme.render("own.html", LOCALE)
        theme._environment(LOCALE).get_template("@base/404.html")
    assert not [path for path in folder.iterdir() if b"word of the site" in path.read_bytes()]
    assert sources == ["own.html", "404.html", "404.html", "own.html", "404.html"]  # ours once


def test_the_sandbox_does_not_take_what_was_compiled_without_it(tmp_path: Path, sources: list[str]) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for theme in (Theme(compiled=tmp_path), Theme(own, compiled=tmp_path)):
        theme._environment(LOCALE).get_template("404.html")
    assert sources == ["404.html", "404.html"]


@pytest.mark.parametrize("damage", [b"", b"no code at all", marshal.dumps(1)])
def test_what_is_damaged_is_compiled_anew(tmp_path: Path, sources: list[str], damage: bytes) -> None:
    for _ in range(2):
        compiled.compiled_for.cache_clear()
        Theme(compiled=tmp_path)._environment(LOCALE).get_template("404.html")
        for path in tmp_path.iterdir():
            path.write_bytes(path.read_bytes()[:30] + damage)
    assert sources == ["404.html", "404.html"]


def test_a_shipped_template_that_changes_is_compiled_anew(
    tmp_path: Path, sources: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    monkeypatch.setattr("generator.rendering.theme.shipped_templates", lambda: shipped)
    for words in ("One.", "Other."):
        (shipped / "a.html").write_text(words)
        compiled.compiled_for.cache_clear()
        assert Theme(compiled=tmp_path).render("a.html", LOCALE) == words


# --- where they lie -------------------------------------------------------------------


def test_another_version_has_another_folder_and_the_one_before_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(module, "cache_from_source", lambda _: str(tmp_path / "beside" / "module.pyc"))
    first = compiled_templates()
    assert first == compiled_templates()
    monkeypatch.setattr(module, "code_version", lambda: "another version")
    second = compiled_templates()
    assert [*(tmp_path / "beside").iterdir()] == [second]


def test_where_python_writes_no_code_none_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert compiled_templates() is None


def test_where_no_folder_can_be_made_none_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    (tmp_path / "file").touch()
    monkeypatch.setattr(module, "cache_from_source", lambda _: str(tmp_path / "file" / "module.pyc"))
    assert compiled_templates() is None


@pytest.mark.parametrize(("words", "kept"), [("", True), ("[site.words.en]\nSpeakers = 'People'\n", False)])
def test_with_words_of_a_site_none_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, kept: bool
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(module, "cache_from_source", lambda _: str(tmp_path / "beside" / "module.pyc"))
    site = tmp_path / "site-of-tests"
    (site / "content").mkdir(parents=True)
    (site / "briefing.toml").write_text(words)
    builder = Builder(Inputs(site), open_archive(None)[0], InPlace(tmp_path / "out"), "site", BuildOptions())
    folder = builder.context.listings.renderer.theme.compiled
    assert (folder is not None) == kept
    assert folder is None or not folder.is_relative_to(site)
