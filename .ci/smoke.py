"""Try what a newcomer does with every Python of this machine: ``make site`` in a clone, then the wheel.

Each Python gets a clone and an environment of its own in a temporary folder, an empty home and
nothing of the caller's environment. The wheel is installed where the clone's package was, the clone's
package is deleted, and a new site is made, built, checked and extracted from somewhere else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST = (3, 11)
# Where systems and version managers keep them: apt, builds by hand, pyenv, asdf, uv, mise, conda.
PLACES = (
    "/usr/bin",
    "/usr/local/bin",
    "/usr/local/python*/bin",
    "/opt/*/bin",
    "~/.local/bin",
    "~/.pyenv/versions/*/bin",
    "~/.asdf/installs/python/*/bin",
    "~/.local/share/uv/python/*/bin",
    "~/.local/share/mise/installs/python/*/bin",
    "~/*conda*/bin",
    "~/*conda*/envs/*/bin",
)
ASK = "import sys, json; print(json.dumps([sys.implementation.name, sys.version_info[:3], sys.prefix]))"
LONGEST = 900  # seconds a command


def pythons() -> Iterator[tuple[str, Path]]:
    """Every CPython from :data:`FIRST` on, by version; of several of one version in one place, one."""
    seen: dict[tuple[str, str], Path] = {}
    for path in candidates():
        try:
            asked = subprocess.run([path, "-c", ASK], capture_output=True, text=True, timeout=20, check=True)
            name, version, prefix = json.loads(asked.stdout)
        except (OSError, ValueError, subprocess.SubprocessError):
            continue
        if name == "cpython" and tuple(version) >= FIRST:
            seen.setdefault((".".join(map(str, version)), prefix), path)
    for (version, _), path in sorted(seen.items(), key=lambda one: [int(n) for n in one[0][0].split(".")]):
        yield version, path


def candidates() -> Iterator[Path]:
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
    for pattern in PLACES:
        anchor, _, rest = os.path.expanduser(pattern).partition("/")
        folders += sorted(Path(anchor or "/").glob(rest))
    for folder in dict.fromkeys(folders):
        if "shims" not in folder.parts and ROOT not in folder.parents:
            yield from sorted(folder.glob("python3")) + sorted(folder.glob("python3.[0-9][0-9]"))


def main() -> int:
    found = list(pythons())
    failed = []
    for version, python in found:
        with tempfile.TemporaryDirectory(prefix=f"smoke-{version}-") as folder:
            started = time.monotonic()
            try:
                said = Smoke(Path(folder), python).run()
            except subprocess.CalledProcessError as error:
                failed.append(version)
                said = f"FAILED: {' '.join(map(str, error.cmd))}\n{error.stdout}"
            print(f"Python {version} ({python}): {said} ({time.monotonic() - started:.0f} s)", flush=True)
    if not found:
        print(f"no Python from {'.'.join(map(str, FIRST))} on was found")
    return int(bool(failed) or not found)


class Smoke:
    """One Python, in a folder that is removed afterwards."""

    def __init__(self, folder: Path, python: Path) -> None:
        self.folder, self.python = folder, python
        self.clone, self.home = folder / "clone", folder / "home"
        self.bin = self.clone / ".venv" / "bin"
        self.home.mkdir()
        kept = {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("PIP_", "SSL_")) or name.lower().endswith("_proxy")
        }
        self.environment = {**kept, "PATH": "/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8"}

    def run(self) -> str:
        if not self._has_wheels():
            return "left out: spaCy has no wheel for it"
        self._make_site()
        self._install_wheel()
        return self._use()

    def call(self, *command: str | Path, cwd: Path) -> str:
        done = subprocess.run(
            command, cwd=cwd, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace", timeout=LONGEST, check=True,
        )  # fmt: skip
        return done.stdout

    def _has_wheels(self) -> bool:
        pinned = next(
            line.split()[0]
            for line in (ROOT / "requirements" / "site.txt").read_text("utf-8").splitlines()
            if line.startswith("spacy==")
        )
        self.call(self.python, "-m", "venv", self.folder / "ask", cwd=self.folder)
        ask = [self.folder / "ask/bin/python", "-m", "pip", "download", "--quiet", "--no-deps"]
        try:
            self.call(*ask, "--only-binary", ":all:", "--dest", self.folder, pinned, cwd=self.folder)
        except subprocess.CalledProcessError as error:
            if "No matching distribution" in error.stdout:
                return False
            raise
        return True

    def _make_site(self) -> None:
        self.call("git", "clone", "--quiet", "--local", ROOT, self.clone, cwd=self.folder)
        self.call("make", "site", f"PYTHON={self.python}", cwd=self.clone)
        assert (self.clone / "site" / "index.html").is_file()

    def _install_wheel(self) -> None:
        """Put the wheel where the clone's own package was, and take the clone's sources away."""
        python = self.bin / "python"
        self.call(
            python,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            self.folder,
            ".",
            cwd=self.clone,
        )
        (wheel,) = self.folder.glob("annotated_briefings-*.whl")
        self.call(
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--force-reinstall",
            wheel,
            cwd=self.folder,
        )
        self.call(python, "-m", "pip", "check", cwd=self.folder)
        for name in ("generator", "templates", "content", "docs"):
            shutil.rmtree(self.clone / name)

    def _use(self) -> str:
        command, site = self.bin / "briefing", self.folder / "a site"
        self.call(command, "--version", cwd=self.folder)
        helped = "".join(self.call(command, "--help", cwd=self.folder).split())
        docs = Path(helped.partition("Documentation:")[2].partition(",")[0])
        assert docs.is_file(), helped
        self.call(command, "new", "site", site, cwd=self.folder)
        self.call(command, "build", "--strict", cwd=site)
        self.call(command, "build", "--strict", cwd=site)  # again, from its archive
        self.call(command, "check", cwd=site)
        out = self.call(command, "extract", "content/first-briefing.md", cwd=site)
        document = json.loads(out.splitlines()[-1])
        assert document["attributions"], out
        text = (site / "site" / "first-briefing" / "index.html").read_text("utf-8")
        assert 'class="said' in text
        assert (site / "site" / "assets").is_dir()
        return f"ok, {len(document['attributions'])} statements"


if __name__ == "__main__":
    sys.exit(main())
