"""Filling a store while the rest of a run goes on: JSON-LD in, from one thread, a large part at a time.

pyoxigraph lets other threads run while it parses and sorts, so that loading costs a run no time of its own
where there is a second core. What waits for its turn waits in a file. A run that fills an empty store holds
all of it back while it reads, which takes all cores, and loads while it links, which is one core's work;
where that is much, in a process of its own (:mod:`graph.filling.process`).
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
from graph.filling.process import Filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

#: Bytes of JSON-LD loaded at a time: some 38,000 quads, which take some 50 MB while they are sorted. In parts
#: four times as large, which the processor's cache does not hold, 6.5 million quads took 49 s instead of 32,
#: beside what merging took.
_LOAD = 2_000_000
#: An empty store that at least so much waits for is filled by a process of its own.
_APART = 8_000_000
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
        adopt: told of another store that takes the place of this one, with all that this one had; None where
            none may.

    Attributes:
        store: the store; another one after :meth:`settle`, maybe.
    """

    def __init__(
        self,
        store: ox.Store,
        folder: Path,
        *,
        held: bool = False,
        adopt: Callable[[ox.Store], None] | None = None,
    ) -> None:
        self.store = store
        self._adopt = adopt
        self._filling: Filling | None = None
        self._folder = folder
        self._held = held
        self._waiting: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._end = 0
        #: Where the parts that wait stand in the file, and how many were handed over and loaded. A part of
        #: no length says that there are no more for the process that fills the store.
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

    def conclude(self) -> None:
        """Has everything loaded that was handed over, and does not wait for it."""
        if self._waiting or self._given > self._done:
            self.let_go()
        if self._thread is None and self._size <= _FEW:
            self._load_few()
        elif self._waiting:
            self._hand_over()
        if self._filling is not None:
            self._given += 1
            self._queue.put((0, 0))

    def settle(self) -> None:
        """Waits until everything is in the store.

        Raises:
            Exception: a part could not be loaded; its own.
        """
        self.conclude()
        if self._thread is not None:
            self._queue.join()
            self._raise()

    def close(self) -> None:
        """Ends the thread; what was not loaded yet is lost, unless all was settled."""
        self._waiting = []
        filling, self._adopt = self._filling, None
        if filling is not None:
            filling.kill()
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
            if self._adopt is not None and self._end >= _APART and next(iter(self.store), None) is None:
                assert self._file is not None  # noqa: S101 - that much was written into it
                self._filling = Filling(self._folder / "filled", self._file.fileno())
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
            self.store.load(nodes.document(part), format=nodes.FORM)

    def _raise(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _work(self) -> None:
        while (part := self._queue.get()) is not None:
            try:
                if self._failed is None:
                    self._load(*part)
            except BaseException as error:  # noqa: BLE001 - raised where the next part is handed over
                self._failed = error
            finally:
                self._done += 1
                self._queue.task_done()

    def _load(self, start: int, length: int) -> None:
        if self._filling is None:
            if length:
                self.store.bulk_load(self._read(start, length), format=nodes.FORM)
        elif length:
            self._filling.load(start, length)
        else:
            self._take_over(self._filling)

    def _take_over(self, filling: Filling) -> None:
        """Puts the store that was filled in the place of the one that was empty then."""
        filling.end()
        self._filling = None
        before, self.store = self.store, ox.Store(str(filling.path))
        self.store.optimize()
        self.store.extend(before)
        if self._adopt is not None:
            self._adopt(self.store)

    def _read(self, start: int, length: int) -> bytes:
        assert self._file is not None  # noqa: S101 - the part was written into it
        return os.pread(self._file.fileno(), length, start)
