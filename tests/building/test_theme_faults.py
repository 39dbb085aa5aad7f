"""Faults of a site's own theme are warnings of `build` and errors of `check`, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.building.builder import Builder
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.output import InPlace
from generator.building.store.site_archive import archive_of
from generator.settings import load_site
from tests.building.conftest import Command, update

BASE = '{{% extends "@base/base.html" %}}\n{}'


def put(site: Path, name: str, text: str) -> None:
    path = site / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


FOOT = "{% block foot %}Imprint{% endblock %}"
NOWHERE = '{% block footer %}{{ link("nowhere") }}{% endblock %}'
RENAMED = "there is no template of this name to replace (did you mean 'briefing.html'?)"
FONT = "@font-face {\n src: url(hous.ttf); }\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("base.html", BASE.format(FOOT), "base.html:2: @base/base.html has no block 'foot'"),
        ("base.html", BASE.format(NOWHERE), "base.html:2: link('nowhere') leads to no page"),
        ("breifing.html", "x", f"breifing.html:1:1: {RENAMED}"),
        ("assets/own.css", FONT, "assets/own.css:2:7: url(hous.ttf) leads to no asset"),
    ],
)
def test_a_fault_of_the_theme_is_an_error_of_check(
    site: Path, briefing: Command, name: str, text: str, told: str
) -> None:
    put(site, name, text)
    done = briefing("check")
    assert done.returncode == 1
    assert f"templates/{told}" in done.stderr
    assert briefing("build", "--strict").returncode == 1
    for _ in range(2):  # made, and found unchanged
        built = briefing("build")
        assert built.returncode == 0
        assert built.stderr.count(f"templates/{told}") == 1
        assert "[warning]" in built.stderr


def test_a_theme_in_order_passes(site: Path, briefing: Command) -> None:
    put(site, "parts/own.html", "{% block inner %}x{% endblock %}")
    footer = '{% include "parts/own.html" %}{{ link("speakers") }}{{ link("") }}{{ asset("style.css") }}'
    put(
        site,
        "base.html",
        BASE.format("{% block footer %}" + footer + "{% block mine %}y{% endblock %}{% endblock %}"),
    )
    put(site, "assets/house.ttf", "font")
    put(site, "assets/own.css", "@font-face { src: url(house.ttf); background: url(data:,x) }\n")
    done = briefing("check")
    assert done.returncode == 0, done.stderr


def test_a_fault_of_the_theme_is_told_in_the_preview_until_it_is_mended(site: Path) -> None:
    put(site, "base.html", BASE.format(FOOT))
    made = load_site(site)
    with archive_of(made) as (archive, _):
        output = InPlace(site / ".briefing" / "preview")
        builder = Builder(Inputs(site), archive, output, "preview", BuildOptions(preview=True))
        assert "has no block 'foot'" in str(update(builder).warnings[0])
        put(site, "base.html", BASE.format(FOOT.replace("foot", "footer")))
        assert update(builder).warnings == ()
