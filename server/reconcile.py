"""/reconcile: the Reconciliation Service API 0.2, as OpenRefine speaks it, over a version.

Standard followed: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
(manifest, queries, suggest, flyout, preview, data extension; CORS, and JSONP for old clients). An
entity's id is what follows the dataset's base in its IRI, so that the identifier space and an id make
the IRI. ``version=N`` on the service's address reconciles against that version.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, jsonify, redirect, render_template, request

from graph.reconciling import PROPERTIES, TYPES, property_of, type_of
from graph.release import VERSION
from ontology import REEL
from server import reconcile_facts
from server.citing import SENDABLE, keep, open_version
from server.pages import path_of
from server.problems import Problem
from server.reconcile_extension import extend, settings
from server.reconcile_queries import MOST_QUERIES, Query, answer, id_of, iri_of, read_batch

if TYPE_CHECKING:
    from graph.reconciling import Candidate, Property, Scored, Type
    from server.published import Published

routes = Blueprint("reconcile", __name__, url_prefix="/reconcile")

#: Suggestions of one answer: as many as are given where nobody says, and at most.
_USUAL_SUGGESTIONS, _MOST_SUGGESTIONS, _MOST_SKIPPED = 10, 50, 200
_LONGEST_PREFIX = 200
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_PREVIEW = {"width": 430, "height": 230}
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,5}", re.ASCII)

#: A preview is there to be shown on other sites' pages; it can do nothing but be read.
_EMBEDDED = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)


@routes.before_request
def _opened() -> None:
    """Every answer is one version's, and says so."""
    open_version()


@routes.after_request
def _for_other_sites(response: Response) -> Response:
    """What a page of another site may send (CORS); every answer says already that it may read."""
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = SENDABLE
    return response


@routes.route("", methods=["GET", "POST"])
@routes.route("/", methods=["GET", "POST"])
def reconcile() -> Response:
    """A batch of queries, a data extension, or (without either) the manifest."""
    version = open_version()
    if request.method == "POST" and request.content_length and request.mimetype not in _FORMS:
        said = f"not as {request.mimetype}" if request.mimetype else "and this request names no type"
        raise Problem(
            415, f"A batch is POSTed as a form, queries= or extend= and the JSON, {said}.", accepted=_FORMS
        )
    given = request.values
    if "queries" in given:
        batch = read_batch(given["queries"], version)
        found = {key: {"result": _result(version, query)} for key, query in batch.items()}
        return _answer(found)
    if "extend" in given:
        return _answer(extend(version, given["extend"]))
    if "query" in given:
        raise Problem(400, "There are no single queries here: send a batch as queries= (API 0.2).")
    return _answer(_manifest(version))


@routes.get("/view")
def view() -> Response:
    """The way to an entity's own page, by its id."""
    return redirect(keep(path_of(_entity(open_version()).iri)), 303)  # type: ignore[return-value]


@routes.get("/preview")
def preview() -> Response:
    """An entity in a few lines, to be shown in a frame of another site's page."""
    version = open_version()
    found = _entity(version)
    page = render_template(
        "reconcile_preview.html", found=found, line=reconcile_facts.description(version, found),
        address=request.root_url.rstrip("/") + keep(path_of(found.iri)).removeprefix(request.script_root),
        facts=_shown(version, found),
    )  # fmt: skip
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _EMBEDDED
    return response


@routes.get("/about")
def about() -> Response:
    """What the service knows, and how its scores are made: the manifest's documentation."""
    page = render_template(
        "reconcile.html", version=open_version(), types=TYPES.values(), properties=PROPERTIES.values(),
        address=_here(), most=MOST_QUERIES,
    )  # fmt: skip
    return Response(page, mimetype="text/html")


