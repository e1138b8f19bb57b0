"""Structured data of a page (JSON-LD, microdata) in schema.org's words, put into the draft.

Follows JSON-LD 1.1 as search engines read it: several script blocks, @graph, arrays, references by
@id inside the page. Nothing is fetched, no @context is resolved: a property's last path segment is
its name. Blocks are read with the standard json module rather than extruct: extruct parses the page a
second time and does not say on which lines a block stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.sources.draft import STRUCTURED, Draft
from graph.sources.facts.titles import same_title, title_key
from graph.sources.html import data_facts
from graph.sources.html.data_blocks import Block, all_nodes
from graph.sources.html.data_values import (
    REVIEWS,
    first,
    many,
    of_other_things,
    resolved,
    string,
    types_of,
)
from graph.sources.html.own_review import FILMS, own_review, refuse_other_works

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "ReviewNewsArticle", "WebPage", "Report", "OpinionNewsArticle"}
)


def read_blocks(draft: Draft, blocks: list[Block], heading: str = "", critics: Sequence[str] = ()) -> bool:
    """Put what the blocks say of one review and its film into the draft; True if they tell of either.

    ``heading`` is the title that the page prints, ``critics`` what it prints as its critics. Raises SetAside
    where they tell of the review of another work.
    """
    nodes = [(node, block) for block in blocks for node in all_nodes(block.data)]
    known = _known(nodes)
    foreign = of_other_things(nodes, known, heading)
    reviews = [(node, block) for node, block in nodes if types_of(node) & REVIEWS and id(node) not in foreign]
    mentioned = _mentioned(draft, nodes, known)
    every = [(node, block) for node, block in nodes if types_of(node) & FILMS]
    # Some data say of the film reviewed that the article mentions it, and nothing else.
    films = [(node, block) for node, block in every if id(node) not in mentioned] or every
    writers = [
        name
        for node, _ in nodes
        if types_of(node) & _ARTICLES and not types_of(node) & REVIEWS
        for name in _authors(node, known)
    ]

    review = own_review(
        draft, reviews, known, heading, lambda node: _authors(node, known), [*critics, *writers]
    )
    film: tuple[dict[str, Any], Block] | None = None
    if review is not None:
        if not films:
            refuse_other_works(review, known)
        item = resolved(first(review[0].get("itemReviewed")), known)
        if isinstance(item, dict):
            film = (item, review[1])
        data_facts.put_review(draft, review[0], review[1], known)
    if film is None and films:
        film = _only_film(draft, films, heading)
    if film is not None:
        data_facts.put_film(draft, film[0], film[1], known)
        full = [
            one
            for one in films
            if one[0] is not film[0] and same_title(string(one[0].get("name")), string(film[0].get("name")))
        ]
        for node, block in full:
            data_facts.put_film(draft, node, block, known)
    for node, block in nodes:
        if types_of(node) & _ARTICLES and not (review is not None and node is review[0]):
            data_facts.put_article(draft, node, block, known)
        elif "WebSite" in types_of(node):
            data_facts.offer(draft, "publication", block, string(node.get("name")), STRUCTURED + 2)
    return review is not None or film is not None


def _authors(node: dict[str, Any], known: dict[str, Any]) -> list[str]:
    return [name for name, _ in data_facts.people_of(node.get("author"), known)]


def _only_film(
    draft: Draft, films: list[tuple[dict[str, Any], Block]], heading: str
) -> tuple[dict[str, Any], Block] | None:
    """The film that is called as the page's heading is, or that all the data describe; None beside others."""
    for node, block in films:
        if heading and same_title(string(node.get("name")), heading):
            return node, block
    unique = {string(node.get("name")).casefold() for node, _ in films}
    if len(unique) == 1:
        return films[0]
    draft.complain(
        f"The page's data describe {len(unique)} films and do not say which is reviewed.", films[0][1].first
    )
    return None


