"""Home, lists, search, vocabulary, VoID, health; and the headers of every answer."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from ontology import ONTOLOGY, REEL
from server.app import create_app
from server.negotiation import GRAPHS, Format
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from graph.store import Moment
    from server.published import Published


def test_home_has_search_counts_and_films(client: FlaskClient) -> None:
    response = client.get("/")
    assert response.mimetype == "text/html"
    assert 'action="/search"' in response.text
    assert 'href="/film/aloners-2023"' in response.text
    assert "<dt>films</dt><dd>3</dd>" in response.text


@pytest.mark.parametrize(
    ("kind", "iri"),
    [("film", "night-shift-2021"), ("person", "jeong-da-eun"), ("review", "aloners-2023-ada-kern")],
)
def test_lists(client: FlaskClient, kind: str, iri: str) -> None:
    assert f'href="/{kind}/{iri}"' in client.get(f"/{kind}/").text
    assert client.get(f"/{kind}/?page=9").status_code == 404
    assert client.get(f"/{kind}/?page=nonsense").status_code == 200


def _blocks(client: FlaskClient, path: str) -> dict[str, Any]:
    """The JSON-LD blocks of a page, by type."""
    scripts = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL
    )
    return {block["@type"]: block for block in map(json.loads, scripts)}


def test_home_says_how_the_site_is_searched(client: FlaskClient) -> None:
    site = _blocks(client, "/")["WebSite"]
    assert site["url"] == f"{BASE}/"
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{BASE}/search?q={{search_term_string}}"


def test_a_list_page_carries_its_list_in_the_order_of_the_page(client: FlaskClient) -> None:
    block = _blocks(client, "/person/")["ItemList"]
    html = client.get("/person/").text
    places = [html.index(f'href="{item["url"].removeprefix(BASE)}"') for item in block["itemListElement"]]
    assert places == sorted(places)
    assert len(places) > 1
    assert [item["position"] for item in block["itemListElement"]] == list(range(1, len(places) + 1))


def test_search_as_json_and_as_a_page(client: FlaskClient) -> None:
    found = json.loads(client.get("/search?q=jung+da").data)
    assert found["query"] == "jung da"
    assert found["results"][0]["iri"] == f"{BASE}/person/jeong-da-eun"
    html = client.get("/search?q=jung+da", headers={"Accept": "text/html"}).text
    assert 'href="/person/jeong-da-eun"' in html
    assert 'value="jung da"' in html


@pytest.mark.parametrize("words", ["", "zzzz", "<script>alert(1)</script>", '" } #', "a" * 5000])
def test_search_for_what_is_not_there(client: FlaskClient, words: str) -> None:
    for accept in ("text/html", "application/json"):
        response = client.get("/search", query_string={"q": words}, headers={"Accept": accept})
        assert response.status_code == 200
        assert "<script>alert" not in response.text or response.mimetype == "application/json"


def test_the_json_ld_of_a_page_by_its_address(client: FlaskClient) -> None:
    response = client.get("/jsonld", query_string={"url": "https://lantern.example/aloners"})
    assert response.mimetype == "application/ld+json"
    found = json.loads(response.data)
    assert (found["@type"], found["author"]["name"]) == ("Review", "Ada Kern")
    for url, status in (
        ("https://lantern.example/other", 404),
        ("", 400),
        ("no address", 400),
        ("> } #", 400),
    ):
        assert client.get("/jsonld", query_string={"url": url}).status_code == status


def test_the_ontology_as_a_page(client: FlaskClient) -> None:
    response = client.get("/ontology", headers={"Accept": "text/html"})
    assert response.mimetype == "text/html"
    for name in ("Film", "characterName", "runtimeMinutes", "statedIn"):
        assert f'id="{name}"' in response.text
    assert response.headers["Content-Location"] == "/ontology.html"
    assert "Accept" in response.vary


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_the_ontology_as_data(client: FlaskClient, item: Format) -> None:
    direct = client.get(f"/ontology.{item.extension}")
    negotiated = client.get("/ontology", headers={"Accept": item.media_type})
    assert direct.data == negotiated.data
    rdf = ox.RdfFormat.from_media_type(item.media_type)
    subjects = {quad.subject for quad in ox.parse(negotiated.data, format=rdf)}
    assert {ox.NamedNode(ONTOLOGY), ox.NamedNode(REEL + "Film")} <= subjects


def test_the_dataset_describes_itself(client: FlaskClient) -> None:
    response = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(response.data, format=ox.RdfFormat.TURTLE)
    found = store.query(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?e ?n { ?d a void:Dataset ; void:sparqlEndpoint ?e ;"
        f" void:classPartition [ void:class <{REEL}Film> ; void:entities ?n ] }}"
    )
    assert isinstance(found, ox.QuerySolutions)
    ((endpoint, number),) = [(row["e"].value, row["n"].value) for row in found]
    assert (endpoint, number) == (f"{BASE}/sparql", "3")


def test_health(client: FlaskClient) -> None:
    assert json.loads(client.get("/healthz").data) == {"status": "ok", "version": 7}


def test_a_dataset_without_a_version_is_not_ready() -> None:
    class Empty:
        def version(self, number: int | None) -> Published:
            raise LookupError(number)

        def history(self) -> list[Moment]:
            return []

        def revision(self) -> int:
            return 0

    client = archive.client_of(create_app(Empty(), Settings.of({})))
    for path in ("/healthz", "/", "/film/x", "/sparql?query=ASK{}"):
        response = client.get(path)
        assert response.status_code == 503
        assert "published" in json.loads(response.data)["detail"]
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 503


def test_an_error_nobody_foresaw_says_nothing_of_the_inside(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def version(self, number: int | None) -> Published:
            raise RuntimeError("the secret place /var/data", number)

        def history(self) -> list[Moment]:
            return []

        def revision(self) -> int:
            return 0

    response = archive.client_of(create_app(Broken(), Settings.of({}))).get("/")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    "path", ["/", "/film/aloners-2023", "/film/aloners-2023.html", "/nothing", "/sparql", "/static/site.css"]
)
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/sparql", "/film/aloners-2023.html", "/ontology.html", "/nothing"])
def test_no_page_needs_an_inline_script_or_style_or_another_site(client: FlaskClient, path: str) -> None:
    html = client.get(path, headers={"Accept": "text/html"}).text
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert 'src="http' not in html
    assert 'rel="stylesheet" href="/static/' in html


def test_static_files_may_be_kept_for_ever_under_their_fingerprint(client: FlaskClient) -> None:
    assert "immutable" in client.get("/static/site.css?v=1").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/site.css").headers["Cache-Control"]


def test_a_script_is_packed_for_whoever_takes_that(client: FlaskClient) -> None:
    whole = client.get("/static/query.js")
    packed = client.get("/static/query.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == whole.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    again = client.get("/static/query.js", headers={"If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_without_yasgui_the_plain_editor_stands_in_its_place() -> None:
    app = archive.make_app()
    app.jinja_env.globals["has_static"] = lambda _: False
    page = archive.client_of(app).get("/sparql", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "/static/query.js" in page
    assert "yasgui" not in page
