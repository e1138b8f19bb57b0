"""The HTTP API, described as an OpenAPI 3.1 document for programs that make clients of such. Pure.

Every address of the application is in it, save those of :data:`LEFT_OUT`; a test compares the two.
"""

from __future__ import annotations

from typing import Any

from graph.release import VERSION
from server.negotiation import GRAPHS, HTML, RESULTS

Json = dict[str, Any]

#: Addresses that are no part of the API: what pages are made of, and a note for crawlers.
LEFT_OUT = ("/static/{filename}", "/robots.txt")

_KINDS = ("film", "person", "review", "role", "character", "publication", "source")
_LISTS = ("film", "person", "review")
_LINKS = "application/link-format"
_FORM = "application/x-www-form-urlencoded"
_PROBLEM: Json = {"$ref": "#/components/responses/Problem"}
_QUERY = "SELECT ?film ?title WHERE { ?film reel:title ?title } LIMIT 10"
_UPDATE = "INSERT DATA { GRAPH <http://example.org/mine> { <a> <b> 1 } }"
_TURTLE = "<http://example.org/a> <http://example.org/b> 1 ."


def document(address: str) -> Json:
    """The description of the service at ``address``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reelgraph",
            "description": (
                "Film reviews and credits as linked data. Every GET also answers HEAD and OPTIONS. version=N "
                "answers from version N, Accept-Datetime from the one that was current then (RFC 7089)."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
            "version": VERSION,
        },
        "servers": [{"url": address}],
        "paths": {
            "/": {"get": _page("What this is, and some films.")},
            "/{kind}/": {"get": _page("Every film, person or review, by name.", _kind(_LISTS), _PAGE)},
            "/{kind}/{name}": {"get": _thing()},
            "/sparql": {"get": _query_by_get(), "post": _query_by_post()},
            "/update": {"post": _update()},
            "/graphs": _graph_store([_GRAPH, _DEFAULT]),
            "/graphs/{name}": _graph_store([_in_path("name", "the rest of the graph's IRI")]),
            "/search": {
                "get": _found(
                    "Films, people and reviews by name, whatever the spelling.",
                    [_parameter("q", "the words", example="jeong daeun")],
                )
            },
            "/connect": {
                "get": _found(
                    "How two people are connected, film by film.",
                    [
                        _parameter("from", "a person's name, path or IRI", required=True),
                        _parameter("to", "another's", required=True),
                    ],
                    404,
                )
            },
            "/check": {"get": _found("What is missing or contradicts.", [])},
            "/history/{kind}/{name}": {
                "get": _found("In which versions a thing's description changed.", [_kind(_KINDS), _NAME], 404)
            },
            **_embedding(),
            **_downloads(),
            "/links": {"get": _found("What is not sure, and what people decided.", _OF_LINKS, 404)},
            "/links/decisions": {"post": _decision()},
            "/timemap/": {"get": _timemap()},
            "/timemap/{path}": {"get": _timemap(_PATH)},
            "/timemap/pages/{number}/": {"get": _timemap(_NUMBER)},
            "/timemap/pages/{number}/{path}": {"get": _timemap(_NUMBER, _PATH)},
            "/ontology": {"get": _ontology()},
            "/ontology.{extension}": {"get": _ontology(_EXTENSION)},
            **_reconciliation(),
            "/.well-known/void": {"get": _reading("What the dataset is (VoID, DCAT).", [], _GRAPHS, 406)},
            "/healthz": {"get": _reading("Ready: a whole version is being served.", [], _JSON)},
            "/metrics": {"get": _operation("Counters, for Prometheus.", [], {"text/plain": _TEXT})},
            "/openapi.json": {"get": _operation("This document.", [], _JSON)},
        },
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "What the server was started with as REELGRAPH_TOKEN.",
                }
            },
            "headers": {
                "Reelgraph-Version": {
                    "description": "The version that the answer is from, or that a write made.",
                    "schema": {"type": "integer", "minimum": 1},
                },
                "Retry-After": {
                    "description": "Seconds after which to try again.", "schema": {"type": "integer"},
                },
            },
            "responses": {
                "Problem": {
                    "description": "An error, as RFC 9457 describes it; a page for a browser.",
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                        "text/html": _TEXT,
                    },
                }
            },
            "schemas": {"Problem": _problem()},
        },
    }  # fmt: skip


# -- the parts --------------------------------------------------------------------------------------

_TEXT: Json = {"schema": {"type": "string"}}
_ANY: Json = {"schema": {}}
_JSON: Json = {"application/json": {"schema": {"type": "object"}}}
_HTML: Json = {"text/html": _TEXT}


def _texts(*formats: Any) -> Json:  # noqa: ANN401 - Format, by whatever names it goes
    """The media types of formats, those that a client may ask for them by included."""
    names = [name for item in formats for name in (item.media_type, *item.aliases)]
    return {name: _ANY if "json" in name else _TEXT for name in names}


_GRAPHS: Json = {item.media_type: _ANY if "json" in item.media_type else _TEXT for item in GRAPHS}
_ANSWERS: Json = _texts(*RESULTS, *GRAPHS)


def _parameter(
    name: str,
    description: str,
    schema: Json | None = None,
    *,
    required: bool = False,
    example: str | None = None,
    place: str = "query",
) -> Json:
    found = {
        "name": name, "in": place, "required": required, "description": description,
        "schema": schema or {"type": "string"},
    }  # fmt: skip
    return {**found, "example": example} if example else found


def _in_path(name: str, description: str, schema: Json | None = None) -> Json:
    return _parameter(name, description, schema, required=True, place="path")


def _several(name: str, description: str) -> Json:
    return _parameter(name, description, {"type": "array", "items": {"type": "string"}})


def _kind(kinds: tuple[str, ...]) -> Json:
    return _in_path("kind", "what kind of thing", {"enum": list(kinds)})


_NAME = _in_path("name", "the thing's name; with an ending as .ttl, a document about it", {
    "type": "string", "minLength": 1, "example": "aloners-2023.ttl",
})  # fmt: skip
_PATH = _in_path("path", "an address of this site without its first /", {"type": "string", "minLength": 1})
_NUMBER = _in_path("number", "a page of the TimeMap, the oldest first", {"type": "integer", "minimum": 1})
_EXTENSION = _in_path("extension", "html, ttl, jsonld, nt or rdf")
_PAGE = _parameter("page", "which page of the list", {"type": "integer", "minimum": 1})
_GRAPH = _parameter("graph", "the graph's IRI", example="http://example.org/mine")
_DEFAULT = _parameter("default", "in place of graph: the default graph", {"type": "string", "enum": [""]})
_FORMAT = _parameter("format", "the format's short name; wins over Accept")
_VERSION = _parameter(
    "version", "the version to ask; without it, the current one",
    {"type": "integer", "minimum": 1, "maximum": 999_999_999},
)  # fmt: skip
_WHEN = _parameter(
    "Accept-Datetime", "the moment whose version to ask", place="header",
    example="Sun, 22 Nov 2026 20:00:00 GMT",
)  # fmt: skip
_OF_LINKS = [
    _parameter("kind", "only questions about these", {"enum": ["film", "person"]}),
    _parameter("about", "only questions about this film or person", example="person/gong-seung-yeon"),
    _PAGE,
]
_OF_A_QUERY = [
    _several("default-graph-uri", "a graph of the default graph (SPARQL 1.1 Protocol, 2.1.4)"),
    _several("named-graph-uri", "a named graph of the dataset"),
    _FORMAT,
    _VERSION,
    _parameter(
        "timeout", "seconds that the query may take at most",
        {"type": "number", "exclusiveMinimum": 0, "maximum": 999_999},
    ),
    _WHEN,
]  # fmt: skip


def _operation(summary: str, parameters: list[Json], content: Json, *errors: int) -> Json:
    responses: Json = {
        "200": {
            "description": "The answer.",
            "headers": {"Reelgraph-Version": {"$ref": "#/components/headers/Reelgraph-Version"}},
            "content": content,
        },
        "304": {"description": "The answer is still what If-None-Match names."},
    }
    responses.update({str(status): _PROBLEM for status in errors})
    return {"summary": summary, "parameters": parameters, "responses": responses}


def _reading(summary: str, parameters: list[Json], content: Json, *errors: int) -> Json:
    """An operation that is answered from a version: any version, or that of a moment."""
    found = _operation(summary, [*parameters, _VERSION, _WHEN], content, *{400, 404, 410, 503, *errors})
    found["responses"]["302"] = {"description": "The version that was current then is at Location."}
    return found


def _page(summary: str, *parameters: Json) -> Json:
    return _reading(summary, list(parameters), _HTML, 404)


def _found(summary: str, parameters: list[Json], *errors: int) -> Json:
    return _reading(summary, parameters, _JSON | _HTML, *errors)


def _timemap(*parameters: Json) -> Json:
    return _operation(
        "The kept versions of an address (RFC 7089).", list(parameters), {_LINKS: _TEXT}, 400, 404, 503
    )


def _ontology(*parameters: Json) -> Json:
    return _operation(
        "The vocabulary.", list(parameters), _HTML | _GRAPHS, 404 if parameters else 406
    )  # fmt: skip


def _thing() -> Json:
    found = _reading(
        "A thing, which leads to the documents about it; or one of those.",
        [_kind(_KINDS), _NAME], _texts(HTML, *GRAPHS), 404, 406,
    )  # fmt: skip
    found["responses"]["303"] = {"description": "See the document in the format that Accept prefers."}
    found["responses"]["301"] = {
        **_PROBLEM,
        "description": "It is the same as another, which is at Location.",
    }
    return found


# -- queries and writes -----------------------------------------------------------------------------

_QUERY_ERRORS = (400, 404, 406, 410, 413, 429, 502, 503, 504)
_WRITE_ERRORS = (400, 401, 403, 404, 409, 413, 415, 501, 502, 503, 504)


def _query_by_get() -> Json:
    parameters = [_parameter("query", "the query", required=True, example=_QUERY), *_OF_A_QUERY]
    found = _operation("Evaluate a SPARQL query.", parameters, _ANSWERS | _HTML, *_QUERY_ERRORS)
    found["responses"]["302"] = {"description": "The version that was current then is at Location."}
    return found


def _query_by_post() -> Json:
    found = _operation("Evaluate a SPARQL query.", list(_OF_A_QUERY), _ANSWERS, *_QUERY_ERRORS, 415)
    found["requestBody"] = _sent("query", "application/sparql-query", _QUERY)
    return found


def _sent(name: str, media_type: str, example: str) -> Json:
    """A request's body: a text as it is, or in a form."""
    form = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
    return {
        "required": True,
        "content": {
            media_type: {**_TEXT, "example": example}, _FORM: {"schema": form, "example": {name: example}},
        },
    }  # fmt: skip


