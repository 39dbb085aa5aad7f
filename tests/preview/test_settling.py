"""When a burst of events is over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.preview.settling import Settling


@pytest.fixture
def settling() -> Settling:
    return Settling(quiet=0.02, quiet_after_loss=0.1, cap=0.5)


def test_nothing_happens_while_nothing_happens(settling: Settling) -> None:
    assert settling.wait(1.0) is None


def test_it_has_settled_once_it_was_quiet(settling: Settling) -> None:
    settling.event(1.0)
    assert settling.wait(1.0) == pytest.approx(0.02)
    assert settling.wait(1.02) == 0.0


def test_each_event_starts_the_quiet_anew(settling: Settling) -> None:
    settling.event(1.0)
    settling.event(1.015)
    assert settling.wait(1.02) == pytest.approx(0.015)


def test_what_vanished_gets_longer_to_come_back(settling: Settling) -> None:
    settling.event(1.0, loss=True)
    assert settling.wait(1.02) == pytest.approx(0.08)
    settling.event(1.03)
    assert settling.wait(1.05) == 0.0


def test_writing_without_pause_is_cut_off_at_the_cap(settling: Settling) -> None:
    for step in range(60):
        settling.event(1.0 + step / 100)
    assert settling.wait(1.59) == 0.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(-1e6, 1e6))
def test_no_jump_of_the_clock_makes_it_wait_longer_than_a_quiet(events: list[float], now: float) -> None:
    settling = Settling()
    for time in events:
        settling.event(time)
    wait = settling.wait(now)
    assert wait is not None
    assert 0 <= wait <= settling.quiet


def test_after_a_reset_it_is_at_rest(settling: Settling) -> None:
    settling.event(1.0, loss=True)
    settling.reset()
    assert settling.wait(2.0) is None
