"""The way back from a woven page to the plain one, by the two attributes of weaving."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "hr", "wbr"})


@dataclass
class _Element:
    name: str
    kind: str  # plain, around or ours
    title: str
    text: str = ""


@dataclass
class Unwoven:
    plain: str = ""
    inserted: str = ""
    covered: dict[str, str] = field(default_factory=dict)  # by the marks' title
    idents: list[str] = field(default_factory=list)
    empty_parts: int = 0
    inserted_in_links: int = 0


def unweave(html: str) -> Unwoven:
    parser = _Unweaver()
    parser.feed(html)
    parser.close()
    assert not parser.stack, "an element is not closed"
    return parser.found


class _Unweaver(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found = Unwoven()
        self.stack: list[_Element] = []
        self.dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        first = attrs[0][0] if attrs else ""
        given = dict(attrs)
        kind = {"data-a": "around", "data-x": "ours"}.get(first, "plain")
        if kind == "ours" and not self.dropped:
            self.found.inserted_in_links += any(e.name == "a" and e.kind == "plain" for e in self.stack)
        self.dropped += kind == "ours" or (self.dropped > 0 and tag not in VOID)
        if kind == "around" and not self.dropped:
            self.found.covered.setdefault(str(given.get("title")), "")
            self.found.idents += [str(given["id"])] if "id" in given else []
        if kind == "plain" and not self.dropped:
            self.found.plain += self.get_starttag_text() or ""
        if tag not in VOID:
            self.stack.append(_Element(tag, kind, str(given.get("title"))))

    def handle_endtag(self, tag: str) -> None:
        element = self.stack.pop()
        assert element.name == tag, f"</{tag}> closes <{element.name}>"
        if self.dropped:
            self.dropped -= 1
        elif element.kind == "plain":
            self.found.plain += f"</{tag}>"
        else:
            self.found.empty_parts += not element.text

    def handle_data(self, data: str) -> None:
        self._text(data, data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};", {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name])

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};", {"34": '"', "39": "'"}[name])

    def _text(self, raw: str, meant: str) -> None:
        if self.dropped:
            self.found.inserted += meant
            return
        self.found.plain += raw
        for element in self.stack:
            element.text += meant
            if element.kind == "around":
                self.found.covered[element.title] += meant
