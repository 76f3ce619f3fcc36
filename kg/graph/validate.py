"""graph/validate: a Turtle file and SHACL shapes in, what breaks a shape out.

The engine `shacl` checks a hundred thousand statements in half a second; where it has no wheel (Linux on
ARM), pySHACL does the same in half a minute. A test holds the two to the same results.
"""

import importlib.util
from pathlib import Path
from typing import NamedTuple

from kg.errors import GraphError


class Violation(NamedTuple):
    """One result of a SHACL report; terms are spelt as in N-Triples."""

    focus: str
    path: str | None  #: a property, or `^` and a property that leads to the focus
    value: str | None
    component: str  #: such as MinCountConstraintComponent
    messages: tuple[str, ...]  #: one a language


def validate(data: Path, shapes: Path) -> list[Violation]:
    """Give every violation, sorted; GraphError when the data cannot be read."""
    fast = importlib.util.find_spec("shacl") is not None
    found = _by_shacl(data, shapes) if fast else by_pyshacl(data, shapes)
    return sorted(set(found), key=lambda v: tuple(part or "" for part in v[:4]))


def _by_shacl(data: Path, shapes: Path) -> list[Violation]:
    import shacl

    try:
        report = shacl.Shapes.from_file(str(shapes)).validate_file(str(data))
    except ValueError as fault:
        raise GraphError(f"{data}: not Turtle ({fault}); build the graph anew") from fault
    return [
        Violation(
            focus=result.focus_node,
            path=result.path,
            value=result.value,
            component=result.component,
            messages=tuple(sorted(result.messages)),
        )
        for result in report.results
    ]


def by_pyshacl(data: Path, shapes: Path) -> list[Violation]:
    """Give every violation that the reference engine finds."""
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import RDF, SH
    from rdflib.term import Node

    found = pyshacl.validate(Graph().parse(data), shacl_graph=Graph().parse(shapes))[1]
    if not isinstance(found, Graph):
        raise GraphError(f"{data}: pySHACL gave no report: {found!r}")

    def term(node: Node | None) -> str | None:
        return None if node is None else node.n3()

    def path(node: Node | None) -> str | None:
        # The only compound paths of our shapes are inverse ones.
        inverse = None if node is None else found.value(node, SH.inversePath)
        return term(node) if inverse is None else f"^{inverse.n3()}"

    return [
        Violation(
            focus=term(found.value(result, SH.focusNode)) or "",
            path=path(found.value(result, SH.resultPath)),
            value=term(found.value(result, SH.value)),
            component=str(found.value(result, SH.sourceConstraintComponent)).rpartition("#")[2],
            messages=tuple(sorted(map(str, found.objects(result, SH.resultMessage)))),
        )
        for result in found.subjects(RDF.type, SH.ValidationResult)
    ]
