"""What a client of the Reconciliation API does: whole batches or one query, over the socket."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode


def fetch(address: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, Any, bytes]:
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def get(address: str) -> Any:
    status, _, body = fetch(address)
    assert status == 200, body
    return json.loads(body)


def ask(server: str, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    """The results of a batch, as OpenRefine sends one."""
    status, _, body = fetch(f"{server}/reconcile", {"queries": json.dumps(queries)})
    assert status == 200, body
    return {key: value["result"] for key, value in json.loads(body).items()}


def ask_one(server: str, query: str = "", **more: Any) -> list[dict[str, Any]]:
    return ask(server, q0={**({"query": query} if query else {}), **more})["q0"]


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in found]
