"""Pages of several articles: two critics' reviews are two, and what stands beside a review is no second."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graph.sources import read

if TYPE_CHECKING:
    from graph.records import DocumentRecord

ONE = (
    "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more of "
    "her than that, which turns out to be plenty for two hours in the dark with the engine running."
)
TWO = (
    "It takes ninety minutes to get a truck over a hill, and I have known trucks to do it in ten. The salt "
    "is very white, the sky is very blue, and nobody on that road has a single thing to say to anybody."
)
THREE = (
    "The tenderest story of its year is told through a kitchen window, and I would not trade a pane of it "
    "for the whole of the summer's trucks, or for any of the mountains that they have to be driven over."
)
BY = '<p class="byline">By {}</p>'
ANN, BO = BY.format("Ann Lee"), BY.format("Bo Hart")
HEAD = "<!doctype html><html><head><title>{}</title></head><body>{}</body></html>"


def page(body: str, title: str = "Both sides") -> DocumentRecord:
    return read(HEAD.format(title, body).encode(), name="page.html")


def rows(record: DocumentRecord) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Of each review: film, critics, rating."""
    films = {film.key: film.title.value for film in record.films}
    return [
        (
            films[review.film], tuple(critic.value for critic in review.critics),
            review.rating.value.value if review.rating else None,
        )
        for review in record.reviews
    ]  # fmt: skip


TWO_CRITICS = [("Salt Road", ("Ann Lee",), "3.5"), ("Salt Road", ("Bo Hart",), "1")]


@pytest.mark.parametrize(
    "body",
    [
        (
            f"<h1>Salt Road (1999)</h1><article><h2>A slow triumph</h2>{ANN}<p>★★★½ out of four</p>"
            f"<p>{ONE}</p></article><article><h2>A slow disaster</h2>{BO}<p>★ out of four</p><p>{TWO}</p>"
            "</article>"
        ),
        (
            f"<h1>Salt Road (1999)</h1><article><h2>Ann Lee’s view</h2><p>Rating: 3.5/4</p><p>{ONE}</p>"
            f"</article><article><h2>Bo Hart’s view</h2><p>Rating: 1/4</p><p>{TWO}</p></article>"
        ),
        (
            f"<h1>Head to head</h1><article><h2>Salt Road (1999)</h2>{ANN}<p>Directed by Bo Li. "
            f"Starring Al Roe. 99 minutes.</p><p>Rating: 3.5/4</p><p>{ONE}</p></article>"
            f"<article><h2>Salt Road (1999)</h2>{BO}<p>Rating: 1/4</p><p>{TWO}</p></article>"
        ),
        (
            f"<article><h1>Salt Road (1999)</h1><section class='review'>{ANN}<p>Rating: 3.5/4</p><p>{ONE}</p>"
            f"</section><section class='review'>{BO}<p>Rating: 1/4</p><p>{TWO}</p></section></article>"
        ),
        (
            f"<H1>Salt Road (1999)</H1><ARTICLE><H2>Ann Lee</H2><P>Rating: 3.5/4</P><P>{ONE}</P></ARTICLE>"
            f"<ARTICLE><H2>Bo Hart</H2><P>Rating: 1/4</P><P>{TWO}</P></ARTICLE>"
        ),
        (
            f"<h1>Salt Road (1999)</h1><article>{ANN}<p>Rating: 3.5/4</p><p>{ONE}</p></article>"
            f"<article>{BO}<p>Rating: 1/4</p><p>{TWO}</p></article><h2>Related reviews</h2>"
            f"<article><h3>Otto</h3><p>**</p><p>By Di Hay</p><p>{THREE}</p></article>"
        ),
    ],
)  # fmt: skip
def test_two_critics_of_one_film_are_two_reviews_of_it(body: str) -> None:
    record = page(body)
    assert rows(record) == TWO_CRITICS
    (film,) = record.films
    assert film.year is not None
    assert film.year.value == 1999
    first, second = record.reviews
    assert first.text is not None
    assert second.text is not None
    assert (first.text.value, second.text.value) == (ONE, TWO)
    assert [review.key for review in record.reviews] == ["review", "review-2"]


def test_what_either_states_of_the_film_is_the_films() -> None:
    record = page(
        f"<article><h2>Salt Road (1999)</h2>{ANN}<p>Directed by Bo Li</p><p>Rating: 3/4</p><p>{ONE}</p>"
        f"</article><article><h2>Salt Road (1999)</h2>{BO}<p>Directed by Bo Li. Starring Al Roe. "
        f"99 minutes.</p><p>Rating: 1/4</p><p>{TWO}</p></article>"
    )
    (film,) = record.films
    assert film.runtime_minutes is not None
    assert film.runtime_minutes.value == 99
    assert [(role.film, role.job, role.name.value) for role in record.roles] == [
        ("film", "director", "Bo Li"), ("film", "actor", "Al Roe"),
    ]  # fmt: skip


def test_each_article_of_another_film_is_its_review() -> None:
    record = page(
        f"<main><article><h2>Salt Road (1999)</h2>{ANN}<p>Directed by Bo Li.</p><p>Rating: 3.5/4</p>"
        f"<p>{ONE}</p></article><article><h2>Window (2001)</h2>{BO}<p>Directed by Cy Doe.</p>"
        f"<p>Rating: 4/4</p><p>{THREE}</p></article></main>"
    )
    assert rows(record) == [("Salt Road", ("Ann Lee",), "3.5"), ("Window", ("Bo Hart",), "4")]
    assert [(role.film, role.name.value) for role in record.roles] == [
        ("film", "Bo Li"),
        ("film-2", "Cy Doe"),
    ]


