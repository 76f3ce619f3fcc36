"""A small invented graph, written by hand from the contract, that every test of the room asks."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.query.prefixes import PREFIXES
from kg.query.store import load_store

Node = NamedNode | Literal

ARTICLES = {
    "a1": ("东湾开发区项目签约", "2022-05-10", "东湾日报"),
    "a2": ("东湾开发区一季度开门红", "2022-04-20", "东湾日报"),
    "a3": ("北岭高新区来访考察", "2023-03-01", "北岭新闻网"),
}

ENTITIES = {
    "park/东湾经济技术开发区": ("Park", ["东湾经开区", "东湾开发区"], "a1 a2 a3"),
    "park/东湾化工园": ("Park", [], "a1"),
    "park/北岭高新区": ("Park", ["北岭高新技术产业开发区"], "a3"),
    "place/东湾市": ("Place", ["东湾"], "a1 a2"),
    "place/海州省": ("Place", [], "a2"),
    "company/青禾新材料股份有限公司": ("Company", ["青禾新材"], "a1 a2 a3"),
    "company/东湾青禾新材料科技有限公司": ("Company", [], "a1"),
    "company/云帆储能有限公司": ("Company", ["云帆储能", "云帆"], "a1 a3"),
    "company/云帆物流有限公司": ("Company", ["云帆"], "a3"),
    "person/周启明": ("Person Official", [], "a1 a2 a3"),
    "person/韩若溪": ("Person Official", [], "a1"),
    "person/唐立": ("Person", [], "a3"),
    "project/年产10万吨水性涂料项目": ("Project", ["水性涂料项目"], "a1 a2"),
    "project/储能电站项目": ("Project", [], "a3"),
    "organization/东湾市商务局": ("Organization GovernmentBody", ["市商务局"], "a2"),
    "organization/北岭大学": ("Organization University", [], "a3"),
    "industry/新材料": ("Industry", [], "a1"),
    "industry/储能": ("Industry", [], "a3"),
    "honor/国家级绿色园区": ("Honor", [], "a2"),
    "initiative/百日攻坚行动": ("Initiative", [], "a2"),
}

QUOTES = {
    "e1": ("a1", "周启明主持签约，青禾新材落户东湾经开区", 10),
    "e2": ("a1", "总投资12亿元的年产10万吨水性涂料项目正式签约", 40),
    "e3": ("a1", "项目由东湾青禾新材料科技有限公司承建，已于6月开工", 70),
    "e4": ("a2", "东湾经开区一季度规上工业总产值65.18亿元，同比增长29.2%", 5),
    "e5": ("a2", "总投资10亿元的水性涂料项目建成投产", 60),
    "e6": ("a2", "东湾经开区获评国家级绿色园区，深入开展百日攻坚行动", 90),
    "e7": ("a3", "北岭高新区党工委书记周启明会见云帆储能董事长唐立", 3),
    "e8": ("a3", "云帆储能的储能电站项目落户北岭高新区，与北岭大学合作", 50),
    "e9": ("a1", "青禾新材在东湾经开区建设新基地", 120),
}

FACTS: list[tuple[str, str, str | Node, str]] = [
    ("company/青禾新材料股份有限公司", "park:locatedIn", "park/东湾经济技术开发区", "e1 e9"),
    ("company/青禾新材料股份有限公司", "park:locatedIn", "park/北岭高新区", "e8"),
    (
        "company/东湾青禾新材料科技有限公司",
        "park:subsidiaryOf",
        "company/青禾新材料股份有限公司",
        "e3",
    ),
    ("company/东湾青禾新材料科技有限公司", "park:locatedIn", "park/东湾经济技术开发区", "e3"),
    ("company/青禾新材料股份有限公司", "park:hasIndustry", "industry/新材料", "e1"),
    ("company/云帆储能有限公司", "park:hasIndustry", "industry/储能", "e8"),
    ("company/云帆储能有限公司", "park:locatedIn", "park/北岭高新区", "e8"),
    ("company/云帆储能有限公司", "park:cooperatesWith", "organization/北岭大学", "e8"),
    ("park/东湾经济技术开发区", "park:hasIndustry", "industry/新材料", "e4"),
    ("park/东湾经济技术开发区", "park:locatedIn", "place/东湾市", "e4"),
    ("place/东湾市", "park:locatedIn", "place/海州省", "e4"),
    ("park/东湾化工园", "park:partOf", "park/东湾经济技术开发区", "e3"),
    ("park/东湾经济技术开发区", "park:signed", "project/年产10万吨水性涂料项目", "e2"),
    ("park/北岭高新区", "park:engagedWith", "company/云帆储能有限公司", "e7"),
    ("organization/东湾市商务局", "park:supports", "company/青禾新材料股份有限公司", "e6"),
    ("park/东湾经济技术开发区", "park:received", "honor/国家级绿色园区", "e6"),
    ("park/东湾经济技术开发区", "park:implements", "initiative/百日攻坚行动", "e6"),
    ("project/年产10万吨水性涂料项目", "park:locatedIn", "park/东湾经济技术开发区", "e2"),
    (
        "project/年产10万吨水性涂料项目",
        "park:undertakenBy",
        "company/东湾青禾新材料科技有限公司",
        "e3",
    ),
    (
        "project/年产10万吨水性涂料项目",
        "park:totalInvestment",
        Literal("1200000000", datatype=NamedNode(PREFIXES["xsd"] + "decimal")),
        "e2",
    ),
    (
        "project/年产10万吨水性涂料项目",
        "park:totalInvestment",
        Literal("1000000000", datatype=NamedNode(PREFIXES["xsd"] + "decimal")),
        "e5",
    ),
    ("project/年产10万吨水性涂料项目", "park:capacity", Literal("年产10万吨水性涂料"), "e2"),
    ("project/年产10万吨水性涂料项目", "park:stage", "stage:inProduction", "e5"),
    ("project/储能电站项目", "park:locatedIn", "park/北岭高新区", "e8"),
    ("project/储能电站项目", "park:undertakenBy", "company/云帆储能有限公司", "e8"),
    ("project/储能电站项目", "park:stage", "stage:signed", "e8"),
]

POSTS = [
    ("post/p1", "person/周启明", "park/东湾经济技术开发区", "管委会主任", "2022-05-10", "e1"),
    ("post/p2", "person/周启明", "park/北岭高新区", "党工委书记", "2023-03-01", "e7"),
    ("post/p3", "person/韩若溪", "park/东湾经济技术开发区", "管委会主任", "2022-05-10", "e1"),
    ("post/p4", "person/唐立", "company/云帆储能有限公司", "董事长", "2023-03-01", "e7"),
]

STAGE_EVENTS = [
    ("stage-event/s1", "project/年产10万吨水性涂料项目", "signed", "2022-05", "gYearMonth", "e2"),
    (
        "stage-event/s2",
        "project/年产10万吨水性涂料项目",
        "underConstruction",
        "2022-06",
        "gYearMonth",
        "e3",
    ),
    (
        "stage-event/s3",
        "project/年产10万吨水性涂料项目",
        "inProduction",
        "2022-04",
        "gYearMonth",
        "e5",
    ),
    ("stage-event/s4", "project/储能电站项目", "signed", "2023", "gYear", "e8"),
]

OBSERVATIONS = [
    (
        "observation/o1",
        "park/东湾经济技术开发区",
        "规上工业总产值",
        "65.18",
        "亿元",
        "2022-Q1",
        "29.2",
        "e4",
    ),
    (
        "observation/o2",
        "park/东湾经济技术开发区",
        "规上工业总产值",
        "210",
        "亿元",
        "2022",
        None,
        "e6",
    ),
    (
        "observation/o3",
        "park/东湾经济技术开发区",
        "规上工业总产值",
        "66",
        "亿元",
        "2022-Q1",
        None,
        "e1",
    ),
    ("observation/o4", "park/北岭高新区", "规上工业总产值", "98.5", "亿元", "2022", "7.1", "e8"),
]


def iri(name: str) -> NamedNode:
    """Read `prefix:local`, or the path of an entity below parkid:."""
    prefix, colon, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local if colon else PREFIXES["parkid"] + name)


def text(value: str) -> Literal:
    return Literal(value, language="zh-Hans")


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=iri(f"xsd:{name}"))


class Sketch:
    """Quads of the contract's shape, gathered fact by fact."""

    def __init__(self) -> None:
        self.quads: set[Quad] = set()

    def say(self, subject: str, predicate: str, value: Node, evidence: str = "") -> None:
        node = iri(subject)
        self.quads.add(Quad(node, iri(predicate), value, DefaultGraph()))
        for name in evidence.split():
            self.quads.add(Quad(node, iri(predicate), value, iri(f"evidence/{name}")))


