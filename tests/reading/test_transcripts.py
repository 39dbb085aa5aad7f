"""Turns: where a name and a colon begin to speak."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SourceKind
from generator.reading import Document, parse_document


def read(raw: str, name: str = "b.md") -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath(name), name)


def turns(document: Document) -> list[tuple[str, str, str | None]]:
    text = document.source.text
    return [
        (text[t.label.start : t.label.end], " / ".join(text[a:b] for a, b in t.content), t.time)
        for t in document.source.turns
    ]


def cases() -> list[tuple[str, str, list[str]]]:
    """Title, text with its front matter, and the turns of ``turns.txt``."""
    found = []
    for part in Path(__file__).with_name("turns.txt").read_text("utf-8").split("\n### ")[1:]:
        title, *lines = part.strip().split("\n")
        kind = lines.pop(0).removeprefix("kind: ") if lines[0].startswith("kind: ") else "transcript"
        front = "" if kind == "-" else f"---\nkind: {kind}\n---\n\n"
        expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
        text = "\n".join(line for line in lines if not line.startswith("=> "))
        found.append((title, front + text, expected))
    return found


@pytest.mark.parametrize(("title", "raw", "expected"), cases(), ids=lambda part: str(part)[:40])
def test_turns_in_the_forms_that_people_bring(title: str, raw: str, expected: list[str]) -> None:
    found = [f"{label} | {time or '-'} | {content}" for label, content, time in turns(read(raw))]
    assert found == expected, title


def test_a_transcript_without_turns_is_warned_of() -> None:
    messages = [problem.message for problem in read(TRANSCRIPT + "Nobody speaks here.").warnings]
    assert "no turns are found in this transcript" in messages


def test_a_transcript_with_turns_is_not() -> None:
    messages = [problem.message for problem in read(TRANSCRIPT + "ANA: One.").warnings]
    assert not any("turns" in message for message in messages)


TRANSCRIPT = "---\nkind: transcript\n---\n\n"


def test_a_turn_has_a_label_a_time_and_all_its_paragraphs() -> None:
    document = read(
        TRANSCRIPT + "[00:01:02] **ANA RUIZ:** Good morning.\n\nWelcome.\n\nMR. BO (D-OH): Thanks."
    )
    assert turns(document) == [
        ("ANA RUIZ", "Good morning. / Welcome.", "00:01:02"),
        ("MR. BO (D-OH)", "Thanks.", None),
    ]


def test_turns_on_lines_of_one_paragraph_are_told_apart() -> None:
    document = read(TRANSCRIPT + "ANA: One.\nBO: Two\ngoes on.\nANA: Three.")
    assert turns(document) == [("ANA", "One.", None), ("BO", "Two goes on.", None), ("ANA", "Three.", None)]


def test_a_stage_direction_is_nobodys_turn() -> None:
    assert turns(read(TRANSCRIPT + "ANA: One.\n\n[Applause.]\n\nBO: Two.")) == [
        ("ANA", "One.", None),
        ("BO", "Two.", None),
    ]


def test_without_a_kind_repeated_names_make_a_transcript() -> None:
    document = read("Ana: One.\n\nBo: Two.\n\nAna: Three.\n\nBo: Four.")
    assert document.source.kind is SourceKind.TRANSCRIPT
    assert len(document.source.turns) == 4


def test_without_a_kind_a_colon_alone_makes_no_transcript() -> None:
    document = read("The result: nothing.\n\nThe mayor was clear: no money.\n\nBo said so. Bo left.")
    assert document.source.kind is SourceKind.ARTICLE
    assert document.source.turns == ()


def test_in_an_article_a_label_is_no_turn() -> None:
    document = read("---\nkind: article\n---\nAna: One.\n\nBo: Two.\n\nAna: Three.\n\nBo: Four.")
    assert document.source.turns == ()


@pytest.mark.parametrize(
    ("raw", "labels"),
    [
        (TRANSCRIPT + "ANA: One, and so on.\n\nBO: Two.", ["ANA", "BO"]),
        (TRANSCRIPT + "[00:01] Ana Ruiz: Why\n\nBO: Two.", ["Ana Ruiz", "BO"]),
        (TRANSCRIPT + "Q. Why?\n\nA. So.", ["Q", "A"]),
        ("Ana: One.\n\nBo: Two.\n\nAna: Three.\n\nBo: Four.", ["Ana", "Bo", "Ana", "Bo"]),
        (TRANSCRIPT + "The hearing: a transcript\n\nANA: One.\n\nBO: Two.", ["ANA", "BO"]),
        ("Harbour: The pier is shut\n\nAna: One.\n\nBo: Two.\n\nAna: Three.\n\nBo: Four.", ["Ana", "Bo"] * 2),
        ("Harbour: The pier is shut\n\nAna Ruiz said so on Monday, and left.", []),
    ],
)
def test_the_first_turn_of_a_plain_text_is_no_headline(raw: str, labels: list[str]) -> None:
    assert [label for label, *_ in turns(read(raw, "b.txt"))] == labels


@given(
    st.lists(
        st.sampled_from(
            ["ANA:", "Q ", "Q. ", "Mr. BO. ", "[0:01] ", "one", " two", "\n", "\n\n", ":", "First:"]
        )
    )
)
def test_turns_follow_one_another_and_lie_in_the_text(parts: list[str]) -> None:
    document = read(TRANSCRIPT + "x" + "".join(parts))
    end = 0
    for turn in document.source.turns:
        for span in (turn.label, *turn.content):
            assert end <= span.start < span.end <= len(document.source.text)
            end = span.end
