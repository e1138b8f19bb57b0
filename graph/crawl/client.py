"""The edge to the network: one request at a time, bounded in time and size, to checked addresses only.

Redirects are answers here, for each address on the way is the crawl's to decide about. No cookie is kept and
nothing of the machine's environment is used. Answers may be packed with gzip, and are unpacked up to a limit.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import threading
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graph.store.outside import (
    Address,
    Connection,
    NotAnswered,
    Place,
    TooLate,
    address_of,
    place_of,
    resolve,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_BLOCK = 64 * 1024
#: What is read of an answer that nobody wants, so that its connection can be used again.
_DRAINED = 64 * 1024
#: What OpenSSL calls a certificate that nobody known signed: by itself, or by somebody who is not here.
_UNKNOWN_AUTHORITY = frozenset({18, 19, 20, 21})
#: Headers that say something to a crawl; the others are dropped.
_HEADERS = ("content-type", "etag", "last-modified", "location", "retry-after", "x-robots-tag", "link")


class Unusable(NotAnswered):
    """An answer that came and is of no use, so that asking again would be, too; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered. ``content`` is None where it was not read: nothing wanted it."""

    status: int
    media_type: str
    charset: str | None
    headers: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: of silence, and for a request in all, however steadily it drips."""

    silence: float = 20.0
    request: float = 60.0


class Client:
    """Asks the places it was given, over one connection that is kept open; a context manager.

    Args:
        places: see :func:`graph.store.outside.read_places`; nothing else is asked.
        agent: the User-Agent.
        patience: how long an answer may take.
    """

    def __init__(self, places: tuple[Place, ...], agent: str, patience: Patience) -> None:
        self._places = places
        self._agent = agent
        self._patience = patience
        self._open: tuple[tuple[str, str, int], Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def check(self, url: str) -> None:
        """Raises NotAllowed unless an address is one of our places."""
        place_of(address_of(url), self._places)

    def ask(
        self,
        url: str,
        *,
        size: int,
        wanted: Callable[[str], bool],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """GETs an address.

        Args:
            url: the address.
            size: how many bytes the answer may have, unpacked.
            wanted: says by the media type of a 200 whether its content is read at all.
            headers: what to send beside the usual.

        Raises:
            NotAllowed: it is none of our places, or resolves to an address that is not public.
            TooLate: it took too long.
            Unusable: the answer is too large, packed in an unknown way, or breaks off.
            NotAnswered: no connection, or no HTTP.
        """
        address = address_of(url)
        sent = {"User-Agent": self._agent, "Accept-Encoding": "gzip", **(headers or {})}
        try:
            connection, used = self._connection(address)
            try:
                return self._asked(connection, address, sent, size, wanted)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                if not used:
                    raise
            # A connection that was open may have been closed from there meanwhile: that is no failure.
            self._close()
            return self._asked(self._connection(address)[0], address, sent, size, wanted)
        except TimeoutError as error:
            self._close()
            raise TooLate(f"{address.netloc} said nothing for {self._patience.silence:g} seconds") from error
        except (OSError, http.client.HTTPException) as error:
            self._close()
            raise NotAnswered(f"{address.netloc}: {words(error)}{_to_trust(error)}") from error
        except BaseException:
            self._close()
            raise

    def _connection(self, address: Address) -> tuple[Connection, bool]:
        """A connection to where an address leads, and whether it was open already."""
        origin = address.scheme, address.host, address.port
        if self._open is not None and self._open[0] == origin:
            return self._open[1], True
        self._close()
        place = place_of(address, self._places)
        connection = Connection(address, resolve(address, place), self._patience.silence)
        self._open = origin, connection
        return connection, False

    def _close(self) -> None:
        if self._open is not None:
            self._open[1].close()
        self._open = None

    def _asked(
        self,
        connection: Connection,
        address: Address,
        sent: Mapping[str, str],
        size: int,
        wanted: Callable[[str], bool],
    ) -> Answer:
        with self._in_time(connection, address) as held:
            if connection.sock is None:
                connection.connect()
            held.append(connection.sock)
            connection.request("GET", address.path, headers=dict(sent))
            response = connection.getresponse()
            media_type = response.headers.get_content_type().lower()
            if "content-type" not in response.headers:
                media_type = ""
            reads = response.status == 200 and wanted(media_type)
            content = _content(response, size) if reads else None
            if not reads:
                response.read(_DRAINED)
            if not response.isclosed() or response.will_close:
                self._close()
        charset = response.headers.get_content_charset()
        headers = {name: value for name in _HEADERS if (value := _header(response, name)) is not None}
        return Answer(response.status, media_type, charset, headers, content)

    @contextmanager
    def _in_time(self, connection: Connection, address: Address) -> Iterator[list[socket.socket]]:
        """Ends a request that takes too long in all, whatever it is waiting for at that moment.

        What it yields takes the socket, of which the connection lets go as soon as an answer begins that
        is its last.
        """
        late = threading.Event()
        held: list[socket.socket] = []

        def end() -> None:
            late.set()
            for one in held or [connection.sock]:
                if one is not None:
                    with suppress(OSError):
                        # The socket's own: SSLSocket.shutdown would take the keys from under who is reading.
                        socket.socket.shutdown(one, socket.SHUT_RDWR)

        timer = threading.Timer(self._patience.request, end)
        timer.daemon = True
        timer.start()
        failed: Exception | None = None
        try:
            yield held
        except (OSError, http.client.HTTPException, NotAnswered) as error:
            if not late.is_set():
                raise
            failed = error
        finally:
            timer.cancel()
        if late.is_set():  # an answer that was cut off may look like one that ended
            self._close()
            raise TooLate(
                f"{address.netloc} was not done answering after {self._patience.request:g} seconds"
            ) from failed


def _to_trust(error: Exception) -> str:
    """What lets a certificate be trusted whose authority this machine does not know."""
    if not isinstance(error, ssl.SSLCertVerificationError) or error.verify_code not in _UNKNOWN_AUTHORITY:
        return ""
    named = os.environ.get("SSL_CERT_FILE")
    if named and not Path(named).exists():
        return f"; SSL_CERT_FILE names {named}, which is not there"
    return "; an authority of your own is trusted if SSL_CERT_FILE names the file of its certificate"


def _header(response: http.client.HTTPResponse, name: str) -> str | None:
    found = response.headers.get_all(name)
    return ", ".join(str(value) for value in found)[:8_000] if found else None


def _content(response: http.client.HTTPResponse, size: int) -> bytes:
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Unusable(f"its answer is packed in a way that was not asked for ({coding[:40]})")
    packed = coding.endswith("gzip")
    machine = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    got = made = 0
    while block := response.read(_BLOCK):
        got += len(block)
        if packed:
            try:
                block = machine.decompress(block, size - made + 1)
            except zlib.error:
                raise Unusable("its answer's gzip data are damaged") from None
        made += len(block)
        if max(got, made) > size:
            raise Unusable(f"its answer is larger than {size:,} bytes")
        parts.append(block)
    if response.length or (packed and got and not machine.eof):
        raise Unusable("its answer breaks off")
    return b"".join(parts)
