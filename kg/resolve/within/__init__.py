"""within: one `Extraction` in, its mentions grouped by the thing that they name out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.model import Extraction, Judgement, Mention, MentionId
from kg.resolve.cluster import Components
from kg.resolve.within import bodies, companies, parks, places, projects, titles
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass

__all__ = ["Identity", "identify"]


@dataclass(frozen=True)
class Identity:
    """Who is who in one article."""

    scene: Scene
    groups: tuple[tuple[Mention, ...], ...]  #: mentions of one thing each
    judgements: tuple[Judgement, ...] = ()
    unresolved: tuple[
        MentionId, ...
    ] = ()  #: generic words such as 园区 that resolve to nothing here
    verdicts: Mapping[str, str] = field(default_factory=dict)


def identify(extraction: Extraction, *, human: tuple[Judgement, ...] = ()) -> Identity:
    """Group the mentions of one article; `human` verdicts on them come before all rules."""
    scene = Scene(extraction)
    findings = sorted(
        _findings(scene),
        key=lambda f: (-f.score, f.left.start, f.right.start, f.left.name, f.right.name),
    )
    members = {m.id: m for m in extraction.mentions}
    components = Components(
        members, [(j.left, j.right) for j in human if j.verdict == "different"]
    )
    for judgement in human:
        if (
            judgement.verdict == "same"
            and judgement.left in members
            and judgement.right in members
        ):
            components.join(judgement.left, judgement.right)
    for kind in EntityClass:
        for naming in scene.namings(kind):
            first, *rest = naming.mentions
            for mention in rest:
                components.join(first.id, mention.id)
    judgements = []
    for finding in findings:
        judgement = _judgement(finding)
        if finding.verdict == "same" and not components.join(judgement.left, judgement.right):
            continue
        judgements.append(judgement)
    groups, unresolved = [], []
    for ids in components.groups():
        mentions = tuple(members[i] for i in ids)
        if all(is_generic(m.kind, m.name) for m in mentions):
            unresolved += ids
        else:
            groups.append(mentions)
    return Identity(scene, tuple(groups), tuple(judgements), tuple(unresolved))


def is_generic(kind: EntityClass, name: str) -> bool:
    """Tell whether a name is a word for any thing of its class: 该公司, 园区, 二期工程, 全市."""
    match kind:
        case EntityClass.COMPANY:
            return name in companies.GENERIC
        case EntityClass.PARK:
            return parks.is_pointer(name)
        case EntityClass.PLACE:
            return name in places.GENERIC
        case EntityClass.PROJECT:
            return projects.is_generic(name)
        case EntityClass.ORGANIZATION:
            return name in bodies.GENERIC
        case _:
            return False


def _findings(scene: Scene) -> Iterator[Finding]:
    yield from places.find(scene)
    yield from parks.find(scene)
    yield from bodies.find(scene)
    findings, firms = companies.find(scene)
    yield from findings
    yield from projects.find(scene, firms)
    for kind in (
        EntityClass.INITIATIVE,
        EntityClass.HONOR,
        EntityClass.INDUSTRY,
        EntityClass.PERSON,
    ):
        yield from titles.find(scene, kind)


def _judgement(finding: Finding) -> Judgement:
    return Judgement(
        left=finding.left.mentions[0].id,
        right=finding.right.mentions[0].id,
        verdict=finding.verdict,
        score=finding.score,
        by=finding.by,
        reason=finding.reason,
        left_name=finding.left.name,
        right_name=finding.right.name,
    )


def naming_of(mention: Mention) -> Naming:
    """Give the naming of a mention alone."""
    return Naming(mention.kind, mention.name, (mention,))
