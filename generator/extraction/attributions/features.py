"""Named features of candidates, of ways to draw the content and of possible sources.

Every function returns numbers in the order of a ``*_FEATURES`` tuple; log-odds where
they come from counts, 0/1 for yes and no, small codes where trees may cut. The same
code runs in the fit and in the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from generator.extraction.attributions.candidates import Candidate
from generator.extraction.attributions.contents import Option
from generator.extraction.attributions.counts import Tables
from generator.extraction.attributions.holders import Holder
from generator.extraction.attributions.reporting import documents
from generator.extraction.attributions.stretches import Layout
from generator.extraction.grammar import Grammar
from generator.model import Span

FAMILIES = (
    "clause", "infinitive", "object", "prepositional", "nominal", "adjectival", "quotation", "around",
    "other", "read",
)  # fmt: skip
_RULE_FAMILY = {
    "clausal-complement": 0, "infinitive": 1, "raised-subject": 1, "object": 2, "predicative": 2,
    "passive-subject": 2, "prepositional": 3, "accusation": 3, "nominal": 4, "adjectival": 5,
    "quotation": 6, "signature": 6, "colon": 8, "parenthetical": 7, "according-to": 7, "hedge": 7,
    "adverbial": 7, "read": 9,
}  # fmt: skip
_TAGS = {"VBD": 1, "VBZ": 2, "VBP": 3, "VBN": 4, "VBG": 5, "VB": 6}
_DEPS = {
    "ROOT": 1, "ccomp": 2, "conj": 3, "advcl": 4, "relcl": 5, "acl": 6, "xcomp": 7, "pcomp": 8,
    "parataxis": 9, "dobj": 10, "pobj": 11, "nsubj": 12, "attr": 13, "appos": 14,
}  # fmt: skip
_POS = {
    "VERB": 1,
    "AUX": 2,
    "NOUN": 3,
    "PROPN": 4,
    "PRON": 5,
    "ADJ": 6,
    "NUM": 7,
    "ADV": 8,
}
_ENTITIES = {
    "PERSON": 1,
    "ORG": 2,
    "GPE": 3,
    "NORP": 4,
    "DATE": 5,
    "CARDINAL": 6,
    "PERCENT": 6,
    "MONEY": 6,
}
_MODALS = {
    "will": 1,
    "would": 2,
    "can": 3,
    "could": 4,
    "may": 5,
    "might": 6,
    "should": 7,
    "must": 8,
    "shall": 9,
}
_PRONOUNS = {
    "he": 1, "she": 2, "they": 3, "i": 4, "we": 5, "you": 6, "it": 7, "who": 8, "which": 9, "that": 10,
    "this": 11, "some": 12, "many": 12, "others": 12, "one": 13,
}  # fmt: skip


def family(candidate: Candidate) -> str:
    """The kind of construction, coarser than the pattern."""
    return FAMILIES[_RULE_FAMILY[candidate.rule]]


def word_of(g: Grammar, i: int) -> str:
    """Return how the tables know a token: its lemma in lower case."""
    return g.tokens[i].lemma.lower()


# --- the cue --------------------------------------------------------------------

CUE_FEATURES = (
    "expression", "word", "construction", "evidence", "family", "tense", "modal", "negated", "passive",
    "question", "have", "relation", "governor", "governor-word", "cue-in-quotation", "cue-first",
    "comma-before-cue", "mark-after-cue", "objects", "particle", "dependants", "cue-length", "capitalised",
    "infinitive-cue", "sentence-length", "no-full-stop", "quotations", "conditional", "expression-above",
    "expression-object", "clause-mark", "title-case", "cue-depth", "cue-place",
)  # fmt: skip


def cue_features(g: Grammar, layout: Layout, candidate: Candidate, tables: Tables) -> list[float]:
    """Return what can be said of the reporting word before looking at content and source."""
    tokens, anchor = g.tokens, candidate.anchor
    token = tokens[anchor]
    word, pattern = word_of(g, anchor), candidate.pattern
    reporting = tables.reporting
    strength = reporting.strength(word, pattern)
    helpers = [
        tokens[k]
        for k in g.kids[anchor]
        if tokens[k].dep in ("aux", "auxpass", "neg", "mark", "prt", "advmod")
    ]
    head = token.head
    governor = word_of(g, head) if head != anchor else ""
    before = tokens[anchor - 1].text if anchor else ""
    after = tokens[anchor + 1].text if anchor + 1 < len(tokens) else ""
    sentence = g.sentence(anchor)
    first, last = sentence
    return [
        log_odds(strength),
        log_odds(reporting.word_strength(word, pattern)),
        log_odds(reporting.pattern_strength(pattern)),
        log(1.0 + reporting.seen(word, pattern)),
        float(_RULE_FAMILY[candidate.rule]),
        float(_TAGS.get(token.tag, 0)),
        float(max((_MODALS.get(h.lower, 0) for h in helpers), default=0)),
        float(any(h.dep == "neg" for h in helpers)),
        float(g.passive(anchor)),
        float(tokens[last - 1].text == "?"),
        float(any(h.lemma in ("have", "do") and h.dep == "aux" for h in helpers)),
        float(_DEPS.get(token.dep, 0)),
        tables.governors.of(governor, token.dep),
        log_odds(reporting.word_strength(governor, "")) if governor else -9.0,
        float(layout.inside[anchor] >= 0),
        float(anchor == first),
        float(before == ","),
        float({",": 1, ":": 2, ".": 3}.get(after, 0)),
        float(sum(tokens[k].dep in ("dobj", "dative") for k in g.kids[anchor])),
        float(any(h.dep == "prt" for h in helpers)),
        float(len(g.kids[anchor])),
        float(len(candidate.cue)),
        float(token.text[:1].isupper()),
        float(any(h.tag == "TO" for h in helpers)),
        float(last - first),
        float(tokens[-1].text not in _FINAL),
        float(len(layout.quotations)),
        float(any(h.lower in ("if", "when", "unless", "whether") for h in helpers)),
        tables.pairs.of(strength, "above", word, governor),
        tables.pairs.of(strength, "object", word, object_word(g, anchor, candidate.focus)),
        float(_MARKS.get(next((h.lower for h in helpers if h.dep in ("mark", "advmod")), ""), 0)),
        g.title_case,
        float(_depth(g, anchor)),
        (anchor - first) / max(1, last - first),
    ]


_MARKS = {
    "that": 1, "as": 2, "because": 3, "although": 4, "though": 4, "while": 5, "if": 6, "when": 7, "where": 8,
    "how": 9, "why": 9, "also": 10, "never": 11, "not": 11, "once": 12, "just": 13, "even": 13, "only": 13,
    "reportedly": 14, "before": 15, "after": 15, "since": 15, "until": 15, "so": 16, "then": 16, "often": 17,
    "repeatedly": 17, "later": 18, "recently": 18, "now": 18,
}  # fmt: skip


def object_word(g: Grammar, verb: int, focus: int) -> str:
    """``made the *claim* that``: the object that is not itself the content."""
    for kid in g.kids[verb]:
        if g.tokens[kid].dep in ("dobj", "attr", "acomp") and kid != focus:
            return word_of(g, kid)
    return ""


_FINAL = frozenset((".", "?", "!", '"', "”", "''", "’", "…", ":"))


def log_odds(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return log(share / (1 - share))


# --- the content -------------------------------------------------------------------

CONTENT_FEATURES = (
    "content-words", "content-parts", "content-subject", "opening", "core", "core-pos", "core-tense",
    "core-entity", "content-modal", "content-negated", "quoted-share", "starts-quoted", "ends-quoted",
    "whole-quotations", "quotation-words", "quotation-capital", "quotation-stop",
    "content-ends-sentence", "content-share", "content-side", "gap", "comma-in-gap", "content-cut",
    "core-depth", "single-marks", "quotation-cut", "expression-core", "expression-opening", "choice",
    "stop-between", "mark-before-quotation", "verbs-in-gap", "floats",
)  # fmt: skip


def content_features(
    g: Grammar,
    layout: Layout,
    candidate: Candidate,
    content: Sequence[Span],
    tables: Tables,
) -> list[float]:
    """Return what is reported: its form, its place beside the cue, its quotation marks."""
    text, tokens = g.parse.text, g.tokens
    focus = candidate.focus
    core = tokens[focus]
    word = word_of(g, candidate.anchor)
    strength = tables.reporting.strength(word, candidate.pattern)
    start, end = content[0].start, content[-1].end
    cue = candidate.cue_span
    words = _words(text, content)
    marks = layout.quotations_across(content)
    across = [(c, layout.quotations[n].span) for c in content for n in layout.across(c)]
    quoted = sum(_overlap(c, mark) for c, mark in across)
    held = {mark for c, mark in across if c.contains(mark)}
    whole = {q.span for q in marks}
    length = sum(c.end - c.start for c in content)
    sentence = g.sentence(candidate.anchor)
    sentence_end = tokens[sentence.end - 1].end
    sentence_start = tokens[sentence.first].start
    gap = text[cue.end : start] if start >= cue.end else text[end : cue.start]
    kin = family(candidate)
    first = marks[0] if marks else None
    helpers = [tokens[k] for k in g.kids[focus]]
    inner = text[first.span.start + 1 : first.span.end - 1].strip() if first else ""
    return [
        log(1.0 + words),
        float(len(content)),
        float(any(h.dep in ("nsubj", "nsubjpass", "expl") for h in helpers)),
        tables.openings.of(kin, first_word(text, content)),
        tables.cores.of(kin, word_of(g, focus)),
        float(_POS.get(core.pos, 0)),
        float(_TAGS.get(core.tag, 0)),
        float(_ENTITIES.get(core.entity, 7 if core.entity else 0)),
        float(max((_MODALS.get(h.lower, 0) for h in helpers), default=0)),
        float(any(h.dep == "neg" for h in helpers)),
        quoted / length if length else 0.0,
        float(any(q.span.start == start for q in marks)),
        float(any(q.span.end == end for q in marks)),
        float(bool(marks) and all(c in whole for c in content)),
        log(1.0 + sum(len(text[q.span.start : q.span.end].split()) for q in marks)),
        float(inner[:1].isupper()),
        float({".": 1, ",": 2, "!": 3, "?": 3}.get(inner[-1:], 0)),
        float(end >= sentence_end - 1),
        min(2.0, length / max(1, sentence_end - sentence_start)),
        float(start >= cue.end) - float(end <= cue.start),
        log(1.0 + len(gap.split())) if not (start < cue.start and end > cue.end) else -1.0,
        float("," in gap[:200]),
        float(_cuts_word(g, content)),
        float(_depth(g, focus)),
        float(bool(first and first.single)),
        float(len(held) < len(marks)),
        tables.pairs.of(strength, "core", word, word_of(g, focus)),
        tables.pairs.of(strength, "opening", word, first_word(text, content)),
        float(candidate.choice),
        _between(text, content),
        float({",": 1, ":": 2, ".": 3}.get(text[: first.span.start].rstrip()[-1:], 4) if first else 0),
        float(_verbs_between(g, candidate.anchor, start, end)),
        float(max(0, len(candidate.quotations) - 1)),
    ]


def _between(text: str, content: Sequence[Span]) -> float:
    """Return what ends the words between the first two parts: nothing, a comma, a full stop, other."""
    if len(content) < 2:
        return 0.0
    gap = text[content[0].end : content[1].start].rstrip()
    return float({".": 1, ",": 2, ":": 3}.get(gap[-1:], 4))


def _verbs_between(g: Grammar, anchor: int, start: int, end: int) -> int:
    cue = g.tokens[anchor]
    low, high = (cue.end, start) if start >= cue.end else (end, cue.start)
    count = 0
    step = 1 if start >= cue.end else -1
    i = anchor + step
    while 0 <= i < len(g.tokens) and low <= g.tokens[i].start and g.tokens[i].end <= high and count < 5:
        count += g.tokens[i].pos in ("VERB", "AUX")
        i += step
    return count


def first_word(text: str, content: Sequence[Span]) -> str:
    """The content's first word without marks, in lower case."""
    words = text[content[0].start : content[0].start + 24].split(maxsplit=1)
    return words[0].strip("\"“”'‘’.,").lower() if words else ""


