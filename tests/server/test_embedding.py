"""The ways to embed that ask: /jsonld, the Flask extension, any Jinja, and the script in a browser."""

from __future__ import annotations

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import jinja2
import pyoxigraph as ox
import pytest
from flask import Flask, render_template_string

from graph.build import ingest
from graph.store import Dataset
from ontology import REEL
from server.app import create_app
from server.flask_extension import Blocks, Reelgraph
from server.settings import Settings
from tests.server import archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

PAGE = "https://lantern.example/aloners"
MARQUEE = "https://marquee.example/reviews/volver"
OPENING = '<script type="application/ld+json" data-reelgraph="block">'


def inside(script: str) -> Any:
    """What the one script element of a page holds."""
    before, _, rest = script.partition(OPENING)
    text, end, after = rest.partition("</script>")
    assert end
    assert OPENING not in before + after
    return json.loads(text)


# -- /jsonld ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [PAGE, "http://www.lantern.example/aloners/?utm_source=x#top"])
def test_the_block_of_a_page_by_its_address(client: FlaskClient, address: str) -> None:
    response = client.get("/jsonld", query_string={"url": address})
    assert (response.status_code, response.mimetype) == (200, "application/ld+json")
    assert json.loads(response.data)["author"]["name"] == "Ada Kern"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in response.headers["Cache-Control"]
    again = client.get(
        "/jsonld", query_string={"url": address}, headers={"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_the_script_element_to_include(client: FlaskClient) -> None:
    asked = client.get("/jsonld", query_string={"url": PAGE, "format": "script"})
    assert asked.mimetype == "text/html"
    plain = client.get("/jsonld", query_string={"url": PAGE}, headers={"Accept": "application/json"})
    assert plain.mimetype == "application/ld+json"
    assert inside(asked.text) == json.loads(plain.data)
    assert (
        client.get("/jsonld", query_string={"url": PAGE}, headers={"Accept": "text/html"}).data == asked.data
    )


@pytest.mark.parametrize(
    ("query", "accept", "status", "said"),
    [
        ({"url": "https://lantern.example/other"}, "", 404, "No review"),
        ({}, "", 400, "Say which page"),
        ({"url": "no address"}, "", 400, "no whole address"),
        ({"url": "https://" + "a" * 9000}, "", 400, "no whole address"),
        ({"url": PAGE, "format": "turtle"}, "", 400, "turtle"),
        ({"url": PAGE}, "image/png", 406, "application/ld+json"),
    ],
)
def test_why_there_is_no_block(
    client: FlaskClient, query: dict[str, str], accept: str, status: int, said: str
) -> None:
    response = client.get("/jsonld", query_string=query, headers={"Accept": accept} if accept else {})
    assert response.status_code == status
    assert said in json.loads(response.data)["detail"]


def test_between_two_reviews_nobody_guesses() -> None:
    store = archive.store()
    same = ox.NamedNode("https://reel.example/x")
    for name in ("aloners-2023-ada-kern", "hostile"):
        review = ox.NamedNode(f"{archive.BASE}/review/{name}")
        store.add(ox.Quad(review, ox.NamedNode(REEL + "page"), same))
    app = create_app(archive.PublishedStore(store, archive.BASE), Settings.of({}))
    client = archive.client_of(app)
    response = client.get("/jsonld", query_string={"url": "https://reel.example/x/"})
    assert response.status_code == 409
    assert len(json.loads(response.data)["reviews"]) == 2
    assert inside(client.get("/jsonld", query_string={"url": PAGE, "format": "script"}).text)


def test_hostile_text_comes_back_as_it_was_and_ends_nothing() -> None:
    store = archive.store()
    review = ox.NamedNode(f"{archive.BASE}/review/hostile")
    store.add(ox.Quad(review, ox.NamedNode(REEL + "page"), ox.NamedNode("https://reel.example/bad")))
    app = create_app(archive.PublishedStore(store, archive.BASE), Settings.of({}))
    query = {"url": "https://reel.example/bad", "format": "script"}
    answer = archive.client_of(app).get("/jsonld", query_string=query).text
    assert inside(answer)["headline"] == archive.HOSTILE
    assert answer.count("<") == 2


# -- Flask and Jinja --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def marquee(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    place = tmp_path_factory.mktemp("marquee") / "data"
    ingest(Dataset(place), [samples / "marquee" / "volver.html", samples / "marquee" / "shame.html"])
    return place


def site(**config: Any) -> Flask:
    app = Flask("a_small_site")
    app.config.update(config)

    @app.get("/reviews/<name>")
    def review(name: str) -> str:
        return render_template_string("<head>{{ reelgraph_jsonld() }}</head><p>{{ name }}", name=name)

    @app.get("/other")
    def other() -> str:
        return render_template_string("{{ reelgraph_jsonld(url) }}", url=MARQUEE)

    return app


def test_a_flask_site_has_the_block_of_the_page_that_is_asked_for(marquee: Path) -> None:
    app = site()
    Reelgraph(app, data=marquee)
    client = app.test_client()
    page = client.get("/reviews/volver?utm_source=x", base_url="https://marquee.example").text
    assert inside(page)["url"] == MARQUEE
    assert page.endswith("</script></head><p>volver")
    assert client.get("/reviews/none", base_url="https://marquee.example").text == "<head></head><p>none"
    assert inside(client.get("/other").text)["url"] == MARQUEE


def test_init_app_takes_the_place_and_the_site_from_the_configuration(marquee: Path) -> None:
    extension = Reelgraph()
    app = site(REELGRAPH_DATA=str(marquee), REELGRAPH_SITE_URL="https://marquee.example/")
    extension.init_app(app)
    assert inside(app.test_client().get("/reviews/volver").text)["url"] == MARQUEE


def test_a_version_published_meanwhile_is_used_at_once(tmp_path: Path, samples: Path) -> None:
    app = site(REELGRAPH_SITE_URL="https://marquee.example")
    Reelgraph(app, data=tmp_path / "data")
    client = app.test_client()
    assert client.get("/reviews/volver").text == "<head></head><p>volver"
    page = tmp_path / "volver.html"
    page.write_bytes((samples / "marquee" / "volver.html").read_bytes())
    ingest(Dataset(tmp_path / "data"), [page])
    first = inside(client.get("/reviews/volver").text)
    page.write_bytes(page.read_bytes().replace(b"3.5", b"2.5"))
    ingest(Dataset(tmp_path / "data"), [page])
    assert inside(client.get("/reviews/volver").text) != first
    Dataset(tmp_path / "data").rollback()
    assert inside(client.get("/reviews/volver").text) == first


def test_a_page_never_fails_for_want_of_a_block(
    tmp_path: Path, marquee: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").write_text("no dataset")
    with caplog.at_level(logging.WARNING, "reelgraph"):
        assert Blocks(tmp_path / "data").script(MARQUEE) == ""
        for _ in range(3):
            assert Blocks(marquee).script("https://marquee.example/reviews/shame") == ""
    assert "Nothing is published" in caplog.text
    assert "lacks" in caplog.text


def test_any_jinja_environment_can_have_it(marquee: Path) -> None:
    environment = jinja2.Environment(autoescape=True)
    Blocks(marquee).install(environment)
    made = environment.from_string("{{ reelgraph_jsonld(page.url) }}").render(page={"url": MARQUEE})
    assert inside(made)["url"] == MARQUEE


# -- the script in a browser, from another origin ------------------------------------------------------


class Elsewhere(BaseHTTPRequestHandler):
    """A publication's own site, which has no more than a script tag to give."""

    service = ""

    def do_GET(self) -> None:
        canonical = f'<link rel="canonical" href="{PAGE}">' if self.path.startswith("/aloners") else ""
        tag = f'<script async src="{self.service}/embed.js"></script>'
        if self.path.startswith("/named"):
            tag = tag.replace(" async", f' async data-url="{PAGE}"')
        content = f"<!doctype html><head><title>x</title>{tag}{canonical}</head><body>text".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere(server: str) -> Iterator[str]:
    Elsewhere.service = server
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_address[1]}"
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(("path", "there"), [("/aloners", True), ("/named", True), ("/other", False)])
def test_a_script_tag_on_another_site_puts_the_block_into_the_page(
    browser: Any, elsewhere: str, path: str, there: bool
) -> None:
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    with page.expect_response(lambda response: "/jsonld?" in response.url) as asked:
        page.goto(f"{elsewhere}{path}")
    assert asked.value.status == (200 if there else 404)
    found = "document.head.querySelector('script[type=\"application/ld+json\"][data-reelgraph]')"
    if there:
        page.wait_for_function(f"{found} !== null")
        assert page.evaluate(f"JSON.parse({found}.textContent)")["author"]["name"] == "Ada Kern"
    else:
        page.wait_for_load_state("networkidle")
        assert page.evaluate(found) is None
    assert failed == []
    context.close()
