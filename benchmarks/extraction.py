"""``make benchmark-extraction CORPORA=…``: every scorer over every corpus, into docs/accuracy.md.

    python -m benchmarks.extraction CORPORA EVAL [--write docs/accuracy.md]

The figures are ours as ``briefing extract`` prints them; those of the peers are the
scorers' authors' (their README), measured with the same scorers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BEGIN, END = (
    "<!-- figures: written by make benchmark-extraction -->",
    "<!-- end of figures -->",
)
BRIEFING = (sys.executable, "-m", "generator", "extract")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what is measured, ours, the peers', what we want to reach."""

    figure: str
    ours: str
    peers: str = ""
    reach: str = ""


class Bench:
    """Runs ``briefing extract`` and the scorers; keeps the predictions in a folder of its own."""

    def __init__(self, corpora: Path, scorers: Path, folder: Path) -> None:
        self.corpora, self.scorers, self.folder = corpora, scorers, folder

    def extract(self, name: str, texts: Path, *flags: str, suffix: str = ".txt") -> Path:
        """Predictions for all texts of a folder."""
        out = self.folder / f"{name}.jsonl"
        files = sorted(map(str, texts.glob(f"*{suffix}")))
        with out.open("w", encoding="utf-8") as handle:
            subprocess.run(
                [*BRIEFING, *flags, *files],
                stdout=handle,
                stderr=subprocess.DEVNULL,
                check=True,
            )
        return out

    def score(self, scorer: str, *arguments: Path | str) -> dict[str, Any]:
        """A scorer's JSON."""
        command = [
            sys.executable,
            str(self.scorers / scorer),
            *map(str, arguments),
            "--json",
        ]
        found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        return found


def percent(value: float) -> str:
    return f"{100 * value:.1f}"


def attribution(bench: Bench) -> Iterator[Row]:
    """PolNeAR dev: attributions at the listed thresholds, every act."""
    gold = bench.corpora / "polnear" / "dev"
    result = bench.score("score.py", gold, bench.extract("dev", gold / "text"))
    joint, quoted, direct, indirect = (result[k] for k in ("joint", "quoted", "direct", "indirect"))
    yield Row(
        "joint F1 (P / R)",
        f"{percent(joint['f1'])} ({percent(joint['p'])} / {percent(joint['r'])})",
        "Citron 52.3; GGT 41.6; textacy 26.2; annotator against annotator 74.5", "70",
    )  # fmt: skip
    yield Row(
        "detection F1",
        percent(result["detection"]["f1"]),
        "Citron 58.5; GGT 50.3; textacy 29.0",
    )
    yield Row(
        "exact content F1",
        percent(result["exact"]["f1"]),
        "Citron 39.6; GGT 33.3; textacy 21.7",
    )
    yield Row(
        "direct: recall; source accuracy",
        f"{percent(direct['recall'])}; {percent(direct['source_accuracy'])}",
        "GGT 76.2; Citron 96.0", "97; 98",
    )  # fmt: skip
    yield Row(
        "quoted: recall; source accuracy",
        f"{percent(quoted['recall'])}; {percent(quoted['source_accuracy'])}",
        "GGT 70.4; Citron 92.5", "90; 96",
    )  # fmt: skip
    yield Row("indirect: joint recall", percent(indirect["joint_recall"]), "Citron 35.6", "55")


def confidence(bench: Bench) -> Iterator[Row]:
    """PolNeAR dev: every candidate with its confidence."""
    gold = bench.corpora / "polnear" / "dev"
    result = bench.score("calibration.py", bench.extract("all", gold / "text", "--all"), gold)
    yield Row("calibration error (ECE)", f"{result['ece']:.3f}", "", "at most .03")
    yield Row("AUROC", f"{result['auroc']:.3f}", "", "at least .85")
    for name, reach in (("precision 90", "52"), ("precision 95", "")):
        found = result[name]
        ours = f"{percent(found['r'])} (from {found['threshold']:.2f} up)" if found else "not reached"
        yield Row(f"joint recall at {name} %", ours, "", reach)


def statements(bench: Bench) -> Iterator[Row]:
    """Sourcing dev: statements, speakers and titles, with ``--acts says,shows``."""
    gold = bench.corpora / "sourcing" / "dev"
    result = bench.score(
        "sourcing.py",
        bench.extract("sourcing", gold / "text", "--acts", "says,shows"),
        gold,
    )
    statement, strict = result["statement"], result["speaker"]["strict"]
    yield Row(
        "found",
        percent(result["found"]["accuracy"]),
        "language models (6 articles) 79–92",
        "88",
    )
    yield Row("statement precision", f"{statement['p']:.3f}", "", "at least .72")
    yield Row(
        "statement F1", percent(statement["f1"]),
        "Gemini 2.5 Pro 89.9; GPT-4.1 86.6; Claude 3.7 Sonnet 80.2 (6 articles)",
    )  # fmt: skip
    yield Row("speakers strict: matched; end to end", _pair(strict, "matched", "end_to_end"))
    yield Row("titles: matched; end to end", _pair(result["title"], "matched", "end_to_end"))


