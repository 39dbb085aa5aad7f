"""The probabilities above which an attribution is listed, and above which it is sure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.model import Act, Attribution, Kind

# "It was asked whether …": nobody is there to have said it. Such a report is shown only where it
# is likelier right than wrong.
_SOURCELESS = 0.5
# "Backed the plan": of a noun phrase without quoted words it is hardly said what was claimed. A
# corpus of political news has many such; an editor wants the plain ones only.
_NOUN_PHRASE = 0.55
_NOUN_PHRASE_RULES = frozenset({"object", "prepositional", "nominal"})
# A quotation with a dash and a name below: too rare in news for the models to trust it.
_SIGNED = 0.1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``listed`` by act, tuned for F1 on the train split; ``quoted`` for whole quotations.

    ``sure`` is where nine attributions in ten are right.
    """

    listed: dict[Act, float]
    quoted: float
    sure: float

    def listed_at(self, attribution: Attribution) -> float:
        """The least probability with which an attribution is shown at all."""
        least = self.listed[attribution.act]
        if attribution.kind is Kind.DIRECT:
            return min(least, _SIGNED if attribution.rule == "signature" else self.quoted)
        if attribution.kind is Kind.INDIRECT and attribution.rule in _NOUN_PHRASE_RULES:
            least = max(least, _NOUN_PHRASE)
        return least if attribution.source else max(least, _SOURCELESS)


@cache
def fitted_thresholds() -> Thresholds:
    """Those written by the fit."""
    path = files("generator.extraction").joinpath("data", "thresholds.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = {act: float(data["listed"][act]) for act in Act}
    return Thresholds(listed, float(data["quoted"]), float(data["sure"]))
