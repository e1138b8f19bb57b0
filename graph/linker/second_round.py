"""The second round of linking films: what the links of people show that titles and names did not.

Two films whose people go by other names in two sources look like two in the first round. Where linking
people across films makes them one, the films are weighed again with each person under one name. People
are then linked over the films of the second round, and that is the end: a third finds next to nothing.

Whatever else is read, two films are weighed by the same people: those of the first round, linked over
the first round's films, for the components that the films' people are in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations, product
from typing import TYPE_CHECKING

from graph.linker.apart import Apart
from graph.linker.rows import appearances
from graph.linker.said import decisions
from graph.linking.component import link_component
from graph.linking.further import Pairing, link_further, worth_asking
from graph.linking.within import link_within
from graph.mention_rows import person_mention
from graph.mentions import PERSON
from graph.names import romanisation_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.linker.first_round import FirstRound
    from graph.linker.scope import Scope
    from graph.linking.clusters import Clusters
    from graph.linking.model import Model
    from graph.mentions import MentionTable, Stored

#: Whether two mentions of people are one person.
_Same = Callable[["Stored", "Stored"], bool]

#: Films further apart are never one.
_YEARS = 2


class SecondRound:
    """Finds the films to weigh again, and weighs them.

    Args:
        table: the table of mentions.
        scope: what is linked together.
        model: what observations about people weigh.
        first: the films of the first round.
    """

    def __init__(self, table: MentionTable, scope: Scope, model: Model, first: FirstRound) -> None:
        self._table = table
        self._scope = scope
        self._model = model
        self._first = first
        #: What each mention of a person was found to be, and the first of the component it is in.
        self._person: dict[int, str] = {}
        self._sure: dict[str, float] = {}
        self._component: dict[int, int] = {}
        self._people: dict[int, list[Stored]] = {}
        self._listings: dict[int, set[str]] = {}
        self._matched: dict[int, int] = {}
        self._seen: set[tuple[int, int]] = set()
        #: The pairs of films that are worth weighing again.
        self.pairs: dict[tuple[int, int], Pairing] = {}

    def look(self, components: list[list[int]], entered: Iterable[int]) -> set[int]:
        """Looks for films to weigh again among those that some people worked on.

        Args:
            components: the people that the run links.
            entered: the mentions of films that were read anew or are no more.

        Returns:
            The mentions of films that the second round decides about, and of those that it did before.
        """
        for component in components:
            self._component.update(dict.fromkeys(component, component[0]))
        before = self._before(entered)
        films = {self._first.film(mention) for mention, _, _ in self._table.kinds(before)}
        for batch in self._scope.in_batches(components):
            films |= self._weigh(batch)
        looked_at: set[int] = set()
        while films:
            # What else the people of these films worked on under other names, whatever the run touched.
            looked_at |= films
            people = {row.id for film in films for row in self._who(film)}
            self._link(people)
            around = defaultdict(list)
            for mention, number in self._component.items():
                around[number].append(mention)
            near = [around[number] for number in {self._component[mention] for mention in people}]
            films = self._weigh(near, of=films) - looked_at
        return before.union(*(self._first.mentions(film) for film in looked_at))

    def _before(self, entered: Iterable[int]) -> set[int]:
        """The mentions of films that the second round looked at before, and that this run may change."""
        kept = self._first.kept
        if not kept:
            return set()
        near = set(entered).union(*self._table.films_of(self._component).values())
        groups = {group for mention, (_, group) in kept.items() if mention in near}
        return {mention for mention, (_, group) in kept.items() if group in groups}

    def known(self, film: Iterable[int], mentions: Mapping[str, int]) -> dict[str, tuple[str, float]]:
        """What the first round made of the people of a film that was several then, and how sure that is.

        Args:
            film: the film's mentions.
            mentions: those of its people, by their IRIs.
        """
        if len(set(map(self._first.film, film))) == 1:
            return {}
        people = ((iri, self._person.get(mention)) for iri, mention in mentions.items())
        return {iri: (person, self._sure[person]) for iri, person in people if person is not None}

    def join(self, clusters: Clusters) -> dict[int, tuple[int, int]]:
        """Joins films that are one after all.

        Args:
            clusters: all that the first round decided about their mentions.

        Returns:
            What is to be kept of each mention that was looked at: see ``FirstRound.kept``.
        """
        films = Apart({film for pair in self.pairs for film in pair})
        for one, other in self.pairs:
            films.join(one, other)
        kept: dict[int, tuple[int, int]] = {}
        for group in films.groups():
            pairs = {pair: found for pair, found in self.pairs.items() if pair[0] in group}
            wholes = {film: self._first.whole(film) for film in group}
            link_further(clusters, wholes, pairs)
            kept.update(
                (mention, (film, group[0])) for film in group for mention in self._first.mentions(film)
            )
        return kept

    # -- finding films ---------------------------------------------------------------------------

    def _weigh(self, components: Iterable[list[int]], of: Collection[int] | None = None) -> set[int]:
        """Weighs the pairs of films that people of some components worked on under other names.

        Returns:
            The films of the pairs that are worth it.
        """
        found: set[int] = set()
        for pair in self._pairs(components, of):
            if pair in self._seen:
                continue
            self._seen.add(pair)
            likely = self._pairing(*pair, self._likely)
            if likely is None:
                continue
            self._link({row.id for film in pair for row in self._who(film)})
            pairing = self._pairing(*pair, self._same)
            if pairing is not None:
                self.pairs[pair] = pairing
                found.update(pair)
        return found

    def _pairs(
        self, components: Iterable[list[int]], of: Collection[int] | None
    ) -> Iterator[tuple[int, int]]:
        """Pairs of films near in time on which people of one component are named otherwise."""
        several = [component for component in components if len(component) > 1]
        mentions = {mention for component in several for mention in component}
        names: dict[int, set[str]] = defaultdict(set)
        spellings = self._table.spellings_of(mentions)
        texts = self._table.texts(spellings)
        for spelling, named in self._table.with_spellings(spellings).items():
            key = romanisation_key(texts[spelling])
            for mention in named:
                names[mention].add(key)
        several = [each for each in several if len({frozenset(names[mention]) for mention in each}) > 1]
        films_of = self._table.films_of({mention for component in several for mention in component})
        self._first.know({film for films in films_of.values() for film in films})
        for component in several:
            named_on: dict[int, set[str]] = defaultdict(set)
            for mention in component:
                for film in films_of.get(mention, ()):
                    named_on[self._first.film(film)] |= names[mention]
            for one, other in combinations(sorted(named_on), 2):
                if of is not None and one not in of and other not in of:
                    continue
                if named_on[one].isdisjoint(named_on[other]) and self._near(one, other):
                    yield one, other

    def _near(self, one: int, other: int) -> bool:
        """Whether two films may be one by their years and by who lists them."""
        years = self._first.whole(one).year, self._first.whole(other).year
        if years[0] is not None and years[1] is not None and abs(years[0] - years[1]) > _YEARS:
            return False
        for film in (one, other):
            if film not in self._listings:
                self._listings[film] = self._first.listings(film)
        return self._listings[one].isdisjoint(self._listings[other])

    # -- weighing --------------------------------------------------------------------------------

    def _pairing(self, one: int, other: int, same: _Same) -> Pairing | None:
        """Two films with the people who are the same under one name; None if that is not enough to ask."""
        keys: set[tuple[str, str]] = set()
        names: set[tuple[str, str]] = set()
        for a, b in product(self._who(one), self._who(other)):
            printed = a.data["name"], b.data["name"]
            first, second = map(romanisation_key, printed)
            if first != second and same(a, b):
                keys.add((first, second))
                names.add((min(printed), max(printed)))
        pairing = Pairing(frozenset(keys), tuple(sorted(names)))
        worth = keys and worth_asking(self._first.whole(one), self._first.whole(other), pairing)
        return pairing if worth else None

    def _likely(self, one: Stored, other: Stored) -> bool:
        """Whether two mentions of people may turn out to be one, by what is known so far."""
        a, b = self._component.get(one.id), self._component.get(other.id)
        if a is None and b is None:
            return one.entity is not None and one.entity == other.entity
        return a == b

    def _same(self, one: Stored, other: Stored) -> bool:
        """Whether two mentions of people are one person over the films of the first round."""
        return self._person[one.id] == self._person[other.id]

    def _who(self, film: int) -> list[Stored]:
        """The people of a film, as its sources name them."""
        found = self._people.get(film)
        if found is None:
            parts = self._table.get(self._table.parts_of(self._first.mentions(film)))
            found = self._people[film] = [row for row in parts if row.kind == PERSON]
        return found

    # -- people of the first round ---------------------------------------------------------------

    def _link(self, people: Collection[int]) -> None:
        """Links some mentions of people over the films of the first round."""
        unknown = set(people) - self._person.keys()
        if not unknown:
            return
        scope = self._around(unknown)
        components = self._scope.components(scope, everything=False, matched=self._matched)
        components = [component for component in components if not unknown.isdisjoint(component)]
        stored = {row.id: row for row in self._table.get(m for component in components for m in component)}
        rows = appearances(self._table, stored, self._first, self._matched)
        standing = {row.iri: rows.standing[row.id] for row in stored.values()}
        for component in components:
            self._component.update(dict.fromkeys(component, component[0]))
            said, _ = decisions(self._table, (stored[mention].iri for mention in component), standing)
            groups = sorted({rows.standing[mention] for mention in component})
            linked = link_component([rows.by_id[group] for group in groups], self._model, said)
            person = {group: cluster[0] for cluster in linked.clusters for group in cluster}
            for cluster in linked.clusters:
                self._sure[cluster[0]] = 1.0
            for join in linked.joins:
                self._sure[person[join.first]] = min(self._sure[person[join.first]], join.score)
            self._person.update((mention, person[rows.standing[mention]]) for mention in component)

    def _around(self, people: Collection[int]) -> set[int]:
        """Some mentions of people and those that they may be one with over the films of the first round."""
        scope = self._scope.around(people, PERSON)
        while self._first.kept:
            # The table has the appearances of the second round; where it looked, those of the first differ.
            films_of = self._table.films_of(scope)
            films = {film for found in films_of.values() for film in found if film in self._first.kept}
            more: set[int] = set()
            for film in {self._first.film(mention) for mention in films}:
                who = self._who(film)
                numbers = {row.iri: row.id for row in who}
                said, _ = decisions(self._table, numbers, {iri: iri for iri in numbers})
                for members in link_within(map(person_mention, who), said).all():
                    self._matched.update((numbers[iri], numbers[members[0]]) for iri in members)
                more.update(numbers.values())
            if more <= scope:
                break
            scope = self._scope.around(scope | more, PERSON)
        return scope
