"""The pages of the site itself: home, lists, search, the ontology, what the dataset is, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, jsonify, render_template, request

from graph.export.lists import item_list, website
from graph.export.schema_org import embed
from ontology import PREFIXES, text
from ontology.vocabulary import describe as describe_vocabulary
from server import look_up
from server.citing import open_version, service
from server.dataset_block import dataset_block
from server.description import Addresses, describe, statistics
from server.dumps import offered
from server.examples import examples
from server.negotiation import GRAPHS, HTML, Format, prefers_html
from server.pages import graph_response, negotiated
from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.published import Published
    from server.things import Link

routes = Blueprint("site", __name__)

_LISTS = {"film": ("Films", "Film"), "person": ("People", "Person"), "review": ("Reviews", "Review")}
_PER_PAGE = 200


@routes.get("/")
def home() -> Response:
    """What this is, a search box, some films."""
    version = open_version()
    page = render_template(
        "home.html",
        version=version,
        counts=_counts(version),
        films=_films(version)[: service().settings.integer("home_films")],
        examples=examples(version.base)[1:8],
        json_ld=_dataset_block(),
        site_json_ld=embed(website("Reelgraph", f"{version.base}/", f"{version.base}/search?q={{words}}")),
    )
    return Response(page, mimetype="text/html")


@routes.get(f"/<any({', '.join(_LISTS)}):kind>/")
def listing(kind: str) -> Response:
    """Every film, person or review, by name."""
    version = open_version()
    heading, name = _LISTS[kind]
    number = request.args.get("page", 1, type=int)
    everything = service().once(version, f"list of {kind}", lambda: look_up.listing(version, name))
    found, total = everything[max(0, number - 1) * _PER_PAGE :][:_PER_PAGE], len(everything)
    if number < 1 or (number > 1 and not found):
        raise Problem(404, "There is no such page of this list.")
    block = item_list([link.iri for link, _ in found], name=heading, url=f"{version.base}/{kind}/")
    page = render_template(
        "list.html", version=version, kind=kind, heading=heading, found=found, total=total, number=number,
        last=-(-total // _PER_PAGE),
        json_ld=embed(block),
    )  # fmt: skip
    return Response(page, mimetype="text/html")


@routes.get("/search")
def search() -> Response:
    """Films, people and reviews by name; as JSON for a program."""
    version = open_version()
    words = request.args.get("q", "").strip()[:200]
    found = list(version.search(words, service().settings.integer("search_results"))) if words else []
    if prefers_html(request.headers.get("Accept")):
        page = render_template("search.html", version=version, words=words, found=found)
        response = Response(page, mimetype="text/html")
    else:
        results = [
            {"iri": hit.iri, "kind": hit.kind, "label": hit.label, "detail": hit.detail} for hit in found
        ]
        response = jsonify({"query": words, "version": version.number, "results": results})
    response.vary.add("Accept")
    return response


@routes.get("/ontology")
@routes.get("/ontology.<extension>")
def ontology(extension: str | None = None) -> Response:
    """The vocabulary: its page, or its triples with the alignments to other vocabularies."""
    formats = (HTML, *GRAPHS)
    if extension is None:
        item = negotiated(formats)
    else:
        found = next((known for known in formats if known.extension == extension), None)
        if found is None:
            raise Problem(404, f"The ontology does not come as .{extension}.")
        item = found
    if item is HTML:
        page = render_template("ontology.html", vocabulary=describe_vocabulary(), documents=GRAPHS)
        response = Response(page, mimetype="text/html")
    elif item.name == "ttl":
        # As it was written, with its comments; one document after the other is Turtle, too.
        response = graph_response((text("film.ttl") + "\n" + text("alignments.ttl")).encode(), item)
    else:
        quads = [
            quad
            for name in ("film.ttl", "alignments.ttl")
            for quad in ox.parse(text(name), format=ox.RdfFormat.TURTLE)
        ]
        response = graph_response(_serialised((quad.triple for quad in quads), item), item)
    if extension is None:
        response.headers["Content-Location"] = f"{request.script_root}/ontology.{item.extension}"
        response.vary.add("Accept")
    response.headers["Link"] = ", ".join(
        f'<{request.script_root}/ontology.{known.extension}>; rel="alternate"; type="{known.media_type}"'
        for known in formats
    )
    return response


@routes.get("/.well-known/void")
def void() -> Response:
    """What this dataset and its service are: VoID, DCAT and the service description, in one graph."""
    return description(negotiated(GRAPHS))


def description(item: Format) -> Response:
    """The service description in a format: also what /sparql answers to a GET without a query."""
    version = open_version()
    counted = service().once(version, "statistics", lambda: statistics(version))
    # Where it was asked is where it answers; the dataset's base may be another site's.
    here = request.root_url.rstrip("/")
    writing = bool(service().settings.text("token"))
    dumps = offered(version, here)
    addresses = Addresses(f"{here}/sparql", f"{here}/graphs", f"{here}/update" if writing else None, dumps)
    published = getattr(version, "published", None)
    try:
        triples = describe(version.base, version.number, published, counted, addresses)
    except ValueError as error:
        raise Problem(400, "The Host of this request is no part of an address.") from error
    response = graph_response(_serialised(triples, item), item)
    response.vary.add("Accept")
    response.headers["Reelgraph-Version"] = str(version.number)
    if any(dump.sha256 is None for dump in dumps):
        # Checksums come as dumps are made; an answer without them is not to be kept for a version's life.
        response.headers["Cache-Control"] = "no-store"
    return response


@routes.get("/dataset.jsonld")
def dataset() -> Response:
    """The dataset as schema.org describes one, for search engines of data."""
    return Response(_dataset_block() + "\n", mimetype="application/ld+json")


@routes.get("/healthz")
def healthz() -> Response:
    """Ready: a whole version is open, and what holds it answers. Else 503 (or 502), with the reason."""
    version = open_version()
    version.query("ASK { ?s ?p ?o }")
    return jsonify({"status": "ok", "version": version.number})


@routes.get("/robots.txt")
def robots() -> Response:
    """Pages are for everybody; queries and searches would keep a crawler busy for ever."""
    closed = "/sparql /search /connect /check /links /reconcile /history/ /timemap/ /*?version="
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed.split())]
    # What the index lists has the dataset's base, so the index is named by it, too.
    if (number := service().current_number()) is not None:
        lines += ["", f"Sitemap: {service().version(number).base}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _dataset_block() -> str:
    version = open_version()
    found = dataset_block(
        version.base, version.number, version.published, _counts(version), offered(version, version.base)
    )
    return embed(found)


def _counts(version: Published) -> dict[str, int]:
    return service().once(version, "counts", lambda: look_up.counts(version))


def _films(version: Published) -> list[tuple[Link, str, int]]:
    return service().once(version, "films", lambda: look_up.films(version))


def _serialised(triples: Iterable[ox.Triple], item: Format) -> bytes:
    rdf = ox.RdfFormat.from_media_type(item.media_type)
    data = ox.serialize(triples, format=rdf, prefixes=dict(PREFIXES))
    assert data is not None  # noqa: S101 - without an output it returns the bytes
    return data
