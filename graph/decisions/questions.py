"""What waits for a person to decide, and what people decided: read from a version, the riskiest first.

A question stands in the identity graph as a reel:Link that is reel:unsure. Whom it is about is read
from the evidence (two mentions) or from the view (two entities), so that a reader sees as much as
the method did: names, films, years.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.evidence.named_films import NAMED
from graph.identity import decisions_of, graph_of
from graph.linking.decisions import UNSURE, Link, from_node
from ontology import JOB, REEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILM, PERSON = "film", "person"
_Graph = ox.NamedNode | ox.DefaultGraph
#: Films and people of one side that are read; a list shows fewer.
_MOST_FILMS = 200
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Film:
    """A film as a side of a question names it; the year is empty where nobody gives it."""

    iri: str
    title: str
    year: str

    def __str__(self) -> str:
        """``Aloners (2023)``."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that may be one.

    ``iri`` is an entity, or a mention where both are one entity meanwhile; ``entity`` is what it is held
    to be now. ``years`` is the first and the last that are known. ``jobs`` are short names; of a film,
    ``people`` are its directors.
    """

    iri: str
    entity: str
    kind: str
    names: tuple[str, ...]
    years: tuple[str, str] | None = None
    films: tuple[Film, ...] = ()
    jobs: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to call it by."""
        return self.names[0] if self.names else self.iri.rpartition("/")[2]

    @property
    def when(self) -> str:
        """``2019`` or ``2003–2019``, or nothing where no year is known."""
        if self.years is None:
            return ""
        first, last = self.years
        return first if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Question:
    """A pair that the method is not sure of.

    ``joined`` says what it did meanwhile, and ``risk`` is the chance that this is wrong.
    """

    link: Link
    first: Side
    second: Side
    joined: bool
    risk: float

    @property
    def code(self) -> str:
        """A short name, the same in every version in which the question stands."""
        return code_of(self.link.iri)

    @property
    def kind(self) -> str:
        """``film`` or ``person``."""
        return self.first.kind

    @property
    def meanwhile(self) -> str:
        """What the method did, in words."""
        return "joined meanwhile" if self.joined else "kept apart meanwhile"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that a person took, with the sides as they are called now."""

    number: int
    link: Link
    same: bool
    kind: str
    sides: tuple[tuple[str, ...], ...]
    entities: tuple[str, ...] = field(default=())

    @property
    def sentence(self) -> str:
        """What was decided, in words."""
        sides = [", ".join(names) for names in self.sides]
        if self.same:
            return f"{sides[0]}: one {self.kind}"
        return f"{sides[0]} and {sides[1]}: two {'films' if self.kind == FILM else 'people'}"


def code_of(iri: str) -> str:
    """The code of a question: ``q`` and eight hexadecimal digits of its IRI's digest."""
    return "q" + hashlib.sha256(iri.encode()).hexdigest()[:8]


