"""Makes the archive: so many pages over all layouts, one after another, the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.archive import dumps, labelled, many, sites, webpages
from benchmarks.archive.facts import Page
from benchmarks.archive.prose import Prose
from benchmarks.archive.publications import Publication, publications

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.archive.facts import Film, Review, Role

#: Of a thousand pages: how many of each layout and form, and how many papers share them.
_SHARES = (
    ("A", "text", 230, 4),
    ("B", "text", 120, 2),
    ("C", "html", 180, 5),
    ("D", "text", 30, 2),
    ("D", "html", 10, 2),
    ("E", "text", 25, 2),
    ("E", "html", 5, 1),
    ("F", "text", 80, 2),
    ("G", "text", 70, 3),
    ("G", "html", 20, 3),
    ("H", "text", 20, 2),
    ("H", "html", 10, 2),
    ("I", "text", 70, 3),
    ("I", "html", 30, 3),
    ("J", "markdown", 80, 5),
    ("feed", "feed", 5, 3),
    ("none", "text", 15, 3),
)
_MOST = 500  # reviews of one paper: it does not review a film twice
_NAMESAKES = 8
_NEWS = (
    "We have moved the comments to another page, and asked them to wipe their feet.",
    "Nine dollars, and you may keep the bucket: on the price of popcorn there is little to add.",
    "The office is closed until the plumber has been.",
)
_EXTENSIONS = {"text": "txt", "html": "html", "markdown": "md", "feed": "xml"}


class Archive:
    """The pages of an archive of ``number`` files about ``films``.

    ``pages`` yields them one at a time, so that no archive is held whole.
    """

    def __init__(self, films: Sequence[Film], number: int, seed: int) -> None:
        self._films, self._number, self._seed = films, number, seed
        first = Counter(
            name.split()[0].casefold() for film in films for name in {one.name for one in film.cast}
        )
        #: What many people are called by is no word of the language.
        self._given = frozenset(name for name, number in first.items() if number >= _NAMESAKES)

    def pages(self) -> Iterator[Page]:
        """Yield the pages, the same every time."""
        chance = random.Random(self._seed)
        taken: set[str] = set()
        whole = sum(share for _, _, share, _ in _SHARES)
        for layout, form, share, papers in _SHARES:
            wanted = max(round(self._number * share / whole), 1)
            several = max(papers, -(-wanted // _MOST))
            owners = publications(layout, form, several, chance, taken)
            for place, paper in enumerate(owners):
                yield from self._of(
                    paper, wanted * (place + 1) // several - wanted * place // several, chance
                )

    def _of(self, paper: Publication, number: int, chance: random.Random) -> Iterator[Page]:
        order = chance.sample(list(self._films), len(self._films))
        used = 0
        folder = paper.name.casefold().replace(" ", "-")
        for page in range(number):
            others = chance.sample(list(self._films), 12)
            several = {"D": (3, 9), "E": (3, 9), "H": (2, 6), "feed": (8, 16)}.get(paper.layout, (1, 2))
            films = [order[(used + i) % len(order)] for i in range(chance.randrange(*several))]
            used += len(films)
            others = [film for film in others if film not in films]
            content, reviews = self._page(paper, films, others, chance)
            name = f"{folder}/{page:05}.{_EXTENSIONS[paper.form]}"
            yield Page(name, paper.layout, content, tuple(reviews))

    def _page(
        self, paper: Publication, films: Sequence[Film], others: Sequence[Film], chance: random.Random
    ) -> tuple[str, list[Review]]:
        def prose(film: Film, credited: Sequence[Role]) -> Prose:
            return Prose(chance, film, credited, others, paper.style, self._given)

        layout, html = paper.layout, paper.form == "html"
        if layout == "none":
            return _no_review(paper, films[0], chance), []
        if layout == "feed":
            return sites.feed(paper, films, chance, prose)
        if layout in _MANY:
            lines, reviews = _MANY[layout](paper, films, chance, prose)
            return (
                webpages.as_html(paper, lines[1], lines) if html else many.as_text(lines, layout)
            ), reviews
        content, review = _ONE[layout](paper, films[0], others, chance, prose)
        if html and layout != "C":
            content = webpages.as_html(paper, films[0].title, content.split("\n"))
        return content, [review]


_MANY = {"D": many.page_d, "E": many.page_e, "H": many.page_h}
_ONE = {
    "A": dumps.page_a,
    "B": dumps.page_b,
    "C": webpages.page_c,
    "F": dumps.page_f,
    "G": labelled.page_g,
    "I": labelled.page_i,
    "J": sites.page_j,
}


def _no_review(paper: Publication, film: Film, chance: random.Random) -> str:
    """A page to be set aside: news of the house, a stub of a word, or an address that leads nowhere."""
    if paper.variant % 3 == 0:
        news = chance.sample(_NEWS, 2)
        lines = [paper.name, "Opinion", "A notice", f"By {paper.critics[0]}", *news]
    elif paper.variant % 3 == 1:
        lines = [
            f"{paper.name} Home",
            "Soon.",
            paper.critics[0],
            "Film Credits",
            f"{film.title} movie poster",
        ]
        lines += [f"{film.title} ({film.year})", f"{film.minutes} minutes", "Latest blog posts"]
    else:
        lines = [paper.name, "Not found", "The page that you asked for is not here. Try the archive."]
    return "\n\n".join(lines) + "\n"
