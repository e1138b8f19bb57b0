"""Habits of pages of one film: what stands over and under the text, whose it is, grades, certificates."""

from __future__ import annotations

import pytest

from graph.sources.facts import certificates
from graph.sources.facts.labelled import certificate_under
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value

CREDITS = "Director: Rosa Diaz\nCast: Maria Torres, Joon Park\n104 minutes"
HEAD = f"The Fen Weekly\n\nThe Bee Field\n\n{CREDITS}\n\nBy Ann Lee\nMay 6, 2011\n\n"


@pytest.mark.parametrize(
    "end",
    [
        "The author is a freelance critic based in Leeds.",
        "This article was amended on 4 May 2016 to correct the spelling of a name.",
        "A graduate of the National Film School, Ann Lee lives in Cork with three cats.",
        "Lee writes about film for the Weekly every Friday.",
        "What did you think of The Bee Field? Tell us in the comments below.",
        "Follow @annlee on Twitter.",
        "For showtimes, call 555-0100.",
        "Check local listings for times.",
        "The Weekly relies on readers like you. Become a Friend of the Weekly.",
        "Thanks to the Rialto for the screening.",
        "All opinions © 1998-2003 Ann Lee.",
        "• The Bee Field is in UK and Irish cinemas from 17 May.",
        "'The Bee Field' is playing in select theaters and on demand.",
        "The Bee Field was shown at the Toronto International Film Festival.",
        "At the Rialto until Thursday.",
        "Ab 12. Mai im Kino.",
        "Sortie le 12 mai.",
        "Contains strong language and scenes of bees.",
        "Bechdel test: passes.",
        "SEE IT: The Bee Field opens Friday at the Rialto.",
        "MORE SCREEN\n\nHive Mind\nA sequel without bees.",
    ],
)
def test_what_a_page_says_behind_a_review_is_no_text(end: str) -> None:
    assert text_of(page(f"{HEAD}{PROSE}\n\n{end}\n")) == PROSE


@pytest.mark.parametrize(
    "end",
    [
        "Go and see it with somebody you love.",
        "The Bee Field plays like a dream.",
        "The Bee Field opens with a death and closes with a birth.",
        "The Bee Field is in the end a film about patience.",
        "My advice: go.",
        "Torres is the best actor of her generation, and this is her best film.",
        "What more could you ask for?",
        "This story has been told before.",
        "For all that, I would see it again on Friday.",
        "At the end of the road there is honey, and on Friday there is more of it.",
        "Follow her anywhere.",
        "Contains multitudes.",
        "Seit Jahren habe ich so etwas nicht mehr im Kino gesehen.",
    ],
)
def test_a_critics_own_last_words_stay(end: str) -> None:
    assert text_of(page(f"{HEAD}{PROSE}\n\n{end}\n")) == f"{PROSE}\n\n{end}"


def test_a_grade_behind_the_last_sentence_or_at_the_head_of_the_last_line_is_the_rating() -> None:
    graded = page(f"{HEAD}{ONE}\n\n{TWO} B+\n")
    assert (value(graded.reviews[0].rating).value, text_of(graded)) == ("B+", f"{ONE}\n\n{TWO}")
    verdict = page(f"{HEAD}{PROSE}\n\n7/10, and I'd give the honey a nine.\n")
    assert (value(verdict.reviews[0].rating).value, text_of(verdict)) == ("7", PROSE)


def test_a_legend_of_letters_says_which_is_the_worst() -> None:
    legend = "GRADES: A = buy it, B = rent it, C = cable, D = somebody else's cable, F = hide."
    rating = value(page(f"{HEAD}Grade: B-\n\n{PROSE}\n\n{legend}\n").reviews[0].rating)
    assert (rating.value, rating.best, rating.worst) == ("B-", "A", "F")


def test_what_stands_over_the_byline_is_no_text() -> None:
    deck = "A field, a bank, a swarm: Rosa Diaz's debut is a chamber piece with honey in its beard, and more."
    text = f"LANTERN\n\nThe Bee Field\n\n17 March 2022\n\n{deck}\n\nby Ann Lee\n\n{PROSE}\n\n{CREDITS}\n"
    assert text_of(page(text)) == PROSE


def test_one_name_signs_where_its_owner_is_told_of_or_a_day_stands_beside_it() -> None:
    blog = page(
        f"{HEAD.replace('By Ann Lee', '')}{PROSE}\n\nWes\n\nWes is one half of this blog. He bakes.\n"
    )
    assert ([value(one) for one in blog.reviews[0].critics], text_of(blog)) == (["Wes"], PROSE)
    fan = page(f"The Bee Field\n\n{CREDITS}\nPosted 10/27/2002 by Gomez\n\n{PROSE}\n")
    assert [value(one) for one in fan.reviews[0].critics] == ["Gomez"]


