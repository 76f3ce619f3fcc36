"""export/rdf: a built folder in, other RDF serialisations and parts for bulk loaders out.

Everything streams from graph.nq, whose lines are sorted, but for RDF/XML and JSON-LD, which a
serialiser writes subject by subject.
"""

import gzip
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

import pyoxigraph as ox

from kg.export.spool import Source
from kg.export.text import clean
from kg.graph.iris import PREFIXES

#: Uncompressed bytes of a part: bulk loaders take 50 to 250 MB each well in parallel.
PART_BYTES = 128 * 2**20
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def write_jsonld(graph: Source, target: Path) -> None:
    """Write the whole dataset as JSON-LD to the file `target`."""
    _serialise(_quads(graph), target, ox.RdfFormat.JSON_LD)


def write_rdfxml(graph: Source, target: Path) -> None:
    """Write the facts and what describes them, without their evidence graphs, as RDF/XML.

    XML 1.0 has no way to hold most control characters: literals go without them.
    """
    plain = (
        ox.Triple(q.subject, q.predicate, _writable(q.object))
        for q in _quads(graph)
        if _in_default(q)
    )
    _serialise(plain, target, ox.RdfFormat.RDF_XML)


def write_reified(graph: Source, target: Path) -> None:
    """Write Turtle of RDF 1.2: each evidence node reifies the statements that its passage makes.

    What stands in an evidence's named graph becomes `evidence rdf:reifies <<( s p o )>>`
    (RDF 1.2 Concepts, section 3.3 "Triple terms and reification").
    """

    def triples() -> Iterator[ox.Triple]:
        for q in _quads(graph):
            if _in_default(q):
                yield ox.Triple(q.subject, q.predicate, q.object)
            elif isinstance(q.graph_name, ox.NamedNode):
                term = ox.Triple(q.subject, q.predicate, q.object)
                yield ox.Triple(q.graph_name, ox.NamedNode(f"{RDF}reifies"), term)

    _serialise(triples(), target, ox.RdfFormat.TURTLE)


def write_parts(graph: Source, target: Path) -> None:
    """Write graph.nq as gzipped parts into the folder `target`, for QLever, Virtuoso, Jena or GraphDB.

    No blank nodes and no duplicate lines, so the parts can be loaded in any order and in parallel.
    """
    target.mkdir(parents=True, exist_ok=True)
    with (graph.folder / "graph.nq").open("rb") as lines:
        first = next(lines, b"")
        for number in count(1):
            # No name and no time in the header: the same graph gives the same bytes.
            with (
                (target / f"part-{number:04}.nq.gz").open("wb") as raw,
                gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file,
            ):
                file.writelines(_part(first, lines))
            if not (first := next(lines, b"")):
                break
    (target / "LOADING.md").write_text(LOADING, encoding="utf-8", newline="\n")


#: How each store takes the parts, in the words of its own manual.
LOADING = """\
# Loading these parts

N-Quads, gzipped, UTF-8, no blank nodes, no line twice: load them in any order, in parallel.
Query the default graph; a union of all graphs counts a fact once per passage in several stores.

| Store | Command |
| --- | --- |
| QLever | `qlever index --format nq --input-files 'part-*.nq.gz' --cat-input-files 'zcat part-*.nq.gz'` |
| Virtuoso | `ld_dir('.', '*.nq.gz', 'urn:parkgraph'); rdf_loader_run(); checkpoint;` in isql; the folder in DirsAllowed |
| Jena | `tdb2.xloader --loc DB part-*.nq.gz` |
| Oxigraph | `zcat part-*.nq.gz \\| oxigraph load --location DB --format nq` |
| GraphDB | `importrdf preload -f -i REPOSITORY part-*.nq.gz` |

Virtuoso has no default graph of its own: load with a name for it, as above, and query `FROM <urn:parkgraph>`.
"""


def _part(first: bytes, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Give lines until a part is full."""
    size = 0
    for line in chain([first], lines):
        yield line
        size += len(line)
        if size >= PART_BYTES:
            return


def _quads(graph: Source) -> Iterator[ox.Quad]:
    with (graph.folder / "graph.nq").open("rb") as file:
        yield from ox.parse(file, format=ox.RdfFormat.N_QUADS)


def _in_default(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.DefaultGraph)


def _writable(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if not isinstance(term, ox.Literal) or clean(term.value) == term.value:
        return term
    if term.language:
        return ox.Literal(clean(term.value), language=term.language)
    return ox.Literal(clean(term.value), datatype=term.datatype)


def _serialise(
    statements: "Iterator[ox.Quad] | Iterator[ox.Triple]", target: Path, form: ox.RdfFormat
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        ox.serialize(statements, file, form, prefixes=PREFIXES)
