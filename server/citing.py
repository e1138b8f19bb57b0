"""Answers that can be cited: the version that a request is answered from, and how to come back to it.

``version=N`` on any address answers from that version, for as long as it is kept, and the links of
such a page keep it. Whatever route asks :func:`open_version` can be cited: its answer names the
version, its address without ``version=`` is its own TimeGate, and a TimeMap lists its mementos
(:mod:`server.memento`). A POST has no address of its own: Accept-Datetime answers it there and then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from flask import Blueprint, Response, current_app, g, request
from markupsafe import Markup

from server import look_up, memento
from server.problems import Problem

if TYPE_CHECKING:
    from server.app import Service
    from server.published import Published

routes = Blueprint("citing", __name__)

_PLAIN = "/:@!$&'()*+,;=~"
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST_LINK = 2000  # a longer query would make headers that proxies refuse
_MOST_MEMENTOS = 100  # of a thing: each version has to be opened to see whether it knew the thing


def service() -> Service:
    """The service of this application."""
    found: Service = current_app.extensions["reelgraph"]
    return found


def open_version() -> Published:
    """The version that this request is answered from; the same for the whole request.

    Raises Problem: 400 for a version that is no number, 404 and 410 for one that is not there (any
    more), 302 to the version that was current at the moment that Accept-Datetime names.
    """
    if "version" not in g:
        number = asked()
        g.version = service().version(number)
        if "version" in request.args:
            g.kept = number
    version: Published = g.version
    return version


def asked(given: str | None = None) -> int | None:
    """The number of the version that this request asks for, None for the current one.

    ``given`` is a ``version`` that came in a form and not in the address.
    """
    if "asked" not in g:
        numbers = request.args.getlist("version") or ([] if given is None else [given])
        g.asked = _by_number(numbers) if numbers else _by_date()
    number: int | None = g.asked
    return number


def keep(address: str) -> str:
    """An address of this site as a page that keeps to a version links it. Never raises."""
    return memento.with_version(address, g.get("kept"))


def page_context() -> dict[str, object]:
    """What pages use to keep to a version, and to lead to others."""
    return {
        "keep": keep,
        "kept": lambda: g.get("kept"),
        "keep_field": _keep_field,
        "newest": lambda: request.script_root + _address(request.path),
        "versions": versions,
        "permalink": lambda iri: memento.with_version(_path(iri), open_version().number),
        "in_version": lambda iri, number: memento.with_version(_path(iri), number),
    }


def versions() -> list[tuple[int, str]]:
    """The versions that are there, each with the moment it was published, the oldest first."""
    return list(memento.published(service().dataset.history()).items())


def absolute(path: str) -> str:
    """A path of this site as a whole address, where this is the site that the IRIs name.

    A server behind another name lists paths: a client's Host header is compared, never repeated.
    """
    base = service().version().base
    return base + path if request.host_url.rstrip("/") == base else request.script_root + path


@routes.get("/timemap/<path:path>")
def timemap(path: str) -> Response:
    """The mementos of the address ``/path``, with the query string that follows."""
    address = _address("/" + path)
    listed = versions()
    kind, _, name = path.partition("/")
    if name:
        listed = [item for item in listed[-_MOST_MEMENTOS:] if _knew(item[0], path)]
        if not listed:
            raise Problem(404, f"No version that is kept has a {kind} of this name.")
    else:
        _check(path)
    here = _address(f"/timemap/{path}")
    text = memento.timemap(absolute(address), absolute(here), listed)
    return Response(text, content_type=memento.LINK_FORMAT)


def _path(iri: str) -> str:
    """The path of the page that shows a thing."""
    return f"{request.script_root}{quote(iri.removeprefix(open_version().base), safe=_PLAIN)}.html"


def _keep_field() -> Markup:
    """The field of a form that keeps to the version; nothing where the page keeps to none."""
    number = g.get("kept")
    field = Markup('<input type="hidden" name="version" value="{}">')
    return Markup() if number is None else field.format(number)


def _by_number(numbers: list[str]) -> int:
    if len(numbers) > 1 or not _NUMBER.fullmatch(numbers[0]):
        raise Problem(400, f"version must be one version's number, not “{', '.join(numbers)}”.")
    return int(numbers[0])


def _by_date() -> int | None:
    header = request.headers.get("Accept-Datetime")
    if header is None:
        return None
    try:
        when = memento.moment_asked(header)
    except ValueError:
        raise Problem(
            400, "Accept-Datetime must be a date as HTTP writes it: Sun, 22 Nov 2026 20:00:00 GMT."
        ) from None
    history = service().dataset.history()
    number = memento.current_at(history, when)
    if number is None or request.method == "POST":
        return number
    original = _address(request.path)
    links = memento.links(original, _timemap_of(original))
    links.append(memento.memento_link(original, number, memento.published(history)[number]))
    raise Problem(
        302, f"Version {number} was current then.",
        headers={
            "Location": request.script_root + memento.with_version(original, number),
            "Link": ", ".join(links), "Vary": "Accept-Datetime",
        },
    )  # fmt: skip


def _address(path: str) -> str:
    """A path with this request's query string, without the version, escaped as an address is."""
    pairs = parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True)
    query = urlencode([(name, value) for name, value in pairs if name != "version"])
    return quote(path, safe=_PLAIN) + (f"?{query}" if query else "")


def _timemap_of(original: str) -> str:
    return f"/timemap{original}"


def _knew(number: int, path: str) -> bool:
    """Whether a version had the thing that a path, or the path of a document, is about."""
    try:
        version = service().version(number)
        iri = f"{version.base}/{path}"
        return bool(look_up.types(version, iri) or look_up.types(version, iri.rpartition(".")[0]))
    except (Problem, ValueError):
        return False


def _check(path: str) -> None:
    if path not in ("sparql", "search", "film", "person", "review", "connect", "check", "jsonld"):
        raise Problem(404, f"/{path} has no mementos here.")


def cite(response: Response) -> Response:
    """The headers of an answer that was read from a version."""
    if "asked" not in g or response.status_code not in (200, 303, 304):
        return response
    number: int | None = g.asked
    at = dict(versions()).get(number) if number is not None else None
    if "version" not in request.args:
        response.vary.add("Accept-Datetime")
    if at is not None:
        response.headers["Memento-Datetime"] = memento.http_date(at)
    if "version" in g:
        response.headers.setdefault("Reelgraph-Version", str(g.version.number))
    original = _address(request.path)
    if request.method != "POST" and len(original) <= _LONGEST_LINK:
        root = request.script_root
        links = memento.links(root + original, root + _timemap_of(original))
        if at is not None and number is not None:
            links.append(memento.memento_link(root + original, number, at))
        known = response.headers.get("Link")
        response.headers["Link"] = ", ".join([*([known] if known else []), *links])
    return response
