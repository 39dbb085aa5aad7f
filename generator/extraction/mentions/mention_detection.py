"""Find the mentions of one parsed paragraph: names, pronouns, descriptions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import descriptions, lexicon, phrases, pronouns
from generator.extraction.mentions.called import is_called_place, is_radio_word
from generator.extraction.mentions.characters import is_character, is_picture, is_work
from generator.extraction.mentions.entity_types import type_of_name, type_of_noun
from generator.extraction.mentions.linking import link
from generator.extraction.mentions.mention import (
    QUANTITIES,
    UNPROVEN,
    EntityType,
    Form,
    Mention,
    Role,
    Spotted,
)
from generator.extraction.mentions.name_runs import NameRun, find_runs
from generator.extraction.mentions.names import fold, is_aged, without_possessive
from generator.extraction.mentions.token_runs import is_bracketed
from generator.model import Block, BlockKind, Span

_SPOTTED = pronouns.ALL - pronouns.YOU
_PRONOUN_TAGS = frozenset(("PRP", "PRP$", "WP", "WP$", "WDT"))
_NOUN_TAGS = frozenset(("NN", "NNS"))
_PROPER_TAGS = frozenset(("NNP", "NNPS"))
_NO_HEAD = frozenset(("compound", "amod", "nmod", "npadvmod", "det", "nummod", "quantmod"))
_SINGLE = frozenset(("one", "another"))
_CONTENT_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "VBG", "VBN", "CD"))
_GUESSED = 2  # weight of a type that the pipeline's label gave
_BRACKETS = str.maketrans("", "", "[]")
_TITLED = 4  # weight of a type that a title gives
_WHERE = frozenset(("in", "near", "outside", "around", "across", "throughout"))
HEADLINE_SHARE = 0.6  # of capitalised words, above which capitals prove nothing
HEADLINE_SHARE_CLOSED = 0.75  # the same for what ends like a sentence


def find(parse: ParsedParagraph, block: Block) -> tuple[Mention, ...]:
    """All mentions of a paragraph, by place; spans count its code points."""
    if block.kind is BlockKind.CODE:
        return ()
    quoted = _quoted_tokens(parse)
    headline = _is_headline(parse, block)
    runs = list(find_runs(parse))
    spotted = [_name(parse, run, runs[n - 1] if n else None, quoted) for n, run in enumerate(runs)]
    if headline:
        for item in spotted:
            item.mention = replace(item.mention, weight=UNPROVEN, titles=())
    if is_picture(parse, block):
        for item in spotted:
            item.mention = replace(item.mention, doubtful=True)
    taken = {i for item in spotted for i in range(item.first, item.end)}
    spotted += [s for token in parse.tokens if token.i not in taken for s in _other(parse, token, quoted)]
    spotted.sort(key=lambda s: s.mention.core)
    names = [item.mention.core for item in spotted if item.mention.form is Form.NAME]
    for item in spotted:
        if item.mention.form is Form.NOMINAL:
            item.mention = replace(item.mention, span=_without_cut(item.mention.span, names))
    return link(parse, spotted)


def _without_cut(span: Span, names: Sequence[Span]) -> Span:
    """``analysts at Brandt & Co.``, where the phrase ends within the name."""
    cut = bisect_right(names, span.end - 1, key=lambda name: name.start) - 1
    inside = cut >= 0 and span.start <= names[cut].start < span.end < names[cut].end
    return Span(span.start, names[cut].end) if inside else span


def _is_headline(parse: ParsedParagraph, block: Block) -> bool:
    words = [t for t in parse.tokens if t.text[0].isalpha()]
    if block.kind is BlockKind.HEADING:
        return True
    if len(words) < 4 or len(words) > 25:
        return False
    closed = parse.text.rstrip()[-1:] in '.!?”":;'
    least = HEADLINE_SHARE_CLOSED if closed else HEADLINE_SHARE
    return sum(t.text[0].isupper() for t in words) >= least * len(words)


def _quoted_tokens(parse: ParsedParagraph) -> list[bool]:
    """Return which tokens stand between quotation marks; an open quotation lasts to the end."""
    inside, out = False, []
    for token in parse.tokens:
        first = token.text[0]
        if first == "“" or (first == "„"):
            inside = True
        elif first == "”":
            inside = False
        elif first == '"' or token.text == "''":
            inside = not inside
        out.append(inside)
    return out


# --- names ---------------------------------------------------------------------


def _name(parse: ParsedParagraph, run: NameRun, before: NameRun | None, quoted: list[bool]) -> Spotted:
    tokens = parse.tokens
    head = _head_of(parse, run.start, run.end)
    core = Span(tokens[run.start].start, _end_of_name(parse, run))
    words = without_possessive(parse.text[core.start : core.end].translate(_BRACKETS))
    first = _first_of_title(parse, run, head)
    if before is not None and before.start < first < before.end:
        first = before.start  # the title began with a name: "Harbor Board director"
    title = descriptions.before_name(parse, first, run.start)
    role = phrases.role(parse, head)
    entity_type, weight = type_of_name(words, run.label, title.words, role)
    if (
        entity_type is EntityType.PERSON
        and weight < 4
        and role is not Role.MODIFIER
        and _has_article(parse, run)
    ):
        entity_type, weight = EntityType.ORGANISATION, 1  # "the Gazette" is nobody
    if (
        entity_type is EntityType.PERSON
        and weight <= _GUESSED
        and tokens[run.end - 1].tag == "NNPS"
        and " " not in words
    ):
        entity_type, weight = EntityType.GROUP, 1  # "Democrats"
    if (
        entity_type in (EntityType.PERSON, EntityType.ORGANISATION)
        and weight == _GUESSED
        and _is_where(parse, run)
    ):
        entity_type, weight = EntityType.PLACE, 0
    if weight < _TITLED and not run.title < run.start and is_work(parse, run.start, head):
        entity_type, weight = EntityType.OTHER, _TITLED
    if quoted[run.start] and is_radio_word(parse, run.start, run.end):
        entity_type, weight = EntityType.OTHER, _TITLED
    settlement = not title.text and is_called_place(parse, run.start, head)
    if settlement:
        entity_type, weight = EntityType.PLACE, _TITLED
    invented = entity_type is EntityType.PERSON and is_character(parse, run.title, run.start, run.end, head)
    start, end = phrases.extent(parse, head)
    mention = Mention(
        span=Span(tokens[first if title.text else run.start].start, core.end),
        core=core,
        extent=_span(parse, min(start, run.start), max(end, run.end)),
        form=Form.NAME,
        entity_type=entity_type,
        weight=weight,
        words=words,
        role=role,
        sentence=tokens[head].sentence,
        gender=lexicon.gender_of_title(title.words) if entity_type is EntityType.PERSON else "",
        definite=True,
        quoted=quoted[head],
        honorific=title.honorific,
        titles=(title.text,) if title.text and title.is_role else (),
        modifiers=(),
        shares=parse.reading.named(*core, titled=bool(title.text)) if parse.reading else None,
        settlement=settlement,
        invented=invented,
        doubtful=invented,
    )
    return Spotted(mention, head, first if title.text else run.start, run.end)


def _end_of_name(parse: ParsedParagraph, run: NameRun) -> int:
    """With the full stop of ``Sr.`` and ``Jr.``, which the tokenizer cuts off, and a bracket."""
    end = parse.tokens[run.end - 1].end
    if is_bracketed(parse.tokens, run.end):
        return parse.tokens[run.end].end
    short = run.end - run.start > 1 and fold(parse.tokens[run.end - 1].text) in ("sr", "jr")
    goes_on = parse.text[end : end + 1] == "." and parse.text[end + 1 : end + 2] in (",", ";", ")", "’", "'")
    return end + 1 if short and goes_on else end


def _is_where(parse: ParsedParagraph, run: NameRun) -> bool:
    """``in Harbury``: one word behind a preposition of place, whatever the pipeline's guess."""
    tokens = parse.tokens
    if run.title == 0 or run.end - run.start != 1 or tokens[run.title - 1].lower not in _WHERE:
        return False
    word = tokens[run.start].text
    behind = tokens[run.end] if run.end < len(tokens) else None
    possessive = behind is not None and behind.tag in ("POS", "NN", "NNS")
    return not word.isupper() and fold(word) not in lexicon.given_names() and not possessive


