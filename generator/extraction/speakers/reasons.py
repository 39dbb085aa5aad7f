"""Say in words why somebody is given as the speaker: for ``extract --explain`` and for tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """What leads from a source to its speaker; each value is a sentence with the words filled in."""

    NAMED = "the source names {who}"
    SHORT = "“{words}” is another form of the name {who}"
    BESIDE = "{who} is named beside “{words}”"
    ROLE = "“{words}” is what the text says that {who} is"
    DESCRIBED = "the text gives no name for “{words}”"
    PRONOUN = "“{words}” is {who}, {distance}"
    TOGETHER = "“{words}” takes up {who}"
    AUTHOR = "“{words}” is by {who}"
    FIRST = "“{words}” is whoever speaks there: {who}"
    LABEL = "the label of the turn is {who}’s"
    GOES_ON = "nobody is named: it goes on with {who}, who spoke last"
    COURT = "nobody is named: {who}, named before, is the court that does so"
    REPORTED = "“{words}” names nobody"


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground, the words of the text, and how many sentences back somebody was mentioned."""

    ground: Ground
    words: str = ""
    sentences: int = 0

    def tell(self, speakers: tuple[str, ...]) -> str:
        """The reason as a sentence; nothing where nobody is given."""
        if not speakers:
            return ""
        who = " and ".join(speakers)
        itself = self.ground is Ground.AUTHOR and len(speakers) == 1 and who in self.words
        ground = Ground.DESCRIBED if itself else self.ground
        return ground.value.format(who=who, words=self.words, distance=_distance(self.sentences))


def _distance(sentences: int) -> str:
    if sentences == 0:
        return "mentioned in the same sentence"
    return "mentioned one sentence before" if sentences == 1 else f"mentioned {sentences} sentences before"
