"""Names as words: when can two of them be one?"""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.extraction.mentions.names import (
    Fit,
    bare,
    compare_persons,
    fold,
    initials,
    one_edit_apart,
    organisation_words,
    parse_person,
    part_of_organisation,
    without_possessive,
)

WORDS = st.text(string.ascii_lowercase, min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("a", "b", "fit"),
    [
        ("Ella Brandt", "Ella Brandt", Fit.FULL),
        ("Ella J. Brandt", "Ella Brandt", Fit.FULL),
        ("E. Brandt", "Ella Brandt", Fit.FULL),
        ("Ben Brandt", "Benjamin Brandt", Fit.FULL),
        ("Éla Brandt", "Ela Brandt", Fit.FULL),
        ("Ella Brandt Jr.", "Ella Brandt", Fit.FULL),
        ("Sami al-Nouri", "Sami Nouri", Fit.FULL),
        ("Brandt", "Ella Brandt", Fit.PARTIAL),
        ("al-Nouri", "Sami al-Nouri", Fit.PARTIAL),
        ("Ella", "Ella Brandt", Fit.PARTIAL),
        ("Brannd", "Ella Brandt", Fit.NONE),
        ("Malmstron", "Rita Malmstrom", Fit.MISPRINT),
        ("Karl Brandt", "Ella Brandt", Fit.NONE),
        ("Ella Brandt", "Ella Weber", Fit.NONE),
        ("", "Ella Weber", Fit.NONE),
    ],
)
def test_whether_two_names_can_be_one_persons(a: str, b: str, fit: Fit) -> None:
    assert compare_persons(a, b) is fit


def test_a_surname_keeps_its_particles_and_is_found_without_them() -> None:
    parsed = parse_person("Ella van der Berg")
    assert (parsed.given, parsed.surname, parsed.core) == (("ella",), "van der berg", "berg")
    assert parse_person("al-Nouri").core == "nouri"


def test_nicknames_in_quotes_are_no_part_of_a_name() -> None:
    assert parse_person("Karl “Kalle” Ostrow") == parse_person("Karl Ostrow")


def test_titles_come_off_but_never_the_whole_name() -> None:
    assert bare("Gen. Karl Ostrow", {"gen"}) == ("Gen.", "Karl Ostrow")
    assert bare("General", {"general"}) == ("", "General")


def test_a_possessive_comes_off() -> None:
    assert without_possessive("Malm’s") == "Malm"
    assert without_possessive("the Webers'") == "the Webers"
    assert without_possessive("Iris") == "Iris"


def test_organisations_by_initials_and_by_parts() -> None:
    assert initials("Northern Council for the Fisheries") == "ncf"
    assert organisation_words("The Harbor Trust") == organisation_words("Harbor Trust")
    assert part_of_organisation("the Trust", "Harbor Trust")
    assert part_of_organisation("the Court", "High Court of Ruritania")
    assert not part_of_organisation("Harbor Trust", "Harbor Trust")


@given(WORDS, WORDS)
def test_fit_is_symmetric(a: str, b: str) -> None:
    assert compare_persons(a, b) is compare_persons(b, a)


@given(WORDS, st.data())
def test_a_letter_left_out_is_one_edit(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    shorter = word[:at] + word[at + 1 :]
    if len(shorter) >= 5 and shorter != word:
        assert one_edit_apart(word, shorter)
        assert one_edit_apart(shorter, word)


@given(WORDS)
def test_nothing_is_an_edit_away_from_itself(word: str) -> None:
    assert not one_edit_apart(word, word)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_but_full_stops(text: str) -> None:
    assert fold(fold(text).rstrip(".")) == fold(text).rstrip(".")
