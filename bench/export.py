"""bench/export: a made-up graph of a million facts in, seconds and peak memory of its exports out.

The graph is written line by line in the order of graph.nq, so that making it needs no memory either.
Peers run on a graph of a fiftieth of the size, which they hold in memory: networkx on GEXF, pandas on CSV.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import networkx as nx

import kg
from bench.corpus import Corpus
from bench.measuring import Cost, Meter, Row, in_fresh_process
from kg.export import export
from kg.export.frames import OpenGraph
from kg.export.spool import Spool
from kg.graph.iris import PROV, RDF, SCHEMA, SKOS, iri_of
from kg.graph.terms import decimal, integer, iri, moment, node, park, string, text
from kg.vocab import STAGE

FACTS = 1_000_000
#: Facts of the graph that the peers hold in memory as well.
SMALL = 20_000
#: What a project brings: its four facts, and the two of half a company.
_PER_PROJECT = 5
#: Exports measured at full size; the rest write the same values in other spellings.
NAMES = ("neo4j", "gephi", "parquet", "csv", "sqlite", "json", "parts")
STAGES = ("planned", "signed", "underConstruction", "inProduction")

Said = tuple[str, str]  #: predicate and object, as terms


def measure(_: Corpus) -> Iterator[Row]:
    """Yield the cost of reading, of each export, and of the peers with ratios."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_folder(folder / "large", facts=FACTS)
        for name, cost in in_fresh_process(export_all, folder / "large", NAMES).items():
            yield cost.row(f"{name}, {FACTS:,} facts")
        write_folder(folder / "small", facts=SMALL)
        ours = in_fresh_process(export_all, folder / "small", ("gephi", "csv"))
        for name, peer in PEERS.items():
            theirs = in_fresh_process(export_by_peer, folder / "small", name)
            figures = {
                "s": ours[name].cpu_seconds,
                "s peer": theirs.cpu_seconds,
                "times": theirs.cpu_seconds / ours[name].cpu_seconds,
                "MB": ours[name].peak_mb,
                "MB peer": theirs.peak_mb,
            }
            yield Row(f"{name}, {SMALL:,} facts, {peer.__name__[3:]}", figures)


def export_all(folder: Path, names: tuple[str, ...]) -> dict[str, Cost]:
    """Read a folder once, write each export, and give what each step cost."""
    with tempfile.TemporaryDirectory() as place, closing(Spool(folder)) as spool:
        meter = Meter()
        next(spool.entities())
        costs = {"read": meter.lap()}
        for name in names:
            export(name, spool, Path(place) / name)
            costs[name] = meter.lap()
    return costs


def export_by_peer(folder: Path, name: str) -> Cost:
    """Write an export as somebody would who has the graph in Python."""
    with tempfile.TemporaryDirectory() as place:
        graph = kg.open(folder)
        meter = Meter()
        PEERS[name](graph, Path(place))
        return meter.lap()


def by_networkx(graph: OpenGraph, place: Path) -> None:
    """Write GEXF by networkx, which takes no lists."""
    network = graph.to_networkx()
    rows = [data for _, data in network.nodes(data=True)]
    rows += [data for _, _, data in network.edges(data=True)]
    for row in rows:
        lists = {name: value for name, value in row.items() if isinstance(value, tuple)}
        row.update({name: " | ".join(map(str, value)) for name, value in lists.items()})
    nx.write_gexf(network, place / "graph.gexf")


def by_pandas(graph: OpenGraph, place: Path) -> None:
    """Write CSV by pandas."""
    for name, frame in graph.to_pandas().items():
        frame.to_csv(place / f"{name}.csv", index=False)


PEERS: dict[str, Callable[[OpenGraph, Path], None]] = {"gephi": by_networkx, "csv": by_pandas}


