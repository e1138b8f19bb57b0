"""The HTTP API, described as an OpenAPI 3.1 document for programs that make clients of such. Pure.

Every address of the application is in it, save those of :data:`LEFT_OUT`; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.release import VERSION
from server import api_parts as part
from server.negotiation import GRAPHS, HTML

if TYPE_CHECKING:
    from server.api_parts import Json

#: Addresses that are no part of the API: what pages are made of, and a note for crawlers.
LEFT_OUT = ("/static/{filename}", "/robots.txt")

_KINDS = ("film", "person", "review", "role", "character", "publication", "source")
_LISTS = ("film", "person", "review")
_FORM = "application/x-www-form-urlencoded"
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
            "/": {"get": part.page("What this is, and some films.")},
            "/{kind}/": {
                "get": part.page("Every film, person or review, by name.", part.kind(_LISTS), part.PAGE)
            },
            "/{kind}/{name}": {"get": _thing()},
            "/sparql": {"get": _query_by_get(), "post": _query_by_post()},
            "/update": {"post": _update()},
            "/graphs": _graph_store([part.GRAPH, part.DEFAULT]),
            "/graphs/{name}": _graph_store([part.in_path("name", "the rest of the graph's IRI")]),
            "/search": {
                "get": part.listing(
                    "Films, people and reviews by name, whatever the spelling.",
                    [part.parameter("q", "the words", example="jeong daeun")],
                )
            },
            "/connect": {
                "get": part.listing(
                    "How two people are connected, film by film.",
                    [
                        part.parameter("from", "a person's name, path or IRI", required=True),
                        part.parameter("to", "another's", required=True),
                    ],
                    404,
                )
            },
            "/check": {"get": part.listing("What is missing or contradicts.", [])},
            "/history/{kind}/{name}": {
                "get": part.listing(
                    "In which versions a thing's description changed.", [part.kind(_KINDS), part.NAME], 404
                )
            },
            **_embedding(),
            **_downloads(),
            "/links": {"get": part.listing("What is not sure, and what people decided.", part.OF_LINKS, 404)},
            "/links/decisions": {"post": _decision()},
            "/timemap/": {"get": part.timemap()},
            "/timemap/{path}": {"get": part.timemap(part.PATH)},
            "/timemap/pages/{number}/": {"get": part.timemap(part.NUMBER)},
            "/timemap/pages/{number}/{path}": {"get": part.timemap(part.NUMBER, part.PATH)},
            "/ontology": {"get": _ontology()},
            "/ontology.{extension}": {"get": _ontology(part.EXTENSION)},
            **_reconciliation(),
            "/.well-known/void": {
                "get": part.reading("What the dataset is (VoID, DCAT).", [], part.GRAPH_TYPES, 406)
            },
            "/healthz": {"get": part.reading("Ready: a whole version is being served.", [], part.JSON)},
            "/metrics": {"get": part.operation("Counters, for Prometheus.", [], {"text/plain": part.TEXT})},
            "/openapi.json": {"get": part.operation("This document.", [], part.JSON)},
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
                        "text/html": part.TEXT,
                    },
                }
            },
            "schemas": {"Problem": _problem()},
        },
    }  # fmt: skip


def _ontology(*parameters: Json) -> Json:
    return part.operation(
        "The vocabulary.", list(parameters), part.HTML | part.GRAPH_TYPES, 404 if parameters else 406
    )  # fmt: skip


def _thing() -> Json:
    found = part.reading(
        "A thing, which leads to the documents about it; or one of those.",
        [part.kind(_KINDS), part.NAME], part.texts(HTML, *GRAPHS), 404, 406,
    )  # fmt: skip
    found["responses"]["303"] = {"description": "See the document in the format that Accept prefers."}
    found["responses"]["301"] = {
        **part.PROBLEM,
        "description": "It is the same as another, which is at Location.",
    }
    return found


# -- queries and writes -----------------------------------------------------------------------------

_QUERY_ERRORS = (400, 404, 406, 410, 413, 429, 502, 503, 504)
_WRITE_ERRORS = (400, 401, 403, 404, 409, 413, 415, 501, 502, 503, 504)


def _query_by_get() -> Json:
    parameters = [part.parameter("query", "the query", required=True, example=_QUERY), *part.OF_A_QUERY]
    found = part.operation("Evaluate a SPARQL query.", parameters, part.ANSWERS | part.HTML, *_QUERY_ERRORS)
    found["responses"]["302"] = {"description": "The version that was current then is at Location."}
    return found


def _query_by_post() -> Json:
    found = part.operation(
        "Evaluate a SPARQL query.", list(part.OF_A_QUERY), part.ANSWERS, *_QUERY_ERRORS, 415
    )
    found["requestBody"] = _sent("query", "application/sparql-query", _QUERY)
    return found


def _sent(name: str, media_type: str, example: str) -> Json:
    """A request's body: a text as it is, or in a form."""
    form = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
    return {
        "required": True,
        "content": {
            media_type: {**part.TEXT, "example": example},
            _FORM: {"schema": form, "example": {name: example}},
        },
    }  # fmt: skip


def _writing(summary: str, parameters: list[Json], statuses: Json) -> Json:
    written = {"headers": {"Reelgraph-Version": {"$ref": "#/components/headers/Reelgraph-Version"}}}
    responses = {status: {"description": said, **written} for status, said in statuses.items()}
    responses.update({str(status): part.PROBLEM for status in _WRITE_ERRORS})
    return {
        "summary": summary, "parameters": parameters, "responses": responses, "security": [{"token": []}],
    }  # fmt: skip


