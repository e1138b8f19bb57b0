"""Small archives that tests of linking and compiling make: pages and credit tables about films of our own.

The names are few and alike on purpose: other romanisations, orders and forms of one name, and homonyms.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.identity import Identity, graph_of, load
from graph.linking.decisions import ACCEPTED, METHOD, UNSURE
from graph.nodes import Nodes, from_graph
from graph.view import Decided, compile_view
from ontology import REEL
from tests.graph.sources.pages import ONE

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Dataset

#: Kinds of things of the evidence that are linked.
LINKED = ("Film", "Person", "Review", "Publication")


@dataclass(frozen=True)
class Page:
    """One review page: who made the film, and who reviews it."""

    name: str
    title: str
    year: int
    director: str
    cast: tuple[tuple[str, str], ...] = ()
    critic: str = "Ida Penhallow"
    publication: str = "Coast Courier"
    url: str = ""
    prose: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def with_(self, **changes: object) -> Page:
        """The same page, but for some of it."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def text(self) -> str:
        """The page in Markdown with front matter."""
        cast = "".join(f"  - {actor} as {character}\n" for actor, character in self.cast)
        names = [actor for actor, _ in self.cast]
        told = f"{names[0]} is at home in every scene of it. " if names else ""
        lines = [
            f'title: "{self.title} ({self.year})"', "date: 2012-02-03", f"critic: {self.critic}",
            f"publication: {self.publication}", f"director: {self.director}",
            *(f"{key}: {value}" for key, value in self.more.items()),
        ]  # fmt: skip
        if self.url:
            lines.append(f"url: {self.url}")
        head = "\n".join(lines) + ("\ncast:\n" + cast.rstrip("\n") if cast else "")
        return f"---\n{head}\n---\n\n{ONE}\n\n{told}{self.prose or 'The rest of it is as good as this.'}\n"

    def write(self, folder: Path) -> Path:
        """Writes the page's file."""
        file = folder / f"{self.name}.md"
        file.write_text(self.text(), encoding="utf-8")
        return file


