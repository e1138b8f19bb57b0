"""From graphs in our own terms, as mappings construct them, to a record: films, people, roles, reviews.

The form is docs/rdf.md's. It is lenient where that costs nothing: a role may be a thing of its own or a
film's plain ``reel:director``; whoever has a role may be a thing or a name; a genre may be a thing with a
``reel:name``. What one mapping has described no later one describes again.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from graph.records import (
    ACTOR,
    JOBS,
    Complaint,
    Dissent,
    DocumentRecord,
    Fact,
    FilmRecord,
    PersonRecord,
    Rating,
    ReviewRecord,
    RoleRecord,
)
from graph.sources.facts.jobs import JOB as JOB_LABEL
from graph.sources.facts.jobs import label_of
from graph.sources.patterns import regex
from graph.sources.triples import values
from graph.sources.triples.values import Languages, Term, Thing, Things, clean, is_a, key_of
from ontology import JOB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

T = TypeVar("T")
Subject = ox.NamedNode | ox.BlankNode

#: Other titles and names that are kept of one thing, the preferred languages first.
_TITLES, _NAMES = 12, 24
_OF = regex(r"^\s*(\d+(?:[.,]\d+)?)\s*/\s*(\d+)\s*$")
_LONGEST_NAME = 200

_Role = tuple[tuple[object, ...], RoleRecord]


class Records:
    """Gathers what the mappings found in one document.

    Args:
        languages: in which texts are preferred.
    """

    def __init__(self, languages: Languages) -> None:
        self._languages = languages
        self._films: dict[Subject, FilmRecord] = {}
        self._people: dict[Subject, PersonRecord] = {}
        self._roles: list[RoleRecord] = []
        self._reviews: list[ReviewRecord] = []
        self._critics: set[Subject] = set()
        self._keys: set[str] = set()
        self._faults: Counter[str] = Counter()

    def add(self, things: Things) -> None:
        """Adds what one mapping constructed, but for what an earlier one described."""
        _Mapped(self, things).add()

    def document(self, kind: str) -> DocumentRecord:
        """All of it; empty where nothing was found."""
        credited = {role.person for role in self._roles}
        critics = {self._people[critic].key for critic in self._critics if critic in self._people}
        people = [
            person
            for person in self._people.values()
            if person.key in credited
            or (person.key not in critics and (person.imdb_id or person.wikidata_id or person.tmdb_id))
        ]
        return DocumentRecord(
            kind=kind,
            films=tuple(self._films.values()),
            roles=tuple(self._roles),
            reviews=tuple(self._reviews),
            complaints=tuple(
                Complaint(_FAULTS[fault].format(count)) for fault, count in self._faults.items()
            ),
            people=tuple(people),
        )

    # -- for one mapping -------------------------------------------------------------------------

    def knows(self, subject: Subject) -> bool:
        """Whether an earlier mapping described a thing."""
        return subject in self._films or subject in self._people

    def free_key(self, proposal: str) -> str:
        """A key that nothing else of the document has."""
        key, number = proposal, 1
        while key in self._keys:
            number += 1
            key = f"{proposal}-{number}"
        self._keys.add(key)
        return key


_FAULTS = {
    "title": "Films without a title are left out: {}.",
    "name": "Credits of whom the file does not say the name are left out: {}.",
    "job": "Credits for jobs that are none of ours are left out: {}.",
    "film": "Credits and reviews of what is no film of this file are left out: {}.",
}


class _Mapped:
    """What one mapping constructed."""

    def __init__(self, records: Records, things: Things) -> None:
        self.all = records
        self.things = things
        self.languages = records._languages  # noqa: SLF001 - one room, one class in two

    def add(self) -> None:
        ordered = sorted(self.things.items(), key=lambda item: (item[0].value, str(item[0])))
        fresh = [(subject, thing) for subject, thing in ordered if not self.all.knows(subject)]
        for subject, thing in fresh:
            if is_a(thing, "Person"):
                self._person(subject, thing)
        films = [(subject, thing) for subject, thing in fresh if is_a(thing, "Film")]
        films = [(subject, thing) for subject, thing in films if self._film(subject, thing)]
        roles: dict[Subject, list[_Role]] = {subject: [] for subject, _ in films}
        for subject, thing in fresh:
            if is_a(thing, "Role"):
                self._role(subject, thing, roles)
        for subject, thing in films:
            self._shortcuts(subject, thing, roles[subject])
            self.all._roles += [role for _, role in sorted(roles[subject], key=lambda row: row[0])]  # noqa: SLF001
        for subject, thing in fresh:
            if is_a(thing, "Review"):
                self._review(subject, thing)

    # -- films and people ------------------------------------------------------------------------

    def _film(self, subject: Subject, thing: Thing) -> bool:
        titles = self.languages.texts(thing.get("title", ()))
        originals = self.languages.texts(thing.get("originalTitle", ()))
        if not titles and not originals:
            self.all._faults["title"] += 1  # noqa: SLF001
            return False
        title = (titles or originals)[0]
        original = next((text for text in originals if text.casefold() != title.casefold()), None)
        others = [*titles[1:], *self.languages.texts(thing.get("alternateName", ()))]
        said = _said(subject)
        lengths = values.minutes(thing.get("runtimeMinutes", ()))
        imdb, wikidata = values.imdb_ids(thing, film=True), values.wikidata_ids(subject, thing)
        # Two ids of one database are a doubt, which this file's film is not linked by.
        self.all._films[subject] = FilmRecord(  # noqa: SLF001
            key=self.all.free_key(f"film-{key_of(subject, title)}"),
            title=said(title),
            original_title=_maybe(said, original),
            year=_maybe(said, values.year(thing.get("year", ()) or thing.get("releaseDate", ()))),
            release_date=_maybe(said, values.day(thing.get("releaseDate", ()))),
            runtime_minutes=_maybe(said, _first(lengths)),
            content_rating=_maybe(said, _first(self.languages.texts(thing.get("contentRating", ())))),
            genres=tuple(map(said, self._each(thing, "genre"))),
            countries=tuple(map(said, self._each(thing, "country"))),
            languages=tuple(map(said, self._each(thing, "language"))),
            image=_maybe(said, next(iter(self._addresses(thing, "image")), None)),
            imdb_id=_maybe(said, _first(imdb)),
            wikidata_id=_maybe(said, _first(wikidata)),
            tmdb_id=_maybe(said, _first(values.tmdb_ids(thing))),
            alternate_titles=tuple(
                map(said, [text for text in dict.fromkeys(others) if text not in {title, original}][:_TITLES])
            ),
            same_as=values.same_as(subject, thing),
            dissent=(
                *(Dissent("runtime_minutes", said(other)) for other in lengths[1:]),
                *(Dissent("imdb_id", said(other)) for other in imdb[1:]),
                *(Dissent("wikidata_id", said(other)) for other in wikidata[1:]),
            ),
        )
        return True

    def _person(self, subject: Subject, thing: Thing) -> None:
        names = [name for name in self.languages.texts(thing.get("name", ())) if len(name) <= _LONGEST_NAME]
        others = [*names[1:], *self.languages.texts(thing.get("alternateName", ()))]
        names = names or others
        if not names:
            return
        said, name = _said(subject), names[0]
        key = self.all.free_key(key_of(subject, name))
        imdb, wikidata = values.imdb_ids(thing, film=False), values.wikidata_ids(subject, thing)
        self.all._people[subject] = PersonRecord(  # noqa: SLF001
            key=key,
            name=said(name),
            alternate_names=tuple(
                map(said, [text for text in dict.fromkeys(others) if text != name][:_NAMES])
            ),
            birth_year=_maybe(said, values.year(thing.get("birthYear", ()))),
            imdb_id=_maybe(said, _first(imdb)),
            wikidata_id=_maybe(said, _first(wikidata)),
            tmdb_id=_maybe(said, _first(values.tmdb_ids(thing))),
            same_as=values.same_as(subject, thing) or (f"#{key}",),
        )

    def _each(self, thing: Thing, name: str) -> list[str]:
        """The texts of a property whose values are texts or things with names, each once."""
        found = [self._called(term) for term in thing.get(name, ()) if not isinstance(term, ox.Literal)]
        told: dict[str, str] = {}
        for text in (*sorted(filter(None, found)), *self.languages.texts(thing.get(name, ()))):
            told.setdefault(text.casefold(), text)
        return list(told.values())[:20]

    def _called(self, term: Term) -> str | None:
        """The name of what a term is: its text, or that of the thing it stands for."""
        if isinstance(term, ox.Literal):
            return clean(term.value) or None
        if (known := self.all._people.get(term)) is not None:  # noqa: SLF001
            return known.name.value
        return _first(self.languages.texts(self.things.get(term, {}).get("name", ())))

    def _addresses(self, thing: Thing, name: str) -> Iterator[str]:
        for term in sorted(thing.get(name, ()), key=lambda one: one.value):
            if term.value.startswith(("http://", "https://")):
                yield term.value

    # -- roles -----------------------------------------------------------------------------------

    def _role(self, subject: Subject, thing: Thing, roles: Mapping[Subject, list[_Role]]) -> None:
        films = [film for film in thing.get("film", ()) if film in roles]
        people = thing.get("person", ()) or thing.get("creditedAs", ())
        found = [job for term in thing.get("job", ()) for job in _jobs(term)]
        if not films or not people or not found:
            fault = "film" if not films else "job" if people else "name"
            self.all._faults[fault] += not any(film in self.all._films for film in thing.get("film", ()))  # noqa: SLF001
            return
        characters = self._each(thing, "characterName") or self._each(thing, "character")
        for film in films:
            assert not isinstance(film, ox.Literal)  # noqa: S101 - it is a key of the films
            for person in people:
                for job in found:
                    self._credit(
                        film, job, person, roles[film], subject,
                        character=" / ".join(characters) or None,
                        billing=_first(sorted(_billings(thing))),
                        note=_first(self._each(thing, "note")),
                        credited_as=_first(self._each(thing, "creditedAs")),
                    )  # fmt: skip

    def _shortcuts(self, film: Subject, thing: Thing, roles: list[_Role]) -> None:
        """The roles of a film's people of whom no role of its own tells."""
        known = {(role.job, role.person or role.name.value) for _, role in roles}
        for job in JOBS:
            for term in thing.get(job, ()):
                described = None if isinstance(term, ox.Literal) else self.all._people.get(term)  # noqa: SLF001
                if (job, described.key if described else self._called(term)) in known:
                    continue
                for name in _names(term) if isinstance(term, ox.Literal) else (term,):
                    self._credit(film, job, name, roles, film)

    def _credit(  # noqa: PLR0913 - as many as a credit has parts
        self,
        film: Subject,
        job: str,
        person: Term,
        roles: list[_Role],
        about: Subject,
        *,
        character: str | None = None,
        billing: int | None = None,
        note: str | None = None,
        credited_as: str | None = None,
    ) -> None:
        described = None if isinstance(person, ox.Literal) else self.all._people.get(person)  # noqa: SLF001
        name = credited_as or self._called(person)
        if not name or len(name) > _LONGEST_NAME:
            self.all._faults["name"] += 1  # noqa: SLF001
            return
        said = _said(about)
        role = RoleRecord(
            film=self.all._films[film].key,  # noqa: SLF001
            job=job,
            name=said(name),
            character=_maybe(said, character if job == ACTOR else None),
            billing=billing if job == ACTOR else None,
            note=_maybe(said, note),
            person=described.key if described is not None else None,
        )
        order = (
            JOBS.index(job),
            billing or 10_000,
            described.key if described else "",
            name,
            character or "",
            note or "",
        )
        if all(known != order for known, _ in roles):
            roles.append((order, role))

    # -- reviews ---------------------------------------------------------------------------------

    def _review(self, subject: Subject, thing: Thing) -> None:
        films = [film for film in thing.get("reviewOf", ()) if film in self.all._films]  # noqa: SLF001
        if len(films) != 1:
            self.all._faults["film"] += 1  # noqa: SLF001
            return
        film = self.all._films[films[0]]  # type: ignore[index]  # noqa: SLF001 - it is one of them
        said = _said(subject)
        critics = []
        for term in thing.get("critic", ()):
            self.all._critics.update(() if isinstance(term, ox.Literal) else (term,))  # noqa: SLF001
            if name := self._called(term):
                critics.append(name)
        publication = next(iter(thing.get("publication", ())), None)
        called = self._called(publication) if publication is not None else None
        home = (
            {}
            if publication is None or isinstance(publication, ox.Literal)
            else self.things.get(publication, {})
        )
        homepage = next(self._addresses(home, "homepage"), None)
        text = next((term.value for term in thing.get("text", ()) if isinstance(term, ox.Literal)), None)
        page = next(self._addresses(thing, "page"), None)
        own = subject.value if values.is_global(subject) else None
        self.all._reviews.append(  # noqa: SLF001
            ReviewRecord(
                key=self.all.free_key(f"review-{key_of(subject, film.title.value)}"),
                film=film.key,
                critics=tuple(map(said, dict.fromkeys(critics))),
                publication=_maybe(said, called),
                publication_homepage=_maybe(said, homepage if called else None),
                published_on=_maybe(said, values.day(thing.get("publishedOn", ()))),
                headline=_maybe(said, _first(self.languages.texts(thing.get("headline", ())))),
                page=_maybe(said, (page or own or "").partition("#")[0] or None),
                image=_maybe(said, next(self._addresses(thing, "image"), None)),
                text=_maybe(said, text.strip() if text else None),
                rating=self._rating(thing, said),
            )
        )

    def _rating(self, thing: Thing, said: _Say) -> Fact[Rating] | None:
        for term in thing.get("rating", ()):
            node: Thing = {"value": [term]} if isinstance(term, ox.Literal) else self.things.get(term, {})
            value, best, worst = (
                _first(self.languages.texts(node.get(n, ()))) for n in ("value", "best", "worst")
            )
            if value and (found := _OF.match(value)):
                value, best = found.group(1), best or found.group(2)
            if value:
                return Fact(Rating(value.replace(",", "."), best, worst), 0, 0, said(value).quote)
        return None


