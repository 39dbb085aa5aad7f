"""When a burst of events is over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.preview.debounce import Debouncer


@pytest.fixture
def debouncer() -> Debouncer:
    return Debouncer(quiet=0.02, quiet_after_loss=0.1, cap=0.5)


def test_nothing_happens_while_nothing_happens(debouncer: Debouncer) -> None:
    assert debouncer.wait(1.0) is None


def test_it_has_settled_once_it_was_quiet(debouncer: Debouncer) -> None:
    debouncer.event(1.0)
    assert debouncer.wait(1.0) == pytest.approx(0.02)
    assert debouncer.wait(1.02) == 0.0


def test_each_event_starts_the_quiet_anew(debouncer: Debouncer) -> None:
    debouncer.event(1.0)
    debouncer.event(1.015)
    assert debouncer.wait(1.02) == pytest.approx(0.015)


def test_what_vanished_gets_longer_to_come_back(debouncer: Debouncer) -> None:
    debouncer.event(1.0, loss=True)
    assert debouncer.wait(1.02) == pytest.approx(0.08)
    debouncer.event(1.03)
    assert debouncer.wait(1.05) == 0.0


def test_writing_without_pause_is_cut_off_at_the_cap(debouncer: Debouncer) -> None:
    for step in range(60):
        debouncer.event(1.0 + step / 100)
    assert debouncer.wait(1.59) == 0.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(-1e6, 1e6))
def test_no_jump_of_the_clock_makes_it_wait_longer_than_a_quiet(events: list[float], now: float) -> None:
    debouncer = Debouncer()
    for time in events:
        debouncer.event(time)
    wait = debouncer.wait(now)
    assert wait is not None
    assert 0 <= wait <= debouncer.quiet


def test_after_a_reset_it_is_at_rest(debouncer: Debouncer) -> None:
    debouncer.event(1.0, loss=True)
    debouncer.reset()
    assert debouncer.wait(2.0) is None
