"""What every exporter uses: looking up nodes of the view, and putting values into a block. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.nodes import Node, first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Looks up a node of the view by its IRI; an unknown IRI gives an empty node.
View = Callable[[str], Node]

JsonLd = dict[str, Any]

SCHEMA = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page itself states of the film that it reviews: a block marks up nothing else.

    ``film`` maps the film's properties to the values that the page states, ``roles`` are the roles that
    it states, ``names`` how it prints the people whom it does not call by their name in the view, and
    ``characters`` whom it says that a role plays (an empty text: nobody). Without ``film`` and ``roles`` the
    page states all that the view has, under those names.
    """

    film: Mapping[str, list[str]] | None = None
    roles: frozenset[str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    characters: Mapping[str, str] = field(default_factory=dict)

    def values(self, name: str, believed: list[str]) -> list[str]:
        """Of the values that the view believes those that the page states, as the page spells them."""
        if self.film is None:
            return believed
        stated = {value.casefold(): value for value in self.film.get(name, ())}
        return [stated[value.casefold()] for value in believed if value.casefold() in stated]


def put(block: JsonLd, key: str, value: object) -> None:
    """Sets a property; None, an empty text and an empty list are left out."""
    if value is not None and value not in ("", []):
        block[key] = value


def one_or_many(values: list[Any]) -> object:
    """A list of one as that one."""
    return values[0] if len(values) == 1 else values


def person(view: View, iri: str, shown: Shown | None = None, *, alternate: bool = False) -> JsonLd:
    """A Person within a block; without a name where the view has none."""
    node = view(iri)
    block: JsonLd = {"@type": "Person", "@id": iri}
    put(block, "name", (shown.names.get(iri) if shown else None) or first(node, "name"))
    if alternate:
        put(block, "alternateName", one_or_many(sorted(node.get("alternateName", ()))))
    if "schema:sameAs" in node:
        put(block, "sameAs", one_or_many(addresses(node["schema:sameAs"])))
    return block


def addresses(values: Iterable[str]) -> list[str]:
    """Those of some values that lead to a page (http, https), in order."""
    return sorted(value for value in values if value.startswith(("https://", "http://")))


def address(value: str | None) -> str | None:
    """A value that leads to a page, or None."""
    return value if value is not None and value.startswith(("https://", "http://")) else None


def named(blocks: Iterable[JsonLd]) -> list[JsonLd]:
    """Those of some people or films that have a name, by name."""
    return sorted((block for block in blocks if "name" in block), key=lambda b: (b["name"], b["@id"]))
