"""The view: what we believe, compiled from evidence and decisions into the default graph.

Each film, person, role, character and review once, each fact once, each with ``reel:statedIn`` to
its sources. Every node of the view is described by triples with that node as subject and by no
others, so a part of the view can be compiled anew without the rest.

Where sources disagree the policy picks: the highest trust, then what most sources say, then the
first source in order of IRIs. What was not picked stays in the evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.names import slug
from graph.nodes import Node, Nodes, add, first
from graph.records import ACTOR, JOBS
from ontology import JOB

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The property of a film that leads straight to the people of a job, and its schema.org twin.
SHORTCUTS = {
    "actor": "schema:actor",
    "director": "schema:director",
    "writer": "schema:author",
    "cinematographer": None,
    "composer": "schema:musicBy",
    "editor": "schema:editor",
    "producer": "schema:producer",
}

#: Where an external id leads; the same addresses become schema:sameAs.
_SITES = {
    ("Film", "imdbId"): "https://www.imdb.com/title/{}/",
    ("Person", "imdbId"): "https://www.imdb.com/name/{}/",
    ("Film", "wikidataId"): "http://www.wikidata.org/entity/{}",
    ("Person", "wikidataId"): "http://www.wikidata.org/entity/{}",
    ("Film", "tmdbId"): "https://www.themoviedb.org/movie/{}",
    ("Person", "tmdbId"): "https://www.themoviedb.org/person/{}",
}

_FILM_ONE = (
    "title", "originalTitle", "year", "releaseDate", "runtimeMinutes", "contentRating", "image",
    "imdbId", "wikidataId", "tmdbId",
)  # fmt: skip
_FILM_MANY = ("genre", "country", "language")
_REVIEW_ONE = ("publishedOn", "headline", "page", "text", "image")
_TWINS = {
    "title": "schema:name",
    "contentRating": "schema:contentRating",
    "image": "schema:image",
    "releaseDate": "schema:dateCreated",
    "genre": "schema:genre",
    "country": "schema:countryOfOrigin",
    "language": "schema:inLanguage",
    "publishedOn": "schema:datePublished",
    "headline": "schema:headline",
    "page": "schema:url",
    "text": "schema:reviewBody",
    "value": "schema:ratingValue",
    "best": "schema:bestRating",
    "worst": "schema:worstRating",
    "homepage": "schema:url",
    "name": "schema:name",
    "alternateName": "schema:alternateName",
    "characterName": "schema:characterName",
    "person": "schema:actor",
    "reviewOf": "schema:itemReviewed",
    "critic": "schema:author",
    "publication": "schema:publisher",
    "rating": "schema:reviewRating",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What identity says, ready to compile.

    ``entities`` maps each film, person, review and publication node of the evidence to its entity.
    ``names`` maps each mention in prose to the person or character node of its own source.
    """

    entities: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Said:
    """All that the sources say of one entity: the evidence nodes, by source, with the trust of each."""

    nodes: list[tuple[int, str, Node]] = field(default_factory=list)

    def values(self, name: str) -> list[tuple[int, str, str]]:
        return [(trust, source, value) for trust, source, node in self.nodes for value in node.get(name, ())]

    def pick(self, name: str) -> str | None:
        """The policy of the module's docstring, for one property."""
        return choose(self.values(name))

    def sources(self) -> list[str]:
        return sorted({source for _, source, _ in self.nodes})


def choose(values: list[tuple[int, str, str]]) -> str | None:
    """Of (trust, source, value) rows the value to believe: trust, then agreement, then source order."""
    if not values:
        return None
    top = max(trust for trust, _, _ in values)
    trusted = [(source, value) for trust, source, value in values if trust == top]
    counts = Counter(value for _, value in trusted)
    return min(trusted, key=lambda row: (-counts[row[1]], row[0], row[1]))[1]


def compile_view(
    evidence: Mapping[str, Nodes], decided: Decided, before: Mapping[str, str], base: str
) -> Nodes:
    """Compiles the view of some sources' evidence.

    Args:
        evidence: source IRI -> the nodes of its graph.
        decided: the entity of each film, person, review and publication node.
        before: IRIs of roles and characters in the version before, by :func:`role_key` and
            :func:`character_key`: an IRI once minted is kept.
        base: what the IRIs of entities start with, without a slash at the end.

    Returns:
        The nodes of the default graph.
    """
    return _Compiler(evidence, decided, before, base).compile()


def role_key(film: str, person: str, job: str, number: int) -> str:
    """What a role is known by between versions: its film, person and job, and which of several."""
    return f"role {film} {person} {job} {number}"


