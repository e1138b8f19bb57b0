"""Structured data of a page (JSON-LD, microdata) in schema.org's words, put into the draft.

Follows JSON-LD 1.1 as search engines read it: several script blocks, @graph, arrays, references by
@id inside the page. Nothing is fetched, no @context is resolved: a property's last path segment is
its name. Blocks are read with the standard json module rather than extruct: extruct parses the page a
second time and does not say on which lines a block stands.
"""

from __future__ import annotations

import html as _html
import re
from typing import TYPE_CHECKING, Any

from graph.records import ACTOR, COMPOSER, DIRECTOR, EDITOR, PRODUCER, WRITER, Rating
from graph.sources.draft import STRUCTURED, Draft, DraftRole
from graph.sources.facts import dates, ids, phrases, ratings
from graph.sources.facts.people import could_be_name
from graph.sources.facts.titles import same_title, title_key, undress
from graph.sources.html.data_blocks import Block, Data, all_nodes
from graph.sources.html.data_values import (
    REVIEWS,
    first,
    image_of,
    many,
    of_other_things,
    resolved,
    string,
    types_of,
)
from graph.sources.html.own_review import FILMS, own_review, refuse_other_works
from graph.sources.lines import squeeze
from graph.sources.origin.bylines import critic_names
from graph.sources.origin.mirrors import copied_from

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "ReviewNewsArticle", "WebPage", "Report", "OpinionNewsArticle"}
)


_JOBS = (
    ("director", DIRECTOR),
    ("author", WRITER),
    ("writer", WRITER),
    ("musicBy", COMPOSER),
    ("editor", EDITOR),
    ("producer", PRODUCER),
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
        for name, _ in _people(node.get("author"), known)
    ]

    def signed(node: dict[str, Any]) -> list[str]:
        return [name for name, _ in _people(node.get("author"), known)]

    review = own_review(draft, reviews, known, heading, signed, [*critics, *writers])
    film: tuple[dict[str, Any], Block] | None = None
    if review is not None:
        if not films:
            refuse_other_works(review, known)
        item = resolved(first(review[0].get("itemReviewed")), known)
        if isinstance(item, dict):
            film = (item, review[1])
        _review(draft, review[0], review[1], known)
    if film is None and films:
        named = [one for one in films if heading and same_title(string(one[0].get("name")), heading)]
        unique = {string(node.get("name")).casefold() for node, _ in films}
        film = named[0] if named else films[0] if len(unique) == 1 else None
        if film is None:
            draft.complain(
                f"The page's data describe {len(unique)} films and do not say which is reviewed.",
                films[0][1].first,
            )
    if film is not None:
        _film(draft, film[0], film[1], known)
        full = [
            one
            for one in films
            if one[0] is not film[0] and same_title(string(one[0].get("name")), string(film[0].get("name")))
        ]
        for node, block in full:
            _film(draft, node, block, known)
    for node, block in nodes:
        if types_of(node) & _ARTICLES and not (review is not None and node is review[0]):
            _article(draft, node, block, known)
        elif "WebSite" in types_of(node):
            _offer(draft, "publication", block, string(node.get("name")), STRUCTURED + 2)
    return review is not None or film is not None


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
            _article(draft, node, block, known)
        elif "WebSite" in types_of(node):
            _offer(draft, "publication", block, string(node.get("name")), STRUCTURED + 2)


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
                _film(draft, node, block, known)
        own = self._reviews.get(title_key(title), [])
        named = {fact.value.casefold() for _, fact in draft.critics}
        signed = [{name.casefold() for name, _ in _people(node.get("author"), known)} for node, _ in own]
        if named:
            kept = [one for one, names in zip(own, signed, strict=True)
                    if names & named or (len(own) == 1 and not names)]  # fmt: skip
        else:
            kept = own
        if len(kept) == 1:
            _review(draft, *kept[0], known)


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