def write_folder(folder: Path, *, facts: int) -> None:
    """Write the graph.nq of a folder that holds about so many facts, the same on every machine."""
    folder.mkdir()
    with (folder / "graph.nq").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(facts // _PER_PROJECT))


def _lines(projects: int) -> Iterator[str]:
    """Give the sorted lines, one kind of subject after the other."""
    companies, parks, articles = projects // 2, max(1, projects // 100), projects // 5
    for n in range(articles):
        yield from _subject(
            _id("article", n),
            [
                (iri(RDF + "type"), park("Article")),
                (park("sourceFile"), string(f"{n}.txt")),
                (iri(SCHEMA + "headline"), text(f"第{n}号报道")),
                (iri(SCHEMA + "datePublished"), moment(f"{2010 + n % 15}-{1 + n % 12:02}-05")),
            ],
        )
    for n in range(companies):
        yield from _subject(
            _id("company", n),
            _named("Company", f"第{n}号新材料有限公司", f"第{n}号", n % articles),
            [
                (park("locatedIn"), node(_id("park", n % parks))),
                (park("cooperatesWith"), node(_id("company", n * 7 % companies))),
            ],
            f"a{n:08}",
        )
    for n in range(projects):
        about = [
            (iri(RDF + "type"), park("StageEvent")),
            (park("ofProject"), node(_id("project", n))),
            (park("stage"), iri(STAGE + STAGES[n % 4])),
            (park("date"), moment(f"{2015 + n % 10}-{1 + n % 12:02}")),
        ]
        yield from _subject(_id("event", n), [], about, f"c{n:08}", one=True)
    # Evidence sorts as its subject and its fact do: a of a company, b of a project, c of an event.
    for letter, count, each in (("a", companies, 2), ("b", projects, 4), ("c", projects, 1)):
        for n in range(count):
            for place in range(each):
                yield from _evidence(f"{letter}{n:08}{place}", n % articles, n)
    for n in range(parks):
        yield from _subject(_id("park", n), _named("Park", f"第{n}号工业园区", f"{n}号园", n))
    for n in range(projects):
        yield from _subject(
            _id("project", n),
            _named("Project", f"年产{n}万吨树脂项目", f"{n}万吨项目", n % articles),
            [
                (park("undertakenBy"), node(_id("company", n % companies))),
                (park("locatedIn"), node(_id("park", n * 11 % parks))),
                (park("totalInvestment"), decimal(str(10_000_000 * (1 + n * 13 % 97)))),
                (park("stage"), iri(STAGE + STAGES[n % 4])),
            ],
            f"b{n:08}",
        )


def _named(kind: str, label: str, other: str, article: int) -> list[Said]:
    return [
        (iri(RDF + "type"), park(kind)),
        (iri(SKOS + "prefLabel"), text(label)),
        (iri(SKOS + "altLabel"), text(other)),
        (park("mentionedIn"), node(_id("article", article))),
    ]


def _evidence(key: str, article: int, n: int) -> Iterator[str]:
    quote = f"第{n}号项目由第{n}号新材料有限公司在第{n}号工业园区建设。"
    return _subject(
        f"evidence/{key}",
        [
            (iri(RDF + "type"), park("Evidence")),
            (iri(PROV + "wasDerivedFrom"), node(_id("article", article))),
            (iri(PROV + "wasGeneratedBy"), node("rule/bench")),
            (park("confidence"), decimal("0.9")),
            (park("end"), integer(n % 1000 + len(quote))),
            (park("quote"), string(quote)),
            (park("start"), integer(n % 1000)),
        ],
    )


def _subject(
    path: str,
    plain: list[Said],
    stated: list[Said] | None = None,
    key: str = "",
    *,
    one: bool = False,
) -> Iterator[str]:
    """Give what stands of a subject; each of `stated` also in the graph of its evidence, or all in one."""
    start = node(path)
    lines = [f"{start} {predicate} {value} .\n" for predicate, value in plain]
    for place, (predicate, value) in enumerate(stated or ()):
        graph = iri_of(f"evidence/{key}{0 if one else place}")
        lines.append(f"{start} {predicate} {value} .\n")
        lines.append(f"{start} {predicate} {value} <{graph}> .\n")
    return iter(sorted(lines))


def _id(kind: str, number: int) -> str:
    return f"{kind}/{number:08}"
