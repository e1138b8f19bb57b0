"""The units of the view: what is compiled anew when something about a film or a person changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Protocol

from graph.names import slug
from graph.nodes import Node, Nodes, add, first
from graph.records import ACTOR, JOBS
from graph.view.mentions import MentionNodes
from graph.view.policy import Said, choose
from ontology import JOB

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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


class Evidence(Protocol):
    """What the sources say, node by node."""

    def node(self, iri: str) -> Node:
        """A node of a source's graph, by its IRI (the source's own, or one with a fragment)."""
        ...

    def having(self, source: str, name: str, value: str, within: str | None = None) -> Nodes:
        """The nodes of a source's graph that have a value in a property.

        ``within`` is the film or review of that graph with which they have to do; None where the value is.
        """
        ...

    def is_table(self, source: str) -> bool:
        """Whether a source is a table, whose rows are mentions."""
        ...


class Decisions(Protocol):
    """What identity decided."""

    def entities(self, mentions: Collection[str]) -> Mapping[str, str]:
        """The entity of each of some nodes of the evidence; undecided ones are left out."""
        ...

    def names(self, source: str, mentions: Mapping[str, Node]) -> Mapping[str, str]:
        """The person or character of its own source that each of a source's mentions names."""
        ...

    def films(self, mentions: Collection[str]) -> Mapping[str, str]:
        """The film that each of some mentions in prose means, where it is one that is known."""
        ...


class Minter(Protocol):
    """The IRIs of roles and characters: minted once, kept for ever."""

    def minted(self, key: str) -> str | None:
        """The IRI of what is known by a key, if it has one."""
        ...

    def is_minted(self, iri: str) -> bool:
        """Whether an IRI is taken."""
        ...

    def mint(self, key: str, iri: str) -> None:
        """Keeps an IRI for a key."""
        ...


def role_key(film: str, person: str, job: str, number: int) -> str:
    """What a role is known by between versions: its film, person and job, and which of several."""
    return f"role {film} {person} {job} {number}"


def character_key(film: str, name: str) -> str:
    """What a character is known by between versions: the film and the name, letter case aside."""
    return f"character {film} {slug(name)}"


class Compiler:
    """Compiles units of the view.

    Args:
        evidence: what the sources say.
        decisions: which node of theirs is which entity.
        minter: the IRIs of roles and characters.
        base: what the IRIs of entities start with, without a slash at the end.
    """

    def __init__(self, evidence: Evidence, decisions: Decisions, minter: Minter, base: str) -> None:
        self._evidence = evidence
        self._decisions = decisions
        self._minter = minter
        self._base = base

    def source(self, iri: str) -> Nodes:
        """A source's own node."""
        return {iri: self._evidence.node(iri)}

    def person(self, iri: str, mentions: Iterable[str], aliases: Iterable[str]) -> Nodes:
        """A person, from the mentions that name them and the names that reviews call them in their prose."""
        said = self._said(mentions)
        view: Nodes = {}
        node = _start(view, iri, said, "Person", "schema:Person")
        name = said.pick("name")
        _set(node, "name", name)
        others = {value for term in ("name", "alternateName") for _, _, value in said.values(term)} | set(
            aliases
        )
        _set(node, "alternateName", *sorted(others - {name}))
        for external in ("birthYear", "imdbId", "wikidataId", "tmdbId"):
            add(node, external, said.pick(external))
        _same_as(node, "Person", said)
        return view

    def publication(self, iri: str, mentions: Iterable[str]) -> Nodes:
        """A publication."""
        said = self._said(mentions)
        view: Nodes = {}
        node = _start(view, iri, said, "Publication", "schema:Organization")
        _set(node, "name", said.pick("name"))
        _set(node, "homepage", said.pick("homepage"))
        return view

    def film(self, iri: str, mentions: Iterable[str], reviews: Mapping[str, Iterable[str]]) -> Nodes:
        """A film with its roles and characters, its reviews, and the mentions in them.

        Args:
            iri: the film.
            mentions: the films of the evidence that are this one.
            reviews: each review of the film, with the reviews of the evidence that are this one.
        """
        return _FilmUnit(self, iri).compile(list(mentions), reviews)

    def _said(self, mentions: Iterable[str]) -> Said:
        return Said(
            [
                (self._trust(source), source, self._evidence.node(mention))
                for mention in sorted(mentions)
                for source in [mention.partition("#")[0]]
            ]
        )

    def _trust(self, source: str) -> int:
        return int(first(self._evidence.node(source), "trust") or 0)


