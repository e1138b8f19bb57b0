"""Pages with reviews of several films: a Review each in one block, by every way to embed, and read back."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import jinja2
import pytest
from click.testing import CliRunner
from flask import Flask, render_template_string

from graph.build import ingest
from graph.export.html_blocks import Page
from graph.export.rules import findings
from graph.intake.outcome import Options
from graph.store import Dataset
from server.app import create_app
from server.command import main
from server.flask_extension import Blocks, Reelgraph
from server.settings import Settings
from tests.graph.export.blocks import shacl
from tests.server import archive

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://pier.example/"
ONE = "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more."
TWO = "A comedy about a burglar who is afraid of cats, which is funny for as long as it takes to read this."
THREE = (
    "The tenderest story of its year is told through a kitchen window, and I would not trade a pane of it."
)
HEAD = (
    '<!doctype html><html><head><title>{0}</title><meta property="og:site_name" content="The Pier">'
    f'<link rel="canonical" href="{SITE}{{1}}"></head><body><main><h1>{{0}}</h1>'
)
CAPSULES = (
    f"{HEAD.format('Short takes', 'short-takes')}<p class=byline>By Ann Lee</p>"
    "<time datetime=1999-05-01>May</time>"
    f'<h3>"Window &amp; Door" ****</h3><p>{THREE} (R, 101 minutes)</p><h3>"Salt" ***1/2</h3><p>{ONE} (PG)</p>'
    f'<h3>"Nothing"</h3><p>{TWO} (R, 90 minutes)</p><h3>"Otto" 0 stars</h3><p>{TWO} (PG-13, 94 minutes)</p>'
    "</main></body></html>"
)
GUIDE = (
    f"{HEAD.format('Week 3', 'week-3')}<p class=date>October 3, 1996</p>"
    "<h2>Quarry (PG)</h2><p>Director: Bo Li. With Al Roe, Ed Fox. (99 min.)</p>"
    f"<p><b>Ann Lee ***1/2</b></p><p>{ONE}</p><p><b>Di Hay **1/2</b></p><p>{TWO}</p>"
    "<h2>Lantern Street (R)</h2><p>Director: Cy Doe. With Flo Gee. (90 min.)</p>"
    f"<p><b>Ann Lee *</b></p><p>{THREE}</p></main></body></html>"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with pages of several reviews, and what was read from it."""
    folder = tmp_path_factory.mktemp("pier")
    (folder / "site").mkdir()
    (folder / "site" / "short-takes.html").write_text(CAPSULES, encoding="utf-8")
    (folder / "site" / "week-3.html").write_text(GUIDE, encoding="utf-8")
    ingest(Dataset(folder / "data"), [folder / "site"], Options(best="4"))
    return folder


def reelgraph(data: Path, *arguments: object) -> Any:
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}
    words = ["--data", str(data), *map(str, arguments)]
    return CliRunner().invoke(main, words, env=environment, catch_exceptions=False)


def block_of(file: Path) -> Any:
    return json.loads(Page(file.read_bytes()).block() or "null")


def test_each_review_of_the_page_has_its_own_in_the_order_of_the_page(place: Path, tmp_path: Path) -> None:
    run = reelgraph(place / "data", "export", "html", "--in", place / "site", "--out", tmp_path, "--json")
    assert run.exit_code == 0
    block = block_of(tmp_path / "short-takes.html")
    assert findings(block) == []
    assert shacl(block) == set()
    rows = [(one["@type"], one["itemReviewed"]["name"], one["reviewRating"]["ratingValue"])
            for one in block["@graph"]]  # fmt: skip
    assert rows == [("Review", "Window & Door", 4), ("Review", "Salt", 3.5), ("Review", "Otto", 0)]
    assert {one["url"] for one in block["@graph"]} == {f"{SITE}short-takes"}
    assert {one["datePublished"] for one in block["@graph"]} == {"1999-05-01"}
    assert (
        len({one["@id"] for one in block["@graph"]} | {one["itemReviewed"]["@id"] for one in block["@graph"]})
        == 6
    )
    # The one that prints no rating is left out of the block, and that is said.
    pages = {page["file"]: page for page in json.loads(run.stdout)["pages"]}
    assert pages["short-takes.html"]["outcome"] == "put"
    said = "1 of its 4 reviews are not in the block: nothing-ann-lee lacks a rating."
    assert pages["short-takes.html"]["why"] == said


