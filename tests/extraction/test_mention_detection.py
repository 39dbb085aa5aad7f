"""Mentions of one paragraph: their spans, and what grammar says of them."""

from __future__ import annotations

import pickle

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.extraction.language import LanguageModel, unparsed
from generator.extraction.mentions import mention_detection
from generator.extraction.mentions.mention import EntityType, Form, Mention
from generator.model import Block, BlockKind, Span

PIECES = st.sampled_from(
    [
        "Gen.",
        "Ana",
        "al-Nouri",
        "’s",
        "the",
        "mayor",
        ",",
        "who",
        "said",
        "“",
        "”",
        "(D-OH)",
        "\u00a0",
        "Inc.",
    ]
)


def spot(model: LanguageModel, text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[Mention, ...]:
    (parse,) = model.parse([text])
    return mention_detection.find(parse, Block(kind, Span(0, max(1, len(text)))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=1, max_size=14))
def test_spans_lie_in_the_paragraph_and_hold_one_another(model: LanguageModel, pieces: list[str]) -> None:
    text = " ".join(pieces)
    for mention in spot(model, text):
        assert 0 <= mention.core.start < mention.core.end <= len(text)
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        if mention.form is Form.NAME:
            assert mention.span.contains(mention.core)


def test_links_point_into_the_paragraph(model: LanguageModel) -> None:
    found = spot(model, "Ana Brandt, the mayor, who met Jon Aster and Rita Malm, said so.")
    for mention in found:
        for link in (mention.same_as, mention.joined_to):
            assert link is None or 0 <= link < len(found)


def test_mentions_survive_the_archive(model: LanguageModel) -> None:
    found = spot(model, "Ana Brandt said that she was tired.")
    assert pickle.loads(pickle.dumps(found)) == found


def test_code_holds_no_mentions(model: LanguageModel) -> None:
    assert spot(model, "Ana Brandt", BlockKind.CODE) == ()


def test_a_paragraph_without_a_parse_holds_no_mentions() -> None:
    assert mention_detection.find(unparsed("Ana Brandt"), Block(BlockKind.PARAGRAPH, Span(0, 10))) == ()


def test_an_apposition_proves_a_person(model: LanguageModel) -> None:
    names = [m for m in spot(model, "Vera Paris, an engineer, left.") if m.form is Form.NAME]
    assert [(m.words, m.entity_type) for m in names] == [("Vera Paris", EntityType.PERSON)]


def test_a_headlines_capitals_prove_nothing(model: LanguageModel) -> None:
    found = spot(model, "Ana Brandt Hammers Harbor Trust Over Bridge", BlockKind.HEADING)
    assert all(m.weight < 0 for m in found if m.form is Form.NAME)
