"""Lines of facts about a film: in any order, with any marks between them, in many languages."""

from __future__ import annotations

import pytest

from graph.sources.facts import credit_line, genre_words, nations, running_time, tongues
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value


@pytest.mark.parametrize(
    ("printed", "minutes"),
    [
        ("101m 14s", 101),
        ("1h28", 88),
        ("1h35min", 95),
        ("1h 35mn", 95),
        ("1 Std. 44 Min.", 104),
        ("1 tim 35 min", 95),
        ("1u35", 95),
        ("one hour, 35 minutes", 95),
        ("95'20''", 95),
        ("1 час 35 мин.", 95),
        ("95分", 95),
        ("01:35", 95),
        ("ninety-five minutes", 95),
        ("an hour and a half", 90),
        ("1 1/2 hours", 90),
        ("2 Tim Burton films", None),
        ("8,720 feet", None),
    ],
)
def test_a_running_time_is_read_in_every_form(printed: str, minutes: int | None) -> None:
    assert running_time.minutes(printed, labelled=True) == minutes


def test_genres_languages_and_countries_are_told_in_many_languages_and_nothing_else_is() -> None:
    assert genre_words.genres("Comédie dramatique/Krimi") == ("Comédie dramatique", "Krimi")
    assert genre_words.genres("Drama films") == genre_words.genres("Dark Film") == ()
    assert tongues.languages("Portugiesisch mit dt. Untertiteln") == ("Portugiesisch",)
    assert tongues.languages("English subtitles") == tongues.languages("In Love") == ()
    assert nations.countries("Corée du Sud/Pays-Bas") == ("Corée du Sud", "Pays-Bas")
    assert nations.countries("Ann Lee") == ()


FACTS = {
    "de": ("1 Std. 38 Min.", "FSK 12", "Deutschland/Polen", "Komödie", "Regie: Ann Lee", "Mit Bo Li, Cy Orr"),
    "fr": ("1h38", "tous publics", "France", "Drame", "de Ann Lee", "avec Bo Li, Cy Orr"),
    "sv": ("1 tim 38 min", "Från 11 år", "Sverige", "Drama", "Regi: Ann Lee", "Med: Bo Li, Cy Orr"),
    "pt": ("98 minutos", "M/12", "Portugal", "Drama", "Realização: Ann Lee", "Com Bo Li, Cy Orr"),
    "us": ("1 hr. 38 min.", "PG-13", "USA", "Horror", "Directed by Ann Lee", "With Bo Li, Cy Orr"),
}


@pytest.mark.parametrize("mark", [" | ", " / ", " • ", " – ", "; ", ". "])
@pytest.mark.parametrize("language", FACTS)
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 3, 0, 4, 2, 1), (2, 4, 1, 5, 3, 0)])
def test_a_line_of_facts_says_the_same_in_any_order_and_with_any_marks(
    language: str, mark: str, order: tuple[int, ...]
) -> None:
    parts = FACTS[language]
    line = credit_line.whole(mark.join([*(parts[place] for place in order), "2014"]))
    assert line is not None
    facts = line.facts
    assert (facts.minutes, facts.content_rating, facts.year) == (98, parts[1], 2014)
    assert ("/".join(facts.countries), facts.genres) == (parts[2], (parts[3],))
    assert [one.name for _, one in line.people if one.name != "Ann Lee"] == ["Bo Li", "Cy Orr"]
    assert [jobs for jobs, one in line.people if one.name == "Ann Lee"] == [("director",)]


@pytest.mark.parametrize("sep", [" | ", " · ", "; "])
@pytest.mark.parametrize("form", ["{facts}\n\n{text}", "{text}\n\n{facts}", "{text}\n\nThe Bees ({facts})"])
def test_a_page_has_its_facts_above_or_below_the_text_or_behind_the_title(form: str, sep: str) -> None:
    facts = sep.join(
        ["Drama", "Ireland", "15A", "1h 38m", "dir: Rosa Quint", "with Bo Sandell, Ida Fenn", "2014"]
    )
    record = page("The Bees\nBy Tom Allenby\n\n" + form.format(facts=facts, text=PROSE))
    film = record.films[0]
    assert (value(film.runtime_minutes), value(film.content_rating), value(film.year)) == (98, "15A", 2014)
    assert [fact.value for fact in (*film.genres, *film.countries)] == ["Drama", "Ireland"]
    assert crew(record) == [("director", "Rosa Quint")]
    assert [name for name, _, _ in cast(record)] == ["Bo Sandell", "Ida Fenn"]
    assert text_of(record) == PROSE


