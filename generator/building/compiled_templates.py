"""Say where compiled templates are kept: beside our own compiled code, which is trusted as much.

Compiled templates are code. Nothing in a site's folder is ever run, so they do not lie there; and none of
its own templates is kept, nor any into which words of a site's settings could have found their way.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import cache_from_source
from pathlib import Path

import generator
from generator.building.versions import code_version

_PREFIX = "templates-"


def compiled_templates() -> Path | None:
    """Return the folder for what the shipped templates compile to now; None where there is none.

    What other versions have left there is removed.
    """
    if sys.dont_write_bytecode:
        return None
    beside = Path(cache_from_source(generator.__file__)).parent
    folder = beside / f"{_PREFIX}{code_version()[:16]}"
    try:
        if not folder.is_dir():
            for other in beside.glob(f"{_PREFIX}*"):
                shutil.rmtree(other, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # installed for all, and not to be written to
        return None
    return folder
