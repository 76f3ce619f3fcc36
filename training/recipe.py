"""training/recipe: the folders of data in, the files that the package ships out; every step in order."""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "kg" / "extract" / "neural" / "weights"
FOLD = 0  #: the eighth of our own articles that calibrates and weighs


def run(script: str, *arguments: object) -> None:
    """Run a step as its own process."""
    print("==", script, *arguments, flush=True)
    subprocess.run([sys.executable, HERE / script, *map(str, arguments)], check=True)


def main() -> None:
    """Train, calibrate, export, weigh, measure; steps whose result is there already are left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--anew", action="store_true", help="start from the published encoder")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    options = parser.parse_args()
    data, gold, runs = options.data, options.gold, options.runs
    runs.mkdir(parents=True, exist_ok=True)
    start, done, table = (runs / n for n in ("start.pt", "done.pt", "calibration.json"))
    steps: list[object] = ["--own", "--whole", "--fold", FOLD, "--disguise", 0.5]
    if not start.exists():
        if options.anew:
            run("warm_start.py", data, start)
        else:
            run("thaw.py", data, start)
    if not done.exists():
        if options.anew:
            steps += ["--epochs", 4 * options.epochs, "--public", 0.5, "--rate", 1e-4]
        else:
            steps += ["--epochs", options.epochs, "--freeze", 4, "--rate", 1.3e-4]
        run("train.py", data, gold, done, "--warm", start, *steps)
    if not table.exists():
        run("calibrate.py", data, gold, done, table, "--fold", FOLD, "--report")
    run("export.py", data, done, WEIGHTS, "--calibration", table)
    run("weigh.py", "--fold", FOLD, "--shares")
    run("measure.py", data, gold)


if __name__ == "__main__":
    main()
