"""Answers that need not be worked out again: a version never changes, so neither do its answers.

Two caches, both bounded in bytes, the least recently used dropped first: :class:`CachedEvaluator` keeps
answers by version, query, format and dataset, whoever asks in whatever way; :class:`Repeats` keeps
finished responses by the request as it stood on the wire, so that the same request again costs next
to nothing. And :func:`entity_tag` names an answer without working it out.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from server.evaluation import Answer
from server.packing import IDENTITY, coding, is_packable, packed
from server.query_text import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from flask import Request, Response

    from server.evaluation import Evaluator, Question
    from server.negotiation import Format, Offer
    from server.published import Published

V = TypeVar("V")
#: What :func:`stamp` says of the current version, and the revision of the list of versions.
Stamp = tuple[str, int]

#: The largest answer that is kept.
_MOST_KEPT = 16 * 1024 * 1024
#: For how long what was current still counts as current, in seconds.
_STILL_CURRENT = 0.005
#: What an entry costs beside its content, and what the headers of a request and its response do.
_OVERHEAD, _REQUEST = 1_000, 3_000
# Functions that give another value every time; in a string or a comment the word does no harm.
_CHANGING = re.compile(r"\b(?:rand|now|uuid|struuid|bnode|service)\b", re.IGNORECASE)


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

    def peek(self, key: Hashable) -> V | None:
        """The value of ``key``, or None; counted neither as a hit nor as a miss."""
        with self._lock:
            found = self._kept.get(key)
            return None if found is None else found[0]

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
        key = answer_key(
            version, question.text, question.results, question.graph,
            (question.default_graphs, question.named_graphs),
        )  # fmt: skip
        found = self.kept.get(key)
        if found is None:
            answer = self.inner.evaluate(question)
            small = answer.length is not None and answer.length <= _MOST_KEPT
            same = answer.headers.get("Reelgraph-Version") == str(version.number)
            # Kept while this one was evaluated: many who ask at once share one copy.
            found = self.kept.peek(key)
            if found is None and not (small and same and answer.status == 200):
                return answer
            try:
                found = found or self._keep(key, question, answer)
            finally:
                answer.close()
        headers, body = found
        return Answer(200, dict(headers), iter((body,)), len(body))

    def _keep(self, key: Hashable, question: Question, answer: Answer) -> tuple[dict[str, str], bytes]:
        kept = dict(answer.headers), b"".join(answer.body)
        self.kept.put(key, kept, len(question.text.encode("utf-8", "replace")) + len(kept[1]))
        return kept

    def close(self) -> None:
        """Ends what evaluates."""
        close = getattr(self.inner, "close", None)
        if close is not None:
            close()


def answer_key(
    version: Published,
    text: str,
    results: Offer[Format] | None,
    graph: Offer[Format] | None,
    dataset: Hashable = (None, None),
) -> Hashable:
    """What an answer is kept under: the version, the query, the types that it may have, the dataset."""
    return stamp(version), text, results and results.media_type, graph and graph.media_type, dataset


def is_lasting(text: str) -> bool:
    """Whether a query gives the same answer on the same version every time.

    A word of a title does not count: only where it stands as a word of SPARQL.
    """
    if _CHANGING.search(text) is None:
        return True
    return not any(_CHANGING.fullmatch(token.text) for token in tokens(text))


def stamp(version: Published) -> str:
    """What tells a version from every other, those of a dataset made anew in the same place included."""
    return f"{version.number}-{getattr(version, 'published', '')}"


def is_of(environ: Mapping[str, Any], number: object) -> bool:
    """Whether the version ``number`` was the current one when a request came (``reelgraph.stamp``)."""
    noted: Stamp | None = environ.get("reelgraph.stamp")
    return noted is not None and noted[0].partition("-")[0] == str(number)


def entity_tag(version: Published, *representation: object) -> str:
    """A strong ETag, without quotes: the version, and a digest of which representation this is."""
    content = repr((stamp(version), version.base, representation)).encode("utf-8", "replace")
    # A third of the time of SHA-256 on texts as short as a query.
    return f"{version.number}-{hashlib.blake2b(content, digest_size=8).hexdigest()}"


def represent(request: Request, response: Response) -> None:
    """Gives a finished response its ETag and coding, and 304 to a client that has it already.

    A response of the version that was current when the request came, and that would be the same for the
    same request again, is marked as such for :class:`Repeats`.
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
            if packing != IDENTITY:
                response.set_data(packed(content, packing))
                response.headers["Content-Encoding"] = packing
    environ = request.environ
    if reading and of_version and is_of(environ, of_version) and "version" not in request.args:
        if "HTTP_AUTHORIZATION" not in environ:
            environ["reelgraph.lasting"] = environ["reelgraph.stamp"]
        response.make_conditional(environ)


