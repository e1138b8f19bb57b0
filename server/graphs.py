"""/graphs: the SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation, 2013), direct and indirect.

``/graphs?graph=IRI`` and ``/graphs?default`` name any graph; ``/graphs/NAME`` is the graph whose IRI is
the dataset's base with that path. Reading is for everybody, writing for whoever has the token; a graph
that is sent is parsed in a process of its own (:mod:`graph.store.writing`).
"""

from __future__ import annotations

import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, request
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from server.citing import open_version, service
from server.evaluation import Question
from server.negotiation import GRAPHS, Offer, named_format
from server.pages import negotiated
from server.problems import Problem
from server.sending import sent
from server.updates import may_write, nothing_to_say, publish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.datastructures import Headers

    from server.negotiation import Format

routes = Blueprint("graphs", __name__)

_BLOCK = 256 * 1024
_MOST_PARTS = 100
_FORM_DATA = "multipart/form-data"
#: What an IRI may not hold (SPARQL's IRIREF), and what would end its path or stand for another sign.
_QUOTED = frozenset('<>"{}|^`\\%?#') | {chr(number) for number in range(0x21)}

Parts = tuple[tuple[str, str], ...]


@routes.get("/graphs")
@routes.get("/graphs/<path:name>")
def read(name: str | None = None) -> Response:
    """One graph, in the format that the client prefers."""
    graph = _graph_said(name)
    if isinstance(graph, str) and not _is_there(graph):
        raise Problem(404, "There is no such graph.")
    chosen = request.args.get("format", "")
    item = named_format(chosen, GRAPHS) if chosen else negotiated(GRAPHS)
    if item is None:
        raise Problem(400, f"There is no format “{chosen}”; there is {', '.join(_names())}.")
    seconds = service().settings.number("query_seconds")
    answer = service().evaluator.evaluate(
        Question(
            text="CONSTRUCT WHERE { ?s ?p ?o }",
            results=None,
            graph=Offer(item.media_type, item),
            default_graphs=(graph,) if isinstance(graph, str) else None,
            named_graphs=() if isinstance(graph, str) else None,
            version=open_version().number,
            deadline=time.monotonic() + seconds,
        )
    )
    return sent(answer)


@routes.put("/graphs")
@routes.put("/graphs/<path:name>")
def replace(name: str | None = None) -> Response:
    """Make a graph what is sent: 201 where there was none, else 204."""
    may_write("max_upload_bytes")
    graph = _graph_said(name)
    return _write("put", graph)


@routes.post("/graphs")
@routes.post("/graphs/<path:name>")
def add(name: str | None = None) -> Response:
    """Add what is sent to a graph; without one named, to a new graph, whose IRI is in Location."""
    may_write("max_upload_bytes")
    graph = _graph(name)
    if graph is _NEW:
        graph = f"{service().version().base}/graphs/{uuid.uuid4()}"
        response = _write("post", graph)
        response.headers["Location"] = graph
        return response
    return _write("post", graph)


@routes.delete("/graphs")
@routes.delete("/graphs/<path:name>")
def remove(name: str | None = None) -> Response:
    """Remove a graph; the default graph becomes empty."""
    may_write("max_upload_bytes")
    graph = _graph_said(name)
    written = publish("delete", base=_base(graph), graph=_name(graph))
    return nothing_to_say(204, written.version)


class _Unnamed:
    """A graph that a request does not name."""


_NEW = _Unnamed()


def _graph_said(name: str | None) -> str | None:
    """The same for a request that has to say which graph: Problem 400 where it does not."""
    graph = _graph(name)
    if isinstance(graph, _Unnamed):
        raise Problem(400, "Say which graph: /graphs?default, /graphs?graph= and its IRI, or /graphs/NAME.")
    return graph


def _graph(name: str | None) -> str | _Unnamed | None:
    """The IRI of the graph that a request is about, None for the default graph. Problem 400 where unclear."""
    if name is not None:
        if "graph" in request.args or "default" in request.args:
            raise Problem(400, "The graph is named twice: by the path and by a parameter.")
        return _whole(
            f"{service().version().base}/graphs/{''.join(quote(c) if c in _QUOTED else c for c in name)}"
        )
    graphs = request.args.getlist("graph")
    if len(graphs) + ("default" in request.args) > 1:
        raise Problem(400, "Name one graph, by graph= or by default.")
    if "default" in request.args:
        return None
    if not graphs:
        return _NEW
    return _whole(graphs[0])


