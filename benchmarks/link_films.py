"""How well films are linked across two credit tables that print their titles and years differently.

    python -m benchmarks.link_films [--credits FILE] [--seeds 1 2 3] [--wrong]
    python -m benchmarks.link_films --speed 500000

Takes the films of a credit table, and makes of each half of them two tables that differ as databases
do (``films``, ``printed``): articles moved, subtitles dropped, numerals, typos, titles in another
language, years off or missing, parts of the cast, names in other spellings; with remakes, sequels,
shorts and films of one title in one year that must stay apart, and films that only one table has.
The ids are hidden. Prints precision, recall and F1 of the same title and year, and of ours; rules
were set on half 0 with seeds 1 to 14, so half 1, and other seeds, are what they were not set on.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from anyascii import anyascii

from benchmarks.ending import program
from graph.linking.films import FilmMention, components, link_films
from graph.names import romanisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CREDITS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "credits-dev.tsv"


@dataclass(frozen=True, slots=True)
class Film:
    """A film as it is: what the tables print is made from this. ``other`` is its title elsewhere."""

    id: str
    title: str
    other: str
    year: int
    directors: tuple[str, ...]
    cast: tuple[str, ...]


def read_films(path: Path) -> list[Film]:
    """The films of a credit table, by title and year."""
    people: dict[tuple[str, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            people[row["film_title"], int(row["film_year"])][row["job"]].append(row["name"])
    return [
        Film(
            f"{title} ({year})",
            title,
            "",
            year,
            tuple(dict.fromkeys(jobs["director"])),
            tuple(dict.fromkeys(jobs["actor"])),
        )
        for (title, year), jobs in sorted(people.items())
    ]


# -- films that are hard to tell apart -------------------------------------------------------------


def with_doubles(films: list[Film], strangers: list[Film], random_: random.Random) -> Iterator[Film]:
    """The films, with another-language title each, and remakes, sequels and shorts of some.

    ``strangers`` lend their people and their titles: none of them is among the films.
    """
    for known in films:
        film = replace(known, other=random_.choice(strangers).title)
        own = {*film.directors, *film.cast}
        lent = random_.choice(strangers)
        while not own.isdisjoint((*lent.directors, *lent.cast)):
            lent = random_.choice(strangers)
        yield film
        dice = random_.random()
        if dice < 0.05:
            gap = random_.choice([1, 2, 3, 5, 10, 20, 30, 40]) * random_.choice([1, -1])
            yield replace(
                film, id=f"{film.id} remade", year=film.year + gap, directors=lent.directors, cast=lent.cast
            )
        elif dice < 0.07:
            yield replace(film, id=f"{film.id} namesake", directors=lent.directors, cast=lent.cast)
        elif dice < 0.10 and not film.title.endswith(tuple("I2345678V")):
            back = film.cast[: len(film.cast) // 2] + lent.cast[: len(lent.cast) // 2]
            number = random_.choice(["2", "II", "Part II", "Part 2"])
            directors = film.directors if random_.random() < 0.5 else lent.directors
            year = film.year + random_.choice([0, 1, 1, 2, 3])
            yield replace(
                film,
                id=f"{film.id} continued",
                title=f"{film.title} {number}",
                other=f"{film.other} {number}",
                year=year,
                directors=directors,
                cast=back,
            )
        elif dice < 0.12:
            yield replace(
                film,
                id=f"{film.id} short",
                year=film.year + random_.choice([-1, 0, 0, 1]),
                directors=lent.directors[:1],
                cast=lent.cast[: random_.randint(0, 3)],
            )


# -- what a table prints ---------------------------------------------------------------------------

_NUMERALS = [("II", "2"), ("III", "3"), ("IV", "4"), ("VI", "6"), ("Two", "2"), ("Three", "3")]
_MARKS = str.maketrans(dict.fromkeys(":;,.!?-–—/'’()", " "))
_ADDED = ["The Movie", "A True Story", "The Beginning", "A Love Story", "Director's Cut", "Une histoire"]
_NICKNAMES = {"Robert": "Bob", "William": "Bill", "James": "Jim", "Michael": "Mike", "Thomas": "Tom"}


def title_printed(title: str, random_: random.Random) -> str:
    """A title as another table may print it."""
    words = title.split() or ["?"]
    if random_.random() < 0.4:
        for roman, arabic in _NUMERALS:
            here, there = (roman, arabic) if roman in words else (arabic, roman)
            if here in words[1:]:
                words[words.index(here, 1)] = there
                break
    if random_.random() < 0.5:
        swap = {"&": "and", "and": "&"}
        words = [swap.get(word, word) for word in words]
    title = " ".join(words)
    main, _, subtitle = title.partition(": ")
    # No table cuts "Vol. 2", the only thing that tells a film from its sequel.
    if len(subtitle.split()) > 2 and random_.random() < 0.2:
        title = main
    elif random_.random() < 0.02:
        title = f"{title}{random_.choice([': ', ' - '])}{random_.choice(_ADDED)}"
    if words[0] in {"The", "A", "An", "La", "Le", "Les", "Il"} and len(words) > 1:
        dice = random_.random()
        if dice < 0.3:
            title = f"{title.partition(' ')[2]}, {words[0]}"
        elif dice < 0.35 and words[0] in {"The", "A", "An"}:
            title = title.partition(" ")[2]
    if random_.random() < 0.015:
        title = with_typo(title, random_)
    if random_.random() < 0.1:
        title = " ".join(title.translate(_MARKS).split()) or title
    if random_.random() < 0.5:
        title = anyascii(title)
    dice = random_.random()
    return title.upper() if dice < 0.05 else title.lower() if dice < 0.08 else title


def with_typo(text: str, random_: random.Random) -> str:
    """One letter left out, doubled, swapped with the next or replaced."""
    places = [place for place, c in enumerate(text[:-1]) if c.isalpha() and text[place + 1].isalpha()]
    if not places:
        return text
    at = random_.choice(places)
    here, then = text[at], text[at + 1]
    changed = random_.choice(["", here + here, "swap", random_.choice("aeinrst")])
    if changed == "swap":
        return text[:at] + then + here + text[at + 2 :]
    return text[:at] + changed + text[at + 1 :]


def name_printed(name: str, random_: random.Random) -> str:
    """A name as another table may print it; mostly as it is."""
    words = name.split()
    dice = random_.random()
    if dice < 0.02 and len(words) > 2:
        return f"{words[0]} {words[-1]}"
    if dice < 0.03 and len(words) > 1:
        return f"{words[0][0]}. {' '.join(words[1:])}"
    if dice < 0.05 and len(words) == 2:
        return f"{words[1]}, {words[0]}"
    if dice < 0.06:
        return with_typo(name, random_)
    if dice < 0.10:
        return " ".join([_NICKNAMES.get(words[0], words[0]), *words[1:]])
    return anyascii(name) if dice < 0.2 else name


def printed(film: Film, iri: str, random_: random.Random, *, some: bool) -> FilmMention:
    """What a table prints of a film: ``some`` of its cast in any order, or the head of the bill."""
    titles = [title_printed(film.title, random_)]
    dice = random_.random()
    if some and dice < 0.04:
        titles = [title_printed(film.other, random_)]
        if dice < 0.03:
            titles.append(title_printed(film.title, random_))
    year: int | None = film.year
    dice = random_.random()
    if some and dice < 0.1:  # the years of the two tables are two apart at most
        year = film.year + random_.choice([1, 1, -1])
    elif some and dice < 0.11:
        year = film.year + random_.choice([2, -2])
    elif dice > 0.98:
        year = None
    if some:
        cast = random_.sample(film.cast, round(len(film.cast) * random_.uniform(0.4, 1)))
    else:
        cast = list(film.cast[: random_.choice([5, 10, 15, 1000])])
    directors: tuple[str, ...] = film.directors if random_.random() > 0.05 else ()
    if len(directors) > 1 and random_.random() < 0.3:
        directors = directors[:1]
    if random_.random() < 0.005:
        directors, cast = (), []
    directed_by = tuple(name_printed(name, random_) for name in directors)
    return FilmMention(
        iri=iri,
        titles=tuple(titles),
        year=year,
        directors=frozenset(map(romanisation_key, directed_by)),
        cast=frozenset(romanisation_key(name_printed(name, random_)) for name in cast),
        directed_by=directed_by,
        listed=True,
    )


def tables(films: Iterable[Film], random_: random.Random) -> dict[str, tuple[FilmMention, str]]:
    """Two tables of the films, one in ten films missing from each: mention and hidden id by IRI."""
    rows: dict[str, tuple[FilmMention, str]] = {}
    for film in films:
        for table in ("a", "b"):
            if random_.random() > 0.1:
                iri = f"{table}#film-{len(rows):07}"
                rows[iri] = printed(film, iri, random_, some=table == "b"), film.id
    return rows


# -- measuring -------------------------------------------------------------------------------------


def scores(clusters: Iterable[list[str]], truth: dict[str, str]) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1."""
    linked = right = 0
    for members in clusters:
        linked += len(members) * (len(members) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in Counter(truth[iri] for iri in members).values())
    true = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    precision, recall = right / (linked or 1), right / (true or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def by_title_and_year(mentions: Iterable[FilmMention]) -> list[list[str]]:
    """The peer: the same title, as printed but for case, and the same year."""
    groups: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for mention in mentions:
        groups[mention.titles[0].casefold(), mention.year].append(mention.iri)
    return list(groups.values())


def measure(half: int, seed: int, films: list[Film], *, wrong: bool) -> float:
    """Prints one half's line and returns our F1; with ``wrong`` what was linked wrongly or not at all."""
    random_ = random.Random(f"{half} {seed}")  # not hash(): the same tables on every machine
    mine = [film for film in films if crc32(film.title.encode()) % 2 == half]
    strangers = [film for film in films if crc32(film.title.encode()) % 2 != half]
    rows = tables(with_doubles(mine, strangers, random_), random_)
    truth = {iri: film for iri, (_, film) in rows.items()}
    mentions = [mention for mention, _ in rows.values()]
    random_.shuffle(mentions)
    peer = scores(by_title_and_year(mentions), truth)
    clusters = link_films(mentions)
    ours = scores(clusters.all(), truth)
    largest = max(len(component) for component in components(mentions))
    print(
        f"{half:>4} {seed:>4} {len(mentions):>8,}  {peer[0]:.4f} {peer[1]:.4f} {peer[2]:.4f}"
        f"  {ours[0]:.4f} {ours[1]:.4f} {ours[2]:.4f} {len(clusters.refused):>7} {largest:>9}"
    )
    if wrong:
        show_wrong(rows, clusters.all())
    return ours[2]


def show_wrong(rows: dict[str, tuple[FilmMention, str]], clusters: Iterable[list[str]]) -> None:
    """Prints the films linked wrongly, and those not linked."""
    met: dict[str, list[int]] = defaultdict(list)

    def show(iri: str) -> str:
        mention, film = rows[iri]
        people = f"{len(mention.directors)} directors, {len(mention.cast)} cast"
        return f"    {' / '.join(mention.titles)} ({mention.year}), {people}  [{film}]"

    for number, members in enumerate(clusters):
        ids = {rows[iri][1] for iri in members}
        if len(ids) > 1:
            print("  wrong:", *map(show, members), sep="\n")
        for iri in members:
            met[rows[iri][1]].append(number)
    for film, numbers in sorted(met.items()):
        if len(set(numbers)) > 1:
            print("  missed:", *(show(iri) for iri in rows if rows[iri][1] == film), sep="\n")


def speed(number: int, films: list[Film]) -> None:
    """Prints the time and memory of linking many mentions of made-up films."""
    random_ = random.Random(number)
    words = sorted({word for film in films for word in film.title.split()})
    given = sorted({film.directors[0].split()[0] for film in films if film.directors})
    family = sorted({name.split()[-1] for film in films for name in film.cast})
    people = [f"{random_.choice(given)} {random_.choice(family)}" for _ in range(number // 2)]
    rows: dict[str, tuple[FilmMention, str]] = {}
    while len(rows) < number:
        weights = [random_.choice(words) for _ in range(random_.choice([1, 2, 2, 3, 3, 4, 5]))]
        film = Film(
            str(len(rows)),
            " ".join(weights),
            " ".join(random_.choice(words) for _ in range(3)),
            2025 - int(random_.random() ** 1.5 * 100),
            (people[int(random_.random() ** 1.5 * len(people))],),
            tuple({people[int(random_.random() ** 1.5 * len(people))] for _ in range(10)}),
        )
        rows.update((iri, row) for iri, row in tables_of(film, len(rows), random_))
    truth = {iri: film for iri, (_, film) in rows.items()}
    mentions = [mention for mention, _ in rows.values()]
    del rows
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, spent = time.perf_counter(), time.process_time()
    clusters = link_films(mentions)
    seconds, spent = time.perf_counter() - started, time.process_time() - spent
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    ours = scores(clusters.all(), truth)
    largest = max(len(component) for component in components(mentions))
    print(
        f"{len(mentions):,} mentions: {seconds:.1f} s ({spent:.1f} of a core), {grown / 1024:.0f} MB above "
        f"the input's {before / 1024:.0f}; P {ours[0]:.4f} R {ours[1]:.4f} F1 {ours[2]:.4f}; "
        f"largest component {largest}"
    )


def tables_of(
    film: Film, start: int, random_: random.Random
) -> Iterator[tuple[str, tuple[FilmMention, str]]]:
    """A film's rows in the two tables."""
    for table in ("a", "b"):
        iri = f"{table}#film-{start:07}"
        yield iri, (printed(film, iri, random_, some=table == "b"), film.id)


def main() -> None:
    """Prints a line for each half and seed, or the speed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--credits", type=Path, default=CREDITS, help="a table of film_title, film_year, job, name"
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22, 23, 24, 25])
    parser.add_argument("--halves", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--wrong", action="store_true", help="print what was linked wrongly or not")
    parser.add_argument("--speed", type=int, metavar="N", help="link N mentions of made-up films instead")
    options = parser.parse_args()
    if not options.credits.exists():
        parser.exit(2, f"{options.credits} is not there; --credits names another credit table\n")
    films = read_films(options.credits)
    if options.speed:
        speed(options.speed, films)
        return
    print("                     title and year        ours")
    print("half seed mentions  P      R      F1      P      R      F1      asked component")
    for half in options.halves:
        found = [measure(half, seed, films, wrong=options.wrong) for seed in options.seeds]
        print(f"{half:>4} mean of our F1: {sum(found) / len(found):.4f}")


if __name__ == "__main__":
    program(main)
