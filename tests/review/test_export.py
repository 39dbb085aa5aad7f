"""Corrections as training data."""

import json
from dataclasses import replace

from generator.review.anchoring.selectors import Selector
from generator.review.applying import apply
from generator.review.corrections.correction import Action, Correction, Target
from generator.review.corrections.factory import CorrectionFactory
from generator.review.export import lines
from tests.review.machine import ASKED, BRANDT, LOG, PHONED, extraction
from tests.review.passages import TEXT
from tests.review.test_changes import blocks

FOUND = extraction()
HAND = CorrectionFactory(TEXT, "Petra Lind", note="she rang us")


def exported(*corrections: Correction, names: bool = False) -> list[dict]:
    review = apply(blocks(TEXT), FOUND, corrections)
    return [json.loads(line) for line in lines("flood", blocks(TEXT), FOUND, review, names=names)]


def test_a_correction_comes_with_its_paragraph_and_what_the_machine_had():
    (one,) = exported(
        HAND.attribution(Action.ATTRIBUTE, replace(FOUND.attributions[0], speakers=("Nadia Orlov",)))
    )
    assert one["doc"] == "flood"
    assert (one["action"], one["target"], one["state"]) == ("attribute", "attribution", "applied")
    assert one["text"].startswith("The gates of the Harrow dam")
    assert one["text"].endswith("at once.”")
    assert [one["text"][s:e] for s, e in one["content"]] == [ASKED]
    assert [one["text"][s:e] for s, e in (*one["source"], *one["cue"])] == ["she", "said"]
    assert one["speakers"] == ["Nadia Orlov"]
    assert one["found"]["speakers"] == [BRANDT]
    assert one["found"]["confidence"] == 0.8


def test_what_the_machine_did_not_find_says_so():
    (one,) = exported(
        Correction(
            action=Action.ADD,
            target=Target.ATTRIBUTION,
            content=(Selector("Mr. Ekeland called the log incomplete."),),
            speakers=("Tomas Ekeland",),
        )
    )
    assert one["found"] is None


def test_words_that_are_gone_are_told_as_they_are_remembered():
    (one,) = exported(
        Correction(
            action=Action.REJECT,
            target=Target.ATTRIBUTION,
            content=(Selector("“I was ill,”", "Asked why, ", " she said."),),
        )
    )
    assert one["state"] == "orphaned"
    ((start, end),) = one["content"]
    assert one["text"][start:end] == "“I was ill,”"


def test_a_pair_comes_with_all_paragraphs_between_its_statements():
    (one,) = exported(
        HAND.pair(Action.REJECT, FOUND.accounts[0], (FOUND.attributions[2], FOUND.attributions[3]))
    )
    assert [one["text"][s:e] for s, e in (one["content"][0], *one["against"])] == [PHONED, LOG]


def test_reviewers_are_named_only_if_asked_for():
    correction = HAND.attribution(Action.CONFIRM, FOUND.attributions[0])
    assert "Petra" not in json.dumps(exported(correction))
    assert exported(correction, names=True)[0]["by"] == "Petra Lind"
