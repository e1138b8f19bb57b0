"""How people are connected, why they are who they are, where sources disagree, what is missing."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import PREFIXES
from server import why
from server.app import create_app
from server.chain import TooFar, shortest
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

MORE = """
<film/third-2020> a reel:Film ; reel:title "Third" ; reel:year "2020"^^xsd:gYear .
<person/far-away> a reel:Person ; reel:name "Far Away" .
<person/alone> a reel:Person ; reel:name "All Alone" .
<role/third-1> a reel:Role ; reel:film <film/third-2020> ; reel:person <person/far-away> ;
  reel:job job:director .
<role/third-2> a reel:Role ; reel:film <film/third-2020> ; reel:person <person/jeong-da-eun> ;
  reel:job job:actor ; reel:characterName "Third One" .
<role/night-shift-director> a reel:Role ; reel:film <film/night-shift-2021> ;
  reel:person <person/hong-seong-eun> ; reel:job job:director .
<source/credits> reel:file "credits.tsv" .
<graph/identity> {
  <source/credits#person-1> reel:refersTo <person/jeong-da-eun> .
  <source/credits#person-1-link> a reel:Link ; reel:subject <source/credits#person-1> ;
    reel:object <person/jeong-da-eun> ; reel:relation reel:refersTo ; reel:decision reel:accepted ;
    reel:score 0.98 ; reel:method "romanisation" ;
    reel:evidence "“Jung Da-eun” and “Jeong Da-eun” are one name" ;
    reel:decidedBy "reelgraph" ; reel:decidedAt "2024-06-01T08:00:00Z"^^xsd:dateTime .
  <source/credits#mention-4-link> a reel:Link ; reel:subject <source/credits#mention-4> ;
    reel:object <source/credits#person-1> ; reel:relation reel:refersTo ; reel:decision reel:accepted ;
    reel:score 0.95 ; reel:method "surname" ; reel:evidence "surname: the family name of 'Jung Da-eun'" ;
    reel:decidedBy "reelgraph" .
  <source/credits#person-9-or-1> a reel:Link ; reel:subject <source/credits#person-9> ;
    reel:object <person/jeong-da-eun> ; reel:relation reel:refersTo ; reel:decision reel:unsure ;
    reel:score 0.5 ; reel:method "name" ;
    reel:evidence "the same name <b>only</b>" ; reel:decidedBy "reelgraph" .
}
<review/aloners-2023-ada-kern> schema:mentions <film/night-shift-2021> .
<source/desk-and-quiet#named-film-1> a reel:Mention ; reel:inReview <review/aloners-2023-ada-kern> ;
  reel:exactText "the next desk" ; reel:start START ; reel:end END ; reel:refersTo <film/night-shift-2021> ;
  reel:inSource <source/desk-and-quiet> ; reel:statedIn <source/desk-and-quiet> .
