"""Who made the film where only a sentence says so, closing lines, boxes, labels without colons."""

from __future__ import annotations

import pytest

from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, crew, page, text_of, value

HEAD = "The Fen Weekly\n\nThe Bee Field (2011)\n\n★★★☆☆\n\nBy Ann Lee\nMay 6, 2011\n\n"


@pytest.mark.parametrize(
    ("said", "credited"),
    [
        ("The direction is by Rosa Diaz, and it is crisp.", ("director", "Rosa Diaz")),
        ("(The cinematographer is Otto Brandt; give him a field.)", ("cinematographer", "Otto Brandt")),
        ("Directed by Rosa Diaz and written by her sister, Elsa Diaz, it is slow.", ("writer", "Elsa Diaz")),
        ("Rosa Diaz's droll, wholly absorbing first feature never hurries.", ("director", "Rosa Diaz")),
        (
            "Directed by Rosa Diaz. Diaz, who wrote the script with the poet Ivo Kask, never hurries.",
            ("writer", "Ivo Kask"),
        ),
        ("Directed by Rosa Diaz. Diaz — who also wrote the script — never hurries.", ("writer", "Rosa Diaz")),
        (
            "Directed by Rosa Diaz. Written by Diaz and her wife, Nan, it never hurries.",
            ("writer", "Rosa Diaz"),
        ),
    ],
)
def test_a_sentence_says_who_made_the_film(said: str, credited: tuple[str, str]) -> None:
    assert credited in crew(page(f"{HEAD}{said} {ONE}\n\n{TWO}\n\n{THREE}\n"))


@pytest.mark.parametrize(
    "said", ["The music direction is by Ivo Kask.", "Rosa Diaz's sister has got her first film role here."]
)
def test_others_direct_the_music_or_play_a_first_part(said: str) -> None:
    assert not [name for job, name in crew(page(f"{HEAD}{said} {ONE}\n\n{TWO}\n")) if job == "director"]


def test_who_wrote_with_the_director_is_said_in_spanish() -> None:
    record = page(
        "La hora del campo\n\nDirección: Rosa Diaz\nIntérpretes: Maria Torres, Joon Park\n\n"
        "El guion, que la directora firma con Ivo Kask, esquiva el discurso. Hay una casa, hay un campo "
        "y hay una niña que lo ve todo, y la cámara la mira como la mira el perro de la casa.\n\n"
        "Torres se lleva la película entera, y queda una imagen, la del campo que no se va.\n"
    )
    assert {("writer", "Rosa Diaz"), ("writer", "Ivo Kask")} <= set(crew(record))


def test_a_running_time_is_spelled_out() -> None:
    record = page(f"{HEAD}{ONE} It runs eighty-four minutes, and nine of those are bees.\n\n{TWO}\n")
    assert value(record.films[0].runtime_minutes) == 84


@pytest.mark.parametrize(
    ("end", "minutes", "rated"),
    [
        ("“The Bee Field” is rated PG for peril. 1 hour, 44 minutes. In theaters Friday.", 104, "PG"),
        ("The Bee Field is rated PG-13 and runs 104 minutes. It's in theaters April 26.", 104, "PG-13"),
        ("The Bee Field (15) is in selected cinemas from 17 May. 104 minutes.", 104, "15"),
        ("You can comment on most stories at fenweekly.example.", None, None),
        ("For all the latest film news, download the Fen Weekly app.", None, None),
    ],
)
def test_closing_lines_are_facts_and_no_text(end: str, minutes: int | None, rated: str | None) -> None:
    record = page(f"{HEAD}{PROSE}\n\n{end}\n")
    assert text_of(record) == PROSE
    assert value(record.films[0].runtime_minutes) == minutes
    assert value(record.films[0].content_rating) == rated


def test_an_article_goes_on_behind_a_box_of_other_texts() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in (TWO, THREE))
    record = page(
        "<html><head><title>The Bee Field review</title></head><body><main><h1>The Bee Field (2011)</h1>"
        f"<p>By Ann Lee, May 6, 2011</p><article><p>{ONE}</p>"
        f"<div class='c-box'><h4>Related</h4><a href='/x'>'Hive Mind' has no bees</a></div>{paragraphs}"
        "</article></main></body></html>",
        "page.html",
    )
    assert text_of(record) == PROSE


def test_a_menu_in_a_layouts_cell_is_no_credit() -> None:
    menu = "<br>".join(
        f"<a href='/{name}'>{name}</a>" for name in ("News", "Music", "Comedy", "Film", "Chow")
    )
    record = page(
        f"<html><body><table><tr><td>{menu}</td><td><b>The Bee Field (2011)</b>"
        f"<p>By Ann Lee</p><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></td></tr></table></body></html>",
        "page.html",
    )
    assert crew(record) == []
    assert record.films[0].genres == ()


