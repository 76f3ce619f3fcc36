"""training/recipe: the folders of data in, the files that the package ships out; every step in order."""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLD = 0  #: articles 0, 5, 10… of train calibrate
#: Learning rates of the runs over all of train; each starts its schedule anew.
FINISH = (7e-5, 5e-5)


def run(script: str, *arguments: object) -> None:
    """Run a step as its own process."""
    print("==", script, *arguments, flush=True)
    subprocess.run([sys.executable, HERE / script, *map(str, arguments)], check=True)


def main() -> None:
    """Train, calibrate, finish, export, measure; steps whose result is there already are left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    options = parser.parse_args()
    data, gold, runs = options.data, options.gold, options.runs
    runs.mkdir(parents=True, exist_ok=True)
    warm, fold, full, table = (
        runs / n for n in ("warm.pt", "fold.pt", "full.pt", "calibration.json")
    )
    if not warm.exists():
        run("warm_start.py", data, warm)
    extras = ("--public", warm, "--disguise", 0.7)
    if not fold.exists():
        run("train.py", data, gold, fold, "--warm", warm, "--fold", FOLD, "--epochs", 18, *extras)
    if not table.exists():
        run("calibrate.py", data, gold, fold, table, "--fold", FOLD, "--report")
    start = fold
    for rate, done in zip(FINISH, (runs / "full1.pt", full), strict=True):
        if not done.exists():
            run(
                "train.py",
                data,
                gold,
                done,
                "--warm",
                start,
                "--epochs",
                5,
                "--rate",
                rate,
                *extras,
            )
        start = done
    run("export.py", data, full, options.weights, "--calibration", table)
    run("measure.py", data, gold)


if __name__ == "__main__":
    main()
