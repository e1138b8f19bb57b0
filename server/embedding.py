"""/jsonld?url=PAGE and /embed.js: a review's block for whoever asks with the address of its page.

A site's server includes ``/jsonld?url=...&format=script`` in a page; a site that can do nothing of the kind
puts one script tag into its pages, and the browser asks. See docs/embedding.md.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from graph.export.addresses import LONGEST, normal_form
from graph.export.embedding import Embeddable
from graph.export.html_blocks import element
from server.blocks import block_options
from server.caching import stamp
from server.citing import open_version
from server.negotiation import Format, choose_format, named_format
from server.problems import Problem

if TYPE_CHECKING:
    from server.published import Published

routes = Blueprint("embedding", __name__)

JSON_LD = Format("jsonld", "application/ld+json", "jsonld", "JSON-LD", ("application/json",), ("json",))
SCRIPT = Format("script", "text/html", "html", "a script element", (), ("html",))

#: How long a browser or a site's server may use a block without asking again, in seconds.
_FRESH = 300
#: Versions whose addresses are held: the current one, and old ones that are being asked.
_MOST_BOOKS = 3


class Books:
    """What can be embedded, for the versions asked last. Any thread may use it."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], Embeddable] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, version: Published) -> Embeddable:
        """The reviews of a version."""
        key = stamp(version), version.base
        with self._lock:
            found = self._held.get(key)
            if found is None:
                found = self._held[key] = Embeddable(version.store, block_options())
                while len(self._held) > _MOST_BOOKS:
                    self._held.popitem(last=False)
            self._held.move_to_end(key)
            return found


@routes.get("/jsonld")
def json_ld() -> Response:
    """The JSON-LD to embed in the review page at ``url``; with ``format=script`` the whole script element.

    Problem 404 where no review was read there, or where it lacks what search engines require; 409 where
    the address may mean several reviews.
    """
    version = open_version()
    address = request.args.get("url", "").strip()
    item = _format()
    if not address:
        raise Problem(400, "Say which page: /jsonld?url= and the address of a review.")
    if len(address) > LONGEST or normal_form(address) is None:
        raise Problem(400, "The url is no whole address (https://...).")
    reviews = _books().of(version)
    found = reviews.book.find(address)
    if not found:
        raise Problem(404, "No review was read at that address.")
    block = reviews.of(found[0]) if len(found) == 1 else reviews.at(found)
    if block is None and len(found) > 1:
        raise Problem(409, f"That address may mean {len(found)} reviews; see which.", reviews=list(found))
    if block is None or block.block is None:
        lacks = list(block.lacks) if block else []
        what = "the review lacks" if len(found) == 1 else f"each of its {len(found)} reviews lacks one of:"
        raise Problem(
            404, f"There is no block for that page: {what} {', '.join(lacks)}.",
            review=found[0], lacks=lacks,
        )  # fmt: skip
    text = block.file()
    response = Response(element(text.strip()) + "\n" if item is SCRIPT else text, mimetype=item.media_type)
    if "version" not in request.args:
        response.headers["Cache-Control"] = f"public, max-age={_FRESH}, stale-while-revalidate=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Link"] = f'<{block.review}>; rel="describes"'
    response.vary.add("Accept")
    return response


@routes.get("/embed.js")
def embed_js() -> Response:
    """The script for sites that can do nothing else: asks /jsonld for the page that it is in."""
    response = current_app.send_static_file("embed.js")
    response.direct_passthrough = False
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _format() -> Format:
    """JSON-LD, unless ``format=script`` asks for the element, or Accept takes HTML and no JSON-LD."""
    name = request.args.get("format", "")
    if name:
        found = named_format(name, (JSON_LD, SCRIPT))
        if found is None:
            raise Problem(400, f"There is no format “{name[:50]}”; there is jsonld and script.")
        return found
    # What a browser sends when somebody opens the address takes anything in the end: that is data.
    offer = choose_format(request.headers.get("Accept"), (JSON_LD,)) or choose_format(
        request.headers.get("Accept"), (SCRIPT,)
    )
    if offer is None:
        there_is = [JSON_LD.media_type, "application/json", SCRIPT.media_type]
        raise Problem(
            406, f"None of what you accept is here; there is {', '.join(there_is)}.", available=there_is
        )
    return offer.value


def _books() -> Books:
    found = current_app.extensions.get("reelgraph.books")
    if found is None:
        found = current_app.extensions.setdefault("reelgraph.books", Books())
    books: Books = found
    return books
