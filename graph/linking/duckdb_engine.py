"""Tables on DuckDB, in this process, with a bound on memory; batches on all cores."""

from __future__ import annotations

# ruff: noqa: S608 -- the SQL is put together from names of our own; paths are quoted
import multiprocessing
import os
import pickle
import shutil
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graph.linking.engine import Engine, Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.pool import Pool

#: Tables of fewer rows are not worth a pool of processes.
_WORTH_A_POOL = 20_000
_MEMORY = "2GB"


class DuckDBEngine(Engine):
    """DuckDB on a file of its own in a temporary folder, which goes with the engine.

    Args:
        memory: what DuckDB may use; beyond it, it writes to the temporary folder.
        processes: how many processes share the work on batches; one for each core without a word.
        folder: where the temporary folder is made.
    """

    def __init__(
        self, memory: str = _MEMORY, processes: int | None = None, folder: Path | None = None
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="reelgraph-link-", dir=folder))
        self._connection = duckdb.connect(str(self._folder / "tables.duckdb"))
        self._connection.execute(f"set memory_limit = '{memory}'")
        self._connection.execute(f"set temp_directory = '{self._folder / 'spill'}'")
        self._connection.execute("set preserve_insertion_order = false")
        self._processes = processes or len(os.sched_getaffinity(0))
        self._rows = 0
        self._steps = 0
        self._pool: Pool | None = None

    def source(self, name: str, source: Path | pa.Table) -> None:
        """Reads a file as texts, or takes an Arrow table."""
        if isinstance(source, pa.Table):
            self._connection.register("arrow_source", source)
            self._connection.execute(f"create or replace table {name} as select * from arrow_source")
            self._connection.unregister("arrow_source")
        elif source.suffix.lower() == ".parquet":
            self._connection.execute(
                f"create or replace view {name} as select * from read_parquet('{_quoted(source)}')"
            )
        else:
            tabs = source.suffix.lower() in {".tsv", ".tab"}
            how = "delim='\\t', quote=''" if tabs else "delim=',', quote='\"'"
            how = how.replace("\\t", "\t")
            self._connection.execute(
                f"create or replace view {name} as select * from "
                f"read_csv('{_quoted(source)}', header=true, all_varchar=true, {how})"
            )
        self._rows = self._connection.execute(f"select count(*) from {name}").fetchall()[0][0]
        share = max(1, round(self._rows / 400_000))
        self.slices = share

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""
        return [row[0] for row in self._connection.execute(f"describe {name}").fetchall()]

    def make(self, name: str, sql: str) -> None:
        """Makes a table of a query."""
        self._connection.execute(f"create or replace table {name} as {sql}")

    def map(self, name: str, queries: list[str], work: Work, *, rows: int) -> None:
        """Streams the queries through the work, into a Parquet file that becomes the table."""
        path = self._folder / f"{name}.parquet"
        with pq.ParquetWriter(path, work.schema, compression="zstd") as writer:
            for batch in self._worked(queries, work, rows):
                if batch.num_rows:
                    writer.write_batch(batch)
        self._connection.execute(
            f"create or replace table {name} as select * from read_parquet('{_quoted(path)}')"
        )
        path.unlink()

    def _worked(self, queries: list[str], work: Work, rows: int) -> Iterator[pa.RecordBatch]:
        if self._processes == 1 or self._rows < _WORTH_A_POOL:
            for batch in self._batches(queries, rows):
                yield work(batch)
            return
        if self._pool is None:
            # Started anew, not forked: DuckDB's threads would not survive a fork.
            self._pool = multiprocessing.get_context("spawn").Pool(self._processes)
        kept = self._folder / f"work-{self._steps}.pickle"
        self._steps += 1
        kept.write_bytes(pickle.dumps(work))
        # As many batches are under way as keep every process busy: the rest waits in the query.
        room = threading.BoundedSemaphore(3 * self._processes)

        def fed() -> Iterator[tuple[str, pa.RecordBatch]]:
            for batch in self._batches(queries, rows):
                room.acquire()
                yield str(kept), batch

        for done in self._pool.imap_unordered(_run, fed()):
            room.release()
            yield done
        kept.unlink()

    def _batches(self, queries: list[str], rows: int) -> Iterator[pa.RecordBatch]:
        for query in queries:
            cursor = self._connection.cursor()
            reader = cursor.sql(query).to_arrow_reader(rows)
            yield from reader
            cursor.close()

    def fetch(self, sql: str) -> pa.Table:
        """The rows of a query."""
        return self._connection.sql(sql).to_arrow_table()

    def write(self, sql: str, path: Path) -> None:
        """Writes the rows of a query as Parquet."""
        self._connection.execute(f"copy ({sql}) to '{_quoted(path)}' (format parquet, compression zstd)")

    def drop(self, *names: str) -> None:
        """Forgets tables and views."""
        for name in names:
            kind = "view" if name == "source_rows" and not self._is_table(name) else "table"
            self._connection.execute(f"drop {kind} if exists {name}")

    def _is_table(self, name: str) -> bool:
        found = self._connection.execute(
            "select count(*) from information_schema.tables where table_name = ? and table_type like 'BASE%'",
            [name],
        )
        return bool(found.fetchall()[0][0])

    def close(self) -> None:
        """Closes the database and removes its folder."""
        if self._pool is not None:
            self._pool.close()
            self._pool.join()
        self._connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@lru_cache(maxsize=1)
def _work(kept: str) -> Work:
    """The step that a process of the pool works on: read once, so that a model travels once."""
    work: Work = pickle.loads(Path(kept).read_bytes())  # noqa: S301 -- written by this engine a moment ago
    return work


def _run(task: tuple[str, pa.RecordBatch]) -> pa.RecordBatch:
    kept, batch = task
    return _work(kept)(batch)
