"""A small film site on the loopback, for tests of crawls: what it answers, and what it was asked."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from graph.records import SetAside
from graph.sources import read

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

HTML = "text/html; charset=utf-8"


@dataclass
class Page:
    """What an address answers. ``kept`` has it answer conditional requests with 304 where they fit."""

    content: bytes
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kept: bool = True


class Site:
    """A site on a free port of the loopback. A context.

    ``pages`` are its answers by path and query; ``made`` makes those of other paths, None for 404. ``before``
    is called with each path before it is answered. ``asked`` has all requests but those for robots.txt.
    With ``tls`` it is asked by https.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.pages: dict[str, Page] = {}
        self.made: Callable[[str], Page | None] = lambda _: None
        self.before: Callable[[str], None] = lambda _: None
        self.asked: list[str] = []
        self.all_asked: list[str] = []
        self.answered: list[int] = []
        self.headers: list[dict[str, str]] = []

    def __enter__(self) -> Self:
        handler = type("Bound", (_Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        if self._tls is not None:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def put(self, path: str, content: str | bytes, kind: str = HTML, **more: object) -> None:
        """Has the site answer a path. ``{site}`` in text becomes the site's address."""
        if isinstance(content, str):
            content = content.replace("{site}", self.address("")).encode()
        self.pages[path] = Page(content, kind, **more)  # type: ignore[arg-type]

    def moved(self, path: str, target: str, status: int = 301) -> None:
        self.pages[path] = Page(b"", HTML, status, {"Location": target})

    def forget(self) -> None:
        """Forgets what was asked so far."""
        for log in (self.asked, self.all_asked, self.answered, self.headers):
            log.clear()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The headers and the content in one packet: the client would wait for the second one otherwise.
    wbufsize = -1
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.before(self.path)
        site.all_asked.append(self.path)
        if self.path != "/robots.txt":
            site.asked.append(self.path)
            site.headers.append(dict(self.headers))
        page = site.pages.get(self.path) or site.made(self.path) or Page(b"Not here.", "text/plain", 404)
        tag = f'"{hashlib.sha256(page.content).hexdigest()[:12]}"'
        known = page.kept and page.status == 200 and self.headers.get("If-None-Match") == tag
        status = 304 if known else page.status
        site.answered.append(status)
        self.send_response(status)
        if page.kept and page.status == 200:
            self.send_header("ETag", tag)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if known:
            self.end_headers()
            return
        self.send_header("Content-Type", page.kind)
        self.send_header("Content-Length", str(len(page.content)))
        self.end_headers()
        self.wfile.write(page.content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Says nothing."""


_FILMS = (
    "Low Tide", "The Bread Oven", "Night Bus", "Paper Lanterns", "Quarry Men", "The Last Ferry",
    "Velvet Static", "Salt Road", "Winter Ledger", "Harbor Lights", "The Orchard", "Copper Sky",
)  # fmt: skip


def title(number: int) -> str:
    return f"{_FILMS[number % len(_FILMS)]} {number}" if number >= len(_FILMS) else _FILMS[number]


def review(number: int, *, links: str = "", head: str = "", stars: str = "***1/2") -> str:
    """A review page of a film of its own."""
    name = title(number)
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>{name} (2019) review | The Lantern</title>{head}
<meta property="og:site_name" content="The Lantern"></head><body>
<header><nav><a href="/">Home</a></nav></header>
<main><article><h1>{name} (2019)</h1>
<p class="byline">By Nora Whitcombe</p><p class="rating">{stars}</p>
<p>Directed by Ann Lee{number}. Starring Bo Roe{number}, Cy Dunn{number}. 104 minutes.</p>
<p>A keeper of lights rows out at dusk and finds the water gone, and for two hours {name} asks what else a
town may lose in one evening. Lee{number} films the mud as if it were a face, and the faces as if they were
weather.</p>
<p>Nothing is explained, which is right: nobody there would. The last shot holds on a gull for a minute,
and I would have stayed for another. Roe{number} says little and means all of it.</p>
<p>Cast: Bo Roe{number} (Keeper), Cy Dunn{number} (Ferryman). Directed by Ann Lee{number}.</p>
</article></main>{links}</body></html>"""


def plain(*links: str, words: str = "Welcome to our pages.", head: str = "") -> str:
    """A page that is no review, with links."""
    items = "".join(f'<li><a href="{link}">more</a></li>' for link in links)
    top = f"<!DOCTYPE html><html><head><title>The Lantern</title>{head}</head>"
    return f"{top}<body><p>{words}</p><ul>{items}</ul></body></html>"


def sitemap(*addresses: str, index: bool = False) -> str:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    items = "".join(f"<{inner}><loc>{address}</loc></{inner}>" for address in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><{outer} xmlns="{space}">{items}</{outer}>'


def feed(*addresses: str) -> str:
    items = "".join(f"<item><title>x</title><link>{address}</link></item>" for address in addresses)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Lantern</title>{items}</channel></rss>'
    )


def judge(_file: Path, content: bytes, address: str) -> tuple[tuple[str, ...], str | None]:
    """What the readers make of a page, in this process."""
    if content.startswith(b"%PDF"):
        return (), "The document is a PDF file."
    try:
        record = read(content, name=address)
    except SetAside:
        return (), None
    films = {film.key: film.title.value for film in record.films}
    return tuple(films[one.film] for one in record.reviews), None
