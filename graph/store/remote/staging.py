"""What is to be changed in a store, loaded beside what is in use, and the one update that then changes it.

Quads stand beside in graphs of their own, ``BASE/staging/NUMBER-TOKEN/...``, each with quads that are to
come into one graph of the store, or to go from it. Which graph that is, further graphs beside say, the
parts: a part speaks of so many quads as a store can hold in memory at once. So the update that switches says
for each part, and not for each graph, what is to be done, and is short however many graphs there are.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from graph.store.remote.alike import alike
from graph.store.remote.client import read
from graph.store.remote.errors import StoreError, StoreFailed, StoreRefused
from graph.store.remote.marker import PART
from graph.store.remote.updates import Writer, in_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.store.remote.claim import Claim
    from graph.store.remote.marker import Marker
    from graph.store.remote.store import RemoteStore

#: A graph of more quads than this is sent through the Graph Store Protocol, which parses quicker.
_LARGE = 5_000
#: So many quads one step of the switch moves: some stores hold that in memory.
_PART = 200_000
#: How many characters of small graphs go into one update, and how many of one graph are kept together.
_UPDATE_CHARACTERS, _BLOCK_CHARACTERS = 1_000_000, 200_000
#: So many graphs that nobody reads are dropped in one update.
_DROPPED = 5_000

#: What a part says: a graph beside comes into a graph, or is what goes from it, and the same of the view; a
#: graph of the store is to be emptied first, or is left empty for good.
CAME, GONE, CAME_VIEW, GONE_VIEW, EMPTIED, LEFT = "came", "gone", "came-view", "gone-view", "emptied", "left"


@dataclass(slots=True)
class _Part:
    """A graph beside that says of others what they are.

    Attributes:
        graph: its name.
        kinds: what it says.
        quads: how many quads those hold.
        lines: how many things it says.
        waiting: what it says and is not yet sent.
    """

    graph: ox.NamedNode
    kinds: set[str] = field(default_factory=set)
    quads: int = 0
    lines: int = 0
    waiting: list[str] = field(default_factory=list)


class Staging:
    """Loads beside what a store holds, and says what switches to it.

    Args:
        store: the store.
        writer: see :class:`Writer`.
        base: what the IRIs of the dataset start with.
        number: the version that is published.
        claim: the right to write; renewed meanwhile.
        progress: called with how many quads are sent.
    """

    def __init__(
        self,
        store: RemoteStore,
        writer: Writer,
        base: str,
        number: int,
        claim: Claim,
        progress: Callable[[int], None],
    ) -> None:
        self._store, self._client, self._writer = store, store.client, writer
        self._claim, self._progress = claim, progress
        self._all = f"{base}/staging/"
        self._own = f"{self._all}{number}-{claim.token}/"
        self._kinds = {
            kind: ox.NamedNode(f"{self._all}#{kind}")
            for kind in (CAME, GONE, CAME_VIEW, GONE_VIEW, EMPTIED, LEFT)
        }
        self._parts: list[_Part] = []
        self._beside: list[ox.NamedNode] = []
        self._blocks: list[str] = []
        self._size = 0
        self._most = _UPDATE_CHARACTERS
        self._puts = self._client.address.graphs is not None
        self._sent = 0

    # -- loading ---------------------------------------------------------------------------------

    def add(
        self, kind: str, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, quads: Iterable[ox.Quad]
    ) -> None:
        """Loads quads of one graph that are to come into it (CAME) or go (GONE). Raises StoreError."""
        place = self._writer.place(graph)
        if isinstance(graph, ox.DefaultGraph):
            kind = CAME_VIEW if kind == CAME else GONE_VIEW
        left = iter(quads)
        try:
            while first := list(islice(left, _LARGE)):
                if len(first) == _LARGE and self._puts:
                    self._put(kind, place, [*first, *islice(left, _PART - _LARGE)])
                else:
                    self._small(kind, place, first)
        finally:
            # A traceback must not keep it: only its own thread may drop an iterator of pyoxigraph.
            del left, quads

    def say(self, kind: str, graphs: Iterable[str]) -> None:
        """Says of graphs of the store that they are to be EMPTIED, or are LEFT empty. Raises StoreError."""
        for graph in graphs:
            part = self._part()
            self._tell(part, ox.NamedNode(graph), kind, part.graph)
            # How much is in it nobody knows here.
            part.quads += max(1, _PART // _DROPPED)
            self._flush_when_full()

    def finish(self) -> None:
        """Sends what still waits. Raises StoreError."""
        self._flush()

    def _part(self) -> _Part:
        if not self._parts or self._parts[-1].quads >= _PART:
            self._parts.append(_Part(ox.NamedNode(f"{self._own}part/{len(self._parts)}")))
        return self._parts[-1]

    def _name(self, kind: str, place: ox.NamedNode | None, quads: int) -> ox.NamedNode:
        """The name of another graph beside, which its part knows from now on."""
        part = self._part()
        beside = ox.NamedNode(f"{self._own}{len(self._beside)}")
        self._beside.append(beside)
        self._tell(part, beside, kind, part.graph if place is None else place)
        part.quads += quads
        return beside

    def _tell(self, part: _Part, subject: ox.NamedNode, kind: str, other: ox.NamedNode) -> None:
        line = f"{subject} {self._kinds[kind]} {other} .\n"
        part.waiting.append(line)
        part.kinds.add(kind)
        part.lines += 1
        self._size += len(line)

    def _small(self, kind: str, place: ox.NamedNode | None, quads: Sequence[ox.Quad]) -> None:
        """Puts some quads of one graph where they wait to be sent."""
        lines: list[str] = []
        size = 0
        for quad in quads:
            line = self._writer.line(quad)
            if lines and size + len(line) > _BLOCK_CHARACTERS:
                self._wait(kind, place, lines, size)
                lines, size = [], 0
            lines.append(line)
            size += len(line)
        self._wait(kind, place, lines, size)

    def _wait(self, kind: str, place: ox.NamedNode | None, lines: list[str], size: int) -> None:
        beside = self._name(kind, place, len(lines))
        self._blocks.append(in_graph("".join(lines), beside))
        self._size += size
        self._sent += len(lines)
        self._flush_when_full()

    def _flush_when_full(self) -> None:
        if self._size > self._most:
            self._flush()

    def _flush(self) -> None:
        for part in self._parts:
            if part.waiting:
                self._blocks.append(in_graph("".join(part.waiting), part.graph))
                part.waiting = []
        blocks, self._blocks, self._size = self._blocks, [], 0
        self._insert(blocks)
        self._progress(self._sent)

    def _insert(self, blocks: list[str]) -> None:
        if not blocks:
            return
        self._claim.renew()
        try:
            self._client.update(f"INSERT DATA {{\n{''.join(blocks)}}}", again=True)
        except StoreRefused as error:
            # Something in front of the store takes less at once than we thought.
            if error.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE or len(blocks) == 1:
                raise
            half = len(blocks) // 2
            self._most = max(_BLOCK_CHARACTERS, self._most // 2)
            self._insert(blocks[:half])
            self._insert(blocks[half:])

    def _put(self, kind: str, place: ox.NamedNode | None, quads: list[ox.Quad]) -> None:
        """Sends many quads of one graph, from a file: its length has to be said first."""
        with tempfile.TemporaryFile() as file:
            for start in range(0, len(quads), _LARGE):
                file.write("".join(map(self._writer.line, quads[start : start + _LARGE])).encode())
            beside = self._name(kind, place, len(quads))
            size = file.tell()
            self._claim.renew()
            try:
                with self._client.graph(
                    "PUT", beside.value, body=cast("IO[bytes]", file), size=size
                ) as answer:
                    read(answer)
            except StoreRefused as error:
                if error.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                    raise
                self._puts = False
                for start in range(0, len(quads), _LARGE):
                    self._small(kind, place, quads[start : start + _LARGE])
                return
        self._sent += len(quads)
        self._progress(self._sent)

    # -- looking, and switching ------------------------------------------------------------------

    def verify(self, quads: Callable[[], Iterator[ox.Quad]]) -> None:
        """Counts what the store has taken: one that takes half without a word must not be switched to.

        Args:
            quads: gives what was loaded once more; asked only where some are missing.

        Raises:
            StoreFailed: it has not all of it.
        """
        taken = said = 0
        for part in self._parts:
            said += self._count(f"GRAPH {part.graph} {{ ?beside ?kind ?place }}")
            if part.kinds - {EMPTIED, LEFT}:
                kinds = " ".join(str(self._kinds[kind]) for kind in sorted(part.kinds - {EMPTIED, LEFT}))
                taken += self._count(
                    f"VALUES ?kind {{ {kinds} }} GRAPH {part.graph} {{ ?beside ?kind ?place }} "
                    "GRAPH ?beside { ?s ?p ?o }"
                )
        told = sum(part.lines for part in self._parts)
        few = self._sent - alike(quads()) if taken < self._sent else self._sent
        if said != told or not few <= taken <= self._sent:
            raise StoreFailed(
                f"The store at {self._client.address.query} took {taken:,} of {self._sent:,} triples; "
                "nothing was switched."
            )

    def _count(self, where: str) -> int:
        (row,) = self._store.named(f"SELECT (COUNT(*) AS ?n) {{ {where} }}")
        return int(cast("ox.Literal", row["n"]).value)

    def switch(self, now: Marker, *, whole: bool) -> str:
        """The one update after which the store holds the new version, and says so.

        Args:
            now: what the store is to say of itself.
            whole: whether the version was loaded whole, and nothing of what stands there now is to stay.
        """
        spo = "?s ?p ?o"
        here, view = f"GRAPH ?beside {{ {spo} }}", self._writer.view
        in_view = spo if view is None else f"GRAPH {view} {{ {spo} }}"
        at_place = f"GRAPH ?place {{ {spo} }}"
        steps = [f"DROP SILENT {'DEFAULT' if view is None else f'GRAPH {view}'}"] if whole else []
        for kind, template, found in (
            (EMPTIED, f"DELETE {{ {at_place} }}", at_place),
            (GONE, f"DELETE {{ {at_place} }}", here),
            (GONE_VIEW, f"DELETE {{ {in_view} }}", here),
            (CAME, f"INSERT {{ {at_place} }}", here),
            (CAME_VIEW, f"INSERT {{ {in_view} }}", here),
        ):
            steps += self._each(kind, template, found)
        if whole:
            steps.append(f"DROP SILENT GRAPH {now.graph}")
        steps += self._writer.remark(now)
        listed = f"GRAPH {now.graph} {{ {now.graph} {PART} ?place }}"
        if not whole:
            steps += self._each(LEFT, f"DELETE {{ {listed} }}", "")
        steps += self._each(CAME, f"INSERT {{ {listed} }}", "")
        return " ;\n".join(steps)

    def _each(self, kind: str, template: str, found: str) -> Iterator[str]:
        """A step for each part that says something of a kind."""
        subject = "?place" if kind in {EMPTIED, LEFT} else "?beside"
        other = "?part" if kind in {EMPTIED, LEFT, CAME_VIEW, GONE_VIEW} else "?place"
        for part in self._parts:
            if kind in part.kinds:
                where = f"GRAPH {part.graph} {{ {subject} {self._kinds[kind]} {other} }}"
                yield f"{template} WHERE {{ {where} {found} }}"

    # -- clearing away ---------------------------------------------------------------------------

    def clear(self, left: Iterable[str] = (), *, seconds: float | None = None) -> None:
        """Drops what was loaded here, and graphs that are left empty; a failure stays without a word."""
        graphs = [*(part.graph for part in self._parts), *self._beside, *map(ox.NamedNode, left)]
        with suppress(StoreError):  # the next publishing clears away what is left
            self._drop(graphs, seconds)

    def clear_all(self) -> set[str]:
        """Drops what any publishing that was broken off left beside. Raises StoreError.

        Returns:
            The other graphs that the store has.
        """
        found = {graph.value for graph in self._store.named_graphs()}
        left = {graph for graph in found if graph.startswith(self._all)}
        self._drop([ox.NamedNode(graph) for graph in sorted(left)])
        return found - left

    def _drop(self, graphs: Sequence[ox.NamedNode], seconds: float | None = None) -> None:
        for start in range(0, len(graphs), _DROPPED):
            self._claim.renew()
            part = graphs[start : start + _DROPPED]
            steps = " ;\n".join(f"DROP SILENT GRAPH {graph}" for graph in part)
            self._client.update(steps, again=True, seconds=seconds)
