"""In whose own words a stretch of text is: a transcript's turns, a speech, a quotation.

"I" and "we" are there whoever speaks; "he" is not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from generator.extraction.mentions.name_index import Identity
from generator.extraction.speakers.identities import Identities
from generator.extraction.speakers.source_heads import TURN
from generator.extraction.speakers.turn_labels import TurnLabel, find_labels
from generator.model import Attribution, Kind, Source

# Who it is; or, where nobody knows, the stretch of speech in which it is said: its sort and its number.
Who = Identity | tuple[str, int]
THE_TEXT: Who = ("text", 0)  # "I" of the text itself
LOOK_BACK = 8  # quotations before a place that may still be open there


class Voices:
    """The turns and quotations of a text, and who speaks in each."""

    def __init__(self, source: Source, drafts: Sequence[Attribution]) -> None:
        self._drafts = drafts
        self._whole = source.sole_speaker is not None
        self.labels = find_labels(source, drafts)  # by paragraph
        self._turns: list[TurnLabel] = []
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
        for turn in self.labels.values():
            identity = identities.labelled(turn.label)
            if turn.draft is not None:
                speakers[turn.draft] = (identity,)
            self._starts.append(turn.span.start)
            self._turns.append(turn)
            self._speakers.append(identity)

    def of(self, place: int) -> Identity | None:
        """Return whose turn or speech a place of the text is in."""
        turn = bisect_right(self._starts, place) - 1
        return self._speakers[turn] if turn >= 0 else self._holder

    def says(self, place: int, *, marked: bool) -> Who:
        """Return who "I" is at a place, ``marked`` as quoted or not; else the stretch that they say."""
        quotation = self._quotation(place, marked)
        if quotation is not None:
            return ("quotation", quotation)
        if marked:
            return ("place", place)
        turn = bisect_right(self._starts, place) - 1
        if turn < 0:
            return self._holder or THE_TEXT
        # Every question of an interview may be somebody else's.
        return ("turn", turn) if self._turns[turn].label.anybody else self._speakers[turn]

    def stretch(self, place: int, *, marked: bool) -> Who:
        """The quotation or turn that a place is in: all that is known of a "they" in it."""
        quotation = self._quotation(place, marked)
        if quotation is not None:
            return ("within a quotation", quotation)
        turn = bisect_right(self._starts, place) - 1
        return ("within a turn", turn) if turn >= 0 and not marked else self.says(place, marked=marked)

    def _quotation(self, place: int, marked: bool) -> int | None:
        """The draft that quotes a place word for word, the innermost."""
        last = bisect_right(self._content_starts, place) - 1
        for i in range(last, max(-1, last - LOOK_BACK), -1):
            _, end, number = self._contents[i]
            draft = self._drafts[number]
            literal = draft.kind is Kind.DIRECT or (marked and draft.kind is Kind.MIXED)
            if place < end and literal and draft.rule != TURN:
                return number
        return None

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
