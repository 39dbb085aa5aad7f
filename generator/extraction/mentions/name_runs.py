"""Find the names of a parsed paragraph in its runs of tokens, with the titles before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold
from generator.extraction.mentions.token_runs import (
    INSIDE,
    LABELS,
    LAWS,
    LONGEST_NAME,
    find_token_runs,
    is_bracketed,
    is_same_entity,
)

_FIGURES = frozenset((("mother", "earth"), ("mother", "nature"), ("father", "time"), ("father", "christmas")))
_PREPOSITIONS = frozenset(("of", "for", "on", "in", "to", "by", "at"))
_PARTIES = frozenset("DRI")  # "D-Ohio" behind an American name
_LOCAL = frozenset(("mayor", "governor", "bishop", "archbishop", "sheriff", "prefect", "voivode"))
# What a firm or the like is, with a capital where a sentence begins; "Bank", "Club" are parts of names.
_SORTS = frozenset((
    "retailer", "carmaker", "automaker", "chipmaker", "drugmaker", "planemaker", "brewer", "grocer",
    "airline", "charity", "supermarket", "website", "startup", "newspaper", "magazine", "utility", "insurer",
    "lender", "manufacturer",
))  # fmt: skip
_UNIONS = frozenset(
    ("association", "commission", "council", "federation", "guild", "union", "board", "navigator")
)
_FIELDS = frozenset(("business", "foreign", "skills", "safety", "planning", "parks", "works"))
_TWO_FIELDS = frozenset((("police", "crime"),))
_LAWS = LAWS | {"Bill"}


@dataclass(frozen=True, slots=True)
class NameRun:
    """Tokens ``[start, end)`` of a name, ``title`` where its title begins (``start`` if none)."""

    title: int
    start: int
    end: int
    label: str


def find_runs(parse: ParsedParagraph) -> Iterator[NameRun]:
    """The names of a paragraph from left to right, without overlap."""
    held: NameRun | None = None
    for run in _single_runs(parse):
        if held is not None and _is_half_of_title(parse.tokens, held, run):
            held = replace(run, title=held.start)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _is_half_of_title(tokens: Sequence[Token], first: NameRun, run: NameRun) -> bool:
    """``Trade and Industry Secretary Ada Quill``: of the two fields of one office, the first is no name."""
    words = [fold(t.text) for t in tokens[run.title : run.start]]
    beside = first.end + 1 == run.title and tokens[first.end].lower == "and"
    if not beside or run.label != "PERSON" or len(words) < 2 or first.end - first.start > 1:
        return False
    pair = (fold(tokens[first.start].text), words[0])
    fields = lexicon.organisation_words()["subjects"] | _FIELDS
    return pair in _TWO_FIELDS or (fields.issuperset(pair) and words[-1] in lexicon.titles().closing)


def _single_runs(parse: ParsedParagraph) -> Iterator[NameRun]:
    for start, end, whole in find_token_runs(parse.tokens):
        if whole:
            yield NameRun(start, start, end, "ORG")
        else:
            yield from _as_names(parse.tokens, start, end)


def _as_names(tokens: Sequence[Token], start: int, end: int) -> Iterator[NameRun]:
    """The name of a run; of ``President of Ruritania Ada Quill`` the place and the person."""
    office = (
        _behind_office(tokens, start, end)
        or _behind_place(tokens, start, end)
        or _behind_body(tokens, start, end)
    )
    if office is not None:
        place, name = office
        if place < name:
            yield NameRun(place, place, name, "GPE")
        yield NameRun(start if start < place else name, name, end, "PERSON")
    elif run := _as_name(tokens, start, end):
        yield run


def _behind_office(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Return where the place and the name begin in ``Prime Minister of Ruritania Ada Quill``; None elsewhere.

    Both are one where no place is known: ``Minister of Finance Ada Quill``.
    """
    links = (i for i in range(start + 1, end - 2) if tokens[i].lower in ("of", "to", "for"))
    for i in links:
        if fold(tokens[i - 1].text) not in lexicon.titles().closing | lexicon.roles().person:
            continue
        place = i + 1 + (tokens[i + 1].lower == "the")
        for name in range(min(place + 3, end - 1), place, -1):
            words = fold(" ".join(t.text for t in tokens[place:name]))
            if words in lexicon.places().country_of and _is_somebody(tokens, name, end):
                return place, name
        for name in range(place + 1, end - 1):
            if fold(tokens[name].text) in lexicon.given_names() and _is_somebody(tokens, name, end):
                return name, name
        if _is_of_a_place(tokens, i, end):
            return i + 1, i + 2
    return None