@pytest.mark.parametrize(
    "printed",
    [
        "Comédie dramatique de Rosa Quint (France, 2014). Avec Bo Sandell, Ida Fenn. Durée : 1h38.",
        "Film français de Rosa Quint (1 h 38, 2014). Avec Bo Sandell, Ida Fenn.",
        "Un thriller di Rosa Quint, 2014. Con Bo Sandell, Ida Fenn. 98 min.",
        "Drama by Rosa Quint. With Bo Sandell, Ida Fenn. 98 mins. 2014.",
    ],
)
def test_a_genre_or_the_word_film_stands_before_its_directors_name(printed: str) -> None:
    line = credit_line.whole(printed.rstrip("."))
    assert line is not None
    assert (line.facts.minutes, line.facts.year) == (98, 2014)
    assert [(one.name, *jobs) for jobs, one in line.people] == [
        ("Rosa Quint", "director"), ("Bo Sandell", "actor"), ("Ida Fenn", "actor"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "printed",
    [
        "It runs 98 minutes, and in 2014 that was long.",
        "By Tom Allenby, 12 May 2014",
        "Posted: 3 May 2014 | Comments: 12",
        "Written by Tom Allenby; 2014",
    ],
)
def test_a_sentence_or_a_byline_is_no_line_of_facts(printed: str) -> None:
    assert not credit_line.is_fact_line(printed)


def test_a_letter_behind_facts_in_brackets_is_a_grade_where_the_text_goes_on_behind_it() -> None:
    entries = "".join(
        f"<p><b>{title}</b> (UK, dir. {name}, {minutes} min.) <b>{grade}</b><br>{text}</p>"
        for title, name, minutes, grade, text in (
            ("THE BEES", "Rosa Quint", 98, "A-", ONE),
            ("FERRY ACROSS", "Bo Sandell", 104, "B", TWO),
            ("ONE NIGHT FLAT", "Ida Fenn", 81, "D", THREE),
        )
    )
    record = page(f"<!DOCTYPE html><html><body><h1>Diary</h1>{entries}</body></html>", "page.html")
    assert [review.rating and review.rating.value.value for review in record.reviews] == ["A-", "B", "D"]


def test_rows_whose_first_cell_has_the_films_labels_are_read_line_by_line() -> None:
    rows = "".join(
        f"<tr><td><b>{title}</b> ({rated})<br>Director: {name}. With Ida Fenn, Max Orr. (98 min.)</td>"
        f"<td>{text}<br><b>Tom Allenby {stars}</b></td><td>Gate: 6.40</td></tr>"
        for title, rated, name, text, stars in (
            ("The Bees", "16", "Rosa Quint", ONE, "****"),
            ("Ferry Across", "15A", "Bo Sandell", "The goat is good. I have no more to add.", "**"),
        )
    )
    record = page(f"<!DOCTYPE html><html><body><table>{rows}</table></body></html>", "page.html")
    assert [(film.title.value, value(film.content_rating)) for film in record.films] == [
        ("The Bees", "16"), ("Ferry Across", "15A"),
    ]  # fmt: skip


def test_a_label_may_begin_with_the_films_title() -> None:
    labels = "The Bees movie cast: Bo Sandell, Ida Fenn\nThe Bees movie director: Rosa Quint\n"
    record = page(f"The Bees\nBy Tom Allenby\n\n{labels}The Bees movie rating: 2.5 stars\n\n{PROSE}")
    assert crew(record) == [("director", "Rosa Quint")]
    assert [name for name, _, _ in cast(record)] == ["Bo Sandell", "Ida Fenn"]
    assert record.reviews[0].rating is not None
    assert record.reviews[0].rating.value.value == "2.5"


def test_a_label_over_several_blocks_has_all_of_them_for_its_value() -> None:
    def field(label: str, *values: str) -> str:
        items = "".join(f"<div>{said}</div>" for said in values)
        return f"<div class='field'><div class='label'>{label}:</div><div class='items'>{items}</div></div>"

    fields = field("Regie", "Rosa Quint") + field("Darsteller", "Bo Sandell", "Ida Fenn", "Max Orr")
    fields += field("Land", "Deutschland", "Polen")
    text = "".join(f"<p>{said}</p>" for said in (ONE, TWO, THREE))
    record = page(
        f"<!DOCTYPE html><html><body><h1>The Bees</h1>{fields}<div>{text}</div></body></html>", "page.html"
    )
    assert [name for name, _, _ in cast(record)] == ["Bo Sandell", "Ida Fenn", "Max Orr"]
    assert [fact.value for fact in record.films[0].countries] == ["Deutschland", "Polen"]


def test_empty_stars_are_none_of_as_many_as_the_pages_other_films_have() -> None:
    entries = "".join(
        f"<h3>{title} ({rated})</h3><p>{stars}</p><p>Director: {name}</p><p>{text}</p>"
        for title, rated, stars, name, text in (
            ("THE BEES", "15", "★★★★☆", "Rosa Quint", ONE),
            ("FERRY ACROSS", "PG", "★★☆☆☆", "Bo Sandell", TWO),
            ("CRASH COURSE 3", "18", "☆☆☆☆☆", "Ida Fenn", THREE),
        )
    )
    record = page(f"<!DOCTYPE html><html><body><h1>This week</h1>{entries}</body></html>", "page.html")
    rated = [review.rating for review in record.reviews]
    assert [(one.value.value, one.value.best) for one in rated if one is not None] == [
        ("4", "5"), ("2", "5"), ("0", "5"),
    ]  # fmt: skip


def test_credits_of_a_register_have_short_labels_before_dashes() -> None:
    small_print = (
        "Cert--A. dist--Gaumont. p--Max Orr. d--Rosa Quint. sc--Ida Fenn. ph--Cy Doe. ed--Di Fox. m--Al Roe. "
        "l.p--Bo Sandell (Mr. Pym), Ada Finch (Carla). 8,190 ft. 91 mins."
    )
    record = page(f"The Bees\n\nGreat Britain, 1967\n\n{PROSE}\n\n{small_print}")
    film = record.films[0]
    assert (value(film.content_rating), value(film.runtime_minutes), value(film.year)) == ("A", 91, 1967)
    assert [fact.value for fact in film.countries] == ["Great Britain"]
    assert cast(record) == [("Bo Sandell", "Mr. Pym", None), ("Ada Finch", "Carla", None)]
    assert {("director", "Rosa Quint"), ("writer", "Ida Fenn"), ("editor", "Di Fox")} <= set(crew(record))
    assert text_of(record) == PROSE


def test_german_credits_behind_the_title_may_have_letters_for_all_their_labels() -> None:
    small_print = (
        "Der Damm. Italien 1985. R und B: Rosa Quint. K: Cy Doe. Sch: Di Fox. T: Al Roe. V: Zentralverleih. "
        "L: 102 Min. FSK: 12. D: Bo Sandell (Gerda), Ada Finch (Uwe). St: 19. 6. 86."
    )
    record = page(f"KINOBLATT\n\nDer Damm\n\n{PROSE}\n\n{small_print}")
    film = record.films[0]
    assert (film.title.value, value(film.year), value(film.runtime_minutes)) == ("Der Damm", 1985, 102)
    assert cast(record) == [("Bo Sandell", "Gerda", None), ("Ada Finch", "Uwe", None)]
    assert {("director", "Rosa Quint"), ("writer", "Rosa Quint"), ("editor", "Di Fox")} <= set(crew(record))
