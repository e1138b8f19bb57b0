"""The search index of reference data, written by a process of its own while the store is being loaded."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from graph.search_rows import search_rows
from graph.store import DatasetError, update_index, write_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.nodes import Node
    from graph.reference.catalogue import Catalogue
    from graph.store import SearchRow

_BATCH = 5_000
#: From so many things on the index has a process of its own: below, starting one takes longer.
_MANY = 5_000
#: Where the names of what is new or changed stand, and the IRIs of what is gone.
_NAMED, _GONE = "named-*.parquet", "gone.parquet"


@contextmanager
def indexing(catalogue: Catalogue, index: Path, folder: Path) -> Iterator[None]:
    """Brings a search index up to date while something else is done; done on leaving.

    Args:
        catalogue: has the films and people that are new, changed or gone.
        index: the index's file; made where there is none.
        folder: where files may stand for a moment.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - takes 0.2 s, and most runs need none

    def copy(table: str, name: str) -> int:
        path = str(folder / name).replace("'", "''")
        catalogue.run(f"COPY (FROM {table}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 10_000)")
        return pq.read_metadata(folder / name).num_rows  # type: ignore[no-any-return]

    copy("ended", _GONE)
    named = 0
    for place, _ in enumerate(catalogue.slices("SELECT id FROM changed")):
        catalogue.step("unit")
        named += copy("named", _NAMED.replace("*", f"{place:06}"))
    if named < _MANY:
        yield
        write(folder, index)
        return
    # Started fresh rather than forked: the store's own threads do not survive a fork.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        written = pool.submit(write, folder, index)
        yield
        try:
            written.result()
        except BrokenProcessPool:
            raise DatasetError(
                "The process that writes the search index was stopped, which systems do when memory runs out;"
                " try again with more of it. Nothing was changed."
            ) from None


def write(folder: Path, index: Path) -> None:
    """Enters what the files in a folder name into an index, and drops what they say is gone."""
    if index.exists():
        update_index(index, (str(row["iri"]) for row in _read(folder / _GONE)), _rows(folder))
    else:
        write_index(index, _rows(folder))


def _rows(folder: Path) -> Iterator[SearchRow]:
    for file in sorted(folder.glob(_NAMED)):
        for row in _read(file):
            yield from search_rows({str(row["iri"]): _node(row)})
        file.unlink()


def _read(file: Path) -> Iterator[dict[str, object]]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(file) as opened:
        for batch in opened.iter_batches(_BATCH):
            yield from batch.to_pylist()


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