def _is_of_a_place(tokens: Sequence[Token], i: int, end: int) -> bool:
    """``Mayor of Harbury Jaro Velk``: a local office, a place that no list has, and two words of a name."""
    names = tokens[i + 1 : end]
    capitals = len(names) == 3 and all(t.text[0].isupper() and t.text[-1].islower() for t in names)
    local = tokens[i - 1].lower in _LOCAL and tokens[i].lower == "of"
    known, places = lexicon.organisation_words(), lexicon.places().country_of
    two = fold(f"{names[0].text} {names[1].text}") if capitals else ""
    parts = known["heads"] | known["places"] | known["beginnings"]
    return capitals and local and two not in places and not any(fold(t.text) in parts for t in names)


def _behind_place(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The same where the run begins with the place: ``the ambassador to Ruritania Ada Quill``."""
    before = start - 1 - (start > 2 and tokens[start - 1].lower == "the")
    if before < 1 or tokens[before].lower not in ("of", "to", "for", "in") or end - start < 3:
        return None
    if fold(tokens[before - 1].text) not in lexicon.titles().closing | lexicon.roles().person:
        return None
    if _is_of_a_place(tokens, start - 1, end):
        return start, start + 1
    for name in range(min(start + 3, end - 1), start, -1):
        words = fold(" ".join(t.text for t in tokens[start:name]))
        known = words in lexicon.places().country_of or words in lexicon.organisation_words()["known"]
        if known and _is_somebody(tokens, name, end):
            return start, name
    return None


def _behind_body(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """``Harbor Committee Chairwomen Ada Quill``: a person behind a body and a word, misspelt or rare."""
    heads, given = lexicon.organisation_words()["heads"], lexicon.given_names()
    for name in range(end - 2, start + 2, -1):
        if fold(tokens[name].text) not in given or not _is_somebody(tokens, name, end):
            continue
        between = tokens[name - 1]
        known = between.lower in INSIDE or between.entity == "PERSON" or fold(between.text) in heads
        certain = tokens[name].entity == "PERSON" or end - name == 2
        if not known and between.text[0].isalpha() and fold(tokens[name - 2].text) in heads and certain:
            return name, name
    return None


def _is_somebody(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether all of a run may be a person's name of at least two words."""
    known = lexicon.organisation_words()
    words = [fold(t.text) for t in tokens[start:end] if t.text[0].isalpha()]
    if len(words) < 2 or not tokens[start].text[0].isupper():
        return False
    return (
        words[-1] not in known["heads"] | known["places"] | known["things"]
        or words[0] in lexicon.given_names()
    )


def _as_name(tokens: Sequence[Token], start: int, end: int) -> NameRun | None:
    """Title off, label chosen; None where nothing but a title or a stop word is left."""
    while end > start and not tokens[end - 1].text[0].isalnum():
        end -= 1
    if end > start and tokens[start].lower == "the" and end - start > 1:
        start += 1
    start += _is_no_part(tokens, start, end)
    if _is_sort_of_body(tokens, start, end):
        return NameRun(start + 1, start + 1, end, "ORG")
    end = _before_role(tokens, start, _before_affiliation(tokens, start, end))
    core = _after_titles(tokens, start, end)
    if core < end - 1 and core > start and tokens[core].text == "at":
        start = core = core + 1  # "Regents Professor at Harbury": where, not who
    if is_bracketed(tokens, end) and end - core == 3:
        return NameRun(start, core, end, "PERSON")
    if core >= end or any(t.text in "[]" for t in tokens[core:end]) or "]" in tokens[core].text:
        return None
    if _is_of_an_act(tokens, end):
        return None
    if end - core == 1 and (_is_plural_role(tokens[core]) or _is_address(tokens, core)):
        return None
    if tokens[core].text in _PARTIES and end - core > 1 and tokens[core + 1].text in "-–":
        return None
    never = lexicon.organisation_words()["never"]
    if end - core == 1 and (fold(tokens[core].text) in never or len(tokens[core].text) < 2):
        return None
    return NameRun(start, core, end, _label(tokens, core, end))


def _is_of_an_act(tokens: Sequence[Token], end: int) -> bool:
    """``Ada Quill Justice in Policing Act``: a run that goes on, over a preposition, to a law."""
    if end + 1 >= len(tokens) or tokens[end].lower not in ("in", "for", "of", "to", "and", "on"):
        return False
    behind = end + 1
    while behind < min(len(tokens), end + LONGEST_NAME) and (
        tokens[behind].text[0].isupper() or tokens[behind].lower in INSIDE
    ):
        behind += 1
    return behind > end + 1 and tokens[behind - 1].text in _LAWS


def _before_affiliation(tokens: Sequence[Token], start: int, end: int) -> int:
    """``Ada Quill at Saint Francis``, ``Ada Quill of the Harbor Trust``: where the person's name ends."""
    heads = lexicon.organisation_words()["heads"]
    for i in range(start + 2, end - 1):
        if tokens[i].lower in ("of", "at", "from"):
            name = [fold(t.text) for t in tokens[start:i]]
            given = any(word in lexicon.given_names() for word in name[-3:-1])
            return i if given and heads.isdisjoint(name) and name[-1] not in lexicon.roles().person else end
    return end


def _is_no_part(tokens: Sequence[Token], start: int, end: int) -> bool:
    """``Ruritanian Ada Quill``, ``Geneva’s`` …, ``Telling Ada Quill``: a capital before a whole name."""
    if end - start < 3 or fold(tokens[start + 1].text) not in lexicon.given_names():
        return False
    word = fold(tokens[start].text)
    if word in lexicon.given_names() or _label(tokens, start, end) not in ("PERSON", ""):
        return False
    opens = start == 0 or tokens[start - 1].sentence != tokens[start].sentence
    known = lexicon.places()
    if word in known.demonym_of or word in known.country_of or _is_second_field(tokens, start):
        return True
    return opens and word.endswith("ing") and len(word) > 5


def _is_second_field(tokens: Sequence[Token], start: int) -> bool:
    """``Minister of Trade and Industry Ada Quill``: what the office is for goes on to the name."""
    fields = lexicon.organisation_words()["subjects"] | _FIELDS
    joined = start > 2 and tokens[start - 1].lower == "and" and tokens[start - 3].lower in ("of", "for")
    return joined and {fold(tokens[start].text), fold(tokens[start - 2].text)} <= fields


def _is_sort_of_body(tokens: Sequence[Token], start: int, end: int) -> bool:
    """``Retailer Nordholt``, where a sentence begins: what it is, and its name.

    Not ``Charity Commission``, ``Airline Pilots Association``: those are names.
    """
    opens = start == 0 or tokens[start - 1].sentence != tokens[start].sentence
    if not opens or end - start < 2 or tokens[start].lower not in _SORTS:
        return False
    first, last = tokens[start + 1], tokens[end - 1]
    is_somebody = fold(first.text) in lexicon.given_names()
    return first.text[0].isupper() and not is_somebody and fold(last.text) not in _UNIONS


def _is_address(tokens: Sequence[Token], i: int) -> bool:
    """``Mr. President``, ``Madam Speaker``: whoever bears the office, by no name."""
    behind = i - 1 - (i > 0 and tokens[i - 1].text == ".")
    titles = lexicon.titles()
    if i > 0 and (tokens[i - 1].lower, tokens[i].lower) in _FIGURES:
        return True
    office = fold(tokens[i].text) in titles.closing - titles.honorifics - titles.surnames_too
    office = office or fold(tokens[i].text) in ("speaker", "chair", "justice")
    return office and behind >= 0 and fold(tokens[behind].text) in titles.honorifics


def _is_plural_role(token: Token) -> bool:
    """``Farmers`` at the start of a sentence is no name."""
    return token.tag in ("NNS", "NNPS") and fold(token.lemma) in lexicon.roles().person


def _before_role(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the name ends if the run is a capitalised role: "State Department Spokesperson"."""
    last = _head_word(tokens, start, end)
    word = fold(tokens[last].text)
    titles = lexicon.titles()
    is_title = word in titles.closing and word not in titles.honorifics
    if not is_title and (word not in lexicon.roles().person or _label(tokens, start, end) == "PERSON"):
        return end
    if last > start and word in lexicon.organisation_words()["heads"]:
        return end  # "Coast Guard"
    if (
        not is_title
        and last > start
        and tokens[last].entity == "ORG"
        and is_same_entity(*tokens[last - 1 : last + 1])
    ):
        return end  # "Nordholt Marine"
    if last > start and _is_surname(tokens, start, last):
        return end
    while last > start and fold(tokens[last - 1].text) in titles.words:
        last -= 1
    return last


def _is_surname(tokens: Sequence[Token], start: int, last: int) -> bool:
    """``Charlie King``, ``Mr. Pope``, ``TJ Judge``: a title's word where a surname stands."""
    first = fold(tokens[start].text)
    if last + 1 < len(tokens) and tokens[last + 1].lower == "of" and first in lexicon.titles().honorifics:
        return False  # "Lord Bishop of"
    if first in lexicon.given_names() or _is_initials(tokens[start]):
        return True
    return fold(tokens[last - 1].text) in lexicon.titles().honorifics


def _is_initials(token: Token) -> bool:
    """``TJ``, ``J.D.``, ``W.``"""
    letters = token.text.replace(".", "")
    return len(letters) <= 2 and letters.isupper() and letters != "US"


def _head_word(tokens: Sequence[Token], start: int, end: int) -> int:
    """The last token, or the one before "of"."""
    for i in range(start + 1, end - 1):
        if tokens[i].lower == "of":
            return i - 1
    return end - 1


def _after_titles(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the name proper begins: behind the last title that has a name behind it."""
    titles = lexicon.titles()
    last = end - 1 if fold(tokens[end - 1].text) in titles.suffixes else end
    for i in range(last - 2, start - 1, -1):
        if tokens[i].text == "." and fold(tokens[i - 1].text) in titles.short:
            return i + 1
        word = fold(tokens[i].text)
        is_title = word in titles.closing or _is_role_of(tokens, start, i, end)
        if is_title and not _inside_given_name(tokens, start, i):
            name = _past_office(tokens, i + 1, end)
            return name if _may_be_person(tokens, start, name, end) else start
    return end if end - start == 1 and fold(tokens[start].text) in titles.closing else start


def _is_role_of(tokens: Sequence[Token], start: int, i: int, end: int) -> bool:
    """``Economist Ada Quill``: a person's role before a given name, or where the pipeline starts a person."""
    word, behind = fold(tokens[i].text), tokens[i + 1]
    if word not in lexicon.roles().person and not _is_plural_title(word):
        return False
    whole = i > start or (end - i > 2 and word not in lexicon.given_names())
    if whole and fold(behind.text) in lexicon.given_names():
        return True
    starts = behind.entity == "PERSON" and behind.entity_start and tokens[i].entity != "PERSON"
    return starts and word not in lexicon.given_names()


def _is_plural_title(word: str) -> bool:
    """``Representatives Ada Quill and Jon Aster``."""
    return word.endswith("s") and word[:-1] in lexicon.titles().closing | lexicon.roles().person


def _past_office(tokens: Sequence[Token], i: int, end: int) -> int:
    """Behind "Minister": past "of Education" to the given name, if there is one."""
    if tokens[i].lower in ("of", "for", "to"):
        names = (j for j in range(i + 2, end - 1) if fold(tokens[j].text) in lexicon.given_names())
        return next(names, i)
    return i


def _may_be_person(tokens: Sequence[Token], start: int, name: int, end: int) -> bool:
    """Return whether what follows a title is somebody: not in "General Hospital", "Prince Edward Island"."""
    known = lexicon.organisation_words()
    first, last = fold(tokens[name].text), fold(tokens[end - 1].text)
    if first in lexicon.given_names() or fold(tokens[name - 1].text) in lexicon.titles().honorifics:
        return last not in known["heads"] or last in lexicon.given_names()
    if last in known["heads"] or last in known["places"]:
        return False
    if tokens[name].lower in INSIDE and (first in _PREPOSITIONS or first not in lexicon.particles()):
        return False
    label = _label(tokens, start, end)
    return label in ("PERSON", "") or name - start > 1 or end - name == 1


def _inside_given_name(tokens: Sequence[Token], start: int, i: int) -> bool:
    """``Martin Luther King Day``: a title's word right behind a given name is a surname."""
    if i == start or fold(tokens[i].text) not in lexicon.titles().surnames_too:
        return False
    return is_same_entity(tokens[i - 1], tokens[i]) and fold(tokens[i - 1].text) in lexicon.given_names()


def _label(tokens: Sequence[Token], start: int, end: int) -> str:
    """The label that covers most of the tokens; "Hart & Lyle" is a firm."""
    if any(token.text == "&" for token in tokens[start:end]):
        return "ORG"
    counts: dict[str, int] = {}
    for token in tokens[start:end]:
        if token.entity in LABELS:
            counts[token.entity] = counts.get(token.entity, 0) + 1
    return max(counts, key=lambda label: counts[label]) if counts else ""
