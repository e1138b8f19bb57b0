"""The JSON-LD of the service's own pages: what each is about, the way to it, averages, grades in numbers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graph.export.aggregates import own_publication
from graph.export.rules import findings
from ontology import PREFIXES
from server.app import create_app
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

FILM = "/film/aloners-2023"


def page(client: FlaskClient, path: str) -> str:
    response = client.get(path + ".html")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.text)


def blocks(html: str) -> list[dict[str, Any]]:
    """The JSON-LD blocks of a page, in their order."""
    return [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]


@pytest.mark.parametrize(
    ("path", "kind"),
    [(FILM, "Movie"), ("/person/jeong-da-eun", "Person"), ("/review/aloners-2023-ada-kern", "Review")],
)
def test_pages_carry_their_json_ld(client: FlaskClient, path: str, kind: str) -> None:
    found, trail = blocks(page(client, path))
    assert found["@type"] == kind
    assert found["@id"] == BASE + path
    assert findings(found) == []
    assert trail["@type"] == "BreadcrumbList"


@pytest.mark.parametrize(
    ("path", "heading"),
    [(FILM, "Films"), ("/person/jeong-da-eun", "People"), ("/review/night-shift-2021", "Reviews")],
)
def test_the_way_to_a_page_stands_on_it_and_in_its_block(
    client: FlaskClient, path: str, heading: str
) -> None:
    html = page(client, path)
    first, last = blocks(html)[-1]["itemListElement"]
    place = path.split("/")[1]
    assert (first["name"], first["item"]) == (heading, f"{BASE}/{place}/")
    assert f'<a href="/{place}/">{heading}</a></nav>' in html
    assert last["item"] == BASE + path
    assert last["name"] in html


def test_a_review_that_prints_little_has_a_page_and_no_block_but_the_way_to_it(client: FlaskClient) -> None:
    html = page(client, "/review/night-shift-2021")
    assert [block["@type"] for block in blocks(html)] == ["BreadcrumbList"]
    assert "The text of this review is not kept here" in html


def rated(*, base: str = BASE, grades: str = "", more: str = "") -> FlaskClient:
    """A client of an archive with a second review of Aloners by The Lantern, and whatever else is given."""
    store = archive.store()
    prefixes = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
    second = """<review/second> a reel:Review ; reel:reviewOf <film/aloners-2023> ;
      reel:critic <person/hong-seong-eun> ; reel:publication <publication/the-lantern> ;
      reel:publishedOn "2024-01-02"^^xsd:date ; reel:rating <review/second/rating> .
    <review/second/rating> a reel:Rating ; reel:value "2" ; reel:best "4" ; reel:worst "0" ."""
    store.load(f"{prefixes}BASE <{BASE}/>\n{second}\n{more}", format=ox.RdfFormat.TRIG)
    settings = Settings.of({}, grades=grades)
    return archive.client_of(create_app(archive.PublishedStore(store, base), settings))


OTHER_SITES = """<publication/other> a reel:Publication ; reel:name "Other" ;
  reel:homepage <https://other.example/> .
<review/third> a reel:Review ; reel:reviewOf <film/aloners-2023> ; reel:critic <person/ada-kern> ;
  reel:publication <publication/other> ; reel:rating <review/third/rating> .
<review/third/rating> a reel:Rating ; reel:value "0" ; reel:best "4" ; reel:worst "0" ."""


def test_a_films_page_has_the_average_of_the_sites_own_reviews_and_says_it() -> None:
    html = page(rated(), FILM)
    film = blocks(html)[0]
    assert film["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 2.75, "ratingCount": 2, "bestRating": 4, "worstRating": 0,
    }  # fmt: skip
    assert [review["reviewRating"]["ratingValue"] for review in film["review"]] == [2, 3.5]
    assert findings(film) == []
    text = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert "On average 2.75/ of 4 over 2 reviews." in text


def test_other_sites_reviews_never_count() -> None:
    html = page(rated(more=OTHER_SITES), FILM)
    assert not blocks(html)[0].keys() & {"aggregateRating", "review"}
    assert "On average" not in html


def test_the_sites_own_reviews_are_those_of_its_own_publication() -> None:
    several = {"lantern": "https://www.lantern.example/", "other": "https://other.example/", "third": None}
    assert own_publication("https://lantern.example/films", several) == "lantern"
    assert own_publication("https://films.example", several) is None
    assert own_publication("https://films.example", {"other": "https://other.example/"}) == "other"
    assert own_publication("https://films.example", {}) is None


def test_an_average_needs_ratings_on_one_scale() -> None:
    tens = """<review/tenth> a reel:Review ; reel:reviewOf <film/aloners-2023> ;
      reel:critic <person/ada-kern> ;
      reel:publication <publication/the-lantern> ; reel:rating <review/tenth/rating> .
    <review/tenth/rating> a reel:Rating ; reel:value "8" ; reel:best "10" ; reel:worst "0" ."""
    film = blocks(page(rated(more=tens), FILM))[0]
    assert "aggregateRating" not in film
    assert len(film["review"]) == 3


GRADED = """<review/graded> a reel:Review ; reel:reviewOf <film/night-shift-2021> ;
  reel:critic <person/ada-kern> ; reel:publication <publication/the-lantern> ;
  reel:page <https://lantern.example/night-shift> ;
  reel:publishedOn "2022-02-03"^^xsd:date ; reel:rating <review/graded/rating> ;
  reel:statedIn <source/credits> .
<review/graded/rating> a reel:Rating ; reel:value "B+" ; reel:best "A+" ; reel:worst "F" ."""


def test_a_grade_is_a_rating_only_where_the_editor_says_what_it_is_in_numbers() -> None:
    without = rated(more=GRADED)
    assert [block["@type"] for block in blocks(page(without, "/review/graded"))] == ["BreadcrumbList"]
    assert "--grades" in without.get("/check", headers={"Accept": "text/html"}).text
    client = rated(more=GRADED, grades="A=4, B+=3.3, B=3, F=0")
    html = page(client, "/review/graded")
    review = blocks(html)[0]
    assert review["reviewRating"] == {
        "@type": "Rating", "ratingValue": 3.3, "bestRating": 4, "worstRating": 0, "name": "B+",
    }  # fmt: skip
    assert findings(review) == []
    assert "in numbers" in html
    embedded = client.get("/jsonld", query_string={"url": "https://lantern.example/night-shift"}).json
    assert embedded is not None
    assert embedded["reviewRating"] == review["reviewRating"]
    before, after = (json.loads(one.get("/check").data)["summary"] for one in (without, client))
    assert after["eligible"] == before["eligible"] + 1
