"""Tell which network is shipped, and what its answers depend on, without loading it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

from generator.errors import LanguageModelError

FOLDER = Path(__file__).parent.parent / "data"
NETWORK, VOCABULARY, RECORD = "encoder.onnx", "encoder_vocabulary.json", "encoder.toml"
MEND = (
    "install the package again: pip install --force-reinstall --no-deps WHEEL; "
    "in a clone: git checkout generator/extraction/data"
)


@cache
def recorded(folder: Path) -> dict[str, str]:
    """The sha256 of each file of a model."""
    path = folder / RECORD
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))["sha256"]
        return {name: str(record[name]) for name in (NETWORK, VOCABULARY)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LanguageModelError(f"{path}: the encoder's record cannot be read", hint=MEND) from error


def encoder_version() -> str:
    """Return what its answers depend on besides the words, without loading it."""
    files = recorded(FOLDER)
    runtimes = (f"{name}-{_version(name)}" for name in ("onnxruntime", "tokenizers"))
    return "-".join((files[NETWORK][:16], files[VOCABULARY][:16], *runtimes))


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "unknown"
