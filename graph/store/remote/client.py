"""Asking a store elsewhere: queries and updates through SPARQLWrapper, graphs by the Graph Store Protocol.

What is too busy (429, 502, 503) is asked again, with growing pauses and no longer than the deadline lets;
what may have been done (an update whose answer was lost) is not sent twice. A redirect is not followed: on
the way a POST would become a GET, and an update that was never done would look like one that was. So
credentials, which come from the environment only, go to the addresses that a person gave and to no other.
"""

from __future__ import annotations

import base64
import http.client
import os
import random
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from SPARQLWrapper import INSERT, POST, POSTDIRECTLY, SELECT, SPARQLWrapper

from graph.store.remote.errors import (
    StoreDenied,
    StoreError,
    StoreFailed,
    StoreRefused,
    StoreTimedOut,
    StoreUnreachable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.store.remote.address import StoreAddress

AGENT = "Reelgraph (SPARQL 1.1 Protocol client)"
#: What a client may be told to wait for before it gives up: a request that is asked again, in seconds.
_LONGEST_PAUSE = 30.0
#: How often something too busy is asked again.
_TRIES = 5
#: What is kept of a store's own words, in characters.
_WORDS = 500
#: How long an update or a graph that is sent may take, in seconds.
WRITE_SECONDS = 600.0
_BUSY = (429, 502, 503)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a store wants to know: a user and password (basic), or a token (bearer)."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> Credentials:
        """Those of REELGRAPH_STORE_USER and REELGRAPH_STORE_PASSWORD, or of REELGRAPH_STORE_TOKEN."""
        known = os.environ if environment is None else environment
        names = ("REELGRAPH_STORE_USER", "REELGRAPH_STORE_PASSWORD", "REELGRAPH_STORE_TOKEN")
        return cls(*(known.get(name, "") for name in names))

    @property
    def header(self) -> str | None:
        """The Authorization header, or None where there is nothing to tell."""
        if self.token:
            return f"Bearer {self.token}"
        if not self.user:
            return None
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a redirect is an answer like any other."""

    def redirect_request(self, *_: object) -> None:
        """See urllib: None lets the status through as an error."""


_OPENER = urllib.request.build_opener(_NoRedirect)


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper whose errors are HTTP's, and which takes the text as it is.

    Its own exceptions keep neither the status nor the headers, Retry-After among them. What kind of text it
    is, it guesses with expressions that were not made for what strangers write; we know.
    """

    def say(self, text: str, *, update: bool) -> None:
        """Takes the text that is to be sent."""
        self.queryString = text
        self.queryType = INSERT if update else SELECT  # only whether it is an update matters
        # It puts "?" before its parameters, whether or not the address has some already.
        address = self.updateEndpoint if update else self.endpoint
        given = urlsplit(address)
        for name, value in parse_qsl(given.query, keep_blank_values=True):
            self.addParameter(name, value)
        address = urlunsplit(given._replace(query=""))
        self.endpoint, self.updateEndpoint = address, address

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        answer = _OPENER.open(self._createRequest(), timeout=self.timeout)
        return cast("http.client.HTTPResponse", answer), self.returnFormat


class Client:
    """Speaks with one store. Any thread may use it; it holds no connection.

    Args:
        address: where the store listens.
        credentials: by default those of the environment.
        sleep: waits for so many seconds; for tests.
    """

    def __init__(
        self,
        address: StoreAddress,
        credentials: Credentials | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address
        self._credentials = credentials or Credentials.of_environment()
        self._sleep = sleep

    def query(
        self,
        text: str,
        *,
        accept: str,
        seconds: float,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> http.client.HTTPResponse:
        """Asks a query; what comes back is read by the caller, who closes it.

        Args:
            text: the query.
            accept: the media types to ask for.
            seconds: how long the store may take until it begins to answer, and between any two parts of
                the answer.
            default_graphs: the dataset of the protocol (2.1.4).
            named_graphs: the same.

        Raises:
            StoreError: in one of its kinds.
        """
        wrapper = self._wrapper(accept, seconds)
        for name, values in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for value in values:
                wrapper.addParameter(name, value)
        if self.address.unit != "none":
            unit = 1000 if self.address.unit == "milliseconds" else 1
            wrapper.addParameter("timeout", str(max(1, round(seconds * unit))))
        wrapper.say(text, update=False)
        return self._asked(lambda: wrapper.query().response, self.address.query, seconds, again=True)

    def update(self, text: str, *, seconds: float = WRITE_SECONDS, again: bool = False) -> None:
        """Sends an update.

        Args:
            text: the update.
            seconds: how long the store may take.
            again: whether it comes to the same when it is done twice. If not, it is sent again only where
                the store said that it did not take it (429, 503).

        Raises:
            StoreError: in one of its kinds; StoreRefused where the store is only read.
        """
        if self.address.update is None:
            raise StoreRefused(f"{self.address.query} is only read: no update address was given for it.")
        wrapper = self._wrapper("*/*", seconds)
        wrapper.say(text, update=True)
        with self._asked(
            lambda: wrapper.query().response, self.address.update, seconds, again=again
        ) as answer:
            answer.read()

    def graph(
        self,
        method: str,
        graph: str | None,
        *,
        accept: str = "application/n-triples",
        body: bytes | IO[bytes] | None = None,
        size: int | None = None,
        content_type: str = "application/n-triples",
        seconds: float = WRITE_SECONDS,
    ) -> http.client.HTTPResponse:
        """One request of the Graph Store Protocol; None is the default graph. The caller closes the answer.

        ``size`` is the length of a body that is a file; it is sent from its beginning.

        Raises:
            StoreError: in one of its kinds; StoreRefused where the store has no graph store.
        """
        if self.address.graphs is None:
            raise StoreRefused(f"No graph-store address was given for {self.address.query}.")
        place = "default" if graph is None else urlencode({"graph": graph})
        separator = "&" if "?" in self.address.graphs else "?"
        address = f"{self.address.graphs}{separator}{place}"

        def send() -> http.client.HTTPResponse:
            request = urllib.request.Request(address, data=body, method=method)  # noqa: S310 - http(s) only
            request.add_header("User-Agent", AGENT)
            request.add_header("Accept", accept)
            if body is not None:
                request.add_header("Content-Type", content_type)
            if size is not None:
                request.add_header("Content-Length", str(size))
            if self._credentials.header is not None:
                request.add_header("Authorization", self._credentials.header)
            if body is not None and not isinstance(body, bytes):
                body.seek(0)  # another try sends all of it again
            return cast("http.client.HTTPResponse", _OPENER.open(request, timeout=seconds))

        # PUT and DELETE come to the same however often they are sent; POST adds.
        return self._asked(send, address, seconds, again=method != "POST")

    def _wrapper(self, accept: str, seconds: float) -> _Wrapper:
        wrapper = _Wrapper(self.address.query, self.address.update, agent=AGENT)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(max(1, round(seconds)))
        wrapper.addCustomHttpHeader("Accept", accept)
        if self._credentials.header is not None:
            wrapper.addCustomHttpHeader("Authorization", self._credentials.header)
        return wrapper

    def _asked(
        self, send: Callable[[], Any], address: str, seconds: float, *, again: bool
    ) -> http.client.HTTPResponse:
        end = time.monotonic() + seconds
        for number in range(1, _TRIES + 1):
            try:
                return cast("http.client.HTTPResponse", send())
            except (OSError, http.client.HTTPException) as error:
                failure = _failure(error, address)
                if failure.pause is None or not (again or failure.untouched) or number == _TRIES:
                    raise failure.error from error
                # Growing, and not the same for all who were turned away together.
                pause = max(failure.pause, 0.25 * 2**number * random.uniform(0.5, 1))  # noqa: S311 - no secret
                if pause > _LONGEST_PAUSE or time.monotonic() + pause > end:
                    raise failure.error from error
            self._sleep(pause)
        raise AssertionError  # the last try returned or raised


@dataclass(frozen=True, slots=True)
class _Failure:
    """A request that failed.

    Attributes:
        error: it, as ours.
        pause: for how many seconds to wait before another try; None where none is worth it.
        untouched: whether the store is known not to have done anything.
    """

    error: StoreError
    pause: float | None = None
    untouched: bool = False


def _failure(error: Exception, address: str) -> _Failure:
    if isinstance(error, urllib.error.HTTPError):
        return _of_status(error, address)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return _Failure(StoreTimedOut(f"The store at {address} took longer than it was given."))
    if isinstance(reason, ConnectionRefusedError):
        said = f"Nothing listens at {address}; start the store first."
        return _Failure(StoreUnreachable(said), untouched=True)
    if isinstance(reason, socket.gaierror):
        return _Failure(StoreUnreachable(f"There is no host of that name: {address}."), untouched=True)
    if isinstance(reason, OSError):
        said = f"The store at {address} cannot be reached: {reason.strerror or reason}."
        return _Failure(StoreUnreachable(said), pause=0.0)
    return _Failure(StoreFailed(f"What {address} answers is no HTTP: {reason!r}."))


def _of_status(error: urllib.error.HTTPError, address: str) -> _Failure:
    status = error.code
    with error:
        words = _words(error.read(4 * _WORDS))
    if status in _BUSY:
        kind, pause = StoreUnreachable, _retry_after(error.headers.get("Retry-After"))
        return _Failure(_said(kind, address, error, words), pause, untouched=status != 502)
    if 300 <= status < 400:
        there = error.headers.get("Location") or "nowhere"
        said = f"The store at {address} sends on to {_words(there.encode())}; give that address with --store."
        return _Failure(StoreRefused(said, words, status), untouched=True)
    if status in (401, 403):
        return _Failure(_said(StoreDenied, address, error, words), untouched=True)
    if status in (408, 504):
        return _Failure(_said(StoreTimedOut, address, error, words))
    return _Failure(_said(StoreRefused if status < 500 else StoreFailed, address, error, words))


def _said(kind: type[StoreError], address: str, error: urllib.error.HTTPError, words: str) -> StoreError:
    said = f": {words}" if words else "."
    return kind(f"The store at {address} says {error.code} {error.reason}{said}", words, error.code)


def _words(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _WORDS else text[:_WORDS] + "…"


def _retry_after(value: str | None) -> float:
    """Seconds to wait; a date (RFC 9110, 10.2.3) or nonsense counts as no wish."""
    try:
        return max(0.0, float(value or 0))
    except ValueError:
        return 0.0
