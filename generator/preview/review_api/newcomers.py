"""Ask about names that nobody bears yet, before they make new people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.extraction.mentions.names import fold
from generator.model import Extraction
from generator.preview.review_api.schemas import ReviewError
from generator.review import Registry
from generator.review.people.alike import offered


def ask_about(names: Sequence[str], extraction: Extraction, registry: Registry, seen: Iterable[str]) -> None:
    """Raise a ``ReviewError`` that asks, where a name is new in the text, in the registry and on the site.

    ``seen`` are the names of people in other briefings.
    """
    here = {fold(name) for name in _called(extraction)}
    new = [name for name in names if fold(name) not in here and not registry.called(name)]
    if not new:
        return
    known = list(dict.fromkeys([*_names(extraction), *(r.value.name for r in registry.records), *seen]))
    folded = {fold(name) for name in known}
    asks = {name: offered(name, known) for name in new if fold(name) not in folded}
    if asks:
        raise ReviewError(422, " ".join(_question(name, meant) for name, meant in asks.items()), asks=asks)


def _question(name: str, meant: Sequence[str]) -> str:
    likely = f" Or is it {' or '.join(meant)}?" if meant else ""
    return f"“{name}” is not known yet. A new person?{likely} Submit again to add the name."


def _names(extraction: Extraction) -> Iterator[str]:
    yield from (speaker.name for speaker in extraction.speakers)
    yield from (one.name for one in (*extraction.facts.people, *extraction.facts.organisations))


def _called(extraction: Extraction) -> Iterator[str]:
    yield from _names(extraction)
    for speaker in extraction.speakers:
        yield from speaker.aliases
