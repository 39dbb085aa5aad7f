"""Built sites with random texts, corrections and later edits: all that counts tells one count."""

from __future__ import annotations

import os
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.publishing import check
from generator.building.report import Report
from generator.building.store.site_archive import archive_of
from generator.preview.review_api import ReviewService
from generator.preview.review_api.schemas import ReviewState
from generator.settings import load_site
from tests.building.conftest import update, write
from tests.review.generated import corrections_of, edited, parsed, text_of

SITES = int(os.environ.get("GENERATED_SITES", "5"))
HEAD = "---\ntitle: The works\ndate: 2026-01-02\n---\n\n"
NOW = datetime(2026, 2, 1, tzinfo=UTC)
_LINE = re.compile(r">([^<>]*, (?:none|(\d+)) reviewed[^<>]*)<")
_NUMBER = re.compile(r"(\d+) (?:turn|statement)")


@pytest.mark.parametrize("seed", range(SITES))
def test_one_count_is_told_wherever_it_is_told(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    (tmp_path / "briefing.toml").write_text("[language]\npipelines = {}\n", "utf-8")
    text = text_of(dice)
    corrections = corrections_of(dice, text)
    for _ in range(2):
        write(tmp_path, "a.md", HEAD + text + "\n")
        write(tmp_path, "a.review.yaml", "")
        _, machine = _made(tmp_path)
        write(tmp_path, "a.review.yaml", corrections)
        report, state = _made(tmp_path)
        _counts_agree(tmp_path, report, state)
        _all_are_answered(machine, state, corrections)
        text = edited(dice, text)


def _made(root: Path) -> tuple[Report, ReviewState]:
    """Make the preview, and ask for the review of its one briefing."""
    site = load_site(root)
    with archive_of(site) as (archive, _):
        output = InPlace(root / ".briefing" / "preview")
        builder = Builder(Inputs(root), archive, output, "preview", BuildOptions(preview=True))
        report = update(builder)
    state = ReviewService(site).look("a/index.html")
    assert state is not None
    return report, state


def _counts_agree(root: Path, report: Report, state: ReviewState) -> None:
    told = [problem.message for problem in check(load_site(root), NOW).problems]
    lost = [m for m in told if re.match(r"(?:ambiguous|orphaned|superseded) correction", m)]
    assert len(state.lost) == report.lost == len(lost)
    assert (f"{report.lost} lost correction" in report.line()) == bool(lost)
    counted = next((one for one in state.progress if one.target == "attribution"), None)
    reviewed, total = (counted.reviewed, counted.total) if counted else (0, 0)
    left = [m for m in told if re.match(r"not reviewed: .* attributions", m)]
    assert [m.split(",")[0] for m in left] == (
        [f"not reviewed: {total - reviewed} of {total} attributions"] if total > reviewed else []
    )
    assert total - reviewed == sum(key.startswith("attribution:") for key in state.waiting)
    page = (root / ".briefing" / "preview" / "a" / "index.html").read_text("utf-8")
    found = _LINE.search(page)
    numbers = [int(one[1]) for one in _NUMBER.finditer(found[1])] if found else []
    assert (sum(numbers), int(found[2] or 0) if found else 0) == (total, reviewed)


def _all_are_answered(machine: ReviewState, state: ReviewState, corrections: str) -> None:
    """Each correction is applied or told, and where none is applied the machine's findings stand."""
    listed = parsed(corrections).corrections
    assert {one.correction for one in state.lost} <= {one.id for one in listed}
    if len(state.lost) == len(listed):
        assert state.annotations == machine.annotations
    assert any(one.status != "machine" for one in state.annotations) or len(state.lost) == len(listed)
    after = {one.key: one for one in state.annotations}
    for one in machine.annotations:
        same = after.get(one.key, one)
        assert same == one or same.status != "machine", "what no correction names is as it was found"
