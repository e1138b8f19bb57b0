"""``reelgraph export`` with what an editor may ask for: grades, breadcrumbs, lists, shared pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from graph.build import ingest
from graph.export.embedding import Embeddable
from graph.export.html_blocks import Page
from graph.export.json_files import write_blocks
from graph.export.reviews import review_blocks
from graph.export.rules import findings
from graph.store import Dataset
from ontology import PREFIXES
from server.app import create_app
from server.command import main
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

REVIEWS = "https://marquee.example/reviews/"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """Four pages of a publication that prints stars, and one of another that prints letters."""
    place = tmp_path_factory.mktemp("options")
    for name in ("volver", "shame", "stalker", "the-fugitive"):
        shutil.copy(samples / "marquee" / f"{name}.html", place)
    (place / "letters.md").write_text(
        '---\ntitle: "Low Tide (2019)"\ndate: 2021-02-03\ncritic: Ida Penhallow\ngrade: "B+"\n'
        "director: Ilse Brandt\n---\n\n" + "Nothing is explained, and the birds are fine. " * 12
    )
    ingest(Dataset(place / "data"), [place])
    return place / "data"


@pytest.fixture
def reelgraph(data: Path) -> Run:
    """Runs the command in this process."""
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        words = ["--data", str(data), *map(str, arguments)]
        result = CliRunner().invoke(main, words, env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(words, result.exit_code, result.stdout, result.stderr)

    return run


# -- grades -----------------------------------------------------------------------------------------


def test_letters_are_ratings_where_the_editor_says_what_they_are_in_numbers(reelgraph: Run) -> None:
    def rated(*options: str) -> list[Any]:
        blocks = json.loads(reelgraph("export", "jsonld", *options).stdout)
        return [block["reviewRating"] for block in blocks if block["itemReviewed"]["name"] == "Low Tide"]

    assert rated() == []
    (rating,) = rated("--grades", "A=4, A-=3.7, B+=3.3, B=3, F=0")
    assert rating == {
        "@type": "Rating", "ratingValue": 3.3, "bestRating": 4, "worstRating": 0, "name": "B+",
    }  # fmt: skip
    without = json.loads(reelgraph("check", "--json").stdout)
    graded = json.loads(reelgraph("check", "--json", "--grades", "B+=3.3, A=4, F=0").stdout)
    assert graded["summary"]["eligible"] == without["summary"]["eligible"] + 1
    said = next(one for one in without["reviews"] if one["label"].startswith("Low Tide"))
    assert "a rating in numbers (it prints “B+”)" in said["sentence"]
    assert any("--grades" in fix["what"] and fix["pages"] == 1 for fix in without["fixes"])


@pytest.mark.parametrize("given", ["B+", "B+=3,3", "=4", "A=1, a=2", ",", "A=x"])
def test_grades_that_are_none_are_wrong_usage(reelgraph: Run, given: str) -> None:
    run = reelgraph("export", "jsonld", "--grades", given)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_a_grade_stands_on_the_pages_own_scale_where_it_states_one() -> None:
    from graph.export.critique import rating
    from graph.export.grades import read_grades

    thumbs = read_grades("DUD=0")
    assert rating({"value": ["DUD"], "best": ["4"]}, thumbs) == {
        "@type": "Rating", "ratingValue": 0, "bestRating": 4, "worstRating": 0, "name": "DUD",
    }  # fmt: skip
    alone = rating({"value": ["DUD"]}, thumbs)
    assert alone is not None
    assert alone["ratingValue"] == "DUD"
    assert rating({"value": ["3"], "best": ["4"]}, read_grades("3=1, 4=2")) == {
        "@type": "Rating", "ratingValue": 3, "bestRating": 4, "worstRating": 0,
    }  # fmt: skip


# -- breadcrumbs ------------------------------------------------------------------------------------


def test_the_trail_that_the_pages_show_stands_beside_each_review(reelgraph: Run) -> None:
    blocks = json.loads(reelgraph("export", "jsonld", "--breadcrumb", f"Reviews={REVIEWS}").stdout)
    for block in blocks:
        review, trail = block["@graph"]
        assert (review["@type"], trail["@type"]) == ("Review", "BreadcrumbList")
        first, last = trail["itemListElement"]
        assert (first["name"], first["item"]) == ("Reviews", REVIEWS)
        assert last["item"] == review["url"]
        assert last["name"] in {review.get("headline"), review["itemReviewed"]["name"]}
        assert findings(review) == findings(trail) == []
    assert len(blocks) == 2  # the others do not say out of how many they rate
    assert reelgraph("export", "jsonld", "--breadcrumb", "Reviews").returncode == 2


# -- lists ------------------------------------------------------------------------------------------

INDEX = b"""<!doctype html><html><head><title>Reviews</title></head><body>
<nav><a href="/reviews/the-fugitive">Read this first</a></nav>
<ol><li><a href="stalker.html"><img src="a.jpg"></a> <a href="stalker.html">Stalker</a></li>
<li><a href='/reviews/volver?utm_source=x'>Volver</a></li><li><a href="https://elsewhere.example/">No</a></li>
<!-- <a href="the-fugitive.html">gone</a> --><li><a href=shame>Shame</a></li></ol>
<footer><a href="/reviews/the-fugitive">Last</a></footer></body></html>"""


def test_an_archive_page_gets_the_list_of_the_reviews_that_it_leads_to(
    reelgraph: Run, samples: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "reviews").mkdir(parents=True)
    shutil.copy(samples / "marquee" / "volver.html", site / "reviews")
    (site / "reviews" / "index.html").write_bytes(INDEX)
    (site / "about.html").write_bytes(b"<html><body><a href='/reviews/volver'>Volver</a></body></html>")
    arguments = ("export", "html", "--in", site, "--site-url", "https://marquee.example/", "--json")
    run = reelgraph(*arguments, "--out", tmp_path / "out", "--lists")
    assert run.returncode == 0, run.stderr
    index = (tmp_path / "out" / "reviews" / "index.html").read_bytes()
    block = json.loads(Page(index).block() or "")
    assert block["@type"] == "ItemList"
    assert [(item["position"], item["url"]) for item in block["itemListElement"]] == [
        (1, f"{REVIEWS}stalker"), (2, f"{REVIEWS}volver"), (3, f"{REVIEWS}shame"),
    ]  # fmt: skip
    assert findings(block) == []
    outcomes = {page["file"]: page["outcome"] for page in json.loads(run.stdout)["pages"]}
    assert outcomes == {"reviews/index.html": "put", "reviews/volver.html": "put", "about.html": "no review"}
    again = json.loads(reelgraph(*arguments[:2], "--in", tmp_path / "out", "--in-place", *arguments[4:],
                                 "--lists").stdout)  # fmt: skip
    assert {page["outcome"] for page in again["pages"]} == {"unchanged", "no review"}
    without = json.loads(reelgraph(*arguments, "--out", tmp_path / "plain").stdout)
    assert {page["file"]: page["outcome"] for page in without["pages"]}["reviews/index.html"] == "no review"


# -- several reviews of one film on one page ----------------------------------------------------------

PAGE = "https://lantern.example/aloners"
SECOND = f"""<review/second> a reel:Review ; reel:reviewOf <film/aloners-2023> ;
  reel:critic <person/hong-seong-eun> ; reel:publication <publication/the-lantern> ; reel:page <{PAGE}> ;
  reel:publishedOn "2024-01-02"^^xsd:date ; reel:rating <review/second/rating> ; reel:statedIn <source/two> .
