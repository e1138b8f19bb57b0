"""One shape for every error: RFC 9457 problem details, and the same as a page for a browser."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, current_app, json, render_template, request
from werkzeug.exceptions import HTTPException

from server.negotiation import prefers_html

if TYPE_CHECKING:
    from flask import Flask

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is an error.

    ``detail`` is one or more sentences for the person who asked, never about the inside of the
    server. ``headers`` go out with it (``Allow``, ``Retry-After``); every other keyword that is not None
    becomes a member of the problem object (RFC 9457, 3.2).
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        title: str | None = None,
        headers: dict[str, str] | None = None,
        **members: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.title = title or HTTPStatus(status).phrase
        self.headers = headers or {}
        self.members = members

    def document(self) -> dict[str, object]:
        """The problem object. ``type`` is about:blank: the status says what kind it is."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **{name: value for name, value in self.members.items() if value is not None},
        }


def respond(problem: Problem) -> Response:
    """The response for a problem: a page when the client asks for HTML, else problem+json."""
    if prefers_html(request.headers.get("Accept")):
        response = Response(render_template("problem.html", problem=problem), problem.status)
    else:
        text = json.dumps(problem.document(), ensure_ascii=False)
        response = Response(text + "\n", problem.status, mimetype=MEDIA_TYPE)
    response.headers.extend(problem.headers)
    response.vary.add("Accept")
    return response


def install(app: Flask) -> None:
    """Make every error of ``app`` take this shape, its own and those nobody foresaw."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, _from_werkzeug)
    app.register_error_handler(Exception, _unforeseen)


_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "The request is larger than this server takes.",
}


def _from_werkzeug(error: HTTPException) -> Response:
    status = error.code or 500
    if 300 <= status < 400:  # Werkzeug redirects by raising; those are no problems
        return Response(error.get_response(request.environ).response, status, error.get_headers())
    headers = {name: value for name, value in error.get_headers(request.environ) if name != "Content-Type"}
    return respond(Problem(status, _SENTENCES.get(status, error.description or error.name), headers=headers))


def _unforeseen(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return respond(Problem(500, "The server failed on this request. It has been written to the log."))
