"""A recording in a real browser: a stamp plays from there; another site is asked when a reader asks."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from benchmarks.browsing import served
from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.settings import load_site
from tests.browser.conftest import NARROW

pytestmark = pytest.mark.browser

ELSEWHERE = "https://media.example.org/hearing.wav"
_TURNS = "\n\n".join(f"[00:00:{at:02}] ADA EXAMPLE: It is the {at}th time that we ask." for at in range(40))


def text(media: str) -> str:
    head = f"title: Hearing\ndate: 2026-01-03\nkind: transcript\nsource: {{media: '{media}'}}"
    return f"---\n{head}\n---\n\n{_TURNS}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two transcripts: of a recording beside it, a minute of silence, and of one on another site."""
    root = tmp_path_factory.mktemp("recordings")
    (root / "content").mkdir()
    (root / "briefing.toml").write_text("[language]\npipelines = {}\n", "utf-8")
    (root / "content/own.md").write_text(text("own.wav"), "utf-8")
    (root / "content/other.md").write_text(text(ELSEWHERE), "utf-8")
    with wave.open(str(root / "content/own.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * 60)
    build(load_site(root), BuildOptions(), root / "site")
    return root / "site"


@pytest.fixture
def asked() -> list[str]:
    """What pages asked of the other site."""
    return []


@pytest.fixture
def page(browser: Browser, built: Path, asked: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport=NARROW)

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=(built / "own.wav").read_bytes(), content_type="audio/wav")

    context.route("https://media.example.org/**", answer)
    found = context.new_page()
    complaints: list[str] = []
    found.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield found
    context.close()
    assert complaints == []


def plays_near(page: Page, seconds: int) -> None:
    page.wait_for_function(
        "([at]) => { const one = document.querySelector('audio'); "
        "return !one.paused && one.currentTime >= at && one.currentTime < at + 15; }",
        arg=[seconds],
    )


def test_a_stamp_plays_the_recording_from_there_and_keeps_it_in_sight(page: Page, built: Path) -> None:
    page.goto(f"{built.as_uri()}/own/index.html")
    page.get_by_role("link", name="Play from 00:00:30").click()
    plays_near(page, 30)
    expect(page.locator("audio")).to_be_in_viewport()
    assert page.url.endswith("/own/index.html")
    page.get_by_role("link", name="Play from 00:00:05").click()
    plays_near(page, 5)


def test_another_site_is_asked_when_a_reader_presses_the_button(
    page: Page, built: Path, asked: list[str]
) -> None:
    with served(built) as address:
        page.goto(f"{address}other/index.html")
        page.get_by_role("link", name="Play from 00:00:30").click()
        button = page.get_by_role("button", name="Play it here, from media.example.org")
        expect(button).to_be_focused()
        expect(page.locator("audio")).to_be_hidden()
        page.wait_for_load_state("networkidle")
        assert asked == []
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('audio').readyState > 0")
        assert set(asked) == {f"{ELSEWHERE}"}
        expect(button).to_have_count(0)
        expect(page.locator("audio")).to_be_visible()


def test_without_scripts_a_stamp_is_a_link_into_the_recording(browser: Browser, built: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    for name, leads in (("own", "../own.wav#t=30"), ("other", f"{ELSEWHERE}#t=30")):
        page.goto(f"{built.as_uri()}/{name}/index.html")
        link = page.get_by_role("link", name="Play from 00:00:30")
        assert link.get_attribute("href") == leads
    expect(page.get_by_role("button", name="Play it here, from media.example.org")).to_be_hidden()
    expect(page.get_by_role("link", name="Recording at media.example.org")).to_be_visible()
