"""Turtle out of DuckDB and into the store; and nodes that changed or are gone, out of it."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.reference.mapping import Template, header, templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.reference.catalogue import Catalogue

#: About how large a file the store's loader is given: it holds so many quads at a time, and two files are
#: loaded at once. One large file would have it hold some million quads, which is 2 GB.
_PART = 16_000_000


class Loader:
    """Writes a catalogue's rows into a store.

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

    def load(self, graphs: Iterable[tuple[str, str | None]]) -> None:
        """Loads graphs of the mapping, each into a named graph, or into the default graph (None).

        While the store takes some files, DuckDB writes the next.
        """
        lists = frozenset(
            self._catalogue.rows(
                "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type LIKE '%[]'"
            )
        )
        work = [(one, graph) for name, graph in graphs for one in templates(name, lists, self._fixed)]
        with ThreadPoolExecutor(1) as writing, ThreadPoolExecutor(2) as loading:
            written = writing.submit(self._write, work[0][0], 0)
            for place, (_, graph) in enumerate(work):
                parts = written.result()
                if place + 1 < len(work):
                    written = writing.submit(self._write, work[place + 1][0], place + 1)
                for _ in loading.map(
                    lambda file, graph=graph: self._take(file, graph), sorted(parts.iterdir())
                ):
                    pass
                shutil.rmtree(parts)

    def _take(self, file: Path, graph: str | None) -> None:
        self._store.bulk_load(
            path=str(file),
            format=ox.RdfFormat.TURTLE,
            to_graph=ox.NamedNode(graph) if graph else ox.DefaultGraph(),
            # The IRIs are ours, made of checked ids and of slugs: nobody needs to check them again.
            lenient=True,
        )
        file.unlink()

    def _write(self, one: Template, place: int) -> Path:
        parts = self._folder / f"part-{place}"
        name = header().replace('"', '""')
        path = str(parts).replace("'", "''")
        # No quotes and no delimiter that any text has: a line of the file is what the expression gives.
        self._catalogue.run(
            f"COPY (SELECT {one.expression} AS \"{name}\" FROM {one.each}) TO '{path}'"  # noqa: S608 - our mapping
            r" (FORMAT csv, HEADER true, QUOTE '', ESCAPE '', DELIMITER e'\x01',"
            f" FILE_SIZE_BYTES {_PART})"
        )
        return parts

    def remove(self, query: str, graph: str | None) -> None:
        """Takes the nodes that a query names out of one graph of the store."""
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        for part in self._catalogue.batches(query):
            for quad in [quad for (iri,) in part for quad in self._quads(iri, name)]:
                self._store.remove(quad)

    def _quads(self, iri: str, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(ox.NamedNode(iri), None, None, graph)
