"""Anchoring under random edits: a small, seeded share of benchmarks/anchoring.py."""

from benchmarks.anchoring import Row, runs
from tests.review.passages import TEXT


def test_random_edits_lead_to_no_wrong_place_and_lose_little():
    total = Row("all")
    for run in runs(12)[:-1]:
        total.add(run.row([TEXT], seed=1))
    assert total.edits > 200
    assert total.count("wrong") == 0
    assert total.correct >= 0.98
