"""What the forms of the panel write: names, titles, verdicts, dates, numbers, pairs; and several at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.preview.test_review_api import Json, Site, counted, statement

DAM = """---
title: The dam
date: 2031-05-04
---

“The wall is sound,” said Petra Holm, chair of the council. “Nobody needs to leave.”

Jonas Reith said on 4 March that 340 people live below the wall. “There is water where there should be
stone,” Reith said.

“We were never asked,” said Mina Dahl.
"""
PAGE = "dam/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("form-values") / "site"
    (root / "content").mkdir(parents=True)
    (root / "content" / "dam.md").write_text(DAM, "utf-8")
    return Site(root, page=PAGE).build().root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Site:
    return Site(Path(shutil.copytree(built, tmp_path / "site")), page=PAGE)


def of(state: Json, target: str, words: str) -> Json:
    found = [one for one in state["annotations"] if one["target"] == target and words in one["words"]]
    assert found, [(one["target"], one["words"]) for one in state["annotations"]]
    one: Json = found[0]
    return one


def alter(site: Site, target: str, words: str, **values: str) -> Json:
    site.decide(do="alter", on=of(site.state(), target, words)["key"], values=values)
    entry: Json = site.written()[-1]
    return entry


def test_a_speaker_is_renamed_everywhere(site: Site) -> None:
    key = of(site.state(), "speaker", "Mina Dahl")["key"]
    asked = site.refused(do="alter", on=key, values={"name": "Mina Dahl-Roe"})
    assert "A new name for Mina Dahl?" in asked
    site.decide(do="alter", on=key, values={"name": "Mina Dahl-Roe"}, new=True)
    entry = site.written()[-1]
    assert (entry["action"], entry["speakers"]) == ("merge-speakers", ["Mina Dahl-Roe", "Mina Dahl"])
    assert statement(site.state(), "never asked")["speakers"] == ["Mina Dahl-Roe"]


def test_a_speaker_who_gets_anothers_name_is_merged_with_them(site: Site) -> None:
    alter(site, "speaker", "Mina Dahl", name="Petra Holm")
    assert statement(site.state(), "never asked")["speakers"] == ["Petra Holm"]
    assert "Mina Dahl" not in [
        one["words"] for one in site.state()["annotations"] if one["target"] == "speaker"
    ]


def test_a_speaker_gets_another_title(site: Site) -> None:
    alter(site, "speaker", "Petra Holm", title="mayor")
    assert of(site.state(), "speaker", "Petra Holm")["fields"]["title"] == "mayor"


def test_a_misspelt_name_is_told_in_every_form_that_takes_one(site: Site) -> None:
    state = site.state()
    part = {"exact": "Nobody needs to leave"}
    forms: list[Json] = [
        {"do": "attribute", "on": statement(state, "never asked")["key"], "speakers": ["Petra Hoolm"]},
        {"do": "add", "what": "attribution", "parts": [part], "speakers": ["Petra Hoolm"]},
        {"do": "add", "what": "assertion", "parts": [part], "speakers": ["Petra Hoolm"]},
        {"do": "add", "what": "person", "parts": [{"exact": "chair of the council"}], "name": "Petra Hoolm"},
        {"do": "alter", "on": of(state, "speaker", "Mina Dahl")["key"], "values": {"name": "Petra Hoolm"}},
        {"do": "alter", "on": of(state, "fact", "Mina Dahl")["key"], "values": {"name": "Petra Hoolm"}},
    ]
    for decision in forms:
        answer = site.post(site.asked(decision))
        assert (answer.status_code, answer.json()["asks"]) == (422, {"Petra Hoolm": ["Petra Holm"]}), decision
    assert site.written() == []


def test_words_that_are_marked_as_a_name_are_asked_about_where_somebody_may_be_meant(site: Site) -> None:
    (site.root / "content/dam.md").write_text(
        DAM.replace("Nobody needs", "Nobody, petra hollm, needs"), "utf-8"
    )
    site.build()
    add = {"do": "add", "what": "person"}
    assert "Or is it Petra Holm?" in site.refused(**add, parts=[{"exact": "petra hollm"}])
    site.decide(**add, parts=[{"exact": "petra hollm"}], name="Petra Holm")
    assert site.written()[-1]["value"] == "Petra Holm"
    site.decide(**add, parts=[{"exact": "chair of the council"}])
    assert site.written()[-1]["value"] == "chair of the council", "nobody is like it"


@pytest.mark.parametrize("kind", ["organisation", "group", "document"])
def test_a_new_speaker_is_what_the_editor_says_and_one_undo_takes_both_back(site: Site, kind: str) -> None:
    key = statement(site.state(), "never asked")["key"]
    decision = {"do": "attribute", "on": key, "speakers": ["Dam Watch"], "kind": kind}
    assert f"A new {kind}?" in site.refused(**decision)
    site.decide(**decision, new=True)
    assert [(one["action"], one["target"], one.get("kind")) for one in site.written()] == [
        ("attribute", "attribution", "direct"),
        ("add", "speaker", kind),
    ]
    assert of(site.state(), "speaker", "Dam Watch")["kind"] == kind
    assert site.state()["undo"] == "attribute attribution"
    site.decide(do="undo")
    assert site.written() == []


def test_a_statement_is_added_with_a_new_organisation(site: Site) -> None:
    part = {"exact": "chair of the council"}
    site.decide(
        do="add", what="attribution", parts=[part], speakers=["Dam Watch"], kind="organisation", new=True
    )
    assert of(site.state(), "speaker", "Dam Watch")["kind"] == "organisation"


def test_what_a_speaker_is_can_be_changed_and_holds_in_the_list_of_people(site: Site) -> None:
    entry = alter(site, "speaker", "Mina Dahl", kind="organisation")
    assert (entry["action"], entry["kind"]) == ("confirm", "organisation")
    assert of(site.state(), "speaker", "Mina Dahl")["fields"]["kind"] == "organisation"
    assert of(site.state(), "fact", "Mina Dahl")["fields"]["kind"] == "organisation"
    alter(site, "fact", "Mina Dahl", kind="person")
    assert of(site.state(), "speaker", "Mina Dahl")["fields"]["kind"] == "person"
    key = of(site.state(), "speaker", "Mina Dahl")["key"]
    assert "A kind is one of" in site.refused(do="alter", on=key, values={"kind": "ship"})


def test_name_title_and_kind_are_changed_in_one_go(site: Site) -> None:
    key = of(site.state(), "speaker", "Mina Dahl")["key"]
    values = {"name": "Dam Watch", "title": "residents’ union", "kind": "organisation"}
    site.decide(do="alter", on=key, values=values, new=True)
    assert of(site.state(), "speaker", "Dam Watch")["fields"] == values
    assert of(site.state(), "fact", "Dam Watch")["kind"] == "organisation"
    site.build()
    assert "Dam Watch" in (site.folder / PAGE).read_text("utf-8")


def test_a_number_and_what_it_counts_are_corrected(site: Site) -> None:
    entry = alter(site, "fact", "340", number="430", about="households")
    assert (entry["value"], entry["about"]) == (430.0, "households")
    assert of(site.state(), "fact", "340")["fields"]["number"] == "430"


def test_a_corrected_number_is_printed_with_the_words_of_the_text_beside_it(site: Site) -> None:
    alter(site, "fact", "340", number="about 4.3 thousand")
    assert of(site.state(), "fact", "340")["fields"]["number"] == "about 4.3 thousand"
    html = (site.build().folder / PAGE).read_text("utf-8")
    assert ">about 4.3 thousand</a>" in html
    assert "corrected by the editors; the text says “340”" in html
    assert ">340</a>" not in html


def test_a_date_is_corrected(site: Site) -> None:
    alter(site, "fact", "4 March", date="2030-03-04")
    assert of(site.state(), "fact", "4 March")["fields"]["date"] == "2030-03-04"


@pytest.mark.parametrize(
    ("words", "values", "message"),
    [
        ("340", {"number": "many"}, "A number is written"),
        ("4 March", {"date": "in spring"}, "A date is written"),
        ("340", {"number": "340"}, "It stands so already."),
    ],
)
def test_what_is_no_value_is_refused_and_not_written(
    site: Site, words: str, values: dict[str, str], message: str
) -> None:
    key = of(site.state(), "fact", words)["key"]
    assert message in site.refused(do="alter", on=key, values=values)
    assert site.written() == []


def test_a_verdict_is_given_with_where_it_is_explained(site: Site) -> None:
    state = site.state()
    one = next(one for one in state["annotations"] if one["target"] == "assertion")
    site.decide(do="alter", on=one["key"], values={"verdict": "misleading", "link": "https://example.org/a"})
    entry = site.written()[-1]
    assert (entry["action"], entry["value"], entry["link"]) == (
        "verdict",
        "misleading",
        "https://example.org/a",
    )


def test_two_statements_are_set_against_each_other_and_their_subject_changed(site: Site) -> None:
    state = site.state()
    one, other = statement(state, "wall is sound"), statement(state, "water where")
    site.decide(do="pair", on=other["key"], other=one["key"], subject="the wall")
    pair = next(a for a in site.state()["annotations"] if a["target"] == "account-pair")
    assert (pair["says"], pair["status"]) == ("the wall", "edited")
    site.decide(do="alter", on=pair["key"], values={"subject": "whether the wall holds"})
    pair = next(a for a in site.state()["annotations"] if a["target"] == "account-pair")
    assert pair["says"] == "whether the wall holds"


def test_one_speaker_does_not_differ_from_themselves(site: Site) -> None:
    state = site.state()
    one, other = statement(state, "340 people"), statement(state, "water where")
    said = site.refused(do="pair", on=one["key"], other=other["key"], subject="the wall")
    assert "of the same speaker" in said


def test_a_paragraph_is_accepted_at_once_each_statement_whole(site: Site) -> None:
    state = site.state()
    statements = [one for one in state["annotations"] if one["target"] == "attribution"]
    here = [one for one in statements if one["paragraph"] == statement(state, "water where")["paragraph"]]
    assert len(here) == 2 < len(statements)
    after = site.decide(do="accept-all", on=[one["key"] for one in here])
    assert counted(after)["reviewed"] == 2
    assert [entry["action"] for entry in site.written()] == ["confirm", "confirm"]
    assert counted(site.decide(do="undo"))["reviewed"] == 1


def test_of_several_none_is_accepted_where_one_cannot_be(site: Site) -> None:
    state = site.state()
    one = statement(state, "never asked")["key"]
    site.decide(do="accept", on=one)
    keys = [statement(state, "wall is sound")["key"], one]
    assert "already" in site.refused(do="accept-all", on=keys)
    assert len(site.written()) == 1


def test_a_statement_is_shown_in_its_sentence_with_the_words_that_report_it(site: Site) -> None:
    told = statement(site.state(), "340 people")["told"]
    assert (
        "".join(text for text, _ in told)
        == "Jonas Reith said on 4 March that 340 people live below the wall."
    )
    assert ["said", "cue"] in told
    direct = "".join(text for text, _ in statement(site.state(), "never asked")["told"])
    assert direct == "“We were never asked,” said Mina Dahl."
