"""The search index of reference data, written by a process of its own while the store is being loaded."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from graph.search_rows import search_rows
from graph.store import update_index, write_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.nodes import Node
    from graph.reference.catalogue import Catalogue
    from graph.store import SearchRow

_BATCH = 5_000
#: From so many things on the index has a process of its own: below, starting one takes longer.
_MANY = 5_000


@contextmanager
def indexing(catalogue: Catalogue, index: Path, folder: Path, gone: list[str]) -> Iterator[None]:
    """Brings a search index up to date while something else is done; done on leaving.

    Args:
        catalogue: has the films and people that are new or changed.
        index: the index's file; made where there is none.
        folder: where a file may stand for a moment.
        gone: IRIs that are to be found no more.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - takes 0.2 s, and most runs need none

    file = folder / "named.parquet"
    path = str(file).replace("'", "''")
    catalogue.run(f"COPY named TO '{path}' (FORMAT parquet)")
    if pq.read_metadata(file).num_rows < _MANY:
        yield
        write(file, index, gone)
        file.unlink()
        return
    # Started fresh rather than forked: the store's own threads do not survive a fork.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        written = pool.submit(write, file, index, gone)
        yield
        written.result()
    file.unlink()


def write(named: Path, index: Path, gone: list[str]) -> None:
    """Enters what a file names into an index; ``gone`` are IRIs that it drops."""
    if index.exists():
        update_index(index, gone, _rows(named))
    else:
        write_index(index, _rows(named))


def _rows(named: Path) -> Iterator[SearchRow]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(named) as file:
        for batch in file.iter_batches(_BATCH):
            view = {}
            for row in batch.to_pylist():
                view[row["iri"]] = _node(row)
            yield from search_rows(view)


def _node(row: dict[str, object]) -> Node:
    film = row["type"] == "Film"
    node: Node = {"type": [str(row["type"])], "title" if film else "name": [str(row["name"])]}
    for name, column in (("originalTitle", "other"), ("year", "year"), ("imdbId", "id")):
        if row[column] is not None:
            node[name] = [str(row[column])]
    others = row["others"]
    if isinstance(others, list) and others:
        node["alternateName"] = [str(other) for other in others]
    return node
