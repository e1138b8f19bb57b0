"""Habits of sites: boxes beside the text, bars of stars, banners over labels, the dialects of Markdown."""

from __future__ import annotations

import pytest

from graph.records import Rating
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value

HTML = "".join(f"<p>{part}</p>" for part in PROSE.split("\n\n"))
LABELS = "Director: Rosa Diaz\nStarring: Maria Torres, Joon Park\nRunning Time: 98 minutes\nGrade: B\n"
CREDITED = "Title: Otto\nDirector: Rosa Diaz\nCast: Maria Torres, Joon Park, Al Roe\nGrade: B"


def html(body: str, head: str = "<title>Otto | The Lantern Post</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


# Characters that only the prose names


@pytest.mark.parametrize(
    ("said", "characters"),
    [
        ("Then Eliza (Maria Torres) meets Mr. O'Dowd (Joon Park, very good).", ["Eliza", "Mr. O'Dowd", None]),
        ("Connie Van Alst (Maria Torres) and Kez (Joon Park).", ["Connie Van Alst", "Kez", None]),
        ("It opens on Inès de la Tour (Maria Torres).", ["Inès de la Tour", None, None]),
        ("Maria Torres (Mrs. Lipschitz), Joon Park (the sheriff).", ["Mrs. Lipschitz", "the sheriff", None]),
        ("His Mother (Maria Torres), a widow from Reno (Joon Park), the American (Al Roe).", [None] * 3),
        ("In Ohio (Maria Torres) the CEO (Joon Park) is seen on Avenue B. Russ (Al Roe) is not.", [None] * 3),
        ("A nurse (Maria Torres). “Fargo” (Joon Park) was better. Al Roe (Fargo) was not in it.", [None] * 3),
        ("Ada (Maria Torres) becomes Eda (Maria Torres) at midnight.", [None] * 3),
    ],
)  # fmt: skip
def test_an_actor_of_the_credits_plays_who_stands_before_their_name_in_brackets(
    said: str, characters: list[str | None]
) -> None:
    record = page(f"{CREDITED}\n\n{ONE}\n\n{said} {THREE}\n")

    assert [character for _, character, _ in cast(record)] == characters


def test_such_a_character_keeps_the_line_and_the_sentence_that_name_it_and_is_no_mention() -> None:
    record = page(f"{CREDITED}\n\n{ONE}\n\nEliza (Maria Torres) keeps bees. {THREE}\n")

    character = record.roles[0].character
    assert character is not None
    assert (character.first_line, character.quote) == (8, "Eliza (Maria Torres) keeps bees.")
    assert "Eliza" not in [mention.exact_text for mention in record.reviews[0].mentions]


def test_a_note_behind_a_comma_is_no_part_of_the_character() -> None:
    record = page(f"Otto (2019)\n\nCast: Maria Torres (Ana, voice), Joon Park (voice)\nGrade: B\n\n{PROSE}\n")

    assert cast(record) == [("Maria Torres", "Ana", "voice"), ("Joon Park", None, "voice")]


# Boxes beside the text


@pytest.mark.parametrize(
    "box",
    [
        (
            "<aside><h3>Now playing</h3><ul><li>Salt Road</li></ul><h3>Film Credits</h3><h4>Otto (2019)</h4>"
            "<h5>Cast</h5><ul><li>Maria Torres as Ana</li></ul><h5>Director</h5><ul><li>Rosa "
            "Diaz</li></ul></aside>"
        ),
        (
            "<div class='sidebar'><h2>Movie Facts</h2><p>Director: Rosa Diaz</p><p>Cast: Maria Torres "
            "(Ana)</p></div>"
        ),
        (
            "<aside><dl><dt>Director</dt><dd>Rosa Diaz</dd><dt>Cast</dt><dd>Maria Torres as "
            "Ana</dd></dl></aside>"
        ),
    ],
)
def test_the_films_credits_in_a_box_beside_the_text_are_read(box: str) -> None:
    record = page(html(f"<h1>Otto</h1><p>By Ann Lee</p>{HTML}{box}"), "page.html")

    assert crew(record) == [("director", "Rosa Diaz")]
    assert cast(record) == [("Maria Torres", "Ana", None)]
    assert text_of(record) == PROSE


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h4>Salt Road (2014)</h4><p>Director: Cy Poe</p><p>Cast: Al Roe, Di Moe</p></aside>",
        "<aside><p>Director: Cy Poe</p><p>Cast: Al Roe</p><p>Director: Ed Fox</p><p>Cast: Di Moe</p></aside>",
    ],
)
def test_other_films_credits_in_a_box_are_not(box: str) -> None:
    record = page(html(f"<h1>Otto</h1><p>By Ann Lee</p><p>Director: Rosa Diaz</p>{HTML}{box}"), "page.html")

    assert [role.name.value for role in record.roles] == ["Rosa Diaz"]