def _has_article(parse: ParsedParagraph, run: NameRun) -> bool:
    bare = run.title == run.start
    return bare and run.title > 0 and parse.tokens[run.title - 1].lower == "the"


def _head_of(parse: ParsedParagraph, start: int, end: int) -> int:
    """The token of the name on which its others hang."""
    for i in range(end - 1, start - 1, -1):
        head = parse.tokens[i].head
        if head == i or not start <= head < end:
            return i
    return end - 1


def _first_of_title(parse: ParsedParagraph, run: NameRun, head: int) -> int:
    """Return where lower-case words of a title begin: "campaign manager" before the name."""
    first = run.title
    while first > 0:
        token = parse.tokens[first - 1]
        if token.dep not in ("compound", "amod", "nmod", "punct", "appos") or token.text in ",;:()“”\"'—–":
            break
        if token.tag == "NNS" and parse.tokens[first].text[0].isupper():
            break  # "voters Mrs. Ito met"
        if not first - 1 < token.head < run.end or token.sentence != parse.tokens[head].sentence:
            break
        first -= 1
    return _without_participle(parse, _whole_title(parse, first, run.title), run.start)


def _without_participle(parse: ParsedParagraph, first: int, name: int) -> int:
    """``Quoting Mr. Aster``: the sentence's first word is a verb, however the parser tags it."""
    tokens = parse.tokens
    opens = first == 0 or tokens[first - 1].sentence != tokens[first].sentence
    verb = len(tokens[first].text) > 5 and tokens[first].lower.endswith("ing")
    return first + 1 if first < name - 1 and opens and verb else first


