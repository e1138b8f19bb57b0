"""Capsules that a page sets alike, in forms of papers, newsletters and lists, and in several languages."""

from __future__ import annotations

from textwrap import fill

import pytest

from graph.records import DocumentRecord, SetAside
from graph.sources.facts import credit_line
from tests.graph.sources.pages import page, value

TITLES = ("Salt Road", "Otto", "The Window")
TEXTS = (
    "A widow drives a truck of salt over a mountain because nobody else will, and we ride along with her.",
    "A burglar is afraid of cats, and that is all the film has to say about it in the end.",
    "The tenderest story of its year is told through a kitchen window, with nobody in it.",
)


def written(form: str, front: str = "FILM BRIEFS\nBy Ann Lee\n\n", end: str = "") -> str:
    """A page of three capsules: ``form`` has ``{t}``, ``{T}`` (in capitals) and ``{x}``, title and text."""
    entries = (
        form.format(t=title, T=title.upper(), x=text) for title, text in zip(TITLES, TEXTS, strict=True)
    )
    return front + "".join(entries) + end


def assert_three(record: DocumentRecord) -> None:
    assert [film.title.value.title() for film in record.films] == list(TITLES)
    assert [value(review.text) for review in record.reviews] == list(TEXTS)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("{T} [8]\n   (1995, dir. Cy Doe; Flo Gee, Al Roe)\n   {x}\n\n", "year people rating"),
        ("{T} (R, 104 min.) {x}\n\n", "minutes content"),
        ("B+ {T} (R, 104 min.) {x}\n\n", "minutes content rating"),
        ("{T} - R - *** 1/2\n{x}\n\n", "content rating"),
        ("{t} ({T}, 1995; 104 min; dir. Cy Doe)\n{x}\nGrade: B+\n\n", "year minutes people rating"),
        ("{t}\n-----\nDir. Cy Doe; with Flo Gee. 104 mins. Cert 15.\n{x}\n\n", "minutes content people"),
        ('"{t}" -- {x} Rated R. Three stars.\n\n', "content rating"),
        (
            "***½ {T}\n{x}\nStarring Flo Gee, Al Roe. Dir: Cy Doe. (M) 1:44\n\n",
            "minutes content people rating",
        ),
    ],
)
def test_capsules_of_a_text_dump_are_known_by_the_form_that_they_share(form: str, told: str) -> None:
    record = page(written(form))
    assert_three(record)
    film, review = record.films[0], record.reviews[0]
    said = {
        "year": film.year,
        "minutes": film.runtime_minutes,
        "content": film.content_rating,
        "people": record.roles,
        "rating": review.rating,
    }
    assert {name for name, fact in said.items() if fact} == set(told.split())
    assert value(film.runtime_minutes) in {None, 104}
    assert {role.name.value for role in record.roles} <= {"Cy Doe", "Flo Gee", "Al Roe"}


@pytest.mark.parametrize(
    "form",
    [
        "<p><b>{t}</b> (Cy Doe, 1995) {x}</p>",
        "<p><strong>{t}</strong> / ★★★ (ATP)<br>{x}</p>",
        "<p><em>{t}</em> (Cy Doe, USA, 104 min): {x}</p>",
        "<h3>{t}</h3><p>Regie: Cy Doe. Mit Flo Gee, Al Roe. D 1995, 104 Min., FSK 12</p><p>{x}</p>",
        "<li><b>{t}</b>: {x} (1995, R)</li>",
        "<p><b>{T}</b> di Cy Doe, con Flo Gee (Italia 1995, 104')<br>{x} ●●●</p>",
        "<p><a href='/r'>{t}</a> (dir. Cy Doe, 1995) {x} <b>B+</b></p>",
        "<dl><dt>{t} (Doe, 1995)</dt><dd>{x}</dd></dl>",
    ],
)
def test_capsules_of_a_page_are_known_by_their_typography(form: str) -> None:
    assert_three(page(f"<html><body><h1>Film briefs</h1>{written(form, '')}</body></html>"))


