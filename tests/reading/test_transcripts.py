"""Turns: where a name and a colon begin to speak."""

from pathlib import PurePosixPath

from generator.model import SourceKind
from generator.reading import Document, parse_document


def read(raw: str) -> Document:
    return parse_document(raw, "0" * 64, PurePosixPath("b.md"), "b.md")


def turns(document: Document) -> list[tuple[str, str, str | None]]:
    text = document.source.text
    return [
        (text[t.label.start : t.label.end], " / ".join(text[a:b] for a, b in t.content), t.time)
        for t in document.source.turns
    ]


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