def _whole_title(parse: ParsedParagraph, first: int, name: int) -> int:
    """The same with all of a hyphenated word that it begins with: "Prize-winning economist"."""
    tokens = parse.tokens
    if first < name and tokens[first].text in phrases.HYPHENS:
        joined = first > 0 and tokens[first - 1].end == tokens[first].start
        first += 1 if not joined or tokens[first].end < tokens[first + 1].start else 0
    if first >= name:
        return first
    whole = phrases.whole_word(parse, first + (tokens[first].text in phrases.HYPHENS))
    while 0 < whole < first and tokens[whole].entity and not tokens[whole].entity_start:
        whole -= 1  # "Nobel" of "Nobel Prize-winning"
    return whole


# --- pronouns and descriptions ---------------------------------------------------


def _other(parse: ParsedParagraph, token: Token, quoted: list[bool]) -> Iterator[Spotted]:
    """The mention that a token outside of names heads, if any."""
    if token.tag in _PRONOUN_TAGS:
        if token.lower in _SPOTTED and not _is_expletive(token):
            yield _pronoun(parse, token, quoted)
    elif token.dep not in _NO_HEAD and is_aged(fold(_whole(parse, token))):
        yield _aged(parse, token, quoted)
    elif (
        token.tag in _NOUN_TAGS
        or (token.tag in _PROPER_TAGS and token.dep not in _NO_HEAD)
        or _is_bearer(token)
    ):
        if token.dep not in _NO_HEAD:
            entity_type = type_of_noun(token)
            if entity_type is not EntityType.UNKNOWN:
                yield _nominal(parse, token, entity_type, quoted)
    elif token.dep in ("nsubj", "nsubjpass") and token.lower in QUANTITIES and not _of_pronoun(parse, token):
        yield _nominal(
            parse, token, EntityType.PERSON if token.lower in _SINGLE else EntityType.GROUP, quoted
        )


