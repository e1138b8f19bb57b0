"""HTML: layout C with its data for machines in five habits, and the other layouts' lines as plain markup."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from benchmarks.archive import publications as papers
from benchmarks.archive.dumps import cast_of, told
from benchmarks.archive.facts import Rating, Review

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from datetime import date

    from benchmarks.archive.dumps import Writer
    from benchmarks.archive.facts import Film
    from benchmarks.archive.publications import Publication

_LABELS = {
    "director": "Director",
    "writer": "Writer",
    "cinematographer": "Cinematographer",
    "composer": "Composer",
    "editor": "Editor",
}
_HABITS = ("json", "microdata", "opengraph", "none", "rdfa")
TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


def escaped(text: str) -> str:
    """The text as HTML, in which the title's own markup stands."""
    return re.sub(r"&lt;(/?(?:em|i))&gt;", r"<\1>", html.escape(text, quote=False))


def plain(text: str) -> str:
    """The prose without the markup of titles."""
    return re.sub(r"</?(?:em|i)>", "", text)


def page_c(
    paper: Publication, film: Film, others: Sequence[Film], chance: random.Random, prose: Writer
) -> tuple[str, Review]:
    """A site's page of today: header line, stars as a picture's class, credits, cards of other films."""
    cast = cast_of(film, chance)
    crew = [role for role in film.crew if role.job in {"director", "writer"} or chance.random() < 0.6]
    writer = prose(film, [*cast, *crew])
    text = writer.paragraphs(chance.randrange(3, 7))
    day = papers.day(chance, film.year)
    critic = chance.choice(paper.critics)
    review = Review(film, film.year, film.minutes, film.content, None, (critic,), day, paper.name)
    told(review, writer, [plain(one) for one in text], [*cast, *crew])
    habit = _HABITS[paper.variant % 5]
    halves = chance.randrange(1, 9)
    value = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
    known = habit in {"json", "microdata", "rdfa"}
    review.rating = Rating(value, value, "4" if known else None, "0" if known else None)
    slug = re.sub(r"\W+", "-", film.title.casefold()).strip("-")
    by_job = [(label, [one.name for one in crew if one.job == job]) for job, label in _LABELS.items()]
    page = TEMPLATES.get_template("review.html.jinja").render(
        film=film,
        paper=paper,
        address=f"{paper.site}/reviews/{slug}-{film.year}",
        habit=habit,
        day=day,
        critic=critic,
        blocks=_json(paper, review, day, chance) if habit == "json" else (),
        says=_SAYS.get(habit, lambda *_: ""),
        star=_star(halves),
        marked=habit in _SAYS,
        rating=value,
        text=[escaped(one) for one in text],
        cast=cast,
        crew=[(label, ", ".join(names)) for label, names in by_job if names],
        cards=[(other, _star(chance.randrange(1, 9))) for other in chance.sample(list(others), 3)],
    )
    return page, review


def _star(halves: int) -> str:
    """The class of a picture of stars, in tenths."""
    return f"star{halves * 5:02}"


def _microdata(name: str, kind: str = "") -> Markup:
    prop = Markup(' itemprop="{}"').format(name) if name else Markup()
    return prop + (Markup(' itemscope itemtype="https://schema.org/{}"').format(kind) if kind else "")


def _rdfa(name: str, kind: str = "") -> Markup:
    prop = Markup(' property="{}"').format(name) if name else Markup(' vocab="https://schema.org/"')
    return prop + (Markup(' typeof="{}"').format(kind) if kind else "")


_SAYS: dict[str, Callable[..., Markup]] = {"microdata": _microdata, "rdfa": _rdfa}


def _json(paper: Publication, review: Review, day: date, chance: random.Random) -> list[str]:
    """The JSON-LD of the review: alone, in a graph, in a CDATA section, or after another block."""
    film = review.film
    item: dict[str, Any] = {
        "@type": "Movie",
        "name": film.title,
        "director": [{"@type": "Person", "name": role.name} for role in film.directors()],
        "dateCreated": str(film.year),
    }
    if chance.random() < 0.5:
        item["duration"] = f"PT{film.minutes // 60}H{film.minutes % 60}M"
    rating = review.rating.value if review.rating else ""
    block: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Review",
        "author": {"@type": "Person", "name": review.critics[0]},
        "publisher": {"@type": "Organization", "name": paper.name},
        "datePublished": day.isoformat(),
        "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": "4", "worstRating": "0"},
        "itemReviewed": item,
    }
    site = {"@context": "https://schema.org", "@type": "Organization", "name": paper.name, "url": paper.site}
    form = chance.randrange(4)
    if form == 1:
        return [json.dumps({"@context": "https://schema.org", "@graph": [site, block]}, indent=1)]
    written = json.dumps(block, indent=1)
    if form == 2:
        return [f"/* <![CDATA[ */\n{written}\n/* ]]> */"]
    return [json.dumps([site]), written] if form == 3 else [written]


def as_html(paper: Publication, title: str, lines: Sequence[str]) -> str:
    """Lines of another layout as a page's paragraphs."""
    return TEMPLATES.get_template("lines.html.jinja").render(paper=paper, title=title, lines=lines)
