"""evaluate/gold: annotation files in, one merged `Gold` out.

A file holds the entities, facts and observations of one article; the annotation guide says what
belongs there. Several files are merged by name within a class. "optional" means neither right nor
wrong; `alt_s` and `alt_o` name an equally good subject or object.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import UsageError
from kg.evaluate.compare import as_number, bare
from kg.evaluate.values import Claim, Figure
from kg.vocab import EntityClass


class GoldEntity(msgspec.Struct, frozen=True):
    """A thing that the article names."""

    id: str
    type: EntityClass
    name: str
    aliases: tuple[str, ...] = ()
    optional: bool = False


class GoldFact(msgspec.Struct, frozen=True):
    """A fact that the article states; `o` is an entity's id, or a stage."""

    s: str
    p: str
    o: str | None = None
    alt_s: str | None = None
    alt_o: str | None = None
    value: Any = None
    title: str | None = None
    optional: bool = False


class GoldObservation(msgspec.Struct, frozen=True):
    """A figure that the article states."""

    s: str
    indicator: str
    value: Any
    alt_s: str | None = None
    unit: str | None = None
    optional: bool = False


class GoldFile(msgspec.Struct, frozen=True):
    """One annotation file."""

    doc: str
    entities: tuple[GoldEntity, ...]
    facts: tuple[GoldFact, ...]
    observations: tuple[GoldObservation, ...] = ()


class Gold(msgspec.Struct, frozen=True):
    """What the annotated articles say together. Keys are made of a file's and an entity's id."""

    names: Mapping[str, frozenset[str]]  #: key -> its names, bare
    kinds: Mapping[str, EntityClass]
    optional: frozenset[str]
    facts: frozenset[Claim]  #: those that a graph must state
    optional_facts: frozenset[Claim]
    equals: Mapping[Claim, frozenset[Claim]]  #: fact -> equally good ways to state it
    observations: tuple[Figure, ...]
    containment: Mapping[str, frozenset[str]]  #: key -> what it is directly in or part of

    def of_kind(self, kind: EntityClass) -> dict[str, frozenset[str]]:
        """Give the names of the entities of one class, in the order of annotation."""
        return {key: names for key, names in self.names.items() if self.kinds[key] == kind}

    def contains(self, outer: str, inner: str) -> bool:
        """Tell whether `inner` is in `outer`, directly or through others."""
        seen: set[str] = set()
        todo = [inner]
        while todo:
            steps = self.containment.get(todo.pop(), frozenset())
            if outer in steps:
                return True
            todo += steps - seen
            seen |= steps
        return False


def read_gold_file(path: Path) -> GoldFile:
    """Read one annotation file.

    Raises:
        UsageError: it cannot be read, or lacks what an annotation file has.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=GoldFile)
    except OSError as fault:
        raise UsageError(f"cannot read gold file {path}: {fault.strerror}") from fault
    except msgspec.MsgspecError as fault:
        raise UsageError(f"{path} is no gold annotation: {fault}") from fault


def read_gold(paths: Sequence[Path]) -> Gold:
    """Read annotation files and merge them; entities of one class that share a name become one."""
    merger = _Merger()
    for path in paths:
        merger.add(read_gold_file(path))
    return merger.merged()


class _Merger:
    """Holds what has been read so far; `merged` freezes it."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {}
        self.kinds: dict[str, EntityClass] = {}
        self.optional: set[str] = set()
        self.required: set[str] = set()
        self.facts: set[Claim] = set()
        self.optional_facts: set[Claim] = set()
        self.equals: dict[Claim, set[Claim]] = {}
        self.observations: list[Figure] = []

    def add(self, file: GoldFile) -> None:
        keys = {entity.id: self._add_entity(file.doc, entity) for entity in file.entities}
        for fact in file.facts:
            self._add_fact(fact, keys)
        for seen in file.observations:
            self.observations.append(_figure(seen, keys))

    def _add_entity(self, doc: str, entity: GoldEntity) -> str:
        same = (
            key
            for key, names in self.names.items()
            if self.kinds[key] == entity.type and bare(entity.name) in names
        )
        key = next(same, f"{doc}:{entity.id}")
        written = {bare(name) for name in (entity.name, *entity.aliases)} - {""}
        self.names.setdefault(key, set()).update(written)
        self.kinds[key] = entity.type
        (self.optional if entity.optional else self.required).add(key)
        return key

    def _add_fact(self, fact: GoldFact, keys: Mapping[str, str]) -> None:
        claims = list(_claims(fact, keys))
        if not claims:
            return
        annotated, *others = claims
        if fact.optional:
            self.optional_facts.update(claims)
        else:
            self.facts.add(annotated)
            self.equals.setdefault(annotated, set()).update(others)

    def merged(self) -> Gold:
        optional = self.optional - self.required
        loose = {f for f in self.facts if f.subject in optional or f.object in optional}
        optional_facts = self.optional_facts | loose
        return Gold(
            names={key: frozenset(names) for key, names in self.names.items()},
            kinds=self.kinds,
            optional=frozenset(optional),
            facts=frozenset(self.facts - loose),
            optional_facts=frozenset(optional_facts),
            equals={claim: frozenset(others) for claim, others in self.equals.items()},
            observations=tuple(self.observations),
            containment=_containment(self.facts | optional_facts),
        )


def _claims(fact: GoldFact, keys: Mapping[str, str]) -> Iterator[Claim]:
    """Yield the fact as annotated, then the equally good ways to state it."""
    title = (fact.title or "") if fact.p == "holdsPost" else None
    for subject in _known(keys, fact.s, fact.alt_s):
        for stated in _objects(fact, keys):
            yield Claim(subject, fact.p, stated, title)


def _objects(fact: GoldFact, keys: Mapping[str, str]) -> list[str | float | None]:
    if fact.p == "totalInvestment":
        return [as_number(fact.value)]
    if fact.p == "stage":
        return [fact.o]
    if fact.p == "capacity":  # free text: never compared
        return []
    return [*_known(keys, fact.o, fact.alt_o)]


def _known(keys: Mapping[str, str], *ids: str | None) -> list[str]:
    return [keys[name] for name in ids if name is not None and name in keys]


def _figure(seen: GoldObservation, keys: Mapping[str, str]) -> Figure:
    return Figure(
        subjects=frozenset(_known(keys, seen.s, seen.alt_s)),
        indicator=seen.indicator,
        value=as_number(seen.value),
        unit=seen.unit or "",
        optional=seen.optional,
    )


def _containment(facts: set[Claim]) -> dict[str, frozenset[str]]:
    inside: dict[str, set[str]] = {}
    for fact in facts:
        if fact.predicate in ("locatedIn", "partOf") and fact.subject is not None:
            inside.setdefault(fact.subject, set()).add(str(fact.object))
    return {key: frozenset(outer) for key, outer in inside.items()}
