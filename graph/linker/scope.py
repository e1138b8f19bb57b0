"""Which mentions are to be linked together: what was touched and all that it may be one with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.linker.apart import Apart, batches
from graph.mentions import CRITIC, PERSON

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.linker.near import Names
    from graph.linker.touched import Touched
    from graph.mentions import MentionTable

_AS_KEPT: dict[int, int] = {}


class Scope:
    """Finds what is linked together in a table of mentions.

    Args:
        table: the table.
        names: its names and their neighbours.
    """

    def __init__(self, table: MentionTable, names: Names) -> None:
        self._table = table
        self._names = names

    def of(self, touched: Touched, kind: str, start: Iterable[int] = ()) -> set[int]:
        """The mentions of a kind that what was touched may be one with, directly or through others."""
        if touched.everything:
            return set(self._table.all(kind))
        entities = self._table.of_entities(touched.entities[kind])
        waiting = (
            touched.entered[kind]
            | touched.near[kind]
            | set(start)
            | {m for found in entities.values() for m in found}
            | self._table.once(touched.entities[kind])
        )
        return self.around(waiting, kind)

    def around(self, mentions: Iterable[int], kind: str) -> set[int]:
        """Some mentions and those of their kind that they may be one with, directly or through others."""
        scope: set[int] = set()
        keys: set[int] = set()
        waiting = set(mentions)
        while waiting:
            scope |= waiting
            fresh = {key for found in self._table.keys_of(waiting).values() for key in found} - keys
            keys |= fresh
            found = self._table.with_keys(fresh) | self._table.sharing_entity(waiting)
            if kind in {PERSON, CRITIC}:
                found |= self._names.near(waiting) | self._table.sharing_appearance(waiting)
            if self._table.is_decided_on():
                decided = self._table.decisions_on(mention.iri for mention in self._table.get(waiting))
                found |= self._table.find(iri for _, one, other in decided.values() for iri in (*one, *other))
            waiting = found - scope
        return {mention for mention, found, _ in self._table.kinds(scope) if found == kind}

    def components(
        self, scope: Collection[int], *, everything: bool, matched: Mapping[int, int] = _AS_KEPT
    ) -> list[list[int]]:
        """The mentions of people, in groups that share no key, no appearance and no decision.

        Args:
            scope: the mentions.
            everything: whether these are all that there are.
            matched: the appearances of mentions that are other ones than the table says.
        """
        apart = Apart(scope)
        apart.join_by_keys(self._table.keys_of(scope))
        for one, other in self._names.edges(scope, everything=everything):
            apart.join(one, other)
        for mention, appearance in self._table.appearances_of(scope):
            apart.join(mention, matched.get(mention, appearance))
        if self._table.is_decided_on():
            iris = {mention.iri: mention.id for mention in self._table.get(scope)}
            for _, left, right in self._table.decisions_on(iris).values():
                known = [iris[iri] for iri in (*left, *right) if iri in iris]
                for mention in known[1:]:
                    apart.join(mention, known[0])
        return apart.groups()

    def in_batches(self, components: list[list[int]]) -> Iterator[list[list[int]]]:
        """The components, so many at a time; those that were one entity are of one batch."""
        place = {mention: number for number, found in enumerate(components) for mention in found}
        apart = Apart(range(len(components)))
        by_entity: dict[int, int] = {}
        for mention, entity in self._table.entity_numbers(place):
            apart.join(place[mention], by_entity.setdefault(entity, place[mention]))
        bound = ([components[number] for number in group] for group in apart.groups())
        for batch in batches(bound, lambda group: sum(map(len, group))):
            yield [component for group in batch for component in group]