def _writing(summary: str, parameters: list[Json], statuses: Json) -> Json:
    written = {"headers": {"Reelgraph-Version": {"$ref": "#/components/headers/Reelgraph-Version"}}}
    responses = {status: {"description": said, **written} for status, said in statuses.items()}
    responses.update({str(status): _PROBLEM for status in _WRITE_ERRORS})
    return {
        "summary": summary, "parameters": parameters, "responses": responses, "security": [{"token": []}],
    }  # fmt: skip


def _update() -> Json:
    parameters = [
        _several("using-graph-uri", "a graph of the default graph (SPARQL 1.1 Protocol, 2.2.3)"),
        _several("using-named-graph-uri", "a named graph of the dataset"),
    ]
    found = _writing("Evaluate a SPARQL update.", parameters, {"204": "Done; a version has been published."})
    found["requestBody"] = _sent("update", "application/sparql-update", _UPDATE)
    return found


def _decision() -> Json:
    texts: Json = {
        name: {"type": "string"}
        for name in ("question", "first", "second", "entity", "decision", "by", "note")
    }
    schema: Json = {
        "type": "object",
        "required": ["action", "by"],
        "properties": {
            "action": {"enum": ["accept", "merge", "reject", "split", "undo"]},
            **texts,
            "mentions": {"type": "array", "items": {"type": "string"}},
        },
    }
    example = {"action": "reject", "question": "q0123abcd", "by": "Ida", "note": "born in another year"}
    found = _writing("Take a decision about who is who, or take one back.", [], {"200": "Taken."})
    found["responses"]["200"]["content"] = _JSON
    found["requestBody"] = {
        "required": True,
        "content": {
            "application/json": {"schema": schema, "example": example},
            _FORM: {"schema": schema, "example": example},
        },
    }
    return found