<source/credits> { <source/credits#role-1> a reel:Role ; reel:film <source/credits#film> ;
  reel:person <source/credits#person-1> ; reel:job job:actor ; reel:characterName "Su-jin" . }
"""
_START = archive.TEXT.index("the next desk")
MORE = MORE.replace("START", str(_START)).replace("END", str(_START + len("the next desk")))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    store = archive.store()
    prefixes = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
    store.load(f"{prefixes}BASE <{BASE}/>\n{MORE}", format=ox.RdfFormat.TRIG)
    return archive.client_of(create_app(archive.PublishedStore(store, BASE, number=7), Settings.of({})))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# -- connect -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Gong", "Far Away"),
        ("/person/gong-seung-yeon", "far-away"),
        (f"{BASE}/person/gong-seung-yeon", "far away"),
    ],
)
def test_a_chain_leads_from_one_person_to_another(client: FlaskClient, start: str, end: str) -> None:
    found = json.loads(client.get("/connect", query_string={"from": start, "to": end}).data)
    assert found["films"] == 2
    films = [step["film"]["label"] for step in found["chain"]]
    assert films == ["Aloners", "Third"]
    assert found["chain"][0]["other"]["label"] == found["chain"][1]["person"]["label"] == "Jeong Da-eun"
    assert found["chain"][0]["person"]["did"] == "as Ji-na"
    assert found["chain"][1]["other"]["did"] == "director"


def test_the_chain_is_drawn_on_a_page(client: FlaskClient) -> None:
    asked = {"from": "Gong", "to": "Far Away"}
    html = client.get("/connect", query_string=asked, headers={"Accept": "text/html"}).text
    chain = html[html.index('<ol class="chain"') : html.index("</ol>", html.index('<ol class="chain"'))]
    links = re.findall(r'href="([^"]+)"', chain)
    assert links == ["/person/gong-seung-yeon", "/film/aloners-2023", "/person/jeong-da-eun",
                     "/film/third-2020", "/person/far-away"]  # fmt: skip
    assert "are 2 films apart" in html


def test_where_there_is_no_chain_it_says_so(client: FlaskClient) -> None:
    found = json.loads(client.get("/connect?from=Gong&to=All+Alone").data)
    assert (found["connected"], found["films"], found["chain"]) == (False, None, [])
    assert found["sentence"].startswith("No chain of films leads from Gong Seung-yeon to All Alone")
    assert json.loads(client.get("/connect?from=Gong&to=Gong").data)["films"] == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [("/connect", 400), ("/connect?from=Gong", 400), ("/connect?from=Gong&to=zzz", 404),
     ("/connect?from=Gong&to=/film/aloners-2023", 404), ("/connect?from=%00&to=%3C%3E%22%7B", 404)],
)  # fmt: skip
def test_who_is_not_known_is_a_problem(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code == (200 if status == 400 else status)
    assert 'name="from"' in page.text


def _graph(pairs: list[tuple[int, int]]) -> dict[str, list[str]]:
    beside: dict[str, set[str]] = {}
    for person, film in pairs:
        beside.setdefault(f"p{person}", set()).add(f"f{film}")
        beside.setdefault(f"f{film}", set()).add(f"p{person}")
    return {node: sorted(others) for node, others in beside.items()}


def _by_levels(graph: dict[str, list[str]], start: str, end: str) -> int | None:
    seen, level, length = {start}, {start}, 0
    while level:
        if end in level:
            return length
        level = {other for node in level for other in graph.get(node, ())} - seen
        seen |= level
        length += 1
    return None


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_no_chain_is_shorter(pairs: list[tuple[int, int]]) -> None:
    graph = _graph(pairs)

    def neighbours(node: str, *, is_person: bool) -> list[str]:
        assert node.startswith("p" if is_person else "f")
        return graph.get(node, [])

    path = shortest("p0", "p1", neighbours, 1000)
    length = _by_levels(graph, "p0", "p1")
    if length is None:
        assert path is None
        return
    assert path is not None
    assert len(path) == length + 1
    assert (path[0], path[-1]) == ("p0", "p1")
    assert all(other in graph[node] for node, other in pairwise(path))


def test_a_search_that_goes_too_far_ends() -> None:
    with pytest.raises(TooFar):
        shortest("0", "x", lambda node, **_: [node + "1"], 50)


# -- why -----------------------------------------------------------------------------------------


def test_a_person_page_says_why_it_is_one_person(client: FlaskClient) -> None:
    html = client.get("/person/jeong-da-eun.html").text
    text = words(html)
    assert "Why this is one person" in text
    assert "“Jung Da-eun” and “Jeong Da-eun” are one name. romanisation 98% sure" in text
    assert "1 mention in the prose of reviews" in text
    assert "The family name of &#39;Jung Da-eun&#39;" in html
    assert "<b>only</b>" not in html
    assert "&lt;b&gt;only&lt;/b&gt;" in html
    assert "left open" in text


def test_a_person_page_names_those_who_often_come_along(client: FlaskClient) -> None:
    version = client.application.extensions["reelgraph"].dataset
    found = why.collaborators(version, f"{BASE}/person/jeong-da-eun")
    assert [(item.person.label, [film.label for film in item.films]) for item in found] == [
        ("Hong Seong-eun", ["Aloners", "Night Shift"])
    ]
    assert "Often with" in client.get("/person/jeong-da-eun.html").text


def test_a_film_page_says_where_its_sources_disagree(client: FlaskClient) -> None:
    text = words(client.get("/film/aloners-2023.html").text)
    assert "Where the sources disagree" in text
    assert "Year: 2021 in credits.tsv held here: 2023" in text
    assert "Whom Jeong Da-eun plays: Su-jin in credits.tsv held here: Caller, Soo-jin" in text
    assert "disagree" not in client.get("/film/night-shift-2021.html").text


def test_a_film_page_lists_the_reviews_that_mention_it_and_they_lead_to_it(client: FlaskClient) -> None:
    text = words(client.get("/film/night-shift-2021.html").text)
    assert "Mentioned in reviews of other films" in text
    assert "The desk and the quiet of Aloners (2023)" in text
    assert "Mentioned in" not in client.get("/film/aloners-2023.html").text
    review = client.get("/review/aloners-2023-ada-kern.html").text
    link = '<a class="mention" href="/film/night-shift-2021" title="Night Shift (film)">the next desk</a>'
    assert link in review


# -- check ---------------------------------------------------------------------------------------


def test_the_check_page_lists_what_each_review_lacks(client: FlaskClient) -> None:
    html = client.get("/check", headers={"Accept": "text/html"}).text
    text = words(html)
    assert "lacks" in text
    assert re.search(r"on 1 page · ?wins 1 snippet at once|on 1 page\s+wins 1 snippet at once", text)
    assert "recommended; no snippet depends on it" in text
    assert 'href="/review/night-shift-2021"' in html
    assert "<b>bold" not in html
    found = json.loads(client.get("/check").data)
    assert found["version"] == 7
    assert found["checked"] == ["reviews", "shapes"]
    assert len(found["reviews"]) == 3