def _mentioned(draft: Draft, nodes: list[tuple[dict[str, Any], Block]], known: dict[str, Any]) -> set[int]:
    """The nodes of films that a text only mentions (by their ``id()``), whose names go into the draft."""
    found = set()
    for node, _ in nodes:
        for entry in many(node.get("mentions")) if "mentions" in node else ():
            film = resolved(entry, known)
            if isinstance(film, dict) and types_of(film) & FILMS:
                found |= {id(entry), id(known.get(str(film.get("@id"))))}
                if (name := string(film.get("name"))) and name not in draft.films_told:
                    draft.films_told.append(name)
    return found


def read_site(draft: Draft, blocks: list[Block]) -> None:
    """Put what the blocks say of a page of several reviews as a whole into the draft."""
    nodes = [(node, block) for block in blocks for node in all_nodes(block.data)]
    known = _known(nodes)
    for node, block in nodes:
        if types_of(node) & _ARTICLES and not types_of(node) & REVIEWS:
            data_facts.put_article(draft, node, block, known)
        elif "WebSite" in types_of(node):
            data_facts.offer(draft, "publication", block, string(node.get("name")), STRUCTURED + 2)


class Told:
    """What blocks say of films and of their reviews, to be asked by title: a page may have many of each."""

    def __init__(self, blocks: list[Block]) -> None:
        nodes = [(node, block) for block in blocks for node in all_nodes(block.data)]
        self._known = _known(nodes)
        self._films: dict[str, list[tuple[dict[str, Any], Block]]] = {}
        self._reviews: dict[str, list[tuple[dict[str, Any], Block]]] = {}
        for node, block in nodes:
            if types_of(node) & FILMS:
                self._films.setdefault(title_key(string(node.get("name"))), []).append((node, block))
        for node, item, block in _reviewed(nodes, self._known):
            self._reviews.setdefault(title_key(string(item.get("name"))), []).append((node, block))

    def put(self, draft: Draft, title: str) -> None:
        """Put what the blocks say of the film of a title, and of its review, into the draft.

        Of several reviews of the film the one by the critics whom the draft names, else none: two critics'
        ratings are not mixed. A film of another year is another film.
        """
        known, year = self._known, draft.best("year")
        for node, block in self._films.get(title_key(title), ()):
            said = string(node.get("dateCreated"))[:4]
            if year is None or not said.isdecimal() or abs(int(said) - year.value) <= 1:
                data_facts.put_film(draft, node, block, known)
        own = self._reviews.get(title_key(title), [])
        named = {fact.value.casefold() for _, fact in draft.critics}
        signed = [{name.casefold() for name in _authors(node, known)} for node, _ in own]
        if named:
            kept = [one for one, names in zip(own, signed, strict=True)
                    if names & named or (len(own) == 1 and not names)]  # fmt: skip
        else:
            kept = own
        if len(kept) == 1:
            data_facts.put_review(draft, *kept[0], known)


def reviewed(blocks: list[Block]) -> list[str]:
    """The titles of the films that the blocks have reviews of, each once."""
    nodes = [(node, block) for block in blocks for node in all_nodes(block.data)]
    names = [string(item.get("name")) for _, item, _ in _reviewed(nodes, _known(nodes))]
    return [name for name in dict.fromkeys(names) if name]


def _known(nodes: list[tuple[dict[str, Any], Block]]) -> dict[str, Any]:
    """The nodes that others may name, by their @id."""
    return {node["@id"]: node for node, _ in nodes if isinstance(node.get("@id"), str) and len(node) > 1}


def _reviewed(
    nodes: list[tuple[dict[str, Any], Block]], known: dict[str, Any]
) -> list[tuple[dict[str, Any], dict[str, Any], Block]]:
    """Each review with what it is of: what it names, or what it stands within."""
    found: list[tuple[dict[str, Any], dict[str, Any], Block]] = []
    within = {
        id(review): node
        for node, _ in nodes
        for value in many(node.get("review"))
        if isinstance(value, dict) and types_of(node) & FILMS
        for review in [known.get(value["@id"], value) if set(value) == {"@id"} else value]
    }
    for node, block in nodes:
        if types_of(node) & REVIEWS:
            item = resolved(first(node.get("itemReviewed")), known)
            item = item if isinstance(item, dict) else within.get(id(node))
            if item is not None:
                found.append((node, item, block))
    return found
