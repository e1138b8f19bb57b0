"""Text dumps of pages: layouts A, B and F."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.archive import publications as papers
from benchmarks.archive.facts import Review, Role

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from benchmarks.archive.facts import Film
    from benchmarks.archive.prose import Prose
    from benchmarks.archive.publications import Publication

_HEADINGS = {
    "director": "Director",
    "writer": "Writer",
    "cinematographer": "Director of Photography",
    "composer": "Original Music Composer",
    "editor": "Editor",
}
_REASONS = (
    "for language.",
    "for violence and language.",
    "for some mild peril.",
    "for a scene of sensuality.",
)


def cast_of(film: Film, chance: random.Random, least: int = 3, most: int = 11) -> list[Role]:
    """The first so many of the cast, as the credits print them."""
    return list(film.cast[: chance.randrange(least, most)])


def crew_of(film: Film, chance: random.Random, kept: float) -> tuple[list[Role], list[str]]:
    """The crew that the credits name, and the jobs of which only the headings are left."""
    found: list[Role] = []
    lost: list[str] = []
    for job in _HEADINGS:
        draw = chance.random()
        if draw < kept:
            found.extend(role for role in film.crew if role.job == job)
        elif draw < kept + 0.3:
            lost.append(job)
    return found, lost


def credit_lines(cast: Sequence[Role]) -> list[str]:
    """``Actor as Role (voice)``."""
    return [
        role.name
        + (f" as {role.character}" if role.character else "")
        + (f" ({role.note})" if role.note else "")
        for role in cast
    ]


def page_a(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """The seed's layout: credits at the end, crew headings whose names are lost, teasers after the text."""
    cast, (crew, lost) = cast_of(film, chance), crew_of(film, chance, 0.3)
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(3, 6))
    critic = chance.choice(paper.critics)
    review = Review(film, film.year, film.minutes, None, None, (critic,), None, paper.name)
    lines = [f"{paper.name} Home", ""]
    if paper.variant % 3 == 1:
        lines += [film.title, ""]
    elif paper.variant % 3 == 2:
        day = papers.day(chance, film.year)
        review.date, review.content = day, film.content
        facts = f"{film.genre} ‧ {film.minutes} minutes ‧ {film.content} ‧ {film.year}"
        lines += ["Reviews", film.title, facts, critic, paper.day(day), ""]
    lines += _spaced(papers.with_advertisements(text, chance))
    if chance.random() < 0.3:
        lines += ["Now playing in theaters. ", ""]
    lines += _spaced([critic, paper.bio(critic, chance), *papers.now_playing(others, chance)])
    lines += _credits(film, cast, crew, lost, chance, review)
    lines += _spaced([*papers.posts(chance), *papers.comments(chance)])
    return "\n".join(lines), told(review, writer, text, [*cast, *crew])


def page_b(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """Three other films' teasers before the real title, then a bar, and advertisements in the text."""
    cast, (crew, lost) = cast_of(film, chance), crew_of(film, chance, 0.3)
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(3, 6))
    critic = chance.choice(paper.critics)
    review = Review(film, film.year, film.minutes, None, None, (critic,), None, paper.name)
    lines = _spaced([f"{paper.name} Home", *papers.teasers(others, chance), film.title, "|"])
    lines += _spaced(papers.with_advertisements(text, chance))
    lines += _spaced([critic, paper.bio(critic, chance), "Now playing", *papers.teasers(others, chance)])
    lines += _credits(film, cast, crew, lost, chance, review)
    lines += _spaced([*papers.posts(chance), *papers.comments(chance)])
    return "\n".join(lines), told(review, writer, text, [*cast, *crew])


def page_f(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """A scraper's mirror: a title with two years, numbers where pictures were, words glued at line ends."""
    cast, (crew, lost) = cast_of(film, chance), crew_of(film, chance, 0.5)
    writer = prose(film, [*cast, *crew])
    text = [_glued(one, chance) for one in writer.paragraphs(chance.randrange(3, 6))]
    critic = chance.choice(paper.critics)
    review = Review(film, film.year, film.minutes, None, None, (critic,), None, paper.name)
    second = chance.randrange(film.year + 1, 2026) if film.year < 2024 else 2025
    lines = [
        f"{film.title} movie review & film summary ({film.year}) | {paper.name} ({second})",
        "",
        "Reviews",
        "",
    ]
    lines += ["(1)", "", film.title, "", *text, ""]
    lines += _spaced([critic, paper.bio(critic, chance), *papers.now_playing(others, chance), "(2)"])
    block = _credits(film, cast, crew, lost, chance, review)
    lines += [block[0], "", "(3)", *block[1:]]
    lines += _spaced([*papers.posts(chance), *papers.comments(chance)])
    return "\n".join(lines), told(review, writer, text, [*cast, *crew])


def _glued(paragraph: str, chance: random.Random) -> str:
    """Loses a space or two between words in small letters, as line ends were joined."""
    words = paragraph.split(" ")
    places = [
        i
        for i in range(1, len(words))
        if words[i - 1].islower() and words[i].isalpha() and words[i].islower()
    ]
    for place in sorted(chance.sample(places, min(len(places), chance.randrange(0, 3))), reverse=True):
        words[place - 1 : place + 1] = [words[place - 1] + words[place]]
    return " ".join(words)


def _credits(
    film: Film,
    cast: Sequence[Role],
    crew: Sequence[Role],
    lost: Sequence[str],
    chance: random.Random,
    review: Review,
) -> list[str]:
    lines = ["Film Credits", f"{film.title} movie poster", f"{film.title} ({film.year})"]
    if chance.random() < 0.6:
        review.content = film.content
        # "Rated NR" gives no reason.
        reason = "" if film.content in {"NR", "G"} else f" {chance.choice(_REASONS)}"
        lines.append(
            f"{film.content}" if film.content in {"Not rated", "Unrated"} else f"Rated {film.content}{reason}"
        )
    lines += [f"{film.minutes} minutes"]
    lines += ["Cast"] if chance.random() < 0.4 else []
    lines += credit_lines(cast)
    for job, heading in _HEADINGS.items():
        named = [role.name for role in crew if role.job == job]
        if named or job in lost:
            lines += [heading, *named]
    return _spaced(lines)


def _spaced(lines: Sequence[str]) -> list[str]:
    return [one for line in lines for one in (line, "")]


def told(review: Review, writer: Prose, text: list[str], credited: list[Role]) -> Review:
    """The review, with what credits and prose say of people."""
    known = {(role.job, role.name): role for role in (*writer.roles, *credited)}
    review.roles = list(known.values())
    review.mentions = writer.mentions
    review.films_named = writer.films_named
    review.text = text
    return review


if TYPE_CHECKING:
    Writer = Callable[[Film, Sequence[Role]], Prose]
