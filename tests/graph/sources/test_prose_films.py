"""Films that a review's prose names: what is a title, what is something else, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sources import read
from graph.sources.facts.titles import same_title
from graph.sources.prose.films import SetOff, films_named, set_off

_NAMES = frozenset({"Mina Lee", "Ana", "Park Chan-wook"})


def named(text: str) -> list[str]:
    """The titles found in a review of "Quiet Field" (2018), each with its year."""
    found = films_named(text, "Quiet Field", 2018, _NAMES)
    assert all(text[one.start : one.end] == one.exact_text for one in found)
    return sorted(one.exact_text + (f" {one.year}" if one.year else "") for one in found)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("The film recalls Burning (2018) in its patience.", ["Burning 2018"]),
        ("Like Burning (2018), it keeps its secret.", ["Burning 2018"]),
        ("Compared to SEVEN SAMURAI (1954) this is a quarrel.", ["SEVEN SAMURAI 1954"]),
        ("In Claire Denis's Beau Travail (1999) the desert wins.", ["Beau Travail 1999"]),
        ("Godard's Le Mépris (1963) and “Les quatre cents coups” (1959) stand behind it.",
         ["Le Mépris 1963", "Les quatre cents coups 1959"]),
        ("After “Parasite” (2019), Bong Joon-ho could do as he liked.", ["Parasite 2019"]),
        ("Unlike 2018’s Burning, it is short.", ["Burning 2018"]),
        ("It owes much to “The Searchers” (John Ford, 1956) and more to “Shane.”",
         ["Shane", "The Searchers 1956"]),
        ("It is nothing like her debut, The House of Us, which I loved.", ["The House of Us"]),
        ("Movies like Heat, Collateral and Thief (1981) taught it.", ["Collateral", "Heat", "Thief 1981"]),
        ("She drew notice with “The World of Us” (2016), about children.", ["The World of Us 2016"]),
        ("The hero has seen *The Maltese Falcon* too often.", ["The Maltese Falcon"]),
        ("Hitchcock’s _Vertigo_ is never far.", ["Vertigo"]),
        ("It has the chill of THE THIRD MAN and little of its wit.", ["THE THIRD MAN"]),
        ("It is the best thing since “Mulholland Drive” in this line.", ["Mulholland Drive"]),
        ("Park Chan-wook's \"Oldboy\" was louder.", ["Oldboy"]),
        ("He would go on in “Memories of Murder” to be funny.", ["Memories of Murder"]),
        ("The title, “Quiet Field,” is a joke. “The Searchers” and “Shane” are its fathers.",
         ["Shane", "The Searchers"]),
        ("It puts one in mind of the classic ‘Don’t Look Now’.", ["Don’t Look Now"]),
    ],
)  # fmt: skip
def test_a_title_that_the_page_shows_to_be_a_films_is_named(text: str, titles: list[str]) -> None:
    assert named(text) == titles


@pytest.mark.parametrize(
    "text",
    [
        "It was based on the novel “The Price of Salt” by Patricia Highsmith.",
        "Its Director of Photography, as ever, is a poet of fog.",
        "Adapted from Sarah Waters's “Fingersmith,” it turns twice.",
        "Sarah Waters set her novel “Fingersmith” in London.",
        "He sings “Moon River” on a fire escape.",
        "They dance to “Dancing Queen” by ABBA on the radio.",
        "Beethoven's “Moonlight Sonata” plays on the stereo.",
        "The Beatles album “Revolver” spins.",
        "“Never,” she says, and shuts the door. “Oh,” says Ben.",
        "‘I’m fine,’ says Jina, who isn’t.",
        "The New York Times and _The New Yorker_ both loved it.",
        "The FBI and the CIA are after him, and so is NASA.",
        "SOMEBODY STOP HIM, I wrote in my notes. I MEANT IT.",
        "It premiered at the Cannes Film Festival (2018), in May (2018).",
        "World War II (1939) is far away.",
        "The sign says “Keep Out” and nobody does.",
        "She hosts a show called “Good Morning Seoul” and hates it.",
        "His shop is called “The Golden Hen.” A word like “Love” is not used.",
        "The play “A Doll's House” is quoted. She was in “A Doll's House” on stage.",
        "“Ana” is what *Mina Lee* calls her.",
        "Our own film, Quiet Field (2018), is good; “Quiet Field” is long, and THE QUIET FIELD is wide.",
        "He wanted *really* to go, and *that* was that.",
    ],
)
def test_what_is_no_other_films_title_is_left_out(text: str) -> None:
    assert named(text) == []


def test_a_film_of_the_reviewed_ones_title_is_another_if_its_year_is() -> None:
    assert named("It remakes “Quiet Field” (1977) with more grief.") == ["Quiet Field 1977"]
    assert named("It remakes “Quiet Field” (2019) with more grief.") == []


def test_where_and_may_part_two_titles_or_be_in_one_all_are_kept() -> None:
    found = named("It is the new film by the director of Pain and Glory.")
    assert found == ["Glory", "Pain", "Pain and Glory"]


_HTML = """<!doctype html><html><head><title>Quiet Field (2018)</title>{head}</head><body><article>
<h1>Quiet Field (2018)</h1><p>It rains for the first hour and nobody remarks on it. The camera stays where it
was put and lets people come and go. {prose}</p></article></body></html>"""


def _read(prose: str, head: str = "") -> list[tuple[str, str]]:
    record = read(_HTML.format(prose=prose, head=head).encode(), name="page.html")
    return [(one.exact_text, one.marking) for review in record.reviews for one in review.films_named]


def test_markup_of_a_page_sets_titles_off() -> None:
    prose = (
        "I prefer <em>Deep  Red</em>, or <cite>“Don’t Look Now”</cite>, even "
        '<a href="/2018/10/burning-review/">Burning</a>; <em>never</em> the other. <a href="/people/ann-lee">'
        'Ann Lee</a> is good, <a href="/subscribe">Our Newsletter</a> too.'
    )
    assert _read(prose) == [("Deep Red", "emphasis"), ("Don’t Look Now", "emphasis"), ("Burning", "link")]


def test_markdown_sets_titles_off() -> None:
    page = (
        "---\ntitle: Quiet Field (2018)\nrating: 3/5\n---\n\nIt rains for the first hour and nobody remarks "
        "on it.\nI prefer *Deep\nRed*, or [Burning](/2018/burning/), and *never* the other of the two.\n"
    )
    record = read(page.encode(), name="page.md")
    assert [(one.exact_text, one.marking) for one in record.reviews[0].films_named] == [
        ("Deep Red", "emphasis"), ("Burning", "link"),
    ]  # fmt: skip


def test_what_the_pages_data_mention_is_found_in_its_text_and_never_taken_for_its_film() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "Review", "itemReviewed": {"@type": "Movie", '
        '"name": "Quiet Field", "dateCreated": "2018"}, "mentions": [{"@type": "Movie", '
        '"name": "Quiet Field", "sameAs": "https://www.imdb.com/title/tt0076786/"}, {"@type": "Movie", '
        '"name": "Inferno"}, {"@type": "Movie", "name": "Not in the Text"}]}</script>'
    )
    assert _read("It recalls Inferno more than once.", data) == [("Inferno", "data")]
    record = read(_HTML.format(prose="It recalls Inferno.", head=data).encode(), name="page.html")
    assert len(record.films) == 1
    assert record.films[0].imdb_id is None


_PIECES = st.sampled_from([
    "“", "”", '"', "'", "’", "_", "*", " ", "\n", "(", ")", "1999", "Burning", "The House", "of", "and",
    "Us", "BURNING", "FBI", "director of ", "films like ", "says ", "novel ", "Quiet Field", ",", ".",
    "’s ", "괴물",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(text=st.lists(_PIECES, max_size=40).map("".join), off=st.lists(_PIECES, max_size=3).map("".join))
def test_of_any_text_every_mention_stands_where_it_says(text: str, off: str) -> None:
    around = set_off(text, 0, len(off)) if text.startswith(off) else SetOff("", off, "")
    found = films_named(text, "Quiet Field", 2018, _NAMES, [around] if around else [], [off])
    places = [(one.start, one.end) for one in found]
    assert places == sorted(places, key=lambda place: (place[0], -place[1]))
    assert len(set(places)) == len(places)
    for one in found:
        assert text[one.start : one.end] == one.exact_text
        assert one.exact_text.strip() == one.exact_text != ""
        assert one.year is not None or not same_title(one.exact_text, "Quiet Field")


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "“A",
        "“A”",
        "'A ",
        "_A",
        "A and ",
        "A, ",
        "films like A ",
        "A’s ",
        "(1999)",
        "A (1999) ",
        "AB: ",
        "*“",
    ],
)
def test_hostile_text_is_looked_through_in_the_end(piece: str) -> None:
    # What takes a time that grows with the square of the text would not come back from these.
    assert len(films_named(piece * (200_000 // len(piece)), "Quiet Field", 2018)) <= 200
