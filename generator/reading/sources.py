"""Files of ``content/`` into documents."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.errors import ContentError, Problem, Severity
from generator.model import Block, BlockKind, Source, SourceKind, SpeakerHint
from generator.reading.comments import without_comments
from generator.reading.files import read_text
from generator.reading.formats import refuse_formats
from generator.reading.frontmatter import FrontMatter, parse_front_matter
from generator.reading.heads import Head, find_head, line_of, misplaced
from generator.reading.limits import DEFAULTS, beyond, or_raise_it, refuse_counts
from generator.reading.mails import mail_heads, without_addresses
from generator.reading.markdown import CommentLeft, NoteInNote, Parsed, TooDeep, parse_markdown
from generator.reading.markup import Close, Note, Open, Piece
from generator.reading.offsets import OffsetMap, TextBuilder
from generator.reading.plaintext import parse_plain_text
from generator.reading.transcripts import looks_like_transcript, split_turns
from generator.settings import LimitSettings
from generator.slugs import not_reserved

_NOT_IN_ADDRESS = re.compile(r"[^\w.~-]+")


@dataclass(frozen=True, slots=True)
class Document:
    """One source, read: its text for extraction, its pieces for the page, its map for places.

    ``path`` is relative to ``content/``; ``address`` is the page's folder in the
    site (``a/b`` for ``a/b/index.html``); ``sha256`` is of the file's bytes. A warning
    with the severity of an error keeps a briefing from being published.
    """

    path: PurePosixPath
    address: str
    title: str
    front: FrontMatter
    source: Source
    body: tuple[Piece, ...]
    notes: tuple[Note, ...]
    offsets: OffsetMap
    sha256: str
    warnings: tuple[Problem, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether it tells of the site itself: about, method, imprint."""
        return self.source.kind is SourceKind.PAGE


def read_document(
    content: Path,
    path: PurePosixPath,
    *,
    prefix: str = "content/",
    lang: str = "en",
    limits: LimitSettings = DEFAULTS,
) -> Document:
    """Read one source. Raises ``ContentError`` or ``ContentErrors``."""
    name = f"{prefix}{path}"
    data, raw = read_text(content / path, name, limits)
    return parse_document(raw, hashlib.sha256(data).hexdigest(), path, name, lang, limits)


def parse_document(
    raw: str,
    sha256: str,
    path: PurePosixPath,
    name: str,
    lang: str = "en",
    limits: LimitSettings = DEFAULTS,
) -> Document:
    """The document that a file's text makes; ``name`` is what errors call it."""
    head = find_head(raw, name)
    front = parse_front_matter(head.yaml, name, head.line) if head.yaml is not None else FrontMatter()
    refuse_formats(raw, head.start, name, line_of(raw, head.start))
    builder = TextBuilder(raw)
    if path.suffix.lower() == ".txt":
        parsed = parse_plain_text(raw, head.start, builder, front.kind)
    else:
        parsed = _markdown(raw, head.start, builder, name, limits)
    refuse_counts(parsed.blocks, name, builder.offsets(), limits)
    found = _document(parsed, front, builder, sha256, path, name, lang, headed=head.yaml is not None)
    return replace(found, warnings=(*_in_the_way(found, raw, head, name), *found.warnings))


def _markdown(raw: str, start: int, builder: TextBuilder, name: str, limits: LimitSettings) -> Parsed:
    try:
        return parse_markdown(without_comments(raw, start, name), start, builder, limits.nesting)
    except TooDeep as deep:
        told = beyond(f"lists and quotes {deep.depth} deep", "nesting", limits.nesting)
        line = line_of(raw, start) + deep.line
        raise ContentError(told, file=name, line=line, column=1, hint=or_raise_it("flatten it")) from deep
    except CommentLeft as left:
        way_out = "it would be published: mind the backticks around it"
        message, line = "a comment in what is not code", line_of(raw, left.at)
        raise ContentError(message, file=name, line=line, column=1, hint=way_out) from left
    except NoteInNote as nested:
        message, line = "a footnote inside a footnote is not read", line_of(raw, start) + nested.line
        way_out = "begin each footnote at the margin"
        raise ContentError(message, file=name, line=line, column=1, hint=way_out) from nested


def _in_the_way(document: Document, raw: str, head: Head, name: str) -> Iterator[Problem]:
    """Yield what must not be published as it stands; a draft may say it, and holds nobody up.

    Nothing of a text that was withdrawn is published.
    """
    front = document.front
    if front.withdrawn is not None:
        return
    if not document.source.blocks:
        line = raw[: head.start].count("\n") + 1
        yield Problem("the file has no text", name, line, 1, "write or delete it")
    if document.path.suffix.lower() == ".txt" and "<!--" in document.source.text:
        line, column = document.offsets.line_column(document.source.text.index("<!--"))
        hint = "delete it; in a Markdown file (.md) it would stay here"
        yield Problem("a comment in plain text would be published", name, line, column, hint)
    if front.excerpt and front.title is None:
        hint = "without one its first line would be published, whether it is shown or not"
        yield Problem("an excerpt needs a title", name, 1, 1, hint)
    if not front.draft and front.embargo is None:
        yield from misplaced(raw, head.start, name)
        yield from mail_heads(raw, head.start, line_of(raw, head.start), name)


