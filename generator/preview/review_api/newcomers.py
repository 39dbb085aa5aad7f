"""Ask about names that nobody bears yet, before they make new people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.extraction.mentions.names import fold
from generator.model import Entity, Extraction, Speaker
from generator.preview.review_api.schemas import Add, Alter, Attribute, ReviewError
from generator.review import FactKind, Registry
from generator.review.annotations import Reviewable
from generator.review.people.alike import offered

_NAMED = (FactKind.PERSON, FactKind.ORGANISATION)
_KINDS = {
    "person": "A new person",
    "organisation": "A new organisation",
    "group": "A new group",
    "unnamed": "A new unnamed source",
    "document": "A new document",
}


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everybody who has a name: in the text, in the registry, and (``seen``) in other briefings."""

    extraction: Extraction
    registry: Registry
    seen: Sequence[str] = ()

    def new(self, names: Iterable[str]) -> list[str]:
        """List those of ``names`` that nobody bears."""
        here = {fold(name) for name in (*_called(self.extraction), *self._all())}
        return [name for name in names if fold(name) not in here and not self.registry.called(name)]

    def offered(self, name: str, instead_of: str = "") -> list[str]:
        """List who may be meant by a new name, besides the one whose name it replaces."""
        return offered(name, [one for one in self._all() if one != instead_of])

    def _all(self) -> list[str]:
        listed = (record.value.name for record in self.registry.records)
        return list(dict.fromkeys([*_names(self.extraction), *listed, *self.seen]))


def ask_about(decision: Attribute | Add | Alter, on: Reviewable | None, known: KnownNames) -> None:
    """Raise a ``ReviewError`` that asks about the new names of a decision about the annotation ``on``.

    Words of the text that are marked as a name are asked about only where somebody may be meant.
    """
    old = _renamed(on) if isinstance(decision, Alter) else ""
    asks = {name: known.offered(name, old) for name in known.new(_typed(decision, on))}
    if isinstance(decision, Add) and decision.what in _NAMED and not decision.name:
        words = " ".join(" ".join(part.exact for part in decision.parts).split())
        asks |= {name: meant for name in known.new([words]) if (meant := known.offered(name))}
    if asks:
        what = _question_for(decision, old)
        questions = (_question(name, what, meant) for name, meant in asks.items())
        raise ReviewError(422, " ".join(questions), asks=asks)


def _typed(decision: Attribute | Add | Alter, on: Reviewable | None) -> Sequence[str]:
    match decision:
        case Attribute(speakers=speakers):
            return speakers
        case Add(what=what, name=name) if what in _NAMED:
            return (name,) if name else ()
        case Add(speakers=speakers):
            return speakers
        case Alter(values=values) if _renamed(on) and values.get("name"):
            return (values["name"],)
    return ()


def _renamed(on: Reviewable | None) -> str:
    """Return the name of a speaker, person or organisation; "" of all else."""
    if on is None or on.kind is FactKind.PLACE or not isinstance(on.value, Speaker | Entity):
        return ""
    return on.value.name


def _question_for(decision: Attribute | Add | Alter, old: str) -> str:
    if old:
        return f"A new name for {old}?"
    if isinstance(decision, Add) and decision.what in _NAMED:
        return f"{_KINDS[decision.what]}?"
    kind = None if isinstance(decision, Alter) else decision.kind
    return f"{_KINDS[kind or 'person']}?"


def _question(name: str, what: str, meant: Sequence[str]) -> str:
    likely = f" Or is it {' or '.join(meant)}?" if meant else ""
    return f"“{name}” is not known yet. {what}{likely} Submit again to add the name."


def _names(extraction: Extraction) -> Iterator[str]:
    yield from (speaker.name for speaker in extraction.speakers)
    yield from (one.name for one in (*extraction.facts.people, *extraction.facts.organisations))


def _called(extraction: Extraction) -> Iterator[str]:
    yield from _names(extraction)
    for speaker in extraction.speakers:
        yield from speaker.aliases
