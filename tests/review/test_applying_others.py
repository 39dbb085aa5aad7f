"""Corrections of assertions, speakers, facts and pairs of accounts."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import DateFact, NumberFact, SpeakerKind, Status
from generator.review.applying import OutcomeState, apply
from generator.review.corrections.correction import Action, FactKind
from generator.review.corrections.factory import CorrectionFactory
from generator.review.corrections.sidecar import dump
from tests.review.machine import (
    AUTHORITY,
    BRANDT,
    EKELAND,
    LOG,
    ONCE,
    PHONED,
    extraction,
    review,
    source,
    span,
    told,
    without,
)
from tests.review.passages import TEXT

HAND = CorrectionFactory(TEXT, "A. B.", dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC))


# --- assertions --------------------------------------------------------------


def test_a_verdict_stands_at_its_assertion_with_who_gave_it():
    judged = replace(extraction().assertions[0], verdict="misleading", link="https://example.org/check")
    one = review(dump(HAND.assertion(Action.VERDICT, judged))).extraction.assertions[0]
    assert (one.id, one.verdict, one.link) == ("gates", "misleading", "https://example.org/check")
    assert (one.provenance.status, one.provenance.by) == (Status.CONFIRMED, "A. B.")


def test_a_verdict_is_not_carried_over_to_other_words():
    judged = replace(extraction().assertions[0], verdict="true")
    text = TEXT.replace("stood open for six hours", "stood open for nearly six hours")
    result = review(dump(HAND.assertion(Action.VERDICT, judged)), text, extraction(text))
    assert result.outcomes[0].state is OutcomeState.ORPHANED
    assert not any(one.verdict for one in result.extraction.assertions)


def test_a_verdict_on_what_nobody_ranked_needs_it_added_first():
    verdict = """\
- action: verdict
  target: assertion
  content: The water reached the mill quarter at 2 a.m.
  value: true
