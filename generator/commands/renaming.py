"""``briefing rename OLD NEW``: move a source with its companions, keep its address, mend links to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from generator.commands.file_moves import Moves, carry_out
from generator.content_files import is_source, iter_sources
from generator.errors import BriefingError, UsageError
from generator.reading import Document, read_document
from generator.reading.heads import find_head
from generator.reading.links import content_path, is_local, targets
from generator.reading.sources import address_of, parse_document
from generator.review.corrections.sidecar import path_for as corrections_of
from generator.review.versions.change_log import path_for as changes_of
from generator.settings import Site
from generator.validation import suggestion


@dataclass(slots=True)
class Renaming:
    """What is to be done: files ``moved`` from old to new names, and new texts of ``mended`` ones.

    ``unread`` are sources that cannot be read: nobody knows what they link to.
    """

    moved: dict[PurePosixPath, PurePosixPath]
    mended: dict[PurePosixPath, bytes] = field(default_factory=dict)
    unread: list[PurePosixPath] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Say what was done, a line a file."""
        yield from (f"content/{old} → content/{new}" for old, new in self.moved.items())
        yield from (
            f"links mended in content/{path}" for path in self.mended if path not in self.moved.values()
        )
        for path in self.unread:
            yield f"content/{path} cannot be read: look there for links to the old name (briefing check)"


def rename_source(site: Site, old: str, new: str) -> Renaming:
    """Move a source and what belongs to it; all is worked out before anything is written.

    Raises ``UsageError``, ``ContentErrors`` or ``OutputError``; then nothing was changed.
    """
    source, target = _below(site, old), _below(site, new)
    _possible(site, source, target)
    found = Renaming(_companions(site, source, target))
    found.mended[target] = _moved_text(site, source, target)
    for path in iter_sources(site.content):
        if path == source:
            continue
        document = _readable(site, path)
        if document is None:
            found.unread.append(path)
            continue
        mended = _mended(site, document, path, lambda there: str(target) if there == str(source) else there)
        if mended is not None:
            found.mended[path] = mended
    carry_out(site, _moves(site, found))
    return found


def _below(site: Site, name: str) -> PurePosixPath:
    """Return a path below ``content/``, given from the current folder, with ``content/`` or without."""
    content = site.content.resolve()
    given = Path(name)
    path = given.absolute()
    if not path.resolve().is_relative_to(content):
        path = site.root / given if given.parts[:1] == ("content",) else content / given
    if not path.resolve().is_relative_to(content) or path.resolve() == content:
        raise UsageError(f"{name!r} is not below content/", hint="name files as content/NAME.md")
    return PurePosixPath(path.resolve().relative_to(content).as_posix())


def _possible(site: Site, source: PurePosixPath, target: PurePosixPath) -> None:
    if not (site.content / source).is_file() or not is_source(source):
        known = [str(path) for path in iter_sources(site.content)]
        raise UsageError(f"there is no source content/{source}", hint=suggestion(str(source), known))
    if not is_source(target) or target.suffix.lower() != source.suffix.lower():
        raise UsageError(f"content/{target} is no name for it", hint=f"keep the ending {source.suffix}")
    for path in _companions(site, source, target).values():
        there = site.content / path
        if there.exists() and not (site.content / source).samefile(there):
            raise UsageError(f"content/{path} exists already", hint="nothing was changed")


def _companions(
    site: Site, source: PurePosixPath, target: PurePosixPath
) -> dict[PurePosixPath, PurePosixPath]:
    """Return the source with its corrections and its log, as far as it has them."""
    pairs = {source: target}
    for beside in (corrections_of, changes_of):
        if (site.content / beside(source)).is_file():
            pairs[beside(source)] = beside(target)
    return pairs


# --- texts -------------------------------------------------------------------


def _moved_text(site: Site, source: PurePosixPath, target: PurePosixPath) -> bytes:
    """Return the moved source: its own links lead where they led, its old address leads to it."""
    document = read_document(site.content, source, limits=site.settings.limits)
    data = _mended(site, document, target, lambda there: str(target) if there == str(source) else there)
    data = data if data is not None else (site.content / source).read_bytes()
    old, new = document.address, address_of(target, document.front.slug)
    if old == new:
        return data
    aliases = tuple(dict.fromkeys(one for one in (*document.front.aliases, old) if one != new))
    text = _with_aliases(data.decode("utf-8"), f"content/{source}", document, aliases)
    after = parse_document(text, "", target, f"content/{target}", limits=site.settings.limits)
    wanted = document.front.model_copy(update={"aliases": aliases})
    if after.front.model_copy(update={"source": wanted.source}) != wanted:
        raise UsageError(f"no alias can be added to content/{source}", hint=f"add aliases: [{old}] by hand")
    return text.encode("utf-8")


