"""What was rejected or not confirmed never reaches a page, a list or the search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.model import MACHINE, Act, Extraction, Provenance, Status
from generator.rendering import Briefing, BriefingPage, Publication, Renderer, Theme
from tests.rendering.samples import REVIEWED, ferry

REJECTED = Provenance(Status.REJECTED, by="R. Editor")


def rendered(
    change: Callable[[Extraction], Extraction] = lambda found: found, publication: Publication | None = None
) -> BriefingPage:
    briefing = ferry()
    changed = replace(briefing, extraction=change(briefing.extraction))
    return Renderer(Theme(), publication or Publication()).briefing(changed)


def everything(page: BriefingPage) -> str:
    return page.page.content.decode() + repr(page.index_entry)


def without_rejected(kind: str) -> Callable[[Extraction], Extraction]:
    def change(found: Extraction) -> Extraction:
        marked = [replace(one, provenance=REJECTED) for one in getattr(found.facts, kind)]
        return replace(found, facts=replace(found.facts, **{kind: tuple(marked)}))

    return change


def test_a_rejected_attribution_is_in_no_list_and_no_mark() -> None:
    def reject(found: Extraction) -> Extraction:
        changed = [replace(a, provenance=REJECTED) if a.id == "a11" else a for a in found.attributions]
        return replace(found, attributions=tuple(changed))

    page = rendered(reject)
    assert "who-pia-marell" not in page.page.content.decode()
    assert "q-a-town-that-cannot" not in everything(page)
    assert "Pia Marell" not in page.index_entry.said


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("people", "people"),
        ("organisations", "organisations"),
        ("places", "places"),
        ("dates", "timeline"),
        ("numbers", "numbers"),
    ],
)
def test_rejected_facts_are_gone_with_their_section(kind: str, section: str) -> None:
    assert f'id="{section}"' in rendered().page.content.decode()
    assert f'id="{section}"' not in rendered(without_rejected(kind)).page.content.decode()


def test_a_wish_is_no_statement_and_no_key_assertion() -> None:
    page = rendered()
    assert "q-he-was-looking-forward" not in everything(page)
    assert page.page.content.decode().count('<li id="key-') == 3


def test_a_site_may_ask_for_wishes() -> None:
    page = rendered(publication=Publication(acts=frozenset(Act)))
    assert "q-he-was-looking-forward" in page.page.content.decode()


def unconfirmed(found: Extraction) -> Extraction:
    return replace(found, accounts=tuple(replace(pair, provenance=MACHINE) for pair in found.accounts))


def test_accounts_that_differ_are_published_only_once_confirmed() -> None:
    assert "the council’s minutes" in rendered().page.content.decode()
    assert "the council’s minutes" not in everything(rendered(unconfirmed))


def test_a_preview_shows_unconfirmed_accounts_and_says_so() -> None:
    html = rendered(unconfirmed, Publication(preview=True)).page.content.decode()
    assert "the council’s minutes" in html
    assert "Not confirmed: not published" in html


def test_a_site_may_publish_what_nobody_confirmed_and_says_so() -> None:
    html = rendered(unconfirmed, Publication(confirmed_only=())).page.content.decode()
    assert "the council’s minutes" in html
    assert "Not confirmed<" in html


def judged(provenance: Provenance) -> Callable[[Extraction], Extraction]:
    def change(found: Extraction) -> Extraction:
        first = replace(found.assertions[0], verdict="Half true", provenance=provenance)
        return replace(found, assertions=(first, *found.assertions[1:]))

    return change


def test_a_verdict_is_published_only_once_confirmed() -> None:
    assert "Half true" not in everything(rendered(judged(MACHINE)))
    assert "Half true" in rendered(judged(REVIEWED)).page.content.decode()


def test_reviewers_are_named_only_by_setting() -> None:
    assert "R. Editor" not in everything(rendered())
    named = rendered(publication=Publication(name_reviewers=True)).page.content.decode()
    assert "confirmed by R. Editor on April 12, 2031" in named


def test_an_unnamed_source_has_no_page_and_no_line_across_briefings() -> None:
    briefing = ferry()
    pages = {**briefing.pages, "a council clerk": "speakers/a-council-clerk"}
    page = Renderer(Theme(), Publication()).briefing(Briefing(briefing.document, briefing.extraction, pages))
    assert "speakers/a-council-clerk" not in everything(page)
    assert "a council clerk" not in page.index_entry.said
