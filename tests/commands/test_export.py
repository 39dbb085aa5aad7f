"""A briefing as one file: it needs nothing else, and says what it is."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from pathlib import Path

import pytest

from tests.command_line import run

PICTURE = b"\x89PNG\r\n\x1a\nnothing"
TEXT = """---
title: The wall
date: 2026-01-01
draft: true
---

“It holds for forty years,” said Ada Example. See [the other](other.md),
[a page](https://example.org/x) and [below](#text).

![A wall](wall.png) ![Elsewhere](https://example.org/far.png) ![Private](wall.review.yaml)
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "briefing.toml").write_text('[language]\npipelines = {en = "none"}\n')
    (content / "wall.md").write_text(TEXT, "utf-8")
    (content / "other.md").write_text("---\ntitle: Other\ndate: 2026-01-01\n---\n\nIt is.\n")
    (content / "wall.png").write_bytes(PICTURE)
    (content / "wall.review.yaml").write_text(
        "- {action: reject, target: attribution, content: '“It holds for forty years,”'}\n"
    )
    return tmp_path


def exported(site: Path) -> str:
    done = run(site, "export", "content/wall.md", "--output", "out.html")
    assert done.returncode == 0, done.stderr
    return (site / "out.html").read_text("utf-8")


def test_it_needs_no_other_file(site: Path) -> None:
    html = exported(site)
    for tag in re.findall(r"<(?:script|link|img|source)\b[^>]*>", html):
        found = re.search(r'(?:src|href)="([^"]*)"', tag)
        assert not found or found[1].startswith("data:"), tag
    assert f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}" in html
    assert "far.png" not in html
    assert "<style>" in html
    assert not re.search(r"url\((?!data:)", html)


def test_its_policy_allows_what_stands_in_it_alone(site: Path) -> None:
    html = exported(site)
    policy = unescape(re.search(r'Security-Policy" content="([^"]*)"', html)[1])  # type: ignore[index]
    for name in ("style", "script"):
        for text in re.findall(rf"<{name}>(.*?)</{name}>", html, re.S):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert "'self'" not in policy


def test_a_draft_says_so_and_what_was_rejected_is_not_marked(site: Path) -> None:
    html = exported(site)
    assert "Draft: not published" in html
    assert 'class="said' not in html


def test_links_to_other_pages_lead_to_the_site_or_nowhere(site: Path) -> None:
    html = exported(site)
    assert 'href="https://example.org/x"' in html
    assert 'href="#text"' in html
    assert "other" not in "".join(re.findall(r'href="([^"]*)"', html))
    with (site / "briefing.toml").open("a") as settings:
        settings.write('[site]\nbase_url = "https://example.org/b"\n')
    html = exported(site)
    assert 'href="https://example.org/b/speakers/index.html"' in html
    assert 'href="https://example.org/b/other/index.html"' in html
    assert "wall.review" not in html


def test_a_file_outside_of_the_site_is_refused(site: Path) -> None:
    (site / "else.md").write_text(TEXT, "utf-8")
    assert run(site, "export", "else.md").returncode == 2
    assert run(site, "export", "content/wall.png").returncode == 2