def test_a_mark_on_the_review_that_heads_teasers_elsewhere_ends_nothing() -> None:
    body = (
        f"<h1>Otto</h1><div><b>Recommended</b></div>{HTML}<p>Director: Rosa Diaz</p>"
        "<p>- Ann Lee, 3 May 2019</p>"
    )
    record = page(html(body), "page.html")

    assert crew(record) == [("director", "Rosa Diaz")]
    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("sheet", "bar", "rating"),
    [
        (r'.st::before{content:"\2605\2605\2605\2605"}',
         '<div class="st rating"><i class="st" style="width: 62.5%"></i></div>', Rating("2.5", "4")),
        ("", '<div class="rating-stars">☆☆☆☆☆<span style="width:80%">★★★★★</span></div>', Rating("4", "5")),
        ("", '<p><span class="star-rating"><b style="width:50%">★★★★★</b></span> Worth it</p>',
         Rating("2.5", "5")),
        ("", '<div class="rating"><span style="width:64%">★★★★★</span></div>', None),
        ("", '<div class="progress"><div style="width:80%">loading</div></div>', None),
    ],
)  # fmt: skip
def test_a_bar_of_stars_cut_off_at_a_width_rates(sheet: str, bar: str, rating: Rating | None) -> None:
    head = f"<title>Otto | The Lantern Post</title><style>{sheet}</style>"
    record = page(
        html(f"<h1>Otto</h1><p>By Ann Lee</p>{bar}{HTML}<p>Director: Rosa Diaz</p>", head), "page.html"
    )

    assert value(record.reviews[0].rating) == rating


# Labelled headers under a site's banner


@pytest.mark.parametrize(
    ("head", "paper"),
    [
        ("CELLULOID SUE'S MOVIE PAGE\n[Home] [Reviews A-M] [E-mail Sue]\n\n-----\n\nOTTO",
         "Celluloid Sue's Movie Page"),
        ("Valley Screen Dispatch\n-----------------------\nOtto (Der Otto)", "Valley Screen Dispatch"),
        ("THE RED REEL -- the valley film page\n[Home] [Archive]\n\nOtto", "The Red Reel"),
        ("=== THE LANTERN POST ===\n\nOtto [Der Otto]", "The Lantern Post"),
        ("Cahiers du Rialto\n------------------\nOtto (OT: Der Otto)", "Cahiers du Rialto"),
    ],
)  # fmt: skip
def test_the_line_over_the_labels_is_the_film_and_the_banner_above_it_the_publication(
    head: str, paper: str
) -> None:
    record = page(f"{head}\n\n{LABELS}\n{PROSE}\n\n-- Ann Lee\n")

    assert record.films[0].title.value.casefold() == "otto"
    assert str(value(record.reviews[0].publication)).casefold() == paper.casefold()
    assert record.reviews[0].headline is None
    assert value(record.films[0].original_title) == ("Der Otto" if "Der Otto" in head else None)