def character_key(film: str, name: str) -> str:
    """What a character is known by between versions: the film and the name, letter case aside."""
    return f"character {film} {slug(name)}"


class _Compiler:
    def __init__(
        self, evidence: Mapping[str, Nodes], decided: Decided, before: Mapping[str, str], base: str
    ) -> None:
        self.evidence = evidence
        self.entities = decided.entities
        self.names = decided.names
        self.before = before
        self.base = base
        self.view: Nodes = {}
        self.used = set(before.values())
        self.roles_of: dict[str, list[str]] = {}
        self.character_of: dict[str, str] = {}

    def compile(self) -> Nodes:
        said: dict[str, dict[str, _Said]] = defaultdict(lambda: defaultdict(_Said))
        for source, nodes in sorted(self.evidence.items()):
            trust = int(first(nodes[source], "trust") or 0)
            self.view[source] = dict(nodes[source])
            for iri, node in nodes.items():
                kind = node["type"][0]
                entity = self.entities.get(iri)
                if entity is not None:
                    said[kind][entity].nodes.append((trust, source, node))
        self._roles()
        for film, film_said in said["Film"].items():
            self._film(film, film_said)
        for person, person_said in said["Person"].items():
            self._person(person, person_said)
        for publication, publication_said in said["Publication"].items():
            self._publication(publication, publication_said)
        self._shortcuts()
        for review, review_said in said["Review"].items():
            self._review(review, review_said)
        self._mentions()
        return self.view

    # -- films, people, publications -------------------------------------------------------------

    def _film(self, iri: str, said: _Said) -> None:
        node = self._start(iri, said, "Film", "schema:Movie")
        for name in _FILM_ONE:
            _set(node, name, said.pick(name))
        for name in _FILM_MANY:
            # "Drama" and "drama" are one genre, in the spelling of the first source that has it.
            spelt: dict[str, str] = {}
            for _, _, value in said.values(name):
                spelt.setdefault(value.casefold(), value)
            _set(node, name, *spelt.values())
        minutes = first(node, "runtimeMinutes")
        add(node, "schema:duration", f"PT{minutes}M" if minutes else None)
        self._same_as(node, "Film")

    def _person(self, iri: str, said: _Said) -> None:
        node = self._start(iri, said, "Person", "schema:Person")
        name = said.pick("name")
        _set(node, "name", name)
        others = {value for _, _, value in said.values("name")}
        others.update(self._prose_names(iri))
        _set(node, "alternateName", *sorted(others - {name}))
        for external in ("birthYear", "imdbId", "wikidataId", "tmdbId"):
            add(node, external, said.pick(external))
        self._same_as(node, "Person")

    def _prose_names(self, person: str) -> Iterable[str]:
        """The full names by which reviews call a person in their prose."""
        return self._prose.get(person, ())

    @property
    def _prose(self) -> dict[str, set[str]]:
        if not hasattr(self, "_prose_cache"):
            self._prose_cache: dict[str, set[str]] = defaultdict(set)
            for nodes in self.evidence.values():
                for iri, node in nodes.items():
                    entity = self.entities.get(self.names.get(iri, ""))
                    text = first(node, "exactText")
                    if entity and text and " " in text:
                        self._prose_cache[entity].add(text)
        return self._prose_cache

    def _publication(self, iri: str, said: _Said) -> None:
        node = self._start(iri, said, "Publication", "schema:Organization")
        _set(node, "name", said.pick("name"))
        _set(node, "homepage", said.pick("homepage"))

    def _same_as(self, node: Node, kind: str) -> None:
        for (of, name), site in _SITES.items():
            external = first(node, name) if of == kind else None
            add(node, "schema:sameAs", site.format(external) if external else None)

    # -- roles and characters --------------------------------------------------------------------

    def _roles(self) -> None:
        """One role for each person, job and film; several where a source lists several characters."""
        said: dict[tuple[str, str, str, int], _Said] = defaultdict(_Said)
        for source, nodes in sorted(self.evidence.items()):
            trust = int(first(nodes[source], "trust") or 0)
            count: Counter[tuple[str, str, str]] = Counter()
            for node in nodes.values():
                if node["type"][0] != "Role":
                    continue
                film = self.entities[node["film"][0]]
                person = self.entities[node["person"][0]]
                key = (film, person, node["job"][0])
                count[key] += 1
                said[(*key, count[key])].nodes.append((trust, source, node))
        for (film, person, job, number), role_said in said.items():
            self._role(film, person, job, number, role_said)

    def _role(self, film: str, person: str, job: str, number: int, said: _Said) -> None:
        name = job.removeprefix(JOB)
        billing = said.pick("billing")
        place = f"{int(billing):03d}" if billing and name == ACTOR else name
        proposal = f"{self.base}/role/{_tail(film)}-{place}-{_tail(person)}"
        iri = self._mint(role_key(film, person, job, number), proposal)
        kinds = ("Role", "schema:PerformanceRole") if name == ACTOR else ("Role", "schema:Role")
        node = self._start(iri, said, *kinds)
        add(node, "film", film)
        add(node, "person", person)
        add(node, "schema:actor", person if name == ACTOR else None)
        add(node, "job", job)
        add(node, "billing", billing)
        _set(node, "creditedAs", *sorted({value for _, _, value in said.values("creditedAs")}))
        _set(node, "note", said.pick("note"))
        character = said.pick("characterName")
        if character is not None and name == ACTOR:
            _set(node, "characterName", character)
            add(node, "character", self._character(film, character, said))
        self.roles_of.setdefault(f"{film} {person}", []).append(iri)

    def _character(self, film: str, name: str, said: _Said) -> str:
        iri = self._mint(character_key(film, name), f"{self.base}/character/{_tail(film)}-{slug(name)}")
        if iri not in self.view:
            self.view[iri] = {"type": ["Character"], "name": [name]}
        add(self.view[iri], "statedIn", *said.sources())
        for _, _, node in said.nodes:
            for character in node.get("character", ()):
                self.character_of[character] = iri
        return iri

    def _mint(self, key: str, proposal: str) -> str:
        known = self.before.get(key)
        if known is not None:
            return known
        if key.startswith("character"):
            # One film's characters of one name are one character, so the proposal is the key's own.
            return proposal
        iri, number = proposal, 1
        while iri in self.used:
            number += 1
            iri = f"{proposal}-{number}"
        self.used.add(iri)
        return iri

    def _shortcuts(self) -> None:
        for node in list(self.view.values()):
            if node["type"][0] != "Role":
                continue
            job = node["job"][0].removeprefix(JOB)
            film = self.view[node["film"][0]]
            if job in JOBS:
                add(film, job, *node["person"])
                twin = SHORTCUTS[job]
                if twin:
                    add(film, twin, *node["person"])

    # -- reviews and mentions --------------------------------------------------------------------

    def _review(self, iri: str, said: _Said) -> None:
        node = self._start(iri, said, "Review", "schema:Review")
        for name in ("reviewOf", "publication"):
            entities = [(t, s, self.entities[v]) for t, s, v in said.values(name)]
            _set(node, name, choose(entities))
        _set(node, "critic", *(self.entities[value] for _, _, value in said.values("critic")))
        for name in _REVIEW_ONE:
            _set(node, name, said.pick(name))
        for trust_source in said.nodes:
            rating = first(trust_source[2], "rating")
            if rating is not None and "rating" not in node:
                self._rating(iri, node, trust_source[1], self.evidence[trust_source[1]][rating])
        film = first(node, "reviewOf")
        if film is not None:
            add(self.view[film], "schema:review", iri)

    def _rating(self, review: str, node: Node, source: str, stated: Node) -> None:
        iri = f"{review}/rating"
        rating: Node = {"type": ["Rating", "schema:Rating"], "statedIn": [source]}
        for name in ("value", "best", "worst"):
            _set(rating, name, first(stated, name))
        self.view[iri] = rating
        _set(node, "rating", iri)

    def _mentions(self) -> None:
        for source, nodes in self.evidence.items():
            for iri, node in nodes.items():
                target = self.names.get(iri)
                if target is None or node["type"][0] != "Mention":
                    continue
                review = node["inReview"][0]
                mention: Node = {name: list(node[name]) for name in ("type", "exactText", "start", "end")}
                add(mention, "inSource", source)
                add(mention, "statedIn", source)
                add(mention, "inReview", self.entities[review])
                person = self.entities.get(target)
                if person is not None:
                    film = self.entities[nodes[review]["reviewOf"][0]]
                    add(mention, "refersTo", person, *self.roles_of.get(f"{film} {person}", ()))
                else:
                    add(mention, "refersTo", self.character_of.get(target))
                self.view[iri] = mention

    def _start(self, iri: str, said: _Said, *kinds: str) -> Node:
        node: Node = {"type": list(kinds)}
        add(node, "statedIn", *said.sources())
        self.view[iri] = node
        return node


def _set(node: Node, name: str, *values: str | None) -> None:
    """Sets a property and its schema.org twin."""
    add(node, name, *values)
    twin = _TWINS.get(name)
    if twin is not None:
        add(node, twin, *values)


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