def _whole(name: str) -> str:
    """A graph's name, where it is a whole IRI. Raises Problem 400."""
    try:
        return ox.NamedNode(name).value
    except ValueError as error:
        raise Problem(400, f"The graph's name is no whole IRI: {error}.", graph=name[:200]) from error


def _name(graph: str | _Unnamed | None) -> str | None:
    return graph if isinstance(graph, str) else None


def _base(graph: str | _Unnamed | None) -> str:
    """What relative IRIs in a graph are resolved against: its own IRI (section 5 of the protocol)."""
    return graph if isinstance(graph, str) else f"{service().version().base}/graphs?default"


def _is_there(graph: str) -> bool:
    return bool(open_version().query(f"ASK {{ GRAPH {ox.NamedNode(graph)} {{}} }}"))


def _write(action: str, graph: str | _Unnamed | None) -> Response:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(service().spool.folder()))
        parts = _parts(folder)
        written = publish(action, base=_base(graph), graph=_name(graph), parts=parts)
    response = nothing_to_say(204 if written.existed else 201, written.version)
    if not written.existed and isinstance(graph, str):
        response.headers["Content-Location"] = f"{request.script_root}/graphs?graph={quote(graph, safe='')}"
    return response


def _parts(folder: Path) -> Parts:
    """The documents of a request, as files in ``folder``, each with its media type."""
    kind = request.mimetype
    if kind == _FORM_DATA:
        boundary = request.mimetype_params.get("boundary", "")
        if not boundary:
            raise Problem(400, "The multipart/form-data names no boundary.")
        try:
            return tuple(_multipart(folder, boundary.encode("latin-1", "replace")))
        except ValueError as error:
            raise Problem(400, f"The multipart/form-data cannot be read: {error}.") from error
    item = _readable(kind, request.mimetype_params.get("charset"))
    place = folder / "graph"
    with place.open("wb") as file:
        while block := request.stream.read(_BLOCK):
            file.write(block)
    return ((str(place), item.media_type),)


def _multipart(folder: Path, boundary: bytes) -> Iterator[tuple[str, str]]:
    """The parts of a multipart/form-data body (RFC 7578). Raises ValueError for what is none."""
    decoder = MultipartDecoder(boundary, max_parts=_MOST_PARTS)
    number, place, file = 0, folder / "0", None
    try:
        while True:
            event = decoder.next_event()
            if isinstance(event, NeedData):
                block = request.stream.read(_BLOCK)
                decoder.receive_data(block or None)
            elif isinstance(event, File | Field):
                number += 1
                item = _of_part(event.headers)
                place = folder / str(number)
                file = place.open("wb")
            elif isinstance(event, Data) and file is not None:
                file.write(event.data)
                if not event.more_data:
                    file.close()
                    yield str(place), item.media_type
            elif isinstance(event, Epilogue):
                return
    finally:
        if file is not None:
            file.close()


def _of_part(headers: Headers) -> Format:
    kind, parameters = parse_options_header(headers.get("Content-Type", ""))
    return _readable(kind.lower(), parameters.get("charset"))


def _readable(kind: str, charset: str | None) -> Format:
    """The format that a media type names. Raises Problem 415 where we read no such thing."""
    item = next((item for item in GRAPHS if kind in (item.media_type, *item.aliases)), None)
    # What is only a way of asking for a format in Accept says nothing of a body.
    if item is None or kind in ("application/json", "text/plain", "application/xml", "text/xml"):
        said = f"not as {kind}" if kind else "and this request names none"
        raise Problem(
            415, f"A graph is sent as {', '.join(_names())} or {_FORM_DATA} of these, {said}.",
            accepted=[*_names(), _FORM_DATA],
        )  # fmt: skip
    if (charset or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"A graph is sent in UTF-8, not in {charset}.")
    return item


def _names() -> list[str]:
    return [item.media_type for item in GRAPHS]
