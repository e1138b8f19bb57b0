"""Reading what blocks are made of out of a version's store, some hundred reviews at a time.

One query a kind of thing and batch instead of one a page: an archive goes through at some thousand
reviews a second, and what is held at a time does not grow with it. The answers are taken as CSV, which
the engine writes and Python's csv module reads, both natively.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from graph.export.values import Shown
from graph.nodes import Node, Nodes, add, first
from ontology import PREFIXES, REEL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_BATCH = 250
#: People and publications kept from batch to batch.
_KEPT = 20_000
_REVIEW = (
    "type", "reviewOf", "critic", "publication", "publishedOn", "headline", "page", "text", "image", "rating",
    "statedIn", "schema:mentions",
)  # fmt: skip
_FACTS = (
    "title", "originalTitle", "year", "releaseDate", "runtimeMinutes", "contentRating", "image", "genre",
    "country", "language",
)  # fmt: skip
_FILM = (*_FACTS, "schema:sameAs", "statedIn", "director", "writer", "composer", "editor", "producer")
_ROLE = ("film", "person", "job", "billing", "characterName", "creditedAs", "statedIn")
_CREW = ("director", "writer", "composer", "editor", "producer")
_THING = ("name", "alternateName", "title", "homepage", "schema:sameAs")
_RATING = ("value", "best", "worst")
_ACTOR = "https://w3id.org/reelgraph/job/actor"


class Asked(Protocol):
    """The one thing asked of a store here (pyoxigraph.Store has it)."""

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> object:
        """The answer to a query."""
        ...


@dataclass(slots=True)
class Batch:
    """What the blocks of some reviews are made of: nodes of the view, the roles of their films, what their
    pages show (None where a page shows all that the view has).
    """  # noqa: D205 - one sentence

    reviews: list[str]
    view: Nodes = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    shown: dict[str, Shown | None] = field(default_factory=dict)

    def look_up(self, iri: str) -> Node:
        """A node of the view; an unknown IRI gives an empty node."""
        return self.view.get(iri, {})


class Reader:
    """Reads a store in batches.

    Args:
        store: a version's.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._kept: Nodes = {}

    def reviews(self) -> list[str]:
        """The IRIs of all reviews, in order."""
        return sorted(row[0] for row in self._rows("SELECT ?review { ?review a reel:Review }"))

    def batches(self, reviews: Iterable[str] | None = None) -> Iterator[Batch]:
        """Batches of some reviews, or of all, in their order."""
        waiting = iter(self.reviews() if reviews is None else reviews)
        while part := list(islice(waiting, _BATCH)):
            yield self._batch(part)

    def _batch(self, reviews: list[str]) -> Batch:
        batch = Batch(reviews)
        view = batch.view
        view.update(self.nodes(reviews, _REVIEW))
        found = [(iri, view.get(iri, {})) for iri in reviews]
        films = sorted({film for _, node in found for film in node.get("reviewOf", ())})
        view.update(self.nodes(films, _FILM))
        plain, mixed = self._sorted(films, found, view)
        self._plain_roles(plain, batch)
        self._roles(mixed, batch)
        view.update(self.nodes({rating for _, node in found for rating in node.get("rating", ())}, _RATING))
        self._things(batch)
        self._shown(batch, mixed)
        names = self._printed_names(batch, plain)
        for iri, node in found:
            film = first(node, "reviewOf") or ""
            if film in names:
                batch.shown[iri] = Shown(names=names[film])
        for iri, titles in self._printed_titles(batch, found).items():
            shown = batch.shown.get(iri) or Shown()
            batch.shown[iri] = replace(shown, names={**titles, **shown.names})
        return batch

    def _printed_titles(self, batch: Batch, reviews: list[tuple[str, Node]]) -> dict[str, dict[str, str]]:
        """How reviews print the titles of films that they name in their text, where that is another title."""
        pairs = [
            (iri, film)
            for iri, node in reviews
            for film in node.get("schema:mentions", ())
            if "title" in batch.look_up(film)
        ]
        values = " ".join(
            f"({_iri(review)} {_iri(film)} {number})" for number, (review, film) in enumerate(pairs)
        )
        rows = self._rows(
            "SELECT ?n ?text { VALUES (?review ?film ?n) {%s} ?mention reel:refersTo ?film ; "
            "reel:inReview ?review ; reel:exactText ?text }",
            values,
        )
        printed: dict[int, set[str]] = defaultdict(set)
        for number, text in rows:
            printed[int(number)].add(text)
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for place, texts in printed.items():
            review, film = pairs[place]
            title = batch.look_up(film)["title"][0].casefold()
            if all(text.casefold() != title for text in texts):
                found[review][film] = min(texts)
        return found

    def _printed_names(self, batch: Batch, films: list[str]) -> dict[str, dict[str, str]]:
        """How films' only pages print those people whom other pages call otherwise, by film."""
        several = {iri for iri, node in batch.view.items() if "alternateName" in node}
        concerned = [
            film
            for film in films
            if any(several & set(batch.view[film].get(job, ())) for job in _CREW)
            or any(several & set(batch.view[role]["person"]) for role in batch.roles.get(film, ()))
        ]
        rows = self._rows(
            "SELECT ?n ?person ?as { VALUES (?film ?n) {%s} ?role reel:film ?film ; reel:person ?person ; "
            "reel:creditedAs ?as }",
            _numbered(concerned),
        )
        printed: dict[tuple[str, str], set[str]] = defaultdict(set)
        for number, person, name in rows:
            printed[concerned[int(number)], person].add(name)
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for (film, person), spelt in printed.items():
            if first(batch.look_up(person), "name") not in spelt:
                found[film][person] = min(spelt)
        return found

    def _sorted(
        self, films: list[str], reviews: list[tuple[str, Node]], view: Nodes
    ) -> tuple[list[str], list[str]]:
        """The films that each of their pages here shows whole, for nothing else states them; and the rest."""
        sources: dict[str, set[str]] = {}
        for _, node in reviews:
            film = first(node, "reviewOf") or ""
            stated = set(node.get("statedIn", ()))
            sources[film] = sources[film] & stated if film in sources else stated
        plain = [film for film in films if set(view.get(film, {}).get("statedIn", ())) <= sources[film]]
        return plain, sorted(set(films) - set(plain))

    def _plain_roles(self, films: list[str], batch: Batch) -> None:
        """The acting roles of films, as rows: a quarter of the cost of whole nodes. Crew are shortcuts."""
        rows = self._rows(
            "SELECT ?n ?person ?billing ?character { VALUES (?film ?n) {%s} ?role reel:film ?film ; "
            f"reel:job <{_ACTOR}> ; reel:person ?person OPTIONAL {{ ?role reel:billing ?billing }} "
            "OPTIONAL { ?role reel:characterName ?character } }",
            _numbered(films),
        )
        for row, (number, person, billing, character) in enumerate(rows):
            film = films[int(number)]
            node: Node = {"job": [_ACTOR], "person": [person]}
            add(node, "billing", billing or None)
            add(node, "characterName", character or None)
            batch.view[f"{film} {row}"] = node  # no IRI: no block names a role
            batch.roles[film].append(f"{film} {row}")

    def _roles(self, films: list[str], batch: Batch) -> None:
        rows = self._rows(
            "SELECT ?role ?p ?o { VALUES ?film {%s} ?role reel:film ?film ; ?p ?o "
            f"FILTER(?p IN ({_names(_ROLE)})) }}",
            _listed(films),
        )
        for role, name, value in rows:
            add(batch.view.setdefault(role, {}), _short(name), value)
            if _short(name) == "film":
                batch.roles[value].append(role)

    def _things(self, batch: Batch) -> None:
        """The people, publications and films that the batch names."""
        wanted = {
            value
            for node in batch.view.values()
            for name in (
                "critic", "publication", "schema:mentions", "person", *_CREW,
            )
            for value in node.get(name, ())
        }  # fmt: skip
        unknown = sorted(wanted - self._kept.keys())
        if len(self._kept) + len(unknown) > _KEPT:
            self._kept.clear()
            unknown = sorted(wanted)
        self._kept.update({iri: {} for iri in unknown})
        self._kept.update(self.nodes(unknown, _THING))
        for iri in wanted - batch.view.keys():
            batch.view[iri] = self._kept[iri]

    # -- what a page shows of a film that other sources state, too ------------------------------------

    def _shown(self, batch: Batch, films: list[str]) -> None:
        concerned = {
            review: set(node.get("statedIn", ()))
            for review in batch.reviews
            for node in [batch.view.get(review, {})]
            if first(node, "reviewOf") in films
        }
        if not concerned:
            return
        sources = sorted({source for stated in concerned.values() for source in stated})
        stated_films = self.stated(films, sources)
        stated_reviews = self._reviews_of(list(concerned))
        printed = self._printed(sources)
        for review, own in concerned.items():
            film = batch.view[review]["reviewOf"][0]
            about = stated_reviews.get(review, set())
            facts: dict[str, list[str]] = defaultdict(list)
            for iri, node in stated_films.get(film, {}).items():
                if iri in about or (not about and iri.partition("#")[0] in own):
                    for name, values in node.items():
                        facts[name].extend(values)
            roles = {role for role in batch.roles[film] if own & set(batch.view[role].get("statedIn", ()))}
            here = [credit for source in own for credit in printed.get(source, ())]
            here_names = {name for name, _ in here}
            names: dict[str, str] = {}
            characters: dict[str, str] = {}
            for role in sorted(roles):
                node = batch.view[role]
                person, credited = node["person"][0], here_names & set(node.get("creditedAs", ()))
                if credited and first(batch.look_up(person), "name") not in here_names:
                    names.setdefault(person, min(credited))
                played = {character for name, character in here if name in credited and character}
                believed = first(node, "characterName") or ""
                characters[role] = believed if believed in played else min(played, default="")
            batch.shown[review] = Shown(dict(facts), frozenset(roles), names, characters)

    def stated(self, films: list[str], sources: list[str]) -> dict[str, Nodes]:
        """Each film as some sources' own graphs state it."""
        rows = self._rows(
            "SELECT ?film ?stated { VALUES ?film {%s} GRAPH ?identity { ?stated reel:refersTo ?film } }",
            _listed(films),
        )
        wanted = set(sources)
        found: dict[str, Nodes] = defaultdict(dict)
        film_of = {stated: film for film, stated in rows if stated.partition("#")[0] in wanted}
        pairs = " ".join(f"({_iri(stated)} {_iri(stated.partition('#')[0])})" for stated in film_of)
        rows = self._rows(
            "SELECT ?stated ?p ?o { VALUES (?stated ?source) {%s} GRAPH ?source { ?stated ?p ?o } "
            f"FILTER(?p IN ({_names(_FACTS)})) }}",
            pairs,
        )
        for stated, name, value in rows:
            add(found[film_of[stated]].setdefault(stated, {}), _short(name), value)
        return found

    def _reviews_of(self, reviews: list[str]) -> dict[str, set[str]]:
        """The film nodes of the sources that a review's own nodes there are about."""
        rows = self._rows(
            "SELECT ?review ?film { VALUES ?review {%s} GRAPH ?identity { ?stated reel:refersTo ?review } "
            "GRAPH ?source { ?stated reel:reviewOf ?film } }",
            _listed(reviews),
        )
        found: dict[str, set[str]] = defaultdict(set)
        for review, film in rows:
            found[review].add(film)
        return found

    def _printed(self, sources: list[str]) -> Mapping[str, list[tuple[str, str]]]:
        """The names that each source's credits print, with the characters beside them."""
        # Each by itself: of an OPTIONAL the engine works out the whole right side, in every source there is.
        named, played = (
            self._rows(
                f"SELECT ?source ?role ?o {{ VALUES ?source {{%s}} GRAPH ?source {{ ?role {name} ?o }} }}",
                _listed(sources),
            )
            for name in ("reel:creditedAs", "reel:characterName")
        )
        characters: dict[str, list[str]] = defaultdict(list)
        for _, role, character in played:
            characters[role].append(character)
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for source, role, name in named:
            found[source] += [(name, character) for character in characters.get(role, [""])]
        return found

    # -- asking ---------------------------------------------------------------------------------------

    def nodes(self, iris: Collection[str], names: tuple[str, ...]) -> Nodes:
        """Some properties of some nodes; what has none of them is left out."""
        order = sorted(iris)
        terms = list(map(_term, names))
        # The properties, too, come back as numbers: an eighth of all time would go into their IRIs.
        rows = self._rows(
            f"SELECT ?n ?k ?o {{ VALUES (?s ?n) {{%s}} ?s ?p ?o FILTER(?p IN ({', '.join(terms)})) "
            f"OPTIONAL {{ VALUES (?p ?k) {{{_pairs(terms)}}} }} }}",
            _numbered(order),
        )
        nodes: Nodes = {}
        for number, key, value in rows:
            name = names[int(key)]
            add(nodes.setdefault(order[int(number)], {}), name, _short(value) if name == "type" else value)
        return nodes

    def _rows(self, query: str, values: str = "-") -> list[list[str]]:
        if not values:
            return []
        text = query.replace("%s", values, 1)
        answer = self._store.query(text, prefixes=_PREFIXES)
        assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 - our own SELECTs
        data = answer.serialize(format=ox.QueryResultsFormat.CSV)
        assert data is not None  # noqa: S101 - without an output it returns the bytes
        rows = csv.reader(io.StringIO(data.decode(), newline=""))
        next(rows)
        return list(rows)


_PREFIXES = {name: PREFIXES[name] for name in ("reel", "schema", "rdf")}
_SHORT: dict[str, str] = {}


def _short(iri: str) -> str:
    """A property's or class's name in the view: ``title``, ``schema:mentions``, ``type``."""
    name = _SHORT.get(iri)
    if name is None:
        name = iri.removeprefix(REEL)
        for prefix in ("schema", "rdf"):
            if iri.startswith(PREFIXES[prefix]):
                name = f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
        name = "type" if name == "rdf:type" else name
        if len(_SHORT) < 1000:
            _SHORT[iri] = name
    return name


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(_term, names))


def _term(name: str) -> str:
    """A property's name in the view as SPARQL says it."""
    return "rdf:type" if name == "type" else name if ":" in name else f"reel:{name}"


def _iri(iri: str) -> str:
    return str(ox.NamedNode(iri))


def _listed(iris: Iterable[str]) -> str:
    return " ".join(map(_iri, iris))


def _numbered(iris: Iterable[str]) -> str:
    """IRIs, each with its number: an answer names a number more cheaply than an IRI."""
    return _pairs(map(_iri, iris))


def _pairs(terms: Iterable[str]) -> str:
    return " ".join(f"({term} {number})" for number, term in enumerate(terms))