class _Say:
    """Makes facts of what is said of one thing: they stand on no line, but under its name."""

    def __init__(self, subject: Subject) -> None:
        self._quote = f"<{subject.value}>" if isinstance(subject, ox.NamedNode) else None

    def __call__(self, value: T) -> Fact[T]:
        return Fact(value, 0, 0, self._quote)


def _said(subject: Subject) -> _Say:
    return _Say(subject)


def _maybe(said: _Say, value: T | None) -> Fact[T] | None:
    return said(value) if value is not None else None


def _first(found: Iterable[T]) -> T | None:
    return next(iter(found), None)


def _jobs(term: Term) -> tuple[str, ...]:
    """The jobs that a term means: one of ours, or a word for some."""
    if isinstance(term, ox.NamedNode):
        name = term.value.removeprefix(JOB)
        return (name,) if name in JOBS else ()
    label = label_of(term.value)
    return label.jobs if label is not None and label.field == JOB_LABEL else ()


def _billings(thing: Thing) -> Iterator[int]:
    for term in thing.get("billing", ()):
        if term.value.isdecimal() and 0 < int(term.value) < 10_000:
            yield int(term.value)


def _names(literal: ox.Literal) -> list[ox.Literal]:
    """The people that a text names, where it names several: "Ann Lee, Bo Li"."""
    parts = re.split(r"\s*[,;]\s*(?!Jr|Sr|II)", literal.value)
    return [ox.Literal(part) for part in parts if part.strip() and not part.startswith(("http:", "https:"))]
