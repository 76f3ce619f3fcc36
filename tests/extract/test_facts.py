"""What sentences state, and what they do not; all firms and people here are invented."""

from collections.abc import Callable

import pytest

from kg.extract.confidence import measured
from kg.model import Attribute, Extraction, Figure, Holding, MentionId, Relation, StageReport
from kg.vocab import Predicate

Reader = Callable[..., Extraction]


def say(extraction: Extraction) -> set[tuple[str, ...]]:
    """Give the statements as tuples of names and values."""
    name = {m.id: m.name for m in extraction.mentions}

    def of(id_: MentionId) -> str:
        return name[id_]

    said: set[tuple[str, ...]] = set()
    for s in extraction.statements:
        match s:
            case Relation():
                said.add((of(s.subject), s.predicate.value, of(s.object)))
            case Attribute():
                said.add((of(s.subject), s.predicate.value, s.value))
            case Holding():
                said.add((of(s.subject), s.title, of(s.body)))
            case StageReport():
                said.add((of(s.subject), s.stage.value, s.date or ""))
            case Figure():
                said.add(
                    (
                        of(s.subject),
                        s.indicator,
                        s.value,
                        s.unit,
                        s.period or "",
                        s.year_on_year or "",
                    )
                )
    return said


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("濮阳工业园区党工委书记周砚秋表示，要抓项目。", ("周砚秋", "党工委书记", "濮阳工业园区")),
        ("嘉木集团董事长林若谷致辞。", ("林若谷", "董事长", "嘉木集团")),
        ("嘉木集团副总裁兼总工程师林若谷致辞。", ("林若谷", "总工程师", "嘉木集团")),
        (
            "嘉木集团年产5万吨碳纤维项目总投资10亿元。",
            ("嘉木集团年产5万吨碳纤维项目", "totalInvestment", "1000000000"),
        ),
        (
            "总投资10亿元的嘉木集团碳纤维生产项目开工。",
            ("嘉木集团碳纤维生产项目", "totalInvestment", "1000000000"),
        ),
        (
            "嘉木集团年产5万吨碳纤维项目已建成投产。",
            ("嘉木集团年产5万吨碳纤维项目", "inProduction", ""),
        ),
        (
            "嘉木集团年产5万吨碳纤维项目开工。",
            ("嘉木集团年产5万吨碳纤维项目", "undertakenBy", "嘉木集团"),
        ),
        (
            "濮阳工业园区与河南嘉木新材料有限公司签约。",
            ("濮阳工业园区", "signed", "河南嘉木新材料有限公司"),
        ),
        ("嘉木集团与远岫集团签署战略合作协议。", ("嘉木集团", "cooperatesWith", "远岫集团")),
        ("嘉木集团荣获国家级绿色工厂称号。", ("嘉木集团", "received", "国家级绿色工厂")),
        (
            "濮阳工业园区形成化工、新材料和装备制造三大主导产业。",
            ("濮阳工业园区", "hasIndustry", "化工"),
        ),
        ("濮阳市开展“万人助万企”活动。", ("濮阳市", "implements", "万人助万企")),
    ],
)
def test_sentence_states_fact(read_by_rule: Reader, text: str, fact: tuple[str, ...]) -> None:
    """A plain sentence is read as its fact."""
    assert fact in say(read_by_rule(text))


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("嘉木集团年产5万吨碳纤维项目预计明年投产。", "inProduction"),
        ("嘉木集团年产5万吨碳纤维项目尚未开工。", "underConstruction"),
        ("濮阳工业园区9个项目签约，总投资135亿元。", "totalInvestment"),
        ("嘉木集团年产5万吨碳纤维项目总投资6亿美元。", "totalInvestment"),
        ("濮阳工业园区考察团赴上海拜访嘉木集团。", "locatedIn"),
    ],
)
def test_plans_sums_and_courtship_are_no_facts(
    read_by_rule: Reader, text: str, fragment: str
) -> None:
    """What is only expected, shared, foreign money or courted is not stated of one project or firm."""
    assert not any(fragment in fact for fact in say(read_by_rule(text)))


def test_figure_has_period_and_growth(read_by_rule: Reader) -> None:
    """An indicator is read with its value, unit, period and growth, for its subject."""
    text = "今年1-4月份，濮阳工业园区规上工业总产值65.18亿元，同比增长29.2%。"
    said = say(read_by_rule(text, published="2022-06-13"))
    assert ("濮阳工业园区", "规上工业总产值", "65.18", "亿元", "2022-01/2022-04", "29.2") in said


def test_officials_in_a_list_share_their_post(read_by_rule: Reader) -> None:
    """副市长A、B: both are deputy mayors."""
    said = say(read_by_rule("濮阳市副市长陈一鸣、林若谷出席。"))
    assert {("陈一鸣", "副市长", "濮阳市"), ("林若谷", "副市长", "濮阳市")} <= said


def test_passage_runs_from_subject_to_object(read_by_rule: Reader) -> None:
    """A fact over two sentences shows both."""
    text = "嘉木集团碳纤维生产项目开工。项目总投资10亿元。"
    (amount,) = (
        s
        for s in read_by_rule(text).statements
        if isinstance(s, Attribute) and s.value == "1000000000"
    )
    assert amount.passage.quote == text


def test_every_statement_names_a_known_rule(read_by_rule: Reader) -> None:
    """Each rule has a measured confidence, so that none is believed by guess."""
    text = (
        "濮阳工业园区党工委书记周砚秋介绍，嘉木集团年产5万吨碳纤维项目总投资10亿元，已建成投产。"
        "园区与远岫集团签约。濮阳市开展“万人助万企”活动。园区形成化工、新材料和装备制造三大主导产业。"
    )
    extraction = read_by_rule(text)
    rules = {item.by for item in (*extraction.mentions, *extraction.statements)}
    assert rules <= set(measured().rules)


def test_predicates_of_statements_fit_the_ontology(read_by_rule: Reader) -> None:
    """A relation never joins classes that its predicate does not join."""
    extraction = read_by_rule(
        "河南省濮阳市的濮阳工业园区与嘉木集团签约，嘉木集团荣获国家级绿色工厂称号。"
    )
    relations = [s for s in extraction.statements if isinstance(s, Relation)]
    assert relations
    assert all(isinstance(r.predicate, Predicate) for r in relations)
