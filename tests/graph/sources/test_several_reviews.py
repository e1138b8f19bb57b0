"""Pages of several reviews: capsules, digests, guides; whose rating, whose words, and who is kept apart."""

from __future__ import annotations

import pytest

from graph.evidence.source_graph import Source, evidence
from graph.records import DocumentRecord, SetAside
from graph.sources import read

ONE = "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more."
TWO = "A comedy about a burglar who is afraid of cats, which is funny for as long as it takes to read this."
THREE = (
    "The tenderest story of its year is told through a kitchen window, and I would not trade a pane of it."
)


def page(text: str, name: str = "page.txt") -> DocumentRecord:
    return read(text.encode(), name=name)


def summary(record: DocumentRecord) -> list[tuple[object, ...]]:
    """Of each review: film, year, minutes, content rating, critics, rating, whether it has a text."""
    films = {film.key: film for film in record.films}
    rows: list[tuple[object, ...]] = []
    for review in record.reviews:
        film = films[review.film]
        rows.append(
            (
                film.title.value,
                film.runtime_minutes and film.runtime_minutes.value,
                film.content_rating and film.content_rating.value,
                tuple(critic.value for critic in review.critics),
                review.rating and review.rating.value.value,
                review.text and review.text.value,
            )
        )
    return rows


@pytest.mark.parametrize(
    "text",
    [
        f'"Salt" ***1/2\n\n{ONE} (PG, 115 minutes)\n\n"Otto" **\n\n{TWO} (PG-13, 94 minutes)\n',
        f"“Salt” ★★★½\n{ONE} (PG, 115 minutes)\n\n“Otto” ★★\n{TWO} (PG-13, 94 minutes)\n",
        f'"Salt" ***1/2 -- {ONE} (PG, 115 minutes)\n\n"Otto" ** -- {TWO} (PG-13, 94 minutes)\n',
        f'"Salt" (PG) ***1/2\n{ONE} Rated PG. 115 minutes.\n\n"Otto" (PG-13) **\n{TWO} 94 minutes.\n',
        (
            f'<h1>Short</h1><h3>"Salt" ***1/2</h3><p>{ONE} (PG, 115 minutes)</p>'
            f'<h3>"Otto" **</h3><p>{TWO} (PG-13, 94 minutes)</p>'
        ),
        f"Salt / ***1/2 (PG, 115 minutes)\n{ONE}\n\nOtto / ** (PG-13, 94 minutes)\n{TWO}\n",
    ],
)
def test_capsules_under_starred_titles_are_a_review_each(text: str) -> None:
    assert summary(page(text)) == [
        ("Salt", 115, "PG", (), "3.5", ONE),
        ("Otto", 94, "PG-13", (), "2", TWO),
    ]


def test_a_digest_of_one_film_is_known_by_its_form() -> None:
    assert summary(page(f"Face/Off Again / ***1/2 ()\n\n{ONE}\n")) == [
        ("Face/Off Again", None, None, (), "3.5", ONE)
    ]


def test_each_critic_of_a_guide_has_a_review_of_the_one_film() -> None:
    record = page(
        f"Salt (PG)\nDirector: Bo Li. With Al Roe, Ed Fox. (99 min.)\nAnn Lee ***\n{ONE}\n"
        f"Di Hay: B-. {TWO}\n\n"
        f"Otto (R)\nDirector: Cy Doe. With Flo Gee. (90 min.)\nDi Hay *\n{THREE}\n"
    )
    assert summary(record) == [
        ("Salt", 99, "PG", ("Ann Lee",), "3", ONE),
        ("Salt", 99, "PG", ("Di Hay",), "B-", TWO),
        ("Otto", 90, "R", ("Di Hay",), "1", THREE),
    ]
    assert [review.key for review in record.reviews] == ["review", "review-2", "review-3"]
    assert [(role.film, role.job, role.name.value) for role in record.roles] == [
        ("film", "actor", "Al Roe"),
        ("film", "actor", "Ed Fox"),
        ("film", "director", "Bo Li"),
        ("film-2", "actor", "Flo Gee"),
        ("film-2", "director", "Cy Doe"),
    ]


