"""What a page is made from, and what of it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from generator.model import AccountPair, Act, Assertion, Extraction, Provenance, Status
from generator.reading import Document


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as its pages need it.

    ``sure``: below this confidence a mark is uncertain. ``acts``: which acts pages
    show at all. ``preview`` shows what is not published, and marks it.
    """

    title: str = "Annotated briefings"
    description: str = ""
    lang: str = "en"
    base_url: str | None = None
    sure: float = 0.9
    acts: frozenset[Act] = frozenset({Act.SAYS, Act.SHOWS})
    name_reviewers: bool = False
    preview: bool = False
    version: str = ""

    def address(self, path: str) -> str | None:
        """The whole URL of a file of the site, where the site knows its own."""
        return f"{self.base_url.rstrip('/')}/{quote(path)}" if self.base_url else None


@dataclass(frozen=True, slots=True)
class Briefing:
    """A document with its reviewed extraction.

    ``pages`` leads from a speaker's name to the address of their page; who is not
    in it has none. ``pipeline`` is the language model's name and version.
    """

    document: Document
    extraction: Extraction
    pages: Mapping[str, str] = field(default_factory=dict)
    pipeline: str | None = None


def is_reviewed(provenance: Provenance) -> bool:
    return provenance.status in (Status.CONFIRMED, Status.EDITED)


def publishable(extraction: Extraction, publication: Publication) -> Extraction:
    """The extraction without what must not leave the workshop.

    Nothing rejected; no act that pages do not show, nor an assertion of such an act;
    and, but in a preview, no pair of accounts and no verdict that nobody confirmed.
    """
    kept = {a.id: a for a in extraction.attributions if _stays(a.provenance) and a.act in publication.acts}
    dropped = {a.id for a in extraction.attributions} - set(kept)
    pairs = [
        p for p in extraction.accounts if _pair_stays(p, publication) and kept.keys() >= {*p.attributions}
    ]
    assertions = [a for a in extraction.assertions if _stays(a.provenance) and a.attribution not in dropped]
    facts = extraction.facts
    return replace(
        extraction,
        attributions=tuple(sorted(kept.values(), key=lambda a: a.content[:1])),
        assertions=tuple(_judged(a, publication) for a in sorted(assertions, key=lambda a: a.rank)),
        accounts=tuple(pair for pair in pairs if _pair_stays(pair, publication)),
        facts=replace(
            facts,
            people=tuple(f for f in facts.people if _stays(f.provenance)),
            organisations=tuple(f for f in facts.organisations if _stays(f.provenance)),
            places=tuple(f for f in facts.places if _stays(f.provenance)),
            dates=tuple(f for f in facts.dates if _stays(f.provenance)),
            numbers=tuple(f for f in facts.numbers if _stays(f.provenance)),
        ),
    )


def _stays(provenance: Provenance) -> bool:
    return provenance.status is not Status.REJECTED


def _pair_stays(pair: AccountPair, publication: Publication) -> bool:
    return _stays(pair.provenance) and (publication.preview or is_reviewed(pair.provenance))


def _judged(assertion: Assertion, publication: Publication) -> Assertion:
    may_judge = publication.preview or is_reviewed(assertion.provenance)
    return assertion if may_judge else replace(assertion, verdict=None, link=None)
