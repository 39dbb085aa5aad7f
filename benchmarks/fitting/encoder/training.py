"""Fitting the network: mixed batches, a checkpoint after each epoch, the same numbers every time."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from benchmarks.fitting.encoder.labels import Example
from benchmarks.fitting.encoder.network import Network, load_pretrained
from generator.extraction.encoder.pieces import FIRST, LAST
from generator.extraction.encoder.predictions import CORPORA, TAGS

WIDTHS = (128, 256)  # pieces a row: most paragraphs are short, and attention costs the square
_BATCH = 2048  # pieces a batch
_RATE, _HEADS_FASTER = 1.2e-4, 8
_WARM_UP = 0.08
_DECAY = 0.01
_OPEN_ROWS = 12  # rows that a stretch may still join: little is padding
_TAG_WEIGHTS = (1.0, 1.0, 1.0, 0.7, 0.7, 0.7)
_NAMES_WEIGHT, _LINKS_WEIGHT = 1.0, 0.15
_DESK = 1
_TIMES_DESK = 2  # how often an epoch sees the smaller corpus: it is what the product is for


@dataclass(slots=True)
class Batch:
    """Rows of stretches, and what is known of their pieces."""

    inputs: tuple[Tensor, ...]  # numbers, places, cases, quotes, stretch
    corpus: Tensor  # of each piece, -1 where no tags are known
    tags: Tensor
    names: Tensor  # -1: unknown
    links: Tensor  # row, begin, begin of source (or the stretch's first), begin of cue


def fit(
    examples: Sequence[Example], pretrained: Path, kept: Path, epochs: int, say: Callable[[str], None]
) -> Network:
    """Fit on all of ``examples``; goes on from ``kept`` where an earlier run left a checkpoint there."""
    torch.manual_seed(7)
    network = Network()
    load_pretrained(network, pretrained)
    network.words.weight.requires_grad_(False)  # a third of the time, and nothing lost
    optimizer = torch.optim.AdamW(_groups(network), weight_decay=_DECAY, fused=True)
    plan = [_batches(examples, random.Random(100 + epoch)) for epoch in range(epochs)]
    steps, first = sum(map(len, plan)), 0
    if kept.exists():
        saved = torch.load(kept, weights_only=True)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["epochs"]
    step = sum(map(len, plan[:first]))
    for epoch in range(first, epochs):
        began, loss_sum = time.monotonic(), 0.0
        rough = copy.deepcopy(network).bfloat16()  # computes; the exact numbers are kept beside it
        for part in plan[epoch]:
            rate = _RATE * min(1, (step + 1) / (_WARM_UP * steps)) * (1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["faster"]
            loss = _loss(rough, collate(part))
            loss.backward()
            _step(network, rough, optimizer)
            step += 1
            loss_sum += loss.item()
            if step % 25 == 0:
                say(f"{kept.stem}: step {step} of {steps}, loss {loss.item():.3f}")
        mean, took = loss_sum / len(plan[epoch]), time.monotonic() - began
        say(f"{kept.stem}: epoch {epoch + 1}, loss {mean:.3f}, {took:.0f} s")
        state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epochs": epoch + 1}
        torch.save(state, kept.with_suffix(".part"))
        kept.with_suffix(".part").replace(kept)
    return network.eval()


def _groups(network: Network) -> list[dict[str, Any]]:
    """Return what was trained before, and what is new and learns faster."""
    known = ("layers", "start", "positions", "kind")
    moving = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    return [
        {"params": [p for name, p in moving if name.startswith(known)], "faster": 1},
        {"params": [p for name, p in moving if not name.startswith(known)], "faster": _HEADS_FASTER},
    ]


def _step(network: Network, rough: Network, optimizer: torch.optim.Optimizer) -> None:
    pairs = [(p, r) for p, r in zip(network.parameters(), rough.parameters(), strict=True) if p.requires_grad]
    for exact, rounded in pairs:
        exact.grad = None if rounded.grad is None else rounded.grad.float()
        rounded.grad = None
    torch.nn.utils.clip_grad_norm_([exact for exact, _ in pairs], 1.0)
    optimizer.step()
    with torch.no_grad():
        for exact, rounded in pairs:
            rounded.copy_(exact)


def _batches(examples: Sequence[Example], rng: random.Random) -> list[list[list[Example]]]:
    """Rows filled with stretches in a random order, some rows of one width a batch."""
    order = [e for e in examples for _ in range(_TIMES_DESK if e.corpus == _DESK else 1)]
    rng.shuffle(order)
    batches = []
    shortest = 0
    for width in WIDTHS:
        rows = _rows([e for e in order if shortest < len(e.stretch) + 2 <= width], width)
        rng.shuffle(rows)
        some = _BATCH // width
        batches += [rows[i : i + some] for i in range(0, len(rows), some)]
        shortest = width
    rng.shuffle(batches)
    return batches


def _rows(order: Sequence[Example], width: int) -> list[list[Example]]:
    rows: list[list[Example]] = []
    filling: list[tuple[int, list[Example]]] = []
    for example in order:
        size = len(example.stretch) + 2
        nth = next((i for i, (used, _) in enumerate(filling) if used + size <= width), None)
        if nth is not None:
            used, row = filling[nth]
            row.append(example)
            filling[nth] = (used + size, row)
            continue
        if len(filling) == _OPEN_ROWS:
            fullest = max(filling, key=lambda row: row[0])
            rows.append(fullest[1])
            filling.remove(fullest)
        filling.append((size, [example]))
    return [*rows, *(row for _, row in filling)]


def collate(rows: Sequence[Sequence[Example]]) -> Batch:
    """One batch of rows."""
    longest = max(sum(len(e.stretch) + 2 for e in row) for row in rows)
    shape = (len(rows), next(width for width in WIDTHS if longest <= width))
    numbers, places, cases, quotes = (np.zeros(shape, np.int64) for _ in range(4))
    stretch, corpus, names = (np.full(shape, -1, np.int64) for _ in range(3))
    tags = np.zeros((*shape, len(TAGS)), np.float32)
    links = []
    for r, row in enumerate(rows):
        at = 0
        for nth, example in enumerate(row):
            inner = slice(at + 1, at + 1 + len(example.stretch))
            whole = slice(at, inner.stop + 1)
            numbers[r, inner] = example.stretch.numbers
            numbers[r, at], numbers[r, inner.stop] = FIRST, LAST
            places[r, whole] = range(len(example.stretch) + 2)
            cases[r, inner], quotes[r, inner] = example.stretch.cases, example.stretch.quotes
            stretch[r, whole] = nth
            if example.tags is not None:
                corpus[r, inner], tags[r, inner] = example.corpus, example.tags
                links += [(r, at + 1 + b, at + 1 + s, at + 1 + c) for b, s, c in example.links]
            if example.names is not None:
                names[r, inner] = example.names
            at = whole.stop
    inputs = tuple(torch.from_numpy(a) for a in (numbers, places, cases, quotes, stretch))
    return Batch(
        inputs, torch.from_numpy(corpus), torch.from_numpy(tags), torch.from_numpy(names),
        torch.tensor(links, dtype=torch.long).reshape(-1, 4),
    )  # fmt: skip


def _loss(network: Network, batch: Batch) -> Tensor:
    tags, names, links = network(*batch.inputs)
    loss = torch.zeros(())
    weights = torch.tensor(_TAG_WEIGHTS)
    known = (batch.corpus >= 0).sum()
    for corpus in range(len(CORPORA)):
        here = batch.corpus == corpus
        if here.any():
            ours = tags[..., corpus * len(TAGS) : (corpus + 1) * len(TAGS)][here]
            one = F.binary_cross_entropy_with_logits(ours, batch.tags[here], reduction="none")
            loss = loss + (one * weights).sum() / known
    if (batch.names >= 0).any():
        loss = loss + _NAMES_WEIGHT * F.cross_entropy(
            names.flatten(0, 1), batch.names.flatten(), ignore_index=-1
        )
    if len(batch.links):
        row, begin = batch.links[:, 0], batch.links[:, 1]
        for kind in range(links.shape[1]):
            loss = loss + _LINKS_WEIGHT * F.cross_entropy(links[row, kind, begin], batch.links[:, 2 + kind])
    return loss
