"""What makes a correction valid, and what an editor is told when it is not."""

import datetime as dt

import pytest

from generator.errors import ContentErrors
from generator.review.anchoring.selectors import Selector
from generator.review.corrections.correction import Action, Correction, Target
from generator.review.corrections.sidecar import parse

NAME = "content/flood.review.yaml"


def read(text: str) -> tuple[Correction, ...]:
    return parse(text.encode(), NAME).corrections


def complaints(text: str) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        read(text)
    return [str(problem) for problem in caught.value]


def test_a_correction_may_be_written_by_hand_in_few_words():
    (correction,) = read("""\
- action: reject
  target: attribution
  content: “Nobody asked me to close them,”
""")
    assert correction.action is Action.REJECT
    assert correction.target is Target.ATTRIBUTION
    assert correction.content == (Selector("“Nobody asked me to close them,”"),)
    assert len(correction.id) == 8


def test_what_is_said_has_no_reason_why_not_and_a_fact_is_not_said():
    both = "- {action: confirm, target: attribution, content: A bridge fell, said: true, not_said: asked}\n"
    assert "said is true, but not_said is asked" in complaints(both)[0]
    fact = "- {action: confirm, target: fact, content: A bridge fell, said: false}\n"
    assert "a fact has no how, said or not_said" in complaints(fact)[0]


def test_every_key_is_read():
    (correction,) = read("""\
- id: a1
  action: attribute
  target: attribution
  content:
    - {exact: "“A,”", prefix: "before ", suffix: " behind", start: 40}
    - {exact: "“B.”", prefix: " she said. ", start: 60}
  source: [{exact: she}]
  cue: said
  speakers: [Ilse Brandt, Tomas Ekeland]
  kind: direct
  act: says
  by: A. B.
  at: 2025-01-09T10:00:00Z
  text_hash: 0123456789abcdef
  note: heard on the recording
""")
    assert [part.exact for part in correction.content] == ["“A,”", "“B.”"]
    assert correction.content[0].prefix == "before "
    assert correction.content[1].suffix == ""
    assert correction.cue == (Selector("said"),)
    assert correction.speakers == ("Ilse Brandt", "Tomas Ekeland")
    assert correction.at == dt.datetime(2025, 1, 9, 10, tzinfo=dt.UTC)
    assert correction.is_whole


def test_what_yaml_takes_for_something_else_is_still_text():
    verdict, fact, speaker = read(
        """\
- {action: verdict, target: assertion, content: The gates were shut., value: false}
- {action: correct-fact, target: fact, content: last March, kind: date, value: 2024-03-02}
- {action: retitle, target: speaker, speakers: 1931, title: 7}
""".replace("speakers: 1931", 'speakers: "1931"')
    )
    assert verdict.text_value == "false"
    assert fact.text_value == "2024-03-02"
    assert speaker.title == "7"


def test_an_unknown_key_is_an_error_with_its_place_and_a_suggestion():
    assert complaints("""\
# by hand

- action: reject
  target: attribution
  contnt: words of the text
""") == [f"{NAME}:5:3: unknown key 'contnt' (did you mean 'content'?)"]


def test_all_that_is_wrong_is_told_at_once():
    found = complaints("""\
- action: reject
  target: attribution
  content:
    - exact: some words of the text
      perfix: before
- action: rejct
  target: attribution
  content: some words
- {action: attribute, target: attribution, content: some words}
- {action: verdict, target: speaker, speakers: [A], value: "true"}
- {action: merge-speakers, target: speaker, speakers: [Only One]}
- {action: add, target: fact, content: ten boats, kind: number, value: several}
- {action: confirm, target: attribution, content: [{exact: ""}]}
- just words
""")
    assert [int(line.split(":")[1]) for line in found] == [5, 6, 9, 10, 11, 12, 13, 14]
    assert "unknown key 'content.0.perfix' (did you mean 'prefix'?)" in found[0]
    assert "'action' must be" in found[1]
    assert "needs speakers" in found[2]
    assert "cannot verdict a speaker (possible: confirm, reject, add, retitle" in found[3]
    assert "needs two speakers or more" in found[4]
    assert "value 'several' is not a number" in found[5]
    assert "exact is empty" in found[6]
    assert "must be a mapping" in found[7]


def test_an_id_that_stands_twice_is_an_error_that_names_both_lines():
    (found,) = complaints("""\
- {id: a, action: confirm, target: speaker, speakers: [A]}
- {id: b, action: confirm, target: speaker, speakers: [B]}
- {id: a, action: reject, target: speaker, speakers: [C]}
""")
    assert found.startswith(f"{NAME}:3:1: duplicate id 'a' (first used in line 1")


def test_entries_without_id_that_say_the_same_are_told_apart():
    one, other = read("- {action: confirm, target: speaker, speakers: [A]}\n" * 2)
    assert one.id != other.id


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- action: [reject\n", "2:1"),
        ("action: reject\n", "1:1"),
        ("- action: reject\n  target: a: b\n", "2:12"),
        ("- a\n\t- b\n", "2:1"),
    ],
)
def test_broken_yaml_is_told_with_its_place(text, place):
    (found,) = complaints(text)
    assert found.startswith(f"{NAME}:{place}: ")


def test_bytes_that_are_no_utf_8_are_told_with_their_line():
    with pytest.raises(ContentErrors, match=r"flood.review.yaml:2:1: this is not UTF-8"):
        parse(b"# caf\xc3\xa9\n# caf\xe9\n", NAME)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n", "---\n", "\ufeff# from Windows\r\n"])
def test_a_file_without_corrections_has_none(text):
    assert read(text) == ()


def test_other_ways_of_writing_yaml_are_read_too():
    flow = "[{action: confirm, target: speaker, speakers: [A]}]\n"
    indented = "  - action: confirm\n    target: speaker\n    speakers: [A]\n"
    assert [len(read(text)) for text in (flow, indented)] == [1, 1]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("[{action: &a [*a]}]", "1:11: broken YAML: anchors of YAML are not read"),
        ("- action: confirm\n  target: speaker\n  speakers: &a [A]\n", "3:13: broken YAML: anchors"),
        ("- {action: !!bool x}", "1:12: broken YAML: must be true or false"),
        ("- {action: !x y}", "1:12: broken YAML: tags of YAML are not read"),
        ("- {[a]: b}", "1:"),
        ("- {note: " + "[" * 400 + "]" * 400 + "}", "nested too deeply"),
        ("- {at: 2025-13-41}", "1:"),
    ],
)
def test_yaml_that_is_more_than_plain_values_is_one_clear_line(written: str, message: str):
    with pytest.raises(ContentErrors) as caught:
        read(written)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
