"""A load generator: requests over a number of connections that stay open, and how long each took.

One thread over epoll with requests made beforehand, so that it costs the servers beside it little:
some 30,000 small answers a second on the machine that the figures come from. It reads only as much of
an answer as it takes to know its status and its end.
"""

from __future__ import annotations

import re
import select
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
#: How a chunked body ends; ours and our peers' bodies have no such line in themselves.
_END = b"\r\n0\r\n\r\n"
_BLOCK = 1 << 20


@dataclass(slots=True)
class Measured:
    """What a run saw: seconds of each answer with status 200, how long all took, what went wrong."""

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)
    size: int = 0

    def quantile(self, share: float) -> float:
        """The duration below which ``share`` of the answers lie; NaN where there is no answer."""
        if not self.seconds:
            return float("nan")
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        """Half of the answers took less."""
        return self.quantile(0.5)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0


class _Connection:
    """One connection: the request under way, and what has come of its answer."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent = 0.0
        self.busy = False
        self.size = 0
        self._head = b""
        self._left = -1
        self._tail: bytes | None = None
        self.status = 0

    def send(self, request: bytes) -> None:
        self._head, self._tail, self._left, self.size = b"", None, -1, 0
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Takes what has come; True when the answer is whole. Raises ConnectionError where it breaks off."""
        data = self.socket.recv(_BLOCK)
        if not data:
            raise ConnectionError("closed")
        self.size += len(data)
        if self._left < 0 and self._tail is None:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.status = int(self._head[9:12])
            data, head = self._head[end + 4 :], self._head[: end + 2]
            if found := _LENGTH.search(head):
                self._left = int(found[1])
            elif _CHUNKED.search(head):
                self._tail = b"\r\n"
            else:
                raise ConnectionError("an answer without a length")
        if self._tail is not None:
            self._tail = (self._tail + data[-8:])[-8:]
            return self._tail.endswith(_END)
        self._left -= len(data)
        return self._left <= 0


def run(
    port: int,
    requests: Iterable[bytes],
    *,
    connections: int,
    seconds: float,
    patience: float = 60.0,
    often: Callable[[], None] | None = None,
) -> Measured:
    """Sends requests over so many connections until they or the seconds run out, and waits for the rest.

    Args:
        port: on the loopback.
        requests: whole HTTP/1.1 requests by GET, sent in their order.
        connections: how many requests are under way at the same time.
        seconds: how long new ones are sent.
        patience: how long an answer may take; one that takes longer counts as wrong (``late``).
        often: called some ten times a second.
    """
    return _Run(port, iter(requests), patience).over(connections, seconds, often)


class _Run:
    """One run: its connections, and what it has seen so far."""

    def __init__(self, port: int, requests: Iterator[bytes], patience: float) -> None:
        self._port = port
        self._requests = requests
        self._patience = patience
        self._poll = select.epoll()
        self._open: dict[int, _Connection] = {}
        self._busy = 0
        self._end = 0.0
        self._last = 0.0
        self._seen = Measured()

    def over(self, connections: int, seconds: float, often: Callable[[], None] | None) -> Measured:
        idle = [self._connect() for _ in range(connections)]
        started = looked = self._last = time.perf_counter()
        self._end = started + seconds
        for one in idle:
            self._give(one)
        while self._busy:
            for descriptor, _ in self._poll.poll(0.1):
                self._hear(self._open[descriptor])
            now = time.perf_counter()
            if now - looked > 0.1:
                looked = now
                if often is not None:
                    often()
                self._give_up(now)
        self._seen.elapsed = self._last - started
        for one in list(self._open.values()):
            self._drop(one)
        self._poll.close()
        return self._seen

    def _hear(self, one: _Connection) -> None:
        try:
            if not one.receive():
                return
        except (OSError, ValueError) as error:
            self._seen.wrong[f"{type(error).__name__}: {error}"] += 1
            self._drop(one)
            self._give(self._connect())
            return
        self._last = time.perf_counter()
        self._seen.size += one.size
        if one.status == 200:
            self._seen.seconds.append(self._last - one.sent)
        else:
            self._seen.wrong[f"status {one.status}"] += 1
        self._give(one)

    def _give_up(self, now: float) -> None:
        for one in [one for one in self._open.values() if one.busy and now - one.sent > self._patience]:
            self._seen.wrong["late"] += 1
            self._drop(one)

    def _connect(self) -> _Connection:
        one = _Connection(("127.0.0.1", self._port))
        self._open[one.socket.fileno()] = one
        self._poll.register(one.socket, select.EPOLLIN)
        return one

    def _drop(self, one: _Connection) -> None:
        self._busy -= one.busy
        del self._open[one.socket.fileno()]
        self._poll.unregister(one.socket)
        one.socket.close()

    def _give(self, one: _Connection) -> None:
        request = next(self._requests, None) if time.perf_counter() < self._end else None
        self._busy += (request is not None) - one.busy
        one.busy = request is not None
        if request is not None:
            one.send(request)


def once(port: int, request: bytes, patience: float = 60.0) -> tuple[int, bytes]:
    """One request over a connection of its own: the status, and the body as it came, chunks taken apart."""
    import http.client  # noqa: PLC0415 - the measuring above does without it

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    head, _, _ = request.decode().partition("\r\n\r\n")
    first, *fields = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in fields)
    try:
        connection.request("GET", first.split(" ")[1], headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def mixed(parts: Iterable[list[bytes]]) -> Iterator[bytes]:
    """The lists in turn, one request of each, each beginning again at its end."""
    turns = [cycle(part) for part in parts]
    return chain.from_iterable(zip(*turns, strict=True))
