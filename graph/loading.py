"""Filling a store while the rest of a run goes on: JSON-LD in, from one thread, a large part at a time.

pyoxigraph lets other threads run while it parses and sorts, so that loading costs a run no time of its own
where there is a second core. What waits for its turn waits in a file. A run that fills an empty store holds
all of it back while it reads, which takes all cores, and loads while it links, which is one core's work.
Nothing that is handed over can be read before :meth:`Loader.settle`.
"""

from __future__ import annotations

import os
import queue
import tempfile
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Bytes of JSON-LD loaded at a time: some 150,000 quads, which take some 200 MB while they are sorted. Each
#: part is files of its own in the store, which are merged again and again with all others: of 2.4 million
#: quads that was 39% of the work in parts of 64,000; in parts three times as large all of it took an eighth
#: less.
_LOAD = 8_000_000
#: As much as comes of a few pages is written as everything else is. Loaded in bulk it would be files of its
#: own in the store, beside those of what else the run writes, and two of a kind are enough to be merged with
#: the rest: measured on a store of 2.4 million quads, 0.2 s of processor time for each version.
_FEW = 400_000


class Loader:
    """Loads what it is handed into a store.

    Args:
        store: the store; others may read from it and write to it meanwhile.
        folder: where parts may wait, in a file without a name.
        held: whether they all wait until they are let go.
    """

    def __init__(self, store: ox.Store, folder: Path, *, held: bool = False) -> None:
        self._store = store
        self._folder = folder
        self._held = held
        self._waiting: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._end = 0
        #: Where the parts that wait stand in the file, and how many were handed over and loaded.
        self._queue: queue.Queue[tuple[int, int] | None] = queue.Queue()
        self._given = self._done = 0
        self._thread: threading.Thread | None = None
        self._failed: BaseException | None = None

    def add(self, members: Iterable[bytes]) -> None:
        """Takes parts of a JSON-LD document (:func:`graph.nodes.members`).

        Raises:
            Exception: an earlier part could not be loaded; its own.
        """
        for member in members:
            self._waiting.append(member)
            self._size += len(member)
            if self._size >= _LOAD:
                self._hand_over()

    def let_go(self) -> None:
        """Begins to load what was held back, and holds nothing back any more."""
        self._held = False
        if self._given > self._done:
            self._start()

    def settle(self) -> None:
        """Waits until everything is in the store.

        Raises:
            Exception: a part could not be loaded; its own.
        """
        if self._waiting or self._given > self._done:
            self.let_go()
        if self._thread is None and self._size <= _FEW:
            self._load_few()
        elif self._waiting:
            self._hand_over()
        if self._thread is not None:
            self._queue.join()
            self._raise()

    def close(self) -> None:
        """Ends the thread; what was not loaded yet is lost, unless all was settled."""
        self._waiting = []
        if self._thread is not None:
            with suppress(queue.Empty):
                while True:
                    self._queue.get_nowait()
                    self._queue.task_done()
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        if self._file is not None:
            self._file.close()
            self._file = None

    def _hand_over(self) -> None:
        self._raise()
        part, self._waiting, self._size = self._waiting, [], 0
        self._queue.put(self._write(nodes.document(part)))
        self._given += 1
        if not self._held:
            self._start()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="loader", daemon=True)
            self._thread.start()

    def _write(self, text: bytes) -> tuple[int, int]:
        """Writes a part into the file; gives where it begins and how long it is."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115
        if self._given == self._done:
            self._end = 0  # nothing waits: the file need not grow
        start, left = self._end, memoryview(text)
        while left:
            written = os.pwrite(self._file.fileno(), left, self._end)
            self._end, left = self._end + written, left[written:]
        return start, len(text)

    def _load_few(self) -> None:
        part, self._waiting, self._size = self._waiting, [], 0
        if part:
            self._store.load(nodes.document(part), format=ox.RdfFormat.JSON_LD)

    def _raise(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _work(self) -> None:
        while (part := self._queue.get()) is not None:
            try:
                if self._failed is None:
                    self._store.bulk_load(self._read(*part), format=ox.RdfFormat.JSON_LD)
            except BaseException as error:  # noqa: BLE001 - raised where the next part is handed over
                self._failed = error
            finally:
                self._done += 1
                self._queue.task_done()

    def _read(self, start: int, length: int) -> bytes:
        assert self._file is not None  # noqa: S101 - the part was written into it
        return os.pread(self._file.fileno(), length, start)
