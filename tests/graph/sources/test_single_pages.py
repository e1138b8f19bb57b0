"""Pages of one review: who wrote it, whom it credits, where its text begins and ends."""

from __future__ import annotations

import pytest

from graph.records import Rating, SetAside
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value

HTML = "".join(f"<p>{part}</p>" for part in PROSE.split("\n\n"))


def html(body: str, title: str = "The Salt Road") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("line", "critic", "day", "paper"),
    [
        ("One at the Rialto -- Ann Lee, The Siskiyou Call, 28 November 2008", "Ann Lee", "2008-11-28",
         "The Siskiyou Call"),
        ("Posted Tuesday, May 17, 2011 by Ann Lee", "Ann Lee", "2011-05-17", None),
        ("Filmkritik von Anne Bergmann, 17. Oktober 2019", "Anne Bergmann", "2019-10-17", None),
        ("Publié le 6 novembre 2024 par Solène Marchetaud", "Solène Marchetaud", "2024-11-06", None),
        ("Ann Lee | The Valley Sentinel | 3 May 1999", "Ann Lee", "1999-05-03", "The Valley Sentinel"),
    ],
)  # fmt: skip
def test_one_line_says_who_wrote_when_and_for_whom_in_any_order(
    line: str, critic: str, day: str, paper: str | None
) -> None:
    review = page(f"The Salt Road\n\n{line}\n\n{PROSE}\n\nDirected by Bo Li. 98 min.\n").reviews[0]

    assert [fact.value for fact in review.critics] == [critic]
    assert str(value(review.published_on)) == day
    assert paper is None or value(review.publication) == paper


@pytest.mark.parametrize(
    "foot",
    [
        "Photographed by\nBo Park\n\nAnn Lee\nJanuary 24, 2014",
        "About the Reviewer\n\nAnn Lee reviews films for anybody who asks.",
        "Ann Lee\n\n* * *\n\nNext week: two films about lighthouses. Write to Ann.",
    ],
)
def test_a_name_above_a_day_a_biography_or_a_rule_is_the_critic_and_nobody_of_the_film(foot: str) -> None:
    record = page(f"The Salt Road (2014)\n\nDirected by\nCy Dee\n\n{PROSE}\n\n{foot}\n")

    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]
    assert "Ann Lee" not in [name for _, name in crew(record)]
    assert text_of(record) == PROSE


@pytest.mark.parametrize(
    "note",
    [
        "In Korean with English subtitles.",
        (
            "-- \nThe Usher comes out when it comes out. Back issues: ask.\nNEXT: Truckers 2, if the fog "
            "lets "
            "up."
        ),
        "The House has been online since 1998. Write to Ann. You are visitor number 4211.",
        "The Salt Road is playing at the Loft Annex.",
        "“The Salt Road,” a Lionhead release, is rated R by its makers for salt. Running time: 112 minutes.",
    ],
)
def test_what_a_page_says_to_its_readers_behind_the_text_is_no_part_of_it(note: str) -> None:
    assert text_of(page(f"The Salt Road (1998)\n\nBy Ann Lee\n\n{PROSE}\n\n{note}\n")) == PROSE


@pytest.mark.parametrize(
    "end",
    [
        "*This blog runs on tea. [Buy me one](/tea).*",
        "*Out on disc from Slate Row, with a booklet.*",
        "---\n\n**Related:** [Salt, revisited](/salt)",
        "## Where to watch\n\nThere is a fine disc from Slate Row, with a booklet and a long interview.",
    ],
)
def test_notes_in_italics_behind_rules_and_under_headings_end_the_text_of_markdown(end: str) -> None:
    front = '---\ntitle: "The Salt Road"\nauthor: Ann Lee\ndirector: Bo Li\n---\n\n'
    record = page(f"{front}*Part of our week of salt.*\n\n{PROSE}\n\n{end}\n", "salt.md")

    assert text_of(record) == PROSE


