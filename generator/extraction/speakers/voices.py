"""In whose own words a stretch of text is: a transcript's turns, a speech, a quotation.

"I" and "we" are there whoever speaks; "he" is not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from generator.extraction.mentions.labels import Label, read_label
from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.source_heads import TURN
from generator.model import Attribution, Source, SourceKind

LOOK_BACK = 8  # quotations before a place that may still be open there


class Voices:
    """The turns and quotations of a text, and who speaks in each."""

    def __init__(self, source: Source, drafts: Sequence[Attribution]) -> None:
        self._drafts = drafts
        self._whole = source.kind is SourceKind.SPEECH and len(source.speakers) == 1
        known: dict[str, Label] = {}
        self._turns: list[tuple[int, Label]] = []  # draft and its label
        for number, draft in enumerate(drafts):
            if draft.rule == TURN and draft.source:
                text = source.text[draft.source[0].start : draft.source[0].end]
                label = known[text] = known.get(text) or read_label(text)
                self._turns.append((number, label))
        self.labels = tuple(known.values())
        self._starts: list[int] = []
        self._speakers: list[Identity] = []
        self._contents = sorted(
            (*span, number) for number, draft in enumerate(drafts) for span in draft.content
        )
        self._content_starts = [content[0] for content in self._contents]
        self._holder: Identity | None = None

    def identify(self, identities: Identities, speakers: list[tuple[Identity, ...]]) -> None:
        """Give every turn its speaker, in ``speakers`` too."""
        if self._whole:
            self._holder = identities.hinted[0]
        for number, label in self._turns:
            identity = identities.labelled(label)
            speakers[number] = (identity,)
            self._starts.append(self._drafts[number].source[0].start)
            self._speakers.append(identity)

    def of(self, place: int) -> Identity | None:
        """Whose turn or speech a place of the text is in."""
        turn = bisect_right(self._starts, place) - 1
        return self._speakers[turn] if turn >= 0 else self._holder

    def lend(self, speakers: list[tuple[Identity, ...]], first_persons: Sequence[tuple[int, int]]) -> None:
        """Whoever says "I": the speaker of the quotation around it, else of the turn or speech."""
        for draft, place in first_persons:
            around = self._around(place, draft)
            holder = self.of(place)
            quoted = speakers[around] if around is not None else ()
            speakers[draft] = quoted or ((holder,) if holder else ())

    def _around(self, place: int, inner: int) -> int | None:
        """The draft whose content holds ``place`` most closely, ``inner`` itself aside."""
        last = bisect_right(self._content_starts, place) - 1
        for i in range(last, max(-1, last - LOOK_BACK), -1):
            _, end, draft = self._contents[i]
            if place < end and draft != inner:
                return draft
        return None
