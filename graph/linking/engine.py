"""What an engine for tables has to do: SQL, and batches of rows through a function."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    import pyarrow as pa


class Work(Protocol):
    """A step on batches: called with one batch, returns one batch of ``schema``. Can be pickled."""

    schema: pa.Schema

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch that one batch becomes."""


class Engine(ABC):
    """Runs the steps of ``tables``; SQL is DuckDB's, which other engines have translated.

    ``slices`` is into how many parts large steps are cut so that memory stays flat; an engine that
    manages its memory itself says 1.
    """

    slices: int = 1

    @abstractmethod
    def source(self, name: str, source: Path | pa.Table) -> None:
        """Makes a table of a CSV, TSV or Parquet file, every column a text, or of an Arrow table."""

    @abstractmethod
    def columns(self, name: str) -> list[str]:
        """The columns of a table."""

    @abstractmethod
    def make(self, name: str, sql: str) -> None:
        """Makes a table of a query."""

    @abstractmethod
    def map(self, name: str, queries: list[str], work: Work, *, rows: int) -> None:
        """Makes a table of what ``work`` makes of the queries' rows, some ``rows`` at a time."""

    @abstractmethod
    def fetch(self, sql: str) -> pa.Table:
        """The rows of a query."""

    @abstractmethod
    def write(self, sql: str, path: Path) -> None:
        """Writes the rows of a query as Parquet."""

    @abstractmethod
    def drop(self, *names: str) -> None:
        """Forgets tables that are needed no more."""

    @abstractmethod
    def close(self) -> None:
        """Ends the engine and removes what it kept on disk."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
