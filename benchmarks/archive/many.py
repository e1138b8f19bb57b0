"""Pages of many short reviews: layouts D, E and H."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.archive import printed
from benchmarks.archive import publications as papers
from benchmarks.archive.dumps import told
from benchmarks.archive.facts import Review, Role

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from benchmarks.archive.dumps import Writer
    from benchmarks.archive.facts import Film
    from benchmarks.archive.publications import Publication

_CAPSULES = ("Film capsules", "Weekend openings", "Movies in brief", "From the video shelf")


def page_d(
    paper: Publication, films: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[list[str], list[Review]]:
    """``"Title" ***1/2`` and a paragraph that ends in its facts in brackets."""
    critic, day = chance.choice(paper.critics), papers.day(chance, max(film.year for film in films))
    lines = [paper.name, chance.choice(_CAPSULES), f"By {critic}", paper.day(day)]
    reviews = []
    dated = paper.variant % 2 == 1
    for film in films:
        writer = prose(film, [])
        text = [writer.short()]
        review = Review(
            film, film.year if dated else None, film.minutes, film.content, None, (critic,), day, paper.name
        )
        review.rating = paper.scale(chance) if paper.scale else None
        stars = review.rating.printed if review.rating else ""
        lines.append(f'"{film.title}"{f" ({film.year})" if dated else ""} {stars}')
        if chance.random() < 0.3:
            text.append(writer.short())
        if len(text) > 1 and chance.random() < 0.4:
            lines += [text[0], "Advertisement"]
        else:
            lines += text[:-1]
        bracketed = "NR" if film.content == "NR" else film.content
        lines.append(f"{text[-1]} ({bracketed}, {film.minutes} minutes)")
        reviews.append(told(review, writer, text, []))
    return lines, reviews


def page_e(
    paper: Publication, films: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[list[str], list[Review]]:
    """``Title / ***1/2 (R)``, the brackets empty where the film has no rating."""
    critic, day = chance.choice(paper.critics), papers.day(chance, max(film.year for film in films))
    lines = [paper.name, f"Reviews in brief for {printed.american(day)}", f"By {critic}"]
    reviews = []
    for film in films:
        writer = prose(film, [])
        text = [writer.short()]
        content = None if film.content in {"NR", "Not rated", "Unrated"} else film.content
        review = Review(film, None, None, content, None, (critic,), day, paper.name)
        review.rating = paper.scale(chance) if paper.scale else None
        stars = review.rating.printed if review.rating else ""
        lines += [f"{film.title} / {stars} ({content or ''})", *text]
        reviews.append(told(review, writer, text, []))
    return lines, reviews


def page_h(
    paper: Publication, films: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[list[str], list[Review]]:
    """A guide: ``Title (R)``, a line of credits, then several critics with their stars and words."""
    day = papers.day(chance, max(film.year for film in films))
    lines = [paper.name, f"Week {day.isocalendar().week}, opening {printed.american(day)}"]
    reviews = []
    for film in films:
        directors = [role for role in film.crew if role.job == "director"]
        cast = [Role("actor", one.name, one.identifier) for one in film.cast[: chance.randrange(1, 4)]]
        named = f"Director{'s' if len(directors) > 1 and paper.variant % 2 else ''}: "
        named += ", ".join(role.name for role in directors)
        lines += [f"{film.title} ({film.content})"]
        lines += [f"{named}. With {', '.join(role.name for role in cast)}. ({film.minutes} min.)"]
        for place, critic in enumerate(chance.sample(paper.critics, chance.randrange(1, 4))):
            writer = prose(film, [*directors, *cast])
            text = [writer.short()]
            review = Review(
                film, None, film.minutes, film.content, None, (critic,), day, paper.name, again=place > 0
            )
            review.rating = paper.scale(chance) if paper.scale else None
            lines += [f"{critic} {review.rating.printed if review.rating else ''}", *text]
            reviews.append(told(review, writer, text, [*directors, *cast]))
    return lines, reviews


def as_text(lines: Sequence[str], layout: str) -> str:
    """The page as text: in layout D everything stands apart, in E and H only the entries."""
    if layout == "D":
        return "\n\n".join(lines)
    return "\n".join(lines)