@pytest.mark.parametrize(
    "lines",
    [
        "A field of one's own\n\nAnn Orr",
        "A field of one's own\n\nAnn Lee\nLedger movie critic",
        "A field of one's own\n\nBy Ann Lee, Ledger Staff Writer",
        "Filed under: Movies — Ann Lee @ 10:22 pm on May 6, 2014",
    ],
)
def test_a_name_over_the_text_signs_by_its_place(lines: str) -> None:
    (review,) = page(f"The Bee Field (2019)\n\n{CREDITS}\n\n{lines}\n\n{PROSE}\n").reviews
    assert [value(one) for one in review.critics] in (["Ann Lee"], ["Ann Orr"])


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ("FILM\n\nHoney, honey, maybe\nBee epic stings late\n\nTHE BEE FIELD\n", "Honey, honey, maybe"),
        ("Film\n\nNeighborhood buzzed\n\nIn 'The Bee Field,' a swarm goes long\n", "Neighborhood buzzed"),
        ("home / about us / archive / the big list\n\nThe Bee Field\n", None),
        ("The Bee Field review – a hive of feeling, exquisitely mapped\n", ...),
        ("The Bee Field is a long haul, but the honey is worth it\n", ...),
        ("Salt of the earth\n\nTHE BEE FIELD (15A, 112 mins)", "Salt of the earth"),
    ],
)  # fmt: skip
def test_the_film_is_told_from_the_headline(lines: str, headline: object) -> None:
    text = (
        f"Fen Weekly\n\n{lines}\n{CREDITS}\n\nBy Ann Lee\n\n{ONE} The Bee Field hums.\n\n{TWO}\n\n{THREE}\n"
    )
    (film,), (review,) = (record := page(text)).films, record.reviews
    assert value(film.title).casefold() == "the bee field"
    assert value(review.headline) == (lines.strip() if headline is ... else headline)


def test_a_section_of_a_site_is_no_paper_and_a_line_over_a_day_may_be() -> None:
    html = (
        "<html><head><title>The Bee Field | Screens | Gulf Coast Current</title>"
        "<link rel='canonical' href='https://www.gulfcoastcurrent.example/screens/the-bee-field'></head><body>"
        "<div>Home › Screens › Reviews</div><h1>The Bee Field</h1><p>104 minutes</p><p>By Ann Lee</p>"
        f"<p>{ONE}</p><p>{TWO}</p></body></html>"
    )
    assert value(page(html, "page.html").reviews[0].publication) == "Gulf Coast Current"
    dated = page(f"The Des Moines Plainsman\nThursday, August 8, 2013\n\nMovies\n\n{HEAD[16:]}{PROSE}\n")
    assert value(dated.reviews[0].publication) == "The Des Moines Plainsman"
    scanned = page(f"from THE HUDSON REVIEW OF ARTS, November 1974\n\n{HEAD[16:]}{PROSE}\n")
    assert value(scanned.reviews[0].publication).casefold() == "the hudson review of arts"


@pytest.mark.parametrize(
    ("label", "symbol"),
    [
        ("Age restriction", "13 LV"), ("Age restriction", "PG V"), ("Certificate", "15A"),
        ("Classification", "14A"), ("Classification", "MA15+"), ("Classification", "CTC"),
        ("Rating", "R16"), ("Kijkwijzer", "9"),
        ("Censura", "VM14"), ("Freigabe", "FSK 12"), ("Calificación", "SAM 13"), ("Certificate", "U/A"),
        ("Classificação", "M/12"), ("Rating", "NC16"), ("Ikäraja", "K-12"), ("Certificate", "IIB"),
    ],
)  # fmt: skip
def test_certificates_of_many_countries_under_their_label(label: str, symbol: str) -> None:
    (film,) = page(f"The Bee Field (2019)\n\nDirector: Rosa Diaz\n{label}: {symbol}\n\n{PROSE}\n").films
    assert value(film.content_rating) == symbol


def test_no_grade_and_no_word_is_a_certificate() -> None:
    assert not any(map(certificates.is_symbol, ("A", "B", "C", "B+", "Good", "8/10", "Drama")))
    assert certificates.leading("15 minutes too long") is None
    assert certificate_under("Certificate", "A") == "A"  # Britain's, of old


def test_the_running_time_of_a_sentence() -> None:
    text = f"The Bee Field (2019)\n\nDirector: Rosa Diaz\n\n{PROSE} At 112 minutes it is twenty too long.\n"
    assert value(page(text).films[0].runtime_minutes) == 112


@pytest.mark.parametrize(
    ("said", "character"),
    [
        ("The arrival of Miss Bell (a sly, warm turn from Maria Torres) changes it.", "Miss Bell"),
        ("Maria Torres stars as Wes Pawluk, a former champion.", "Wes Pawluk"),
        ("Da sitzt die Lehrerin Zofia (Maria Torres), und das ist nicht gut, auch nachts.", "Zofia"),
        ("Es ist kalt und nicht schön. Der Bahner Kurt (Maria Torres) wird auch nass.", "Kurt"),
        ("His Mother (Maria Torres) is no help.", None),
    ],
)  # fmt: skip
def test_whom_an_actor_plays_in_the_prose(said: str, character: str | None) -> None:
    head = "The Bee Field (2019)\n\nDirector: Rosa Diaz\nCast: Maria Torres, Joon Park"
    text = f"{head}\n\n{said} {ONE}\n\n{THREE}\n"
    assert cast(page(text))[0][:2] == ("Maria Torres", character)


