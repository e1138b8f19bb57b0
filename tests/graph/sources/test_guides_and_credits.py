"""Guides with several critics, label blocks in other languages, credits at the end, and what is no review."""

from __future__ import annotations

import pytest

from graph.records import Rating, SetAside
from graph.sources.facts import credit_lists, dates
from graph.sources.facts.titles import undress
from graph.sources.layout.taglines import told_apart
from graph.sources.origin import nameplates
from tests.graph.sources.pages import ONE, PROSE, cast, crew, page, text_of, value

GUIDE = """FRIDAY SCREENS

{key}

Night Ferry (R)
Director: Ola Brandt. With Sig Moe, Ann Rix. (101 min.)
{one}
{two}

The Clerk (PG)
Director: Wim Aalt. With Joop Vos, Lies Bakker. (88 min.)
{three}
"""
FERRY, CLERK = "Two brothers run a ferry and a grudge.", "He stamps forms, and then he does not."
LATE = "I left before the ferry did."


def opinions(text: str, name: str = "page.txt") -> list[tuple[str, str | None, str | None, str | None]]:
    record = page(text, name)
    titles = {film.key: film.title.value for film in record.films}
    return [
        (
            titles[review.film],
            review.critics[0].value if review.critics else None,
            review.rating.value.value if review.rating else None,
            value(review.text),
        )
        for review in record.reviews
    ]


@pytest.mark.parametrize(
    ("key", "one", "two", "three"),
    [
        ("(MQ) Marta Quell, (OB) Otis Bram.", f"MQ ***  {FERRY}", f"OB **  {LATE}", f"MQ ***1/2 {CLERK}"),
        (
            "MQ is Marta Quell, OB is Otis Bram.",
            f"MQ: ***. {FERRY}",
            f"OB: **. {LATE}",
            f"MQ: ***1/2. {CLERK}",
        ),
        ("By Marta Quell and Otis Bram", f"Quell *** {FERRY}", f"Bram ** {LATE}", f"Quell ***1/2 {CLERK}"),
        (
            "Reviews by Marta Quell (MQ) and Otis Bram (OB)",
            f"MQ: {FERRY} ***",
            f"OB: {LATE} **",
            f"MQ: {CLERK} ***1/2",
        ),
        (
            "Two critics a film",
            f"*** {FERRY} -- Marta Quell",
            f"** {LATE} -- Otis Bram",
            f"***1/2 {CLERK} -- Marta Quell",
        ),
    ],
    ids=["initials", "initials_and_colons", "family_names", "stars_at_the_end", "signatures"],
)
def test_a_guides_critics_are_told_apart_however_their_lines_are_set(
    key: str, one: str, two: str, three: str
) -> None:
    assert opinions(GUIDE.format(key=key, one=one, two=two, three=three)) == [
        ("Night Ferry", "Marta Quell", "3", FERRY),
        ("Night Ferry", "Otis Bram", "2", LATE),
        ("The Clerk", "Marta Quell", "3.5", CLERK),
    ]


def test_letters_in_bold_beside_critics_are_grades_and_what_says_where_a_film_plays_is_no_text() -> None:
    item = (
        "<h2>{title} (PG)</h2><p>Director: {who}. With Sig Moe, Ann Rix. (90 min.)</p>"
        "<p><b>Marta Quell</b> <b>{grade}</b></p><p>{text}</p><p>At: Rialto 3, Gaiety</p>"
    )
    html = (
        "<html><head><title>Friday screens</title></head><body><h1>Friday screens</h1>"
        + item.format(title="Night Ferry", who="Ola Brandt", grade="B", text=FERRY)
        + item.format(title="The Clerk", who="Wim Aalt", grade="C+", text=CLERK)
        + "</body></html>"
    )
    assert opinions(html, "page.html") == [
        ("Night Ferry", "Marta Quell", "B", FERRY),
        ("The Clerk", "Marta Quell", "C+", CLERK),
    ]


def test_the_foot_of_a_page_is_nobodys_opinion() -> None:
    text = GUIDE.format(
        key="By Marta Quell and Otis Bram",
        one=f"Marta Quell *** {FERRY}",
        two=f"Otis Bram ** {LATE}",
        three=f"Otis Bram * {CLERK}\n\nTin Cup (PG)\nDirector: Al Orr. With Bo Hall. (90 min.)\n"
        "Marta Quell ** Too much tin.\n\nFRIDAY SCREENS / PAGE 9",
    )
    assert opinions(text)[-1] == ("Tin Cup", "Marta Quell", "2", "Too much tin.")


