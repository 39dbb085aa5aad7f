"""The encoder reads a paragraph for itself: the same words, the same answer, from the shipped files alone."""

from __future__ import annotations

import pickle
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import LanguageModelError
from generator.extraction.encoder import encoder as module
from generator.extraction.encoder import record
from generator.extraction.encoder.encoder import Encoder, shipped_encoder
from generator.extraction.encoder.pieces import LONGEST, stretches
from generator.extraction.encoder.predictions import CORPORA, NAME_TAGS, TAGS, Reading
from generator.extraction.encoder.record import FOLDER, NETWORK, RECORD, VOCABULARY

PARAGRAPHS = (
    "“The ferry is late again,” harbour master Ida Quill said on Monday.",
    "The council of Port Merrin denied that the bridge would close.",
    "Nothing else happened.",
    "",
    "According to the Tidewatch Institute, one gauge in three was broken. It gave no reason.",
    "He told reporters: “We knew. We said so in March, and in April, and nobody came.”",
)
WORDS = st.lists(
    st.sampled_from(
        [*" ".join(PARAGRAPHS).split(), "ÉTÉ", "naïve", "''", "``", '"', "…", "🜚", "x" * 300, "\u00a0"]
    ),
    max_size=60,
).map(" ".join)


def as_bytes(reading: Reading) -> bytes:
    parts = (reading.starts, reading.ends, reading.tags, reading.names, reading.linked, reading.link_shares)
    return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)


def read_elsewhere(texts: list[str]) -> list[bytes]:
    return [as_bytes(shipped_encoder().read(text)) for text in texts]


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_what_is_read_beside_a_paragraph_changes_nothing(texts, chance):
    alone = {text: as_bytes(Encoder().read(text)) for text in texts[:1]}
    alone |= {text: as_bytes(shipped_encoder().read(text)) for text in texts[1:]}
    shuffled = list(texts)
    chance.shuffle(shuffled)
    assert [as_bytes(shipped_encoder().read(text)) for text in shuffled] == [alone[text] for text in shuffled]


def test_any_worker_reads_the_same():
    texts = list(PARAGRAPHS)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        forwards, backwards = pool.map(read_elsewhere, (texts, texts[::-1]))
    assert forwards == backwards[::-1] == read_elsewhere(texts)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_a_reading_has_a_row_a_piece_and_its_places_lie_in_the_text(text):
    reading = shipped_encoder().read(text)
    count = len(reading.starts)
    assert reading.tags.shape == (count, len(CORPORA) * len(TAGS))
    assert reading.names.shape == (count, len(NAME_TAGS))
    assert np.isfinite(reading.tags).all()
    assert ((reading.linked >= -1) & (reading.linked < count)).all()
    assert all(0 <= a <= b <= len(text) for a, b in zip(reading.starts, reading.ends, strict=True))


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_stretches_hold_every_piece_once_and_are_never_too_long(text):
    tokenizer = shipped_encoder()._tokenizer
    parts = list(stretches(tokenizer, text))
    numbers = [number for part in parts for number in part.numbers]
    assert numbers == tokenizer.encode(text, add_special_tokens=False).ids
    assert all(0 < len(part) <= LONGEST for part in parts)


def test_a_long_paragraph_is_cut_behind_a_sentence():
    text = "The tide came in before noon and went out again. " * 60
    first = next(stretches(shipped_encoder()._tokenizer, text))
    assert text[first.places[-1][0] : first.places[-1][1]] == "."


def test_the_network_is_not_touched_before_a_paragraph_is_read(tmp_path):
    shutil.copy(FOLDER / RECORD, tmp_path)
    Encoder(tmp_path)  # no network lies there


def damaged(folder: Path, name: str) -> None:
    path = folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def cut(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes()[:1000])


def removed(folder: Path, name: str) -> None:
    (folder / name).unlink()


@pytest.mark.parametrize("name", [NETWORK, VOCABULARY, RECORD])
@pytest.mark.parametrize("harm", [damaged, cut, removed])
def test_a_model_that_is_not_the_shipped_one_is_refused_with_how_to_mend_it(tmp_path, name, harm):
    for file in (NETWORK, VOCABULARY, RECORD):
        shutil.copy(FOLDER / file, tmp_path)
    if name == RECORD and harm is cut:
        (tmp_path / RECORD).write_text("[sha256", encoding="utf-8")
    else:
        harm(tmp_path, name)
    with pytest.raises(LanguageModelError, match="encoder") as caught:
        Encoder(tmp_path).read(PARAGRAPHS[0])
    (problem,) = caught.value.problems
    assert problem.hint is not None
    assert "pip install" in problem.hint
    assert "\n" not in str(problem)


def test_a_missing_model_ends_the_command_with_one_line(tmp_path, monkeypatch, capsys):
    from generator.cli import main

    text = tmp_path / "note.txt"
    text.write_text(PARAGRAPHS[0], encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    broken = Encoder(tmp_path)
    monkeypatch.setattr("generator.extraction.encoder.encoder.shipped_encoder", lambda: broken)
    shutil.copy(FOLDER / RECORD, tmp_path)
    monkeypatch.setattr("sys.argv", ["briefing", "extract", str(text)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "pip install" in line


def test_a_record_without_a_file_is_refused_like_a_damaged_one(tmp_path):
    shutil.copy(FOLDER / VOCABULARY, tmp_path)
    (tmp_path / RECORD).write_text(f'[sha256]\n"{NETWORK}" = "{"0" * 64}"\n', encoding="utf-8")
    with pytest.raises(LanguageModelError, match="record cannot be read"):
        Encoder(tmp_path).read(PARAGRAPHS[0])


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_library_that_does_not_load_is_named(library, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(LanguageModelError, match=library) as caught:
        Encoder().read(PARAGRAPHS[0])
    assert caught.value.problems[0].hint == f"pip install {library}"


def test_what_is_wrong_with_the_model_can_be_told_by_a_worker(tmp_path):
    with pytest.raises(LanguageModelError) as caught:
        Encoder(tmp_path).read(PARAGRAPHS[0])
    told = pickle.loads(pickle.dumps(caught.value))
    assert str(told) == str(caught.value)
    assert told.problems == caught.value.problems


def test_another_model_has_another_version(tmp_path, monkeypatch):
    before = record.encoder_version()
    (tmp_path / RECORD).write_text(
        f'[sha256]\n"{NETWORK}" = "{"0" * 64}"\n"{VOCABULARY}" = "{"1" * 64}"\n', encoding="utf-8"
    )
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    assert record.encoder_version() != before
