"""Tell search engines and fact-checkers' tools what a briefing's page holds: JSON-LD of schema.org.

    NewsArticle  the briefing
    Quotation    a direct quotation: the words are the speaker's own
    Claim        a key assertion, in its line with the words that report it
    ClaimReview  the same with the verdict that an editor confirmed

What is only reported is no quotation and stands in no `Quotation`. A speaker is a person or an
organisation where the extraction knows them to be one; all others are credited by name alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from generator.model import Kind, SpeakerKind
from generator.rendering.annotation_words import review_words
from generator.rendering.context import (
    AssertionView,
    BriefingView,
    OriginView,
    SpeakerView,
    StatementView,
)
from generator.rendering.i18n import PageLocale
from generator.rendering.publication import Publication

_CONTEXT = "https://schema.org"
_TYPES = {SpeakerKind.PERSON: "Person", SpeakerKind.ORGANISATION: "Organization"}
_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})  # ends no script, opens no comment

Node = dict[str, Any]


def structured_data(
    view: BriefingView, description: str, publication: Publication, locale: PageLocale
) -> Markup:
    """Return the JSON of a briefing's page, to stand in a script element that is data."""
    text = json.dumps(_Describer(view, publication, locale).article(description), ensure_ascii=False)
    return Markup(text.translate(_IN_HTML))  # noqa: S704 (nothing in it can end the element)


class _Describer:
    def __init__(self, view: BriefingView, publication: Publication, locale: PageLocale) -> None:
        self.view, self.publication, self.locale = view, publication, locale
        self.url = publication.address(f"{view.address}/index.html")

    def article(self, description: str) -> Node:
        view, identity = self.view, self.publication.identity
        publisher = {"@type": "Organization", "name": identity.publisher} if identity.publisher else None
        authors = view.authors or ((identity.author,) if identity.author else ())
        return _filled(
            {
                "@context": _CONTEXT,
                "@type": "NewsArticle",
                "@id": self.url,
                "url": self.url,
                "headline": view.title,
                "description": description,
                "inLanguage": view.lang,
                "datePublished": _day(view.dated or view.date),
                "dateModified": _day(view.updated),
                "author": [{"name": name} for name in authors] or publisher,
                "publisher": publisher,
                "keywords": list(view.tags),
                "isBasedOn": _origin(view.origin) if view.origin else None,
                "correction": [notice.text for notice in view.corrections],
                "hasPart": [*self._quotations(view.statements), *self._claims(view.assertions)],
            }
        )

    def _quotations(self, statements: Iterable[StatementView]) -> Iterator[Node]:
        """Of direct speech; turns of a transcript are the text itself, and are not told twice."""
        for one in statements:
            if one.kind is Kind.DIRECT and one.speakers and not one.whole:
                yield _filled(
                    {
                        "@type": "Quotation",
                        "@id": self._link(one.fragment),
                        "text": one.told,
                        "description": one.cue,
                        "inLanguage": one.lang,
                        "creativeWorkStatus": review_words(
                            one.review.status, self.locale, uncertain=one.review.uncertain
                        ),
                        **self._by(one.speakers, "spokenByCharacter"),
                    }
                )

    def _claims(self, assertions: Iterable[AssertionView]) -> Iterator[Node]:
        for one in assertions:
            link = self._link(one.fragment)
            yield _filled(
                {
                    "@type": "Claim",
                    "@id": link,
                    "text": one.told,
                    "creativeWorkStatus": review_words(
                        one.review.status, self.locale, uncertain=one.review.uncertain
                    ),
                    **self._by(one.speakers, "author"),
                }
            )
            if one.verdict and not one.review.by_machine:
                yield self._judgement(one, one.verdict, link)

    def _judgement(self, one: AssertionView, verdict: str, link: str) -> Node:
        identity = self.publication.identity
        judge = identity.publisher or self.publication.title
        return _filled(
            {
                "@type": "ClaimReview",
                "url": link,
                "claimReviewed": one.told,
                "itemReviewed": {"@id": link},
                "reviewRating": {"@type": "Rating", "alternateName": verdict},
                "author": {"@type": "Organization", "name": judge},
                "datePublished": _day(one.review.at),
                "citation": one.link,
            }
        )

    def _link(self, fragment: str) -> str:
        """Return a permalink: whole where the site knows its address, within the page elsewhere."""
        return f"{self.url or ''}#{fragment}"

    def _by(self, speakers: Iterable[SpeakerView], role: str) -> Node:
        """Say who speaks under ``role``, where all can stand there, else by their names."""
        found = list(speakers)
        if not found:
            return {}
        if any(speaker.kind not in _TYPES for speaker in found):
            return {"creditText": self.locale.listed([speaker.name for speaker in found])}
        nodes = [self._speaker(speaker) for speaker in found]
        return {role: nodes[0] if len(nodes) == 1 else nodes}

    def _speaker(self, speaker: SpeakerView) -> Node:
        page = self.publication.address(f"{speaker.address}/index.html") if speaker.address else None
        kind = _TYPES[speaker.kind]
        title = speaker.title if kind == "Person" else None
        return _filled({"@type": kind, "@id": page, "name": speaker.name, "jobTitle": title})


def _origin(origin: OriginView) -> Node:
    publisher = {"@type": "Organization", "name": origin.publisher} if origin.publisher else None
    return _filled(
        {
            "@type": "CreativeWork",
            "name": origin.title,
            "url": origin.url,
            "publisher": publisher,
            "datePublished": _day(origin.published),
        }
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _filled(node: Mapping[str, Any]) -> Node:
    """Return a node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], ())}
