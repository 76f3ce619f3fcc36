"""query/questions: the name of a question and its arguments in, the text of a SPARQL query out.

A question is a file of ontology/queries: comment lines that say what it asks and which parameters it
has, then a query that any SPARQL tool runs as it stands. A parameter is a variable with a VALUES
block of its own, whose content is the default; UNDEF means "any". Arguments replace that content as
whole RDF terms, written by the store's own serialiser, so no argument can change the query.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import OntologyError, UsageError
from kg.graph.iris import XSD, iri_of
from kg.graph.ontology import ontology_path
from kg.graph.terms import CHINESE
from kg.vocab import PARK, STAGE, EntityClass, Stage, Subclass

_HEADER = re.compile(r"# (zh|en|example): (.*)|# param (\w+) (\w+)( needed)?: (.*)")

#: Finds the ids of the entities that a name may mean.
Finder = Callable[[str], Sequence[str]]


class Kind(StrEnum):
    """What an argument may be."""

    ENTITY = (
        "entity"  #: a label, another name or an id; a name of several things means all of them
    )
    CLASS = "class"  #: a class of the ontology, such as Company
    STAGE = "stage"  #: a stage of a project, such as signed
    WORD = "word"  #: a whole Chinese text, such as an indicator
    TEXT = "text"  #: part of a text
    NUMBER = "number"


class Parameter(NamedTuple):
    """A parameter of a question; `default` is what its VALUES block holds, UNDEF for any."""

    name: str
    kind: Kind
    about: str
    default: str
    needed: bool = False


class Question(NamedTuple):
    """A named question: what it asks, in both languages, and its query."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    text: str

    def bound(self, arguments: Mapping[str, str], find: Finder) -> str:
        """Give the query with `arguments` in place of the defaults; raises `UsageError` for bad ones."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in arguments:
            if name not in known:
                has = ", ".join(known) or "no parameter"
                raise UsageError(f"question {self.name} has {has}, not {name}")
        text = self.text
        for parameter in self.parameters:
            if parameter.name in arguments:
                terms = _terms(parameter, arguments[parameter.name], find)
                text = _with_values(text, parameter.name, " ".join(map(str, terms)))
            elif parameter.needed:
                raise UsageError(
                    f"question {self.name} needs {parameter.name}=… ({parameter.about})"
                )
        return text


def questions() -> dict[str, Question]:
    """Give the named questions by name, sorted."""
    paths = sorted(ontology_path("queries").glob("*.rq"))
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def question(name: str) -> Question:
    """Give the question called `name`; raises `UsageError` with the known names."""
    known = questions()
    if name not in known:
        raise UsageError(f"no question {name}; there are {', '.join(known)}")
    return known[name]


def parse(name: str, text: str) -> Question:
    """Read a question file; raises `OntologyError` for a header that does not fit the query."""
    titles: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        match = _HEADER.fullmatch(line)
        if match is None:
            break
        if match[1]:
            titles[match[1]] = match[2]
        else:
            blocks = _values(match[3]).findall(text)
            if len(blocks) != 1 or match[4] not in list(Kind):
                raise OntologyError(
                    f"queries/{name}.rq: parameter {match[3]} needs a known type and one VALUES block"
                )
            parameters.append(
                Parameter(match[3], Kind(match[4]), match[6], blocks[0].strip(), bool(match[5]))
            )
    if not {"zh", "en"} <= titles.keys():
        raise OntologyError(f"queries/{name}.rq: the title is missing; begin with # zh: and # en:")
    example = dict(_pair(word) for word in titles.get("example", "").split())
    return Question(name, titles["zh"], titles["en"], tuple(parameters), example, text)


def arguments(words: Sequence[str]) -> dict[str, str]:
    """Read `name=value` words; raises `UsageError` for a word without a name."""
    return dict(map(_pair, words))


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not name:
        raise UsageError(f"{word} is no argument; write name=value")
    return name, value


def _values(variable: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{variable} \{{([^}}]*)\}}")


def _with_values(text: str, variable: str, terms: str) -> str:
    block = f"VALUES ?{variable} {{ {terms} }}"
    # A function, because backslashes in a replacement text would be read as escapes.
    return _values(variable).sub(lambda _: block, text)


def _terms(parameter: Parameter, value: str, find: Finder) -> list[NamedNode | Literal]:
    match parameter.kind:
        case Kind.ENTITY:
            found = find(value)
            if not found:
                raise UsageError(f"{parameter.name}: nothing in the graph is called {value}")
            return [NamedNode(iri_of(path)) for path in found]
        case Kind.CLASS:
            return [NamedNode(PARK + _among(parameter, value, [*EntityClass, *Subclass]))]
        case Kind.STAGE:
            return [NamedNode(STAGE + _among(parameter, value, list(Stage)))]
        case Kind.WORD:
            return [Literal(value, language=CHINESE)]
        case Kind.TEXT:
            return [Literal(value)]
        case Kind.NUMBER:
            return [Literal(_number(parameter, value), datatype=NamedNode(XSD + "decimal"))]


def _among(parameter: Parameter, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise UsageError(
            f"{parameter.name}: no {parameter.kind} {value}; choose {', '.join(known)}"
        )
    return value


def _number(parameter: Parameter, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise UsageError(f"{parameter.name}: {value} is no number")
    return f"{number:f}"
