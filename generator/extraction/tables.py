"""The tables in ``data/``: word lists and fitted numbers that an editor can read and change."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of ``data/``."""
    return tomllib.loads(files("generator.extraction").joinpath("data", name).read_text("utf-8"))
