"""Corrections of who said what: kept when text, rules or model change."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from generator.model import Act, Extraction, Facts, How, Kind, NotSaid, Span, Status
from generator.review.applying import OutcomeState, apply
from generator.review.corrections.correction import Action
from generator.review.corrections.factory import CorrectionFactory
from generator.review.corrections.sidecar import dump
from tests.review.machine import (
    ASKED,
    AUTHORITY,
    BRANDT,
    EKELAND,
    NOBODY,
    ONCE,
    PHONED,
    extraction,
    review,
    said,
    source,
    span,
    told,
    without,
)
from tests.review.passages import TEXT

HAND = CorrectionFactory(TEXT, "A. B.", dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC))
CONFIRMED = dump(HAND.attribution(Action.CONFIRM, extraction().attributions[0]))
SPLIT = dump(HAND.attribution(Action.CONFIRM, extraction().attributions[2]))
REJECTED = dump(HAND.attribution(Action.REJECT, extraction().attributions[0]))


def by_id(found, identifier):
    return next(one for one in found.attributions if one.id == identifier)


def test_without_corrections_nothing_changes():
    assert review("").extraction == extraction()


def test_a_confirmed_attribution_says_by_whom_when_and_upon_which_text():
    one = by_id(review(CONFIRMED).extraction, "asked")
    assert one.provenance.status is Status.CONFIRMED
    assert one.provenance.by == "A. B."
    assert one.provenance.at == HAND.at
    assert len(one.provenance.text_hash or "") == 16
    assert replace(one, provenance=by_id(extraction(), "asked").provenance, confidence=0.8) == by_id(
        extraction(), "asked"
    )


def test_a_person_may_say_how_it_was_said_and_that_nobody_said_it():
    by_hand = f"- {{action: confirm, target: attribution, content: '{ASKED}', how: denies, said: false}}\n"
    one = by_id(review(by_hand).extraction, "asked")
    assert (one.how, one.said, one.not_said) == (How.DENIES, False, NotSaid.NEGATED)
    why = f"- {{action: confirm, target: attribution, content: '{ASKED}', not_said: supposed}}\n"
    assert by_id(review(why).extraction, "asked").not_said is NotSaid.SUPPOSED
    again = dump(HAND.attribution(Action.CONFIRM, one))
    assert replace(by_id(review(again).extraction, "asked"), provenance=one.provenance) == one


def test_a_person_may_say_that_it_was_said_after_all():
    found = extraction()
    unsaid = replace(found.attributions[0], not_said=NotSaid.ASKED)
    found = replace(found, attributions=(unsaid, *found.attributions[1:]))
    by_hand = f"- {{action: confirm, target: attribution, content: '{ASKED}', said: true}}\n"
    assert by_id(review(by_hand, found=found).extraction, "asked").said
    assert not by_id(review("", found=found).extraction, "asked").said


def test_a_confirmed_attribution_stays_though_it_is_no_longer_found():
    found = review(CONFIRMED + SPLIT, found=without(extraction(), "asked", "phoned"))
    assert told(found.extraction)[:3] == [
        f"confirmed: {BRANDT}: {ASKED}",
        f"machine: {BRANDT}: {ONCE}",
        f"confirmed: {EKELAND}: {PHONED} … {NOBODY}",
    ]
    one = found.extraction.attributions[0]
    assert (one.kind, one.act) == (Kind.DIRECT, Act.SAYS)
    assert [TEXT[s.start : s.end] for s in (*one.source, *one.cue)] == ["she", "said"]


def test_a_confirmed_attribution_stays_though_another_speaker_and_extent_are_found():
    asked = said("other", EKELAND, "Nobody asked me to close them,” she said. “Had they asked,")
    asked = replace(asked, cue=extraction().attributions[0].cue)
    found = replace(extraction(), attributions=(asked, *extraction().attributions[2:]))
    assert told(review(CONFIRMED, found=found).extraction)[0] == f"confirmed: {BRANDT}: {ASKED}"


def test_a_confirmed_attribution_moves_with_its_words():
    text = "A new first paragraph.\n\n" + TEXT.replace(ASKED, ASKED.replace("“", '"').replace("”", '"'))
    result = review(CONFIRMED, text, extraction(text))
    assert told(result.extraction, text)[0] == f'confirmed: {BRANDT}: "Nobody asked me to close them,"'
    assert result.outcomes[0].state is OutcomeState.MOVED


def test_a_confirmed_attribution_goes_when_its_words_are_gone_and_that_is_told():
    text = TEXT.replace(ASKED, "“I was ill,”")
    result = review(CONFIRMED, text, extraction(text))
    assert result.outcomes[0].state is OutcomeState.ORPHANED
    assert [outcome.correction.id for outcome in result.unapplied] == [result.outcomes[0].correction.id]
    assert not [line for line in told(result.extraction, text) if line.startswith("confirmed")]


def test_a_rejected_attribution_stays_away_though_it_is_found_again():
    for found in (extraction(), _with_other_extent()):
        result = review(REJECTED, found=found).extraction
        assert result.attributions[0].provenance.status is Status.REJECTED


def _with_other_extent():
    asked = said("new-id", BRANDT, "Nobody asked me to close them", source="she", cue="said")
    return replace(extraction(), attributions=(asked, *extraction().attributions[1:]))


def test_rejecting_what_is_not_found_changes_nothing_and_is_told():
    found = without(extraction(), "asked")
    result = review(REJECTED, found=found)
    assert told(result.extraction) == told(found)
    assert result.outcomes[0].state is OutcomeState.ORPHANED
    assert "nothing to reject" in (result.outcomes[0].message or "")


NARRATION = "The gates of the Harrow dam stood open for six hours"


@pytest.mark.parametrize(
    "rest",
    [
        "action: confirm",
        "action: reject",
        "action: attribute, speakers: [Ilse Brandt]",
        "action: attribute, speakers: [Ilse Brandt], kind: indirect, act: says",
        "action: confirm, speakers: [Ilse Brandt], kind: indirect, act: says, how: denies",
        "action: resize, was: stood open for six hours, speakers: [Ilse Brandt]",
    ],
)
def test_only_add_makes_a_statement_of_narration(rest):
    result = review(f"- {{target: attribution, content: {NARRATION}, {rest}}}\n")
    assert result.extraction == extraction()
    assert [outcome.state for outcome in result.unapplied] == [OutcomeState.ORPHANED]
    added = review(f"- {{target: attribution, action: add, content: {NARRATION}, speakers: [Ilse Brandt]}}\n")
    assert len(added.extraction.attributions) == len(extraction().attributions) + 1
    assert not added.unapplied


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (r"content:\n(?s:.*?)source:", f"content: {NARRATION}\n  source:"),
        (r"(?m)exact: “Nobody.*$", f"exact: {NARRATION}"),
        (r"(?s)exact: “Nobody.*?source:", f"exact: {NARRATION}\n  source:"),
        (r"(?m)^.*\bstart: .*$", ""),
    ],
    ids=["other words", "other words in the old place", "no context", "no place"],
)
def test_an_entry_of_the_preview_that_was_copied_and_changed_makes_nothing(change, by):
    copied = re.sub(change, by, CONFIRMED, count=1)
    assert copied != CONFIRMED
    found = without(extraction(), "asked")
    result = review(copied, found=found)
    assert result.extraction == found
    assert len(result.unapplied) == 1


@pytest.mark.parametrize("action", ["confirm", "reject"])
@pytest.mark.parametrize("words", [ONCE, "she said. " + ONCE])
def test_a_correction_within_a_turn_leaves_the_turn(action, words):
    turn = said("turn", EKELAND, f"{ASKED} she said. {ONCE}")
    inner = said("inner", BRANDT, ONCE, cue="")
    inner = replace(inner, cue=(_said_before(),))
    found = replace(extraction(), attributions=(turn, inner), assertions=(), accounts=())
    by_hand = f"- {{action: {action}, target: attribution, content: '{ONCE}'}}\n"
    result = {one.id: one for one in review(by_hand, found=found).extraction.attributions}
    assert result["turn"] == turn
    assert result["inner"].provenance.status is not Status.MACHINE


def _said_before():
    return span("said. “Had")._replace(end=span("said. “Had").start + 4)


def test_what_an_earlier_correction_took_away_is_told_as_superseded():
    renamed = "- {action: merge-speakers, target: speaker, speakers: [Ilse Moor, Ilse Brandt]}\n"
    split = "- {action: retitle, target: speaker, speakers: [Ilse Brandt], title: Dr}\n"
    moved = "- {action: resize, target: attribution, was: '" + ASKED + "', content: close them}\n"
    again = "- {action: confirm, target: attribution, content: '" + ASKED + "'}\n"
    assert not review(renamed + split).unapplied  # her old name is an alias
    result = review(moved + again)
    assert [outcome.state for outcome in result.unapplied] == [OutcomeState.SUPERSEDED]


def test_a_report_within_a_rejected_one_is_its_own():
    outer = said("outer", BRANDT, f"{ASKED} she said. {ONCE}", kind=Kind.MIXED)
    outer = replace(outer, cue=(span("told"),))
    inner = said("inner", EKELAND, ONCE, cue="said")
    inner = replace(inner, cue=(span("said"),))
    found = replace(extraction(), attributions=(outer, inner), assertions=(), accounts=())
    rejected = dump(HAND.attribution(Action.REJECT, outer))
    statuses = {
        one.id: one.provenance.status for one in review(rejected, found=found).extraction.attributions
    }
    assert statuses == {"outer": Status.REJECTED, "inner": Status.MACHINE}


def test_a_report_within_a_turn_is_its_own_though_it_is_most_of_it():
    turn = said("turn", EKELAND, f"{ASKED} she said. {ONCE}", kind=Kind.DIRECT)
    inner = said("inner", BRANDT, ASKED, cue="said")
    inner = replace(inner, content=(*inner.content, span(ONCE)))
    found = replace(extraction(), attributions=(turn, inner), assertions=(), accounts=())
    corrections = "".join(dump(HAND.attribution(Action.CONFIRM, one)) for one in (turn, inner))
    for machine in (found, without(found, "turn", "inner")):
        assert len(review(corrections, found=machine).extraction.attributions) == 2


def test_written_by_hand_a_few_words_point_to_the_attribution_that_holds_them():
    result = review("""\