@pytest.mark.parametrize(
    "head",
    [
        "{t} | ★★★ | R | 104 min",
        "{t}/3 stars/R",
        "{t} . . . *** (R)",
        "{t} / *** out of **** (R)",
        "{t} (PG-13) Grade: B+",
        "{t}, R, 104 minutes, ***",
        "{t} – Cy Doe – 1995 – 7/10",
        "{t} ★★★/★★★★★",
        "[7/10] {t}",
    ],
)
def test_a_head_says_how_good_a_film_is_in_any_order(head: str) -> None:
    record = page(written(head + "\n{x}\n\n"))
    assert_three(record)
    assert all(review.rating for review in record.reviews)


@pytest.mark.parametrize(
    "form",
    [
        "### {t}\n\n{x}\n\n**Grade: B+**\n\n",
        "## {t}\n*dir. Cy Doe, 1995*\n\n{x}\n\n",
        "**{t}**  \nDir. Cy Doe, 1995, 104 min  \n{x}\n\n",
        "* *{t}* (1995, Cy Doe): {x} 7/10\n",
    ],
)
def test_front_matter_that_names_the_page_hides_none_of_its_capsules(form: str) -> None:
    front = "---\ntitle: Film briefs\nauthor: Ann Lee\n---\n\nIt rained, so there was time for three.\n\n"
    assert_three(page(written(form, front), name="b.md"))


def test_rows_of_a_table_are_capsules() -> None:
    rows = written("<tr><td>{t}</td><td>***</td><td>{x}</td></tr>", "<table>", "</table>")
    assert_three(page(f"<html><body><h1>Film briefs</h1>{rows}</body></html>"))


def test_a_list_of_films_and_their_facts_is_set_aside() -> None:
    listed = "".join(f"{title.upper()} (Home Video, R, 104 min.)\n" for title in TITLES)
    with pytest.raises(SetAside, match="A list of 3 films"):
        page(f"VIDEO RELEASES\nDue on Tuesday:\n{listed}Also due: a tape on trout.\n")


def test_a_newsletters_capsules_are_entries_and_its_foot_is_none() -> None:
    form = "**{t}** (Dir: Cy Doe, 2024)\n{x}\n\n"
    foot = "---\n\n*You are receiving this because you signed up. Reply to unsubscribe.*\n"
    record = page(written(form, "# Film Briefs, issue 3\n\n*by Ann Lee · 4 May 2024*\n\n", foot), name="b.md")
    assert_three(record)
    assert {critic.value for review in record.reviews for critic in review.critics} == {"Ann Lee"}


@pytest.mark.parametrize(
    ("front", "form"),
    [
        ("Kino\nVon Anna Lehmann\n\n", "{T} ***\n{x}\n\n"),
        ("Cine\nPor Ana Sol Río\n\n", "{T} ***\n{x}\n\n"),
        ("From: Ann Lee <ann@example.org>\nSubject: capsules\n\n", "{T} ***\n{x}\n\n"),
        ("CAPSULES\nReviews by staff writer Ann Lee. Times may change.\n\n", "{t} / *** (R)\n{x}\n\n"),
        ("FLICKS with Ann Lee\n\n", '"{t}" ***\n{x}\n\n'),
        ("Ann Lee's Film Log: March\n\n", '"{t}" ***\n{x}\n\n'),
        ("At the movies | Ann Lee | March 3, 1995\n\n", '"{t}" ***\n{x}\n\n'),
    ],
)
def test_who_wrote_the_page_is_the_critic_of_each_of_its_capsules(front: str, form: str) -> None:
    record = page(written(form, front))
    assert_three(record)
    names = {critic.value for review in record.reviews for critic in review.critics}
    assert names == {next(name for name in ("Anna Lehmann", "Ana Sol Río", "Ann Lee") if name in front)}


@pytest.mark.parametrize(
    "end",
    [
        " At the Roxy.",
        " (R) At the Roxy.",
        " Rated R for violence, language and some nudity. 104 minutes. At the Roxy.",
        " (R; 104 minutes) -- Ann Lee",
        " In French with English subtitles. 104 min.",
        " Starring Bo Li and Flo Gee. Directed by Cy Doe. R. 1 hr 44 min.",
        " With Bo Li, Flo Gee. (104 min.) R",
        " MPAA rating: R (violence). Running time: 104 minutes. Opens Friday.",
        " Contains nudity and profanity.",
        "\n   Roxy: 1:10, 4:00, 7:05\n   Mt. Shasta Twin: Sat. 2:00",
    ],
)
def test_small_print_at_a_capsules_end_is_none_of_its_text(end: str) -> None:
    assert_three(page(written("{t} / *** (R)\n{x}" + end + "\n\n")))