def test_letters_behind_a_standfirst_and_before_small_print_are_the_text_of_a_page() -> None:
    record = page(
        html(
            "<h1>« La Route du sel » : le goût de la terre</h1>"
            "<p class='chapo'>Le deuxième film de Bo Li "
            "suit une "
            f"apicultrice. Un récit patient, parfois un peu trop.</p>{HTML}<p class='fiche'><b>La Route du "
            f"sel</b>, "
            "de Bo Li. Avec Paul Roux, Luce Noir. France, 1 h 38. En salles ce mercredi.</p>"
        ),
        "page.html",
    )

    assert [film.title.value for film in record.films] == ["La Route du sel"]
    assert crew(record) == [("director", "Bo Li")]
    assert [name for name, _, _ in cast(record)] == ["Paul Roux", "Luce Noir"]
    assert value(record.films[0].runtime_minutes) == 98
    assert text_of(record) == PROSE


@pytest.mark.parametrize(
    "credits_",
    [
        "Ana\nMaria Torres\n\nThe Banker\nJoon Park\n\nDirected by\nBo Li",
        "Ana ....... Maria Torres\nThe Banker ....... Joon Park\nDirected by ....... Bo Li",
        "Cast:   Maria Torres (Ana), Joon Park (The\n        Banker)\nDirector: Bo Li",
        "Cast\n\nMaria TorresasAna\n\nJoon Parkas The Banker\n\nDirector\n\nBo Li",
    ],
)
def test_a_cast_names_its_characters_first_in_pairs_of_lines_or_without_its_spaces(credits_: str) -> None:
    record = page(
        f"The Salt Road\n\nBy Ann Lee\n\n{PROSE}\n\nFilm Credits\n\nThe Salt Road (1998)\n\n{credits_}\n"
    )

    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "The Banker", None)]
    assert crew(record) == [("director", "Bo Li")]


def test_a_table_that_has_the_jobs_on_the_left_has_the_characters_there_too() -> None:
    rows = "".join(
        f"<tr><td>{left}</td><td>{right}</td></tr>"
        for left, right in (("Ana", "Maria Torres"), ("Captain Bly", "Joon Park"), ("Directed by", "Bo Li"))
    )
    record = page(html(f"<h1>The Salt Road</h1>{HTML}<table>{rows}</table>"), "page.html")

    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Captain Bly", None)]


def test_a_scraper_is_neither_critic_nor_publication_and_its_day_is_none_of_the_reviews() -> None:
    heading = "The Salt Road movie review & film summary (2011) | Orrery Journal (2025)"
    record = page(
        f"{heading}\n\nFebruary 3, 2025 by Di Krug\n\n{heading} (1)\n\n{PROSE}\n\n{heading} (2)\n\nAnn "
        f"Lee\n\n"
        "Ann Lee repairs watches.\n\nFilm Credits\n\nThe Salt Road (2011)\n\n101 minutes\n\nArticle "
        "information\n\n"
        "Author: Di Krug\n\nLast Updated: 02/03/2025\n\nViews: 5512\n"
    )

    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]
    assert record.reviews[0].published_on is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Bo Kessler directed it from his own script.", ["Bo Kessler"]),
        (
            "Kessler, from a script he wrote with his sister, Di Hay, keeps it short.",
            ["Bo Kessler", "Di Hay"],
        ),
        ("It was written by Kessler and the novelist Cy Dee.", ["Bo Kessler", "Cy Dee"]),
    ],
)
def test_the_prose_says_with_whom_the_director_wrote_the_script(said: str, wanted: list[str]) -> None:
    record = page(
        f"The Salt Road (1998)\n\nBy Ann Lee\n\nDirector: Bo Kessler\n\n{ONE}\n\n{TWO} {said}\n\n{THREE}\n"
    )

    assert [name for job, name in crew(record) if job == "writer"] == wanted


