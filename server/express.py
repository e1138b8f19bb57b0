"""The short way for the question that most clients ask: a plain query by GET with a small answer.

Such a request needs no thread and no framework: its text is looked at here, a worker is told it from the
event loop, and what comes back within a moment is sent. All else goes the usual way through the application,
which also goes on with what was begun here: a large answer, a failure, a query that takes longer.

No header is written here by its own rules. The application's answer to the first request of a kind is
learnt as a template, where it can be told what in it depends on the query; for any other request of the
kind the template is filled in. A kind is all else that an answer depends on.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlencode

from graph.store.workers import QueryFailed, whole_answer
from graph.store.workers import Question as Asked
from server.caching import answer_key, entity_tag, is_lasting, stamp
from server.citing import LONGEST_LINK
from server.clients import client_of
from server.evaluation import guard
from server.hints import hints
from server.negotiation import GRAPHS, HTML, RESULTS, choose, choose_format, content_type, offers_of
from server.packing import IDENTITY, coding, is_packable
from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from graph.store.workers import Running, Worker
    from server.app import Service
    from server.caching import Stamp
    from server.negotiation import Format, Offer
    from server.published import Published

Headers = list[tuple[str, str]]

#: How long an answer may take, or a worker to come free, before a thread waits for it instead.
_PATIENCE = 0.1
_LONGEST = 4_000
_MOST_TEMPLATES = 200
#: Where a template has the address of the query.
_MARK = "\0"
#: What a request may carry and be nothing special: no condition, no part, no body, no moment, no right.
_PLAIN = frozenset((
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT",
    "SERVER_PROTOCOL", "REMOTE_ADDR", "REMOTE_PORT", "wsgi.version", "wsgi.url_scheme", "wsgi.input",
    "wsgi.input_terminated", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once",
    "HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_USER_AGENT",
    "HTTP_CONNECTION", "HTTP_ORIGIN", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_DNT",
    "reelgraph.now", "reelgraph.key",
))  # fmt: skip
#: A query string that is written as urlencode() writes it, but for the space.
_AS_ENCODED = re.compile(
    r"query=(?:[A-Za-z0-9_.~+-]|%(?:[01][0-9A-F]|2[1-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF]|[89A-F][0-9A-F]))*+"
)


@dataclass(slots=True)
class Plan:
    """A request that goes the short way: what it asks, and of what kind its answer is."""

    text: str
    results: Offer[Format] | None
    graph: Offer[Format] | None
    version: Published
    stamp: Stamp
    packing: str
    tag: str
    address: str
    kind: tuple[Hashable, ...]
    client: str


class Begun:
    """A question that a worker was told, and the client's seat, for the application to go on with."""

    def __init__(self, service: Service, worker: Worker, client: str, place: str) -> None:
        assert service.pool is not None  # noqa: S101 - else nobody makes one
        self._turns, self._pool = service.turns, service.pool
        self.worker: Worker | None = worker
        self._client: str | None = client
        self._place = place
        #: The whole answer, where it is there; the worker is then free already.
        self.whole: Running | None = None

    def go_on(self, place: str, deadline: float, gone: Callable[[], bool] | None) -> Running | None:
        """The answer so far, see ``WorkerPool.running``; None for another store, and the second time."""
        whole, self.whole = self.whole, None
        worker, self.worker = self.worker, None
        if place != self._place:
            if worker is not None:
                self._pool.replace(worker)
            return None
        return whole if worker is None else self._pool.running(worker, deadline, gone)

    def seat(self) -> bool:
        """Hands the client's seat over, once; whoever gets it frees it."""
        client, self._client = self._client, None
        return client is not None

    def free(self) -> None:
        """The worker is somebody else's again."""
        self.worker = None

    def drop(self) -> None:
        """Gives up whatever nobody has gone on with."""
        worker, self.worker = self.worker, None
        if worker is not None:
            self._pool.replace(worker)
        client, self._client = self._client, None
        if client is not None:
            self._turns.leave(client)


