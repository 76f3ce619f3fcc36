"""attach: names of one class in, each short name tied to the one longer name that it stands for out."""

from collections.abc import Callable, Iterator, Sequence

from kg.resolve.within.scene import Finding, Naming, Scene

#: How far the best candidate must lie before the second; closer ones leave a name undecided.
MARGIN = 0.03
#: From this score on a short name says all that the full one does.
SURE = 0.99
#: What a comparison scores that a person should look at before anything is joined.
DOUBT = 0.5

Comparer = Callable[[str, str], tuple[float, str, str] | None]
"""Short name and full name in; score, rule and reason out if the first can stand for the second."""


class Heads:
    """Which name each short name was attached to."""

    def __init__(self) -> None:
        self._above: dict[Naming, Naming] = {}

    def attach(self, short: Naming, full: Naming) -> None:
        """Note that `short` stands for what `full` stands for."""
        self._above[short] = full

    def head(self, naming: Naming) -> Naming:
        """Give the fullest name of what a name stands for."""
        while naming in self._above:
            naming = self._above[naming]
        return naming

    def names(self, head: Naming) -> list[str]:
        """Give all names attached to a head, its own first."""
        return [head.name, *(n.name for n in self._above if self.head(n) is head)]


def attach_all(
    scene: Scene,
    namings: Sequence[Naming],
    compare: Comparer,
    heads: Heads,
    *,
    prefer: Callable[[Naming], float] = lambda _: 0.0,
    told_first: bool = False,
) -> Iterator[Finding]:
    """Tie each name to the longer one it abbreviates, if it is one alone.

    `namings` come fullest first. `prefer` decides between candidates that score alike (higher wins).
    With `told_first`, a full name that stands before the short one comes before those that only follow it.
    """
    for i, short in enumerate(namings):
        options: dict[Naming, tuple[float, str, str]] = {}
        for full in namings[:i]:
            if (full.name, short.name) in scene.introduced:
                found: tuple[float, str, str] | None = (
                    0.99, "introduced", f"the text introduces {short.name} in brackets after {full.name}",
                )  # fmt: skip
            else:
                found = compare(short.name, full.name)
            if not found:
                continue
            head = heads.head(full)
            if head not in options or options[head][0] < found[0]:
                options[head] = found
        if not options:
            continue
        if told_first:
            told = [n for n in options if n.start < short.start or options[n][0] >= SURE]
            options = {n: options[n] for n in told} or options
        ranked = sorted(options, key=lambda n: (-options[n][0], -prefer(n), n.start, n.name))
        best = ranked[0]
        score, rule, reason = options[best]
        if (
            len(ranked) > 1
            and options[ranked[1]][0] > score - MARGIN
            and prefer(ranked[1]) >= prefer(best)
        ):
            names = "、".join(sorted(n.name for n in ranked))
            yield Finding(
                best, short, "unsure", DOUBT, rule, f"{short.name} may stand for any of {names}"
            )
            continue
        if score <= DOUBT:
            yield Finding(best, short, "unsure", DOUBT, rule, reason)
            continue
        heads.attach(short, best)
        yield Finding(best, short, "same", score, rule, reason)


def nearest_before(pointer: Naming, candidates: Sequence[Naming], heads: Heads) -> Naming | None:
    """Give the thing that the text named last before a word such as 该公司."""
    last: tuple[int, Naming] | None = None
    for naming in candidates:
        for mention in naming.mentions:
            if mention.span.end <= pointer.start and (last is None or mention.span.end > last[0]):
                last = mention.span.end, naming
    return heads.head(last[1]) if last else None