- action: attribute
  target: attribution
  content: [{exact: would have closed them, prefix: "Had they asked, I ", suffix: " at once.”"}]
  speakers: [Nadia Orlov]
""")
    assert told(result.extraction)[1] == f"edited: Nadia Orlov: {ONCE}"
    assert "Nadia Orlov" in [speaker.name for speaker in result.extraction.speakers]


BY_HAND = "- {{action: confirm, target: attribution, content: [{{exact: '{}'}}]}}\n"


def test_a_confirmation_that_tells_no_speaker_needs_something_to_confirm():
    result = review(BY_HAND.format(ASKED))
    assert told(result.extraction)[0] == f"confirmed: {BRANDT}: {ASKED}"
    result = review(BY_HAND.format(ASKED), found=without(extraction(), "asked"))
    assert result.outcomes[0].state is OutcomeState.ORPHANED
    assert "only add makes something new" in (result.outcomes[0].message or "")


def test_an_added_attribution_is_there_and_takes_the_place_of_its_like():
    result = review("""\
- id: x1
  action: add
  target: attribution
  content: Mr. Ekeland called the log incomplete.
  cue: [{exact: called, prefix: "Mr. Ekeland ", suffix: " the log incomplete"}]
  speakers: [mr. ekeland]
  kind: indirect
