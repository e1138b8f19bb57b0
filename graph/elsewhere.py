"""A dataset whose current version is read from a store elsewhere, and put there when one is published.

Versions are made in the data directory as ever; the store gets each of them whole. A directory without any
version will do for whoever only reads.
"""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from graph.identity import graph_of
from graph.mentions import TABLE, MentionTable
from graph.nodes import from_quads
from graph.refill import fill
from graph.search_rows import search_rows
from graph.store import Dataset, DatasetError, NoVersion, SearchIndex, Version, write_index
from graph.store.remote import (
    Client,
    Marker,
    RemoteStore,
    StoreAddress,
    StoreAhead,
    check_known,
    publish,
    read_marker,
)
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store import Draft

#: The directory of a version that has none: nothing is ever found in it.
_NOWHERE = Path(os.devnull)
#: So many sources are fetched with one question.
_AT_ONCE = 200
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
#: What the search index holds, and shows of it.
_FOUND = ("Film", "Person", "Character", "Review")
_SHOWN = (
    "title", "originalTitle", "year", "name", "alternateName", "headline", "reviewOf", "critic",
    "imdbId", "wikidataId", "tmdbId",
)  # fmt: skip


class RemoteVersion(Version):
    """The version that a store elsewhere holds. It has no directory of its own.

    Args:
        marker: what the store says of it.
        remote: the store.
        made: the same version in the data directory, where it is still there.
    """

    def __init__(self, marker: Marker, remote: RemoteStore, made: Version | None) -> None:
        super().__init__(made.directory if made else _NOWHERE, marker.base)
        self._marker = marker
        self._remote = remote
        self._made = made
        self._making = threading.Lock()

    @property
    def number(self) -> int:
        """The version's number."""
        return self._marker.number

    @property
    def published(self) -> str:
        """When it was published, as an xsd:dateTime in UTC."""
        return self._marker.published

    @property
    def triples(self) -> int:
        """How many triples it holds, in all its graphs."""
        return self._marker.triples

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What is recorded of it; without the version in the data directory, the least of it."""
        if self._made is not None:
            return self._made.manifest
        return {"published": self.published, "triples": self.triples, "summary": {}}

    @cached_property
    def store(self) -> ox.Store:
        """The store, read only: it has what our readers use of pyoxigraph's."""
        return cast("ox.Store", self._remote)

    @cached_property
    def index(self) -> SearchIndex:
        """The search index; where the data directory has none it is made from the view, once."""
        if self._made is not None:
            return self._made.index
        with self._making:  # whoever comes second finds it made
            return self._index

    @cached_property
    def _index(self) -> SearchIndex:
        file = Path(self._folder, "search.sqlite")
        write_index(file, search_rows(from_quads(self._shown())))
        return SearchIndex(file)

    def file(self, name: str) -> Path:
        """One of the version's files; the table of mentions is made from the store where there is none."""
        if self._made is not None or name != TABLE:
            return super().file(name)
        with self._making:
            return self._table

    @cached_property
    def _table(self) -> Path:
        file = Path(self._folder, TABLE)
        with MentionTable(file) as table:
            fill(table, self._evidence(), self.base)
        return file

    @cached_property
    def _folder(self) -> str:
        """For what is made from the store; it goes with this object."""
        folder = tempfile.TemporaryDirectory(prefix="reelgraph-elsewhere-")
        weakref.finalize(self, folder.cleanup)
        return folder.name

    def _evidence(self) -> ox.Store:
        """The evidence and the decisions, fetched many graphs at a time: each by itself takes a request."""
        identity = graph_of(self.base)
        wanted = [
            graph
            for graph in self._remote.named_graphs()
            if graph.value == identity or graph.value.startswith(f"{self.base}/source/")
        ]
        found = ox.Store()
        for start in range(0, len(wanted), _AT_ONCE):
            names = " ".join(map(str, wanted[start : start + _AT_ONCE]))
            rows = self._remote.named(
                f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            )
            found.extend(
                ox.Quad(
                    cast("ox.NamedNode", row["s"]), cast("ox.NamedNode", row["p"]),
                    cast("ox.Literal", row["o"]), cast("ox.NamedNode", row["g"]),
                )
                for row in rows
            )  # fmt: skip
        return found

    def _shown(self) -> Iterator[ox.Quad]:
        kinds = " ".join(f"<{REEL}{name}>" for name in _FOUND)
        names = " ".join([str(_TYPE), *(f"<{REEL}{name}>" for name in _SHOWN)])
        rows = self._remote.query(
            f"SELECT ?s ?p ?o {{ VALUES ?kind {{ {kinds} }} ?s a ?kind . VALUES ?p {{ {names} }} ?s ?p ?o }}"
        )
        for row in cast("ox.QuerySolutions", rows):
            yield ox.Quad(
                cast("ox.NamedNode", row["s"]), cast("ox.NamedNode", row["p"]), cast("ox.Literal", row["o"])
            )