def test_two_films_of_one_title_stay_two() -> None:
    record = page(
        f"<article><h2>Salt Road (1956)</h2>{ANN}<p>Rating: 3.5/4</p><p>{ONE}</p></article>"
        f"<article><h2>Salt Road (1999)</h2>{ANN}<p>Rating: 1/4</p><p>{TWO}</p></article>"
    )
    assert [film.year and film.year.value for film in record.films] == [1956, 1999]
    assert [review.film for review in record.reviews] == ["film", "film-2"]


def test_data_speak_for_the_critic_whom_they_name() -> None:
    def review(name: str, rating: float, day: str) -> dict[str, object]:
        return {
            "@type": "Review", "author": {"@type": "Person", "name": name}, "datePublished": day,
            "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": 4},
        }  # fmt: skip

    data = {
        "@context": "https://schema.org", "@type": "Movie", "name": "Salt Road",
        "review": [review("Bo Hart", 1, "1999-05-02"), review("Ann Lee", 3.5, "1999-05-01")],
    }  # fmt: skip
    record = page(
        f'<script type="application/ld+json">{json.dumps(data)}</script><h1>Salt Road (1999)</h1>'
        f"<article>{ANN}<p>{ONE}</p></article><article>{BO}<p>{TWO}</p></article>"
    )
    assert rows(record) == TWO_CRITICS
    assert [str(one.published_on and one.published_on.value) for one in record.reviews] == [
        "1999-05-01", "1999-05-02",
    ]  # fmt: skip


MAIN = (
    f"<article><h1>Salt Road (1999)</h1>{ANN}<p>Rating: 3.5/4</p><p>{ONE}</p><p>{ONE[:-1]}, again.</p>"
    "</article>"
)
OTTO = f"<article><h3>Otto</h3><p>**</p>{BO}"


@pytest.mark.parametrize(
    "beside",
    [
        # Teasers of other reviews: a heading that leads away, an excerpt, a section that says so.
        "".join(
            f"<article><h3><a href='/otto-{n}'>Otto {n}</a></h3><p>**</p>{BO}<p>{TWO}</p></article>"
            for n in "abc"
        ),
        f"{OTTO}<p>{TWO[:-1]} […]</p></article>" * 2,
        f"{OTTO}<p>{TWO}</p><p><a href='/otto'>Continue reading Otto →</a></p></article>",
        f"<h2>You might also like</h2><article><h3>Otto</h3><p>**</p>{BO}<p>{TWO}</p></article>",
        # Another film's review under a head that names the first.
        f"<article><h3>Otto (2001)</h3><p>Rating: 2/4</p>{BO}<p>{TWO}</p></article>",
        # Comments.
        (
            f"<h2>2 comments</h2><article><h4>Bob Miller</h4><p>{TWO}</p></article>"
            f"<article><h4>Di Hay</h4><p>{THREE}</p></article>"
        ),
        f'<article class="comment"><p>By Bob Miller</p><p>{TWO}</p></article>',
        f"<article><p>Bob Miller, May 3, 1999</p><p>{TWO}</p></article>",
        # The critic, and the verdict in a box.
        f"<article><h3>Ann Lee</h3><p>Ann Lee has reviewed films for the Ledger. {TWO}</p></article>",
        "<article><h3>Verdict</h3><p>Rating: 3.5/4</p><p>Slow, white and worth it.</p></article>",
        # The same for narrow screens.
        f"<article class='narrow'><h1>Salt Road (1999)</h1>{ANN}<p>Rating: 3.5/4</p><p>{ONE}</p></article>",
    ],
)  # fmt: skip
def test_what_stands_beside_a_review_is_no_second(beside: str) -> None:
    for body in (MAIN + beside, f"<main>{MAIN}</main>{beside}"):
        record = page(body, "Salt Road (1999) review | The Ledger")
        assert rows(record) == [("Salt Road", ("Ann Lee",), "3.5")]


def test_data_with_several_reviews_cut_a_page_that_prints_their_titles() -> None:
    def review(title: str, rating: float) -> dict[str, object]:
        return {
            "@type": "Review", "author": {"@type": "Person", "name": "Ann Lee"},
            "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": 4},
            "itemReviewed": {"@type": "Movie", "name": title, "dateCreated": "1999"},
        }  # fmt: skip

    data = {"@context": "https://schema.org", "@graph": [review("Salt Road", 3.5), review("Window", 0)]}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    record = page(
        f"{script}<h1>Out this week</h1><h2>Salt Road</h2><p>{ONE}</p><h2>Window</h2><p>{THREE}</p>"
    )
    assert rows(record) == [("Salt Road", ("Ann Lee",), "3.5"), ("Window", ("Ann Lee",), "0")]
    assert [film.year and film.year.value for film in record.films] == [1999, 1999]
    # A page of one film may have data about another's review, and print that one's title, too.
    one = page(f"{script}<h1>Salt Road</h1><p>{ONE}</p><h2>Window</h2><p>{THREE}</p>")
    assert rows(one) == [("Salt Road", ("Ann Lee",), "3.5")]