def test_a_banner_in_large_print_over_the_films_own_line_in_old_html() -> None:
    body = (
        "<center><font size=5>Aunt Sue's Late Show</font><br><font size=2>Old movies by one who was "
        "there</font>"
        "</center><hr><p><b><font size=4>Otto</font></b><br>1941 - 74 Mins.<br><b>Director:</b> Rosa Diaz<br>"
        "<b>Written By:</b> Bo Li, from the story by Cy Poe<br><b>Starring:</b> Maria Torres<br>"
        f"<b>Review by:</b> Ann Lee</p>{HTML}"
    )
    record = page(html(body, "<title>Aunt Sue's Late Show: Otto</title>"), "page.html")

    assert record.films[0].title.value == "Otto"
    assert value(record.reviews[0].publication) == "Aunt Sue's Late Show"
    assert record.reviews[0].headline is None
    assert crew(record) == [("director", "Rosa Diaz"), ("writer", "Bo Li")]


def test_a_title_and_a_grade_in_columns_are_two_lines_and_dots_lead_to_the_critic() -> None:
    record = page(
        f"Otto                                Grade: B+\nDirector.......Rosa Diaz\nReviewer.......Ann "
        f"Lee\n\n{PROSE}\n"
    )

    assert record.films[0].title.value == "Otto"
    assert value(record.reviews[0].rating) == Rating("B+", "A+", "F")
    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]


def test_a_page_counts_what_it_likes_and_its_director_is_no_critic() -> None:
    record = page(
        f"OTTO\ndi Rosa Diaz\n\nRegia: Rosa Diaz\nRating: 2 skulls (out of 5)\nReviewer: Ann Lee\n\n{PROSE}\n"
    )

    assert value(record.reviews[0].rating) == Rating("2", "5")
    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]


def test_a_name_beside_the_year_in_the_titles_brackets_directs() -> None:
    record = page(html(f"<h1>Otto (Rosa Diaz, 2013)</h1><p>By Ann Lee</p>{HTML}"), "page.html")

    assert record.films[0].title.value == "Otto"
    assert crew(record) == [("director", "Rosa Diaz")]


# The dialects of Markdown

FRONT = '---\ntitle: "Otto (2013)"\ndirector: Rosa Diaz\n---\n\n'
BIO = "Ann Lee has written about films since she was twelve and does not mean to stop."


@pytest.mark.parametrize(
    "end",
    [
        f"{{: .bio}}\n{BIO}",
        f"{BIO}\n{{: .author-bio}}",
        f"::: author-bio\n{BIO}\n:::",
        f'<div class="author-box">\n\n{BIO}\n\n</div>',
        f"<aside>\n\n{BIO}\n\n</aside>",
        f"{{% comment %}}\n{BIO}\n{{% endcomment %}}",
        f"{{{{< newsletter >}}}}\n{BIO}\n{{{{< /newsletter >}}}}",
        "---\n\n*Extras:* commentary by a nephew; a nice short; stills.",
    ],
)
def test_what_a_dialect_marks_as_beside_the_text_is_none_of_it(end: str) -> None:
    assert text_of(page(f"{FRONT}{PROSE}\n\n{end}\n", "page.md")) == PROSE


def test_a_class_of_the_text_itself_and_a_pair_that_never_ends_take_nothing() -> None:
    ends = f"{{: .lead}}\n{ONE}\n\n{{% comment %}}\n\n{TWO}\n\n::: bio\n\n{THREE}"

    assert text_of(page(f"{FRONT}{ends}\n", "page.md")).startswith(PROSE[:-20])


@pytest.mark.parametrize(
    ("tag", "rating"),
    [
        ("{{< stars 3.5 >}}", Rating("3.5")),
        ('{% include rating.html score="4" max="5" %}', Rating("4", "5")),
        ("{{ stars(n=2, of=4) }}", Rating("2", "4")),
        ("We saw {{< rating 4 >}} of them.", None),
    ],
)
def test_a_tag_of_the_template_rates_where_it_stands_alone(tag: str, rating: Rating | None) -> None:
    record = page(f"{FRONT}{tag}\n\n{PROSE}\n", "page.md")

    assert value(record.reviews[0].rating) == rating


