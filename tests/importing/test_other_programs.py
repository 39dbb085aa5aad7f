"""Files that other programs made come in as ``docs/import.md`` says."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import html

from benchmarks.imports import FILES, rows, table
from generator.importing import import_file
from generator.importing.webpage import _perhaps_of_the_text
from tests.docs.tables import DOCS


def test_the_table_is_what_is_measured() -> None:
    written = re.search(r"^\| file \|.*?(?=\n\n)", (DOCS / "import.md").read_text("utf-8"), re.S | re.M)
    assert written
    assert written[0] == table()


def test_there_are_twenty_files_and_nothing_private_of_any_comes_in() -> None:
    found = list(rows())
    assert len(found) >= 20
    assert not [row.file for row in found if "what is private" in row.strange]


def test_what_a_web_page_loses_of_its_text_is_named() -> None:
    lost = import_file(FILES / "pandoc.html").lost
    assert any("“What it costs”" in line for line in lost)
    assert len(import_file(FILES / "chromium-saved.html").lost) == 1  # menu and footer are no loss


def test_of_many_paragraphs_that_are_left_out_three_are_named_and_the_others_counted() -> None:
    page = "<body><nav><p>Menu</p></nav>" + "".join(f"<p>Paragraph {n}</p>" for n in range(6)) + "</body>"
    (told,) = _perhaps_of_the_text(html.document_fromstring(page), "Paragraph 1")
    assert told.endswith(": “Paragraph 0”; “Paragraph 2”; “Paragraph 3” and 2 more")
    assert (
        list(
            _perhaps_of_the_text(html.document_fromstring("<body><p>- One<b>two</b></p></body>"), "* Onetwo")
        )
        == []
    )


@pytest.mark.parametrize("properties", [b"<broken", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a/>"])
def test_a_word_file_whose_properties_are_broken_is_read_without_a_title(
    tmp_path: Path, properties: bytes
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(FILES / "python-docx.docx") as whole, zipfile.ZipFile(made, "w") as copy:
        for entry in whole.namelist():
            copy.writestr(entry, properties if entry == "docProps/core.xml" else whole.read(entry))
    place = tmp_path / "a.docx"
    place.write_bytes(made.getvalue())
    found = import_file(place)
    assert found.title is None
    assert "Forty passengers walked." in found.body
