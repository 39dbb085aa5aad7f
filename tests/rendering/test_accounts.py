"""Accounts that differ stand side by side, each with when and where it was published."""

from __future__ import annotations

import re

from generator.rendering import Publication, Renderer, Theme
from tests.rendering.samples import ferry


def test_each_side_is_told_with_its_date_and_source() -> None:
    briefing = ferry()
    html = Renderer(Theme(), Publication()).briefing(briefing).page.content.decode()
    sides = re.findall(r'<blockquote class="side.*?</blockquote>', html, re.S)
    assert len(sides) == 2
    origin = briefing.document.front.source
    day = (origin and origin.published) or briefing.document.front.date
    assert day is not None
    for side in sides:
        assert f'<time datetime="{day.isoformat()}">' in side
        if origin:
            assert str(origin.publisher or origin.title) in side
