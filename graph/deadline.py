"""HTTP through urllib within a time for all of it: sending, waiting, the header and the body.

urllib's own ``timeout`` is for each wait for bytes: a service that sends one byte now and then is waited for
without an end. Here the timeout of a request is for all of it. It may grow with what comes, for answers that
are long because they are large.
"""

from __future__ import annotations

import http.client
import io
import time
import urllib.request
from functools import partial
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import socket


def opener(*, rate: float | None = None) -> urllib.request.OpenerDirector:
    """An opener whose requests and answers take no longer than the timeout that they are opened with.

    It follows no redirect, which is an answer like any other: urllib would ask by GET, without the question.

    Args:
        rate: for each so many bytes of an answer it may take a second longer; None for not at all.

    Reading past the deadline raises TimeoutError, as urllib does for one wait.
    """
    return urllib.request.build_opener(_Http(rate), _Https(rate), _NoRedirect)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """See urllib: None lets the status through as an error."""


class _Deadline:
    """When a request has to be done.

    Args:
        seconds: from now on.
        rate: see :func:`opener`.
    """

    def __init__(self, seconds: float, rate: float | None) -> None:
        self._end = time.monotonic() + seconds
        self._longest = seconds
        self._rate = rate

    def received(self, size: int) -> None:
        """Notes that so many bytes came."""
        if self._rate is not None:
            self._end += size / self._rate

    def left(self) -> float:
        """For how long bytes may be waited for, in seconds. Raises TimeoutError where the time is up."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is up")
        return min(left, self._longest)


class _Timed(io.RawIOBase):
    """A socket to read from, until a deadline.

    Args:
        raw: the socket as a file.
        sock: the socket.
        deadline: until when.
    """

    def __init__(self, raw: Any, sock: socket.socket, deadline: _Deadline) -> None:  # noqa: ANN401
        self._raw, self._sock, self._deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a buffer, which 3.11 has no name for
        self._sock.settimeout(self._deadline.left())
        got = cast("int | None", self._raw.readinto(buffer))
        self._deadline.received(got or 0)
        return got

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, deadline: _Deadline, sock: socket.socket, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *given, **named)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_Timed(raw, sock, deadline))


class _Within(http.client.HTTPConnection):
    """A connection for one request, which ends at the deadline."""

    rate: float | None = None
    _deadline: _Deadline | None = None

    def connect(self) -> None:
        self._deadline = _Deadline(float(self.timeout or 60.0), self.rate)
        self.response_class = partial(_Answer, self._deadline)  # type: ignore[assignment]
        super().connect()

    def send(self, data: Any) -> None:  # noqa: ANN401 - as http.client takes it
        if self.sock is None:
            self.connect()
        if self._deadline is not None:
            self.sock.settimeout(self._deadline.left())
        super().send(data)


class _SecurelyWithin(_Within, http.client.HTTPSConnection):
    pass


class _Http(urllib.request.HTTPHandler):
    def __init__(self, rate: float | None) -> None:
        super().__init__()
        self._rate = rate

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_made(_Within, self._rate), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, rate: float | None) -> None:
        super().__init__()
        self._rate = rate

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_made(_SecurelyWithin, self._rate), req)


def _made(kind: type[_Within], rate: float | None) -> Any:  # noqa: ANN401 - as urllib calls it
    def connection(*given: Any, **named: Any) -> _Within:  # noqa: ANN401
        made = kind(*given, **named)
        made.rate = rate
        return made

    return connection
