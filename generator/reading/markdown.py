"""Markdown into a plain text, its blocks, and the pieces of a page.

CommonMark with tables, strikethrough and footnotes; raw HTML is text, links pass
by an allow-list of schemes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from generator.model import Block, BlockKind, Span
from generator.reading.bare_links import with_bare_links
from generator.reading.comments import GAP
from generator.reading.inline import TrackingInline
from generator.reading.markup import Close, Note, NoteReference, Open, Piece, Text, Void
from generator.reading.offsets import TextBuilder

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", ""})
_NESTING = ("blockquote_", "bullet_list_", "ordered_list_")
_DEEPEST = "deepest"
_PARSED = 200  # levels that are parsed at all, lists and their items each: what lies deeper would be lost


@dataclass(frozen=True, slots=True)
class Parsed:
    """``breaks`` are the soft and hard line breaks, as offsets of the text."""

    blocks: tuple[Block, ...]
    body: tuple[Piece, ...]
    notes: tuple[Note, ...]
    breaks: tuple[int, ...]


def parse_markdown(raw: str, start: int, builder: TextBuilder, deepest: int = _PARSED) -> Parsed:
    """Parse ``raw[start:]`` (behind the front matter), adding its text to ``builder``.

    Raises :class:`TooDeep` where lists and quotes are more than ``deepest`` in one another.
    """
    reader = _Reader(raw, start, builder)
    reader.read(_parser().parse(reader.source, {_DEEPEST: deepest}))
    return reader.parsed()


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": _PARSED})
    md.inline = TrackingInline()
    md.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    md.core.ruler.before("footnote_tail", "notes_in_notes", _refuse_notes_in_notes)
    md.core.ruler.before("notes_in_notes", "depth", _refuse_depth)
    md.core.ruler.disable("text_join", ignoreInvalid=True)
    md.validateLink = link_is_safe  # type: ignore[method-assign]
    return md


def link_is_safe(url: str) -> bool:
    """Return whether a link's scheme is one that a page may carry.

    Blanks and characters that nobody sees do not count: a browser, or whoever strips the text later,
    takes some of them away.
    """
    visible = "".join(letter for letter in url if letter.isprintable() and not letter.isspace())
    try:
        return urlsplit(visible).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        return False


class CommentLeft(Exception):
    """A comment would be published: what looked like code around it is none."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class NoteInNote(Exception):
    """A footnote is defined inside another; ``line`` counts from 0, behind the front matter."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TooDeep(Exception):
    """Lists and quotes are ``depth`` deep or more; ``line`` counts from 0, behind the front matter."""

    def __init__(self, line: int, depth: int) -> None:
        super().__init__(line, depth)
        self.line = line
        self.depth = depth


def _refuse_depth(state: StateCore) -> None:
    depth = 0
    for token in state.tokens:
        depth += token.nesting if token.type.startswith(_NESTING) else 0
        if depth > state.env[_DEEPEST]:
            raise TooDeep(token.map[0] if token.map else 0, depth)


def _refuse_notes_in_notes(state: StateCore) -> None:
    depth = line = 0
    for token in state.tokens:
        line = token.map[0] if token.map else line
        depth += {"footnote_reference_open": 1, "footnote_reference_close": -1}.get(token.type, 0)
        if depth > 1:
            raise NoteInNote(line)


@dataclass(slots=True)
class _Place:
    """One inline content: where each of its lines stands in the file."""

    starts: list[int]  # offsets in the content
    files: list[int]  # where that line's content begins in the file
    content: str

    def file(self, at: int) -> int:
        line = bisect_right(self.starts, at) - 1
        return self.files[line] + at - self.starts[line] if line >= 0 else 0


@dataclass(slots=True)
class _Reader:
    raw: str
    start: int
    builder: TextBuilder
    source: str = ""
    lines: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    kinds: list[BlockKind] = field(default_factory=list)
    quotes: int = 0
    cursor: tuple[int, int] = (-1, 0)  # table cells: the line, and how far it is read

    def __post_init__(self) -> None:
        # markdown-it normalises line ends; lines keep their number, so places survive.
        body = self.raw[self.start :]
        self.lines = [self.start + m.end() for m in re.finditer(r"\r\n|\n|\r", body)]
        self.lines.insert(0, self.start)
        self.source = body.replace("\x00", "\ufffd")

    def read(self, tokens: Sequence[Token]) -> None:
        left = iter(enumerate(tokens))
        for at, token in left:
            image = _figure(tokens[at : at + 3])
            if image is None:
                self._block(token)
                continue
            self._picture(image)
            next(left)
            next(left)

    def parsed(self) -> Parsed:
        text = self.builder.text()
        body = with_bare_links(self.body or self.pieces, text)
        notes = (replace(note, pieces=with_bare_links(note.pieces, text)) for note in self.notes)
        return Parsed(tuple(self.blocks), body, tuple(notes), tuple(self.breaks))

    # --- blocks ---

    def _block(self, token: Token) -> None:
        if token.type == "inline":
            self._inline(token)
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type.startswith("footnote"):
            self._note(token)
        elif token.hidden:
            pass
        elif token.nesting == 1:
            self._open(token)
        elif token.nesting == -1:
            self._close(token)
        else:
            self.pieces += (Void(f"<{token.tag}>"), Void("\n"))

    def _picture(self, child: Token) -> None:
        """A picture with a caption: the title, behind an upright bar a credit."""
        caption, bar, credit = str(child.attrs["title"]).partition("|")
        words = escapeHtml(_told(caption.strip()))
        credit = f'<span class="credit">{escapeHtml(_told(credit.strip()))}</span>' if bar else ""
        said = " ".join(part for part in (words, credit) if part)
        self.pieces += (
            Open("figure", "<figure>", block=True),
            _image(child, titled=False),
            Void(f"<figcaption>{said}</figcaption>"),
            Close("figure", block=True),
            Void("\n"),
        )

    def _open(self, token: Token) -> None:
        self.kinds.append(_KINDS.get(token.type, BlockKind.PARAGRAPH))
        self.quotes += token.type == "blockquote_open"
        tag = _heading(token.tag)
        self.pieces.append(Open(tag, f"<{tag}{_attributes(token)}>", block=True))
        if token.type in _CONTAINERS:
            self.pieces.append(Void("\n"))

    def _close(self, token: Token) -> None:
        self.kinds.pop()
        self.quotes -= token.type == "blockquote_close"
        self.pieces += (Close(_heading(token.tag), block=True), Void("\n"))

    def _kind(self) -> BlockKind:
        """The innermost kind that says more than "paragraph"."""
        telling = [kind for kind in self.kinds if kind is not BlockKind.PARAGRAPH]
        return telling[-1] if telling else BlockKind.PARAGRAPH

    def _add_block(self, start: int, kind: BlockKind) -> None:
        span = _trimmed(self.builder.since(start), start)
        if span is not None:
            self.blocks.append(Block(kind, span, quoted=self.quotes > 0))
        if self.builder.length > start:
            self.builder.stand_in("\n", self.lines[-1], 0)

    def _code(self, token: Token) -> None:
        first = (token.map or [0, 0])[0] + (token.type == "fence")
        self.pieces += (Open("pre", "<pre>", block=True), Open("code", "<code>", block=True))
        start = self.builder.length
        for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+", token.content)):
            found = self._find(line.rstrip("\n"), first + number)
            self.pieces.append(Text(self.builder.copy(line.replace(GAP, " "), found)))
        self.pieces += (Close("code", block=True), Close("pre", block=True), Void("\n"))
        self._add_block(start, BlockKind.CODE)

    def _note(self, token: Token) -> None:
        if token.type == "footnote_block_open":
            self.body, self.pieces = self.pieces, []
        elif token.type == "footnote_open":
            self.pieces = []
            self.kinds.append(BlockKind.FOOTNOTE)
        elif token.type == "footnote_close":
            self.kinds.pop()
            number = int(token.meta.get("id", len(self.notes))) + 1
            self.notes.append(Note(len(self.notes) + 1, str(number), tuple(self.pieces)))

    # --- inline ---

    def _inline(self, token: Token) -> None:
        start = self.builder.length
        place = self._place(token)
        for child in token.children or ():
            self._child(child, place)
        self._add_block(start, self._kind())

    def _child(self, child: Token, place: _Place) -> None:
        if child.type in ("text", "text_special", "code_inline", "html_inline"):
            self._text(child, place)
        elif child.type in ("softbreak", "hardbreak"):
            self._break(child, place)
        elif child.type == "footnote_ref":
            self.pieces.append(NoteReference(child.meta["id"] + 1, child.meta["subId"] + 1))
        elif child.type == "image":
            self.pieces.append(_image(child))
        elif child.nesting == 1:
            self.pieces.append(_inline_open(child))
        elif child.nesting == -1:
            self.pieces.append(Close(child.tag, block=False))

    def _text(self, child: Token, place: _Place) -> None:
        if not child.content:
            return
        at = int(child.meta.get("at", 0))
        if child.type == "text_special":
            span = self.builder.stand_in(child.content, place.file(at), len(child.markup))
        elif child.type == "code_inline":
            found = place.content.find(child.content, at)
            span = self.builder.copy(child.content.replace(GAP, " "), place.file(max(at, found)))
        else:
            self._words(child.content, at, place)
            return
        code = child.type == "code_inline"
        self.pieces += (Open("code", "<code>", block=False),) if code else ()
        self.pieces.append(Text(span))
        self.pieces += (Close("code", block=False),) if code else ()

    def _words(self, content: str, at: int, place: _Place) -> None:
        """Words as they are written, without the gaps that comments left."""
        if "<!--" in content:
            raise CommentLeft(place.file(at + content.index("<!--")))
        for run in re.finditer(rf"[^{GAP}]+", content):
            self.pieces.append(Text(self.builder.copy(run.group(), place.file(at + run.start()))))

    def _break(self, child: Token, place: _Place) -> None:
        file = place.file(int(child.meta.get("at", 0)))
        width = len(re.match(r"\s*\\?\s*", self.raw[file:][:200]).group()) or 1  # type: ignore[union-attr]
        span = self.builder.stand_in(" ", file, width)
        self.breaks.append(span.start)
        self.pieces += (Void("<br>"),) if child.type == "hardbreak" else ()
        self.pieces.append(Text(span))

    # --- places ---

    def _place(self, token: Token) -> _Place:
        first = (token.map or [0, 0])[0]
        starts: list[int] = []
        files: list[int] = []
        at = 0
        for number, line in enumerate(token.content.split("\n")):
            starts.append(at)
            files.append(self._find(line, first + number))
            at += len(line) + 1
        return _Place(starts, files, token.content)

    def _find(self, line: str, number: int) -> int:
        """Return where the content ``line`` stands in line ``number`` of the body."""
        number = min(number, len(self.lines) - 1)
        begin = self.lines[number]
        end = self.lines[number + 1] if number + 1 < len(self.lines) else len(self.raw)
        if self.cursor[0] != number:
            self.cursor = (number, begin)
        wanted = line.strip()
        found = self.raw.find(wanted, self.cursor[1], end)
        if found < 0:  # in a cell, a bar is escaped
            found = self.raw.find(wanted.replace("|", "\\|"), self.cursor[1], end)
        if found < 0:  # a tab that became spaces: the line is near enough
            return self.cursor[1]
        self.cursor = (number, found + len(wanted))
        return found - (len(line) - len(line.lstrip()))


_CONTAINERS = frozenset(
    f"{name}_open" for name in ("bullet_list", "ordered_list", "blockquote", "table", "thead", "tbody", "tr")
)
_KINDS = {
    "heading_open": BlockKind.HEADING,
    "list_item_open": BlockKind.LIST_ITEM,
    "blockquote_open": BlockKind.QUOTE,
    "th_open": BlockKind.TABLE_CELL,
    "td_open": BlockKind.TABLE_CELL,
}


def _heading(tag: str) -> str:
    """Headings of the text stand one below the page's own."""
    return f"h{min(6, int(tag[1]) + 1)}" if re.fullmatch(r"h[1-6]", tag) else tag


