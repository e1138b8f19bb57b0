"""HTML pages: structured data, visible credits, and what stands around them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from graph.evidence.source_graph import Source, evidence
from graph.records import DocumentRecord, Rating, SetAside
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


@pytest.mark.parametrize("encoding", ["windows-1251", "iso-8859-2", "Shift_JIS", "gb2312", "euc-kr"])
def test_a_page_is_in_the_encoding_that_it_says(encoding: str) -> None:
    name = {"windows-1251": "Анна Ли", "iso-8859-2": "Jiří Kšír", "euc-kr": "공승연"}.get(encoding, "王家")
    html = (
        f'<!doctype html><html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
        f"</head><body><h1>The Bee Field (2019)</h1><p>Directed by: {name}</p><p>{ONE}</p></body></html>"
    )
    record = read(html.encode(encoding))
    assert [role.name.value for role in record.roles] == [name]
    assert not record.complaints


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- saved from url=(0028)https://reel.example/bee -->",
        "<!--\n Page saved with SingleFile \n url: https://reel.example/bee\n saved date: Mon Jan 01\n-->",
    ],
)
def test_a_browser_notes_where_it_saved_a_page(mark: str) -> None:
    html = f"<!doctype html>\n{mark}<html><body><h1>The Bee Field (2019)</h1><p>{ONE}</p></body></html>"
    (review,) = read(html.encode()).reviews
    assert review.page is not None
    assert review.page.value == "https://reel.example/bee"


def test_a_paragraph_that_opens_with_the_director_and_tells_the_story_is_text() -> None:
    story = (
        "Directed by Jo Marsh. It follows a ferryman and the child who will not speak with the patience of a "
        "fisherman, and the camera waits, and so do we."
    )
    html = f"<!doctype html><html><body><h1>The Bee Field (2019)</h1><p>{story}</p><p>{ONE}</p></body></html>"
    record = read(html.encode())
    assert record.reviews[0].text is not None
    assert record.reviews[0].text.value == f"{story}\n\n{ONE}"
    assert [role.name.value for role in record.roles] == ["Jo Marsh"]


def data_and(published: str, page: str, publisher: str = "Reel") -> str:
    by = {"@type": "Organization", "name": publisher}
    article = {"@type": "Article", "headline": "A bee", "datePublished": published, "publisher": by}
    data = json.dumps({"@context": "https://schema.org", "@graph": [article]})
    return (
        f'<!doctype html><html><head><meta property="og:site_name" content="The Reel">'
        f'<script type="application/ld+json">{data}</script></head><body><h1>The Bee Field (2019)</h1>{page}'
        f"<p>{ONE}</p></body></html>"
    )


@pytest.mark.parametrize(
    ("moment", "printed", "day"),
    [
        ("2019-05-04T03:30:00+00:00", "2019-05-03T20:30:00-07:00", date(2019, 5, 3)),
        ("2019-05-03T20:30:00Z", "2019-05-04", date(2019, 5, 4)),
        ("2019-05-04T20:30:00Z", "2019-05-03", date(2019, 5, 4)),  # no zone is that far from UTC
        ("2019-05-04T03:30:00-07:00", "2019-05-03", date(2019, 5, 4)),
    ],
)
def test_a_moment_in_utc_is_the_day_that_the_page_prints(moment: str, printed: str, day: date) -> None:
    html = data_and(moment, f'<p>By Ann Lee <time datetime="{printed}">then</time></p>')
    assert value(read(html.encode()).reviews[0].published_on) == day


def test_a_publication_is_what_the_site_is_called_and_not_the_company_that_owns_it() -> None:
    papers = [
        value(read(data_and("2019-05-03", "", name).encode()).reviews[0].publication)
        for name in ("Reel Media LLC", "Reel Daily")
    ]
    assert papers == ["The Reel", "Reel Daily"]


def with_data(*data: dict[str, object], by: str = "") -> DocumentRecord:
    blocks = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in data)
    body = f"<h1>The Bee Field</h1>{by}<p>{ONE}</p>"
    return read(f"<!doctype html><html><head>{blocks}</head><body>{body}</body></html>".encode())


def test_readers_reviews_in_the_data_are_not_the_critics() -> None:
    readers = [
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": name},
            "reviewRating": {"ratingValue": stars},
        }
        for name, stars in (("moviefan88", 10), ("Bo Li", 1))
    ]
    film: dict[str, object] = {
        "@type": "Movie",
        "name": "The Bee Field",
        "dateCreated": "2019",
        "review": readers,
    }
    record = with_data(film, by='<p class="byline">By Ann Lee</p>')
    assert [critic.value for critic in record.reviews[0].critics] == ["Ann Lee"]
    assert record.reviews[0].rating is None
    record = with_data(film, by='<p class="byline">By Bo Li</p>')
    assert value(record.reviews[0].rating) == Rating("1", None, None)
    own: dict[str, object] = {
        "@type": "Review", "itemReviewed": {"@type": "Movie", "name": "The Bee Field"},
        "author": "Ann Lee", "reviewRating": {"ratingValue": "4 out of 5"},
    }  # fmt: skip
    assert value(with_data(film, own).reviews[0].rating) == Rating("4", "5", None)


@pytest.mark.parametrize(("kind", "called"), [("TVSeries", "a series"), ("Book", "a book")])
def test_a_page_whose_data_are_of_another_work_is_no_review_of_a_film(kind: str, called: str) -> None:
    review: dict[str, object] = {
        "@type": "Review", "itemReviewed": {"@type": kind, "name": "The Bee Field"},
        "author": "Ann Lee", "reviewRating": {"ratingValue": 4},
    }  # fmt: skip
    with pytest.raises(SetAside, match=called):
        with_data(review)


def test_the_paragraph_with_which_agencies_close_has_stars_and_a_content_rating() -> None:
    close = (
        "“The Bee Field,” a Lionhead release, is rated R by the Motion Picture Association for language. "
        "Running time: 112 minutes. Two and a half stars out of four."
    )
    record = with_data(by=f"<p>By Ann Lee</p><p>{TWO}</p><p>{close}</p>")
    (film,), (review,) = record.films, record.reviews
    assert (value(film.content_rating), value(film.runtime_minutes)) == ("R", 112)
    assert value(review.rating) == Rating("2.5", "4", None)


def test_a_year_behind_a_title_in_the_news_makes_no_review() -> None:
    story = (
        "Ann Lee will direct “The Bee Field” (2026), the producers said on Monday. Shooting starts in May at "
        "Bergen, and ends when the bees do."
    )
    html = (
        f"<!doctype html><html><body><h1>Ann Lee to direct “The Bee Field”</h1><p>{story}</p></body></html>"
    )
    with pytest.raises(SetAside):
        read(html.encode())


def test_what_readers_gave_is_neither_the_critics_rating_nor_a_headline() -> None:
    html = (
        "<!doctype html><html><body><h1>The Bee Field (2019)</h1><p>Readers: 2.1/5 from 40 so far</p>"
        f"<p>By Ann Lee</p><p>{ONE}</p></body></html>"
    )
    (review,) = read(html.encode()).reviews
    assert (review.rating, review.headline) == (None, None)


def test_what_one_line_says_of_several_is_one_fact_about_them_all() -> None:
    text = (
        "The Bee Field (2019)\n\nBy Ann Lee\n\nDirected by Rosa Diaz\n\n"
        f"Cast: Maria Torres (Ana), Joon Park (Lee), June Park\n\n{ONE}\n\n{TWO}\n\n{THREE}\n"
    )
    source = Source("urn:s", "page.txt", "sha256:0", "2024-01-01T00:00:00Z", "test")
    nodes, _ = evidence(read(text.encode(), name="page.txt"), source)
    facts = [node for node in nodes.values() if node["type"] == ["Fact"]]
    cast = {
        name: [iri for iri, node in nodes.items() if name in node and "billing" in node]
        for name in ("creditedAs", "characterName")
    }
    assert [len(roles) for roles in cast.values()] == [3, 2]
    said = {name: [fact for fact in facts if fact["firstLine"] == ["7"] and REEL + name in fact["property"]]
            for name in cast}  # fmt: skip
    assert {name: [fact["about"] for fact in found] for name, found in said.items()} == {
        name: [roles] for name, roles in cast.items()
    }
    every = [(about, name) for fact in facts for about in fact["about"] for name in fact["property"]]
    assert len(every) == len(set(every))
    assert {about for about, _ in every} >= {iri for iri, node in nodes.items() if node["type"] == ["Role"]}
