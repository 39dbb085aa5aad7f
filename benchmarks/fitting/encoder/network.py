"""The network: MiniLM (six layers) with capitals and quotation marks added, and a head for each question.

Written out here because it is small: what is fitted is what is exported, and nothing but
torch is needed. Several stretches share a row of a batch; ``places`` count within a
stretch and ``stretch`` says which one a piece belongs to (-1: padding), so that nothing
is seen across.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from generator.extraction.encoder.pieces import CASES, QUOTES
from generator.extraction.encoder.predictions import CORPORA, LINKS, NAME_TAGS, TAGS

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
VOCABULARY, POSITIONS = 30522, 512
_LINK_WIDTH = 128
_EPSILON = 1e-12
_NEVER = -1e4


class Layer(nn.Module):
    """Attention and a net behind it, each added and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.mixed = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.done = nn.LayerNorm(WIDTH, eps=_EPSILON)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        rows, length, _ = x.shape
        q, k, v = self.mix(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-1, -2)
        seen = torch.softmax(scores if mask is None else scores + mask, -1) @ v
        x = self.mixed(x + self.out(seen.transpose(1, 2).reshape(rows, length, WIDTH)))
        return self.done(x + self.down(F.gelu(self.up(x))))


class Network(nn.Module):
    """Pieces in; logits of tags for each corpus, of name tags, and of links out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        self.quotes = nn.Embedding(QUOTES, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.start = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(WIDTH, len(CORPORA) * len(TAGS))
        self.names = nn.Linear(WIDTH, len(NAME_TAGS))
        self.ask = nn.Linear(WIDTH, len(LINKS) * _LINK_WIDTH)
        self.key = nn.Linear(WIDTH, len(LINKS) * _LINK_WIDTH)
        for table in (self.cases, self.quotes):
            nn.init.normal_(table.weight, std=0.02)

    def read(
        self, numbers: Tensor, places: Tensor, cases: Tensor, quotes: Tensor, mask: Tensor | None
    ) -> Tensor:
        """A vector a piece."""
        x = self.words(numbers) + self.positions(places) + self.kind + self.cases(cases) + self.quotes(quotes)
        x = self.start(x)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def forward(
        self, numbers: Tensor, places: Tensor, cases: Tensor, quotes: Tensor, stretch: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        same = stretch[:, None, :, None] == stretch[:, None, None, :]
        apart = torch.where(same, 0.0, _NEVER).to(self.kind.dtype)
        x = self.read(numbers, places, cases, quotes, apart)
        return self.tags(x).float(), self.names(x).float(), self.linked(x).float() + apart

    def linked(self, x: Tensor) -> Tensor:
        """For each kind of link, how likely what begins at a piece (row) belongs to another (column)."""
        rows, length, _ = x.shape
        ask = self.ask(x).view(rows, length, len(LINKS), _LINK_WIDTH).transpose(1, 2)
        key = self.key(x).view(rows, length, len(LINKS), _LINK_WIDTH).transpose(1, 2)
        return ask @ key.transpose(-1, -2) / _LINK_WIDTH**0.5


def load_pretrained(network: Network, folder: Path) -> None:
    """Take the published weights of all-MiniLM-L6-v2; the heads keep their random start."""
    weights = _safetensors(folder / "model.safetensors")
    state = network.state_dict()
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "start.weight": "embeddings.LayerNorm.weight",
        "start.bias": "embeddings.LayerNorm.bias",
    }
    for i in range(LAYERS):
        ours, theirs = f"layers.{i}.", f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            names[f"{ours}out.{kind}"] = f"{theirs}attention.output.dense.{kind}"
            names[f"{ours}mixed.{kind}"] = f"{theirs}attention.output.LayerNorm.{kind}"
            names[f"{ours}up.{kind}"] = f"{theirs}intermediate.dense.{kind}"
            names[f"{ours}down.{kind}"] = f"{theirs}output.dense.{kind}"
            names[f"{ours}done.{kind}"] = f"{theirs}output.LayerNorm.{kind}"
            parts = [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            state[f"{ours}mix.{kind}"] = torch.from_numpy(np.concatenate(parts))
    for ours, theirs in names.items():
        state[ours] = torch.from_numpy(weights[theirs])
    state["kind"] = torch.from_numpy(weights["embeddings.token_type_embeddings.weight"][0].copy())
    network.load_state_dict(state)


def _safetensors(path: Path) -> dict[str, Any]:
    """The arrays of a file: a length, a description in JSON, the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    described = json.loads(data[8 : 8 + length])
    arrays = {}
    for name, item in described.items():
        if name != "__metadata__" and item["dtype"] == "F32":
            start, end = (8 + length + at for at in item["data_offsets"])
            arrays[name] = np.frombuffer(bytearray(data[start:end]), np.float32).reshape(item["shape"])
    return arrays
