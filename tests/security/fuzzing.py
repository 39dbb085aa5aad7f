"""Inputs made of the pieces that each format is made of, and what reads them.

Whatever is read, only a clean error may come of it. ``briefing`` itself never sees less than this:
each reader here is the one that the commands call.
"""

from __future__ import annotations

import contextlib
import io
import signal
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from random import Random

from hypothesis import strategies as st

from generator.errors import BriefingError
from generator.importing import import_file
from generator.reading.frontmatter import parse_front_matter
from generator.reading.sources import parse_document
from generator.review.corrections import sidecar
from generator.review.people.registry import parse_registry
from generator.settings import load_settings

Inputs = st.SearchStrategy[bytes]
LONGEST = 20.0  # seconds; what takes longer hangs

_YAML = (
    "title", "date", "kind", "speakers", "name", "tags", "aliases", "embargo", "draft", "excerpt", "source",
    "url", "withdrawn", "corrections", "text", "facts", "lang", ": ", ":", "\n", "\n  ", "\n- ", "- ", "{",
    "}", "[", "]", ", ", "'", '"', "|", ">", "&a ", "*a", "!!bool ", "!!int ", "<<", "? ", "#", "%", "@",
    "`", "~", "null", "true", "2026-01-01", "9999-12-31T23:59:59Z", "0001-01-01", "2026-13-40", "007",
    "1e999", ".inf", "0x10", "\t", "---\n", "...\n", "\u2028", "\ufeff", "\x85", "é", "e\u0301", "\u202e",
    "\U0001f600", "javascript:alert(1)", "https://[/", "https://example.org/", "../..", "/", "transcript",
    "page", "speech", "x"*300,
)  # fmt: skip
_REVIEW = (
    "- id: ", "- action: ", "confirm", "reject", "change", "add", "attribution", "assertion", "speaker",
    "fact", "account-pair", "verdict", "target: ", "kind: ", "exact: ", "prefix: ", "suffix: ", "content: ",
    "cue: ", "source: ", "by: ", "at: ", "note: ", "also: ", "born: ", "titles: ", "since: ", "until: ",
    "photo: ", "link: ", "id: ", "name: ", *_YAML,
)  # fmt: skip
_TOML = (
    "[site]\n", "[language]\n", "[extraction]\n", "[review]\n", "[output]\n", "[limits]\n", "[[a]]\n",
    "title", "menu", "base_url", "pipelines", "en", "words", "redirects", "bytes", "seconds", "nesting",
    "listed", "keep", "wait", "require", " = ", "=", "\n", '"', '"""', "'", "'''", "{", "}", "[", "]", ", ",
    ".", "#", "1", "-1", "1e999", "nan", "inf", "true", "1979-05-27T07:32:00Z", "\\u0000", "\\", "\x00",
    "\t", "é", "\U0001f600", "https://[/", "https://example.org:99999/", "mailto:", "../..", "says", "none",
    "a."*50,
)  # fmt: skip
_MARKDOWN = (
    "#", "##", " ", "\n", "\n\n", "\t", "*", "**", "_", "`", "```", "~~~", "~~", ">", "> ", "- ", "1. ",
    "+ ", "[", "]", "](", ")", "![", "](x.png)", "(", "<", "</", "<!--", "-->", "<script>", "&", "&amp;",
    "&#0;", "&#x110000;", "\\", "|", "|-|-|\n", "---\n", "===\n", "[^1]", "[^1]:", "[^1]: ", "    ",
    "http://a.b", "<http://a.b>", "javascript:x", "“", "”", '"', "'", "’", "''", "said", " she said. ",
    "Ana Lee", "He said that ", "according to ", "Monday", "5 million", "1 May 2020", "Ana: ", "ANA LEE: ",
    "00:00 A: b\n", "[00:12:30.500] ANA:", ">> ", "Q. ", "A. ", "Mr. LEE. ", "(12:30)", "From: a@b.c\n",
    "Subject: x\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r", "\r\n", "\ufeff", "\u00ad", "\u200b",
    "\u202e", "e\u0301", "\U0001f600", "\ufffd", "ﬁ", "İ", "ß", "x"*200, ". ", "!", "?",
)  # fmt: skip
_SUBTITLES = (
    "WEBVTT\n\n", "1\n", "00:00:01.000 --> 00:00:02.000\n", "00:00:01,000 --> 00:00:02,000\n", "--> ",
    "99:99:99.999", "<v Ana Lee>", "</v>", "<c.x>", "NOTE ", "STYLE\n", "ANA: ", "\n", "\n\n", "\r\n",
    "word", "&lt;", "\ufeff", "-",
)  # fmt: skip
_MAIL = (
    "From: a@example.org\n", "From ", "Subject: ", "=?utf-8?q?a=FF?=", "=?x?b?!?=", "Date: ",
    "Content-Type: ", "text/plain", "text/html", "multipart/mixed", "; boundary=", '"b"', "; charset=",
    "utf-8", "utf-16", "nonsense", "Content-Transfer-Encoding: ", "base64", "quoted-printable", "\n", "\n\n",
    "--b\n", "--b--\n", "=", "=\n", "=C3", "word", "<p>", "\x00", "é", "message/rfc822",
    "MIME-Version: 1.0\n",
)  # fmt: skip
_HTML = (
    "<html>", "<head>", "<title>", "</title>", "<meta name='author' content='", "'>", "<article>", "<p>",
    "</p>", "<h1>", "<table>", "<td>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>",
    "<!DOCTYPE ", "&#0;", "&", "<a href='", "<svg>", "<math>", "<template>", "<time datetime='",
    "2026-01-01", "A sentence of some words. ", "<", ">", '"', "\x00", "\n", "<base href='",
    "<meta charset='utf-7'>", "<?xml encoding='x'?>",
)  # fmt: skip