"""
    alone = review(verdict)
    assert alone.extraction == extraction()
    assert [outcome.state for outcome in alone.unapplied] == [OutcomeState.ORPHANED]
    first, *rest = review(
        verdict.split("  value", maxsplit=1)[0].replace("verdict", "add") + verdict
    ).extraction.assertions
    assert (first.rank, first.verdict, TEXT[first.span.start : first.span.end]) == (
        1,
        "true",
        "The water reached the mill quarter at 2 a.m.",
    )
    assert [one.rank for one in rest] == [2, 3]


def adding(*words):
    return "".join(f"- {{action: add, target: assertion, content: '{one}'}}\n" for one in words)


def leading(found, text=TEXT):
    return [text[one.span.start : one.span.end] for one in found.extraction.assertions]


GATES = "The gates of the Harrow dam stood open for six hours"


def test_assertions_that_are_added_lead_in_the_order_of_the_file():
    machine = leading(review(""))
    assert machine == [GATES, LOG]
    assert leading(review(adding(LOG))) == [LOG, GATES]
    assert leading(review(adding(LOG, ONCE))) == [LOG, ONCE, GATES]
    assert leading(review(adding(ONCE, GATES, LOG))) == [ONCE, GATES, LOG]
    assert leading(review(adding(GATES, LOG, GATES))) == [LOG, GATES], "the later one wins"


def test_the_order_of_assertions_outlives_an_edit_and_other_ranks_of_the_machine():
    text = "All of this is new.\n\n" + TEXT.replace("Nobody", "No one")
    assert leading(review(adding(LOG, ONCE), text, extraction(text)), text) == [LOG, ONCE, GATES]
    found = extraction()
    ranked = replace(found, assertions=tuple(replace(a, rank=9 - a.rank) for a in found.assertions))
    assert leading(review(adding(ONCE, GATES), found=ranked)) == [ONCE, GATES, LOG]


def test_an_assertion_that_was_placed_keeps_its_place_through_other_corrections():
    attributed = f"- {{action: attribute, target: assertion, content: '{LOG}', speakers: [Ada Quill]}}\n"
    found = review(adding(LOG) + attributed)
    assert leading(found) == [LOG, GATES]
    assert found.extraction.assertions[0].speakers == ("Ada Quill",)
    dropped = adding(LOG) + f"- {{action: reject, target: assertion, content: '{LOG}'}}\n"
    assert leading(review(dropped)) == [GATES, LOG]
    assert review(dropped).extraction.assertions[1].provenance.status is Status.REJECTED


def test_an_assertion_is_reworded_apart_from_the_words_of_the_text():
    by_hand = (
        f"- {{action: confirm, target: assertion, content: '{LOG}', wording: Two calls are on record.}}\n"
    )
    text = "Something new.\n\n" + TEXT
    for words, found in ((TEXT, review(by_hand)), (text, review(by_hand, text, extraction(text)))):
        one = found.extraction.assertions[1]
        assert one.wording == "Two calls are on record."
        assert words[one.span.start : one.span.end] == LOG
    back = by_hand + f"- {{action: confirm, target: assertion, content: '{LOG}', wording: ''}}\n"
    assert review(back).extraction.assertions[1].wording is None


def test_a_confirmed_assertion_still_tells_whom_its_pronouns_mean():
    found = extraction()
    place = found.assertions[1].span
    refers = ((place._replace(end=place.start + 2), AUTHORITY),)
    found = replace(found, assertions=(found.assertions[0], replace(found.assertions[1], refers=refers)))
    by_hand = f"- {{action: confirm, target: assertion, content: '{LOG}'}}\n"
    assert review(by_hand, found=found).extraction.assertions[1].refers == refers


def test_a_rejected_assertion_comes_last_and_stays_rejected():
    rejected = dump(HAND.assertion(Action.REJECT, extraction().assertions[0]))
    for found in (extraction(), replace(extraction(), assertions=extraction().assertions[:1])):
        last = review(rejected, found=found).extraction.assertions[-1]
        assert (last.id, last.provenance.status) == ("gates", Status.REJECTED)


def test_a_confirmed_assertion_stays_though_it_is_ranked_no_longer():
    confirmed = dump(HAND.assertion(Action.CONFIRM, extraction().assertions[1]))
    (one,) = review(confirmed, found=replace(extraction(), assertions=())).extraction.assertions
    assert (one.speakers, one.attribution, one.provenance.status) == ((AUTHORITY,), "log", Status.CONFIRMED)


def test_an_assertion_can_be_given_other_words_and_another_speaker():
    smaller = replace(extraction().assertions[1], span=span("it lists two calls"), speakers=(EKELAND,))
    changed = dump(HAND.assertion(Action.RESIZE, smaller, was=extraction().assertions[1].span))
    one = next(a for a in review(changed).extraction.assertions if a.id == "calls")
    assert (TEXT[one.span.start : one.span.end], one.speakers) == ("it lists two calls", (EKELAND,))


# --- speakers ----------------------------------------------------------------


def test_two_speakers_become_one_everywhere():
    result = review(dump(HAND.merged([BRANDT, AUTHORITY]))).extraction
    assert [one.name for one in result.speakers] == [BRANDT, EKELAND]
    assert result.speakers[0].aliases == ("Ms. Brandt", "she", AUTHORITY)
    assert result.speakers[0].provenance.status is Status.EDITED
    assert {name for one in result.attributions for name in one.speakers} == {BRANDT, EKELAND}
    assert result.assertions[1].speakers == (BRANDT,)


def test_merging_into_a_new_name_is_renaming():
    result = review("- {action: merge-speakers, target: speaker, speakers: [Ilse Brandt-Moor, Ms. Brandt]}\n")
    assert result.extraction.speakers[0].name == "Ilse Brandt-Moor"
    assert result.extraction.speakers[0].titles == ("Commissioner",)
    assert result.extraction.facts.people[0].name == "Ilse Brandt-Moor"


def test_a_pair_of_accounts_by_what_turned_out_to_be_one_speaker_is_none():
    assert len(review("").extraction.accounts) == 1
    assert review(dump(HAND.merged([EKELAND, AUTHORITY]))).extraction.accounts == ()


def test_a_speaker_is_split_by_what_the_other_one_said():
    split = dump(HAND.split(BRANDT, "Ines Brandt", [extraction().attributions[1]]))
    result = review(split).extraction
    assert told(result)[:2] == [
        f"machine: {BRANDT}: “Nobody asked me to close them,”",
        f"edited: Ines Brandt: {ONCE}",
    ]
    new = next(one for one in result.speakers if one.name == "Ines Brandt")
    assert new.kind is SpeakerKind.PERSON


def test_a_split_that_lost_one_of_its_passages_is_applied_to_the_others_and_told():
    split = dump(HAND.split(BRANDT, "Ines Brandt", [*extraction().attributions[:2]]))
    text = TEXT.replace(ONCE, "“I was ill.”")
    result = review(split, text, extraction(text))
    assert told(result.extraction, text)[0].startswith("edited: Ines Brandt")
    assert result.outcomes[0].state is OutcomeState.ORPHANED


def test_a_title_is_set_changed_and_taken_away():
    for title, titles in (("Dam Commissioner", ("Dam Commissioner", "Commissioner")), ("", ())):
        result = review(dump(HAND.speaker(Action.RETITLE, extraction().speakers[0], title=title)))
        assert result.extraction.speakers[0].titles == titles


def test_a_rejected_speaker_takes_what_only_it_was_said_to_have_said_along():
    result = review(f"- {{action: reject, target: speaker, speakers: [{AUTHORITY}]}}\n").extraction
    assert told(result)[3] == f"rejected: {AUTHORITY}: {LOG}"
    assert result.speakers[2].provenance.status is Status.REJECTED
    assert result.accounts == ()


def test_a_speaker_whom_a_confirmed_attribution_names_cannot_be_rejected():
    confirmed = dump(HAND.attribution(Action.CONFIRM, extraction().attributions[3]))
    result = review(confirmed + f"- {{action: reject, target: speaker, speakers: [{AUTHORITY}]}}\n")
    assert told(result.extraction)[3] == f"confirmed: {AUTHORITY}: {LOG}"
    assert "a confirmed attribution names The river authority" in (result.outcomes[1].message or "")


def test_a_speaker_whom_nobody_knows_is_told():
    result = review("- {action: retitle, target: speaker, speakers: [Nobody Here], title: Sir}\n")
    assert (result.outcomes[0].state, result.outcomes[0].message) == (
        OutcomeState.ORPHANED,
        "no speaker of this text is called Nobody Here",
    )


def test_a_speaker_whom_an_editor_names_has_a_kind_that_opens_no_page_in_doubt():
    by_hand = "- {{action: attribute, target: attribution, content: [{{exact: '{}'}}], speakers: [{}]}}\n"
    kinds = {}
    for name in ("Nadia Orlov", "a clerk of the court", "Clerk"):
        found = review(by_hand.format(ONCE, name)).extraction.speakers
        kinds[name] = next(one.kind for one in found if one.name == name)
    assert kinds == {
        "Nadia Orlov": SpeakerKind.PERSON,
        "a clerk of the court": SpeakerKind.UNNAMED,
        "Clerk": SpeakerKind.UNNAMED,
    }


# --- facts -------------------------------------------------------------------


def test_a_number_a_date_and_a_name_are_corrected():
    result = review("""\
