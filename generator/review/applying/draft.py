"""The extraction while corrections are applied to it: the one place where it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.extraction.mentions.names import fold
from generator.model import (
    AccountPair,
    Assertion,
    Attribution,
    Entity,
    Extraction,
    Provenance,
    Span,
    Speaker,
    SpeakerKind,
    Status,
)
from generator.review.annotations import Fact, facts_by_kind
from generator.review.applying.matching import SpanIndex, are_one, covered, likeness, size
from generator.review.corrections.correction import Correction, FactKind
from generator.review.people.identities import renamed
from generator.review.people.registry import NOBODY, Registry

_MOSTLY = 0.9  # the share of words written by hand that must lie in the annotation they point to
_HELD = 0.5  # the share of an assertion that must lie in the attribution that asserts it


def provenance(correction: Correction, status: Status) -> Provenance:
    """Return the provenance that a correction gives to an annotation."""
    return Provenance(status, correction.by, correction.at, correction.text_hash, correction.note)


@dataclass(slots=True)
class ExtractionDraft:
    """Annotations by id or name, in order.

    ``heirs`` leads from dropped attributions to their successors; ``first`` are the assertions that a
    person put before all others, in the order wanted.
    """

    text: str
    attributions: dict[str, Attribution]
    speakers: dict[str, Speaker]
    assertions: dict[str, Assertion]
    accounts: dict[str, AccountPair]
    facts: dict[FactKind, list[Fact]]
    heirs: dict[str, str] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    registry: Registry = NOBODY
    _index: SpanIndex = field(default_factory=SpanIndex)

    @classmethod
    def of(cls, text: str, extraction: Extraction, registry: Registry = NOBODY) -> ExtractionDraft:
        """Copy an extraction of ``text``; ``registry`` says who is who."""
        draft = cls(
            text,
            {a.id: a for a in extraction.attributions},
            {s.name: s for s in extraction.speakers},
            {a.id: a for a in extraction.assertions},
            {pair.id: pair for pair in extraction.accounts},
            {kind: list(facts) for kind, facts in facts_by_kind(extraction.facts).items()},
            registry=registry,
        )
        for attribution in extraction.attributions:
            draft._index.add(attribution.id, attribution.content)
        return draft

    # --- attributions ---

    def put(self, attribution: Attribution) -> None:
        """Add an attribution, or replace the one with its id."""
        self.drop(attribution.id)
        self.attributions[attribution.id] = attribution
        self._index.add(attribution.id, attribution.content)

    def drop(self, identifier: str, heir: str | None = None) -> None:
        """Remove an attribution; what refers to it will refer to ``heir``."""
        old = self.attributions.pop(identifier, None)
        if old is not None:
            self._index.discard(identifier, old.content)
        if heir is not None and heir != identifier:
            self.heirs[identifier] = heir

    def live(self, identifier: str) -> Attribution | None:
        """Return the attribution that an id leads to now, unless it was rejected."""
        while identifier in self.heirs:
            identifier = self.heirs[identifier]
        found = self.attributions.get(identifier)
        return found if found and found.provenance.status is not Status.REJECTED else None

    def same_reports(self, content: Sequence[Span], cue: Sequence[Span] = ()) -> list[Attribution]:
        """Find the attributions that are the same report as this content and cue, the best first."""
        same = [a for a in self._near(content) if are_one(content, cue, a.content, a.cue)]
        return sorted(same, key=lambda a: (-likeness(content, a.content), a.id))

    def pieces_of(self, content: Sequence[Span]) -> list[Attribution]:
        """Find the attributions that hold some parts of a split quotation and nothing else."""
        near = self._near(content) if len(content) > 1 else []
        return [a for a in near if all(_is_part(span, content) for span in a.content)]

    def smallest_around(self, words: Sequence[Span]) -> list[Attribution]:
        """Find the smallest attribution that holds some words: a list of one, or none."""
        holding = [a for a in self._near(words) if covered(words, a.content) >= _MOSTLY]
        return sorted(holding, key=lambda a: (size(a.content), a.id))[:1]

    def statements_at(self, words: Sequence[Span]) -> list[Attribution]:
        """Find the attributions of these words, or the smallest one around them."""
        return self.same_reports(words) or self.smallest_around(words)

    def attribution_of(self, span: Span) -> Attribution | None:
        """Find the attribution, not rejected, whose content is or holds most of the span."""
        live = [a for a in self._near([span]) if a.provenance.status is not Status.REJECTED]
        holding = [a for a in live if covered((span,), a.content) >= _HELD]
        return max(holding, key=lambda a: (likeness((span,), a.content), a.id), default=None)

    def _near(self, spans: Sequence[Span]) -> list[Attribution]:
        return [self.attributions[identifier] for identifier in self._index.near(spans)]

    def free_id(self, wanted: str) -> str:
        """Return ``wanted``, or a variant of it that no annotation has."""
        taken = self.attributions.keys() | self.assertions.keys() | self.accounts.keys()
        identifier, copy = wanted, 2
        while identifier in taken:
            identifier, copy = f"{wanted}-{copy}", copy + 1
        return identifier

    def put_first(self, assertion: str) -> None:
        """Put an assertion before all that no person placed, behind those that one did."""
        self.first = [one for one in self.first if one != assertion] + [assertion]

    # --- speakers ---

    def speaker_called(self, name: str) -> str | None:
        """Find the speaker with this name, or with an alias of the registry or that nobody else has."""
        if name in self.speakers:
            return name
        folded = fold(name)
        found = [s.name for s in self.speakers.values() if folded == fold(s.name)]
        person = self.registry.find(name)
        if not found and person is not None and person.name in self.speakers:
            return person.name
        found = found or [s.name for s in self.speakers.values() if folded in map(fold, s.aliases)]
        return found[0] if len(found) == 1 else None

    def ensure_speakers(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the names as the text's speakers have them; a new one becomes a speaker."""
        known = []
        for name in names:
            found = self.speaker_called(name)
            if found is None:
                person = self.registry.find(name)
                found = person.name if person else name
                aliases = (name,) if found != name else ()
                kind = self.kind_of(name)
                self.speakers[found] = Speaker(found, kind, (), aliases, Provenance(Status.EDITED))
            known.append(found)
        return tuple(dict.fromkeys(known))

    def rename_speakers(self, names: Mapping[str, str]) -> None:
        """Rename speakers wherever they are named; two that get one name become one."""
        for a in self.attributions.values():
            if names.keys() & set(a.speakers):
                self.attributions[a.id] = replace(a, speakers=renamed(a.speakers, names))
        for assertion in self.assertions.values():
            if names.keys() & set(assertion.speakers):
                changed = replace(assertion, speakers=renamed(assertion.speakers, names))
                self.assertions[assertion.id] = changed

    def entities(self, kind: FactKind) -> list[Entity]:
        """Return the people, organisations or places of the fact sidebar."""
        return [fact for fact in self.facts[kind] if isinstance(fact, Entity)]

    def listed_as(self, names: set[str]) -> list[tuple[FactKind, Entity]]:
        """Find the people and organisations of the fact sidebar that have one of the names."""
        folded = {fold(name) for name in names}
        kinds = (FactKind.PERSON, FactKind.ORGANISATION)
        return [(kind, one) for kind in kinds for one in self.entities(kind) if fold(one.name) in folded]

    def relist(self, kind: FactKind, old: Fact, new_kind: FactKind, new: Fact) -> None:
        """Replace ``old`` by ``new``, in its list or in the list of another kind."""
        facts = self.facts[kind]
        place = next(number for number, fact in enumerate(facts) if fact is old)
        if kind is new_kind:
            facts[place] = new
        else:
            del facts[place]
            self.facts[new_kind].append(new)

    def kind_of(self, name: str) -> SpeakerKind:
        """Tell the kind of a speaker whom only a person named: by registry and facts, else by a guess.

        In doubt it is one without a page.
        """
        person = self.registry.find(name)
        if person is not None:
            return SpeakerKind(person.kind)
        for kind, known in (
            (FactKind.PERSON, SpeakerKind.PERSON),
            (FactKind.ORGANISATION, SpeakerKind.ORGANISATION),
        ):
            if any(entity.name == name for entity in self.entities(kind)):
                return known
        words = name.split()
        named = len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()
        return SpeakerKind.PERSON if named else SpeakerKind.UNNAMED


def _is_part(span: Span, content: Sequence[Span]) -> bool:
    return any(likeness((span,), (part,)) >= _MOSTLY for part in content)
