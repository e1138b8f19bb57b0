"""Asking a store elsewhere: queries and updates through SPARQLWrapper, graphs by the Graph Store Protocol.

What is too busy (429, 502, 503) is asked again, with growing pauses and no longer than the deadline lets;
what may have been done (an update whose answer was lost) is not sent twice. A redirect is not followed: on
the way a POST would become a GET, and an update that was never done would look like one that was. So
credentials, which come from the environment only, go to the addresses that a person gave and to no other.
"""

from __future__ import annotations

import base64
import http.client
import math
import os
import socket
import ssl
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from SPARQLWrapper import INSERT, POST, POSTDIRECTLY, SELECT, URLENCODED, SPARQLWrapper

from graph.deadline import opener
from graph.retrying import GivenUp, Tries, retry_after
from graph.store.outside import words as words_of
from graph.store.remote.address import BadStoreAddress
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
#: About how long the first pause before another try is, in seconds.
_FIRST_PAUSE = 0.5
#: How often something too busy is asked again.
_TRIES = 5
#: What is kept of a store's own words, in characters.
_WORDS = 500
_BUSY = (429, 502, 503)
_SECONDS, _WRITE_SECONDS = "REELGRAPH_STORE_SECONDS", "REELGRAPH_STORE_WRITE_SECONDS"
#: An answer that comes quicker than so many bytes a second is read to its end.
_RATE = 20_000.0


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


@dataclass(frozen=True, slots=True)
class Times:
    """How long a store may take, in seconds.

    Attributes:
        question: for one of our own questions; longer only for as long as its answer comes.
        write: for an update, or a graph that is sent.
    """

    question: float = 120.0
    write: float = 600.0

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> Times:
        """Those of REELGRAPH_STORE_SECONDS and REELGRAPH_STORE_WRITE_SECONDS. Raises BadStoreAddress."""
        known = os.environ if environment is None else environment
        found = {}
        for name, variable in (("question", _SECONDS), ("write", _WRITE_SECONDS)):
            if given := known.get(variable, "").strip():
                try:
                    found[name] = float(given)
                except ValueError:
                    found[name] = math.nan
                if not 0 < found[name] < 1e6:
                    raise BadStoreAddress(f"{variable}: “{given[:40]}” is no number of seconds.")
        return cls(**found)


