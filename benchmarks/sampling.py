"""Something that is looked at again and again while something else goes on."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import Self


class Sampling(ABC):
    """A context manager that calls :meth:`look` now and then, in a thread of its own, as long as it lasts.

    So what is watched is not taken to last until the next look.

    Args:
        every: seconds between two looks.
    """

    def __init__(self, every: float) -> None:
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @abstractmethod
    def look(self) -> None:
        """Looks once."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            self.look()
