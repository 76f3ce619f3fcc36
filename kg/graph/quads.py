"""graph/quads: what a graph holds in, RDF statements out, as the contract spells them.

A statement of a fact is given for the default graph and for the named graph of its Evidence; what
describes an article, an entity or an Evidence is given for the default graph alone.
"""

from collections.abc import Iterator

from kg.graph import iris
from kg.graph.claims import Content, Said
from kg.graph.iris import DCTERMS, ORG, PROV, RDFS, SCHEMA, SKOS
from kg.graph.ontology import stage_quads
from kg.graph.terms import (
    LABEL,
    TYPE,
    Quad,
    Term,
    decimal,
    integer,
    iri,
    moment,
    node,
    park,
    string,
    text,
    typed,
)
from kg.model import (
    Article,
    Cluster,
    Entity,
    Evidence,
    Fact,
    Link,
    Observation,
    Post,
    StageEvent,
)
from kg.vocab import STAGE, LiteralPredicate, Stage

#: A predicate and an object.
Pair = tuple[Term, Term]

PREF_LABEL, ALT_LABEL = iri(SKOS + "prefLabel"), iri(SKOS + "altLabel")
MEMBER, ORGANIZATION = iri(ORG + "member"), iri(ORG + "organization")


def quads(content: Content) -> Iterator[Quad]:
    """Give every statement of the graph, in no order and some more than once."""
    yield from stage_quads()
    for article in content.articles:
        yield from _article(article)
    for entity in content.entities:
        yield from _entity(entity)
    for cluster in content.clusters:
        yield from _links(cluster)
    described: set[str] = set()
    for claim in content.claims:
        graph = node(claim.evidence.id)
        for subject, predicate, value in _triples(claim.said):
            yield Quad(subject, predicate, value)
            yield Quad(subject, predicate, value, graph)
        if claim.evidence.id not in described:
            described.add(claim.evidence.id)
            yield from _evidence(claim.evidence)


def _about(subject: Term, pairs: Iterator[Pair]) -> Iterator[Quad]:
    for predicate, value in pairs:
        yield Quad(subject, predicate, value)


def _article(article: Article) -> Iterator[Quad]:
    def pairs() -> Iterator[Pair]:
        yield TYPE, park("Article")
        yield park("sourceFile"), string(article.source_file)
        if article.record:
            yield park("record"), string(article.record)
        if article.headline:
            yield iri(SCHEMA + "headline"), text(article.headline)
            yield LABEL, text(article.headline)
        if article.published:
            yield iri(SCHEMA + "datePublished"), _moment_or_string(article.published)
        if article.publisher:
            yield iri(SCHEMA + "publisher"), text(article.publisher)
        for author in article.authors:
            yield iri(SCHEMA + "author"), text(author)
        if article.url:
            yield iri(SCHEMA + "url"), typed(article.url, "anyURI")

    return _about(node(iris.article_id(article.id)), pairs())


def _moment_or_string(value: str) -> Term:
    """Give a date, or the plain string for what only looks like one; `kg check` will name it."""
    try:
        return moment(value)
    except ValueError:
        return string(value)


def _entity(entity: Entity) -> Iterator[Quad]:
    def pairs() -> Iterator[Pair]:
        yield TYPE, park(entity.kind)
        for subclass in entity.subclasses:
            yield TYPE, park(subclass)
        yield PREF_LABEL, text(entity.label)
        yield LABEL, text(entity.label)
        for name in entity.names:
            yield ALT_LABEL, text(name)
        for article in entity.articles:
            yield park("mentionedIn"), node(article)
        codes = {
            "adcode": entity.adcode,
            "zoneCode": entity.zone_code,
            "stockCode": entity.stock_code,
        }
        for name, code in codes.items():
            if code:
                yield park(name), string(code)

    return _about(node(entity.id), pairs())


def _links(cluster: Cluster) -> Iterator[Quad]:
    for link in cluster.links:
        code = node(iris.code_id(link.property, link.code))
        match = "exactMatch" if link.certain else "closeMatch"
        yield Quad(node(cluster.id), iri(SKOS + match), code)
        yield Quad(code, TYPE, iri(SKOS + "Concept"))
        yield Quad(code, iri(SKOS + "notation"), string(link.code))
        yield Quad(code, iri(SKOS + "inScheme"), node(link.property))
        yield from _link(cluster.id, link, code)


def _link(entity: str, link: Link, code: Term) -> Iterator[Quad]:
    """Describe the decision itself, so that its reason can be asked for."""

    def pairs() -> Iterator[Pair]:
        yield TYPE, park("Link")
        yield park("ofEntity"), node(entity)
        yield park("toCode"), code
        yield park("confidence"), decimal(f"{link.confidence:.2f}")
        yield iri(DCTERMS + "description"), text(link.reason)

    return _about(node(iris.link_id(entity, link.property, link.code)), pairs())


def _evidence(evidence: Evidence) -> Iterator[Quad]:
    rule = node(iris.rule_id(evidence.by))

    def pairs() -> Iterator[Pair]:
        yield TYPE, park("Evidence")
        yield iri(PROV + "wasDerivedFrom"), node(evidence.article)
        yield park("quote"), string(evidence.quote)
        yield park("start"), integer(evidence.start)
        yield park("end"), integer(evidence.end)
        yield park("confidence"), decimal(f"{evidence.confidence:.2f}")
        yield iri(PROV + "wasGeneratedBy"), rule

    yield from _about(node(evidence.id), pairs())
    yield Quad(rule, TYPE, park("Rule"))
    yield Quad(rule, iri(RDFS + "label"), string(evidence.by))


def _triples(said: Said) -> Iterator[tuple[Term, Term, Term]]:
    match said:
        case Fact():
            yield node(said.subject), park(said.predicate), _object(said)
        case Post():
            yield from ((node(said.id), *pair) for pair in _post(said))
        case StageEvent():
            yield from ((node(said.id), *pair) for pair in _stage_event(said))
        case Observation():
            yield from ((node(said.id), *pair) for pair in _observation(said))


def _object(fact: Fact) -> Term:
    if fact.object is not None:
        return node(fact.object)
    value = fact.value or ""
    if fact.predicate == "stage":
        return stage(Stage(value))
    return decimal(value) if fact.predicate == LiteralPredicate.TOTAL_INVESTMENT else string(value)


def stage(value: Stage) -> Term:
    """Give the term of a stage of the SKOS scheme."""
    return iri(STAGE + value)


def _post(post: Post) -> Iterator[Pair]:
    yield TYPE, iri(ORG + "Membership")
    yield MEMBER, node(post.person)
    yield ORGANIZATION, node(post.body)
    yield park("title"), text(post.title)
    for date in post.dates:
        yield park("asOf"), moment(date)


def _stage_event(event: StageEvent) -> Iterator[Pair]:
    yield TYPE, park("StageEvent")
    yield park("ofProject"), node(event.project)
    yield park("stage"), stage(event.stage)
    if event.date:
        yield park("date"), moment(event.date)


def _observation(figure: Observation) -> Iterator[Pair]:
    yield TYPE, park("Observation")
    yield park("subject"), node(figure.subject)
    yield park("indicator"), text(figure.indicator)
    yield park("value"), decimal(figure.value)
    if figure.unit:
        yield park("unit"), text(figure.unit)
    if figure.period:
        yield park("period"), string(figure.period)
    if figure.year_on_year is not None:
        yield park("yearOnYear"), decimal(figure.year_on_year)
    if figure.qualifier:
        yield park("qualifier"), text(figure.qualifier)
