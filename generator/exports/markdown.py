"""Write a briefing as Markdown: its text, and as footnotes who says what and how, each with its link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from generator.exports.quotations import permalink
from generator.reading.markup import Close, NoteReference, Open, Piece, Text, Void
from generator.rendering import BriefingPage, Publication
from generator.rendering.annotation_words import kind_words, review_words
from generator.rendering.context import AssertionView, StatementView
from generator.rendering.i18n import PageLocale

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&]|!(?=\[|\Z))")
_START = re.compile(r"^(?:#{1,6}(?=\s|$)|[+-](?=\s|$)|=+\s*$|-+\s*$|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
_HARD = "\\\n"


def briefing_markdown(made: BriefingPage, publication: Publication) -> bytes:
    """Return a briefing's page as Markdown with footnotes."""
    return "\n\n".join(_Page(made, publication).parts()).encode("utf-8", "replace") + b"\n"


class _Page:
    def __init__(self, made: BriefingPage, publication: Publication) -> None:
        self.view, self.published, self.publication = made.view, made.published, publication
        self.locale: PageLocale = publication.locale(made.view.lang)
        self.gettext = self.locale.translations.gettext

    def parts(self) -> Iterator[str]:
        view = self.view
        yield f"# {_line(view.title)}"
        yield from self._head()
        if view.assertions:
            yield f"## {self.gettext('Key assertions')}"
            yield "\n".join(self._assertion(one) for one in sorted(view.assertions, key=lambda a: a.number))
            yield f"## {self.gettext('Text')}"
        yield from _blocks(_tree(self.published.body), self._writer())
        yield from (self._footnote(one) for one in self._noted())
        for note in self.published.briefing.document.notes:
            if note.number in {one.number for one in view.notes}:
                words = "\n\n".join(_blocks(_tree(note.pieces), _Writer(self.published.source.text, {})))
                yield _indented(f"[^n{note.number}]: ", words, 4)

    def _head(self) -> Iterator[str]:
        view, locale = self.view, self.locale
        days = [locale.when(view.dated)] if view.dated else []
        days += [f"{self.gettext('updated')} {locale.when(view.updated)}"] if view.updated else []
        byline = [*days, locale.listed(view.authors)] if view.authors else days
        if byline:
            yield _line("; ".join(byline))
        if view.summary:
            yield _line(view.summary)
        for notice in view.corrections:
            day = f", {locale.day(notice.date)}" if notice.date else ""
            yield f"**{self.gettext('Correction')}{day}:** {_line(notice.text)}"
        if view.excerpt:
            yield _line(self.gettext("Excerpts: only the annotated passages are published here."))
        if view.origin and (view.origin.title or view.origin.publisher):
            named = ", ".join(filter(None, (view.origin.title, view.origin.publisher)))
            yield f"[{_line(named)}]({_target(view.origin.url)})" if view.origin.url else _line(named)
        yield f"<{self._link()}>" if self.publication.base_url else f"[{_line(view.title)}]({self._link()})"

    def _link(self, fragment: str = "") -> str:
        """Return a link to the page, which stands in the same folder."""
        view = self.view
        place = permalink(self.publication, view.address) if self.publication.base_url else "index.html"
        return f"{place}#{fragment}" if fragment else place

    def _assertion(self, one: AssertionView) -> str:
        told = [review_words(one.review.status, self.locale, uncertain=one.review.uncertain)]
        told += [one.verdict] if one.verdict else []
        return f"{one.number}. [{_line(one.told)}]({self._link(one.fragment)}) ({_line('; '.join(told))})"

    def _noted(self) -> list[StatementView]:
        """List the statements with a footnote: a turn of a transcript is the text itself."""
        return [view for view in self.view.statements if view.speakers and not view.whole]

    def _footnote(self, view: StatementView) -> str:
        named = (f"{one.name} ({one.title})" if one.title else one.name for one in view.speakers)
        how = kind_words(view.kind, self.locale) + (f", “{view.cue}”" if view.cue else "")
        review = review_words(view.review.status, self.locale, uncertain=view.review.uncertain)
        told = _line(f"{self.locale.listed(list(named))}: {how}; {review}.")
        return f"[^{view.number}]: [{told}]({self._link(view.fragment)})"

    def _writer(self) -> _Writer:
        ends: dict[int, str] = defaultdict(str)
        noted = {view.number for view in self._noted()}
        for one, view in zip(self.published.spoken.attributions, self.view.statements, strict=True):
            if view.number in noted:
                ends[one.content[-1].end] += f"[^{view.number}]"
        return _Writer(self.published.source.text, ends)


# --- the text --------------------------------------------------------------------


@dataclass(slots=True)
class _Element:
    """An element of the page's HTML with what it encloses."""

    start: Open
    children: list[_Element | Text | Void | NoteReference] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.start.name


_Node = _Element | Text | Void | NoteReference


