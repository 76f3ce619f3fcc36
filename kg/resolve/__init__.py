"""resolve: extractions in, a `Resolution` with who is who over the whole corpus and why out.

In an article first (`within`), then across articles (`across`), then labels, ids and links to public tables
(`entity`, `link`, `authority`). The result depends on the set of extractions alone, not on their order, so
that adding an article to a corpus gives what building all of it together gives.
"""

from collections.abc import Iterable, Sequence

from kg.model import ArticleId, Extraction, Judgement, Resolution
from kg.resolve.across import brand_subsidiaries, judge, things_of
from kg.resolve.entity import clusters
from kg.resolve.within import identify

__all__ = ["resolve"]


def resolve(extractions: Iterable[Extraction], *, human: Sequence[Judgement] = ()) -> Resolution:
    """Decide which mentions name one thing; verdicts of people in `human` come before all rules.

    Raises:
        ResolveError: the verdicts of people contradict each other.
    """
    articles = {e.article.id: e for e in extractions}
    verdicts = _latest(human)
    by_article = _by_article(articles.values(), verdicts)
    identities = [identify(articles[id], human=by_article[id]) for id in sorted(articles)]
    verdict = judge([t for i in identities for t in things_of(i)], human=verdicts)
    brands = brand_subsidiaries(verdict.groups)
    judgements = [*verdicts, *verdict.judgements, *brands.judgements]
    judgements += [j for i in identities for j in i.judgements]
    statements = [s for i in identities for s in i.statements] + brands.statements
    return Resolution(
        clusters=tuple(clusters(verdict.groups)),
        judgements=tuple(sorted(judgements, key=lambda j: (j.left, j.right, j.by, j.verdict))),
        statements=tuple(sorted(statements, key=lambda s: (s.subject, s.object))),
        unresolved=tuple(sorted(m for i in identities for m in i.unresolved)),
    )


def _latest(human: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Keep the last verdict on each pair: a person who decides anew replaces what was said."""
    last = {tuple(sorted((j.left, j.right))): j for j in human}
    return tuple(last[pair] for pair in sorted(last))


def _by_article(
    extractions: Iterable[Extraction], verdicts: Sequence[Judgement]
) -> dict[ArticleId, list[Judgement]]:
    """Sort the verdicts on two mentions of one article to that article."""
    asked = {m for j in verdicts for m in (j.left, j.right)}
    home, found = {}, {}
    for extraction in extractions:
        found[extraction.article.id] = list[Judgement]()
        home.update({m.id: extraction.article.id for m in extraction.mentions if m.id in asked})
    for j in verdicts:
        if j.left in home and home.get(j.right) == home[j.left]:
            found[home[j.left]].append(j)
    return found
