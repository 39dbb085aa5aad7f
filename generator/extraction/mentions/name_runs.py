"""Where names stand in a parsed paragraph, with the titles before them.

The pipeline's entity labels are evidence, not law: a run of capitalised proper
nouns is a name whether or not it has a label, and no label reaches over a
possessive or a title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold

LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "NORP"))
_PROPER = frozenset(("NNP", "NNPS"))
_INSIDE = frozenset(
    ("of", "for", "the", "and", "&", "on", "in", "'s", "’s", "'", "’", "to", "a", "de", "by", "at")
)
_FIGURES = frozenset((("mother", "earth"), ("mother", "nature"), ("father", "time"), ("father", "christmas")))
_PREPOSITIONS = frozenset(("of", "for", "on", "in", "to", "by", "at"))
_NICKNAME_MARKS = frozenset(('"', "“", "”", "''", "``", "(", ")", "‘", "’"))
_PARTIES = frozenset("DRI")  # "D-Ohio" behind an American name
_SMALL = frozenset(("of", "for", "the", "and", "&", "on", "in"))  # words that initials may pass over
_LONGEST_NAME = 12
_REGIONS = frozenset(("levant", "caribbean", "maghreb", "sahel", "caucasus", "pacific", "balkans"))
_REALMS = frozenset(("kingdom", "emirate", "republic", "caliphate", "principality"))
_LAWS = frozenset(("Act", "Bill", "Amendment"))
_BEFORE_OF = frozenset(("secretary", "speaker", "minister", "chief", "department", "ministry", "university"))


@dataclass(frozen=True, slots=True)
class NameRun:
    """Tokens ``[start, end)`` of a name, ``title`` where its title begins (``start`` if none)."""

    title: int
    start: int
    end: int
    label: str


def find_runs(parse: ParsedParagraph) -> Iterator[NameRun]:
    """The names of a paragraph from left to right, without overlap."""
    tokens = parse.tokens
    spelled_out = _spelled_out(tokens)
    i, count = 0, len(tokens)
    while i < count:
        if i in spelled_out:
            yield NameRun(i, i, spelled_out[i], "ORG")
            i = spelled_out[i]
            continue
        if not _begins_name(tokens[i]):
            i += 1
            continue
        end = _end_of_run(tokens, i)
        start = _abbreviated(tokens, _widened(tokens, i, end), end)
        yield from _as_names(tokens, start, end)
        i = end


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


def _begins_name(token: Token) -> bool:
    first = token.text[0]
    if not first.isupper():
        return first.isdigit() and token.entity == "ORG" and token.entity_start
    if token.tag in _PROPER:
        return fold(token.text) not in lexicon.organisation_words()["never"] or token.entity in LABELS
    return token.entity in LABELS and token.entity != "NORP" and token.entity_start and token.pos != "DET"


def _end_of_run(tokens: Sequence[Token], start: int) -> int:
    """One past the last token of the run that begins at ``start``."""
    end = start + 1
    while end < len(tokens):
        step = _joins(tokens, end)
        if not step:
            break
        end += step
    return end


def _joins(tokens: Sequence[Token], i: int) -> int:
    """How many tokens from ``i`` on continue a name that ended before ``i``; 0 for none."""
    token, before = tokens[i], tokens[i - 1]
    if token.sentence != before.sentence and before.text != ".":
        return 0
    if token.text in _NICKNAME_MARKS:
        return _past_nickname(tokens, i)
    if token.text[0].isupper() and (token.tag in _PROPER or _same_entity(before, token)):
        if fold(token.text) in lexicon.organisation_words()["never"] and not _same_entity(before, token):
            return 0
        return 0 if _new_entity(tokens, i) else 1
    if token.text == "." and fold(before.text) in lexicon.titles().short and token.start == before.end:
        return 1 if i + 1 < len(tokens) and tokens[i + 1].text[0].isupper() else 0
    if i + 1 >= len(tokens):
        return 0
    if token.tag == "POS" and _is_office(tokens[i + 1]) and before.text[0].isupper():
        return 2
    return _joins_over(tokens, i)


def _past_nickname(tokens: Sequence[Token], i: int) -> int:
    """Steps over ``"Bobby" Scott``, ``(“Bobby”) Scott``: a word or two in marks between two names."""
    if tokens[i - 1].tag not in _PROPER or tokens[i - 1].text.isupper():
        return 0
    closing = next(
        (j for j in range(i + 2, min(i + 6, len(tokens))) if tokens[j].text in _NICKNAME_MARKS), None
    )
    if closing is None:
        return 0
    inside = [t for t in tokens[i:closing] if t.text not in _NICKNAME_MARKS]
    end = closing + 1
    while end < len(tokens) and tokens[end].text in _NICKNAME_MARKS:
        end += 1
    if end >= len(tokens) or not 0 < len(inside) < 3 or tokens[end].tag not in _PROPER:
        return 0
    named = fold(tokens[i - 1].text) in lexicon.given_names() or tokens[i - 1].text[1:] == "."
    return end - i + 1 if named and all(t.text[0].isupper() for t in inside) else 0


def _is_office(token: Token) -> bool:
    """``the County Sheriff's Office``, ``the People's Party``: no possessor, one name."""
    return token.text[0].isupper() and fold(token.text) in lexicon.organisation_words()["heads"]


def _joins_over(tokens: Sequence[Token], i: int) -> int:
    """The same for a link (hyphen, particle, "of") that needs a capital behind it."""
    token, before = tokens[i], tokens[i - 1]
    if token.text in "-–" and token.start == before.end and tokens[i + 1].start == token.end:
        return 2 if _continues_over_hyphen(before, tokens[i + 1]) else 0
    ahead = _next_capital(tokens, i)
    if not ahead:
        return 0
    if _same_entity(before, token) and token.entity in LABELS and _may_link(before, token):
        return ahead if all(_same_entity(before, t) for t in tokens[i : i + ahead]) else 0
    if token.lower == "of" and (fold(before.text) in _BEFORE_OF or _is_court_of(tokens, i)):
        return ahead
    if token.lower == "and" and ahead < 4 and _is_of_two_things(tokens, i, i + ahead - 1):
        return ahead
    appeals = before.text == "Appeals" and token.lower == "for"
    if appeals and ahead <= 3 and tokens[i + 1].lower == "the":
        return ahead
    if token.lower in ("of", "for") and ahead <= 3 and _is_head_of(tokens, i, i + ahead - 1):
        return ahead
    if token.lower == "and" and ahead < 4 and _is_of_two_places(tokens, i, i + ahead - 1):
        return ahead
    links = tokens[i : i + ahead - 1]
    linked = all(fold(t.text) in lexicon.particles() or _hyphenates(tokens, t) for t in links)
    return ahead if linked and tokens[i + ahead - 1].tag in _PROPER else 0


def _is_court_of(tokens: Sequence[Token], i: int) -> bool:
    """``Court for the Western District of Ruritania``: where the court's district is."""
    district = tokens[i - 1].lower in ("district", "circuit") and tokens[i - 1].text[0].isupper()
    return district and any(t.text == "Court" for t in tokens[max(0, i - 7) : i])


