"""The identity graph of a store: what is decided, read and written decision by decision.

Every mention has a ``reel:refersTo`` to its entity; a reel:Link says why; an IRI no longer in use
says what took its place (dcterms:isReplacedBy) and when (prov:invalidatedAtTime). For those who know
SKOS and OWL and not us, an open question is also a skos:closeMatch from its mention, and a rejection
an owl:differentFrom between the mentions, for as long as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.linking.decisions import ACCEPTED, METHOD, REJECTED, UNSURE, Link, from_node, from_nodes, to_nodes
from graph.nodes import Node, Nodes, add
from ontology import REEL, expand

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from graph.filling.loading import Loader

_REPLACED = "dcterms:isReplacedBy"
_ENDED = "prov:invalidatedAtTime"
_COMPARED = ox.NamedNode(REEL + "compared")
_SUBJECT = ox.NamedNode(REEL + "subject")
_REFERS_TO = ox.NamedNode(REEL + "refersTo")
#: Nodes gathered before they are written, and from how many on the store's bulk loader is quicker.
_MANY, _BULK = 20_000, 2_000
#: What says in other vocabularies that a pair is in question, or is two.
_CLOSE, _DIFFERENT = "skos:closeMatch", "owl:differentFrom"
#: A rejection of more pairs than this is written as one of each side against all of the other.
_MOST_PAIRS = 10_000


@dataclass(slots=True)
class Identity:
    """All that an identity graph holds, in memory: for tests and exports.

    ``entities`` maps evidence nodes to entities; ``links`` are the decisions; ``replaced`` maps IRIs
    no longer in use to those that took their place (none where nothing did).
    """

    entities: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    replaced: dict[str, tuple[str, ...]] = field(default_factory=dict)


def graph_of(base: str) -> str:
    """The IRI of the identity graph."""
    return f"{base}/graph/identity"


def load(content: Nodes) -> Identity:
    """The identity that a version's identity graph holds."""
    identity = Identity(links=from_nodes(content))
    for iri, node in content.items():
        if "refersTo" in node:
            identity.entities[iri] = node["refersTo"][0]
        if _ENDED in node:
            identity.replaced[iri] = tuple(sorted(node.get(_REPLACED, ())))
    return identity


def decisions_of(store: nodes.Quads, graph: str) -> list[Link]:
    """The decisions that people took, withdrawn ones too, oldest first.

    They are numbered from 1 and none is ever deleted, so nothing else of the identity graph is looked at.
    """
    found: list[Link] = []
    while True:
        iri = f"{graph.removesuffix('/graph/identity')}/decision/{len(found) + 1:06d}"
        content = nodes.from_graph(store, graph, iri)
        if iri not in content:
            return found
        found.append(from_node(iri, content[iri]))


def said_elsewhere(link: Link) -> set[tuple[str, str, str]]:
    """What a link says in the terms of SKOS and OWL: predicate, subject, object."""
    if link.withdrawn_at is not None:
        return set()
    objects = (link.object, *link.others)
    if link.decision == UNSURE:
        return {(_CLOSE, subject, link.object) for subject in link.subjects}
    if link.decision != REJECTED:
        return set()
    pairs = {(subject, other) for subject in link.subjects for other in objects}
    if len(pairs) > _MOST_PAIRS:
        pairs = {(subject, link.object) for subject in link.subjects}
        pairs |= {(link.subjects[0], other) for other in objects}
    # Said from the one that comes first, so that two rejections of one pair say it once.
    return {(_DIFFERENT, min(pair), max(pair)) for pair in pairs}