def test_one_letter_is_a_grade_and_no_article() -> None:
    text = GUIDE.format(
        key="(MQ) Marta Quell, (OB) Otis Bram",
        one=f"MQ: A ferry with a past. {FERRY} ***",
        two=f"OB: **. {LATE}",
        three=f"MQ: A-. {CLERK}",
    )
    assert [said[2] for said in opinions(text)] == ["3", "2", "A-"]


LABELS = {
    "german": "Regie: Ann Lee\nBuch: Ann Lee und Bo Park\nDarsteller: Cy Dunn (Max), Di Fox u. a.\n"
    "Land/Jahr: D 1998\nLänge: 94 Min.\nWertung: 4 von 5 Sternen",
    "french": "Réalisation : Ann Lee\nScénario : Ann Lee et Bo Park\nInterprétation : Cy Dunn (Max), Di Fox\n"
    "Pays : France\nAnnée : 1998\nDurée : 1 h 34\nCote : 4 / 5",
    "spanish": "Dirección: Ann Lee\nGuion: Ann Lee y Bo Park\nIntérpretes: Cy Dunn (Max), Di Fox\n"
    "País: España\nAño: 1998\nDuración: 94 minutos\nCalificación: 4 de 5",
    "norwegian": "Regi: Ann Lee\nManus: Ann Lee og Bo Park\nMed: Cy Dunn (Max), Di Fox\nLand: Norge, 1998\n"
    "Lengde: 1 t 34 min\nKarakter: 4 av 5",
    "columns": "DIRECTOR        Ann Lee\nSCREENPLAY      Ann Lee, Bo Park\n"
    "CAST            Cy Dunn (Max), Di Fox\n"
    "COUNTRY         UK\nYEAR            1998\nRUNNING TIME    1 hr 34 mins\nOUR VERDICT     4 out of 5",
    "one line": "Realização: Ann Lee / Argumento: Ann Lee, Bo Park / Elenco: Cy Dunn (Max), Di Fox / "
    "Portugal, 1998 / Duração: 94 min. / Nota: 4/5",
}


@pytest.mark.parametrize("block", LABELS.values(), ids=LABELS.keys())
def test_a_label_block_says_the_same_in_any_language_and_form(block: str) -> None:
    record = page(f"Otto\n\n{block}\n\n{PROSE}")
    (film,) = record.films
    assert crew(record) == [("director", "Ann Lee"), ("writer", "Ann Lee"), ("writer", "Bo Park")]
    assert [(role.name.value, value(role.character)) for role in record.roles if role.job == "actor"] == [
        ("Cy Dunn", "Max"),
        ("Di Fox", None),
    ]
    assert (value(film.year), value(film.runtime_minutes), len(film.countries)) == (1998, 94, 1)
    assert value(record.reviews[0].rating) == Rating("4", "5")
    assert text_of(record) == PROSE


def test_a_word_that_another_language_has_for_a_label_heads_nothing_by_itself() -> None:
    record = page(f"Kamera\n\nBy Ann Lee\n\n{PROSE}\n\n***")
    assert record.films[0].title.value == "Kamera"


CREDITS = {
    "semicolons": "Written and directed by Ann Lee; director of photography, Bo Park; edited by Cy Dunn; "
    "music by the Low Tide Trio; produced by Di Fox for Salt Pictures; released by "
    "Harbor Films. Running time: 94 minutes.",
    "a title first": "Otto. Dirección: Ann Lee. Guion: Ann Lee. Fotografía: Bo Park. Montaje: Cy Dunn. "
    "Producida por Di Fox. Uruguay, 2006. 94 minutos.",
    "letters": "Polen 1988. R: Ann Lee. B: Ann Lee. K: Bo Park. S: Cy Dunn. P: Di Fox. 94 Min.",
    "a label": "Credits. Director, writer: Ann Lee. Camera: Bo Park. Editor: Cy Dunn. Producer: Di Fox. "
    "94 min.",
}


