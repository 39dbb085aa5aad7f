"""A text in a language without a pipeline: no speaker is counted as known, and the “?” is explained."""

from __future__ import annotations

import re

from generator.model import Extraction
from generator.rendering import Briefing, Publication, Renderer, Theme
from tests.rendering.samples import Marker, attribution, document, silent

RAW = "---\ntitle: Die Brücke\nlang: de\n---\n\n„Wir haben keine Wahl“, sagte Jutta Kern. Sie ging.\n"


def page() -> str:
    made = document(RAW, "bridge.md")
    one = attribution("g1", (Marker(made.source.text)("„Wir haben keine Wahl“"),), ())
    rendered = Renderer(Theme(), Publication(lang="en")).briefing(Briefing(made, Extraction((), (one,))))
    return rendered.page.content.decode()


def test_a_quotation_of_nobody_known_is_not_told_to_be_attributed() -> None:
    html = page()
    assert "is attributed" not in html
    assert "1 statement has no known speaker, none reviewed yet." in html


def test_the_question_mark_is_explained_though_nobody_speaks() -> None:
    html = page()
    assert 'class="strip"' not in html
    legend = re.search(r'<div class="legend".*?</div>', html, re.S)
    assert legend is not None
    assert "<b>?</b> speaker not found" in legend[0]


def test_a_text_without_statements_has_no_legend() -> None:
    html = Renderer(Theme(), Publication()).briefing(silent()).page.content.decode()
    assert 'class="legend"' not in html
