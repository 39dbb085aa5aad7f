"""``briefing new briefing --from``: what comes in, what is said to be missing, and what is refused."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ContentError
from generator.importing import import_file
from generator.importing.importer import _READERS
from generator.reading import parse_document
from tests.command_line import Ended, run

VTT = """WEBVTT

NOTE made by hand

1
00:00:01.000 --> 00:00:03.000 align:start
<v Ana Brandt>The gates were <i>shut</i> &amp; locked.

2
00:00:04.500 --> 00:00:06.000
<v.loud Tom Reed>By whom?</v>
<v Ana Brandt>By the harbour office.
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
ANA BRANDT: The gates were shut.

2
00:00:04,000 --> 00:00:05,000
They stayed shut.
"""
MAIL = """From: "Ana Brandt" <ana@harbour.example>
To: Tom Reed <tom@paper.example>
Subject: The gates of the harbour
Date: Tue, 14 Jan 2025 23:30:00 -0500
Content-Type: text/plain; charset=utf-8

The gates were shut on Monday. Write to press@harbour.example for more.

> Were they shut?

--\x20
Ana Brandt
Quay Street 5
"""
PAGE = """<!doctype html><html lang="en-GB"><head><title>Gates | The Quay</title>
<meta property="og:title" content="Gates stay shut"><meta property="og:site_name" content="The Quay">
<meta name="author" content="Tom Reed"><meta property="article:published_time" content="2025-01-14T08:00Z">
<link rel="canonical" href="https://quay.example/gates"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport and more</a></nav><article><h1>Gates stay shut</h1>
<p>“The gates were shut on Monday,” said Ana Brandt, who runs the harbour office of the small town.</p>
<p>She added that nobody had asked for the keys, and that the boats had waited outside for a whole day.</p>
</article><footer>All rights reserved by the paper</footer></body></html>
"""


def _docx(*paragraphs: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    written = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Override PartName="/word/document.xml" '
            f'ContentType="{kind}"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{written}</w:body></w:document>'
        )
    return made.getvalue()


def _pdf(*pages: str) -> bytes:
    """A PDF by hand: a page for each text."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    made += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{made}startxref\n{made.index('xref')}\n%%EOF\n".encode("ascii")


def _site(folder: Path) -> Path:
    (folder / "briefing.toml").write_text("", "utf-8")
    (folder / "content").mkdir(exist_ok=True)
    return folder


def _new(folder: Path, name: str, data: str | bytes, *title: str) -> Ended:
    (_site(folder) / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return run(folder, "new", "briefing", *title, "--from", name)


def _written(folder: Path) -> str:
    (path,) = (folder / "content").iterdir()
    return path.read_text("utf-8")


def test_webvtt_becomes_a_transcript_with_stamps_and_speakers(tmp_path: Path) -> None:
    done = _new(tmp_path, "gates.vtt", VTT, "The gates")
    assert (done.returncode, done.stderr) == (0, "")
    text = _written(tmp_path)
    assert "kind: transcript" in text
    assert "[00:00:01.000] Ana Brandt: The gates were shut & locked.\n" in text
    document = parse_document(text, "", PurePosixPath("gates.txt"), "gates.txt")
    words, turns = document.source.text, document.source.turns
    assert [words[turn.label.start : turn.label.end] for turn in turns] == [
        "Ana Brandt",
        "Tom Reed",
        "Ana Brandt",
    ]


def test_subrip_keeps_its_labels_and_says_which_passages_have_none(tmp_path: Path) -> None:
    done = _new(tmp_path, "gates.srt", SRT, "The gates")
    assert "speakers: 1 of 2 passages name none" in done.stdout
    assert "[00:00:01.000] ANA BRANDT: The gates were shut." in _written(tmp_path)


def test_a_mail_comes_in_without_addresses_signature_and_quoted_lines(tmp_path: Path) -> None:
    done = _new(tmp_path, "gates.eml", MAIL)
    text = _written(tmp_path)
    assert 'title: "The gates of the harbour"' in text
    assert "date: 2025-01-14" in text
    assert 'authors: ["Ana Brandt"]' in text
    assert not any(private in text for private in ("@", "Quay Street", "Were they", "Tom Reed"))
    assert done.stdout.count("left out:") == 3


def test_a_web_page_tells_what_its_head_declares_and_loses_what_stands_around(tmp_path: Path) -> None:
    done = _new(tmp_path, "gates.html", PAGE)
    assert (done.returncode, done.stderr) == (0, "")
    text = _written(tmp_path)
    for line in (
        'title: "Gates stay shut"',
        "date: 2025-01-14",
        'authors: ["Tom Reed"]',
        '  publisher: "The Quay"',
        '  url: "https://quay.example/gates"',
        'lang: "en-GB"',
    ):
        assert line in text
    assert "said Ana Brandt" in text
    assert "Sport" not in text
    assert "rights reserved" not in text


def test_a_day_in_the_text_of_a_page_is_not_taken_for_its_date(tmp_path: Path) -> None:
    bare = PAGE.replace('<meta property="article:published_time" content="2025-01-14T08:00Z">', "")
    done = _new(tmp_path, "gates.html", bare.replace("on Monday", "on 3 March 2021"))
    assert "date: not told" in done.stdout
    assert "date:" not in _written(tmp_path)


def test_word_and_pdf_bring_their_paragraphs_and_pages(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_docx("The gates were shut.", "They stayed shut."))
    assert import_file(tmp_path / "a.docx").body.split("\n\n")[:2] == [
        "The gates were shut.",
        "They stayed shut.",
    ]
    (tmp_path / "a.pdf").write_bytes(_pdf("The gates were shut.", "They stayed shut."))
    assert import_file(tmp_path / "a.pdf").body == "The gates were shut.\n\nThey stayed shut."


def test_markdown_stays_markdown_and_its_heading_is_the_title(tmp_path: Path) -> None:
    _new(tmp_path, "a.md", "# The gates #\n\nThey were *shut*.\n")
    assert (tmp_path / "content" / "the-gates.md").is_file()
    assert "They were *shut*." in _written(tmp_path)


def test_pasted_text_comes_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = SimpleNamespace(buffer=io.BytesIO("“Shut,” said Ana Brandt.\n".encode()))
    monkeypatch.setattr(sys, "stdin", pasted)
    done = run(_site(tmp_path), "new", "briefing", "The gates", "--from", "-")
    assert done.stdout.splitlines()[1:] == ["date: not told", "byline: not told", "language: not told"]
    assert "“Shut,” said Ana Brandt." in _written(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b"caf\xe9", "byte 0xe9 is not UTF-8"),
        ("a.txt", b"Text without a title.", "it tells no title"),
        ("a.md", b"---\ntitle: A\n---\n\nText.", "it has front matter already"),
        ("a.odt", b"x", "this format is not read"),
        ("a.vtt", b"not subtitles", "this is no .vtt file"),
        (
            "a.vtt",
            b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n00:0x --> 00:03.000\nB\n",
            "2 time stamps, of which 1",
        ),
        ("a.srt", b"not subtitles", "this is no .srt file"),
        ("a.eml", b"Just a text.", "this is no e-mail"),
        ("a.mbox", (f"From a Mon Jan 13 10:00:00 2025\n{MAIL}\n" * 2).encode(), "it holds 2 mails"),
        ("a.eml", b"From: A <a@b.example>\nContent-Type: text/html\n\n<p>A</p>", "no plain text"),
        (
            "a.eml",
            b"From: A <a@b.example>\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText",
            "cut off",
        ),
        ("a.html", b"<html><body></body></html>", "no article was found"),
        ("a.docx", b"PK no zip", "this is no Word document"),
        ("a.docx", _docx("The gates.")[:-40], "this is no Word document"),
        ("a.pdf", b"%PDF-1.4 no more", "this is no PDF"),
        ("a.pdf", _pdf("The gates were shut.", ""), "page 2 has no text"),
    ],
)
def test_what_cannot_be_read_whole_is_one_line_and_nothing_is_written(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    done = _new(tmp_path, name, data)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}:")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list((tmp_path / "content").iterdir())


