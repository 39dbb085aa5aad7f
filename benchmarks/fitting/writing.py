"""Writing what was fitted into ``generator/extraction/data/``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.extraction.attributions.counts import SHARED_TABLES, Key
from generator.extraction.attributions.reporting import Counts
from generator.model import Act

_HEADINGS = {
    "reporting": (
        "Reporting expressions: how often a word in a construction reported something, among its uses.",
        "* stands for every word, or for every construction of a word (n: as a noun, a: as an adjective).",
        "To add one, add a line. word, construction, reported, seen:",
    ),
    "heads": ("Main words of sources, among all that stood where a source stands. word, right, seen:",),
    "ways": ("How a source was reached from the cue. construction, way, right, seen:",),
    "governors": ("The word above a cue, and the cue's relation to it. word, relation, reported, seen:",),
    "openings": ("First words of contents. construction, word, reported, seen:",),
    "pairs": ("The cue's word with another. respect, word, other word, reported, seen:",),
    "cores": ("Main words of contents. construction, word, reported, seen:",),
}


def write(folder: Path, models: dict[str, Any], rows: dict[str, dict[Key, Counts]]) -> None:
    """The tables as text that people can read and change, the models as JSON."""
    for name in ("reporting", "pairs", *SHARED_TABLES):
        lines = [f"# {line}" for line in _HEADINGS[name]]
        lines.insert(
            0,
            "# Counted over PolNeAR and the desk set, train (docs/fitting.md); written by `make fit`.",
        )
        lines += [
            "\t".join((*key, f"{c.attributed:g}", f"{c.seen:g}")) for key, c in sorted(rows[name].items())
        ]
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = json.dumps(models, separators=(",", ":"), sort_keys=True)
    (folder / "models.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def write_thresholds(path: Path, listed: float, quoted: float, sure: float) -> None:
    """The thresholds, one for each act, so that an editor may set them apart."""
    lines = [
        "# Probabilities, written by `make fit`: midway between where the joint F1 is best on either corpus",
        "# (listed, by act; quoted: whole quotations), and where nine attributions in ten are right (sure).",
        f"quoted = {quoted}",
        f"sure = {sure}",
        "",
        "[listed]",
        *(f"{act} = {listed}" for act in Act),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
