"""A changed element is put into the last page; all else in it stays as it was."""

from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from generator.building.quick_patch import elements, marked, patched
from generator.reading import Document, parse_document
from generator.reading.markup import plain_html

PARAGRAPHS = [
    "One.",
    "Two *and* more.",
    "> Quoted.\n>\n> Twice.",
    "- A\n- B",
    "One.",
    "## Head",
    "| a |\n|---|\n| b |",
]


def document(*paragraphs: str) -> Document:
    raw = "---\ntitle: T\n---\n\n" + "\n\n".join(paragraphs) + "\n"
    return parse_document(raw, "0" * 64, PurePosixPath("a.md"), "content/a.md")


def page(read: Document) -> bytes:
    """A page without annotations."""
    return f"<main>\n{plain_html(marked(read).body, read.source.text)}</main>".encode()


def update(before: Document, after: Document) -> bytes | None:
    return patched(page(before), elements(before), elements(after), after.source.text)


def test_only_the_changed_element_is_replaced() -> None:
    before, after = document("One.", "Two.", "Three."), document("One.", "Changed.", "Three.")
    annotated = page(before).replace(b"Three.", b"<mark>Three.</mark>").replace(b"Two.", b"<mark>Two.</mark>")
    found = patched(annotated, elements(before), elements(after), after.source.text)
    assert found is not None
    assert b"<mark>Three.</mark>" in found
    assert b"Changed." in found
    assert b"Two." not in found


def test_the_same_text_changes_nothing() -> None:
    assert update(document("One.", "Two."), document("One.", "Two.")) is None


def test_a_page_without_marks_is_left_alone() -> None:
    before, after = document("One."), document("Two.")
    assert patched(b"<main><p>One.</p></main>", elements(before), elements(after), after.source.text) is None


def test_a_script_in_the_text_is_text() -> None:
    found = update(document("One."), document("Two <script>alert(1)</script>"))
    assert found is not None
    assert b"<script>" not in found


texts = st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=7)


@given(texts, texts)
def test_a_patched_page_is_the_page_of_the_new_text(one: list[str], other: list[str]) -> None:
    before, after = document(*one), document(*other)
    found = update(before, after)
    assert (page(before) if found is None else found) == page(after)
