"""/connect, /history and /check: pages that are worked out over a version, not about one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template, request

from graph.check import Report, check
from server import look_up
from server.blocks import block_options
from server.chain import MOST_LOOKED_AT, TooFar, chain
from server.citing import open_version, service, versions
from server.negotiation import prefers_html
from server.pages import KINDS, is_iri, local
from server.problems import Problem
from server.things import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.chain import Step
    from server.published import Hit, Published

routes = Blueprint("findings", __name__)

#: Above these sizes a page would take too long, or too much memory; the command line checks any.
_MOST_TRIPLES_FOR_SHAPES = 1_000_000
_MOST_TRIPLES = 5_000_000
_MOST_FINDINGS = 500
_MOST_VERSIONS = 50
_MOST_TRIPLES_SHOWN = 20
_SUGGESTIONS = 6


@routes.get("/connect")
def connect() -> Response:
    """How two people are connected, film by film. ``from`` and ``to`` are names, paths or IRIs."""
    version = open_version()
    asked = [request.args.get(name, "").strip()[:300] for name in ("from", "to")]
    ends = [_people(version, words) for words in asked]
    wants_page = prefers_html(request.headers.get("Accept"))
    if not wants_page and not all(asked):
        raise Problem(400, "Say who: /connect?from= and to=, each a person's name or address.")
    missing = [words for words, found in zip(asked, ends, strict=True) if words and not found]
    status, sentence, steps = (404 if missing else 200), "", None
    if missing:
        sentence = f"Nobody called {' or '.join(missing)} is known here."
    elif all(asked):
        steps, sentence = _chain(version, ends[0][0], ends[1][0])
    if not wants_page:
        if missing:
            raise Problem(404, sentence)
        response = jsonify(_connection(version, ends, steps, sentence))
    else:
        page = render_template(
            "connect.html", version=version, asked=asked, ends=ends, steps=steps, sentence=sentence
        )
        response = Response(page, status, mimetype="text/html")
    response.vary.add("Accept")
    return response


@routes.get("/check")
def findings() -> Response:
    """What is missing or contradicts: the reviews that lack something, and faults of the shapes."""
    version = open_version()
    report, checked = service().once(version, "findings", lambda: _report(version))
    if not prefers_html(request.headers.get("Accept")):
        response = jsonify({"version": version.number, "checked": checked, **report.as_object()})
    else:
        lacking = [item for item in report.reviews if item.blocking or item.wanting]
        lacking.sort(key=lambda item: (not item.blocking, item.label.casefold(), item.review))
        page = render_template(
            "check.html", version=version, total=len(report.reviews), checked=checked, most=_MOST_FINDINGS,
            blocked=[item for item in lacking if item.blocking],
            wanting=[item for item in lacking if not item.blocking], faults=report.faults, report=report,
            labels={item.review: item.label for item in report.reviews},
        )  # fmt: skip
        response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response


@routes.get(f"/history/<any({', '.join(KINDS)}):kind>/<path:name>")
def history(kind: str, name: str) -> Response:
    """In which versions a thing's description changed, and how."""
    version = open_version()
    iri = f"{version.base}/{kind}/{name}"
    changes = _changes(iri) if is_iri(iri) else []
    if not changes:
        raise Problem(404, f"No version that is kept has a {kind} of this name.")
    if not prefers_html(request.headers.get("Accept")):
        response = jsonify({"iri": iri, "versions": changes})
    else:
        label = next((str(item["label"]) for item in changes if item["label"]), name)
        page = render_template("history.html", version=version, iri=iri, label=label, changes=changes)
        response = Response(page, mimetype="text/html")
    response.vary.add("Accept")
    return response


def _people(version: Published, words: str) -> list[Link]:
    """Who is meant: the person at an address, else everybody whom a search finds, the best first."""
    if not words:
        return []
    for iri in (words, f"{version.base}/{words.lstrip('/')}", f"{version.base}/person/{words}"):
        if iri.startswith(f"{version.base}/person/") and is_iri(iri):
            known = look_up.values(version, iri)
            if "Person" in known.get("type", ()):
                return [Link(iri, next(iter(known.get("name", ())), words))]
    found: Sequence[Hit] = version.search(words, service().settings.integer("search_results"))
    return [Link(hit.iri, hit.label) for hit in found if hit.kind == "person"][:_SUGGESTIONS]


def _chain(version: Published, start: Link, end: Link) -> tuple[list[Step] | None, str]:
    try:
        steps = chain(version, start.iri, end.iri)
    except TooFar:
        return None, (
            f"The search ended after {MOST_LOOKED_AT:,} people and films: {start.label} and {end.label} "
            "are far apart, if anything connects them."
        )
    if steps is None:
        return None, f"No chain of films leads from {start.label} to {end.label} in this archive."
    if not steps:
        return steps, f"That is {start.label} both times."
    films = "one film" if len(steps) == 1 else f"{len(steps)} films"
    return steps, f"{start.label} and {end.label} are {films} apart."


def _connection(
    version: Published, ends: list[list[Link]], steps: list[Step] | None, sentence: str
) -> dict[str, object]:
    """The answer for a program."""

    def named(link: Link) -> dict[str, str]:
        return {"iri": link.iri, "label": link.label}

    return {
        "version": version.number,
        "from": named(ends[0][0]),
        "to": named(ends[1][0]),
        "connected": steps is not None,
        "films": None if steps is None else len(steps),
        "sentence": sentence,
        "chain": [
            {
                "person": {**named(step.person), "did": step.did},
                "film": {**named(step.film), "year": step.year},
                "other": {**named(step.other), "did": step.other_did},
            }
            for step in steps or ()
        ],
    }


def _report(version: Published) -> tuple[Report, list[str]]:
    """What a check finds, and what it went through: ``reviews``, ``shapes``, or neither."""
    triples = len(version.store)
    if triples <= _MOST_TRIPLES_FOR_SHAPES:
        return check(version.store, block_options()), ["reviews", "shapes"]
    if triples <= _MOST_TRIPLES:
        return check(version.store, block_options(), shapes=False), ["reviews"]
    return Report((), ()), []


def _changes(iri: str) -> list[dict[str, object]]:
    """The versions in which a thing is described in another way than in the one before, newest first."""
    found: list[dict[str, object]] = []
    before: frozenset[str] | None = None
    for number, at in versions()[-_MOST_VERSIONS:]:
        try:
            version = service().version(number)
        except Problem:
            continue  # dropped since
        kinds = look_up.types(version, iri)
        now = frozenset(str(triple) for triple in look_up.describe(version, iri, kinds)) if kinds else None
        if now == before:
            continue
        new, old = now or frozenset(), before or frozenset()
        added, deleted = new - old, old - new
        known = look_up.values(version, iri)
        names = known.get("title") or known.get("name") or known.get("headline") or ()
        found.append(
            {
                "version": number,
                "published": at,
                "label": next(iter(names), ""),
                "there": now is not None,
                "address": f"{local(iri, '.html').partition('?')[0]}?version={number}",
                "added": len(added),
                "deleted": len(deleted),
                "first_added": [] if before is None else sorted(added)[:_MOST_TRIPLES_SHOWN],
                "first_deleted": sorted(deleted)[:_MOST_TRIPLES_SHOWN],
            }
        )
        before = now
    return found[::-1]
