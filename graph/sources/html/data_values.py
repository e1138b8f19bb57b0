"""Values in a page's data: types, lists of one, references by @id; and what is reviewed beside films."""

from __future__ import annotations

import html as _html
from typing import TYPE_CHECKING, Any

from graph.sources.facts.titles import same_title
from graph.sources.lines import squeeze
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.html.data_blocks import Block, Data

REVIEWS = frozenset({"Review", "CriticReview", "EmployerReview", "ReviewNewsArticle"})
_OTHER_THINGS = frozenset(
    {"Product", "Organization", "LocalBusiness", "Service", "SoftwareApplication", "MobileApplication",
     "Book", "Restaurant", "Course", "Event", "Place", "Store", "Game", "VideoGame", "Brand", "Offer"}
)  # fmt: skip


_NAMESPACE = regex(r"[/#:]")


def types_of(node: dict[str, Any]) -> set[str]:
    """The types of a node, without their namespace."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {_NAMESPACE.split(name)[-1] for name in names if isinstance(name, str)}


def image_of(value: Data, known: dict[str, Any]) -> str:
    """The address of an image, or of the first of several; "" for none."""
    image = resolved(first(value), known)
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    return string(image)


def many(value: Data) -> list[Any]:
    """A value as the list that it may have been."""
    return value if isinstance(value, list) else [] if value is None else [value]


def first(value: Data) -> Data:
    """The first of a list, or the value itself."""
    return value[0] if isinstance(value, list) and value else value


def resolved(value: Data, known: dict[str, Any]) -> Data:
    """An object for a reference to it: {"@id": "#film"} -> the node of that id."""
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and value["@id"] in known:
        return {**known[value["@id"]], **value}
    return value


def string(value: Data) -> str:
    """The text of a value: a string, a number, or an object's name or @value."""
    value = first(value)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or ""
        value = first(value)
    return squeeze(_html.unescape(str(value)))[:20000] if isinstance(value, (str, int, float)) else ""


def of_other_things(
    nodes: list[tuple[dict[str, Any], Block]], known: dict[str, Any], heading: str
) -> set[int]:
    """The reviews (by their ``id()``) of a subscription or a shop, unless it has the film's own title."""
    found: set[int] = set()
    for node, _ in nodes:
        if _is_other(node, heading):
            found |= {id(known.get(str(review.get("@id")), review)) for review in many(node.get("review"))
                      if isinstance(review, dict)}  # fmt: skip
        if types_of(node) & REVIEWS:
            item = resolved(first(node.get("itemReviewed")), known)
            if isinstance(item, dict) and _is_other(item, heading):
                found.add(id(node))
    return found


def _is_other(node: dict[str, Any], heading: str) -> bool:
    return bool(types_of(node) & _OTHER_THINGS) and not (
        heading and same_title(string(node.get("name")), heading)
    )
