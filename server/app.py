"""The Flask application: the routes put together, and what every answer of the server carries."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from flask import Flask, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from graph.store import OutdatedIndex
from graph.store.remote.errors import StoreError
from server import (
    citing,
    dumps,
    embedding,
    findings,
    graphs,
    links,
    operations,
    pages,
    problems,
    reconcile,
    site,
    sitemap,
    sparql,
    updates,
)
from server.caching import Bounded, CachedEvaluator, Repeats, Stamp, represent, stamp
from server.clients import Turns
from server.evaluation import Evaluator, InProcessEvaluator
from server.operations import Operations
from server.problems import Problem
from server.published import Dropped
from server.settings import Settings
from server.spool import Spool
from server.wording import FILTERS, is_address, spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from graph.store.workers import WorkerPool
    from graph.store.writing import Writers
    from server.federation import Federation
    from server.published import Dataset, Published
    from server.stored import StoredVersion

T = TypeVar("T")

#: No script and no style but our own files; JSON-LD blocks are data and run nothing. Pictures may
#: come from the publications' own sites.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


_MOST_DRAINED = 8 * 1024 * 1024
_STATIC = Path(__file__).parent / "static"


class Service:
    """What the routes work with: the dataset, the evaluator of strangers' queries, the settings."""

    def __init__(self, dataset: Dataset, settings: Settings, evaluator: Evaluator | None = None) -> None:
        self.dataset = dataset
        self.settings = settings
        self.operations = Operations(settings.text("access_log"))
        self.turns = Turns(settings.integer("queries_per_client"), settings.number("queue_seconds"))
        # Half for answers by question, half for whole responses by request.
        half = settings.integer("cache_bytes") // 2
        #: Where large answers, and documents that clients send, wait on disk.
        self.spool = Spool(settings.integer("max_spool_bytes"))
        inner = evaluator or _evaluator(self, settings)
        #: The workers, where queries are evaluated in such.
        self.pool: WorkerPool | None = getattr(inner, "pool", None)
        #: Who asks other services; says no where none may be asked, None where there are no workers.
        self.federation: Federation | None = getattr(inner, "federation", None)
        self.evaluator: Evaluator = CachedEvaluator(inner, self.version, half) if half else inner
        self.answers = self.evaluator.kept if isinstance(self.evaluator, CachedEvaluator) else None
        self.repeats = Repeats(half, self.current_stamp)
        #: Which version knew which thing, for TimeMaps.
        self.knowing: Bounded[bool] = Bounded(2_000_000)
        #: Who does the writes; made when the first one comes.
        self.writers: Writers | None = None
        self._known: tuple[int, dict[str, object]] = (-1, {})

    def once(self, version: Published, name: str, make: Callable[[], T]) -> T:
        """``make()``, worked out once for the version seen last: it never changes within one."""
        number, known = self._known
        if number != version.number:
            self._known = (version.number, known := {})
        if name not in known:
            known[name] = make()
        return known[name]  # type: ignore[return-value]

    def current_number(self) -> int | None:
        """The current version's number; None when nothing has been published."""
        try:
            return self.dataset.version(None).number
        except LookupError:
            return None

    def current_stamp(self) -> Stamp | None:
        """What tells this moment from every other at which a request might be answered differently.

        The current version, and which others there are. None when nothing has been published.
        """
        try:
            return stamp(self.dataset.version(None)), self.dataset.revision()
        except LookupError:
            return None

    def version(self, number: int | None = None) -> Published:
        """A version by number, or the current one. Raises Problem 404 or 503 where there is none."""
        try:
            return self.dataset.version(number)
        except Dropped as error:
            raise Problem(
                410, f"Version {number} was dropped: it is not kept here any more. {self._kept()}"
            ) from error
        except LookupError as error:
            if number is not None:
                raise Problem(404, f"There has been no version {number} here. {self._kept()}") from error
            raise Problem(
                503, "Nothing has been published here yet.", headers={"Retry-After": "5"}
            ) from error

    def _kept(self) -> str:
        """Which versions are there, as a sentence."""
        numbers = sorted({moment.version for moment in self.dataset.history()})
        return f"Kept {'is' if len(numbers) == 1 else 'are'} {spans(numbers)}." if numbers else ""


def _evaluator(service: Service, settings: Settings) -> Evaluator:
    """A pool of workers over a dataset on disk; a store elsewhere by itself; this process for any other."""
    from server.elsewhere import DatasetElsewhere, ElsewhereEvaluator  # noqa: PLC0415 - few serve one
    from server.stored import StoredDataset  # noqa: PLC0415 - a dataset of another kind needs no store

    dataset = service.dataset
    if isinstance(dataset, DatasetElsewhere):
        return ElsewhereEvaluator(dataset, service.version, settings, service.spool)
    if not isinstance(dataset, StoredDataset):
        return InProcessEvaluator(service.version, settings)
    from server.pooled import PooledEvaluator  # noqa: PLC0415

    def current(number: int | None) -> StoredVersion:
        service.version(number)  # the Problem that says so, where there is none
        return dataset.version(number)

    return PooledEvaluator(current, settings, service.spool)


