"""Turtle out of DuckDB and into the store; and nodes that changed or are gone, out of it."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from graph.reference.mapping import Template, header, templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from graph.reference.catalogue import Catalogue

#: About how large a file the store's loader is given: it holds so many quads at a time, and two files are
#: loaded at once. One large file would have it hold some million quads, which is 2 GB.
_PART = 16_000_000
#: So many files may wait for the loader before the next are written: some 100 MB of the disk.
_WAITING = 6


class Loader:
    """Writes a catalogue's rows into a store; a context manager, which waits for what is being loaded.

    Args:
        store: the draft's store.
        catalogue: the catalogue that is being made.
        folder: where files may stand for a moment.
        fixed: the IRIs of sources, and the time: see ``mapping.templates``.
    """

    def __init__(self, store: ox.Store, catalogue: Catalogue, folder: Path, fixed: Mapping[str, str]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._folder = folder
        self._fixed = fixed
        self._lists = frozenset(
            catalogue.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE data_type LIKE '%[]'")
        )
        self._loading = ThreadPoolExecutor(2)
        self._waiting: deque[Future[None]] = deque()
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        # Nothing may be loaded any more when somebody clears the draft away.
        self._loading.shutdown(cancel_futures=kind is not None)
        if kind is None:
            self._wait(0)

    def load(self, graphs: Iterable[tuple[str, str | None]]) -> None:
        """Loads graphs of the mapping, each into a named graph, or into the default graph (None).

        While the store takes some files, DuckDB writes the next.
        """
        for name, graph in graphs:
            for one in templates(name, self._lists, self._fixed):
                for file in self._write(one):
                    self._waiting.append(self._loading.submit(self.take, file, graph))
                self._wait(_WAITING)

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()

    def take(self, file: Path, graph: str | None) -> None:
        """Has the store load one file, which is gone then."""
        self._store.bulk_load(
            path=str(file),
            format=ox.RdfFormat.TURTLE,
            to_graph=ox.NamedNode(graph) if graph else ox.DefaultGraph(),
            # The IRIs are ours, made of checked ids and of slugs: nobody needs to check them again.
            lenient=True,
        )
        file.unlink()

    def _write(self, one: Template) -> list[Path]:
        parts = self._folder / f"part-{self._written}"
        self._written += 1
        name = header().replace('"', '""')
        path = str(parts).replace("'", "''")
        # No quotes and no delimiter that any text has: a line of the file is what the expression gives.
        self._catalogue.run(
            f"COPY (SELECT {one.expression} AS \"{name}\" FROM {one.each}) TO '{path}'"  # noqa: S608 - our mapping
            r" (FORMAT csv, HEADER true, QUOTE '', ESCAPE '', DELIMITER e'\x01',"
            f" FILE_SIZE_BYTES {_PART})"
        )
        return sorted(parts.iterdir())

    def remove(self, query: str, graph: str | None) -> None:
        """Takes the nodes that a query names out of one graph of the store."""
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        for part in self._catalogue.batches(query):
            for quad in [quad for (iri,) in part for quad in self._quads(iri, name)]:
                self._store.remove(quad)

    def _quads(self, iri: str, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(ox.NamedNode(iri), None, None, graph)
