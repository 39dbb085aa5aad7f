"""Find where runs of tokens that may be names begin and end.

The pipeline's entity labels are evidence, not law: a run of capitalised proper
nouns is a name whether or not it has a label, and no label reaches over a
possessive or a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.extraction.language import Token
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.names import fold

LABELS = frozenset(("PERSON", "ORG", "GPE", "NORP"))
_PROPER = frozenset(("NNP", "NNPS"))
INSIDE = frozenset(
    ("of", "for", "the", "and", "&", "on", "in", "'s", "’s", "'", "’", "to", "a", "de", "by", "at")
)
_NICKNAME_MARKS = frozenset(('"', "“", "”", "''", "``", "(", ")", "‘", "’"))
_SMALL = frozenset(("of", "for", "the", "and", "&", "on", "in"))  # words that initials may pass over
LONGEST_NAME = 12
LAWS = frozenset(("Act", "Amendment"))  # no names, but ends of names of laws: "the Ferry Act"
_REGIONS = frozenset(("levant", "caribbean", "maghreb", "sahel", "caucasus", "pacific", "balkans"))
_SERVICES = frozenset((
    ("fire", "rescue"), ("search", "rescue"), ("fire", "emergency"), ("parks", "recreation"),
    ("parks", "wildlife"), ("health", "safety"), ("research", "education"), ("response", "recovery"),
    ("research", "development"), ("customs", "excise"), ("revenue", "customs"), ("arts", "sciences"),
))  # fmt: skip
# One syllable of Korean or Chinese in our letters; some of them are words of English behind a hyphen.
_SYLLABLE = re.compile(
    r"(?:[bcdfghjklmnprstwyz]|ch|sh|hs|ts|tz|ng|kh|zh|kw|gw|hw|wh)?[yw]?[aeiou]{1,3}(?:hn|ng|[nmklprth])?"
)
_NO_SYLLABLES = frozenset(("run", "to", "on", "up", "top", "man", "men", "win", "hit", "out", "cut"))
# A field that somebody studies: "seismology", "economics".
_LEARNED = re.compile(
    r"(?:ology|ography|onomy|ometry|istry|culture)$|(?:econom|polit|phys|mathemat|statist|linguist|genet|eth)ics$"
)
_POLLS = frozenset(("poll", "polls", "survey", "surveys", "polling"))
_GIVEN_MONTHS = frozenset(("Jan", "April", "May", "June", "August"))
_BEFORE_MONTHS = frozenset((
    "in", "last", "this", "next", "early", "mid", "late", "since", "until", "till", "during", "every", "each",
    "the",
))  # fmt: skip
_REALMS = frozenset(("kingdom", "emirate", "republic", "caliphate", "principality"))
_BEFORE_OF = frozenset(("secretary", "speaker", "minister", "chief", "department", "ministry", "university"))


class TokenRun(NamedTuple):
    """Tokens ``[start, end)``; ``whole`` where initials behind them say that all are one name of one body."""

    start: int
    end: int
    whole: bool = False


def find_token_runs(tokens: Sequence[Token]) -> Iterator[TokenRun]:
    """Yield the runs from left to right, without overlap."""
    spelled_out = _spelled_out(tokens)
    i, count = 0, len(tokens)
    while i < count:
        if i in spelled_out:
            yield TokenRun(i, spelled_out[i], whole=True)
            i = spelled_out[i]
            continue
        if not (_begins_name(tokens[i]) or _is_given_month(tokens, i)):
            i += 1
            continue
        end = _end_of_run(tokens, i)
        yield TokenRun(_abbreviated(tokens, _widened(tokens, i, end), end), end)
        i = end


def _begins_name(token: Token) -> bool:
    first = token.text[0]
    if not first.isupper():
        return first.isdigit() and token.entity == "ORG" and token.entity_start
    if token.tag in _PROPER:
        return fold(token.text) not in lexicon.organisation_words()["never"] or token.entity in LABELS
    return token.entity in LABELS and token.entity != "NORP" and token.entity_start and token.pos != "DET"


def _is_given_month(tokens: Sequence[Token], i: int) -> bool:
    """``Jan Novak``, ``June Malm``: a given name that is a month's too; not "in June Malm left"."""
    token, behind = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    if token.tag not in _PROPER or token.text not in _GIVEN_MONTHS or behind is None:
        return False
    if behind.entity != "PERSON" or not behind.text[0].isupper() or behind.sentence != token.sentence:
        return False
    before = tokens[i - 1].lower if i and tokens[i - 1].sentence == token.sentence else ""
    return before not in _BEFORE_MONTHS and not before[:1].isdigit()


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
    """Return how many tokens from ``i`` on continue a name that ended before ``i``; 0 for none."""
    token, before = tokens[i], tokens[i - 1]
    if token.sentence != before.sentence and before.text != ".":
        return 0
    if token.text in _NICKNAME_MARKS:
        return _past_nickname(tokens, i)
    if is_bracketed(tokens, i + 2):
        return 2
    if token.text[0].isupper() and (token.tag in _PROPER or is_same_entity(before, token)):
        never = fold(token.text) in lexicon.organisation_words()["never"]
        if never and token.text not in LAWS and not is_same_entity(before, token):
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