def _is_of_two_things(tokens: Sequence[Token], i: int, last: int) -> bool:
    """``Fire and Rescue Service``, ``Institute of Allergy and Infectious Diseases``: one name of one body.

    Not ``the Harbor Trust and the Energy Ministry``: both are bodies.
    """
    known = lexicon.organisation_words()
    if tokens[i - 1].tag not in _PROPER or tokens[i - 1].entity == "PERSON" or last + 1 >= len(tokens):
        return False
    end = last + 1
    while end < len(tokens) and tokens[end].tag in _PROPER and tokens[end].text[0].isupper():
        end += 1
    between = [fold(t.text) for t in tokens[i + 1 : end]]
    start = i
    while start > 0 and (tokens[start - 1].tag in _PROPER or tokens[start - 1].lower in ("of", "for", ",")):
        start -= 1
    before = [fold(t.text) for t in tokens[start:i]]
    headed = any(word in known["heads"] and later in ("of", "for") for word, later in pairwise(before))
    bodies = known["heads"].intersection(before)
    if headed:
        return between[-1] in known["subjects"] and not known["heads"].intersection(between[:-1])
    subjects = before[-1:] and before[-1] in known["subjects"] | {"fire", "oversight", "reform", "search"}
    return bool(subjects) and not bodies and len(between) > 1 and between[-1] in known["heads"]


