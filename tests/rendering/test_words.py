"""The catalogues: complete, and read from the one file that people edit."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from generator.rendering.i18n import CATALOGUES, direction, own_words, page_locale
from generator.rendering.pages import Renderer
from generator.rendering.publication import Publication
from generator.rendering.summaries import TagSummary
from generator.rendering.theme import Theme
from generator.shipped import shipped_templates

LANGUAGES = sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir())
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


def extracted() -> set[str | tuple[str, ...]]:
    """What the templates and this room of the package say."""
    found = extract_from_dir(
        shipped_templates(), method_map=[("**.html", "jinja2")], options_map={"**.html": {"trimmed": "true"}}
    )
    code = extract_from_dir(Path(CATALOGUES).parent, method_map=[("*.py", "python")])
    return {message for _, _, message, _, _ in (*found, *code)}


def test_there_is_a_second_language() -> None:
    assert LANGUAGES == ["de"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_has_every_word_and_no_stale_one(lang: str) -> None:
    with (CATALOGUES / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    messages = {message.id: message.string for message in catalogue if message.id}
    assert set(messages) == extracted()
    for source, target in messages.items():
        for text in target if isinstance(target, tuple) else (target,):
            assert text, f"{source!r} is not translated"
            wanted = source[-1] if isinstance(source, tuple) else source
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(wanted))


def test_the_page_speaks_the_first_language_that_it_can() -> None:
    assert page_locale("fr", "de").lang == "de"
    assert page_locale("de-CH").translations.gettext("Search") == "Suche"
    assert page_locale("xx").lang == "en"


def test_dates_and_shares_are_written_as_the_language_does() -> None:
    assert page_locale("en-GB").day(dt.date(2031, 4, 7)) == "7 April 2031"
    assert page_locale("de").percent(0.62) == "62\u00a0%"
    assert page_locale("de").listed(["A", "B", "C"]) == "A, B und C"
    assert page_locale("en").month_name("undated") == "undated"


def test_text_runs_as_its_language_does() -> None:
    assert direction("fa-IR") == "rtl"
    assert direction("de") == "ltr"
    assert direction("uz-Arab") == "rtl"
    assert direction("ks-Deva") == "ltr"
    assert direction("x-unknown") == "ltr"


def test_a_sites_own_words_join_the_catalogue_of_their_language() -> None:
    own = own_words({"de": {"Imprint": "Impressum", "Search": "Suchen"}})
    german = page_locale("de", own=own)
    assert german.translations.gettext("Imprint") == "Impressum"
    assert german.translations.gettext("Search") == "Suchen"
    assert german.translations.gettext("Speakers") == page_locale("de").translations.gettext("Speakers")
    assert page_locale("en", own=own).translations.gettext("Imprint") == "Imprint"
    assert page_locale("fr", own=own_words({"fr": {"Search": "Recherche"}})).lang == "fr"


def test_words_of_the_settings_are_text() -> None:
    own = own_words({"en": {"Speakers": "<script>attack()</script>", "%(num)s briefing": "<b>%(num)s"}})
    renderer = Renderer(Theme(), Publication(words=own))
    html = renderer.speakers([]).content.decode()
    assert "<script>attack" not in html
    assert "<h1>&lt;script&gt;attack()&lt;/script&gt;</h1>" in html
    tag = renderer.tag(TagSummary("x", "tags/x", 1), []).content.decode()
    assert "&lt;b&gt;1" in tag


def test_a_page_speaks_the_sites_language_and_without_one_its_texts() -> None:
    assert Publication(lang="de").locale("en").lang == "de"
    assert Publication().locale("de").lang == "de"
    assert Publication().locale().lang == "en"
