"""Fixtures that all rooms share."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from benchmarks.browsing import FLAGS, MISSING, find_chromium
from generator.extraction.language import LanguageModel
from tests.browser import fonts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


# --- Chromium: one a font and a session; where there is none, its tests are skipped, in CI they fail ---


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run browser tests with the widest of the fonts, with two, or with each: see ``--fonts``."""
    if "browser" in metafunc.fixturenames:
        found = fonts.installed()
        widest = 2 if getattr(metafunc.module, "TWO_FONTS", False) else 1
        wanted = {"widest": found[:widest], "others": found[widest:] or found, "every": found}
        chosen = wanted[metafunc.config.getoption("fonts")]
        metafunc.parametrize("browser", chosen, indirect=True, scope="session")


Launch = Callable[[str], "Browser"]


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Starts a Chromium for which every family is the one named, or gives the one that was started."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("fonts")
    with sync_playwright() as playwright:

        @cache
        def launched(family: str) -> Browser:
            variables = fonts.environment(family, folder)
            return playwright.chromium.launch(executable_path=path, args=list(FLAGS), env={**variables})

        yield launched


@pytest.fixture(scope="session")
def browser(launch: Launch, request: pytest.FixtureRequest) -> Browser:
    return launch(request.param)