def create_app(
    dataset: Dataset | str | Path, settings: Settings | None = None, evaluator: Evaluator | None = None
) -> Flask:
    """The WSGI application over a dataset.

    Args:
        dataset: the dataset, or the directory of one.
        settings: see ``server.settings``; by default those of the environment.
        evaluator: who evaluates the queries of strangers; by default this process.
    """
    settings = settings or Settings.of()
    app = Flask("server", static_folder="static", template_folder="templates")
    app.url_map.strict_slashes = False
    # Room for a form around the query, every character of it percent-encoded.
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.integer("max_query_bytes") + 10_000
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.json.sort_keys = False  # type: ignore[attr-defined]

    service = app.extensions["reelgraph"] = Service(_opened(dataset), settings, evaluator)

    problems.install(app)
    _install_moved_on(app, service.dataset)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(OutdatedIndex, _unsearchable)
    app.register_error_handler(StoreError, _store_away)
    for routes in (
        citing.routes, findings.routes, sparql.routes, pages.routes,
        site.routes, operations.routes, updates.routes, graphs.routes, reconcile.routes,
        links.routes, embedding.routes, dumps.routes, sitemap.routes,
    ):  # fmt: skip
        app.register_blueprint(routes)
    app.before_request(_note_when)
    app.after_request(_finish)
    app.after_request(citing.cite)  # the one named last comes first
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.tests["is_address"] = is_address
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.globals["has_static"] = has_static
    app.context_processor(_page_context)
    return app


def _opened(dataset: Dataset | str | Path) -> Dataset:
    if isinstance(dataset, str | Path):
        from server.stored import StoredDataset  # noqa: PLC0415 - a dataset of another kind needs no store

        return StoredDataset(dataset)
    return dataset


def static_url(name: str) -> str:
    """The address of a file in static/, which changes with its content so that it can be kept."""
    return f"{request.script_root}/static/{quote(name)}?v={_fingerprint(name)}"


def has_static(name: str) -> bool:
    """Whether a file that a build step makes is there: ``make ui`` makes static/yasgui."""
    return (_STATIC / name).is_file()


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]


def _page_context() -> dict[str, object]:
    """What every page may use: where the site begins, and how an IRI is linked from it."""
    known = {"root": request.script_root, "local": pages.local, "path_of": pages.path_of}
    return {**known, **citing.page_context()}


def _too_large(_: RequestEntityTooLarge) -> Response:
    # A client that is still sending sees a broken pipe, not an answer, unless what it sends is read.
    body = request.environ["wsgi.input"]
    for _block in range(_MOST_DRAINED // 65536):
        if not body.read(65536):
            break
    return problems.respond(
        Problem(
            413,
            "The request is larger than this server takes.",
            setting=g.get("size_setting", "max_query_bytes"),
        )
    )


def _unsearchable(error: OutdatedIndex) -> Response:
    return problems.respond(Problem(503, str(error)))


def _store_away(error: StoreError) -> Response:
    from server.elsewhere import problem_of  # noqa: PLC0415 - few serve a store elsewhere

    return problems.respond(problem_of(error))


def _install_moved_on(app: Flask, dataset: Dataset) -> None:
    """For a store elsewhere: what a page did not find because the store went over to another version."""
    from server.elsewhere import DatasetElsewhere, moved_on  # noqa: PLC0415 - few serve a store elsewhere

    if isinstance(dataset, DatasetElsewhere):
        app.register_error_handler(
            LookupError, lambda error: problems.respond(moved_on(error, dataset))
        )  # fmt: skip


def _note_when() -> None:
    """What was current when the request came: an answer is kept for others only if it still is at its end."""
    service: Service = current_app.extensions["reelgraph"]
    request.environ["reelgraph.stamp"] = service.current_stamp()


def _may_send(response: Response) -> None:
    """What a page of another site may send to an address that can be read (CORS, a preflight).

    A condition or a moment makes a browser ask first. What writes needs Authorization, which nobody may send.
    """
    response.headers.setdefault("Access-Control-Allow-Methods", "GET, HEAD")
    response.headers.setdefault("Access-Control-Allow-Headers", citing.SENDABLE)
    response.headers.setdefault("Access-Control-Max-Age", "86400")


def _finish(response: Response) -> Response:
    """Headers of every answer. Any site may read what is public here; none gets credentials sent."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if "frame-ancestors *" in response.headers["Content-Security-Policy"]:
        del response.headers["X-Frame-Options"]  # a preview is there to be framed
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    response.headers.setdefault(
        "Access-Control-Expose-Headers",
        "Link, Location, Reelgraph-Version, Reelgraph-Hint, Memento-Datetime, Content-Length, ETag, "
        "Retry-After",
    )
    if request.method == "OPTIONS" and "GET" in response.headers.get("Allow", ""):
        _may_send(response)
    if request.path.startswith("/static/") and response.status_code == 200:
        lasting = "v" in request.args
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if lasting else "public, max-age=300"
        )
        # The open file is read, so that it can be packed: the editor's script is a megabyte.
        response.direct_passthrough = False
        represent(request, response)
        if "Content-Encoding" in response.headers and (tag := response.get_etag()[0]):
            response.set_etag(tag, weak=True)  # the file's own tag, whatever it is packed in
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
        represent(request, response)
    return response
