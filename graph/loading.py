"""Filling a store while the rest of a run goes on: JSON-LD in, from one thread, a large part at a time.

pyoxigraph lets other threads run while it parses and sorts, so that loading costs a run no time of its own
where there is a second core. Nothing that is handed over can be read before :meth:`Loader.settle`.
"""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Bytes of JSON-LD loaded at a time: some 70,000 quads, which take some 100 MB while they are sorted.
_LOAD = 4_000_000


class Loader:
    """Loads what it is handed into a store.

    Args:
        store: the store; others may read from it and write to it meanwhile.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._waiting: list[bytes] = []
        self._size = 0
        # One part waits while one is loaded: whoever makes more waits, too.
        self._queue: queue.Queue[list[bytes] | None] = queue.Queue(maxsize=1)
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

    def settle(self) -> None:
        """Waits until everything is in the store.

        Raises:
            Exception: a part could not be loaded; its own.
        """
        if self._waiting:
            self._hand_over()
        if self._thread is not None:
            self._queue.join()
            self._raise()

    def close(self) -> None:
        """Ends the thread; what was not loaded yet is lost, unless all was settled."""
        self._waiting = []
        if self._thread is not None:
            with suppress(queue.Empty):
                self._queue.get_nowait()
                self._queue.task_done()
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _hand_over(self) -> None:
        self._raise()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="loader", daemon=True)
            self._thread.start()
        part, self._waiting, self._size = self._waiting, [], 0
        self._queue.put(part)

    def _raise(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _work(self) -> None:
        while (part := self._queue.get()) is not None:
            try:
                if self._failed is None:
                    self._store.bulk_load(nodes.document(part), format=ox.RdfFormat.JSON_LD)
            except BaseException as error:  # noqa: BLE001 - raised where the next part is handed over
                self._failed = error
            finally:
                self._queue.task_done()
