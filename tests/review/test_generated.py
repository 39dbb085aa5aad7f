"""Generated sites with random texts, corrections and later edits: nothing is lost, nothing is made up."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from generator.model import Source
from generator.preview.review_api.state import ReviewContext, describe_review
from generator.review.applying import apply
from generator.review.applying.matching import common
from generator.review.corrections.correction import Action, Target
from generator.review.problems import lost_corrections
from tests.review.generated import corrections_of, edited, parsed, read, text_of

SITES = int(os.environ.get("GENERATED_SITES", "60"))


@pytest.mark.parametrize("seed", range(SITES))
def test_no_correction_is_lost_silently_and_none_makes_or_removes_what_it_does_not_name(seed):
    dice = random.Random(seed)
    text = text_of(dice)
    sidecar = parsed(corrections_of(dice, text))
    for _ in range(3):
        _look(text, sidecar)
        text = edited(dice, text)


def _look(text, sidecar):
    found, corrections = read(text).found, sidecar.corrections
    review = apply(Source(text, ()), found, corrections)
    assert [outcome.correction for outcome in review.outcomes] == list(corrections)
    assert all(outcome.message for outcome in review.unapplied)

    # one count, wherever it is told
    told = list(lost_corrections(review, sidecar, text, "r", "s", lambda at: (1, at)))
    panel = describe_review(text, review, ReviewContext("", "", None, {})).lost
    assert len(told) == len(panel) == len(review.unapplied)
    assert all(len(one.candidates) <= 3 for one in panel)

    applied = [outcome for outcome in review.outcomes if outcome not in review.unapplied]
    _nothing_made(found, review, applied)
    _nothing_removed(found, review, applied)
    if not applied:
        assert review.extraction == found


def _nothing_made(found, review, applied):
    """What is new was added, or resized, by a correction of these very words."""
    known = {one.content for one in found.attributions}
    named = {o.placed.content for o in applied if o.correction.action in (Action.ADD, Action.RESIZE)}
    for one in review.extraction.attributions:
        assert one.content in known | named
    assert len(review.extraction.attributions) <= len(known) + sum(
        o.correction.action is Action.ADD for o in applied
    )
    dates = {one.span for one in found.facts.dates}
    fixed = {o.placed.content[0] for o in applied if o.correction.action is Action.CORRECT_FACT}
    assert {one.span for one in review.extraction.facts.dates} <= dates | fixed


def _nothing_removed(found, review, applied):
    """What no applied correction touches is as it was found."""
    after = {one.id: one for one in review.extraction.attributions}
    rejected = {n for o in applied if o.correction.target is Target.SPEAKER for n in o.correction.speakers}
    touched = [s for o in applied if o.correction.target is Target.ATTRIBUTION
               for s in (*o.placed.content, *o.placed.was)]  # fmt: skip
    for one in found.attributions:
        if not common(one.content, touched) and not rejected & {*one.speakers}:
            assert after.get(one.id) == one
    spans = [s for o in applied if o.correction.target is Target.FACT for s in o.placed.content]
    dates = review.extraction.facts.dates
    for fact in found.facts.dates:
        assert fact in dates or common((fact.span,), spans)
    listed = {one.id: replace(one, rank=0) for one in review.extraction.assertions}
    for one in found.assertions:
        if not common((one.span,), touched) and not rejected & {*one.speakers}:
            assert listed.get(one.id) == replace(one, rank=0)
