"""Heads of e-mails in a text: who wrote to whom, at which address; nobody means to publish them.

A pasted mail begins with its head; a forwarded or answered one has it in the middle, quoted or in
bold, or as the line “On Monday, Anna <anna@example.org> wrote:”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import Problem, Severity

_HEADER = re.compile(
    r"(From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Message-ID|Received|Return-Path|Delivered-To|MIME-Version"
    r"|Content-Type|X-[\w-]+|Von|An|Gesendet|Betreff|Datum|De|Objet|Envoyé|À|Para|Asunto|Enviado)"
    r"[*_]*:[*_]*[ \t]",
)
_SENDER = frozenset({"from", "von", "de", "received", "return-path", "message-id"})
_ADDRESS = re.compile(r"[<\[(]?(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+[>\])]?", re.ASCII)
_ANSWERED = re.compile(
    r"(?:On|Am|Le|El)\b.{4,120}@.{1,120}\b(?:wrote|schrieb|a écrit|escribió)\b[^.]{0,80}:\s*\Z"
)
_ORIGINAL = re.compile(
    r"[-_=*\s]*(?:original message|forwarded message|weitergeleitete nachricht|ursprüngliche nachricht"
    r"|message d['’]origine)[-_=*:\s]*\Z",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\ufeff \t>*_]*(?:[-+] )?[*_]*")


@dataclass(slots=True)
class _Head:
    """Lines of one head so far."""

    line: int
    names: set[str]
    address: bool = False

    @property
    def whole(self) -> bool:
        return len(self.names) > 1 and not _SENDER.isdisjoint(self.names)


def mail_heads(raw: str, start: int, first_line: int, file: str) -> Iterator[Problem]:
    """Yield an error for a mail's head that a text begins with, a warning for one further down."""
    top = True
    for head in _heads(raw[start:], first_line):
        if top and head.line == _first_written(raw[start:], first_line):
            hint = "delete the lines above the text; name its author under `authors` in the front matter"
            yield Problem("a pasted e-mail: its head would be published", file, head.line, 1, hint)
        elif head.address:
            message, hint = "the head of an e-mail, with its addresses, is in the text", "delete those lines"
            yield Problem(message, file, head.line, 1, hint, Severity.WARNING)
        top = False


def without_addresses(line: str) -> str:
    """Take e-mail addresses out of a line that becomes a title."""
    return " ".join(_ADDRESS.sub(" ", line).split()) if "@" in line else line


def _first_written(text: str, first_line: int) -> int:
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, first_line) if line.strip("\ufeff \t")), 0)


def _heads(text: str, first_line: int) -> Iterator[_Head]:
    if ":" not in text:
        return
    head: _Head | None = None
    for number, line in enumerate(text.splitlines(), first_line):
        bare = line[_QUOTED.match(line).end() :]  # type: ignore[union-attr]  # it matches nothing too
        header = _HEADER.match(bare)
        address = "@" in bare and _ADDRESS.search(bare) is not None
        if _ORIGINAL.match(bare) or (head is not None and not bare.strip()):
            head = head or _Head(number, set())
        elif header is not None:
            head = head or _Head(number, set())
            head.names.add(header[1].lower())
            head.address |= address
        elif _ANSWERED.match(bare):
            yield _Head(number, {"from", "date"}, address)
        elif head is not None and line[:1] not in (" ", "\t"):  # a long header goes on in the next line
            if head.whole:
                yield head
            head = None
    if head is not None and head.whole:
        yield head