def made_of(pieces: Sequence[str], most: int = 40) -> st.SearchStrategy[str]:
    ("""Text made of these pieces and of characters of all kinds.""",)
    anything = st.text(max_size=4)
    return st.lists(st.one_of(st.sampled_from(pieces), st.sampled_from(pieces), anything), max_size=most).map(
        "".join
    )


def as_bytes(text: st.SearchStrategy[str]) -> Inputs:
    ("""UTF-8, sometimes with bytes that are none.""",)
    whole = text.map(lambda one: one.encode("utf-8", "replace"))
    broken = st.tuples(whole, st.binary(max_size=3), whole).map(b"".join)
    return st.one_of(whole, whole, whole, broken)


@dataclass(frozen=True, slots=True)
class Target:
    """What reads inputs made of ``pieces``; ``share``: how many a long run tries for each of a slow one."""

    name: str
    pieces: Sequence[str]
    read: Callable[[bytes], object]
    share: int = 1
    pack: Callable[[str], bytes] | None = None

    @property
    def inputs(self) -> Inputs:
        """Inputs for hypothesis, which shrinks what fails."""
        text = made_of(self.pieces)
        return text.map(self.pack) if self.pack else as_bytes(text)

    def random(self, numbers: Random) -> bytes:
        """One input, a hundred times faster than hypothesis makes one."""
        text = random_text(self.pieces, numbers)
        if self.pack:
            return self.pack(text)
        data = text.encode("utf-8", "replace")
        if numbers.random() < 0.1:
            at = numbers.randrange(len(data) + 1)
            data = data[:at] + numbers.randbytes(numbers.randrange(1, 4)) + data[at:]
        return data


def random_text(pieces: Sequence[str], numbers: Random, most: int = 40) -> str:
    """Text made of these pieces, and now and then of any character."""
    return "".join(
        chr(numbers.randrange(0x110000)) if numbers.random() < 0.1 else numbers.choice(pieces)
        for _ in range(numbers.randrange(1, most))
    )


def _head(text: bytes) -> object:
    return parse_front_matter(text.decode("utf-8", "replace"), "a.md")


def _document(head: str, ending: str) -> Callable[[bytes], object]:
    path = PurePosixPath(f"a{ending}")
    return lambda text: parse_document(head + text.decode("utf-8", "replace"), "", path, path.name)


def _settings(text: bytes) -> object:
    with _file(text, ".toml") as path:
        return load_settings(path)


def _import(ending: str) -> Callable[[bytes], object]:
    def read(text: bytes) -> object:
        with _file(text, ending) as path:
            return import_file(path)

    return read


@contextlib.contextmanager
def _file(data: bytes, ending: str) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


def _word(xml: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml.encode("utf-8", "replace"))
    return packed.getvalue()


_WORDS = (
    "<w:document>", "<w:body>", "<w:p>", "<w:r>", "<w:t>", "word", "</w:t>", "</w:r>", "</w:p>", "</w:body>",
    "</w:document>", "&", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<w:tbl>",
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'",
)  # fmt: skip
_PDF = (
    "%PDF-1.4\n", "1 0 obj\n", "<<", ">>", "/Type", "/Catalog", "/Pages", "/Kids", "[1 0 R]", "/Count",
    "9999999", "/Length", "stream\n", "endstream\n", "endobj\n", "xref\n", "0 1\n", "trailer\n", "/Root",
    "1 0 R", "startxref\n", "0\n", "%%EOF", "/Prev", "-1", "(", ")", "/FlateDecode", "/Filter",
)  # fmt: skip

TARGETS = (
    Target("front matter", _YAML, _head, 30),
    Target("settings", _TOML, _settings, 30),
    Target("registry", _REVIEW, lambda data: parse_registry(data, "speakers.yaml"), 20),
    Target("review file", _REVIEW, lambda data: sidecar.parse(data, "a.review.yaml"), 20),
    Target("Markdown", _MARKDOWN, _document("", ".md"), 20),
    Target("plain text", _MARKDOWN, _document("", ".txt"), 20),
    Target("transcript", _MARKDOWN, _document("---\nkind: transcript\n---\n", ".md"), 10),
    Target("import: text", _MARKDOWN, _import(".txt"), 5),
    Target("import: subtitles", _SUBTITLES, _import(".srt"), 5),
    Target("import: captions", ("WEBVTT\n\n", *_SUBTITLES), _import(".vtt"), 5),
    Target("import: mail", _MAIL, _import(".eml"), 5),
    Target("import: mailbox", _MAIL, _import(".mbox"), 2),
    Target("import: web page", _HTML, _import(".html"), 1),
    Target("import: Word", _WORDS, _import(".docx"), 1, _word),
    Target("import: PDF", _PDF, _import(".pdf"), 1),
)

MARKDOWN = _MARKDOWN


def reads_cleanly(read: Callable[[bytes], object], data: bytes) -> None:
    ("""Read an input: a result, or an error that the command line prints. All else is raised.""",)
    with within(LONGEST), contextlib.suppress(BriefingError):
        read(data)


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    ("""Raise ``TimeoutError`` after some seconds.""",)

    def late(*_: object) -> None:
        raise TimeoutError(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
