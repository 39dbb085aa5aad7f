"""Read once from the parse what the ranking of key assertions asks of each sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.extraction.assertions.form import NO_FORM, Form, read_form
from generator.extraction.assertions.stems import stem
from generator.extraction.boilerplate import dateline_end, is_boilerplate, is_caption, is_furniture
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions.lexicon import titles
from generator.extraction.tables import table
from generator.model import Span

_WORDS = table("assertions.toml")["words"]
_EMPTY = frozenset(_WORDS["empty"])
_SAYING = frozenset(_WORDS["saying"])
_HISTORY = frozenset(_WORDS["history"])
_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_VERBS = frozenset(("VERB", "AUX"))
_QUESTION_TAGS = frozenset(("WRB", "WP", "WDT"))
# "How do you …", though its mark is missing; "— Quill, on the dam", below words that are set apart.
_QUESTION = re.compile(
    r"\W*(?:how|what|why|when|where|who|which)\s+(?:do|does|did|can|could|will|would|should|have|has|had|is|are|was|were)"
    r"\s+(?:you|we|they|he|she|i|it|your|the|this|that|these|people)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"[—–-]\s*[A-Z][\w.]*(?: [A-Z][\w.]*)*,\s")
_MARKS = "\"“”'‘’"
_GREETINGS = tuple(_WORDS["greetings"])
_GREETED = 80  # characters in which a greeting stands
SHORTEST = 4  # words of a statement


@dataclass(frozen=True, slots=True)
class SentenceSummary:
    """One sentence of a paragraph: its span, without dateline, relative to the paragraph.

    ``stating`` is false of boilerplate, questions and fragments: they are no assertions.
    ``stems`` are of content words, ``events`` of the verb (and of what a reporting verb
    reports); ``marks`` name what else was seen,
    ``form`` counts what the wording is made of.
    """

    span: Span
    stating: bool
    words: int = 0
    stems: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    form: Form = NO_FORM


def summarise(parse: ParsedParagraph, *, heading: bool = False) -> tuple[SentenceSummary, ...]:
    """The sentences of one paragraph, in order; a heading as one, with the stems of all its verbs."""
    if heading:
        return _heading(parse)
    begin = dateline_end(parse.text)
    furniture = is_furniture(parse.text)
    sentences: list[SentenceSummary] = []
    for tokens, root in _whole(parse, begin):
        # A paragraph that opens with a caption goes on as one.
        furniture = furniture or (not sentences and is_caption(parse, tokens, root))
        sentences.append(_summary(parse, tokens, root, furniture))
    return tuple(sentences)


def behind_label(summary: SentenceSummary, label: str, end: int, said: str) -> SentenceSummary:
    """The sentence that opens a turn, without the turn's ``label`` that ends at ``end``.

    Else who says something would count as part of what is ``said``.
    """
    if not summary.stating:
        return summary
    names = re.findall(r"\w+\.?", label.lower())
    words = max(0, summary.words - len(names))
    return replace(
        summary,
        span=Span(max(summary.span.start, min(end + 1, summary.span.end - 1)), summary.span.end),
        stating=words >= SHORTEST and not _QUESTION.match(said),
        words=words,
        stems=summary.stems.difference(stem(form) for name in names for form in (name, name.rstrip("."))),
    )


def _whole(parse: ParsedParagraph, begin: int) -> Iterator[tuple[list[Token], int]]:
    """The tokens of each sentence and its root; what the parser cut after "Brig." is joined again."""
    tokens: list[Token] = []
    root, longest = 0, 0
    for sentence in parse.sentences:
        part = [t for t in parse.tokens[sentence.start : sentence.end] if t.start >= begin and t.text.strip()]
        if not part:
            continue
        if tokens and not _goes_on(tokens, part[0]):
            yield tokens, root
            tokens, longest = [], 0
        tokens += part
        if len(part) > longest:
            root, longest = sentence.root, len(part)
    if tokens:
        yield tokens, root


def _goes_on(tokens: Sequence[Token], first: Token) -> bool:
    """Return whether a sentence that seems to end goes on."""
    last = tokens[-2] if tokens[-1].text == "." and len(tokens) > 1 else tokens[-1]
    return last.lower.rstrip(".") in titles().short or first.text[0].islower()


def _heading(parse: ParsedParagraph) -> tuple[SentenceSummary, ...]:
    if not parse.tokens:
        return ()
    roots = {sentence.root for sentence in parse.sentences}
    verbs = (t for t in parse.tokens if t.pos == "VERB" or (t.i in roots and t.text[0].isalnum()))
    events = frozenset(stem(verb.lemma) for verb in verbs)
    span = Span(parse.tokens[0].start, parse.tokens[-1].end)
    return (
        SentenceSummary(span, stating=False, stems=frozenset(content_stems(parse.tokens)), events=events),
    )


def _summary(parse: ParsedParagraph, tokens: Sequence[Token], root: int, furniture: bool) -> SentenceSummary:
    span = Span(tokens[0].start, tokens[-1].end)
    text = parse.text[span.start : span.end]
    words = sum(token.text[0].isalnum() for token in tokens)
    if furniture or not _is_statement(tokens, words, text) or is_caption(parse, tokens, root):
        return SentenceSummary(span, stating=False)
    verbs = [parse.tokens[i] for i in _verbs(parse, root)]
    return SentenceSummary(
        span,
        True,
        words,
        frozenset(content_stems(tokens)),
        frozenset(stem(verb.lemma) for verb in verbs if verb.lemma.lower() not in _EMPTY),
        frozenset(_marks(tokens, parse.tokens[root], text)),
        read_form(text, tokens, parse.tokens[root]),
    )


def _is_statement(tokens: Sequence[Token], words: int, text: str) -> bool:
    return (
        words >= SHORTEST
        and any(token.pos in _VERBS for token in tokens)
        and not text.rstrip(f"{_MARKS} ").endswith("?")
        and not _asks(tokens)
        and not _SIGNATURE.match(text)
        and not is_boilerplate(text)
    )


def _asks(tokens: Sequence[Token]) -> bool:
    """Return whether a sentence is put as a question, though its mark is missing: "How do you know that."."""
    words = [token for token in tokens if token.text[0].isalnum()]
    if len(words) < 2 or words[0].tag not in _QUESTION_TAGS or words[1].pos != "AUX":
        return False
    return any(token.dep in ("nsubj", "nsubjpass") and token.head == words[1].head for token in words[2:])


def content_stems(tokens: Iterable[Token]) -> set[str]:
    """Stems of the words that carry meaning."""
    return {
        stem(token.lemma)
        for token in tokens
        if token.pos in _CONTENT and token.text[0].isalnum() and token.lemma.lower() not in _EMPTY
    }


def _verbs(parse: ParsedParagraph, root: int) -> list[int]:
    """The main verb, and the one that a verb of saying reports."""
    if parse.tokens[root].lemma.lower() not in _SAYING:
        return [root]
    reported = (k for k in parse.children[root] if parse.tokens[k].dep in ("ccomp", "xcomp"))
    return [root, *(k for k in reported if parse.tokens[k].pos in _VERBS)]


def _marks(tokens: Sequence[Token], root: Token, text: str) -> Iterable[str]:
    lemmas = {token.lemma.lower() for token in tokens}
    if root.lemma.lower() in _SAYING:
        yield "saying"
    if text[0] in _MARKS:
        yield "quotation"
    if lemmas & _HISTORY:
        yield "history"
    if tokens[0].pos == "PRON" or (text[0] in _MARKS and len(tokens) > 1 and tokens[1].pos == "PRON"):
        yield "pronoun"
    if any(phrase in text[:_GREETED].lower() for phrase in _GREETINGS):
        yield "greeting"