Kept = tuple[int, list[tuple[str, str]], bytes, str]


class Repeats:
    """Finished responses by request, and the 304 that such a request may deserve."""

    def __init__(self, most: int, current: Callable[[], Stamp | None]) -> None:
        self.kept: Bounded[Kept] = Bounded(most)
        self._current = current
        self._now: Stamp | None = None
        self._until = 0.0

    def now(self) -> Stamp | None:
        """What is current, looked up every few milliseconds: that costs as much as all else here."""
        if (moment := time.monotonic()) >= self._until:
            self._now, self._until = self._current(), moment + _STILL_CURRENT
        return self._now

    def look_again(self) -> None:
        """Says that something may have been published just now: whoever wrote reads what was written."""
        self._until = 0.0

    def find(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """The response to a request that came before, if nothing has been published since.

        Notes in the environ what is current (``reelgraph.now``) and what the request is kept under.
        """
        now = environ["reelgraph.now"] = self.now()
        if "HTTP_AUTHORIZATION" in environ:
            return None
        key = environ["reelgraph.key"] = self._key(now, environ)
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        found = self.kept.get(key)
        if found is None and wanted:  # a client may have the answer from before this cache had it
            found = self.kept.get((key, wanted))
        if found is None:
            return None
        status, headers, content, tag = found
        if wanted and tag and matches(wanted, tag):
            kept = [pair for pair in headers if pair[0].lower() not in ("content-length", "content-type")]
            return 304, kept, b""
        return status, headers, content

    @staticmethod
    def worth(environ: Mapping[str, Any], status: int) -> bool:
        """Whether the application has marked this response as one that lasts (``reelgraph.lasting``).

        It does with what was current when it began: where that is another than :meth:`find` saw, no.
        """
        return (
            status in (200, 304)
            and environ["REQUEST_METHOD"] == "GET"
            and environ.get("reelgraph.lasting") is not None
            and environ.get("reelgraph.lasting") == environ.get("reelgraph.now")
            and "reelgraph.key" in environ
        )

    def keep(
        self, environ: Mapping[str, Any], status: int, headers: list[tuple[str, str]], content: bytes
    ) -> None:
        """Keeps a response that is :meth:`worth` it for the next request of the kind."""
        tag = next((value for name, value in headers if name.lower() == "etag"), "")
        key: Hashable = environ["reelgraph.key"]
        if status == 304:
            key = key, environ.get("HTTP_IF_NONE_MATCH")
        size = len(content) + len(environ["QUERY_STRING"]) + _REQUEST
        self.kept.put(key, (status, headers, content, tag), size)

    @staticmethod
    def _key(now: Stamp | None, environ: Mapping[str, Any]) -> Hashable:
        return (
            now, environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_HOST"),
            environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING"), environ.get("HTTP_ORIGIN"),
            environ["wsgi.url_scheme"], environ.get("HTTP_ACCEPT_DATETIME"),
        )  # fmt: skip


def matches(if_none_match: str, tag: str) -> bool:
    """Whether an If-None-Match header names ``tag`` (quoted), by the weak comparison that it asks for."""
    named = [item.strip().removeprefix("W/") for item in if_none_match.split(",")]
    return "*" in named or tag.removeprefix("W/") in named
