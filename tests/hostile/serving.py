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
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """``python -m server --data D serve --port 0`` as a context."""

    def __init__(self, data: Path, **settings: object) -> None:
        self._data = data
        self._settings = {f"REELGRAPH_{name.upper()}": str(value) for name, value in settings.items()}

    def __enter__(self) -> Self:
        self._errors = open(self._data.parent / "errors.txt", "w+", encoding="utf-8")  # noqa: PTH123
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "--data", str(self._data), "serve", "--port", "0"],
            cwd=ROOT, env={**os.environ, **self._settings}, stdout=self._errors, stderr=self._errors,
            start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 30
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", self.printed())):
            assert time.monotonic() < end, f"the server did not start: {self.printed()}"
            time.sleep(0.05)
        self.port = int(found[1])
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self._errors.close()

    def printed(self) -> str:
        """What it has printed so far."""
        return (self._data.parent / "errors.txt").read_text(encoding="utf-8")

    def ask(
        self,
        target: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 30,
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
        for pid in self._family():
            with contextlib.suppress(OSError):
                _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
                found[pid] = (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
        return found

    def processor_seconds(self) -> dict[int, float]:
        """What each of the server's processes has worked so far, by process id."""
        found = {}
        for pid in self._family():
            with contextlib.suppress(OSError):
                stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                found[pid] = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        return found

    def _family(self) -> Iterator[int]:
        waiting, children = [self.process.pid], _children()
        while waiting:
            yield (pid := waiting.pop())
            waiting += children.get(pid, ())

    def settled(self, seconds: float = 10) -> dict[int, int]:
        """The processes once they are as many as without work, or after ``seconds``."""
        end = time.monotonic() + seconds
        while len(self.processes()) != self.at_rest and time.monotonic() < end:
            time.sleep(0.1)
        return self.processes()

    at_rest = -1


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(stat.parent.name))
    return found
