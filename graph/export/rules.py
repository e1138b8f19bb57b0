"""What search engines require of a block, and what they recommend: the rules of ontology/google.ttl.

The shapes there are the reference, and a test holds the two to the same findings; these functions are
for the thousands of blocks of an archive, which a SHACL processor would take minutes for. A rule's name
is its shape's. One rule is the house's own (``rating-scale``): a number without its scale would be read
as out of five, which the page did not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.export.values import JsonLd

#: Longest author's name that a review snippet may carry, in characters.
AUTHOR_LIMIT = 99
#: Where a block may hold another that has rules of its own.
_WITHIN = ("itemReviewed", "review", "aggregateRating", "itemListElement", "item")
_REVIEWS = frozenset({"Review", "CriticReview"})
_FRACTION = re.compile(r"[0-9]+(\.[0-9]+)?( ?/ ?[0-9]+(\.[0-9]+)?|%)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_DRESSED = re.compile(
    r"^(reviewed |written )?by |, *(film |staff |guest |chief )?(critic|writer|editor|reviewer)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a block breaks: its name, whether it keeps the block from being one, and what it lacks."""

    rule: str
    blocking: bool
    lack: str


def findings(block: JsonLd) -> list[Finding]:
    """The rules that a block, and what is in it, breaks: first what blocks it, in the order of the table."""
    found = list(dict.fromkeys(_walk(block, None)))
    return sorted(found, key=lambda finding: not finding.blocking)


def lacks(block: JsonLd) -> list[str]:
    """What keeps a draft from being a block, each as one phrase; empty if nothing does."""
    return list(dict.fromkeys(finding.lack for finding in findings(block) if finding.blocking))


def rating_lacks(block: JsonLd) -> list[str]:
    """What keeps a Rating from being one in numbers on a stated scale, each as one phrase."""
    return [finding.lack for finding in _rating(block) if finding.blocking]


def _must(rule: str, lack: str) -> Finding:
    return Finding(rule, blocking=True, lack=lack)


def _should(rule: str, lack: str) -> Finding:
    return Finding(rule, blocking=False, lack=lack)


def _walk(block: JsonLd, parent: JsonLd | None) -> Iterator[Finding]:
    kinds = set(_many(block.get("@type")))
    if kinds & _REVIEWS:
        yield from _review(block, nested=parent is not None)
    elif "AggregateRating" in kinds:
        yield from _aggregate(block, parent)
    elif "ItemList" in kinds:
        yield from _list(block)
    for one in _many(block.get("@graph")):  # side by side, within nothing
        if isinstance(one, dict):
            yield from _walk(one, None)
    for key in _WITHIN:
        for one in _many(block.get(key)):
            if isinstance(one, dict):
                yield from _walk(one, block)


def _review(block: JsonLd, *, nested: bool) -> Iterator[Finding]:
    authors = _many(block.get("author"))
    if not authors or not all(_is(one, "Person", "Organization") for one in authors):
        yield _must("review-author", "a critic")
    people = [one for one in authors if isinstance(one, dict)]
    names = [[str(name) for name in _many(one.get("name")) if name != ""] for one in people]
    if not all(names):
        yield _must("author-name", "its critic's name")
    if any(len(name) > AUTHOR_LIMIT for found in names for name in found):
        yield _must("author-length", f"a critic's name under {AUTHOR_LIMIT + 1} characters")
    if any(_DRESSED.search(name) for found in names for name in found):
        yield _should("author-alone", "its critic's name alone, without “by” or a job title")
    yield from _item(block, nested=nested)
    ratings = _many(block.get("reviewRating"))
    if len(ratings) != 1 or not _is(ratings[0], "Rating"):
        yield _must("review-rating", "a rating")
    for one in ratings:
        if _is(one, "Rating"):
            yield from _rating(one)
    dates = _many(block.get("datePublished"))
    if not dates:
        yield _should("review-date", "a date")
    elif not all(isinstance(one, str) and _DATE.fullmatch(one) for one in dates):
        yield _should("review-date-form", "a date written like 2024-05-24")


