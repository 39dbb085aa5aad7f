"""Move and rewrite several files of a site: all of it or nothing, even where the program is killed.

All that is to be done is written into a journal first, and the journal is deleted last. Whatever ends
the work in between, :func:`take_back` undoes what was done: at once, or with the next command.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from generator.commands.site import MOVING
from generator.content_files import is_ignored
from generator.errors import BriefingError, OutputError, Problem, Severity
from generator.review.yaml_files.locking import locked, replace_file
from generator.settings import Site


@dataclass(frozen=True, slots=True)
class Moves:
    """Folders to make, files to move, and texts to write: before and after, by the names after the move.

    All names are relative to ``content/``.
    """

    folders: list[str]
    files: dict[str, str]
    texts: dict[str, tuple[str, str]]


def carry_out(site: Site, moves: Moves) -> None:
    """Make all changes or none. Raises ``OutputError``; then nothing was changed."""
    with locked(site.content):
        _journal(site).parent.mkdir(exist_ok=True)
        replace_file(_journal(site), json.dumps(asdict(moves), ensure_ascii=False).encode())
        try:
            for step in _steps(site.content, moves):
                step()
        except BaseException as error:
            _undo(site.content, moves)
            _journal(site).unlink()
            if isinstance(error, OSError):
                message = f"cannot be moved: {error.strerror}"
                raise OutputError(message, file=error.filename, hint="nothing was changed") from error
            raise
        _journal(site).unlink()


def take_back(site: Site) -> list[Problem]:
    """Undo what a program that was killed left half done; tell it, and what was edited since."""
    if not _journal(site).is_file():
        return []
    with locked(site.content):
        if not _journal(site).is_file():
            return []
        moves = _read(_journal(site), site.content)
        edited = _undo(site.content, moves)
        _journal(site).unlink()
    old, new = next(iter(moves.files.items()))
    message = "a renaming was cut off, and is taken back"
    hint = f"to rename it: briefing rename {old} {new}"
    told = [Problem(message, f"content/{old}", hint=hint, severity=Severity.WARNING)]
    for name in edited:
        message = "this was edited after a renaming that is taken back: look at its links and aliases"
        told.append(Problem(message, f"content/{name}", severity=Severity.WARNING))
    return told


def _read(journal: Path, content: Path) -> Moves:
    """Read a journal that may have come with somebody else's folder: it names files of this one alone."""
    try:
        moves = Moves(**json.loads(journal.read_bytes()))
        pairs = [*moves.files.items(), *moves.texts.values()]
        names = [*moves.folders, *moves.files, *moves.files.values(), *moves.texts]
        sound = all(isinstance(one, str) for pair in pairs for one in pair) and len(moves.files) > 0
        if sound and all(_lies_in(content, name) for name in names):
            return moves
    except (OSError, ValueError, TypeError, AttributeError):
        pass
    hint = "delete it; nothing was changed"
    raise OutputError("this is no record of a renaming in this site", file=str(journal), hint=hint)


def _lies_in(content: Path, name: str) -> bool:
    """Tell whether a name leads to a place in ``content``, by no link and not upwards."""
    parts = PurePosixPath(name).parts
    place = content / name
    if not parts or ".." in parts or "\0" in name or place.is_symlink() or is_ignored(PurePosixPath(name)):
        return False
    return place.parent.resolve().is_relative_to(content.resolve())


def _journal(site: Site) -> Path:
    return site.cache / MOVING


def _steps(content: Path, moves: Moves) -> Iterator[Callable[[], object]]:
    for folder in moves.folders:
        yield (content / folder).mkdir
    for old, new in moves.files.items():
        yield partial((content / old).rename, content / new)
    for name, (_, after) in moves.texts.items():
        yield partial(replace_file, content / name, after.encode())


def _undo(content: Path, moves: Moves) -> list[str]:
    """Take back as much as was done; return the files whose texts somebody has edited since."""
    edited = list(_undo_texts(content, moves))
    origins = {new: old for old, new in moves.files.items()}
    for old, new in reversed(moves.files.items()):
        if _stands(content / new) and not _stands(content / old):
            with suppress(OSError):
                (content / new).rename(content / old)
    for folder in reversed(moves.folders):
        with suppress(OSError):  # it holds something by now
            (content / folder).rmdir()
    return [origins.get(name, name) for name in edited]


def _undo_texts(content: Path, moves: Moves) -> Iterator[str]:
    for name, (before, after) in moves.texts.items():
        with suppress(OSError, BriefingError):
            found = (content / name).read_bytes()
            if found == after.encode():
                replace_file(content / name, before.encode())
            elif found != before.encode():
                yield name


def _stands(path: Path) -> bool:
    """Tell whether a file of this very name is there, capitals included."""
    return path.parent.is_dir() and any(one.name == path.name for one in path.parent.iterdir())
