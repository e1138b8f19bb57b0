"""What a reader yields from one source: plain values, each knowing the lines it came from.

Pure data. Nothing here opens a file, and nothing here imports another room. The field names are
the terms of ``ontology/context.jsonld``, so a record and its RDF are read with the same words.

Lines are counted from 1 and both ends are included, the way an editor's screen counts them.
Offsets (``start``, ``end``) are code points into the review's text, ``end`` excluded, the way
the Web Annotation model's TextPositionSelector counts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")

ACTOR = "actor"
DIRECTOR = "director"
WRITER = "writer"
CINEMATOGRAPHER = "cinematographer"
COMPOSER = "composer"
EDITOR = "editor"
PRODUCER = "producer"

#: The jobs a role can be, in the order in which credits print them.
JOBS = (ACTOR, DIRECTOR, WRITER, CINEMATOGRAPHER, COMPOSER, EDITOR, PRODUCER)


class SetAside(Exception):
    """The document cannot be read as what it should be; the run goes on without it.

    ``reason`` is one sentence for the editor; ``line`` (from 1) says where, if a line is to blame.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class NoDocument(SetAside):
    """The file is no document of any kind, as sites have beside their pages: no reason to complain of one.

    ``what`` is what it is counted as, in the singular: "picture", "style sheet".
    """

    def __init__(self, reason: str, what: str, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.what = what


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value that a source states, with the lines that state it.

    ``quote`` is the passage as printed where that says more than the value does: the sentence
    that names a director, the header line that holds a running time.
    """

    value: T
    first_line: int
    last_line: int
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as printed, never converted: ``3.5`` of ``4``, ``C`` between ``A+`` and ``F``.

    ``best`` and ``worst`` are None where neither the page nor the kind of rating says them.
    """

    value: str
    best: str | None = None
    worst: str | None = None


@dataclass(frozen=True, slots=True)
class Dissent:
    """A value that the same document states elsewhere and that was not taken: evidence all the same.

    ``field`` is the attribute of the record that holds the value that was taken instead.
    """

    field: str
    fact: Fact[Any]


@dataclass(frozen=True, slots=True)
class FilmRecord:
    """A film as one source describes it. ``key`` names it within the source (``film``, ``film-2``).

    ``same_as`` are IRIs that mean this film wherever they are met, as RDF has them.
    """

    key: str
    title: Fact[str]
    original_title: Fact[str] | None = None
    year: Fact[int] | None = None
    release_date: Fact[date] | None = None
    runtime_minutes: Fact[int] | None = None
    content_rating: Fact[str] | None = None
    genres: tuple[Fact[str], ...] = ()
    countries: tuple[Fact[str], ...] = ()
    languages: tuple[Fact[str], ...] = ()
    image: Fact[str] | None = None
    imdb_id: Fact[str] | None = None
    wikidata_id: Fact[str] | None = None
    tmdb_id: Fact[str] | None = None
    alternate_titles: tuple[Fact[str], ...] = ()
    same_as: tuple[str, ...] = ()
    dissent: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person whom one source describes apart from any credit. ``key`` names them within the source.

    ``same_as`` are IRIs that mean this person wherever they are met; one that begins with ``#`` does so
    within the source. ``alternate_names`` are other names, in other languages or as credited.
    """

    key: str
    name: Fact[str]
    alternate_names: tuple[Fact[str], ...] = ()
    birth_year: Fact[int] | None = None
    imdb_id: Fact[str] | None = None
    wikidata_id: Fact[str] | None = None
    tmdb_id: Fact[str] | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a table that a credit stands in.

    ``identifier`` is the row's own id, or its line number where the table gives none; ``key`` names
    the row within the source, in characters that an IRI may hold, and is no other row's.
    """

    identifier: str
    key: str


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """One person's one job on one film, as credited.

    ``name`` is the name as printed (reel:creditedAs). ``billing`` counts the acting credits of
    the film from 1 and is None for crew. ``note`` is what the credit adds: "voice", "uncredited".
    ``row`` is set for a credit of a table; one row may hold several jobs of one person. ``person`` is the
    ``key`` of a PersonRecord, where the source describes the person besides crediting them.
    """

    film: str
    job: str
    name: Fact[str]
    character: Fact[str] | None = None
    billing: int | None = None
    note: Fact[str] | None = None
    imdb_id: Fact[str] | None = None
    wikidata_id: Fact[str] | None = None
    tmdb_id: Fact[str] | None = None
    row: Row | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Why a name in the prose is a name in the credits (a reader's own link, open to rejection).

    Exactly one of the two targets is set: ``person`` is a name as credited (``RoleRecord.name``),
    ``character`` a character's name as credited. ``score`` runs from 0 to 1.
    """

    person: str | None
    character: str | None
    method: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One occurrence of a name in the review's text: ``text[start:end] == exact_text``."""

    exact_text: str
    start: int
    end: int
    match: NameMatch


@dataclass(frozen=True, slots=True)
class FilmMentionRecord:
    """One occurrence of another film's title in the review's text: ``text[start:end] == exact_text``.

    ``marking`` says how the page shows that it is one: "emphasis", "link", "quotation marks", "capitals",
    "year" or "wording" (nothing but the year or the words beside it), or "data" (the page's own). ``year`` is
    the one printed beside it.
    """

    exact_text: str
    start: int
    end: int
    marking: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review of one film. ``film`` is the ``key`` of the film it reviews, in the same document."""

    key: str
    film: str
    critics: tuple[Fact[str], ...] = ()
    publication: Fact[str] | None = None
    publication_homepage: Fact[str] | None = None
    published_on: Fact[date] | None = None
    headline: Fact[str] | None = None
    page: Fact[str] | None = None
    image: Fact[str] | None = None
    text: Fact[str] | None = None
    rating: Fact[Rating] | None = None
    mentions: tuple[MentionRecord, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    films_named: tuple[FilmMentionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something a reader saw and would not guess at: one sentence, and the line it is about."""

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """Everything one document says. ``kind`` is the reader's name for what it read.

    ``page`` is where the document can be looked up, if it says so itself and not of one of its reviews.
    """

    kind: str
    films: tuple[FilmRecord, ...]
    roles: tuple[RoleRecord, ...] = ()
    reviews: tuple[ReviewRecord, ...] = ()
    complaints: tuple[Complaint, ...] = field(default=())
    people: tuple[PersonRecord, ...] = ()
    page: str | None = None
