"""Reading a version for the pages: our own fixed queries in, the values of :mod:`server.things` out.

The properties are those of the view (the default graph); where a fact comes from is read from the
evidence: ``reel:Fact`` nodes in the graph of each source.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import PREFIXES, REEL
from server import queries
from server.prose import Mention, paragraphs
from server.things import (
    JOBS,
    Credit,
    Fact,
    FilmPage,
    Link,
    PersonPage,
    ReviewLine,
    ReviewPage,
    Source,
    ThingPage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.published import Published
    from server.things import Page

Row = dict[str, str]

_MOST_SOURCES = 50  # a critic of ten thousand reviews has as many sources; the data names them all


def rows(version: Published, query: queries.Query, **places: str) -> list[Row]:
    """The rows of a SELECT as dictionaries of texts; an unbound variable is left out.

    ``places`` are IRIs for the places of the query.
    """
    found = version.query(query.about(**places), prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - the caller sends a SELECT
    names = [variable.value for variable in found.variables]
    return [
        {name: term.value for name, term in zip(names, row, strict=True) if term is not None} for row in found
    ]


def types(version: Published, iri: str) -> set[str]:
    """The short names of a thing's classes in the view; empty for what the view does not know."""
    return set(values(version, iri).get("type", ()))


def values(version: Published, iri: str) -> dict[str, list[str]]:
    """A thing's properties by short name, as ``graph.nodes`` has them; its classes under ``type``."""
    found: dict[str, list[str]] = {}
    for row in rows(version, queries.VALUES, thing=iri):
        name = short(row["property"])
        name, value = ("type", short(row["value"])) if name == "rdf:type" else (name, row["value"])
        found.setdefault(name, []).append(value)
    return found


def successors(version: Published, iri: str) -> list[str] | None:
    """What took the place of an IRI that is no longer in use; None for one that never ended."""
    found = rows(version, queries.SUCCESSORS, thing=iri, graph=_identity(version))
    return sorted({row["new"] for row in found if "new" in row}) if found else None


def film(version: Published, iri: str) -> FilmPage:
    """The page of a film."""
    page = FilmPage(iri, *_label_and_values(version, iri))
    credited = _credits(version, iri)
    page.cast = [item for item in credited if item.job == "actor"]
    for job, (one, several) in JOBS.items():
        people = [item for item in credited if item.job == job]
        if people and job != "actor":
            page.crew.append((several if len(people) > 1 else one, people))
    page.reviews = _reviews(version, iri)
    page.mentioned_in = _reviews(version, iri, queries.MENTIONED_IN)
    if page.mentioned_in:
        count = int(rows(version, queries.HOW_OFTEN_MENTIONED, thing=iri)[0]["count"])
        page.more_mentions = count - len(page.mentioned_in)
    _sources(version, page, (source for item in credited for source in item.sources))
    return page


def person(version: Published, iri: str) -> PersonPage:
    """The page of a person."""
    page = PersonPage(iri, *_label_and_values(version, iri))
    films: dict[Link, list[Credit]] = defaultdict(list)
    for credit in _credits(version, iri):
        films[credit.film].append(credit)
    page.films = [(link, items[0].year, items) for link, items in films.items()]
    page.films.sort(key=lambda item: item[0].label)
    page.films.sort(key=lambda item: item[1], reverse=True)
    page.reviews = _reviews(version, iri)
    page.spellings = _spellings(version, page)
    _sources(version, page)
    return page


def review(version: Published, iri: str) -> ReviewPage:
    """The page of a review."""
    page = ReviewPage(iri, *_label_and_values(version, iri))
    page.line = next(iter(_reviews(version, iri)), None)
    page.paragraphs = paragraphs(page.one("text"), _mentions(version, iri))
    if page.line is not None:
        page.film = film(version, page.line.film.iri)
        about = f"Review of {page.line.film.label}"
        page.label = page.line.headline or (f"{about} by {page.line.by}" if page.line.critics else about)
    _sources(version, page)
    return page


def thing(version: Published, iri: str) -> ThingPage:
    """The page of any other thing."""
    page = ThingPage(iri, *_label_and_values(version, iri))
    kinds = page.values.get("type", ())
    if "Source" in kinds:
        page.label = page.one("file") or page.one("page") or page.label
        page.facts = _facts(rows(version, queries.FACTS_OF_SOURCE, thing=iri))
        for row in rows(version, queries.STATED, thing=iri):
            page.stated.setdefault(short(row["kind"]), []).append(_link(row))
        return page
    for row in rows(version, queries.AROUND, thing=iri):
        side = page.out if row["direction"] == "out" else page.into
        side.setdefault(short(row["property"]), []).append(_link(row))
    if "Publication" in kinds:
        page.reviews = _reviews(version, iri)
    return page


