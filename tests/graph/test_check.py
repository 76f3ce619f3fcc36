"""Checking: faults are found, the two SHACL engines agree, and findings lead to their passages."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import GraphError
from kg.graph import ontology_path
from kg.graph.check import Finding, check
from kg.graph.iris import ORG, PREFIXES, PROV, SKOS
from kg.graph.validate import Violation, by_pyshacl, validate
from kg.vocab import PARK, PARKID
from tests.world import built_world

PARK_IRI = f"<{PARKID}park/清河工业园区>"
PROJECT = f"<{PARKID}project/恒越电子二期项目>"
XSD = PREFIXES["xsd"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a built folder of the small world."""
    return built_world(tmp_path)


def put(folder: Path, *lines: str) -> None:
    """Add statements to the default graph of a built folder, as a faulty program would."""
    for name in ("graph.nq", "graph.ttl"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{line} .\n" for line in lines)


def drop(folder: Path, part: str) -> None:
    """Drop every statement whose N-Triples form contains some text."""
    kept = [q for q in ox.parse(path=str(folder / "graph.nq")) if part not in str(q)]
    (folder / "graph.nq").write_bytes(ox.serialize(kept, format=ox.RdfFormat.N_QUADS) or b"")
    plain = [q.triple for q in kept if isinstance(q.graph_name, ox.DefaultGraph)]
    (folder / "graph.ttl").write_bytes(ox.serialize(plain, format=ox.RdfFormat.TURTLE) or b"")


def faults(folder: Path) -> list[Finding]:
    """Give what is wrong with the graph itself."""
    return [finding for finding in check(folder) if finding.is_fault]


def test_a_written_graph_breaks_no_shape(folder: Path) -> None:
    """What we write is what the shapes ask for, and every fact has its evidence."""
    assert faults(folder) == []


#: What to add, and which constraint it breaks at which property.
FAULTS = [
    (f'{PARK_IRI} <{SKOS}prefLabel> "另一个名字"@zh-Hans', "MaxCount", "skos:prefLabel"),
    (f'{PARK_IRI} <{SKOS}altLabel> "Qinghe"@en', "LanguageIn", "skos:altLabel"),
    (f"{PARK_IRI} a <{PARK}Company>", "QualifiedMaxCount", "rdf:type"),
    (f"{PARK_IRI} <{PARK}cooperatesWith> <{PARKID}company/恒越电子>", "Or", "^park:cooperatesWith"),
    (f'{PARK_IRI} <{PARK}zoneCode> "12"', "Pattern", "park:zoneCode"),
    (f"{PARK_IRI} <{PARK}locatedIn> <{PARKID}person/孟书岚>", "Or", "park:locatedIn"),
    (f"{PARK_IRI} <{PARK}hasIndustry> {PARK_IRI}", "Class", "park:hasIndustry"),
    (f'{PARK_IRI} <{PARK}signed> "三棵树"', "NodeKind", "park:signed"),
    (f'{PROJECT} <{PARK}totalInvestment> "-3"^^<{XSD}decimal>', "MinExclusive", "park:totalInvestment"),
    (f'{PROJECT} <{PARK}totalInvestment> "3亿"', "Datatype", "park:totalInvestment"),
    (f"{PROJECT} <{PARK}stage> <{PREFIXES['stage']}dreamt>", "In", "park:stage"),
    (f"<{PARKID}post/x> a <{ORG}Membership>", "MinCount", "park:title"),
    (f"<{PARKID}event/x> a <{PARK}StageEvent>", "MinCount", "park:ofProject"),
    (f"<{PARKID}observation/x> a <{PARK}Observation>", "MinCount", "park:value"),
    (f"<{PARKID}observation/x> a <{PARK}Observation>; <{PARK}period> '上半年'", "Pattern", "park:period"),
    (f"<{PARKID}evidence/x> a <{PARK}Evidence>; <{PARK}start> 5; <{PARK}end> 5", "LessThan", "park:start"),
    (f"<{PARKID}evidence/x> a <{PARK}Evidence>; <{PARK}confidence> 1.5", "MaxInclusive", "park:confidence"),
    (f"<{PARKID}evidence/x> a <{PARK}Evidence>; <{PROV}wasGeneratedBy> {PARK_IRI}", "Class", "prov:wasGeneratedBy"),
    (f"<{PARKID}article/x> a <{PARK}Article>", "MinCount", "park:sourceFile"),
    (f"<{PARKID}person/x> a <{PARK}Official>", "Class", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "rule", "predicate"), FAULTS)
def test_each_fault_is_found(tmp_path: Path, line: str, rule: str, predicate: str | None) -> None:
    """A broken statement is reported at its property, in both languages, by the fast engine as by pySHACL."""
    data = tmp_path / "graph.ttl"
    built_world(tmp_path)
    with data.open("a", encoding="utf-8") as file:
        file.write(f"{line} .\n")
    shapes = ontology_path("shapes.ttl")
    found, reference = validate(data, shapes), by_pyshacl(data, shapes)
    assert set(map(comparable, found)) == set(map(comparable, reference))
    path = None if predicate is None else iri(predicate)
    (hit, *_) = [v for v in found if (v.component, v.path) == (f"{rule}ConstraintComponent", path)]
    assert len(hit.messages) == 2


def iri(name: str) -> str:
    """Give the term of a prefixed name."""
    inverse = "^" if name.startswith("^") else ""
    prefix, _, local = name.removeprefix("^").partition(":")
    return f"{inverse}<{PREFIXES[prefix]}{local}>"


def comparable(violation: Violation) -> tuple[str | None, ...]:
    """Give what two engines must agree on; they spell literals each in their own way."""
    value = violation.value
    if value and not value.startswith("<"):
        value = value.strip('"').split('"')[0]
    return violation.focus, violation.path, value, violation.component, *violation.messages


def test_a_fact_without_evidence_is_found(folder: Path) -> None:
    """A statement that no named graph holds is reported, be it a fact or a detail of a post."""
    put(folder, f"{PARK_IRI} <{PARK}locatedIn> <{PARKID}place/江东省>")
    (finding,) = faults(folder)
    assert (finding.kind, finding.predicate) == ("evidence", "park:locatedIn")
    assert finding.subject_label == "清河工业园区"


def test_a_named_graph_that_is_no_evidence_proves_nothing(folder: Path) -> None:
    """Dropping the description of a passage leaves its facts without evidence."""
    drop(folder, f"> <{PREFIXES['rdf']}type> <{PARK}Evidence>")
    found = list(check(folder))
    assert {finding.kind for finding in found if finding.is_fault} == {"evidence"}
    # The passages of conflicts cannot be shown then, and that is said.
    assert found[-1].rule == "unread"


def test_a_fault_leads_to_its_passage(folder: Path) -> None:
    """The finding names the article, the place in it and the words."""
    drop(folder, f"{PROJECT} <{PREFIXES['rdf']}type>")
    found = [f for f in faults(folder) if f.predicate == "park:ofProject"]
    assert {p.file for f in found for p in f.passages} == {
        "02-qinghe-projects.txt",
        "04-qinghe-dispute.txt",
    }
    assert all("二期项目" in p.quote and p.end > p.start for f in found for p in f.passages)


def test_a_wrong_end_is_told_as_the_fact(folder: Path) -> None:
    """A park as the subject of a cooperation is reported with both ends, read from its subject."""
    put(folder, f"{PARK_IRI} <{PARK}cooperatesWith> <{PARKID}company/恒越电子>")
    (finding,) = [f for f in faults(folder) if f.kind == "shape"]
    assert (finding.subject, finding.predicate, finding.value) == (
        "park/清河工业园区",
        "park:cooperatesWith",
        "company/恒越电子",
    )


@pytest.fixture
def conflicts(folder: Path) -> dict[str, Finding]:
    """Give the conflicts of the small world by kind and subject."""
    return {f"{f.rule} {f.subject}": f for f in check(folder) if f.kind == "conflict"}


def test_conflicts_between_sources_are_shown_with_both_passages(
    conflicts: dict[str, Finding],
) -> None:
    """Two amounts, a stage that goes back and a post with two holders, and nothing else."""
    assert sorted(conflicts) == [
        "amount project/年产10万吨水性涂料项目",
        "amount project/恒越电子二期项目",
        "post park/清河工业园区",
        "stage project/恒越电子二期项目",
    ]
    amount = conflicts["amount project/恒越电子二期项目"]
    assert [(p.value, p.file) for p in amount.passages] == [
        ("320000000", "02-qinghe-projects.txt"),
        ("400000000", "04-qinghe-dispute.txt"),
    ]
    stage = conflicts["stage project/恒越电子二期项目"]
    assert [p.value for p in stage.passages] == [
        "inProduction (2023-01)",
        "underConstruction (2023-02)",
    ]
    post = conflicts["post park/清河工业园区"]
    assert {p.value.split(" ")[0] for p in post.passages if p.value} == {
        "person/孟书岚",
        "person/许闻笛",
    }


def test_the_command_tells_people_and_programs(folder: Path) -> None:
    """Conflicts alone are exit code 0, faults 1, no graph 2; JSON lines carry everything."""
    run = CliRunner().invoke(app, ["check", "--graph", str(folder)])
    assert run.exit_code == 0, run.output
    assert "4 conflicts between sources" in run.output
    assert "各来源的总投资不同" in run.output
    assert "04-qinghe-dispute.txt 79–108, 2023-02-07" in run.output
    put(folder, f"{PARK_IRI} <{PARK}locatedIn> <{PARKID}place/江东省>")
    run = CliRunner().invoke(app, ["check", "--graph", str(folder), "--format", "jsonl"])
    assert run.exit_code == 1
    lines = [json.loads(line) for line in run.output.splitlines()]
    assert [line["kind"] for line in lines] == ["evidence", *["conflict"] * 4]
    run = CliRunner().invoke(app, ["check", "--graph", str(folder), "--limit", "1"])
    assert "(1 shown; --limit 0 shows all)" in run.output
    run = CliRunner().invoke(app, ["check", "--graph", str(folder / "none")])
    assert isinstance(run.exception, GraphError)
