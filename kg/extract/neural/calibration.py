"""neural/calibration: a raw score in, the share of such scores that were right out."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt


class Line(msgspec.Struct, frozen=True, array_like=True):
    """How likely a raw score makes a label: the logistic function of `slope * score + shift`."""

    slope: float = 1.0
    shift: float = 0.0


class Calibration(msgspec.Struct, frozen=True):
    """A line per label, fitted on articles that the model had not learned from."""

    lines: dict[str, Line]

    @classmethod
    def from_json(cls, data: bytes) -> "Calibration":
        """Read the table that training wrote."""
        return msgspec.json.decode(data, type=cls)

    def probability(self, label: str, score: float) -> float:
        """Give a probability, rounded so that the last bits of arithmetic never show."""
        line = self.lines.get(label, Line())
        return round(
            1 / (1 + math.exp(-max(-30.0, min(30.0, line.slope * score + line.shift)))), 4
        )

    def lowest(self, labels: Sequence[str], floor: float) -> npt.NDArray[np.float32]:
        """Give for each label the raw score from which on it is `floor` likely."""
        wanted = math.log(floor / (1 - floor))
        lines = [self.lines.get(label, Line()) for label in labels]
        return np.array([(wanted - line.shift) / line.slope for line in lines], dtype=np.float32)
