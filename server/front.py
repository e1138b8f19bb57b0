"""Between the socket and the application: who waits for slow clients, and who never does.

The application is WSGI: a request holds a thread while it is worked on. A client that sends its
body byte by byte, or reads its answer at a crawl, would hold one for as long as it likes (measured:
eight such clients and nothing was answered any more). So this adapter, an RSGI application under
granian, takes the whole request without a thread, has it worked on in one, and hands the whole answer
over: small ones as bytes, large ones as a file that granian sends at whatever speed the client reads.
An answer is therefore complete before its status is sent, and a failure always has its real status.

What WSGI cannot tell, the environ carries: ``reelgraph.gone`` (an Event, set when the client goes away)
and ``reelgraph.file`` (put there by the application: the open file that holds the answer's body).
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any, cast

from server.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication

    from flask import Flask
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

    from server.caching import Repeats
    from server.operations import Operations

_IN_MEMORY = 1024 * 1024
#: What is read beyond the limit, so that a client that is still sending sees the answer.
_DRAINED = 8 * 1024 * 1024
#: Bodies up to this size are sent from memory; larger ones from a file.
_SMALL = 256 * 1024
#: How soon somebody looks whether the client is still there, and how long a file waits to be opened.
_PATIENCE, _OPENED_WITHIN = 0.1, 30.0

Headers = list[tuple[str, str]]

_LOG = logging.getLogger(__name__)


class Front:
    """The RSGI application over ``app``. See the module."""

    def __init__(self, app: Flask) -> None:
        service = app.extensions["reelgraph"]
        settings = service.settings
        self._app = cast("WSGIApplication", app.wsgi_app)
        self._pool = ThreadPoolExecutor(max(2, settings.integer("threads")), "request")
        self._seconds = settings.number("request_seconds")
        self._most: int = app.config["MAX_CONTENT_LENGTH"]
        # Only one who may write sends more than a query, and may take longer.
        self._writes = bool(settings.text("token"))
        self._most_written = max(self._most, settings.integer("max_upload_bytes") + 10_000)
        self._write_seconds = self._seconds + settings.number("write_seconds")
        self._evaluator = service.evaluator
        self._operations: Operations = service.operations
        self._repeats: Repeats = service.repeats

    def close(self) -> None:
        """Ends the workers that evaluate queries, and closes the access log."""
        if (close := getattr(self._evaluator, "close", None)) is not None:
            close()
        self._operations.close()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answers one request."""
        started = time.perf_counter()
        environ = _environ(scope)
        repeated = self._repeats.find(environ) if scope.method in ("GET", "HEAD") else None
        if repeated is not None:
            status, headers, content = repeated
            if scope.method == "HEAD":
                content = b""
            protocol.response_bytes(status, headers, content)
            self._operations.answered(environ, status, time.perf_counter() - started)
            return
        body = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed below
        try:
            try:
                seconds = self._write_seconds if self._may_write(environ) else self._seconds
                await asyncio.wait_for(self._read(scope, protocol, environ, body), seconds)
            except TimeoutError:
                status = 408
                problem = Problem(408, f"The request was not all there within {seconds:g} seconds.")
                _refuse(protocol, problem)
            except RuntimeError:  # the client went away while it sent
                status = 499
            else:
                status = await self._work(scope, protocol, environ)
        finally:
            body.close()
        self._operations.answered(environ, status, time.perf_counter() - started)

    def _may_write(self, environ: dict[str, Any]) -> bool:
        return self._writes and "HTTP_AUTHORIZATION" in environ

    async def _read(
        self, scope: Scope, protocol: HTTPProtocol, environ: dict[str, Any], body: IO[bytes]
    ) -> None:
        """Reads the body into ``body``, no more of it than the application could take."""
        if (
            "CONTENT_LENGTH" not in environ
            and "HTTP_TRANSFER_ENCODING" not in environ
            and (scope.http_version.startswith("1") or scope.method in ("GET", "HEAD"))
        ):
            return
        size, most = 0, self._most_written if self._may_write(environ) else self._most
        async for block in protocol:
            if size <= most:
                body.write(block)
            size += len(block)
            if size > most + _DRAINED:
                break
        body.seek(0)
        # A body in chunks has no length of its own; the application counts what it is told.
        environ.setdefault("CONTENT_LENGTH", str(size))
        environ["wsgi.input"] = body

    async def _work(self, scope: Scope, protocol: HTTPProtocol, environ: dict[str, Any]) -> int:
        gone = environ["reelgraph.gone"] = threading.Event()
        loop = asyncio.get_running_loop()
        working = loop.run_in_executor(self._pool, self._call, environ)
        done, _ = await asyncio.wait((working,), timeout=_PATIENCE)
        if not done:
            watching = asyncio.ensure_future(protocol.client_disconnect())
            await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                gone.set()
                await asyncio.wait((working,))
            watching.cancel()
        try:
            status, headers, content = working.result()
        except Exception:  # noqa: BLE001 - a server answers whatever happens
            _LOG.exception("%s %s failed", scope.method, scope.path)
            _refuse(
                protocol, Problem(500, "The server failed on this request. It has been written to the log.")
            )
            return 500
        if isinstance(content, bytes):
            protocol.response_bytes(status, headers, content)
        else:
            protocol.response_file(status, headers, f"/dev/fd/{content.fileno()}")
            # granian opens it by itself; from then on this one is needed no more.
            loop.call_later(_OPENED_WITHIN, content.close)
        return 499 if gone.is_set() else status

    def _call(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes | IO[bytes]]:
        """The application's whole answer. Runs in a thread of the pool."""
        said: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, _: object = None) -> Callable[[bytes], object]:
            said[:] = [(int(status[:3]), headers)]
            return lambda _: None

        blocks = self._app(environ, cast("StartResponse", start))
        try:
            file: IO[bytes] | None = environ.get("reelgraph.file")
            if file is not None and environ["REQUEST_METHOD"] != "HEAD":
                # The response closes its own at the end, which is below.
                content: bytes | IO[bytes] = open(f"/dev/fd/{file.fileno()}", "rb", buffering=0)  # noqa: PTH123, SIM115
            else:
                content = _joined(blocks)
        finally:
            close = getattr(blocks, "close", None)
            if close is not None:
                close()
        status, headers = said[0]
        if self._repeats.worth(environ, status) and isinstance(content, bytes):
            self._repeats.keep(environ, status, headers, content)
        return status, headers, content


def _joined(blocks: Iterable[bytes]) -> bytes | IO[bytes]:
    parts: list[bytes] = []
    size = 0
    rest = iter(blocks)
    for block in rest:
        parts.append(block)
        size += len(block)
        if size > _SMALL:
            break
    else:
        return b"".join(parts)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    for block in (*parts, *rest):
        file.write(block)
    file.seek(0)  # and all of it is in the file, or this raises
    return file


def _environ(scope: Scope) -> dict[str, Any]:
    """The WSGI environ (PEP 3333) of an RSGI scope."""
    server, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if "_" in name:  # "Content_Length" would pass for another header
            continue
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def _refuse(protocol: HTTPProtocol, problem: Problem) -> None:
    content = json.dumps(problem.document()).encode() + b"\n"
    protocol.response_bytes(problem.status, [("Content-Type", MEDIA_TYPE), ("Connection", "close")], content)
