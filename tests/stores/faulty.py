"""A store that fails: a proxy on the loopback that refuses, or swallows, the n-th write it is sent."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from graph.store.remote import Client, Credentials, RemoteStore, StoreAddress


class Faulty:
    """Stands before a store; a context.

    Args:
        address: the store.
        fails_at: the write from which on it answers 500 (from 1).
        swallow_at: the write that it says it did, and did not.
        most: the largest request that it takes, in bytes; 413 is its answer to others.
    """

    def __init__(
        self, address: StoreAddress, fails_at: int = 0, swallow_at: int = 0, most: int | None = None
    ) -> None:
        self._behind = {"/query": address.query, "/update": address.update, "/graphs": address.graphs}
        self._fails_at, self._swallow_at, self._most = fails_at, swallow_at, most
        self._writes = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                proxy.answer(self)

            def do_PUT(self) -> None:
                proxy.answer(self)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def store(self) -> RemoteStore:
        """The store as seen through it."""
        here = f"http://127.0.0.1:{self._server.server_port}"
        address = StoreAddress(f"{here}/query", f"{here}/update", f"{here}/graphs")
        return RemoteStore(Client(address, Credentials(), sleep=lambda _: None))

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Passes a request on, or does not."""
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        path, _, parameters = request.path.partition("?")
        if path != "/query":
            self._writes += 1
            if self._most is not None and len(body) > self._most:
                self._say(request, 413, b"too much at once")
                return
            if self._fails_at and self._writes >= self._fails_at:
                self._say(request, 500, b"no more room")
                return
            if self._writes == self._swallow_at:
                self._say(request, 204, b"")
                return
        asked = urllib.request.Request(
            f"{self._behind[path]}?{parameters}", data=body, method=request.command,
            headers={name: request.headers[name] for name in ("Content-Type", "Accept")},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(asked) as found:
                self._say(request, found.status, found.read(), found.headers.get("Content-Type"))
        except urllib.error.HTTPError as error:
            with error:
                self._say(request, error.code, error.read())

    @staticmethod
    def _say(
        request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str | None = "text/plain"
    ) -> None:
        request.send_response(status)
        if status != 204:
            request.send_header("Content-Type", kind or "text/plain")
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if status != 204:
            request.wfile.write(body)
