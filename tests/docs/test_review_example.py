"""The text and the corrections that ``docs/review.md`` shows work as they are written there."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from generator.extraction.extractor import Extractor
from generator.extraction.language import LanguageModel
from generator.model import SpeakerKind
from generator.reading.sources import parse_document
from generator.rendering.figures import in_figures
from generator.rendering.i18n import page_locale
from generator.review import reviewed
from generator.review.corrections.sidecar import parse
from tests.docs.tables import sections


def test_the_corrections_by_hand_do_what_the_page_says(model: LanguageModel) -> None:
    shown = sections("review.md")["By hand: an example"]
    text, corrections = (re.search(rf"```{kind}\n(.*?)```", shown, re.S) for kind in ("markdown", "yaml"))
    assert text
    assert corrections
    document = parse_document(text[1], "", PurePosixPath("quay.md"), "content/quay.md")
    machine = Extractor(model).extract(document.source)
    sidecar = parse(corrections[1].encode(), "content/quay.review.yaml")
    result = reviewed(document.source, machine, sidecar.corrections)
    assert [one.message for one in result.unapplied] == []
    found = result.extraction
    numbers = {one.text: in_figures(one, page_locale("en")) for one in found.facts.numbers if one.corrected}
    assert numbers == {"$4.2 million": "$4.4 million", "Fourteen": "16"}
    assert [one.value for one in found.facts.dates] == ["2032-03-04"]
    union = next(one for one in found.speakers if one.name == "Harbour Union")
    assert union.kind is SpeakerKind.ORGANISATION
    said = next(one for one in found.attributions if one.speakers == ("Harbour Union",))
    words = document.source.text
    assert [words[slice(*span)] for span in said.content] == ["It had heard nothing of a quay"]
    assert [words[slice(*span)] for span in said.cue] == ["its letter reads"]
    assert words[slice(*found.assertions[0].span)] == "The Harbour Union was told of it last"
    assert "Harbour Union" in [one.name for one in found.facts.organisations]