""")
    one = result.extraction.attributions[-1]
    assert (one.id, one.rule, one.speakers, one.kind) == ("q-x1", "editor", (EKELAND,), Kind.INDIRECT)
    assert one.provenance.status is Status.EDITED


def test_parts_that_are_added_as_one_take_the_place_of_statements_found_apart():
    """A machine that does not join a split quotation lists its parts; the joined one is listed alone."""
    apart = (
        said("first", "", PHONED, cue="said"),
        said("second", "", NOBODY),
        said("other", "", ONCE),
    )
    found = replace(extraction(), attributions=apart, assertions=(), accounts=())
    joined = f"- {{action: add, target: attribution, content: ['{PHONED}', '{NOBODY}'], speakers: [A B]}}\n"
    assert told(review(joined, found=found).extraction) == [
        f"machine: nobody: {ONCE}",
        f"edited: A B: {PHONED} … {NOBODY}",
    ]


def test_resizing_keeps_all_but_the_extent():
    old = extraction().attributions[1]
    smaller = span("I would have closed them at once")
    resized = dump(HAND.attribution(Action.RESIZE, replace(old, content=(smaller,)), was=old.content))
    for found in (extraction(), without(extraction(), "once")):
        (one,) = [a for a in review(resized, found=found).extraction.attributions if a.content == (smaller,)]
        assert (one.speakers, one.provenance.status) == ((BRANDT,), Status.EDITED)
    assert len(review(resized).extraction.attributions) == 4


def test_nobody_known_can_be_the_speaker():
    written = "- {{action: attribute, target: attribution, speakers: [], content: [{{exact: '{}'}}]}}\n"
    assert told(review(written.format(ONCE)).extraction)[1] == f"edited: nobody: {ONCE}"


def test_the_last_correction_wins():
    result = review(REJECTED + dump(HAND.attribution(Action.CONFIRM, extraction().attributions[0])))
    assert told(result.extraction)[0].startswith("confirmed")
    result = review(CONFIRMED + dump(HAND.attribution(Action.REJECT, extraction().attributions[0])))
    assert told(result.extraction)[0].startswith("rejected")


def test_an_assertion_follows_its_attribution_to_another_speaker():
    log = replace(extraction().attributions[3], speakers=("Nadia Orlov",))
    result = review(dump(HAND.attribution(Action.ATTRIBUTE, log))).extraction
    (assertion,) = [one for one in result.assertions if one.attribution]
    assert assertion.speakers == ("Nadia Orlov",)
    assert "The river authority" not in [speaker.name for speaker in result.speakers]


def test_an_assertion_taken_from_a_rejected_attribution_goes_with_it():
    result = review(dump(HAND.attribution(Action.REJECT, extraction().attributions[3]))).extraction
    statuses = {one.id: one.provenance.status for one in result.assertions}
    assert statuses == {"gates": Status.MACHINE, "calls": Status.REJECTED}
    assert result.accounts == ()


def test_applying_twice_is_applying_once():
    corrections = CONFIRMED + SPLIT + dump(HAND.attribution(Action.REJECT, extraction().attributions[1]))
    once = review(corrections).extraction
    assert review(corrections, found=once).extraction == once


def test_a_word_alone_is_told_to_be_too_little_and_blanks_around_it_do_not_matter():
    alone = "- {action: reject, target: fact, content: Tuesday}\n"
    assert "too few to be sure; give some of those before" in (review(alone).outcomes[0].message or "")
    before = "- {action: reject, target: fact, content: [{exact: 'Tuesday ', prefix: on}]}\n"
    assert not review(before).unapplied


def test_places_proposed_for_lost_words_are_whole_phrases_and_few():
    text = TEXT.replace("and no reply", "and no answer at all")
    confirmed = dump(HAND.attribution(Action.CONFIRM, extraction().attributions[3]))
    bare = replace(extraction(text), attributions=(), assertions=(), accounts=())
    (first, *others) = review(confirmed, text.replace("calls", "letters"), bare).unapplied[0].candidates
    (one,) = first.spans
    assert text.replace("calls", "letters")[one.start : one.end].endswith("no answer at all")
    assert len(others) < 3


@pytest.mark.parametrize(
    "words",
    [
        "Nothing of this kind stands here at all",
        "the mayor opened a school in the village",
        "in the town of Nowhere",
        "she asked for a new survey of it, and nobody came",
    ],
)
def test_no_place_is_proposed_for_words_that_the_text_never_had(words: str):
    assert (
        review(f"- {{action: confirm, target: attribution, content: '{words}'}}\n").unapplied[0].candidates
        == ()
    )


def test_the_machines_own_mark_is_proposed_first_for_lost_words():
    text = TEXT.replace("it lists two calls, both after", "it lists seven calls, all of them after")
    there = said("x", AUTHORITY, "it lists seven calls, all of them after midnight", text=text)
    confirmed = dump(HAND.attribution(Action.CONFIRM, extraction().attributions[3]))
    found = replace(extraction(), attributions=(there,), assertions=(), accounts=(), facts=Facts())
    assert review(confirmed, text, found).unapplied[0].candidates[0].spans == there.content


def test_all_of_a_long_transcript_is_placed_again_quickly():
    """Corrections move together: each is looked for first where the one before it led."""
    lines = [f"SPEAKER {n % 7}: Point {n} of the agenda is adopted without a vote." for n in range(3000)]
    text = "\n".join(lines)
    one = extraction().attributions[1]
    starts = [text.index(f"Point {n} of") for n in range(3000)]
    found = [
        replace(one, id=f"p{n}", content=(Span(start, start + len(lines[n].split(": ")[1])),), speakers=())
        for n, start in enumerate(starts)
    ]
    hand = CorrectionFactory(text)
    corrections = [hand.attribution(Action.CONFIRM, a) for a in found]
    longer = "A note on the minutes.\n" + text
    result = apply(
        source(longer), replace(extraction(), attributions=(), assertions=(), accounts=()), corrections
    )
    assert result.count(OutcomeState.APPLIED) == 3000
    assert [a.content[0].start for a in result.extraction.attributions] == [start + 23 for start in starts]


ADDED = """
- action: add
  target: attribution
  content: The gates of the Harrow dam stood open for six hours
  cue: {}
  speakers: [Ilse Brandt]
"""


def test_reporting_words_that_do_not_stand_beside_their_content_are_told():
    found = review(ADDED.format("announced nowhere"))
    assert [one.state for one in found.outcomes] == [OutcomeState.ORPHANED]
    assert found.outcomes[0].message == "its cue “announced nowhere” does not stand beside its content"
    assert found.extraction.attributions == extraction().attributions


def test_reporting_words_by_hand_are_those_nearest_to_their_content():
    text = "Ada said no. Bo said that it leaked.\n\nCy said that it held."
    wanted = "- {action: add, target: attribution, content: it leaked, cue: said, speakers: [Bo]}\n"
    (one,) = review(wanted, text, Extraction()).extraction.attributions
    assert one.cue == (Span(text.index("said that it leaked"), text.index(" that it leaked")),)