@pytest.mark.parametrize("tail", CREDITS.values(), ids=CREDITS.keys())
def test_credits_at_the_end_are_read_and_are_no_part_of_the_text(tail: str) -> None:
    record = page(f"Otto\n\nBy Eve Hart\n\n{PROSE}\n\n{tail}\n\n***")
    assert crew(record) == [
        ("director", "Ann Lee"),
        ("writer", "Ann Lee"),
        ("cinematographer", "Bo Park"),
        ("editor", "Cy Dunn"),
        ("producer", "Di Fox"),
    ]
    assert value(record.films[0].runtime_minutes) == 94
    assert text_of(record) == PROSE


def test_a_title_and_stars_may_open_the_credits_and_the_cast_needs_no_word() -> None:
    tail = "<b>Otto</b> *** Cy Dunn, Di Fox, Ed Gray. Written and directed by Ann Lee. 94 minutes."
    record = page(
        f"<html><body><h1>Otto</h1><p>By Eve Hart</p><p>{PROSE}</p><p>{tail}</p></body></html>", "page.html"
    )
    assert [one[0] for one in cast(record)] == ["Cy Dunn", "Di Fox", "Ed Gray"]
    assert (value(record.reviews[0].rating), text_of(record)) == (Rating("3"), PROSE.replace("\n\n", " "))


def test_old_cast_lists_name_the_character_first() -> None:
    credited, refused = credit_lists.cast("Sally ... Jo Hadley; Deke ... Burl Cates; The Marshal ... Ty Rolf")
    assert [(one.name, one.character) for one in credited] == [
        ("Jo Hadley", "Sally"),
        ("Burl Cates", "Deke"),
        ("Ty Rolf", "The Marshal"),
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee et Bo Park", ["Ann Lee", "Bo Park"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Di Fox for Salt Pictures", ["Di Fox"]),
        ("Salt Films (Pty) Ltd, Di Fox", ["Di Fox"]),
    ],
)
def test_crew_are_people_and_no_firms(text: str, names: list[str]) -> None:
    assert [one.name for one in credit_lists.crew(text)[0]] == names


NEWS = (
    "Marcy Doyle will direct “The Long Weekend” this autumn, her producer announced on Tuesday. "
    "Shooting is to begin in October on "
    "the coast, and the film was written by Doyle and Ed Pike, who live there, next door to one another."
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            f"LOCAL DIRECTOR TO SHOOT AGAIN\n\n{NEWS}\n\nDirected by Marcy Doyle. Starring Tim Rourke.",
            "in the making",
        ),
        (
            f"Arvid Lunde, Director of ‘The Long Thaw,’ Dies at 91\n\n{PROSE}\n\nDirected by Arvid Lunde.",
            "obituary",
        ),
        (
            f"Otto\n\nDirector: Ann Lee\nPrint source: Lundi\nScreenings: Sat 17.30\n\n{ONE}",
            "data sheet",
        ),
        (
            f"Otto\n\nDirector: Ann Lee\nRuntime: 79 min\n\nSynopsis supplied by the producer: {ONE}",
            "data sheet",
        ),
    ],
    ids=["news", "obituary", "festival_sheet", "synopsis"],
)
def test_pages_about_films_that_review_none_are_set_aside(text: str, reason: str) -> None:
    with pytest.raises(SetAside, match=reason):
        page(text)


def test_a_review_of_a_film_that_is_set_somewhere_and_shot_somewhere_is_one() -> None:
    prose = f"{PROSE} It is set in Lodz, where shooting starts at dawn and the police are about to shoot."
    assert page(f"Otto\n\nBy Eve Hart\n\n{prose}\n\nDirected by Ann Lee. 94 minutes.").reviews


@pytest.mark.parametrize(
    ("heading", "body", "title"),
    [
        ("Salt Road: A Long Way Home", "Salt Road is long. I liked Salt Road.", "Salt Road"),
        ("A Long Way Home: Salt Road", "Salt Road is long.", "Salt Road"),
        (
            "Star Coast: The Tide Returns",
            "Star Coast is back, and the Tide is high.",
            "Star Coast: The Tide Returns",
        ),
        ("Salt Road: Part Two", "Salt Road goes on.", "Salt Road: Part Two"),
    ],
)
def test_a_line_beside_a_title_is_told_from_it_by_what_the_text_says(
    heading: str, body: str, title: str
) -> None:
    found = undress(heading)
    assert found is not None
    assert told_apart(found, body, None).title == title