@pytest.mark.parametrize(
    "between",
    ["ALSO OPENING", "* * *", 'Bo Li stars in "Otto."', "See MOVIES, Page C7", "Advertisement"],
)
def test_what_stands_between_two_capsules_is_part_of_neither(between: str) -> None:
    first, rest = written('"{t}" ***\n{x}\n\n').split('"Otto"')
    assert_three(page(f'{first}{between}\n\n"Otto"{rest}'))


@pytest.mark.parametrize(
    "text",
    [
        # A preview says when films open, not how they are.
        written("{t} (Sept. 12)\nCy Doe directs this drama.\n\n", "FALL PREVIEW\n\n"),
        # What the parts of one review are called are no titles.
        "<h1>Salt Road</h1>"
        + "".join(f"<p><b>{name}</b> {TEXTS[0]} 7/10</p>" for name in ("Story", "Music")),
        # Questions are no titles, and answers no reviews.
        written("<p><b>What is {t}?</b> {x}</p>", "<h1>Ann Lee on her new film</h1>"),
    ],
)
def test_what_is_merely_set_alike_makes_no_entries(text: str) -> None:
    try:
        record = page(f"<html><body>{text}</body></html>" if text.startswith("<") else text)
    except SetAside:
        return
    assert len(record.films) == 1


@pytest.mark.parametrize(
    ("line", "minutes", "year", "countries", "people"),
    [
        (
            "(Quanto pesa?, P/F 2005, 117 Min., FSK 12). Regie: Inês de Sá. Mit Rui Paz, Ana Sol.",
            117,
            2005,
            ("P", "F"),
            ["Inês de Sá", "Rui Paz", "Ana Sol"],
        ),
        ("De Anne Blanc, avec Paul Roux et Luc Noir. France, 1 h 47.", 107, None, ("France",),
         ["Anne Blanc", "Paul Roux", "Luc Noir"]),
        ("dir Ann Lee / USA / 1999 / 104 mins", 104, 1999, ("USA",), ["Ann Lee"]),
        ("(1993, dir. Alan Lee Jr.; nonprofessional cast)", None, 1993, (), ["Alan Lee Jr."]),
        ("Bo Li, Cy Doe. Directed by Ann Lee. R. 104 min.", 104, None, (), ["Ann Lee", "Bo Li", "Cy Doe"]),
    ],
)  # fmt: skip
def test_a_line_of_facts_is_read_in_any_order(
    line: str, minutes: int | None, year: int | None, countries: tuple[str, ...], people: list[str]
) -> None:
    said = credit_line.whole(line)
    assert said is not None
    assert (said.facts.minutes, said.facts.year, said.facts.countries) == (minutes, year, countries)
    assert sorted(person.name for _, person in said.people) == sorted(people)


@pytest.mark.parametrize(
    "prose",
    [
        "With a cast of thousands, it is long.",
        "By the end I wept.",
        "de un pueblo en guerra.",
        "R is for rain.",
    ],
)
def test_prose_is_no_line_of_facts(prose: str) -> None:
    assert credit_line.whole(prose) is None


@pytest.mark.parametrize(
    ("head", "rating"),
    [
        ("{t} / 4 out of 5 / (12A)", "4"),
        ("{t} / 3 stars / (PG)", "3"),
        ("{t} | *** | (R)", "3"),
        ("{t} / B- / Rated R, 104 min.", "B-"),
        ("{t} / thumbs up (R)", "thumbs up"),
    ],
)
def test_slashes_part_title_rating_and_certificate(head: str, rating: str) -> None:
    record = page(written(head + "\n{x}\n\n"))
    assert_three(record)
    assert {value(review.rating).value for review in record.reviews} == {rating}
    assert all(film.content_rating for film in record.films)


