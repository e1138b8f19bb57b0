"""A SPARQL service of somebody else's, through SPARQLWrapper: asked politely, and believed nothing.

One question at a time, and no more seconds of them in a minute than the service's policy allows. A
service that is busy (429, 502, 503, 504) is asked again, after as long as it says (Retry-After, RFC 9110
10.2.3) or after pauses that double; both are bounded. An answer has a largest size and a longest time,
and is read no further than that, whatever the service goes on to send. What a service says when it refuses
(who is banned until when, what a User-Agent must have) is told on.
"""

from __future__ import annotations

import http.client
import re
import ssl
import time
import urllib.error
import zlib
from collections import deque
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

from graph.deadline import opener
from graph.release import VERSION
from graph.retrying import GivenUp, Tries, retry_after
from graph.store.outside import words

if TYPE_CHECKING:
    from collections.abc import Callable

#: The query service of Wikidata, which asks for a contact in the User-Agent and allows 60 seconds of
#: queries a minute.
WIKIDATA = "https://query.wikidata.org/sparql"

_BUSY = frozenset({429, 502, 503, 504})
_MOVED = frozenset({301, 302, 307, 308})
_MOST_MOVES = 5
_BLOCK = 64 * 1024
#: How much of a refusal is read, in bytes, and told, in characters.
_REFUSAL, _SAID = 16 * 1024, 200
_MARKUP = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
#: Wikidata's service has begun an answer, with status 200, when it finds that it runs out of time: what it
#: has is followed by the trace of a Java exception.
_GAVE_UP = re.compile(rb"\b(?:java|com|org)(?:\.\w+)+?\.(\w*(?:Exception|Error))\b")
_TAIL = 64 * 1024
_RESULTS = "application/sparql-results+json"
_TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE,
            "application/x-turtle": ox.RdfFormat.TURTLE, "text/plain": ox.RdfFormat.N_TRIPLES}  # fmt: skip
#: Quoted triples within quoted triples overflow the parser's stack. Answers about films have none.
_QUOTED = re.compile(rb"<<\s*\(?\s*[<_]")
_MOST_QUOTED = 100


class NotAnswered(Exception):
    """The service gave no answer that can be used; the message says why, in one sentence."""


class TooMuch(NotAnswered):
    """The service could not answer so much at once: the question is worth asking in parts."""


class Rejected(NotAnswered):
    """The service will not answer, however often it is asked."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a service is asked.

    ``seconds`` is the longest that an answer may take, ``size`` the most bytes that it may have. A
    question is asked ``tries`` times; all pauses between them come to ``patience`` seconds at most.
    In any ``minute`` no more than ``share`` seconds are spent on answers.
    """

    seconds: float = 70.0
    size: int = 64_000_000
    tries: int = 6
    patience: float = 900.0
    minute: float = 60.0
    share: float = 45.0


@dataclass(slots=True)
class Spent:
    """What asking took."""

    questions: int = 0
    again: int = 0
    waited: float = 0.0


_OPENER = opener()


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper that leaves HTTP's errors as they are: it reads all of their bodies, however large."""

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        request = self._createRequest()
        return _OPENER.open(request, timeout=self.timeout), self.returnFormat