class RemoteDataset(Dataset):
    """A dataset of which a store elsewhere holds the current version.

    Args:
        path: the data directory, where versions are made.
        base: see :class:`graph.store.Dataset`.
        address: where the store listens.
        progress: see :func:`graph.store.remote.publish`.
        seconds: how long the store may take for one of our own questions; None for what the environment says.
    """

    def __init__(
        self,
        path: str | Path,
        base: str | None,
        address: StoreAddress,
        progress: Callable[[str, int, int], None] | None = None,
        seconds: float | None = None,
    ) -> None:
        super().__init__(path, base)
        #: The same directory without the store: where versions are made, kept and dropped.
        self.workshop = Dataset(path, base)
        self.address = address
        self.remote = RemoteStore(Client(address), seconds)
        self.progress = progress

    @property
    def base(self) -> str:
        """See :class:`graph.store.Dataset`; without a data directory, what the store says."""
        if not (self.path / "dataset.json").exists():
            with suppress(NoVersion):
                return self.held().base
        return super().base

    def held(self) -> Marker:
        """What the store says that it holds.

        Raises:
            NoVersion: it holds no version of ours.
            StoreError: it cannot be asked.
        """
        marker = read_marker(self.remote)
        if marker is None:
            raise NoVersion(
                f"The store at {self.address.query} holds no version of a dataset; run `reelgraph ingest` or "
                "`reelgraph publish` with the same --store first."
            )
        return marker

    def current(self) -> Version | None:
        """The version that the store holds, or None."""
        try:
            return self.version()
        except NoVersion:
            return None

    def version(self, number: int | None = None) -> Version:
        """The version that the store holds, or one of the data directory by its number."""
        marker = self.held()
        made = self.made(marker.number)
        if made is not None and made.published != marker.published:
            made = None
        if number is None or number == marker.number:
            return RemoteVersion(marker, self.remote, made)
        found = self.made(number)
        if found is None:
            raise NoVersion(
                f"The store at {self.address.query} holds version {marker.number} alone, and there is no "
                f"version {number} in {self.path}."
            )
        return found

    def versions(self) -> list[Version]:
        """Those of the data directory, and the one that the store holds, the oldest first."""
        found = {version.number: version for version in self.workshop.versions()}
        held = self.current()
        if held is not None:
            found[held.number] = held
        return [found[number] for number in sorted(found)]

    def made(self, number: int | None = None) -> Version | None:
        """A version in the data directory (None: its current one), or None where it is not there."""
        try:
            return self.workshop.version(number)
        except DatasetError:
            return None

    @contextmanager
    def write(self, *, store_only: bool = False) -> Iterator[Draft]:
        """See :class:`graph.store.Dataset`; what is published here is then put into the store.

        Raises:
            StoreError: the store did not take it. It holds what it held; the version stays in the data
                directory, and `reelgraph publish` sends it.
        """
        # An hour's work is not begun for a store that will not take it.
        self.check_writable()
        before = self.current_number()
        with self.workshop.write(store_only=store_only) as draft:
            yield draft
        if self.current_number() != before:
            self.publish()

    @property
    def held_number(self) -> int | None:
        """The number of the version that the store holds, or None."""
        held = read_marker(self.remote)
        return held.number if held is not None else None

    def check_writable(self) -> None:
        """That the store will take a version made here. Raises StoreAhead, StoreError."""
        check_known(read_marker(self.remote), self.made(), self.address.query)

    def keep(self, number: int, *, keep: bool = True) -> None:
        """See :class:`graph.store.Dataset`: of the data directory, as the store holds one version alone."""
        self.workshop.version(number)
        self.workshop.keep(number, keep=keep)

    def drop(self, number: int) -> None:
        """See :class:`graph.store.Dataset`: from the data directory."""
        self.workshop.version(number)
        self.workshop.drop(number)

    def rollback(self, number: int | None = None) -> int:
        """See :class:`graph.store.Dataset`; the store gets that version, too."""
        self.workshop.version(number)
        found = self.workshop.rollback(number)
        self.publish(replace=True)
        return found

    def publish(self, *, replace: bool = False) -> Marker:
        """Puts the data directory's current version into the store.

        Args:
            replace: whether a version that this dataset does not know may be replaced, and another
                publisher be driven away.
        """
        while True:
            version = self.workshop.version()
            held = read_marker(self.remote)
            before = self.made(held.number) if held is not None else None
            try:
                return publish(self.remote, version, before, self.progress, replace=replace)
            except StoreAhead:
                # Another process may have made, and put there, a newer one from the same directory.
                if self.workshop.current_number() == version.number:
                    raise
