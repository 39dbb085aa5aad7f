"""What a token belongs to: names by the encoder; groups, dates and amounts by words."""

import pytest

from generator.extraction.language import LanguageModel

CASES = [
    ("Ada Quill of Nordholt Marine Ltd flew to Berlin on 3 June 2019.", "Ada Quill", ["PERSON", "PERSON"]),
    ("Ada Quill of Nordholt Marine Ltd flew to Berlin.", "Nordholt Marine Ltd", ["ORG", "ORG", "ORG"]),
    ("Analysts at Brandt & Co. wrote that it would close.", "Brandt & Co.", ["ORG", "ORG", "ORG"]),
    ("Ada Quill flew to Berlin on 3 June 2019.", "Berlin", ["GPE"]),
    ("Ada Quill flew to Berlin on 3 June 2019.", "3 June 2019", ["DATE", "DATE", "DATE"]),
    ("The United States embassy in Ruritania closed.", "United States", ["GPE", "GPE"]),
    ("Two German engineers left.", "German", ["NORP"]),
    ("The envoy of the Democratic Republic of Graustark left.", "Democratic Republic", ["GPE", "GPE"]),
    ("The mill lost $3 million last week.", "3 million", ["MONEY", "MONEY"]),
    ("The mill lost $3 million last week.", "last week", ["DATE", "DATE"]),
    ("Some 40 percent stayed.", "40", ["PERCENT"]),
    ("They walked 12 miles.", "12", ["QUANTITY"]),
    ("Flight 2024 was late.", "2024", ["CARDINAL"]),
    ("A film about the 1968 riots won.", "1968", ["DATE"]),
    ("Seven ferries sank.", "Seven", ["CARDINAL"]),
    ("Eva Lind, a resident of Harbury, who said it was late, left.", "Harbury", ["GPE"]),
    ("The ferry was late.", "ferry", [""]),
]


@pytest.mark.parametrize(
    ("text", "words", "labels"), CASES, ids=[f"{words} in {text}" for text, words, _ in CASES]
)
def test_a_token_knows_what_it_belongs_to(
    model: LanguageModel, text: str, words: str, labels: list[str]
) -> None:
    (parse,) = model.parse([text])
    start = text.index(words)
    inside = [token for token in parse.tokens if start <= token.start < start + len(words)]
    assert [token.entity for token in inside] == labels


def test_an_entity_starts_at_its_first_token_alone(model: LanguageModel) -> None:
    (parse,) = model.parse(["Ada Quill met Ben Castle in Port Merrin."])
    starts = [token.text for token in parse.tokens if token.entity_start]
    assert starts == ["Ada", "Ben", "Port"]


def test_names_are_not_looked_for_twice(model: LanguageModel) -> None:
    assert "ner" not in model.nlp.pipe_names
