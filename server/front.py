"""Between the socket and the application: who waits for slow clients, and who never does.

The application is WSGI: a request holds a thread while it is worked on. A client that sends its
body byte by byte, or reads its answer at a crawl, would hold one for as long as it likes (measured:
eight such clients and nothing was answered any more). So this adapter, an RSGI application under
granian, takes the whole request without a thread, has it worked on in one, and hands the whole answer
over: small ones as bytes, large ones as a file that granian sends at whatever speed the client reads.
An answer is therefore complete before its status is sent, and a failure always has its real status.

Most queries need none of that: :mod:`server.express` answers them in the event loop.

What WSGI cannot tell, the environ carries: ``reelgraph.gone`` (an Event, set when the client goes away)
and ``reelgraph.file`` (put there by the application: the file that holds the answer's body).
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import quote

from server.express import Express
from server.problems import MEDIA_TYPE, Problem
from server.spool import NoRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication

    from flask import Flask
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

    from server.caching import Repeats
    from server.operations import Operations
    from server.spool import Spool, Spooled

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_IN_MEMORY = 1024 * 1024
#: What is read beyond the limit, so that a client that is still sending sees the answer.
_DRAINED = 8 * 1024 * 1024
#: Bodies up to this size are sent from memory; larger ones from a file.
_SMALL = 256 * 1024
#: How soon somebody looks whether the client is still there.
_PATIENCE = 0.1
#: Seconds between looks whether granian has opened a file; after the last one it can no more.
_LOOKS = (0.02, 0.1, 0.5, 2.0, 8.0)

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
        self._spool: Spool = service.spool
        self._express = Express(service)

    def close(self) -> None:
        """Ends the workers that evaluate queries, closes the access log and clears up the disk."""
        if (close := getattr(self._evaluator, "close", None)) is not None:
            close()
        self._operations.close()
        self._spool.close()

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
        plan = self._express.plan(environ)
        if plan is not None:
            environ["reelgraph.plan"] = plan
            answered = await self._express.answer(plan, environ)
            if answered is not None:
                protocol.response_bytes(*answered)
                self._operations.answered(environ, 200, time.perf_counter() - started)
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
            if (begun := environ.get("reelgraph.begun")) is not None:
                begun.drop()
            if scope.method not in ("GET", "HEAD"):
                self._repeats.look_again()
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
        except NoRoom:
            _refuse(protocol, Problem(503, "There is no room now for an answer of this size.", reason="room"))
            return 503
        except Exception:  # noqa: BLE001 - a server answers whatever happens
            _LOG.exception("%s %s failed", scope.method, scope.path)
            _refuse(
                protocol, Problem(500, "The server failed on this request. It has been written to the log.")
            )
            return 500
        if isinstance(content, bytes):
            protocol.response_bytes(status, headers, content)
        elif gone.is_set():
            content.close()
            protocol.response_bytes(499, [], b"")
        else:
            protocol.response_file(status, headers, content.path)
            _close_once_opened(loop, content)
        return 499 if gone.is_set() else status

    def _call(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes | Spooled]:
        """The application's whole answer. Runs in a thread of the pool."""
        said: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, _: object = None) -> Callable[[bytes], object]:
            said[:] = [(int(status[:3]), headers)]
            return lambda _: None

        blocks = self._app(environ, cast("StartResponse", start))
        try:
            file: Spooled | None = environ.get("reelgraph.file")
            content: bytes | Spooled
            if file is not None and environ["REQUEST_METHOD"] != "HEAD":
                content = file.share()  # the response closes its own at the end, which is below
            else:
                content = self._joined(blocks)
        finally:
            close = getattr(blocks, "close", None)
            if close is not None:
                close()
        status, headers = said[0]
        if self._repeats.worth(environ, status) and isinstance(content, bytes):
            self._repeats.keep(environ, status, headers, content)
        if "reelgraph.plan" in environ and isinstance(content, bytes):
            self._express.learn(environ["reelgraph.plan"], status, headers, content)
        return status, headers, content

    def _joined(self, blocks: Iterable[bytes]) -> bytes | Spooled:
        """A body in one piece: in memory where it is small, else in a file."""
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
        file = self._spool.file()
        try:
            for block in (*parts, *rest):
                file.write(block)
            file.rewind()
        except BaseException:
            file.close()
            raise
        return file


def _close_once_opened(
    loop: asyncio.AbstractEventLoop, content: Spooled, looks: Sequence[float] = _LOOKS
) -> None:
    """Lets go of a file that granian sends, once granian has opened it, or has sent it already.

    A file that is sent between two looks is let go after the last one.
    """

    def look() -> None:
        if len(looks) == 1 or content.is_opened():
            content.close()
        else:
            _close_once_opened(loop, content, looks[1:])

    loop.call_later(looks[0], look)


def _environ(scope: Scope) -> dict[str, Any]:
    """The WSGI environ (PEP 3333) of an RSGI scope."""
    server, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": _in_ascii(scope.query_string),
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
        key = _variable(name)
        if key is None:
            continue
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def _in_ascii(query: str) -> str:
    """A query string as an address has it (RFC 3986, 2.1); some clients send it as it was typed."""
    return (
        query if query.isascii() else _NOT_ASCII.sub(lambda found: quote(found[0], errors="replace"), query)
    )


@lru_cache(maxsize=1000)
def _variable(name: str) -> str | None:
    """The variable of a header (PEP 3333); None for one whose name would pass for another's."""
    if "_" in name:  # "Content_Length"
        return None
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _refuse(protocol: HTTPProtocol, problem: Problem) -> None:
    content = json.dumps(problem.document()).encode() + b"\n"
    protocol.response_bytes(problem.status, [("Content-Type", MEDIA_TYPE), ("Connection", "close")], content)
