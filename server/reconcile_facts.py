"""What is known of an entity that somebody may mean: read from a version by fixed queries.

In: a version and an IRI. Out: the values of ``graph.reconciling``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.reconciling import PROPERTIES, TYPES, Candidate, Facts, Value
from server import look_up
from server.queries import Query

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.reconciling import Type
    from server.published import Published

#: The roles of a person, a film or a character, with what is printed of each.
_ROLES: Final = Query("""
SELECT ?film ?title ?year ?person ?name ?job ?billing ?characterName ?creditedAs {
  { ?role reel:person $thing } UNION { ?role reel:film $thing } UNION { ?role reel:character $thing }
  ?role reel:film ?film ; reel:person ?person ; reel:job ?job .
  OPTIONAL { ?film reel:title ?title }
  OPTIONAL { ?film reel:year ?year }
  OPTIONAL { ?person reel:name ?name }
  OPTIONAL { ?role reel:billing ?billing }
  OPTIONAL { ?role reel:characterName ?characterName }
  OPTIONAL { ?role reel:creditedAs ?creditedAs }
}
""")

#: Who directed the films of a person, of a character or of a review.
_DIRECTORS: Final = Query("""
SELECT DISTINCT ?film ?person ?name {
  { ?role reel:person $thing ; reel:film ?film } UNION { ?role reel:character $thing ; reel:film ?film }
  UNION { $thing reel:reviewOf ?film }
  ?film reel:director ?person . OPTIONAL { ?person reel:name ?name }
}
""")

_REVIEWS: Final = Query("""
SELECT ?review ?headline ?film ?title ?year ?critic ?name ?publicationName {
  { ?review reel:reviewOf $thing } UNION { ?review reel:critic $thing }
  UNION { $thing reel:reviewOf ?of . ?review reel:reviewOf ?of FILTER(?review = $thing) }
  ?review reel:reviewOf ?film .
  OPTIONAL { ?review reel:headline ?headline }
  OPTIONAL { ?film reel:title ?title }
  OPTIONAL { ?film reel:year ?year }
  OPTIONAL { ?review reel:critic ?critic OPTIONAL { ?critic reel:name ?name } }
  OPTIONAL { ?review reel:publication/reel:name ?publicationName }
}
""")

_SHORTCUTS = ("director", "writer", "producer", "cinematographer", "editor", "composer")
#: What the view calls the properties that an entity has itself.
_OWN = frozenset(PROPERTIES) - {"film", "director", "actor", "character", "job", "critic", "publication",
                                "review", *_SHORTCUTS}  # fmt: skip


def type_in(version: Published, iri: str) -> Type | None:
    """The type of an entity; None for an IRI that is none, or not of a type that is reconciled."""
    known = look_up.types(version, iri)
    return next((item for item in TYPES.values() if item.id in known), None)


def candidate(version: Published, iri: str, of: Type, wanted: Collection[str]) -> Candidate:
    """An entity with its names, and the ``wanted`` of its properties."""
    own = look_up.values(version, iri)
    names = [*own.get("title", ()), *own.get("originalTitle", ()), *own.get("name", ())]
    names += [*own.get("headline", ()), *own.get("alternateName", ())]
    facts = Facts({name: [Value(text) for text in own[name]] for name in _OWN & set(wanted) & set(own)})
    asked = set(wanted)
    if of.id == "Review" or asked & {"critic", "publication", "review"}:
        _add_reviews(version, iri, of, facts, names)
    if of.id != "Review" and asked & {"film", "year", "actor", "character", "job", *_SHORTCUTS}:
        _add_roles(version, iri, of, facts)
    if of.id != "Film" and "director" in asked:
        _add_directors(version, iri, of, facts)
    return Candidate(iri, of, tuple(dict.fromkeys(names)) or (_tail(iri),), facts)


def films_of(version: Published, iri: str) -> dict[str, tuple[str, ...]]:
    """The films that a person worked on, with their titles."""
    return _beside(version, iri, "film", "title")


def people_of(version: Published, iri: str) -> dict[str, tuple[str, ...]]:
    """The people who worked on a film, with their names as the view has them and as they are credited."""
    return _beside(version, iri, "person", "name", "creditedAs")


def _beside(version: Published, iri: str, name: str, *labels: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in look_up.rows(version, _ROLES, thing=iri):
        names = found.setdefault(row[name], {})
        names.update(dict.fromkeys(row[label] for label in labels if label in row))
    return {one: tuple(found[one]) for one in sorted(found)}


def description(version: Published, found: Candidate) -> str:
    """What tells an entity from others of its name, in a line."""
    if found.type.id == "Film":
        return _film_line(version, found.iri)
    if found.type.id == "Review":
        facts = Facts()
        _add_reviews(version, found.iri, found.type, facts, [])
        by = ", ".join(value.text for value in facts.values("critic"))
        parts = [f"by {by}" if by else "", *(value.text for value in facts.values("publication"))]
        about = [_titled(value) for value in facts.values("film")]
        return ", ".join(part for part in [f"review of {', '.join(about)}", *parts] if part)
    facts = Facts()
    _add_roles(version, found.iri, found.type, facts)
    if found.type.id == "Character":
        films = [_titled(value) for value in facts.values("film")]
        actors = [value.text for value in facts.values("actor")]
        line = f"in {', '.join(films)}" if films else ""
        return f"{line}, played by {', '.join(actors)}".strip(", ") if actors else line
    return _person_line(found, facts)


def _person_line(found: Candidate, facts: Facts) -> str:
    jobs = [value.text for value in facts.values("job")]
    films = [_titled(value) for value in facts.values("film")]
    also = list(found.names[1:3])
    line = " and ".join((", ".join(jobs[:-1]), jobs[-1])) if len(jobs) > 1 else "".join(jobs)
    if films:
        more = f" and {len(films) - 3} more" if len(films) > 3 else ""
        line = f"{line}: {', '.join(films[:3])}{more}" if line else ", ".join(films[:3]) + more
    return "; ".join(part for part in (line, f"also {', '.join(also)}" if also else "") if part)


def _film_line(version: Published, iri: str) -> str:
    own = look_up.values(version, iri)
    facts = Facts()
    _add_roles(version, iri, TYPES["Film"], facts)
    year = next(iter(own.get("year", ())), "")
    directors = [value.text for value in facts.values("director")]
    line = f"{year} film" if year else "film"
    return f"{line} by {', '.join(directors)}" if directors else line


def _add_roles(version: Published, iri: str, of: Type, facts: Facts) -> None:
    seen: set[tuple[str, ...]] = set()
    found = look_up.rows(version, _ROLES, thing=iri)
    found.sort(key=_in_order)
    for row in found:
        job = look_up.short(row["job"]).removeprefix("job:")
        person = Value(row.get("name") or _tail(row["person"]), row["person"])
        film = Value(row.get("title") or _tail(row["film"]), row["film"], row.get("year", ""))
        character = row.get("characterName", "")
        key = (row["film"], row["person"], job, character)
        if key in seen:
            continue
        seen.add(key)
        line: dict[str, list[Value]] = {}
        if of.id == "Film":
            if job != "actor":
                if person not in facts.own.setdefault(job, []):
                    facts.own[job].append(person)
                continue
            line["actor"] = [person]
        else:
            line["film"] = [film]
            if "year" in row:
                line["year"] = [Value(row["year"])]
            if of.id == "Person":
                line["job"] = [Value(job)]
            else:
                line["actor"] = [person]
        if character and of.id != "Character":
            line["character"] = [Value(character)]
        facts.rows.append(line)


def _in_order(row: dict[str, str]) -> tuple[str, str, str, float, str]:
    """Films by their years, the people of each as its credits list them: who takes one takes the first."""
    billing = float(row.get("billing", "inf"))
    return row.get("year", "9999"), row["film"], row["job"], billing, row["person"]


def _add_directors(version: Published, iri: str, of: Type, facts: Facts) -> None:
    by_film: dict[str, list[Value]] = {}
    for row in look_up.rows(version, _DIRECTORS, thing=iri):
        value = Value(row.get("name") or _tail(row["person"]), row["person"])
        if value not in by_film.setdefault(row["film"], []):
            by_film[row["film"]].append(value)
    if of.id == "Review":
        facts.own["director"] = [value for values in by_film.values() for value in values]
        return
    for line in facts.rows:
        for film in line.get("film", ()):
            if film.iri in by_film:
                line["director"] = by_film[film.iri]


def _add_reviews(version: Published, iri: str, of: Type, facts: Facts, names: list[str]) -> None:
    found = look_up.rows(version, _REVIEWS, thing=iri)
    found.sort(key=lambda row: (row["review"], row.get("critic", "")))
    for row in found:
        film = Value(row.get("title") or _tail(row["film"]), row["film"], row.get("year", ""))
        about = f"Review of {film.text}"
        if of.id != "Review":
            _put(facts, "review", Value(row.get("headline") or about, row["review"]))
        if of.id == "Review":
            names.append(about)
            _put(facts, "film", film)
            if "year" in row:
                _put(facts, "year", Value(row["year"]))
            if "publicationName" in row:
                _put(facts, "publication", Value(row["publicationName"]))
        if of.id != "Person" and "critic" in row:
            _put(facts, "critic", Value(row.get("name") or _tail(row["critic"]), row["critic"]))


def _put(facts: Facts, name: str, value: Value) -> None:
    known = facts.own.setdefault(name, [])
    if value not in known:
        known.append(value)


def _titled(film: Value) -> str:
    return f"{film.text} ({film.detail})" if film.detail else film.text


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
