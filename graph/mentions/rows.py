"""One mention as it goes into the table, and as it comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FILM, PERSON, CRITIC, REVIEW, PUBLICATION = "film", "person", "critic", "review", "publication"
#: Critics are people, too, but linked among themselves only.
KINDS = (FILM, PERSON, CRITIC, PUBLICATION, REVIEW)


@dataclass(frozen=True, slots=True)
class Row:
    """One mention: its fragment in the source, its kind, what linking compares, and its keys.

    ``names`` are all names of a person, which are compared where they share a block.
    ``films`` are the fragments of the films that a person works on or a review is of, in the same source.
    """

    fragment: str
    kind: str
    data: dict[str, Any]
    keys: tuple[str, ...]
    films: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A mention as the table holds it. ``entity`` is an IRI, None while undecided."""

    id: int
    iri: str
    kind: str
    data: dict[str, Any] = field(compare=False)
    entity: str | None = None
    appearance: int | None = None
