"""From a save to the changed bytes: our preview, and Hugo beside it where it is installed.

    python -m benchmarks.watch_latency [--bench ../shared/bench] [--briefings 1000] [--analysed N]
                                       [--words 50000] [--edits 21] [--folder DIR] [--hugo hugo]

Makes a corpus with ``make_corpus.py`` and measures with ``watch_latency.py``, both of the
folder ``--bench``. The archive is filled first, which takes some four minutes of one
processor for a thousand briefings; with ``--analysed N`` only the first N have a language
pipeline (the edited one among them), the others get quotation marks alone. ``--words``
measures one long transcript instead. With ``--folder`` all is kept for another run.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

HUGO_PAGE = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}"
HUGO_LIST = "<!doctype html><ul>{{ range .RegularPagesRecursive }}<li>{{ .Title }}</li>{{ end }}</ul>"


def main() -> None:
    arguments = _arguments()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="watch-latency-"))
    try:
        if arguments.words:
            _measure(arguments, _transcript(arguments, folder / "long"), "hearing.md")
        else:
            site = folder / "ours"
            name = _corpus(arguments, site / "content", "plain")
            leave_out(site / "content", arguments.analysed)
            _measure(arguments, site, name)
            if arguments.hugo and shutil.which(arguments.hugo):
                _measure_hugo(arguments, folder / "hugo")
    finally:
        if arguments.folder is None:
            shutil.rmtree(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--analysed", type=int)
    parser.add_argument("--words", type=int)
    parser.add_argument("--edits", type=int, default=21)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--hugo", default="hugo")
    return parser.parse_args()


# --- texts ---------------------------------------------------------------------


def _corpus(arguments: argparse.Namespace, content: Path, flavour: str) -> str:
    """Write the corpus; the name of the briefing to edit, one of the first hundred."""
    if not content.is_dir():
        command = [sys.executable, str(arguments.bench / "make_corpus.py"), "--n", str(arguments.briefings)]
        subprocess.run([*command, "--out", str(content), "--flavour", flavour], check=True)
    return next(path.name for path in sorted(content.iterdir()) if re.search(r"-000\d\d\.md$", path.name))


def leave_out(content: Path, analysed: int | None) -> None:
    """Give all but the first briefings a language that has no pipeline."""
    for path in content.iterdir() if analysed is not None else ():
        text = path.read_text("utf-8")
        if int(path.stem[-5:]) > (analysed or 0) and "\nlang: la\n" not in text:
            path.write_text(text.replace("---\n", "---\nlang: la\n", 1), "utf-8")


def _transcript(arguments: argparse.Namespace, site: Path) -> Path:
    """One hearing out of the paragraphs of the corpus, each with a page number so that none returns."""
    corpus = site / "corpus"
    _corpus(arguments, corpus, "plain")
    turns: list[str] = []
    words = 0
    for path in sorted(corpus.iterdir()):
        for paragraph in path.read_text("utf-8").split("---", 2)[2].split("\n\n"):
            plain = re.sub(r"\[\^1\]:?|[*_>“”\[]|\]\([^)]*\)", "", paragraph).replace("\n", " ").strip()
            if words < arguments.words and 15 < len(plain.split()) < 90:
                turns.append(f"{('HELEN MARSH', 'PIOTR VANCE')[len(turns) % 2]}: {plain} Page {len(turns)}.")
                words += len(turns[-1].split())
    (site / "content").mkdir(exist_ok=True)
    head = "---\ntitle: A long hearing\ndate: 2026-01-02\nkind: transcript\n---\n\n"
    (site / "content" / "hearing.md").write_text(head + "\n\n".join(turns) + "\n", "utf-8")
    return site


# --- measuring -----------------------------------------------------------------


def _measure(arguments: argparse.Namespace, site: Path, name: str) -> None:
    subprocess.run([sys.executable, "-m", "generator", "build", "--site", str(site)], check=True)
    page = site / ".briefing" / "preview" / name.removesuffix(".md") / "index.html"
    serve = [sys.executable, "-m", "generator", "serve", "--site", str(site), "--port", "0"]
    memory = _Memory(str(site))
    memory.start()
    _run(arguments, "briefing serve", site / "content" / name, page, "changed →", serve, Path.cwd())
    memory.stop()
    print(f"peak memory of the preview: {memory.peak} MB")


def _measure_hugo(arguments: argparse.Namespace, site: Path) -> None:
    name = _corpus(arguments, site / "content" / "posts", "hugo")
    (site / "layouts" / "_default").mkdir(parents=True, exist_ok=True)
    (site / "layouts" / "_default" / "single.html").write_text(HUGO_PAGE)
    (site / "layouts" / "_default" / "list.html").write_text(HUGO_LIST)
    (site / "hugo.toml").write_text('baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term"]\n')
    page = site / "public" / "posts" / name.removesuffix(".md") / "index.html"
    text = site / "content" / "posts" / name
    _run(arguments, "hugo --watch", text, page, "Watching for", [arguments.hugo, "--watch"], site)


def _run(
    arguments: argparse.Namespace,
    title: str,
    edit: Path,
    page: Path,
    ready: str,
    command: list[str],
    cwd: Path,
) -> None:
    print(f"\n{title}: {edit.name}", flush=True)
    script = [sys.executable, str(arguments.bench.resolve() / "watch_latency.py")]
    files = ["--edit", str(edit.resolve()), "--output", str(page.resolve()), "--cwd", str(cwd)]
    options = ["--edits", str(arguments.edits), "--ready-log", ready, "--ready-timeout", "3000"]
    subprocess.run([*script, *files, *options, "--", *command], check=True)


class _Memory(threading.Thread):
    """Watches the peak memory of the process whose command line holds ``serve`` and ``mark`` (Linux)."""

    def __init__(self, mark: str) -> None:
        super().__init__(daemon=True)
        self.mark, self.peak = mark, 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            for folder in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
                    if "serve" in words and self.mark in words and "--edit" not in words:
                        found = re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())
                        self.peak = max(self.peak, int(found[1]) // 1024) if found else self.peak

    def stop(self) -> None:
        self._ended.set()
        self.join()


if __name__ == "__main__":
    main()