class _FilmUnit:
    def __init__(self, compiler: Compiler, film: str) -> None:
        self.compiler = compiler
        self.evidence = compiler._evidence  # noqa: SLF001 - one room, one class in two
        self.film = film
        self.view: Nodes = {}
        self.entities: Mapping[str, str] = {}
        self.roles_of: dict[str, list[str]] = {}
        self.role_of: dict[str, str] = {}
        self.character_of: dict[str, str] = {}

    def compile(self, mentions: list[str], reviews: Mapping[str, Iterable[str]]) -> Nodes:
        said = self.compiler._said(mentions)  # noqa: SLF001
        roles = [
            (trust, source, iri, node)
            for (trust, source, _), mention in zip(said.nodes, sorted(mentions), strict=True)
            for iri, node in sorted(self.evidence.having(source, "film", mention).items(), key=_billed)
            if "Role" in node["type"]
        ]
        told = {review: self.compiler._said(found) for review, found in reviews.items()}  # noqa: SLF001
        self.entities = self.compiler._decisions.entities(  # noqa: SLF001
            {
                *(value for _, _, _, node in roles for value in node["person"]),
                *(
                    value
                    for review in told.values()
                    for name in ("critic", "publication")
                    for _, _, value in review.values(name)
                ),
            }
        )
        self._film(said)
        self._roles(roles)
        self._shortcuts()
        written = MentionNodes(self.evidence, self.compiler._decisions, self.view)  # noqa: SLF001
        written.of_tables(roles, self.entities, self.role_of)
        for review, review_said in sorted(told.items()):
            self._review(review, review_said)
            for source_review in sorted(reviews[review]):
                written.in_prose(source_review, review, self.roles_of, self.character_of)
        return self.view

    def _film(self, said: Said) -> None:
        node = _start(self.view, self.film, said, "Film", "schema:Movie")
        for name in _FILM_ONE:
            _set(node, name, said.pick(name))
        for name in _FILM_MANY:
            # "Drama" and "drama" are one genre, in the spelling of the first source that has it.
            spelt: dict[str, str] = {}
            for _, _, value in said.values(name):
                spelt.setdefault(value.casefold(), value)
            _set(node, name, *spelt.values())
        # A title in other letters alone is no other title.
        known = {title.casefold() for name in ("title", "originalTitle") for title in node.get(name, ())}
        others = {title for name in ("title", "alternateName") for _, _, title in said.values(name)}
        _set(node, "alternateName", *sorted(title for title in others if title.casefold() not in known))
        minutes = first(node, "runtimeMinutes")
        add(node, "schema:duration", f"PT{minutes}M" if minutes else None)
        _same_as(node, "Film", said)

    # -- roles and characters --------------------------------------------------------------------

    def _roles(self, rows: list[tuple[int, str, str, Node]]) -> None:
        """One role for each person and job; several where a source lists several characters."""
        said: dict[tuple[str, str, int], Said] = defaultdict(Said)
        stated: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        count: Counter[tuple[str, str, str]] = Counter()
        for trust, source, iri, node in rows:
            person, job = self.entities[node["person"][0]], node["job"][0]
            count[source, person, job] += 1
            key = (person, job, count[source, person, job])
            said[key].nodes.append((trust, source, node))
            stated[key].append(iri)
        for (person, job, number), role_said in sorted(said.items(), key=_first_billed):
            role = self._role(person, job, number, role_said)
            self.role_of.update(dict.fromkeys(stated[person, job, number], role))

    def _role(self, person: str, job: str, number: int, said: Said) -> str:
        name = job.removeprefix(JOB)
        billing = said.pick("billing")
        place = f"{int(billing):03d}" if billing and name == ACTOR else name
        base = self.compiler._base  # noqa: SLF001
        proposal = f"{base}/role/{_tail(self.film)}-{place}-{_tail(person)}"
        iri = self._mint(role_key(self.film, person, job, number), proposal)
        kinds = ("Role", "schema:PerformanceRole") if name == ACTOR else ("Role", "schema:Role")
        node = _start(self.view, iri, said, *kinds)
        add(node, "film", self.film)
        add(node, "person", person)
        add(node, "schema:actor", person if name == ACTOR else None)
        add(node, "job", job)
        add(node, "billing", billing)
        _set(node, "creditedAs", *sorted({value for _, _, value in said.values("creditedAs")}))
        _set(node, "note", said.pick("note"))
        character = said.pick("characterName")
        if character is not None and name == ACTOR:
            _set(node, "characterName", character)
            add(node, "character", self._character(character, said))
        self.roles_of.setdefault(person, []).append(iri)
        return iri

    def _character(self, name: str, said: Said) -> str:
        proposal = f"{self.compiler._base}/character/{_tail(self.film)}-{slug(name)}"  # noqa: SLF001
        iri = self._mint(character_key(self.film, name), proposal)
        if iri not in self.view:
            self.view[iri] = {"type": ["Character"], "name": [name]}
        add(self.view[iri], "statedIn", *said.sources())
        for _, _, node in said.nodes:
            for character in node.get("character", ()):
                self.character_of[character] = iri
        return iri

    def _mint(self, key: str, proposal: str) -> str:
        minter = self.compiler._minter  # noqa: SLF001
        known = minter.minted(key)
        if known is not None:
            return known
        iri, number = proposal, 1
        while minter.is_minted(iri):
            number += 1
            iri = f"{proposal}-{number}"
        minter.mint(key, iri)
        return iri

    def _shortcuts(self) -> None:
        film = self.view[self.film]
        for roles in self.roles_of.values():
            for role in roles:
                node = self.view[role]
                job = node["job"][0].removeprefix(JOB)
                if job in JOBS:
                    add(film, job, *node["person"])
                    twin = SHORTCUTS[job]
                    if twin:
                        add(film, twin, *node["person"])

    # -- reviews --------------------------------------------------------------------

    def _review(self, iri: str, said: Said) -> None:
        node = _start(self.view, iri, said, "Review", "schema:Review")
        _set(node, "reviewOf", self.film)
        publications = [(t, s, self.entities[v]) for t, s, v in said.values("publication")]
        _set(node, "publication", choose(publications))
        _set(node, "critic", *(self.entities[value] for _, _, value in said.values("critic")))
        for name in _REVIEW_ONE:
            _set(node, name, said.pick(name))
        for _, source, stated in said.nodes:
            rating = first(stated, "rating")
            if rating is not None and "rating" not in node:
                self._rating(iri, node, source, self.evidence.node(rating))
        add(self.view[self.film], "schema:review", iri)

    def _rating(self, review: str, node: Node, source: str, stated: Node) -> None:
        iri = f"{review}/rating"
        rating: Node = {"type": ["Rating", "schema:Rating"], "statedIn": [source]}
        for name in ("value", "best", "worst"):
            _set(rating, name, first(stated, name))
        self.view[iri] = rating
        _set(node, "rating", iri)


