"""cli/explain: an entity or a claim, with every passage that says so."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.query import GraphOption
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.reader import Graph
    from kg.model import Entity
    from kg.query.explain import Account, Claim, Quoted

_CLAIMS = ("fact/", "post/", "event/", "observation/")
_VERDICTS = {"same": "同一 same", "different": "不同 different", "unsure": "未定 unsure"}


def explain(
    what: Annotated[
        str, typer.Argument(help="A name, an id (company/…), or a claim of facts.jsonl.")
    ],
    word: Annotated[
        str | None, typer.Argument(help="Only claims with this property, title or indicator.")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(help="Only claims about this name or value.")
    ] = None,
    graph: GraphOption = Path("extracted"),
) -> None:
    """Tell why the graph says what it says: names, facts, merges, and the passages they were read in."""
    from kg.query.decisions import Decisions, read_judgements
    from kg.query.explain import Explainer, subject_of
    from kg.query.folder import open_folder
    from kg.query.passages import read_texts

    opened = open_folder(graph)
    explainer = Explainer(
        opened, texts=read_texts(graph), decisions=Decisions(read_judgements(graph))
    )
    if what.startswith(_CLAIMS):
        account = explainer.account(opened.entity(subject_of(graph, what)), limit=sys.maxsize)
        _print_claims([claim for claim in account.claims() if claim.id == what])
        return
    account = explainer.account(_the_one(opened, what), limit=sys.maxsize)
    if word is None:
        _print_account(account)
        return
    chosen = [claim for claim in account.claims() if _matches(claim, word, other)]
    if not chosen:
        words = sorted({claim.word for claim in account.claims()})
        raise UsageError(f"no such claim about {account.entity.label}; it has {', '.join(words)}")
    _print_claims(chosen)


def _the_one(graph: "Graph", name: str) -> "Entity":
    found = graph.find(name)
    if not found:
        raise UsageError(f"nothing in the graph is called {name}")
    if len(found) > 1:
        listed = "".join(f"\n  {e.id}\t{' '.join((e.kind, *e.subclasses))}" for e in found)
        raise UsageError(f"{name} may mean {len(found)} things; say which one by its id:{listed}")
    return found[0]


def _matches(claim: "Claim", word: str, other: str | None) -> bool:
    from kg.query.words import in_chinese

    sides = {claim.value, claim.subject.label, claim.subject.id}
    sides |= {claim.object.label, claim.object.id} if claim.object else set()
    return word in (claim.word, *in_chinese(claim.word).split()) and (
        other is None or other in sides
    )


def _print_account(account: "Account") -> None:
    from kg.query.words import in_chinese

    entity = account.entity
    classes = " · ".join(map(in_chinese, (entity.kind, *entity.subclasses)))
    print(f"{entity.label}  ({classes})  parkid:{entity.id}")
    codes = {"adcode": entity.adcode, "zoneCode": entity.zone_code, "stockCode": entity.stock_code}
    _print_list("又名 also called", entity.names)
    _print_list("代码 codes", [f"{name} {code}" for name, code in codes.items() if code])
    for title, claims in (
        ("事实 facts", account.facts),
        ("职务 posts", account.posts),
        ("阶段 stages", account.stages),
        ("数据 figures", account.figures),
    ):
        if claims:
            print(f"\n{title}")
            _print_claims(claims)
    if account.decisions:
        print("\n同一性 identity")
        for decision in account.decisions:
            times = f" (×{decision.times})" if decision.times > 1 else ""
            verdict = _VERDICTS.get(decision.verdict, decision.verdict)
            print(f"  {verdict}: {decision.left} | {decision.right}{times}")
            print(f"      {decision.reason}  [{decision.by}]")
    if account.articles:
        print("\n文章 articles")
        for article in account.articles:
            print(
                f"  {article.published or '----------'}  {article.headline or ''}  {article.source_file}"
            )


def _print_list(title: str, items: "Iterable[str]") -> None:
    if line := "、".join(items):
        print(f"  {title}: {line}")


def _print_claims(claims: "Iterable[Claim]") -> None:
    from kg.query.words import in_chinese

    for claim in claims:
        target = claim.object.label if claim.object else in_chinese(claim.value)
        when = f"  {claim.when}" if claim.when else ""
        inferred = "  (推断 inferred)" if claim.inferred else ""
        print(f"  {claim.subject.label} · {in_chinese(claim.word)} · {target}{when}{inferred}")
        for quoted in claim.passages:
            _print_passage(quoted)


def _print_passage(quoted: "Quoted") -> None:
    evidence, article = quoted.evidence, quoted.article
    head = "  ".join(filter(None, (article.published, article.publisher, article.headline)))
    place = f"{article.source_file} [{evidence.start}:{evidence.end}]"
    print(f"      {head}  {place}  {evidence.by} {evidence.confidence:.2f}")
    before, quote, after = (
        " ".join(part.split())
        for part in (quoted.around.before, evidence.quote, quoted.around.after)
    )
    print(f"        {before}{_highlighted(quote)}{after}")


def _highlighted(quote: str) -> str:
    """Set the span off, in colour too on a terminal; the brackets stay when it is copied or piped."""
    return f"\x1b[1;33m【{quote}】\x1b[0m" if sys.stdout.isatty() else f"【{quote}】"
