"""Finds out whether the system lets us watch one folder more.

Linux limits the watches of a user and the instances that hold them. watchdog passes over a folder
below a watched one that it could not watch: without a look of our own, its changes would go unseen.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_IN_DELETE_SELF = 0x400
_LIMITS = {
    errno.ENOSPC: "fs.inotify.max_user_watches",
    errno.EMFILE: "fs.inotify.max_user_instances",
    errno.ENFILE: "fs.file-max",
}


def limit_of(error: OSError) -> str | None:
    """Name the system setting that stands behind an error of watching, where it is a limit."""
    return _LIMITS.get(error.errno or 0)


def limit_reached(folder: Path) -> str | None:
    """Try to watch ``folder`` once more; name the system setting that forbids it, if one does."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    instance = libc.inotify_init()
    if instance == -1:
        return _LIMITS.get(ctypes.get_errno())
    try:
        watch = libc.inotify_add_watch(instance, os.fsencode(folder), _IN_DELETE_SELF)
        return _LIMITS.get(ctypes.get_errno()) if watch == -1 else None
    finally:
        os.close(instance)