def test_keys_of_front_matter_that_are_labels_elsewhere() -> None:
    record = page(
        "---\ntitre: Le Champ d'abeilles\nauteur: Ann Lee\nnote: 4/5\nfilm:\n  annee: 2020\n"
        f"  realisation: Rosa Diaz\n"
        f"  avec: [Maria Torres, Joon Park]\n  duree: 1h34\n  pays: [France]\n---\n\n{PROSE}\n",
        "page.md",
    )
    (film,), (review,) = record.films, record.reviews
    assert (value(film.year), value(film.runtime_minutes), value(film.countries[0])) == (2020, 94, "France")
    assert (crew(record), [name for name, _, _ in cast(record)]) == (
        [("director", "Rosa Diaz")],
        ["Maria Torres", "Joon Park"],
    )
    assert value(review.rating).value == "4"


def test_a_family_name_opens_a_sentence_where_it_stands_inside_one_elsewhere() -> None:
    said = "Hatch (she made the one about the quints) plays it straight. The script by Hatch has rules."
    head = "The Bee Field\n\nDirector: Rosemary Hatch\n104 minutes"
    (review,) = page(f"{head}\n\n{said} {ONE}\n\n{TWO}\n").reviews
    named = [one.exact_text for one in review.mentions if one.match.person == "Rosemary Hatch"]
    assert named == ["Hatch", "Hatch"]


@pytest.mark.parametrize(
    "head",
    [
        '"THE BEE FIELD" (Tamil, with songs). Carrow Films. ',
        '"The Bee Field" (colour). ',
        '"The Bee Field." ',
    ],
)
def test_credits_under_the_text_behind_the_title_in_quotation_marks(head: str) -> None:
    credits_ = (
        "Produced by Cy Doe. Written and directed by Rosa Diaz. Music by Al Roe. Starring Maria Torres."
    )
    quoted = ONE.replace("It is", 'There is "The Bee Field". It is', 1)
    record = page(
        f"THE FEN WEEKLY\n\nHoney and mortgages\n\nBy Ann Lee\n\n{quoted}\n\n{TWO}\n\n{head}{credits_}\n"
    )
    assert record.films[0].title.value == "The Bee Field"
    assert text_of(record) == f"{quoted}\n\n{TWO}"
    assert set(crew(record)) == {
        ("producer", "Cy Doe"), ("writer", "Rosa Diaz"), ("director", "Rosa Diaz"), ("composer", "Al Roe"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "headline", ["The Bee Field is a slow burn worth the sting", "THE BEE FIELD HUMS ALONG WITHOUT A TUNE"]
)
def test_a_headline_begins_with_what_the_text_has_in_quotation_marks(headline: str) -> None:
    quoted = ONE.replace("It is", '"The Bee Field" is', 1)
    foot = "Rated PG-13. 1 hour, 49 minutes."
    head = f"The Fen Weekly\n\n{headline}\n\nBy Ann Lee\nMay 6, 2011"
    record = page(f"{head}\n\n{quoted}\n\n{TWO}\n\n{THREE}\n\n{foot}\n")
    assert record.films[0].title.value == "The Bee Field"
    assert value(record.reviews[0].headline) == headline


def test_a_block_of_links_in_the_middle_of_a_text_does_not_end_it() -> None:
    links = "Related Articles\nMovies | Ten films about bees\nMovies | Maria Torres hangs up her veil"
    end = f"The field is the best of it. {ONE}\n\nThen it is night. {THREE}"
    assert text_of(page(f"{HEAD}{PROSE}\n\n{links}\n\n{end}\n")) == f"{PROSE}\n\n{end}"


def test_a_line_that_ends_in_as_i_is_no_credit_and_its_paragraph_goes_on() -> None:
    broken = (
        "The photography is uneven, and the rain in it is a hose. But you ought\n"
        "to go, and on the way home to ask whoever is beside you, as I did, what\n"
        "it was that they had been waiting for."
    )
    assert text_of(page(f"{HEAD}{PROSE}\n\n{broken}\n")) == f"{PROSE}\n\n{' '.join(broken.split())}"


def test_a_figure_and_its_scale_on_lines_of_their_own_under_a_headline_printed_twice() -> None:
    headline = "THE BEE FIELD HUMS ALONG WITHOUT A TUNE"
    quoted = ONE.replace("It is", '"The Bee Field" is', 1)
    head = f"{headline}\nFILM\n{headline}\nBy Ann Lee\nPosted 6 May 2011, 07:15\n6\nOUT OF TEN"
    record = page(f"{head}\n\n{quoted}\n\n{TWO}\n\n{THREE}\n")
    assert record.films[0].title.value == "The Bee Field"
    assert value(record.reviews[0].headline) == headline
    rating = value(record.reviews[0].rating)
    assert (rating.value, rating.best) == ("6", "10")
