"""What linking compares, read off the evidence of one source: the rows of the table of mentions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from graph.linking.films import FilmMention, film_keys
from graph.linking.titles import title_key
from graph.linking.within import Credit, PersonMention
from graph.mentions import CRITIC, FILM, NAMED, PERSON, PUBLICATION, REVIEW, Row, entry
from graph.names import romanisation_key
from graph.nodes import first
from graph.records import ACTOR, DIRECTOR
from ontology import JOB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.mentions import Entry, Stored
    from graph.nodes import Node, Nodes

#: The film's fragment, the job, the character, and the billing of an actor.
_Credit = tuple[str, str, str | None, int | None]

#: Addresses that say no more than a Wikidata id does.
_WIKIDATA = "http://www.wikidata.org/entity/"
#: What is printed where a content rating would stand, and is none.
_UNRATED = frozenset({"nr", "ur", "n/a", "not rated", "unrated", "not yet rated", "none"})
#: The address of a site's home page.
_HOME = re.compile(r"https?://[^/?#]+/?(?:index\.\w+)?")
_ID_PROPERTIES = ("imdbId", "wikidataId", "tmdbId")


def entries(source: str, nodes: Nodes, names: Mapping[str, str]) -> Iterator[Entry]:
    """The rows of one source as the table of mentions takes them; see :func:`rows`."""
    return (entry(source, row) for row in rows(source, nodes, names))


def rows(source: str, nodes: Nodes, names: Mapping[str, str]) -> Iterator[Row]:
    """The rows of one source's films, people, publications and reviews.

    Args:
        source: the source's IRI.
        nodes: its graph.
        names: the person or character that each mention in its prose names.
    """
    credits_of: dict[str, list[_Credit]] = defaultdict(list)
    people: dict[str, list[tuple[str, str, str]]] = defaultdict(list)  # job, name, character, by film
    for node in nodes.values():
        if node["type"][0] == "Role":
            job = node["job"][0].removeprefix(JOB)
            film, person = _fragment(source, node["film"][0]), _fragment(source, node["person"][0])
            billing = first(node, "billing")
            order = int(billing) if billing is not None and job == ACTOR else None
            credits_of[person].append((film, job, first(node, "characterName"), order))
            people[film].append((job, node["creditedAs"][0], first(node, "characterName") or ""))
    aliases: dict[str, set[str]] = defaultdict(set)
    for mention, target in names.items():
        text = first(nodes.get(mention, {}), "exactText") or ""
        if " " in text:
            aliases[_fragment(source, target)].add(text)
    listed = nodes[source].get("kind") == ["credit_table"]
    shared = Counter(page for node in nodes.values() if "reviewOf" in node for page in node.get("page", ()))
    reviewed_in = _reviewed_in(nodes)
    # The films first: the other rows point to them.
    for iri, node in nodes.items():
        if node["type"][0] == "Film":
            fragment = _fragment(source, iri)
            yield _film(fragment, node, people[fragment], reviewed_in[iri], listed=listed)
    reviewed: dict[str, set[str]] = defaultdict(set)
    for iri, node in nodes.items():
        if node["type"][0] == "Review":
            film = _fragment(source, node["reviewOf"][0])
            for other in (*node.get("critic", ()), *node.get("publication", ())):
                reviewed[_fragment(source, other)].add(film)
            yield _review(_fragment(source, iri), film, node, nodes, shared)
    for iri, node in nodes.items():
        fragment = _fragment(source, iri)
        if node["type"][0] == "Publication":
            name, films = node["name"][0], tuple(sorted(reviewed[fragment]))
            yield Row(fragment, PUBLICATION, {"name": name}, (title_key(name),), films)
        elif node["type"][0] == "Person":
            # One word says little, save where a whole name is written as one.
            described = {
                other for other in node.get("alternateName", ()) if " " in other or not other.isascii()
            }
            known = aliases[fragment] | described
            yield _person(fragment, node, credits_of[fragment], known, reviewed[fragment])
    yield from _named(source, nodes)


def _reviewed_in(nodes: Nodes) -> dict[str, set[int]]:
    """The years in which the reviews of each film are dated."""
    years: dict[str, set[int]] = defaultdict(set)
    for node in nodes.values():
        if "reviewOf" in node:
            years[node["reviewOf"][0]] |= _numbers(day[:4] for day in node.get("publishedOn", ()))
    return years


#: How much of the text before and behind a film's title goes into its row.
_BEFORE, _BEHIND = 90, 60


def _named(source: str, nodes: Nodes) -> Iterator[Row]:
    """The films that the prose of reviews names, with the words around them."""
    for iri, node in nodes.items():
        if "marking" not in node:
            continue
        review = nodes[node["inReview"][0]]
        text, start, end = review["text"][0], int(node["start"][0]), int(node["end"][0])
        year, published = first(node, "yearBeside"), first(review, "publishedOn")
        film = _fragment(source, review["reviewOf"][0])
        data = {
            "titles": node["exactText"],
            "year": int(year) if year else None,
            "marking": node["marking"][0],
            "place": [start, end],
            "before": text[max(0, start - _BEFORE) : start],
            "behind": text[end : end + _BEHIND],
            "film": film,
            "review": _fragment(source, node["inReview"][0]),
            "published": int(published[:4]) if published and published[:4].isdigit() else None,
        }
        yield Row(_fragment(source, iri), NAMED, data, (), (film,))


def _review(fragment: str, film: str, node: Node, nodes: Nodes, shared: Counter[str]) -> Row:
    by = first(node, "critic") or first(node, "publication")
    page = first(node, "page")
    data = {"film": film, "by": first(nodes[by], "name") if by else None}
    # Copies of a page give one address and are one review. An address alone says too little: some sites
    # have every page give that of their home page.
    stated = nodes[node["reviewOf"][0]]
    keys = {f"{page} {title_key(title)}" for title in _titles(stated)} if page else set()
    if page and (shared[page] > 1 or _HOME.fullmatch(page)):
        # A page of several reviews, maybe of one film by several critics.
        keys = {f"{key} {romanisation_key(data['by'] or '')}" for key in keys}
    if page and _HOME.fullmatch(page):  # and of a film and of its remake
        keys = {f"{key} {first(stated, 'year')}" for key in keys}
    return Row(fragment, REVIEW, data, tuple(sorted(keys)), (film,))


def _titles(film: Node) -> list[str]:
    return [*film["title"], *film.get("originalTitle", ()), *film.get("alternateName", ())]


def _film(
    fragment: str, node: Node, people: list[tuple[str, str, str]], reviewed: set[int], *, listed: bool
) -> Row:
    year = first(node, "year")
    data = {
        "titles": _titles(node),
        "year": int(year) if year else None,
        "directed_by": sorted({name for job, name, _ in people if job == DIRECTOR}),
        "directors": sorted({romanisation_key(name) for job, name, _ in people if job == DIRECTOR}),
        "cast": sorted({romanisation_key(name) for job, name, _ in people if job == ACTOR}),
        "ids": _ids(node),
        "listed": listed,
        "played": sorted({(romanisation_key(name), character) for _, name, character in people if character}),
        "minutes": sorted(_numbers(node.get("runtimeMinutes", ()))),
        "rated": sorted({said for said in node.get("contentRating", ()) if said.casefold() not in _UNRATED}),
        "reviewed": sorted(reviewed),
    }
    return Row(fragment, FILM, data, tuple(sorted(film_keys(_film_mention("", data)))))


def _person(
    fragment: str,
    node: Node,
    roles: list[_Credit],
    aliases: set[str],
    reviewed: set[str],
) -> Row:
    name = node["name"][0]
    data: dict[str, Any] = {
        "name": name,
        "aliases": sorted(aliases - {name}),
        "credits": sorted(set(roles), key=lambda role: (role[0], role[1], role[2] or "", role[3] or 0)),
        "ids": _ids(node),
    }
    keys = {f"id {scheme} {value}" for scheme, value in data["ids"].items()}
    films = {film for film, *_ in roles} | reviewed
    return Row(
        fragment,
        CRITIC if reviewed else PERSON,
        data,
        tuple(sorted(keys)),
        tuple(sorted(films)),
        (name, *data["aliases"]),
    )


def _ids(node: Node) -> dict[str, str]:
    """The external ids; an IRI of another graph's is one, of a scheme of its own: two may be one thing."""
    ids = {name: node[name][0] for name in _ID_PROPERTIES if name in node}
    addresses = (iri for name in ("schema:sameAs", "dcterms:identifier") for iri in node.get(name, ()))
    return ids | {iri: iri for iri in addresses if not iri.startswith(_WIKIDATA)}