class Questions:
    """The questions and the decisions of one version.

    Args:
        store: the version's store, or whatever has its quads.
        base: what the dataset's IRIs start with.
    """

    def __init__(self, store: nodes.Quads, base: str) -> None:
        self._store = store
        self._base = base
        self._identity = ox.NamedNode(graph_of(base))

    # -- the queue -------------------------------------------------------------------------------

    def queue(self, kind: str | None = None) -> list[tuple[float, str]]:
        """The risk and the IRI of each open question, the riskiest first; of one kind, or of all."""
        found = []
        for iri in self._open():
            if kind is None or kind_of(iri) == kind:
                risk = self._value(iri, "risk", self._identity)
                found.append((float(risk or 0), iri))
        return sorted(found, key=lambda item: (-item[0], item[1]))

    def question(self, iri: str) -> Question:
        """A question in full.

        Raises:
            KeyError: there is no open question of this IRI.
        """
        content = nodes.from_graph(self._store, self._identity.value, iri)
        link = from_node(iri, content[iri])
        if link.decision != UNSURE:
            raise KeyError(iri)
        subject = link.subjects[0]
        joined = "#" in link.object
        entity = self.entity_of(subject) or subject
        if joined:
            first, second = self.mention(subject), self.mention(link.object)
        else:
            first, second = self.entity(entity), self.entity(link.object)
        return Question(link, first, second, joined, link.risk or 0.0)

    def find(self, given: str) -> str | None:
        """The IRI of the open question that a code or an IRI names, or None."""
        if "#" in given:
            return given if given in set(self._open()) else None
        return next((iri for iri in self._open() if code_of(iri) == given.lower()), None)

    def about(self, entity: str) -> list[str]:
        """The open questions about an entity or one of its mentions."""
        found: set[str] = set()
        for node in (entity, *self.mentions_of(entity)):
            for name in ("subject", "object", "compared"):
                for iri in self._subjects(name, node, self._identity):
                    if self._value(iri, "decision", self._identity) == UNSURE:
                        found.add(iri)
        return sorted(found, key=lambda iri: (-float(self._value(iri, "risk", self._identity) or 0), iri))

    def _open(self) -> Iterator[str]:
        return self._subjects("decision", UNSURE, self._identity)

    # -- decisions by people ---------------------------------------------------------------------

    def decisions(self) -> list[Decided]:
        """What people decided, withdrawn decisions too, oldest first."""
        return [self.decided(link) for link in decisions_of(self._store, self._identity.value)]

    def decided(self, link: Link) -> Decided:
        """A person's decision, with the names of both sides."""
        same = link.decision.endswith("accepted")
        sides = [link.subjects] if same else [link.subjects, (link.object, *link.others)]
        entities = {self.entity_of(iri) for side in sides for iri in side}
        return Decided(
            number=int(link.iri.rpartition("/")[2]),
            link=link,
            same=same,
            kind=kind_of(link.subjects[0]),
            sides=tuple(tuple(self._names(side)) for side in sides),
            entities=tuple(sorted(iri for iri in entities if iri is not None)),
        )

    def decided_about(self, entity: str) -> list[Decided]:
        """What people decided about an entity's mentions, oldest first."""
        mentions = self.mentions_of(entity)
        found: set[str] = set()
        for mention in mentions:
            for name in ("subject", "object"):
                for iri in self._subjects(name, mention, self._identity):
                    if iri.startswith(f"{self._base}/decision/"):
                        found.add(iri)
        content = {
            iri: nodes.from_graph(self._store, self._identity.value, iri)[iri] for iri in sorted(found)
        }
        return [self.decided(from_node(iri, node)) for iri, node in content.items()]

    def _names(self, mentions: Iterable[str]) -> list[str]:
        """The names that some mentions print, each once; a title with its year."""
        names: dict[str, None] = {}
        for iri in mentions:
            graph = ox.NamedNode(iri.partition("#")[0])
            printed = (self._value(iri, name, graph) for name in ("title", "name", "exactText"))
            name = next((text for text in printed if text), _tail(iri))
            year = self._value(iri, "year", graph)
            names[f"{name} ({year})" if year else name] = None
            if len(names) > _MOST_NAMES:
                return [*list(names)[:_MOST_NAMES], "…"]
        return list(names)

    def name(self, entity: str) -> str:
        """The name or the title of an entity of the view."""
        node = ox.DefaultGraph()
        return self._value(entity, "name", node) or self._value(entity, "title", node) or _tail(entity)

    # -- sides -----------------------------------------------------------------------------------

    def entity_of(self, mention: str) -> str | None:
        """The entity that a mention is decided to be."""
        return self._value(mention, "refersTo", self._identity)

    def mentions_of(self, entity: str) -> list[str]:
        """The mentions that are decided to be an entity."""
        return sorted(self._subjects("refersTo", entity, self._identity))

    def entity(self, iri: str) -> Side:
        """A film or a person of the view."""
        return self._side(iri, iri, ox.DefaultGraph())

    def mention(self, iri: str) -> Side:
        """A film or a person as one source names it."""
        return self._side(iri, self.entity_of(iri) or iri, ox.NamedNode(iri.partition("#")[0]))

    def _side(self, iri: str, entity: str, graph: _Graph) -> Side:
        film = kind_of(iri) == FILM
        names = self._values(iri, "title" if film else "name", graph) or self._values(iri, "exactText", graph)
        more = self._values(iri, "originalTitle" if film else "alternateName", graph)
        names = tuple(dict.fromkeys((*names, *sorted(more))))
        if film:
            years = self._values(iri, "year", graph)
            directors = self._people(iri, graph)
            return Side(iri, entity, FILM, names, _span(years), people=directors)
        films, jobs = self._films(iri, graph)
        return Side(iri, entity, PERSON, names, _span(film.year for film in films), films, jobs)

    def _films(self, person: str, graph: _Graph) -> tuple[tuple[Film, ...], tuple[str, ...]]:
        """The films that somebody has roles on, or reviewed, by year; and the jobs there."""
        films: dict[str, Film] = {}
        jobs: set[str] = set()
        for name, to in (("person", "film"), ("critic", "reviewOf")):
            for role in self._subjects(name, person, graph):
                jobs.add((self._value(role, "job", graph) or "critic").removeprefix(JOB))
                for film in self._values(role, to, graph):
                    if film not in films and len(films) < _MOST_FILMS:
                        title = self._value(film, "title", graph) or _tail(film)
                        films[film] = Film(film, title, self._value(film, "year", graph) or "")
        found = sorted(films.values(), key=lambda film: (film.year or "9999", film.title, film.iri))
        return tuple(found), tuple(sorted(jobs))

    def _people(self, film: str, graph: _Graph) -> tuple[str, ...]:
        """The names of a film's directors."""
        found: set[str] = set()
        for role in self._subjects("film", film, graph):
            if self._value(role, "job", graph) == f"{JOB}director":
                person = self._value(role, "person", graph)
                found.add((person and self._value(person, "name", graph)) or "")
        return tuple(sorted(found - {""}))

    # -- the store -------------------------------------------------------------------------------

    def _subjects(self, name: str, value: str, graph: _Graph) -> Iterator[str]:
        found = self._store.quads_for_pattern(None, ox.NamedNode(REEL + name), ox.NamedNode(value), graph)
        for quad in found:
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def _values(self, subject: str, name: str, graph: _Graph) -> tuple[str, ...]:
        found = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(REEL + name), None, graph)
        return tuple(sorted(quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)))

    def _value(self, subject: str, name: str, graph: _Graph) -> str | None:
        return next(iter(self._values(subject, name, graph)), None)


def kind_of(iri: str) -> str:
    """``film`` or ``person``: what a mention, a question about one, or an entity is of, by its IRI."""
    fragment = iri.partition("#")[2]
    if fragment:
        return FILM if fragment.startswith((FILM, NAMED[1:])) else PERSON
    return FILM if iri.rpartition("/")[0].endswith("/film") else PERSON


def _span(years: Iterable[str]) -> tuple[str, str] | None:
    known = sorted(year for year in years if year)
    return (known[0], known[-1]) if known else None


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2]