def _document(
    parsed: Parsed,
    front: FrontMatter,
    builder: TextBuilder,
    sha256: str,
    path: PurePosixPath,
    name: str,
    lang: str,
    *,
    headed: bool,
) -> Document:
    text = builder.text()
    blocks, turns, kind = split_turns(text, parsed.blocks, parsed.breaks, front.kind)
    source = Source(text, blocks, turns, kind, front.lang or lang, front.date, _hints(front), front.title)
    title, titled_by = _title(front, text, blocks, path)
    return Document(
        path=path,
        address=address_of(path, front.slug),
        title=title,
        front=front,
        source=source,
        body=_without(parsed.body, titled_by),
        notes=parsed.notes,
        offsets=builder.offsets(),
        sha256=sha256,
        warnings=(
            *_warnings(front, name, headed=headed),
            *_unspoken(source, front, name),
            *_perhaps_spoken(source, parsed, front, name),
        ),
    )


def _hints(front: FrontMatter) -> tuple[SpeakerHint, ...]:
    return tuple(SpeakerHint(hint.name, hint.title, hint.aliases) for hint in front.speakers)


def _title(
    front: FrontMatter, text: str, blocks: tuple[Block, ...], path: PurePosixPath
) -> tuple[str, Block | None]:
    """The title, and the heading that gave it and need not be printed twice."""
    first = next((b for b in blocks if b.kind is BlockKind.HEADING), None)
    heading = text[first.span.start : first.span.end] if first else None
    opens = first if first is not None and first is blocks[0] else None
    if front.title:
        return front.title, opens if heading and _same(heading, front.title) else None
    if heading:
        return heading, opens
    if not blocks or front.withdrawn is not None:
        return path.stem, None
    line = without_addresses(text[blocks[0].span.start : blocks[0].span.end]) or path.stem
    return (line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"), None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _without(body: tuple[Piece, ...], heading: Block | None) -> tuple[Piece, ...]:
    """The body without its opening heading, where that became the page's title."""
    if heading is None or not body or not isinstance(body[0], Open):
        return body
    name = body[0].name
    end = next(i for i, piece in enumerate(body) if isinstance(piece, Close) and piece.name == name)
    return body[end + 2 :]


def _warnings(front: FrontMatter, name: str, *, headed: bool) -> Iterator[Problem]:
    wanted = ("title",) if front.kind is SourceKind.PAGE else ("title", "date")
    missing = [key for key in wanted if getattr(front, key) is None]
    if not headed:
        yield Problem(
            "there is no front matter",
            file=name,
            line=1,
            column=1,
            hint="titled from its first line, undated",
            severity=Severity.WARNING,
        )
    elif missing:
        message = f"the front matter has no {' and no '.join(missing)}"
        yield Problem(message, file=name, line=1, column=1, severity=Severity.WARNING)


def _unspoken(source: Source, front: FrontMatter, name: str) -> Iterator[Problem]:
    """A transcript in which nobody is found to speak, or a speech that nobody holds."""
    if front.withdrawn is not None:
        return
    if source.kind is SourceKind.SPEECH and source.sole_speaker is None:
        listed = "several are" if source.speakers else "nobody is"
        yield Problem(
            f"whose speech this is is not told: {listed} listed under “speakers”",
            file=name,
            line=1,
            column=1,
            hint="list the one who holds it, as in speakers: [{name: Ana Brandt}]",
            severity=Severity.WARNING,
        )
    if source.kind is SourceKind.TRANSCRIPT and not source.turns:
        yield Problem(
            "no turns are found in this transcript",
            file=name,
            line=1,
            column=1,
            hint="begin each with “NAME:”, or change its “kind”",
            severity=Severity.WARNING,
        )


def _perhaps_spoken(source: Source, parsed: Parsed, front: FrontMatter, name: str) -> Iterator[Problem]:
    """A text without a kind that is read as an article, and looks like a transcript."""
    unsaid = front.kind is None and front.withdrawn is None and source.kind is SourceKind.ARTICLE
    if unsaid and looks_like_transcript(source.text, parsed.blocks, parsed.breaks):
        message = "this looks like a transcript, and is read as an article"
        hint = "say kind: transcript, or kind: article"
        yield Problem(message, name, 1, 1, hint, Severity.NOTE)


def address_of(path: PurePosixPath, slug: str | None) -> str:
    """The folder of a source's page: its path without suffix, made fit for a URL."""
    parts = [*path.parent.parts, slug or path.stem]
    return "/".join(
        not_reserved(_NOT_IN_ADDRESS.sub("-", unicodedata.normalize("NFC", p)).strip("-")) or "page"
        for p in parts
    )
