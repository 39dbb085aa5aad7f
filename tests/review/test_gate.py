"""What may leave the workshop: nothing rejected, no charge that nobody confirmed, no reviewer's name."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from generator.model import Act, Extraction
from generator.review.corrections.correction import Action, Target
from generator.review.corrections.factory import CorrectionFactory
from generator.review.corrections.sidecar import dump, parse
from generator.review.gate import publishable
from generator.review.problems import lost_corrections, missing_reviews, stray_files
from generator.review.progress import Progress, progress, unreviewed
from generator.settings import ReviewSettings
from tests.review.machine import BRANDT, EKELAND, ONCE, PHONED, extraction, review, told
from tests.review.passages import TEXT

HAND = CorrectionFactory(TEXT, "Petra Lind", note="she rang us")
FOUND = extraction()
PAIR = HAND.pair(Action.CONFIRM, FOUND.accounts[0], (FOUND.attributions[2], FOUND.attributions[3]))
REJECTED = dump(HAND.attribution(Action.REJECT, FOUND.attributions[1]))


def published(corrections: str, **settings: object) -> Extraction:
    return publishable(review(corrections).extraction, ReviewSettings(**settings))


def test_what_was_rejected_is_not_there_in_any_form():
    everything = [
        *(HAND.attribution(Action.REJECT, one) for one in FOUND.attributions[:3]),
        HAND.assertion(Action.REJECT, FOUND.assertions[0]),
        HAND.number(Action.REJECT, FOUND.facts.numbers[0]),
    ]
    result = published("".join(map(dump, everything)))
    assert [one.id for one in result.attributions] == ["log"]
    assert [one.name for one in result.speakers] == ["The river authority"]
    assert [(one.id, one.rank) for one in result.assertions] == [("calls", 1)]
    assert [fact.text for fact in result.facts.numbers] == ["340 people"]
    assert "rejected" not in repr(result)


def test_a_pair_of_accounts_is_published_only_once_a_person_confirmed_it():
    assert published("").accounts == ()
    assert len(published(dump(PAIR)).accounts) == 1
    assert len(published("", confirmed_only=[]).accounts) == 1


def test_a_verdict_is_published_only_with_a_person_behind_it():
    judged = replace(
        FOUND, assertions=(replace(FOUND.assertions[0], verdict="false", link="https://a.example"),)
    )
    one = publishable(judged, ReviewSettings()).assertions[0]
    assert (one.verdict, one.link) == (None, None)
    given = HAND.assertion(Action.VERDICT, replace(FOUND.assertions[0], verdict="false"))
    assert published(dump(given)).assertions[0].verdict == "false"


def test_reviewers_and_their_notes_stay_here_unless_they_are_to_be_named():
    confirmed = dump(HAND.attribution(Action.CONFIRM, FOUND.attributions[0])) + dump(PAIR)
    assert "Petra Lind" not in repr(published(confirmed))
    named = published(confirmed, name_reviewers=True)
    assert named.attributions[0].provenance.by == "Petra Lind"
    assert "she rang us" not in repr(named)


def test_a_site_may_publish_confirmed_attributions_only():
    confirmed = dump(HAND.attribution(Action.CONFIRM, FOUND.attributions[0]))
    result = published(confirmed, confirmed_only=["attribution"])
    assert told(result) == [f"confirmed: {BRANDT}: “Nobody asked me to close them,”"]
    assert [one.id for one in result.assertions] == ["gates"]


def test_what_hangs_on_an_act_that_is_not_shown_goes_with_it():
    thought = replace(FOUND.attributions[2], act=Act.THINKS)
    found = replace(FOUND, attributions=(*FOUND.attributions[:2], thought, FOUND.attributions[3]))
    result = publishable(found, ReviewSettings(confirmed_only=[]), [Act.SAYS, Act.SHOWS])
    assert thought.id not in [one.id for one in result.attributions]
    assert result.accounts == ()
    assert len(publishable(found, ReviewSettings(confirmed_only=[])).accounts) == 1


def test_what_nobody_said_is_not_published_nor_what_hangs_on_it():
    words = "it lists two calls, both after midnight, and no reply"
    by_hand = f'- {{action: confirm, target: attribution, content: "{words}", said: false}}\n'
    result = published(by_hand)
    assert "log" not in [one.id for one in result.attributions]
    assert [one.id for one in result.assertions] == ["gates"]
    assert result.accounts == ()
    assert "river authority" not in repr(result.speakers)


def test_what_must_be_reviewed_is_listed_with_its_place():
    def locate(position: int) -> tuple[int, int]:
        return TEXT[:position].count("\n") + 1, 1

    confirmed = dump(HAND.attribution(Action.CONFIRM, FOUND.attributions[0]))
    found = review(confirmed + REJECTED).extraction
    listed = list(
        missing_reviews(found, TEXT, ReviewSettings(require=["attribution"]), "content/flood.md", locate)
    )
    told_so = "attribution not reviewed"
    assert [str(problem).split(" (")[0] for problem in listed] == [
        f"content/flood.md:5:1: {told_so}: “I telephoned three times before midnight,”, 80% sure",
        f"content/flood.md:11:1: {told_so}: it lists two calls, both after midnight, and no reply, 80% sure",
    ]
    assert list(missing_reviews(found, TEXT, ReviewSettings(), "content/flood.md", locate)) == []


def test_an_unknown_kind_in_the_settings_is_an_error():
    with pytest.raises(ValueError, match="require"):
        ReviewSettings(require=["quotation"])


def test_what_waits_is_listed_by_kind_and_the_most_doubtful_first():
    doubtful = replace(
        FOUND, attributions=(*FOUND.attributions[:3], replace(FOUND.attributions[3], confidence=0.3))
    )
    waiting = unreviewed(review(REJECTED, found=doubtful).extraction)
    assert [w.name for w in waiting if w.target is Target.ATTRIBUTION] == ["log", "asked", "phoned"]
    assert [w.target for w in waiting].count(Target.SPEAKER) == 3


def test_only_what_the_page_shows_is_counted_and_the_rest_is_told_apart():
    unsaid = f"- {{action: confirm, target: attribution, content: '{PHONED}', said: false}}\n"
    found = review(REJECTED + unsaid).extraction
    (attributions, *_) = progress(found)
    assert attributions == Progress(Target.ATTRIBUTION, reviewed=0, total=2, rejected=1, unsaid=1)
    assert len([w for w in unreviewed(found) if w.target is Target.ATTRIBUTION]) == 2
    (attributions, *_) = progress(found, [Act.SHOWS])
    assert (attributions.reviewed, attributions.total) == (0, 1)
    assert [w.name for w in unreviewed(found, [Act.SHOWS]) if w.target is Target.ATTRIBUTION] == ["log"]


def test_corrections_that_were_not_applied_are_told_where_they_stand():
    written = (
        "# by hand\n\n" + REJECTED + "- {id: x, action: retitle, target: speaker, speakers: [A], title: B}\n"
    )
    text = TEXT.replace(ONCE, "“Had they not asked, I would have closed them at once.”")
    sidecar = parse(written.encode(), "flood.review.yaml")
    found = review(written, text, extraction(text))
    listed = list(
        lost_corrections(found, sidecar, text, "c/flood.review.yaml", "c/flood.md", lambda at: (9, at))
    )
    assert listed[0].line == 3
    assert "its words are no longer in the text (perhaps c/flood.md:9:" in str(listed[0])
    assert "“Had they not asked" in (listed[0].hint or "")
    assert "no speaker of this text is called A" in str(listed[1])
    assert EKELAND not in str(listed)


def test_corrections_whose_source_was_renamed_are_told(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("flood.review.yaml", "a/old.review.yaml", "a/old.changes.yaml", "speakers.yaml"):
        (tmp_path / name).write_text("")
    sources = [PurePosixPath("flood.md"), PurePosixPath("a/new.md")]
    assert [f"{problem.file}: {problem.message}" for problem in stray_files(tmp_path, sources)] == [
        "content/a/old.changes.yaml: there is no source of this name",
        "content/a/old.review.yaml: there is no source of this name",
    ]