def sketch() -> set[Quad]:
    """Give the quads of the small graph."""
    graph = Sketch()
    for name, (headline, date, publisher) in ARTICLES.items():
        article = f"article/{name}"
        graph.say(article, "rdf:type", iri("park:Article"))
        graph.say(article, "park:sourceFile", Literal(f"{name}.txt"))
        graph.say(article, "schema:headline", text(headline))
        graph.say(article, "schema:datePublished", typed(date, "date"))
        graph.say(article, "schema:publisher", Literal(publisher))
    for entity, (classes, others, articles) in ENTITIES.items():
        for name in classes.split():
            graph.say(entity, "rdf:type", iri(f"park:{name}"))
        label = entity.split("/")[1]
        graph.say(entity, "skos:prefLabel", text(label))
        graph.say(entity, "rdfs:label", text(label))
        for other in others:
            graph.say(entity, "skos:altLabel", text(other))
        for name in articles.split():
            graph.say(entity, "park:mentionedIn", iri(f"article/{name}"))
    for name, (article, quote, start) in QUOTES.items():
        evidence = f"evidence/{name}"
        graph.say(evidence, "rdf:type", iri("park:Evidence"))
        graph.say(evidence, "prov:wasDerivedFrom", iri(f"article/{article}"))
        graph.say(evidence, "park:quote", Literal(quote))
        graph.say(evidence, "park:start", typed(str(start), "integer"))
        graph.say(evidence, "park:end", typed(str(start + len(quote)), "integer"))
        graph.say(evidence, "park:confidence", typed("0.9", "decimal"))
        graph.say(evidence, "prov:wasGeneratedBy", iri("rule/sketch"))
    for subject, predicate, value, evidence in FACTS:
        graph.say(subject, predicate, iri(value) if isinstance(value, str) else value, evidence)
    for post, person, body, title, date, evidence in POSTS:
        graph.say(post, "rdf:type", iri("org:Membership"), evidence)
        graph.say(post, "org:member", iri(person), evidence)
        graph.say(post, "org:organization", iri(body), evidence)
        graph.say(post, "park:title", text(title), evidence)
        graph.say(post, "park:asOf", typed(date, "date"), evidence)
    for event, project, stage, date, datatype, evidence in STAGE_EVENTS:
        graph.say(event, "rdf:type", iri("park:StageEvent"), evidence)
        graph.say(event, "park:ofProject", iri(project), evidence)
        graph.say(event, "park:stage", iri(f"stage:{stage}"), evidence)
        graph.say(event, "park:date", typed(date, datatype), evidence)
    for node, subject, indicator, value, unit, period, growth, evidence in OBSERVATIONS:
        graph.say(node, "rdf:type", iri("park:Observation"), evidence)
        graph.say(node, "park:subject", iri(subject), evidence)
        graph.say(node, "park:indicator", text(indicator), evidence)
        graph.say(node, "park:value", typed(value, "decimal"), evidence)
        graph.say(node, "park:unit", text(unit), evidence)
        graph.say(node, "park:period", Literal(period), evidence)
        if growth:
            graph.say(node, "park:yearOnYear", typed(growth, "decimal"), evidence)
    inferred = iri("inferred")
    graph.quads.add(
        Quad(
            iri("company/青禾新材料股份有限公司"),
            iri("park:locatedIn"),
            iri("place/东湾市"),
            inferred,
        )
    )
    return graph.quads


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a built folder that holds the small graph."""
    folder = tmp_path_factory.mktemp("world") / "extracted"
    folder.mkdir()
    lines = sorted(f"{quad} ." for quad in sketch())
    (folder / "graph.nq").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def store(world: Path) -> Store:
    """Give the small graph as a store in memory."""
    return load_store(world / "graph.nq")