@pytest.mark.parametrize(
    "said",
    [
        (
            "Dans ce film réalisé par Paul Roux, les abeilles et la banque se disputent le champ de la "
            "veuve, "
            "et Roux"
        ),
        "El campo de la viuda y las abejas, en la película dirigida por Paul Roux, los une a todos, y Roux",
        (
            "Het veld van de weduwe en het dorp, geregisseerd door Paul Roux, is het mooiste van het jaar, "
            "en "
            "Roux"
        ),
        "Unter der Regie von Paul Roux wird das Feld der Witwe zum Meer, und das ist nicht wenig, denn Roux",
    ],
)
def test_prose_in_other_languages_names_the_director(said: str) -> None:
    record = page(f"The Salt Road (1998)\n\nBy Ann Lee\n\n{said} ... {ONE}\n\n{TWO}\n\n{THREE}\n")

    assert ("director", "Paul Roux") in crew(record)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("„Der Salzweg“: Stille am Band", "Der Salzweg"),
        ("Kritik: Der Salzweg", "Der Salzweg"),
        ("Il sale, la recensione: una lunga strada", "Il sale"),
        ("«La ruta de la sal»: el agua que no vuelve", "La ruta de la sal"),
    ],
)
def test_headings_of_other_languages_are_undressed(heading: str, title: str) -> None:
    assert (
        page(html(f"<h1>{heading}</h1>{HTML}<p>Regie: Bo Li</p>", heading), "page.html").films[0].title.value
        == title
    )


def test_credits_under_headings_of_another_language_are_read() -> None:
    record = page(
        f"El camino de la sal\n\nPor Ana Ferrán\n\n12 de octubre de 2021\n\n{PROSE}\n\nAna "
        f"Ferrán\n\nPeriodista. Cree que "
        "el mar es de todos.\n\nTambién en cartelera\n\nPerros de porcelana\nEl tercer turno\n\n"
        "Ficha artística y técnica\n\nCartel de El camino de la sal\n\nEl camino de la sal (2021)\n\n"
        "No recomendada para menores de 12 años\n\n104 minutos\n\nMaria Torres como Ana\n\nJoon Park como "
        "Lee (voz)\n\n"
        "Dirección\n\nBo Li\n\nMontaje\n\nMúsica\n\n"
        "Últimas entradas del blog\n\nDiez finales\nHace 2 días\n"
    )

    assert value(record.films[0].content_rating) == "No recomendada para menores de 12 años"
    assert [(name, role) for name, role, _ in cast(record)] == [("Maria Torres", "Ana"), ("Joon Park", "Lee")]
    assert crew(record) == [("director", "Bo Li")]
    assert text_of(record) == PROSE


def test_what_stands_above_the_bar_belongs_to_other_films() -> None:
    record = page(
        "Hot Type\nA newspaper comedy. 2.5 stars\nby Di Hay\n\nLake Effect\n2.5 stars\nIce, mostly.\nRead "
        "More\n\n"
        f"The Salt Road\n\n|\n\nby Ann Lee\nAugust 23, 2017\n\n***\n\n{PROSE}\n"
    )

    assert value(record.reviews[0].rating) == Rating("3")
    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]


def test_a_signed_text_that_begins_with_a_title_is_a_review_of_that_film() -> None:
    opening = (
        f"“The Salt Road” opens on a baptism and closes on a bankruptcy. This is a prickly comedy. {ONE}"
    )
    record = page(
        f"Ann Lee Home\n\n\n{opening}\n\n{TWO}\n\n{THREE}\n\nDi Hay\n\nDi Hay is a critic from Swansea.\n"
    )

    assert [film.title.value for film in record.films] == ["The Salt Road"]


def test_front_matter_that_calls_a_page_news_is_no_review() -> None:
    with pytest.raises(SetAside, match="news"):
        page(f"---\ntitle: Programme changes\ncategory: news\nauthor: Ann Lee\n---\n\n{PROSE}\n", "news.md")


TEASERS_ABOVE = (
    "The Fen Gazette\nNews | Opinion | Sport | Film\n\nMORE ON THIS STORY\n\nPaper Boats (2014)\n★★\n"
    "A flood, politely.\n\nNine Ladders\n★★★\nUp it goes.\n\n"
)


