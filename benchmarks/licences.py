"""Name what the program leans on, with licences; and as a CycloneDX list beside the wheel.

    python -m benchmarks.licences                    a table: name, version, licence
    python -m benchmarks.licences --sbom dist/sbom.json

Fails where a dependency is under a licence that binds what is linked with it, or names none.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = "annotated-briefings"
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_BINDING = re.compile(r"\b(A?GPL|AFFERO|GNU GENERAL PUBLIC)", re.IGNORECASE)
_LESSER = re.compile(r"\b(LGPL|LESSER)", re.IGNORECASE)


def dependencies(package: str = PACKAGE) -> dict[str, metadata.Distribution]:
    """All that a package needs at run time here, its dependencies' dependencies too, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [package]
    while waiting:
        name = waiting.pop()
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, or an extra
        if normal(one.metadata["Name"]) in found:
            continue
        found[normal(one.metadata["Name"])] = one
        waiting += [match[0] for line in one.requires or () if "extra ==" not in line
                    and (match := _NAME.match(line))]  # fmt: skip
    found.pop(normal(package), None)
    return dict(sorted(found.items()))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(one: metadata.Distribution) -> str:
    """The licence that a distribution names: as an expression, by classifier, or in its own words."""
    fields = one.metadata
    if expression := fields.get("License-Expression"):
        return expression
    classifiers = [
        c.rpartition(" :: ")[2] for c in fields.get_all("Classifier") or () if c.startswith("License ::")
    ]
    named = [c for c in classifiers if c != "OSI Approved"]
    words = (fields.get("License") or "").strip().splitlines()
    return " or ".join(named) or (words[0] if words else "")


def refused(licence: str) -> bool:
    """Return whether a licence is none, or one that would bind this program."""
    choices = re.split(r"\s+or\s+", licence, flags=re.IGNORECASE)
    return not licence or all(_BINDING.search(c) and not _LESSER.search(c) for c in choices)


def sbom() -> dict[str, Any]:
    """The list in CycloneDX's form, the same for the same environment."""
    own = metadata.distribution(PACKAGE)
    components = [
        {
            "type": "library", "name": name, "version": one.version,
            "purl": f"pkg:pypi/{name}@{one.version}", "bom-ref": f"pkg:pypi/{name}@{one.version}",
            "licenses": [{"license": {"name": licence_of(one)}}],
        }
        for name, one in dependencies().items()
    ]  # fmt: skip
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": PACKAGE, "version": own.version}},
        "components": components,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sbom", type=Path, help="write a CycloneDX list there")
    arguments = parser.parse_args()
    bad = []
    for name, one in dependencies().items():
        licence = licence_of(one)
        print(f"{name}\t{one.version}\t{licence or '?'}")
        if refused(licence):
            bad.append(name)
    if arguments.sbom:
        arguments.sbom.parent.mkdir(parents=True, exist_ok=True)
        arguments.sbom.write_text(json.dumps(sbom(), indent=2) + "\n", "utf-8")
    if bad:
        sys.exit(f"not to be used: {', '.join(bad)}")


if __name__ == "__main__":
    main()
