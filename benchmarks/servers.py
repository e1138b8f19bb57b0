"""The servers that the serving benchmark compares: each started as its user starts it, over one graph.

All listen on the loopback. What a process takes of memory is read from Linux' /proc; elsewhere nothing
is said about it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from benchmarks.ending import end
from benchmarks.family import family
from benchmarks.questions import PATH
from benchmarks.sampling import Sampling

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT = Path(__file__).resolve().parents[1]
#: Where `make fuseki` puts the jar.
_FUSEKI = Path(os.environ.get("REELGRAPH_FUSEKI_JAR", _ROOT / "build" / "fuseki" / "jena-fuseki-server.jar"))
#: How long a server may take until it answers; rdflib reads a million triples in a minute.
_START_SECONDS = 600.0


class NotInstalled(Exception):
    """A peer that is not here; the message says how to get it."""


class Server:
    """A server process as a context, stopped by SIGTERM at the end.

    Args:
        name: what the tables call it.
        command: how it is started; ``{port}`` stands for the port.
        path: where its endpoint is.
        settings: environment variables.
    """

    def __init__(
        self, name: str, command: list[str], path: str, settings: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._command = command
        self._path = path.encode()
        self._settings = dict(settings or {})

    def __enter__(self) -> Self:
        self.port = _free_port()
        self._printed = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in self._command],
            cwd=_ROOT, env={**os.environ, **self._settings}, stdout=self._printed, stderr=self._printed,
            process_group=0,
        )  # fmt: skip
        last = time.monotonic() + _START_SECONDS
        try:
            while time.monotonic() < last and self.process.poll() is None:
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                    return self
                time.sleep(0.05)
        except BaseException:
            self.__exit__()
            raise
        self.__exit__()
        raise RuntimeError(f"{self.name} did not start: {self._said}")

    def __exit__(self, *_: object) -> None:
        end(self.process)
        self._printed.seek(0)
        self._said = self._printed.read().decode("utf-8", "replace")[-2_000:]
        self._printed.close()

    def requests(self, requests: list[bytes]) -> list[bytes]:
        """Requests as this server takes them, at its own path."""
        own, usual = b"GET " + self._path + b"?", f"GET {PATH}?".encode()
        return requests if own == usual else [item.replace(usual, own, 1) for item in requests]

    def memory(self) -> dict[str, Memory]:
        """What each process takes, by the kind of process and its id."""
        found: dict[str, Memory] = {}
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):
                found[f"{_kind(pid)} {pid}"] = Memory.of(pid)
        return found


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of a process, in bytes.

    ``private`` is what it alone holds; ``resident`` counts shared pages (code, mapped files) whole, in
    each process that maps them; ``proportional`` (PSS) shares those out.
    """

    resident: int
    proportional: int
    private: int

    @classmethod
    def of(cls, pid: int) -> Memory:
        """That of a process now. Raises OSError where it is gone."""
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        kb = {name: int(value) for name, value in re.findall(r"^(\w+): +(\d+) kB$", text, re.MULTILINE)}
        private = kb["Private_Clean"] + kb["Private_Dirty"]
        return cls(kb["Rss"] * 1024, kb["Pss"] * 1024, private * 1024)

    def most(self, other: Memory) -> Memory:
        """The larger of each figure."""
        return Memory(
            max(self.resident, other.resident),
            max(self.proportional, other.proportional),
            max(self.private, other.private),
        )


class Peak(Sampling):
    """The most memory of every process of a server while the context lasts, looked at every 10 ms."""

    def __init__(self, server: Server) -> None:
        super().__init__(0.01)
        self._server = server
        self.found: dict[str, Memory] = {}

    def look(self) -> None:
        """See :class:`Sampling`."""
        for name, now in self._server.memory().items():
            before = self.found.get(name)
            self.found[name] = now.most(before) if before else now


def ours(data: Path, settings: Mapping[str, str]) -> Server:
    """``reelgraph serve`` over a dataset."""
    command = [sys.executable, "-m", "server", "--data", str(data), "serve", "--port", "{port}"]
    variables = {f"REELGRAPH_{name.upper()}": value for name, value in settings.items()}
    return Server("reelgraph", command, PATH, variables)


def oxigraph(store: Path | None, program: str | None = None) -> Server:
    """Oxigraph's own server over a store of its own, or (None) in memory. Raises NotInstalled."""
    place = [] if store is None else ["--location", str(store)]
    command = [_program("oxigraph", program), "serve", *place, "--bind", "127.0.0.1:{port}"]
    return Server("oxigraph", command, "/query")


def fuseki(folder: Path, heap: str) -> Server:
    """Apache Jena Fuseki in memory, with a folder for its own files. Raises NotInstalled.

    Args:
        folder: it writes its configuration there.
        heap: the most memory that Java may take, as ``-Xmx`` has it (``4g``).
    """
    java = shutil.which("java")
    if java is None or not _FUSEKI.exists():
        raise NotInstalled("Fuseki is not installed here (make fuseki; Java 17 or newer): left out.")
    command = [java, f"-Xmx{heap}", "-jar", str(_FUSEKI), "--port", "{port}", "--localhost", "--mem"]
    return Server("fuseki", [*command, "--update", "/ds"], "/ds", {"FUSEKI_BASE": str(folder)})


def rdflib_endpoint(file: Path, program: str | None = None) -> Server:
    """rdflib-endpoint over a file of N-Triples, in rdflib's memory. Raises NotInstalled."""
    found = _program("rdflib-endpoint", program)
    command = [found, "serve", "--host", "127.0.0.1", "--port", "{port}", str(file)]
    return Server("rdflib-endpoint", command, "/")


def _program(name: str, given: str | None) -> str:
    beside = Path(sys.executable).parent / name
    found = shutil.which(given) if given else str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        extra = "[cli]" if name == "rdflib-endpoint" else ""
        raise NotInstalled(f'{name} is not installed here (pip install "{name}{extra}"): left out.')
    return found


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _kind(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
    for part, kind in (
        ("graph.store.worker", "worker"),
        ("multiprocessing.spawn", "serving process"),
        ("multiprocessing.resource_tracker", "resource tracker"),
        ("-m server", "supervisor"),
    ):
        if part in command:
            return kind
    return Path(command.partition(" ")[0]).name
