"""SERVICE and LOAD, for whoever runs the service with a list of the places that may be asked.

Nothing that evaluates a stranger's text has a way to the network. So each call is taken out of the text
(:mod:`server.service_text`), asked of its service by a process that does nothing else
(:mod:`graph.store.fetcher`), and its solutions put back in its place; a document to load is fetched in the
same way and read by the writer. Off unless the setting ``service_hosts`` names a place.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph.store.fetching import Errand, Fetchers, FetchFailed
from graph.store.outside import NotAllowed, address_of, place_of, read_places
from graph.store.workers import QueryFailed
from graph.store.workers import Question as Asked
from ontology import PREFIXES
from server.problems import Problem
from server.query_text import inspect
from server.service_text import (
    Unreadable,
    calls,
    emptied,
    operations,
    prologue,
    remote_query,
    replaced,
    with_prologue,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store.workers import WorkerPool
    from server.service_text import Call, Load
    from server.settings import Settings
    from server.spool import Spool

#: Fetching takes no dataset and little memory, whatever a query may take.
_MEMORY = 1_000_000_000
_TYPE = "application/sparql-results+json"
#: What becomes of a service that fails under SILENT: one solution that binds nothing (section 4).
_NOTHING_BOUND = "VALUES () { () }"

#: One operation of an update: its text; or the file of a document, its media type, its address, the graph.
Step = Mapping[str, str | None]


class Federation:
    """Asks other services on behalf of queries and updates.

    Args:
        settings: ``service_hosts`` and the limits named ``service_...``.
        pool: evaluates what has to be read before anything is asked; its workers have no sockets.
        spool: where answers lie until they are read.
    """

    def __init__(self, settings: Settings, pool: WorkerPool, spool: Spool) -> None:
        self._spool = spool
        self._settings = settings
        self._pool = pool
        self._allowed = settings.text("service_hosts")
        self._places = read_places(self._allowed)
        self._fetchers = Fetchers(max(1, settings.integer("workers")), _MEMORY)

    def __bool__(self) -> bool:
        return bool(self._places)

    def resolved(
        self, text: str, store: str, base: str, deadline: float, gone: Callable[[], bool] | None = None
    ) -> str:
        """``text`` with the solutions of each call in the place of the call.

        Args:
            text: a query, or an update.
            store: the directory of any version's store, which nothing is read from.
            base: what relative IRIs are resolved against.
            deadline: a moment of ``time.monotonic()``.
            gone: whether the client has gone away.

        Raises:
            Problem: 400 for a call that may not be made, 502 or 504 for one that failed.
        """
        found = self._calls(text)
        declared = prologue(text)
        with self._spool.folder() as folder:
            known: dict[tuple[str, str, bool], str] = {}
            for number, call in enumerate(found):
                key = call.target, call.group, call.silent
                if key not in known:
                    target = self._iri(declared, call.target, store, base, deadline)
                    self._check(target)
                    out = Path(folder) / str(number)
                    known[key] = self._asked(call, declared, target, out, base, deadline, gone)
            values = [known[call.target, call.group, call.silent] for call in found]
        return replaced(text, found, values)

    def without_calls(self, text: str) -> str:
        """``text`` with a plain group where each call stood, every sign after it in its place.

        Raises:
            Problem: 400 for a call that may not be made, whatever it calls.
        """
        return emptied(text, self._calls(text))

    def _calls(self, text: str) -> list[Call]:
        try:
            found = calls(text)
        except Unreadable as error:
            raise Problem(400, str(error), reason="service") from error
        # No worker has sockets where the system can refuse them; where it cannot, this is what keeps a call
        # from being made behind our back.
        if not found or inspect(emptied(text, found)).calls_service:
            raise Problem(
                400,
                "A call is written SERVICE <address> { ... }, with space around SERVICE.",
                reason="service",
            )
        most = self._settings.integer("service_calls")
        if len(found) > most:
            raise Problem(
                400, f"This calls other services {len(found)} times; {most} is the most.",
                setting="service_calls",
            )  # fmt: skip
        return found

    def steps(self, text: str, store: str, base: str, deadline: float, folder: Path) -> tuple[Step, ...]:
        """The operations of an update, the document of each LOAD fetched into ``folder``.

        Empty for an update without a LOAD. A silent LOAD that failed is left out. Raises as above.
        """
        try:
            found = operations(text)
        except Unreadable as error:
            raise Problem(400, str(error), reason="service") from error
        if not any(load for _, load in found):
            return ()
        loads = sum(load is not None for _, load in found)
        most = self._settings.integer("service_calls")
        if loads > most:
            raise Problem(400, f"This loads {loads} documents; {most} is the most.", setting="service_calls")
        declared = prologue(text)
        made: list[Step] = []
        for number, (piece, load) in enumerate(found):
            if load is None:
                made.append({"text": piece})
            elif (
                step := self._loaded(load, declared, folder / str(number), store, base, deadline)
            ) is not None:
                made.append(step)
        return tuple(made)

    def _loaded(
        self, load: Load, declared: str, out: Path, store: str, base: str, deadline: float
    ) -> Step | None:
        source = self._iri(declared, load.document, store, base, deadline)
        graph = load.graph and self._iri(declared, load.graph, store, base, deadline)
        self._check(source)
        try:
            said = self._fetchers.run(self._errand(source, out, None), deadline)
        except FetchFailed as error:
            if load.silent:
                return None
            raise _failed(source, error) from error
        return {"file": str(out), "type": str(said["type"]), "source": source, "graph": graph,
                "silent": "silent" if load.silent else None}  # fmt: skip

    def _iri(self, declared: str, written: str, store: str, base: str, deadline: float) -> str:
        """The IRI that stands behind ``<x>`` or ``x:y``: the engine itself resolves it."""
        text = with_prologue(declared, PREFIXES, base, f"SELECT ({written} AS ?iri) {{ }}")
        return str(self._known(text, store, base, deadline)[0]["iri"]["value"])

    def _known(self, text: str, store: str, base: str, deadline: float) -> list[dict[str, dict[str, str]]]:
        """The solutions of a query over nothing at all. Raises Problem where it cannot be read."""
        asked = Asked(
            text=text, store=store, base=base, results=_TYPE, graph=None, default_graphs=(), named_graphs=()
        )
        try:
            with_answer = self._pool.ask(asked, deadline, patience=self._settings.number("queue_seconds"))
            answer = json.loads(b"".join(with_answer.blocks))
        except QueryFailed as error:
            detail = "A call of another service cannot be read; ask without it to see where it ends."
            raise Problem(400, detail, reason="service") from error
        found: list[dict[str, dict[str, str]]] = answer["results"]["bindings"]
        return found

    def _check(self, target: str) -> None:
        try:
            place_of(address_of(target), self._places)
        except NotAllowed as error:
            raise Problem(
                400, f"That may not be asked from here: {error}.", reason="service", setting="service_hosts"
            ) from error

    def _asked(  # noqa: PLR0917 - all of it differs from call to call or from query to query
        self,
        call: Call,
        declared: str,
        target: str,
        out: Path,
        base: str,
        deadline: float,
        gone: Callable[[], bool] | None,
    ) -> str:
        query = with_prologue(declared, PREFIXES, base, remote_query(call))
        try:
            self._fetchers.run(self._errand(target, out, query), deadline, gone)
        except FetchFailed as error:
            if call.silent and error.reason != FetchFailed.GONE:
                return _NOTHING_BOUND
            raise _failed(target, error) from error
        return out.read_text(encoding="utf-8")

    def _errand(self, url: str, out: Path, query: str | None) -> Errand:
        settings = self._settings
        return Errand(
            url=url,
            out=str(out),
            places=self._allowed,
            seconds=settings.number("service_seconds"),
            size=settings.integer("service_bytes"),
            redirects=settings.integer("service_redirects"),
            query=query,
            mark=f"urn:reelgraph:blank:{time.time_ns():x}:",
        )


def _failed(target: str, error: FetchFailed) -> Problem:
    shown = target[:200]
    if error.reason == FetchFailed.DEADLINE:
        return Problem(
            504, f"The service <{shown}> did not answer in time.", reason="service", setting="service_seconds"
        )
    if error.reason == FetchFailed.GONE:
        return Problem(503, "The client went away before the answer was there.", reason="gone")
    if error.reason == FetchFailed.BUSY:
        return Problem(
            503, "Too many calls of other services are under way; try again in a moment.",
            headers={"Retry-After": "1"}, reason="busy",
        )  # fmt: skip
    status = 400 if error.reason == FetchFailed.REFUSED else 502
    said = "may not be asked" if status == 400 else "could not be asked"
    return Problem(status, f"The service <{shown}> {said}: {error.message}.", reason="service")