def _words(text: str, content: Sequence[Span]) -> int:
    return sum(len(text[c.start : c.end].split()) for c in content)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _cuts_word(g: Grammar, content: Sequence[Span]) -> bool:
    """Return whether letters follow the content's end directly."""
    end = content[-1].end
    return g.parse.text[end : end + 1].isalnum()


def _depth(g: Grammar, i: int) -> int:
    for steps in range(9):
        head = g.tokens[i].head
        if head == i:
            return steps
        i = head
    return 9


# --- the source ----------------------------------------------------------------------

HOLDER_FEATURES = (
    "way", "way-rank", "nobody", "source-head", "source-pos", "source-entity", "source-pronoun",
    "source-length", "source-distance", "source-after", "source-definite", "source-plural", "source-document",
    "source-in-quotation", "source-capital", "source-dep", "source-holds-clause", "source-gap-verbs",
    "source-possessive", "source-numeral", "expression-source",
)  # fmt: skip


def holder_features(
    g: Grammar,
    layout: Layout,
    candidate: Candidate,
    rank: int,
    holder: Holder,
    tables: Tables,
) -> list[float]:
    """Return who is said to say it, and how far from the cue."""
    kin = family(candidate)
    way = tables.ways.of(kin, holder.way)
    if holder.tokens is None or holder.head is None:
        return [
            way,
            float(rank),
            1.0,
            tables.heads.of(""),
            *[0.0] * (len(HOLDER_FEATURES) - 4),
        ]
    tokens, head, anchor = g.tokens, g.tokens[holder.head], candidate.anchor
    word = word_of(g, anchor)
    strength = tables.reporting.strength(word, candidate.pattern)
    first, end = holder.tokens
    after = first > anchor
    between = tokens[anchor + 1 : first] if after else tokens[end:anchor]
    opener = tokens[first]
    return [
        way,
        float(rank),
        0.0,
        tables.heads.of(source_word(g, holder)),
        float(_POS.get(head.pos, 0)),
        float(_ENTITIES.get(head.entity, 7 if head.entity else 0)),
        float(_PRONOUNS.get(head.lower, 0)),
        log(float(1 + end - first)),
        log(1.0 + len(between)),
        float(after),
        float({"the": 1, "a": 2, "an": 2, "some": 3, "many": 3, "his": 4, "her": 4}.get(opener.lower, 0)),
        float(head.tag in ("NNS", "NNPS")),
        float(head.lemma.lower() in documents()),
        float(layout.inside[holder.head] - layout.inside[anchor] != 0),
        float(head.text[:1].isupper()),
        float(_DEPS.get(head.dep, 0)),
        float(any(tokens[i].dep in ("relcl", "acl", "appos") for i in range(first, end))),
        float(sum(t.pos in ("VERB", "AUX") for t in between)),
        float(opener.tag == "PRP$"),
        float(any(t.pos == "NUM" for t in tokens[first:end])),
        tables.pairs.of(strength, "source", word, source_word(g, holder)),
    ]


