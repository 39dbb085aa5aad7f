"""Templates and assets: a site's own over the shipped ones, and clear words when one is broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.errors import TemplateProblem
from generator.rendering import Publication, Renderer, Theme
from generator.rendering.i18n import page_locale
from generator.shipped import shipped_templates
from tests.rendering.samples import ferry

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "theme" / "templates"


def theme(folder: Path, **files: str) -> Theme:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_html", ".html").replace("_css", ".css")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Theme(folder)


def page(made: Theme) -> str:
    return Renderer(made, Publication()).briefing(ferry()).page.content.decode()


def test_a_site_overrides_one_block_and_keeps_the_rest(tmp_path: Path) -> None:
    own = '{% extends "@base/briefing.html" %}{% block after_text %}<p>Ours</p>{{ super() }}{% endblock %}'
    html = page(theme(tmp_path, briefing_html=own))
    assert "<p>Ours</p>" in html
    assert "Key assertions" in html
    assert "How this page was made" in html


def test_a_site_overrides_a_part_by_its_path(tmp_path: Path) -> None:
    shipped = (shipped_templates() / "parts" / "words.html").read_text("utf-8")
    own = shipped.replace('{{ _("direct speech") }}', "in their own words")
    assert "in their own words" in page(theme(tmp_path, parts__words_html=own))


def test_the_example_theme_works() -> None:
    html = page(Theme(EXAMPLE))
    assert "Reading time" in html
    assert "Key assertions" in html


def test_what_is_escaped_stays_escaped_in_an_own_template(tmp_path: Path) -> None:
    own = "{% extends '@base/briefing.html' %}{% block head %}{{ '<script>' ~ page.title }}{% endblock %}"
    assert "&lt;script&gt;" in page(theme(tmp_path, briefing_html=own))


def test_a_template_that_was_compiled_before_is_that_of_its_language_text_and_trust(tmp_path: Path) -> None:
    own = "{{ 1234.5|number }} {{ ''.__class__ }}"

    def shown(lang: str, *, trusted: bool = True) -> str:
        return Theme(tmp_path, trusted=trusted).render("own.html", page_locale(lang))

    theme(tmp_path, own_html=own)
    assert shown("en").startswith("1,234.5 ")
    assert shown("de").startswith("1.234,5 ")
    assert shown("en").startswith("1,234.5 ")
    with pytest.raises(TemplateProblem, match="--trust"):
        shown("en", trusted=False)
    theme(tmp_path, own_html="changed")
    assert shown("en") == "changed"


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("one\n\n{% if %}", 3, "Expected an expression"),
        ("one\n{{ briefing.titel }}", 2, "titel"),
        ("{% extends 'nowhere.html' %}", 1, "nowhere.html"),
        ("one\n{{ 1 / 0 }}", 2, "ZeroDivisionError"),
        ("one\n{{ asset('nothing.css') }}", 2, "nothing.css"),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    tmp_path: Path, template: str, line: int, words: str
) -> None:
    with pytest.raises(TemplateProblem) as caught:
        page(theme(tmp_path, briefing_html=template))
    (problem,) = caught.value.problems
    assert problem.file == "templates/briefing.html"
    assert problem.line == line
    assert words in problem.message


def test_a_broken_list_of_bundles_is_a_template_problem(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "bundles.toml").write_text("[[[")
    with pytest.raises(TemplateProblem, match=r"bundles\.toml"):
        _ = Theme(tmp_path).assets


def test_an_assets_name_follows_its_content(tmp_path: Path) -> None:
    shipped = Theme().assets["style.css"].path
    own = theme(tmp_path, assets__site_css="body { color: navy }").assets["style.css"]
    assert re.fullmatch(r"assets/style\.[0-9a-f]{10}\.css", shipped)
    assert own.path != shipped
    assert b"navy" in own.content


def test_a_sheet_leads_to_fingerprinted_files(tmp_path: Path) -> None:
    made = theme(tmp_path, assets__site_css="body { background: url(paper.svg) }")
    (tmp_path / "assets" / "paper.svg").write_text("<svg/>")
    found = Theme(tmp_path).assets
    assert found["paper.svg"].path.removeprefix("assets/").encode() in found["style.css"].content
    assert made.folders[0] == tmp_path


def test_a_script_keeps_its_names_to_itself() -> None:
    script = Theme().assets["page.js"].content
    assert script.startswith(b'(() => {\n"use strict";')
    assert script.endswith(b"})();\n")


def test_the_repositorys_own_templates_are_the_shipped_ones() -> None:
    assert Theme(shipped_templates()).folders == (shipped_templates(),)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{ briefing.titel }}", "briefing.titel: BriefingView has no 'titel' (did you mean 'title'?)"),
        ("{{ site.titles }}", "site.titles: SiteView has no 'titles' (did you mean 'title'?)"),
        ("{{ page.langs.x }}", "page.langs: PageView has no 'langs' (did you mean 'lang'?)"),
        ("{{ briefing.title.y }}", "briefing.title.y: a text has no 'y'"),
        ("{% for one in briefing.speakers %}{{ one.nam }}{% endfor %}", "one.nam: SpeakerView has no 'nam'"),
        ("{{ breifing.title }}", "there is no 'breifing' here (did you mean 'briefing'?)"),
        ("{{ page.title|uper }}", "No filter named 'uper'. (did you mean 'upper'?)"),
        ("{% include 'parts/word.html' %}", "no template parts/word.html (did you mean 'parts/words.html'?)"),
        ("{{ asset('styl.css') }}", "no template assets/styl.css (did you mean 'assets/style.css'?)"),
    ],
)
@pytest.mark.parametrize("trusted", [True, False])
def test_a_name_that_is_not_there_is_told_as_the_documentation_calls_it(
    tmp_path: Path, written: str, told: str, *, trusted: bool
) -> None:
    own = "{% extends '@base/briefing.html' %}\n{% block head %}" + written + "{% endblock %}"
    theme(tmp_path, briefing_html=own)
    with pytest.raises(TemplateProblem) as error:
        page(Theme(tmp_path, trusted=trusted))
    assert str(error.value).startswith("templates/briefing.html:2: ")
    assert told in str(error.value)
    assert "generator." not in str(error.value)


def test_a_name_that_may_be_missing_can_be_asked_for(tmp_path: Path) -> None:
    own = "{% extends '@base/briefing.html' %}{% block head %}{{ nobody is defined }}{% endblock %}"
    assert "False" in page(theme(tmp_path, briefing_html=own))