def is_bracketed(tokens: Sequence[Token], end: int) -> bool:
    """``Jo [Malm]``: a surname that an editor put in before ``end``, behind a given name."""
    if not 2 < end < len(tokens) or tokens[end].text != "]" or tokens[end - 2].text != "[":
        return False
    surname = tokens[end - 1].text
    whole = surname[0].isupper() and surname[-1].islower()
    return whole and fold(tokens[end - 3].text) in lexicon.given_names()


def _is_office(token: Token) -> bool:
    """``the County Sheriff's Office``, ``the People's Party``: no possessor, one name."""
    return token.text[0].isupper() and fold(token.text) in lexicon.organisation_words()["heads"]


def _joins_over(tokens: Sequence[Token], i: int) -> int:
    """The same for a link (hyphen, particle, "of") that needs a capital behind it."""
    token, before = tokens[i], tokens[i - 1]
    if token.text == "/" and _is_joint_poll(tokens, i):
        return 2
    if token.text in "-–" and token.start == before.end and tokens[i + 1].start == token.end:
        return 2 if _continues_over_hyphen(tokens, i) else 0
    ahead = _next_capital(tokens, i)
    if not ahead:
        return 0
    if token.lower in ("and", "&") and _is_another_body(tokens, i):
        return 0
    if is_same_entity(before, token) and token.entity in LABELS and _may_link(before, token):
        return ahead if all(is_same_entity(before, t) for t in tokens[i : i + ahead]) else 0
    if token.lower == "of" and (fold(before.text) in _BEFORE_OF or _is_court_of(tokens, i)):
        return ahead
    if token.lower == "and" and (_is_one_place(tokens, i) or _is_double_service(tokens, i)):
        return 2
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
    firm = token.text == "&" and ahead == 2 and before.tag in _PROPER  # "Hart & Lyle"
    return ahead if (linked or firm) and tokens[i + ahead - 1].tag in _PROPER else 0


def _is_joint_poll(tokens: Sequence[Token], i: int) -> bool:
    """``a Harbour News/Malm poll``: by both, under one name."""
    both = tokens[i - 1].entity == tokens[i + 1].entity == "ORG" and tokens[i + 1].text[0].isupper()
    beside = tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start
    return both and beside and any(t.lower in _POLLS for t in tokens[i + 2 : i + 5])


def _is_another_body(tokens: Sequence[Token], i: int) -> bool:
    """``Center for River Care and Center for Food Safety``: a second one has begun."""
    second = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].lower == "the")
    ahead, before = tokens[second : second + 3], tokens[max(0, i - LONGEST_NAME) : i]
    begun = len(ahead) == 3 and _is_headed(ahead[0], ahead[1]) and ahead[2].text[0].isupper()
    return begun and any(_is_headed(a, b) for a, b in pairwise(before))


def _is_headed(token: Token, behind: Token) -> bool:
    """``Center for``, ``Ministry of``."""
    is_head = token.text[0].isupper() and fold(token.text) in lexicon.organisation_words()["heads"]
    return is_head and behind.lower in ("of", "for")