def _start(view: Nodes, iri: str, said: Said, *kinds: str) -> Node:
    node: Node = {"type": list(kinds)}
    add(node, "statedIn", *said.sources())
    view[iri] = node
    return node


def _set(node: Node, name: str, *values: str | None) -> None:
    """Sets a property and its schema.org twin."""
    add(node, name, *values)
    twin = _TWINS.get(name)
    if twin is not None:
        add(node, twin, *values)


def _same_as(node: Node, kind: str, said: Said) -> None:
    for (of, name), site in _SITES.items():
        external = first(node, name) if of == kind else None
        add(node, "schema:sameAs", site.format(external) if external else None)
    # What other graphs call it; of two Wikidata items the one that was picked, above.
    for _, _, iri in said.values("schema:sameAs"):
        if not iri.startswith(_SITES["Film", "wikidataId"].partition("{")[0]):
            add(node, "schema:sameAs", iri)


def _billed(row: tuple[str, Node]) -> tuple[int, int, str]:
    """Roles of a source in the order of the page, whatever the order in which a store gives them."""
    iri, node = row
    number = iri.rpartition("-")[2]
    return (int(first(node, "billing") or 9999), int(number) if number.isdecimal() else 0, iri)


def _first_billed(item: tuple[tuple[str, str, int], Said]) -> tuple[int, str, str, int]:
    (person, job, number), said = item
    return (int(said.pick("billing") or 9999), person, job, number)


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