@pytest.mark.parametrize(
    "above",
    [
        "The Salt Road (2015)\n|\nReviewed by Ann Lee\nFen Weekly, 11 Mar 2015\n★★★★☆\n",
        "The Salt Road review – a long way home\n\n4/5 stars\n\n|\n\nAnn Lee\n@annlee\n11 Mar 2015 15.30\n",
    ],
)  # fmt: skip
def test_the_title_above_the_bar_ends_the_teasers_over_it(above: str) -> None:
    record = page(f"{TEASERS_ABOVE}{above}\n{PROSE}\n\nStarring: Maria Torres, Joon Park. 96 min.\n")
    review = record.reviews[0]

    assert [film.title.value for film in record.films] == ["The Salt Road"]
    assert [fact.value for fact in review.critics] == ["Ann Lee"]
    assert str(value(review.published_on)) == "2015-03-11"
    assert value(review.rating) == Rating("4", "5")
    assert text_of(record) == PROSE


STUB = (
    "The Fen Gazette\nReviews | Interviews | Festivals\n\n"
    "Paper Boats\nA flood, politely.\n\nThe Salt Road\n\n|\n\n"
    "March 11, 2015\n\n{said}\n\nAdvertisement\n\nNine Ladders\nUp it goes.\n\nRelated Posts\nTen roads\n\n"
    "Film Credits\nThe Salt Road (2015)\n83 minutes\nCast\nMaria Torres as Ana\n"
)
FRONT = '---\ntitle: "The Salt Road (2015)"\nimdb_id: tt0051876\n---\n\n{said}\n'


@pytest.mark.parametrize("text", [STUB, FRONT])
@pytest.mark.parametrize("said", ["Nope.", "Fine, I suppose."])
def test_a_verdict_of_a_word_is_a_review_where_a_page_has_its_text(text: str, said: str) -> None:
    record = page(text.format(said=said), name="page.md" if text is FRONT else "page.txt")

    assert record.films[0].title.value == "The Salt Road"
    assert text_of(record) == said


@pytest.mark.parametrize("text", [STUB, FRONT])
@pytest.mark.parametrize("said", ["Review soon.", "Our review will appear on Friday.", "Coming."])
def test_a_promise_of_a_review_is_none(text: str, said: str) -> None:
    with pytest.raises(SetAside):
        page(text.format(said=said), name="page.md" if text is FRONT else "page.txt")


def test_an_interview_is_set_aside_whatever_film_its_data_name() -> None:
    asked = "".join(
        f"<p><strong>{said}</strong></p><p>{ONE}</p>" for said in ("Why salt?", "And then what?", "What now?")
    )
    with pytest.raises(SetAside, match="interview"):
        page(
            html(f"<h1>A conversation with Ann Lee</h1><p>3 May 2019</p><p>{TWO}</p>{asked}"),
            kind="review_html",
        )


def test_a_review_of_a_film_called_an_interview_is_a_review() -> None:
    record = page(html(f"<h1>The Interview (2014)</h1><p>By Ann Lee</p>{HTML}<p>What now? Nothing.</p>"))

    assert record.films[0].title.value == "The Interview"


def test_an_index_of_films_in_a_table_is_set_aside() -> None:
    rows = "".join(f"| [Salt {n} (202{n})](/salt-{n}/) | Ann Lee | B | {n} May |\n" for n in range(1, 5))
    with pytest.raises(SetAside, match="list of 4 films"):
        page(f"---\ntitle: Film reviews\n---\n\nAll that we saw.\n\n"
             f"| Film | Critic | Grade | On |\n|-|-|-|-|\n{rows}",
             name="index.md")  # fmt: skip


