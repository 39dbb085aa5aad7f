"""Fixtures that all rooms share."""

from __future__ import annotations

import pytest

from generator.extraction.language import LanguageModel


@pytest.fixture(scope="session")
def model() -> LanguageModel:
    """The shipped language pipeline, loaded once."""
    return LanguageModel()
