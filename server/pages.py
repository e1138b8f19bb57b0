"""The things as linked data: /film/X answers 303 to the document about it that a client prefers.

A thing (``/film/aloners-2023``) is not a page, so its address redirects (303) by Accept to a document
that describes it: ``.html``, ``.ttl``, ``.jsonld``, ``.nt`` or ``.rdf``. An IRI that is no longer in
use answers 301 when one thing took its place, 410 with what became of it otherwise. IRIs begin with
the dataset's base, whatever name the server is called by; links on pages are paths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from graph.export.text import embed
from ontology import JOB, PREFIXES, REEL
from server import look_up, why
from server.blocks import film_blocks, person_blocks, review_blocks
from server.citing import PLAIN, keep, open_version
from server.negotiation import GRAPHS, HTML, choose_format, content_type
from server.problems import Problem
from server.wording import is_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.export.schema_org import JsonLd
    from server.negotiation import Format
    from server.published import Published

routes = Blueprint("pages", __name__)

#: The documents about a thing, in the order of the server's preference.
DOCUMENTS = (HTML, *GRAPHS)

#: The kinds of things that have addresses of their own.
KINDS = ("film", "person", "review", "role", "character", "publication", "source")

#: The prefixes that a description of a thing uses.
_PREFIXES = {name: PREFIXES[name] for name in ("reel", "job", "schema", "skos", "xsd", "dcterms", "prov")}


def is_iri(text: str) -> bool:
    """Whether ``text`` is an IRI (RFC 3987) to the engine; any other address names nothing."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def local(iri: str, ending: str = "") -> str:
    """Where a page links for an IRI: a path on this site, another site, or nowhere (empty).

    A path keeps to the version that the page keeps to. ``ending`` is that of a document, as ``.ttl``.
    """
    root = request.script_root
    if path := path_of(iri):
        return keep(path + ending)
    if iri.startswith(REEL):
        return f"{root}/ontology#{iri[len(REEL) :]}"
    if iri.startswith(JOB):
        return f"{root}/ontology#job-{iri[len(JOB) :]}"
    return iri if is_address(iri) else ""


def path_of(iri: str) -> str:
    """The path of one of the dataset's own things; empty for any other IRI."""
    base = open_version().base
    return request.script_root + iri[len(base) :] if iri.startswith(base + "/") else ""


@routes.get(f"/<any({', '.join(KINDS)}):kind>/<path:name>")
def thing(kind: str, name: str) -> Response:
    """A thing, or a document about it when ``name`` ends as one does."""
    version = open_version()
    iri = f"{version.base}/{kind}/{name}"
    if not is_iri(iri):
        raise Problem(404, "There is nothing at this address.")
    kinds = look_up.types(version, iri)
    if kinds:
        return _see_other(iri)
    stem, dot, extension = iri.rpartition(".")
    document = next((item for item in DOCUMENTS if dot and item.extension == extension), None)
    if document is not None:
        kinds = look_up.types(version, stem)
        if kinds:
            return _document(version, stem, kinds, document)
        _gone(version, stem, f".{extension}")
    _gone(version, iri, "")
    bare = iri.rstrip("/")
    if bare != iri and (look_up.types(version, bare) or look_up.types(version, bare.rpartition(".")[0])):
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        address = f"{quote(path_of(bare), safe=PLAIN)}{query}"
        raise Problem(301, "The address has no / at its end.", headers={"Location": address})
    words = _words(name)
    raise Problem(
        404, f"There is no {kind} of this name here.", search=f"/search?q={words}" if words else None
    )


def graph_response(data: bytes, item: Format) -> Response:
    """A serialised graph as a response."""
    return Response(data, content_type=content_type(item.media_type))


def alternates(path: str) -> str:
    """The Link header (RFC 8288) that lists the documents about a thing at ``path``."""
    links = [
        f'<{keep(f"{path}.{item.extension}")}>; rel="alternate"; type="{item.media_type}"'
        for item in DOCUMENTS
    ]
    best = GRAPHS[0]
    links.append(f'<{keep(f"{path}.{best.extension}")}>; rel="describedby"; type="{best.media_type}"')
    return ", ".join(links)


def negotiated(formats: tuple[Format, ...]) -> Format:
    """The format that this request prefers. Raises Problem 406 with the list of what there is."""
    offer = choose_format(request.headers.get("Accept"), formats)
    if offer is None:
        there_is = [item.media_type for item in formats]
        raise Problem(
            406, f"None of what you accept is here; there is {', '.join(there_is)}.", available=there_is
        )
    return offer.value


def _see_other(iri: str) -> Response:
    item = negotiated(DOCUMENTS)
    path = path_of(iri)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    response = Response(status=303)
    response.headers["Location"] = f"{path}.{item.extension}{query}"
    response.headers["Link"] = alternates(path)
    response.vary.add("Accept")
    return response


def _gone(version: Published, iri: str, suffix: str) -> None:
    """Raise for an IRI that was in use once: 301 by way of Problem, or 410."""
    heirs = look_up.successors(version, iri)
    if heirs is None:
        return
    if len(heirs) == 1:
        address = local(heirs[0], suffix)
        raise Problem(301, "This is now another thing's address.", headers={"Location": address}, now=heirs)
    said = f"it became {', '.join(heirs)}" if heirs else "nothing took its place"
    raise Problem(410, f"This is no longer in use: {said}.", successors=heirs)


def _document(version: Published, iri: str, kinds: set[str], item: Format) -> Response:
    if item is HTML:
        response = Response(_page(version, iri, kinds), mimetype="text/html")
    else:
        triples = look_up.describe(version, iri, kinds)
        rdf = ox.RdfFormat.from_media_type(item.media_type)
        data = ox.serialize(triples, format=rdf, prefixes=_PREFIXES)
        assert data is not None  # noqa: S101 - without an output it returns the bytes
        response = graph_response(data, item)
    path = path_of(iri)
    response.headers["Link"] = f'{alternates(path)}, <{path}>; rel="describes"'
    response.headers["Reelgraph-Version"] = str(version.number)
    return response


def _page(version: Published, iri: str, kinds: set[str]) -> str:
    for kind, (template, read, blocks) in _TEMPLATES.items():
        if kind in kinds:
            page = read(version, iri)
            found = blocks(version, page)
            return render_template(
                template, page=page, documents=GRAPHS, version=version, main=found[0] if found else {},
                json_ld=[embed(block) for block in found],
            )  # fmt: skip
    page = look_up.thing(version, iri)
    return render_template("thing.html", page=page, documents=GRAPHS, version=version, kinds=kinds)


#: Kind -> its template, what is read for its page, and the blocks of the page.
_TEMPLATES: dict[
    str, tuple[str, Callable[[Published, str], Any], Callable[[Published, Any], list[JsonLd]]]
] = {
    "Film": ("film.html", why.film, film_blocks),
    "Person": ("person.html", why.person, person_blocks),
    "Review": ("review.html", look_up.review, review_blocks),
}


def _words(name: str) -> str:
    """The words of a path, to search for, without the year; of "1917-2019" and its like the first number."""
    stem = name.rpartition(".")[0] or name
    return quote_plus(" ".join(re.findall(r"[^\W\d_]+", stem) or re.findall(r"\d+", stem)[:1]))
