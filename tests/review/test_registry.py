"""The registry of speakers, and who is the same across briefings: never guessed."""

import datetime as dt
from dataclasses import replace

import pytest

from generator.errors import ContentErrors
from generator.model import Entity, Extraction, Provenance, Span, Speaker, SpeakerHint, SpeakerKind, Status
from generator.review import reviewed
from generator.review.corrections.sidecar import parse
from generator.review.people.ambiguities import Sighting, ambiguities
from generator.review.people.identities import SpeakerIdentity, canonical, identify
from generator.review.people.registry import Registry, load_registry, parse_registry
from tests.review.machine import ASKED, AUTHORITY, BRANDT, EKELAND, extraction, source

FILE = "content/speakers.yaml"
REGISTRY = """\
# People whom we meet again and again.

- name: Ilse Brandt
  aliases: [Ilse Brandt-Moor, Commissioner Brandt]
  titles:
    - {title: Deputy Commissioner, until: 2023-12-31}
    - {title: Commissioner, since: 2024-01-01}
  slug: brandt
  photo: photos/brandt.jpg
  link: https://example.org/brandt
- {name: Joan Marlow, aliases: [Marlow], title: mayor}
- {name: Harrow River Authority, kind: organisation, aliases: [The river authority, HRA]}
"""


def registry(text: str = REGISTRY) -> Registry:
    return parse_registry(text.encode(), FILE)


def speaker(name: str, *aliases: str, kind: SpeakerKind = SpeakerKind.PERSON) -> Speaker:
    return Speaker(name, kind, aliases=aliases)


def identified(*speakers: Speaker, day: dt.date | None = None) -> dict[str, SpeakerIdentity]:
    return identify(registry(), speakers, day)


def test_no_file_is_an_empty_registry(tmp_path):
    assert load_registry(tmp_path / "speakers.yaml", FILE).records == ()


def test_a_person_is_known_by_name_and_by_alias():
    found = identified(speaker("Ilse Brandt"), speaker("Ilse Brandt-Moor"), speaker("ilse brandt"))
    assert {one.name for one in found.values()} == {"Ilse Brandt"}
    one = found["Ilse Brandt-Moor"]
    assert (one.slug, one.registered) == ("brandt", True)


@pytest.mark.parametrize(
    ("day", "title"),
    [("2023-12-31", "Deputy Commissioner"), ("2024-01-01", "Commissioner"), (None, "Commissioner")],
)
def test_a_title_is_that_of_the_day(day, title):
    on = dt.date.fromisoformat(day) if day else None
    assert identified(speaker("Ilse Brandt"), day=on)["Ilse Brandt"].title == title


def test_a_form_that_the_text_uses_leads_to_somebody_only_if_the_names_agree():
    found = identified(speaker("J. Marlow", "Joan Marlow"), speaker("Ali Marlow", "Marlow"))
    assert (found["J. Marlow"].name, found["J. Marlow"].registered) == ("Joan Marlow", True)
    assert (found["Ali Marlow"].name, found["Ali Marlow"].registered) == ("Ali Marlow", False)


def test_an_alias_of_the_registry_is_an_editors_word():
    assert identified(speaker("Marlow"))["Marlow"].name == "Joan Marlow"


def test_a_whole_name_is_one_person_across_briefings_without_a_registry():
    assert identified(speaker("Nadia Orlov"))["Nadia Orlov"] == SpeakerIdentity(
        "Nadia Orlov", SpeakerKind.PERSON
    )


@pytest.mark.parametrize(
    "nobody",
    [
        speaker("Ekeland"),
        speaker("a clerk of the court, unnamed", kind=SpeakerKind.UNNAMED),
        speaker("residents", kind=SpeakerKind.GROUP),
        speaker("The log", kind=SpeakerKind.DOCUMENT),
        speaker("the government", kind=SpeakerKind.ORGANISATION),
    ],
)
def test_surnames_unnamed_sources_groups_and_documents_are_never_linked(nobody):
    assert identified(nobody) == {}


def test_an_alias_that_two_claim_leads_to_neither_and_is_told():
    two = registry(REGISTRY + "- {name: Tom Marlow, aliases: [Marlow]}\n")
    assert identify(two, [speaker("Marlow")], None) == {}
    (problem,) = two.problems(FILE)
    assert str(problem).startswith(f"{FILE}:13:1: 'Marlow' is claimed by Joan Marlow and by Tom Marlow")