def test_an_original_title_may_stand_in_brackets_under_the_title() -> None:
    record = page(f"NINE GEESE\n(Ni gæss)\n\nBy Eve Hart\n\n{PROSE}\n\nDirected by Ann Lee. 94 minutes.")
    assert (record.films[0].title.value, value(record.films[0].original_title)) == ("NINE GEESE", "Ni gæss")


def test_names_that_stand_before_several_ratings_are_critics_and_no_films() -> None:
    text = (
        "WEEKEND GUIDE\n\nTHE OWL CONTRACT. Director: Sid Frame. With Art Moss, Gil Reyes. (R, 112 min.)\n"
        f"HENSON: *** {FERRY}\nPIKER: ** {LATE}\n\n"
        "LITTLE FISH. Director: Nora Vale. With Lily Ash. (G, 85 min.)\n"
        f"PIKER: ***1/2 {CLERK}\n\n"
        "TIN CUP. Director: Al Orr. With Bo Hall. (PG, 90 min.)\nHENSON: * Too much tin.\n"
    )
    assert opinions(text) == [
        ("THE OWL CONTRACT", "HENSON", "3", FERRY),
        ("THE OWL CONTRACT", "PIKER", "2", LATE),
        ("LITTLE FISH", "PIKER", "3.5", CLERK),
        ("TIN CUP", "HENSON", "1", "Too much tin."),
    ]


def test_two_critics_of_one_film_are_two_reviews_of_it() -> None:
    html = (
        "<html><body><h1>Paper Moonshine (PG)</h1>"
        "<p>Director: Roy Beal. With Candy Marsh, Lou Trent. (99 min.)</p>"
        f"<h3>Hannah Gold ***1/2</h3><p>{ONE}</p><h3>Victor Lunt *1/2</h3><p>{LATE}</p></body></html>"
    )
    assert opinions(html, "page.html") == [
        ("Paper Moonshine", "Hannah Gold", "3.5", ONE),
        ("Paper Moonshine", "Victor Lunt", "1.5", LATE),
    ]


@pytest.mark.parametrize(
    "facts",
    ["*** B&W-88m.", "88m. ***", "C/88m. *** [PG]", "*** (88 min.)"],
)
def test_a_pocket_guides_entry_may_say_colour_and_minutes_beside_its_stars(facts: str) -> None:
    text = (
        "THE ATTIC FILM GUIDE, 2nd edition (1991). A - B\n\n"
        f"Almond Thief, The (1951) {facts} D: Ruth Ames. Paul Roux, Luce Noir. A widow drives a truck of "
        "salt.\n\n"
        f"Amber Road (1962) {facts} D: Max Orr. Leo Pine. A cop who cannot count is put in a bank. [R]\n\n"
        "Apple Alibi (1978) BOMB C-91m. D: Hal Moss. Cy Dunn, Di Fox. Nothing works, and not for an hour.\n"
    )
    record = page(text)
    assert [(film.title.value, value(film.runtime_minutes)) for film in record.films] == [
        ("The Almond Thief", 88),
        ("Amber Road", 88),
        ("Apple Alibi", 91),
    ]
    assert [(critic, rating) for _, critic, rating, _ in opinions(text)] == [
        (None, "3"),
        (None, "3"),
        (None, "BOMB"),
    ]
    assert {value(review.publication) for review in record.reviews} == {"The Attic Film Guide"}
    assert text_of(record) == "A widow drives a truck of salt."


@pytest.mark.parametrize("line", ["**Marta Quell 82%**", "*Marta Quell: B+*", "**Marta Quell: thumbs up**"])
def test_a_line_of_markdown_that_is_bold_as_a_whole_is_a_line_by_itself(line: str) -> None:
    text = (
        f"# Friday\n\n## Night Ferry (R)\nDirector: Ola Brandt. With Sig Moe. (101 min.)\n\n"
        f"{line}\n{FERRY}\n\n"
        f"## The Clerk (PG)\nDirector: Wim Aalt. With Joop Vos. (88 min.)\n\n{line}\n{CLERK}\n"
    )
    assert [(critic, said) for _, critic, _, said in opinions(text, "page.md")] == [
        ("Marta Quell", FERRY),
        ("Marta Quell", CLERK),
    ]


