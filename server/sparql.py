"""/sparql: the query operation of the SPARQL 1.1 Protocol, section 2.1, and the query editor.

A request names its query once: ``query=`` of a GET, ``query=`` of a form that is POSTed, or the body
of a POST of ``application/sparql-query``. A browser that asks for a page gets the editor, with the
query in it if there is one; every other client gets the answer itself.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Response, current_app, render_template, request

from ontology import PREFIXES
from server.caching import entity_tag, is_lasting, is_of, matches
from server.citing import asked, open_version
from server.clients import client_of
from server.evaluation import Question
from server.examples import examples
from server.hints import header
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
from server.packing import coding
from server.problems import Problem
from server.sending import sent
from server.site import description

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from server.app import Service

routes = Blueprint("sparql", __name__)

ALLOW = "GET, HEAD, POST, OPTIONS"
#: What is left of bytes that are no UTF-8: still encoded, or replaced.
_UNREAD = re.compile("%[89A-Fa-f][0-9A-Fa-f]|\ufffd")
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
        check_utf8("query", text, request.query_string)
    if "update" in parameters:
        raise Problem(400, "This address takes queries only: there is no update here.")
    if _wants_editor(parameters):
        return _editor(text or "")
    if text is None and request.method != "POST" and (described := _described(parameters)) is not None:
        return description(described)
    if text is None:
        raise Problem(
            400,
            "There is no query: send it as query= by GET, as query= in a form by POST, "
            f"or as the body of a POST of type {_QUERY}.",
        )
    return _answered(_question(text, parameters))


@routes.route("/sparql", methods=["OPTIONS"])
def preflight() -> Response:
    """What a page of another site may send (CORS). Never credentials."""
    response = Response(status=204)
    response.headers["Allow"] = ALLOW
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
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
        body = request.get_data(parse_form_data=False)
        parameters = request.form.copy()
        check_utf8("query", _only(parameters, "query"), body)
        for name, values in request.args.lists():
            parameters.setlistdefault(name).extend(values)
        return _only(parameters, "query"), parameters
    if "query" in request.args:
        raise Problem(400, "There are two queries: one in the address and one in the body.")
    try:
        return request.get_data(cache=False).decode("utf-8"), request.args
    except UnicodeDecodeError as error:
        raise Problem(400, f"The query is not UTF-8: byte {error.start} cannot be read.") from error


def check_utf8(what: str, text: str | None, sent: bytes) -> None:
    """Raise Problem 400 where ``text`` was sent percent-encoded in something else than UTF-8.

    ``sent`` is what the text came in. Read as well as it goes, such a text would ask for another name.
    """
    if text is not None and not _UNREAD.search(text):
        return  # without a text it may be the form as a whole that could not be read
    octets = unquote_to_bytes(sent.replace(b"+", b" "))
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = octets[error.start]
        raise Problem(
            400,
            f"The {what} is not UTF-8: %{wrong:02X} cannot be read. In UTF-8 é is %C3%A9, in Latin-1 %E9.",
        ) from error


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
    return Question(
        text=text.removeprefix("\ufeff"),  # as some editors begin a file
        results=results,
        graph=graph,
        default_graphs=tuple(default) if default or named else None,
        named_graphs=tuple(named) if default or named else None,
        version=asked(_only(parameters, "version")),
        deadline=time.monotonic() + (seconds := _seconds(parameters)),
        seconds=seconds,
        gone=gone.is_set if (gone := request.environ.get("reelgraph.gone")) is not None else None,
        begun=request.environ.get("reelgraph.begun"),
    )


def _seconds(parameters: MultiDict[str, str]) -> float:
    """How long the query may take: what the server allows, or less if ``timeout=`` asks for less."""
    most = _service().settings.number("query_seconds")
    asked = _only(parameters, "timeout")
    if asked is None:
        return most
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", asked, re.ASCII) or float(asked) == 0:
        raise Problem(400, f"timeout must be a number of seconds, above 0, not “{asked[:40]}”.")
    return min(most, float(asked))


def _answered(question: Question) -> Response:
    """The answer, or 304 for a client that has it; counted, and in the client's turn."""
    service = _service()
    lasting = is_lasting(question.text) and request.method != "POST"
    version = service.version(question.version)
    tag = ""
    if lasting:
        packing = coding(request.headers.get("Accept-Encoding"))
        tag = entity_tag(
            version, packing, question.text, question.default_graphs, question.named_graphs,
            *(offer and offer.media_type for offer in (question.results, question.graph)),
        )  # fmt: skip
        if matches(request.headers.get("If-None-Match", ""), f'"{tag}"'):
            service.operations.query("unchanged", 0.0)
            request.environ["reelgraph.outcome"] = "unchanged"
            if question.version is None and is_of(request.environ, version.number):
                request.environ["reelgraph.lasting"] = request.environ["reelgraph.stamp"]
            response = Response(status=304, headers={"Reelgraph-Version": str(version.number)})
            return _marked(response, tag, question)
    client = client_of(request.environ, service.settings.integer("trusted_proxies"))
    started, outcome = time.perf_counter(), "answered"
    try:
        held = question.begun is not None and question.begun.seat()
        with service.turns.seat(client, question.gone, held=held):
            answer = service.evaluator.evaluate(question)
    except Problem as problem:
        outcome = str(problem.members.get("reason") or ("refused" if problem.status < 500 else "failed"))
        raise
    finally:
        service.operations.query(outcome, time.perf_counter() - started)
        request.environ["reelgraph.outcome"] = outcome
    response = sent(answer)
    if hint := header(question.text):
        response.headers["Reelgraph-Hint"] = hint
    same = response.headers.get("Reelgraph-Version") == str(version.number)
    if lasting and same and response.status_code == 200:
        _marked(response, tag, question)
    elif not lasting:
        response.headers["Cache-Control"] = "no-store"
    return response


def _marked(response: Response, tag: str, question: Question) -> Response:
    """With its ETag, and how long it may be kept: an older version never changes, the current one goes on."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = (
        "public, no-cache" if question.version is None else "public, max-age=86400"
    )
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


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


def _described(parameters: MultiDict[str, str]) -> Format | None:
    """The format of the service description that a request without a query is answered with, if any.

    SPARQL 1.1 Service Description, section 2: it is what the endpoint's address stands for.
    """
    if set(parameters) - {"format", "version"}:
        return None
    if name := parameters.get("format", ""):
        return named_format(name, GRAPHS)
    chosen = choose_format(request.headers.get("Accept"), GRAPHS)
    return None if chosen is None else chosen.value


def _under_its_name(item: Format | None) -> Offer[Format] | None:
    return Offer(item.media_type, item) if item else None


def _wants_editor(parameters: MultiDict[str, str]) -> bool:
    """Whether this is a person with a browser: HTML is preferred to every format of answers."""
    if request.method == "POST" or parameters.get("format"):
        return False
    chosen = choose(request.headers.get("Accept"), offers_of((*RESULTS, *GRAPHS, HTML)))
    return chosen is not None and chosen.value is HTML


def _editor(text: str) -> Response:
    version = open_version()
    page = render_template(
        "sparql.html", query=text, examples=examples(version.base), prefixes=PREFIXES,
        formats=(*RESULTS, *GRAPHS), version=version,
    )  # fmt: skip
    response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response