def _is_court_of(tokens: Sequence[Token], i: int) -> bool:
    """``Court for the Western District of Ruritania``: where the court's district is."""
    district = tokens[i - 1].lower in ("district", "circuit") and tokens[i - 1].text[0].isupper()
    return district and any(t.text == "Court" for t in tokens[max(0, i - 7) : i])


def _is_one_place(tokens: Sequence[Token], i: int) -> bool:
    """``Newfoundland and Labrador``: one place, whose name has an "and"."""
    name = f"{tokens[i - 1].lower} and {tokens[i + 1].lower}"
    return name in lexicon.places().country_of


def _is_double_service(tokens: Sequence[Token], i: int) -> bool:
    """``Harbury Fire and Rescue``: one service, not the fire and somebody called Rescue."""
    pair = (tokens[i - 1].lower, tokens[i + 1].lower)
    return pair in _SERVICES and tokens[i - 1].text[0].isupper() and tokens[i + 1].text[0].isupper()


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
        subject = between[-1] in known["subjects"] or _LEARNED.search(between[-1]) is not None
        return subject and not known["heads"].intersection(between[:-1])
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
    return token.lower in INSIDE and token.lower not in ("the", "a")


def _continues_over_hyphen(tokens: Sequence[Token], i: int) -> bool:
    """``Jong-un`` and ``al-Assad`` are names; ``Hamas-led`` is not."""
    before, after = tokens[i - 1], tokens[i + 1]
    if after.text[0].isupper() or before.lower in lexicon.particles():
        return after.tag in _PROPER or after.entity in LABELS
    named = after.tag in _PROPER and after.entity == before.entity == "PERSON"
    return named or _is_of_two_syllables(tokens, i)


def _is_of_two_syllables(tokens: Sequence[Token], i: int) -> bool:
    """``Moon Jae-in``, ``Sang-min Lee``: a given name of East Asia, whatever the parser takes it for."""
    first, second = tokens[i - 1], tokens[i + 1]
    syllables = _SYLLABLE.fullmatch(first.lower) and _SYLLABLE.fullmatch(second.text)
    if not syllables or second.lower in _NO_SYLLABLES:
        return False
    surname = tokens[i - 2] if i > 1 and tokens[i - 2].sentence == first.sentence else None
    if surname is not None and surname.text[0].isupper() and surname.text.isalpha():
        return f"{surname.lower} {first.lower}" not in lexicon.places().country_of
    behind = tokens[i + 2] if i + 2 < len(tokens) else None
    return behind is not None and behind.text[0].isupper() and behind.tag in _PROPER


def _next_capital(tokens: Sequence[Token], i: int) -> int:
    """Steps from ``i`` to just past the next capitalised word, at most four."""
    for step in range(1, min(5, len(tokens) - i)):
        if tokens[i + step].text[0].isupper():
            return step + 1
    return 0


def is_same_entity(a: Token, b: Token) -> bool:
    return bool(b.entity) and a.entity == b.entity and not b.entity_start


def _new_entity(tokens: Sequence[Token], i: int) -> bool:
    """Return whether the pipeline starts another name at ``i``: "Texas Sen. X" is no one name."""
    token, before = tokens[i], tokens[i - 1]
    if not token.entity_start or token.entity not in LABELS or before.entity not in LABELS:
        return False
    return token.entity != before.entity and fold(token.text) not in lexicon.organisation_words()["heads"]


def _widened(tokens: Sequence[Token], start: int, end: int) -> int:
    """The start with what belongs to the name before it: ``al-Assad``, ``Ruritanian Navy``."""
    if start >= 2 and tokens[start - 1].text == "-" and tokens[start - 1].end == tokens[start].start:
        return start - 2 if tokens[start - 2].lower in lexicon.particles() else start
    while start and tokens[start - 1].text[0].isupper() and is_same_entity(tokens[start - 1], tokens[start]):
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
    while first > 0 and letters and end - first < LONGEST_NAME:
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
        while first > 0 and letters and end - first < LONGEST_NAME:
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