def seed(bench: Bench) -> Iterator[Row]:
    """The seed article."""
    out = bench.extract("seed", bench.corpora / "seed", "--date", "2025-01-08")
    result = bench.score("seed.py", out)
    yield Row("attributions found, of 34", str(result["found"]), "", "32")
    yield Row("speakers right, of 34", str(result["speaker"]))
    yield Row("extra", str(len(result["extra"])), "", "at most 3")


def speakers(bench: Bench) -> Iterator[Row]:
    """PolNeAR dev: canonical speakers."""
    polnear = bench.corpora / "polnear"
    result = bench.score(
        "speakers.py",
        bench.folder / "dev.jsonl",
        polnear / "dev_speakers.json",
        polnear / "dev" / "text",
    )
    for name, subset in result["subsets"].items():
        ours = f"{percent(subset['accuracy'])}; {percent(subset['end to end'])}"
        yield Row(f"{name}: accuracy; end to end", ours)


def assertions(bench: Bench) -> Iterator[Row]:
    """NewsDiscourse dev: key assertions against main-event sentences."""
    gold = bench.corpora / "newsdiscourse" / "dev"
    result = bench.score("assertions.py", bench.extract("assertions", gold / "text"), gold)
    for k in ("p@1", "p@3", "p@5"):
        yield Row(k, percent(result["system"][k]), f"clean lead {percent(_lead(result, k))}")


def facts(bench: Bench) -> Iterator[Row]:
    """GUM dev: people, organisations, places, dates."""
    gold = bench.corpora / "gum" / "dev"
    result = bench.score("facts.py", bench.extract("facts", gold / "text"), gold)
    for name in ("people", "organisations", "places", "any type"):
        yield Row(f"{name}: F1", percent(result[name]["f1"]))
    yield Row("dates: span F1; value F1", _pair(result["dates"], "span", "value", "f1"))


def _pair(result: dict[str, Any], one: str, two: str, key: str = "accuracy") -> str:
    return f"{percent(result[one][key])}; {percent(result[two][key])}"


def _lead(result: dict[str, Any], k: str) -> float:
    return float(result[f"clean-lead-{k[2:]}"][k])


def desk_dev(bench: Bench) -> Iterator[Row]:
    """Desk dev: whole texts against three readers."""
    gold = bench.corpora / "desk" / "dev"
    out = bench.extract("desk-dev", gold / "text", "--acts", "says,shows", suffix=".md")
    yield from _desk(bench.score("desk.py", out, gold))


def desk_news(bench: Bench) -> Iterator[Row]:
    """Desk train, news: fitted on, so these flatter."""
    gold = bench.corpora / "desk" / "train"
    out = bench.extract("desk-train", gold / "text", "--acts", "says,shows", suffix=".md")
    yield from _desk(bench.score("desk.py", out, gold, "--docs", "w"))


def desk_spoken(bench: Bench) -> Iterator[Row]:
    """Desk train, interviews, speeches and hearings: fitted on, so these flatter."""
    gold = bench.corpora / "desk" / "train"
    yield from _desk(bench.score("desk.py", bench.folder / "desk-train.jsonl", gold, "--docs", "ss"))


def _desk(result: dict[str, Any]) -> Iterator[Row]:
    found, joint, key = result["found"], result["joint"], result["assertions"]
    yield Row("found F1", percent(found["f1"]))
    yield Row("joint F1 (P / R)", f"{percent(joint['f1'])} ({percent(joint['p'])} / {percent(joint['r'])})")
    yield Row("speaker of found", percent(result["speaker"]))
    yield Row(
        "key assertions: P@5; nDCG@8; asserter; spread",
        "; ".join(percent(key[name]) for name in ("P@5", "nDCG@8", "by", "spread")),
    )
    if result["how"]["n"]:
        how = result["how"]
        yield Row(
            "how: accuracy; F1 of all but plain saying", f"{percent(how['accuracy'])}; {percent(how['f1'])}"
        )
    for name, fact in result["facts"].items():
        yield Row(f"{name}: F1", percent(fact["f1"]))


PARTS: tuple[Callable[[Bench], Iterator[Row]], ...] = (
    desk_dev, desk_news, desk_spoken, attribution, confidence, statements, seed, speakers, assertions, facts,
)  # fmt: skip


def table(bench: Bench) -> str:
    """All figures as Markdown."""
    lines = [
        f"Measured {datetime.now(UTC).date().isoformat()}; figures in % unless they are counts.",
        "",
    ]
    lines += [
        "| measured on | figure | ours | others | reach |",
        "|---|---|---|---|---|",
    ]
    for part in PARTS:
        name = (part.__doc__ or "").rstrip(".")
        for row in part(bench):
            lines.append(f"| {name} | {row.figure} | {row.ours} | {row.peers} | {row.reach} |")
            name = ""
    return "\n".join(lines)


def write(page: Path, figures: str) -> None:
    """Put the figures between the page's two marks; the rest of the page is people's."""
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Accuracy\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure everything, print it, and write it where told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("eval", type=Path, help="folder of the scorers")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = table(Bench(options.corpora, options.eval, Path(folder)))
    print(figures)
    if options.write:
        write(options.write, figures)


if __name__ == "__main__":
    main()