def _attributes(token: Token) -> str:
    found: dict[str, Any] = dict(token.attrs)
    align = str(found.pop("style", "")).removeprefix("text-align:")
    if align:
        found["class"] = f"align-{align}"
    return "".join(f' {name}="{escapeHtml(_told(str(value)))}"' for name, value in found.items())


def _inline_open(child: Token) -> Open:
    target = str(child.attrs["href"]) if child.tag == "a" else None
    opened = Open(child.tag, f"<{child.tag}{_attributes(child)}>", block=False)
    return replace(opened, target=target)


def _figure(tokens: Sequence[Token]) -> Token | None:
    """Return the picture of a paragraph that holds a titled one and nothing else."""
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"] or tokens[
        0
    ].hidden:
        return None
    children = tokens[1].children or []
    alone = children[0] if len(children) == 1 and children[0].type == "image" else None
    return alone if alone is not None and str(alone.attrs.get("title", "")).strip() else None


def _image(child: Token, *, titled: bool = True) -> Void:
    alt = "".join(part.content for part in child.children or ())
    alt, title = _told(alt), _told(str(child.attrs.get("title", "")))
    title = f' title="{escapeHtml(title)}"' if title and titled else ""
    source = str(child.attrs["src"])
    html = f'<img src="{escapeHtml(source)}" alt="{escapeHtml(alt)}"{title} loading="lazy">'
    return Void(html, target=source)


def _told(words: str) -> str:
    """Return what an attribute says, without what only editors should read."""
    return re.sub(r"<!--.*?(?:-->|\Z)", "", words, flags=re.DOTALL).replace(GAP, "")


def _trimmed(text: str, start: int) -> Span | None:
    kept = text.strip()
    if not kept:
        return None
    begin = start + len(text) - len(text.lstrip())
    return Span(begin, begin + len(kept))