def _graph_store(place: list[Json]) -> Json:
    """The operations of the SPARQL 1.1 Graph Store HTTP Protocol on a graph."""
    read = _reading("A graph.", [*place, _FORMAT], _texts(*GRAPHS), 404, 406, 413, 429, 502, 504)
    done = {"204": "Done.", "201": "Done; there was no such graph before."}
    put = _writing("Make a graph what is sent.", place, done)
    post = _writing("Add what is sent to a graph; without one named, to a new one.", place, done)
    put["requestBody"] = post["requestBody"] = {
        "required": True,
        "content": {
            **_GRAPHS,
            "text/turtle": {**_TEXT, "example": _TURTLE},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"graph": {"type": "string", "contentMediaType": "text/turtle"}},
                },
                "encoding": {"graph": {"contentType": "text/turtle"}},
            },
        },
    }
    delete = _writing("Remove a graph.", place, {"204": "Done."})
    return {"get": read, "put": put, "post": post, "delete": delete}


def _reconciliation() -> Json:
    """The Reconciliation Service API 0.2; what it sends and takes, its own schemas describe."""
    callback = _parameter("callback", "a function's name: the answer is then a call of it (JSONP)")
    content = _JSON | {"text/javascript": _TEXT}
    id_ = _parameter("id", "an entity's id", required=True, example="film/aloners-2023")
    typed = [
        _parameter("prefix", "what was typed so far", example="alo"),
        _parameter("cursor", "how many to pass over", {"type": "integer", "minimum": 0}),
        _parameter("limit", "how many to give", {"type": "integer", "minimum": 1}),
    ]
    of_type = _parameter("type", "a type's id", example="person")

    def answer(summary: str, *parameters: Json) -> Json:
        return {"get": _reading(summary, [*parameters, callback], content, 404, 413)}

    batch: Json = {name: {"type": "string"} for name in ("queries", "extend")}
    example = {"queries": '{"q0": {"query": "Aloners"}}'}
    asked = answer("Reconcile a batch, or extend data; without either, the manifest.")["get"]
    asked["parameters"] = [
        _parameter("queries", "a batch of queries, in JSON", example=example["queries"]),
        _parameter("extend", "entities and properties, in JSON"),
        *asked["parameters"],
    ]
    form = {_FORM: {"schema": {"type": "object", "properties": batch}, "example": example}}
    posted = answer("The same, of a form.")["get"]
    service = {"get": asked, "post": {**posted, "requestBody": {"content": form}}}
    view = _reading("The way to an entity's page.", [id_], _HTML, 404)
    view["responses"]["303"] = {"description": "The page is at Location."}
    return {
        "/reconcile": service,
        "/reconcile/": service,
        "/reconcile/view": {"get": view},
        "/reconcile/preview": {"get": _reading("An entity in a few lines.", [id_], _HTML, 404)},
        "/reconcile/about": {"get": _page("What the reconciliation service knows.")},
        "/reconcile/suggest/entity": answer("Entities by what was typed so far.", *typed, of_type),
        "/reconcile/suggest/property": answer("Properties by what was typed so far.", *typed, of_type),
        "/reconcile/suggest/type": answer("Types by what was typed so far.", *typed),
        "/reconcile/flyout/{kind}": answer(
            "A suggestion in a few lines.", _kind(("entity", "property", "type")), id_
        ),
        "/reconcile/properties": answer("What entities of a type can be extended by.", of_type, typed[2]),
    }


