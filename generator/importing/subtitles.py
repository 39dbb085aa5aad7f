"""Subtitles into a transcript: a cue a paragraph, with its stamp and its speaker."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

from generator.errors import ContentError
from generator.importing.imported import Imported, need
from generator.model import SourceKind
from generator.reading.files import decode

_VOICE = re.compile(r"<v(?:\.[^\s>]+)*[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^>]*>")
_LABEL = re.compile(r"(?:>>+ ?)?[^\W\d_][^:\n]{0,80}:\s")


def read_vtt(data: bytes, name: str) -> Imported:
    """Read WebVTT."""
    return _read(data, name, "vtt")


def read_srt(data: bytes, name: str) -> Imported:
    """Read SubRip."""
    return _read(data, name, "srt")


def _read(data: bytes, name: str, form: str) -> Imported:
    webvtt = need("webvtt", name)
    text = decode(data, name).removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        cues = list(webvtt.from_buffer(io.StringIO(text), format=form))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, ValueError) as error:
        raise ContentError(f"this is no .{form} file", file=name, hint=str(error) or None) from error
    stamps = sum("-->" in line for line in text.splitlines())
    if len(cues) != stamps:
        message = f"{stamps} time stamps, of which {len(cues)} can be read"
        raise ContentError(message, file=name, hint="mend the others: nothing was written")
    lines = [(cue.start, speaker, words) for cue in cues for speaker, words in _voices(cue.raw_text) if words]
    unnamed = sum(not speaker and not _LABEL.match(words) for _, speaker, words in lines)
    lost = (
        [f"speakers: {unnamed} of {len(lines)} passages name none, and read as words of the one before"]
        if unnamed
        else []
    )
    body = "\n\n".join(
        f"[{stamp}] {speaker}: {words}" if speaker else f"[{stamp}] {words}"
        for stamp, speaker, words in lines
    )
    return Imported(body, kind=SourceKind.TRANSCRIPT, lost=tuple(lost))


def _voices(raw: str) -> Iterator[tuple[str, str]]:
    """The speakers of one cue with their words; what comes before the first voice is nobody's."""
    first, *rest = _VOICE.split(raw)
    yield "", _plain(first)
    for speaker, words in zip(rest[::2], rest[1::2], strict=True):
        yield _plain(speaker), _plain(words)


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())
