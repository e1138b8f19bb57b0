"""A film, a person, a review, a source as its page shows it: plain values. Pure.

:mod:`server.look_up` reads them from a version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.decisions.questions import Decided
    from server.prose import Piece

#: The jobs in the order of credits, as a heading for one person and for several.
JOBS = {
    "director": ("Director", "Directors"),
    "writer": ("Writer", "Writers"),
    "producer": ("Producer", "Producers"),
    "cinematographer": ("Cinematographer", "Cinematographers"),
    "editor": ("Editor", "Editors"),
    "composer": ("Composer", "Composers"),
    "actor": ("Actor", "Actors"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A thing's IRI and what to call it."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Credit:
    """One role. ``sources`` are the IRIs of the sources that state it."""

    role: str
    person: Link
    film: Link
    year: str
    job: str
    character: Link | None
    billing: int | None
    note: str
    credited_as: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def also_as(self) -> tuple[str, ...]:
        """How the role is credited, where that is not the person's name."""
        return tuple(name for name in self.credited_as if name != self.person.label)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in a list of reviews. ``rating`` is as printed: ``3.5``, of ``best`` where that is known."""

    iri: str
    film: Link
    year: str
    critics: tuple[Link, ...]
    publication: Link | None
    published_on: str
    headline: str
    page: str
    rating: str
    best: str

    @property
    def by(self) -> str:
        """The critics' names in one text."""
        return " and ".join(critic.label for critic in self.critics)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source states, and where. ``kind`` is what it is about: ``Film``, ``Role``..."""

    about: str
    kind: str
    properties: tuple[str, ...]
    first_line: int | None
    last_line: int | None
    quote: str

    @property
    def lines(self) -> str:
        """``line 12``, ``lines 12–14``, or nothing where the source has no lines for it."""
        if self.first_line is None:
            return ""
        if self.last_line in (None, self.first_line):
            return f"line {self.first_line}"
        return f"lines {self.first_line}–{self.last_line}"


@dataclass(slots=True)
class Source:
    """A source in a page's list of sources, with what it states about the page's thing."""

    iri: str
    file: str = ""
    page: str = ""
    kind: str = ""
    read_at: str = ""
    trust: str = ""
    facts: list[Fact] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What to call it: its page or file, else the end of its IRI."""
        return self.file or self.page or self.iri.rsplit("/", 1)[-1]


@dataclass(slots=True)
class Page:
    """What every page of a thing has: its name, its properties (by short name), its sources."""

    iri: str
    label: str
    values: dict[str, list[str]]
    sources: list[Source] = field(default_factory=list)
    more_sources: int = 0
    #: Of films and people: how many questions are open about it, and what people decided about it.
    questions: int = 0
    decided: list[Decided] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The first value of a property, or an empty text."""
        return next(iter(self.values.get(name, ())), "")

    def numbers(self, sources: Iterable[str]) -> list[int]:
        """The numbers of ``sources`` in this page's list, from 1."""
        wanted = set(sources)
        return [number for number, source in enumerate(self.sources, 1) if source.iri in wanted]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a mention is who it is: the method's evidence in words, its score, and who decided when."""

    source: Link
    evidence: str
    method: str
    score: str
    decision: str
    decided_by: str
    decided_at: str
    in_prose: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a source says something else than what is believed: of what, what it says, what holds."""

    about: str
    source: Link
    stated: str
    believed: str


@dataclass(frozen=True, slots=True)
class Collaborator:
    """Somebody with whom a person made more than one film."""

    person: Link
    films: tuple[Link, ...]


@dataclass(slots=True)
class FilmPage(Page):
    """A film: its cast in billing order, its crew by job, its reviews, where its sources disagree.

    ``mentioned_in`` are the newest reviews of other films that name it; there are ``more_mentions``.
    """

    cast: list[Credit] = field(default_factory=list)
    crew: list[tuple[str, list[Credit]]] = field(default_factory=list)
    reviews: list[ReviewLine] = field(default_factory=list)
    mentioned_in: list[ReviewLine] = field(default_factory=list)
    more_mentions: int = 0
    differences: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class PersonPage(Page):
    """A person: the films, newest first, with the roles on each; reviews written; spellings.

    ``reasons`` say why the mentions are one person, ``doubts`` whom else somebody may be.
    """

    films: list[tuple[Link, str, list[Credit]]] = field(default_factory=list)
    reviews: list[ReviewLine] = field(default_factory=list)
    spellings: list[tuple[str, list[Link]]] = field(default_factory=list)
    collaborators: list[Collaborator] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)
    more_reasons: int = 0


@dataclass(slots=True)
class ReviewPage(Page):
    """A review: its line in a list, its text cut at the mentions, the film's credits."""

    line: ReviewLine | None = None
    paragraphs: list[list[Piece]] = field(default_factory=list)
    film: FilmPage | None = None


@dataclass(slots=True)
class ThingPage(Page):
    """Anything else: what it points to and what points to it, by property; what a source states."""

    out: dict[str, list[Link]] = field(default_factory=dict)
    into: dict[str, list[Link]] = field(default_factory=dict)
    reviews: list[ReviewLine] = field(default_factory=list)
    stated: dict[str, list[Link]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
