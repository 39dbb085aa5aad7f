"""The probabilities above which an attribution is listed, and above which it is sure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.model import Act, Kind

# "Offered an assessment", "the assertions about networks": what is reported is a noun phrase, and the
# words hardly say what was claimed. Such a report is shown only where it is likelier right than
# wrong; on polnear dev that costs 1.0 point of joint F1, on sourcing dev it gains 4.5 of precision.
_NOUN_PHRASE_RULES = frozenset({"object", "prepositional", "nominal"})
_NOUN_PHRASE = 0.5
_STATEMENTS = frozenset({Act.SAYS, Act.SHOWS})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``listed`` by act, tuned for F1 on the train split; ``quoted`` for whole quotations.

    ``sure`` is where nine attributions in ten are right.
    """

    listed: dict[Act, float]
    quoted: float
    sure: float

    def listed_at(self, act: Act, kind: Kind, rule: str) -> float:
        """The least probability with which an attribution is shown at all."""
        least = self.listed[act]
        if rule in _NOUN_PHRASE_RULES and act in _STATEMENTS:
            return max(least, _NOUN_PHRASE)
        return min(least, self.quoted) if kind is Kind.DIRECT else least


@cache
def fitted_thresholds() -> Thresholds:
    """Those written by the fit."""
    path = files("generator.extraction").joinpath("data", "thresholds.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = {act: float(data["listed"][act]) for act in Act}
    return Thresholds(listed, float(data["quoted"]), float(data["sure"]))
