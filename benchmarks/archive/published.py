"""What the published version holds of each page, read from its evidence and its decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.evidence.named_films import NAMED
from graph.store import Dataset
from ontology import JOB, REEL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

_ACCEPTED = f"{REEL}accepted"
Node = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A credit that was read."""

    job: str
    name: str
    character: str | None
    note: str | None
    #: The person of the view whom the role's person was linked to.
    entity: str


@dataclass(slots=True)
class FoundReview:
    """What evidence says of one review and its film; ``entity`` is the film of the view."""

    title: str
    entity: str
    year: int | None
    minutes: int | None
    content: str | None
    rating: tuple[str, str | None, str | None] | None
    critics: tuple[str, ...]
    date: str | None
    publication: str | None
    text: str
    roles: list[FoundRole] = field(default_factory=list)
    #: (as printed, name as credited, whether it is a character's)
    mentions: list[tuple[str, str, bool]] = field(default_factory=list)
    #: Films that the prose names: as printed, and the film of the view that is meant, if that was decided.
    films_named: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was read: its path within the archive and its reviews in the order of the page."""

    file: str
    reviews: list[FoundReview]


class Published:
    """The current version of the dataset in ``place``."""

    def __init__(self, place: Path) -> None:
        version = Dataset(place).version()
        self._store = version.store
        self.quads = len(self._store)
        self._entities, self._links = self._decisions()

    def _decisions(self) -> tuple[dict[str, str], dict[str, str]]:
        """What evidence refers to in the view, and what a mention in prose refers to in the evidence."""
        entities: dict[str, str] = {}
        links: dict[str, Node] = defaultdict(lambda: defaultdict(list))
        wanted = {REEL + name: name for name in ("subject", "object", "decision", "relation")}
        graphs = [one for one in self._store.named_graphs() if str(one.value).endswith("/graph/identity")]
        for quad in self._store.quads_for_pattern(None, None, None, graphs[0]):
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]
            if predicate == f"{REEL}refersTo":
                entities[subject] = value
            elif predicate in wanted:
                links[subject][wanted[predicate]].append(value)
        named = {
            subject: link["object"][0]
            for link in links.values()
            if link["decision"] == [_ACCEPTED] and link["relation"] == [f"{REEL}refersTo"]
            for subject in link["subject"]  # one link for all mentions of one form of a name
        }
        return entities, named

    def pages(self) -> dict[str, Found]:
        """Every file that was read, by its path; the items of a feed are sources of their own."""
        found: dict[str, Found] = {}
        for graph in self._store.named_graphs():
            if "/source/" in str(graph.value):
                page = self._page(graph)
                found.setdefault(page.file, Found(page.file, [])).reviews.extend(page.reviews)
        return found

    def _page(self, graph: ox.NamedNode | ox.BlankNode) -> Found:
        nodes: dict[str, Node] = defaultdict(lambda: defaultdict(list))
        for quad in self._store.quads_for_pattern(None, None, None, graph):
            key = quad.predicate.value.removeprefix(REEL)
            nodes[quad.subject.value][key].append(quad.object.value)  # type: ignore[union-attr]
        roles: dict[str, list[str]] = defaultdict(list)
        mentions: dict[str, list[str]] = defaultdict(list)
        films: dict[str, list[str]] = defaultdict(list)
        for iri, node in nodes.items():
            if "job" in node and "film" in node:
                roles[node["film"][0]].append(iri)
            elif "exactText" in node and "inReview" in node:
                (films if NAMED in iri else mentions)[node["inReview"][0]].append(iri)
        reviews = [iri for iri, node in nodes.items() if "reviewOf" in node]
        found = []
        for iri in sorted(reviews, key=lambda one: (len(one), one)):
            review = self._review(nodes, nodes[iri])
            review.roles = [self._role(nodes[one]) for one in roles[nodes[iri]["reviewOf"][0]]]
            review.mentions = [one for mention in mentions[iri] for one in self._mention(nodes, mention)]
            review.films_named = [(nodes[one]["exactText"][0], self._links.get(one)) for one in films[iri]]
            found.append(review)
        return Found(nodes[graph.value]["file"][0], found)

    def _review(self, nodes: dict[str, Node], node: Node) -> FoundReview:
        film = nodes[node["reviewOf"][0]]
        rating = nodes[node["rating"][0]] if "rating" in node else None
        year, minutes = _first(film, "year"), _first(film, "runtimeMinutes")
        return FoundReview(
            film["title"][0],
            self._entities.get(node["reviewOf"][0], ""),
            int(year) if year else None,
            int(minutes) if minutes else None,
            _first(film, "contentRating"),
            (rating["value"][0], _first(rating, "best"), _first(rating, "worst")) if rating else None,
            tuple(nodes[critic]["name"][0] for critic in node.get("critic", ())),
            _first(node, "publishedOn"),
            nodes[node["publication"][0]]["name"][0] if "publication" in node else None,
            _first(node, "text") or "",
        )

    def _role(self, node: Node) -> FoundRole:
        return FoundRole(
            node["job"][0].removeprefix(JOB),
            node["creditedAs"][0],
            _first(node, "characterName"),
            _first(node, "note"),
            self._entities.get(node["person"][0], ""),
        )

    def _mention(self, nodes: dict[str, Node], iri: str) -> Iterator[tuple[str, str, bool]]:
        target = self._links.get(iri)
        if target is not None and target in nodes:
            yield nodes[iri]["exactText"][0], nodes[target]["name"][0], "#character-" in target


def _first(node: Node, name: str) -> str | None:
    values = node.get(name)
    return values[0] if values else None