<source/two> a reel:Source ; reel:page <{PAGE}> .
<review/second/rating> a reel:Rating ; reel:value "2" ; reel:best "4" ; reel:worst "0" .
<source/two> {{ <source/two#film> a reel:Film ; reel:title "Aloners" .
  <source/two#review> reel:reviewOf <source/two#film> . }}
<graph/identity> {{ <source/two#film> reel:refersTo <film/aloners-2023> .
  <source/two#review> reel:refersTo <review/second> . }}
<source/desk-and-quiet> {{ <source/desk-and-quiet#film> a reel:Film ; reel:title "Aloners" . }}"""


@pytest.fixture(scope="module")
def shared() -> ox.Store:
    """An archive in which two critics review one film on one page."""
    store = archive.store()
    prefixes = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
    store.load(f"{prefixes}BASE <{BASE}/>\n{SECOND}", format=ox.RdfFormat.TRIG)
    return store


def test_a_page_with_two_reviews_of_one_film_has_both_and_their_average(
    shared: ox.Store, tmp_path: Path
) -> None:
    client = archive.client_of(create_app(archive.PublishedStore(shared, BASE), Settings.of({})))
    film = json.loads(client.get("/jsonld", query_string={"url": PAGE}).data)
    assert (film["@type"], film["@id"]) == ("Movie", f"{BASE}/film/aloners-2023")
    assert film["aggregateRating"]["ratingValue"] == 2.75
    assert film["aggregateRating"]["ratingCount"] == 2
    assert {review["author"]["name"] for review in film["review"]} == {"Ada Kern", "Hong Seong-eun"}
    assert findings(film) == []

    book = Embeddable(shared)
    write_blocks(tmp_path, review_blocks(shared), book.pages, 1, book.on_one_page())
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    (entry,) = [entry for entry in manifest["blocks"] if PAGE in entry["pages"]]
    assert json.loads((tmp_path / entry["file"]).read_bytes()) == film


def test_a_document_without_an_address_is_one_page_to_its_reviews(shared: ox.Store) -> None:
    store = ox.Store()
    store.extend(shared)
    reviews = [f"{BASE}/review/{name}" for name in ("aloners-2023-ada-kern", "second")]
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(PREFIXES["reel"] + "page"), None)):
        store.remove(quad)
    assert Embeddable(store).at(reviews) is None  # two documents
    stated = ox.NamedNode(PREFIXES["reel"] + "statedIn")
    store.add(ox.Quad(ox.NamedNode(reviews[1]), stated, ox.NamedNode(f"{BASE}/source/desk-and-quiet")))
    block = Embeddable(store).at(reviews)
    assert block is not None
    assert block.draft["aggregateRating"]["ratingCount"] == 2


def test_reviews_of_other_films_or_publications_are_not_put_together(shared: ox.Store) -> None:
    store = ox.Store()
    store.extend(shared)
    second, other = ox.NamedNode(f"{BASE}/review/second"), ox.NamedNode(f"{BASE}/publication/other")
    (quad,) = store.quads_for_pattern(second, ox.NamedNode(PREFIXES["reel"] + "publication"), None)
    store.remove(quad)
    store.add(ox.Quad(second, quad.predicate, other))
    store.add(ox.Quad(other, ox.NamedNode(PREFIXES["reel"] + "name"), ox.Literal("Other")))
    client = archive.client_of(create_app(archive.PublishedStore(store, BASE), Settings.of({})))
    assert client.get("/jsonld", query_string={"url": PAGE}).status_code == 409