#: All that is asked ends at its deadline; our own questions go on for as long as a large answer comes.
_OPENER, _GROWING = opener(), opener(rate=_RATE)


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper whose errors are HTTP's, and which takes the text as it is.

    Its own exceptions keep neither the status nor the headers, Retry-After among them. What kind of text it
    is, it guesses with expressions that were not made for what strangers write; we know.
    """

    through = _OPENER
    _seconds = 0.0

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

    def ask(self, seconds: float) -> http.client.HTTPResponse:
        """Sends it; it may take so long. Raises as urllib does."""
        self._seconds = seconds
        return self.query().response

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        answer = self.through.open(self._createRequest(), timeout=self._seconds)
        return cast("http.client.HTTPResponse", answer), self.returnFormat


class Client:
    """Speaks with one store. Any thread may use it; it holds no connection.

    Args:
        address: where the store listens.
        credentials: by default those of the environment.
        sleep: waits for so many seconds; for tests.
        times: by default those of the environment.
    """

    def __init__(
        self,
        address: StoreAddress,
        credentials: Credentials | None = None,
        sleep: Callable[[float], None] = time.sleep,
        times: Times | None = None,
    ) -> None:
        self.address = address
        self.times = times or Times.of_environment()
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
        growing: bool = False,
    ) -> http.client.HTTPResponse:
        """Asks a query; what comes back is read by the caller, who closes it.

        Args:
            text: the query.
            accept: the media types to ask for.
            seconds: how long the store may take for all of it.
            default_graphs: the dataset of the protocol (2.1.4).
            named_graphs: the same.
            growing: whether it may take longer for as long as its answer comes.

        Raises:
            StoreError: in one of its kinds.
        """
        wrapper = self._wrapper(accept)
        for name, values in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for value in values:
                wrapper.addParameter(name, value)
        if self.address.unit != "none":
            unit = 1000 if self.address.unit == "milliseconds" else 1
            wrapper.addParameter("timeout", str(max(1, round(seconds * unit))))
        if self.address.form:
            wrapper.setRequestMethod(URLENCODED)
        if growing:
            wrapper.through = _GROWING
        wrapper.say(text, update=False)
        return self._asked(wrapper.ask, self.address.query, seconds, again=True)

    def update(self, text: str, *, seconds: float | None = None, again: bool = False) -> None:
        """Sends an update.

        Args:
            text: the update.
            seconds: how long the store may take; None for what ``times`` says.
            again: whether it comes to the same when it is done twice. If not, it is sent again only where
                the store said that it did not take it (429, 503).

        Raises:
            StoreError: in one of its kinds; StoreRefused where the store is only read.
        """
        if self.address.update is None:
            raise StoreRefused(f"{self.address.query} is only read: no update address was given for it.")
        wrapper = self._wrapper("*/*")
        seconds = seconds or self.times.write
        wrapper.say(text, update=True)
        with self._asked(wrapper.ask, self.address.update, seconds, again=again) as answer:
            read(answer)

    def graph(
        self,
        method: str,
        graph: str | None,
        *,
        accept: str = "application/n-triples",
        body: bytes | IO[bytes] | None = None,
        size: int | None = None,
        content_type: str = "application/n-triples",
        seconds: float | None = None,
    ) -> http.client.HTTPResponse:
        """One request of the Graph Store Protocol; None is the default graph. The caller closes the answer.

        ``size`` is the length of a body that is a file; it is sent from its beginning.

        Raises:
            StoreError: in one of its kinds; StoreRefused where the store has no graph store.
        """
        if self.address.graphs is None:
            raise StoreRefused(f"No graph-store address was given for {self.address.query}.")
        whole = seconds or self.times.write
        place = "default" if graph is None else urlencode({"graph": graph})
        separator = "&" if "?" in self.address.graphs else "?"
        address = f"{self.address.graphs}{separator}{place}"

        def send(seconds: float) -> http.client.HTTPResponse:
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
        return self._asked(send, address, whole, again=method != "POST")

    def _wrapper(self, accept: str) -> _Wrapper:
        wrapper = _Wrapper(self.address.query, self.address.update, agent=AGENT)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        if self._credentials.header is not None:
            wrapper.addCustomHttpHeader("Authorization", self._credentials.header)
        return wrapper

    def _asked(
        self, send: Callable[[float], http.client.HTTPResponse], address: str, seconds: float, *, again: bool
    ) -> http.client.HTTPResponse:
        end = time.monotonic() + seconds
        tries = Tries(_TRIES, _FIRST_PAUSE, math.inf, _LONGEST_PAUSE)
        while True:
            try:
                return send(max(0.05, end - time.monotonic()))
            except (OSError, http.client.HTTPException) as error:
                pause = _pause(_failure(error, address), tries, end, again=again)
            self._sleep(pause)


def _pause(failure: _Failure, tries: Tries, end: float, *, again: bool) -> float:
    """For how long to wait after a failure before another try. Raises it where there is to be none."""
    try:
        if failure.passing and (again or failure.untouched):
            with suppress(GivenUp):
                pause = tries.pause(failure.wished)
                if time.monotonic() + pause <= end:
                    return pause
        raise failure.error
    finally:
        # An error that its own traceback leads to is collected whenever and by whichever thread, and with it
        # what its frames hold, such as iterators of pyoxigraph, which only their own thread may drop.
        del failure


def read(answer: IO[bytes]) -> bytes:
    """All of an answer. One that ends early is an error, and never half an answer.

    Raises:
        StoreTimedOut, StoreFailed: it does not come to its end.
    """
    try:
        return answer.read()
    except TimeoutError as error:
        raise StoreTimedOut("The store stopped in the middle of its answer.") from error
    except (OSError, http.client.HTTPException) as error:
        raise StoreFailed(f"The store's answer broke off: {error!r}.") from error


@dataclass(frozen=True, slots=True)
class _Failure:
    """A request that failed.

    Attributes:
        error: it, as ours.
        untouched: whether the store is known not to have done anything.
        passing: whether another try may be worth it.
        wished: for how many seconds the store asks to wait before it.
    """

    error: StoreError
    untouched: bool = False
    passing: bool = False
    wished: float | None = None


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
        never = isinstance(reason, ssl.SSLCertVerificationError)  # however often it is tried
        why = words_of(reason) if never else reason.strerror or str(reason)
        said = f"The store at {address} cannot be reached: {why}."
        return _Failure(StoreUnreachable(said), untouched=never, passing=not never)
    return _Failure(StoreFailed(f"What {address} answers is no HTTP: {reason!r}."))


def _of_status(error: urllib.error.HTTPError, address: str) -> _Failure:
    status = error.code
    words = ""
    with error, suppress(OSError, http.client.HTTPException):  # the status says enough
        words = _words(error.read(4 * _WORDS))
    if status in _BUSY:
        wished = retry_after(error.headers.get("Retry-After"))
        said = _said(StoreUnreachable, address, error, words)
        return _Failure(said, untouched=status != 502, passing=True, wished=wished)
    if 300 <= status < 400:
        there = error.headers.get("Location") or "nowhere"
        sent = f"The store at {address} sends on to {_words(there.encode())}; give that address with --store."
        return _Failure(StoreRefused(sent, words, status), untouched=True)
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
