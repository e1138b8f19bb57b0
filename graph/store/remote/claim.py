"""One publisher at a time: whoever puts a version into a store says so in it, and looks whether another does.

A store elsewhere has no lock that we could take. So a publisher writes a claim of its own into the graph
``BASE/graph/publishing`` and then reads who else has: the one that reads no other goes on, one that does
takes its own back and waits. Two that come at once may both wait, for times that are not the same; they
never both go on. A claim is renewed while its publisher works, and one that was not for a while was left by
a publisher that was killed: it counts no more. Nor does one of a process of this machine that has ended.
"""

from __future__ import annotations

import hashlib
import os
import random
import secrets
import socket
import time
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import pyoxigraph as ox

from graph.store.remote.errors import StoreError, StoreFailed

if TYPE_CHECKING:
    from graph.store.remote.store import RemoteStore

_MODIFIED = ox.NamedNode("http://purl.org/dc/terms/modified")
#: A claim is renewed when it is so old, in seconds, and stale when it is so old: longer than any one request.
_RENEWED, _STALE = 60.0, 1200.0
#: How long somebody who finds another at work waits for it, in seconds.
_PATIENCE = 60.0
#: How long taking a claim back may take, in seconds: one that stays goes stale.
_WITHDRAWING = 20.0


#: The claims that this process holds.
_OURS: set[str] = set()


class StoreClaimed(StoreError):
    """Another publisher is putting a version into the store."""


class Claim:
    """A publisher's right to write, as a context.

    Args:
        store: the store.
        base: what the IRIs of the dataset start with.
        patience: how long to wait for another one, in seconds.
        force: whether to take the right from whoever has it.

    Raises:
        StoreClaimed: another publisher was at work all that time; or, when renewed, has taken over.
        StoreError: the store cannot be asked.
    """

    def __init__(
        self, store: RemoteStore, base: str, *, patience: float = _PATIENCE, force: bool = False
    ) -> None:
        self._store = store
        self._graph = ox.NamedNode(f"{base}/graph/publishing")
        #: Names this publisher, and what it loads beside.
        self.token = secrets.token_hex(8)
        self._about = ox.NamedNode(f"{self._graph.value}#{self.token}")
        self._patience = patience
        self._force = force
        self._said = 0.0

    def __enter__(self) -> Self:
        if self._force:
            self._store.client.update(f"DROP SILENT GRAPH {self._graph}", again=True)
        end = time.monotonic() + self._patience
        _OURS.add(self._about.value)
        try:
            return self._wait(end)
        except BaseException:
            _OURS.discard(self._about.value)
            raise

    def _wait(self, end: float) -> Self:
        while True:
            self._say()
            try:
                others = self._others()
            except BaseException:
                self._withdraw()
                raise
            if not others:
                return self
            self._withdraw()
            if time.monotonic() >= end:
                since = time.strftime("%H:%M:%S", time.localtime(max(others.values())))
                raise StoreClaimed(
                    f"Another publisher is putting a version into the store at "
                    f"{self._store.client.address.query}, last heard of at {since}. Try again when it is "
                    "done; if it was killed, run `reelgraph publish --replace`."
                )
            time.sleep(random.uniform(0.2, 1.0))  # noqa: S311 - no secret

    def __exit__(self, *_: object) -> None:
        _OURS.discard(self._about.value)
        self._withdraw()

    def renew(self) -> None:
        """Says that this publisher is still at work, where that was a while ago. Raises StoreClaimed."""
        if time.monotonic() - self._said > _RENEWED:
            self.check()
            self._say()

    def check(self) -> None:
        """That nobody took the right away. Raises StoreClaimed.

        Another one's claim beside ours takes nothing away: whoever has just written it finds ours, and waits.
        """
        late = time.monotonic() - self._said > _STALE  # ours counted no more for whoever came since
        others, ours = self._claims()
        if not ours or (late and others):
            raise StoreClaimed("Another publisher has taken over; nothing was switched.")

    def _say(self) -> None:
        said = ox.Triple(self._about, _MODIFIED, ox.Literal(f"{time.time():.0f} {_machine()} {os.getpid()}"))
        self._store.client.update(
            f"DELETE WHERE {{ GRAPH {self._graph} {{ {self._about} {_MODIFIED} ?before }} }} ;\n"
            f"INSERT DATA {{ GRAPH {self._graph} {{ {said} }} }}",
            again=True,
        )
        self._said = time.monotonic()

    def _others(self) -> dict[str, float]:
        """The others that have a claim, with when they were last heard of. Raises as :meth:`check`."""
        others, ours = self._claims()
        if not ours:
            if others:
                raise StoreClaimed("Another publisher has taken over; nothing was switched.")
            raise StoreFailed(
                f"The store at {self._store.client.address.query} took an update and does not show it."
            )
        return others

    def _claims(self) -> tuple[dict[str, float], bool]:
        """Whose claims count besides ours, with when they were last heard of; and whether ours stands."""
        rows = self._store.named(f"SELECT ?who ?when {{ GRAPH {self._graph} {{ ?who {_MODIFIED} ?when }} }}")
        found: dict[str, float] = {}
        for row in rows:
            who, said = cast("ox.NamedNode", row["who"]).value, cast("ox.Literal", row["when"]).value
            with suppress(ValueError):
                when, machine, process = said.split()
                if who == self._about.value or not _has_ended(who, machine, int(process)):
                    found[who] = float(when)
        ours = found.pop(self._about.value, None) is not None
        now = time.time()
        return {who: when for who, when in found.items() if now - when < _STALE}, ours

    def _withdraw(self) -> None:
        # Whoever comes next finds a stale claim at worst.
        with suppress(StoreError):
            self._store.client.update(
                f"DELETE WHERE {{ GRAPH {self._graph} {{ {self._about} {_MODIFIED} ?when }} }}",
                again=True, seconds=_WITHDRAWING,
            )  # fmt: skip


def _has_ended(who: str, machine: str, process: int) -> bool:
    """Whether a claim is of a publisher that we can see to work no more."""
    if machine != _machine():
        return False
    if process == os.getpid():
        return who not in _OURS
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


@cache
def _machine() -> str:
    """Stands for this machine, or this container on it: process ids mean the same there."""
    parts = [socket.gethostname(), str(uuid.getnode())]
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").stat().st_ino))
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]
