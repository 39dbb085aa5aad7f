"""A page's JSON-LD: known words of schema.org, what the page shows and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import MACHINE, Extraction, Kind, Provenance, Status
from generator.rendering import Briefing, Publication, Renderer, Theme
from generator.rendering.publication import Identity
from tests.rendering.samples import CLERK, HALASZ, OFFICE, REVIEWED, document, ferry, hearing

NODE = {"@id", "@type"}
WORK = NODE | {
    "text",
    "description",
    "inLanguage",
    "creativeWorkStatus",
    "creditText",
    "author",
    "name",
    "url",
}
ALLOWED = {  # of schema.org, what each type may hold here
    "NewsArticle": WORK
    | {"@context", "headline", "datePublished", "dateModified", "publisher", "keywords"}
    | {"isBasedOn", "correction", "hasPart"},
    "Quotation": WORK | {"spokenByCharacter"},
    "Claim": WORK,
    "ClaimReview": WORK | {"claimReviewed", "itemReviewed", "reviewRating", "datePublished", "citation"},
    "CreativeWork": WORK | {"publisher", "datePublished"},
    "Person": NODE | {"name", "jobTitle"},
    "Organization": NODE | {"name"},
    "Rating": NODE | {"alternateName"},
}
REQUIRED = {
    "NewsArticle": {"headline", "author", "inLanguage"},
    "Quotation": {"@id", "text", "creativeWorkStatus"},
    "Claim": {"@id", "text", "creativeWorkStatus"},
    "ClaimReview": {"url", "claimReviewed", "itemReviewed", "reviewRating", "author"},
    "Person": {"name"},
    "Organization": {"name"},
    "Rating": {"alternateName"},
    "CreativeWork": set(),
}
BASE = "https://example.org/b"
SITE = Publication(title="The Ledger", base_url=BASE, identity=Identity(publisher="Ledger Trust"))
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def page(
    publication: Publication = SITE, change: Callable[[Extraction], Extraction] = lambda found: found
) -> str:
    briefing = ferry()
    briefing = replace(briefing, extraction=change(briefing.extraction))
    return Renderer(Theme(), publication).briefing(briefing).page.content.decode()


def data(html: str) -> dict[str, Any]:
    (script,) = SCRIPT.findall(html)
    found: dict[str, Any] = json.loads(script)
    return found


def parts(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [part for part in found["hasPart"] if part["@type"] == kind]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def judged(provenance: Provenance) -> Callable[[Extraction], Extraction]:
    def change(found: Extraction) -> Extraction:
        first = replace(found.assertions[0], verdict="Half true", provenance=provenance)
        return replace(found, assertions=(first, *found.assertions[1:]))

    return change


def test_every_node_holds_what_its_type_knows_and_all_that_it_needs() -> None:
    found = data(page(change=judged(REVIEWED)))
    assert found["@context"] == "https://schema.org"
    for node in nodes(found):
        kind = node.get("@type")
        if kind is not None:
            assert node.keys() <= ALLOWED[kind], node
            assert node.keys() >= REQUIRED[kind], node


def test_only_direct_speech_is_a_quotation_and_it_names_who_speaks() -> None:
    quotations = parts(data(page()), "Quotation")
    direct = [one for one in ferry().extraction.attributions if one.kind is Kind.DIRECT]
    assert len(quotations) == len(direct)
    first = next(one for one in quotations if "no such minutes" in one["text"])
    assert first["spokenByCharacter"] == {
        "@type": "Person",
        "@id": f"{BASE}/speakers/judit-halasz/index.html",
        "name": HALASZ,
        "jobTitle": "Mayor",
    }
    assert first["description"] == "said"
    assert first["creativeWorkStatus"] == "machine, not reviewed"


def test_every_part_leads_to_its_place_in_the_page() -> None:
    html = page()
    links = [part["@id"] for part in data(html)["hasPart"]]
    assert links
    for link in links:
        address, _, fragment = link.partition("#")
        assert address == f"{BASE}/town/ferry/index.html"
        assert f'id="{fragment}"' in html


def test_without_an_address_of_the_site_links_stay_in_the_page() -> None:
    html = page(Publication())
    assert "example.org/b" not in html
    assert all(part["@id"].startswith("#") for part in data(html)["hasPart"])


def test_who_is_no_person_and_no_organisation_is_credited_by_name() -> None:
    def said_by_the_clerk(found: Extraction) -> Extraction:
        changed = [replace(a, speakers=(CLERK,)) if a.id == "a8" else a for a in found.attributions]
        return replace(found, attributions=tuple(changed))

    quotation = next(
        one for one in parts(data(page(change=said_by_the_clerk)), "Quotation") if "minutes,”" in one["text"]
    )
    assert quotation["creditText"] == CLERK
    assert "spokenByCharacter" not in quotation


def test_a_key_assertion_is_a_claim_with_the_words_that_report_it() -> None:
    claims = parts(data(page()), "Claim")
    assert len(claims) == 3
    assert claims[0]["text"].startswith("According to Lessing Audit Office: 41 million")
    assert claims[0]["author"]["name"] == OFFICE


@pytest.mark.parametrize("provenance", [MACHINE, Provenance(Status.REJECTED, by="R. Editor")])
def test_a_verdict_that_nobody_confirmed_is_no_review(provenance: Provenance) -> None:
    for rules in (SITE, replace(SITE, confirmed_only=())):
        found = data(page(rules, judged(provenance)))
        assert not parts(found, "ClaimReview")
        assert "Half true" not in json.dumps(found)


def test_an_editors_verdict_is_a_review_of_the_claim() -> None:
    found = data(page(change=judged(REVIEWED)))
    (review,) = parts(found, "ClaimReview")
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Half true"}
    assert review["author"]["name"] == "Ledger Trust"
    assert review["datePublished"] == "2031-04-12"
    assert review["itemReviewed"]["@id"] in {claim["@id"] for claim in parts(found, "Claim")}


def test_turns_of_a_transcript_are_not_told_twice() -> None:
    html = Renderer(Theme(), SITE).briefing(hearing()).page.content.decode()
    assert "hasPart" not in data(html)


def test_previews_and_sites_that_want_none_have_none() -> None:
    for publication in (Publication(preview=True), replace(SITE, exports=False)):
        assert not SCRIPT.search(page(publication))


RAW = "---\ntitle: {title}\ndate: 2031-01-01\n---\n\nNothing was said.\n"


@given(st.text(st.sampled_from("<>/&-!script'\"\\ \u2028]"), min_size=1, max_size=30))
def test_no_word_ends_the_script_element(words: str) -> None:
    raw = RAW.format(title=json.dumps(f"A {words}"))
    if "<!--" in words:
        return  # front matter refuses it
    made = Briefing(document(raw), Extraction())
    html = Renderer(THEME, SITE).briefing(made).page.content.decode()
    (script,) = SCRIPT.findall(html)
    assert not set("<>&") & set(script)
    assert json.loads(script)["headline"] == f"A {words}".strip()


THEME = Theme()