def _update() -> Json:
    parameters = [
        part.several("using-graph-uri", "a graph of the default graph (SPARQL 1.1 Protocol, 2.2.3)"),
        part.several("using-named-graph-uri", "a named graph of the dataset"),
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
    found["responses"]["200"]["content"] = part.JSON
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
    read = part.reading("A graph.", [*place, part.FORMAT], part.texts(*GRAPHS), 404, 406, 413, 429, 502, 504)
    done = {"204": "Done.", "201": "Done; there was no such graph before."}
    put = _writing("Make a graph what is sent.", place, done)
    post = _writing("Add what is sent to a graph; without one named, to a new one.", place, done)
    put["requestBody"] = post["requestBody"] = {
        "required": True,
        "content": {
            **part.GRAPH_TYPES,
            "text/turtle": {**part.TEXT, "example": _TURTLE},
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
    callback = part.parameter("callback", "a function's name: the answer is then a call of it (JSONP)")
    content = part.JSON | {"text/javascript": part.TEXT}
    id_ = part.parameter("id", "an entity's id", required=True, example="film/aloners-2023")
    typed = [
        part.parameter("prefix", "what was typed so far", example="alo"),
        part.parameter("cursor", "how many to pass over", {"type": "integer", "minimum": 0}),
        part.parameter("limit", "how many to give", {"type": "integer", "minimum": 1}),
    ]
    of_type = part.parameter("type", "a type's id", example="person")

    def answer(summary: str, *parameters: Json, errors: tuple[int, ...] = (404, 413)) -> Json:
        return {"get": part.reading(summary, [*parameters, callback], content, *errors)}

    batch: Json = {name: {"type": "string"} for name in ("queries", "extend")}
    example = {"queries": '{"q0": {"query": "Aloners"}}'}
    asked = answer("Reconcile a batch, or extend data; without either, the manifest.")["get"]
    asked["parameters"] = [
        part.parameter("queries", "a batch of queries, in JSON", example=example["queries"]),
        part.parameter("extend", "entities and properties, in JSON"),
        *asked["parameters"],
    ]
    form = {_FORM: {"schema": {"type": "object", "properties": batch}, "example": example}}
    posted = answer("The same, of a form.", errors=(404, 413, 415))["get"]
    service = {"get": asked, "post": {**posted, "requestBody": {"content": form}}}
    view = part.reading("The way to an entity's page.", [id_], part.HTML, 404)
    view["responses"]["303"] = {"description": "The page is at Location."}
    return {
        "/reconcile": service,
        "/reconcile/": service,
        "/reconcile/view": {"get": view},
        "/reconcile/preview": {"get": part.reading("An entity in a few lines.", [id_], part.HTML, 404)},
        "/reconcile/about": {"get": part.page("What the reconciliation service knows.")},
        "/reconcile/suggest/entity": answer("Entities by what was typed so far.", *typed, of_type),
        "/reconcile/suggest/property": answer("Properties by what was typed so far.", *typed, of_type),
        "/reconcile/suggest/type": answer("Types by what was typed so far.", *typed),
        "/reconcile/flyout/{kind}": answer(
            "A suggestion in a few lines.", part.kind(("entity", "property", "type")), id_
        ),
        "/reconcile/properties": answer("What entities of a type can be extended by.", of_type, typed[2]),
    }


def _embedding() -> Json:
    """What publications' own pages ask for."""
    whole = part.parameter(
        "url", "the page's address", required=True, example="https://lantern.example/aloners"
    )
    form = part.parameter(
        "format", "jsonld, or script for the whole script element; wins over Accept",
        {"type": "string", "enum": ["jsonld", "script"]},
    )  # fmt: skip
    content: Json = {
        "application/ld+json": {"schema": {"type": "object"}}, **part.JSON, "text/html": part.TEXT,
    }  # fmt: skip
    return {
        "/jsonld": {
            "get": part.reading("The JSON-LD to embed in a review page.", [whole, form], content, 406, 409)
        },
        "/embed.js": {
            "get": part.operation(
                "The script that embeds it from a browser.", [], {"text/javascript": part.TEXT}
            )
        },
    }


def _downloads() -> Json:
    """The dataset as a whole, and the list of its pages."""
    name = part.in_path("name", "a dump's name", {"type": "string", "example": "reelgraph-000001.nq.gz"})
    packed: Json = {
        kind: {"schema": {"type": "string", "format": "binary"}}
        for kind in ("application/gzip", "application/zstd")
    }
    pages: Json = {"application/xml": part.TEXT}
    return {
        "/dataset.jsonld": {
            "get": part.reading(
                "The dataset as a schema.org Dataset.", [],
                {"application/ld+json": {"schema": {"type": "object"}}},
            )
        },
        "/dumps/": {"get": part.operation("The dumps of the current version.", [], part.JSON, 503)},
        "/dumps/{name}": {"get": part.operation("A version as one document.", [name], packed, 404, 410, 503)},
        "/sitemap.xml": {"get": part.operation("The index of the sitemap.", [], pages, 503)},
        "/sitemaps/{number}.xml": {
            "get": part.operation("A part of the sitemap.", [part.NUMBER], pages, 404, 503)
        },
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
