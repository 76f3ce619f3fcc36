"""entity: groups of things in, `Cluster`s with labels and readable ids out."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.model import Cluster, EntityId, Mention
from kg.resolve.across.thing import Thing, fullest
from kg.resolve.link import links
from kg.resolve.within import is_bare_name
from kg.resolve.within.bodies import elided
from kg.vocab import EntityClass, Subclass

_UNSAFE = re.compile(r"[\s/?#%<>\"{}|\\^`\[\]]+")


def clusters(groups: Sequence[Sequence[Thing]]) -> list[Cluster]:
    """Give each group of things a label and an id that depends on its content alone."""
    drafts = [_draft(sorted(group, key=lambda t: t.id)) for group in groups]
    taken: dict[str, list[int]] = defaultdict(list)
    for i, (cluster, _) in enumerate(drafts):
        taken[cluster.id].append(i)
    found = []
    for id, places in taken.items():
        if len(places) == 1:
            found.append(drafts[places[0]][0])
            continue
        counts = Counter(drafts[i][1] for i in places)
        for i in places:
            cluster, qualifier = drafts[i]
            if not qualifier or counts[qualifier] > 1:
                digest = _digest(min(cluster.mentions))
                qualifier = f"{qualifier}/{digest}" if qualifier else digest
            kind, _, name = id.partition("/")
            found.append(_with_id(cluster, f"{kind}/{qualifier}/{name}"))
    return sorted(found, key=lambda c: c.id)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _with_id(cluster: Cluster, id: str) -> Cluster:
    return Cluster(
        id=EntityId(id), kind=cluster.kind, subclasses=cluster.subclasses, label=cluster.label,
        names=cluster.names, mentions=cluster.mentions, links=cluster.links,
    )  # fmt: skip


def _draft(group: Sequence[Thing]) -> tuple[Cluster, str]:
    """Give a cluster with the id that it has if no other has its label, and what tells it from others."""
    kind = group[0].kind
    mentions = [m for t in group for m in t.mentions]
    label = _with_place(group, fullest(kind, tuple(n for t in group for n in t.names)))
    names = {m.name for m in mentions} | {m.text for m in mentions} | {label}
    cluster = Cluster(
        id=EntityId(f"{kind.lower()}/{_UNSAFE.sub('', label) or _digest(label)}"),
        kind=kind,
        subclasses=_subclasses(kind, mentions),
        label=label,
        names=tuple(sorted(names)),
        mentions=tuple(sorted(m.id for m in mentions)),
        links=links(group),
    )
    return cluster, _qualifier(group)


def _with_place(group: Sequence[Thing], label: str) -> str:
    """Give a place by its official name, and a bare name with its place: 市委 of 濮阳 is 濮阳市委."""
    kind = group[0].kind
    if division := next((t.division for t in group if t.division), None):
        return division.name
    seat = next((t.seat for t in group if t.seat), None)
    if not seat or not is_bare_name(kind, label):
        return label
    level = elided(label) if kind is EntityClass.ORGANIZATION else None
    if level:
        return seat.name + label[1:] if seat.name.endswith(level) else label
    return seat.stem + label


def _subclasses(kind: EntityClass, mentions: Sequence[Mention]) -> tuple[Subclass, ...]:
    said = Counter(m.subclass for m in mentions if m.subclass)
    if not said:
        return ()
    if kind is EntityClass.PERSON:
        return tuple(sorted(said))
    return (min(said, key=lambda s: (-said[s], s)),)


def _qualifier(group: Sequence[Thing]) -> str:
    """Give the place that tells a thing from others of its label: its own seat, or that of its articles."""
    if group[0].kind is EntityClass.PLACE:
        codes = {t.division.code for t in group if t.division}
        return codes.pop() if len(codes) == 1 else ""
    seats = {s.name for t in group if (s := t.seat or t.city)}
    return seats.pop() if len(seats) == 1 else ""