def test_a_missing_file_and_a_missing_title_are_said(tmp_path: Path) -> None:
    assert "a.txt: cannot be read" in run(_site(tmp_path), "new", "briefing", "A", "--from", "a.txt").stderr
    assert run(tmp_path, "new", "briefing").returncode == 2


@pytest.mark.parametrize(
    ("module", "name"),
    [("webvtt", "a.vtt"), ("trafilatura", "a.html"), ("mammoth", "a.docx"), ("pypdf", "a.pdf")],
)
def test_without_the_extra_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = _new(tmp_path, name, "x", "A")
    assert done.returncode == 1
    assert (
        done.stderr == f'{name}: {module} is needed to read it (pip install "annotated-briefings[import]")\n'
    )


def test_a_briefing_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    assert _new(tmp_path, "a.txt", "One.", "The gates").returncode == 0
    assert _new(tmp_path, "a.txt", "Two.", "The gates").returncode == 1
    assert "One." in _written(tmp_path)


@given(st.sampled_from(sorted(_READERS)), st.binary(min_size=1, max_size=80))
def test_no_bytes_at_all_end_in_anything_but_a_text_or_one_clear_error(ending: str, data: bytes) -> None:
    try:
        told = _READERS[ending](data, "a").body
    except ContentError as error:
        told = str(error).removeprefix("a:")
        assert_one_line(told)
    assert isinstance(told, str)


HEADER = st.lists(
    st.sampled_from(
        ["<a href='x:y'>", '"', "=?utf-8?q?a?=", "=?x?b?!!?=", ";", ":", "@", "<", ">", "(", ",",
         "text/plain", "\\",
         "multipart/mixed", "; charset=", "utf-8", "boundary=", "filename*=''%ff", "base64", " ", "é", "\0"]
    ),
    max_size=7,
).map("".join)  # fmt: skip


@given(HEADER, HEADER, HEADER, HEADER)
def test_no_header_of_a_mail_ends_in_anything_but_a_text_or_one_clear_error(
    sender: str, subject: str, day: str, kind: str
) -> None:
    heads = f"From: {sender}\nSubject: {subject}\nDate: {day}\nContent-Type: {kind}\n\nWords.\n"
    try:
        assert isinstance(_READERS[".eml"](heads.encode(), "a").body, str)
    except ContentError as error:
        assert_one_line(str(error))


def assert_one_line(message: str) -> None:
    assert "\n" not in message
