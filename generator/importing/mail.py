"""One e-mail: subject, day, the sender's name and what was written, without addresses."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from generator.errors import ContentError
from generator.importing.imported import Imported
from generator.reading.mails import without_addresses

_ENVELOPE = re.compile(rb"(?:\A|\n\r?\n)From \S+.*\d{4}\r?\n")
_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)
_PRIVATE = re.compile(r"\s*(?:>|(?:tel|phone|mobile|fax|cell)\b.*\d)", re.IGNORECASE)


def read(data: bytes, name: str) -> Imported:
    """Read one mail, from a file of its own or from an mbox that holds no other."""
    found = len(_ENVELOPE.findall(data))
    if found > 1:
        raise ContentError(f"it holds {found} mails", file=name, hint="save the one that is meant as .eml")
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not (_header(message, "From") or _header(message, "Subject")):
        raise ContentError("this is no e-mail", file=name, line=1, hint="it has neither From nor Subject")
    if any(part.defects for part in message.walk()):
        raise ContentError("the mail is cut off or damaged", file=name, hint="save it again")
    body, lost = _body(message, name)
    sender = without_addresses(parseaddr(_header(message, "From"))[0])
    return Imported(
        body,
        title=without_addresses(_header(message, "Subject")) or None,
        date=_day(message),
        byline=sender or None,
        lost=lost,
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's value; nothing where Python's parser fails, as at ``From: <a href='x:y'>``."""
    try:
        return str(message[name] or "")
    except (AttributeError, IndexError, LookupError, ValueError):
        return ""


def _day(message: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except (TypeError, ValueError):
        return None


def _body(message: EmailMessage, name: str) -> tuple[str, tuple[str, ...]]:
    part = message.get_body(("plain",))
    if part is None:
        raise ContentError("the mail has no plain text", file=name, hint="copy the text and use --from -")
    try:
        written = str(part.get_content())
    except (LookupError, ValueError) as error:
        raise ContentError(f"its text cannot be decoded: {error}", file=name, hint="save it again") from error
    if "\ufffd" in written:
        raise ContentError("its text is not in the character set it names", file=name, hint="save it again")
    unsigned = _SIGNATURE.sub("", written.replace("\r\n", "\n"))
    kept = [line for line in unsigned.splitlines() if not _PRIVATE.match(line)]
    cleaned = "\n".join(without_addresses(line) for line in kept)
    lost = []
    if unsigned != written.replace("\r\n", "\n"):
        lost.append("left out: the signature")
    if len(kept) < len(unsigned.splitlines()):
        lost.append("left out: quoted lines and telephone numbers")
    if "\n".join(kept) != cleaned:
        lost.append("left out: addresses in the text")
    if any(True for _ in message.iter_attachments()):
        lost.append("left out: attachments")
    return cleaned, tuple(lost)
