"""Limit what one source may take; a message names the setting that it exceeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.errors import ContentError, ContentErrors, Problem
from generator.model import Block
from generator.reading.offsets import OffsetMap
from generator.settings import FILE, LimitSettings

DEFAULTS = LimitSettings()


def beyond(what: str, name: str, allowed: float) -> str:
    """Say that ``what`` is more than the setting ``name`` allows."""
    return f"{what}, more than [limits] {name} = {allowed:_}"


def or_raise_it(way_out: str) -> str:
    """Say what to do about it, the setting last."""
    return f"{way_out}, or raise it in {FILE}"


def refuse_size(size: int, name: str, limits: LimitSettings) -> None:
    """Raise :class:`ContentError` where a file has more bytes than it may."""
    if size > limits.bytes:
        told = beyond(f"{size / 1e6:.1f} MB", "bytes", limits.bytes)
        raise ContentError(told, file=name, hint=or_raise_it("split it"))


def refuse_counts(blocks: Sequence[Block], name: str, offsets: OffsetMap, limits: LimitSettings) -> None:
    """Raise :class:`ContentErrors` where there are too many paragraphs, or one that is too long."""
    found = list(_counts(blocks, name, offsets, limits))
    if found:
        raise ContentErrors(found)


def _counts(
    blocks: Sequence[Block], name: str, offsets: OffsetMap, limits: LimitSettings
) -> Iterator[Problem]:
    if len(blocks) > limits.paragraphs:
        told = beyond(f"{len(blocks):_} paragraphs", "paragraphs", limits.paragraphs)
        yield Problem(
            told, name, *offsets.line_column(blocks[limits.paragraphs].span.start), or_raise_it("split it")
        )
    for start, end in (block.span for block in blocks):
        if end - start > limits.characters:
            told = beyond(f"a paragraph of {end - start:_} characters", "characters", limits.characters)
            yield Problem(told, name, *offsets.line_column(start), or_raise_it("break it with an empty line"))
