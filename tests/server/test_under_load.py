"""The running server while versions are published and rolled back, and while its workers are killed.

Two films have their running time changed by every version, both to the same number: an answer that
mixes versions, or names another version than it was read from, shows in the numbers.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import pytest

from tests.hostile.serving import LONG, ROOT, Server, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.alone]

REVIEW = """The Lantern Home


Nothing happens in “{title}” until the last boat leaves. Mara (Edda Holm) keeps the office open anyway.

Director Ilse Brandt lets Mara wait, and waits with her.

{critic}

{critic} is a critic by the sea.

Film Credits

{title} movie poster

{title} ({year})

{minutes} minutes

Edda Holm as Mara

Latest blog posts
"""
FILMS = {
    "low-tide-1988": ("Low Tide", 1988, "Ida Penhallow"),
    "dry-dock-1994": ("Dry Dock", 1994, "Dev Raman"),
}
MINUTES = "SELECT ?film ?minutes { ?film a reel:Film ; reel:runtimeMinutes ?minutes }"
PUBLISHED = 10
_FIRST = 80


def write(folder: Path, minutes: int) -> None:
    folder.mkdir(exist_ok=True)
    for name, (title, year, critic) in FILMS.items():
        text = REVIEW.format(title=title, year=year, critic=critic, minutes=minutes)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def command(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "server", "--data", str(data), *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def current(data: Path) -> tuple[int, float]:
    """The current version, and the moment at which it became so: when its link was made."""
    link = data / "current"
    return int(link.readlink().name), link.lstat().st_mtime


@dataclass(frozen=True)
class Answer:
    target: str
    asked: float
    came: float
    status: int
    version: str | None
    minutes: frozenset[int]


def minutes_in(body: bytes) -> frozenset[int]:
    """The running times that an answer names, in whatever format."""
    text = body.decode()
    found = re.findall(r"\b(\d\d) min|runtimeMinutes[>\" ]+(\d\d)\b|\"value\":\"(\d\d)\"|PT(\d\d)M", text)
    return frozenset(int(number) for groups in found for number in groups if number)


class Clients:
    """Connections that ask without pause, each for the next thing on its list, until they are stopped."""

    def __init__(self, port: int, asked: Callable[[int], Iterator[tuple[str, str]]], count: int) -> None:
        self._port, self._asked = port, asked
        self._stop = threading.Event()
        self.answers: list[Answer] = []
        self.broken: list[str] = []
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def answered(self, more: int) -> bool:
        """Waits until so many more answers have come."""
        wanted = len(self.answers) + more
        return within(LONG, lambda: len(self.answers) >= wanted)

    def _ask(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=LONG)
        with contextlib.closing(connection):
            for target, accept in self._asked(number):
                if self._stop.is_set():
                    return
                asked = time.time()
                try:
                    connection.request("GET", target, headers={"Accept": accept})
                    response = connection.getresponse()
                    body = response.read()
                except (OSError, http.client.HTTPException) as error:
                    self.broken.append(f"{target}: {error!r}")
                    connection.close()
                    continue
                version = response.headers["Reelgraph-Version"]
                minutes = minutes_in(body) if response.status == 200 else frozenset()
                self.answers.append(Answer(target, asked, time.time(), response.status, version, minutes))


def mix(number: int) -> Iterator[tuple[str, str]]:
    """What a client asks: what a cache knows, what none can know, pages, and by negotiation."""
    query = f"/sparql?query={quote(MINUTES)}"
    json_, turtle, html = "application/sparql-results+json", "text/turtle", "text/html"
    for turn in itertools.count():
        yield query, json_
        yield f"{query}{quote(f' # {number} {turn}')}", json_
        yield f"{query}&version=1", json_
        for film in FILMS:
            yield f"/film/{film}", (html, turtle)[turn % 2]
            yield f"/film/{film}.html", html
            yield f"/film/{film}.ttl", turtle
        yield "/", html
        yield f"/film/?turn={number}-{turn}", html


#: What every version must have been read by.
KINDS = ("/sparql", *(f"/film/{film}.{ending}" for film in FILMS for ending in ("html", "ttl")))


def seen(answers: list[Answer], kind: str) -> set[int]:
    """The versions that answers of a kind were read from."""
    return {int(a.version or 0) for a in list(answers) if a.target.startswith(kind) and a.minutes}


def of_both(answer: Answer) -> bool:
    return answer.target.startswith("/sparql")


def test_versions_are_published_under_load_and_no_request_notices(tmp_path: Path) -> None:
    data, pages = tmp_path / "data", tmp_path / "pages"
    write(pages, _FIRST)
    command(data, "ingest", str(pages))
    first, _ = current(data)
    minutes = {first: _FIRST}
    became: list[tuple[float, int]] = [(0.0, first)]
    with Server(data, queries_per_client=0) as server, Clients(server.port, mix, 6) as clients:
        assert clients.answered(50)
        for turn in range(1, PUBLISHED + 1):
            if turn == PUBLISHED // 2:
                command(data, "rollback")
                number, moment = current(data)
                became.append((moment, number))
                assert clients.answered(50)
            write(pages, _FIRST + turn)
            command(data, "ingest", str(pages))
            number, moment = current(data)
            minutes[number] = _FIRST + turn
            became.append((moment, number))
            # Long enough for each kind of question to be asked of it.
            assert within(LONG, lambda: all(number in seen(clients.answers, kind) for kind in KINDS))  # noqa: B023
        assert clients.answered(50)
    assert not clients.broken
    assert {answer.status for answer in clients.answers} == {200, 303}
    assert len(minutes) == PUBLISHED + 1
    for answer in clients.answers:
        assert answer.version is not None, answer
        assert int(answer.version) in minutes, answer
        if answer.minutes or of_both(answer):
            assert answer.minutes == {minutes[int(answer.version)]}, answer
    for kind in KINDS:
        assert seen(clients.answers, kind) == set(minutes), kind
    delay, stale = picked_up(clients.answers, became), staleness(clients.answers, became)
    print(
        f"\n{len(clients.answers)} answers, {len(became) - 1} changes of version. The slowest was first "
        f"served {delay * 1000:.0f} ms after it was published; {stale * 1000:.0f} ms after, a request still "
        "began that was answered from an older one."
    )
    assert delay < LONG
    assert stale < 5  # by the server's clock, and whatever else runs


def picked_up(answers: list[Answer], became: list[tuple[float, int]]) -> float:
    """The longest time from when a version became current to the first answer that named it."""
    found = []
    for (moment, number), (until, _) in itertools.pairwise([*became[1:], (float("inf"), 0)]):
        came = [
            answer.came
            for answer in answers
            if answer.version == str(number)
            and moment < answer.came < until
            and "version=" not in answer.target
        ]
        assert came, f"version {number} was never served"
        found.append(min(came) - moment)
    return max(found)


def staleness(answers: list[Answer], became: list[tuple[float, int]]) -> float:
    """How long after a version was published a request still began that was answered from an older one."""
    longest = 0.0
    for answer in answers:
        if "version=" in answer.target:
            continue
        moment, number = max(item for item in became if item[0] <= answer.asked)
        allowed = {str(number), *(str(later) for at, later in became if answer.asked <= at <= answer.came)}
        if answer.version not in allowed:
            longest = max(longest, answer.asked - moment)
    return longest


def test_workers_are_killed_under_load_and_all_other_queries_are_answered(tmp_path: Path) -> None:
    data, pages = tmp_path / "data", tmp_path / "pages"
    write(pages, _FIRST)
    command(data, "ingest", str(pages))
    query = quote("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a")

    def uncached(number: int) -> Iterator[tuple[str, str]]:
        for turn in itertools.count():
            yield f"/sparql?query={query}{quote(f' # {number} {turn}')}", "application/sparql-results+json"

    killed = 0
    with Server(data, queries_per_client=0) as server:
        with Clients(server.port, uncached, 4) as clients:
            assert within(LONG, server.has_workers)
            for _ in range(8):
                assert clients.answered(6)
                for pid in server.workers()[:1]:
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
        assert not clients.broken
        failed = [answer for answer in clients.answers if answer.status != 200]
        assert killed == 8
        assert len(failed) <= killed
        assert {answer.status for answer in failed} <= {503}
        assert len(clients.answers) > 5 * killed
        again = [server.query(f"ASK {{}} # after {number}") for number in range(8)]
        assert [status for status, _, _ in again] == [200] * 8
        assert all(json.loads(body)["boolean"] for _, _, body in again)
        assert within(LONG, server.has_workers)
    print(f"\n{len(clients.answers)} answers; {killed} workers killed, and {len(failed)} queries with them")
