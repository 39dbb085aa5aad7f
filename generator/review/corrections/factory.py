"""Make corrections from annotations: whole, so that nothing else is needed later."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.model import AccountPair, Assertion, Attribution, DateFact, Entity, NumberFact, Span, Speaker
from generator.review.anchoring.selectors import Selector, describe
from generator.review.corrections.correction import Action, Correction, FactKind, Target
from generator.review.corrections.sidecar import new_id

MOST_MENTIONS = 3  # enough to find a fact again


def hash_of(text: str) -> str:
    """Return a short hash that identifies a version of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CorrectionFactory:
    """Makes corrections of one text, signed by one person."""

    text: str
    by: str | None = None
    at: datetime | None = None
    note: str | None = None

    def selectors(self, spans: Sequence[Span]) -> tuple[Selector, ...]:
        return tuple(describe(self.text, span) for span in spans)

    def write(self, action: Action, target: Target, **values: object) -> Correction:
        """Make a correction with a new id, signed."""
        return Correction(
            id=new_id(), action=action, target=target, by=self.by, at=self.at,
            text_hash=hash_of(self.text), note=self.note, **values,
        )  # fmt: skip

    # --- one for each target ---

    def attribution(self, action: Action, one: Attribution, *, was: Sequence[Span] = ()) -> Correction:
        """Correct an attribution; ``one`` is how it should be, ``was`` its old extent if changed."""
        return self.write(
            action,
            Target.ATTRIBUTION,
            content=self.selectors(one.content),
            was=self.selectors(was),
            source=self.selectors(one.source),
            cue=self.selectors(one.cue),
            speakers=one.speakers,
            kind=one.kind.value,
            act=one.act,
            how=one.how,
            said=None if one.said else False,
            not_said=one.not_said,
        )

    def assertion(self, action: Action, one: Assertion, *, was: Span | None = None) -> Correction:
        """Correct an assertion; ``one`` is how it should be, its verdict included."""
        verdict = one.verdict if action is Action.VERDICT else None
        return self.write(
            action,
            Target.ASSERTION,
            content=self.selectors([one.span]),
            was=self.selectors([was] if was else []),
            speakers=one.speakers,
            value=verdict,
            link=one.link if action is Action.VERDICT else None,
        )

    def speaker(self, action: Action, one: Speaker, *, title: str | None = None) -> Correction:
        """Correct a speaker."""
        return self.write(action, Target.SPEAKER, speakers=(one.name,), kind=one.kind.value, title=title)

    def merged(self, names: Sequence[str]) -> Correction:
        """Merge several speakers into the first."""
        return self.write(Action.MERGE_SPEAKERS, Target.SPEAKER, speakers=tuple(names))

    def split(self, old: str, new: str, said: Sequence[Attribution]) -> Correction:
        """Attribute to ``new`` some of what is attributed to ``old``."""
        spans = [span for one in said for span in one.content[:1]]
        return self.write(
            Action.SPLIT_SPEAKER, Target.SPEAKER, speakers=(old, new), content=self.selectors(spans)
        )

    def entity(self, action: Action, one: Entity, kind: FactKind) -> Correction:
        """Correct a person, an organisation or a place."""
        return self.write(
            action,
            Target.FACT,
            content=self.selectors(one.mentions[:MOST_MENTIONS]),
            kind=kind.value,
            value=one.name,
            title=one.titles[0] if one.titles else None,
        )

    def date(self, action: Action, one: DateFact) -> Correction:
        return self.write(
            action,
            Target.FACT,
            content=self.selectors([one.span]),
            kind=FactKind.DATE.value,
            value=one.value or "",
            about=one.about,
        )

    def number(self, action: Action, one: NumberFact) -> Correction:
        return self.write(
            action,
            Target.FACT,
            content=self.selectors([one.span]),
            kind=FactKind.NUMBER.value,
            value=written(one),
            unit=one.unit,
            about=one.about,
        )

    def pair(self, action: Action, one: AccountPair, sides: tuple[Attribution, Attribution]) -> Correction:
        """Correct a pair of accounts; the first speaker of each side identifies it."""
        speakers = tuple(name for side in sides for name in side.speakers[:1])
        return self.write(
            action,
            Target.ACCOUNT_PAIR,
            content=self.selectors(sides[0].content),
            against=self.selectors(sides[1].content),
            subject=one.subject,
            speakers=speakers if len(speakers) == 2 else None,
        )


def written(one: NumberFact) -> float | str:
    """Return a number as a correction holds it: in the editor's words, a range with both its ends."""
    if one.wording is not None:
        return one.wording
    return float(one.value) if one.upper is None else f"{one.value:.15g}-{one.upper:.15g}"


def reanchored(correction: Correction, text: str, spans: Sequence[Span]) -> Correction:
    """Return the correction anchored at a candidate that a person accepted.

    One written by hand gets no ``text_hash``: it restores nothing, then as before.
    """
    content = tuple(describe(text, span) for span in spans)
    version = hash_of(text) if correction.text_hash else None
    return correction.model_copy(update={"content": content, "text_hash": version})
