"""neural/reader: text and sentences in, an `Encoded` article with scored spans and relations out."""

from collections.abc import Sequence

from kg.extract.neural.labels import ScoredPair, ScoredSpan, TypedSpan
from kg.model import Span


class Encoded:
    """An article as the model has read it."""

    spans: tuple[ScoredSpan, ...]  #: sorted by place; nested and rival readings stand side by side

    def __init__(self, spans: tuple[ScoredSpan, ...] = ()) -> None:
        self.spans = spans

    def relations(self, spans: Sequence[TypedSpan], *, floor: float = 0.1) -> list[ScoredPair]:
        """Give the relations that the model sees between these spans, sorted, at least `floor` likely.

        `subject` and `object` of a pair are places in `spans`.
        """
        del spans, floor
        return []


def read_spans(text: str, sentences: Sequence[Span], *, floor: float = 0.1) -> Encoded:
    """Read an article: its spans are those at least `floor` likely.

    The model is loaded at the first call and kept for the life of the process.
    """
    del text, sentences, floor
    return Encoded()