def source_word(g: Grammar, holder: Holder) -> str:
    """Return how the table of sources knows a source: by entity, pronoun or lemma."""
    if holder.head is None:
        return ""
    head = g.tokens[holder.head]
    if head.pos == "PROPN" or head.entity in ("PERSON", "ORG", "GPE", "NORP"):
        return f"<{head.entity or 'name'}>"
    return head.lemma.lower()


# --- where the content ends ---------------------------------------------------------------

OPTION_FEATURES = (
    "option", "option-rank", "piece-length", "piece-relation", "piece-pos", "piece-first", "piece-subject",
    "piece-comma", "piece-and", "piece-tense", "piece-ends-sentence", "piece-cue", "piece-quoted",
    "option-words", "base-words", "option-quoted", "option-verbs", "piece-that", "piece-entity",
)  # fmt: skip
_OPTIONS = {
    "base": 0, "cut": 1, "extended": 2, "from-start": 3, "from-cue": 4, "clause": 5, "clause-before": 6,
    "clause-after": 7, "wider": 8, "wider-before": 9, "wider-after": 10, "sentence": 11,
    "sentence-before": 12, "sentence-after": 13, "read": 14,
}  # fmt: skip


def option_features(
    g: Grammar,
    layout: Layout,
    candidate: Candidate,
    rank: int,
    option: Option,
    tables: Tables,
) -> list[float]:
    """Return what an option adds to the subtree or leaves out of it."""
    text, tokens = g.parse.text, g.tokens
    words = _words(text, option.content)
    base = _words(text, candidate.content)
    shared = [float(_OPTIONS[option.kind]), float(rank)]
    quoted = float(any(layout.across(c) for c in option.content))
    if option.piece is None or option.joint is None or option.piece.end <= option.piece.first:
        return [
            *shared,
            *[0.0] * 11,
            log(1.0 + words),
            log(1.0 + base),
            quoted,
            0.0,
            0.0,
            0.0,
        ]
    first, end = option.piece
    piece = tokens[first:end]
    top = tokens[option.joint]
    before = tokens[first - 1] if first else None
    lead = piece[0]
    return [
        *shared,
        log(1.0 + len(piece)),
        float(_DEPS.get(top.dep, 0)),
        float(_POS.get(top.pos, 0)),
        tables.openings.of("piece", lead.lower),
        float(g.subject(option.joint) is not None),
        float(any(t is not None and t.text == "," for t in (before, lead))),
        float(any(t is not None and t.dep == "cc" for t in (before, lead))),
        float(_TAGS.get(top.tag, 0)),
        float(end >= g.sentence(candidate.anchor).end - 1),
        log_odds(
            max(
                (tables.reporting.word_strength(t.lemma.lower(), "") for t in piece if t.pos == "VERB"),
                default=0.0,
            )
        ),
        float(any(layout.inside[i] >= 0 for i in range(first, end))),
        log(1.0 + words),
        log(1.0 + base),
        quoted,
        float(sum(t.pos in ("VERB", "AUX") for t in piece)),
        float(any(t.lower == "that" for t in piece[:3])),
        float(_ENTITIES.get(top.entity, 7 if top.entity else 0)),
    ]
