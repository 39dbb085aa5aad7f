"""A draft holds nobody up, whatever is wrong with it; the same is an error once it is to be published."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.report import Report
from generator.commands.scaffold import new_briefing
from generator.errors import ContentErrors
from generator.settings import load_site
from tests.building.conftest import Command, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MAIL = "From: Anna <anna@example.org>\nTo: BriefingLoader\n\nText.\n"
WRONG = {
    "empty": ("", ""),
    "only a comment": ("", "<!-- to be written -->\n"),
    "an excerpt without a title": ("excerpt: true\n", "# Hidden\n\nText.\n"),
    "a pasted mail": ("", MAIL),
    "a taken address": ("slug: good\n", "Text.\n"),
}


def publish(site: Path) -> Report:
    return build(load_site(site), BuildOptions(lambda: NOW))


def test_a_new_draft_does_not_stop_publication(site: Path, briefing: Command) -> None:
    new_briefing(site / "content", "Something new", NOW.date())
    report = publish(site)
    assert (report.briefings, report.held_back) == (1, 1)
    assert "content/something-new.md:6:1: the file has no text" in "".join(map(str, report.warnings))


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("held", ["draft: true\n", "embargo: 2026-04-01T06:00Z\n"])
def test_what_is_wrong_in_a_text_that_is_held_back_is_a_warning(site: Path, kind: str, held: str) -> None:
    front, text = WRONG[kind]
    write(site, "held.md", f"---\n{front}{held}---\n\n{text}")
    assert publish(site).briefings == 1


@pytest.mark.parametrize("kind", WRONG)
def test_the_same_is_an_error_in_a_text_that_is_published(site: Path, kind: str) -> None:
    front, text = WRONG[kind]
    write(site, "held.md", f"---\n{front}---\n\n{text}")
    with pytest.raises(ContentErrors) as caught:
        publish(site)
    assert all(str(problem).startswith("content/held.md:") for problem in caught.value.problems)


def test_a_broken_review_of_a_draft_is_a_warning(site: Path) -> None:
    write(site, "d.md", "---\ntitle: D\ndate: 2026-01-01\ndraft: true\n---\n\nText.\n")
    write(site, "d.review.yaml", "- action: perhaps\n")
    assert "content/d.review.yaml" in "".join(map(str, publish(site).warnings))
    write(site, "d.md", "---\ntitle: D\ndate: 2026-01-01\n---\n\nText.\n")
    with pytest.raises(ContentErrors, match=r"content/d\.review\.yaml"):
        publish(site)


@pytest.mark.parametrize("name", ["page.html", "talk.vtt", "notes.docx", "mail.eml", "paper.PDF"])
def test_extract_refuses_what_it_cannot_read(site: Path, briefing: Command, name: str) -> None:
    (site / name).write_text("<p>Text.</p>")
    done = briefing("extract", name)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "files are not read (copy its words into a file that ends in .md" in done.stderr
