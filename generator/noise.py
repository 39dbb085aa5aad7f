"""Files that a program, not a person, put beside the others."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

# Swap, backup, lock and probe files: vim, Emacs, JetBrains, GNOME, Office, sed, browsers, version control.
_NOISE = re.compile(
    r"\.#.*|#.*|.*~|~\$.*|\.~.*|4913|.*___jb_.*|\.goutputstream.*|sed[A-Za-z0-9]{6}|\.DS_Store|\.git.*"
    r"|.*\.(?:sw[a-z]|tmp|temp|bak|part|crdownload)",
    re.IGNORECASE,
)


def is_noise(path: PurePosixPath) -> bool:
    """Whether an editor or a tool, not a person, made this file; hidden files count in ``static`` only."""
    hidden = path.parts[:1] != ("static",) and any(part.startswith(".") for part in path.parts)
    return hidden or any(_NOISE.fullmatch(part) for part in path.parts)
