"""Inference: what follows is concluded, apart from what is stated, and nothing else."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph.infer import infer, rules
from kg.graph.iris import ORG, PREFIXES
from kg.graph.reader import open_graph
from kg.graph.storage import make_store
from kg.graph.syntax import nquads, read_nquads
from kg.vocab import PARK, PARKID
from tests.world import built_world


@pytest.fixture(scope="module")
def concluded(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Give what the rules conclude from the small world, in short names."""
    folder = built_world(tmp_path_factory.mktemp("world"))
    counts = infer(folder)
    quads = list(ox.parse(path=str(folder / "inferred.nq")))
    assert {str(quad.graph_name) for quad in quads} == {f"<{PARKID}inferred>"}
    assert sum(counts.values()) == len(quads)
    return {
        (short(quad.subject), short(quad.predicate), short(quad.object))
        for quad in quads
        if not isinstance(quad.object, ox.Literal)
    }


def short(term: object) -> str:
    """Give an id, or a prefixed name."""
    value = str(getattr(term, "value", term)).removeprefix(PARKID)
    for prefix, namespace in PREFIXES.items():
        value = value.replace(namespace, f"{prefix}:")
    return value


@pytest.mark.parametrize(
    "triple",
    [
        ("company/恒越电子", "park:locatedIn", "place/清河市"),
        ("company/恒越电子", "park:locatedIn", "place/江东省"),
        ("organization/清河工业园区工会", "park:locatedIn", "place/清河市"),
        ("organization/清河大学", "park:cooperatesWith", "company/蓝桥新材"),
        ("person/孟书岚", "org:memberOf", "park/清河工业园区"),
        ("park/清河工业园区", "org:hasMember", "person/孟书岚"),
        ("park/清河工业园区", "dcterms:hasPart", "organization/清河工业园区工会"),
        ("company/蓝桥新材", "org:hasSubOrganization", "company/江东蓝桥新材料有限公司"),
        ("organization/清河大学", "rdf:type", "schema:Organization"),
        ("park/清河工业园区", "rdf:type", "schema:Place"),
    ],
)
def test_what_follows_is_concluded(
    concluded: set[tuple[str, str, str]], triple: tuple[str, str, str]
) -> None:
    """Containment, chains, symmetry, inverses, classes above, and membership."""
    assert triple in concluded


def test_what_is_stated_is_not_concluded(concluded: set[tuple[str, str, str]]) -> None:
    """A fact of a text is not repeated, nothing is in itself, and talks are no settlement."""
    assert ("company/恒越电子", "park:locatedIn", "park/清河工业园区") not in concluded
    assert not any(s == o for s, _, o in concluded)
    assert not any(s.startswith("park:") for s, _, _ in concluded)
    assert ("company/上海云帆科技", "park:locatedIn", "park/清河工业园区") not in concluded


def test_conclusions_stay_out_of_the_graph_unless_asked(tmp_path: Path) -> None:
    """graph.nq is untouched; with --into-graph it gains the graph parkid:inferred and nothing else."""
    folder = built_world(tmp_path)
    before = (folder / "graph.nq").read_text(encoding="utf-8")
    infer(folder)
    assert (folder / "graph.nq").read_text(encoding="utf-8") == before
    infer(folder, into_graph=True)
    after = (folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert after == sorted(after)
    assert [line for line in after if f"<{PARKID}inferred> ." not in line] == before.splitlines()
    assert set(ox.parse(path=str(folder / "graph.trig"))) == set(
        ox.parse(path=str(folder / "graph.nq"))
    )
    assert "inferred" not in (folder / "graph.ttl").read_text(encoding="utf-8")


def test_inferring_twice_changes_nothing(tmp_path: Path) -> None:
    """Conclusions are drawn from what is stated, not from former conclusions."""
    folder = built_world(tmp_path)
    first = infer(folder, into_graph=True)
    bytes_before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    assert infer(folder, into_graph=True) == first
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == bytes_before


def test_readers_tell_conclusions_from_statements(tmp_path: Path) -> None:
    """The reader marks what was inferred, from memory and from an on-disk store that is kept up to date."""
    folder = built_world(tmp_path)
    make_store(folder)
    infer(folder, into_graph=True)
    facts = {(f.subject, f.predicate, f.object): f for f in open_graph(folder).facts()}
    assert facts["company/恒越电子", "locatedIn", "place/清河市"].inferred
    assert not facts["company/恒越电子", "locatedIn", "place/清河市"].evidence
    assert not facts["company/恒越电子", "locatedIn", "park/清河工业园区"].inferred


def test_codes_spell_out_containment(tmp_path: Path) -> None:
    """A county's code lies in its prefecture's and province's, and in no other."""
    folder = built_world(tmp_path)
    codes = {"县": "990122", "市": "990100", "省": "990000", "外": "980000"}
    with (folder / "graph.nq").open("a", encoding="utf-8") as file:
        for name, code in codes.items():
            file.write(f'<{PARKID}place/{name}> <{PARK}adcode> "{code}" .\n')
    infer(folder)
    found = {
        (short(q.subject), short(q.object))
        for q in ox.parse(path=str(folder / "inferred.nq"))
        if q.predicate.value == f"{PARK}locatedIn" and short(q.subject)[6:] in codes
    }
    # place/清河市 of the small world has the code of 市 too.
    expected = {
        ("县", "市"),
        ("县", "省"),
        ("市", "省"),
        ("县", "清河市"),
        ("县", "江东省"),
        ("市", "江东省"),
    }
    assert {(a[6:], b[6:]) for a, b in found} <= expected
    assert {("县", "市"), ("县", "省"), ("市", "省")} <= {(a[6:], b[6:]) for a, b in found}


def test_every_rule_says_what_it_does() -> None:
    """Two title lines, in Chinese and English, and a CONSTRUCT."""
    assert len(rules()) >= 7
    for rule in rules():
        assert not rule.title_zh.isascii()
        assert rule.title.isascii()
        assert "CONSTRUCT" in rule.query


def test_the_command_counts_conclusions_by_rule(tmp_path: Path) -> None:
    """kg infer says how much each rule concluded, and where it is."""
    folder = built_world(tmp_path)
    run = CliRunner().invoke(app, ["infer", "--graph", str(folder)])
    assert run.exit_code == 0, run.output
    assert "membership" in run.output
    assert "inferred.nq" in run.output
    run = CliRunner().invoke(app, ["store", "--graph", str(folder)])
    assert run.exit_code == 0, run.output
    assert (folder / "store").is_dir()


def test_a_file_of_ours_reads_back_term_for_term(tmp_path: Path) -> None:
    """N-Quads that were written come back as the same bytes, language tags and escapes included."""
    folder = built_world(tmp_path)
    path = folder / "graph.nq"
    assert "".join(nquads(read_nquads(path))) == path.read_text(encoding="utf-8")
    assert ORG in path.read_text(encoding="utf-8")
