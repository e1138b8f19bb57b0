"""A server as a user starts it, and what the tests ask about its processes."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
#: Every limit in time but the one that a test is about: a process that is not scheduled for some seconds, as
#: happens where others work on the machine, too, is no failure.
PATIENT = {"query_seconds": 60, "queue_seconds": 60, "request_seconds": 60, "write_seconds": 600}
#: How long something is waited for that comes at once on a machine with nothing else to do.
LONG = 120.0
#: Processes for queries that a server has where nothing is said: four, and one in reserve.
WORKERS = 5


class Server:
    """``python -m server --data D serve --port 0`` as a context; settings beside those of ``PATIENT``."""

    def __init__(self, data: Path, **settings: object) -> None:
        self.data = data
        self._settings = {
            f"REELGRAPH_{name.upper()}": str(value) for name, value in {**PATIENT, **settings}.items()
        }

    def __enter__(self) -> Self:
        self._errors = open(self.data.parent / "errors.txt", "w+", encoding="utf-8")  # noqa: PTH123
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "--data", str(self.data), "serve", "--port", "0"],
            cwd=ROOT, env={**os.environ, **self._settings}, stdout=self._errors, stderr=self._errors,
            start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + LONG
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", self.printed())):
            if time.monotonic() > end or self.process.poll() is not None:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"the server did not start: {self.printed()}")
            time.sleep(0.05)
        self.port = int(found[1])
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=LONG)
        finally:
            self.process.kill()
            self._errors.close()

    def printed(self) -> str:
        """What it has printed so far."""
        return (self.data.parent / "errors.txt").read_text(encoding="utf-8")

    def ask(
        self,
        target: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = LONG,
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def query(self, text: str, **parameters: Any) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One query by GET."""
        more = "".join(f"&{name}={quote(str(value))}" for name, value in parameters.items())
        return self.ask(f"/sparql?query={quote(text, safe='')}{more}")

    def processes(self) -> dict[int, int]:
        """Memory of the server's processes in bytes, by process id: what they alone hold."""
        found = {}
        for pid in _family(self.process.pid):
            with contextlib.suppress(OSError):
                _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
                found[pid] = (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
        return found

    def processor_seconds(self) -> dict[int, float]:
        """What each of the server's processes has worked so far, by process id."""
        return processor_seconds(self.process.pid)

    def workers(self) -> list[int]:
        """The process ids of those that evaluate queries."""
        found = []
        for pid in _family(self.process.pid):
            with contextlib.suppress(OSError):
                if b"graph.store.worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
        return found

    def has_workers(self, count: int = WORKERS) -> bool:
        """Whether it has all its workers, and each has said that it is ready."""
        found = self.workers()
        return len(found) == count and all(_has_written(pid) for pid in found)

    def metric(self, name: str) -> int:
        """A number of ``/metrics``, by its name with its labels."""
        lines = self.ask("/metrics")[2].decode().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(f"{name} ")))

    def busy(self) -> int:
        """How many queries are being evaluated."""
        return self.metric("reelgraph_workers_busy")

    def settled(self, seconds: float = LONG) -> dict[int, int]:
        """The processes once they are as many as without work, or after ``seconds``."""
        end = time.monotonic() + seconds
        while len(self.processes()) != self.at_rest and time.monotonic() < end:
            time.sleep(0.1)
        return self.processes()

    at_rest = -1


def within(seconds: float, holds: Callable[[], object]) -> bool:
    """Waits until something holds. False where it does not within ``seconds``."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def runs(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def _has_written(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return re.search(r"^wchar: [1-9]", Path(f"/proc/{pid}/io").read_text(), re.MULTILINE) is not None
    return False


def processor_seconds(pid: int) -> dict[int, float]:
    """What a process and those that it started have worked so far, by process id."""
    found = {}
    for each in _family(pid):
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            found[each] = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    return found


def _family(pid: int) -> Iterator[int]:
    waiting, children = [pid], _children()
    while waiting:
        yield (each := waiting.pop())
        waiting += children.get(each, ())


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(stat.parent.name))
    return found
