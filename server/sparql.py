"""/sparql: the query operation of the SPARQL 1.1 Protocol, section 2.1, and the query editor.

A request names its query once: ``query=`` of a GET, ``query=`` of a form that is POSTed, or the body
of a POST of ``application/sparql-query``. A browser that asks for a page gets the editor, with the
query in it if there is one; every other client gets the answer itself.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request

from ontology import PREFIXES
from server.evaluation import Answer, Question
from server.examples import examples
from server.negotiation import (
    GRAPHS,
    HTML,
    RESULTS,
    Format,
    Offer,
    choose,
    choose_format,
    named_format,
    offers_of,
)
from server.problems import Problem

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from server.app import Service

routes = Blueprint("sparql", __name__)

ALLOW = "GET, HEAD, POST, OPTIONS"
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


@routes.route("/sparql", methods=["GET", "HEAD", "POST"], provide_automatic_options=False)
def endpoint() -> Response:
    """Answer a query, or show the editor."""
    _check_encoding()
    if request.method == "POST":
        text, parameters = _posted()
    else:
        parameters = request.args
        text = _only(parameters, "query")
    if "update" in parameters:
        raise Problem(400, "This address takes queries only: there is no update here.")
    if _wants_editor(parameters):
        return _editor(text or "")
    if text is None:
        raise Problem(
            400,
            "There is no query: send it as query= by GET, as query= in a form by POST, "
            f"or as the body of a POST of type {_QUERY}.",
        )
    return _send(_service().evaluator.evaluate(_question(text, parameters)))


@routes.route("/sparql", methods=["OPTIONS"])
def preflight() -> Response:
    """What a page of another site may send (CORS). Never credentials."""
    response = Response(status=204)
    response.headers["Allow"] = ALLOW
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _service() -> Service:
    service: Service = current_app.extensions["reelgraph"]
    return service


def _check_encoding() -> None:
    """A compressed body could be of any size; bodies are taken as they are."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(415, "Send the query uncompressed: no Content-Encoding is taken.")


def _posted() -> tuple[str | None, MultiDict[str, str]]:
    """The query of a POST, and the other parameters that go with it."""
    kind = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if kind not in (_FORM, _QUERY):
        said = f"not {kind}" if kind else "and this request names none"
        raise Problem(415, f"A query is POSTed as {_QUERY} or as {_FORM}, {said}.", accepted=[_QUERY, _FORM])
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"A query is sent in UTF-8, not in {charset}.")
    if kind == _FORM:
        parameters = request.form.copy()
        for name, values in request.args.lists():
            parameters.setlistdefault(name).extend(values)
        return _only(parameters, "query"), parameters
    if "query" in request.args:
        raise Problem(400, "There are two queries: one in the address and one in the body.")
    try:
        return request.get_data(cache=False).decode("utf-8"), request.args
    except UnicodeDecodeError as error:
        raise Problem(400, f"The query is not UTF-8: byte {error.start} cannot be read.") from error


def _only(parameters: MultiDict[str, str], name: str) -> str | None:
    """The one value of a parameter, None for none. Raises Problem 400 for several."""
    values = parameters.getlist(name)
    if len(values) > 1:
        raise Problem(400, f"There are {len(values)} {name} parameters; send one.")
    return values[0] if values else None


def _question(text: str, parameters: MultiDict[str, str]) -> Question:
    results, graph = _formats(parameters)
    default = parameters.getlist("default-graph-uri")
    named = parameters.getlist("named-graph-uri")
    number = _only(parameters, "version")
    if number is not None and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Problem(400, f"version must be a version's number, not “{number}”.")
    return Question(
        text=text,
        results=results,
        graph=graph,
        default_graphs=tuple(default) if default or named else None,
        named_graphs=tuple(named) if default or named else None,
        version=int(number) if number else None,
        deadline=time.monotonic() + _service().settings.number("query_seconds"),
    )


def _formats(parameters: MultiDict[str, str]) -> tuple[Offer[Format] | None, Offer[Format] | None]:
    """What the client takes for a table and for a graph: by ``format=``, else by Accept.

    SPARQL clients of old send the same wish as ``output`` and ``results``; those stay unread.
    """
    name = parameters.get("format", "")
    if name:
        results, graph = named_format(name, RESULTS), named_format(name, GRAPHS)
        if results is None and graph is None:
            known = [item.name for item in (*RESULTS, *GRAPHS)]
            raise Problem(400, f"There is no format “{name}”; there is {', '.join(known)}.", available=known)
        return _under_its_name(results), _under_its_name(graph)
    accept = request.headers.get("Accept")
    results_offer, graph_offer = choose_format(accept, RESULTS), choose_format(accept, GRAPHS)
    if results_offer is None and graph_offer is None:
        available = [item.media_type for item in (*RESULTS, *GRAPHS)]
        raise Problem(
            406, f"None of what you accept is here; there is {', '.join(available)}.", available=available
        )
    return results_offer, graph_offer


def _under_its_name(item: Format | None) -> Offer[Format] | None:
    return Offer(item.media_type, item) if item else None


def _wants_editor(parameters: MultiDict[str, str]) -> bool:
    """Whether this is a person with a browser: HTML is preferred to every format of answers."""
    if request.method == "POST" or parameters.get("format"):
        return False
    chosen = choose(request.headers.get("Accept"), offers_of((*RESULTS, *GRAPHS, HTML)))
    return chosen is not None and chosen.value is HTML


def _editor(text: str) -> Response:
    version = _service().version()
    page = render_template(
        "sparql.html", query=text, examples=examples(version.base), prefixes=PREFIXES,
        formats=(*RESULTS, *GRAPHS), version=version,
    )  # fmt: skip
    response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response


def _send(answer: Answer) -> Response:
    """The answer as a response that frees it when it has been sent, or the client has gone."""
    response = Response(answer.body, answer.status, answer.headers)
    response.call_on_close(answer.close)
    if answer.length is not None:
        response.content_length = answer.length
    response.vary.add("Accept")
    return response