@pytest.mark.parametrize("again", ["Joan Marlow", "JOAN MARLOW", "Joan  Marlow", "Joán Marlow"])
def test_a_name_that_is_listed_twice_is_an_error_with_both_places(again: str):
    with pytest.raises(ContentErrors) as caught:
        registry(f"- {{name: Joan Marlow, slug: a}}\n- slug: b\n  name: {again}\n")
    (problem,) = caught.value
    assert str(problem).startswith(f"{FILE}:3:3: {again!r} is listed already, in line 1")


def test_errors_have_their_places_all_at_once():
    with pytest.raises(ContentErrors) as caught:
        registry("""\
- nme: Ilse Brandt
- {name: A B, slug: a/b}
- name: C D
  photo: ../secret.jpg
- {name: E F, link: "javascript:alert(1)"}
- {name: G H, title: x, titles: [{title: y}]}
- {name: I J, photo: photos/ij.md}
- {name: K L, photo: "https://example.org/kl.jpg"}
""")
    found = [str(problem) for problem in caught.value]
    assert [line.split(":")[1] for line in found] == ["1", "1", "2", "4", "5", "6", "7", "8"]
    assert "must be a picture: .jpg" in found[-2]
    assert "a picture from another site would tell it who reads the page" in found[-1]
    assert any("did you mean 'name'?" in line for line in found)
    with pytest.raises(ContentErrors, match=r"speakers.yaml:2:1: the slug 'X' is taken by A B"):
        registry("- {name: A B, slug: x}\n- {name: C D, slug: X}\n")


def test_a_registered_person_bears_their_name_and_title_in_every_briefing():
    found = canonical(extraction(), registry(), dt.date(2023, 5, 1))
    assert [one.name for one in found.speakers] == [BRANDT, EKELAND, "Harrow River Authority"]
    assert found.speakers[0].titles == ("Deputy Commissioner", "Commissioner")
    assert found.attributions[3].speakers == ("Harrow River Authority",)
    assert found.assertions[1].speakers == ("Harrow River Authority",)
    assert AUTHORITY in found.speakers[2].aliases
    assert canonical(found, registry(), dt.date(2023, 5, 1)) == found


def test_two_speakers_of_a_text_who_are_one_person_become_one():
    moor = Speaker("Ilse Brandt-Moor", SpeakerKind.PERSON, ("engineer",))
    base = extraction()
    said = (replace(base.attributions[0], speakers=(moor.name,)), *base.attributions[1:])
    found = canonical(replace(base, speakers=(moor, *base.speakers), attributions=said), registry(), None)
    assert [one.name for one in found.speakers] == [BRANDT, EKELAND, "Harrow River Authority"]
    assert found.speakers[0].titles == ("Commissioner", "engineer")
    assert found.attributions[0].speakers == found.attributions[1].speakers == (BRANDT,)


def test_a_pair_of_accounts_by_one_registered_person_is_none():
    same = registry("- {name: Tomas Ekeland, aliases: [The river authority]}\n")
    assert canonical(extraction(), same, None).accounts == ()
    assert len(canonical(extraction(), registry(), None).accounts) == 1


def test_somebody_else_of_that_name_in_the_text_is_not_drawn_in():
    clerk = Speaker("Harrow River Authority", SpeakerKind.UNNAMED, provenance=Provenance(Status.EDITED))
    found = canonical(replace(extraction(), speakers=(*extraction().speakers, clerk)), registry(), None)
    assert found.attributions[3].speakers == (AUTHORITY,)


def test_a_text_without_registered_people_is_left_alone():
    assert canonical(Extraction(), registry(), None) == Extraction()


def test_everybody_can_be_told_to_an_extraction_beforehand():
    first, *_ = registry().hints(dt.date(2022, 1, 1))
    assert first == SpeakerHint(
        "Ilse Brandt", "Deputy Commissioner", ("Ilse Brandt-Moor", "Commissioner Brandt")
    )


