"""A store that hangs: it takes requests and answers none of them, or some of one, and then waits."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 5000\r\n\r\n"
_BODY = b'{"head":{"vars":["s"]},"results":{"bindings":['
#: What it does with a request, by name: the bytes that it sends, and whether they trickle.
WAYS: dict[str, tuple[bytes, bool]] = {
    "never answers": (b"", False),
    "stalls in the header": (_HEAD[:40], False),
    "stalls after the header": (_HEAD, False),
    "stalls in the middle": (_HEAD + _BODY, False),
    "trickles its header": (_HEAD, True),
    "trickles its answer": (_HEAD + _BODY, True),
    "says that it fails, and stalls": (b"HTTP/1.1 500 No\r\nContent-Length: 900\r\n\r\nno", False),
}


class Hanging:
    """Listens on the loopback; a context.

    Args:
        way: one of WAYS; or "closes in the middle", which ends the connection there.
        spared: whether a request is passed on as it is to a store before which it stands.
        behind: the port of that store.
    """

    def __init__(
        self, way: str, spared: Callable[[bytes], bool] = lambda _: False, behind: int | None = None
    ) -> None:
        self._closes = way == "closes in the middle"
        self._sent, self._trickles = (_HEAD + _BODY, False) if self._closes else WAYS[way]
        self._spared, self._behind = spared, behind
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/ds"
        #: As many requests came.
        self.asked = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            first = _request(connection)
            if self._behind is not None and self._spared(first):
                self._pass_on(connection, first)
                return
            self.asked += 1
            if not self._trickles:
                connection.sendall(self._sent)
                if self._closes:
                    return
            for byte in self._sent * self._trickles:
                connection.sendall(bytes((byte,)))
                if self._over.wait(0.05):
                    return
            self._over.wait()

    def _pass_on(self, connection: socket.socket, first: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._behind or 0)) as behind:
            behind.sendall(first)
            back = threading.Thread(target=_copy, args=(behind, connection), daemon=True)
            back.start()
            _copy(connection, behind)
            back.join()


def _request(connection: socket.socket) -> bytes:
    """A request with all of its body."""
    found = b""
    while b"\r\n\r\n" not in found and (data := connection.recv(1 << 16)):
        found += data
    head, _, body = found.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    while length and len(body) < int(length[1]) and (data := connection.recv(1 << 16)):
        body += data
    return head + b"\r\n\r\n" + body


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
