"""Movie blocks: the film, its crew and its cast. Pure."""

from __future__ import annotations

from collections import defaultdict

from graph.export.options import DEFAULT, Options
from graph.export.values import JsonLd, Shown, View, address, addresses, named, one_or_many, person, put
from graph.nodes import Node, first
from graph.records import ACTOR
from ontology import JOB

#: Job -> schema.org's property of a Movie. It has none for a cinematographer.
_CREW = (
    ("director", "director"),
    ("writer", "author"),
    ("composer", "musicBy"),
    ("editor", "editor"),
    ("producer", "producer"),
)
_UNBILLED = 1_000_000


def movie(
    view: View, iri: str, roles: list[str], options: Options = DEFAULT, shown: Shown | None = None
) -> JsonLd:
    """A Movie within a block; without a name where nothing states one.

    Args:
        view: looks up a node of the view.
        iri: the film.
        roles: its roles.
        options: how actors are written.
        shown: what the page states of the film; None where the page shows all that the view has.
    """
    film = view(iri)

    def told(name: str) -> list[str]:
        values = film.get(name, [])
        return values if shown is None else shown.values(name, values)

    def one(name: str) -> str | None:
        return next(iter(told(name)), None)

    block: JsonLd = {"@type": "Movie", "@id": iri}
    title = one("title") or (min(shown.film.get("title", ()), default=None) if shown and shown.film else None)
    put(block, "name", title)
    put(block, "alternateName", one("originalTitle"))
    put(block, "dateCreated", one("releaseDate") or one("year"))
    minutes = one("runtimeMinutes")
    put(block, "duration", f"PT{int(minutes)}M" if minutes and minutes.isdecimal() else None)
    put(block, "contentRating", one("contentRating"))
    put(block, "image", address(one("image")))
    put(block, "genre", one_or_many(sorted(told("genre"))))
    countries = [{"@type": "Country", "name": name} for name in sorted(told("country"))]
    put(block, "countryOfOrigin", one_or_many(countries))
    languages = [{"@type": "Language", "name": name} for name in sorted(told("language"))]
    put(block, "inLanguage", one_or_many(languages))
    put(block, "sameAs", one_or_many(addresses(film.get("schema:sameAs", ()))))
    stated = None if shown is None else shown.roles
    credited = [_played(view, role, shown) for role in roles if stated is None or role in stated]
    crew: dict[str | None, set[str]] = defaultdict(set)
    for role in credited:
        crew[first(role, "job")].add(role["person"][0])
    for job, key in _CREW:
        people = crew.get(JOB + job, set()) | set(film.get(job, ()) if stated is None else ())
        if people:
            put(block, key, one_or_many(named(person(view, one, shown) for one in people)))
    put(block, "actor", _cast(view, credited, options, shown))
    return block


def _played(view: View, role: str, shown: Shown | None) -> Node:
    """A role, with the character as the page prints it."""
    node = view(role)
    if shown is None or role not in shown.characters:
        return node
    return {**node, "characterName": [shown.characters[role]]}


def _cast(view: View, credited: list[Node], options: Options, shown: Shown | None) -> list[JsonLd]:
    """The actors in billing order; with ``plain_actors`` each once and without the character."""
    rows = []
    for role in credited:
        if first(role, "job") == JOB + ACTOR:
            actor = person(view, role["person"][0], shown)
            billing = int(first(role, "billing") or _UNBILLED)
            rows.append((billing, actor.get("name", ""), first(role, "characterName") or "", actor))
    rows.sort(key=lambda row: (row[:3], row[3]["@id"]))
    if options.plain_actors:
        return list({row[3]["@id"]: row[3] for row in rows if row[1]}.values())
    # schema.org's PerformanceRole pattern; the repeated inner ``actor`` is intended there.
    return [
        {"@type": "PerformanceRole", "actor": actor, "characterName": character} if character else actor
        for _, name, character, actor in rows
        if name
    ]
