"""What the description of the HTTP API is made of: parameters, bodies, operations. See :mod:`server.api`."""

from __future__ import annotations

from typing import Any

from server.negotiation import GRAPHS, RESULTS

Json = dict[str, Any]

LINKS = "application/link-format"
PROBLEM: Json = {"$ref": "#/components/responses/Problem"}
TEXT: Json = {"schema": {"type": "string"}}
ANY: Json = {"schema": {}}
JSON: Json = {"application/json": {"schema": {"type": "object"}}}
HTML: Json = {"text/html": TEXT}


def texts(*formats: Any) -> Json:  # noqa: ANN401 - Format, by whatever names it goes
    """The media types of formats, those that a client may ask for them by included."""
    names = [name for item in formats for name in (item.media_type, *item.aliases)]
    return {name: ANY if "json" in name else TEXT for name in names}


GRAPH_TYPES: Json = {item.media_type: ANY if "json" in item.media_type else TEXT for item in GRAPHS}
ANSWERS: Json = texts(*RESULTS, *GRAPHS)


def parameter(
    name: str,
    description: str,
    schema: Json | None = None,
    *,
    required: bool = False,
    example: str | None = None,
    place: str = "query",
) -> Json:
    """A parameter of an operation: of the query string, unless ``place`` says otherwise."""
    found = {
        "name": name, "in": place, "required": required, "description": description,
        "schema": schema or {"type": "string"},
    }  # fmt: skip
    return {**found, "example": example} if example else found


def in_path(name: str, description: str, schema: Json | None = None) -> Json:
    """A parameter that stands in the path."""
    return parameter(name, description, schema, required=True, place="path")


def several(name: str, description: str) -> Json:
    """A parameter that may be given more than once."""
    return parameter(name, description, {"type": "array", "items": {"type": "string"}})


def kind(kinds: tuple[str, ...]) -> Json:
    """The kind of thing in a path, of these kinds."""
    return in_path("kind", "what kind of thing", {"enum": list(kinds)})


NAME = in_path("name", "the thing's name; with an ending as .ttl, a document about it", {
    "type": "string", "minLength": 1, "example": "aloners-2023.ttl",
})  # fmt: skip
PATH = in_path("path", "an address of this site without its first /", {"type": "string", "minLength": 1})
NUMBER = in_path("number", "a page of the TimeMap, the oldest first", {"type": "integer", "minimum": 1})
EXTENSION = in_path("extension", "html, ttl, jsonld, nt or rdf")
PAGE = parameter("page", "which page of the list", {"type": "integer", "minimum": 1})
GRAPH = parameter("graph", "the graph's IRI", example="http://example.org/mine")
DEFAULT = parameter("default", "in place of graph: the default graph", {"type": "string", "enum": [""]})
FORMAT = parameter("format", "the format's short name; wins over Accept")
VERSION = parameter(
    "version", "the version to ask; without it, the current one",
    {"type": "integer", "minimum": 1, "maximum": 999_999_999},
)  # fmt: skip
WHEN = parameter(
    "Accept-Datetime", "the moment whose version to ask", place="header",
    example="Sun, 22 Nov 2026 20:00:00 GMT",
)  # fmt: skip
OF_LINKS = [
    parameter("kind", "only questions about these", {"enum": ["film", "person"]}),
    parameter("about", "only questions about this film or person", example="person/gong-seung-yeon"),
    PAGE,
]
OF_A_QUERY = [
    several("default-graph-uri", "a graph of the default graph (SPARQL 1.1 Protocol, 2.1.4)"),
    several("named-graph-uri", "a named graph of the dataset"),
    FORMAT,
    VERSION,
    parameter(
        "timeout", "seconds that the query may take at most",
        {"type": "number", "exclusiveMinimum": 0, "maximum": 999_999},
    ),
    WHEN,
]  # fmt: skip


def operation(summary: str, parameters: list[Json], content: Json, *errors: int) -> Json:
    """An operation that answers 200 with ``content``, or with a problem of one of the statuses ``errors``."""
    responses: Json = {
        "200": {
            "description": "The answer.",
            "headers": {"Reelgraph-Version": {"$ref": "#/components/headers/Reelgraph-Version"}},
            "content": content,
        },
        "304": {"description": "The answer is still what If-None-Match names."},
    }
    responses.update({str(status): PROBLEM for status in errors})
    return {"summary": summary, "parameters": parameters, "responses": responses}


def reading(summary: str, parameters: list[Json], content: Json, *errors: int) -> Json:
    """An operation that is answered from a version: any version, or that of a moment."""
    found = operation(summary, [*parameters, VERSION, WHEN], content, *{400, 404, 410, 503, *errors})
    found["responses"]["302"] = {"description": "The version that was current then is at Location."}
    return found


def page(summary: str, *parameters: Json) -> Json:
    """An operation that answers a page for people."""
    return reading(summary, list(parameters), HTML, 404)


def listing(summary: str, parameters: list[Json], *errors: int) -> Json:
    """An operation that answers what was found, as a page or as JSON."""
    return reading(summary, parameters, JSON | HTML, *errors)


def timemap(*parameters: Json) -> Json:
    """An operation that answers a TimeMap."""
    return operation(
        "The kept versions of an address (RFC 7089).", list(parameters), {LINKS: TEXT}, 400, 404, 503
    )