- action: correct-fact
  target: fact
  content: [{exact: 340 people, prefix: "About "}]
  value: 341
  about: evacuated
- action: correct-fact
  target: fact
  content: [{exact: Tuesday, prefix: "the inquiry on "}]
  value: 2025-02-25
- action: correct-fact
  target: fact
  content: [{exact: Harrow, prefix: "The gates of the "}]
  value: Harrow Dam
- action: retitle
  target: fact
  content: [{exact: Tomas Ekeland}, {exact: three gulls}]
  title: Deputy
""").extraction.facts
    number = result.numbers[1]
    assert (number.value, number.unit, number.about) == (341, "people", "evacuated")
    assert result.dates[0].value == "2025-02-25"
    assert result.places[0].name == "Harrow Dam"
    assert result.people[1].titles == ("Deputy",)


def test_a_place_that_is_a_person_changes_lists():
    result = review("""\
- action: correct-fact
  target: fact
  kind: organisation
  value: Harrow
  content: [{exact: Harrow, prefix: "The gates of the "}]
""").extraction.facts
    assert result.places == ()
    assert [one.name for one in result.organisations] == ["Harrow"]


@pytest.mark.parametrize("kind", list(FactKind))
def test_a_confirmed_fact_stays_though_it_is_found_no_longer(kind):
    facts = extraction().facts
    corrections = {
        FactKind.PERSON: HAND.entity(Action.CONFIRM, facts.people[0], FactKind.PERSON),
        FactKind.ORGANISATION: HAND.entity(Action.CONFIRM, facts.places[0], FactKind.ORGANISATION),
        FactKind.PLACE: HAND.entity(Action.CONFIRM, facts.places[0], FactKind.PLACE),
        FactKind.DATE: HAND.date(Action.CONFIRM, facts.dates[0]),
        FactKind.NUMBER: HAND.number(Action.CONFIRM, facts.numbers[0]),
    }
    nothing = replace(extraction(), facts=type(facts)())
    result = review(dump(corrections[kind]), found=nothing).extraction.facts
    (one,) = [*result.people, *result.organisations, *result.places, *result.dates, *result.numbers]
    assert one.provenance.status is Status.CONFIRMED
    if isinstance(one, DateFact | NumberFact):
        assert replace(one, provenance=facts.dates[0].provenance) in (*facts.dates, *facts.numbers)


def test_a_rejected_person_stays_rejected_whatever_mentions_are_found():
    person = extraction().facts.people[0]
    rejected = dump(HAND.entity(Action.REJECT, person, FactKind.PERSON))
    moved = replace(person, mentions=(span("Ms. Brandt"),))
    for people in ((person,), (moved,)):
        found = replace(extraction(), facts=replace(extraction().facts, people=people))
        (one,) = review(rejected, found=found).extraction.facts.people
        assert one.provenance.status is Status.REJECTED


def test_a_number_that_changed_in_the_text_is_not_corrected_any_more():
    fixed = dump(HAND.number(Action.CORRECT_FACT, replace(extraction().facts.numbers[1], value=341.0)))
    text = TEXT.replace("340 people", "430 people")
    result = review(fixed, text, extraction(text))
    assert result.outcomes[0].state in (OutcomeState.ORPHANED, OutcomeState.AMBIGUOUS)


def dated(text, *dates):
    """An extraction with these words as dates, by their values."""
    facts = tuple(DateFact(span(words, text), words, value) for words, value in dates)
    return replace(extraction(text), facts=replace(extraction(text).facts, dates=facts))


FAIR = "The fair opens on the fourth of July. It closes in August."


@pytest.mark.parametrize("words", ["the fourth of July", "fourth of July", "on the fourth of July"])
def test_a_corrected_date_replaces_the_one_that_it_overlaps(words):
    found = dated(FAIR, ("July", "2026-07"), ("August", "2026-08"))
    fixed = f"- {{action: correct-fact, target: fact, content: {words}, value: 2027-07-04}}\n"
    result = review(fixed, FAIR, found)
    assert [(one.text, one.value) for one in result.extraction.facts.dates] == [
        (words, "2027-07-04"),
        ("August", "2026-08"),
    ]
    assert not result.unapplied


def test_a_date_is_rejected_by_more_words_than_the_machine_took():
    found = dated(FAIR, ("July", "2026-07"), ("August", "2026-08"))
    rejected = "- {action: reject, target: fact, content: the fourth of July}\n"
    result = review(rejected, FAIR, found)
    assert [one.provenance.status for one in result.extraction.facts.dates] == [
        Status.REJECTED,
        Status.MACHINE,
    ]


def test_words_with_two_facts_in_them_reject_neither():
    found = dated(FAIR, ("July", "2026-07"), ("August", "2026-08"))
    rejected = "- {action: reject, target: fact, content: the fourth of July. It closes in August}\n"
    result = review(rejected, FAIR, found)
    assert result.extraction == found
    assert [outcome.state for outcome in result.unapplied] == [OutcomeState.AMBIGUOUS]


def test_confirming_an_interval_keeps_both_its_ends():
    found = dated(FAIR, ("August", "2026-08"))
    week = replace(found.facts.dates[0], within="2026-08-03/2026-08-09")
    found = replace(found, facts=replace(found.facts, dates=(week,)))
    confirmed = "- {action: confirm, target: fact, content: closes in August}\n"
    (one,) = review(confirmed, FAIR, found).extraction.facts.dates
    assert (one.text, one.within, one.provenance.status) == ("August", week.within, Status.CONFIRMED)


@pytest.mark.parametrize("rest", ["action: reject", "action: correct-fact, kind: date, value: 2027-01-01",
                                  "action: retitle, kind: person, value: Ann Dow, title: Dr",
                                  "action: confirm, kind: date, value: 2027-01-01"])  # fmt: skip
def test_only_add_makes_a_fact(rest):
    result = review(f"- {{target: fact, content: '{ONCE}', {rest}}}\n")
    assert result.extraction == extraction()
    assert [outcome.state for outcome in result.unapplied] == [OutcomeState.ORPHANED]


def test_a_name_corrected_to_one_that_is_listed_is_listed_once():
    fixed = "- {action: correct-fact, target: fact, content: Tomas Ekeland, value: Ilse Brandt}\n"
    people = review(fixed).extraction.facts.people
    assert [one.name for one in people] == ["Ilse Brandt"]
    assert len(people[0].mentions) == 2


@pytest.mark.parametrize("words", ["Tomas Ekeland", "{exact: Ekeland, prefix: Tomas}"])
def test_a_name_is_moved_to_another_list_and_its_speaker_is_of_that_kind(words):
    moved = f"- {{action: correct-fact, target: fact, content: {words}, kind: organisation}}\n"
    result = review(moved)
    assert not result.unapplied
    found = result.extraction
    assert EKELAND not in [one.name for one in found.facts.people]
    assert EKELAND in [one.name for one in found.facts.organisations]
    assert next(one for one in found.speakers if one.name == EKELAND).kind is SpeakerKind.ORGANISATION


def test_a_title_of_a_speaker_is_the_title_in_the_list_of_people():
    retitled = "- {action: retitle, target: speaker, speakers: [Ilse Brandt], title: Mayor}\n"
    found = review(retitled).extraction
    assert found.speakers[0].titles[0] == found.facts.people[0].titles[0] == "Mayor"
    retitled = "- {action: retitle, target: speaker, speakers: [Ilse Brandt], title: ''}\n"
    found = review(retitled).extraction
    assert found.speakers[0].titles == found.facts.people[0].titles == ()


@pytest.mark.parametrize("action", ["confirm", "reject", "retitle", "merge-speakers"])
def test_a_speaker_that_is_not_there_is_told_whatever_was_decided(action):
    names = "[Ilse Brandt, Nobody Here]" if action == "merge-speakers" else "[Nobody Here]"
    title = ", title: Sir" if action == "retitle" else ""
    result = review(f"- {{action: {action}, target: speaker, speakers: {names}{title}}}\n")
    assert result.extraction == extraction()
    assert result.unapplied[0].message == "no speaker of this text is called Nobody Here"


@pytest.mark.parametrize("action", ["confirm", "reject"])
def test_a_pair_that_is_not_there_is_told(action):
    result = review(f"""\
