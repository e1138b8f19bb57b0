"""The things as linked data, and their pages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from ontology import REEL
from server import look_up
from server.negotiation import GRAPHS
from tests.server.archive import BASE, TEXT

if TYPE_CHECKING:
    from flask.testing import FlaskClient

FILM = "/film/aloners-2023"
THINGS = [
    FILM,
    "/person/jeong-da-eun",
    "/review/aloners-2023-ada-kern",
    "/review/aloners-2023-ada-kern/rating",
    "/role/aloners-2023-001-gong-seung-yeon",
    "/character/aloners-2023-ji-na",
    "/publication/the-lantern",
    "/source/desk-and-quiet",
]


def page(client: FlaskClient, path: str) -> str:
    response = client.get(path + ".html")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.text)


def words(html: str) -> str:
    """The text of a page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# -- 303, Accept, Link ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "html"), ("text/turtle", "ttl"), ("*/*", "html"),
        ("application/ld+json", "jsonld"), ("application/n-triples", "nt"), ("application/rdf+xml", "rdf"),
    ],
)  # fmt: skip
def test_a_thing_redirects_to_the_document_that_is_preferred(
    client: FlaskClient, path: str, accept: str, extension: str
) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["Location"] == f"{path}.{extension}"
    assert "Accept" in response.vary
    assert f'<{path}.ttl>; rel="describedby"; type="text/turtle"' in response.headers["Link"]
    assert f'<{path}.jsonld>; rel="alternate"; type="application/ld+json"' in response.headers["Link"]
    document = client.get(response.headers["Location"])
    assert document.status_code == 200


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_a_document_describes_its_thing_in_its_format(client: FlaskClient, path: str, item: Any) -> None:
    response = client.get(f"{path}.{item.extension}")
    assert response.mimetype == item.media_type
    assert f'<{path}>; rel="describes"' in response.headers["Link"]
    rdf = ox.RdfFormat.from_media_type(item.media_type)
    subjects = {quad.subject for quad in ox.parse(response.data, format=rdf)}
    assert ox.NamedNode(BASE + path) in subjects


def test_head_answers_as_get_does(client: FlaskClient) -> None:
    assert client.head(FILM).status_code == 303
    for extension in ("html", "ttl"):
        get, head = client.get(f"{FILM}.{extension}"), client.head(f"{FILM}.{extension}")
        assert head.data == b""
        assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_an_unacceptable_request_is_told_what_there_is(client: FlaskClient) -> None:
    response = client.get(FILM, headers={"Accept": "application/pdf"})
    assert response.status_code == 406
    assert json.loads(response.data)["available"][:2] == ["text/html", "text/turtle"]


