"""training/export: a trained model in, the files that the package ships out.

The encoder becomes an ONNX graph with int8 weights, the embedding table int8 rows with a scale
each, the heads float16 arrays; all that the package needs to run it is onnxruntime and numpy.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from encoder import Characters
from graph import write_encoder
from torch import Tensor


def export_arrays(state: dict[str, Tensor], path: Path) -> None:
    """Write the embedding table (int8 rows) and the heads (float16)."""
    word = (state["encoder.word.weight"] + state["encoder.typ"]).numpy()
    scale = np.abs(word).max(1, keepdims=True) / 127
    arrays = {
        "word": np.round(word / scale).astype(np.int8),
        "word_scale": scale.astype(np.float16),
        "pos": state["encoder.pos.weight"].numpy().astype(np.float16),
    }
    for name, tensor in state.items():
        if name.startswith(("pointer.", "pairs.")):
            arrays[name] = tensor.numpy().astype(np.float16)
    np.savez(path, **dict(sorted(arrays.items())))


def main() -> None:
    """Export to a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--calibration", type=Path)
    options = parser.parse_args()
    state = torch.load(options.model)
    options.out.mkdir(parents=True, exist_ok=True)
    encoder = {k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")}
    write_encoder(encoder, options.out / "encoder.onnx")
    export_arrays(state, options.out / "heads.npz")
    table = Characters(options.data / "encoder").table
    order = sorted(table.items())
    (options.out / "characters.json").write_text(
        json.dumps(
            {"characters": "".join(c for c, _ in order), "rows": [r for _, r in order]},
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )
    if options.calibration:
        (options.out / "calibration.json").write_text(
            options.calibration.read_text(encoding="utf-8"), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