class Express:
    """See the module. Everything but :meth:`learn` runs in the event loop's thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._pool = service.pool
        self._settings = service.settings
        self._proxies = service.settings.integer("trusted_proxies")
        self._templates: dict[tuple[Hashable, ...], Headers] = {}
        self._waiting: deque[asyncio.Future[Worker | None]] = deque()
        self._known: tuple[Stamp | None, Published | None] = (None, None)
        self._loop: asyncio.AbstractEventLoop | None = None
        if self._pool is not None:
            self._pool.freed = self._freed

    def plan(self, environ: dict[str, Any]) -> Plan | None:
        """How to answer a request the short way; None where it is not for that."""
        query = environ["QUERY_STRING"]
        if (
            self._pool is None
            or environ["PATH_INFO"] != "/sparql"
            or environ["REQUEST_METHOD"] != "GET"
            or not query.startswith("query=")
            or "&" in query
            or len(query) > _LONGEST
            or not environ.keys() <= _PLAIN
        ):
            return None
        accept, origin = environ.get("HTTP_ACCEPT"), environ.get("HTTP_ORIGIN")
        offers = _offers(accept)
        now: Stamp | None = environ["reelgraph.now"]
        try:
            text = unquote_plus(query[6:], errors="strict")
            if offers is None or now is None or not text.strip() or not is_lasting(text) or hints(text):
                return None
            guard(text, self._settings)
            if self._known[0] != now:
                self._known = now, self._service.version()
        except (UnicodeDecodeError, Problem):
            return None
        version = self._known[1]
        if version is None or stamp(version) != now[0]:
            return None
        packing = coding(environ.get("HTTP_ACCEPT_ENCODING"))
        results, graph = offers
        types = (results and results.media_type, graph and graph.media_type)
        address = query.replace("%20", "+")
        if not _AS_ENCODED.fullmatch(address):
            address = urlencode([("query", text)])
        return Plan(
            text, results, graph, version, now, packing,
            tag=entity_tag(version, packing, text, None, None, *types),
            address=address,
            kind=(now, environ.get("HTTP_HOST"), accept, packing, origin, environ["wsgi.url_scheme"],
                  len(address) + len("/sparql?") <= LONGEST_LINK),
            client=client_of(environ, self._proxies),
        )  # fmt: skip

    async def answer(self, plan: Plan, environ: dict[str, Any]) -> tuple[int, Headers, bytes] | None:
        """The answer to a planned request; None where the application has to give it.

        It may then find what was begun in the environ, as ``reelgraph.begun``.
        """
        service = self._service
        known = service.answers and service.answers.get(_key(plan))
        if known:
            headers = self._headers(plan, known[0]["Content-Type"], len(known[1]))
            return None if headers is None else self._kept(plan, environ, headers, known[1])
        if not service.turns.take(plan.client):
            return None
        started = time.perf_counter()
        begun = await self._begun(plan)
        if begun is None:
            return None
        environ["reelgraph.begun"] = begun
        found = self._finished(begun, plan)
        if found is None:
            return None
        type_, headers, content = found
        service.operations.query("answered", time.perf_counter() - started)
        environ["reelgraph.outcome"] = "answered"
        if service.answers is not None:
            kept = {"Content-Type": type_, "Reelgraph-Version": str(plan.version.number)}
            service.answers.put(_key(plan), (kept, content), len(plan.text) + len(content))
        return self._kept(plan, environ, headers, content)

    def _kept(
        self, plan: Plan, environ: dict[str, Any], headers: Headers, content: bytes
    ) -> tuple[int, Headers, bytes]:
        """A response that the same request finds again without being looked at (see ``Repeats``)."""
        environ["reelgraph.lasting"] = plan.stamp
        self._service.repeats.keep(environ, 200, headers, content)
        return 200, headers, content

    async def _begun(self, plan: Plan) -> Begun | None:
        """Has a worker asked, and hears what it says for a moment. None where no worker takes it."""
        service, pool = self._service, self._pool
        assert pool is not None  # noqa: S101 - no plan without
        worker = pool.offer() or await self._turn()
        if worker is None:
            service.turns.leave(plan.client)
            return None
        begun = Begun(service, worker, plan.client, _place(plan.version))
        try:
            pool.tell(worker, _question(plan))
            await self._heard(worker)
        except QueryFailed:  # it had died while it waited, and has been replaced
            begun.free()
            begun.drop()
            return None
        except BaseException:
            begun.drop()
            raise
        return begun

    def _finished(self, begun: Begun, plan: Plan) -> tuple[str, Headers, bytes] | None:
        """The media type, headers and content of an answer that is whole; None where there is more to do."""
        assert self._pool is not None  # noqa: S101 - no plan without
        assert begun.worker is not None  # noqa: S101 - nobody has gone on with it yet
        taken = self._pool.taken(begun.worker)
        if taken is None:
            return None
        begun.free()
        kind, content = taken
        offer = plan.graph if kind == "graph" else plan.results
        assert offer is not None  # noqa: S101 - the worker refuses a kind that was not asked for
        type_ = content_type(offer.media_type)
        headers = self._headers(plan, type_, len(content))
        if headers is None:
            begun.whole = whole_answer(self._pool, kind, content)
            return None
        begun.drop()
        return type_, headers, content

    def learn(self, plan: Plan, status: int, headers: Headers, content: bytes) -> None:
        """Makes a template of the application's answer to a planned request. Any thread may call it.

        Unless something in it is not what it would be filled in with: then this kind goes the usual way.
        """
        template: Headers = []
        values = {name.lower(): value for name, value in headers}
        type_ = values.get("content-type", "")
        packable = is_packable(type_, len(content))
        expected = {"etag": f'"{plan.tag}"', "content-length": str(len(content))}
        if (
            status != 200
            or (packable and plan.packing != IDENTITY)
            or "content-encoding" in values
            or any(values.get(name) != value for name, value in expected.items())
        ):
            return
        for name, value in headers:
            template.append((name, "" if name.lower() in expected else value.replace(plan.address, _MARK)))
        if len(self._templates) >= _MOST_TEMPLATES:
            self._templates.clear()
        self._templates[(*plan.kind, type_, packable)] = template

    async def _heard(self, worker: Worker) -> None:
        """Waits until there is something to go on with from a worker, or the patience ends."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[None] = loop.create_future()
        loop.add_reader(worker.output, self._hear, worker, heard)
        timer = loop.call_later(_PATIENCE, _settle, heard, None)
        try:
            await heard
        finally:
            timer.cancel()
            loop.remove_reader(worker.output)

    def _hear(self, worker: Worker, heard: asyncio.Future[None]) -> None:
        assert self._pool is not None  # noqa: S101 - no worker without
        if heard.done():
            # What comes now is read by whoever goes on, not here.
            asyncio.get_running_loop().remove_reader(worker.output)
        elif self._pool.look(worker):
            heard.set_result(None)

    async def _turn(self) -> Worker | None:
        """The next worker that comes free, or None when the patience ends."""
        loop = self._loop = asyncio.get_running_loop()
        turn: asyncio.Future[Worker | None] = loop.create_future()
        self._waiting.append(turn)
        timer = loop.call_later(_PATIENCE, _settle, turn, None)
        try:
            return await turn
        except asyncio.CancelledError:
            if not turn.cancelled() and (worker := turn.result()) is not None and self._pool is not None:
                self._pool.give_back(worker)
            raise
        finally:
            timer.cancel()

    def _freed(self) -> None:
        """A worker may have come free. Called by any thread."""
        if self._waiting and self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._pass_on)

    def _pass_on(self) -> None:
        assert self._pool is not None  # noqa: S101 - no waiting without
        while self._waiting and self._waiting[0].done():
            self._waiting.popleft()
        if self._waiting and (worker := self._pool.offer()) is not None:
            self._waiting.popleft().set_result(worker)

    def _headers(self, plan: Plan, kind: str, size: int) -> Headers | None:
        """The headers of an answer, by the template of its kind, if there is one."""
        packable = is_packable(kind, size)
        if packable and plan.packing != IDENTITY:
            return None
        template = self._templates.get((*plan.kind, kind, packable))
        if template is None:
            return None
        filled = {"etag": f'"{plan.tag}"', "content-length": str(size)}
        return [
            (name, value.replace(_MARK, plan.address) if value else filled[name.lower()])
            for name, value in template
        ]  # fmt: skip


def _settle(future: asyncio.Future[Any], value: object) -> None:
    if not future.done():
        future.set_result(value)


def _key(plan: Plan) -> Hashable:
    return answer_key(plan.version, plan.text, plan.results, plan.graph)


def _place(version: Published) -> str:
    """Where a worker finds the store: where there are workers, versions lie on disk."""
    place: str = getattr(version, "place", "")
    return place


def _question(plan: Plan) -> Asked:
    return Asked(
        text=plan.text,
        store=_place(plan.version),
        base=plan.version.base + "/",
        results=plan.results.value.media_type if plan.results else None,
        graph=plan.graph.value.media_type if plan.graph else None,
    )


@lru_cache(maxsize=200)
def _offers(accept: str | None) -> tuple[Offer[Format] | None, Offer[Format] | None] | None:
    """What a client takes for a table and for a graph; None for a browser, and for what nothing suits."""
    page = choose(accept, offers_of((*RESULTS, *GRAPHS, HTML)))
    if page is None or page.value is HTML:
        return None
    return choose_format(accept, RESULTS), choose_format(accept, GRAPHS)
