"""Old addresses in a real browser: they lead to the same place of the page, at any address and from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.browsing import served
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site

pytestmark = pytest.mark.browser

TEXT = """---
title: The weir
date: 2031-05-04
aliases: [old/weir]
---

“We closed the lock at once,” said Ilse Brandt.
"""
SETTINGS = """[language]
pipelines = {}
[site]
redirects = {"people/brandt" = "weir"}
"""
PLACE = "q-we-closed-the-lock-at-once"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "weir.md").write_text(TEXT, "utf-8")
    (tmp_path / "briefing.toml").write_text(SETTINGS, "utf-8")
    folder = tmp_path / "out" / "sub" / "path"
    build(load_site(tmp_path), BuildOptions(), folder)
    return folder


@pytest.mark.parametrize("old", ["old/weir", "people/brandt"])
def test_an_old_address_leads_to_the_same_quotation(browser: Browser, built: Path, old: str) -> None:
    with served(built.parents[1]) as address:
        for base in (f"{address}sub/path/", f"{built.as_uri()}/"):
            page = browser.new_page()
            page.goto(f"{base}{old}/index.html#{PLACE}")
            page.wait_for_url(f"**/weir/index.html#{PLACE}")
            assert page.url == f"{base}weir/index.html#{PLACE}"
            expect(page.locator(f"#{PLACE}")).to_be_in_viewport()
            page.close()


def test_an_old_address_leads_on_without_scripts(browser: Browser, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built.as_uri()}/old/weir/index.html")
    page.wait_for_url("**/weir/index.html")
    expect(page.get_by_role("heading", name="The weir", level=1)).to_be_visible()
    context.close()