@dataclass(frozen=True)
class Table:
    """One credit table: rows of (film, year, job, name, character, imdb id of the person)."""

    name: str
    rows: tuple[tuple[str, int, str, str, str, str], ...]

    def write(self, folder: Path) -> Path:
        """Writes the table's file."""
        file = folder / f"{self.name}.csv"
        lines = ["row_id,film_title,film_year,job,name,character,person_imdb"]
        lines += [f"r{number}," + ",".join(map(str, row)) for number, row in enumerate(self.rows)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file


def quads(dataset: Dataset, graph: str | None = None, version: int | None = None) -> list[str]:
    """A graph (None: the view) as sorted N-Quads, without when its sources were read."""
    name = ox.NamedNode(graph) if graph is not None else ox.DefaultGraph()
    found = dataset.version(version).store.quads_for_pattern(None, None, None, name)
    return sorted(str(quad) for quad in found if quad.predicate.value != REEL + "readAt")


def without_sources(lines: list[str]) -> list[str]:
    """N-Quads without what they say of sources' contents: their hashes change with every edit."""
    return [line for line in lines if "#contentHash>" not in line]


def identity(dataset: Dataset) -> Identity:
    """What is decided."""
    version = dataset.version()
    return load(from_graph(version.store, graph_of(version.base)))


def evidence(dataset: Dataset) -> dict[str, Nodes]:
    """What each source says."""
    store, prefix = dataset.version().store, f"{dataset.base}/source/"
    graphs = [name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    return {name: from_graph(store, name) for name in graphs if name.startswith(prefix)}


def partition(dataset: Dataset) -> dict[str, set[frozenset[str]]]:
    """By kind, the mentions of each entity."""
    entities = identity(dataset).entities
    found: dict[str, set[frozenset[str]]] = {kind: set() for kind in LINKED}
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for nodes in evidence(dataset).values():
        for iri, node in nodes.items():
            if node["type"][0] in LINKED:
                groups[node["type"][0], entities[iri]].add(iri)
    for (kind, _), members in groups.items():
        found[kind].add(frozenset(members))
    return found


def queue(dataset: Dataset) -> set[tuple[str, frozenset[str]]]:
    """The questions left to a person: the mention, and the mentions of what it may be."""
    decided = identity(dataset)
    members: dict[str, set[str]] = defaultdict(set)
    for mention, entity in decided.entities.items():
        members[entity].add(mention)
    return {
        (subject, frozenset(members.get(link.object, {link.object})))
        for link in decided.links
        if link.decision == UNSURE
        for subject in link.subjects
    }


def meant(dataset: Dataset) -> set[tuple[str, str, frozenset[str]]]:
    """The films that prose is decided to mean: the mention, why, and the film's own mentions."""
    decided = identity(dataset)
    members: dict[str, set[str]] = defaultdict(set)
    for mention, entity in decided.entities.items():
        members[entity].add(mention)
    return {
        (subject, link.evidence, frozenset(members[link.object]))
        for link in decided.links
        if "#named-film-" in link.iri
        for subject in link.subjects
    }


def from_scratch(dataset: Dataset) -> list[str]:
    """The view compiled at once, in memory, from the same evidence and decisions, as sorted N-Quads.

    Roles and characters keep the IRIs that they were given, whenever that was: so they stand here for
    what they are of.
    """
    sources, decided = evidence(dataset), identity(dataset)
    prose = {
        subject: link.object for link in decided.links if "#mention-" in link.iri for subject in link.subjects
    }
    named = {
        subject: link.object
        for link in decided.links
        if "#named-film-" in link.iri
        for subject in link.subjects
    }
    for link in decided.links:  # what people said that prose means
        if link.decided_by != METHOD and link.decision == ACCEPTED and link.withdrawn_at is None:
            said = [subject for subject in link.subjects if "#named-film-" in subject]
            films = [subject for subject in link.subjects if subject not in said]
            named |= dict.fromkeys(said, decided.entities[films[0]])
    return renamed(compile_view(sources, Decided(decided.entities, prose, named), dataset.base))


def renamed(view: Nodes) -> list[str]:
    """A view with its roles and characters named by what they are of, as sorted lines."""
    names: dict[str, str] = {}
    roles = sorted(
        (node["film"][0], node["person"][0], node["job"][0], node.get("characterName", [""])[0],
         node.get("billing", [""])[0], iri)
        for iri, node in view.items()
        if "Role" in node["type"]
    )  # fmt: skip
    for number, (film, person, job, character, billing, iri) in enumerate(roles):
        same = [row for row in roles[:number] if row[:5] == (film, person, job, character, billing)]
        names[iri] = f"role of {person} on {film} as {job} {character} {billing} {len(same)}"
        for one in view[iri].get("character", ()):
            names[one] = f"character {view[one]['name'][0]} of {film}"
    return sorted(
        f"{names.get(iri, iri)} {name} {names.get(value, value)}"
        for iri, node in view.items()
        for name, values in node.items()
        if name != "readAt"
        for value in values
    )


def view(dataset: Dataset) -> Nodes:
    """The nodes of the view."""
    return from_graph(dataset.version().store)


def counted(dataset: Dataset) -> dict[str, int]:
    """What SPARQL counts of what the manifest counts."""
    found = dataset.version().store.query(
        f"SELECT ?kind (count(?thing) AS ?n) {{ ?thing a ?kind FILTER(strstarts(str(?kind), '{REEL}')) }}"
        " GROUP BY ?kind"
    )
    assert isinstance(found, ox.QuerySolutions)
    counts = {row["kind"].value.removeprefix(REEL): int(row["n"].value) for row in found}
    wanted = ("Film", "Person", "Role", "Review", "Mention", "Source")
    return {kind: counts.get(kind, 0) for kind in wanted}


def pairs(one: set[frozenset[str]], other: set[frozenset[str]]) -> set[frozenset[str]]:
    """The pairs of mentions that are together in one partition and not in the other."""
    together = [
        {frozenset((a, b)) for group in side for a in group for b in group if a < b} for side in (one, other)
    ]
    return together[0] ^ together[1]
