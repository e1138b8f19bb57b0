"""Reading on Apache Spark: the same readers, in the processes of a cluster's executors.

A document becomes the same bytes there as here, so what is published does not depend on who read it. The
executors must see the documents at the paths that they have here, and have Reelgraph installed. Needs the
extra ``spark`` (PySpark) and Java 17; without a session of the caller's, a local one is started.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Self

from graph.linking.spark_engine import local_session, quiet
from graph.readers.pool import Answer, Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession

    from graph.intake.outcome import Options, Task
    from graph.readers.process import Limits

#: Documents that are handed to Spark at a time, and those that one of its tasks reads.
_BATCH, _PART = 20_000, 200


class SparkReaders:
    """Has documents read by Spark; in place of :class:`graph.readers.Readers`.

    Args:
        limits: what reading one document may take; each is read in a process of its own there, too.
        session: the session to use; a local one on all cores without a word, which ends with this.
    """

    @quiet
    def __init__(self, limits: Limits, session: SparkSession | None = None) -> None:
        self._limits = limits
        self._own = session is None
        self._session = session or local_session()
        self._told: tuple[Path | None, Options | None] = None, None

    def tell(self, spool: Path, options: Options) -> None:
        """Tells what all readers are to know; see :class:`graph.readers.Readers`."""
        self._told = spool, options

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, tasks: Iterable[Task], stop: Callable[[], bool]) -> Iterator[Answer]:
        """Has documents read, and gives the answers in the documents' order.

        Args:
            tasks: the documents.
            stop: asked between answers; once it says yes, no more come.
        """
        waiting = iter(tasks)
        while not stop() and (batch := list(islice(waiting, _BATCH))):
            for answer in self._read(batch):
                if stop():
                    return
                yield answer

    @quiet
    def close(self) -> None:
        """Ends the session, where it is our own; a second time it does nothing."""
        if self._own:
            self._own = False
            self._session.stop()

    def _read(self, batch: list[Task]) -> Iterator[Answer]:
        parts = max(1, len(batch) // _PART)
        rows = self._session.sparkContext.parallelize(batch, parts)
        read = rows.mapPartitions(partial(_read_part, self._limits, self._told))
        # One part after the other, the next one being read meanwhile: memory holds two.
        yield from read.toLocalIterator(prefetchPartitions=True)


def _read_part(
    limits: Limits, told: tuple[Path | None, Options | None], tasks: Iterable[Task]
) -> Iterator[Answer]:
    """Reads some documents on an executor."""
    spool, options = told
    with Readers(limits, most=1) as readers:
        if spool is not None and options is not None:
            readers.tell(spool, options)
        yield from readers.read(tasks, lambda: False)
