"""Which film prose means by a title: the one that is certain, and none where two could be meant."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from graph.linking.named_films import KnownFilm, meant, titles_of
from graph.names import romanisation_key


def film(
    entity: str, title: str, year: int | None, director: str = "", cast: tuple[str, ...] = ()
) -> KnownFilm:
    known = KnownFilm(entity)
    known.take(
        {
            "titles": [title],
            "year": year,
            "directors": [romanisation_key(director)] if director else [],
            "directed_by": [director] if director else [],
            "cast": [romanisation_key(name) for name in cast],
        }
    )
    return known


def row(title: str, year: int | None = None, **more: Any) -> dict[str, Any]:
    said = {
        "marking": "quotation marks",
        "before": "It recalls “",
        "behind": "” at times.",
        "published": None,
    }
    return {"titles": [title], "year": year, **said, **more}


OWN = film("own", "Quiet Field", 2018, "Hong Seong-eun", ("Mina Lee",))
BURNING = film("burning", "Burning", 2018, "Lee Chang-dong")
SOLARIS, REMADE = film("1972", "Solaris", 1972, "Andrei Tarkovsky"), film("2002", "Solaris", 2002)
DAYS = film("days", "Days of Being Wild", 1990, "Wong Kar-wai")


def means(mention: dict[str, Any], *films: KnownFilm, never: tuple[str, ...] = ()) -> str | None:
    found = {
        one.film if (one := meant(mention, OWN, order, never)) is not None else None
        for order in permutations(films)
    }
    assert len(found) == 1, "the order of the films decides"
    return found.pop()


def test_a_title_and_its_year_mean_the_one_film_of_both() -> None:
    assert means(row("Burning", 2018), BURNING) == "burning"
    assert means(row("BURNING", 2018), BURNING) == "burning"
    assert means(row("Solaris", 2002), SOLARIS, REMADE) == "2002"


def test_a_year_beside_the_films_is_enough_where_no_other_film_is_near() -> None:
    assert means(row("Burning", 2019), BURNING) == "burning"
    assert means(row("Burning", 2019), BURNING, film("other", "Burning", 2020)) is None
    assert means(row("Burning", 2016), BURNING) is None


def test_a_book_by_somebody_else_is_not_the_film_that_was_made_of_it_a_year_later() -> None:
    tide = film("tide", "The Copper Tide", 1968, "Oskar Vogel")
    assert means(row("The Copper Tide", 1967, before="as in Ira Marsh’s “"), tide) is None
    assert means(row("The Copper Tide", 1967, before="as in Vogel’s “"), tide) == "tide"
    assert means(row("The Copper Tide", 1968, before="as in Mina Lee’s “"), tide) == "tide"


def test_two_films_of_one_title_and_year_are_told_apart_by_their_people_or_not_at_all() -> None:
    other = film("other", "Burning", 2018, "Somebody Else")
    assert means(row("Burning", 2018), BURNING, other) is None
    assert means(row("Burning", 2018, before="as in Lee Chang-dong’s “"), BURNING, other) == "burning"


def test_a_title_of_one_word_needs_people_or_a_page_that_leads_there() -> None:
    assert means(row("Burning"), BURNING) is None
    assert means(row("Burning", before="Lee Chang-dong’s “"), BURNING) == "burning"
    assert means(row("Burning", behind="” by Lee Changdong"), BURNING) == "burning"
    assert means(row("Burning", marking="link"), BURNING) == "burning"
    assert means(row("Salt"), film("salt", "Salt", 2010, cast=("Mina Lee",))) == "salt"
    assert means(row("Salt"), film("salt", "Salt", 2010, "Hong Sung-eun")) == "salt"


def test_somebody_who_shares_a_part_of_the_directors_name_is_not_the_director() -> None:
    crash = film("crash", "Crash", 1996, "David Cronenberg")
    assert means(row("Crash", before="Like David Lynch, she looks away in “"), crash) is None
    assert means(row("Crash", before="Brandon Cronenberg has seen “"), crash) is None
    assert means(row("Crash", before="But Cronenberg did so in “"), crash) == "crash"
    assert means(row("Crash", before="what director David Cronenberg did in “"), crash) == "crash"


def test_a_longer_title_that_is_set_off_means_the_only_film_that_has_it() -> None:
    assert means(row("Days of Being Wild"), DAYS) == "days"
    assert means(row("An Eye for an Eye"), film("eye", "An Eye for an Eye", 1981)) is None
    assert means(row("Days of Being Wild"), DAYS, film("again", "Days of Being Wild", 2020)) is None


@pytest.mark.parametrize("published", [1985, 1988])
def test_a_review_speaks_of_no_film_made_after_it(published: int) -> None:
    assert means(row("Days of Being Wild", published=published), DAYS) is None


def test_a_title_that_nothing_sets_off_needs_more() -> None:
    assert means(row("Being Wild", marking="wording"), film("wild", "Being Wild", 1990)) is None
    assert (
        means(row("The Long Good Friday", marking="wording"), film("f", "The Long Good Friday", 1980)) == "f"
    )


def test_somebody_elses_title_is_no_film_of_a_director() -> None:
    assert means(row("Days of Being Wild", before="as in Sarah Waters’s “"), DAYS) is None
    assert means(row("Days of Being Wild", before="as in Wong’s “"), DAYS) == "days"


def test_a_film_without_a_year_does_not_contradict_the_one_that_is_printed() -> None:
    assert means(row("Scream of Fear", 1961), film("fear", "Scream of Fear", None)) == "fear"
    assert means(row("Fear", 1961), film("fear", "Fear", None)) is None


def test_the_film_reviewed_is_never_meant_and_neither_is_what_a_person_refused() -> None:
    same = film("own", "Quiet Field", 2018)
    assert means(row("Quiet Field", 2018), same) is None
    assert means(row("Burning", 2018), BURNING, never=("burning",)) is None


def test_the_word_that_may_begin_the_sentence_may_also_be_the_titles() -> None:
    mention = row("Sunrise", 1995, marking="year", before="It was late. Before ", behind=" (1995) was")
    assert titles_of(mention) == ["Before Sunrise", "Sunrise"]
    sunrise = film("1927", "Sunrise", 1927)
    assert means(mention, film("1995", "Before Sunrise", 1995), sunrise) == "1995"
    assert means({**mention, "year": 1927}, sunrise) == "1927"
