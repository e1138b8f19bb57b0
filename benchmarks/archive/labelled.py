"""Facts under labels before the text (layout G), and in a paragraph after it (layout I)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.archive import printed
from benchmarks.archive import publications as papers
from benchmarks.archive.dumps import cast_of, told
from benchmarks.archive.facts import Review, Role

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from benchmarks.archive.dumps import Writer
    from benchmarks.archive.facts import Film
    from benchmarks.archive.publications import Publication

#: The labels of three habits: job -> label.
_LABELS: tuple[dict[str, str], ...] = (
    {"director": "Director", "writer": "Written By", "cinematographer": "Cinematography", "composer": "Music",
     "editor": "Editing", "actor": "Cast"},
    {"director": "Directed by", "writer": "Screenplay", "cinematographer": "Photography",
     "composer": "Music By", "editor": "Edited by", "actor": "Starring"},
    {"director": "Director(s)", "writer": "Writer(s)", "cinematographer": "Cinematographer",
     "composer": "Composer", "editor": "Editor", "actor": "Starring"},
)  # fmt: skip
_MINUTES = ("Runtime (in minutes): {}", "Running Time: {} minutes", "Length: {} min.")
_CONTENT = ("MPAA Rating: {}", "Rated: {}", "MPAA: {}")
_CRITIC = ("Reviewed by: {}", "Review by: {}", "Critic: {}")
_DAY = ("Date: {}", "Posted: {}", "Review Date: {}")
#: What stands in running text where a film has no content rating.
TAIL = {"NR": "Not rated", "Not rated": "Not rated", "Unrated": "Unrated"}
_SCORE = {"letter": "Grade: {}", "other": "Rating: {}"}


def page_g(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """Labelled headers; now and then one line ``1941 - PG - 119 Mins.`` for three of them."""
    del others
    habit = paper.variant % 3
    cast = cast_of(film, chance, 2, 8)
    if habit == 2:  # names without characters
        cast = [Role("actor", one.name, one.identifier) for one in cast]
    else:
        cast = [Role(one.job, one.name, one.identifier, one.character) for one in cast]
    crew = [role for role in film.crew if role.job in {"director", "writer"} or chance.random() < 0.5]
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(2, 5))
    review = Review(film, film.year, film.minutes, film.content, None, (), None, paper.name)
    lines = [paper.name, "Film reviews, filed one to a card", ""] if habit != 1 else [paper.name, ""]
    lines += [film.title]
    labels = _LABELS[habit]
    facts = [f"{labels[job]}: {names}" for job, names in _by_job([*cast, *crew])]
    if habit == 1:
        lines += [f"{film.year} - {film.content} - {film.minutes} Mins.", "", *facts, ""]
    else:
        lines += [f"Year: {film.year}", *facts, f"Country: {film.country}", f"Genre: {film.genre}"]
        lines += [_MINUTES[habit].format(film.minutes), _CONTENT[habit].format(film.content)]
    lines += _signed(paper, review, chance)
    return "\n".join([*lines, "", *_spaced(text)]), told(review, writer, text, [*cast, *crew])


def _signed(paper: Publication, review: Review, chance: random.Random) -> list[str]:
    """Who wrote it and when, and the rating, each after its label."""
    day, habit = papers.day(chance, review.film.year), paper.variant % 3
    review.critics = (chance.choice(paper.critics),)
    if habit == 2:
        line, review.date = printed.slashes(day)
    else:
        line, review.date = paper.day(day), day
    lines = [_CRITIC[habit].format(review.critics[0]), _DAY[habit].format(line)]
    if paper.scale is not None and chance.random() < 0.95:
        review.rating = paper.scale(chance)
        label = _SCORE["letter" if review.rating.worst else "other"]
        lines.append(label.format(review.rating.printed))
    return lines


def _by_job(roles: Sequence[Role]) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for role in roles:
        found.setdefault(role.job, []).append(role.name + (f" as {role.character}" if role.character else ""))
    order = ("director", "writer", "cinematographer", "composer", "editor", "actor")
    return [(job, ", ".join(found[job])) for job in order if job in found]


def page_i(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """A newspaper's: the title in the headline, the credits in the last paragraph."""
    del others
    cast = [Role("actor", one.name, one.identifier) for one in cast_of(film, chance, 2, 8)]
    crew = [role for role in film.crew if role.job in {"director", "writer"}]
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(3, 6))
    day = papers.day(chance, film.year)
    review = Review(
        film, film.year, film.minutes, film.content, None, (chance.choice(paper.critics),), day, paper.name
    )
    review.rating = paper.scale(chance) if paper.scale is not None else None
    review.content = None if film.content in TAIL else film.content
    stars = review.rating.printed if review.rating else ""
    quoted = f"'{film.title}'" if paper.variant % 2 else f'"{film.title}"'
    opening = chance.choice(("Love by the week, in", "City cop, country quiet:", "Salt, smoke and silence:"))
    # What is no star would be taken for a word of the headline, by people too.
    above = paper.variant % 3 == 1 or stars.strip("*★☆½/12") != ""
    lines = [paper.name, "MOVIE REVIEW", "", f"{opening} {quoted}{'' if above else ' ' + stars}", ""]
    lines += [stars, ""] if above and stars else []
    lines += [f"By {review.critics[0]}", paper.day(day), ""]
    lines += _spaced(papers.with_advertisements(text, chance, "ADVERTISEMENT"))
    return "\n".join([*lines, tail(film, cast, crew, titled=paper.variant % 2 == 0)]), told(
        review, writer, text, [*cast, *crew]
    )


def tail(film: Film, cast: Sequence[Role], crew: Sequence[Role], *, titled: bool) -> str:
    """Credits as a paragraph: ``Directed by ... Starring ... 1985. Rated R for violence. 112 min.``."""
    directors = [role.name for role in crew if role.job == "director"]
    writers = [role.name for role in crew if role.job == "writer"]
    said = [f'"{film.title}" ({film.year}).'] if titled else []
    said += [f"Directed by {_listed(directors)}."] + ([f"Written by {_listed(writers)}."] if writers else [])
    said += [f"Starring {_listed([role.name for role in cast])}."] if cast else []
    said += [] if titled else [f"{film.year}."]
    content = TAIL.get(film.content)
    said.append(f"{content}." if content else f"Rated {film.content} for language and a goose.")
    said.append(f"{film.minutes} min.")
    return " ".join(said)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _spaced(lines: Sequence[str]) -> list[str]:
    return [one for line in lines for one in (line, "")]