def test_a_head_that_rates_nothing_among_heads_with_a_slash_is_no_end_of_the_text_above() -> None:
    record = page(written("{t} / *** (R)\n{x}\n\n", end=f"The Hum / (Not rated)\n{TEXTS[0]}\n"))
    assert [film.title.value for film in record.films] == [*TITLES, "The Hum"]
    assert [value(review.text) for review in record.reviews] == [*TEXTS, TEXTS[0]]


@pytest.mark.parametrize(
    ("title", "upright"),
    [
        ("Long Winter, The", "The Long Winter"),
        ("Man from Duluth, A", "A Man from Duluth"),
        ("Rouge et le Vert, Le", "Le Rouge et le Vert"),
        ("Boot, Das", "Das Boot"),
        ("Avventura grande, L'", "L'Avventura grande"),
        ("Quiet, Please", "Quiet, Please"),
    ],
)
def test_an_article_behind_its_title_is_put_in_front(title: str, upright: str) -> None:
    record = page(written("{t} / *** (R)\n{x}\n\n", end=f"{title} / ** (PG)\n{TEXTS[0]}\n"))
    assert record.films[-1].title.value == upright


@pytest.mark.parametrize(
    ("offer", "minutes"),
    [
        ("VHS: Attic Video, 68 min.", 68),
        ("(Redline Home Video, $92.99)", None),
        ("DVD: Owlight, letterboxed, 93 min., in Italian.", 93),
        ("Available on VHS from Tarn Video, $94.99.", None),
        ("(Barnyard, no price given)", None),
    ],
)
def test_on_what_tape_a_film_is_sold_is_none_of_the_text(offer: str, minutes: int | None) -> None:
    record = page(written("{t} / *** (R)\n{x} " + offer + "\n\n"))
    assert_three(record)
    assert {value(film.runtime_minutes) for film in record.films} == {minutes}


def test_what_a_film_cost_is_the_text_s_own() -> None:
    cost = "(It cost $40 million.)"
    record = page(written("{t} / *** (R)\n{x} " + cost + "\n\n"))
    assert [value(review.text) for review in record.reviews] == [f"{text} {cost}" for text in TEXTS]


@pytest.mark.parametrize(
    "places", [("Guild.", "Roxy, Cinemark 6.", "Guild."), ("Strand, Ritz 4.", "Ritz 4.", "Strand.")]
)
def test_the_names_of_cinemas_that_close_the_texts_are_none_of_them(places: tuple[str, ...]) -> None:
    entries = (
        f"{title.upper()} (R, 104 min.) {text} {place} (Ann Lee)\n\n"
        for title, text, place in zip(TITLES, TEXTS, places, strict=True)
    )
    assert_three(page("FILM BRIEFS\n\n" + "".join(entries)))


@pytest.mark.parametrize(
    ("signatures", "key"),
    [
        (("-- M.F.", "-- D.O'K.", "-- M.F."), "M.F. is Mara Field. D.O'K. is Dan O'Kane."),
        (("-- MF", "-- DOK", "-- MF"), "MF = Mara Field; DOK = Dan O'Kane"),
        (("(M.F.)", "(D.O'K.)", "(M.F.)"), "(M.F.) Mara Field, (D.O'K.) Dan O'Kane"),
    ],
)
def test_initials_on_a_line_of_their_own_sign_the_text_above(signatures: tuple[str, ...], key: str) -> None:
    entries = "".join(
        f"  {title.upper()} (***) {fill(text, 60)} Rated R. 104 mins.\n"
        f"{' ' * 40}{signature}\n  Roxy, Circle 6\n\n"
        for title, text, signature in zip(TITLES, TEXTS, signatures, strict=True)
    )
    record = page("FILM BRIEFS\nThe Harbor Signal, May 6, 1988\n\n" + entries + f"  {key}\n")
    assert_three(record)
    named = [[fact.value for fact in review.critics] for review in record.reviews]
    assert named == [["Mara Field"], ["Dan O'Kane"], ["Mara Field"]]
    assert {value(film.runtime_minutes) for film in record.films} == {104}