def test_a_tag_on_the_film_is_read_and_one_on_another_film_is_not() -> None:
    own = '{{< film title="Otto" runtime="92 min" cast="Maria Torres, Joon Park" >}}'
    record = page(f'{FRONT}{own}\n\n{{{{< film title="Fargo" year="1996" >}}}}\n\n{PROSE}\n', "page.md")

    assert value(record.films[0].runtime_minutes) == 92
    assert [name for name, _, _ in cast(record)] == ["Maria Torres", "Joon Park"]
    assert value(record.films[0].year) == 2013


def test_people_with_a_job_each_certificates_of_boards_and_data_for_machines_in_front_matter() -> None:
    front = (
        "---\ntitle: Otto\nyear: 2013\nby: Ann Lee\nbbfc: BBFC 15\ndirected_by: Rosa Diaz\nwritten_by: Cy "
        "Fox\n"
        "crew:\n  - job: Director of Photography\n    name: Ed Poe\n  - Music: Flo Gee\n---\n\n"
    )
    record = page(f"{front}{PROSE}\n", "page.md")
    told = page(
        '---\ntitle: Otto\nschema:\n  "@type": Review\n'
        "  itemReviewed: {name: Otto, director: {name: Rosa Diaz}}\n"
        f"  reviewRating: {{ratingValue: 3, bestRating: 4}}\n  author: {{name: Ann Lee}}\n---\n\n{PROSE}\n",
        "page.md",
    )

    assert crew(record) == [
        ("director", "Rosa Diaz"), ("writer", "Cy Fox"), ("cinematographer", "Ed Poe"),
        ("composer", "Flo Gee"),
    ]  # fmt: skip
    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]
    assert value(record.films[0].content_rating) == "15"
    assert value(told.reviews[0].rating) == Rating("3", "4")
    assert crew(told) == [("director", "Rosa Diaz")]


def test_a_dateline_in_bold_is_no_part_of_the_text() -> None:
    assert text_of(page(f"{FRONT}**Cork, Friday.** {PROSE}\n", "page.md")) == PROSE


# Lines around the text


@pytest.mark.parametrize(
    "line",
    ["Splatter rating: 8.5 out of 10 severed thumbs", "Ann says: 8.5/10", "Puddle-o-meter: 8,5 von 10"],
)
def test_a_number_and_its_scale_rate_under_any_label(line: str) -> None:
    record = page(html(f"<h1>Otto (2013)</h1><p>By Ann Lee</p>{HTML}<p>{line}</p>"), "page.html")

    assert value(record.reviews[0].rating) == Rating("8.5", "10")


@pytest.mark.parametrize("line", ["Readers say: 8.5/10", "IMDb: 7.1/10", "Average vote: 4/5"])
def test_what_others_give_does_not(line: str) -> None:
    record = page(html(f"<h1>Otto (2013)</h1><p>By Ann Lee</p>{HTML}<p>{line}</p>"), "page.html")

    assert record.reviews[0].rating is None


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>Otto</b> (2008) – 83 minutes – Unrated – Starring Maria Torres, Joon Park</p>",
        (
            "<div>Otto, Deutschland/Polen 2008, 83 Min., Unrated. Regie: Rosa Diaz. Mit Maria Torres, Joon "
            "Park.</div>"
        ),
    ],
)
def test_the_title_before_its_facts_below_the_text(line: str) -> None:
    record = page(html(f"<h1>Otto</h1><p>By Ann Lee</p>{HTML}{line}"), "page.html")

    assert (value(record.films[0].year), value(record.films[0].runtime_minutes)) == (2008, 83)
    assert [name for name, _, _ in cast(record)] == ["Maria Torres", "Joon Park"]
    assert text_of(record) == PROSE