def _tree(pieces: Iterable[Piece]) -> list[_Node]:
    top: list[_Node] = []
    levels = [top]
    for piece in pieces:
        if isinstance(piece, Open):
            element = _Element(piece)
            levels[-1].append(element)
            levels.append(element.children)
        elif isinstance(piece, Close):
            levels.pop()
        else:
            levels[-1].append(piece)
    return top


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what stands in a line; ``marks`` are put behind offsets of ``text``."""

    text: str
    marks: Mapping[int, str]

    def inline(self, nodes: Sequence[_Node]) -> str:
        return "".join(self._one(node) for node in nodes)

    def raw(self, nodes: Sequence[_Node]) -> str:
        """Return words as they are, for code."""
        spans = (node.span for node in nodes if isinstance(node, Text))
        inner = "".join(self.raw(node.children) for node in nodes if isinstance(node, _Element))
        return "".join(self.text[span.start : span.end] for span in spans) + inner

    def _one(self, node: _Node) -> str:
        if isinstance(node, Text):
            return self._words(node)
        if isinstance(node, NoteReference):
            return f"[^n{node.number}]"
        if isinstance(node, Void):
            return _void(node)
        if node.name == "code":
            code = self.raw(node.children)
            fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
            padded = f" {code} " if code.startswith("`") or code.endswith("`") else code
            return f"{fence}{padded}{fence}"
        inner = self.inline(node.children)
        if node.name == "a":
            href = _attribute("href", node.start.html)
            return f"[{inner}]({_target(href)})" if href else inner
        sign = {"em": "*", "strong": "**", "s": "~~"}.get(node.name, "")
        return f"{sign}{inner}{sign}"

    def _words(self, node: Text) -> str:
        """Return words with the signs of the notes behind them."""
        start, end = node.span
        out = []
        for at in sorted(at for at in self.marks if start < at <= end):
            out.append(_escaped(self.text[start:at]) + self.marks[at])
            start = at
        return "".join((*out, _escaped(self.text[start:end])))


def _blocks(nodes: Sequence[_Node], writer: _Writer) -> Iterator[str]:
    """Yield the blocks among ``nodes``; words between them are a block too."""
    words: list[_Node] = []
    for node in nodes:
        if (isinstance(node, _Element) and node.start.block) or (
            isinstance(node, Void) and node.html == "<hr>"
        ):
            yield from _paragraph(words, writer)
            words = []
            found = _block(node, writer) if isinstance(node, _Element) else "---"
            if found:
                yield found
        elif not (isinstance(node, Void) and node.html.isspace() and "\n" in node.html):
            words.append(node)
    yield from _paragraph(words, writer)


def _paragraph(nodes: Sequence[_Node], writer: _Writer) -> Iterator[str]:
    words = writer.inline(nodes).strip()
    if words:
        yield _START.sub(_guarded, words)


def _guarded(match: re.Match[str]) -> str:
    """Escape what would begin a heading, a list or a line at the start of a paragraph."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _block(node: _Element, writer: _Writer) -> str:
    name, inner = node.name, node.children
    if re.fullmatch(r"h[1-6]", name):
        return f"{'#' * int(name[1])} {writer.inline(inner).strip()}"
    if name in ("ul", "ol"):
        return _items(node, writer)
    if name == "pre":
        code = writer.raw(inner).rstrip("\n")
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
        return f"{fence}\n{code}\n{fence}"
    if name == "table":
        return "\n".join(_rows(node, writer))
    blocks = "\n\n".join(_blocks(inner, writer))
    if name == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in blocks.split("\n"))
    return blocks


def _items(node: _Element, writer: _Writer) -> str:
    number = int(_attribute("start", node.start.html) or 1)
    items = [child for child in node.children if isinstance(child, _Element)]
    listed = []
    for nth, item in enumerate(items):
        sign = "- " if node.name == "ul" else f"{number + nth}. "
        listed.append(_indented(sign, "\n\n".join(_blocks(item.children, writer)), len(sign)))
    return "\n".join(listed)


def _indented(sign: str, blocks: str, width: int) -> str:
    first, *others = blocks.split("\n")
    return "\n".join([f"{sign}{first}", *(f"{' ' * width}{line}".rstrip() for line in others)])


def _rows(node: _Element, writer: _Writer) -> Iterator[str]:
    for row in _elements(node, "tr"):
        cells = [cell for cell in row.children if isinstance(cell, _Element)]
        yield "| " + " | ".join(writer.inline(cell.children).strip() for cell in cells) + " |"
        if cells and cells[0].name == "th":
            yield "|" + " --- |" * len(cells)


def _elements(node: _Element, name: str) -> Iterator[_Element]:
    for child in node.children:
        if isinstance(child, _Element):
            if child.name == name:
                yield child
            else:
                yield from _elements(child, name)


def _void(node: Void) -> str:
    if node.html == "<br>":
        return _HARD
    if node.html.startswith("<img") and node.target:
        source, alt = (_attribute(name, node.html) or "" for name in ("src", "alt"))
        return f"![{_escaped(alt)}]({_target(source)})"
    words = unescape(re.sub(r"<[^>]*>", "", node.html))
    return f"*{_escaped(words.strip())}*" if node.html.startswith("<figcaption") else _escaped(words)


def _attribute(name: str, html: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', html)
    return unescape(found[1]) if found else None


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _line(words: str) -> str:
    """Return words in one line, escaped; nothing in them begins a block."""
    return _START.sub(_guarded, _escaped(" ".join(words.split())))


def _target(url: str) -> str:
    """Return the target of a link, in angle brackets where it holds what would end it."""
    return f"<{re.sub(r'[<>]', '', url)}>" if re.search(r"[\s()<>]", url) else url
