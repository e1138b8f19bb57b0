"""Markdown with front matter, in the habits of several site generators."""

from __future__ import annotations

from datetime import date

import pytest

from graph.records import Rating, SetAside
from tests.graph.sources.pages import ONE, THREE, TWO, cast, crew, page, text_of, value

YAML = f"""---
layout: review
title: "The Bee Field (2019)"
date: 2019-05-03
author: Ann Lee
grade: B+
imdb_id: tt1234567
runtime: 1h 44m
director: Rosa Diaz
cast:
  - Maria Torres as Ana
  - name: Joon Park
    role: Lee
---

*It is* {ONE.removeprefix("It is ")}

## Verdict

> {TWO}

- a good field
- a better bee

{THREE}
"""


def test_yaml_front_matter_and_body() -> None:
    record = page(YAML)
    (film,), (review,) = record.films, record.reviews
    assert record.kind == "markdown"
    assert (value(film.title), value(film.year), value(film.runtime_minutes)) == ("The Bee Field", 2019, 104)
    assert value(film.imdb_id) == "tt1234567"
    assert crew(record) == [("director", "Rosa Diaz")]
    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Lee", None)]
    assert value(review.rating) == Rating("B+", "A+", "F")
    assert value(review.published_on) == date(2019, 5, 3)
    assert text_of(record) == f"{ONE}\n\n{TWO}\n\na good field\n\na better bee\n\n{THREE}"


def test_front_matter_facts_know_their_lines() -> None:
    record = page(YAML)
    title, rating = record.films[0].title, record.reviews[0].rating
    assert rating is not None
    assert (title.first_line, rating.first_line) == (3, 6)


def test_toml_with_tables_and_json() -> None:
    toml = page(
        f'+++\ntitle = "The Bee Field"\ndate = 2019-05-03\n[movie]\nyear = 2019\n'
        f'[movie.cast]\n"Maria Torres" = "Ana"\n'
        f'[review]\nrating = 3.50\nmax = 5\ncritic = "Ann Lee"\n+++\n\n{ONE}\n\n{TWO}\n'
    )
    assert value(toml.reviews[0].rating) == Rating("3.50", "5", None)
    assert cast(toml) == [("Maria Torres", "Ana", None)]
    json = page(
        f'{{"title": "The Bee Field (2019)", "rating": "4/5", "author": {{"name": "Ann Lee"}}}}\n\n'
        f"{ONE}\n\n{TWO}\n"
    )
    assert value(json.reviews[0].rating) == Rating("4", "5", None)
    assert [critic.value for critic in json.reviews[0].critics] == ["Ann Lee"]


def test_front_matter_that_is_not_quite_yaml_is_read_by_line_with_a_complaint() -> None:
    record = page(
        f"---\ntitle: Review: The Bee Field\nstars: ***1/2\ncast:\n  - Maria Torres\n---\n{ONE}\n\n{TWO}\n"
    )
    assert value(record.films[0].title) == "The Bee Field"
    assert value(record.reviews[0].rating) == Rating("3.5")
    assert cast(record) == [("Maria Torres", None, None)]
    assert "line by line" in record.complaints[0].message


def test_an_alias_bomb_is_refused() -> None:
    bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    for last, name in zip("abcdef", "bcdefg", strict=True):
        bomb += f"{name}: &{name} [{','.join([f'*{last}'] * 9)}]\n"
    with pytest.raises(SetAside, match="without end"):
        page(f"{bomb}---\n{ONE}")


def test_markdown_without_front_matter() -> None:
    record = page(
        f"# The Bee Field (2019)\n\n**Director:** Rosa Diaz\n\n**Rating:** 4/5\n\n{ONE}\n\n{TWO}\n",
        name="bee.md",
    )
    assert value(record.films[0].year) == 2019
    assert crew(record) == [("director", "Rosa Diaz")]
    assert value(record.reviews[0].rating) == Rating("4", "5", None)


@pytest.mark.parametrize(
    ("said", "line"),
    [("draft: true", 3), ("published: false", 3), ("publish: no", 3), ("status: Draft", 3)],
)
def test_a_page_that_no_site_shows_is_set_aside(said: str, line: int) -> None:
    with pytest.raises(SetAside, match="not published") as caught:
        page(f"---\ntitle: The Bee Field (2019)\n{said}\ngrade: B\n---\n{ONE}\n\n{TWO}\n")
    assert caught.value.line == line


def test_jekylls_folder_of_drafts_is_not_read_and_its_names_have_the_day() -> None:
    text = f"---\ntitle: The Bee Field (2019)\npublished: true\ngrade: B\n---\n{ONE}\n\n{TWO}\n"
    with pytest.raises(SetAside, match="_drafts"):
        page(text, "_drafts/bee-field.md")
    record = page(text, "_posts/2019-05-30-bee-field.md")
    when = record.reviews[0].published_on
    assert when is not None
    assert (when.value, when.quote) == (date(2019, 5, 30), "2019-05-30-bee-field.md")
    dated = page(text.replace("grade", "date: 2019-06-01\ngrade"), "_posts/2019-05-30-bee-field.md")
    assert value(dated.reviews[0].published_on) == date(2019, 6, 1)
    assert not dated.complaints
    assert page(text, "_posts/2019-15-30-bee-field.md").reviews[0].published_on is None


def test_short_paragraphs_are_the_writers_text() -> None:
    record = page(
        "---\ntitle: The Bee Field (2019)\ngrade: B\n---\n{# a comment #}\nA film about bees.\n\n"
        "It hums along for an hour and a half, and then it stings.\n"
    )
    assert (
        text_of(record) == "A film about bees.\n\nIt hums along for an hour and a half, and then it stings."
    )


@pytest.mark.parametrize(("said", "what"), [("isbn: 9780141439549", "a book"), ("type: TV show", "a series")])
def test_front_matter_of_another_work_is_no_review_of_a_film(said: str, what: str) -> None:
    text = f"---\ntitle: The Bee Field\n{said}\nrating: 4/5\n{{}}---\n{ONE}\n\n{TWO}\n"
    with pytest.raises(SetAside, match=what) as caught:
        page(text.format(""))
    assert caught.value.line == 3
    assert page(text.format("director: Rosa Diaz\n")).films  # of the film after the book


def test_keys_in_other_languages() -> None:
    record = page(
        "---\ntitel: Das Bienenfeld\ndatum: 2019-05-03\nautor: Jo Brandt\nRegie: Rosa Diaz\nwertung: 8/10\n"
        f"jahr: 2018\n---\n{ONE}\n\n{TWO}\n"
    )
    (film,), (review,) = record.films, record.reviews
    assert (value(film.title), value(film.year), crew(record)) == (
        "Das Bienenfeld",
        2018,
        [("director", "Rosa Diaz")],
    )
    assert (value(review.rating), value(review.published_on)) == (Rating("8", "10"), date(2019, 5, 3))
    french = page(
        f"---\ntitre: La Ruche\nréalisateur: Rosa Diaz\nannée: 2018\ndurée: 90 min\n---\n{ONE}\n\n{TWO}\n"
    )
    assert (value(french.films[0].year), value(french.films[0].runtime_minutes)) == (2018, 90)
