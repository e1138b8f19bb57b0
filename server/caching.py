"""Answers that need not be worked out again: a version never changes, so neither do its answers.

Two caches, both bounded in bytes, the least recently used dropped first: :class:`CachedEvaluator` keeps
answers by version, query, format and dataset, whoever asks in whatever way; :class:`Repeats` keeps
finished responses by the request as it stood on the wire, so that the same request again costs next
to nothing. And :func:`entity_tag` names an answer without working it out.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from server.evaluation import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from flask import Request, Response

    from server.evaluation import Evaluator, Question
    from server.published import Published

V = TypeVar("V")

#: A body below this size gains nothing from compression; one above the other takes too long for it.
_WORTH_PACKING, _TOO_LARGE_TO_PACK = 500, 16 * 1024 * 1024
#: What an entry costs beside its content.
_OVERHEAD = 1_000
# Functions that give another value every time; in a string or a comment the word does no harm.
_CHANGING = re.compile(r"\b(?:rand|now|uuid|struuid|bnode|service)\b", re.IGNORECASE)
_PACKED = ("text/", "application/json", "application/ld+json", "application/sparql-results+", "image/svg",
           "application/rdf+xml", "application/n-", "application/problem+json", "application/openapi",
           "application/trig", "application/xml")  # fmt: skip


class Bounded(Generic[V]):
    """Values by key, as many as fit into ``most`` bytes. Any thread may use it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> V | None:
        """The value of ``key``, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
                return None
            self._kept.move_to_end(key)
            self.hits += 1
            return found[0]

    def put(self, key: Hashable, value: V, size: int) -> None:
        """Keeps a value of ``size`` bytes; one that would fill a quarter of the room is not worth it."""
        size += _OVERHEAD
        if size > self._most // 4:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += size - (before[1] if before else 0)
            self._kept[key] = value, size
            while self.size > self._most:
                self.size -= self._kept.popitem(last=False)[1][1]

    def __len__(self) -> int:
        return len(self._kept)


class CachedEvaluator:
    """:class:`server.evaluation.Evaluator` that asks ``inner`` each question once a version."""

    def __init__(self, inner: Evaluator, current: Callable[[int | None], Published], most: int) -> None:
        self.inner = inner
        self.kept: Bounded[tuple[dict[str, str], bytes]] = Bounded(most)
        self._current = current

    def evaluate(self, question: Question) -> Answer:
        """See :class:`server.evaluation.Evaluator`."""
        version = self._current(question.version)
        if not is_lasting(question.text):
            return self.inner.evaluate(question)
        key = (
            stamp(version), question.text,
            question.results and question.results.media_type, question.graph and question.graph.media_type,
            question.default_graphs, question.named_graphs,
        )  # fmt: skip
        found = self.kept.get(key)
        if found is None:
            answer = self.inner.evaluate(question)
            small = answer.length is not None and answer.length <= _TOO_LARGE_TO_PACK
            same = answer.headers.get("Reelgraph-Version") == str(version.number)
            if not (small and same and answer.status == 200):
                return answer
            try:
                found = dict(answer.headers), b"".join(answer.body)
            finally:
                answer.close()
            self.kept.put(key, found, len(question.text.encode("utf-8", "replace")) + len(found[1]))
        headers, body = found
        return Answer(200, dict(headers), iter((body,)), len(body))

    def close(self) -> None:
        """Ends what evaluates."""
        close = getattr(self.inner, "close", None)
        if close is not None:
            close()


def is_lasting(text: str) -> bool:
    """Whether a query gives the same answer on the same version every time."""
    return _CHANGING.search(text) is None


def stamp(version: Published) -> str:
    """What tells a version from every other, those of a dataset made anew in the same place included."""
    return f"{version.number}-{getattr(version, 'published', '')}"


def entity_tag(version: Published, *representation: object) -> str:
    """A strong ETag, without quotes: the version, and a digest of which representation this is."""
    digest = hashlib.sha256(repr((stamp(version), version.base, representation)).encode("utf-8", "replace"))
    return f"{version.number}-{digest.hexdigest()[:16]}"


def coding(accept_encoding: str | None) -> str:
    """The content coding for a client: ``gzip`` where it takes it, else ``identity`` (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for member in (accept_encoding or "").lower().split(",")[:50]:
        name, _, parameter = member.partition(";")
        _, equals, number = parameter.partition("=")
        try:
            weights[name.strip()] = float(number) if equals else 1.0
        except ValueError:
            continue
    weight = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return "gzip" if weight > 0 and weight >= weights.get("identity", 0.0) else "identity"


def is_packable(content_type: str, length: int | None) -> bool:
    """Whether compressing a body of this type and length is worth the time."""
    return (
        length is not None
        and _WORTH_PACKING <= length <= _TOO_LARGE_TO_PACK
        and content_type.startswith(_PACKED)
    )


def packed(content: bytes) -> bytes:
    """``content`` by gzip, the same bytes every time (no time of day in them)."""
    return gzip.compress(content, compresslevel=4 if len(content) < 1_000_000 else 1, mtime=0)


def represent(
    request: Request, response: Response, current: Callable[[], str | None], number: int | None
) -> None:
    """Gives a finished response its ETag and coding, and 304 to a client that has it already.

    A response of the current version that would be the same for the same request again is marked as
    such for :class:`Repeats`.
    """
    if response.status_code != 200 or response.direct_passthrough or "Content-Encoding" in response.headers:
        return
    reading = request.method in ("GET", "HEAD") and not response.cache_control.no_store
    of_version = response.headers.get("Reelgraph-Version")
    if "reelgraph.file" not in request.environ and (
        response.is_sequence or response.content_length is not None
    ):
        packing = coding(request.headers.get("Accept-Encoding"))
        content = response.get_data()
        if reading and of_version and not response.headers.get("ETag"):
            response.set_etag(f"{of_version}-{packing[0]}{hashlib.sha256(content).hexdigest()[:20]}")
        if is_packable(response.headers.get("Content-Type", ""), len(content)):
            response.vary.add("Accept-Encoding")
            if packing == "gzip":
                response.set_data(packed(content))
                response.headers["Content-Encoding"] = "gzip"
    environ = request.environ
    if reading and of_version == str(number) and "version" not in request.args:
        if "HTTP_AUTHORIZATION" not in environ:
            environ["reelgraph.lasting"] = environ.get("reelgraph.lasting") or current()
        response.make_conditional(environ)


Kept = tuple[int, list[tuple[str, str]], bytes, str]


class Repeats:
    """Finished responses by request, and the 304 that such a request may deserve."""

    def __init__(self, most: int, current: Callable[[], str | None]) -> None:
        self.kept: Bounded[Kept] = Bounded(most)
        self._current = current

    def find(self, environ: Mapping[str, Any]) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """The response to a request that came before, if nothing has been published since."""
        if "HTTP_AUTHORIZATION" in environ:
            return None
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        found = self.kept.get(self._key(environ))
        if found is None and wanted:  # a client may have the answer from before this cache had it
            found = self.kept.get((self._key(environ), wanted))
        if found is None:
            return None
        status, headers, content, tag = found
        if wanted and tag and matches(wanted, tag):
            kept = [pair for pair in headers if pair[0].lower() not in ("content-length", "content-type")]
            return 304, kept, b""
        return status, headers, content

    @staticmethod
    def worth(environ: Mapping[str, Any], status: int) -> bool:
        """Whether the application has marked this response as one that lasts (``reelgraph.lasting``)."""
        return (
            status in (200, 304)
            and environ["REQUEST_METHOD"] == "GET"
            and bool(environ.get("reelgraph.lasting"))
        )

    def keep(
        self, environ: Mapping[str, Any], status: int, headers: list[tuple[str, str]], content: bytes
    ) -> None:
        """Keeps a response for the next request of the kind."""
        if environ["reelgraph.lasting"] != self._current():
            return  # a version was published meanwhile
        tag = next((value for name, value in headers if name.lower() == "etag"), "")
        key = self._key(environ)
        if status == 304:
            key = key, environ.get("HTTP_IF_NONE_MATCH")
        self.kept.put(key, (status, headers, content, tag), len(content) + len(str(key)) + 2_000)

    def _key(self, environ: Mapping[str, Any]) -> Hashable:
        return (
            self._current(), environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_HOST"),
            environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING"), environ.get("HTTP_ORIGIN"),
            environ["wsgi.url_scheme"], environ.get("HTTP_ACCEPT_DATETIME"),
        )  # fmt: skip


def matches(if_none_match: str, tag: str) -> bool:
    """Whether an If-None-Match header names ``tag`` (quoted), by the weak comparison that it asks for."""
    named = [item.strip().removeprefix("W/") for item in if_none_match.split(",")]
    return "*" in named or tag.removeprefix("W/") in named
