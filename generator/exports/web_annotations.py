"""Write the annotations of a briefing as a collection of the W3C Web Annotation model.

Every annotation aims at the words in the page: by the id of the element that holds them, and by the
words themselves with what stands before and behind them in the text. Our own words in a page (signs,
notes, cards) stand in elements with ``data-x``; without these, its text is what the selectors quote.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from generator.exports.quotations import permalink
from generator.model import Span
from generator.rendering import BriefingPage, Publication
from generator.rendering.annotation_words import kind_words, review_words
from generator.rendering.context import AssertionView, StatementView
from generator.rendering.i18n import PageLocale

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"  # of HTML
_AROUND = 32  # characters before and behind a quotation
Node = dict[str, Any]


def web_annotations(made: BriefingPage, publication: Publication) -> bytes:
    """Return the collection of a briefing's statements and key assertions."""
    found = _Collector(made, publication).collection()
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


class _Collector:
    def __init__(self, made: BriefingPage, publication: Publication) -> None:
        self.made, self.publication = made, publication
        self.locale: PageLocale = publication.locale(made.view.lang)
        self.page = permalink(publication, made.view.address)
        self.own = self.page if publication.base_url else "index.html"

    def collection(self) -> Node:
        items = [*self._statements(), *self._assertions()]
        here = self.own.removesuffix("index.html") + "annotations.json"
        return {
            "@context": _CONTEXT,
            "id": here,
            "type": "AnnotationCollection",
            "label": self.made.view.title,
            "total": len(items),
            "first": {"id": f"{here}#first", "type": "AnnotationPage", "startIndex": 0, "items": items},
        }

    def _statements(self) -> Iterator[Node]:
        published = self.made.published
        for one, view in zip(published.spoken.attributions, self.made.view.statements, strict=True):
            if view.speakers:
                yield self._annotation(view.fragment, one.content, list(self._told(view)))

    def _told(self, view: StatementView) -> Iterator[Node]:
        """Say who says it, how, and who stands behind that."""
        for speaker in view.speakers:
            yield self._body("identifying", speaker.name)
        how = [kind_words(view.kind, self.locale), f"“{view.cue}”" if view.cue else ""]
        yield self._body("describing", ", ".join(filter(None, how)))
        yield self._reviewed(view)

    def _assertions(self) -> Iterator[Node]:
        published = self.made.published
        for one, view in zip(published.extraction.assertions, self.made.view.assertions, strict=True):
            bodies = [self._body("highlighting", view.told)]
            bodies += [self._body("classifying", view.verdict)] if view.verdict else []
            yield self._annotation(view.fragment, (one.span,), [*bodies, self._reviewed(view)])

    def _reviewed(self, view: StatementView | AssertionView) -> Node:
        words = review_words(view.review.status, self.locale, uncertain=view.review.uncertain)
        return self._body("assessing", words)

    def _body(self, purpose: str, value: str) -> Node:
        return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}

    def _annotation(self, fragment: str, spans: Sequence[Span], bodies: list[Node]) -> Node:
        targets = [self._target(span, fragment if not nth else None) for nth, span in enumerate(spans)]
        return {
            "id": f"{self.own}#{fragment}",
            "type": "Annotation",
            "motivation": "describing",
            "body": bodies,
            "target": targets[0] if len(targets) == 1 else targets,
        }

    def _target(self, span: Span, fragment: str | None) -> Node:
        """Aim at words; the first of a statement's have its id too."""
        text, shown = self.made.published.source.text, self._shown_around(span)
        quoted = {
            "type": "TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(shown.start, span.start - _AROUND) : span.start],
            "suffix": text[span.end : min(shown.end, span.end + _AROUND)],
        }
        named = {"type": "FragmentSelector", "conformsTo": _FRAGMENTS, "value": fragment}
        return {"source": self.own, "selector": [named, quoted] if fragment else quoted}

    def _shown_around(self, span: Span) -> Span:
        """Return the passage of the page that holds words: of an excerpt nothing else is quoted."""
        shown = self.made.published.shown
        first, last = (bisect_right(shown, (at, len(self.made.published.source.text) + 1)) - 1 for at in span)
        start = shown[first].start if first >= 0 and shown[first].end >= span.start else span.start
        end = shown[last].end if last >= 0 and shown[last].end >= span.end else span.end
        return Span(min(start, span.start), max(end, span.end))
