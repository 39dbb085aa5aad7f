"""Tell the files of a site apart: sources, what people wrote beside them, and leavings of programs.

Every command asks here, so that what one of them takes for a source all others do.
Paths are relative to the site's folder (``content/a.md``) or to ``content/`` (``a.md``),
as each function says.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

SOURCE_SUFFIXES = (".md", ".markdown", ".txt")
CORRECTIONS = ".review.yaml"
CHANGES = ".changes.yaml"
REGISTRY = "speakers.yaml"

# Swap, backup, lock and probe files of editors, Office, sed, browsers and version control; what merges leave.
_LEAVINGS = re.compile(
    r"\.#.*|#.*#|.*~|~\$.*|\.~.*|4913|.*___jb_.*|sed[A-Za-z0-9]{6}|core\.\d+"
    r"|.*\.(?:sw[a-z]|tmp|temp|bak|bkp|backup|old|save|orig|rej|part|crdownload)(?:\.\d+)?"
    r"|.*[._](?:BASE|LOCAL|REMOTE|BACKUP)[._]\d+\b.*|.*[ (._-]conflicted[ _-]copy.*|.*\.sync-conflict-.*",
    re.IGNORECASE,
)
# What the system's file manager puts into every folder: nobody need be told of it.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
# Hidden, and yet meant for the web: proofs of ownership, security.txt; a switch of GitHub's pages.
_FOR_THE_WEB = frozenset({".well-known", ".nojekyll"})
# Names of ours that must not leave, whatever a tool appended: ``a.review.yaml.orig``, ``a.review (1).yml``.
_OF_OURS = re.compile(
    r".*\.(?:review|changes)(?:\W.*)?\.ya?ml\b.*|speakers(?:\W\W?\d\W)?\.ya?ml\b.*", re.IGNORECASE
)


def is_source(path: PurePosixPath | Path) -> bool:
    """Tell whether a file below ``content/`` is a text to make a briefing of, by its name."""
    return path.suffix.lower() in SOURCE_SUFFIXES and not is_review(path)


def is_private(path: PurePosixPath) -> bool:
    """Tell whether a file below ``content/`` is never copied: a source, corrections, a log, the registry."""
    return is_source(path) or is_review(path) or is_ignored(PurePosixPath("content", path))


def is_review(path: PurePosixPath | Path) -> bool:
    """Tell whether a file holds corrections, a log or the registry, however a tool renamed it."""
    return _OF_OURS.fullmatch(path.name) is not None


def is_litter(name: str) -> bool:
    """Tell whether a system's file manager made a file of this name."""
    return name.lower() in _LITTER


def is_ignored(path: PurePosixPath) -> bool:
    """Tell whether a file of the site is hidden, or left behind by a program; no command looks at it.

    ``path`` is relative to the site's folder. In ``static/`` a few hidden names are meant for the web.
    """
    allowed = _allowed_in(path)
    return any(_is_ignored_name(part) and part not in allowed for part in path.parts)


def _allowed_in(path: PurePosixPath) -> frozenset[str]:
    return _FOR_THE_WEB if path.parts[:1] == ("static",) else frozenset()


def _is_ignored_name(name: str) -> bool:
    return name.startswith(".") or is_litter(name) or bool(_LEAVINGS.fullmatch(name))


def place_of(path: str) -> str:
    """Spell a path as the least discerning file system does: without case or Unicode form."""
    return unicodedata.normalize("NFC", path).casefold()


# --- walking -------------------------------------------------------------------


def iter_sources(content: Path) -> Iterator[PurePosixPath]:
    """Yield the sources below ``content``, sorted, relative to it; links out of it are left out."""
    top = PurePosixPath("content")
    found = (path.relative_to(top) for path in iter_files(content, top) if is_source(path))
    yield from sorted(path for path in found if is_utf8(str(path)) and stays_inside(content / path, content))


def iter_files(folder: Path, relative: PurePosixPath) -> Iterator[PurePosixPath]:
    """Yield the files below ``folder``, which the site knows as ``relative``, but for ignored ones.

    A linked folder could lead anywhere, and in circles: it is named like a file, and not entered.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    allowed = _allowed_in(relative)
    for entry in entries:
        if _is_ignored_name(entry.name) and entry.name not in allowed:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from iter_files(folder / entry.name, relative / entry.name)
        else:
            yield relative / entry.name


def stays_inside(path: Path, folder: Path) -> bool:
    """Tell whether ``path`` is a regular file below ``folder`` once links are followed."""
    try:
        real = path.resolve(strict=True)
        return real.is_file() and real.is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # leads nowhere or in a circle, or is no name of a file
        return False


def is_utf8(name: str) -> bool:
    """Tell whether a file's name is UTF-8; Python has put surrogates for what is not."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
