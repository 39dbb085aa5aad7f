"""Style sheets and scripts: bundled as ``assets/bundles.toml`` says, named by their content.

A site's ``templates/assets/`` overrides a shipped file of the same path, and adds
its own; what is part of a bundle is not published by itself.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.content_files import is_ignored, stays_inside
from generator.errors import Problem, TemplateProblem

FOLDER = "assets"
BUNDLES = "bundles.toml"
_URL = re.compile(r"""url\(\s*(["']?)([\w./-]+)\1\s*\)""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the theme; ``path`` in the site carries the fingerprint of ``content``."""

    name: str
    path: str
    content: bytes


def load_assets(folders: Sequence[Path], *, fingerprint: bool = True) -> dict[str, Asset]:
    """All assets by name, from the templates ``folders``, the first of which wins.

    Without fingerprints, as in a preview, a changed sheet keeps its name, and so does
    every page that links to it.
    """
    files = _files(folders)
    bundles = _bundles(files)
    parts = {part for names in bundles.values() for part in names} | {BUNDLES}
    single = {name: path.read_bytes() for name, path in files.items() if name not in parts}
    make = _asset if fingerprint else _plain_asset
    found = {name: make(name, content) for name, content in single.items() if not name.endswith(".css")}
    sheets = {name: content for name, content in single.items() if name.endswith(".css")}
    for name, names in bundles.items():
        whole = b"\n\n".join(_part(files, part, name).read_bytes().strip() for part in names) + b"\n"
        if name.endswith(".js"):
            found[name] = make(name, _closed(whole))
        else:
            sheets[name] = whole
    return found | {name: make(name, _linked(name, content, found)) for name, content in sheets.items()}


def _closed(script: bytes) -> bytes:
    """A script whose names stay its own."""
    return b'(() => {\n"use strict";\n\n' + script + b"})();\n"


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        root = folder / FOLDER
        found |= theme_files(root)
    return found


def theme_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below ``folder`` by name; ignored ones and links that lead out of it are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_file() and not is_ignored(relative) and stays_inside(path, folder):
            yield str(relative), path


def _bundles(files: Mapping[str, Path]) -> dict[str, list[str]]:
    if BUNDLES not in files:
        return {}
    path = files[BUNDLES]
    try:
        return {name: list(entry["parts"]) for name, entry in tomllib.loads(path.read_text("utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise TemplateProblem(f"cannot be read: {error}", file=_name(path), line=1) from error


def _part(files: Mapping[str, Path], part: str, bundle: str) -> Path:
    if part not in files:
        problem = Problem(f"{bundle} wants {part}, which is not there", file=_name(files[BUNDLES]))
        raise TemplateProblem(problem)
    return files[part]


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _asset(name: str, content: bytes) -> Asset:
    pure = PurePosixPath(FOLDER, name)
    digest = hashlib.sha256(content).hexdigest()[:10]
    return Asset(name, str(pure.with_name(f"{pure.stem}.{digest}{pure.suffix}")), content)


def _plain_asset(name: str, content: bytes) -> Asset:
    return Asset(name, f"{FOLDER}/{name}", content)


def _linked(name: str, content: bytes, assets: Mapping[str, Asset]) -> bytes:
    """A sheet whose ``url(paper.png)`` lead to the fingerprinted files."""

    def there(match: re.Match[str]) -> str:
        wanted = str(PurePosixPath(name).parent / match[2])
        asset = assets.get(wanted)
        up = "../" * (len(PurePosixPath(name).parts) - 1)
        return f"url({match[1]}{up}{asset.path.removeprefix(FOLDER + '/')}{match[1]})" if asset else match[0]

    return _URL.sub(there, content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
