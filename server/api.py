"""The HTTP API, described as an OpenAPI 3.1 document for programs that make clients of such. Pure."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from server.negotiation import GRAPHS, RESULTS

_RESULTS: dict[str, Any] = {item.media_type: {"schema": {"type": "string"}} for item in (*RESULTS, *GRAPHS)}
_PROBLEM = {"$ref": "#/components/responses/Problem"}


def document(address: str) -> dict[str, Any]:
    """The description of the service at ``address``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reelgraph",
            "description": "Film reviews and credits as linked data.",
            "license": {"name": "MIT", "identifier": "MIT"},
            "version": _version(),
        },
        "servers": [{"url": address}],
        "paths": {
            "/sparql": {"get": _query_by_get(), "post": _query_by_post()},
            "/{kind}/{name}": {"get": _thing()},
            "/search": {
                "get": _operation(
                    "Films, people and reviews by name, whatever the spelling.",
                    [_parameter("q", "the words")],
                    {"application/json": _schema("object"), "text/html": _schema("string")},
                    (503,),
                )
            },
            "/jsonld": {
                "get": _operation(
                    "The JSON-LD to embed in a review page.",
                    [_parameter("url", "the page's address")],
                    {"application/ld+json": _schema("object")},
                    (400, 404, 406, 503),
                )
            },
            "/ontology": {"get": _graph("The vocabulary.")},
            "/.well-known/void": {"get": _graph("What the dataset is (VoID).")},
            "/healthz": {
                "get": _operation(
                    "Ready: a whole version is being served.",
                    [],
                    {"application/json": _schema("object")},
                    (503,),
                )
            },
            "/metrics": {
                "get": _operation("Counters, for Prometheus.", [], {"text/plain": _schema("string")}, ())
            },
            "/openapi.json": {
                "get": _operation("This document.", [], {"application/json": _schema("object")}, ())
            },
        },
        "components": {
            "responses": {
                "Problem": {
                    "description": "An error, as RFC 9457 describes it.",
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                        "text/html": _schema("string"),
                    },
                }
            },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "setting": {
                            "type": "string",
                            "description": "The server's setting that set the limit.",
                        },
                        "reason": {"type": "string", "description": "Why a query was stopped."},
                        "line": {"type": "integer"},
                        "column": {"type": "integer"},
                        "pointer": {"type": "string"},
                    },
                }
            },
        },
    }


def _version() -> str:
    try:
        return version("reelgraph")
    except PackageNotFoundError:
        return "0"


def _schema(kind: str) -> dict[str, Any]:
    return {"schema": {"type": kind}}


def _parameter(name: str, description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "name": name, "in": "query", "description": description, "schema": schema or {"type": "string"},
    }  # fmt: skip


def _several(name: str, description: str) -> dict[str, Any]:
    return _parameter(name, description, {"type": "array", "items": {"type": "string"}})


_OF_A_QUERY = [
    _several("default-graph-uri", "a graph of the default graph (SPARQL 1.1 Protocol, 2.1.4)"),
    _several("named-graph-uri", "a named graph of the dataset"),
    _parameter("format", "the format's short name; wins over Accept"),
    _parameter(
        "version", "the version to ask; without it, the current one", {"type": "integer", "minimum": 1}
    ),
    _parameter(
        "timeout", "seconds that the query may take at most", {"type": "number", "exclusiveMinimum": 0}
    ),
]


def _operation(
    summary: str, parameters: list[dict[str, Any]], content: dict[str, Any], errors: tuple[int, ...]
) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "The answer.", "content": content}}
    responses.update({str(status): _PROBLEM for status in errors})
    return {"summary": summary, "parameters": parameters, "responses": responses}


_QUERY_ERRORS = (400, 404, 406, 413, 429, 503)


def _query_by_get() -> dict[str, Any]:
    found = _operation(
        "Evaluate a SPARQL query.",
        [{**_parameter("query", "the query"), "required": True}, *_OF_A_QUERY],
        _RESULTS,
        _QUERY_ERRORS,
    )
    found["responses"]["304"] = {"description": "The answer is still what If-None-Match names."}
    return found


def _query_by_post() -> dict[str, Any]:
    found = _operation("Evaluate a SPARQL query.", list(_OF_A_QUERY), _RESULTS, (*_QUERY_ERRORS, 415))
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    found["requestBody"] = {
        "required": True,
        "content": {
            "application/sparql-query": _schema("string"),
            "application/x-www-form-urlencoded": {"schema": form},
        },
    }
    return found


def _thing() -> dict[str, Any]:
    path = [
        {"name": "kind", "in": "path", "required": True, "schema": {"enum": ["film", "person", "review"]}},
        {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}},
    ]
    found = _operation(
        "A film, a person or a review: the way to what describes it.", path, _RESULTS, (404, 406)
    )
    found["responses"]["303"] = {"description": "See the document in the format that Accept prefers."}
    found["responses"]["301"] = {"description": "It is the same as another, which is at Location."}
    found["responses"]["410"] = _PROBLEM
    return found


def _graph(summary: str) -> dict[str, Any]:
    formats = {item.media_type: _schema("string") for item in GRAPHS}
    return _operation(summary, [], formats, (406, 503))