def _numbers(values: Iterable[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal()}


def _fragment(source: str, iri: str) -> str:
    return iri[len(source) :]


def _film_mention(iri: str, data: Mapping[str, Any]) -> FilmMention:
    return FilmMention(
        iri=iri,
        titles=tuple(data["titles"]),
        year=data["year"],
        directors=frozenset(data["directors"]),
        cast=frozenset(data["cast"]),
        ids=data["ids"],
        directed_by=tuple(data["directed_by"]),
        listed=data["listed"],
        played=frozenset((name, character) for name, character in data["played"]),
        minutes=frozenset(data["minutes"]),
        rated=frozenset(data["rated"]),
        reviewed=frozenset(data["reviewed"]),
    )


def film_mention(stored: Stored) -> FilmMention:
    """A film's row as linking wants it."""
    return _film_mention(stored.iri, stored.data)


def person_mention(stored: Stored, film: str | None = None) -> PersonMention:
    """A person's row as linking within a film wants it.

    Args:
        stored: the row.
        film: the film of the evidence whose credits are wanted; None for all.
    """
    source = stored.iri.partition("#")[0]
    data = stored.data
    return PersonMention(
        iri=stored.iri,
        name=data["name"],
        credits=tuple(
            Credit(source + at, job, character)
            for at, job, character, _ in data["credits"]
            if film is None or source + at == film
        ),
        aliases=tuple(data["aliases"]),
        ids=data["ids"],
    )
