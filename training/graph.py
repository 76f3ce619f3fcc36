"""training/graph: encoder weights in, an ONNX graph with int8 matrices out.

Written operator by operator with onnxruntime's fused attention and quantised product. Run it with
basic optimisation only: its fused residual + norm is ten times slower than the two operators.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from encoder import HEADS, HIDDEN
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

Array = npt.NDArray[np.float32]
FUSED = "com.microsoft"


class GraphWriter:
    """Collects the nodes and the weights of one graph."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        self.state = {name: tensor.float().numpy() for name, tensor in state.items()}
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """Store an array under a name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self,
        kind: str,
        inputs: list[str],
        output: str,
        *,
        domain: str = "",
        **attributes: float | int,
    ) -> str:
        """Add an operator with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def product(self, x: str, name: str, weight: Array, bias: Array) -> str:
        """Multiply by a matrix (outputs, inputs), held as int8 with a scale per output."""
        scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
        rounded = np.clip(np.round(weight / scale[:, None]), -127, 127).astype(np.int8)
        inputs = [
            x,
            self.weight(f"{name}.int8", rounded.T),
            self.weight(f"{name}.scale", scale.astype(np.float32)),
            "",
            self.weight(f"{name}.bias", bias.astype(np.float32)),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", domain=FUSED)

    def norm(self, x: str, residual: str, name: str) -> str:
        """Add the residual and normalise."""
        total = self.node("Add", [x, residual], f"{name}.sum")
        weights = [
            self.weight(f"{name}.weight", self.state[f"{name}.weight"]),
            self.weight(f"{name}.shift", self.state[f"{name}.bias"]),
        ]
        return self.node(
            "LayerNormalization", [total, *weights], f"{name}.out", axis=-1, epsilon=1e-12
        )

    def layer(self, x: str, number: int) -> str:
        """Add a transformer layer."""
        at, state = f"layers.{number}", self.state
        # One product for all three: its input is quantised once.
        weight = np.concatenate([state[f"{at}.{part}.weight"] for part in "qkv"])
        bias = np.concatenate([state[f"{at}.{part}.bias"] for part in "qkv"])
        joined = self.product(x, f"{at}.qkv", weight, bias)
        parts = [f"{at}.{part}" for part in "qkv"]
        self.nodes.append(helper.make_node("Split", [joined, "thirds"], parts, axis=-1))
        mixed = self.node(
            "MultiHeadAttention",
            parts,
            f"{at}.mixed",
            domain=FUSED,
            num_heads=HEADS,
        )
        x = self.norm(
            self.product(mixed, f"{at}.ao", state[f"{at}.ao.weight"], state[f"{at}.ao.bias"]),
            x,
            f"{at}.aln",
        )
        inner = self.product(x, f"{at}.fi", state[f"{at}.fi.weight"], state[f"{at}.fi.bias"])
        inner = self.node("Gelu", [inner], f"{at}.gelu", domain=FUSED)
        return self.norm(
            self.product(inner, f"{at}.fo", state[f"{at}.fo.weight"], state[f"{at}.fo.bias"]),
            x,
            f"{at}.oln",
        )


def write_encoder(state: dict[str, Tensor], path: Path) -> None:
    """Write the graph: `embedded` (batch, length, hidden) -> `states`, without padding."""
    writer = GraphWriter(state)
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    norm = [
        writer.weight("eln.weight", writer.state["eln.weight"]),
        writer.weight("eln.shift", writer.state["eln.bias"]),
    ]
    x = writer.node("LayerNormalization", ["embedded", *norm], "eln.out", axis=-1, epsilon=1e-12)
    writer.weight("thirds", np.array([HIDDEN] * 3))
    for number in range(layers):
        x = writer.layer(x, number)
    writer.node("Identity", [x], "states")
    kind = TensorProto.FLOAT
    graph = helper.make_graph(
        writer.nodes,
        "encoder",
        [
            helper.make_tensor_value_info("embedded", kind, ["batch", "length", HIDDEN]),
        ],
        [helper.make_tensor_value_info("states", kind, ["batch", "length", HIDDEN])],
        writer.weights,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="parkgraph")
    path.write_bytes(model.SerializeToString(deterministic=True))
