"""Find what comes with the generator besides its code, and what may be installed beside it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def shipped_templates() -> Path:
    """Return the templates that come with the generator: in the package, or beside it in a checkout."""
    inside = Path(__file__).parents[0] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "templates"


@cache
def can_draw() -> bool:
    """Tell whether the library that draws cards is installed."""
    return find_spec("PIL") is not None
