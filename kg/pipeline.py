"""pipeline: inputs in, a built folder out; the hallway, and the only module that knows every room.

A build writes beside its target and swaps at the end, so that a killed build leaves the former
output whole. Time and versions enter the output here, through report.json, and nowhere else.
"""

import platform
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path

import msgspec

import kg
from kg import folder as built
from kg.errors import GraphError, KGError, UsageError
from kg.extract import ExtractSettings, extract
from kg.graph import write_graph
from kg.graph.reader import open_graph
from kg.model import Article, Extraction, Rejection
from kg.read import ReadSettings, read
from kg.repair import RepairSettings, repair
from kg.resolve import resolve
from kg.resolve.review import read_judgements
from kg.view import write_view

#: Called with a stage's name, how many of its items are done, and how many there are if that is known.
Progress = Callable[[str, int, int | None], None]

#: Libraries whose version can change what a build says; report.json names them.
SPEAKING_LIBRARIES = ("spacy", "onnxruntime", "opencc", "pypinyin", "trafilatura", "pyoxigraph")
#: Below this many articles, starting worker processes costs more than it saves.
MIN_ARTICLES_FOR_WORKERS = 16
#: Articles handed to a worker at a time: enough to hide the hand-over, few enough to show progress.
CHUNK = 8


class BuildSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a user may choose about a build."""

    read: ReadSettings = ReadSettings()
    repair: RepairSettings = RepairSettings()
    extract: ExtractSettings = ExtractSettings()
    jobs: int = 1  #: worker processes; the output does not depend on it


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did: the content of report.json."""

    articles: int
    counts: dict[str, int]
    repairs: dict[str, int]
    rejected: tuple[Rejection, ...]
    notes: tuple[str, ...]
    seconds: dict[str, float]
    settings: dict[str, object]
    versions: dict[str, str]
    built_at: str


