"""Fixtures that all rooms share."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from hypothesis import settings

from generator.extraction.language import LanguageModel

# Properties are judged by what they find, on the same examples each time, however busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None)

# Tests leave nothing in the configuration folder of whoever runs them.
os.environ.setdefault("BRIEFING_ARCHIVE_KEY", "a key for tests alone")

if threading.current_thread() is threading.main_thread():
    # A shell lets what it starts in the background ignore Ctrl-C, and so would all that tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def model() -> LanguageModel:
    """The shipped language pipeline, loaded once."""
    return LanguageModel()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fonts",
        choices=("widest", "others", "every"),
        default="widest",
        help="run browser tests with which fonts: others are those that widest leaves out",
    )
    parser.addoption("--thorough", action="store_true", help="try what is random, or a race, many times")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("thorough" if config.getoption("thorough") else "steady")


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether to try many times; a few must do while somebody waits."""
    return bool(request.config.getoption("--thorough"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright runs an event loop from the first of them to the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
