"""Find what comes with the generator besides its code."""

from __future__ import annotations

from pathlib import Path


def shipped_templates() -> Path:
    """Return the templates that come with the generator: in the package, or beside it in a checkout."""
    inside = Path(__file__).parents[0] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "templates"
