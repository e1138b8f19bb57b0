"""An evaluator's answer as the response that is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from server.evaluation import Answer


def sent(answer: Answer) -> Response:
    """The answer as a response that frees it when it has been sent, or the client has gone."""
    response = Response(answer.body, answer.status, answer.headers)
    response.call_on_close(answer.close)
    if answer.file is not None:
        request.environ["reelgraph.file"] = answer.file  # see server.front
    if answer.length is not None:
        response.content_length = answer.length
    response.vary.add("Accept")
    return response
