"""query/prefixes: IRIs in, short names out, and the prefixes that every query may use undeclared."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kg.vocab import PARK, PARKID, STAGE

#: Prefix -> namespace, declared before every query; a query may declare them anew.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "park": PARK,
        "parkid": PARKID,
        "stage": STAGE,
        "org": "http://www.w3.org/ns/org#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "dcterms": "http://purl.org/dc/terms/",
        "void": "http://rdfs.org/ns/void#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
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


def expand(name: str) -> str | None:
    """Give the IRI that `name` stands for, if it is `prefix:local` of a known prefix or an IRI."""
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return name if "://" in name else None


def declarations() -> str:
    """Give the prefixes as SPARQL declarations, for tools that do not know them."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
