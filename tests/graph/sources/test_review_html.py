"""HTML pages: structured data, visible credits, and what stands around them."""

from __future__ import annotations

from datetime import date

import pytest

from graph.evidence import Source, evidence
from graph.records import Rating, SetAside
from graph.sources import read
from ontology import REEL
from tests.graph.sources.pages import ONE, THREE, TWO, cast, crew, page, text_of, value

DATA = """<script type="application/ld+json">
/* <![CDATA[ */
{"@context": "https://schema.org", "@type": "Review",
 "author": {"@type": "Person", "name": "Ann Lee"},
 "datePublished": "2019-05-03",
 "publisher": {"@type": "Organization", "name": "The Lantern"},
 "reviewRating": {"@type": "Rating", "ratingValue": 3.5, "bestRating": "4", "worstRating": "0"},
 "itemReviewed": {"@type": "Movie", "name": "The Bee Field", "sameAs": "https://www.imdb.com/title/tt1234567/",
   "director": {"@type": "Person", "name": "Rosa Diaz"},
   "actor": [{"@type": "Person", "name": "Maria Torres"}, {"@type": "Person", "name": "June Park"}]}}
/* ]]> */
</script>"""
HTML = f"""<!DOCTYPE html>
<html><head><title>The Bee Field movie review | The Lantern</title>
{DATA}
<script type="application/ld+json">{{"broken": }}</script>
</head><body class="has-sidebar">
<nav><a href="/">Home</a></nav>
<main><article>
<header><h1>The Bee Field</h1>
<p class="byline">By <a href="/x">Ann Lee</a></p>
<div>104 minutes ‧ R ‧ 2019</div>
<img class="filled star35" alt=""></header>
<div class="entry-content">
<p>{ONE}</p>
<div class="advertisement">Advertisement</div>
<p>{TWO}</p>
<p>{THREE}</p>
<p><em>Now playing in theaters.</em></p>
</div>
<div class="author-bio"><h4>Ann Lee</h4><p>Ann Lee is a film critic who has written for many places, and
some of them are still alive.</p></div>
<section class="credits"><h3>Cast</h3>
<div class="cast-row"><div class="actor">Maria Torres</div><div class="character">Ana</div></div>
<div class="cast-row"><div class="actor">Joon Park</div><div class="character">Lee</div></div>
<h3>Writer</h3><ul><li>Rosa Diaz</li><li>Tom Ford</li></ul>
<table><tr><th>Cinematographer</th><td>Bo Li<br>Sam Hill</td></tr></table>
<h3>Composer</h3><ul></ul></section>
</article>
<section class="related"><h3>Related</h3><h4>Other Film (2001)</h4><img class="star10"></section>
</main></body></html>"""


def test_structured_data_and_the_visible_page_make_one_record() -> None:
    record = page(HTML)
    (film,), (review,) = record.films, record.reviews
    assert record.kind == "review_html"
    assert (value(film.title), value(film.year), value(film.runtime_minutes)) == ("The Bee Field", 2019, 104)
    assert value(film.imdb_id) == "tt1234567"
    assert value(review.rating) == Rating("3.5", "4", "0")
    assert value(review.published_on) == date(2019, 5, 3)
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert value(review.publication) == "The Lantern"
    assert text_of(record) == f"{ONE}\n\n{TWO}\n\n{THREE}"


def test_visible_credits_win_the_spelling_and_the_difference_is_a_complaint() -> None:
    record = page(HTML)
    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Lee", None)]
    assert any("June Park" in complaint.message for complaint in record.complaints)


def test_crew_from_lists_tables_and_data() -> None:
    assert crew(page(HTML)) == [
        ("director", "Rosa Diaz"),
        ("writer", "Rosa Diaz"),
        ("writer", "Tom Ford"),
        ("cinematographer", "Bo Li"),
        ("cinematographer", "Sam Hill"),
    ]


def test_a_broken_block_is_a_complaint_with_its_line() -> None:
    broken = [complaint for complaint in page(HTML).complaints if "JSON-LD is broken" in complaint.message]
    assert [complaint.line for complaint in broken] == [HTML[: HTML.index('{"broken"')].count("\n") + 1]


def test_facts_of_the_data_point_into_their_block() -> None:
    first = HTML[: HTML.index("<script")].count("\n") + 1
    last = first + DATA.count("\n")
    published = page(HTML).reviews[0].published_on
    assert published is not None
    assert first <= published.first_line <= published.last_line <= last


