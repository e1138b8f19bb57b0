"""What one node of a page's data says, put into the draft: a review, an article, a film and its people.

The properties are schema.org's; which node is the page's own review, and of which film, is settled in
:mod:`graph.sources.html.structured`.
"""

from __future__ import annotations

import html as _html
import re
from typing import TYPE_CHECKING, Any

from graph.records import ACTOR, COMPOSER, DIRECTOR, EDITOR, PRODUCER, WRITER, Rating
from graph.sources.draft import STRUCTURED, Draft
from graph.sources.draft_roles import DraftRole
from graph.sources.facts import dates, ids, phrases, ratings
from graph.sources.facts.people import could_be_name
from graph.sources.facts.titles import undress
from graph.sources.html.data_values import first, image_of, many, resolved, string, types_of
from graph.sources.html.own_review import FILMS
from graph.sources.lines import squeeze
from graph.sources.origin.bylines import critic_names
from graph.sources.origin.mirrors import copied_from
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.html.data_blocks import Block, Data

_JOBS = (
    ("director", DIRECTOR),
    ("author", WRITER),
    ("writer", WRITER),
    ("musicBy", COMPOSER),
    ("editor", EDITOR),
    ("producer", PRODUCER),
)
#: People of one property that are taken, as a list or in one text.
_MOST_PEOPLE = 200
_AND = regex(r"\s*[,;]\s*(?!Jr|Sr|II)")
_COMPANY = regex(
    r",?\s(?:LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Limited|GmbH|AG|S\.?A\.?|PLC|Corp\.?|Corporation|Co\.|Holdings?|"
    r"Media Group)$",
    re.IGNORECASE,
)
_OWNER = 10


def put_review(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    """Put a review's critics, date, headline, picture and rating into the draft."""
    draft.evidence.add("review data")
    for name, _ in people_of(node.get("author"), known):
        for clean in critic_names(name):
            draft.critics.append((STRUCTURED, block.fact(clean)))
    _publisher(draft, node, block, known, STRUCTURED)
    _date(draft, node.get("datePublished") or node.get("dateCreated"), block, STRUCTURED)
    offer(draft, "headline", block, string(node.get("headline") or node.get("name")), STRUCTURED)
    _page(draft, node, block, STRUCTURED)
    offer(draft, "review_image", block, image_of(node.get("image"), known), STRUCTURED)
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


def put_article(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    """Put what an article says of itself into the draft: less sure than a review, as it may be of more."""
    if copied_from(string(node.get("headline"))) is not None:
        return  # who copied the review, and when
    article = "WebPage" not in types_of(node)
    rank = STRUCTURED + (1 if article else 2)
    if article:
        for name, _ in people_of(node.get("author"), known):
            for clean in critic_names(name):
                if len(clean.split()) > 1:
                    draft.critics.append((rank, block.fact(clean)))
    _publisher(draft, node, block, known, rank)
    _date(draft, node.get("datePublished"), block, rank)
    offer(draft, "headline", block, string(node.get("headline")), rank)
    _page(draft, node, block, rank)


def put_film(draft: Draft, node: dict[str, Any], block: Block, known: dict[str, Any]) -> None:
    """Put a film's title, dates, small facts, identifiers and people into the draft."""
    name = string(node.get("name"))
    heading = undress(name) if name else None
    if heading is not None:
        draft.offer("title", block.fact(heading.title, name), STRUCTURED)
        if heading.year:
            draft.offer("year", block.fact(heading.year, name), STRUCTURED + 1)
    if not types_of(node) or types_of(node) & FILMS:
        draft.evidence.add("film data")
    offer(draft, "original_title", block, string(node.get("alternateName")), STRUCTURED)
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
    offer(draft, "image", block, image_of(node.get("image"), known), STRUCTURED)
    _identifiers(draft, node, block)
    for key, job in _JOBS:
        for person, entity in people_of(node.get(key) or node.get(f"{key}s"), known):
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
    for person, entity in people_of(entry, known):
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


def people_of(value: Data, known: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
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


def offer(draft: Draft, name: str, block: Block, value: str, rank: int) -> None:
    """Offer a text of a block under a name of the draft's, where there is one."""
    if value:
        draft.offer(name, block.fact(value), rank)
