"""/update: the update operation of the SPARQL 1.1 Protocol, section 2.2, for whoever has the token.

Every update that succeeds publishes a version; one that fails changes nothing. It is evaluated in a
process of its own (:mod:`graph.store.writing`).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, request

from graph.store.writing import Job, WriteFailed, Writers, Written
from ontology import PREFIXES
from server import authority, update_text
from server.citing import service
from server.problems import Problem
from server.sparql import check_utf8
from server.stored import StoredDataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from server.federation import Federation

routes = Blueprint("updates", __name__)

_FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"


@routes.post("/update")
def update() -> Response:
    """Evaluate an update and publish what it makes."""
    may_write("max_update_bytes", 3)
    text, parameters = _posted()
    settings = service().settings
    most = settings.integer("max_update_bytes")
    if len(text.encode("utf-8", "surrogatepass")) > most:
        raise Problem(413, f"The update is longer than {most:,} bytes.", setting="max_update_bytes")
    try:
        reaches = update_text.check(
            text, settings.integer("max_query_nesting"), may_reach=bool(_federation())
        )
        text = update_text.with_dataset(
            text, parameters.getlist("using-graph-uri"), parameters.getlist("using-named-graph-uri")
        )
    except update_text.Refusal as refusal:
        raise Problem(400, str(refusal)) from refusal
    base = f"{service().version().base}/"
    if not reaches.loads and not reaches.calls:
        return nothing_to_say(204, publish("update", base=base, text=text).version)
    with service().spool.folder() as folder:
        text, steps = _fetched(text, base, Path(folder), reaches)
        return nothing_to_say(204, publish("update", base=base, text=text, steps=steps).version)


def _federation() -> Federation | None:
    """Who may ask other addresses; None where nobody may."""
    return service().federation or None


def _fetched(
    text: str, base: str, folder: Path, reaches: update_text.Reaches
) -> tuple[str, tuple[Mapping[str, str | None], ...]]:
    """An update with what it reaches for: solutions in it, documents in ``folder``. Raises Problem."""
    federation, dataset = _federation(), service().dataset
    if federation is None or not isinstance(dataset, StoredDataset):
        raise Problem(501, "This dataset is not on disk, and cannot be written to.")
    store = dataset.version(None).place
    deadline = time.monotonic() + service().settings.number("write_seconds")
    if reaches.calls:
        text = federation.resolved(text, store, base, deadline)
    return text, federation.steps(text, store, base, deadline, folder) if reaches.loads else ()


def may_write(setting: str, times: int = 1) -> None:
    """Let a request write, with as large a body as ``setting`` says; Problem where it may not."""
    settings = service().settings
    authority.check(request.headers.get("Authorization"), settings.text("token"))
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(415, "Send it uncompressed: no Content-Encoding is taken.")
    g.size_setting = setting
    request.max_content_length = times * settings.integer(setting) + 10_000
    request.max_form_memory_size = request.max_content_length


def nothing_to_say(status: int, version: int) -> Response:
    """A response without a body, that names the version a write made."""
    response = Response(status=status, headers={"Reelgraph-Version": str(version)})
    del response.headers["Content-Type"]
    return response


def publish(
    action: str,
    *,
    base: str,
    text: str = "",
    graph: str | None = None,
    parts: tuple[tuple[str, str], ...] = (),
    steps: tuple[Mapping[str, str | None], ...] = (),
) -> Written:
    """Do a write of ``graph.store.writing.Job``. Raises Problem where nothing was changed."""
    here = service()
    dataset = here.dataset
    if not isinstance(dataset, StoredDataset):
        raise Problem(501, "This dataset is not on disk, and cannot be written to.")
    home = here.version().base
    job = Job(
        dataset=str(dataset.path),
        action=action,
        base=base,
        text=text,
        prefixes=PREFIXES,
        graph=graph,
        parts=parts,
        steps=steps,
        inserts=bool(text) and update_text.only_inserts(text),
        derived=(None, f"{home}/graph/identity"),
        derived_prefix=f"{home}/source/",
        keep_versions=here.settings.integer("keep_versions"),
    )
    try:
        return writers().write(job)
    except WriteFailed as error:
        raise problem_of(text, error) from error


def writers() -> Writers:
    """Who does the writes of this server, one after the other."""
    here = service()
    if here.writers is None:
        seconds, megabytes = here.settings.number("write_seconds"), here.settings.integer("worker_megabytes")
        here.writers = Writers(seconds, megabytes * 1_000_000)
    return here.writers


def problem_of(text: str, error: WriteFailed) -> Problem:
    """A write that failed as an answer; ``text`` is the update, where it was one."""
    if error.reason == WriteFailed.SYNTAX:
        if text:
            seen = update_text.explain(text, error.message, PREFIXES)
            return Problem(
                400, seen.detail, title="The update cannot be read", line=seen.line, column=seen.column,
                pointer=seen.pointer or None, reason=error.message,
            )  # fmt: skip
        return Problem(
            400, f"The graph cannot be read: {error.message}.", title="The graph cannot be read",
            line=error.line,
        )  # fmt: skip
    settings = service().settings
    seconds, megabytes = settings.number("write_seconds"), settings.integer("worker_megabytes")
    status, detail = {
        WriteFailed.DERIVED: (409, error.message),
        WriteFailed.STATE: (409, f"{error.message}."),
        WriteFailed.MISSING: (404, error.message),
        WriteFailed.DOCTYPE: (400, error.message),
        WriteFailed.DOCUMENT: (502, f"{error.message}."),
        WriteFailed.BUSY: (503, f"Somebody else is writing; try again in a moment. {error.message}"),
        WriteFailed.DEADLINE: (503, f"The write was stopped: it took longer than {seconds:g} seconds."),
        WriteFailed.MEMORY: (503, f"The write was stopped: it needed more than {megabytes:,} MB of memory."),
        WriteFailed.CRASH: (503, "The write was stopped: it brought the evaluator down."),
        WriteFailed.CANNOT: (503, error.message),
    }.get(error.reason, (503, f"The write failed: {error.message}."))
    headers = {"Retry-After": "1"} if status == 503 else {}
    return Problem(status, detail, headers=headers, reason=error.reason)


def _posted() -> tuple[str, MultiDict[str, str]]:
    """The update of a POST, and the parameters that go with it."""
    kind = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if kind not in (_FORM, _UPDATE):
        said = f"not {kind}" if kind else "and this request names none"
        raise Problem(
            415, f"An update is POSTed as {_UPDATE} or as {_FORM}, {said}.", accepted=[_UPDATE, _FORM]
        )
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"An update is sent in UTF-8, not in {charset}.")
    parameters = request.args.copy()
    if kind == _FORM:
        body = request.get_data(parse_form_data=False)
        for name, values in request.form.lists():
            parameters.setlistdefault(name).extend(values)
        texts = parameters.getlist("update")
        for text in texts or (None,):
            check_utf8("update", text, body)
    else:
        try:
            texts = [request.get_data(cache=False).decode("utf-8"), *parameters.getlist("update")]
        except UnicodeDecodeError as error:
            raise Problem(400, f"The update is not UTF-8: byte {error.start} cannot be read.") from error
    if "query" in parameters:
        raise Problem(400, "This address takes updates only: queries go to /sparql.")
    if len(texts) != 1:
        raise Problem(400, f"There must be one update; there are {len(texts)}.")
    return texts[0], parameters
