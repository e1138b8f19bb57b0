"""Serving a version that a store elsewhere holds: the same pages, and the same endpoint in front of it.

Queries of strangers pass the same guard, go to the store with their deadline, and come back whole before a
status is sent. What the store says goes wrong is answered with 502, 503 or 504 and its own words.
"""

from __future__ import annotations

import http.client
import io
import threading
import time
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from graph.search_rows import candidates, search
from graph.store import DatasetError, Moment
from graph.store.remote import (
    StoreDenied,
    StoreError,
    StoreFailed,
    StoreRefused,
    StoreTimedOut,
    StoreUnreachable,
    is_graph,
    is_whole,
    with_prologue,
)
from ontology import PREFIXES
from server.evaluation import Answer, guard, not_acceptable, syntax_problem
from server.negotiation import GRAPHS, RESULTS, content_type
from server.problems import Problem
from server.published import ask_store
from server.spool import NoRoom, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from graph.elsewhere import RemoteDataset
    from graph.store import SearchHit, Version
    from server.evaluation import Question
    from server.published import Published, Result
    from server.settings import Settings
    from server.spool import Spooled

#: For how long it is taken as known which version the store holds, in seconds.
_KNOWN_SECONDS = 1.0
_BLOCK = 64 * 1024
_TABLE, _GRAPH = "application/sparql-results+json", "application/n-triples"
#: What is kept in memory of an answer before it goes to disk.
_SMALL = 1_000_000


