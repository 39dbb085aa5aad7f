"""Put the card of a briefing beside its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator.rendering import BriefingPage, Renderer
from generator.rendering.cards import drawn

_NAME = re.compile(r"card\.[0-9a-f]{10}\.png")


def card_files(made: BriefingPage, renderer: Renderer) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of the card with what draws it, where there is one."""
    card = renderer.card(made.view)
    if card is not None:
        yield f"{made.view.address}/{card.name}", partial(drawn, card)


def is_card(path: str) -> bool:
    """Tell whether a file of the site is a card."""
    return _NAME.fullmatch(path.rsplit("/", 1)[-1]) is not None