def _embedding() -> Json:
    """What publications' own pages ask for."""
    whole = _parameter("url", "the page's address", required=True, example="https://lantern.example/aloners")
    form = _parameter(
        "format", "jsonld, or script for the whole script element; wins over Accept",
        {"type": "string", "enum": ["jsonld", "script"]},
    )  # fmt: skip
    content: Json = {
        "application/ld+json": {"schema": {"type": "object"}}, **_JSON, "text/html": _TEXT,
    }  # fmt: skip
    return {
        "/jsonld": {
            "get": _reading("The JSON-LD to embed in a review page.", [whole, form], content, 406, 409)
        },
        "/embed.js": {
            "get": _operation("The script that embeds it from a browser.", [], {"text/javascript": _TEXT})
        },
    }


def _downloads() -> Json:
    """The dataset as a whole, and the list of its pages."""
    name = _in_path("name", "a dump's name", {"type": "string", "example": "reelgraph-000001.nq.gz"})
    packed: Json = {
        kind: {"schema": {"type": "string", "format": "binary"}}
        for kind in ("application/gzip", "application/zstd")
    }
    pages: Json = {"application/xml": _TEXT}
    return {
        "/dataset.jsonld": {
            "get": _reading(
                "The dataset as a schema.org Dataset.", [],
                {"application/ld+json": {"schema": {"type": "object"}}},
            )
        },
        "/dumps/": {"get": _operation("The dumps of the current version.", [], _JSON, 503)},
        "/dumps/{name}": {"get": _operation("A version as one document.", [name], packed, 404, 410, 503)},
        "/sitemap.xml": {"get": _operation("The index of the sitemap.", [], pages, 503)},
        "/sitemaps/{number}.xml": {"get": _operation("A part of the sitemap.", [_NUMBER], pages, 404, 503)},
    }  # fmt: skip


def _problem() -> Json:
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "setting": {"type": "string", "description": "The server's setting that set the limit."},
            "reason": {"type": "string", "description": "Why a query was stopped."},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
            "pointer": {"type": "string"},
            "available": {"type": "array", "items": {"type": "string"}},
            "successors": {"type": "array", "items": {"type": "string"}},
        },
    }
