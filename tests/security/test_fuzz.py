"""Whatever stands in a file, a clean error comes of it or a page: no traceback, no hang.

The short form tries the same inputs each time; ``make fuzz`` tries many thousands, from a seed.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import MOST_MEMORY, SIZE, filled, memory_beyond, ordinary_english, wrong_pages
from generator.extraction.language import LanguageModel
from tests.security.fuzzing import TARGETS, Target, reads_cleanly

QUICK = settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_whatever_is_read_only_a_clean_error_comes_of_it(target: Target) -> None:
    @QUICK
    @given(st.data())
    def tries(data: st.DataObject) -> None:
        reads_cleanly(target.read, data.draw(target.inputs))

    tries()


def test_pages_of_whatever_a_document_holds_are_well_formed() -> None:
    assert list(wrong_pages(40, first=1)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
@pytest.mark.parametrize("piece", ["“a” said ", "5% of $3 ", "a-"])
def test_no_text_takes_much_memory_beside_the_loaded_model(model: LanguageModel, piece: str) -> None:
    memory_beyond(model, ordinary_english(SIZE // 5))  # loads what is loaded once
    assert memory_beyond(model, filled(piece, SIZE)) < MOST_MEMORY
