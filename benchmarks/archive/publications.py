"""The papers of the archive, each with a layout, critics and habits, and what stands around their reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.archive import printed
from benchmarks.archive.facts import Rating, made_up
from benchmarks.archive.prose import Style
from benchmarks.archive.spelling import word_list

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from benchmarks.archive.facts import Film

_ADJECTIVES = word_list(
    "Paper Amber Northern Tidewater Midnight Copper Harbor Velvet Upland Granite Silver Corner"
)
_NOUNS = word_list(
    "Lantern Projector Reel Ledger Gazette Dispatch Observer Almanac Courier Turnstile Marquee Bulletin"
)
_BIOS = (
    "{critic} writes on film and chairs, of late in The Tidewater ReviewSmall Hours, and elsewhere.",
    "{critic} is a writer in a town with one cinema and two opinions.",
    "{critic} has written for {paper} since it was printed in a garage.",
    "{critic} teaches evening classes in projection and is at work on a book about ushers.",
)
_BLURBS = (
    "An island loses its school and finds out what else it was holding together.",
    "A heist in a fish market, told backwards, and slippery in either direction.",
    "She redraws the border every night, and every morning somebody dies of it.",
    "Eleven years old, four in the morning, and the whole street has something to hide.",
    "A western that would rather be a ballet, and for one long scene at a river it is.",
    "A potter, a fire and a secret recipe for blue.",
)
_POSTS = (
    "Ten endings that we argued about all winter",
    "What we watched on the night bus",
    "A short history of the intermission",
    "Letters: on popcorn, again",
)
_COMMENTS = (
    "Saw it twice. The second time I brought my mother.",
    "Great review as always, but what about the score?",
    "I liked it better than you did, four stars from me!",
    "First!",
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A paper. ``scale`` draws a rating; ``day`` prints a date; ``form`` is text, html..."""

    name: str
    layout: str
    form: str
    critics: tuple[str, ...]
    style: Style
    scale: Callable[[random.Random], Rating] | None
    day: Callable[[date], str]
    variant: int

    @property
    def site(self) -> str:
        """The address of the home page."""
        return f"https://{self.name.casefold().replace('the ', '').replace(' ', '-')}.example"

    def bio(self, critic: str, chance: random.Random) -> str:
        """A line about one of the critics, as it stands under a review."""
        return chance.choice(_BIOS).format(critic=critic, paper=self.name)


def publications(
    layout: str, form: str, number: int, chance: random.Random, taken: set[str]
) -> list[Publication]:
    """So many papers of one layout and form, none with a name that is taken."""
    found = []
    for variant in range(number):
        name = ""
        while not name or name in taken:
            name = f"{chance.choice(('The ', ''))}{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}"
        taken.update((name, name.removeprefix("The "), f"The {name.removeprefix('The ')}"))
        critics = tuple({made_up(chance): None for _ in range(6)})[:5]
        found.append(
            Publication(
                name, layout, form, critics, _style(layout, form, chance), _scale(layout, form, chance),
                printed.american if layout == "E" else chance.choice(printed.DATES), variant,
            )
        )  # fmt: skip
    return found


def _style(layout: str, form: str, chance: random.Random) -> Style:
    curly = layout != "B" and chance.random() < 0.7
    glue = {"A": 0.3, "B": 0.5, "F": 0.5}.get(layout, 0.0)
    title = ("“", "”")
    if form == "markdown":
        title = ("*", "*")
    elif form in {"html", "feed"}:
        title = chance.choice((("“", "”"), ("<em>", "</em>"), ("<i>", "</i>")))
    return Style(curly, glue, 0.2 if layout in "DE" else 0.35, title)


def _scale(layout: str, form: str, chance: random.Random) -> Callable[[random.Random], Rating] | None:
    if layout in "ABF":
        return None
    if layout in "DEH":
        return chance.choice((printed.asterisks, printed.asterisks, printed.glyphs))
    if layout == "C":
        return printed.asterisks  # as the class of a picture
    if layout in "GJ" and form != "feed":
        return chance.choice(printed.LABELLED)
    return chance.choice(printed.PLAIN)


def day(chance: random.Random, year: int) -> date:
    """A day on which a film of the year may have been reviewed, and no earlier than there were such pages."""
    return date(max(year, 1985), 1, 1) + timedelta(days=chance.randrange(0, 900))


def teasers(others: Sequence[Film], chance: random.Random) -> list[str]:
    """Three other films, each with a line to make one read on."""
    return [line for film in chance.sample(list(others), 3) for line in (film.title, chance.choice(_BLURBS))]


def now_playing(others: Sequence[Film], chance: random.Random) -> list[str]:
    """A list of other films under its heading."""
    return ["Now playing", *(film.title for film in chance.sample(list(others), chance.randrange(4, 7)))]


def posts(chance: random.Random) -> list[str]:
    """The site's other posts under their heading."""
    return [
        "Latest blog posts",
        *(line for post in chance.sample(_POSTS, 2) for line in ("about 3 hours ago", post)),
    ]


def comments(chance: random.Random) -> list[str]:
    """What readers say, in no case about the credits."""
    said = chance.sample(_COMMENTS, chance.randrange(0, 3))
    return [*(["Comments", *said] if said else []), "comments powered by Disqus"]


def with_advertisements(
    paragraphs: Sequence[str], chance: random.Random, word: str = "Advertisement"
) -> list[str]:
    """The paragraphs, after some of which stands a lone word."""
    found = []
    for place, paragraph in enumerate(paragraphs):
        found.append(paragraph)
        if place < len(paragraphs) - 1 and chance.random() < 0.5:
            found.append(word)
    return found
