"""Which column of somebody's table is which of ours: by name, by the editor's word, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.records import SetAside
from graph.sources.facts.jobs import JOB, label_of
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The columns of a credit table, and what each holds.
COLUMNS = {
    "film_title": "the film's title",
    "film_year": "the year that the film is known by",
    "job": "what the person did (actor, director, writer ...)",
    "name": "the person's name as credited",
    "character": "the character played",
    "billing": "the place in the order of the acting credits, from 1",
    "note": "what the credit adds (voice, uncredited ...)",
    "row_id": "the row's own id, kept with its mention",
    "film_imdb_id": "the film's IMDb id (tt0000001)",
    "film_tmdb_id": "the film's TMDB number",
    "film_wikidata_id": "the film's Wikidata item (Q42)",
    "person_imdb_id": "the person's IMDb id (nm0000001)",
    "person_tmdb_id": "the person's TMDB number",
    "person_wikidata_id": "the person's Wikidata item (Q42)",
}

# What other people call them. "film id", "person id" and "imdb id" say by their cells whose they are.
_SYNONYMS = {
    "film_title": "title|film|movie|movie title|film name|movie name|primary title|name of film|titel|titre",
    "film_year": "year|release year|year of release|start year|movie year|production year|jahr|année",
    "job": "credit|credit type|category|function|occupation|job title|role type|crew role",
    "name": "person|person name|full name|primary name|credited name|credited as|people|artist",
    "character": "character name|characters|character names|part|plays|played|role name|character played",
    "billing": "billing order|order|cast order|credit order|ordering|billing position",
    "note": "notes|remark|remarks|attributes|credit note",
    "row_id": "row|id|credit id|record id|line id|credit row",
    "film_imdb_id": "tconst|imdb title id|movie imdb id|title imdb id|imdb film id|imdb movie id|film imdb",
    "film_tmdb_id": "tmdb movie id|movie tmdb id|tmdb film id|tmdb title id|film tmdb",
    "film_wikidata_id": "movie wikidata id|wikidata film id|film wikidata|film qid|movie qid",
    "person_imdb_id": "nconst|imdb name id|name imdb id|imdb person id|actor imdb id|person imdb",
    "person_tmdb_id": "tmdb person id|tmdb name id|name tmdb id|actor tmdb id|person tmdb",
    "person_wikidata_id": "wikidata person id|person wikidata|person qid|actor wikidata id",
    "film_id": "film id|movie id|title id",
    "person_id": "person id|name id|actor id|people id",
    "imdb_id": "imdb id|imdb|imdb link|imdb url",
    "role": "role",
}
#: Columns of others that we read by what stands in them.
_GENERIC = ("film_id", "person_id", "imdb_id", "role")

_SEPARATORS = regex(r"[\s_.\-]+")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")
#: Where a header has more columns than this, it is no header.
_MOST = 1_000
#: What tables of reviews have and tables of credits do not.
_REVIEWED = frozenset(
    {"rating", "my rating", "your rating", "review", "review text", "stars", "critic", "reviewer"}
)
#: How many columns a sentence lists.
_LISTED = 12


def fold_header(header: str) -> str:
    """A column's name as it is compared: letter case, spaces, underscores and hyphens made one."""
    return _SEPARATORS.sub(" ", _CAMEL.sub(" ", header.strip())).strip().casefold()