def test_the_critics_own_name_before_a_biography_heads_no_facts() -> None:
    body = (
        f"<h1>Otto (2013)</h1><p>Ann Lee<br>3 May 2014</p>{HTML}<p>Ann Lee has reviewed films since 1994.</p>"
    )
    record = page(html(body), "page.html")

    assert value(record.films[0].year) == 2013


@pytest.mark.parametrize(
    "end",
    [
        "Otto (PG-13, 104 minutes) opens Friday at the Rialto and the Rex.",
        "Gezien op het Filmfestival, zaal 3, naast iemand met drop.",
        "[On the same page: FARGO (U, 66 mins), SALT ROAD (X, 83 mins).\nNot typed.]",
    ],
)
def test_where_a_film_plays_was_seen_or_stood_is_no_part_of_the_text(end: str) -> None:
    assert text_of(page(f"Otto (2013)\n\nDirector: Rosa Diaz\nGrade: B\n\n{PROSE}\n\n{end}\n")) == PROSE


def test_a_kicker_above_the_heading_heads_no_teasers_and_certificates_of_other_countries_are_facts() -> None:
    body = (
        "<article><span>Neu im Kino</span><h1>Otto</h1><h2>Ein Mann und sein Wetter</h2>"
        f"<div>114 Minuten ‧ FSK 12 ‧ 2024</div><p>Von Ann Lee</p>{HTML}</article>"
    )
    record = page(html(body), "page.html")

    assert value(record.films[0].content_rating) == "FSK 12"
    assert (value(record.films[0].year), value(record.films[0].runtime_minutes)) == (2024, 114)
    assert value(record.reviews[0].headline) == "Ein Mann und sein Wetter"


def test_a_review_typed_from_a_magazine() -> None:
    record = page(
        "[typed from KINEMA BULLETIN, Vol. 31, No. 364, May 1964, p. 71.]\n\nOTTO\n\n"
        "Cert: A.  Dist: Regal.  Prod: Al Roe.\nDir: Rosa Diaz.  Phot: Ed Poe.  Art Dir: Di Moe.\n"
        "Leading Players: Maria Torres (Ana), Joon Park (Lee), Flo Gee\n(Mrs. Lumb), Cy Dee (Ginger).\n"
        f"91 mins. Great Britain, 1964.\n\n{PROSE}\n\n                         J.McF.\n"
    )

    assert value(record.reviews[0].publication) == "Kinema Bulletin"
    assert [fact.value for fact in record.reviews[0].critics] == ["J.McF."]
    assert value(record.films[0].content_rating) == "A"
    assert crew(record) == [("director", "Rosa Diaz"), ("cinematographer", "Ed Poe"), ("producer", "Al Roe")]
    assert cast(record)[2:] == [("Flo Gee", "Mrs. Lumb", None), ("Cy Dee", "Ginger", None)]
    assert text_of(record) == PROSE


def test_the_first_of_two_lines_over_the_labels_is_the_headline() -> None:
    record = page(
        f"The Lantern Post\nHome » Film\n\nAll Signs Point to No\nA driving-school romance stalls\n\nby "
        f"Ann Lee\n\n"
        f"Otto\n{LABELS}\n{PROSE}\n"
    )

    assert value(record.reviews[0].headline) == "All Signs Point to No"


def test_what_a_class_calls_the_author_wrote_the_page() -> None:
    body = (
        "<h1>Otto</h1><div class='blog-meta-item--author'>Written By <a>Ann Lee</a></div>"
        f"<p>2022 | dir. Rosa Diaz | Canada | 1h 52m</p>{HTML}"
    )
    record = page(html(body), "page.html")

    assert [fact.value for fact in record.reviews[0].critics] == ["Ann Lee"]
    assert crew(record) == [("director", "Rosa Diaz")]


def test_a_rating_and_its_best_in_the_words_of_another_language() -> None:
    record = page(f"---\ntitle: Otto (2013)\nsterren: 4\nsterren_max: 5\n---\n\n{PROSE}\n", "page.md")

    assert value(record.reviews[0].rating) == Rating("4", "5")
