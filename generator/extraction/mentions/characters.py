"""Names that may be nobody's: of characters in stories, of people in captions."""

from __future__ import annotations

from collections.abc import Sequence

from generator.extraction.boilerplate import is_aside
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.tables import table
from generator.model import Block, BlockKind

_WORDS = table("characters.toml")
_CHARACTERS = frozenset(_WORDS["characters"])
_PLAYING = frozenset(_WORDS["playing"])
_PLAYING_AS = frozenset(_WORDS["playing_as"])
_PARTS = frozenset(_WORDS["parts"])
_WORKS = frozenset(_WORDS["works"])
_TITLED = frozenset(_WORDS["titled"])
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_BETWEEN = frozenset(("of", "the", "named", "called", '"', "“", "‘", "'"))
_LONGEST_CAPTION = 40  # words


def is_picture(parse: ParsedParagraph, block: Block) -> bool:
    """Return whether a paragraph tells of a picture or nothing: a caption, a credit, words without a verb."""
    if block.kind is not BlockKind.PARAGRAPH or block.quoted:
        return False
    bare = len(parse.tokens) <= _LONGEST_CAPTION and not any(t.tag in _FINITE for t in parse.tokens)
    return bare or is_aside(parse)


def is_character(parse: ParsedParagraph, title: int, start: int, end: int, head: int) -> bool:
    """Return whether the name of tokens ``[start, end)`` is played, worn or invented where it stands."""
    tokens = parse.tokens
    return (
        _is_called_character(tokens, title, start)
        or _is_described(parse, _first_of_chain(tokens, head))
        or _is_played(parse, _first_of_chain(tokens, head))
        or _names_work(tokens, end)
    )


def is_work(parse: ParsedParagraph, start: int, head: int) -> bool:
    """``the game Iron Tide``: a title behind the noun that it hangs on, or that hangs on it."""
    before = parse.tokens[start - 1] if start else None
    if before is None or before.tag not in ("NN", "NNS") or before.lemma.lower() not in _TITLED:
        return False
    return parse.tokens[head].head == before.i or parse.tokens[before.i].head == head


def _is_called_character(tokens: Sequence[Token], title: int, start: int) -> bool:
    """``the character Ada Quill``, ``the character of Ada Quill``, ``the ring name Ada Quill``."""
    if any(t.lemma.lower() in _CHARACTERS for t in tokens[title:start]):
        return True
    before = title - 1
    while before > 0 and tokens[before].lower in _BETWEEN:
        before -= 1
    if before < 0:
        return False
    stage = (
        before > 0
        and tokens[before].lower == "name"
        and tokens[before - 1].lower in ("ring", "stage", "screen")
    )
    return stage or tokens[before].lemma.lower() in _CHARACTERS


def _is_described(parse: ParsedParagraph, head: int) -> bool:
    """``Ada Quill, a character in``, ``Ada Quill, the film's villain``, ``Ada Quill is a fictional``."""
    tokens = parse.tokens
    beside = [k for k in parse.children[head] if tokens[k].dep == "appos"]
    if tokens[head].dep in ("nsubj", "appos"):
        above = tokens[head].head
        beside += [above, *(k for k in parse.children[above] if tokens[k].dep == "attr")]
    return any(tokens[i].lemma.lower() in _CHARACTERS for i in beside)


def _is_played(parse: ParsedParagraph, head: int) -> bool:
    """``portrayed Ada Quill``, ``dressed as Ada Quill``, ``the role of Ada Quill`` in a film."""
    tokens = parse.tokens
    name, above = tokens[head], tokens[tokens[head].head]
    if name.dep == "dobj":
        return above.lemma in _PLAYING or (above.lemma == "play" and _tells_of_work(tokens))
    if name.dep != "pobj":
        return False
    upper = tokens[above.head]
    if above.lower == "as":
        return upper.lemma in _PLAYING_AS or (upper.lemma in _PARTS | {"play"} and _tells_of_work(tokens))
    return above.lower == "of" and upper.lemma in _PARTS and _tells_of_work(tokens)


def _names_work(tokens: Sequence[Token], end: int) -> bool:
    """``the Ada Quill films``: a name that is a work's."""
    return end < len(tokens) and tokens[end].tag in ("NN", "NNS") and tokens[end].lemma in _WORKS


def _tells_of_work(tokens: Sequence[Token]) -> bool:
    return any(t.tag in ("NN", "NNS") and t.lemma.lower() in _WORKS for t in tokens)


def _first_of_chain(tokens: Sequence[Token], head: int) -> int:
    """Of ``Ada Quill and Bo Reed`` the first, on whose part in the clause the others hang."""
    while tokens[head].dep == "conj" and tokens[head].head != head:
        head = tokens[head].head
    return head