def _is_of_two_places(tokens: Sequence[Token], i: int, other: int) -> bool:
    """``Court of Ruritania and Graustark``; but not ``the Court of Ruritania and Graustark's king``."""
    known = lexicon.places().country_of.keys() | _REGIONS
    if i < 3 or not {fold(tokens[i - 1].text), fold(tokens[other].text)} <= known:
        return False
    if other > i + 1 and tokens[i + 1].lower != "the":
        return False
    behind = tokens[other + 1] if other + 1 < len(tokens) else None
    if behind is not None and (behind.tag == "POS" or behind.text[0].isupper()):
        return False
    heads = lexicon.organisation_words()["heads"] | _REALMS
    return tokens[i - 2].lower == "of" and fold(tokens[i - 3].text) in heads


def _is_head_of(tokens: Sequence[Token], i: int, capital: int) -> bool:
    """``District Court for the Western …``, ``Center for …``: what an organisation is for is its name."""
    if i < 2 or not tokens[i - 2].text[0].isupper() or tokens[capital].tag not in _PROPER | {"JJ"}:
        return False
    known = lexicon.organisation_words()
    between = all(t.lower == "the" for t in tokens[i + 1 : capital])
    goes_on = (
        tokens[capital].entity not in ("PERSON", "DATE", "TIME")
        and fold(tokens[capital].text) not in known["never"]
    )
    return (
        between and goes_on and fold(tokens[i - 1].text) in known["heads"] and tokens[i - 1].text[0].isupper()
    )


def _hyphenates(tokens: Sequence[Token], token: Token) -> bool:
    """``al-Nouri``, but not ``GENEVA - Ada``."""
    return token.text in "-–" and token.start == tokens[token.i - 1].end


def _may_link(before: Token, token: Token) -> bool:
    """``Committee on``, ``University of``, ``Johnson & Johnson``; but not ``Miller the``, ``Smith at``."""
    if token.lower in ("on", "in", "to", "at", "by"):
        return fold(before.text) in lexicon.organisation_words()["heads"]
    return token.lower in _INSIDE and token.lower not in ("the", "a")


def _continues_over_hyphen(before: Token, after: Token) -> bool:
    """``Jong-un`` and ``al-Assad`` are names; ``Hamas-led`` is not."""
    if after.text[0].isupper() or before.lower in lexicon.particles():
        return after.tag in _PROPER or after.entity in LABELS
    return after.tag in _PROPER and after.entity == before.entity == "PERSON"


def _next_capital(tokens: Sequence[Token], i: int) -> int:
    """Steps from ``i`` to just past the next capitalised word, at most four."""
    for step in range(1, min(5, len(tokens) - i)):
        if tokens[i + step].text[0].isupper():
            return step + 1
    return 0


def _same_entity(a: Token, b: Token) -> bool:
    return bool(b.entity) and a.entity == b.entity and not b.entity_start


def _new_entity(tokens: Sequence[Token], i: int) -> bool:
    """Whether the pipeline starts another name at ``i``: "Texas Sen. X" is no one name."""
    token, before = tokens[i], tokens[i - 1]
    if not token.entity_start or token.entity not in LABELS or before.entity not in LABELS:
        return False
    return token.entity != before.entity and fold(token.text) not in lexicon.organisation_words()["heads"]


def _widened(tokens: Sequence[Token], start: int, end: int) -> int:
    """The start with what belongs to the name before it: ``al-Assad``, ``Ruritanian Navy``."""
    if start >= 2 and tokens[start - 1].text == "-" and tokens[start - 1].end == tokens[start].start:
        return start - 2 if tokens[start - 2].lower in lexicon.particles() else start
    while start and tokens[start - 1].text[0].isupper() and _same_entity(tokens[start - 1], tokens[start]):
        if tokens[start - 1].pos == "DET":
            break
        start -= 1
    before = tokens[start - 1] if start else None
    if before and before.entity == "NORP" and before.text[0].isupper() and before.tag == "JJ":
        return start - 1 if fold(tokens[end - 1].text) in lexicon.organisation_words()["heads"] else start
    return start


def _abbreviated(tokens: Sequence[Token], start: int, end: int) -> int:
    """The start of a name that its initials follow in brackets: ``Transport for London (TfL)``."""
    if end + 2 >= len(tokens) or tokens[end].text != "(" or tokens[end + 2].text != ")":
        return start
    letters = tokens[end + 1].text.replace("&", "").replace(".", "").lower()
    first, small = end, 0
    while first > 0 and letters and end - first < _LONGEST_NAME:
        word = tokens[first - 1].text
        if word[0].isupper() and word[0].lower() == letters[-1]:
            letters, small = letters[:-1], 0
        elif word.lower() in _SMALL and small < 2:
            letters, small = (
                letters.removesuffix(word[0].lower()) if word[0] == letters[-1] else letters,
                small + 1,
            )
        else:
            return start
        first -= 1
    whole = not letters and first < start and len(tokens[end + 1].text) > 1
    return first if whole and tokens[first].sentence == tokens[end].sentence else start


