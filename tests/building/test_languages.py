"""The language of the pages' own words and that of the texts are two settings."""

from __future__ import annotations

import re
from pathlib import Path

from tests.building.conftest import Command, write

HEAD = "---\ntitle: Budget\ndate: 2026-03-01\n---\n\n"
TEXT = HEAD + "“It is a thin budget,” said Odile Karr. She added that it would hold.\n"


def page(site: Path) -> str:
    return (site / "site" / "a" / "index.html").read_text("utf-8")


def test_a_german_page_around_an_english_text_is_whole(site: Path, briefing: Command) -> None:
    write(site, "a.md", TEXT)
    (site / "briefing.toml").write_text("", "utf-8")
    assert briefing("build").returncode == 0
    english = page(site)
    settings = '[site]\nlang = "de"\n\n[site.words.de]\nImprint = "Impressum"\n'
    (site / "briefing.toml").write_text(settings, "utf-8")
    (site / "templates").mkdir()
    own = '{% extends "@base/base.html" %}{% block footer %}{{ _("Imprint") }}{% endblock %}'
    (site / "templates" / "base.html").write_text(own, "utf-8")
    done = briefing("build")
    assert done.returncode == 0, done.stderr
    assert "no language pipeline" not in done.stderr
    german = page(site)
    assert '<html lang="de"' in german
    assert "Impressum" in german
    assert re.search(r'<h1[^>]* lang="en"', german)
    assert german.count("<mark") == english.count("<mark") > 0


def test_the_default_language_of_the_texts_is_set_by_itself(site: Path, briefing: Command) -> None:
    write(site, "a.md", TEXT)
    (site / "briefing.toml").write_text('[language]\ntexts = "de"\n', "utf-8")
    assert "no language pipeline is set for 'de'" in briefing("build").stderr
    (site / "briefing.toml").write_text('[language]\ntexts = "german"\n', "utf-8")
    done = briefing("build")
    assert done.returncode == 1
    assert "briefing.toml:2" in done.stderr
