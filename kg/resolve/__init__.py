"""resolve: extractions in, a `Resolution` with who is who over the whole corpus and why out.

In an article first (`within`), then across articles (`block`, `judge`, `cluster`), then labels, ids and
links to public tables (`entity`, `link`). The result depends on the set of extractions alone, not on their
order, so that adding an article to a corpus gives what building all of it together gives.
"""

from collections.abc import Iterable, Sequence

from kg.model import Extraction, Judgement, Relation, Resolution
from kg.resolve.entity import clusters
from kg.resolve.judge import judge
from kg.resolve.thing import things_of
from kg.resolve.within import identify

__all__ = ["resolve"]


def resolve(extractions: Iterable[Extraction], *, human: Sequence[Judgement] = ()) -> Resolution:
    """Decide which mentions name one thing; verdicts of people in `human` come before all rules.

    Raises:
        ResolveError: the verdicts of people contradict each other.
    """
    articles = {e.article.id: e for e in extractions}
    verdicts = tuple(sorted(human, key=lambda j: (j.left, j.right, j.verdict)))
    identities = [identify(articles[id], human=verdicts) for id in sorted(articles)]
    things = [thing for identity in identities for thing in things_of(identity)]
    verdict = judge(things, human=verdicts)
    judgements = [j for identity in identities for j in identity.judgements] + verdict.judgements
    statements: tuple[Relation, ...] = ()
    return Resolution(
        clusters=tuple(clusters(verdict.groups)),
        judgements=tuple(
            sorted({*judgements, *verdicts}, key=lambda j: (j.left, j.right, j.by, j.verdict))
        ),
        statements=statements,
        unresolved=tuple(sorted(m for identity in identities for m in identity.unresolved)),
    )
