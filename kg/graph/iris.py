"""graph/iris: what a thing is in, its path below parkid: and its IRI out; the only place that mints one.

Ids are readable where a name exists (`company/三棵树`) and hashes of content elsewhere, so that they
are the same from build to build and no blank node is ever needed.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from kg.vocab import PARK, PARKID, STAGE

ORG = "http://www.w3.org/ns/org#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Prefix -> namespace, for every file and query of the project.
PREFIXES: dict[str, str] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "org": ORG,
    "park": PARK,
    "parkid": PARKID,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "stage": STAGE,
    "void": VOID,
    "xsd": XSD,
}

#: Graph that holds what rules concluded, and nothing that a text stated.
INFERRED = "inferred"

#: What RFC 3987 allows in a path (section 2.2: ipchar and "/"), less the spaces that it also allows
#: but that no reader of a file would see. "%" is left out so that unquoting is the exact inverse.
_UNSAFE = re.compile(
    "[^A-Za-z0-9._~!$&'()*+,;=:@/"
    "\u00a1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd-]"
)
#: 80 bits: a billion evidences collide with a chance below one in a million.
_DIGEST_BYTES = 10


def iri_of(path: str) -> str:
    """Give the IRI of an id.

    >>> iri_of("company/三棵树")
    'https://w3id.org/parkgraph/id/company/三棵树'
    >>> iri_of("project/A 50%")
    'https://w3id.org/parkgraph/id/project/A%2050%25'
    """
    return PARKID + _UNSAFE.sub(lambda found: quote(found[0], safe=""), path)


def path_of(iri: str) -> str:
    """Give the id of an IRI below parkid:, the inverse of `iri_of`; ValueError for a foreign IRI.

    >>> path_of("https://w3id.org/parkgraph/id/project/A%2050%25")
    'project/A 50%'
    """
    if not iri.startswith(PARKID):
        raise ValueError(f"{iri} is not below {PARKID}")
    return unquote(iri[len(PARKID) :])


def article_id(article: str) -> str:
    """Give the id of the article node of an `Article.id`."""
    return f"article/{article}"


def rule_id(by: str) -> str:
    """Give the id of the rule or model that read a passage."""
    return f"rule/{by}"


def evidence_id(article: str, start: int, end: int, by: str, confidence: str) -> str:
    """Give the id of a passage as one rule read it, at one confidence."""
    return f"evidence/{_digest(article, start, end, by, confidence)}"


def post_id(person: str, body: str, title: str) -> str:
    """Give the id of a post: one person, one body, one title, however often it is reported."""
    return f"post/{_digest(person, body, title)}"


def stage_event_id(project: str, stage: str, date: str | None) -> str:
    """Give the id of a project's reaching of a stage."""
    return f"event/{_digest(project, stage, date)}"


def observation_id(subject: str, indicator: str, value: str, unit: str, period: str | None) -> str:
    """Give the id of a figure: two passages that state the same one share it."""
    return f"observation/{_digest(subject, indicator, value, unit, period)}"


def fact_id(subject: str, predicate: str, value: str) -> str:
    """Give the id that files and commands use for a plain fact (in RDF it is a triple, not a node)."""
    return f"fact/{_digest(subject, predicate, value)}"


def link_id(entity: str, authority: str, code: str) -> str:
    """Give the id of the decision that an entity is the one with this code."""
    return f"link/{_digest(entity, authority, code)}"


def code_id(authority: str, code: str) -> str:
    """Give the id of an entry of an authority table, such as `adcode/410900`."""
    return f"{authority}/{code}"


def _digest(*parts: str | int | None) -> str:
    content: Sequence[str | int | None] = parts
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(written.encode(), digest_size=_DIGEST_BYTES).hexdigest()