def describe(version: Published, iri: str, kinds: set[str]) -> list[ox.Triple]:
    """The bounded description of a thing: its own triples first, then by subject, always in one order."""
    if "Source" in kinds:
        query = queries.SOURCE_DESCRIPTION
    else:
        query = queries.REVIEW_DESCRIPTION if "Review" in kinds else queries.DESCRIPTION
    found = version.query(query.about(thing=iri), prefixes=PREFIXES)
    assert isinstance(found, ox.QueryTriples)  # noqa: S101 - the queries are CONSTRUCTs
    return sorted(
        set(found),
        key=lambda triple: (str(triple.subject) != f"<{iri}>", *(str(part) for part in triple)),
    )


def counts(version: Published) -> dict[str, int]:
    """How many there are of each class of the view, by short name."""
    found = {short(row["kind"]): int(row["count"]) for row in rows(version, queries.COUNTS)}
    return {
        name: found.get(name, 0)
        for name in ("Film", "Person", "Role", "Character", "Review", "Mention", "Source")
    }


def films(version: Published) -> list[tuple[Link, str, int]]:
    """Films for the home page, those with most reviews first, with year and number of reviews."""
    return [
        (Link(row["film"], row["title"]), row.get("year", ""), int(row["reviews"]))
        for row in rows(version, queries.FILMS)
    ]


def listing(version: Published, kind: str) -> list[tuple[Link, str]]:
    """All films, people or reviews by name, each with its year or its critic."""
    found = rows(version, queries.LISTING, kind=REEL + kind)
    links = [(Link(row["thing"], row["label"]), row.get("detail", "")) for row in found]
    return sorted(links, key=lambda item: (item[0].label.casefold(), item[1], item[0].iri))


def roles(version: Published, film_iri: str) -> list[str]:
    """The IRIs of a film's roles."""
    return sorted(row["role"] for row in rows(version, queries.ROLES, thing=film_iri))


def short(iri: str) -> str:
    """The short name of a class or property: ``title``, ``schema:name``; the IRI where it has none."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            local = iri[len(namespace) :]
            return local if prefix == "reel" else f"{prefix}:{local}"
    return iri


def _identity(version: Published) -> str:
    return f"{version.base}/graph/identity"


def _label_and_values(version: Published, iri: str) -> tuple[str, dict[str, list[str]]]:
    known = values(version, iri)
    names = (known.get(name) for name in ("title", "name", "headline", "characterName", "skos:prefLabel"))
    return next((found[0] for found in names if found), _tail(iri)), known


def _credits(version: Published, iri: str) -> list[Credit]:
    """The roles of a film or person: by billing, then those without one in order of their IRIs."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows(version, queries.CREDITS, thing=iri):
        grouped[row["role"]].append(row)
    found = [_credit(role, items) for role, items in grouped.items()]
    return sorted(found, key=lambda item: (item.billing is None, item.billing or 0, item.role))


def _credit(role: str, items: list[Row]) -> Credit:
    row = items[0]
    character = row.get("characterName")
    return Credit(
        role=role,
        person=Link(row["person"], row.get("name") or _tail(row["person"])),
        film=Link(row["film"], row.get("title") or _tail(row["film"])),
        year=row.get("year", ""),
        job=short(row["job"]).removeprefix("job:"),
        character=Link(row.get("character", ""), character) if character else None,
        billing=int(row["billing"]) if "billing" in row else None,
        note=row.get("note", ""),
        credited_as=_all(items, "creditedAs"),
        sources=_all(items, "source"),
    )


