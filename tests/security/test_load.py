"""Many readers and an editor at once: nobody misses a page that was just renamed, or reads an old one.

The short form of ``make load``, which lets 200 readers in for a minute.
"""

from __future__ import annotations

from benchmarks.load import run


def test_readers_of_a_preview_get_whole_pages_and_in_the_end_the_newest() -> None:
    counts, wrong = run(readers=20, edits=6, seconds=3.0, seed=1)
    assert wrong == []
    assert counts.answers[200] > 100
