"""Find the mentions of one parsed paragraph: names, pronouns, descriptions, and their links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.extraction import descriptions, lexicon, phrases
from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import UNPROVEN, Form, Mention, Role, Sort
from generator.extraction.name_runs import NameRun, find_runs
from generator.extraction.names import fold, without_possessive
from generator.model import Block, BlockKind, Span

# Pronoun → (gender, plural).
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("m", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("f", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("", True)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("", False)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("", True)),
    **dict.fromkeys(("it", "its", "itself"), ("n", False)),
    **dict.fromkeys(("who", "whom", "whose", "which", "that"), ("", False)),
}
_RELATIVE = frozenset(("who", "whom", "whose", "which", "that"))
_BETWEEN = frozenset((",", "-", "--", "–", "—", "(", "and", "most", "some", "many", "all", "both", "of"))
_BEFORE_ROLE = frozenset(("NN", "NNS", "NNP", "JJ", "CC", "DT", "HYPH", "VBG"))
_PRONOUN_TAGS = frozenset(("PRP", "PRP$", "WP", "WP$", "WDT"))
_NOUN_TAGS = frozenset(("NN", "NNS"))
_PROPER_TAGS = frozenset(("NNP", "NNPS"))
_NO_HEAD = frozenset(("compound", "amod", "nmod", "npadvmod", "det", "nummod", "quantmod"))
_SINGLE = frozenset(("one", "another"))
_QUANTITIES = _SINGLE | frozenset(
    (
        "some",
        "others",
        "many",
        "most",
        "several",
        "both",
        "all",
        "each",
        "few",
        "half",
        "two",
        "one",
        "another",
    )
)
_CONTENT_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "VBG", "VBN", "CD"))
_SORT_OF_LABEL = {
    "PERSON": Sort.PERSON, "ORG": Sort.ORGANISATION, "GPE": Sort.PLACE, "LOC": Sort.PLACE, "FAC": Sort.PLACE,
    "NORP": Sort.GROUP, "PRODUCT": Sort.OTHER, "WORK_OF_ART": Sort.OTHER, "EVENT": Sort.OTHER,
    "LAW": Sort.OTHER,
}  # fmt: skip
_ACTING = frozenset((Role.SUBJECT, Role.PASSIVE, Role.POSSESSIVE))
_NO_INITIALS = frozenset(("us", "uk", "un", "eu", "la", "ny", "dc", "tv", "pc", "st", "mt", "ft"))
HEADLINE_SHARE = 0.6  # of capitalised words, above which capitals prove nothing
HEADLINE_SHARE_CLOSED = 0.75  # the same for what ends like a sentence


@dataclass(slots=True)
class _Spotted:
    """A mention and its tokens, while links are still to be found."""

    mention: Mention
    head: int
    first: int  # with the title, where there is one
    end: int


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
    taken = {i for item in spotted for i in range(item.first, item.end)}
    spotted += [s for token in parse.tokens if token.i not in taken for s in _other(parse, token, quoted)]
    spotted.sort(key=lambda s: s.mention.core)
    return _linked(parse, spotted)


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
    """Which tokens stand between quotation marks; an open quotation lasts to the end."""
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


def _name(parse: ParsedParagraph, run: NameRun, before: NameRun | None, quoted: list[bool]) -> _Spotted:
    tokens = parse.tokens
    head = _head_of(parse, run.start, run.end)
    core = Span(tokens[run.start].start, tokens[run.end - 1].end)
    words = without_possessive(parse.text[core.start : core.end])
    first = _first_of_title(parse, run, head)
    if before is not None and before.start < first < before.end:
        first = before.start  # the title began with a name: "Harbor Board director"
    title = descriptions.before_name(parse, first, run.start)
    role = phrases.role(parse, head)
    sort, weight = _sort_of_name(words, run.label, title.words, role)
    if sort is Sort.PERSON and weight < 4 and role is not Role.MODIFIER and _has_article(parse, run):
        sort, weight = Sort.ORGANISATION, 1  # "the Gazette" is nobody
    start, end = phrases.extent(parse, head)
    mention = Mention(
        span=Span(tokens[first if title.text else run.start].start, core.end),
        core=core,
        extent=_span(parse, min(start, run.start), max(end, run.end)),
        form=Form.NAME,
        sort=sort,
        weight=weight,
        words=words,
        role=role,
        sentence=tokens[head].sentence,
        gender=lexicon.gender_of_title(title.words) if sort is Sort.PERSON else "",
        definite=True,
        quoted=quoted[head],
        honorific=title.honorific,
        titles=(title.text,) if title.text and title.is_role else (),
        modifiers=(),
    )
    return _Spotted(mention, head, first if title.text else run.start, run.end)


def _has_article(parse: ParsedParagraph, run: NameRun) -> bool:
    return run.title > 0 and parse.tokens[run.title - 1].lower == "the"


def _head_of(parse: ParsedParagraph, start: int, end: int) -> int:
    """The token of the name on which its others hang."""
    for i in range(end - 1, start - 1, -1):
        head = parse.tokens[i].head
        if head == i or not start <= head < end:
            return i
    return end - 1


def _first_of_title(parse: ParsedParagraph, run: NameRun, head: int) -> int:
    """Where lower-case words of a title begin: "campaign manager" before the name."""
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
    return first


def _sort_of_name(words: str, label: str, title: tuple[str, ...], role: Role) -> tuple[Sort, int]:
    """What the name stands for and how sure that is: by title, tables, words, label."""
    folded = fold(words)
    if title and (title[-1] in lexicon.titles().closing or title[-1] in lexicon.roles().person):
        return Sort.PERSON, 4
    if folded in lexicon.organisation_words()["known"]:
        return Sort.ORGANISATION, 3
    if folded in lexicon.places().country_of and label != "PERSON":
        return Sort.PLACE, 3
    by_words = _sort_by_words(folded, label, role) if " " in folded else None
    if by_words is not None:
        return by_words
    if label in _SORT_OF_LABEL:
        return _SORT_OF_LABEL[label], 2
    if words.isupper() and 2 < len(words) < 7:
        return Sort.ORGANISATION, 0
    return (Sort.PERSON, 1) if _has_initials(words) else (Sort.UNKNOWN, 0)


def _sort_by_words(folded: str, label: str, role: Role) -> tuple[Sort, int] | None:
    """By a given name in front, by a word for organisations, places or things at the end."""
    known = lexicon.organisation_words()
    first, last = folded.split(" ", 1)[0], folded.rsplit(" ", 1)[-1]
    head = folded.split(" of ", 1)[0].split(" for ", 1)[0].rsplit(" ", 1)[-1]
    is_head = head in known["heads"] or last in known["heads"]
    given = first in lexicon.given_names()
    if given and label in ("PERSON", "") and (not is_head or last in known["surnames_too"]):
        return Sort.PERSON, 3
    if is_head:
        return Sort.ORGANISATION, 3
    if last in known["things"] and label != "PERSON":
        return Sort.OTHER, 3
    if last in known["places"] and label != "PERSON":
        return (Sort.ORGANISATION, 1) if label == "ORG" else (Sort.PLACE, 2)
    if given and label == "GPE":
        return Sort.PERSON, 2
    if given and label == "ORG" and role in _ACTING:
        return Sort.PERSON, 1
    return None


def _has_initials(words: str) -> bool:
    """``TJ Marlow``: two capitals and a name that nothing else explains."""
    first, _, rest = words.partition(" ")
    return len(first) == 2 and first.isupper() and rest.istitle() and fold(first) not in _NO_INITIALS


# --- pronouns and descriptions ---------------------------------------------------


def _other(parse: ParsedParagraph, token: Token, quoted: list[bool]) -> Iterator[_Spotted]:
    """The mention that a token outside of names heads, if any."""
    if token.tag in _PRONOUN_TAGS:
        if token.lower in _PRONOUNS and not _is_expletive(token):
            yield _pronoun(parse, token, quoted)
    elif token.tag in _NOUN_TAGS or (token.tag in _PROPER_TAGS and token.dep not in _NO_HEAD):
        if token.dep not in _NO_HEAD:
            sort = _sort_of_noun(token)
            if sort is not Sort.UNKNOWN:
                yield _nominal(parse, token, sort, quoted)
    elif token.dep in ("nsubj", "nsubjpass") and token.lower in _QUANTITIES and not _of_pronoun(parse, token):
        yield _nominal(parse, token, Sort.PERSON if token.lower in _SINGLE else Sort.GROUP, quoted)


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


def _pronoun(parse: ParsedParagraph, token: Token, quoted: list[bool]) -> _Spotted:
    gender, plural = _PRONOUNS[token.lower]
    span = Span(token.start, token.end)
    mention = Mention(
        span, span, span, Form.PRONOUN, Sort.UNKNOWN, token.lower, phrases.role(parse, token.i),
        token.sentence, gender=gender, plural=plural, quoted=quoted[token.i],
    )  # fmt: skip
    return _Spotted(mention, token.i, token.i, token.i + 1)


def _sort_of_noun(token: Token) -> Sort:
    roles = lexicon.roles()
    word = token.lower
    plural = token.tag in ("NNS", "NNPS")
    lemma = fold(token.lemma) if plural else word
    if lemma in roles.person or (token.tag == "NNP" and lemma in lexicon.titles().closing):
        return Sort.GROUP if plural else Sort.PERSON
    if word in roles.group:
        return Sort.GROUP
    if lemma in roles.document or word in roles.document:
        return Sort.DOCUMENT
    if lemma in roles.organisation:
        return Sort.GROUP if plural else Sort.ORGANISATION
    if token.entity == "NORP" and plural:
        return Sort.GROUP
    return Sort.UNKNOWN


def _nominal(parse: ParsedParagraph, token: Token, sort: Sort, quoted: list[bool]) -> _Spotted:
    start, end = phrases.short_phrase(parse, token.i)
    wide_start, wide_end = phrases.extent(parse, token.i)
    plural = token.tag in ("NNS", "NNPS") or sort is Sort.GROUP
    lemma = fold(token.lemma) if plural and sort is Sort.GROUP else token.lower
    mention = Mention(
        span=_span(parse, start, end),
        core=Span(token.start, token.end),
        extent=_span(parse, wide_start, wide_end),
        form=Form.NOMINAL,
        sort=sort,
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
    return _Spotted(mention, token.i, start, end)


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


# --- links ------------------------------------------------------------------------


def _linked(parse: ParsedParagraph, spotted: list[_Spotted]) -> tuple[Mention, ...]:
    """Mentions with what grammar says of them: apposition, relative clause, copula, enumeration."""
    at = {s.head: n for n, s in enumerate(spotted)}
    names_by_end = {s.end: n for n, s in enumerate(spotted) if s.mention.form is Form.NAME}
    for number, item in enumerate(spotted):
        _link(parse, spotted, number, item, at, names_by_end)
    for name, role in _at_end(spotted):
        item, before = spotted[role], spotted[name].mention.span.start
        title = parse.text[item.mention.span.start : before].strip()
        _entitle(spotted[name], descriptions.without_determiner(title))
        item.mention = replace(item.mention, same_as=name)
    for name, role in _introduced(parse, spotted):
        item = spotted[role]
        _entitle(spotted[name], descriptions.without_determiner(parse.text[slice(*item.mention.span)]))
        item.mention = replace(item.mention, same_as=name)
    for name, role in _apposed(parse, spotted, names_by_end):
        item = spotted[role]
        title = descriptions.after_name(parse, spotted[name].end + 1, item.head)
        if title:
            _entitle(spotted[name], title)
            item.mention = replace(item.mention, same_as=name)
    return tuple(s.mention for s in spotted)


def _link(
    parse: ParsedParagraph,
    spotted: list[_Spotted],
    number: int,
    item: _Spotted,
    at: dict[int, int],
    names_by_end: dict[int, int],
) -> None:
    mention = item.mention
    same_as = _antecedent(parse, item, at)
    if mention.words in _RELATIVE and mention.form is Form.PRONOUN:
        before = _just_before(parse, item, spotted[:number])
        same_as = before if same_as is None or _is_person_name(spotted, before) else same_as
    joined = _enumerated_with(parse, item, at, names_by_end)
    titles = mention.titles + descriptions.around(parse, item.head, mention.form is Form.NAME)
    if same_as is not None or joined is not None or titles != mention.titles:
        same_as = None if same_as == number else same_as
        item.mention = replace(mention, same_as=same_as, joined_to=joined, titles=titles)
    if same_as is not None and same_as < number and mention.sort is Sort.PERSON:
        _prove_person(spotted[same_as])


def _at_end(spotted: list[_Spotted]) -> Iterator[tuple[int, int]]:
    """``the spokesman of the ministry Karl Weber``: the name that a role's phrase ends in."""
    names = {
        s.mention.span.end: n
        for n, s in enumerate(spotted)
        if s.mention.form is Form.NAME and s.mention.sort is Sort.PERSON and " " in s.mention.words
    }
    for number, item in enumerate(spotted):
        mention = item.mention
        if mention.form is Form.NOMINAL and mention.sort is Sort.PERSON and not mention.plural:
            name = names.get(mention.span.end)
            if name is not None and spotted[name].mention.role is Role.MODIFIER:
                yield name, number