def test_several_critics_of_one_of_the_films_stand_within_it_with_their_average(
    place: Path, tmp_path: Path
) -> None:
    reelgraph(place / "data", "export", "html", "--in", place / "site", "--out", tmp_path)
    block = block_of(tmp_path / "week-3.html")
    film, review = block["@graph"]
    assert (film["@type"], film["name"], review["itemReviewed"]["name"]) == (
        "Movie",
        "Quarry",
        "Lantern Street",
    )
    assert film["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 3, "ratingCount": 2, "bestRating": 4, "worstRating": 0,
    }  # fmt: skip
    assert [one["author"]["name"] for one in film["review"]] == ["Ann Lee", "Di Hay"]
    assert findings(block) == []
    assert shacl(block) == set()


def test_every_way_to_embed_gives_the_same(place: Path, tmp_path: Path) -> None:
    reelgraph(place / "data", "export", "html", "--in", place / "site", "--out", tmp_path / "out")
    reelgraph(place / "data", "export", "jsonld", "--out", tmp_path / "blocks")
    manifest = json.loads((tmp_path / "blocks" / "manifest.json").read_bytes())
    version = Dataset(place / "data").version()
    client = archive.client_of(
        create_app(archive.PublishedStore(version.store, version.base), Settings.of({}))
    )
    app = Flask(__name__)
    Reelgraph(app, data=place / "data")
    environment = jinja2.Environment(autoescape=True)
    Blocks(place / "data").install(environment)
    template = "{{ reelgraph_jsonld(url) }}"
    for name in ("short-takes", "week-3"):
        address = f"{SITE}{name}"
        block = block_of(tmp_path / "out" / f"{name}.html")
        (entry,) = [entry for entry in manifest["blocks"] if address in entry["pages"]]
        assert json.loads((tmp_path / "blocks" / entry["file"]).read_bytes()) == block
        assert len(entry["reviews"]) == 3
        assert json.loads(client.get("/jsonld", query_string={"url": address}).data) == block
        asked = client.get("/jsonld", query_string={"url": address, "format": "script"}).text.strip()
        assert json.loads(asked.partition(">")[2].removesuffix("</script>")) == block
        with app.test_request_context():
            assert render_template_string(template, url=address) == asked
        assert environment.from_string(template).render(url=address) == asked


def test_a_page_with_the_block_read_again_says_what_it_was_made_from(place: Path, tmp_path: Path) -> None:
    reelgraph(place / "data", "export", "html", "--in", place / "site", "--out", tmp_path / "out")
    ingest(Dataset(tmp_path / "again"), [tmp_path / "out"])  # without --best: the block says out of how many
    run = reelgraph(
        tmp_path / "again", "export", "html", "--in", tmp_path / "out", "--out", tmp_path / "out2", "--json"
    )
    assert {page["outcome"] for page in json.loads(run.stdout)["pages"]} == {"unchanged"}
    for name in ("short-takes.html", "week-3.html"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "out2" / name).read_bytes()


def test_what_a_visitor_sees_goes_before_our_block_of_last_week(place: Path, tmp_path: Path) -> None:
    reelgraph(place / "data", "export", "html", "--in", place / "site", "--out", tmp_path)
    for name, old, new in (("short-takes.html", "***1/2", "**"), ("week-3.html", "Hay **1/2", "Hay ****")):
        changed = (tmp_path / name).read_text(encoding="utf-8").replace(old, new, 1)
        (tmp_path / name).write_text(changed, encoding="utf-8")
    ingest(Dataset(tmp_path / "data"), [tmp_path])
    reelgraph(tmp_path / "data", "export", "html", "--in", tmp_path, "--out", tmp_path.with_name("changed"))
    capsules = block_of(tmp_path.with_name("changed") / "short-takes.html")["@graph"]
    assert [one["reviewRating"]["ratingValue"] for one in capsules] == [4, 2, 0]
    assert {one["reviewRating"]["bestRating"] for one in capsules} == {4}
    film = block_of(tmp_path.with_name("changed") / "week-3.html")["@graph"][0]
    assert [one["reviewRating"]["ratingValue"] for one in film["review"]] == [3.5, 4]


def test_the_trail_stands_beside_them_all(place: Path, tmp_path: Path) -> None:
    trail = ["--breadcrumb", f"Home={SITE}", "--breadcrumb", f"Film={SITE}film"]
    reelgraph(place / "data", "export", "html", "--in", place / "site", "--out", tmp_path, *trail)
    *reviews, steps = block_of(tmp_path / "short-takes.html")["@graph"]
    assert [one["@type"] for one in reviews] == ["Review"] * 3
    assert [step["name"] for step in steps["itemListElement"]] == ["Home", "Film"]
    assert findings(steps) == []
