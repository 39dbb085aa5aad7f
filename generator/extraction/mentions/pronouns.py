"""The pronouns that may speak or be spoken of, by what they tell."""

from __future__ import annotations

HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))
I = frozenset(("i", "me", "my", "mine", "myself"))  # noqa: E741 - the pronoun
WE = frozenset(("we", "us", "our", "ours", "ourselves"))
YOU = frozenset(("you", "your", "yours", "yourself", "yourselves"))
WHO = frozenset(("who", "whom", "whose", "which", "that"))

SINGULAR = HE | SHE
FIRST = I | WE
ALL = SINGULAR | THEY | IT | FIRST | YOU | WHO


def gender_of(pronoun: str) -> str:
    """``m``, ``f``, ``n`` or "" of a pronoun in lower case."""
    if pronoun in HE:
        return "m"
    if pronoun in SHE:
        return "f"
    return "n" if pronoun in IT else ""