def _with_aliases(raw: str, name: str, document: Document, aliases: tuple[str, ...]) -> str:
    """Put the aliases into the front matter, and change nothing else in it."""
    newline = "\r\n" if "\r\n" in raw else "\n"
    head = find_head(raw, name)
    if head.yaml is None:
        mark = "\ufeff" if raw.startswith("\ufeff") else ""
        yaml = f"aliases: [{', '.join(aliases)}]"
        return newline.join((f"{mark}---", yaml, "---", "", raw.removeprefix(mark)))
    if aliases == document.front.aliases:
        return raw
    begin = raw.index(head.yaml)
    kept = re.sub(r"(?m)^aliases[ \t]*:.*(?:\r?\n(?:[ \t]+.*|-.*))*\r?\n?", "", head.yaml)
    listed = ", ".join(f'"{one}"' for one in aliases)
    yaml = f"{kept.rstrip()}{newline}aliases: [{listed}]{newline}"
    return raw[:begin] + yaml + raw[begin + len(head.yaml) :]


def _readable(site: Site, path: PurePosixPath) -> Document | None:
    try:
        return read_document(site.content, path, limits=site.settings.limits)
    except (BriefingError, OSError):
        return None


def _mended(site: Site, document: Document, moved: PurePosixPath, lead: Callable[[str], str]) -> bytes | None:
    """Return a source's text with links that lead to the same files by their new names; None if none changes.

    ``moved`` is where the source will stand.
    """
    path = document.path
    text = (site.content / path).read_bytes().decode("utf-8")
    mended = text
    for target in dict.fromkeys(_targets(document)):
        new = _led(target, path, moved, lead)
        if new != target:
            mended = re.sub(_written(target), new.replace("\\", r"\\"), mended)
    if mended == text:
        return None
    wanted = [_led(t, path, moved, lead) for t in _targets(document)]
    _check_mended(site, document, mended, moved, wanted)
    return mended.encode("utf-8")


def _check_mended(
    site: Site, document: Document, mended: str, moved: PurePosixPath, wanted: list[str]
) -> None:
    """Check that the mended text has the wanted links and nothing else has changed."""
    name = f"content/{document.path}"
    after = parse_document(mended, "", moved, name, limits=site.settings.limits)
    if list(_targets(after)) != wanted or after.source.text != document.source.text:
        raise UsageError(f"the links of {name} cannot be mended safely", hint="change them by hand")


def _targets(document: Document) -> Iterator[str]:
    pieces = [*document.body, *(piece for note in document.notes for piece in note.pieces)]
    yield from targets(pieces)
    if document.front.source is not None and document.front.source.url:
        yield document.front.source.url


def _led(target: str, path: PurePosixPath, moved: PurePosixPath, lead: Callable[[str], str]) -> str:
    if not is_local(target):
        return target
    there = content_path(path, target)
    after = lead(there)
    if after == there and (path.parent == moved.parent or target.startswith("/")):
        return target
    parts = urlsplit(target)
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    if target.startswith("/"):
        return f"/{quote(after)}{rest}"
    return quote(posixpath.relpath(after, str(moved.parent))) + rest


def _written(target: str) -> str:
    """Match a target where a link, a reference or the front matter writes it, and nowhere else."""
    spelt = re.escape(target)
    return (
        rf"""(?:(?<=\]\()|(?<=\]\(<)|(?<=\]:\s)|(?<=\]:\s<)|(?<=url: )|(?<=url: "))(?:{spelt})(?=[\s)>"]|$)"""
    )


# --- writing -----------------------------------------------------------------


def _moves(site: Site, found: Renaming) -> Moves:
    """Return what is to be changed: new folders from the outermost on, the moves, the texts."""
    origins = {new: old for old, new in found.moved.items()}
    wanted = {folder for new in found.moved.values() for folder in new.parents}
    return Moves(
        folders=[str(folder) for folder in sorted(wanted) if not (site.content / folder).is_dir()],
        files={str(old): str(new) for old, new in found.moved.items()},
        texts={
            str(path): ((site.content / origins.get(path, path)).read_bytes().decode(), after.decode())
            for path, after in found.mended.items()
        },
    )
