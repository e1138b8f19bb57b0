"""Answers that can be cited: the version that a request is answered from, and how to come back to it.

``version=N`` on any address answers from that version, for as long as it is kept, and the links of
such a page keep it. Whatever route asks :func:`open_version` can be cited: its answer names the
version, its address without ``version=`` is its own TimeGate, and a TimeMap lists its mementos
(:mod:`server.memento`). A POST has no address of its own: Accept-Datetime answers it there and then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode

from flask import Blueprint, Response, current_app, g, request
from markupsafe import Markup

from server import look_up, memento
from server.problems import Problem
from server.wording import plural

if TYPE_CHECKING:
    from server.app import Service
    from server.published import Published

routes = Blueprint("citing", __name__)

#: What stands in a path as it is.
PLAIN = "/:@!$&'()*+,;=~"
_NUMBER = re.compile(r"[0-9]{1,9}")
#: The headers that a page of another site may send with a request that reads (CORS).
SENDABLE = "Accept, Accept-Datetime, Content-Type, If-None-Match"
LONGEST_LINK = 2000  # a longer query would make headers that proxies refuse
_PER_PAGE = 50  # mementos in a page of a TimeMap: that of a thing opens each version to see if it knew it
_PLACES = frozenset(
    ("", "film", "person", "review", "sparql", "search", "connect", "check", "links", "jsonld",
     ".well-known/void",
    "reconcile", "reconcile/about", "reconcile/preview", "reconcile/view", "reconcile/properties",
     *(f"reconcile/{what}/{of}" for what in ("suggest", "flyout") for of in ("entity", "property", "type")))
)  # fmt: skip


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
    if "versions" not in g:
        g.versions = list(memento.published(service().dataset.history()).items())
    found: list[tuple[int, str]] = g.versions
    return found


def absolute(path: str) -> str:
    """A path of this site as a whole address, where this is the site that the IRIs name.

    A server behind another name lists paths: a client's Host header is compared, never repeated.
    """
    base = service().version().base
    return base + path if request.host_url.rstrip("/") == base else request.script_root + path


@routes.get("/timemap/")
@routes.get("/timemap/<path:path>")
@routes.get("/timemap/pages/<int:number>/")
@routes.get("/timemap/pages/<int:number>/<path:path>")
def timemap(path: str = "", number: int | None = None) -> Response:
    """The mementos of the address ``/path``, with the query string that follows.

    More than fit on one page come in several, numbered from the oldest; without a number it is the newest.
    """
    if not _is_place(path) and not _is_thing(path):
        raise Problem(404, f"/{path} has no mementos here.")
    there = versions()
    pages = [there[place : place + _PER_PAGE] for place in range(0, len(there), _PER_PAGE)] or [[]]
    shown = len(pages) if number is None else number
    if not 1 <= shown <= len(pages):
        raise Problem(404, f"This TimeMap has {plural(len(pages), 'page')}.")
    listed = pages[shown - 1]
    if _is_thing(path):
        listed = [item for item in listed if _knew(item, path)]
        if not listed and len(pages) == 1:
            kind = path.removeprefix("history/").partition("/")[0]
            raise Problem(404, f"No version that is kept has a {kind} of this name.")
    others = [
        memento.Page(absolute(_address(f"/timemap/pages/{place}/{path}")), page[0][1], page[-1][1])
        for place, page in enumerate(pages, 1)
        if place != shown
    ]
    here = "/timemap/" + ("" if number is None else f"pages/{number}/") + path
    text = memento.timemap(
        absolute(_address("/" + path)), absolute(_address(here)), listed,
        others=others, is_first=shown == 1, is_last=shown == len(pages),
    )  # fmt: skip
    return Response(text, content_type=memento.LINK_FORMAT)


def _path(iri: str) -> str:
    """The path of the page that shows a thing."""
    return f"{request.script_root}{quote(iri.removeprefix(open_version().base), safe=PLAIN)}.html"


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
    number = memento.current_at(service().dataset.history(), when)
    if number is None or request.method == "POST":
        return number
    original = _address(request.path)
    raise Problem(
        302, f"Version {number} was current then.",
        headers={
            "Location": request.script_root + memento.with_version(original, number),
            "Link": ", ".join(_links(original, number)), "Vary": "Accept-Datetime",
        },
    )  # fmt: skip


def _links(original: str, number: int | None) -> list[str]:
    """The links of an original resource, or of its memento in version ``number``; of a 302 to that."""
    root, path = request.script_root, unquote(request.path.lstrip("/"))
    there = versions()
    ends = [item for item in (there[0], there[-1]) if not _is_thing(path) or _knew(item, path)]
    return [
        *memento.links(root + original, f"{root}/timemap{original}"),
        *memento.memento_links(
            root + original,
            there[0] if there[0] in ends else None,
            there[-1] if there[-1] in ends else None,
            next((item for item in there if item[0] == number), None),
        ),
    ]


def _address(path: str) -> str:
    """A path with this request's query string, without the version, escaped as an address is."""
    pairs = parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True)
    query = urlencode([(name, value) for name, value in pairs if name != "version"])
    return quote(path, safe=PLAIN) + (f"?{query}" if query else "")


def _is_thing(path: str) -> bool:
    """Whether a path is that of a thing, of a document about one, or of the history of one."""
    from server.pages import KINDS  # noqa: PLC0415 - the pages import this module

    kind, _, name = path.removeprefix("history/").partition("/")
    return kind in KINDS and bool(name)


def _is_place(path: str) -> bool:
    """Whether a path is that of a page, or a service, that every version has."""
    return path.removesuffix("/") in _PLACES


def _knew(item: tuple[int, str], path: str) -> bool:
    """Whether a version had the thing that a path, or the path of a document, is about."""
    path = path.removeprefix("history/")
    known = service().knowing.get((item, path))
    if known is None:
        try:
            version = service().version(item[0])
            iri = f"{version.base}/{path}"
            known = bool(look_up.types(version, iri) or look_up.types(version, iri.rpartition(".")[0]))
        except (Problem, ValueError):
            return False
        service().knowing.put((item, path), known, 2 * len(path))
    return known


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
    if request.method != "POST" and len(original) <= LONGEST_LINK and versions():
        known = response.headers.get("Link")
        links = _links(original, number)
        response.headers["Link"] = ", ".join([*([known] if known else []), *links])
    return response