def test_graph_with_references_microdata_and_no_data_at_all() -> None:
    graph = (
        '<script type="application/ld+json">{"@graph": [{"@type": ["Review"], "itemReviewed": {"@id": "#f"}, '
        '"author": {"@id": "#a"}}, {"@type": "Movie", "@id": "#f", "name": "The Bee Field"}, '
        '{"@type": "Person", "@id": "#a", "name": "Ann Lee"}]}</script>'
    )
    micro = (
        '<div itemscope itemtype="https://schema.org/Review"><b itemprop="author">Ann Lee</b>'
        '<span itemprop="itemReviewed" itemscope itemtype="https://schema.org/Movie">'
        '<i itemprop="name">The Bee Field</i></span></div>'
    )
    for data in (graph, micro):
        record = page(f"<html><body>{data}<p>{ONE}</p><p>{TWO}</p></body></html>")
        assert value(record.films[0].title) == "The Bee Field"
        assert [critic.value for critic in record.reviews[0].critics] == ["Ann Lee"]
    plain = page(f"<html><body><h1>The Bee Field (2019)</h1><p>{ONE}</p><p>{TWO}</p></body></html>")
    assert value(plain.films[0].year) == 2019


def test_labels_in_bold_before_breaks() -> None:
    record = page(
        f"<html><body><h1>Review: The Bee Field</h1><p><b>Director:</b> Rosa Diaz<br><b>Cast:</b> "
        f"Maria Torres, "
        f"Joon Park<br><b>Rating:</b> ★★★½☆</p><p>{ONE}</p><p>{TWO}</p></body></html>"
    )
    assert crew(record) == [("director", "Rosa Diaz")]
    assert value(record.reviews[0].rating) == Rating("3.5", "5", None)


@pytest.mark.parametrize(
    "hostile",
    [
        "<html><body>" + "<div>" * 30_000,
        "<html><p" * 20_000,
        '<html><script type="application/ld+json">' + "[" * 50_000 + "</script>",
        "<html><body><p>" + "<span>a" * 20_000,
    ],
)
def test_hostile_html_is_set_aside(hostile: str) -> None:
    with pytest.raises(SetAside):
        read(hostile.encode())


RDFA = """<!DOCTYPE html><html><head><title>The Bee Field</title></head><body vocab="https://schema.org/">
<article typeof="Review"><h1 property="name">A hum in the grass</h1>
<div property="itemReviewed" typeof="Movie"><span property="name">The Bee Field</span>
(<time property="dateCreated" datetime="2019">2019</time>)
<span property="director" typeof="Person"><span property="name">Rosa Diaz</span></span>
<a property="sameAs" href="https://www.imdb.com/title/tt7654321/">IMDb</a>
<meta property="duration" content="PT104M"></div>
<span property="author" typeof="Person"><span property="name">Ann Lee</span></span>
<div property="reviewRating" typeof="Rating"><span property="ratingValue">3</span>/<b
property="bestRating">5</b></div>
<p>95 minutes · PG · 2018</p>
<div property="reviewBody"><p>The Bee Field is a film about bees and their keepers, and it hums along for two
hours without ever landing on a flower.</p></div></article></body></html>"""


def test_rdfa_is_read_as_json_ld_is() -> None:
    record = read(RDFA.encode())
    (film,), (review,) = record.films, record.reviews
    assert film.imdb_id is not None
    assert (film.title.value, film.imdb_id.value) == ("The Bee Field", "tt7654321")
    assert [(role.job, role.name.value) for role in record.roles] == [("director", "Rosa Diaz")]
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert review.rating is not None
    assert (review.rating.value.value, review.rating.value.best) == ("3", "5")


def test_where_data_and_page_disagree_both_are_evidence_and_a_complaint_says_so() -> None:
    record = read(RDFA.encode())
    (film,) = record.films
    assert film.year is not None
    assert film.runtime_minutes is not None
    assert (film.year.value, film.runtime_minutes.value) == (2019, 104)
    assert {(one.field, one.fact.value) for one in film.dissent} == {("year", 2018), ("runtime_minutes", 95)}
    assert any("year twice: 2019" in one.message and "2018" in one.message for one in record.complaints)
    nodes, _ = evidence(record, Source("urn:s", "page.html", "sha256:0", "2024-01-01T00:00:00Z", "test"))
    assert nodes["urn:s#film"]["year"] == ["2019"]
    stated = [
        node
        for node in nodes.values()
        if node["type"] == ["Fact"] and REEL + "year" in node["property"] and node["about"] == ["urn:s#film"]
    ]
    assert len(stated) == 2
    assert ["95 minutes · PG · 2018"] in [node.get("quote") for node in stated]


def test_open_graph_names_a_films_people() -> None:
    page = (
        "<html><head><title>Review: The Bee Field (2019)</title>"
        '<meta property="og:type" content="video.movie">'
        '<meta property="video:director" content="Rosa Diaz"><meta property="video:duration" content="6240">'
        '<meta property="video:actor" content="https://db.example/al-roe"></head><body><h1>The Bee Field</h1>'
        "<p>The Bee Field is a film about bees and their keepers, and it hums along for two hours "
        "without ever landing on a flower.</p></body></html>"
    )
    record = read(page.encode())
    assert [(role.job, role.name.value) for role in record.roles] == [("director", "Rosa Diaz")]
    assert record.films[0].runtime_minutes is not None
    assert record.films[0].runtime_minutes.value == 104
