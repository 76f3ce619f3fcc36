"""bench/measuring: a function in, its seconds and its peak memory out."""

import contextlib
import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import msgspec

P = ParamSpec("P")
T = TypeVar("T")

_CLEAR_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


class Row(msgspec.Struct, frozen=True):
    """One line of the printed table: what was measured, and its figures by unit."""

    name: str
    figures: dict[str, float]

    def __str__(self) -> str:
        told = "".join(f"{value:14,.2f} {unit}" for unit, value in self.figures.items())
        return f"{self.name:38}{told}"


class Cost(msgspec.Struct, frozen=True):
    """What a piece of work took. CPU seconds count all threads of the process."""

    seconds: float
    cpu_seconds: float
    peak_mb: float

    def row(self, name: str) -> Row:
        """Give the cost as a line of the table."""
        return Row(
            name, {"s": self.seconds, "CPU s": self.cpu_seconds, "MB at most": self.peak_mb}
        )


class Meter:
    """Measures one stage after the other; the peak of each is its own where the system allows it."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        # Forget the peak so far; where that cannot be done, it is the peak of the process until now.
        with contextlib.suppress(OSError):
            _CLEAR_PEAK.write_text("5", encoding="utf-8")
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def lap(self) -> Cost:
        """Give the cost since the last lap, and begin the next."""
        cost = Cost(time.perf_counter() - self._wall, time.process_time() - self._cpu, _peak_mb())
        self._begin()
        return cost


def _peak_mb() -> float:
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_fresh_process(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do `work` in a process of its own, so that nothing loaded before is counted."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args, kwargs)
