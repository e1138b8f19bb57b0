"""SPARQL stores of other people's making, each started as its user starts it, on the loopback and empty."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
#: Where `make fuseki` puts the jar.
FUSEKI = Path(os.environ.get("REELGRAPH_FUSEKI_JAR", ROOT / "build" / "fuseki" / "jena-fuseki-server.jar"))


class NotHere(Exception):
    """A store that this machine has not; the message says how to get it."""


class Store:
    """A store's process as a context.

    Attributes:
        name: what tests call it.
        spec: what ``--store`` is given for it.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        spec: str,
        settings: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self._command = command
        self._spec = spec
        self._settings = dict(settings or {})
        self._files = dict(files or {})

    def __enter__(self) -> Self:
        self.port = quiet_port()
        self.spec = self._spec.format(port=self.port)
        self._folder = tempfile.TemporaryDirectory()
        for name, text in self._files.items():
            (Path(self._folder.name) / name).write_text(
                text.format(port=self.port, other=quiet_port()), encoding="utf-8"
            )
        self.start()
        return self

    def start(self) -> None:
        """Starts it, empty where it keeps its data in memory; returns when it answers."""
        with (Path(self._folder.name) / "printed.txt").open("ab") as printed:
            self.process = subprocess.Popen(
                [part.format(port=self.port) for part in self._command],
                cwd=self._folder.name, env={**os.environ, **self._settings}, stdout=printed, stderr=printed,
            )  # fmt: skip
        ask = f"{self.spec.split()[0].removeprefix('query=')}?query=ASK%7B%7D"
        end = time.monotonic() + 240
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(ask, timeout=60):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} did not start: {self.printed()}")

    def stop(self) -> None:
        """Stops it."""
        self.process.terminate()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def printed(self) -> str:
        """The end of what it has printed."""
        return (Path(self._folder.name) / "printed.txt").read_text(encoding="utf-8", errors="replace")[-2000:]


def oxigraph() -> Store:
    """Oxigraph's own server, in memory. Raises NotHere."""
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if found is None:
        raise NotHere("This test needs Oxigraph's server; install it (pip install oxigraph).")
    here = "http://127.0.0.1:{port}"
    return Store(
        "oxigraph",
        [found, "serve", "--bind", "127.0.0.1:{port}"],
        f"query={here}/query update={here}/update graphs={here}/store",
    )


def fuseki() -> Store:
    """Apache Jena Fuseki, in memory. Raises NotHere."""
    java = shutil.which("java")
    if java is None or not FUSEKI.exists():
        raise NotHere(
            "This test needs Java 17 and Apache Jena Fuseki; get it with `make fuseki`, or name its jar in "
            "REELGRAPH_FUSEKI_JAR."
        )
    return Store(
        "fuseki",
        [
            java,
            # Compiled quickly and collected by one thread: 4.6 processor seconds in its minute, not 11.4.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-jar",
            str(FUSEKI),
            "--port",
            "{port}",
            "--localhost",
            "--mem",
            "--update",
            "/ds",
        ],
        "http://127.0.0.1:{port}/ds",
        {"FUSEKI_BASE": "run"},
    )


def virtuoso() -> Store:
    """Virtuoso, as Debian has it, where everybody may write. Raises NotHere."""
    found = shutil.which("virtuoso-t")
    if found is None or shutil.which("isql-vt") is None:
        raise NotHere(
            "This test needs Virtuoso; on Debian: apt install virtuoso-opensource-7-bin "
            "virtuoso-opensource-7-common."
        )
    here = "http://127.0.0.1:{port}/sparql"
    return Virtuoso(
        "virtuoso",
        [found, "-f", "+configfile", "virtuoso.ini"],
        f"query={here} update={here} view=http://127.0.0.1:8000/graph/view timeout=milliseconds post=form",
        files={"virtuoso.ini": _VIRTUOSO},
    )


#: The least that Virtuoso wants to be told; it makes an empty database where there is none.
_VIRTUOSO = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{other}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 1000000
"""


class Virtuoso(Store):
    """Virtuoso: its endpoint takes updates when it was told so in SQL."""

    def start(self) -> None:
        """See Store."""
        super().start()
        written = (Path(self._folder.name) / "virtuoso.ini").read_text(encoding="utf-8")
        port = written.partition("ServerPort = 127.0.0.1:")[2].split()[0]
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def quiet_port() -> int:
    """A free port of the loopback, and none that the system gives to whoever asks for any: it stays free."""
    while True:
        port = random.randrange(15_000, 30_000)
        with contextlib.closing(socket.socket()) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
