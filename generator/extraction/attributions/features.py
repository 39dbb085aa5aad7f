"""Named features of candidates, of ways to draw the content and of possible sources.

Every function returns numbers in the order of a ``*_FEATURES`` tuple: 0/1 for yes and no, small codes
where trees may cut. The same code runs in the fit and in the product. What the words themselves look
like, the encoder says (``tags``); these say what it does not see: grammar, places, counts of expressions.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from generator.extraction.attributions.candidates import Candidate
from generator.extraction.attributions.holders import Holder
from generator.extraction.attributions.reporting import ReportingTable
from generator.extraction.grammar import Grammar
from generator.extraction.stretches import Layout
from generator.model import Span

_FAMILIES = {
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
_POS = {"VERB": 1, "AUX": 2, "NOUN": 3, "PROPN": 4, "PRON": 5, "ADJ": 6, "NUM": 7, "ADV": 8}
_PRONOUNS = {
    "he": 1, "she": 2, "they": 3, "i": 4, "we": 5, "you": 6, "it": 7, "who": 8, "which": 9, "that": 10,
    "this": 11, "some": 12, "many": 12, "others": 12, "one": 13,
}  # fmt: skip
_WAYS = (
    "none", "expletive", "subject", "subject-relative", "subject-antecedent", "agent", "passive-subject",
    "modified", "antecedent", "object", "quoted", "right-before", "right-after", "run-before",
    "main-subject", "owner", "of", "by", "modifier", "prep", "document", "label", "signature", "read",
)  # fmt: skip
_DEEPEST = 9
_NEAR = 200  # code points
_NO_WORD = -9.0  # in log-odds, where no word stands above the cue


# --- the cue --------------------------------------------------------------------

CUE_FEATURES = (
    "expression", "word", "evidence", "family", "tense", "passive", "relation", "governor-word",
    "cue-in-quotation", "mark-after-cue", "dependants", "cue-length", "sentence-length", "quotations",
    "title-case", "cue-depth", "cue-place",
)  # fmt: skip


def cue_features(g: Grammar, layout: Layout, candidate: Candidate, reporting: ReportingTable) -> list[float]:
    """Return what can be said of the reporting word before looking at content and source."""
    anchor, pattern = candidate.anchor, candidate.pattern
    token, word = g.tokens[anchor], g.word(anchor)
    governor = g.word(token.head) if token.head != anchor else ""
    behind = g.tokens[anchor + 1].text if anchor + 1 < len(g.tokens) else ""
    first, last = g.sentence(anchor)
    return [
        _log_odds(reporting.strength(word, pattern)),
        _log_odds(reporting.word_strength(word, pattern)),
        log(1.0 + reporting.seen(word, pattern)),
        float(_FAMILIES[candidate.rule]),
        float(_TAGS.get(token.tag, 0)),
        float(g.passive(anchor)),
        float(_DEPS.get(token.dep, 0)),
        _log_odds(reporting.word_strength(governor, "")) if governor else _NO_WORD,
        float(layout.inside[anchor] >= 0),
        float({",": 1, ":": 2, ".": 3}.get(behind, 0)),
        float(len(g.kids[anchor])),
        float(len(candidate.cue)),
        float(last - first),
        float(len(layout.quotations)),
        g.title_case,
        float(_depth(g, anchor)),
        (anchor - first) / max(1, last - first),
    ]


def _depth(g: Grammar, i: int) -> int:
    for steps in range(_DEEPEST):
        head = g.tokens[i].head
        if head == i:
            return steps
        i = head
    return _DEEPEST


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return log(share / (1 - share))


# --- the content -------------------------------------------------------------------

CONTENT_FEATURES = (
    "content-words", "content-parts", "content-subject", "core-pos", "core-tense", "quoted-share",
    "starts-quoted", "whole-quotations", "quotation-words", "quotation-capital", "quotation-stop",
    "content-ends-sentence", "content-share", "content-side", "gap", "comma-in-gap", "core-depth",
    "quotation-cut", "choice", "stop-between", "verbs-in-gap",
)  # fmt: skip


def content_features(
    g: Grammar, layout: Layout, candidate: Candidate, content: Sequence[Span]
) -> list[float]:
    """Return what is reported: its form, its place beside the cue, its quotation marks."""
    text, tokens, focus, cue = g.parse.text, g.tokens, candidate.focus, candidate.cue_span
    start, end = content[0].start, content[-1].end
    length = sum(part.end - part.start for part in content)
    marks = layout.quotations_across(content)
    across = [(part, layout.quotations[n].span) for part in content for n in layout.across(part)]
    quoted = sum(_overlap(part, mark) for part, mark in across)
    whole = {mark.span for mark in marks}
    inner = text[marks[0].span.start + 1 : marks[0].span.end - 1].strip() if marks else ""
    sentence = g.sentence(candidate.anchor)
    sentence_start, sentence_end = tokens[sentence.first].start, tokens[sentence.end - 1].end
    gap = text[cue.end : start] if start >= cue.end else text[end : cue.start]
    around = start < cue.start and end > cue.end
    return [
        log(1.0 + _words(text, content)),
        float(len(content)),
        float(any(tokens[k].dep in ("nsubj", "nsubjpass", "expl") for k in g.kids[focus])),
        float(_POS.get(tokens[focus].pos, 0)),
        float(_TAGS.get(tokens[focus].tag, 0)),
        quoted / length if length else 0.0,
        float(any(mark.span.start == start for mark in marks)),
        float(bool(marks) and all(part in whole for part in content)),
        log(1.0 + _words(text, [mark.span for mark in marks])),
        float(inner[:1].isupper()),
        float({".": 1, ",": 2, "!": 3, "?": 3}.get(inner[-1:], 0)),
        float(end >= sentence_end - 1),
        min(2.0, length / max(1, sentence_end - sentence_start)),
        float(start >= cue.end) - float(end <= cue.start),
        log(1.0 + len(gap.split())) if not around else -1.0,
        float("," in gap[:_NEAR]),
        float(_depth(g, focus)),
        float(len({mark for part, mark in across if part.contains(mark)}) < len(marks)),
        float(candidate.choice),
        _stop_between(text, content),
        float(_verbs_between(g, candidate.anchor, start, end)),
    ]


def _stop_between(text: str, content: Sequence[Span]) -> float:
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


def _words(text: str, content: Sequence[Span]) -> int:
    return sum(len(text[part.start : part.end].split()) for part in content)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


# --- the source ----------------------------------------------------------------------

HOLDER_FEATURES = (
    "way-rank", "nobody", "source-pos", "source-pronoun", "source-length", "source-distance",
    "source-after", "source-capital", "source-dep", "way",
)  # fmt: skip


def holder_features(g: Grammar, candidate: Candidate, rank: int, holder: Holder) -> list[float]:
    """Return who is said to say it, and how far from the cue."""
    way = float(_WAYS.index(holder.way.replace(":", ">").rpartition(">")[2]))
    if holder.tokens is None or holder.head is None:
        return [float(rank), 1.0, *[0.0] * (len(HOLDER_FEATURES) - 3), way]
    head, anchor = g.tokens[holder.head], candidate.anchor
    first, end = holder.tokens
    after = first > anchor
    return [
        float(rank),
        0.0,
        float(_POS.get(head.pos, 0)),
        float(_PRONOUNS.get(head.lower, 0)),
        log(float(1 + end - first)),
        log(1.0 + max(0, first - anchor - 1 if after else anchor - end)),
        float(after),
        float(head.text[:1].isupper()),
        float(_DEPS.get(head.dep, 0)),
        way,
    ]


# --- where the content ends ---------------------------------------------------------------

OPTION_FEATURES = ("option-rank", "option-words", "base-words")


def option_features(g: Grammar, candidate: Candidate, rank: int, content: Sequence[Span]) -> list[float]:
    """Return how much longer or shorter an option is than the subtree."""
    text = g.parse.text
    return [float(rank), log(1.0 + _words(text, content)), log(1.0 + _words(text, candidate.content))]