def test_a_column_with_a_number_before_the_title_is_about_the_film_of_its_second_heading() -> None:
    record = page(
        html(
            f"<h1>Week 41: Salt Road</h1><p>By Ann Lee</p><p>Good morning to all, and thanks for your "
            f"letters about my knee, which I read with pleasure.</p><h2>Salt Road</h2>{HTML}"
            f"<div class='mail-signup-card'><p>{THREE}</p></div><p>Directed by Bo Li. 98 min.</p>"
        )
    )

    assert record.films[0].title.value == "Salt Road"
    assert text_of(record) == PROSE


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("'Road' runs long\nA comedy of salt\n\nBy Ann Lee\n\nThe Salt Road\n***", "The Salt Road"),
        ("FILM OF THE WEEK\n\nLong\nThe Hives is a small triumph, says Ann Lee\n\nBy Ann Lee\n***",
         "The Hives"),
    ],
)  # fmt: skip
def test_the_whole_title_is_taken_from_the_line_that_has_it(above: str, title: str) -> None:
    record = page(f"{above}\n\n{PROSE}\n\nDirected by Bo Li. 98 min.\n")

    assert record.films[0].title.value == title


@pytest.mark.parametrize(
    "head",
    ["Jump to content\nThe Fen Gazette\nNews | Opinion | Sport | Film", "The Fen Gazette: Arts & Books: Film",
     "The Fen Gazette: a blog of films old and new"],
)  # fmt: skip
def test_the_name_above_a_menu_or_before_rubrics_is_the_paper(head: str) -> None:
    review = page(f"{head}\n\nThe Salt Road (2015)\nBy Ann Lee\n\n{PROSE}\n\nDirected by Bo Li.\n").reviews[0]

    assert value(review.publication) == "The Fen Gazette"


def test_a_banner_is_no_film_where_the_title_stands_above_its_original_and_the_facts() -> None:
    record = page(
        html(
            "<center><h1>The Attic Notebook</h1></center><hr><font><b>MOTHER OF SALT</b></font><br>"
            f"<i>(Madre di sale)</i><br><b>1971 - R - 87 Mins.</b><br><b>Director:</b> Bo Li<br>"
            f"<b>Grade: C</b>{HTML}",
            title="The Attic Notebook: M is for MOTHER OF SALT",
        )
    )

    assert record.films[0].title.value == "MOTHER OF SALT"
    assert value(record.films[0].original_title) == "Madre di sale"


def test_a_name_behind_the_word_review_above_the_papers_day_is_the_critic() -> None:
    record = page(
        f"FILM: The Salt Road\n\nReview: Ann Lee\nTHE FEN GAZETTE   3 October 1986\n\n{PROSE}\n\n"
        "Directed by Bo Li\nStarring Maria Torres\nCertificate 15\n101 min.\n"
    )

    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]
    assert value(record.films[0].content_rating) == "15"


@pytest.mark.parametrize(
    "closing",
    [
        "Have you seen a better film this year? I have not.",
        "In the end she writes to his mother, and so do we.",
        "More to the point: nobody laughs.",
        "He will never become a member of the club, and knows it.",
        "When it is showtime at last, the tent is empty.",
        "Nothing here can be reached by road.",
        "Coming up for air at the end, you may find that you have been crying.",
        "Published in 1962, the novel was banned for a decade.",
        "Copyright lawyers will love the third act.",
    ],
)
def test_a_reviews_last_words_are_its_own_though_pages_talk_like_that(closing: str) -> None:
    document = page(f"The Salt Road (1998)\n\nBy Ann Lee\n\n{ONE}\n\n{TWO}\n\n{closing}\n")
    assert text_of(document).endswith(closing)


@pytest.mark.parametrize(
    "opening",
    [
        "Watch the trailer and you have seen the film.",
        "Photo by photo, the album tells its story.",
        "Newsletter editors fall in love in this sweet comedy of errors.",
        "Filed under “never again” in my notebook: the dinner scene.",
    ],
)
def test_sentences_that_begin_like_a_pages_furniture_are_the_reviews(opening: str) -> None:
    document = page(f"The Salt Road (1998)\n\nBy Ann Lee\n\n{opening}\n\n{ONE}\n\n{TWO}\n")
    assert text_of(document).startswith(opening)
