"""Quotations by their marks: ``text => quotation // quotation``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.quotations import find_quotations

CASES = {
    "curly": ("“We won,” she said. “At last.”", ["“We won,”", "“At last.”"]),
    "straight": ('"We won," she said. "At last."', ['"We won,"', '"At last."']),
    "doubled single": ("''We won,'' she said.", ["''We won,''"]),
    "single": ("'We won't go,' the workers' leader said.", ["'We won't go,'"]),
    "angle": ("« Nous restons », dit-il.", ["« Nous restons »"]),
    "german": ("„Wir gehen nicht“, sagte sie.", ["„Wir gehen nicht“"]),
    "mixed marks": ('“We won," she said.', ['“We won,"']),
    "apostrophes": ("the ’90s, rock 'n' roll and the dogs’ owners", []),
    "feet and inches": ('He is 5\'10" and "very tall" at 12" wide.', ['"very tall"']),
    "inches within speech": ('"The beam is 12" wide," he said.', ['"The beam is 12" wide,"']),
    "a turned closing mark": ("“We won,“ she said. “At last.”", ["“We won,“", "“At last.”"]),
    "one mark too few": ('"We won, she said. "At last."', ['"At last."']),
    "after an invisible mark": ("\u202a”We won!” wrote Ada Brook.", ["”We won!”"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    outer = [q.span for q in find_quotations(text) if q.depth == 0 and q.closed]
    assert [text[s:e] for s, e in outer] == expected


def test_a_quotation_knows_what_it_is_nested_in() -> None:
    text = "“She said ‘never again’ and left,” he said."
    assert [(text[q.span.start : q.span.end], q.depth) for q in find_quotations(text)] == [
        ("“She said ‘never again’ and left,”", 0),
        ("‘never again’", 1),
    ]


def test_a_missing_closing_mark_leaves_the_quotation_open_to_the_end() -> None:
    text = "He said: “We have counted every boat."
    (quotation,) = find_quotations(text)
    assert not quotation.closed
    assert quotation.span.end == len(text)


@given(st.text(alphabet="“”\"'’‘«»ab .,5\n", max_size=60))
def test_quotations_nest_and_lie_in_the_text(text: str) -> None:
    found = find_quotations(text)
    assert list(found) == sorted(found, key=lambda q: (q.span.start, -q.span.end))
    for quotation in found:
        assert 0 <= quotation.span.start < quotation.span.end <= len(text)
        inner = quotation.inner(text)
        assert quotation.span.start <= inner.start <= inner.end <= quotation.span.end
