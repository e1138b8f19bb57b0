"""What whoever runs the service looks at: /metrics, /openapi.json and the access log.

The access log is one line a request, in the order in which requests ended::

    2026-01-02T03:04:05Z 192.0.2.7 "GET /sparql?query=..." 503 10003.1ms deadline

with the reason why a query ended at the end of the line: ``answered``, ``deadline``, ``memory``... The
setting ``access_log`` says where it goes: nowhere (the default), a file, or ``-`` for stderr.
"""

from __future__ import annotations

import sys
import threading
import time
from bisect import bisect_left
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, request

from server.api import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.app import Service

routes = Blueprint("operations", __name__)

#: Upper bounds of the histogram's buckets, in seconds.
BUCKETS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0)
_LONGEST_LINE = 2_000


class Histogram:
    """Durations, counted by bucket as Prometheus wants them."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        """Counts one duration."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.sum += seconds

    def lines(self, name: str) -> list[str]:
        """The histogram as lines of the exposition format."""
        lines, total = [f"# TYPE {name} histogram"], 0
        for bound, count in zip((*BUCKETS, float("inf")), self.counts, strict=True):
            total += count
            label = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'{name}_bucket{{le="{label}"}} {total}')
        return [*lines, f"{name}_sum {self.sum:.6f}", f"{name}_count {total}"]


class Operations:
    """What has happened since the start: counted, and written to the access log."""

    def __init__(self, access_log: str) -> None:
        self._lock = threading.Lock()
        self.requests: Counter[int] = Counter()
        self.queries: Counter[str] = Counter()
        self.request_seconds = Histogram()
        self.query_seconds = Histogram()
        self.started = time.time()
        self._log: IO[str] | None = None
        if access_log == "-":
            self._log = sys.stderr
        elif access_log:
            self._log = open(access_log, "a", encoding="utf-8", buffering=1)  # noqa: PTH123, SIM115 - kept open

    def query(self, outcome: str, seconds: float) -> None:
        """Counts a query that ended: ``answered``, ``cached``, ``unchanged``, or why it was stopped."""
        with self._lock:
            self.queries[outcome] += 1
            self.query_seconds.add(seconds)

    def answered(self, environ: Mapping[str, Any], status: int, seconds: float) -> None:
        """Counts a request that ended with ``status``, and logs it; 499 is a client that went away."""
        with self._lock:
            self.requests[status] += 1
            self.request_seconds.add(seconds)
        if self._log is None:
            return
        target = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        reason = environ.get("reelgraph.outcome", "-")
        # repr() keeps whatever a client sends on one line, and out of the terminal's control.
        asked = ascii(f"{environ['REQUEST_METHOD']} {target}"[:_LONGEST_LINE])[1:-1].replace('"', '\\"')
        line = (
            f'{moment} {environ.get("REMOTE_ADDR", "-")} "{asked}" {status} {seconds * 1000:.1f}ms {reason}\n'
        )
        try:
            self._log.write(line)
        except (OSError, ValueError):  # a full disk is no reason not to answer
            self._log = None

    def close(self) -> None:
        """Closes the access log."""
        if self._log is not None and self._log is not sys.stderr:
            self._log.close()
        self._log = None


@routes.get("/metrics")
def metrics() -> Response:
    """Counters in Prometheus' text format, version 0.0.4."""
    service: Service = current_app.extensions["reelgraph"]
    found = service.operations
    lines = ["# TYPE reelgraph_requests_total counter"]
    lines += [f'reelgraph_requests_total{{status="{key}"}} {n}' for key, n in sorted(found.requests.items())]
    lines.append("# TYPE reelgraph_queries_total counter")
    lines += [f'reelgraph_queries_total{{outcome="{key}"}} {n}' for key, n in sorted(found.queries.items())]
    lines += found.request_seconds.lines("reelgraph_request_duration_seconds")
    lines += found.query_seconds.lines("reelgraph_query_duration_seconds")
    for name, cache in (("responses", service.repeats.kept), ("answers", service.answers)):
        if cache is None:
            continue
        lines += [
            f'reelgraph_cache_hits_total{{cache="{name}"}} {cache.hits}',
            f'reelgraph_cache_misses_total{{cache="{name}"}} {cache.misses}',
            f'reelgraph_cache_bytes{{cache="{name}"}} {cache.size}',
        ]
    pool = service.pool
    if pool is not None:
        lines += [
            f"reelgraph_workers {len(pool.workers())}",
            f"reelgraph_workers_busy {pool.busy}",
            f"reelgraph_workers_replaced_total {pool.replaced}",
        ]
    lines.append(f"reelgraph_spool_bytes {service.spool.size}")
    number = service.current_number()
    if number is not None:
        lines.append(f"reelgraph_version {number}")
    lines.append(f"reelgraph_start_time_seconds {found.started:.3f}")
    response = Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.get("/openapi.json")
def openapi() -> Response:
    """The HTTP API as an OpenAPI 3.1 document."""
    return jsonify(document(request.host_url.rstrip("/")))
