"""Build the documentation with the program itself: ``make docs``.

The pages of ``docs/`` and those beside it become pages of a site (``kind: page``), each titled by its first
heading; nothing is written twice.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.errors import Problem
from generator.settings import load_site

ROOT = Path(__file__).parents[1]
BESIDE = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("dist/docs"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for problem in build_docs(Path(folder), options.out.resolve()):
            print(problem)
    print(f"Open {options.out}/index.html")


def build_docs(folder: Path, out: Path) -> tuple[Problem, ...]:
    """Make a site of the documentation in ``folder``, publish it to ``out``, and return what was wrong."""
    stage(folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    return build(load_site(folder), BuildOptions(), out).problems


def stage(folder: Path) -> None:
    """Lay out the documentation as the sources of a site."""
    shutil.copytree(ROOT / "docs" / "site", folder, dirs_exist_ok=True)
    for path in _documents():
        place = folder / "content" / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            place.write_text(as_page(path.read_text("utf-8")), "utf-8")
        else:
            shutil.copy(path, place)

    (folder / "content" / "docs" / "decisions.md").write_text(as_page(_decisions()), "utf-8")


def _decisions() -> str:
    """List the records of decisions: a repository shows the folder."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    lines = [f"- [{_title(path.read_text('utf-8'))}](decisions/{path.name})" for path in records]
    return "\n".join(["# Decisions", "", *lines, ""])


def as_page(text: str) -> str:
    """Put the front matter of a page before a document."""
    return f"---\ntitle: {json.dumps(_title(text), ensure_ascii=False)}\nkind: page\n---\n\n{text}"


def _title(text: str) -> str:
    return text.lstrip().partition("\n")[0].lstrip("# ").replace("`", "")


def _documents() -> Iterator[Path]:
    yield from (ROOT / name for name in BESIDE)
    for path in sorted((ROOT / "docs").rglob("*")):
        own = path.relative_to(ROOT / "docs").parts[0] in ("site", "examples")
        if path.is_file() and not own:
            yield path


if __name__ == "__main__":
    main()