- action: {action}
  target: account-pair
  content: “Nobody asked me to close them,”
  against: “I telephoned three times before midnight,”
""")
    assert result.extraction == extraction()
    assert [outcome.state for outcome in result.unapplied] == [OutcomeState.ORPHANED]


# --- where accounts differ ---------------------------------------------------


def pair(action: Action) -> str:
    found = extraction()
    return dump(HAND.pair(action, found.accounts[0], (found.attributions[2], found.attributions[3])))


def test_a_pair_is_confirmed_or_rejected_by_its_words():
    for action, status in ((Action.CONFIRM, Status.CONFIRMED), (Action.REJECT, Status.REJECTED)):
        (one,) = review(pair(action)).extraction.accounts
        assert (one.subject, one.provenance.status) == ("the calls", status)


def test_a_confirmed_pair_stays_though_neither_statement_is_found():
    result = review(pair(Action.CONFIRM), found=without(extraction(), "phoned", "log")).extraction
    (one,) = result.accounts
    assert one.provenance.status is Status.CONFIRMED
    assert [told(result)[n].removeprefix("edited: ") for n in (2, 3)] == [
        f"{EKELAND}: {PHONED} … “and nobody picked up.”",
        f"{AUTHORITY}: {LOG}",
    ]


def test_a_pair_that_an_editor_saw_is_added():
    result = review("""\
