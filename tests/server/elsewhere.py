"""Another service on the loopback, for tests of SERVICE and LOAD: what it answers, and what it was asked."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

import pyoxigraph as ox

if TYPE_CHECKING:
    import ssl

DATA = """
@prefix x: <http://elsewhere.example/> .
x:aloners x:title "Aloners" ; x:award x:giraldillo , [ x:name "an unnamed one" ] .
x:night x:title "Night Shift" ; x:note "said: \\"hush\\"\\n{ SERVICE <http://a> { } }"@en .
"""
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@dataclass
class Page:
    """What an address answers; ``seconds`` is how long it takes to."""

    content: bytes
    kind: str
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


_ROW = b'{"a": {"type": "literal", "value": "x"}},'
_PAGES = {
    "/graph.ttl": Page(DATA.encode(), "text/turtle; charset=utf-8"),
    "/broken.ttl": Page(b"<a> <b> <c> . <d> nonsense", "text/turtle"),
    "/entities.rdf": Page(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "application/rdf+xml"),
    "/large": Page(b'{"head": {"vars": ["a"]}, "results": {"bindings": [' + _ROW * 100_000, JSON),
    "/packed": Page(b"\x1f\x8b", "application/json", {"Content-Encoding": "gzip"}),
    "/nonsense": Page(b'{"head": {"vars": ["a', JSON),
    "/page": Page(b"<p>Hello", "text/html"),
    "/slow": Page(b"", "text/turtle", seconds=60),
}


class Elsewhere:
    """A SPARQL endpoint (``/sparql``) and some documents, on a free port of the loopback. A context.

    With ``tls`` it speaks HTTPS.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.redirects: dict[str, str] = {}
        self.pages = dict(_PAGES)
        self.store = ox.Store()
        self.store.load(DATA, format=ox.RdfFormat.TURTLE)

    def __enter__(self) -> Self:
        handler = type("Bound", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        if self._tls is not None:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, path: str = "/sparql", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    service: Elsewhere

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(parse_qs(body).get("query", [""])[0])

    def _answer(self, query: str) -> None:
        service = self.service
        service.asked.append(f"{self.path} {query}".strip())
        service.headers.append(dict(self.headers))
        if self.path in service.redirects:
            self._send(307, Page(b"", "text/plain", {"Location": service.redirects[self.path]}))
        elif self.path == "/sparql":
            found: Any = service.store.query(query)
            self._send(200, Page(found.serialize(format=ox.QueryResultsFormat.JSON), JSON))
        elif self.path in service.pages:
            self._send(200, service.pages[self.path])
        else:
            self._send(404, Page(b"nothing", "text/plain"))

    def _send(self, status: int, page: Page) -> None:
        time.sleep(page.seconds)
        self.send_response(status)
        self.send_header("Content-Type", page.kind)
        self.send_header("Content-Length", str(len(page.content)))
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever asked may have had enough
            self.wfile.write(page.content)

    def log_message(self, *_: Any) -> None:
        """A test's output is no access log."""
