"""Requests to addresses outside on behalf of a query or an update, each in a process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from graph.store.reasons import WithReason

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_SECONDS = 0.2
#: How long a process may take to start, which is no fault of the service that it asks.
_START_SECONDS = 2.0
_KEPT_BACK = ("REELGRAPH_TOKEN",)


class FetchFailed(WithReason):
    """A request that came to nothing. ``reason`` is one of the constants of this class."""

    REFUSED = "refused"
    FAILED = "failed"
    DEADLINE = "deadline"
    GONE = "gone"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Errand:
    """One request: ``query`` asked of the service at ``url``, or (None) the document at ``url``.

    ``places`` is the list of :func:`graph.store.outside.read_places`; ``seconds`` and ``size`` (bytes) bound
    the answer, which is written to the file ``out``: a document as it came, solutions as a VALUES block.
    ``mark`` is what the IRIs begin with that stand for the blank nodes of solutions.
    """

    url: str
    out: str
    places: str
    seconds: float
    size: int
    redirects: int
    query: str | None = None
    mark: str = "urn:blank:"


class Fetchers:
    """Does errands, ``size`` at the same time, each with at most ``memory`` bytes of address space."""

    def __init__(self, size: int, memory: int) -> None:
        self._memory = memory
        self._places = threading.Semaphore(size)

    def run(self, errand: Errand, deadline: float, gone: Callable[[], bool] | None = None) -> dict[str, Any]:
        """Does an errand before ``deadline``, a moment of ``time.monotonic()``.

        Returns ``rows`` for a query, ``type`` (its media type) for a document.

        Raises:
            FetchFailed: it came to nothing, with the reason.
        """
        end = min(deadline, time.monotonic() + errand.seconds + _START_SECONDS)
        if not self._places.acquire(timeout=max(0.0, end - time.monotonic())):
            raise FetchFailed(FetchFailed.BUSY, "too many requests to other services are under way")
        try:
            said = self._done(errand, end, gone)
        finally:
            self._places.release()
        if "kind" in said:
            raise FetchFailed(str(said["kind"]), str(said["message"]))
        return said

    def _done(self, errand: Errand, end: float, gone: Callable[[], bool] | None) -> dict[str, Any]:
        environment = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
        # -P keeps the current directory off the path: nothing there may pose as a module of ours.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.store.fetcher"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RUST_BACKTRACE": "0"},
        )
        line: bytes | None = json.dumps({**asdict(errand), "memory": self._memory}).encode() + b"\n"
        try:
            while True:
                left = end - time.monotonic()
                if left <= 0:
                    raise FetchFailed(FetchFailed.DEADLINE, "no answer in time")
                if gone is not None and gone():
                    raise FetchFailed(FetchFailed.GONE)
                try:
                    answer, _ = process.communicate(line, timeout=min(left, _LOOK_SECONDS))
                except subprocess.TimeoutExpired:
                    line = None  # it has been sent, and asking again goes on with it
                    continue
                break
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.communicate()
        if not answer:
            raise FetchFailed(FetchFailed.FAILED, "the answer brought the reader down")
        said: dict[str, Any] = json.loads(answer)
        return said
