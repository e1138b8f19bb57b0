"""The view of some sources at once, from memory: for tests, benchmarks and small sets of pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.nodes import first
from graph.view.policy import choose
from graph.view.units import Compiler

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.nodes import Node, Nodes


@dataclass(frozen=True, slots=True)
class Decided:
    """What identity says, in memory.

    ``by_mention`` maps each film, person, review and publication node of the evidence to its entity.
    ``prose`` maps each mention in prose to the person or character node of its own source, ``named`` those
    of other films to the film that they mean.
    """

    by_mention: Mapping[str, str]
    prose: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    def entities(self, mentions: Collection[str]) -> Mapping[str, str]:
        """See :class:`graph.view.units.Decisions`."""
        return {mention: self.by_mention[mention] for mention in mentions if mention in self.by_mention}

    def names(self, source: str, mentions: Mapping[str, Node]) -> Mapping[str, str]:
        """See :class:`graph.view.units.Decisions`."""
        del source
        return {mention: self.prose[mention] for mention in mentions if mention in self.prose}

    def films(self, mentions: Collection[str]) -> Mapping[str, str]:
        """See :class:`graph.view.units.Decisions`."""
        return {mention: self.named[mention] for mention in mentions if mention in self.named}


class _InMemory:
    """The evidence of some sources, and the IRIs minted for their roles and characters."""

    def __init__(self, evidence: Mapping[str, Nodes]) -> None:
        self._nodes = {iri: node for nodes in evidence.values() for iri, node in nodes.items()}
        self._having: dict[tuple[str, str, str], dict[str, Node]] = defaultdict(dict)
        for source, nodes in evidence.items():
            for iri, node in nodes.items():
                for name in ("film", "inReview", "inRole"):
                    for value in node.get(name, ()):
                        self._having[source, name, value][iri] = node
        self._tables = {
            source for source, nodes in evidence.items() if any("inRole" in node for node in nodes.values())
        }
        self._minted: dict[str, str] = {}
        self._taken: set[str] = set()

    def node(self, iri: str) -> Node:
        return self._nodes[iri]

    def having(self, source: str, name: str, value: str, within: str | None = None) -> Nodes:
        del within
        return self._having[source, name, value]

    def is_table(self, source: str) -> bool:
        return source in self._tables

    def minted(self, key: str) -> str | None:
        return self._minted.get(key)

    def is_minted(self, iri: str) -> bool:
        return iri in self._taken

    def mint(self, key: str, iri: str) -> None:
        self._minted[key] = iri
        self._taken.add(iri)


def compile_view(evidence: Mapping[str, Nodes], decided: Decided, base: str) -> Nodes:
    """Compiles the view of some sources' evidence.

    Args:
        evidence: source IRI -> the nodes of its graph.
        decided: the entity of each film, person, review and publication node.
        base: what the IRIs of entities start with, without a slash at the end.

    Returns:
        The nodes of the default graph.
    """
    memory = _InMemory(evidence)
    compiler = Compiler(memory, decided, memory, base)
    members: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for nodes in evidence.values():
        for iri, node in nodes.items():
            entity = decided.by_mention.get(iri)
            if entity is not None:
                members[node["type"][0]][entity].append(iri)
    view: Nodes = {}
    for source in sorted(evidence):
        view.update(compiler.source(source))
    reviews: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for review, mentions in members["Review"].items():
        films = [
            (int(first(memory.node(source), "trust") or 0), source, decided.by_mention[film])
            for mention in mentions
            for source in [mention.partition("#")[0]]
            for film in memory.node(mention)["reviewOf"]
        ]
        reviews[choose(films) or ""][review] = mentions
    for film, mentions in members["Film"].items():
        view.update(compiler.film(film, mentions, reviews[film]))
    for person, mentions in members["Person"].items():
        aliases = [
            text
            for mention, target in decided.prose.items()
            if decided.by_mention.get(target) == person
            for text in memory.node(mention)["exactText"]
            if " " in text
        ]
        view.update(compiler.person(person, mentions, aliases))
    for publication, mentions in members["Publication"].items():
        view.update(compiler.publication(publication, mentions))
    return view
