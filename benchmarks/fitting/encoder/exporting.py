"""From a fitted network to the files that the product reads: ONNX in 8 bits, vocabulary, their sha256."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from benchmarks.fitting.encoder.network import Network
from generator.extraction.encoder.record import NETWORK, RECORD, VOCABULARY

_EXAMPLE = 12  # pieces; the exported network takes any number


class _Alone(nn.Module):
    """The network for one stretch, which needs no mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, numbers: Tensor, cases: Tensor, quotes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        places = torch.arange(numbers.shape[1])[None]
        x = self.network.read(numbers, places, cases, quotes, None)
        return self.network.tags(x), self.network.names(x), self.network.linked(x)


def export(network: Network, vocabulary: Path, folder: Path) -> None:
    """Write network, vocabulary and record into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = tuple(torch.ones((1, _EXAMPLE), dtype=torch.long) for _ in range(3))
    with tempfile.TemporaryDirectory() as place:
        exact = Path(place, "exact.onnx")
        torch.onnx.export(
            _Alone(network).eval(), inputs, str(exact), dynamo=False, opset_version=17,
            input_names=["numbers", "cases", "quotes"], output_names=["tags", "names", "links"],
            dynamic_axes={name: {1: "pieces"} for name in ("numbers", "cases", "quotes", "tags", "names")}
            | {"links": {2: "pieces", 3: "pieces"}},
        )  # fmt: skip
        quantize_dynamic(
            exact, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    shutil.copyfile(vocabulary, folder / VOCABULARY)
    lines = [
        "# Written by `make fit-encoder`; the files are checked against it when they are loaded.",
        "[sha256]",
    ]
    lines += [
        f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"'
        for name in (NETWORK, VOCABULARY)
    ]
    (folder / RECORD).write_text("\n".join(lines) + "\n", encoding="utf-8")
