"""Decide what a name or noun may stand for, by tables, words, grammar and the pipeline's label."""

from __future__ import annotations

import re

from generator.extraction.language import Token
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Role
from generator.extraction.mentions.names import fold

_TYPE_OF_LABEL = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANISATION,
    "GPE": EntityType.PLACE,
    "NORP": EntityType.GROUP,
}
# Places that are also who runs them.
_COUNCILS = frozenset(
    ("city", "county", "district", "province", "town", "township", "village", "port", "palace")
)
_REALMS = frozenset(("republic", "kingdom", "principality", "sultanate", "emirate"))
_LAWS = frozenset(("act", "amendment"))
_STREETS = frozenset(("st", "ave", "blvd", "hwy", "pkwy"))
_SITE = re.compile(r"[\w-]+\.(?:com|org|net|at|hu|ru|de|fr|au|uk|io|tv|eu)(?:\.\w\w)?")
_INITIALS = re.compile(r"(?:[a-z]\.){2,3} \w")  # "J.D. Marsh"
_NO_PERSON = frozenset(("u.s.", "u.k.", "u.n.", "e.u.", "d.c.", "l.a.", "n.y.", "p.o."))
_CODE = re.compile(r"[A-Z]{2,4}\d{2,}|[A-Z]\d[A-Z]\d|[A-Z][\w-]*-\d{1,2}")  # "FT1344", "H1N1", "SARS-CoV-2"
_ACTING = frozenset((Role.SUBJECT, Role.PASSIVE, Role.POSSESSIVE))
_NO_INITIALS = frozenset(("us", "uk", "un", "eu", "la", "ny", "dc", "tv", "pc", "st", "mt", "ft"))


def type_of_name(words: str, label: str, title: tuple[str, ...], role: Role) -> tuple[EntityType, int]:
    """Return what the name stands for and how sure that is: by title, tables, words, label."""
    folded = fold(words)
    if title and (title[-1] in lexicon.titles().closing or title[-1] in lexicon.roles().person):
        return EntityType.PERSON, 4
    known = lexicon.organisation_words()
    if folded in known["known"] or _SITE.fullmatch(folded) or _is_outlet(folded):
        return EntityType.ORGANISATION, 3
    places = lexicon.places()
    if folded in places.country_of and (label != "PERSON" or _is_only_country(folded)):
        return EntityType.PLACE, 3
    if _is_nobodys(folded, words):
        return EntityType.OTHER, 2
    by_words = _type_by_words(folded, label, role) if " " in folded else None
    if by_words is not None:
        return by_words
    if label in _TYPE_OF_LABEL:
        return _TYPE_OF_LABEL[label], 2
    if words.isupper() and 2 < len(words) < 7:
        return EntityType.ORGANISATION, 0
    return (EntityType.PERSON, 1) if _has_initials(words) else (EntityType.UNKNOWN, 0)


def _is_outlet(folded: str) -> bool:
    """``Harburynews``: one word, but not ``News``."""
    ends = lexicon.organisation_words()["outlets"]
    return " " not in folded and any(folded.endswith(end) and len(folded) > len(end) + 2 for end in ends)


def _is_nobodys(folded: str, words: str) -> bool:
    """``Hurricane Ada``, ``Operation Storm``, ``SARS-CoV-2``: no body, whatever the pipeline says."""
    first, _, rest = folded.partition(" ")
    known = lexicon.organisation_words()
    if rest and first in known["no_bodies"]:
        return rest.rsplit(" ", 1)[-1] not in known["heads"]
    return bool(_CODE.fullmatch(words))


def _type_by_words(folded: str, label: str, role: Role) -> tuple[EntityType, int] | None:
    """By a given name in front, by a word for organisations, places or things at the end."""
    known = lexicon.organisation_words()
    first, last = folded.split(" ", 1)[0].split("-", maxsplit=1)[0], folded.rsplit(" ", 1)[-1]
    head = folded.split(" of ", 1)[0].split(" for ", 1)[0].rsplit(" ", 1)[-1]
    is_head = head in known["heads"] or last in known["heads"]
    given = first in lexicon.given_names()
    if is_realm(folded) or last in _STREETS:
        return EntityType.PLACE, 3
    if last in _LAWS:
        return EntityType.OTHER, 3
    if _INITIALS.match(folded) and not is_head and first not in _NO_PERSON:
        return EntityType.PERSON, 3
    if given and label in ("PERSON", "") and (not is_head or last in known["surnames_too"]):
        return EntityType.PERSON, 3
    if is_head:
        return EntityType.ORGANISATION, 3
    if first in known["beginnings"] and label != "" and not given:
        return EntityType.PLACE, 2
    if last in known["things"] and label != "PERSON":
        return EntityType.OTHER, 3
    if last in known["places"] and label != "PERSON":
        return (EntityType.ORGANISATION, 1) if label == "ORG" and last in _COUNCILS else (EntityType.PLACE, 2)
    if given and label == "GPE":
        return EntityType.PERSON, 2
    acts = role in _ACTING or (label == "ORG" and folded.count(" ") == 1 and last not in known["places"])
    if given and acts and label != "NORP" and first not in lexicon.roles().person:
        return EntityType.PERSON, 1
    return None


def is_realm(folded: str) -> bool:
    """``the People's Republic of Graustark``, ``the State of Graustark``: a country or state by its words."""
    realm, of, _ = folded.partition(" of ")
    return bool(of) and (realm.rsplit(" ", 1)[-1] in _REALMS or realm == "state")


def _is_only_country(folded: str) -> bool:
    """``Benin``, whatever the pipeline says; ``Chad`` and ``Jordan`` are given names too."""
    places = lexicon.places()
    return folded in places.countries and folded not in lexicon.given_names()


def _has_initials(words: str) -> bool:
    """``TJ Marlow``: two capitals and a name that nothing else explains."""
    first, _, rest = words.partition(" ")
    return len(first) == 2 and first.isupper() and rest.istitle() and fold(first) not in _NO_INITIALS


def type_of_noun(token: Token) -> EntityType:
    """Return what a common noun, or a capitalised role, stands for; unknown for things."""
    roles = lexicon.roles()
    word = token.lower
    plural = token.tag in ("NNS", "NNPS")
    lemma = fold(token.lemma) if plural else word
    if lemma in roles.person or (token.tag == "NNP" and lemma in lexicon.titles().closing):
        return EntityType.GROUP if plural else EntityType.PERSON
    if word in roles.group or (lemma in roles.group and lemma not in roles.document):
        return EntityType.GROUP  # "families" as well as "family"; but "numbers" are what they show
    if lemma in roles.document or word in roles.document:
        return EntityType.DOCUMENT
    if lemma in roles.organisation:
        return EntityType.GROUP if plural else EntityType.ORGANISATION
    if token.entity == "NORP" and plural:
        return EntityType.GROUP
    return EntityType.UNKNOWN
