"""Fonts that a page may meet: every family that it asks for is one of those that many machines have.

What a machine has decides how wide a word is. A fontconfig file, given to the browser's process
alone, answers every family with one family; letters that it lacks still come from elsewhere.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from xml.sax.saxutils import escape

# The widest first: tests that do not look at every set look at this one, or at the first two.
FILES = {
    "DejaVu Sans": "DejaVuSans.ttf",
    "DejaVu Sans Mono": "DejaVuSansMono.ttf",
    "DejaVu Serif": "DejaVuSerif.ttf",
    "Liberation Sans": "LiberationSans-Regular.ttf",
    "Liberation Serif": "LiberationSerif-Regular.ttf",
    "Liberation Mono": "LiberationMono-Regular.ttf",
}
OWN = "the machine's own"
_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)
_ALIAS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<match target="pattern">
<edit name="family" mode="assign_replace" binding="same"><string>{family}</string></edit>
</match>
</fontconfig>
"""


def installed() -> list[str]:
    """The families of :data:`FILES` that this machine has; where fontconfig is not asked, its own fonts."""
    if not sys.platform.startswith("linux"):
        return [OWN]
    files = {path.name for folder in _FOLDERS for path in folder.rglob("*.ttf")}
    return [family for family, file in FILES.items() if file in files] or [OWN]


def environment(family: str, folder: Path) -> dict[str, str]:
    """The environment of a browser for which every family is ``family``."""
    if family == OWN:
        return dict(os.environ)
    path = folder / f"{family.replace(' ', '-')}.conf"
    folders = "\n".join(f"<dir>{escape(str(one))}</dir>" for one in _FOLDERS)
    path.write_text(_ALIAS.format(folders=folders, cache=folder / "cache", family=family), "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(path)}
