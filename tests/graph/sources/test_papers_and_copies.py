"""Habits of papers' pages, archives and scrapers' copies: what stands around a review and is none of it."""

from __future__ import annotations

import pytest

from graph.records import Rating, SetAside
from graph.sources.alignment import Credit, align
from graph.sources.facts import credit_line
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value

NAMED = PROSE.replace("It is a slow", 'It is, "The Salt Road," a slow', 1)
TEASERS = "Gravel\nTwo brothers, one quarry.\n\nThe Rookie Nun\nA tired farce, with nuns.\n"


@pytest.mark.parametrize("counted", ["0 comments", "12 Comments", "Comments (3)", "Leave a comment"])
def test_a_header_that_counts_comments_opens_no_comments(counted: str) -> None:
    record = page(
        f"Severn Courier\n\nNews | Sport | Film | Jobs\n\n{TEASERS}\nThe Salt Road\n\n|\nAnn Lee\n"
        f"12 September 2014\n{counted}\n\n{PROSE}\n\nCert 12A, 97 mins. At the Guildhall from today.\n"
    )

    assert text_of(record) == PROSE
    assert [value(fact) for fact in record.reviews[0].critics] == ["Ann Lee"]
    assert value(record.reviews[0].publication) == "Severn Courier"
    assert value(record.films[0].content_rating) == "12A"


@pytest.mark.parametrize(
    "head",
    [
        (
            "Paper: Reno Call\nTitle: `Salt Road' goes far\nAuthor: Ann Lee, Call Critic\n"
            "Date: July 30, 1999\nSection: Best Bets\nPage: E3"
        ),
        (
            "SECTION: GUSTO, Pg. 24\nLENGTH: 560 words\nHEADLINE: `Salt Road' goes far\n"
            "BYLINE: ANN LEE; Critic\nDATE: July 30, 1999\nPAPER: Reno Call\n\nBODY:"
        ),
        (
            "Publication: Reno Call\nDate: July 30, 1999\nEdition: Final\nPage: 4D\nByline: Ann Lee\n"
            "Headline: `Salt Road' goes far\nWord count: 560"
        ),
    ],
)
def test_the_head_of_an_archives_record_has_the_headline_the_critic_the_day_and_the_paper(head: str) -> None:
    record = page(
        f"{head}\n\n{NAMED}\n\nTHE SALT ROAD\n\nDirected by Bo Li. Written by Cy Doe and Li. "
        "Starring Flo Gee.\nRated PG for language. 107 min.\n\n***\n\nCaption: Flo Gee in the film.\n"
        "(c) 1999 Reno Call. To order reprints of this article call us.\n"
    )
    review = record.reviews[0]

    assert value(record.films[0].title) == "The Salt Road"
    assert value(review.headline) == "`Salt Road' goes far"
    assert [value(fact) for fact in review.critics] == ["Ann Lee"]
    assert (str(value(review.published_on)), value(review.publication)) == ("1999-07-30", "Reno Call")
    assert text_of(record) == NAMED
    assert crew(record) == [("director", "Bo Li"), ("writer", "Cy Doe"), ("writer", "Bo Li")]


def test_credits_that_a_fixed_width_broke_are_read_to_their_last_word() -> None:
    record = page(
        f"THE SALT ROAD\nreviewed by Ann Lee, April 22, 1987\n\n{PROSE}\n\n"
        "Directed by Bo Li. Written by Cy Doe. Starring Flo Gee, Jake Lamb, Colleen\n"
        "Fahey, Ivan Petrakis, Sylvia Brandeis as Mrs. Lipschitz. Rated R\n"
        "for profanity, drug use. 121 min.\n**1/2 (out of *****)\n\n[next review]   [index]\n"
    )

    assert [name for name, _, _ in cast(record)] == [
        "Flo Gee", "Jake Lamb", "Colleen Fahey", "Ivan Petrakis", "Sylvia Brandeis",
    ]  # fmt: skip
    assert (value(record.films[0].runtime_minutes), value(record.films[0].content_rating)) == (121, "R")
    assert value(record.reviews[0].rating) == Rating("2.5", "5")


@pytest.mark.parametrize(
    "credits_",
    [
        "The Salt Road. Directed by Bo Li. Starring Flo Gee. Certificate PG. 108 min.",
        '"The Salt Road" (PG, 108 minutes) was directed by Bo Li, with Flo Gee (as Nan) and Al Roe.',
    ],
)
def test_the_film_is_what_the_closing_credits_and_the_text_call_it(credits_: str) -> None:
    record = page(
        f"THE CATHEDRAL WEEKLY\nFriday 27 February 1987\n\nARTS & LETTERS\n\nBread and bees in a dry county\n"
        f"By ANN LEE\n\n{NAMED}\n\n[Box: LUNCHES in the crypt. Soup and a roll, 80p.]\n\n{credits_}\n***\n"
    )

    assert (value(record.films[0].title), value(record.films[0].runtime_minutes)) == ("The Salt Road", 108)
    assert value(record.reviews[0].headline) == "Bread and bees in a dry county"
    assert text_of(record) == NAMED
    assert crew(record) == [("director", "Bo Li")]