def _review(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    draft.evidence.add("review data")
    for name, _ in _people(node.get("author"), known):
        for clean in critic_names(name):
            draft.critics.append((STRUCTURED, block.fact(clean)))
    _publisher(draft, node, block, known, STRUCTURED)
    _date(draft, node.get("datePublished") or node.get("dateCreated"), block, STRUCTURED)
    _offer(draft, "headline", block, string(node.get("headline") or node.get("name")), STRUCTURED)
    _page(draft, node, block, STRUCTURED)
    _offer(draft, "review_image", block, image_of(node.get("image"), known), STRUCTURED)
    rating = resolved(first(node.get("reviewRating")), known)
    if isinstance(rating, dict):
        value = string(rating.get("ratingValue"))
        best, worst = string(rating.get("bestRating")) or None, string(rating.get("worstRating")) or None
        stated, quote = Rating(value.replace(",", "."), best, worst), value
        if not re.fullmatch(r"\s*-?\d+(?:[.,]\d+)?\s*", value):  # "4 out of 5", "3.5/4", "B+"
            written = ratings.letter(value) or ratings.alone(value)
            stated = (
                Rating(written.value, best or written.best, worst or written.worst) if written else stated
            )
        grade = string(rating.get("name"))
        printed = ratings.letter(grade) or ratings.alone(grade)
        if printed is not None and not printed.value[:1].isdigit():
            stated, quote = printed, grade  # the number is what somebody made of the printed grade
        if value:
            draft.offer("rating", block.fact(stated, quote), STRUCTURED - 1)
            draft.evidence.add("rating")


def _article(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    if copied_from(string(node.get("headline"))) is not None:
        return  # who copied the review, and when
    article = "WebPage" not in types_of(node)
    rank = STRUCTURED + (1 if article else 2)
    if article:
        for name, _ in _people(node.get("author"), known):
            for clean in critic_names(name):
                if len(clean.split()) > 1:
                    draft.critics.append((rank, block.fact(clean)))
    _publisher(draft, node, block, known, rank)
    _date(draft, node.get("datePublished"), block, rank)
    _offer(draft, "headline", block, string(node.get("headline")), rank)
    _page(draft, node, block, rank)


def _film(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    name = string(node.get("name"))
    heading = undress(name) if name else None
    if heading is not None:
        draft.offer("title", block.fact(heading.title, name), STRUCTURED)
        if heading.year:
            draft.offer("year", block.fact(heading.year, name), STRUCTURED + 1)
    if not types_of(node) or types_of(node) & FILMS:
        draft.evidence.add("film data")
    _offer(draft, "original_title", block, string(node.get("alternateName")), STRUCTURED)
    for key in ("datePublished", "dateCreated", "copyrightYear", "releaseDate"):
        value = string(node.get(key))
        if value:
            when = _parsed(value)
            if when is not None and not re.fullmatch(r"\d{4}(?:-01-01)?", value):
                draft.offer("release_date", block.fact(when, value), STRUCTURED)
            if year := re.match(r"^((?:18|19|20)\d\d)", value):
                draft.offer("year", block.fact(int(year.group(1)), value), STRUCTURED)
    duration = string(node.get("duration"))
    minutes = phrases.minutes(duration, labelled=True) if duration else None
    if minutes:
        draft.offer("runtime_minutes", block.fact(minutes, duration), STRUCTURED)
    content = string(node.get("contentRating"))
    if content:
        value = phrases.content_rating(content.removeprefix("MPAA").strip(), labelled=True) or content[:20]
        draft.offer("content_rating", block.fact(value, content), STRUCTURED)
    _film_lists(draft, node, block, known)
    _offer(draft, "image", block, image_of(node.get("image"), known), STRUCTURED)
    _identifiers(draft, node, block)
    for key, job in _JOBS:
        for person, entity in _people(node.get(key) or node.get(f"{key}s"), known):
            _role(draft, job, person, entity, block)
    for entry in many(node.get("actor") or node.get("actors") or node.get("cast")):
        _actor(draft, resolved(entry, known), block, known)


def _film_lists(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    for key, field_name in (
        ("genre", "genres"),
        ("countryOfOrigin", "countries"),
        ("inLanguage", "languages"),
    ):
        values = [string(resolved(item, known)) for item in many(node.get(key))]
        draft.add(
            field_name, [block.fact(part) for value in values for part in re.split(r"\s*,\s*", value) if part]
        )


def _identifiers(draft: Draft, node: dict[str, Any], block: Block) -> None:
    for address in [
        *many(node.get("sameAs")),
        node.get("@id"),
        node.get("url"),
        *many(node.get("identifier")),
    ]:
        text = string(address)
        draft.offer("imdb_id", block.fact(found) if (found := ids.imdb_title(text)) else None, STRUCTURED)
        draft.offer(
            "wikidata_id",
            block.fact(found) if "wikidata" in text and (found := ids.wikidata(text)) else None,
            STRUCTURED,
        )
        draft.offer("tmdb_id", block.fact(found) if (found := ids.tmdb_film(text)) else None, STRUCTURED)


def _actor(draft: Draft, entry: Data, block: Block, known: dict[str, Any]) -> None:
    character = None
    if isinstance(entry, dict) and (entry.get("actor") or entry.get("performer")):
        character = string(first(entry.get("characterName"))) or None
        entry = resolved(first(entry.get("actor") or entry.get("performer")), known)
    elif isinstance(entry, dict) and entry.get("characterName"):
        character = string(first(entry.get("characterName")))
    for person, entity in _people(entry, known):
        _role(draft, ACTOR, person, entity, block, character)


def _role(
    draft: Draft, job: str, name: str, entity: dict[str, Any], block: Block, character: str | None = None
) -> None:
    if not could_be_name(name):
        draft.complain(f"The page's data name {name[:60]!r} as {job}: not a name.", block.first)
        return
    same = " ".join(
        string(value) for value in [*many(entity.get("sameAs")), entity.get("@id"), entity.get("url")]
    )
    imdb, wikidata = ids.imdb_name(same), ids.wikidata(same) if "wikidata" in same else None
    draft.roles.append(
        DraftRole(
            job,
            block.fact(name),
            block.fact(character) if character else None,
            None,
            STRUCTURED,
            block.fact(imdb) if imdb else None,
            block.fact(wikidata) if wikidata else None,
        )
    )
    draft.evidence.add("people data")


#: People of one property that are taken, as a list or in one text.
_MOST_PEOPLE = 200
_AND = re.compile(r"\s*[,;]\s*(?!Jr|Sr|II)")


def _people(value: Data, known: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Names of the people (never organisations) that a property holds, with their objects."""
    people: list[tuple[str, dict[str, Any]]] = []
    for entry in many(value)[:_MOST_PEOPLE]:
        entity = resolved(entry, known)
        if isinstance(entity, dict):
            name = string(entity.get("name"))
            if name and not types_of(entity) & {"Organization", "NewsMediaOrganization", "Corporation"}:
                people.append((name, entity))
        elif isinstance(entity, str) and entity.strip() and not entity.startswith(("http:", "https:", "#")):
            people.extend(
                (part, {})
                for part in _AND.split(squeeze(_html.unescape(entity)), _MOST_PEOPLE)[:_MOST_PEOPLE]
                if part
            )
    return people


_COMPANY = re.compile(
    r",?\s(?:LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Limited|GmbH|AG|S\.?A\.?|PLC|Corp\.?|Corporation|Co\.|Holdings?|"
    r"Media Group)$",
    re.IGNORECASE,
)
_OWNER = 10


def _publisher(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any], rank: int) -> None:
    publisher = resolved(first(node.get("publisher")), known)
    name = string(publisher)
    if name and not name.startswith("http"):
        # A company's name in full is its owner's; what the site calls itself is better where it is said.
        draft.offer("publication", block.fact(name), rank + (_OWNER if _COMPANY.search(name) else 0))
    if isinstance(publisher, dict) and (url := string(publisher.get("url"))):
        draft.offer("publication_homepage", block.fact(url), rank)


def _page(draft: Draft, node: dict[str, Any], block: Block, rank: int) -> None:
    entity = first(node.get("mainEntityOfPage"))
    address = string(node.get("url")) or (
        string(entity.get("@id")) if isinstance(entity, dict) else string(entity)
    )
    if address.startswith(("http://", "https://")):
        draft.offer("page", block.fact(address.split("#")[0]), rank)


def _date(draft: Draft, value: Data, block: Block, rank: int) -> None:
    text = string(value)
    if not text:
        return
    when = _parsed(text)
    if when is None:
        draft.complain(f"The date {text[:40]!r} in the page's data cannot be read.", block.first)
    else:
        draft.offer("published_on", block.fact(when, text), rank)


def _parsed(text: str) -> Data:
    try:
        return dates.parse(text)
    except dates.AmbiguousDate:
        return None


def _offer(draft: Draft, name: str, block: Block, value: str, rank: int) -> None:
    if value:
        draft.offer(name, block.fact(value), rank)
