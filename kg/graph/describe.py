"""graph/describe: a graph in, its VoID and DCAT description out: how much, in which words, how made.

No time stands in it: when a graph was built is no property of what it says (report.json has it).
"""

from collections import Counter
from collections.abc import Iterator

from kg.graph.claims import Content
from kg.graph.iris import (
    DCAT,
    DCTERMS,
    ORG,
    PREFIXES,
    PROV,
    RDFS,
    SCHEMA,
    SKOS,
    VOID,
    XSD,
)
from kg.graph.terms import LABEL, TYPE, Quad, Term, integer, iri, node, string, text
from kg.vocab import PARK, PARKID

DATASET = node("dataset")
#: File name and media type of each distribution.
FILES = {
    "graph.jsonld": "application/ld+json",
    "graph.nq": "application/n-quads",
    "graph.trig": "application/trig",
    "graph.ttl": "text/turtle",
    "facts.jsonl": "application/jsonl",
}
ABOUT = {
    "zh-Hans": "由园区新闻自动抽取的知识图谱；每条事实都附有原文出处。",
    "en": "A knowledge graph read by program from industrial-park news; each fact names its passages.",
}
RIGHTS = {
    "zh-Hans": "引文的权利归原发布者所有。词汇与描述以 Apache-2.0 许可发布。",
    "en": "Quotations belong to their publishers. Vocabulary and description are under Apache-2.0.",
}
HOW = "kg build"


def description(content: Content, graph: list[Quad]) -> Iterator[Quad]:
    """Give void.ttl as quads of the default graph."""
    default = [quad for quad in graph if not quad.graph]
    yield Quad(DATASET, TYPE, iri(VOID + "Dataset"))
    yield Quad(DATASET, TYPE, iri(DCAT + "Dataset"))
    for language, title in {"zh-Hans": "园区图谱", "en": "ParkGraph"}.items():
        yield Quad(DATASET, iri(DCTERMS + "title"), text(title, language))
        yield Quad(DATASET, LABEL, text(title, language))
    for name, texts in {"description": ABOUT, "rights": RIGHTS}.items():
        for language, words in texts.items():
            yield Quad(DATASET, iri(DCTERMS + name), text(words, language))
    yield Quad(
        DATASET, iri(DCTERMS + "license"), iri("https://www.apache.org/licenses/LICENSE-2.0")
    )
    yield Quad(DATASET, iri(PROV + "wasGeneratedBy"), node("rule/parkgraph"))
    yield Quad(node("rule/parkgraph"), LABEL, string(HOW))
    yield Quad(DATASET, iri(DCTERMS + "conformsTo"), iri(PARK.rstrip("#")))
    for vocabulary in (DCTERMS, ORG, PARK, PROV, RDFS, SCHEMA, SKOS, XSD):
        yield Quad(DATASET, iri(VOID + "vocabulary"), iri(vocabulary))
    yield Quad(DATASET, iri(VOID + "uriSpace"), string(PARKID))
    yield from _statistics(default, n_articles=len({a.id for a in content.articles}))
    yield from _partitions(default)
    for file, media in FILES.items():
        part = node(f"distribution/{file}")
        yield Quad(DATASET, iri(DCAT + "distribution"), part)
        yield Quad(part, TYPE, iri(DCAT + "Distribution"))
        yield Quad(part, iri(DCTERMS + "title"), string(file))
        yield Quad(
            part,
            iri(DCAT + "mediaType"),
            iri(f"https://www.iana.org/assignments/media-types/{media}"),
        )


def _statistics(default: list[Quad], *, n_articles: int) -> Iterator[Quad]:
    figures = {
        "triples": len(default),
        "distinctSubjects": len({quad.subject for quad in default}),
        "properties": len({quad.predicate for quad in default}),
        "documents": n_articles,
    }
    for name, value in figures.items():
        yield Quad(DATASET, iri(VOID + name), integer(value))


def _partitions(default: list[Quad]) -> Iterator[Quad]:
    """Count members of each class and uses of each property, as VoID partitions."""
    classes = Counter(quad.object for quad in default if quad.predicate == TYPE)
    properties = Counter(quad.predicate for quad in default)
    for kind, counts, amount in (
        ("class", classes, "entities"),
        ("property", properties, "triples"),
    ):
        for word, n in counts.items():
            part = node(f"partition/{kind}/{_local(word)}")
            yield Quad(DATASET, iri(f"{VOID}{kind}Partition"), part)
            yield Quad(part, iri(VOID + kind), word)
            yield Quad(part, iri(VOID + amount), integer(n))


def _local(word: Term) -> str:
    """Give `org-Membership` for the term of org:Membership: two vocabularies may share a local name."""
    found = word[1:-1]
    prefix, namespace = max(
        ((p, ns) for p, ns in PREFIXES.items() if found.startswith(ns)), key=lambda x: len(x[1])
    )
    return f"{prefix}-{found[len(namespace) :]}"
