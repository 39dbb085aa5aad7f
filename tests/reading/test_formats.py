"""A text in another format than its suffix says is refused: its markup is no words."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.errors import ContentError
from generator.reading import parse_document


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("<!DOCTYPE html><html><p>Yes.</p>", "HTML"),
        ("<!-- saved from x -->\n<html>", "HTML"),
        ("<HTML>\n<BODY>", "HTML"),
        ("\ufeff\n <body>Yes.</body>", "HTML"),
        ('<?xml version="1.0"?>\n<rss>', "XML"),
        ('<?xml version="1.0"?>\n<html>', "HTML"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.", "WebVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nYes.", "subtitles"),
        ("00:00:01.000 --> 00:00:02.000\nYes.", "subtitles"),
        ("{\\rtf1\\ansi Yes.}", "RTF"),
        ("\\documentclass{article}", "LaTeX"),
        ("%PDF-1.4\n", "PDF"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("front", ["", "---\ntitle: T\n---\n"])
def test_another_format_is_refused_with_its_name_and_place(
    raw: str, name: str, suffix: str, front: str
) -> None:
    with pytest.raises(ContentError, match=f"another format, {name}") as caught:
        parse_document(front + raw, "", PurePosixPath(f"a{suffix}"), "a")
    assert str(caught.value).startswith("a:")


@pytest.mark.parametrize(
    "raw",
    [
        "<https://example.org> is the place.", "<ann@example.org>", "<3 the dam", "< 5 metres", "1\n\nOne.",
        "00:00:01 MS. KELLER: Yes.", "{We} open", "WEB of lies", "<!-- a note --> Text.", "<Applause>",
        "<b>loud</b>", "<script>alert(1)</script>", "<p>Yes.</p>",
    ],
)  # fmt: skip
def test_a_text_that_begins_like_another_format_is_text(raw: str) -> None:
    assert parse_document(raw, "", PurePosixPath("a.md"), "a").source.text
