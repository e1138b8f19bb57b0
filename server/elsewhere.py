"""Serving a version that a store elsewhere holds: the same pages, and the same endpoint in front of it.

Queries of strangers pass the same guard, go to the store with their deadline, and come back whole before a
status is sent. What the store says goes wrong is answered with 502, 503 or 504 and its own words.
"""

from __future__ import annotations

import copy
import http.client
import threading
import time
from functools import partial
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

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
from server.open_version import OpenVersion
from server.problems import Problem
from server.spool import NoRoom, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.elsewhere import RemoteDataset
    from server.evaluation import Question
    from server.published import Published
    from server.settings import Settings
    from server.spool import Spooled

#: For how long it is taken as known which version the store holds, in seconds.
_KNOWN_SECONDS = 1.0
_BLOCK = 64 * 1024
_TABLE, _GRAPH = "application/sparql-results+json", "application/n-triples"
_ACCEPT_GRAPH = f"{_GRAPH}, text/turtle;q=0.5"
#: What is kept in memory of an answer before it goes to disk.
_SMALL = 1_000_000


class DatasetElsewhere:
    """A store elsewhere as ``server.published.Dataset``: it has one version, the one that it holds.

    Any thread may ask it. Another version is noticed within a second: by a thread of its own where
    :meth:`watch` was called, so that nobody who is answered waits for a store that does not answer (the
    server's event loop asks, too), else by whoever asks next.
    """

    def __init__(self, dataset: RemoteDataset) -> None:
        self.remote = dataset.remote
        self._dataset = dataset
        self._lock = threading.Lock()
        self._version: OpenVersion | None = None
        #: Why there is no version.
        self._why: StoreError | LookupError = LookupError("The store was not asked yet.")
        self._looked = -_KNOWN_SECONDS
        self._watched = False
        self._revision = 0

    def watch(self) -> None:
        """Looks once now, and then once a second for as long as the process lasts."""
        self._watched = True
        self._look()
        threading.Thread(target=self._go_on_looking, name="which version", daemon=True).start()

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
        except (LookupError, StoreError):
            return []
        return [Moment(version.published, version.number)]

    def revision(self) -> int:
        """See ``server.published.Dataset``."""
        return self._revision

    def has_moved(self) -> bool:
        """Whether the store does not hold any more what it was last seen to hold."""
        with self._lock:
            before = self._version
            self._look()
            return self._version is None or self._version is not before

    def _current(self) -> OpenVersion:
        if not self._watched:
            with self._lock:
                if time.monotonic() - self._looked >= _KNOWN_SECONDS:
                    self._look()
        version = self._version
        if version is None:
            raise copy.copy(self._why)  # one that many threads raise would gather all their frames
        return version

    def _go_on_looking(self) -> None:
        while True:
            time.sleep(_KNOWN_SECONDS)
            self._look()

    def _look(self) -> None:
        known = self._version
        try:
            found = self._dataset.version()
        except StoreError as error:
            # What was known stands: whatever has to ask the store says itself that it is away.
            self._why = error.with_traceback(None)
        except (DatasetError, OSError, ValueError) as error:
            self._why = LookupError(str(error))
            self._version = None
        else:
            if known is None or (known.number, known.published) != (found.number, found.published):
                self._version = OpenVersion(found)
                self._revision += 1
        finally:
            self._looked = time.monotonic()


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
        try:
            spooled = self._spool.file()
        except OSError as error:
            raise _no_room() from error
        try:
            theirs = self._ask(version, question, spooled, end, graph=graph)
            if offer.value.media_type != theirs:
                spooled = self._converted(spooled, theirs, offer.value.media_type, graph=graph)
        except NoRoom as error:
            spooled.close()
            raise _no_room() from error
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

    def _ask(self, version: Published, question: Question, into: Spooled, end: float, *, graph: bool) -> str:
        """Has the store answer into a file; the media type of what it says. Raises Problem, NoRoom."""
        text = with_prologue(question.text, PREFIXES, version.base + "/")
        view = self._client.address.view
        unnamed = question.default_graphs is None and question.named_graphs is None
        try:
            with self._client.query(
                text,
                accept=_ACCEPT_GRAPH if graph else _TABLE,
                seconds=max(0.1, end - time.monotonic()),
                default_graphs=[view] if view and unnamed else question.default_graphs or (),
                named_graphs=question.named_graphs or (),
            ) as answer:
                kind = answer.headers.get_content_type()
                while block := answer.read1(_BLOCK):
                    self._take(block, into)
                    if time.monotonic() > end:
                        raise Problem(504, "The store took longer than this server allows.")
                    if question.gone is not None and question.gone():
                        raise Problem(503, "The client has gone away.")
                left = answer.length
        except NoRoom:
            raise
        except StoreError as error:
            raise problem_of(error, question.text) from error
        except TimeoutError as error:
            raise Problem(504, "The store stopped in the middle of its answer.") from error
        except (OSError, http.client.HTTPException) as error:
            raise Problem(502, f"The store's answer broke off: {error!r}.") from error
        known = ox.RdfFormat.from_media_type(kind) if graph else ox.QueryResultsFormat.from_media_type(kind)
        if known is None:
            raise Problem(502, f"The store answers with {kind}, which was not asked for.")
        if left or not is_whole(into.tail(64), kind):
            raise Problem(502, "The store's answer broke off before its end.")
        return kind

    def _take(self, block: bytes, into: Spooled) -> None:
        """Adds to an answer, within what one may take. Raises Problem, NoRoom."""
        into.write(block)
        most = self._settings.integer("max_answer_bytes")
        if into.size > most:
            detail = (
                f"The query was stopped: its answer is larger than {most:,} bytes; ask for less with LIMIT."
            )
            raise Problem(503, detail, reason="size", setting="max_answer_bytes")

    def _converted(self, found: Spooled, theirs: str, ours: str, *, graph: bool) -> Spooled:
        """An answer in the form that the client takes, made row by row. Raises Problem, NoRoom."""
        into = self._spool.file()
        sink = cast("IO[bytes]", _Into(partial(self._take, into=into)))
        try:
            if graph:
                read = ox.parse(path=found.path, format=ox.RdfFormat.from_media_type(theirs))
                triples = (quad.triple for quad in read)
                ox.serialize(
                    triples, sink, format=ox.RdfFormat.from_media_type(ours), prefixes=dict(PREFIXES)
                )
            else:
                table = ox.parse_query_results(
                    path=found.path, format=ox.QueryResultsFormat.from_media_type(theirs)
                )
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
    """Somewhere to put bytes, as a serialiser writes to a file."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take

    def write(self, data: bytes) -> int:
        """Adds bytes."""
        self._take(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


_LATER = {"Retry-After": "5"}


def moved_on(error: LookupError, dataset: DatasetElsewhere) -> Problem:
    """For a page that did not find in the store what that had a moment ago. Raises what is our own fault.

    A page asks several questions, and a store elsewhere has no snapshot that all of them could be asked of.
    """
    if not dataset.has_moved():
        raise error
    return Problem(503, "The store has just gone over to another version; ask again.", headers=_LATER)


def problem_of(error: StoreError, text: str = "") -> Problem:
    """What a store elsewhere did not do, as an answer; ``text`` is the query, where it was a stranger's."""
    if isinstance(error, StoreRefused) and error.status == HTTPStatus.BAD_REQUEST and text:
        return syntax_problem(text, error.words or str(error))
    kinds: tuple[tuple[type[StoreError], int], ...] = (
        (StoreTimedOut, 504), (StoreUnreachable, 503), (StoreDenied, 502), (StoreFailed, 502),
    )  # fmt: skip
    status = next((status for kind, status in kinds if isinstance(error, kind)), 502)
    return Problem(status, str(error), headers=_LATER if status == 503 else {})


def _no_room() -> Problem:
    return Problem(503, "There is no room for the answer just now.", headers=_LATER)


def _read(spooled: Spooled, size: int) -> bytes:
    parts = []
    while size > 0 and (part := spooled.read(min(size, _BLOCK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