def _introduced(parse: ParsedParagraph, spotted: list[_Spotted]) -> Iterator[tuple[int, int]]:
    """``the country's Prime Minister, Ada Quill,``: the name behind a role's comma."""
    for name in range(1, len(spotted)):
        item, role = spotted[name].mention, spotted[name - 1].mention
        if item.form is not Form.NAME or item.sort is not Sort.PERSON or " " not in item.words:
            continue
        if role.form is Form.NOMINAL and role.sort is Sort.PERSON and role.definite and not role.plural:
            between = parse.text[role.span.end : item.span.start]
            if between == ", " and role.same_as is None and item.titles == ():
                yield name, name - 1


def _apposed(
    parse: ParsedParagraph, spotted: list[_Spotted], names_by_end: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Names and the role behind their comma, whatever the parser made of it."""
    for number, item in enumerate(spotted):
        mention = item.mention
        if mention.form is not Form.NOMINAL or mention.sort is not Sort.PERSON or mention.plural:
            continue
        start = item.first
        while start > 0 and item.first - start < 4 and parse.tokens[start - 1].tag in _BEFORE_ROLE:
            start -= 1
        name = names_by_end.get(start - 1)
        if name is None or parse.tokens[start - 1].text != "," or spotted[name].mention.weight < 0:
            continue
        if spotted[name].mention.sort in (Sort.PERSON, Sort.UNKNOWN):
            yield name, number


def _entitle(item: _Spotted, title: str) -> None:
    titles = item.mention.titles
    if title not in titles:
        known = tuple(t for t in titles if t not in title)  # a part of it, as the parser saw it
        item.mention = replace(item.mention, titles=(*known, title))
    _prove_person(item)


def _prove_person(item: _Spotted) -> None:
    """``Paris, an engineer,``: in apposition to a person's description stands a person's name."""
    mention = item.mention
    if mention.form is Form.NAME and mention.weight >= 0 and mention.sort in (Sort.PLACE, Sort.UNKNOWN):
        item.mention = replace(mention, sort=Sort.PERSON, weight=4)


def _enumerated_with(
    parse: ParsedParagraph, item: _Spotted, at: dict[int, int], names_by_end: dict[int, int]
) -> int | None:
    """The mention before this one in an enumeration.

    Of names with titles and parties the parser often makes a mess: between two names,
    "and" or a bracket with a comma is enough.
    """
    if phrases.is_listed(parse, item.head):
        return at.get(parse.tokens[item.head].head)
    if item.mention.form is Form.NAME and item.first > 1 and item.mention.role is not Role.POSSESSIVE:
        before = _past_enumerator(parse, item.first - 1)
        if before in names_by_end:
            return names_by_end[before]
    conjunct = phrases.conjunct_of(parse, item.head)
    return None if conjunct is None else at.get(conjunct)


def _past_enumerator(parse: ParsedParagraph, i: int) -> int:
    """Walking left over "and", or a comma after a bracket: where the name before ends, else 0."""
    tokens = parse.tokens
    joined = tokens[i].lower in ("and", "&")
    if joined and i > 1 and tokens[i - 1].text == ",":
        i -= 1
    elif not joined and tokens[i].text != ",":
        return 0
    if tokens[i - 1].text != ")":
        return i if joined else 0
    return next((j for j in range(i - 2, max(0, i - 8), -1) if tokens[j].text == "("), 0)


def _antecedent(parse: ParsedParagraph, item: _Spotted, at: dict[int, int]) -> int | None:
    """The mention that this one is: by apposition, as a relative pronoun, as "the poet and critic"."""
    token = parse.tokens[item.head]
    if item.mention.form is Form.PRONOUN:
        return _relative_antecedent(parse, token, at) if item.mention.words in _RELATIVE else None
    if token.dep == "appos" and item.mention.sort is not Sort.PLACE:
        return None if phrases.is_listed(parse, item.head) else at.get(token.head)
    if token.dep == "conj" and item.mention.sort is Sort.PERSON and item.mention.form is Form.NOMINAL:
        bare = not item.mention.definite and not item.mention.indefinite
        other = parse.tokens[token.head]
        return at.get(token.head) if bare and _is_singular_person(other) else None
    return None


def _is_person_name(spotted: Sequence[_Spotted], number: int | None) -> bool:
    if number is None:
        return False
    mention = spotted[number].mention
    return mention.form is Form.NAME and mention.sort is Sort.PERSON


def _just_before(parse: ParsedParagraph, item: _Spotted, earlier: Sequence[_Spotted]) -> int | None:
    """For a relative pronoun that the parser hangs elsewhere: the person or group before it."""
    end = item.head
    while end > 0 and parse.tokens[end - 1].lower in _BETWEEN:
        end -= 1
    ends = parse.tokens[end - 1].end if end else 0
    for number in range(len(earlier) - 1, max(-1, len(earlier) - 6), -1):
        mention = earlier[number].mention
        if mention.sentence != item.mention.sentence:
            break
        adjacent = mention.span.end == ends or item.mention.words in ("who", "whom")
        if adjacent and mention.sort in (Sort.PERSON, Sort.GROUP):
            return number
    return None


def _relative_antecedent(parse: ParsedParagraph, token: Token, at: dict[int, int]) -> int | None:
    for _ in range(5):
        if token.dep == "relcl":
            return at.get(token.head)
        token = parse.tokens[token.head]
    return None


def _is_singular_person(token: Token) -> bool:
    return token.tag in ("NN", "NNP") and _sort_of_noun(token) is Sort.PERSON