def test_words_above_each_name_are_that_critics() -> None:
    record = page(
        f"Salt (PG)\nDirector: Bo Li. With Al Roe. (99 min.)\n{ONE}\nAnn Lee ***\n{TWO}\nDi Hay **\n\n"
        f"Otto (R)\nDirector: Cy Doe. With Flo Gee. (90 min.)\n{THREE}\nDi Hay *\n"
    )
    assert [(row[3], row[5]) for row in summary(record)] == [
        (("Ann Lee",), ONE),
        (("Di Hay",), TWO),
        (("Di Hay",), THREE),
    ]


def test_a_page_says_once_who_writes_and_when() -> None:
    record = page(
        "Harbor Ledger\n\nFilm capsules\n\nBy Ann Lee\n\nMay 9, 1997\n\n"
        f'"Salt" ***\n\n{ONE}\n\n"Otto" **\n\n{TWO}\n\nAnn Lee reviews films for the Ledger.\n'
    )
    for review in record.reviews:
        assert [critic.value for critic in review.critics] == ["Ann Lee"]
        assert review.publication is not None
        assert review.publication.value == "Harbor Ledger"
        assert review.published_on is not None
        assert review.published_on.value.isoformat() == "1997-05-09"
    assert record.reviews[-1].text is not None
    assert record.reviews[-1].text.value == TWO


def test_data_in_the_page_speak_for_the_film_that_they_name() -> None:
    data = (
        '{"@type": "Review", "itemReviewed": {"@type": "Movie", "name": "Otto", "dateCreated": "1998",'
        ' "director": {"@type": "Person", "name": "Cy Doe"}}}'
    )
    record = page(
        f'<html><body><script type="application/ld+json">{data}</script><h3>"Salt" ***</h3><p>{ONE}</p>'
        f'<h3>"Otto" **</h3><p>{TWO}</p></body></html>'
    )
    assert [film.year and film.year.value for film in record.films] == [None, 1998]
    assert [(role.film, role.name.value) for role in record.roles] == [("film-2", "Cy Doe")]


def test_an_entry_without_words_costs_itself_alone() -> None:
    record = page(f'"Salt" ***\n\n{ONE}\n\n"Otto" **\n\n"Window" ****\n\n{THREE}\n')
    assert [film.title.value for film in record.films] == ["Salt", "Window"]
    assert any("'Otto'" in complaint.message and complaint.line == 5 for complaint in record.complaints)


@pytest.mark.parametrize(
    "text",
    [
        # A list of films rates none of them.
        "\n\n".join(f"Film {n} (20{n})\n\n{ONE}" for n in range(10, 15)),
        # Stars beside a link to another review make no second entry.
        "\n".join(f"{n}. Film {n} ***" for n in range(1, 9)),
    ],
)
def test_lists_are_no_reviews(text: str) -> None:
    with pytest.raises(SetAside):
        page(text)


def test_one_review_with_starred_links_beside_it_stays_one() -> None:
    record = page(
        f"The Bee Field (2019) ***\n\nBy Ann Lee\n\n{ONE}\n\n{TWO}\n\n{THREE}\n\nNow playing\n\n"
        '"Otto" **\n\nA comedy about cats...\n\n"Window" ****\n\nA love story...\n\n"Moth" ***\n\nA lift...\n'
    )
    assert [film.title.value for film in record.films] == ["The Bee Field"]


def test_one_name_on_two_films_is_two_people_and_on_two_reviews_one_critic() -> None:
    record = page(
        f"Salt (PG)\nDirector: Bo Li. With John Smith. (99 min.)\nAnn Lee ***\n{ONE}\n\n"
        f"Otto (R)\nDirector: Cy Doe. With John Smith. (90 min.)\nAnn Lee *\n{TWO}\n"
    )
    nodes, _ = evidence(record, Source("urn:s", "page.txt", "sha256:0", "2024-01-01T00:00:00Z", "test"))
    named = {iri for iri, node in nodes.items() if node.get("name") == ["John Smith"]}
    assert named == {"urn:s#person-john-smith", "urn:s#person-john-smith-2"}
    played = {
        node["person"][0]: node["film"][0]
        for node in nodes.values()
        if node.get("creditedAs") == ["John Smith"]
    }
    assert played == {
        "urn:s#person-john-smith": "urn:s#film",
        "urn:s#person-john-smith-2": "urn:s#film-2",
    }
    assert [iri for iri, node in nodes.items() if node.get("name") == ["Ann Lee"]] == ["urn:s#critic-ann-lee"]
