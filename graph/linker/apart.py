"""Mentions in groups that have nothing to do with each other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

Group = TypeVar("Group", bound="Collection[object]")

#: Mentions whose rows are held at a time while everything is linked.
_BATCH = 20_000


class Apart:
    """Numbers in groups, as joins make them."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._parent = {number: number for number in numbers}

    def join(self, one: int, other: int) -> None:
        """Puts two into one group; one that is not among the numbers is left out."""
        if one in self._parent and other in self._parent:
            a, b = self._root(one), self._root(other)
            self._parent[max(a, b)] = min(a, b)

    def join_by_keys(self, keyed: Mapping[int, Iterable[int]]) -> None:
        """Puts into one group what has a key in common, of the keys of each number."""
        by_key: dict[int, int] = {}
        for number, keys in keyed.items():
            for key in keys:
                self.join(number, by_key.setdefault(key, number))

    def groups(self) -> list[list[int]]:
        """The groups, each sorted."""
        groups: dict[int, list[int]] = defaultdict(list)
        for number in sorted(self._parent):
            groups[self._root(number)].append(number)
        return list(groups.values())

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number


def batches(groups: Iterable[Group], size_of: Callable[[Group], int] = len) -> Iterator[list[Group]]:
    """Groups, so many at a time that their rows fit in memory."""
    batch: list[Group] = []
    size = 0
    for group in groups:
        batch.append(group)
        size += size_of(group)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