def build(
    inputs: Sequence[str | Path],
    *,
    out: Path,
    viz: Path | None = None,
    settings: BuildSettings = BuildSettings(),
    judgements: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Build the graph of `inputs` in the folder `out`, and its page in `viz`.

    `judgements` is a file of a person's decisions about identity, which win over the program's.
    Raises UsageError when `out` cannot be written to or nothing readable was given; then nothing is changed.
    """
    return _build(
        inputs, (), out=out, viz=viz, settings=settings, judgements=judgements, progress=progress
    )


def add(
    inputs: Sequence[str | Path],
    *,
    out: Path,
    viz: Path | None = None,
    settings: BuildSettings = BuildSettings(),
    judgements: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Add articles to a built folder: the same bytes as a build of all of them together."""
    kept = tuple(open_graph(out).extractions())
    return _build(
        inputs, kept, out=out, viz=viz, settings=settings, judgements=judgements, progress=progress
    )


def remove(
    names: Sequence[str],
    *,
    out: Path,
    viz: Path | None = None,
    judgements: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Remove articles, each named by its id or source file, and all that only they stated.

    Raises UsageError when a name fits no article of the folder.
    """
    there = tuple(open_graph(out).extractions())
    keys = {key for e in there for key in (e.article.id, e.article.source_file)}
    if unknown := sorted(set(names) - keys):
        raise UsageError(
            f"no article {', '.join(unknown)} in {out}; name it by id or source file, as facts.jsonl and `kg explain` show them"
        )
    gone = set(names)
    kept = tuple(e for e in there if not {e.article.id, e.article.source_file} & gone)
    return _write(
        kept,
        (),
        out=out,
        viz=viz,
        settings=BuildSettings(),
        judgements=judgements,
        progress=progress,
        clock=_Clock(),
    )


def _build(
    inputs: Sequence[str | Path],
    kept: tuple[Extraction, ...],
    *,
    out: Path,
    viz: Path | None,
    settings: BuildSettings,
    judgements: Path | None,
    progress: Progress | None,
) -> Report:
    built.check_target(out)
    clock, rejected = _Clock(), list[Rejection]()
    with clock("read, repair, extract"):
        found = list(read_all(inputs, settings=settings, rejected=rejected, progress=progress))
    if not found:
        reasons = "".join(f"\n  {r.source}: {r.reason}" for r in rejected)
        raise UsageError(
            f"nothing to build: no readable article in {', '.join(map(str, inputs))}{reasons}"
        )
    return _write(
        (*kept, *found),
        tuple(rejected),
        out=out,
        viz=viz,
        settings=settings,
        judgements=judgements,
        progress=progress,
        clock=clock,
    )


def _write(
    extractions: tuple[Extraction, ...],
    rejected: tuple[Rejection, ...],
    *,
    out: Path,
    viz: Path | None,
    settings: BuildSettings,
    judgements: Path | None,
    progress: Progress | None,
    clock: "_Clock",
) -> Report:
    """Resolve and write; `clock` goes on counting what the caller began."""
    unique = {e.article.id: e for e in extractions}
    ordered = tuple(unique[key] for key in sorted(unique))
    tell = progress or (lambda *_: None)
    human = read_judgements(judgements) if judgements else ()
    with built.replacing(out) as fresh:
        tell("resolve", 0, 1)
        with clock("resolve"):
            resolution = resolve(ordered, human=human)
        tell("resolve", 1, 1)
        tell("write graph", 0, 1)
        with clock("write graph"):
            counts = write_graph(ordered, resolution, fresh)
        tell("write graph", 1, 1)
        if viz is not None:
            tell("draw", 0, 1)
            with clock("draw"):
                write_view(fresh, viz)
            tell("draw", 1, 1)
        report = _report(
            ordered, rejected, counts, settings, clock, doubles=len(extractions) - len(ordered)
        )
        (fresh / "report.json").write_bytes(
            msgspec.json.format(msgspec.json.encode(report), indent=1)
        )
    return report


def read_all(
    inputs: Sequence[str | Path],
    *,
    settings: BuildSettings,
    rejected: list[Rejection],
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """Read, repair and extract every article of `inputs`; what gave none is added to `rejected`."""

    def accepted() -> Iterator[Article]:
        for item in read(inputs, settings=settings.read):
            if isinstance(item, Rejection):
                rejected.append(item)
            else:
                yield item

    done = 0
    for result in _extract_all(accepted(), settings):
        if isinstance(result, Rejection):
            rejected.append(result)
            continue
        done += 1
        if progress:
            progress("read, repair, extract", done, None)
        yield result


def extract_article(article: Article, settings: BuildSettings) -> Extraction | Rejection:
    """Give all that one article says: a pure function, safe to run in any process or on any machine."""
    try:
        return extract(repair(article, settings=settings.repair), settings=settings.extract)
    except KGError as fault:
        return Rejection(source=article.source_file, reason=str(fault))
    except Exception:  # noqa: BLE001  one article that trips a fault of ours must not cost the batch
        where = article.source_file + (f", {article.record}" if article.record else "")
        return Rejection(
            source=where, reason=f"internal error, please report it:\n{traceback.format_exc()}"
        )


def _extract_chunk(
    chunk: Sequence[Article], settings: BuildSettings
) -> list[Extraction | Rejection]:
    return [extract_article(article, settings) for article in chunk]


def _extract_all(
    articles: Iterator[Article], settings: BuildSettings
) -> Iterator[Extraction | Rejection]:
    first = list(islice(articles, MIN_ARTICLES_FOR_WORKERS))
    if settings.jobs <= 1 or len(first) < MIN_ARTICLES_FOR_WORKERS:
        for article in _chain(first, articles):
            yield extract_article(article, settings)
        return
    pending: deque[Future[list[Extraction | Rejection]]] = deque()
    rest = _chain(first, articles)
    try:
        with ProcessPoolExecutor(settings.jobs) as pool:
            # A short queue keeps a huge corpus out of memory; results come back in order.
            while chunk := list(islice(rest, CHUNK)):
                pending.append(pool.submit(_extract_chunk, chunk, settings))
                if len(pending) > 4 * settings.jobs:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
    except BrokenProcessPool as fault:
        raise GraphError(
            "a worker process died (out of memory?); nothing was changed; try again with --jobs 1"
        ) from fault


def _chain(first: Iterable[Article], rest: Iterator[Article]) -> Iterator[Article]:
    yield from first
    yield from rest


class _Clock:
    """Seconds per stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - began, 3)


def _report(
    extractions: Sequence[Extraction],
    rejected: tuple[Rejection, ...],
    counts: dict[str, int],
    settings: BuildSettings,
    clock: _Clock,
    *,
    doubles: int,
) -> Report:
    repairs: Counter[str] = Counter()
    notes = [f"{doubles} articles were given more than once and count once"] if doubles else []
    for extraction in extractions:
        repairs.update(dict(extraction.repairs))
        notes += [f"{extraction.article.source_file}: {note}" for note in extraction.article.notes]
    return Report(
        articles=len(extractions),
        counts=counts,
        repairs=dict(sorted(repairs.items())),
        rejected=rejected,
        notes=tuple(notes),
        seconds=clock.seconds,
        settings=msgspec.to_builtins(settings),
        versions={"parkgraph": kg.__version__, "python": platform.python_version(), **_versions()},
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _versions() -> dict[str, str]:
    found = {}
    for name in SPEAKING_LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found
