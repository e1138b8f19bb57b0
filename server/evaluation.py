"""Evaluating one query of a stranger: what is asked, what comes back, and who does it.

:class:`Evaluator` is the seam. :class:`InProcessEvaluator` answers from the serving process: good for
a desk, and for a test. It stops a query that produces too many bytes or goes on producing past its
deadline; a query that computes without producing anything cannot be stopped inside a process, nor
can a crash be survived. A pool of worker processes can stand in its place without the routes
noticing: it, too, takes a :class:`Question` and gives an :class:`Answer` or raises a Problem.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Protocol, cast

import pyoxigraph as ox

from ontology import PREFIXES
from server.negotiation import GRAPHS, RESULTS, content_type
from server.problems import Problem
from server.query_text import explain, inspect, outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.express import Begun
    from server.negotiation import Format, Offer
    from server.published import Published
    from server.query_text import Inspection
    from server.settings import Settings
    from server.spool import Spooled

_BLOCK = 64 * 1024
_IN_MEMORY = 1024 * 1024
_READ_BY_PEOPLE = ("ttl", "rdf")  # graph formats that are hard to read without prefixes


@dataclass(frozen=True, slots=True)
class Question:
    """One query as it was asked.

    ``default_graphs`` and ``named_graphs`` are the protocol's dataset (SPARQL 1.1 Protocol, 2.1.4):
    both None when the request names no graph; else they replace what FROM in the query says.
    ``results`` and ``graph`` are what the client takes, each None when it takes none of that kind:
    which of them applies is known only once the query is parsed. ``version`` None is the current
    one. ``deadline`` is a moment of ``time.monotonic()``, or None; ``seconds`` how long that was from
    when the query was asked. ``gone`` says whether the client has gone away meanwhile. ``begun``: it has
    been begun already, see :mod:`server.express`.
    """

    text: str
    results: Offer[Format] | None
    graph: Offer[Format] | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    version: int | None = None
    deadline: float | None = None
    seconds: float | None = None
    gone: Callable[[], bool] | None = None
    begun: Begun | None = None


@dataclass(slots=True)
class Answer:
    """What goes back: a status, headers without Content-Length, and the body in blocks.

    ``length`` is the body's length in bytes where it is known. ``close`` frees what the body holds
    and must be called once, whether or not the body was read. ``file``, where there is one, is the file
    at whose beginning the body stands.
    """

    status: int
    headers: dict[str, str]
    body: Iterator[bytes]
    length: int | None = None
    close: Callable[[], None] = field(default=lambda: None)
    file: Spooled | None = None


class Evaluator(Protocol):
    """Whoever evaluates the queries of strangers."""

    def evaluate(self, question: Question) -> Answer:
        """The answer to ``question``. Raises Problem with a status of 400, 404, 406 or 503."""
        ...


class InProcessEvaluator:
    """Evaluates in this process, and in the calling thread from beginning to end.

    A pyoxigraph result may only be read in the thread that made it. So it is written, by the
    native serialiser, into a spool (memory, then a file) before this returns: a failure has its
    real status, the body can be sent by any thread, and memory stays bounded.
    """

    def __init__(self, current: Callable[[int | None], Published], settings: Settings) -> None:
        """Make one over ``current``, which gives a version by number (None: the current one)."""
        self._current = current
        self._settings = settings

    def evaluate(self, question: Question) -> Answer:
        """See :class:`Evaluator`."""
        guard(question.text, self._settings)
        version = self._current(question.version)
        spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with the answer
        try:
            offer = _write(version, question, _Limited(spool, question.deadline, self._settings))
        except BaseException:
            spool.close()
            raise
        length = spool.tell()
        spool.seek(0)
        headers = {"Content-Type": content_type(offer.media_type), "Reelgraph-Version": str(version.number)}
        return Answer(200, headers, iter(lambda: spool.read(_BLOCK), b""), length, spool.close)


def guard(text: str, settings: Settings, *, may_call: bool = False) -> Inspection:
    """Refuse what must not reach a parser. Raises Problem 400 or 413, saying what and why.

    ``may_call``: whether a call of another service passes, for somebody who takes it out of the text.
    """
    most = settings.integer("max_query_bytes")
    if len(text.encode("utf-8", "surrogatepass")) > most:
        raise Problem(413, f"The query is longer than {most:,} bytes.", setting="max_query_bytes")
    seen = outline(text)
    if seen is None or not _within(seen, settings):
        seen = inspect(text)
    deepest = settings.integer("max_query_nesting")
    if seen.nesting > deepest:
        raise Problem(400, f"Brackets nest deeper than {deepest} levels.", setting="max_query_nesting")
    most_steps = settings.integer("max_path_steps")
    if seen.steps > most_steps:
        raise Problem(
            400,
            f"A property path has more than {most_steps} steps (/, | and ^); ask in parts.",
            setting="max_path_steps",
        )
    most_patterns = settings.integer("max_query_patterns")
    if seen.patterns > most_patterns:
        raise Problem(
            400,
            f"The query joins patterns more than {most_patterns} times (., ;, OPTIONAL, UNION and the like); "
            "put long lists of values into VALUES, or ask in parts.",
            setting="max_query_patterns",
        )
    most_operators = settings.integer("max_query_operators")
    if seen.operators > most_operators:
        raise Problem(
            400,
            f"The query has more than {most_operators} operators, commas and path steps; put long lists of "
            "values into VALUES, or ask in parts.",
            setting="max_query_operators",
        )
    if seen.calls_service and not may_call:
        raise Problem(
            400, "SERVICE is switched off here: a query may not call other services.", setting="service_hosts"
        )
    return seen


def _within(seen: Inspection, settings: Settings) -> bool:
    return (
        seen.nesting <= settings.integer("max_query_nesting")
        and seen.steps <= settings.integer("max_path_steps")
        and seen.patterns <= settings.integer("max_query_patterns")
        and seen.operators <= settings.integer("max_query_operators")
    )


def _write(version: Published, question: Question, sink: _Limited) -> Offer[Format]:
    """Evaluate, serialise into ``sink``, and return the format in which that was done."""
    try:
        result = version.query(
            question.text,
            prefixes=PREFIXES,
            base_iri=version.base + "/",
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
    except SyntaxError as error:
        raise syntax_problem(question.text, str(error)) from error
    except ValueError as error:  # a graph name that is no IRI
        raise Problem(400, f"A graph's name cannot be read as an IRI: {error}.") from error
    writable = cast("IO[bytes]", sink)
    try:
        if isinstance(result, ox.QueryTriples):
            if question.graph is None:
                raise not_acceptable("a graph", GRAPHS)
            offer = question.graph
            rdf = ox.RdfFormat.from_media_type(offer.value.media_type)
            if offer.value.name in _READ_BY_PEOPLE:
                # The result's own serialize() takes no prefixes; this one costs 1.4 times its time.
                ox.serialize(result, writable, format=rdf, prefixes=dict(PREFIXES))
            else:
                result.serialize(writable, format=rdf)
        else:
            if question.results is None:
                raise not_acceptable("a table of results", RESULTS)
            offer = question.results
            result.serialize(writable, format=ox.QueryResultsFormat.from_media_type(offer.value.media_type))
    except (OSError, RuntimeError) as error:
        raise Problem(503, f"The store could not finish the query: {error}.") from error
    return offer


def syntax_problem(text: str, message: str) -> Problem:
    """The Problem for a query that does not parse, with the place and a caret under it."""
    seen = explain(text, message, PREFIXES)
    return Problem(
        400, seen.detail, title="The query cannot be read",
        line=seen.line, column=seen.column, pointer=seen.pointer,
    )  # fmt: skip


def not_acceptable(what: str, formats: tuple[Format, ...]) -> Problem:
    """The Problem for a client that takes no form of what its query gives."""
    there_is = [item.media_type for item in formats]
    return Problem(406, f"This query gives {what}, which comes as {', '.join(there_is)}.", available=there_is)


class _Limited:
    """A file that stops the serialiser writing to it past a deadline or a number of bytes."""

    def __init__(self, inner: IO[bytes], deadline: float | None, settings: Settings) -> None:
        self._inner = inner
        self._deadline = deadline
        self._left = settings.integer("max_answer_bytes")

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise Problem(503, "The answer is larger than this server sends; ask for less with LIMIT.")
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise Problem(503, "The query took longer than this server allows.")
        return self._inner.write(data)

    def flush(self) -> None:
        """Needed by the serialiser; the spool has nothing to flush."""
