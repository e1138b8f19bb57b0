"""Markdown of static sites (layout J), and feeds: RSS, Atom and WordPress' export."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from benchmarks.archive import publications as papers
from benchmarks.archive.dumps import cast_of, told
from benchmarks.archive.facts import Review, Role
from benchmarks.archive.labelled import TAIL, tail
from benchmarks.archive.spelling import word_list
from benchmarks.archive.webpages import TEMPLATES, escaped, plain

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import date

    from benchmarks.archive.dumps import Writer
    from benchmarks.archive.facts import Film
    from benchmarks.archive.publications import Publication


def page_j(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """Front matter in YAML, TOML or JSON, then Markdown."""
    del others
    cast = cast_of(film, chance, 2, 9)
    cast = [Role(one.job, one.name, one.identifier, one.character) for one in cast]
    crew = [role for role in film.crew if role.job in {"director", "writer"} or chance.random() < 0.4]
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(2, 6))
    day = papers.day(chance, film.year)
    review = Review(
        film, film.year, film.minutes, film.content, None, (chance.choice(paper.critics),), day, paper.name
    )
    review.rating = paper.scale(chance) if paper.scale else None
    matter = _matter(paper, review, day, cast, crew)
    return _front(matter, paper.variant) + "\n" + "\n\n".join(text) + "\n", told(
        review, writer, [one.replace("*", "") for one in text], [*cast, *crew]
    )


def _matter(
    paper: Publication, review: Review, day: date, cast: Sequence[Role], crew: Sequence[Role]
) -> dict[str, Any]:
    film, habit = review.film, paper.variant % 4
    rating = review.rating
    score = {} if rating is None else {"grade" if rating.worst else "rating": rating.printed}
    found: dict[str, Any] = {"title": f"{film.title} ({film.year})" if habit != 1 else film.title}
    if habit == 1:
        found["year"] = film.year
    found[("date", "date", "pubDate", "published")[habit]] = paper.day(day) if habit == 2 else day.isoformat()
    found |= {
        ("critic", "author", "author", "reviewer")[habit]: review.critics[0],
        "publication": paper.name,
        **score,
    }
    found |= {
        "runtime": film.minutes if habit % 2 else f"{film.minutes} minutes",
        "content_rating": film.content,
    }
    for job in ("director", "writer", "cinematographer", "composer", "editor"):
        names = [role.name for role in crew if role.job == job]
        if names:
            found |= {job: names[0]} if len(names) == 1 else {f"{job}s": names}
    if habit == 3:
        found["cast"] = [
            {"actor": role.name, **({"character": role.character} if role.character else {})} for role in cast
        ]
    else:
        found["cast"] = [role.name + (f" as {role.character}" if role.character else "") for role in cast]
    return found


def _front(matter: dict[str, Any], variant: int) -> str:
    if variant % 5 == 4:
        return json.dumps(matter, indent=2, ensure_ascii=False) + "\n"
    if variant % 5 == 3:
        lines = [f"{key} = {_toml(value)}" for key, value in matter.items()]
        return "\n".join(["+++", *lines, "+++", ""])
    lines = []
    for key, value in matter.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {_yaml(one)}" for one in value)]
        else:
            lines.append(f"{key}: {_yaml(value)}")
    return "\n".join(["---", *lines, "---", ""])


#: Words that YAML takes for truth values.
_NO_TEXT = frozenset({"no", "yes", "on", "off", "true", "false", "null"})


def _yaml(value: Any) -> str:
    # JSON is YAML; only what needs no quotes goes without.
    if isinstance(value, str) and value.replace(" ", "").isalpha() and value.casefold() not in _NO_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def item(paper: Publication, film: Film, chance: random.Random, prose: Writer) -> tuple[str, Review, date]:
    """One review as a feed carries it: its HTML, the truth, and its day."""
    cast = [Role("actor", one.name, one.identifier) for one in cast_of(film, chance, 2, 6)]
    crew = [role for role in film.crew if role.job in {"director", "writer"}]
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(2, 5))
    day = papers.day(chance, film.year)
    review = Review(
        film, film.year, film.minutes, film.content, None, (chance.choice(paper.critics),), day, paper.name
    )
    review.rating = paper.scale(chance) if paper.scale else None
    review.content = None if film.content in TAIL else film.content
    body = [
        *(f"<p>{escaped(one)}</p>" for one in text),
        f"<p>{html.escape(tail(film, cast, crew, titled=False), quote=False)}</p>",
    ]
    if review.rating:
        body.append(f"<p>Rating: {review.rating.printed}</p>")
    told(review, writer, [plain(one) for one in text], [*cast, *crew])
    return "\n".join(body), review, day


_RFC_DAYS = word_list("Mon Tue Wed Thu Fri Sat Sun")
_RFC_MONTHS = word_list("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")


def _rfc(day: date) -> str:
    return f"{_RFC_DAYS[day.weekday()]}, {day.day:02} {_RFC_MONTHS[day.month - 1]} {day.year} 09:30:00 +0000"


def feed(
    paper: Publication, films: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, list[Review]]:
    """A feed of the films' reviews: RSS, Atom or a WordPress export, by the paper's variant."""
    items, reviews = [], []
    for film in films:
        body, review, day = item(paper, film, chance, prose)
        title = chance.choice((f"{film.title} ({film.year})", f"Review: {film.title} ({film.year})"))
        reviews.append(review)
        items.append(
            {"title": title, "body": body, "critic": review.critics[0], "day": day, "printed": _rfc(day)}
        )
    form = ("rss", "atom", "wxr")[paper.variant % 3]
    return TEMPLATES.get_template("feed.xml.jinja").render(form=form, paper=paper, items=items), reviews
