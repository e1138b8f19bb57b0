"""Tables on Apache Spark: the same SQL in Spark's dialect, the same batches on its workers.

Needs the extra ``spark`` (PySpark) and Java 17. Without a session of the caller's, a local one is started.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pyarrow as pa
import sqlglot

from graph.linking.engine import Engine, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import DataFrame, SparkSession


P = ParamSpec("P")
R = TypeVar("R")


def quiet(method: Callable[P, R]) -> Callable[P, R]:
    """Without PySpark's warnings of what it has not tried yet itself: we use none of its pandas."""

    @wraps(method)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            warnings.simplefilter("ignore", ResourceWarning)
            return method(*args, **kwargs)

    return wrapped


class SparkEngine(Engine):
    """Spark, with each step's table kept as Parquet in a folder, so that no plan grows without end.

    Args:
        session: the session to use; a local one on all cores without a word, which ends with the engine.
        folder: where the tables are kept: on a cluster a path that all its machines see.
    """

    @quiet
    def __init__(self, session: SparkSession | None = None, folder: str | None = None) -> None:
        self._own = session is None
        self._session = session or local_session()
        self._folder = folder or tempfile.mkdtemp(prefix="reelgraph-link-")
        self._temporary = folder is None
        self._made = 0

    @quiet
    def source(self, name: str, source: Path | pa.Table) -> None:
        """Reads a file as texts, or takes an Arrow table."""
        if isinstance(source, pa.Table):
            frame = self._session.createDataFrame(source)
        elif source.suffix.lower() == ".parquet":
            frame = self._session.read.parquet(str(source))
        else:
            tabs = source.suffix.lower() in {".tsv", ".tab"}
            frame = self._session.read.csv(
                str(source),
                sep="\t" if tabs else ",",
                header=True,
                quote="" if tabs else '"',
                escape='"',
                emptyValue="",
                multiLine=not tabs,
                enforceSchema=False,
            )
        frame.createOrReplaceTempView(name)

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""
        return list(self._session.table(name).columns)

    def make(self, name: str, sql: str) -> None:
        """Makes a table of a query."""
        self._keep(name, self._query(sql))

    @quiet
    def map(self, name: str, queries: list[str], work: Work, *, rows: int) -> None:
        """Sends the queries' rows through the work, on Spark's workers."""
        self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(rows))
        frames = [self._query(query).mapInArrow(_each(work), schema=_ddl(work.schema)) for query in queries]
        frame = frames[0]
        for other in frames[1:]:
            frame = frame.unionAll(other)
        self._keep(name, frame)

    @quiet
    def fetch(self, sql: str) -> pa.Table:
        """The rows of a query."""
        return self._query(sql).toArrow()

    def write(self, sql: str, path: Path) -> None:
        """Writes the rows of a query as a folder of Parquet files."""
        self._query(sql).write.mode("overwrite").parquet(str(path))

    def drop(self, *names: str) -> None:
        """Forgets tables."""
        for name in names:
            self._session.catalog.dropTempView(name)

    def close(self) -> None:
        """Ends a session of our own, and removes the temporary folder."""
        if self._own:
            self._session.stop()
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _query(self, sql: str) -> DataFrame:
        return self._session.sql(sqlglot.transpile(sql, read="duckdb", write="spark")[0])

    def _keep(self, name: str, frame: DataFrame) -> None:
        self._made += 1
        path = f"{self._folder}/{name}-{self._made}"
        frame.write.parquet(path)
        self._session.read.parquet(path).createOrReplaceTempView(name)


def _each(work: Work) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def through(received: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in received:
            yield work(batch)

    return through


_TYPES = {
    "string": "string",
    "int64": "bigint",
    "double": "double",
    "bool": "boolean",
    "list<item: int64>": "array<bigint>",
}


def _ddl(schema: pa.Schema) -> str:
    return ", ".join(f"{each.name} {_TYPES[str(each.type).replace('element', 'item')]}" for each in schema)


def local_session() -> SparkSession:
    """A session on all cores of this machine, that says nothing."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an optional extra

    # The workers run this interpreter and see this installation.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    root = str(Path(__file__).resolve().parents[2])
    return (
        SparkSession.builder.master("local[*]")
        .appName("reelgraph-link")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 1)))
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executorEnv.PYTHONPATH", root)
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