@routes.get("/suggest/entity")
def suggest_entity() -> Response:
    """Entities whose names begin with, or are nearly, what somebody has typed so far."""
    version = open_version()
    prefix, start, most = _asked()
    of = type_of(request.args.get("type", ""))
    kinds = [item.kind for item in ([of] if of else TYPES.values())]
    found: dict[str, tuple[str, str]] = {}
    iri = iri_of(version, prefix)
    known = reconcile_facts.type_in(version, iri) if iri else None
    if iri and known:
        found[iri] = reconcile_facts.candidate(version, iri, known, ()).names[0], known.kind
    if prefix:
        for hit in version.candidates(prefix, kinds, (), limit=start + most, widely=True):
            found.setdefault(hit.iri, (hit.label, hit.kind))
    by_kind = {item.kind: item for item in TYPES.values()}
    result = []
    for one, (label, kind) in list(found.items())[start : start + most]:
        of = by_kind[kind]
        line = reconcile_facts.description(version, reconcile_facts.candidate(version, one, of, ()))
        result.append(
            {"id": id_of(version, one), "name": label, "description": line, "notable": [_brief(of)]}
        )
    return _answer({"result": result})


@routes.get("/suggest/property")
def suggest_property() -> Response:
    """Properties by the beginning of a word of theirs, or by their ids."""
    prefix, start, most = _asked()
    of = type_of(request.args.get("type", ""))
    items = [item for item in PROPERTIES.values() if of is None or of.id in item.types]
    found = [item for item in items if _begins(prefix, item.id, item.name)]
    result = [
        {"id": item.id, "name": item.name, "description": item.description}
        for item in found[start : start + most]
    ]
    return _answer({"result": result})


@routes.get("/suggest/type")
def suggest_type() -> Response:
    """Types by the beginning of their names."""
    prefix, start, most = _asked()
    found = [item for item in TYPES.values() if _begins(prefix, item.id, item.name)]
    result = [{**_brief(item), "description": item.description} for item in found[start : start + most]]
    return _answer({"result": result})


@routes.get("/flyout/<any(entity, property, type):kind>")
def flyout(kind: str) -> Response:
    """A few lines of HTML about a suggestion."""
    asked = request.args.get("id", "")
    if kind == "entity":
        version = open_version()
        found = _entity(version)
        title, line = found.names[0], reconcile_facts.description(version, found)
    else:
        item: Property | Type | None = property_of(asked) if kind == "property" else type_of(asked)
        if item is None:
            raise Problem(404, f"There is no {kind} of this id here.")
        title, line = item.name, item.description
    html = render_template("reconcile_flyout.html", title=title, line=line)
    return _answer({"id": asked, "html": html.strip()})


@routes.get("/properties")
def propose() -> Response:
    """The properties that entities of a type can be extended by."""
    asked = request.args.get("type", "")
    of = type_of(asked)
    items = [item for item in PROPERTIES.values() if of is None or of.id in item.types]
    known = [{"id": item.id, "name": item.name, "description": item.description} for item in items]
    found: dict[str, Any] = {"properties": known}
    if asked:
        found["type"] = asked[:_LONGEST_PREFIX]
    if "limit" in request.args:
        found["limit"] = _number("limit", len(items), 1000)
        found["properties"] = known[: found["limit"]]
    return _answer(found)


def _manifest(version: Published) -> dict[str, Any]:
    here = _here()
    suggest = {
        kind: {
            "service_url": here, "service_path": _kept(f"/suggest/{kind}"),
            "flyout_service_url": here, "flyout_service_path": _kept(f"/flyout/{kind}", "id=${id}"),
        }
        for kind in ("entity", "property", "type")
    }  # fmt: skip
    return {
        "versions": ["0.2"],
        "name": f"Reelgraph: films, people, reviews and characters of {version.base}",
        "identifierSpace": f"{version.base}/",
        "schemaSpace": REEL,
        "defaultTypes": [_brief(item) for item in TYPES.values()],
        "documentation": here + _kept("/about"),
        "logo": f"{request.root_url}static/icon.svg",
        "serviceVersion": VERSION,
        "view": {"url": here + _kept("/view", "id={{id}}")},
        "feature_view": {"url": here + _kept("/about") + "#{{id}}"},
        "preview": {"url": here + _kept("/preview", "id={{id}}"), **_PREVIEW},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": _kept("/properties")},
            "property_settings": settings(),
        },
        "batchSize": MOST_QUERIES,
    }


