"""A soak: readers, writers, kills and full disks for an hour, and then the counts that there must be.

    python -m benchmarks.soak [--minutes 60] [--seed 1] [--disk MEGABYTES]

One server as users start it. Beside each other, until the time is over: readers ask queries, pages and
searches; somebody asks queries that have to be stopped; a writer ingests new and changed pages, rolls back,
decides, writes graphs over HTTP and lets old versions go; somebody kills the server's workers, and every
so often the ingest that is running; and the disk fills up and empties again (a file system of its own where
root may mount one, else files may not grow past a limit).

Every answer is held against what the version that it names must hold. At the end: no answer was wrong, the
last version holds what was ingested, and nothing leaked: processes, descriptors, drafts, spool files,
versions. Prints a report; exit code 1 where something is not as it must be.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.ending import program, started
from benchmarks.pages import pages
from benchmarks.servers import Server, ours
from benchmarks.small_disk import small_disk

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT = Path(__file__).resolve().parents[1]
_TOKEN = "soak"
_REVIEWS = "SELECT (COUNT(*) AS ?n) { ?r a reel:Review }"
#: What has to be stopped, or refused, every time.
_HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "SELECT * " + "{" * 3_000,
)
_STOPPED = {400, 413, 429, 503}
#: What a reader may be told instead of an answer: the queue is full, or a worker was just killed.
_PATIENCE = {429, 503}
_KEPT = 5
#: How much longer it goes on where something that must happen has not.
_LONGER_SECONDS = 600.0
#: Pages that one ingest adds.
_STEP = 4
#: Pages at most. Afterwards they change and none is added: an hour of new ones would fill any small disk.
_MOST = 100


@dataclass
class Account:
    """What happened, and what was not as it must be. Any thread may write to it."""

    happened: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str) -> None:
        """Counts something."""
        with self._lock:
            self.happened[what] += 1

    def fault(self, what: str) -> None:
        """Notes something that must not be."""
        with self._lock:
            self.happened["faults"] += 1
            if len(self.wrong) < 50:
                self.wrong.append(what)


class Soak:
    """The dataset, its server, and those who work on them.

    Args:
        place: a directory for all of it.
        disk: the directory that the data lie in, which is to be filled.
        seed: of what is random.
    """

    def __init__(self, place: Path, disk: Path, seed: int) -> None:
        self.data = disk / "data"
        self._archive = place / "archive"
        self._archive.mkdir()
        self._disk = disk
        self._random = random.Random(seed)
        self._pages = pages(100_000, seed)
        self._names: list[Path] = []
        #: How many reviews each version must hold.
        self.expected: dict[int, int] = {}
        self.account = Account()
        self.stop = threading.Event()
        self._ingest: subprocess.Popen[str] | None = None
        self._full = threading.Event()
        self.server: Server | None = None

    # -- the writer ------------------------------------------------------------------------------

    def grow(self) -> None:
        """Ingests a few more pages, or changed ones where there are enough."""
        if len(self._names) >= _MOST:
            self.change()
            return
        for _ in range(_STEP):
            name, content = next(self._pages)
            file = self._archive / name
            file.write_bytes(content)
            self._names.append(file)
        self._run_ingest()

    def change(self) -> None:
        """Changes a page and ingests it."""
        file = self._random.choice(self._names)
        content = file.read_bytes()
        file.write_bytes(content.replace(b"Nothing is explained", b"Nothing much is explained", 1) + b"\n")
        self._run_ingest()

    def _run_ingest(self) -> None:
        before = self._current()
        command = self._command("ingest", str(self._archive), "--json")
        pipe = subprocess.PIPE
        with started(command, cwd=_ROOT, stdout=pipe, stderr=pipe, text=True) as process:
            self._ingest = process
            said, errors = process.communicate()
            self._ingest = None
        version = self._current()
        if version != before:
            self.expected[version] = len(self._names)
        if process.returncode == 0:
            self.account.note("ingests")
            if json.loads(said)["version"] is not None and json.loads(said)["version"] != version:
                self.account.fault(f"an ingest says {json.loads(said)['version']}, current is {version}")
        elif process.returncode == -signal.SIGKILL:
            self.account.note("ingests killed")
        elif "room" in errors or "writing to" in errors:
            self.account.note("ingests refused (disk full, or somebody else was writing)")
        else:
            self.account.fault(f"ingest ended with {process.returncode}: {errors[-300:]}")

    def roll_back(self) -> None:
        """Goes back to the version before, and to the last one again."""
        now = self._current()
        for arguments in (("rollback",), ("rollback", str(now))):
            found = self._call(*arguments)
            if found.returncode and not self._excused(found.stderr):
                self.account.fault(f"rollback: {found.stderr[-200:]}")
        self.account.note("rollbacks")

    def write_graph(self) -> None:
        """Writes a graph over HTTP."""
        before = self._current()
        body = f"<urn:s> <urn:p> {self._random.random()} .".encode()
        headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "text/turtle"}
        status, _, content = self.ask("PUT", "/graphs?graph=urn:soak", body, headers)
        version = self._current()
        if version != before:
            self.expected[version] = self.expected.get(before, len(self._names))
        if status in (201, 204):
            self.account.note("graphs written")
        elif status in (409, 503, 507):
            self.account.note("graphs refused (disk full, or somebody else was writing)")
        else:
            self.account.fault(f"PUT of a graph: {status} {content[:200]!r}")

    def prune(self) -> None:
        """Lets old versions go."""
        found = self._call("versions", "prune", "--keep-last", str(_KEPT))
        if found.returncode and not self._excused(found.stderr):
            self.account.fault(f"prune: {found.stderr[-200:]}")

    def write(self) -> None:
        """What the writer does until the time is over."""
        steps = [self.grow, self.change, self.grow, self.roll_back, self.write_graph, self.prune]
        while not self.stop.is_set():
            self._random.choice(steps)()

    # -- the others ------------------------------------------------------------------------------

    def read(self) -> None:
        """A reader: what an answer says must be true of the version that it names."""
        paths = ("/", "/film/", "/person/", "/search?q=kim", "/check", "/ontology", "/.well-known/void")
        mine = random.Random()
        while not self.stop.is_set():
            if mine.random() < 0.5:
                path = mine.choice(paths)
                status, _, content = self.ask("GET", path)
                if status != 200 and status not in _PATIENCE:
                    self.account.fault(f"{path}: {status} {content[:200]!r}")
                self.account.note("pages read")
                continue
            # A remark makes it a query that no cache has.
            text = f"{_REVIEWS} # {mine.random()}" if mine.random() < 0.5 else _REVIEWS
            status, headers, content = self.ask("GET", f"/sparql?query={quote(text)}")
            if status != 200:
                if status not in _PATIENCE:
                    self.account.fault(f"a query: {status} {content[:200]!r}")
                self.account.note("queries told to wait")
                continue
            found = int(json.loads(content)["results"]["bindings"][0]["n"]["value"])
            self._compare(int(headers["Reelgraph-Version"] or 0), found)
            self.account.note("queries answered")

    def _compare(self, version: int, found: int) -> None:
        end = time.monotonic() + 60
        # The writer notes a version a moment after it is published.
        while version not in self.expected and time.monotonic() < end and not self.stop.is_set():
            time.sleep(0.05)
        if version in self.expected and self.expected[version] != found:
            self.account.fault(f"version {version} must hold {self.expected[version]} reviews, not {found}")

    def attack(self) -> None:
        """Asks what has to be stopped."""
        mine = random.Random()
        while not self.stop.is_set():
            status, _, _ = self.ask("GET", f"/sparql?timeout=1&query={quote(mine.choice(_HOSTILE))}")
            if status not in _STOPPED:
                self.account.fault(f"a hostile query was answered with {status}")
            self.account.note("hostile queries stopped")
            self.stop.wait(0.5)

    def kill(self) -> None:
        """Kills workers, and sometimes the ingest that runs."""
        mine = random.Random()
        while not self.stop.wait(mine.uniform(1, 4)):
            workers = [name for name in self._processes() if name.startswith("worker ")]
            if workers:
                with contextlib.suppress(OSError):
                    os.kill(int(mine.choice(workers).split()[1]), signal.SIGKILL)
                self.account.note("workers killed")
            running = self._ingest
            if running is not None and mine.random() < 0.15:
                with contextlib.suppress(OSError):
                    running.kill()

    def fill(self) -> None:
        """Fills the disk for a while, now and then."""
        mine = random.Random()
        ballast = self._disk / "ballast"
        while not self.stop.wait(mine.uniform(5, 20)):
            self._full.set()
            with contextlib.suppress(OSError), ballast.open("wb") as file:
                if self._disk.is_mount():
                    while not self.stop.is_set():
                        file.write(bytes(1 << 20))
                        file.flush()
            self.account.note("times the disk was full")
            self.stop.wait(mine.uniform(2, 6))
            ballast.unlink(missing_ok=True)
            self._full.clear()

    # -- in common -------------------------------------------------------------------------------

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request; a connection that fails is a fault, whatever else goes on."""
        assert self.server is not None
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
            with contextlib.closing(connection):
                try:
                    connection.request(method, path, body, headers or {"Accept": "*/*"})
                    response = connection.getresponse()
                    return response.status, response.headers, response.read()
                except (OSError, http.client.HTTPException) as error:
                    self.account.fault(f"{method} {path[:80]}: {error!r}")
                    time.sleep(0.5)
        return 0, http.client.HTTPMessage(), b""

    def _excused(self, errors: str) -> bool:
        return "room" in errors or "writing to" in errors or "no version before" in errors

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "server", "--data", str(self.data), *arguments]

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*arguments), cwd=_ROOT, capture_output=True, text=True, check=False
        )

    def _current(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return int((self.data / "current").readlink().name)
        return 0

    def _processes(self) -> list[str]:
        assert self.server is not None
        return list(self.server.memory())

    def run(self, minutes: float, until: tuple[str, ...] = ()) -> None:
        """All of it, and then what there must be. ``until`` each of these has happened it may take longer."""
        self.grow()
        settings = {"token": _TOKEN, "workers": "3", "query_seconds": "5", "queries_per_client": "0",
                    "dump_bytes": "0", "keep_versions": str(_KEPT)}  # fmt: skip
        with ours(self.data, settings) as server:
            self.server = server
            self.ask("GET", f"/sparql?query={quote(_REVIEWS)}")
            self._settle()
            before = self._state()
            actors: list[Callable[[], None]] = [self.write, self.read, self.read, self.read]
            actors += [self.attack, self.kill, self.fill]
            threads = [threading.Thread(target=self._guarded, args=(actor,)) for actor in actors]
            try:
                for thread in threads:
                    thread.start()
                time.sleep(minutes * 60)
                last = time.monotonic() + _LONGER_SECONDS
                while not all(self.account.happened[name] for name in until) and time.monotonic() < last:
                    time.sleep(0.2)
            finally:  # those who work on it end before the server does, also where the soak is ended
                self.stop.set()
                for thread in threads:
                    if thread.ident is not None:
                        thread.join()
            self.stop.clear()
            done = self.account.happened["ingests"]
            self.grow()
            if self.account.happened["ingests"] == done:
                self.account.fault("the last ingest was refused, with nothing in its way")
            self.prune()
            self._last_look(before)

    def _guarded(self, actor: Callable[[], None]) -> None:
        try:
            actor()
        except Exception as error:  # noqa: BLE001 - told in the report
            self.account.fault(f"{actor.__name__} ended: {error!r}")

    def _settle(self) -> None:
        """Waits until the pool is whole again."""
        end = time.monotonic() + 120
        # As many as evaluate at the same time, and one in reserve.
        while time.monotonic() < end and sum(n.startswith("worker") for n in self._processes()) < 4:
            self.ask("GET", "/healthz")
            time.sleep(0.2)

    def _state(self) -> dict[str, int]:
        found = {"processes": len(self._processes()), "descriptors": 0}
        for name in self._processes():
            with contextlib.suppress(OSError):
                found["descriptors"] += len(os.listdir(f"/proc/{name.split()[-1]}/fd"))  # noqa: PTH208
        return found

    def _last_look(self, before: dict[str, int]) -> None:
        account = self.account
        time.sleep(2)
        self._settle()
        version, expected = self._current(), len(self._names)
        for _ in range(10):  # a machine that does other work, too, may be late once
            status, headers, content = self.ask("GET", f"/sparql?query={quote(_REVIEWS + ' # last')}")
            if status not in _PATIENCE:
                break
        held = json.loads(content)["results"]["bindings"][0]["n"]["value"] if status == 200 else status
        if (headers["Reelgraph-Version"], str(held)) != (str(version), str(expected)):
            account.fault(f"the last version holds {held} reviews, not {expected}")
        after = self._state()
        if after["processes"] > before["processes"]:
            account.fault(f"processes: {before['processes']} before, {after['processes']} after")
        # The server keeps some versions open that were asked for, its workers one or two; each file is one.
        files = max(len(list(store.iterdir())) for store in (self.data / "versions").glob("*/store"))
        if after["descriptors"] > before["descriptors"] + 8 * files:
            account.fault(f"descriptors: {before['descriptors']} before, {after['descriptors']} after")
        versions = [entry.name for entry in (self.data / "versions").iterdir()]
        if len(versions) > _KEPT or any(not name.isdigit() for name in versions):
            account.fault(f"versions left: {sorted(versions)}")
        if self.ask("GET", "/healthz")[0] != 200:
            account.fault("the server is not well")
        account.happened["reviews at the end"] = expected
        account.happened["versions made"] = version
        account.happened["processes before"], account.happened["processes after"] = (
            before["processes"], after["processes"],
        )  # fmt: skip
        account.happened["descriptors before"], account.happened["descriptors after"] = (
            before["descriptors"], after["descriptors"],
        )  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Runs it and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", type=int, default=300, metavar="MEGABYTES")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="reelgraph-soak-") as folder, small_disk(given.disk) as disk:
        soak = Soak(Path(folder), disk, given.seed)
        soak.run(given.minutes)
    print(f"{given.minutes:g} minutes, seed {given.seed}, a disk of {given.disk} MB")
    for what, number in sorted(soak.account.happened.items()):
        print(f"  {what:<62}{number:>8,}")
    for fault in soak.account.wrong:
        print(f"  WRONG: {fault}")
    print("as it must be" if not soak.account.wrong else "NOT as it must be")
    return 1 if soak.account.wrong else 0


if __name__ == "__main__":
    program(main)
