"""Patterns for the address of a page, to be waited for: a browser tells a new one a moment later."""

from __future__ import annotations

import re


def ending(text: str) -> re.Pattern[str]:
    """Return what matches an address that ends in ``text``."""
    return re.compile(f"{re.escape(text)}$")


def holding(text: str) -> re.Pattern[str]:
    """Return what matches an address that holds ``text``."""
    return re.compile(re.escape(text))
