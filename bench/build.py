"""bench/build: seconds and peak memory of `kg build`, stage by stage, default and --fast."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import Corpus
from bench.measuring import Cost, Meter, Row, in_fresh_process
from kg.extract import ExtractSettings
from kg.pipeline import BuildSettings, build


def measure(corpus: Corpus) -> Iterator[Row]:
    """Yield what each stage of a build on one process costs."""
    for mode, neural in (("default", True), ("--fast", False)):
        for stage, cost in in_fresh_process(build_by_stage, corpus.folder, neural=neural).items():
            yield cost.row(f"build {mode}: {stage}")


def build_by_stage(folder: Path, *, neural: bool) -> dict[str, Cost]:
    """Build `folder` and give the cost of each stage."""
    costs: dict[str, Cost] = {}
    meter = Meter()
    stage = "read, repair, extract"

    def tell(now: str, done: int, of: int | None) -> None:
        nonlocal stage
        if now != stage:
            costs[stage] = meter.lap()
            stage = now

    settings = BuildSettings(extract=ExtractSettings(neural=neural))
    with tempfile.TemporaryDirectory() as place:
        out, viz = Path(place, "extracted"), Path(place, "viz")
        build([folder], out=out, viz=viz, settings=settings, progress=tell)
        costs[stage] = meter.lap()
    return costs
