"""bench/repair: what repair and splitting cost, next to OpenCC's own conversion of the same text.

Both run in one process pinned to one core, in turn, so that a busy machine slows both. The samples
are clean Simplified text for the most part; the damaged one of them is shown by itself.
"""

import os
from collections.abc import Callable, Iterator, Sequence

from opencc import OpenCC

from bench.corpus import Corpus
from bench.measuring import Meter, Row, in_fresh_process
from kg.model import Article
from kg.read import read
from kg.repair import repair
from tests.samples.damage import DAMAGED

_ARTICLES = 160
_ROUNDS = 3


def measure(corpus: Corpus) -> Iterator[Row]:
    """Yield nanoseconds a character of repair, and that divided by OpenCC's."""
    for name, damaged in (("repair, clean text", False), ("repair, damaged text", True)):
        ours, peer = in_fresh_process(_nanoseconds, corpus, damaged=damaged)
        yield Row(name, {"ns / character": ours, "OpenCC": peer, "times OpenCC": ours / peer})


def _nanoseconds(corpus: Corpus, *, damaged: bool) -> tuple[float, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = (item for item in read([corpus.folder]) if isinstance(item, Article))
    wanted = (a for a in found if a.source_file.endswith(DAMAGED.name) is damaged)
    articles = [article for article, _ in zip(wanted, range(_ARTICLES), strict=False)]
    convert = OpenCC("t2s").convert

    def convert_one(article: Article) -> None:
        convert(article.source_text)

    return _cost(repair, articles), _cost(convert_one, articles)


def _cost(work: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """Give the least of a few rounds, after one that loads what is loaded once."""
    work(articles[0])
    costs: list[float] = []
    for _ in range(_ROUNDS):
        meter = Meter()
        for article in articles:
            work(article)
        costs.append(meter.lap().cpu_seconds)
    return min(costs) / sum(len(article.source_text) for article in articles) * 1e9