@pytest.mark.parametrize(
    "mark", ["Advertisement", "ADVERTISEMENT", "[advertisement]", "Article continues below"]
)
def test_an_advertisement_between_broken_lines_parts_paragraphs(mark: str) -> None:
    broken = "\n".join(
        f"{first}\n{rest}"
        for first, rest in ((part[:70], part[70:].strip()) for part in (ONE[:140], TWO[:140]))
    )
    one, two = ONE[:140], TWO[:140]
    lines = broken.split("\n")
    record = page(
        f"The Salt Road\n\nBy Ann Lee\n\n{lines[0]}\n{lines[1]}\n{mark}\n{lines[2]}\n{lines[3]}\n\n{THREE}"
        "\n\nDirected by Bo Li. 98 min.\n"
    )

    kept = [" ".join(part.split()) for part in text_of(record).split("\n\n")]
    assert [part.replace(" ", "") for part in kept] == [part.replace(" ", "") for part in (one, two, THREE)]


def test_a_scrapers_table_of_contents_and_numbers_of_pictures_are_no_part_of_the_page() -> None:
    heading = "The Salt Road movie review & film summary (1994) | The Yarra Weekly (2023)"
    record = page(
        f"best-mirror // cached copy // images removed\n\n{heading}\n\nTable of Contents\nReviews\nCast\n"
        "References\n\nReviews\n\nDrama\nM\n1 Hr 29 Min\n\nAnn Lee\n\nMay 13, 1994 ***\n\n"
        f"{ONE}(3)\n\n{TWO}\n\n{THREE} (4)\n\n"
        "Cast\n\nFlo Geeas Nan\nAl Roeas The Conductor\n\nReferences\nGravel movie review (2002)\n"
    )
    film, review = record.films[0], record.reviews[0]

    assert (value(film.title), value(film.runtime_minutes), value(film.content_rating)) == (
        "The Salt Road",
        89,
        "M",
    )
    assert [value(genre) for genre in film.genres] == ["Drama"]
    assert [value(fact) for fact in review.critics] == ["Ann Lee"]
    assert (value(review.rating), value(review.headline)) == (Rating("3"), None)
    assert text_of(record) == PROSE
    assert cast(record) == [("Flo Gee", "Nan", None), ("Al Roe", "The Conductor", None)]


def test_lines_apart_from_names_that_stand_together_are_no_names() -> None:
    record = page(
        f"{TEASERS}\nThe Salt Road\n\n|\n\n{PROSE}\n\nFilm Credits\n\nThe Salt Road (2016)\n\n"
        "Writer\n\nBo Li\nCy Doe\n\n"
        "Director of Photography\n\nEli Stone\n\nThe Unloved Ones\nHidden Gems\n"
    )

    assert crew(record) == [("writer", "Bo Li"), ("writer", "Cy Doe"), ("cinematographer", "Eli Stone")]


@pytest.mark.parametrize(
    ("front", "foot", "paper"),
    [
        ("SOUTHERN REEL — Film | Television | Festivals", "", "Southern Reel"),
        ("Matinee Mail | India's Independent Film Desk", "", "Matinee Mail"),
        ("Orchard House\n\nReviews\nGreat Movies\nContributors", "", "Orchard House"),
        ("Harbor Lantern - Your Guide to the Movies", "", "Harbor Lantern"),
        ("HARBOR LANTERN FILM REVIEWS", "", "Harbor Lantern"),
        ("Skip to content\n\nThe Harbor Lantern\n\nNews\nSports\nFilm\nObituaries", "", "The Harbor Lantern"),
        ("Movie Reviews from The Quadrangle (archive, text only)", "", "The Quadrangle"),
        (
            "San Miguel Pelican | Film",
            "(c) 2008 San Miguel Pelican. All rights reserved.",
            "San Miguel Pelican",
        ),
    ],
)
def test_a_paper_is_named_by_what_stands_beside_it_or_by_two_places(
    front: str, foot: str, paper: str
) -> None:
    record = page(
        f"{front}\n\nThe Salt Road\n\nBy Ann Lee\n\n{NAMED}\n\nDirected by Bo Li. 98 min.\n\n{foot}\n"
    )

    assert (value(record.reviews[0].publication), value(record.reviews[0].headline)) == (paper, None)
    assert value(record.films[0].title) == "The Salt Road"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "The person who has done this is a first-time director called Tomi Ade.",
            [("director", "Tomi Ade")],
        ),
        ("The script, by formersportswriter Chip Lavender, is a joy.", [("writer", "Chip Lavender")]),
        ("She works from a script by the playwright Chuma Opara, and it shows.", [("writer", "Chuma Opara")]),
    ],
)
def test_the_prose_names_who_made_the_film_past_a_few_words_on_them(
    said: str, told: list[tuple[str, str]]
) -> None:
    record = page(f"The Salt Road (2016)\n\nBy Anna Lind\n\n{ONE} {said}\n\n{TWO}\n\nRated R. 98 minutes.\n")

    assert crew(record) == told


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("His watchman, Seu Tonico, stays. Tonico sings.", ['Antônio "Seu Tonico" Batista'],
         ["Seu Tonico", "Tonico"]),
        ("So says director Barry Choi Siu-lun. Choi laughs.", ["Barry Choi"], ["Barry Choi Siu-lun", "Choi"]),
        ("Mehdi Tavassoli runs. Mehdi Tavasoli looks.", ["Mehdi Tavassoli"],
         ["Mehdi Tavassoli", "Mehdi Tavasoli"]),
        ("Mandy Oxen is new. Oxen I had never seen.", ["Mandy Oxen"], ["Mandy Oxen", "Oxen"]),
        ("Entra Greta Soncini. Alla Soncini basta poco.", ["Greta Soncini"], ["Greta Soncini", "Soncini"]),
        ("Thiago Monte Alegre is odd. Monte Alegre is a star.", ["Thiago Montealegre"],
         ["Thiago Monte Alegre", "Monte Alegre"]),
        ("Here Bea Holanda weeps.", ["Bea de Holanda"], ["Bea Holanda"]),
        ("Here Bea de Holanda weeps.", ["Bea Holanda"], ["Bea de Holanda"]),
    ],
)  # fmt: skip
def test_people_are_found_by_nicknames_particles_and_a_second_spelling(
    text: str, names: list[str], found: list[str]
) -> None:
    mentions = align(text, [Credit(name, "actor") for name in names])

    assert [mention.exact_text for mention in mentions] == found


