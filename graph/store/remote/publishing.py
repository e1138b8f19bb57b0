"""Publishing a version to a store elsewhere: all of it or nothing, for whoever asks that store meanwhile.

Where the store holds the version before, and little has changed, one update takes out what went and puts in
what came. Otherwise all graphs are loaded beside the ones in use, under other names; when the store has all
of them, one update puts each in its place. SPARQL 1.1 Update asks that a request be atomic where a store can
(section 2.2): Oxigraph and Apache Jena (TDB2 and in memory) are. One that is not shows, while that
one update runs, some graphs of the new version beside some of the old; it never shows half a graph that
was loaded in part, for what is loaded beside is in nobody's way.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from graph.store.errors import OtherBase
from graph.store.patch import changes
from graph.store.remote.claim import Claim
from graph.store.remote.errors import StoreError, StoreFailed
from graph.store.remote.marker import Marker, read_marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.store.remote.client import Client
    from graph.store.remote.store import RemoteStore
    from graph.store.version import Version

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBER = re.compile(
    r"^(decimal|double|float|\w*(int|integer|long|short|byte)|\w*Integer|unsigned\w+)$", re.IGNORECASE
)
#: Up to so many quads that went or came are sent as one update.
_ONE_UPDATE = 50_000
#: A graph of more quads than this is sent through the Graph Store Protocol, which parses quicker.
_LARGE = 5_000
#: So many graphs that nobody reads are dropped in one update.
_DROPPED = 5_000
#: How many characters of small graphs go into one update.
_UPDATE_CHARACTERS = 1_000_000


class StoreAhead(StoreError):
    """The store holds another version than the one that is to be replaced."""


def publish(
    store: RemoteStore,
    version: Version,
    before: Version | None,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    replace: bool = False,
) -> Marker:
    """Puts a version into a store in the place of the one that it holds.

    Args:
        store: the store.
        version: the version.
        before: the version on disk that the store may hold; None where none is left.
        progress: called with a stage, how many quads are sent, and how many there are.
        replace: whether a version that this dataset does not know may be replaced.

    Returns:
        What the store now says that it holds.

    Raises:
        OtherBase: the store holds another dataset.
        StoreAhead: it holds a version that this dataset does not know.
        StoreClaimed: another publisher is at work there, and was for a minute.
        StoreError: the store did not take it. What it held it still holds.
    """
    held = read_marker(store)
    if held is not None and (held.base, held.number, held.published) == (
        version.base, version.number, version.published
    ):  # fmt: skip
        return held
    # What will be refused is refused before anything is written.
    _check_ours(held, version, before, store, replace=replace)
    with Claim(store, version.base, force=replace) as claim:
        held = read_marker(store, graphs=True)  # another publisher may have been done meanwhile
        known = _check_ours(held, version, before, store, replace=replace)
        now = _marker(version)
        if known and before is not None:
            changed = list(islice(changes(before.store, version.store), _ONE_UPDATE + 1))
            if len(changed) <= _ONE_UPDATE:
                gone = (item.quad for item in changed if not item.added)
                came = (item.quad for item in changed if item.added)
                claim.check()
                writer = _Writer(store.client, version.base)
                store.client.update(writer.difference(gone, came, now))
                return now
        _Loading(store, version, held, now, claim, progress or (lambda *_: None)).run()
        return now


def _check_ours(
    held: Marker | None, version: Version, before: Version | None, store: RemoteStore, *, replace: bool
) -> bool:
    """Whether a store holds just what ``before`` is. Raises OtherBase, StoreAhead: it may not be replaced."""
    if held is not None and held.base != version.base:
        raise OtherBase(
            f"The store at {store.client.address.query} holds the dataset of {held.base}, not that of "
            f"{version.base}."
        )
    known = before is not None and held is not None and held.published == before.published
    if not known and not replace:
        check_known(held, version, store.client.address.query)
    return known


def check_known(held: Marker | None, current: Version | None, address: str) -> None:
    """That what a store holds is older than a version of ours, or is that version. Raises StoreAhead."""
    if held is None:
        return
    if current is not None and (held.number < current.number or held.published == current.published):
        return
    here = f"version {current.number} is the current one" if current is not None else "there is none"
    raise StoreAhead(
        f"The store at {address} holds version {held.number} of {held.published}, which the data directory "
        f"does not know: {here}. Give the --data that it was made in, or run `reelgraph publish --replace`."
    )


def _marker(version: Version) -> Marker:
    graphs = frozenset(cast("ox.NamedNode", graph).value for graph in version.store.named_graphs())
    return Marker(version.base, version.number, version.published, version.triples, graphs)


class _Writer:
    """Updates as text, of terms as N-Triples writes them.

    A blank node has no name that two requests share, so it is given an IRI (RDF 1.1, 3.5: Skolemization).
    """

    def __init__(self, client: Client, base: str) -> None:
        self._view = ox.NamedNode(client.address.view) if client.address.view else None
        self._genid = f"{base}/.well-known/genid/"

    def place(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.NamedNode | None:
        """The graph of the store that one of ours is; None is its default graph."""
        return self._view if isinstance(graph, ox.DefaultGraph) else cast("ox.NamedNode", self.named(graph))

    def named(self, term: object) -> object:
        """A term, with an IRI for a blank node."""
        return ox.NamedNode(self._genid + term.value) if isinstance(term, ox.BlankNode) else term

    def line(self, triple: ox.Triple | ox.Quad) -> str:
        """A triple as a line."""
        return f"{self.named(triple.subject)} {triple.predicate} {self.named(triple.object)} .\n"

    def block(self, triples: Iterable[ox.Triple | ox.Quad], graph: ox.NamedNode | None) -> str:
        """Triples of one graph, as INSERT DATA and DELETE DATA take them."""
        lines = "".join(map(self.line, triples))
        return f"GRAPH {graph} {{\n{lines}}}\n" if graph is not None else lines

    def blocks(self, quads: Iterable[ox.Quad]) -> str:
        """Quads of any graphs."""
        by_graph: dict[ox.NamedNode | None, list[ox.Quad]] = {}
        for quad in quads:
            by_graph.setdefault(self.place(quad.graph_name), []).append(quad)
        return "".join(self.block(found, graph) for graph, found in by_graph.items())

    def mark(self, now: Marker) -> str:
        """The steps that write a marker in the place of the one before."""
        return f"DROP SILENT GRAPH {now.graph} ;\nINSERT DATA {{ {self.block(now.statements(), now.graph)} }}"

    def difference(self, gone: Iterable[ox.Quad], came: Iterable[ox.Quad], now: Marker) -> str:
        """The update that makes one version of another."""
        steps = (
            f"DELETE DATA {{\n{self.blocks(gone)}}}", f"INSERT DATA {{\n{self.blocks(came)}}}", self.mark(now)
        )  # fmt: skip
        return " ;\n".join(steps)


class _Loading:
    """Loads a version beside what the store holds, and switches."""

    def __init__(
        self,
        store: RemoteStore,
        version: Version,
        held: Marker | None,
        now: Marker,
        claim: Claim,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._store = store
        self._client = store.client
        self._version = version
        self._held = held
        self._now = now
        self._claim = claim
        self._progress = progress
        self._writer = _Writer(store.client, version.base)
        self._staging = f"{version.base}/staging/"
        self._own = f"{self._staging}{now.number}-{claim.token}/"
        #: Each graph: where it stands beside, None where it is empty; and its place.
        self._beside: list[tuple[ox.NamedNode | None, ox.NamedNode | None]] = []
        self._sent = 0

    def run(self) -> None:
        """Does it; on a failure what was loaded beside is taken away again, where the store lets us."""
        self._clear()
        try:
            self._load()
            self._verify()
            self._claim.check()
            self._client.update(self._switch())
        except BaseException:
            # The first failure says more, and the next publishing clears away what is left.
            with suppress(StoreError):
                self._clear()
            raise

    def _clear(self) -> None:
        """Drops what a publishing that was broken off left beside."""
        rows = self._store.query(
            "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } "
            f"FILTER(STRSTARTS(STR(?g), {ox.Literal(self._staging)})) }}"
        )
        left = [cast("ox.NamedNode", row["g"]) for row in cast("ox.QuerySolutions", rows)]
        for start in range(0, len(left), _DROPPED):
            part = left[start : start + _DROPPED]
            self._client.update(" ;\n".join(f"DROP SILENT GRAPH {graph}" for graph in part), again=True)

    def _graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        yield ox.DefaultGraph()
        yield from self._version.store.named_graphs()

    def _load(self) -> None:
        waiting: list[str] = []
        size = 0
        for number, graph in enumerate(self._graphs()):
            beside = ox.NamedNode(f"{self._own}{number}")
            quads = self._version.store.quads_for_pattern(None, None, None, graph)
            first = list(islice(quads, _LARGE))
            self._beside.append((beside if first else None, self._writer.place(graph)))
            if len(first) == _LARGE and self._client.address.graphs is not None:
                self._put(beside, first, quads)
                continue
            while first:
                text = self._writer.block(first, beside)
                waiting.append(text)
                size += len(text)
                self._sent += len(first)
                if size > _UPDATE_CHARACTERS:
                    self._insert(waiting)
                    waiting, size = [], 0
                first = list(islice(quads, _LARGE))
        self._insert(waiting)

    def _insert(self, blocks: list[str]) -> None:
        if blocks:
            self._claim.renew()
            self._client.update(f"INSERT DATA {{\n{''.join(blocks)}}}", again=True)
            self._progress("publishing", self._sent, self._version.triples)

    def _put(self, beside: ox.NamedNode, first: list[ox.Quad], rest: Iterator[ox.Quad]) -> None:
        """Sends one large graph, from a file: its length has to be said first."""
        with tempfile.TemporaryFile() as file:
            part = first
            while part:
                file.write("".join(map(self._writer.line, part)).encode())
                self._sent += len(part)
                part = list(islice(rest, 10 * _LARGE))
            size = file.tell()
            self._claim.renew()
            with self._client.graph("PUT", beside.value, body=cast("IO[bytes]", file), size=size) as answer:
                answer.read()
        self._progress("publishing", self._sent, self._version.triples)

    def _verify(self) -> None:
        """Counts what the store has taken: one that takes half without a word must not be switched to."""
        rows = self._store.query(
            "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
            f"FILTER(STRSTARTS(STR(?g), {ox.Literal(self._own)})) }}"
        )
        (row,) = cast("ox.QuerySolutions", rows)
        taken = int(cast("ox.Literal", row["n"]).value)
        if not self._version.triples - self._alike(taken) <= taken <= self._version.triples:
            raise StoreFailed(
                f"The store at {self._client.address.query} took {taken:,} of {self._version.triples:,} "
                "triples; nothing was switched."
            )

    def _alike(self, taken: int) -> int:
        """How many triples a store that keeps values, and not how they are written, takes for others.

        To one that does, "01" and "1" are one integer. Only counted where some are missing.
        """
        if taken == self._version.triples:
            return 0
        first: dict[tuple[str, ...], set[str]] = {}
        for quad in self._version.store:
            if isinstance(quad.object, ox.Literal) and (value := _value(quad.object)) is not None:
                about = (str(quad.subject), str(quad.predicate), str(quad.graph_name), *value)
                first.setdefault(about, set()).add(str(quad.object))
        return sum(len(written) - 1 for written in first.values())

    def _switch(self) -> str:
        """The one update after which the store holds the new version."""
        now = {place.value for _, place in self._beside if place is not None}
        gone = sorted(self._held.graphs - now) if self._held is not None else []
        steps = [f"DROP SILENT GRAPH {ox.NamedNode(graph)}" for graph in gone]
        for beside, place in self._beside:
            if beside is None:
                steps.append(f"DROP SILENT {'DEFAULT' if place is None else f'GRAPH {place}'}")
            else:
                steps.append(f"MOVE GRAPH {beside} TO {'DEFAULT' if place is None else f'GRAPH {place}'}")
        return " ;\n".join([*steps, self._writer.mark(self._now)])


def _value(literal: ox.Literal) -> tuple[str, str] | None:
    """What kind of value a literal has, and which; None for a text, which is only what is written."""
    if literal.language is not None:
        return literal.value, f"@{literal.language.lower()}"
    kind = literal.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return {"1": "true", "0": "false"}.get(literal.value, literal.value), kind
    if _NUMBER.search(kind):
        with suppress(InvalidOperation):
            return str(Decimal(literal.value.strip()).normalize()), "number"
    if kind in ("dateTime", "date", "time"):
        return re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", literal.value).replace("+00:00", "Z").replace(
            ".Z", "Z"
        ), kind
    return None
