"""Writing: the contract holds on the files themselves, for any input order and hash seed."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.graph import write_graph
from kg.graph.check import check
from kg.graph.iris import ORG, PROV, RDF, SKOS
from kg.graph.reader import open_graph
from kg.model import (
    AnyStatement,
    Attribute,
    EntityId,
    Extraction,
    Figure,
    Holding,
    MentionId,
    Relation,
    Resolution,
    StageReport,
)
from kg.vocab import PARK, PARKID, LiteralPredicate, Predicate, Stage
from tests.world import built_world, sample_world, small_world

FILES = (
    "graph.nq",
    "graph.trig",
    "graph.ttl",
    "graph.jsonld",
    "void.ttl",
    "facts.jsonl",
    "extractions.jsonl",
    "judgements.jsonl",
    "mentions.jsonl",
)
TYPE = ox.NamedNode(RDF + "type")
DEFAULT = ox.DefaultGraph()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a built folder of the small world."""
    return built_world(tmp_path_factory.mktemp("world") / "extracted")


@pytest.fixture(scope="module")
def quads(folder: Path) -> list[ox.Quad]:
    """Give the quads of graph.nq."""
    return list(ox.parse(path=str(folder / "graph.nq")))


def value(term: object) -> str:
    """Give the text of a term: an IRI, or a literal's form."""
    return str(getattr(term, "value", term))