class IdentityGraph:
    """The identity graph of a draft.

    Args:
        base: what the dataset's IRIs start with.
        now: the xsd:dateTime of what is decided in this run.
        loader: what has the draft's store, and fills it.
        fresh: whether the draft is the first version: little that this run decides is read back then.
    """

    def __init__(self, base: str, now: str, loader: Loader, *, fresh: bool) -> None:
        self._loader = loader
        self._fresh = fresh
        self._graph = ox.NamedNode(graph_of(base))
        self._now = now
        self._waiting: Nodes = {}
        self.changed = 0
        #: How many quads more the store has than before; None where too many were written to count.
        self.quads: int | None = 0

    @property
    def _store(self) -> ox.Store:
        """The store, with all that was handed over to be written."""
        self._loader.settle()
        return self._loader.store

    def is_empty(self) -> bool:
        """Whether nothing was ever decided."""
        return next(self._store.quads_for_pattern(None, None, None, self._graph), None) is None

    # -- links -----------------------------------------------------------------------------------

    def about(self, mention: str) -> list[Link]:
        """The links that have a mention among their subjects."""
        found = self._store.quads_for_pattern(None, _SUBJECT, ox.NamedNode(mention), self._graph)
        return [self.link(quad.subject.value) for quad in found if isinstance(quad.subject, ox.NamedNode)]

    def comparing(self, mention: str) -> list[Link]:
        """The links about others that were decided by comparing them with a mention."""
        found = self._store.quads_for_pattern(None, _COMPARED, ox.NamedNode(mention), self._graph)
        return [self.link(quad.subject.value) for quad in found if isinstance(quad.subject, ox.NamedNode)]

    def link(self, iri: str) -> Link:
        """One link.

        Raises:
            KeyError: there is none of this IRI.
        """
        content = nodes.from_graph(self._store, self._graph.value, iri)
        return from_node(iri, content[iri])

    def by_people(self) -> list[Link]:
        """The decisions that people took, withdrawn ones too, oldest first."""
        return decisions_of(self._store, self._graph.value)

    def replace_links(self, stood: Iterable[Link], links: Iterable[Link]) -> None:
        """Puts ``links`` in the place of the method's among those that stood; what stays keeps its date."""
        before = {link.iri: link for link in stood if link.decided_by == METHOD}
        after = {link.iri: link for link in links}
        for iri, link in before.items():
            if iri not in after or not link.says_the_same(after[iri]):
                self._remove(link)
        self.put(
            link for iri, link in after.items() if iri not in before or not before[iri].says_the_same(link)
        )

    def put(self, links: Iterable[Link]) -> None:
        """Enters links."""
        links = list(links)
        self._add(to_nodes(links, self._now))
        for link in links:
            for name, first, second in said_elsewhere(link):
                self._add({first: {name: [second]}})

    def put_matched(self, links: Nodes) -> None:
        """Enters what was decided where sources were read: whom the names in their prose name."""
        dated = {iri: {**node, "decidedAt": [self._now]} for iri, node in links.items()}
        if not self._fresh:
            self._add(dated)
            return
        self.changed += len(dated)
        self._loader.add(nodes.members(dated, self._graph.value))

    def rewrite(self, link: Link) -> None:
        """Puts a link in the place of the one of its IRI."""
        self.flush()
        self._remove(self.link(link.iri))
        self.put([link])

    def drop(self, link: Link) -> None:
        """Takes a link of the method out."""
        self._remove(link)

    def names(self, mentions: Iterable[str]) -> dict[str, str]:
        """The person or character of its own source that each mention in prose names."""
        found: dict[str, str] = {}
        targets: dict[str, str | None] = {}  # one link has all mentions of one form of a name
        for mention in mentions:
            for quad in self._store.quads_for_pattern(None, _SUBJECT, ox.NamedNode(mention), self._graph):
                iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
                if "#mention-" not in iri:
                    continue
                if iri not in targets:
                    link = self.link(iri)
                    targets[iri] = link.object if link.decision == ACCEPTED else None
                target = targets[iri]
                if target is not None:
                    found[mention] = target
        return found

    def forget(self, mentions: Iterable[str]) -> None:
        """Drops what the method said of mentions that are no more."""
        for mention in mentions:
            for link in self.about(mention):
                if link.decided_by == METHOD:
                    self._remove(link)
            self._take(ox.NamedNode(mention), _REFERS_TO)

    # -- entities --------------------------------------------------------------------------------

    def refer(self, decided: Mapping[str, str], before: Container[str]) -> None:
        """Enters the entity of each of some mentions; those in ``before`` had another one."""
        for mention in decided:
            if mention in before:
                self._take(ox.NamedNode(mention), _REFERS_TO)
        self._add({mention: {"refersTo": [entity]} for mention, entity in decided.items()})

    def replace(self, old: str, new: Iterable[str]) -> None:
        """Says what took the place of an IRI.

        Those whose place it had taken lead to it still, and through it onwards: should it come back,
        they lead to the right one.
        """
        self.restore(old)
        node: Node = {}
        add(node, _REPLACED, *sorted(new))
        add(node, _ENDED, self._now)
        self._add({old: node})

    def restore(self, iri: str) -> None:
        """Says that an IRI is in use again."""
        for name in (_REPLACED, _ENDED):
            self._take(ox.NamedNode(iri), ox.NamedNode(expand(name)))

    # -- writing ---------------------------------------------------------------------------------

    def _remove(self, link: Link) -> None:
        """Takes a link out, and what it says in other vocabularies unless another link says so, too."""
        self._take(ox.NamedNode(link.iri), None)
        for name, first, second in said_elsewhere(link):
            others = (other for one in (first, second) for other in self.about(one))
            if not any((name, first, second) in said_elsewhere(other) for other in others):
                predicate, said = ox.NamedNode(expand(name)), ox.NamedNode(second)
                quad = ox.Quad(ox.NamedNode(first), predicate, said, self._graph)
                if quad in self._store:
                    self._store.remove(quad)
                    self._grown(-1)

    def _take(self, subject: ox.NamedNode, predicate: ox.NamedNode | None) -> None:
        for quad in list(self._store.quads_for_pattern(subject, predicate, None, self._graph)):
            self._store.remove(quad)
            self.changed += 1
            self._grown(-1)

    def _add(self, content: Nodes) -> None:
        """Takes nodes to be written; nothing that this run reads back is among them until it is flushed."""
        self.changed += len(content)
        for iri, node in content.items():
            known = self._waiting.get(iri)
            if known is None:  # nearly always
                self._waiting[iri] = {name: list(values) for name, values in node.items()}
                continue
            for name, values in node.items():
                add(known, name, *values)
        if len(self._waiting) > _MANY:
            self.flush()

    def flush(self) -> None:
        """Writes what waits."""
        waiting, self._waiting = self._waiting, {}
        if len(waiting) > _BULK or self._fresh:
            self.quads = None
            self._loader.add(nodes.members(waiting, self._graph.value))
        elif waiting:
            self._grown(-self._size(waiting))
            self._store.extend(nodes.to_quads(waiting, self._graph.value))
            self._grown(self._size(waiting))

    def _grown(self, by: int) -> None:
        if self.quads is not None:
            self.quads += by

    def _size(self, subjects: Iterable[str]) -> int:
        """How many quads there are about some subjects."""
        if self.quads is None:
            return 0
        patterns = (self._store.quads_for_pattern(ox.NamedNode(s), None, None, self._graph) for s in subjects)
        return sum(1 for found in patterns for _ in found)
