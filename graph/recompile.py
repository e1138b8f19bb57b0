"""Writes the parts of the view that a change of decisions or evidence calls for, and no others."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import nodes
from graph.mentions import CRITIC, FILM, PERSON, PUBLICATION, REVIEW
from graph.nodes import first
from graph.search_rows import search_rows
from graph.view import Compiler, choose
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from graph.evidence.stored import StoredEvidence
    from graph.filling.loading import Loader
    from graph.identity import IdentityGraph
    from graph.linker import Changed
    from graph.mentions import MentionTable, Stored
    from graph.nodes import Node, Nodes
    from graph.store import SearchRow

#: What the manifest counts.
COUNTED = ("Film", "Person", "Role", "Review", "Mention", "Source")
#: What the search index has a row for.
_SEARCHED = frozenset({"Film", "Person", "Character", "Review"})
#: What it shows of things, or needs to find them.
_SHOWN = (
    "type", "title", "originalTitle", "year", "name", "alternateName", "headline", "reviewOf", "critic",
    "imdbId", "wikidataId", "tmdbId",
)  # fmt: skip
#: Entities compiled before they are written.
_BATCH = 400


class Recompiler:
    """Compiles what changed and puts it in the place of what stood there.

    Args:
        store: the draft's store.
        evidence: its evidence.
        table: its table of mentions.
        identity: its decisions.
        base: what the dataset's IRIs start with.
        loader: what an empty view is filled by.
        fresh: whether the view is empty, so that nothing has to be looked for.
    """

    def __init__(
        self,
        store: ox.Store,
        evidence: StoredEvidence,
        table: MentionTable,
        identity: IdentityGraph,
        base: str,
        loader: Loader,
        *,
        fresh: bool,
    ) -> None:
        self._store = store
        self._evidence = evidence
        self._table = table
        self._loader = loader
        self._fresh = fresh
        self._compiler = Compiler(evidence, _Decided(table, identity, evidence), table, base)
        self.counts: Counter[str] = Counter()
        self.changed = 0
        #: How many quads more the view has than before.
        self.quads = 0
        #: Things whose row in the search index is to be written anew, or dropped.
        self.searched: set[str] = set()
        #: What the search index shows of a view that is compiled whole, as JSON: a quarter of the memory.
        self._shown: dict[str, bytes] = {}

    def compile(self, changed: Changed, sources: Iterable[str]) -> None:
        """Compiles the changed entities and sources."""
        entities = changed.entities
        for part in _batches(sorted(sources)):
            self._write(part, (self._compiler.source(source) for source in part))
        for part in _batches(sorted(entities[FILM])):
            self._write_films(part)
        for part in _batches(sorted(entities[PERSON] | entities[CRITIC])):
            self._write(part, self._people(part))
        for part in _batches(sorted(entities[PUBLICATION])):
            found = self._members(part)
            self._write(part, (self._compiler.publication(iri, iris) for iri, iris in found.items()))

    def _people(self, part: Collection[str]) -> Iterator[Nodes]:
        found = self._table.of_entities(part)
        known = {mention.id: mention for mention in self._table.get(chain.from_iterable(found.values()))}
        for iri, mentions in found.items():
            stored = [known[mention] for mention in mentions]
            aliases = {alias for mention in stored for alias in mention.data["aliases"]}
            yield self._compiler.person(iri, [mention.iri for mention in stored], aliases)

    def _members(self, part: Collection[str]) -> dict[str, list[str]]:
        return {
            iri: [mention.iri for mention in self._table.get(mentions)]
            for iri, mentions in self._table.of_entities(part).items()
        }

    # -- films -----------------------------------------------------------------------------------

    def _write_films(self, part: list[str]) -> None:
        old = self._standing(part) if not self._fresh else set()
        self._write(old | set(part), self._films(part))

    def _films(self, part: Collection[str]) -> Iterator[Nodes]:
        for iri, mentions in self._table.of_entities(part).items():
            films = [film.iri for film in self._table.get(mentions)]
            parts = self._table.kinds(self._table.parts_of(mentions))
            reviews = {entity for _, kind, entity in parts if kind == REVIEW and entity is not None}
            yield self._compiler.film(iri, films, dict(self._reviews(iri, reviews)))

    def _reviews(self, film: str, reviews: Collection[str]) -> Iterator[tuple[str, list[str]]]:
        """The reviews that are of this film, with their copies."""
        for review, mentions in sorted(self._table.of_entities(reviews).items()):
            copies = self._table.get(mentions)
            if len(copies) > 1 and self._film_of(copies) != film:
                continue
            yield review, [copy.iri for copy in copies]

    def _film_of(self, copies: list[Stored]) -> str | None:
        """The film that copies of one review are of, where they should disagree."""
        said = []
        for copy in copies:
            source = copy.iri.partition("#")[0]
            stated = source + copy.data["film"]
            trust = int(first(self._evidence.node(source), "trust") or 0)
            said += [(trust, source, entity) for entity in self._table.entities_of([stated]).values()]
        return choose(said)

    def _standing(self, films: Iterable[str]) -> set[str]:
        """The nodes of the view that belong to some films."""
        found: set[str] = set()
        for film in films:
            roles = self._pointing([film], "film")
            reviews = self._pointing([film], "reviewOf")
            characters = {value for role in roles for value in self._stored(role).get("character", ())}
            found |= roles | reviews | characters | {f"{review}/rating" for review in reviews}
            found |= self._pointing(reviews, "inReview") | self._pointing(roles, "refersTo")
        return found

    def _pointing(self, things: Iterable[str], name: str) -> set[str]:
        predicate, graph = ox.NamedNode(REEL + name), ox.DefaultGraph()
        return {
            quad.subject.value
            for thing in things
            for quad in self._store.quads_for_pattern(None, predicate, ox.NamedNode(thing), graph)
            if isinstance(quad.subject, ox.NamedNode)
        }

    # -- writing ---------------------------------------------------------------------------------

    def _write(self, old: Iterable[str], units: Iterable[Nodes]) -> None:
        """Puts units in the place of the nodes that stood for them; what is the same stays untouched."""
        new: Nodes = {}
        for unit in units:
            new.update(unit)
        if self._fresh:
            self._count(new.values(), 1)
            self.changed += len(new)
            for iri, node in new.items():
                if _is_searched(node):
                    text = nodes.as_text([(iri, {n: node[n] for n in _SHOWN if n in node})])
                    # A copy: what orjson gives keeps the 4 kB that it was written into, 200 MB for 50,000.
                    self._shown[iri] = bytes(memoryview(text))
            self._loader.add(nodes.members(new))
            return
        writing: Nodes = {}
        for iri in {*old, *new}:
            before, after = self._stored(iri), new.get(iri, {})
            if _in_order(before) == _in_order(after):
                continue
            self._count([before], -1)
            self._count([after], 1)
            self.changed += 1
            if _is_searched(before) or _is_searched(after):
                self.searched.add(iri)
                if any(before.get(name) != after.get(name) for name in ("name", "title")):
                    # A review's row shows its critic and its film.
                    self.searched |= self._pointing([iri], "critic") | self._pointing([iri], "reviewOf")
            if before:
                for quad in list(self._quads(iri)):
                    self._store.remove(quad)
                    self.quads -= 1
            if after:
                writing[iri] = after
        self._store.extend(nodes.to_quads(writing))
        self.quads += sum(1 for iri in writing for _ in self._quads(iri))

    def _quads(self, iri: str) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())

    def _stored(self, iri: str) -> Node:
        return nodes.from_quads(self._quads(iri)).get(iri, {})

    def _count(self, found: Iterable[Node], by: int) -> None:
        for node in found:
            for kind in node.get("type", ()):
                if kind in COUNTED:
                    self.counts[kind] += by

    def search_rows(self) -> Iterator[SearchRow]:
        """The rows of the search index for what changed."""
        if self._fresh:
            return search_rows(_View(self._show), self._shown)
        return search_rows(_View(self._stored), sorted(self.searched))

    def _show(self, iri: str) -> Node:
        shown = self._shown.get(iri)
        return nodes.from_text(shown)[iri] if shown is not None else {}


class _Decided:
    """Decisions as compiling asks for them; see :class:`graph.view.Decisions`."""

    def __init__(self, table: MentionTable, identity: IdentityGraph, evidence: StoredEvidence) -> None:
        self._table = table
        self._identity = identity
        self._evidence = evidence

    def entities(self, mentions: Collection[str]) -> Mapping[str, str]:
        return self._table.entities_of(mentions)

    def names(self, source: str, mentions: Mapping[str, Node]) -> Mapping[str, str]:
        known = self._evidence.names(source, mentions)
        return self._identity.names(mentions) if known is None else known

    def films(self, mentions: Collection[str]) -> Mapping[str, str]:
        return self._table.films_meant(mentions)


class _View(dict[str, "Node"]):
    """The nodes of a stored view, each read when it is asked for."""

    def __init__(self, read: Callable[[str], Node]) -> None:
        super().__init__()
        self._read = read

    def get(self, iri: str, default: Any = None) -> Any:  # noqa: ANN401 - as a dict's
        """The node, or the default where the view has none."""
        return self._read(iri) or default


def _is_searched(node: Node) -> bool:
    return not _SEARCHED.isdisjoint(node.get("type", ()))


def _in_order(node: Node) -> Node:
    return {name: sorted(values) for name, values in node.items()}


def _batches(things: list[str]) -> Iterator[list[str]]:
    waiting = iter(things)
    while part := list(islice(waiting, _BATCH)):
        yield part