def _here() -> str:
    """Where it was asked is where it answers, under whatever name."""
    return f"{request.root_url.rstrip('/')}/reconcile"


def _kept(path: str, query: str = "") -> str:
    """A path of the service that keeps to the version that this request keeps to."""
    number = g.get("kept")
    parts = [part for part in (query, urlencode({"version": number}) if number is not None else "") if part]
    return f"{path}?{'&'.join(parts)}" if parts else path


def _result(version: Published, query: Query) -> list[dict[str, Any]]:
    return [
        {
            "id": id_of(version, item.candidate.iri),
            "name": item.candidate.names[0],
            "description": reconcile_facts.description(version, item.candidate),
            "score": item.score,
            "match": item.match,
            "type": [_brief(item.candidate.type)],
            "features": _features(item),
        }
        for item in answer(version, query)
    ]


def _features(item: Scored) -> list[dict[str, Any]]:
    return [{"id": name, "value": points} for name, points in item.parts.items()]


def _brief(of: Type) -> dict[str, str]:
    return {"id": of.id, "name": of.name}


def _entity(version: Published) -> Candidate:
    """The entity that ``id`` names. Raises Problem 400 without one, 404 for what is none."""
    asked = request.args.get("id", "")
    if not asked:
        raise Problem(400, "Say which entity: id= and its id, as a candidate has it.")
    iri = iri_of(version, asked)
    of = reconcile_facts.type_in(version, iri) if iri else None
    if iri is None or of is None:
        raise Problem(404, "There is no entity of this id here.")
    return reconcile_facts.candidate(version, iri, of, ())


def _shown(version: Published, found: Candidate) -> list[tuple[str, str]]:
    """The few properties that a preview shows."""
    wanted = {
        "Film": ("director", "actor", "originalTitle"), "Person": ("birthYear", "film", "alternateName"),
        "Review": ("publication", "publishedOn"), "Character": ("film", "actor"),
    }[found.type.id]  # fmt: skip
    facts = reconcile_facts.candidate(version, found.iri, found.type, wanted).facts
    lines = []
    for name in wanted:
        texts = [value.text for value in facts.values(name)]
        if texts:
            more = f" and {len(texts) - 5} more" if len(texts) > 5 else ""
            lines.append((PROPERTIES[name].name, ", ".join(texts[:5]) + more))
    return lines


def _asked() -> tuple[str, int, int]:
    """What was typed so far, how many suggestions to skip, how many to give."""
    prefix = request.args.get("prefix", "").strip()[:_LONGEST_PREFIX]
    skipped = min(_number("cursor", 0, _MOST_SKIPPED), _MOST_SKIPPED)
    return prefix, skipped, _number("limit", _USUAL_SUGGESTIONS, _MOST_SUGGESTIONS) or _USUAL_SUGGESTIONS


def _number(name: str, usual: int, most: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Problem(400, f"{name} must be a whole number, not “{text[:50]}”.")
    return min(int(text), most)


def _begins(prefix: str, *texts: str) -> bool:
    asked = prefix.casefold()
    return any(
        word.startswith(asked) for text in texts for word in (text.casefold(), *text.casefold().split())
    )


def _answer(found: dict[str, Any]) -> Response:
    """JSON, or a call of the function that ``callback`` names (JSONP)."""
    response = jsonify(found)
    callback = request.args.get("callback")
    if callback is not None:
        if len(callback) > 100 or not _CALLBACK.fullmatch(callback):
            raise Problem(400, "callback must be the name of a JavaScript function.")
        # The comment keeps what is sent from beginning with what a stranger chose.
        text = current_app.json.dumps(found).replace("<", "\\u003c")
        response = Response(f"/**/{callback}({text});", mimetype="text/javascript")
    return response