def test_a_critics_one_word_is_a_review() -> None:
    text = GUIDE.format(
        key="By Marta Quell and Otis Bram", one="Marta Quell **\nLoud.", two=f"Otis Bram ***\n{LATE}",
        three=f"Marta Quell ***\n{CLERK}",
    )  # fmt: skip
    assert [said for _, _, _, said in opinions(text)] == ["Loud.", LATE, CLERK]


def test_labels_in_two_columns_and_characters_before_dots() -> None:
    record = page(
        "THE LATE REEL * FILM\n\nNIGHT FERRY\n\nDirected by     Ola Brandt      Time    1:52\n"
        "Photographed by  Ann Rix      Year    1984\n\nCAST\nThe Captain ........ Joop Vos\n"
        f"Mrs. Lund .......... Lies Bakker\nFirst Sailor ....... Al Roe\n\nBy Marta Quell\n\n{PROSE}\n"
    )
    (film,) = record.films
    assert (film.title.value, value(film.runtime_minutes), value(film.year)) == ("NIGHT FERRY", 112, 1984)
    assert [one[:2] for one in cast(record)] == [
        ("Joop Vos", "The Captain"),
        ("Lies Bakker", "Mrs. Lund"),
        ("Al Roe", "First Sailor"),
    ]
    assert sorted(crew(record)) == [("cinematographer", "Ann Rix"), ("director", "Ola Brandt")]


def test_credits_behind_a_title_in_capitals_name_a_writer_again_by_the_family_name() -> None:
    record = page(
        f"Night Ferry\n\nBy Marta Quell\n\n{PROSE}\n\nNIGHT FERRY, directed by Ola Brandt; written by "
        "Mr. Brandt AND Sig Moe; starring Joop Vos, Lies Bakker; 101 min.; rated PG-13.\n"
    )
    assert crew(record) == [("director", "Ola Brandt"), ("writer", "Ola Brandt"), ("writer", "Sig Moe")]
    assert [one[0] for one in cast(record)] == ["Joop Vos", "Lies Bakker"]
    assert text_of(record) == PROSE


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("the bay reader / film / may 12, 2003", ("The Bay Reader", True)),
        ("PAPEL Y LUZ - Revista de cine - Año IV, nº 12", ("Papel y Luz", True)),
        ("SCREEN TEST   Sunday Ledger, June 2, 1996", ("Sunday Ledger", True)),
        ("***  ECHO OF THE BAY  ***  Vol. IX No. 3  ***", ("Echo of the Bay", True)),
        ("THE LATE REEL * FILM", ("The Late Reel", False)),
        ("Salt Road, Vol. 2", None),
        ("The Bee Field (2019)", None),
        ("Ann Lee, May 3, 1999", None),
    ],
)
def test_a_papers_line_is_told_from_a_films(line: str, name: tuple[str, bool] | None) -> None:
    assert nameplates.name_of(" ".join(line.split())) == name


def test_a_month_may_be_a_roman_numeral_and_the_section_stand_behind_the_day() -> None:
    found = dates.find("Bilbao, 3-XI-2014")
    assert found is not None
    assert found[0].isoformat() == "2014-11-03"
    assert dates.is_date_line("Friday, October 21, 1988 Section C")


POSTED = """From: mq@ferry.example.com (Marta Quell)
Newsgroups: rec.films
Subject: REVIEW: Night Ferry (1992)
Date: 12 Mar 1993 08:11:02 GMT"""
ON_A_BOARD = """ Area: FILMS      Msg#: 12
 From: Marta Quell      Date: 12 Mar 93  22:47
 Subj: Review - Night Ferry (1992)"""


@pytest.mark.parametrize("head", [POSTED, ON_A_BOARD])
def test_the_head_of_a_message_says_who_posted_it_when_and_of_which_film(head: str) -> None:
    record = page(f"{head}\n\n{PROSE}\n\nRating: 3 out of 5\n")
    (film,), (review,) = record.films, record.reviews
    assert (film.title.value, value(film.year)) == ("Night Ferry", 1992)
    assert [critic.value for critic in review.critics] == ["Marta Quell"]
    assert value(review.published_on).isoformat() == "1993-03-12"
    assert text_of(record) == PROSE
