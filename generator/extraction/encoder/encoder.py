"""The fitted network as it is shipped: paragraphs in, readings out.

One paragraph a run and one thread: numbers are rounded by the greatest of a whole run, so
what is read together would change what is read. Only this module loads onnxruntime.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from generator.errors import LanguageModelError
from generator.extraction.encoder.pieces import FIRST, LAST, Stretch, stretches
from generator.extraction.encoder.predictions import (
    CORPORA,
    LIKELIEST,
    LINKS,
    NAME_TAGS,
    TAGS,
    Matrix,
    Reading,
    clip,
    join,
    softmax,
)
from generator.extraction.encoder.record import FOLDER, MEND, NETWORK, VOCABULARY, recorded

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_NOTHING = Reading(
    np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, len(CORPORA) * len(TAGS)), np.float32),
    np.zeros((0, len(NAME_TAGS)), np.float32), np.zeros((len(LINKS), 0, LIKELIEST), np.int32),
    np.zeros((len(LINKS), 0, LIKELIEST), np.float32),
)  # fmt: skip


@dataclass(frozen=True)
class Encoder:
    """The network in ``folder``; loaded at first use and once."""

    folder: Path = FOLDER

    def read(self, text: str) -> Reading:
        """Return what one paragraph says."""
        return join([self._read(stretch) for stretch in stretches(self._tokenizer, text)] or [_NOTHING])

    def _read(self, stretch: Stretch) -> Reading:
        numbers = np.array([[FIRST, *stretch.numbers, LAST]], dtype=np.int64)
        cases, quotes = (
            np.array([[0, *codes, 0]], dtype=np.int64) for codes in (stretch.cases, stretch.quotes)
        )
        tags, names, links = self._session.run(None, {"numbers": numbers, "cases": cases, "quotes": quotes})
        places = np.array(stretch.places, dtype=np.int32).reshape(-1, 2)
        inner = slice(1, len(stretch) + 1)
        linked, shares = _likeliest(links[0, :, inner, : len(stretch) + 1])
        return Reading(
            places[:, 0], places[:, 1], clip(tags[0, inner]), softmax(names[0, inner]), linked, shares
        )

    @cached_property
    def _session(self) -> Any:
        onnxruntime = _library("onnxruntime")
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = 3
        return onnxruntime.InferenceSession(
            self._checked(NETWORK), settings, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer: Tokenizer = _library("tokenizers").Tokenizer.from_str(self._checked(VOCABULARY).decode())
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def _checked(self, name: str) -> bytes:
        """A file of the model, if it is the one that was recorded."""
        path = self.folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise LanguageModelError(
                f"{path}: the encoder's file cannot be read ({error.strerror})", hint=MEND
            ) from error
        if hashlib.sha256(data).hexdigest() != recorded(self.folder)[name]:
            raise LanguageModelError(
                f"{path}: the encoder's file is damaged or not the one that was shipped", hint=MEND
            )
        return data


@cache
def shipped_encoder() -> Encoder:
    """The encoder that comes with the package."""
    return Encoder()


def _library(name: str) -> Any:
    """A library that runs the encoder, imported when it is needed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise LanguageModelError(
            f"the encoder needs {name}, which cannot be loaded ({error})", hint=f"pip install {name}"
        ) from error


def _likeliest(links: Matrix) -> tuple[NDArray[np.int32], Matrix]:
    """The pieces most likely linked to each, and how likely; column 0 stands for none."""
    shares = softmax(links)
    few = min(LIKELIEST, shares.shape[-1])
    order = np.argsort(-shares, axis=-1, kind="stable")[..., :few]
    pad = ((0, 0), (0, 0), (0, LIKELIEST - few))
    linked = np.pad(order - 1, pad, constant_values=-1).astype(np.int32)
    return linked, np.pad(np.take_along_axis(shares, order, axis=-1), pad)