def test_labels_that_have_lost_their_colons_stand_one_under_another() -> None:
    record = page(
        f"{HEAD}{PROSE}\n\nThe Bee Field\n\nDirector Rosa Diaz\nWriters Ivo Kask, Rosa Diaz\n"
        "Stars Maria Torres, Joon Park\nRating PG\nRunning Time 1h 44m\nGenres Drama, Comedy\n"
    )
    assert crew(record) == [("director", "Rosa Diaz"), ("writer", "Ivo Kask"), ("writer", "Rosa Diaz")]
    assert [fact.value for fact in record.films[0].genres] == ["Drama", "Comedy"]
    assert value(record.films[0].runtime_minutes) == 104


def test_boxes_of_a_page_stand_on_one_line_of_its_copy() -> None:
    record = page(
        f"The Bee Field\n\nThe Bee Field  Critic's Pick  Directed by Rosa Diaz  Drama  PG  1h 44m\n\n"
        f"By Ann Lee\n\n{PROSE}\n"
    )
    assert crew(record) == [("director", "Rosa Diaz")]
    assert value(record.films[0].runtime_minutes) == 104


def test_stars_stand_between_the_title_and_its_copy_above_a_bar() -> None:
    teasers = "Hive Mind\n★\nA sequel without bees.\n\nWax\n★★\nA candle burns.\n\n"
    record = page(
        f"{teasers}The Bee Field\n\n★★★\n\nThe Bee Field\n\n|\n\nAnn Lee\n\nMay 6, 2011\n\n{PROSE}\n"
    )
    rating = record.reviews[0].rating
    assert rating is not None
    assert rating.value.value == "3"


def test_what_stands_in_italics_under_a_picture_is_no_text() -> None:
    record = page(
        f"---\ntitle: The Bee Field\nyear: 2011\nauthor: Ann Lee\n---\n\n{ONE}\n\n"
        f"![a field](/f.jpg)\n*The field. Mind the bees.*\n\n{TWO}\n\n{THREE}\n",
        "page.md",
    )
    assert text_of(record) == PROSE


def test_a_headline_in_capitals_has_dropped_the_article() -> None:
    record = page(
        f'"BEE FIELD" A SWEET FILM WITH NO STING\n\nBy Ann Lee\n★★★☆☆\n\n'
        f'"The Bee Field" opened here on Friday. {ONE}\n\n{TWO}\n'
    )
    assert value(record.films[0].title) == "The Bee Field"


def test_a_name_and_a_day_in_boxes_of_their_own_sign() -> None:
    record = page(
        "<html><head><title>Film review: 'The Bee Field' | The Fen Weekly</title></head><body>"
        "<div>FILM REVIEW | THE BEE FIELD</div><h1>The honey and the silence</h1>"
        "<h2>Rosa Diaz makes a thriller of a lost trade</h2>"
        "<div><span class='author'><a href='/m'>ANA MARSH</a></span> "
        "<span class='day'>4 MAY 2018 - 06:12</span></div>"
        f"<div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"
        "<div class='box'><h3>THE BEE FIELD</h3><p><b>Director:</b> Rosa Diaz.<br><b>Cast:</b> Joon Park."
        "<br><b>Running time:</b> 103 minutes.</p></div></div></body></html>",
        "page.html",
    )
    assert [fact.value for fact in record.reviews[0].critics] == ["ANA MARSH"]


def test_where_the_film_plays_stands_behind_a_bullet_above_the_text() -> None:
    note = "▸ The Bee Field is in UK cinemas from 26 March and on the Hive Player from 9 April."
    assert text_of(page(f"{HEAD}{note}\n\n{PROSE}\n")) == PROSE


def test_who_signs_below_with_a_day_that_is_either_of_two() -> None:
    record = page(f"The Bee Field (2011)\n\n★★★☆☆\n\n{PROSE}\n\nReview by Ann Lee, 05/06/11\n")
    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]


def test_last_remarks_under_a_heading_of_their_own_are_the_reviews() -> None:
    record = page(
        f"---\ntitle: The Bee Field\nyear: 2011\nauthor: Ann Lee\n---\n\n{PROSE}\n\n"
        "### Stray observations\n\n"
        "- Watch for the smoker. It has more scenes than the sheriff.\n"
        "- The honey is real, or isn't. Hard to say.\n",
        "page.md",
    )
    assert text_of(record).endswith("The honey is real, or isn't. Hard to say.")
