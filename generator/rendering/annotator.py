"""Turn views into marks: which elements stand around which words, with what beside them.

The little HTML that a mark brings along (a speaker's letter, a note in the margin)
comes from the macros of ``parts/marks.html``; this room decides where it goes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import escape

from generator.iso_dates import for_html
from generator.model import Assertion, Attribution, Extraction, Facts, Source, Span
from generator.rendering.context import AccountView, AssertionView, MediaView, StatementView
from generator.rendering.facts import Place
from generator.rendering.first_mentions import introductions
from generator.rendering.recordings import seconds, stamps
from generator.rendering.speaker_views import Spoken
from generator.rendering.weaving import NOTHING, Inserted, Mark


class Annotator:
    """Makes the marks of one page. ``macros`` are those of ``parts/marks.html``; ``disputes`` are confirmed.

    In a ``preview`` the marks of statements and assertions carry the annotation's id. Where there is a
    recording (``media``), time stamps lead into it.
    """

    def __init__(
        self,
        source: Source,
        spoken: Spoken,
        shown: Sequence[Span],
        macros: Any,
        disputes: Sequence[AccountView] = (),
        *,
        preview: bool = False,
        media: MediaView | None = None,
    ) -> None:
        self.preview, self.disputes, self.media = preview, disputes, media
        self.source, self.spoken, self.shown, self.macros = source, spoken, shown, macros
        self.labels = {turn.content[0].start: turn.label for turn in source.turns}

    def marks(
        self, extraction: Extraction, assertions: Sequence[AssertionView], places: Sequence[Place]
    ) -> list[Mark]:
        """All marks; of those around the same words the first is the outermost."""
        marks = [self._assertion(*pair) for pair in zip(extraction.assertions, assertions, strict=True)]
        for pair in zip(self.spoken.attributions, self.spoken.statements, strict=True):
            marks += self._statement(*pair)
        marks += self._first_mentions(extraction.facts)
        marks += self._clocks()
        marks += [_mention(place) for place in places]
        return marks

    def _assertion(self, assertion: Assertion, view: AssertionView) -> Mark:
        number = Inserted(self._html("number", view))
        attributes = ' class="assertion"' + self._id(view.id)
        return Mark(assertion.span, "mark", attributes, view.fragment, before=number)

    def _id(self, ident: str) -> str:
        """Return what a review in a preview calls an annotation; nobody else needs it."""
        return f' data-id="{escape(ident)}"' if self.preview else ""

    def _html(self, macro: str, *values: object) -> str:
        return str(getattr(self.macros, macro)(*values)).strip()

    # --- statements ---

    def _statement(self, one: Attribution, view: StatementView) -> Iterator[Mark]:
        key = self._disputed(view) + self._html("key", view)
        added = Inserted(key, "" if view.whole else self._html("note", view))
        attributes = _attributes(view) + self._id(view.id)
        first, last = one.content[0], one.content[-1]
        label = self.labels.get(first.start) if view.whole else None
        for span in one.content:
            yield Mark(
                span,
                "mark",
                attributes,
                view.fragment if span == first else None,
                before=added if view.whole and span == first and not label else NOTHING,
                after=added if not view.whole and span == last else NOTHING,
            )
        if label:
            yield Mark(label, "span", f' class="label c{view.colour}"', before=added)
        for name, spans in (("source", one.source), ("cue", one.cue)):
            for span in spans if not view.whole else ():
                yield Mark(span, "span", f' class="{name}" data-q="{view.number}"')

    def _disputed(self, view: StatementView) -> str:
        """Links to those who say otherwise."""
        others = filter(None, (pair.other(view) for pair in self.disputes))
        return "".join(self._html("disputed", other) for other in others)

    def _clocks(self) -> Iterator[Mark]:
        """The time stamps before the labels of a transcript; those behind them where one can play there."""
        starts = [block.span.start for block in self.source.blocks]
        for turn in self.source.turns:
            start = starts[bisect_right(starts, turn.label.start) - 1]
            stamp = self.source.text[start : turn.label.start].rstrip()
            if stamp and turn.time and turn.time in stamp:
                yield self._clock(Span(start, start + len(stamp)), turn.time)
        for span, time in stamps(self.source) if self.media else ():
            yield self._clock(span, time)

    def _clock(self, span: Span, time: str) -> Mark:
        at = seconds(time) if self.media else None
        play = Inserted(self._html("play", time, at, self.media)) if at else NOTHING
        return Mark(span, "span", ' class="clock"', after=play)

    # --- speakers ---

    def _first_mentions(self, facts: Facts) -> Iterator[Mark]:
        for one in introductions(self.source, self.spoken, facts, self.shown):
            card = Inserted(self._html("reference", one.speaker), self._html("card", one.speaker))
            kind = ' class="first brief"' if one.brief else ' class="first"'
            yield Mark(one.span, "span", kind, f"first-{one.speaker.slug}", after=card)


def _attributes(view: StatementView) -> str:
    classes = ["said", view.kind.value, f"c{view.colour}"]
    classes += ["uncertain"] if view.review.uncertain else []
    classes += ["whole"] if view.whole else []
    who = " ".join(str(speaker.number) for speaker in view.speakers)
    lang = f' lang="{escape(view.lang)}"' if view.lang else ""
    return f' class="{" ".join(classes)}" data-q="{view.number}" data-s="{who}"{lang}'


def _mention(place: Place) -> Mark:
    """A date is a ``time``, a number a ``data``, each with its value; a name is a ``span``."""
    value = escape(place.value or "")
    kind = f' class="{place.kind}"'
    if place.kind == "date" and for_html(place.value):
        return Mark(place.span, "time", f'{kind} datetime="{value}"', place.fragment)
    if place.kind == "number":
        return Mark(place.span, "data", f'{kind} value="{value}"', place.fragment)
    return Mark(place.span, "span", kind, place.fragment)