@pytest.mark.parametrize(
    "path",
    ["/film/no-such", "/film/no-such.ttl", "/film/aloners-2023.docx", "/nothing", "/film/%3Cscript%3E",
     "/film/a%20b", "/film/%00", "/film/..%2f..%2fetc%2fpasswd", "/static/../app.py", "/static/nothing.css"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_an_address_with_a_slash_too_many_leads_to_the_one_without(client: FlaskClient) -> None:
    for path in ("/film/aloners-2023", "/film/aloners-2023.ttl"):
        response = client.get(f"{path}/?version=7")
        assert response.status_code == 301
        assert response.headers["Location"] == f"{path}?version=7"
    for path in ("/film/no-such/", "/film/..%2f"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "search"),
    [
        ("/film/night-shift-1999", "/search?q=night+shift"),
        ("/film/1917", "/search?q=1917"),
        ("/film/2046-2004.ttl", "/search?q=2046"),
        ("/film/am%C3%A9lie", "/search?q=am%C3%A9lie"),
        ("/film/--", None),
    ],
)
def test_what_is_not_found_can_be_searched_for(client: FlaskClient, path: str, search: str | None) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json is not None
    assert response.json.get("search") == search


def test_a_page_that_is_not_found_says_so_to_a_browser(client: FlaskClient) -> None:
    response = client.get("/film/no-such-2020", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "/search?q=no+such" in response.text


def test_the_host_header_decides_nothing(client: FlaskClient) -> None:
    response = client.get(f"{FILM}.html", headers={"Host": "evil.example"})
    assert "evil.example" not in response.text
    assert client.get(FILM, headers={"Host": "evil.example"}).headers["Location"] == f"{FILM}.html"


# -- IRIs that are no longer in use --------------------------------------------------------------


def test_a_merged_iri_moves_to_what_took_its_place(client: FlaskClient) -> None:
    for suffix in ("", ".ttl"):
        response = client.get(f"/film/aloners{suffix}")
        assert response.status_code == 301
        assert response.headers["Location"] == FILM + suffix


def test_a_split_iri_is_gone_and_names_its_successors(client: FlaskClient) -> None:
    response = client.get("/person/kim-jong-soo")
    assert response.status_code == 410
    successors = [f"{BASE}/person/gong-seung-yeon", f"{BASE}/person/jeong-da-eun"]
    assert json.loads(response.data)["successors"] == successors
    assert client.get("/person/nobody").status_code == 410


# -- the descriptions ----------------------------------------------------------------------------


def _triples(client: FlaskClient, path: str) -> set[tuple[str, str, str]]:
    found = ox.parse(client.get(path + ".nt").data, format=ox.RdfFormat.N_TRIPLES)
    return {(q.subject.value, q.predicate.value, q.object.value) for q in found}


def test_a_film_is_described_with_its_roles_reviews_and_names(client: FlaskClient) -> None:
    triples = _triples(client, FILM)
    role, review = f"{BASE}/role/aloners-2023-002-jeong-da-eun", f"{BASE}/review/aloners-2023-ada-kern"
    assert (role, REEL + "characterName", "Soo-jin") in triples
    assert (f"{BASE}/person/jeong-da-eun", REEL + "name", "Jeong Da-eun") in triples
    assert (review, REEL + "headline", "The desk and the quiet") in triples
    assert (f"{review}/rating", REEL + "value", "3.5") in triples
    assert not any(predicate == REEL + "text" for _, predicate, _ in triples)
    assert not any("night-shift" in subject for subject, _, _ in triples)


def test_a_person_is_described_with_the_films(client: FlaskClient) -> None:
    triples = _triples(client, "/person/jeong-da-eun")
    assert (f"{BASE}/film/night-shift-2021", REEL + "title", "Night Shift") in triples


def test_a_review_is_described_with_its_text_and_mentions(client: FlaskClient) -> None:
    triples = _triples(client, "/review/aloners-2023-ada-kern")
    assert (f"{BASE}/review/aloners-2023-ada-kern", REEL + "text", TEXT) in triples
    assert (f"{BASE}/source/desk-and-quiet#mention-4", REEL + "exactText", "Jung Da-eun") in triples


def test_a_source_is_described_with_what_it_states(client: FlaskClient) -> None:
    triples = _triples(client, "/source/desk-and-quiet")
    assert (f"{BASE}/source/desk-and-quiet#fact-1", REEL + "quote", "Aloners (2023)") in triples


def test_a_description_is_the_same_every_time(client: FlaskClient) -> None:
    assert client.get(f"{FILM}.ttl").data == client.get(f"{FILM}.ttl").data


# -- the pages -----------------------------------------------------------------------------------


def test_a_film_page(client: FlaskClient) -> None:
    html = page(client, FILM)
    text = words(html)
    assert "<title>Aloners (2023) · Reelgraph</title>" in html
    assert "91 minutes" in text
    assert "Directed by Hong Seong-eun" in text
    cast = [text.index(name) for name in ("Ji-na", "Soo-jin", "Caller")]
    assert cast == sorted(cast)
    assert "(voice)" in text
    assert "credited as Jung Da-eun" in text
    assert "The desk and the quiet" in text
    assert "18 May 2023" in text
    assert 'href="/person/jeong-da-eun"' in html
    assert 'href="https://www.imdb.com/title/tt14538238/"' in html


def test_a_film_page_says_where_each_fact_was_read(client: FlaskClient) -> None:
    html = page(client, FILM)
    assert 'id="source-1"' in html
    assert 'href="#source-2"' in html
    text = words(html)
    assert "line 3 film: title, year Aloners (2023)" in text
    assert "lines 8–9" in text


def test_a_person_page(client: FlaskClient) -> None:
    html = page(client, "/person/jeong-da-eun")
    text = words(html)
    assert text.index("2023 Aloners") < text.index("2021 Night Shift")
    assert "as Soo-jin" in text
    assert "as Caller (voice) , credited as Jung Da-eun" in text
    assert "Also printed as Jung Da-eun" in text
    assert "review of Aloners" in text


def test_a_critics_page_lists_the_reviews(client: FlaskClient) -> None:
    text = words(page(client, "/person/ada-kern"))
    assert "Reviews written" in text
    assert "The desk and the quiet of Aloners (2023)" in text


def test_a_review_page_links_every_mention_at_its_place(client: FlaskClient) -> None:
    html = page(client, "/review/aloners-2023-ada-kern")
    mentions = re.findall(r'<a class="mention" href="([^"]+)" title="([^"]+)">([^<]+)</a>', html)
    character = ("/character/aloners-2023-ji-na", "Ji-na (character)", "Jina")
    assert mentions.count(character) == 3
    assert ("/person/jeong-da-eun", "Jeong Da-eun, who plays Soo-jin", "Jung Da-eun") in mentions
    assert len(mentions) == 6
    prose = html[html.index('class="main prose"') : html.index("<aside")]
    lines = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<p>(.*?)</p>", prose)]
    assert lines == [line for line in TEXT.split("\n") if line]


def test_the_other_things_have_pages_too(client: FlaskClient) -> None:
    assert "The desk and the quiet" in page(client, "/publication/the-lantern")
    assert "Soo-jin" in page(client, "/role/aloners-2023-002-jeong-da-eun")
    assert "line 3" in page(client, "/source/desk-and-quiet")


# -- hostile data --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/film/hostile", "/review/hostile", "/person/ada-kern"])
def test_markup_in_the_data_stays_text(client: FlaskClient, path: str) -> None:
    html = client.get(f"{path}.html").text
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', html)
    assert addresses
    assert all(re.match(r"https?://|/|#|\?", address) for address in addresses)
    scripts = re.findall(r"<script([^>]*)>", html)
    assert set(scripts) == {' type="application/ld+json"'}
    for block in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL):
        assert "<" not in block
        assert json.loads(block)


def test_a_fact_about_several_nodes_is_shown_for_each() -> None:
    row = {"fact": "urn:s#fact-1", "kind": REEL + "Role", "firstLine": "7", "lastLine": "7"}
    found = [
        {**row, "about": about, "property": REEL + name}
        for about in ("urn:s#role-1", "urn:s#role-2")
        for name in ("creditedAs", "characterName")
    ]
    shown = [(fact.about, fact.properties, fact.first_line) for fact in look_up._facts(found)]
    assert shown == [(f"urn:s#role-{n}", ("characterName", "creditedAs"), 7) for n in (1, 2)]
