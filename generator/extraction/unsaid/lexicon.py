"""The words that tell that nobody said it: ``unsaid.toml``, a key a field."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in lower case, verbs and nouns as lemmas; what each set means stands in the file."""

    negating_verbs: frozenset[str]
    negating_nouns: frozenset[str]
    negating_adjectives: frozenset[str]
    kept_from: frozenset[str]
    forbidding: frozenset[str]
    before_preposition: frozenset[str]
    merely: frozenset[str]
    occasions: frozenset[str]
    light: frozenset[str]
    supposing_verbs: frozenset[str]
    supposing_clauses: frozenset[str]
    supposing_nouns: frozenset[str]
    supposing_adjectives: frozenset[str]
    conditions: frozenset[str]
    modals: frozenset[str]
    anybody: frozenset[str]
    whoever: frozenset[str]
    asking: frozenset[str]
    questioned: frozenset[str]
    doubting_verbs: frozenset[str]
    doubting_adjectives: frozenset[str]
    doubting_nouns: frozenset[str]
    doubted_with_a_not: frozenset[str]
    nothing_of: frozenset[str]
    granting_verbs: frozenset[str]
    granting_adjectives: frozenset[str]
    restless: frozenset[str]
    usual: frozenset[str]
    copulas: frozenset[str]
    fake: frozenset[str]
    faked: frozenset[str]
    fakes: frozenset[str]
    characters: frozenset[str]
    heroes: frozenset[str]
    works: frozenset[str]
    dreams: frozenset[str]
    showing: frozenset[str]
    wrongly: frozenset[str]
    inventing: frozenset[str]
    verges: frozenset[str]
    omitting: frozenset[str]
    rumours: frozenset[str]
    untrue: frozenset[str]
    rejecting: frozenset[str]
    making_up: frozenset[str]
    held: frozenset[str]
    unreal: frozenset[str]
    told: frozenset[str]
    considering: frozenset[str]
    ducking: frozenset[str]
    disowning: frozenset[str]
    facing: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon shipped with the package."""
    path = files("generator.extraction").joinpath("data", "unsaid.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Lexicon(**{field.name: frozenset(data[field.name].split()) for field in fields(Lexicon)})
