"""Names that may be one misspelt are told, and never taken for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Provenance, Speaker, SpeakerKind, Status
from generator.review.people.alike import EXCHANGED, LETTER, SOUND, alike, alike_pairs, offered
from generator.review.people.ambiguities import Sighting, ambiguities
from generator.review.people.registry import Registry

names = st.lists(st.text("abcdehkst", min_size=1, max_size=6), min_size=2, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Lieselotte Brandt", "Liselotte Brandt", LETTER),
        ("Odile Karr", "Odile Kar", LETTER),
        ("Bram Osei", "Bram Osie", EXCHANGED),
        ("Katherine Vole", "Catherine Vole", LETTER),
        ("Philip Marsh", "Filipp Marsh", SOUND),
        ("Ana Schmidt", "Ana Schmitt", LETTER),
        ("Ana Meyer", "Ana Maier", SOUND),
        ("Ana Stephens", "Ana Stevens", SOUND),
        ("José Marlow", "Jose Marlow", None),
        ("Ana Vole", "Tom Vole", None),
        ("Ana Vole", "Ana Brandt", None),
        ("Ana Vole", "Anna Voles", None),
        ("Ana Vole", "Ana Maria Vole", None),
    ],
)
def test_names_that_may_be_one_are_told_by_how_they_differ(one, other, how):
    assert alike(one, other) == how == alike(other, one)


def test_a_surname_alone_is_offered_whoever_bears_it():
    known = ["Ilse Brandt", "Tom Brandt", "Ana Vole"]
    assert offered("Brandt", known) == ["Ilse Brandt", "Tom Brandt"]
    assert offered("Ilse Brant", known) == ["Ilse Brandt"]
    assert offered("Brant", known) == ["Ilse Brandt", "Tom Brandt"]
    assert offered("Nadia Orlov", known) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Commissioner Brandt",
        "Dr. Brandt",
        "ms brandt",
        "I. Brandt",
        "Ilse M. Brandt",
        "Brandt, Ilse",
        "Ilse Brandt-Moor",
    ],
)
def test_a_title_initials_or_another_order_hide_nobody(typed):
    assert "Ilse Brandt" in offered(typed, ["Ana Vole", "Ilse Brandt"])
    assert "Ana Vole" not in offered(typed, ["Ana Vole", "Ilse Brandt"])


def test_a_surname_that_an_editor_typed_is_told_with_whom_it_could_mean():
    typed = Speaker("Brandt", SpeakerKind.UNNAMED, provenance=Provenance(Status.EDITED))
    seen = [
        Sighting("content/a.md", Speaker("Ilse Brandt", SpeakerKind.PERSON)),
        Sighting("content/b.md", typed),
    ]
    (problem,) = ambiguities(Registry(), seen)
    assert problem.message == "'Brandt' could be Ilse Brandt; not linked"


@given(st.lists(names, max_size=8))
def test_looking_only_at_names_that_share_their_other_words_misses_none(listed):
    distinct = list(dict.fromkeys(listed))
    every = {frozenset((a, b)) for a in distinct for b in distinct if a != b and alike(a, b)}
    assert {frozenset(pair[:2]) for pair in alike_pairs(distinct)} == every
