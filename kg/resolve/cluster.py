"""cluster: edges 'same' and pairs 'different' in, components out that hold no 'different' inside."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Components(Generic[T]):
    """Disjoint sets that refuse to join what is known to be different."""

    def __init__(self, members: Iterable[T]) -> None:
        self._parent = {m: m for m in members}
        self._size = dict.fromkeys(self._parent, 1)
        self._foes: dict[T, set[T]] = defaultdict(set)

    def find(self, member: T) -> T:
        """Give the root of a member's component."""
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def keep_apart(self, a: T, b: T) -> None:
        """Note that `a` and `b` are different; to be said before anything is joined."""
        self._foes[a].add(b)
        self._foes[b].add(a)

    def may_join(self, a: T, b: T) -> bool:
        """Tell whether joining the components of `a` and `b` keeps every 'different' apart."""
        a, b = self.find(a), self.find(b)
        return a == b or b not in {self.find(foe) for foe in self._foes.get(a, ())}

    def join(self, a: T, b: T) -> bool:
        """Join the components of `a` and `b` unless something in them is different; tell whether they are one."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if not self.may_join(a, b):
            return False
        if self._size[a] < self._size[b]:
            a, b = b, a
        self._parent[b] = a
        self._size[a] += self._size[b]
        if b in self._foes:
            foes = self._foes.pop(b)
            self._foes[a] |= foes
        return True

    def groups(self) -> list[list[T]]:
        """Give the components, members in the order in which they were given."""
        found: dict[T, list[T]] = defaultdict(list)
        for member in self._parent:
            found[self.find(member)].append(member)
        return list(found.values())