@dataclass
class Client:
    """Asks one service.

    Args:
        endpoint: its address.
        contact: how whoever runs it can reach whoever asks: a mail address or a page.
        manners: see :class:`Manners`.
        clock: the time in seconds, and how to wait: others, for tests.
        sleep: see ``clock``.
    """

    endpoint: str
    contact: str = ""
    manners: Manners = field(default_factory=Manners)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    spent: Spent = field(default_factory=Spent)
    _lately: deque[tuple[float, float]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        if not re.match(r"https?://[^\s/]", self.endpoint):
            raise ValueError(f"{self.endpoint} is no http or https address")
        if not self.contact.isprintable():
            raise ValueError("a contact is one line of text")
        #: Where questions go: where the endpoint leads.
        self._at = self.endpoint
        self._moves = 0

    @property
    def agent(self) -> str:
        """The User-Agent: who asks, for whom, and with what."""
        about = f" ({self.contact})" if self.contact else ""
        return f"Reelgraph/{VERSION}{about} SPARQLWrapper/{version('sparqlwrapper')}"

    def select(self, query: str) -> list[dict[str, ox.NamedNode | ox.Literal]]:
        """The rows of a SELECT. Raises NotAnswered."""
        body = self._ask(query, _RESULTS, (_RESULTS, "application/json"))[0]
        try:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise NotAnswered(f"{self._host} answered with something else than rows.")
            names = [variable.value for variable in found.variables]
            rows = [
                {
                    name: value
                    for name in names
                    if isinstance(value := solution[name], ox.NamedNode | ox.Literal)
                }
                for solution in found
            ]
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(body) from error
        return rows

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT. Raises NotAnswered."""
        body, kind = self._ask(query, "application/n-triples, text/turtle;q=0.9", tuple(_TRIPLES))
        if len(_QUOTED.findall(body)) > _MOST_QUOTED:
            raise NotAnswered(f"{self._host} sent an answer that is dangerous to read.")
        try:
            quads = ox.parse(body, format=_TRIPLES[kind])
            return [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(body) from error

    def _unreadable(self, body: bytes) -> NotAnswered:
        """What to raise of an answer that is not what it says."""
        if found := _GAVE_UP.search(body, max(0, len(body) - _TAIL)):
            return TooMuch(f"{self._host} gave up in the middle of its answer ({found[1].decode()}).")
        return NotAnswered(f"{self._host} sent an answer that cannot be read, or half of one.")

    # -- asking ----------------------------------------------------------------------------------

    @property
    def _host(self) -> str:
        return self.endpoint.split("/", 3)[2]

    def _ask(self, query: str, accept: str, kinds: tuple[str, ...]) -> tuple[bytes, str]:
        """An answer of one of some media types, and which."""
        tries = Tries(self.manners.tries, 1.0, self.manners.patience)
        while True:
            self._pace()
            start = self.clock()
            try:
                return self._answer(query, accept, kinds)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code in _MOVED:
                        self._move(error)
                        continue
                    said = _said(error)
                    wished = self._refused(error, said)
                last = f"{self._host} was too busy to answer (status {error.code}{said})"
            except TimeoutError as error:
                raise TooMuch(
                    f"{self._host} did not answer within {self.manners.seconds:g} seconds."
                ) from error
            except (OSError, http.client.HTTPException) as error:
                wished, last = None, f"{self._host} cannot be asked: {_words(error)}"
            finally:
                now = self.clock()
                self._lately.append((now, now - start))
            try:
                wait = tries.pause(wished)
            except GivenUp as given:
                if given.pause is None:
                    raise NotAnswered(f"{last}, {self.manners.tries} times over.") from None
                asks = f", and asks to wait {wished:.0f} seconds" if wished is not None else ""
                raise NotAnswered(f"{last}{asks}; there is no time for another try.") from None
            self.spent.waited += wait
            self.sleep(wait)
            self.spent.again += 1

    def _move(self, error: urllib.error.HTTPError) -> None:
        """Goes where the service now is, on its own host: from http to https, mostly. Raises Rejected."""
        target = urljoin(self._at, error.headers.get("Location") or "")
        before, after = urlsplit(self._at), urlsplit(target)
        self._moves += 1
        if self._moves > _MOST_MOVES:
            raise Rejected(f"{self._host} redirects in a circle.")
        back = (before.scheme, after.scheme) == ("https", "http")
        if after.scheme not in {"http", "https"} or after.hostname != before.hostname or back:
            raise Rejected(
                f"{self._host} redirects to {target[:300]}: if that is the service, give it as --endpoint."
            )
        self._at = target

    def _refused(self, error: urllib.error.HTTPError, said: str) -> float | None:
        """How long to wait after a refusal, if it says; raises NotAnswered where waiting is no use."""
        if error.code in _BUSY:
            if error.code == 504:
                raise TooMuch(f"{self._host} ran out of time over the question (status 504).")
            return retry_after(error.headers.get("Retry-After"))
        if error.code == 500:
            raise TooMuch(f"{self._host} failed over the question (status 500).")
        if error.code in {413, 414}:
            raise TooMuch(f"{self._host} takes no question of this length (status {error.code}).")
        why = {400: "it does not understand the question", 401: "it wants to know who asks",
               403: "it will not answer this client", 404: "there is no such service"}  # fmt: skip
        told = why.get(error.code, "that is no answer")
        raise Rejected(f"{self._host} answered with status {error.code}: {told}{said}.")

    def _answer(self, query: str, accept: str, kinds: tuple[str, ...]) -> tuple[bytes, str]:
        wrapper = _Wrapper(self._at, agent=self.agent)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setTimeout(max(1, round(self.manners.seconds)))
        # By itself SPARQLWrapper asks for all the serialisations that it knows, and adds parameters that
        # Wikidata's service heeds more than the header.
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        wrapper.addCustomHttpHeader("Accept-Encoding", "gzip")
        wrapper.setQuery(query)
        self.spent.questions += 1
        end = self.clock() + self.manners.seconds
        response = cast("Any", wrapper.query().response)
        with response:
            kind = response.headers.get_content_type().lower()
            if kind not in kinds:
                raise Rejected(
                    f"{self._host} answered with {kind}, and not with data: is it a SPARQL service?"
                )
            return self._body(response, end), kind

    def _body(self, response: http.client.HTTPResponse, end: float) -> bytes:
        """What an answer holds, unpacked; ``end`` is when it must have come."""
        coding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip"}:
            raise Rejected(f"{self._host} packed its answer in a way that was not asked for ({coding[:40]}).")
        packed = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
        parts: list[bytes] = []
        left = self.manners.size
        while block := response.read1(_BLOCK):
            if packed is not None:
                try:
                    block = packed.decompress(block, left + 1)
                except zlib.error as error:
                    raise NotAnswered(f"{self._host} sent gzip data that are damaged.") from error
            left -= len(block)
            parts.append(block)
            if left < 0:
                raise TooMuch(f"{self._host} sent more than {self.manners.size:,} bytes.")
            if self.clock() > end:
                raise TimeoutError
        if response.length or (packed is not None and not packed.eof):
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)

    def _pace(self) -> None:
        """Waits until the last minute has room for another question."""
        while True:
            now = self.clock()
            while self._lately and self._lately[0][0] < now - self.manners.minute:
                self._lately.popleft()
            if sum(took for _, took in self._lately) < self.manners.share:
                return
            wait = max(0.05, self._lately[0][0] + self.manners.minute - now)
            self.spent.waited += wait
            self.sleep(wait)


def _said(error: urllib.error.HTTPError) -> str:
    """What a service says with a refusal, as the end of a sentence; empty where it says nothing to people."""
    try:
        body = error.read(_REFUSAL)
    except (OSError, http.client.HTTPException):
        return ""
    text = " ".join(_MARKUP.sub(" ", body.decode("utf-8", "replace")).split())
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    # Wikidata's service repeats the question, and then a trace.
    if not text or text.startswith(("SPARQL-QUERY", "{")):
        return ""
    return f" (it says: “{text[:_SAID]}{'…' if len(text) > _SAID else ''}”)"


def _words(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, OSError):
        return _words(error.reason)
    if isinstance(error, ssl.SSLError):
        return words(error)
    if isinstance(error, http.client.IncompleteRead):
        return "its answer broke off"
    if isinstance(error, http.client.HTTPException):
        return "what it says is not HTTP"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
