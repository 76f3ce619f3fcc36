"""Gold annotations in, the N-Quads of a graph that says the same, or nearly the same, out."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.vocab import PARK, PARKID, STAGE, Predicate

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"


class GraphFromGold:
    """Writes what gold files say; with a `noise` above 0, leaves out, adds and swaps that share."""

    def __init__(self, *, noise: float = 0.0, seed: int = 0) -> None:
        self.noise = noise
        self.dice = random.Random(seed)
        self.quads: list[ox.Quad] = []

    def write(self, golds: Sequence[Path], target: Path) -> Path:
        """Write the graph of several gold files to `target`."""
        for gold in golds:
            self._add_file(json.loads(gold.read_text(encoding="utf-8")))
        ox.serialize(self.quads, str(target), format=ox.RdfFormat.N_QUADS)
        return target

    def _unlucky(self) -> bool:
        return self.dice.random() < self.noise

    def _say(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value)
        self.quads.append(quad)

    def _add_file(self, doc: dict[str, Any]) -> None:
        iris = {e["id"]: self._iri(doc, e["id"]) for e in doc["entities"]}
        for entity in doc["entities"]:
            if not self._unlucky():
                self._add_entity(iris[entity["id"]], entity)
            if self._unlucky():
                self._add_entity(
                    iris[entity["id"]] + "x", entity | {"name": "某" + entity["name"]}
                )
        for number, fact in enumerate(doc["facts"]):
            for version, said in enumerate(self._versions(fact, list(iris))):
                self._add_fact(self._iri(doc, f"f{number}.{version}"), said, iris)
        for number, seen in enumerate(doc.get("observations", [])):
            for version, said in enumerate(self._versions(seen, list(iris))):
                self._add_observation(self._iri(doc, f"v{number}.{version}"), said, iris)

    def _iri(self, doc: dict[str, Any], name: str) -> str:
        return f"{PARKID}{doc['doc']}/{name}"

    def _versions(self, fact: dict[str, Any], ids: list[str]) -> Iterator[dict[str, Any]]:
        if not self._unlucky():
            yield fact
        if self._unlucky():
            yield fact | {"s": self.dice.choice(ids)}
        if self._unlucky() and fact.get("o") in ids:
            yield fact | {"o": self.dice.choice(ids)}
        if self._unlucky() and "alt_o" in fact:
            yield fact | {"o": fact["alt_o"]}
        if self._unlucky() and isinstance(fact.get("value"), int | float):
            yield fact | {"value": fact["value"] * self.dice.choice([1.001, 1.2])}

    def _add_entity(self, iri: str, entity: dict[str, Any]) -> None:
        kind = "Organization" if self._unlucky() else entity["type"]
        self._say(iri, RDF_TYPE.value, ox.NamedNode(PARK + kind))
        names = [entity["name"], *entity.get("aliases", [])]
        if self._unlucky():
            self.dice.shuffle(names)
        self._say(iri, SKOS + "prefLabel", ox.Literal(names[0], language="zh-Hans"))
        for name in names[1:]:
            self._say(iri, SKOS + "altLabel", ox.Literal(name, language="zh-Hans"))

    def _add_fact(self, iri: str, fact: dict[str, Any], iris: dict[str, str]) -> None:
        subject, predicate = iris[fact["s"]], fact["p"]
        if predicate == "holdsPost":
            self._say(iri, RDF_TYPE.value, ox.NamedNode(ORG + "Membership"))
            self._say(iri, ORG + "member", ox.NamedNode(subject))
            self._say(iri, ORG + "organization", ox.NamedNode(iris[fact["o"]]))
            self._say(iri, PARK + "title", ox.Literal(fact["title"], language="zh-Hans"))
        elif predicate == "stage":
            self._say(iri, RDF_TYPE.value, ox.NamedNode(PARK + "StageEvent"))
            self._say(iri, PARK + "ofProject", ox.NamedNode(subject))
            self._say(iri, PARK + "stage", ox.NamedNode(STAGE + fact["o"]))
        elif predicate == "totalInvestment":
            self._say(subject, PARK + predicate, ox.Literal(str(fact["value"])))
        elif predicate in list(Predicate):
            self._say(subject, PARK + predicate, ox.NamedNode(iris[fact["o"]]))

    def _add_observation(self, iri: str, seen: dict[str, Any], iris: dict[str, str]) -> None:
        self._say(iri, RDF_TYPE.value, ox.NamedNode(PARK + "Observation"))
        self._say(iri, PARK + "subject", ox.NamedNode(iris[seen["s"]]))
        self._say(iri, PARK + "indicator", ox.Literal(seen["indicator"], language="zh-Hans"))
        self._say(iri, PARK + "value", ox.Literal(str(seen["value"])))
        self._say(iri, PARK + "unit", ox.Literal(seen.get("unit") or "", language="zh-Hans"))
