"""within: one `Extraction` in, its mentions grouped by the thing that they name out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kg.model import Extraction, Judgement, Mention, MentionId, Relation
from kg.resolve.cluster import Components
from kg.resolve.within import bodies, companies, parks, places, projects, subsidiaries, titles
from kg.resolve.within.scene import Finding, Scene
from kg.vocab import EntityClass, Predicate

__all__ = ["Identity", "identify", "is_bare_name", "is_generic"]

_TITLES = (EntityClass.INITIATIVE, EntityClass.HONOR, EntityClass.INDUSTRY, EntityClass.PERSON)


@dataclass(frozen=True)
class Identity:
    """Who is who in one article."""

    scene: Scene
    groups: tuple[tuple[Mention, ...], ...]  #: mentions of one thing each
    judgements: tuple[Judgement, ...]
    statements: tuple[Relation, ...]  #: subsidiaries that their names show to be such
    unresolved: tuple[MentionId, ...]  #: words such as 园区 that stand for nothing here


def identify(extraction: Extraction, *, human: Sequence[Judgement] = ()) -> Identity:
    """Group the mentions of one article; verdicts of people on them come before all rules."""
    scene = Scene(_as_said(extraction))
    members = {m.id: m for m in scene.extraction.mentions}
    components: Components[MentionId] = Components(members)
    known = [j for j in human if j.left in members and j.right in members]
    for j in known:
        if j.verdict == "different":
            components.keep_apart(j.left, j.right)
    for j in known:
        if j.verdict == "same":
            components.join(j.left, j.right)
    for kind in EntityClass:
        for naming in scene.namings(kind):
            first, *rest = naming.mentions
            for mention in rest:
                components.join(first.id, mention.id)
    findings = sorted(_findings(scene), key=_order)
    judgements = []
    for finding in findings:
        judgement = _judgement(finding)
        if finding.verdict != "same" or components.join(judgement.left, judgement.right):
            judgements.append(judgement)
    groups, unresolved = [], []
    for ids in components.groups():
        mentions = tuple(members[i] for i in ids)
        if all(is_generic(m.kind, m.name) for m in mentions):
            unresolved += ids
        else:
            groups.append(mentions)
    statements = tuple(_subsidiary(f) for f in findings if f.by == subsidiaries.RULE)
    return Identity(scene, tuple(groups), tuple(judgements), statements, tuple(unresolved))


def _as_said(extraction: Extraction) -> Extraction:
    """Take the words of the text where they leave open what is meant, which is for this room to decide.

    The name that the extractor gives to 园区 or 濮阳 is its guess from what stands nearest; here the whole
    article is in view.
    """

    def said(mention: Mention) -> Mention:
        kind, text = mention.kind, mention.text
        open_ = (
            kind is EntityClass.PLACE
            or is_generic(kind, text)
            or (kind is EntityClass.PARK and is_bare_name(kind, text))
        )
        return replace(mention, name=text) if open_ and text != mention.name else mention

    return replace(extraction, mentions=tuple(said(m) for m in extraction.mentions))


def is_generic(kind: EntityClass, name: str) -> bool:
    """Tell whether a name is a word for any thing of its class: 该公司, 园区, 该项目, 全市."""
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


def is_bare_name(kind: EntityClass, name: str) -> bool:
    """Tell whether a name says which thing of its place it is, and not of which place: 市委, 经开区, 一期."""
    match kind:
        case EntityClass.PARK:
            return parks.is_bare(name)
        case EntityClass.PROJECT:
            return projects.is_phase(name)
        case EntityClass.ORGANIZATION:
            return bodies.elided(name) is not None
        case _:
            return False


def _findings(scene: Scene) -> Iterator[Finding]:
    yield from places.find(scene)
    yield from parks.find(scene)
    yield from bodies.find(scene)
    findings, firms = companies.find(scene)
    yield from findings
    yield from subsidiaries.find(scene, firms)
    yield from projects.find(scene, firms)
    for kind in _TITLES:
        yield from titles.find(scene, kind)


def _order(finding: Finding) -> tuple[float, int, int, str, str]:
    left, right = finding.left, finding.right
    return -finding.score, left.start, right.start, left.name, right.name


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


def _subsidiary(finding: Finding) -> Relation:
    """State what the name of the firm on the right shows: that it belongs to the one on the left."""
    child, parent = finding.right.mentions[0], finding.left.mentions[0]
    return Relation(
        subject=child.id,
        object=parent.id,
        predicate=Predicate.SUBSIDIARY_OF,
        passage=child.passage,
        by=finding.by,
        confidence=finding.score,
    )
