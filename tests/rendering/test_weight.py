"""What a page weighs, and what it takes to make one."""

from __future__ import annotations

import gzip
import time
from functools import cache

from generator.model import Assertion, Extraction, Kind, Speaker, SpeakerKind
from generator.rendering import Briefing, Publication, Renderer, Theme, speaker_address
from tests.rendering.samples import REVIEWED, Marker, attribution, document, hearing

NAMES = tuple(f"{first} {last}" for first in ("Ada", "Bo", "Cem") for last in ("Amsel", "Berg", "Cordes"))
WORDS = ("harbour", "wall", "storm", "council", "money", "ship", "quay", "winter", "report", "answer", "sand")


def paragraph(number: int) -> str:
    """About 25 words, nine of them quoted."""
    words = [WORDS[(number * 5 + n * n) % len(WORDS)] for n in range(18)]
    quote = f"number {number} {' '.join(words[:7])}"
    return f"On the {' '.join(words[7:])}, {NAMES[number % 9]} told us: “The {quote}.”"


@cache
def article() -> Briefing:
    """A thousand words with forty statements and eight key assertions."""
    made = document(
        "---\ntitle: Forty voices\ndate: 2031-01-01\n---\n\n" + "\n\n".join(map(paragraph, range(40))) + "\n"
    )
    text = made.source.text
    m = Marker(text)
    said = []
    for number in range(40):
        start = text.index(f"“The number {number} ")
        span = m("“The number", text[:start])._replace(end=text.index("”", start) + 1)
        name = NAMES[number % 9]
        reviewed = REVIEWED if number % 3 else None
        kind = tuple(Kind)[number % 3]
        said.append(attribution(f"s{number}", (span,), (name,), kind=kind, provenance=reviewed))
    keys = tuple(
        Assertion(f"k{n}", n, said[n * 4].content[0], 0.5, said[n * 4].speakers, None, "") for n in range(8)
    )
    people = tuple(Speaker(name, SpeakerKind.PERSON, ("member of the council",)) for name in NAMES)
    return Briefing(made, Extraction(people, tuple(said), keys), {n: speaker_address(n) for n in NAMES})


def test_a_page_of_a_thousand_words_is_light() -> None:
    briefing = article()
    assert 950 <= len(briefing.document.source.text.split()) <= 1_100
    renderer = Renderer(Theme(), Publication(base_url="https://example.org/briefings"))
    page = renderer.briefing(briefing).page.content
    assert page.count(b'<a data-x class="key') == 40
    sizes = {
        asset.path.split("/")[-1].split(".")[0]: len(gzip.compress(asset.content, 6))
        for asset in renderer.assets()
    }
    assert len(gzip.compress(page, 6)) <= 60_000
    assert sizes["style"] <= 12_000
    assert sizes["page"] <= 8_000


def test_a_transcript_of_fifty_thousand_words_is_rendered_in_a_moment() -> None:
    briefing = hearing(turns=4_000)
    renderer = Renderer(Theme(), Publication())
    renderer.briefing(hearing(turns=2))  # the templates are compiled
    started = time.process_time()
    renderer.briefing(briefing)
    assert len(briefing.document.source.text.split()) > 45_000
    assert time.process_time() - started < 3
