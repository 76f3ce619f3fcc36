"""Tests of telling why the graph says what it says."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KGError, UsageError
from kg.graph.reader import open_graph
from kg.model import Judgement, MentionId
from kg.query.decisions import Decisions, read_judgements
from kg.query.explain import Account, Explainer, subject_of
from kg.query.passages import around, read_texts


def account(world: Path, name: str, *, limit: int = 1000) -> Account:
    """Give the account of the one entity called `name`."""
    graph = open_graph(world)
    explainer = Explainer(
        graph, texts=read_texts(world), decisions=Decisions(read_judgements(world))
    )
    (entity,) = graph.find(name)
    return explainer.account(entity, limit=limit)


def told(*arguments: str, world: Path) -> str:
    """Give what `kg explain` prints."""
    result = CliRunner().invoke(app, ["explain", *arguments, "--graph", str(world)])
    if isinstance(result.exception, KGError):
        raise result.exception
    assert result.exit_code == 0
    return result.output


def test_every_claim_has_a_passage_with_its_article(world: Path) -> None:
    """Each fact, post, stage and figure of an entity names at least one passage of an article."""
    claims = account(world, "清河工业园区").claims()
    assert {claim.id.split("/")[0] for claim in claims} == {"fact", "post", "observation"}
    for claim in claims:
        assert claim.passages
        assert all(quoted.article.source_file for quoted in claim.passages)


def test_sources_that_disagree_are_both_told(world: Path) -> None:
    """Two amounts for one project are two facts, each with its own passage."""
    amounts = [
        fact for fact in account(world, "恒越电子二期项目").facts if fact.word == "totalInvestment"
    ]
    assert {fact.value for fact in amounts} == {"320000000", "400000000"}
    assert len({quoted.article.id for fact in amounts for quoted in fact.passages}) == 2


def test_a_post_lists_all_passages_in_order_of_time(world: Path) -> None:
    """A post that two articles report has both passages, the older article first."""
    (post,) = (claim for claim in account(world, "顾承平").posts if claim.word == "管委会主任")
    assert [quoted.article.published for quoted in post.passages] == ["2022-04-18", "2023-06-20"]
    assert post.object is not None
    assert post.object.label == "清河工业园区"


def test_the_claims_are_those_of_the_facts_file(world: Path) -> None:
    """The ids are those of facts.jsonl, so that a line there can be asked for here."""
    for claim in account(world, "顾承平").claims():
        assert subject_of(world, claim.id) == claim.subject.id
        assert claim.passages[0].evidence.quote in told(claim.id, world=world)


def test_a_limit_says_how_much_it_left_out(world: Path) -> None:
    """An account of a hub is cut short and counts what is missing."""
    whole, cut = account(world, "清河工业园区"), account(world, "清河工业园区", limit=1)
    assert whole.left_out == 0
    n_whole = len(whole.claims()) + len(whole.articles)
    assert cut.left_out == n_whole - len(cut.claims()) - len(cut.articles)


def test_merges_come_with_their_reasons() -> None:
    """What joined two names is told once with a count; a "same" about someone else is not told."""

    def judged(verdict: str, left: str, right: str) -> Judgement:
        return Judgement(
            left=MentionId(left), right=MentionId(right), verdict=verdict, score=1.0, by="rule",
            reason=f"{left}与{right}", left_name=left, right_name=right,
        )  # fmt: skip

    decisions = Decisions(
        [
            judged("same", "蓝桥新材", "蓝桥新材料股份有限公司"),
            judged("same", "蓝桥新材", "蓝桥新材料股份有限公司"),
            judged("different", "蓝桥新材", "江东蓝桥新材料有限公司"),
            judged("same", "江东蓝桥新材料有限公司", "江东蓝桥"),
        ]
    )
    about = decisions.about({"蓝桥新材", "蓝桥新材料股份有限公司"})
    assert [(decision.verdict, decision.times) for decision in about] == [
        ("same", 2),
        ("different", 1),
    ]


@pytest.mark.parametrize(
    ("quote", "near", "before", "after"),
    [
        ("二期", 0, "甲公司", "开工。"),
        ("开工。", 0, "甲公司二期", ""),
        ("开工", 30, "乙公司", ""),
        ("没有的话", 0, "", ""),
        ("", 0, "", ""),
    ],
)
def test_a_quote_is_shown_in_its_sentence(quote: str, near: int, before: str, after: str) -> None:
    """The rest of the sentence stands around a quote, that of the occurrence next to the place."""
    text = "园区很忙。甲公司二期开工。\n乙公司开工"
    assert around(text, quote, near=near) == (before, after)


def test_the_command_shows_the_span_and_its_source(world: Path) -> None:
    """`kg explain NAME WORD OTHER` prints the claim, its source and the marked span."""
    output = told("恒越电子", "locatedIn", "清河工业园区", world=world)
    assert "恒越电子 · 位于 locatedIn · 清河工业园区" in output
    assert output == told("恒越电子", "位于", "清河工业园区", world=world)
    assert "2023-02-07" in output
    assert "02-qinghe-projects.txt [32:71]" in output
    assert "【在清河工业园区，恒越电子二期项目已于2023年1月建成投产，总投资3.2亿元。】" in output


def test_the_command_tells_all_of_an_entity(world: Path) -> None:
    """`kg explain NAME` prints names, facts, posts, identity and articles."""
    output = told("恒越电子", world=world)
    for title in ("事实 facts", "同一性 identity", "文章 articles", "两处名称完全相同"):
        assert title in output


def test_an_ambiguous_or_unknown_name_is_told_so(world: Path) -> None:
    """A name that several entities bear lists their ids; an unknown one says so."""
    with pytest.raises(UsageError, match=r"(?s)may mean 5 things.*park/清河工业园区\tPark"):
        told("清河", world=world)
    with pytest.raises(UsageError, match="nothing in the graph is called"):
        told("无此名", world=world)
    with pytest.raises(UsageError, match=r"it has .*locatedIn"):
        told("恒越电子", "subsidiaryOf", world=world)
    with pytest.raises(UsageError, match="no claim fact/none"):
        told("fact/none", world=world)
