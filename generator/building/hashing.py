"""Hash what keys are made of."""

from __future__ import annotations

import hashlib


def hashed(*parts: object) -> str:
    """One hash of several strings."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
