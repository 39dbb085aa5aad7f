"""Tell what the import keeps of files of other programs, for ``docs/import.md``.

The files are those of ``tests/importing/files``; ``benchmarks/import_files.py`` made them.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from generator.importing import Imported, import_file

FILES = Path(__file__).parents[1] / "tests" / "importing" / "files"
_TABLE = re.compile(r"(?<=<!-- made by benchmarks/imports.py -->\n\n).*?(?=\n\n)", re.S)
SENTENCES = (
    "Nobody told us that the lock was shut",
    "Bo Lind, who runs the ferry, said that he had written",
    "The ferry waited for two hours.",
    "Forty passengers walked.",
    "What it costs",
    "naïve plan",
    "The council meets again in June.",
)
CUES = ("The gates were shut at noon.", "Nobody told the ferry.", "Søren Åberg called it a naïve plan.")
STAMPS = ("[00:00:01.000]", "[00:00:04.000]")
PRIVATE = ("@", "+44", "You wrote", "secret", "Ask the desk", "for the editor only")
AROUND = (
    "Home page",
    "Sport results",
    "Read also",
    "Ten harbours",
    "All rights reserved",
    "Printed for the desk",
)
_MAIL_SENTENCES = SENTENCES[:2]


@dataclass(frozen=True, slots=True)
class Row:
    """What was kept of a file, what it had and was lost, and what came in that should not."""

    file: str
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def markdown(self) -> str:
        cells = (", ".join(one) or "nothing" for one in (self.kept, self.lost, self.strange))
        return f"| `{self.file}` | {' | '.join(cells)} |"


def rows() -> Iterator[Row]:
    """Yield a row for each file, by its name."""
    for path in sorted(FILES.iterdir()):
        imported = import_file(path)
        found = dict(_features(path.name, imported))
        kept, lost = (
            tuple(name for name, had in found.items() if had == is_kept) for is_kept in (True, False)
        )
        yield Row(path.name, kept, lost, tuple(_strange(imported.body)))


def _strange(body: str) -> Iterator[str]:
    """Yield what an article does not hold: what is private, what stands around it, markup."""
    if any(words in body for words in PRIVATE):
        yield "what is private"
    if any(words in body for words in AROUND):
        yield "what stands around it"
    if re.search(r"</?[a-z]|\{\\", body):
        yield "markup"


def _features(name: str, found: Imported) -> Iterator[tuple[str, bool]]:
    """Yield what the file has, and whether it came in."""
    body, suffix = found.body, name.rpartition(".")[2]
    if suffix in ("vtt", "srt"):
        yield "words", all(cue in body for cue in CUES)
        yield "stamps", all(stamp in body for stamp in STAMPS)
        yield "speakers", all(f"{who}: " in body for who in ("Ana Brandt", "Tom Reed"))
        return
    mail = suffix in ("eml", "mbox")
    sentences = _MAIL_SENTENCES if mail else SENTENCES
    yield "words", all(_flat(sentence) in _flat(body) for sentence in sentences)
    apart = all(_apart(one, other, body) for one, other in pairwise(sentences))
    yield "lines" if suffix == "pdf" else "paragraphs", apart
    if not mail:
        yield "heading", bool(re.search(r"^#+ What it costs", body, re.M))
        yield from _details(name, suffix, body)
    if name != "pandoc.md":
        yield from _told(name, suffix, found)


def _told(name: str, suffix: str, found: Imported) -> Iterator[tuple[str, bool]]:
    yield "title", found.title in ("The lock at Port Alder", "The lock | Alder Post")
    if name != "fpdf2.pdf":
        yield "byline", found.byline == "Mira Holm"
    if suffix != "pdf" and "python-docx" not in name:
        yield "date", str(found.date) == "2031-05-06"


def _details(name: str, suffix: str, body: str) -> Iterator[tuple[str, bool]]:
    if suffix != "pdf":
        yield "list", bool(re.search(r"^[-*] +Forty passengers", body, re.M))
        yield "table", "4,200" in body
    if "pandoc" in name or "chromium" in name or "weasyprint" in name:
        yield "note", "page 3" in body
        yield "link", "https://example.org/minutes" in body


def _flat(text: str) -> str:
    return re.sub(r"[*_\s]+", " ", text)


def _apart(one: str, other: str, body: str) -> bool:
    start, end = body.find(one), body.find(other)
    return 0 <= start < end and "\n" in body[start:end]


def table() -> str:
    """Return the rows as a table of Markdown."""
    return "\n".join(
        ["| file | kept | lost | came in |", "|---|---|---|---|", *(row.markdown for row in rows())]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.write is None:
        print(table())
        return
    text = options.write.read_text("utf-8")
    options.write.write_text(_TABLE.sub(lambda _: table(), text, count=1), "utf-8")


if __name__ == "__main__":
    main()
