"""What a reader has gathered so far, and how it becomes a record.

Several places of one page may state a fact. Each offer has a rank (lower is better); the best wins,
and one that says something else is kept as a complaint, never dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from graph.records import (
    ACTOR,
    DIRECTOR,
    Complaint,
    Dissent,
    DocumentRecord,
    Fact,
    FilmRecord,
    Rating,
    ReviewRecord,
    SetAside,
)
from graph.sources import draft_roles
from graph.sources.draft_roles import DraftRole, same_person
from graph.sources.facts.titles import same_title, undress
from graph.sources.origin import days
from graph.sources.patterns import regex
from graph.sources.prose.played import with_characters
from graph.sources.prose.spoken_of import mentions_of, other_films

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.sources.facts.credit_lists import Credited
    from graph.sources.prose.films import SetOff

T = TypeVar("T")

#: Ranks of the places that state a fact.
CREDITS, STRUCTURED, HEADER, HEADING, GUESSED = 0, 1, 2, 3, 4

#: The fields of which a record keeps the values that were not taken.
_FILM_FIELDS = (
    "title", "original_title", "year", "release_date", "runtime_minutes", "content_rating", "image",
    "imdb_id", "wikidata_id", "tmdb_id",
)  # fmt: skip
_REVIEW_FIELDS = ("critics", "publication", "publication_homepage", "published_on", "rating")

#: The quotation marks that a typewriter has for those of print.
_TYPED = str.maketrans("‘’“”", "''\"\"")
#: "Mr. Lee", as papers name somebody again whom they have named.
_HONORED = regex(r"^(?:Mr|Mrs|Ms|Miss|Herr|Frau|M|Mme)\.? ([^\W\d_a-z][\w’'-]+)$")
_MAX_COMPLAINTS = 60
#: A stub has fewer words of its own than this; the shortest capsule reviews have a sentence or two.
LEAST_WORDS = 10


@dataclass(slots=True)
class Draft:
    """Everything gathered from one page about one review of one film."""

    kind: str
    offers: dict[str, list[tuple[int, Fact[Any]]]] = field(default_factory=dict)
    lists: dict[str, list[Fact[str]]] = field(default_factory=dict)
    roles: list[DraftRole] = field(default_factory=list)
    critics: list[tuple[int, Fact[str]]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    text: Fact[str] | None = None
    #: Where each paragraph of the text begins, in code points, and its first and last line.
    text_lines: list[tuple[int, int, int]] = field(default_factory=list)
    evidence: set[str] = field(default_factory=set)
    #: Whether the text is one sentence that stands where a page has its review.
    terse: bool = False
    dissent: dict[str, list[Fact[Any]]] = field(default_factory=dict)
    #: What the markup sets off, and the other films that the page's data say its text mentions.
    set_off: list[SetOff] = field(default_factory=list)
    films_told: list[str] = field(default_factory=list)

    def offer(self, name: str, fact: Fact[Any] | None, rank: int) -> None:
        """Offer a value of a field, found in a place of that rank; None and "" are no offers."""
        if fact is not None and fact.value not in (None, ""):
            self.offers.setdefault(name, []).append((rank, fact))

    def add(self, name: str, facts: Iterable[Fact[str]]) -> None:
        """Add values to a list field, each once."""
        known = self.lists.setdefault(name, [])
        for fact in facts:
            if fact.value and all(fact.value.casefold() != other.value.casefold() for other in known):
                known.append(fact)

    def complain(self, message: str, line: int | None = None) -> None:
        """Keep something that was seen and not taken."""
        self.complaints.append(Complaint(message, line))

    def credit(
        self, jobs: Iterable[str], person: Credited, like: Fact[Any], rank: int, note: str | None = None
    ) -> None:
        """Add one person's roles, stated on the lines of ``like``.

        "Mr. Lee" is the Lee credited before, and so is a writer who is called "Lee" alone.
        """
        jobs = tuple(jobs)
        honored = _HONORED.match(person.name)
        family = honored.group(1) if honored is not None else "" if ACTOR in jobs else person.name
        if family and " " not in family:
            names = {role.name.value for role in self.roles if role.name.value.split()[-1] == family}
            person = replace(person, name=names.pop()) if len(names) == 1 else person
        first, last, quote = like.first_line, like.last_line, like.quote
        said = (
            ", ".join(part for part in (person.note, note if person.note != note else None) if part) or None
        )
        for job in jobs:
            self.roles.append(
                DraftRole(
                    job,
                    Fact(person.name, first, last, quote),
                    Fact(person.character, first, last) if person.character else None,
                    Fact(said, first, last) if said else None,
                    rank,
                )
            )

    def absorb(self, other: Draft, offset: int) -> None:
        """Take over what was gathered from a part of the document that begins after ``offset`` lines."""

        def moved(fact: Fact[T]) -> Fact[T]:
            return replace(fact, first_line=fact.first_line + offset, last_line=fact.last_line + offset)

        def moved_too(fact: Fact[T] | None) -> Fact[T] | None:
            return moved(fact) if fact is not None else None

        for name, offers in other.offers.items():
            self.offers.setdefault(name, []).extend((rank, moved(fact)) for rank, fact in offers)
        for name, facts in other.lists.items():
            self.add(name, map(moved, facts))
        self.critics.extend((rank, moved(fact)) for rank, fact in other.critics)
        self.roles.extend(
            replace(
                role,
                name=moved(role.name),
                character=moved_too(role.character),
                note=moved_too(role.note),
                imdb_id=moved_too(role.imdb_id),
                wikidata_id=moved_too(role.wikidata_id),
            )
            for role in other.roles
        )
        self.complaints.extend(
            replace(one, line=one.line + offset if one.line is not None else None) for one in other.complaints
        )
        self.evidence |= other.evidence
        self.set_off += other.set_off
        self.films_told += other.films_told

    def best(self, name: str) -> Fact[Any] | None:
        """Give the offer of the lowest rank; of several the first."""
        offers = self.offers.get(name)
        if not offers:
            return None
        return (min(offers, key=lambda offer: offer[0]) if len(offers) > 1 else offers[0])[1]

    def jobs_known(self) -> set[str]:
        """Give the jobs that some role has already."""
        return {role.job for role in self.roles}

    def chosen(self, name: str) -> Fact[Any] | None:
        """The best offer; every other value that disagrees becomes a complaint."""
        best = self.best(name)
        for _, fact in self.offers.get(name, ()):
            if best is not None and not _agree(best.value, fact.value):
                self.complain(
                    f"The page states {name.replace('_', ' ')} twice: {_shown(best.value)} (taken, line "
                    f"{best.first_line}) and {_shown(fact.value)}.",
                    fact.first_line,
                )
                self._disagree(name, fact)
        return best

    def _disagree(self, name: str, fact: Fact[Any]) -> None:
        known = self.dissent.setdefault(name, [])
        if all(not _agree(fact.value, other.value) for other in known):
            known.append(fact)

    def _dissent(self, names: Iterable[str]) -> tuple[Dissent, ...]:
        return tuple(Dissent(name, fact) for name in names for fact in self.dissent.get(name, ()))

    def record(
        self, film_key: str = "film", review_key: str = "review", *, least_words: int = LEAST_WORDS
    ) -> DocumentRecord:
        """The record; raises SetAside where there is no film, no review text or nothing of a review.

        ``least_words`` is lower for an entry of a page that rates films in few words, or in none.
        """
        title = self.chosen("title")
        if title is None:
            raise SetAside("No film found: no heading, credits or data name one.")
        words = len(self.text.value.split()) if self.text is not None else 0
        if words < (1 if self.terse else least_words):
            what = f" (only {words} words)" if words else ""
            raise SetAside(f"No review text found{what}: a stub or a page of links.", title.first_line)
        if not self.evidence:
            raise SetAside(
                "Nothing on the page says that it reviews a film (no credits, rating, year or data).",
                title.first_line,
            )
        self.offers["published_on"] = days.local(self.offers.get("published_on", []))
        film = FilmRecord(
            key=film_key,
            title=title,
            original_title=self.chosen("original_title"),
            year=self.chosen("year"),
            release_date=self.chosen("release_date"),
            runtime_minutes=self.chosen("runtime_minutes"),
            content_rating=self.chosen("content_rating"),
            genres=tuple(self.lists.get("genres", ())),
            countries=tuple(self.lists.get("countries", ())),
            languages=tuple(self.lists.get("languages", ())),
            image=self.chosen("image"),
            imdb_id=self.chosen("imdb_id"),
            wikidata_id=self.chosen("wikidata_id"),
            tmdb_id=self.chosen("tmdb_id"),
        )
        if self.dissent:
            film = replace(film, dissent=self._dissent(_FILM_FIELDS))
        roles = draft_roles.settled(self.roles, film_key, self.complain)
        mentions = mentions_of(self.text.value, title.value, roles) if self.text is not None else ()
        review = ReviewRecord(
            key=review_key,
            film=film_key,
            critics=self._final_critics(),
            publication=self.chosen("publication"),
            publication_homepage=self.chosen("publication_homepage"),
            published_on=self.chosen("published_on"),
            headline=self._headline(title.value),
            page=self.best("page"),
            image=self.best("review_image"),
            text=self.text,
            rating=self._final_rating(),
            mentions=mentions,
            films_named=other_films(self.text, film, roles, self.set_off, self.films_told),
        )
        if self.dissent:
            review = replace(review, dissent=self._dissent(_REVIEW_FIELDS))
        if self.text is not None:
            roles = with_characters(roles, self.text, mentions, title.value, self.text_lines)
        return DocumentRecord(self.kind, (film,), roles, (review,), self._final_complaints())

    def _headline(self, title: str) -> Fact[str] | None:
        """The headline, if it says more than the film's title, its year and the word "review"."""
        for _, fact in sorted(self.offers.get("headline", ()), key=lambda offer: offer[0]):
            heading = undress(fact.value)
            if heading is None or heading.tagline or not same_title(heading.title, title):
                return self._as_printed(fact)
        return None

    def _as_printed(self, fact: Fact[str]) -> Fact[str]:
        """A headline with the quotation marks that the page prints, where its data have a typewriter's."""
        plain = fact.value.translate(_TYPED)
        return next(
            (other for _, other in self.offers["headline"]
             if other.value != plain and other.value.translate(_TYPED) == plain),
            fact,
        )  # fmt: skip

    def _final_complaints(self) -> tuple[Complaint, ...]:
        kept = list(dict.fromkeys(self.complaints))
        if len(kept) > _MAX_COMPLAINTS:
            more = len(kept) - _MAX_COMPLAINTS
            kept = [*kept[:_MAX_COMPLAINTS], Complaint(f"{more} more complaints of this page are not kept.")]
        return tuple(kept)

    def _final_critics(self) -> tuple[Fact[str], ...]:
        if not self.critics:
            return ()
        kept: list[Fact[str]] = []
        directors = {draft_roles.plain(role.name.value) for role in self.roles if role.job == DIRECTOR}
        others = [one for one in self.critics if draft_roles.plain(one[1].value) not in directors]
        self.critics = others or self.critics  # "di Ann Lee" may name either
        best = min(rank for rank, _ in self.critics)
        for rank, fact in sorted(self.critics, key=lambda item: item[0]):
            near = any(same_person(fact.value, other.value) for other in kept)
            if rank == best and not near:
                kept.append(fact)
            elif not near:
                self.complain(
                    f"{fact.value} is also named as the critic; {kept[0].value} was taken.", fact.first_line
                )
                self._disagree("critics", fact)
        return tuple(kept)

    def _final_rating(self) -> Fact[Rating] | None:
        offers = sorted(self.offers.get("rating", ()), key=lambda offer: offer[0])
        if not offers:
            return None
        best: Fact[Rating] = offers[0][1]
        for _, fact in offers[1:]:
            if fact.value.value == best.value.value:
                merged = Rating(
                    best.value.value, best.value.best or fact.value.best, best.value.worst or fact.value.worst
                )
                best = replace(best, value=merged)
            elif not _equal_numbers(fact.value.value, best.value.value):
                self.complain(
                    f"The page states two ratings: {best.value.value} (taken, line {best.first_line}) and "
                    f"{fact.value.value}.",
                    fact.first_line,
                )
                self._disagree("rating", fact)
            elif best.value.best is None and fact.value.best is not None:
                best = fact
        return best


def _agree(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return same_title(one, other) or one.casefold() == other.casefold()
    return bool(one == other)


def _equal_numbers(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)[:120]
