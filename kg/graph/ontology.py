"""graph/ontology: the name of a file of the ontology in, where it lies or what it says out."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

import kg
from kg.errors import OntologyError
from kg.graph.terms import Quad, spelt


def ontology_path(name: str) -> Path:
    """Give the path of a file or folder of the ontology, in an installed package and in a checkout alike.

    Raises OntologyError when there is none of that name.
    """
    # A wheel carries the folder as kg/ontology; a checkout has it beside the package.
    package = Path(str(files(kg)))
    for home in (package / "ontology", package.parent / "ontology"):
        if (found := home / name).exists():
            return found
    raise OntologyError(f"the ontology has no file {name!r}; is the installation complete?")


def read_triples(name: str) -> list[ox.Triple]:
    """Read a Turtle file of the ontology; OntologyError when it is broken."""
    path = ontology_path(name)
    try:
        quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as fault:
        raise OntologyError(f"{path}: not Turtle: {fault}") from fault
    return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


def stage_quads() -> Iterator[Quad]:
    """Give the scheme of stages as quads, so that a graph carries the labels and order of its stages."""
    for s, p, o in read_triples("stages.ttl"):
        yield Quad(str(s), str(p), spelt(str(o)))
