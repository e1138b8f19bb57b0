"""Linking a dataset: from the table of mentions to decisions, for all of it or what a change touches.

A film is linked with those that share a key of a title with it, a person with those that share a
key of a name: so a new page needs a few components looked at and nothing else, and the decisions
about a component are the same whichever page came first.

There are two rounds: films by what is said of them, and people over these; films again where people
turned out to be one under other names, and people over what that makes. The second round's are kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from graph.linker.apart import Apart
from graph.linker.estimating import ENOUGH, estimated
from graph.linker.first_round import FirstRound
from graph.linker.named import NamedFilms
from graph.linker.near import Names
from graph.linker.proposals import Proposals, common
from graph.linker.reasons import explained, question, rooted, unanswered, unsure
from graph.linker.rows import appearances
from graph.linker.said import decisions
from graph.linker.scope import Scope
from graph.linker.second_round import SecondRound
from graph.linker.touched import Changed, Touched
from graph.linking.component import link_component
from graph.linking.decisions import UNSURE, Link
from graph.linking.entities import mint
from graph.linking.films import link_films
from graph.linking.within import link_within
from graph.mention_rows import film_mention, person_mention
from graph.mentions import CRITIC, FILM, KINDS, PERSON, PUBLICATION, REVIEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graph.identity import IdentityGraph
    from graph.linking.appearance import Decisions
    from graph.linking.clusters import Clusters, Join
    from graph.linking.model import Model
    from graph.mentions import MentionTable, Stored


#: Films whose people are held at a time.
_FILMS = 300


@dataclass(slots=True)
class _Films:
    """Mentions of films as they are linked: the rows, what people said of them, and what is joined."""

    scope: set[int]
    stored: list[Stored]
    said: Decisions
    clusters: Clusters


class Linker:
    """Links what was touched.

    Args:
        table: the table of mentions.
        identity: where decisions are kept.
        model: what observations about people weigh.
        base: what entities' IRIs start with.

    Attributes:
        model: the same, or what was estimated where enough people were all linked anew.
    """

    def __init__(self, table: MentionTable, identity: IdentityGraph, model: Model, base: str) -> None:
        self._table = table
        self._identity = identity
        self.model = model
        self._proposals = Proposals(table, base)
        self._changed = Changed()
        self._moved: set[int] = set()
        self._joined: dict[str, Join] = {}
        self._refused: dict[str, list[Join]] = defaultdict(list)
        self._matched: set[str] = set()
        self._replaced: set[str] = set()
        self._scope = Scope(table, Names(table))
        self._everything = self._fresh = False

    def link(self, touched: Touched) -> Changed:
        """Links what was touched, keeps the decisions, and says which entities they changed."""
        self._everything, self._fresh = touched.everything, touched.fresh
        self._films_and_people(touched)
        self._critics(touched)
        self._keyed(touched, PUBLICATION, self._proposals.publication)
        self._keyed(touched, REVIEW, self._proposals.review)
        self._spread(touched)
        NamedFilms(self._table, self._identity).link(touched, self._changed)
        self._identity.flush()
        return self._changed

    def _spread(self, touched: Touched) -> None:
        """Adds to what changed the films and reviews whose nodes speak of it."""
        changed = self._changed.entities
        for kind in KINDS:
            standing = self._table.of_entities(touched.entities[kind])
            for gone in touched.entities[kind] - standing.keys():
                if gone not in self._replaced:
                    self._identity.replace(gone, ())
            changed[kind] |= touched.entities[kind]
        parts = self._moved.union(*touched.entered.values())
        # What is printed of a review may come from any copy of it, whichever film that copy reviews.
        reviews = changed[REVIEW].union(
            entity for _, kind, entity in self._table.kinds(parts) if kind == REVIEW and entity is not None
        )
        parts.update(m for found in self._table.of_entities(reviews).values() for m in found)
        parts.update(film for films in self._table.films_of(parts).values() for film in films)
        for _, kind, entity in self._table.kinds(parts):
            if entity is not None:
                changed[kind].add(entity)

    # -- films and people ------------------------------------------------------------------------

    def _films_and_people(self, touched: Touched) -> None:
        """Links films and people, each twice."""
        films = self._films(self._scope.of(touched, FILM))
        first = FirstRound(self._table, films.stored, films.clusters.all())
        start = set(touched.entered[PERSON])
        matched = list(self._affected(touched, first, start))
        self._match(matched, start)
        people = self._scope.of(touched, PERSON, start)
        components = self._scope.components(people, everything=self._everything)
        if self._everything and len(people) >= ENOUGH:
            self.model = estimated(self._table, self._scope.in_batches(components), first)
        second = SecondRound(self._table, self._scope, self.model, first)
        again = second.look(components, touched.entered[FILM])
        if not again <= films.scope:
            films = self._films(self._scope.of(touched, FILM, again))
        self._table.keep_first_round(films.scope | again, second.join(films.clusters))
        self._decide_films(films)
        more = list(self._joined_or_parted(touched, again, matched))
        if more:
            self._match(more, start, second)
            people = self._scope.of(touched, PERSON, start)
            components = self._scope.components(people, everything=self._everything)
        del films, first, second, matched  # everything that is said of films: not held beside that of people
        for batch in self._scope.in_batches(components):
            self._across(batch, PERSON)
        if not self._everything:
            self._identity.flush()
            self._follow()

    def _affected(self, touched: Touched, first: FirstRound, people: set[int]) -> Iterator[list[int]]:
        """The films of the first round whose people are to be matched anew, each as its mentions."""
        if touched.everything:
            yield from first.films()
            return
        changed = {film[0] for film in first.changed()}
        known = touched.entered[FILM].union(*self._table.films_of(people).values())
        known |= {m for found in self._table.of_entities(touched.entities[FILM]).values() for m in found}
        there = [mention for mention, _, _ in self._table.kinds(known)]
        first.know(there)
        changed |= {first.film(mention) for mention in there}
        for film in sorted(changed):
            yield first.mentions(film)

    def _joined_or_parted(
        self, touched: Touched, again: set[int], matched: list[list[int]]
    ) -> Iterator[list[int]]:
        """The films of the second round whose people are to be matched anew, each as its mentions."""
        entities = {film.entity for film in self._table.get(again) if film.entity is not None}
        if not touched.everything:
            entities |= touched.entities[FILM] | self._changed.entities[FILM]
        done = {frozenset(film) for film in matched}
        for film in self._table.of_entities(entities).values():
            if frozenset(film) not in done:
                yield film

    # -- films -----------------------------------------------------------------------------------

    def _films(self, scope: set[int]) -> _Films:
        """The first round of films."""
        stored = self._table.get(scope)
        iris = [mention.iri for mention in stored]
        said, _ = decisions(self._table, iris, {iri: iri for iri in iris})
        clusters = link_films(
            (film_mention(mention) for mention in stored),
            accepted=map(frozenset, said.accepted - said.rejected),
            rejected=map(frozenset, said.rejected),
        )
        return _Films(scope, stored, said, clusters)

    def _decide_films(self, films: _Films) -> None:
        """Gives films their entities, and keeps what was decided."""
        by_iri = {mention.iri: mention for mention in films.stored}
        groups = sorted(
            films.clusters.all(), key=lambda members: (common(by_iri, members, "year") or "9999", members)
        )
        refers = self._mint(FILM, groups, films.stored, partial(self._proposals.film, by_iri))
        links = explained(films.clusters.joins, films.clusters.refused, refers)
        stood = chain.from_iterable(self._stood(by_iri).values())
        self._identity.replace_links(stood, unanswered(links, films.said.rejected, refers))

    # -- people ----------------------------------------------------------------------------------

    def _critics(self, touched: Touched) -> None:
        scope = self._scope.of(touched, CRITIC)
        components = self._scope.components(scope, everything=self._everything)
        for batch in self._scope.in_batches(components):
            self._across(batch, CRITIC)

    def _match(self, films: list[list[int]], start: set[int], second: SecondRound | None = None) -> None:
        """Matches the people of some films, adds them to those from which people are linked."""
        for at in range(0, len(films), _FILMS):
            self._within(films[at : at + _FILMS], start, second)

    def _within(self, films: list[list[int]], start: set[int], second: SecondRound | None) -> None:
        """Matches the people of some films, each film apart, and enters their appearances."""
        parts_of = self._table.parts_by_film(mention for film in films for mention in film)
        rows = self._table.get(set(chain.from_iterable(parts_of.values())))
        people = {row.id: row for row in rows if row.kind == PERSON}
        grouped: list[tuple[int, int]] = []
        for film in films:
            parts = {part for mention in film for part in parts_of.get(mention, ())}
            stored = sorted((people[part] for part in parts if part in people), key=_iri)
            start.update(m.id for m in stored)
            numbers = {m.iri: m.id for m in stored}
            for iri in self._matched.intersection(numbers):  # on a film of the first round
                self._joined.pop(iri, None)
                self._refused.pop(iri, None)
            said, _ = decisions(self._table, numbers, {iri: iri for iri in numbers})
            known = second.known(film, numbers) if second is not None else {}
            clusters = link_within(map(person_mention, stored), said, known)
            for members in clusters.all():
                grouped += [(numbers[iri], numbers[members[0]]) for iri in members]
            self._joined.update(clusters.joins)
            self._matched.update(numbers)
            for join in clusters.refused:
                self._refused[join.mention].append(join)
        self._table.group(grouped)

    def _across(self, components: list[list[int]], kind: str) -> None:
        """Links the appearances of some components, each apart."""
        stored = {m.id: m for m in self._table.get(m for component in components for m in component)}
        rows = appearances(self._table, stored)
        by_iri = {m.iri: m for m in stored.values()}
        standing = {m.iri: rows.standing[m.id] for m in stored.values()}
        clusters: list[list[str]] = []
        rejected: set[tuple[str, str]] = set()
        joined: dict[str, Link] = {}
        doubts: list[tuple[str, str, Link]] = []
        for component in components:
            iris = [stored[m].iri for m in component]
            said, _ = decisions(self._table, iris, standing)
            rejected |= said.rejected
            groups = sorted({standing[iri] for iri in iris})
            linked = link_component([rows.by_id[group] for group in groups], self.model, said)
            members: dict[str, list[str]] = defaultdict(list)
            for iri in sorted(iris):
                members[standing[iri]].append(iri)
            clusters += [[iri for group in cluster for iri in members[group]] for cluster in linked.clusters]
            for child, join in rooted(linked.clusters, linked.joins):
                joined[child] = Link(
                    f"{child}-link", (child,), "", join.score, join.method, join.evidence,
                    compared=(join.first, join.second),
                )  # fmt: skip
            for doubt in linked.queue:
                link = Link(
                    "", (doubt.second,), doubt.first, doubt.score, doubt.method, doubt.evidence,
                    decision=UNSURE, risk=doubt.risk, compared=(doubt.first, doubt.second),
                )  # fmt: skip
                doubts.append((doubt.first, doubt.second, link))
        clusters = sorted((sorted(members) for members in clusters), key=partial(_first_seen, rows.years))
        refers = self._mint(kind, clusters, stored.values(), partial(self._proposals.person, by_iri))
        links = [replace(link, object=refers[child]) for child, link in joined.items()]
        for first, second, link in doubts:
            # A pair that was joined meanwhile is one entity, so the question names the other mention.
            other = refers[first] if refers[first] != refers[second] else first
            links.append(replace(link, iri=question(second, other), object=other))
        stood = self._stood(by_iri)
        links += self._links_within(by_iri, refers, stood)
        self._identity.replace_links(chain.from_iterable(stood.values()), unanswered(links, rejected, refers))

    def _stood(self, mentions: Iterable[str]) -> Mapping[str, list[Link]]:
        """The links that were kept about some mentions; none where nothing was ever linked."""
        return {} if self._fresh else {iri: self._identity.about(iri) for iri in mentions}

    def _links_within(
        self, by_iri: Mapping[str, Stored], refers: Mapping[str, str], stood: Mapping[str, list[Link]]
    ) -> Iterator[Link]:
        """The links that say who is who on one film: of this run, or as they stood."""
        for iri in by_iri:
            if iri not in self._matched:
                for link in stood.get(iri, ()):
                    if link.iri.startswith(f"{iri}-on-film"):
                        yield from self._as_it_stood(link, iri, refers)
                continue
            join = self._joined.get(iri)
            if join is not None:
                yield Link(
                    f"{iri}-on-film", (iri,), refers[iri], join.score, join.method, join.evidence,
                    compared=(join.mention, join.other),
                )  # fmt: skip
            asked: set[str] = set()
            for doubt in self._refused.get(iri, ()):
                other = refers.get(doubt.other)
                if other is not None and other != refers[iri] and doubt.other not in asked:
                    asked.add(doubt.other)
                    link = unsure(doubt, other)
                    yield replace(link, iri=question(f"{iri}-on-film", doubt.other))

    def _as_it_stood(self, link: Link, iri: str, refers: Mapping[str, str]) -> Iterator[Link]:
        """A link about who is who on a film that this run leaves alone, with the entity of now."""
        entity: str | None = refers[iri]
        if link.decision == UNSURE:
            (other,) = set(link.compared) - {iri}
            entity = refers.get(other) or self._table.entities_of([other]).get(other)
        if entity is not None and (link.decision != UNSURE or entity != refers[iri]):
            yield replace(link, object=entity)

    def _follow(self) -> None:
        """Questions about two people of one film say who the other one is now, where that has changed."""
        for mention in self._table.get(self._moved):
            for link in self._identity.comparing(mention.iri) if mention.kind == PERSON else ():
                if "-on-film-or-" in link.iri and link.subjects[0] != mention.iri:
                    entities = self._table.entities_of([mention.iri, link.subjects[0]])
                    if len(set(entities.values())) == 1:
                        self._identity.drop(link)
                    elif link.object != mention.entity and mention.entity is not None:
                        self._identity.rewrite(replace(link, object=mention.entity))

    # -- publications and reviews ----------------------------------------------------------------

    def _keyed(
        self, touched: Touched, kind: str, propose: Callable[[Mapping[str, Stored], list[str]], str]
    ) -> None:
        """Publications of one name are one, and reviews of one page; any other is one of its own."""
        scope = self._scope.of(touched, kind)
        apart = Apart(scope)
        apart.join_by_keys(self._table.keys_of(scope))
        stored = {mention.id: mention for mention in self._table.get(scope)}
        by_iri = {mention.iri: mention for mention in stored.values()}
        clusters = sorted(sorted(stored[m].iri for m in group) for group in apart.groups())
        self._mint(kind, clusters, stored.values(), partial(propose, by_iri))

    # -- in common -------------------------------------------------------------------------------

    def _mint(
        self,
        kind: str,
        clusters: list[list[str]],
        stored: Iterable[Stored],
        propose: Callable[[list[str]], str],
    ) -> dict[str, str]:
        """Gives clusters their entities, and keeps what changed by that."""
        stored = list(stored)
        before = {m.iri: m.entity for m in stored if m.entity is not None}
        remembered = self._table.past(m.id for m in stored)
        past = {m.iri: remembered[m.id] for m in stored if m.id in remembered}
        minted = mint(clusters, before, past, self._table.used, propose)
        moved = {m.iri: minted.refers[m.iri] for m in stored if minted.refers[m.iri] != m.entity}
        for entity in set(moved.values()) - set(before.values()):
            if self._table.used(entity):
                self._identity.restore(entity)
        self._table.decide(
            (m.id, minted.refers[m.iri])
            for m in stored
            if m.iri in moved or minted.refers[m.iri] not in past.get(m.iri, ())
        )
        self._identity.refer(moved, before)
        self._moved.update(m.id for m in stored if m.iri in moved)
        self._changed.entities[kind] |= {*moved.values(), *(before[iri] for iri in moved if iri in before)}
        for old, new in minted.replaced.items():
            self._replaced.add(old)
            self._identity.replace(old, new)
        return minted.refers


def _first_seen(years: Mapping[str, int | None], members: list[str]) -> tuple[int, list[str]]:
    known = [year for member in members if (year := years[member]) is not None]
    return min(known, default=9999), members


def _iri(mention: Stored) -> str:
    return mention.iri