def test_doubts_are_told_and_never_decided():
    seen = [
        Sighting("content/a.md", speaker("Nadia Orlov")),
        Sighting("content/b.md", speaker("Nadia Orlof")),
        Sighting("content/c.md", speaker("Orlov")),
        Sighting("content/c.md", speaker("Ekeland")),
        Sighting("content/c.md", speaker("Orlov", kind=SpeakerKind.UNNAMED)),
        Sighting("content/d.md", speaker("Marlow")),
    ]
    assert [f"{problem.file}: {problem.message}" for problem in ambiguities(registry(), seen)] == [
        "content/c.md: 'Orlov' could be Nadia Orlov; not linked",
        "content/b.md: 'Nadia Orlov' and 'Nadia Orlof' are one letter apart and treated as two people",
    ]


@pytest.mark.parametrize("kind", list(SpeakerKind))
def test_a_registered_name_is_that_person_whatever_the_machine_took_it_for(kind):
    found = identified(speaker("Ilse Brandt-Moor", kind=kind))
    assert (found["Ilse Brandt-Moor"].name, found["Ilse Brandt-Moor"].kind) == (BRANDT, SpeakerKind.PERSON)


def test_a_kind_that_an_editor_set_in_the_review_stands():
    hidden = Speaker(BRANDT, SpeakerKind.UNNAMED, provenance=Provenance(Status.EDITED))
    assert identified(hidden) == {}


def kinds(correction: str) -> dict[str, SpeakerKind]:
    """What the speakers are after one correction and the registry."""
    listed = parse(correction.encode(), "x").corrections
    found = reviewed(source(), extraction(), listed, registry()).extraction
    return {one.name: one.kind for one in found.speakers}


def test_a_person_whom_the_review_calls_an_organisation_is_one_though_the_registry_says_otherwise():
    told = "- {action: add, target: speaker, speakers: [Ilse Brandt], kind: organisation}\n"
    assert kinds(told)[BRANDT] is SpeakerKind.ORGANISATION


@pytest.mark.parametrize(
    "correction",
    [
        "{action: retitle, target: speaker, speakers: [Ilse Brandt], title: Mayor}",
        "{action: merge-speakers, target: speaker, speakers: [Ilse Brandt, The river authority]}",
        "{action: merge-speakers, target: speaker, speakers: [Ilse Brandt-Moor, The river authority]}",
    ],
)
def test_what_the_review_leaves_open_the_registry_decides(correction):
    assert kinds(f"- {correction}\n")[BRANDT] is SpeakerKind.PERSON


@pytest.mark.parametrize("listed", ["people", "organisations", "places"])
def test_a_registered_person_is_listed_once_with_name_kind_and_title(listed):
    mention = (Span(3, 8),)
    wrong = Entity("Ilse Brandt-Moor", ("aide",), mention, 0.3)
    facts = replace(extraction().facts, **{listed: (*getattr(extraction().facts, listed), wrong)})
    found = canonical(replace(extraction(), facts=facts), registry(), dt.date(2023, 5, 1)).facts
    (brandt,) = [one for one in found.people if one.name == BRANDT]
    assert brandt.titles[0] == "Deputy Commissioner"
    assert set(mention) < set(brandt.mentions)
    everywhere = (*found.people, *found.organisations, *found.places)
    assert not [one for one in everywhere if one.name == "Ilse Brandt-Moor"]


def test_an_alias_given_as_the_speaker_of_a_statement_is_the_registered_one():
    by_hand = "- {action: attribute, target: attribution, content: '" + ASKED + "', speakers: [HRA]}\n"
    listed = parse(by_hand.encode(), "x").corrections
    found = reviewed(source(), extraction(), listed, registry()).extraction
    assert found.attributions[0].speakers == ("Harrow River Authority",)
    kinds = {one.name: one.kind for one in found.speakers}
    assert kinds["Harrow River Authority"] is SpeakerKind.ORGANISATION


def test_a_title_may_be_held_from_one_year_to_another():
    own = registry(
        "- {name: Ana Vole, titles: "
        "[{title: mayor, since: 2021, until: 2022}, {title: judge, since: 2023}]}\n"
    )
    days = {"2020-12-31": None, "2021-01-01": "mayor", "2022-12-31": "mayor", "2023-01-01": "judge"}
    person = own.records[0].value
    assert {day: person.title_on(dt.date.fromisoformat(day)) for day in days} == days
    with pytest.raises(ContentErrors, match="must be a year"):
        registry("- {name: Ana Vole, titles: [{title: mayor, since: 20211}]}\n")
