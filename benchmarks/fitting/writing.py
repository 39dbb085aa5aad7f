"""Writing what was fitted into ``generator/extraction/data/``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.extraction.attributions.reporting import ReportingTable
from generator.model import Act

_HEADING = """\
# Counted over PolNeAR and the desk set, train (docs/fitting.md); written by `make fit`.
# Reporting expressions: how often a word in a construction reported something, among its uses.
# * stands for every word, or for every construction of a word (n: as a noun, a: as an adjective).
# To add one, add a line. word, construction, reported, seen:
"""


def write(folder: Path, models: dict[str, Any], reporting: ReportingTable) -> None:
    """The expressions as text that people can read and change, the models as JSON."""
    lines = [
        "\t".join((*key, f"{c.attributed:g}", f"{c.seen:g}")) for key, c in sorted(reporting.rows.items())
    ]
    (folder / "reporting.tsv").write_text(_HEADING + "\n".join(lines) + "\n", encoding="utf-8")
    text = json.dumps(models, separators=(",", ":"), sort_keys=True)
    (folder / "models.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def write_thresholds(path: Path, listed: float, quoted: float, sure: float) -> None:
    """The thresholds, one for each act, so that an editor may set them apart."""
    lines = [
        "# Probabilities, written by `make fit`: between where the joint F1 is best on either corpus",
        "# (listed, by act; quoted: whole quotations), and where nine attributions in ten are right (sure).",
        f"quoted = {quoted}",
        f"sure = {sure}",
        "",
        "[listed]",
        *(f"{act} = {listed}" for act in Act),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
