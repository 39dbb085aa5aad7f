"""Describe a mention, a name, pronoun or description, with its grammar.

The findings of one paragraph, spans relative to it. Which of them are one person is
the document's matter (``identities.py``); what grammar alone says (apposition, relative
pronoun, copula) is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.extraction.encoder.name_shares import NameShares
from generator.model import Span

QUANTITIES = frozenset(
    (
        "one",
        "another",
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
    )
)
UNPROVEN = -1  # weight of a name in a headline's capitals: what is a name must show elsewhere


class Form(StrEnum):
    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"  # a description: "the analyst"


class EntityType(StrEnum):
    """What a mention may stand for, as far as the paragraph tells."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    DOCUMENT = "document"
    OTHER = "other"  # a work, an event, a thing
    UNKNOWN = ""


class Role(StrEnum):
    """The part a mention plays in its clause, most prominent first."""

    SUBJECT = "subject"
    PASSIVE = "passive subject"
    OBJECT = "object"
    OTHER = "other"
    POSSESSIVE = "possessive"
    MODIFIER = "modifier"  # "Trump" in "the Trump campaign"
    PREDICATE = "predicate"  # "a judge" in "she is a judge"


@dataclass(frozen=True, slots=True)
class Mention:
    """One expression that stands for somebody or something.

    ``span`` is the phrase as one would print it (title and name; article, adjectives
    and noun), ``core`` the name or noun in it, ``extent`` all that depends on it.
    ``words`` is the name without title and possessive, the noun's lemma, or the
    pronoun in lower case. ``same_as``, ``joined_to`` and ``author`` are indices of
    mentions of the same paragraph: one by grammar, the one before it in an enumeration, the one
    that a text is by.
    """

    span: Span
    core: Span
    extent: Span
    form: Form
    entity_type: EntityType
    words: str
    role: Role
    sentence: int
    weight: int = 0  # how sure ``entity_type`` is: 0 guessed .. 4 said by a title
    gender: str = ""  # "m", "f" or "" where the words do not tell
    plural: bool = False
    definite: bool = False
    indefinite: bool = False
    quoted: bool = False  # inside quotation marks
    honorific: str = ""
    titles: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()  # folded words that describe it
    same_as: int | None = None
    joined_to: int | None = None
    author: int | None = None  # of a text: whose words it holds
    shares: NameShares | None = None  # what the encoder takes a name for
    settlement: bool = False  # called a town, or the like, where it stands
    invented: bool = False  # a character's name where it stands
    doubtful: bool = False  # a character's name, or one in a caption: perhaps nobody


@dataclass(slots=True)
class Spotted:
    """A mention with its tokens, while the paragraph's links are still to be found."""

    mention: Mention
    head: int
    first: int  # with the title, where there is one
    end: int
