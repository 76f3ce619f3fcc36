"""training/thaw: the shipped weights in, a checkpoint to go on training from out.

The reverse of `export.py`, but for what rounding to 8 bits lost: the checkpoints of a training run
are ten times the size of the package, the weights in it are enough to go on from.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from encoder import HIDDEN, Encoder
from model import Joint
from onnx import numpy_helper
from torch import Tensor

WEIGHTS = Path(__file__).parent.parent / "kg" / "extract" / "neural" / "weights"


def thaw_encoder(path: Path) -> dict[str, Tensor]:
    """Give the encoder's layers under their names in `encoder.Encoder`."""
    arrays = {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}
    state: dict[str, Tensor] = {}
    for name, array in arrays.items():
        layer, _, part = name.rpartition(".")
        if part == "int8":
            weight = array.astype(np.float32).T * arrays[f"{layer}.scale"][:, None]
            bias = arrays[f"{layer}.bias"]
            if layer.endswith("qkv"):
                for letter, w, b in zip(
                    "qkv", np.split(weight, 3), np.split(bias, 3), strict=True
                ):
                    state[f"{layer[:-3]}{letter}.weight"] = torch.tensor(w)
                    state[f"{layer[:-3]}{letter}.bias"] = torch.tensor(b)
            else:
                state[f"{layer}.weight"], state[f"{layer}.bias"] = (
                    torch.tensor(weight),
                    torch.tensor(bias),
                )
        elif part in ("weight", "shift"):
            state[f"{layer}.{'bias' if part == 'shift' else 'weight'}"] = torch.tensor(array)
    return state


def thaw(folder: Path) -> dict[str, Tensor]:
    """Give the state of a `model.Joint` that reads as the files in `folder` do."""
    state = {f"encoder.{n}": t for n, t in thaw_encoder(folder / "encoder.onnx").items()}
    with np.load(folder / "heads.npz") as arrays:
        word = arrays["word"].astype(np.float32) * arrays["word_scale"].astype(np.float32)
        state["encoder.word.weight"] = torch.tensor(word)
        state["encoder.pos.weight"] = torch.tensor(arrays["pos"].astype(np.float32))
        state["encoder.typ"] = torch.zeros(HIDDEN)  # the export added it to every word
        for name in arrays.files:
            if name.startswith(("pointer.", "pairs.")):
                state[name] = torch.tensor(arrays[name].astype(np.float32))
    return state


def main() -> None:
    """Write the checkpoint, after a check that no weight is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of public data, as README.md says")
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    state = thaw(options.weights)
    layers = 1 + max(int(n.split(".")[2]) for n in state if n.startswith("encoder.layers."))
    source = options.data / "encoder" / "e5-small-zh-chars.safetensors"
    Joint(Encoder.pretrained(source, layers=layers)).load_state_dict(state)
    torch.save(state, options.out)


if __name__ == "__main__":
    main()