- action: add
  target: account-pair
  content: “Nobody asked me to close them,”
  against: “I telephoned three times before midnight,”
  subject: whether she was asked
""").extraction
    assert [(one.subject, one.attributions) for one in result.accounts] == [
        ("the calls", ("phoned", "log")),
        ("whether she was asked", ("asked", "phoned")),
    ]


# --- whatever the corrections ------------------------------------------------


def every_correction():
    found, hand = extraction(), HAND
    attributions = [(Action.CONFIRM, a) for a in found.attributions] + [
        (Action.REJECT, a) for a in found.attributions
    ]
    yield from (hand.attribution(action, one) for action, one in attributions)
    for one in found.attributions:
        yield hand.attribution(Action.ATTRIBUTE, replace(one, speakers=("Nadia Orlov",)))
    for action in (Action.CONFIRM, Action.REJECT, Action.VERDICT):
        yield from (hand.assertion(action, replace(one, verdict="true")) for one in found.assertions)
    for action in (Action.CONFIRM, Action.REJECT):
        yield from (hand.speaker(action, one) for one in found.speakers)
        yield hand.pair(action, found.accounts[0], (found.attributions[2], found.attributions[3]))
        yield from (hand.entity(action, one, FactKind.PERSON) for one in found.facts.people)
    yield hand.merged([BRANDT, EKELAND])
    yield hand.merged(["Somebody Else", AUTHORITY])
    yield hand.split(BRANDT, "Ines Brandt", list(found.attributions[:2]))


@given(
    st.lists(st.sampled_from(list(every_correction())), max_size=8, unique_by=lambda c: c.id),
    st.sets(st.sampled_from(["asked", "once", "phoned", "log"])),
    st.sampled_from([TEXT, "New.\n\n" + TEXT, TEXT.replace(ONCE, "“I was ill.”"), TEXT.replace("“", '"')]),
)
@settings(max_examples=200)
def test_nothing_ever_refers_to_what_is_not_there(corrections, missing, text):
    result = apply(source(text), without(extraction(text), *missing), corrections)
    found = result.extraction
    names = [one.name for one in found.speakers]
    ids = [one.id for one in (*found.attributions, *found.assertions, *found.accounts)]
    assert len(set(names)) == len(names)
    assert len(set(ids)) == len(ids)
    assert {name for one in (*found.attributions, *found.assertions) for name in one.speakers} <= set(names)
    held = {one.id for one in found.attributions if one.provenance.status is not Status.REJECTED}
    assert {one.attribution for one in found.assertions} - {None} <= held
    assert {identifier for one in found.accounts for identifier in one.attributions} <= held
    assert [one.rank for one in found.assertions] == list(range(1, len(found.assertions) + 1))
    for one in found.attributions:
        assert all(0 <= s.start < s.end <= len(text) for s in (*one.content, *one.source, *one.cue))
    assert len(result.outcomes) == len(corrections)