def _spelled_out(tokens: Sequence[Token]) -> dict[int, int]:
    """By its start, the end of a name in which commas stand and which its initials follow in brackets.

    ``Harbour, Rail and Transport Union (HRTU)``: cut at its commas it would be three names.
    """
    found = {}
    for end in range(3, len(tokens) - 2):
        if tokens[end].text != "(" or tokens[end + 2].text != ")" or not tokens[end + 1].text.isupper():
            continue
        first, letters = end, tokens[end + 1].text
        while first > 0 and letters and end - first < _LONGEST_NAME:
            word = tokens[first - 1].text
            if word[0] == letters[-1]:
                letters = letters[:-1]
            elif word != "," and word not in _SMALL:
                break
            first -= 1
        listed = any(t.text == "," for t in tokens[first:end])
        if not letters and listed and tokens[first].sentence == tokens[end].sentence:
            found[first] = end
    return found


def _behind_office(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Where the place and the name begin in ``Prime Minister of Ruritania Ada Quill``; None elsewhere.

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
    return None


def _behind_place(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The same where the run begins with the place: ``the ambassador to Ruritania Ada Quill``."""
    before = start - 1 - (start > 2 and tokens[start - 1].lower == "the")
    if before < 1 or tokens[before].lower not in ("of", "to", "for", "in") or end - start < 3:
        return None
    if fold(tokens[before - 1].text) not in lexicon.titles().closing | lexicon.roles().person:
        return None
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
        known = between.lower in _INSIDE or between.entity == "PERSON" or fold(between.text) in heads
        certain = tokens[name].entity == "PERSON" or end - name == 2
        if not known and fold(tokens[name - 2].text) in heads and certain:
            return name, name
    return None


def _is_somebody(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether all of a run may be a person's name of at least two words."""
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
    end = _before_role(tokens, start, _before_affiliation(tokens, start, end))
    core = _after_titles(tokens, start, end)
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
    while behind < min(len(tokens), end + _LONGEST_NAME) and (
        tokens[behind].text[0].isupper() or tokens[behind].lower in _INSIDE
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
    if word in known.demonym_of or word in known.country_of:
        return True
    return opens and word.endswith("ing") and len(word) > 5


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
    """Where the name ends if the run is a capitalised role: "State Department Spokesperson"."""
    last = _head_word(tokens, start, end)
    word = fold(tokens[last].text)
    titles = lexicon.titles()
    is_title = word in titles.closing and word not in titles.honorifics
    if not is_title and (word not in lexicon.roles().person or _label(tokens, start, end) == "PERSON"):
        return end
    if last > start and word in lexicon.organisation_words()["heads"]:
        return end  # "Coast Guard"
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
    """Where the name proper begins: behind the last title that has a name behind it."""
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
    """Whether what follows a title is somebody: not in "General Hospital", "Prince Edward Island"."""
    known = lexicon.organisation_words()
    first, last = fold(tokens[name].text), fold(tokens[end - 1].text)
    if first in lexicon.given_names() or fold(tokens[name - 1].text) in lexicon.titles().honorifics:
        return last not in known["heads"] or last in lexicon.given_names()
    if last in known["heads"] or last in known["places"]:
        return False
    if tokens[name].lower in _INSIDE and (first in _PREPOSITIONS or first not in lexicon.particles()):
        return False
    label = _label(tokens, start, end)
    return label in ("PERSON", "") or name - start > 1 or end - name == 1


def _inside_given_name(tokens: Sequence[Token], start: int, i: int) -> bool:
    """``Martin Luther King Day``: a title's word right behind a given name is a surname."""
    if i == start or fold(tokens[i].text) not in lexicon.titles().surnames_too:
        return False
    return _same_entity(tokens[i - 1], tokens[i]) and fold(tokens[i - 1].text) in lexicon.given_names()


def _label(tokens: Sequence[Token], start: int, end: int) -> str:
    """The label that covers most of the tokens."""
    counts: dict[str, int] = {}
    for token in tokens[start:end]:
        if token.entity in LABELS:
            counts[token.entity] = counts.get(token.entity, 0) + 1
    return max(counts, key=lambda label: counts[label]) if counts else ""
