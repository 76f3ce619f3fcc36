"""query/prefixes: IRIs in, short names out, and the prefixes that every query may use undeclared."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kg.graph import iris

#: Prefix -> namespace, declared before every query; a query may declare them anew.
PREFIXES: Mapping[str, str] = MappingProxyType(
    iris.PREFIXES
    | {
        "foaf": "http://xmlns.com/foaf/0.1/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "time": "http://www.w3.org/2006/time#",
        "qb": "http://purl.org/linked-data/cube#",
    }
)

# What may follow a prefix in SPARQL and Turtle without an escape; ids hold slashes, which may not,
# so a short name is for reading, and `parkid:company/三棵树` is also what `kg explain` accepts.
_LOCAL = re.compile(r"[^\s<>\"{}|^`\\]+")


def shorten(iri: str) -> str:
    """Give `prefix:local` for an IRI of a known namespace, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return iri


def declarations() -> str:
    """Give the prefixes as SPARQL declarations, for tools that do not know them."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