@pytest.mark.parametrize("title", ["HOLD THE LINE, MRS. ORR", "SALT ROAD: THE RETURN", "ICE, ICE, MAGDA"])
def test_a_title_in_capitals_goes_on_behind_its_comma_or_colon(title: str) -> None:
    record = page(written("{T} (***) {x}\n\n", end=f"{title} (**) {TEXTS[0]}\n"))
    assert [film.title.value for film in record.films][-1] == title


def test_a_bare_letter_behind_the_facts_of_a_head_is_its_grade() -> None:
    record = page(
        "<html><body>" + written("<p><b>{T}</b> (Cy Doe, 1995, USA) F<br>{x}</p>", "") + "</body></html>"
    )
    assert_three(record)
    assert {value(review.rating).value for review in record.reviews} == {"F"}


@pytest.mark.parametrize(
    "front",
    [
        "FILM BRIEFS\n\nIt is my turn this week, complaints to me. -- Ann Lee\n\n",
        "FILM BRIEFS\nposted May 6, 1998, by your host, Ann Lee\n\n",
        "FILM BRIEFS, by Ann Lee\nThe Harbor Signal, 5/6/1998\n\n",
        "FILM BRIEFS\nAnn Lee, 6:00am Friday 6th May 1998\n\n",
        "FILM BRIEFS\nby Ann Lee\nAmes Weekly Record, May 6, 1998\n\n",
    ],
)
def test_who_signs_the_front_of_a_page_wrote_its_entries(front: str) -> None:
    record = page(written("{t} / *** (R)\n{x}\n\n", front))
    assert_three(record)
    assert {fact.value for review in record.reviews for fact in review.critics} == {"Ann Lee"}


@pytest.mark.parametrize(
    "end",
    [
        "Advertisement: Carpets at half price\n",
        "Reply STOP to leave the list.\n",
        "Next Tuesday: the rest of S.\n",
    ],
)
def test_what_a_page_says_under_its_last_entry_is_none_of_it(end: str) -> None:
    assert_three(page(written("{t} / *** (R)\n{x}\n\n", end=end)))


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        ("The Midnight Shelf", "The Midnight Shelf"),
        ("The Best Films of the Year", None),
        ("The Film Page", None),
    ],
)
def test_the_name_that_the_head_gives_a_page_of_several_films_is_its_publication(
    title: str, paper: str
) -> None:
    entries = written("<p><b>{T}</b> (Cy Doe, 1995, USA) B<br>{x}</p>", "")
    record = page(f"<html><head><title>{title}</title></head><body>{entries}</body></html>")
    assert_three(record)
    assert {value(review.publication) for review in record.reviews} == {paper}


def test_critic_day_and_paper_of_one_line_hold_for_all_entries() -> None:
    record = page(
        written("{t} / *** (R)\n{x}\n\n", "Five quick ones\n\nAnn Lee · 3 May 2018 · Northern Reels\n\n")
    )
    assert_three(record)
    said = {(review.critics[0].value, value(review.publication)) for review in record.reviews}
    assert said == {("Ann Lee", "Northern Reels")}


def test_no_is_a_review_where_a_page_rates_each_of_its_films() -> None:
    record = page(
        written("### {t} (1995), 4/5\n\n{x}\n\n", "# Quick ones\n\n", "### Last (1995), 1/5\n\nNo.\n"), "a.md"
    )
    assert [value(review.text) for review in record.reviews] == [*TEXTS, "No."]


def test_a_long_head_with_place_and_time_is_not_joined_to_the_text_under_it() -> None:
    head = '"{t}" / B (PG) / Smith Auditorium and Kresge, Sat. 7 & 9'
    record = page(written(head + "\n{x}\n\n"))
    assert_three(record)
    assert {value(film.content_rating) for film in record.films} == {"PG"}


def test_what_stands_in_brackets_behind_a_slash_and_stars_says_who_may_see_the_film() -> None:
    front = "NOTAS DE CINE\nEl Heraldo de Mérida, 9 de abril de 1999\nPor Inés Paz\n\n"
    record = page(written("{T} / *** (Mayores de 13)\n{x}\n\n", front))
    assert_three(record)
    assert {value(film.content_rating) for film in record.films} == {"Mayores de 13"}
    assert [[fact.value for fact in review.critics] for review in record.reviews] == [["Inés Paz"]] * len(
        TITLES
    )
