"""What the count of one save is made of."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.one_save import Profiler, edited
from generator.building.output import InPlace

TEXT = "---\ntitle: Tides\n---\n\n# Tides\n\nThe harbour was closed on Sunday, she said.\n\nIt rained.\n"


def test_an_edit_adds_one_word_to_the_longest_paragraph_and_leaves_all_else() -> None:
    assert edited(TEXT, 2) == TEXT.replace("she said.", "she said. Edit2.")


def test_each_edit_is_of_words_that_no_edit_before_it_had() -> None:
    assert len({edited(TEXT, number) for number in range(4)}) == 4


def profiled(tmp_path: Path, page: str, *, armed: bool = True) -> Profiler:
    """Write one page under the profiler, which begins with that write."""
    profiler, output = Profiler(page, start=InPlace.write.__code__), InPlace(tmp_path)
    if armed:
        profiler.arm()
    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        output.write("tides/index.html", b"<p>Tides")
    finally:
        sys.setprofile(before)
    return profiler


def test_the_modules_that_ran_are_counted_and_the_calls_from_another_module(tmp_path: Path) -> None:
    profiler = profiled(tmp_path, "tides/index.html")
    save = profiler.save()
    assert profiler.done.is_set()
    assert {"building/output.py", "safe_files.py"} <= save.files
    assert save.calls["safe_files.py"] > 0
    assert save.calls.keys() <= save.files


def test_a_save_is_over_only_when_its_own_page_is_written(tmp_path: Path) -> None:
    assert not profiled(tmp_path, "rivers/index.html").done.is_set()


def test_nothing_is_counted_before_the_profiler_is_armed(tmp_path: Path) -> None:
    assert not profiled(tmp_path, "tides/index.html", armed=False).save().files