class VersionElsewhere:
    """The version that a store elsewhere holds, as ``server.published.Published``."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self.number = version.number
        self.base = version.base
        self.published = version.published
        self.store = version.store

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Result:
        """See ``Published``."""
        return ask_store(
            self.store, text, prefixes=prefixes, base_iri=base_iri,
            default_graphs=default_graphs, named_graphs=named_graphs,
        )  # fmt: skip

    def search(self, words: str, limit: int) -> Sequence[SearchHit]:
        """See ``Published``."""
        return search(self._version.index, words, limit=limit)

    def candidates(
        self, name: str, kinds: Collection[str], ids: Sequence[tuple[str, str]], *, limit: int, widely: bool
    ) -> Sequence[SearchHit]:
        """See ``Published``."""
        return candidates(self._version.index, name, kinds=kinds, ids=ids, limit=limit, widely=widely)


class DatasetElsewhere:
    """A store elsewhere as ``server.published.Dataset``: it has one version, the one that it holds.

    Any thread may ask it. Another version is noticed within a second.
    """

    def __init__(self, dataset: RemoteDataset) -> None:
        self.remote = dataset.remote
        self._dataset = dataset
        self._lock = threading.Lock()
        self._version: VersionElsewhere | None = None
        self._looked = -_KNOWN_SECONDS
        self._revision = 0

    def version(self, number: int | None) -> Published:
        """The version that the store holds. Raises LookupError for any other, and where there is none."""
        version = self._current()
        if number is not None and number != version.number:
            raise LookupError(f"This store holds version {version.number} alone.")
        return version

    def history(self) -> Sequence[Moment]:
        """See ``server.published.Dataset``."""
        try:
            version = self._current()
        except LookupError:
            return []
        return [Moment(version.published, version.number)]

    def revision(self) -> int:
        """See ``server.published.Dataset``."""
        return self._revision

    def _current(self) -> VersionElsewhere:
        with self._lock:
            known = self._version
            if known is not None and time.monotonic() - self._looked < _KNOWN_SECONDS:
                return known
            try:
                found = self._dataset.version()
            except StoreError:
                # What was known stands: pages say with 502 or 503 that the store is away.
                if known is None:
                    raise
                self._looked = time.monotonic()
                return known
            except DatasetError as error:
                raise LookupError(str(error)) from error
            self._looked = time.monotonic()
            if known is None or (known.number, known.published) != (found.number, found.published):
                self._version = known = VersionElsewhere(found)
                self._revision += 1
            return known


class ElsewhereEvaluator:
    """:class:`server.evaluation.Evaluator` that has a store elsewhere evaluate.

    Args:
        dataset: the store's version.
        current: gives a version by number, or raises Problem.
        settings: ``query_seconds``, ``max_answer_bytes`` and what the guard looks at.
        spool: where large answers wait.
    """

    def __init__(
        self,
        dataset: DatasetElsewhere,
        current: Callable[[int | None], Published],
        settings: Settings,
        spool: Spool,
    ) -> None:
        self._client = dataset.remote.client
        self._current = current
        self._settings = settings
        self._spool = spool

    def evaluate(self, question: Question) -> Answer:
        """See :class:`server.evaluation.Evaluator`."""
        guard(question.text, self._settings)
        version = self._current(question.version)
        graph = is_graph(question.text)
        offer = question.graph if graph else question.results
        if offer is None:
            raise not_acceptable(*(("a graph", GRAPHS) if graph else ("a table of results", RESULTS)))
        end = question.deadline or time.monotonic() + self._settings.number("query_seconds")
        asked = _GRAPH if graph else _TABLE
        spooled = self._spool.file()
        try:
            self._ask(version, question, asked, spooled, end)
            if offer.value.media_type != asked:
                spooled = self._converted(spooled, asked, offer.value.media_type)
        except BaseException:
            spooled.close()
            raise
        headers = {"Content-Type": content_type(offer.media_type), "Reelgraph-Version": str(version.number)}
        size = spooled.size
        spooled.rewind()
        if size <= _SMALL:
            block = _read(spooled, size)
            spooled.close()
            return Answer(200, headers, iter((block,)), size)
        return Answer(
            200, headers, iter(lambda: spooled.read(_BLOCK), b""), size, spooled.close, file=spooled
        )

    def _ask(self, version: Published, question: Question, accept: str, into: Spooled, end: float) -> None:
        """Has the store answer into a file. Raises Problem."""
        text = with_prologue(question.text, PREFIXES, version.base + "/")
        view = self._client.address.view
        unnamed = question.default_graphs is None and question.named_graphs is None
        most = self._settings.integer("max_answer_bytes")
        try:
            with self._client.query(
                text,
                accept=accept,
                seconds=max(0.1, end - time.monotonic()),
                default_graphs=[view] if view and unnamed else question.default_graphs or (),
                named_graphs=question.named_graphs or (),
            ) as answer:
                while block := answer.read1(_BLOCK):
                    into.write(block)
                    if into.size > most:
                        raise Problem(503, "The answer is larger than this server sends; ask with LIMIT.")
                    if time.monotonic() > end:
                        raise Problem(504, "The store took longer than this server allows.")
                    if question.gone is not None and question.gone():
                        raise Problem(503, "The client has gone away.")
                left = answer.length
        except NoRoom as error:
            raise Problem(503, "There is no room for the answer just now.", headers=_LATER) from error
        except StoreError as error:
            raise problem_of(error, question.text) from error
        except TimeoutError as error:
            raise Problem(504, "The store stopped in the middle of its answer.") from error
        except (OSError, http.client.HTTPException) as error:
            raise Problem(502, f"The store's answer broke off: {error!r}.") from error
        if left or not is_whole(into.tail(64), accept):
            raise Problem(502, "The store's answer broke off before its end.")

    def _converted(self, found: Spooled, theirs: str, ours: str) -> Spooled:
        """An answer in the form that the client takes. Raises Problem."""
        found.rewind()
        source = io.BytesIO(_read(found, found.size))
        into = self._spool.file()
        sink = cast("IO[bytes]", _Into(into))
        try:
            if theirs == _GRAPH:
                rdf = ox.RdfFormat.from_media_type(ours)
                triples = (quad.triple for quad in ox.parse(source, ox.RdfFormat.N_TRIPLES))
                ox.serialize(triples, sink, format=rdf, prefixes=dict(PREFIXES))
            else:
                table = ox.parse_query_results(source, ox.QueryResultsFormat.JSON)
                table.serialize(sink, format=ox.QueryResultsFormat.from_media_type(ours))
        except (SyntaxError, ValueError) as error:
            into.close()
            raise Problem(502, f"The store's answer cannot be read: {error}.") from error
        except BaseException:
            into.close()
            raise
        found.close()
        return into


class _Into:
    """A spooled file as a serialiser writes to one."""

    def __init__(self, spooled: Spooled) -> None:
        self._spooled = spooled

    def write(self, data: bytes) -> int:
        """Adds bytes."""
        self._spooled.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


_LATER = {"Retry-After": "5"}


def problem_of(error: StoreError, text: str = "") -> Problem:
    """What a store elsewhere did not do, as an answer; ``text`` is the query, where it was a stranger's."""
    if isinstance(error, StoreRefused) and error.status == HTTPStatus.BAD_REQUEST and text:
        return syntax_problem(text, error.words or str(error))
    kinds: tuple[tuple[type[StoreError], int], ...] = (
        (StoreTimedOut, 504), (StoreUnreachable, 503), (StoreDenied, 502), (StoreFailed, 502),
    )  # fmt: skip
    status = next((status for kind, status in kinds if isinstance(error, kind)), 502)
    return Problem(status, str(error), headers=_LATER if status == 503 else {})


def _read(spooled: IO[bytes] | Spooled, size: int) -> bytes:
    parts = []
    while size > 0 and (part := spooled.read(min(size, _BLOCK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
