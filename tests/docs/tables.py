"""Read headings and tables of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def sections(name: str) -> dict[str, str]:
    """Map each heading of a page of ``docs/``, without its hashes and backticks, to what is below it."""
    text = (DOCS / name).read_text("utf-8")
    found = re.findall(r"^#+ (.+?)\n(.*?)(?=^#+ |\Z)", text, re.S | re.M)
    return {heading.replace("`", "").strip(): body for heading, body in found}


def rows(section: str) -> list[list[str]]:
    """Return the cells of every table in a section, without heads and rules."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    tables = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    rules = {number for number, cells in enumerate(tables) if set(cells[0]) <= set("-: ") and cells[0]}
    heads = {number - 1 for number in rules}
    return [cells for number, cells in enumerate(tables) if number not in rules | heads]


def keys(section: str) -> list[str]:
    """Return the first cells of a section's tables, without backticks."""
    return [cells[0].strip("`") for cells in rows(section)]
