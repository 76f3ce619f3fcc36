"""bench: `python -m bench [NAME…] [--copies N]`, the measured things as a table on the screen."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import build, export, peer, query, repair, resolve
from bench.corpus import Corpus, write_corpus
from bench.measuring import Row

#: Name -> what it measures. One more thing is one more file and one more line.
MEASURES: dict[str, Callable[[Corpus], Iterator[Row]]] = {
    "build": build.measure,
    "repair": repair.measure,
    "peer": peer.measure,
    "resolve": resolve.measure,
    "query": query.measure,
    "export": export.measure,
}

#: The samples this often make about as much text as a regional paper prints on its parks in a year.
COPIES = 100


def main() -> None:
    """Write the corpus, measure, print each row as it is known."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--copies", type=int, default=COPIES, help="of the samples (%(default)s)")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.names) - MEASURES.keys()):
        parser.error(f"nothing called {', '.join(unknown)}; there is {', '.join(MEASURES)}")
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_corpus(Path(folder), copies=asked.copies)
        print(f"{corpus.articles:,} articles, {corpus.characters:,} characters", flush=True)
        for name in asked.names or MEASURES:
            for row in MEASURES[name](corpus):
                print(row, flush=True)


if __name__ == "__main__":
    main()
