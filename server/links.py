"""/links: the questions that the method leaves to a person, the decisions that people took, and taking one.

Reading is open like any page. A decision is POSTed to /links/decisions by whoever has the token; it is
taken in a process of its own (:mod:`graph.decisions.decider`) and publishes a version.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request

from graph.decisions.decider import ACTIONS
from graph.decisions.deciding import By, Undecidable
from graph.decisions.questions import FILM, PERSON, Questions
from graph.store.writing import WriteFailed
from server import links_text
from server.citing import open_version, service
from server.negotiation import prefers_html
from server.pages import is_iri
from server.problems import Problem
from server.stored import StoredDataset
from server.updates import may_write, problem_of, writers

if TYPE_CHECKING:
    from graph.decisions.questions import Decided, Question
    from server.published import Published

routes = Blueprint("links", __name__)

_PER_PAGE = 25
_MOST_DECISIONS = 200
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_FIELDS = ("action", "question", "first", "second", "entity", "decision", "by", "note")


@routes.get("/links")
def queue() -> Response:
    """The open questions, the riskiest first: all, or of a ``kind``, or ``about`` one film or person."""
    version = open_version()
    kind = request.args.get("kind") or None
    if kind not in (None, FILM, PERSON):
        raise Problem(400, "kind is film or person.")
    number = request.args.get("page", 1, type=int)
    about = request.args.get("about", "").strip()
    questions = Questions(version.store, version.base)
    thing = _thing(version, about) if about else None
    if thing is not None:
        everything = questions.about(thing)
        decisions = questions.decided_about(thing)
    else:
        everything = service().once(
            version, f"questions {kind}", lambda: [iri for _, iri in questions.queue(kind)]
        )
        decisions = [
            item
            for item in service().once(version, "decisions", questions.decisions)
            if kind in (None, item.kind)
        ]
    found = [questions.question(iri) for iri in everything[max(0, number - 1) * _PER_PAGE :][:_PER_PAGE]]
    if number < 1 or (number > 1 and not found):
        raise Problem(404, "There is no such page of this list.")
    decisions = decisions[::-1]
    if prefers_html(request.headers.get("Accept")):
        page = render_template(
            "links.html", version=version, questions=found, total=len(everything), number=number,
            last=-(-len(everything) // _PER_PAGE), decisions=decisions[:_MOST_DECISIONS],
            more=max(0, len(decisions) - _MOST_DECISIONS), kind=kind, about=about,
            thing=questions.entity(thing) if thing else None,
            writing=bool(service().settings.text("token")),
        )  # fmt: skip
        response = Response(page, mimetype="text/html")
    else:
        response = jsonify(_as_object(version, found, decisions[:_MOST_DECISIONS], len(everything)))
    response.vary.add("Accept")
    return response


def _thing(version: Published, about: str) -> str:
    iri = about if about.startswith(("http://", "https://")) else f"{version.base}/{about.lstrip('/')}"
    if not iri.startswith((f"{version.base}/film/", f"{version.base}/person/")) or not is_iri(iri):
        raise Problem(400, "about is the path of a film or a person: person/gong-seung-yeon.")
    if not Questions(version.store, version.base).mentions_of(iri):
        raise Problem(404, f"There is no {about} here.")
    return iri


def _as_object(
    version: Published, questions: list[Question], decisions: list[Decided], total: int
) -> dict[str, object]:
    return {
        "version": version.number,
        "open": total,
        "questions": [links_text.question_object(question) for question in questions],
        "decisions": [links_text.decision_object(decided) for decided in decisions],
    }


@routes.post("/links/decisions")
def decide() -> Response:
    """Take a decision, or take one back, and publish what it makes."""
    may_write("max_update_bytes")
    given = _posted()
    action, things, by = _asked(given)
    dataset = service().dataset
    if not isinstance(dataset, StoredDataset):
        raise Problem(501, "This dataset is not on disk, and cannot be written to.")
    job = {
        "dataset": str(dataset.path),
        "action": action,
        "things": things,
        "by": by.who,
        "note": by.note,
        "keep_versions": service().settings.integer("keep_versions"),
    }
    try:
        said = writers().ask("graph.decisions.decider", job)
    except WriteFailed as error:
        if error.reason == "undecidable":
            raise Problem(409, error.message) from error
        raise problem_of("", error) from error
    response = jsonify({"decision": said["number"], "iri": said["link"], "version": said["version"]})
    response.headers["Reelgraph-Version"] = str(said["version"])
    return response


def _asked(given: dict[str, list[str]]) -> tuple[str, list[str], By]:
    """What is to be decided about what, and who decides. Raises Problem 400."""
    one = {name: " ".join(given[name][0].split()) for name in _FIELDS if given.get(name)}
    action = one.get("action", "")
    if action not in ACTIONS:
        raise Problem(400, f"action is one of {', '.join(ACTIONS)}.")
    if action == "undo":
        things, wanted = [one.get("decision", "")], "decision"
    elif action == "split":
        things, wanted = [one.get("entity", ""), *given.get("mentions", [""])], "entity and mentions"
    elif "question" in one:
        things, wanted = [one["question"]], "question"
    else:
        things, wanted = [one.get("first", ""), one.get("second", "")], "question, or first and second"
    if not all(things):
        raise Problem(400, f"Say what is decided: {action} needs {wanted}.")
    try:
        by = By(one.get("by", ""), one.get("note", ""))
    except Undecidable as error:
        raise Problem(400, str(error)) from error
    return action, things, by


def _posted() -> dict[str, list[str]]:
    """The fields of a form or of a JSON object, each with its values. Raises Problem."""
    if request.mimetype == _FORM:
        given = {name: list(values) for name, values in request.form.lists()}
    elif request.mimetype == _JSON:
        given = _of_json(request.get_data(cache=False))
    else:
        said = f"not {request.mimetype}" if request.mimetype else "and this request names none"
        raise Problem(415, f"A decision is POSTed as {_JSON} or as {_FORM}, {said}.", accepted=[_JSON, _FORM])
    for name, values in given.items():
        for value in values:
            # A lone surrogate, which JSON can spell, is no character; a NUL ends a name elsewhere.
            if "\0" in value or value != value.encode("utf-8", "replace").decode():
                raise Problem(400, f"{name[:40]} holds what is no text.")
    return given


def _of_json(body: bytes) -> dict[str, list[str]]:
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "The decision cannot be read as JSON.") from error
    if not isinstance(content, dict):
        raise Problem(400, "The decision is a JSON object.")
    given = {}
    for name, value in content.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) or (isinstance(item, int) and 0 <= item < 10**9) for item in values):
            raise Problem(400, f"{name[:40]} is a text, or a list of texts.")
        given[name] = [str(item) for item in values]
    return given