@pytest.mark.parametrize(
    "body",
    [
        f"Solway Film Festival unveils 2016 line-up\n\n|\n\nBy Staff Reporter\n22 June 2016\n\n{PROSE}",
        (
            f'Nothing Is Wasted: Gail Rostov on "The Salt Road"\n\n|\n\n{ONE}\n\nWhose idea was that?\n\n'
            f"GAIL ROSTOV: Mine. {TWO}\n\nAnd the bees?\n\nGR: They were mine as well, every one.\n\n"
            'People compare it to "Gravel."\n\nGR: I should be so lucky.'
        ),
    ],
)  # fmt: skip
def test_line_ups_and_answers_are_no_reviews(body: str) -> None:
    with pytest.raises(SetAside):
        page(f"{TEASERS}\n{body}\n\nPopular Reviews\n\nGravel\n")


@pytest.mark.parametrize(
    "heading", ["The 10 Best Films of 2013", "My Top Ten Movies of the Year", "Ten Great Kitchens in Film"]
)
def test_a_list_of_films_is_no_review_of_one(heading: str) -> None:
    listed = "\n\n".join(f'{place}. "{title}" -- {ONE}' for place, title in ((1, "Gravel"), (2, "Otto")))

    with pytest.raises(SetAside):
        page(f"{TEASERS}\n{heading}\n\n|\n\nBy Ann Lee\nDecember 27, 2013\n\n{TWO}\n\n{listed}\n")


def test_a_copys_heading_may_name_critic_and_paper_and_its_jobs_get_their_spaces_back() -> None:
    heading = "The Salt Road movie review & film summary (2014) | Ann Lee - The Harbor Lantern (2024)"
    record = page(
        f"{heading}\n\nREVIEWS\n\n{heading}\n\nAnn Lee | May 3, 2014\n\n{ONE}[2]\n\n{TWO}[3]\n\n{THREE}\n\n"
        "CAST\n\nFlo Gee asNan\nAl RoeasConductor\n\nCREDITS\n\nDirectorBo Li\nCinematographerIda Lomax\n"
    )

    assert value(record.reviews[0].publication) == "The Harbor Lantern"
    assert crew(record) == [("director", "Bo Li"), ("cinematographer", "Ida Lomax")]
    assert cast(record) == [("Flo Gee", "Nan", None), ("Al Roe", "Conductor", None)]
    assert text_of(record) == PROSE


def test_credits_between_dots_say_the_job_first_and_who_plays_whom() -> None:
    record = page(
        f"Night Road\n\nBy Ann Lee\nThe Lantern, May 3, 2014\n\n{PROSE}\n\nCast:\nFlo Gee ... Nan\n"
        "Ida Rowe ... Mrs. Lipschitz\n\nDirector ... Bo Li\nScreenplay ... Al Fenn\n"
        "Running time ... 101 min.\nRated R\n"
    )

    assert cast(record) == [("Flo Gee", "Nan", None), ("Ida Rowe", "Mrs. Lipschitz", None)]
    assert crew(record) == [("director", "Bo Li"), ("writer", "Al Fenn")]
    assert (value(record.films[0].runtime_minutes), value(record.films[0].content_rating)) == (101, "R")
    assert text_of(record) == PROSE


def test_an_actor_in_a_line_of_facts_plays_whom_the_brackets_name_and_they_are_no_original_title() -> None:
    said = credit_line.whole(
        "R -- 101 minutes -- with Flo Gee (as Nan), Ida Rowe -- directed by Bo Li -- written by Al Fenn"
    )

    assert said is not None
    assert [(one.name, one.character) for _, one in said.people][:2] == [
        ("Flo Gee", "Nan"),
        ("Ida Rowe", None),
    ]
    assert said.original is None