def _whole(parse: ParsedParagraph, token: Token) -> str:
    """Return the whole of the hyphenated word that a token ends."""
    return parse.text[parse.tokens[phrases.whole_word(parse, token.i)].start : token.end]


def _aged(parse: ParsedParagraph, token: Token, quoted: list[bool]) -> Spotted:
    """``the 67-year-old``: somebody by age, one word."""
    spotted, words = _nominal(parse, token, EntityType.PERSON, quoted), _whole(parse, token)
    core = Span(token.end - len(words), token.end)
    spotted.mention = replace(spotted.mention, core=core, words=fold(words), modifiers=())
    return spotted


def _is_bearer(token: Token) -> bool:
    """``The general blamed allies``: a subject is a noun, whatever the tagger says of a role's name."""
    return token.tag == "JJ" and token.dep in ("nsubj", "nsubjpass") and token.lower in lexicon.roles().person


def _is_expletive(token: Token) -> bool:
    return token.dep in ("expl", "det", "mark") or (token.lower == "that" and token.tag != "WDT")


def _of_pronoun(parse: ParsedParagraph, token: Token) -> bool:
    """``most of whom``: the pronoun says more than the quantity."""
    return any(
        parse.tokens[obj].tag in _PRONOUN_TAGS
        for child in parse.children[token.i]
        for obj in parse.children[child]
        if parse.tokens[child].lower == "of"
    )


def _pronoun(parse: ParsedParagraph, token: Token, quoted: list[bool]) -> Spotted:
    word = token.lower
    plural = word in pronouns.THEY or word in pronouns.WE
    span = Span(token.start, token.end)
    mention = Mention(
        span, span, span, Form.PRONOUN, EntityType.UNKNOWN, word, phrases.role(parse, token.i),
        token.sentence, gender=pronouns.gender_of(word), plural=plural, quoted=quoted[token.i],
    )  # fmt: skip
    return Spotted(mention, token.i, token.i, token.i + 1)


def _nominal(parse: ParsedParagraph, token: Token, entity_type: EntityType, quoted: list[bool]) -> Spotted:
    start, end = phrases.short_phrase(parse, token.i)
    wide_start, wide_end = phrases.extent(parse, token.i)
    plural = token.tag in ("NNS", "NNPS") or entity_type is EntityType.GROUP
    lemma = fold(token.lemma) if plural and entity_type is EntityType.GROUP else token.lower
    mention = Mention(
        span=_span(parse, start, end),
        core=Span(token.start, token.end),
        extent=_span(parse, wide_start, wide_end),
        form=Form.NOMINAL,
        entity_type=entity_type,
        words=lemma,
        role=phrases.role(parse, token.i),
        sentence=token.sentence,
        gender=lexicon.roles().gender.get(lemma, ""),
        plural=plural,
        definite=phrases.is_definite(parse, token.i),
        indefinite=phrases.is_indefinite(parse, token.i),
        quoted=quoted[token.i],
        modifiers=_modifiers(parse, token.i, start, end),
    )
    return Spotted(mention, token.i, start, end)


def _modifiers(parse: ParsedParagraph, head: int, start: int, end: int) -> tuple[str, ...]:
    tokens = parse.tokens
    return tuple(fold(t.text) for t in tokens[start:end] if t.i != head and t.tag in _CONTENT_TAGS)


def _span(parse: ParsedParagraph, start: int, end: int) -> Span:
    """The text of tokens ``[start, end)`` without marks and possessive at its ends."""
    tokens = parse.tokens
    while end - start > 1 and (tokens[end - 1].tag == "POS" or not tokens[end - 1].text[-1].isalnum()):
        if tokens[end - 1].text[-1] in ".%" and tokens[end - 1].text[0].isalnum():
            break
        end -= 1
    while end - start > 1 and not tokens[start].text[0].isalnum():
        start += 1
    return Span(tokens[start].start, tokens[end - 1].end)
