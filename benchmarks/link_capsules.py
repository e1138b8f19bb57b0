"""How well capsules and digests, which print no year and nobody, are linked to films.

    python -m benchmarks.link_capsules [--credits FILE] [--seeds 1 2 3] [--wrong]

Takes the films of a credit table and makes of each up to three full reviews (title, year, director, some of
the cast, running time, content rating, date) and up to three capsules (title, mostly the rating, half of them
the running time, and a date). Running times are spread as films' are, one in seven is printed a minute or
more beside, one in twenty is of another cut, and one rating in twenty differs. A share of the films is given
another film's title, with years, people, running time and rating of their own: remakes, of which one in three
has capsules only. Prints pairwise precision and recall of all mentions, how many capsules were joined to
another's film by their title alone, and how many pairs are left to a person.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ending import program
from benchmarks.link_films import CREDITS, read_films, scores
from graph.linking.films import FilmMention, link_films
from graph.linking.title_alone import METHOD
from graph.names import romanisation_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.link_films import Film
    from graph.linking.clusters import Clusters

_SHARES = (0.0, 0.02, 0.05, 0.1, 0.2)
_RATINGS = ("G", "PG", "PG", "PG-13", "PG-13", "PG-13", "R", "R", "R", "R", "", "")


def with_remakes(films: list[Film], share: float, chance: random.Random) -> list[Film]:
    """The films, of which a share have a title in common, two and two."""
    lent = chance.sample(range(len(films)), int(len(films) * share / 2) * 2)
    found = list(films)
    for first, second in zip(lent[::2], lent[1::2], strict=True):
        found[second] = replace(found[second], title=found[first].title)
    return found


def mentions_of(film: Film, chance: random.Random, *, remade: bool) -> Iterator[FilmMention]:
    """What reviews and capsules print of a film."""
    minutes = max(60, round(chance.gauss(104, 17)))
    rating = chance.choice(_RATINGS)
    for number in range(
        0 if remade and chance.random() < 1 / 3 else chance.randint(0 if not remade else 1, 3)
    ):
        cast = film.cast[: chance.randint(2, 8)]
        yield FilmMention(
            iri=f"review-{film.id}-{number}#film",
            titles=(film.title,),
            year=film.year,
            directors=frozenset(map(romanisation_key, film.directors)),
            cast=frozenset(map(romanisation_key, cast)),
            directed_by=film.directors,
            minutes=_minutes(minutes, chance),
            rated=_rated(rating, chance),
            reviewed=_reviewed(film.year, chance),
        )
    for number in range(chance.randint(0, 3)):
        yield FilmMention(
            iri=f"capsule-{film.id}-{number}#film",
            titles=(film.title,),
            minutes=_minutes(minutes, chance) if chance.random() < 0.5 else frozenset(),
            rated=_rated(rating, chance) if chance.random() < 0.8 else frozenset(),
            reviewed=_reviewed(film.year, chance),
        )


def _minutes(minutes: int, chance: random.Random) -> frozenset[int]:
    dice = chance.random()
    if dice < 0.05:
        return frozenset((minutes + chance.choice((-1, 1)) * chance.randint(5, 25),))
    return frozenset((minutes + (chance.choice((-3, -2, -1, 1, 2, 3)) if dice < 0.19 else 0),))


def _rated(rating: str, chance: random.Random) -> frozenset[str]:
    other = chance.choice(_RATINGS) if chance.random() < 0.05 else rating
    return frozenset((other,) if other else ())


def _reviewed(year: int, chance: random.Random) -> frozenset[int]:
    """Two reviews in three are of new films; nothing was reviewed on pages before 1967."""
    new = year >= 1967 and chance.random() < 2 / 3
    return frozenset(
        (chance.choice((year, year, year + 1)) if new else chance.randint(max(year, 1967), max(year, 2025)),)
    )


def measure(films: list[Film], share: float, seed: int, *, wrong: bool) -> None:
    """Prints the line of one share of remakes."""
    chance = random.Random(f"{share} {seed}")
    made = with_remakes(films, share, chance)
    rows: dict[str, tuple[FilmMention, str]] = {}
    for film, own in zip(made, films, strict=True):
        for mention in mentions_of(film, chance, remade=film.title != own.title):
            rows[mention.iri] = mention, film.id
    clusters = link_films([mention for mention, _ in rows.values()])
    truth = {iri: film for iri, (_, film) in rows.items()}
    precision, recall, _ = scores(clusters.all(), truth)
    joins = [join for join in clusters.joins.values() if join.method == METHOD]
    bad = [join for join in joins if truth[join.mention] != truth[join.other]]
    print(
        f"{share:>5.0%} {seed:>4} {len(rows):>8,}  {precision:.4f} {recall:.4f} {_without(rows, truth):.4f}"
        f" {len(joins):>9,} {len(bad):>6} {len(clusters.refused):>7,}"
    )
    if wrong:
        for join in bad:
            print(f"      {truth[join.mention]} for {truth[join.other]}: {join.evidence}")


def _without(rows: dict[str, tuple[FilmMention, str]], truth: dict[str, str]) -> float:
    """The recall where capsules are joined to nothing."""
    reviews: Clusters = link_films([mention for mention, _ in rows.values() if mention.year is not None])
    capsules = [[iri] for iri, (mention, _) in rows.items() if mention.year is None]
    return scores([*reviews.all(), *capsules], truth)[1]


def main() -> None:
    """Prints a line for each share of remakes and each seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--credits", type=Path, default=CREDITS, help="a table of film_title, film_year, job, name"
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument(
        "--wrong", action="store_true", help="print what was joined wrongly by its title alone"
    )
    options = parser.parse_args()
    if not options.credits.exists():
        parser.exit(2, f"{options.credits} is not there; --credits names another credit table\n")
    films = read_films(options.credits)
    print("remakes seed mentions  P      R      R without   joined  wrong   asked")
    for share in _SHARES:
        for seed in options.seeds:
            measure(films, share, seed, wrong=options.wrong)


if __name__ == "__main__":
    program(main)
