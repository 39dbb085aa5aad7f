"""Identify what results depend on besides the content: our code and data, spaCy, the pipelines, the encoder.

A result in the archive is as good as new only while all of these are the same; so
they are hashed rather than numbered by hand, which somebody would forget one day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import generator
from generator.extraction.encoder.record import encoder_version

_PACKAGE = Path(generator.__file__).parent
_COUNTS = {".py", ".tsv", ".toml", ".json", ".txt", ".npz", ".gz", ".po", ".mo"}


@cache
def rules_version() -> str:
    """Of all that the analysis of a paragraph depends on, but its words and the pipeline."""
    return _digest([_PACKAGE / "extraction", _PACKAGE / "model.py"])


@cache
def code_version() -> str:
    """Of all of our code and data: what a page depends on besides content, settings and templates."""
    return _digest([_PACKAGE])


@cache
def pipeline_version(name: str) -> str:
    """The installed versions of a pipeline, of spaCy and of the encoder, without loading any."""
    return f"{name}-{_installed(name)}-spacy-{_installed('spacy')}-encoder-{encoder_version()}"


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError):  # an empty name is a ValueError
        return "unknown"


def _digest(places: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in _COUNTS and path.is_file():
                digest.update(f"{path.relative_to(_PACKAGE)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