def _item(block: JsonLd, *, nested: bool) -> Iterator[Finding]:
    items = _many(block.get("itemReviewed"))
    if len(items) > 1 or (not items and not nested) or any(_is(one, "ItemList") for one in items):
        yield _must("review-item", "one film that it is about")
    if not all(_named(one) for one in items):
        yield _must("item-name", "a film with a title")


def _rating(block: JsonLd) -> Iterator[Finding]:
    yield from _value(block)
    if block.get("bestRating") is None:
        yield _should("rating-best", "the best rating of its scale")
    if block.get("worstRating") is None:
        yield _should("rating-worst", "the worst rating of its scale")


def _value(block: JsonLd) -> Iterator[Finding]:
    values = _many(block.get("ratingValue"))
    best, worst = block.get("bestRating"), block.get("worstRating")
    if len(values) != 1:
        yield _must("rating-value", "a rating")
    elif not (_is_number(values[0]) or (isinstance(values[0], str) and _FRACTION.fullmatch(values[0]))):
        yield _must("rating-value", f"a rating in numbers (it prints “{values[0]}”)")
    elif not all(end is None or _is_number(end) for end in (best, worst)):
        yield _must("rating-ends", f"a scale in numbers (its rating is “{values[0]}” of “{best}”)")
    elif _is_number(values[0]):
        value, top, bottom = values[0], 5 if best is None else best, 1 if worst is None else worst
        outside = not bottom <= value <= top
        if outside and best is not None:
            yield _must("rating-range", f"a rating within its own scale (it is {value} of {top})")
        said = f"the scale of its rating (it prints “{value}” without saying out of how many)"
        if best is None and "AggregateRating" not in _many(block.get("@type")):
            yield _must("rating-scale", said)
        if outside and best is None:  # the shape's name for it; to an editor it is the same lack
            yield _must("rating-range", said)


def _aggregate(block: JsonLd, parent: JsonLd | None) -> Iterator[Finding]:
    items = _many(block.get("itemReviewed")) or [parent]
    if not any(_named(one) for one in items):
        yield _must("aggregate-item", "the name of what its average is of")
    if not any(_is_number(block.get(key)) and block[key] >= 1 for key in ("ratingCount", "reviewCount")):
        yield _must("aggregate-count", "how many ratings its average is of")
    yield from _rating(block)


def _list(block: JsonLd) -> Iterator[Finding]:
    steps = [one for one in _many(block.get("itemListElement")) if isinstance(one, dict)]
    whole = [one for one in steps if "item" in one]
    if not steps or not all(_is_number(one.get("position")) for one in steps):
        yield _must("list-position", "the position of each item of its list")
    if any(("item" in one) == ("url" in one) for one in steps) or 0 < len(whole) < len(steps):
        yield _must("list-kind", "either the address of each item of its list or each item whole")
    items = [one for step in whole for one in _many(step["item"]) if isinstance(one, dict)]
    if not all("url" in one for one in items):
        yield _must("list-url", "an address of each item of its list")
    films = [one for one in items if _is(one, "Movie")]
    for rule, key, lack in (
        ("list-film-name", "name", "the title of each film of its list"),
        ("list-film-image", "image", "an image of each film of its list"),
    ):
        if not all(_many(one.get(key)) for one in films):
            yield _must(rule, lack)
    for rule, key, lack in (
        ("list-film-rating", "aggregateRating", "an average rating"),
        ("list-film-date", "dateCreated", "a release date"),
        ("list-film-director", "director", "a director"),
        ("list-film-review", "review", "a review"),
    ):
        if not all(_many(one.get(key)) for one in films):
            yield _should(rule, f"{lack} of each film of its list")


def _many(value: Any) -> list[Any]:  # noqa: ANN401 - whatever a block holds
    """The values of a property; a scalar that is repeated is one, as it is in a graph."""
    if not isinstance(value, list):
        return [] if value is None else [value]
    return list({repr(one) if not isinstance(one, dict) else id(one): one for one in value}.values())


def _is(value: object, *kinds: str) -> bool:
    return isinstance(value, dict) and bool(set(_many(value.get("@type"))) & set(kinds))


def _named(value: object) -> bool:
    return isinstance(value, dict) and any(isinstance(one, str) and one for one in _many(value.get("name")))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