_BY_NAME = {
    spelling: ours
    for ours, spellings in _SYNONYMS.items()
    for spelling in (*spellings.split("|"), fold_header(ours))
} | {fold_header(ours): ours for ours in COLUMNS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the editor says of columns: theirs -> ours, and those that are not to be read."""

    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each of our columns stands in a table.

    ``at`` maps our columns (and the generic ``film_id``, ``person_id``, ``imdb_id``, ``role``) to
    places; ``job`` is the job of every row where the column of names says it ("director").
    ``complaints`` are sentences about columns that are not read.
    """

    at: dict[str, int]
    job: str | None
    complaints: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether there is enough to read credits."""
        return "film_title" in self.at and "name" in self.at


def found_columns(header: list[str], wanted: Wanted) -> set[str]:
    """Our columns that a header has by any of their names, doubtful ones included. Never raises."""
    if len(header) > _MOST:
        return set()
    given = {fold_header(theirs): ours for theirs, ours in wanted.columns.items()}
    found = {given.get(name) or _BY_NAME.get(name) or _job_named(name) for name in map(fold_header, header)}
    return {ours for ours in found if ours is not None}


def _job_named(folded: str) -> str | None:
    """``name`` for a column that is called by a job ("director", "actors"), which holds that job's names."""
    label = label_of(folded)
    return "name" if label is not None and label.field == JOB and len(label.jobs) == 1 else None


def resolve(header: list[str], wanted: Wanted) -> Columns:
    """Decides which column is which.

    The editor's word comes first, then our own names, then what others call them; of two that may
    be the same the table is not guessed at.

    Raises:
        SetAside: a needed column is missing or in doubt; the sentence says what to do.
    """
    if len(header) > _MOST:
        raise SetAside(f"The header has {len(header):,} cells, more than the {_MOST:,} that are read.", 1)
    return _Resolver(header, wanted).resolve()


class _Resolver:
    def __init__(self, header: list[str], wanted: Wanted) -> None:
        self.header = [" ".join(name.split()) for name in header]
        self.folded = [fold_header(name) for name in header]
        self.wanted = wanted
        self.at: dict[str, int] = {}
        self.complaints: list[str] = []
        self.free = [at for at, name in enumerate(self.folded) if name]

    def resolve(self) -> Columns:
        self._ignore()
        self._by_word()
        self._by_own_name()
        self._by_synonym()
        job = self._named_by_job() if "name" not in self.at else None
        if not {"film_title", "name"} <= self.at.keys():
            raise SetAside(self._missing(), 1)
        role = self.at.pop("role", None)
        if role is not None:
            # Beside a job a role is a character, beside a character a job; alone its cells will tell.
            beside = {"job": "character", "character": "job"}
            known = [ours for ours in beside if ours in self.at]
            if len(known) == 1:
                self.at[beside[known[0]]] = role
            elif not known:
                self.at["role"] = role
            else:
                self.free.append(role)
        if job is None and not {"job", "character", "role"} & self.at.keys():
            raise SetAside(
                "The table says of nobody what they did: it lacks a column job (or character); "
                f"it has {self._list()}. Say which it is with --map, such as --map 'Crew=job'.",
                1,
            )
        self._unread()
        return Columns(self.at, job, tuple(self.complaints))

    # -- the steps -------------------------------------------------------------------------------

    def _places(self, name: str) -> list[int]:
        """The columns of a name, by its very spelling if there is one, else however it is spelt."""
        exact = [at for at in self.free if self.header[at] == " ".join(name.split())]
        return exact or [at for at in self.free if self.folded[at] == fold_header(name)]

    def _ignore(self) -> None:
        for name in self.wanted.ignored:
            places = self._places(name)
            if not places:
                self.complaints.append(
                    f"--ignore-column names a column “{name}”, which the table lacks; it has {self._list()}."
                )
            self.free = [at for at in self.free if at not in places]

    def _by_word(self) -> None:
        for theirs, ours in self.wanted.columns.items():
            places = self._places(theirs)
            if len(places) > 1:
                raise SetAside(self._twice(places), 1)
            if places:
                self._take(ours, places[0])
            else:
                self.complaints.append(
                    f"--map names a column “{theirs}”, which the table lacks; it has {self._list()}."
                )

    def _by_own_name(self) -> None:
        for ours in COLUMNS:
            places = [at for at in self.free if self.folded[at] == fold_header(ours)]
            if places and ours not in self.at:
                if len(places) > 1:
                    raise SetAside(self._twice(places), 1)
                self._take(ours, places[0])

    def _by_synonym(self) -> None:
        for ours in (*COLUMNS, *_GENERIC):
            places = [at for at in self.free if _BY_NAME.get(self.folded[at]) == ours]
            if not places or ours in self.at:
                continue
            if len(places) == 1:
                self._take(ours, places[0])
            elif ours in {"film_title", "name", "job"}:
                raise SetAside(self._doubtful(ours, places), 1)
            else:
                self.complaints.append(self._doubtful(ours, places))
                self.free = [at for at in self.free if at not in places]

    def _named_by_job(self) -> str | None:
        """Takes the one column that is called by a job for the names, and tells the job."""
        jobs = {at: self.folded[at] for at in self.free if _job_named(self.folded[at])}
        if not jobs:
            return None
        if len(jobs) > 1:
            raise SetAside(self._doubtful("name", list(jobs)), 1)
        ((at, folded),) = jobs.items()
        self._take("name", at)
        return folded

    def _unread(self) -> None:
        unread = [self.header[at] for at in sorted(self.free)]
        if unread:
            verb = "is" if len(unread) == 1 else "are"
            self.complaints.append(
                f"{_quoted(unread)} {verb} not read; --map says what a column is, --ignore-column that it "
                "is of no use."
            )

    def _take(self, ours: str, at: int) -> None:
        self.at[ours] = at
        self.free.remove(at)

    # -- sentences -------------------------------------------------------------------------------

    def _list(self) -> str:
        named = [name for name in self.header if name]
        if not named:
            return "no named column"
        return ("the columns " if len(named) > 1 else "the column ") + _quoted(named)

    def _missing(self) -> str:
        missing = [ours for ours in ("film_title", "name") if ours not in self.at]
        words = " and ".join(missing)
        if _REVIEWED & set(self.folded) and not {"job", "character"} & self.at.keys():
            return (
                f"The table lacks {words}; it has {self._list()}. Tables of reviews are not read, "
                "only tables of credits; save each review as a page."
            )
        example = next((self.header[at] for at in self.free), "Their Column")
        return (
            f"The table lacks {words}; it has {self._list()}. "
            f"Say which column is which with --map, such as --map '{example}={missing[0]}'."
        )

    def _twice(self, places: list[int]) -> str:
        name = self.header[places[0]]
        return f"{len(places)} columns are called “{name}”; rename those that are not meant."

    def _doubtful(self, ours: str, places: list[int]) -> str:
        names = [self.header[at] for at in places]
        if len({fold_header(name) for name in names}) == 1:
            return self._twice(places)
        if ours == "name" and all(_job_named(fold_header(name)) for name in names):
            return (
                f"The table has a column for each job ({_quoted(names)}); it should have a row for each "
                "credit, with the columns name and job."
            )
        return f"Any of {_quoted(names)} may be {ours}; say which with --map '{names[0]}={ours}'."


def _quoted(names: list[str]) -> str:
    shown = [f"“{name if len(name) <= 40 else name[:39] + '…'}”" for name in names[:_LISTED]]
    if len(names) > _LISTED:
        return f"{', '.join(shown)} and {len(names) - _LISTED:,} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "none"
