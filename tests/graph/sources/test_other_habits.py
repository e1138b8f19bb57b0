"""Habits of papers that the samples do not have, each found on a page written for another paper's sake."""

from __future__ import annotations

from graph.sources.columns.one_line import parted
from graph.sources.lines import Unit
from tests.graph.sources.pages import ONE, PROSE, THREE, cast, crew, page, text_of, value

GUIDE = """Metro Film Guide
Week of June 6, 1997

Bees and Fences (PG)
Dir: Olga Rehn. Starring: Per Lund, Siv Ahl. 98 min.
Fern Addison: ***1/2
Two beekeepers marry for the sake of a field.
Gus Farrow: **
A cop who cannot count chases a thief who cannot stop.

Count to Ten (R)
Dir: Max Orr. Starring: Leo Pine, Dot Weems. 101 min.
Fern Addison: *
Handsome, earnest and four hours long.
"""


def test_a_guide_that_shortens_director_and_puts_colons_behind_critics() -> None:
    record = page(GUIDE)
    assert [(film.title.value, value(film.runtime_minutes)) for film in record.films] == [
        ("Bees and Fences", 98),
        ("Count to Ten", 101),
    ]
    said = [(review.critics[0].value, value(review.rating).value) for review in record.reviews]
    assert said == [("Fern Addison", "3.5"), ("Gus Farrow", "2"), ("Fern Addison", "1")]


def test_stars_of_several_critics_on_one_line() -> None:
    text = GUIDE.replace("Fern Addison: ***1/2\n", "").replace(
        "Gus Farrow: **\n", "Addison ***1/2, Farrow **\n"
    )
    assert [(one.critics[0].value, value(one.rating).value) for one in page(text).reviews[:2]] == [
        ("Fern Addison", "3.5"),  # who has her whole name further down
        ("Farrow", "2"),
    ]


def test_a_pocket_guides_entry_on_one_line() -> None:
    text = (
        "Pocket Film Guide\n\n"
        "Bees and Fences (1994) ***1/2 D: Olga Rehn. Per Lund, Siv Ahl. Two marry for a field. [PG]\n\n"
        "Count to Ten (1978) ** D: Max Orr. Leo Pine, Dot Weems. A cop who cannot count runs late. [R]\n"
    )
    record = page(text)
    assert [(film.title.value, value(film.year), value(film.content_rating)) for film in record.films] == [
        ("Bees and Fences", 1994, "PG"),
        ("Count to Ten", 1978, "R"),
    ]
    assert [value(review.text) for review in record.reviews] == [
        "Two marry for a field.",
        "A cop who cannot count runs late.",
    ]
    assert crew(record) == [("director", "Olga Rehn"), ("director", "Max Orr")]
    assert [name for name, _, _ in cast(record)] == ["Per Lund", "Siv Ahl", "Leo Pine", "Dot Weems"]


def test_prose_is_no_pocket_guides_entry() -> None:
    unit = Unit("Otto (1978) ** D: nothing here is a name, and so it stays one line of text.", 1, 1)
    assert [one.text for one in parted(unit)] == [unit.text]


def test_facts_before_the_people_in_the_last_paragraph_and_the_title_above_them() -> None:
    html = (
        "<!DOCTYPE html><html><head><title>Paper Hats: a tale - The Coast Herald</title></head><body>"
        f"<h1>Paper Hats: a tale</h1><p>By Ada Finch</p><p>{ONE}</p><p>{THREE}</p><p><b>“Paper Hats”</b></p>"
        "<p>Not rated. Running time: 1 hour 32 minutes. Directed by Cora Lind; starring Max Weil.</p>"
    )
    record = page(html, "page.html")
    assert record.films[0].title.value == "Paper Hats"
    assert value(record.films[0].runtime_minutes) == 92
    assert value(record.reviews[0].publication) == "The Coast Herald"
    assert text_of(record) == f"{ONE}\n\n{THREE}"
    assert crew(record) == [("director", "Cora Lind")]


def test_the_content_rating_behind_the_stars_that_head_credits() -> None:
    tail = "OTTO *** (PG-13) Directed by Bo Li. 119 min."
    text = f'Coast Herald\n\n"Otto" is late\n\nBy Al Doe\n\n{PROSE}\n\n{tail}\n'
    (film,), (review,) = page(text).films, page(text).reviews
    assert (value(film.content_rating), value(film.runtime_minutes)) == ("PG-13", 119)
    assert value(review.rating).value == "3"
    assert value(review.text) == PROSE


def test_bold_labels_under_the_films_name_in_a_list_of_terms() -> None:
    html = (
        "<!DOCTYPE html><html><head><title>Otto movie review</title></head><body><h1>Otto</h1>"
        f"<p>{ONE}</p><p>{THREE}</p><dl><dt>Otto</dt><dd><b>Director</b> Bo Li</dd>"
        "<dd><b>Writer</b> Cy Fox</dd><dd><b>Running Time</b> 1h 28m</dd></dl>"
    )
    record = page(html, "page.html")
    assert crew(record) == [("director", "Bo Li"), ("writer", "Cy Fox")]
    assert value(record.films[0].runtime_minutes) == 88


def test_two_people_in_a_list_are_two_credits() -> None:
    html = (
        "<!DOCTYPE html><html><head><title>Otto movie review</title></head><body><h1>Otto</h1>"
        f"<p>{ONE}</p><p>{THREE}</p><h3>Film Credits</h3><h4>Cast</h4><ul class='cast-list'>"
        "<li>Al Roe as Jim</li><li>Bo Li as Joe</li></ul>"
    )
    assert cast(page(html, "page.html")) == [("Al Roe", "Jim", None), ("Bo Li", "Joe", None)]


def test_a_first_heading_is_a_title_whatever_it_would_be_elsewhere() -> None:
    for title in ("The Verdict", "Guilty as Sin", "Without Reservations", "X"):
        html = (
            f"<!DOCTYPE html><html><head><title>{title} movie review (1982) | The Lantern</title></head>"
            f"<body><h1>{title}</h1><p>129 minutes ‧ R ‧ 1982</p><p>{ONE}</p><p>{THREE}</p></body></html>"
        )
        record = page(html, "page.html")
        assert [film.title.value for film in record.films] == [title]
        assert value(record.films[0].content_rating) == "R"
        assert not record.roles


def test_a_bio_under_about_and_a_name_is_no_part_of_the_text() -> None:
    bio = "Odette Marsh has been reviewing films since 1998 and lives with two cats."
    text = (
        f"Otto (2011)\n\nReview by Odette Marsh\n\n{PROSE}\n\nAbout Odette Marsh\n\n{bio}\n\n"
        "Cast\n\nAl Roe as Jim\n"
    )
    assert text_of(page(text)) == PROSE