def content(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file that a build writes."""
    return {name: (folder / name).read_bytes() for name in FILES}


def triples(quads: list[ox.Quad], kind: str) -> dict[str, dict[str, list[str]]]:
    """Give subject -> property -> values of the default graph, for the members of a class."""
    members = {q.subject for q in quads if q.predicate == TYPE and q.object == ox.NamedNode(kind)}
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for q in quads:
        if q.subject in members and q.graph_name == DEFAULT:
            found[value(q.subject)][q.predicate.value].append(value(q.object))
    return found


# ---- the same bytes ------------------------------------------------------------------------------


def test_the_order_of_the_input_does_not_matter(folder: Path, tmp_path: Path) -> None:
    """Articles, statements and clusters in any order give the same files."""
    extractions, resolution = small_world()
    shuffle = random.Random(7)
    mixed = [
        replace(e, statements=tuple(shuffle.sample(e.statements, len(e.statements))))
        for e in shuffle.sample(extractions, len(extractions))
    ]
    clusters = tuple(shuffle.sample(resolution.clusters, len(resolution.clusters)))
    write_graph(mixed, replace(resolution, clusters=clusters), tmp_path)
    there, here = content(folder), content(tmp_path)
    # The table of readings keeps the order in which the extractor stated things.
    del there["extractions.jsonl"], here["extractions.jsonl"]
    assert here == there


def test_the_hash_seed_does_not_matter(folder: Path, tmp_path: Path) -> None:
    """Another process under another PYTHONHASHSEED writes the same bytes."""
    code = "import sys; from pathlib import Path; from tests.world import built_world; built_world(Path(sys.argv[1]))"
    root = Path(__file__).parents[2]
    for seed in ("1", "4242"):
        target = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", code, str(target)],
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        )
        assert content(target) == content(folder)


def test_lines_are_in_canonical_order(folder: Path) -> None:
    """graph.nq is sorted by line, each line once."""
    lines = (folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_the_same_article_in_two_files_is_one(tmp_path: Path, folder: Path) -> None:
    """A text that was given twice states its facts once, and names both files."""
    extractions, resolution = small_world()
    twin = replace(extractions[0], article=replace(extractions[0].article, source_file="zz.txt"))
    write_graph([twin, *extractions], resolution, tmp_path)
    extra = set((tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines()) - set(
        (folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    )
    assert len(extra) == 1
    assert "sourceFile" in extra.pop()


# ---- other tools read it ---------------------------------------------------------------------------


def test_all_syntaxes_say_the_same(folder: Path, quads: list[ox.Quad]) -> None:
    """TriG and JSON-LD hold what N-Quads holds, and Turtle its default graph."""
    everything = set(quads)
    for name in ("graph.trig", "graph.jsonld"):
        assert set(ox.parse(path=str(folder / name))) == everything
    plain = {q for q in everything if q.graph_name == DEFAULT}
    assert set(ox.parse(path=str(folder / "graph.ttl"))) == plain


def test_language_tags_are_written_as_agreed(folder: Path) -> None:
    """Labels are @zh-Hans in every syntax; a parser may fold it, a file must not."""
    for name in ("graph.nq", "graph.ttl", "graph.trig"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "@zh-Hans" in text
        assert "@zh-hans" not in text


@pytest.mark.parametrize(
    ("name", "syntax", "count"),
    [
        ("graph.nq", "nquads", "all"),
        ("graph.trig", "trig", "all"),
        ("graph.ttl", "turtle", "plain"),
        ("void.ttl", "turtle", None),
    ],
)
@pytest.mark.parametrize("tool", ["serdi", "rapper"])
def test_independent_parsers_accept_the_files(
    folder: Path, quads: list[ox.Quad], name: str, syntax: str, count: str | None, tool: str
) -> None:
    """serdi and rapper read every file without a complaint, and find every statement."""
    if shutil.which(tool) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{tool} is not installed")
        pytest.skip(f"{tool} is not installed")
    command = [tool, "-i", syntax, "-o", "nquads", str(folder / name)]
    run = subprocess.run(command, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert b"rror" not in run.stderr
    wanted = {
        "all": len(quads),
        "plain": sum(q.graph_name == DEFAULT for q in quads),
        None: len(run.stdout.splitlines()),
    }[count]
    assert len(run.stdout.splitlines()) == wanted


# ---- what the contract promises ------------------------------------------------------------------


def test_there_are_no_blank_nodes(quads: list[ox.Quad]) -> None:
    """Every node has a stable IRI."""
    assert not any(
        isinstance(term, ox.BlankNode)
        for q in quads
        for term in (q.subject, q.object, q.graph_name)
    )


def test_every_fact_stands_once_in_the_default_graph_and_in_its_evidence(
    quads: list[ox.Quad],
) -> None:
    """What a named graph says, the default graph says as well; each named graph is a described Evidence."""
    evidence = triples(quads, PARK + "Evidence")
    default = Counter((q.subject, q.predicate, q.object) for q in quads if q.graph_name == DEFAULT)
    assert set(default.values()) == {1}
    named = [q for q in quads if q.graph_name != DEFAULT]
    assert named
    for q in named:
        assert (q.subject, q.predicate, q.object) in default
        assert value(q.graph_name) in evidence
    stated = {(q.subject, q.predicate, q.object) for q in named}
    words = {
        PARK + w
        for w in (
            *Predicate,
            *LiteralPredicate,
            "title",
            "asOf",
            "date",
            "value",
            "period",
            "yearOnYear",
        )
    }
    for triple in default:
        if triple[1].value in words:
            assert triple in stated


def test_evidence_says_where_the_passage_stands(quads: list[ox.Quad]) -> None:
    """`text[start:end] == quote` holds on the source file, for every Evidence."""
    articles = triples(quads, PARK + "Article")
    small = Path(__file__).parents[1] / "small"
    for found in triples(quads, PARK + "Evidence").values():
        (article,), (quote,) = found[PROV + "wasDerivedFrom"], found[PARK + "quote"]
        text = (small / articles[article][PARK + "sourceFile"][0]).read_text(encoding="utf-8")
        assert text[int(found[PARK + "start"][0]) : int(found[PARK + "end"][0])] == quote
        assert len(found[PROV + "wasGeneratedBy"]) == 1


def test_each_entity_has_one_label_and_its_articles(quads: list[ox.Quad]) -> None:
    """One preferred label, others apart from it, and every article that names it."""
    park = triples(quads, PARK + "Park")[PARKID + "park/清河工业园区"]
    assert park[SKOS + "prefLabel"] == ["清河工业园区"]
    assert park[SKOS + "altLabel"] == ["园区"]
    assert len(park[PARK + "mentionedIn"]) == 4
    assert park[SKOS + "closeMatch"] == [PARKID + "zoneCode/999001002"]
    assert PARK + "zoneCode" not in park  # uncertain codes are links, not facts
    place = triples(quads, PARK + "Place")[PARKID + "place/清河市"]
    assert place[PARK + "adcode"] == ["990100"]
    assert place[SKOS + "exactMatch"] == [PARKID + "adcode/990100"]


def test_a_project_carries_its_latest_stage_with_the_passages_that_say_so(
    quads: list[ox.Quad],
) -> None:
    """Of construction in 2022 and trial production in 2023, the latter is the project's stage."""
    project = ox.NamedNode(PARKID + "project/年产10万吨水性涂料项目")
    stages = [q for q in quads if q.subject == project and q.predicate.value == PARK + "stage"]
    assert {value(q.object).rsplit("/")[-1] for q in stages} == {"trialProduction"}
    assert len(stages) == 2


def test_a_post_keeps_every_day_it_is_reported_for(quads: list[ox.Quad]) -> None:
    """Two reports of one post are one node with two dates, the articles' own."""
    posts = triples(quads, ORG + "Membership").values()
    (post,) = [p for p in posts if p[ORG + "member"] == [PARKID + "person/孟书岚"]]
    assert sorted(post[PARK + "asOf"]) == ["2022-04-18", "2023-02-07"]


def test_facts_come_as_even_lines(folder: Path) -> None:
    """Every line of facts.jsonl has every column, labels to read and at least one passage."""
    lines = [
        json.loads(line)
        for line in (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {tuple(line) for line in lines} == {tuple(lines[0])}
    assert all(line["evidence"] and line["subject_label"] for line in lines)
    (amount,) = [line for line in lines if line["value"] == "650000000"]
    assert amount["evidence"][0]["as_written"] == "6.5亿元"
    assert amount["evidence"][0]["file"] == "02-qinghe-projects.txt"


def test_the_samples_come_through_whole(tmp_path: Path) -> None:
    """All that the annotations of the samples say becomes a graph that breaks no rule."""
    extractions, resolution = sample_world()
    counts = write_graph(extractions, resolution, tmp_path)
    assert len(extractions) >= 10
    # Two names of one thing may be related by an annotator; nothing else is lost.
    assert {n for n in counts if n.startswith("left out")} <= {
        "left out: both ends are one entity",
        "left out: date is no date (the statement stands without it)",
    }
    assert not [finding for finding in check(tmp_path) if finding.is_fault]


#: Names with all that IRIs, Turtle and JSON treat apart.
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(NAMES, NAMES, NAMES)
def test_any_name_goes_through_every_syntax(label: str, title: str, unit: str) -> None:
    """Whatever a text names something, all files say the same of it."""
    extractions, resolution = small_world()
    clusters = [
        replace(c, id=EntityId(f"park/{label}"), label=label) if c.label == "清河工业园区" else c
        for c in resolution.clusters
    ]
    odd = [
        replace(e, statements=tuple(_named(s, title, unit) for s in e.statements))
        for e in extractions
    ]
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_graph(odd, replace(resolution, clusters=tuple(clusters)), folder)
        everything = set(ox.parse(path=str(folder / "graph.nq")))
        assert set(ox.parse(path=str(folder / "graph.trig"))) == everything
        assert set(ox.parse(path=str(folder / "graph.jsonld"))) == everything
        graph = open_graph(folder)
        assert graph.entity(f"park/{label}").label == label
        assert {post.title for post in graph.posts()} == {title}
        assert {figure.unit for figure in graph.observations()} == {unit}


def _named(statement: AnyStatement, title: str, unit: str) -> AnyStatement:
    if isinstance(statement, Holding):
        return replace(statement, title=title)
    return replace(statement, unit=unit) if isinstance(statement, Figure) else statement


# ---- what cannot be told -------------------------------------------------------------------------


def counted(extraction: Extraction, resolution: Resolution, folder: Path) -> dict[str, int]:
    """Write one article and give what was left out."""
    counts = write_graph([extraction], resolution, folder)
    return {k: v for k, v in counts.items() if k.startswith("left out")}


def test_nothing_is_dropped_silently(tmp_path: Path) -> None:
    """A statement that cannot be told of entities is counted by reason, and the rest is written."""
    extractions, resolution = small_world()
    first = extractions[0]
    known, passage = first.mentions[0].id, first.mentions[0].passage
    lost = MentionId("nowhere")
    statements = (
        Relation(
            subject=known, passage=passage, by="t", predicate=Predicate.PART_OF, object=known
        ),
        Relation(subject=known, passage=passage, by="t", predicate=Predicate.PART_OF, object=lost),
        StageReport(subject=lost, passage=passage, by="t", stage=Stage.SIGNED),
        Figure(
            subject=known, passage=passage, by="t", indicator="产值", value="约五", unit="亿元"
        ),
        Attribute(
            subject=known,
            passage=passage,
            by="t",
            predicate=LiteralPredicate.TOTAL_INVESTMENT,
            value="5亿",
            as_written="5亿",
        ),
        StageReport(subject=known, passage=passage, by="t", stage=Stage.SIGNED, date="2022-13-40"),
        Holding(subject=known, passage=passage, by="t", body=lost, title="主任"),
    )
    left = counted(replace(first, statements=statements), resolution, tmp_path)
    assert left == {
        "left out: both ends are one entity": 1,
        "left out: date is no date (the statement stands without it)": 1,
        "left out: object is no resolved mention": 2,
        "left out: subject is no resolved mention": 1,
        "left out: value is no decimal number": 2,
    }


def test_an_ill_formed_date_of_an_article_costs_no_post(tmp_path: Path) -> None:
    """Posts are kept without a date when the article's own date cannot be read."""
    extractions, resolution = small_world()
    odd = [replace(e, article=replace(e.article, published="二〇二二年")) for e in extractions]
    counts = write_graph(odd, resolution, tmp_path)
    assert counts["posts"] == 6
    assert not [name for name in counts if name.startswith("left out")]
