"""The ontology: code and Turtle speak the same words, and each word is explained, shaped and in the context."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from kg.errors import OntologyError
from kg.graph import ontology_path
from kg.graph.page import page
from kg.vocab import (
    PARK,
    SIGNATURES,
    STAGE,
    Detail,
    EntityClass,
    LiteralPredicate,
    Predicate,
    Record,
    Stage,
    Subclass,
)
from tests.world import built_world

WORDS = Namespace(PARK)
PROPERTIES = {*Predicate, *LiteralPredicate, *Detail}


def turtle(name: str) -> Graph:
    """Read a file of the ontology with a parser that keeps language tags."""
    return Graph().parse(ontology_path(name), format="turtle")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Give the vocabulary."""
    return turtle("parkgraph.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """Give the shapes."""
    return turtle("shapes.ttl")


def defined(ontology: Graph, *kinds: URIRef) -> set[str]:
    """Give the local names of the words that are defined as one of the kinds."""
    subjects = {s for kind in kinds for s in ontology.subjects(RDF.type, kind)}
    return {str(s).removeprefix(PARK) for s in subjects if str(s).startswith(PARK)}


def union(ontology: Graph, name: str, end: URIRef) -> set[str]:
    """Give the classes that a domain or range allows."""
    (node,) = ontology.objects(WORDS[name], end)
    members = ontology.value(node, OWL.unionOf)
    found = Collection(ontology, members) if members else [node]
    return {str(member).removeprefix(PARK) for member in found}


def test_code_and_ontology_have_the_same_classes(ontology: Graph) -> None:
    """Every class of kg.vocab is defined, and every class defined is in kg.vocab."""
    assert defined(ontology, OWL.Class) == {*EntityClass, *Subclass, *Record}


def test_code_and_ontology_have_the_same_properties(ontology: Graph) -> None:
    """The same both ways for properties, of entities and of values."""
    assert defined(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) == PROPERTIES


def test_code_and_ontology_allow_the_same_ends(ontology: Graph) -> None:
    """Domains and ranges are the signatures of kg.vocab."""
    for predicate, (subjects, objects) in SIGNATURES.items():
        if subjects != frozenset(EntityClass):  # "any" needs no domain
            assert union(ontology, predicate, RDFS.domain) >= subjects, predicate
        assert union(ontology, predicate, RDFS.range) == objects, predicate


def test_a_narrower_class_stands_below_its_top_class(ontology: Graph) -> None:
    """Officials are persons, all other narrower classes organizations."""
    for name in Subclass:
        top = EntityClass.PERSON if name is Subclass.OFFICIAL else EntityClass.ORGANIZATION
        assert (WORDS[name], RDFS.subClassOf, WORDS[top]) in ontology


def test_stages_are_a_scheme_in_the_order_of_the_code() -> None:
    """The SKOS scheme ranks the stages as kg.vocab does, with labels in both languages."""
    stages = turtle("stages.ttl")
    ranked = sorted((int(str(rank)), str(s)) for s, rank in stages.subject_objects(WORDS.rank))
    assert [iri for _, iri in ranked] == [STAGE + stage for stage in Stage]
    for stage in Stage:
        languages = {
            getattr(label, "language", None)
            for label in stages.objects(URIRef(STAGE + stage), SKOS.prefLabel)
        }
        assert languages == {"zh-Hans", "en"}


def test_every_word_is_explained_in_both_languages(ontology: Graph) -> None:
    """Label and comment, in Chinese and in English, once each."""
    for name in (*EntityClass, *Subclass, *Record, *PROPERTIES):
        for explanation in (RDFS.label, RDFS.comment):
            texts = [
                o for o in ontology.objects(WORDS[name], explanation) if isinstance(o, Literal)
            ]
            assert sorted(text.language or "" for text in texts) == ["en", "zh-Hans"], name


def test_words_are_aligned_with_the_vocabularies_named_in_the_contract(ontology: Graph) -> None:
    """schema.org, ORG, FOAF, PROV-O, SKOS, Data Cube, OWL-Time: at least one alignment with each."""
    linked = {
        str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ontology.objects(None, p)
    }
    for namespace in (
        "https://schema.org/",
        "http://www.w3.org/ns/org#",
        "http://xmlns.com/foaf/0.1/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2004/02/skos/core#",
        "http://purl.org/linked-data/cube#",
        "http://www.w3.org/2006/time#",
    ):
        assert any(iri.startswith(namespace) for iri in linked), namespace


def test_every_word_has_a_shape(shapes: Graph) -> None:
    """Each class is a target, and each property is a path or a target."""
    targets = {str(o) for o in shapes.objects(None, SH.targetClass)}
    assert {PARK + name for name in (*EntityClass, *Subclass, *Record)} <= targets
    paths = {str(o) for o in shapes.objects(None, SH.path)}
    # A stage's rank and an article's place in its file are free text and number.
    assert {PARK + name for name in PROPERTIES - {Detail.RANK, Detail.RECORD}} <= paths


def messages(shapes: Graph) -> Iterator[list[str]]:
    """Give the languages of the messages of each shape that constrains something."""
    structure = {
        RDF.type,
        SH.targetClass,
        SH.targetSubjectsOf,
        SH.targetObjectsOf,
        SH.property,
        SH.message,
        SH.path,
    }
    named = set(shapes.subjects(RDF.type, SH.NodeShape)) | set(shapes.objects(None, SH.property))
    for shape in named:
        if set(shapes.predicates(shape)) - structure and shape != WORDS.EntityReferenceShape:
            yield sorted(
                str(getattr(m, "language", "")) for m in shapes.objects(shape, SH.message)
            )


def test_every_shape_speaks_both_languages(shapes: Graph) -> None:
    """Whoever is told of a fault is told in Chinese and in English."""
    found = list(messages(shapes))
    assert len(found) > 60
    assert all(languages == ["en", "zh-Hans"] for languages in found)


def test_the_context_knows_every_property() -> None:
    """JSON-LD of ours needs no IRI for a word of the ontology, and means the right thing by it."""
    context = json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8"))["@context"]
    for name in PROPERTIES:
        assert context[name]["@id"] == f"park:{name}"
    probe = json.dumps(
        {"@context": context, "@id": "parkid:a", "locatedIn": "parkid:b", "title": "主任"}
    )
    found = {str(quad.object) for quad in ox.parse(probe, format=ox.RdfFormat.JSON_LD)}
    assert found == {"<https://w3id.org/parkgraph/id/b>", '"主任"@zh-hans'}


def test_a_graph_speaks_no_word_that_the_ontology_lacks(tmp_path: Path, ontology: Graph) -> None:
    """Every park: word in a written graph is defined."""
    built_world(tmp_path)
    terms = {
        str(getattr(term, "value", ""))
        for quad in ox.parse(path=str(tmp_path / "graph.nq"))
        for term in (quad.predicate, quad.object)
    }
    known = defined(ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert {t.removeprefix(PARK) for t in terms if t.startswith(PARK)} <= known


def test_the_page_is_the_one_that_the_turtle_gives() -> None:
    """ontology/index.html is up to date; `python -m kg.graph.page` writes it anew."""
    assert ontology_path("index.html").read_text(encoding="utf-8") == page()


def test_the_page_describes_every_word() -> None:
    """Each class and property has an anchor, so that its IRI leads to its description."""
    text = page()
    for name in (*EntityClass, *Subclass, *Record, *PROPERTIES):
        assert text.count(f'id="{name}"') == 1, name
    assert "<script" not in text
    assert "http-equiv" not in text


def test_an_unknown_file_is_an_error() -> None:
    """Asking for a file that does not exist says so."""
    with pytest.raises(OntologyError, match="nothing"):
        ontology_path("nothing.ttl")


def test_every_file_is_valid_turtle_for_rdflib() -> None:
    """A second parser reads every file, and finds the same number of triples."""
    for name in ("parkgraph.ttl", "stages.ttl", "shapes.ttl"):
        ours = sum(1 for _ in ox.parse(path=str(ontology_path(name))))
        assert len(rdflib.Graph().parse(ontology_path(name))) == ours