def _reviews(version: Published, iri: str, query: queries.Query = queries.REVIEWS) -> list[ReviewLine]:
    """Reviews, the newest first, those without a date last."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows(version, query, thing=iri):
        grouped[row["review"]].append(row)
    found = [_review_line(item, items) for item, items in grouped.items()]
    found.sort(key=lambda item: (item.by, item.iri))
    return sorted(found, key=lambda item: item.published_on, reverse=True)


def _review_line(iri: str, items: list[Row]) -> ReviewLine:
    row = items[0]
    critics = {
        Link(item["critic"], item.get("name") or _tail(item["critic"])) for item in items if "critic" in item
    }
    publication = None
    if "publication" in row:
        publication = Link(row["publication"], row.get("publicationName") or _tail(row["publication"]))
    return ReviewLine(
        iri=iri,
        film=Link(row["film"], row.get("title") or _tail(row["film"])),
        year=row.get("year", ""),
        critics=tuple(sorted(critics, key=lambda critic: (critic.label, critic.iri))),
        publication=publication,
        published_on=row.get("publishedOn", ""),
        headline=row.get("headline", ""),
        page=row.get("page", ""),
        rating=row.get("value", ""),
        best=row.get("best", ""),
    )


def _mentions(version: Published, iri: str) -> list[Mention]:
    """The mentions in a review, each leading to the person, the character or the film that it refers to."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows(version, queries.MENTIONS, thing=iri):
        grouped[row["mention"]].append(row)
    found = []
    for items in grouped.values():
        by_kind = {short(item.get("kind", "")): item for item in items}
        chosen = by_kind.get("Person") or by_kind.get("Character") or items[0]
        named = (chosen.get(name) for name in ("name", "title", "characterName"))
        label = next((name for name in named if name), _tail(chosen["target"]))
        played = _all(items, "characterName") if "Person" in by_kind else ()
        if played:
            label += f", who plays {', '.join(played)}"
        elif "Character" in by_kind or "Film" in by_kind:
            label += " (character)" if "Character" in by_kind else " (film)"
        row = items[0]
        found.append(Mention(int(row["start"]), int(row["end"]), row["text"], chosen["target"], label))
    return found


def _spellings(version: Published, page: PersonPage) -> list[tuple[str, list[Link]]]:
    """Every other form in which the person's full name is printed, with where."""
    where: dict[str, set[Link]] = {name: set() for name in page.values.get("alternateName", ())}
    for _, _, items in page.films:
        for credit in items:
            for name in credit.also_as:
                where.setdefault(name, set()).add(Link(credit.film.iri, f"credits of {credit.film.label}"))
    for row in rows(version, queries.SPELLINGS, thing=page.iri):
        if row["text"] in where:
            label = f"review of {row['title']}" if "title" in row else "review"
            where[row["text"]].add(Link(row["review"], label))
    return [(name, sorted(links, key=lambda link: link.label)) for name, links in sorted(where.items())]


def _sources(version: Published, page: Page, stated: Iterable[str] = ()) -> None:
    """Give a page its sources: those that state the thing, or its roles and reviews, with the lines."""
    found = rows(version, queries.EVIDENCE, thing=page.iri, graph=_identity(version))
    nodes: dict[str, list[str]] = defaultdict(list)
    for node in sorted(row["node"] for row in found):
        nodes[node.partition("#")[0]].append(node)
    every = sorted({*page.values.get("statedIn", ()), *stated, *nodes})
    page.more_sources = max(0, len(every) - _MOST_SOURCES)
    for iri in every[:_MOST_SOURCES]:
        stating = (rows(version, queries.FACTS, thing=node, graph=iri) for node in nodes[iri])
        source = Source(iri, facts=_facts(row for found in stating for row in found))
        for name, value in values(version, iri).items():
            if name in ("file", "page", "kind", "readAt", "trust"):
                setattr(source, "read_at" if name == "readAt" else name, value[0])
        page.sources.append(source)


def _facts(found: Iterable[Row]) -> list[Fact]:
    """The facts of one source, in the order of its lines."""
    # One fact may be about several nodes, of which each is shown.
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["fact"], row["about"]].append(row)
    facts = []
    for items in grouped.values():
        row = items[0]
        names = dict.fromkeys(short(item["property"]) for item in items)
        first, last = row.get("firstLine"), row.get("lastLine")
        facts.append(
            Fact(
                row["about"], short(row["kind"]), tuple(sorted(names)),
                int(first) if first else None, int(last) if last else None, row.get("quote", ""),
            )
        )  # fmt: skip
    facts.sort(key=lambda fact: (fact.first_line or 0, fact.last_line or 0, fact.about))
    return facts


def _all(items: list[Row], name: str) -> tuple[str, ...]:
    return tuple(sorted({item[name] for item in items if name in item}))


def _link(row: Row) -> Link:
    return Link(row["other"], row.get("label") or _tail(row["other"]))


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
