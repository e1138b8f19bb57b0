"""One mention as it goes into the table, and as it comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from graph.linking.blocking import CAPS, keys
from graph.mentions.schema import hashed

FILM, PERSON, CRITIC, REVIEW, PUBLICATION = "film", "person", "critic", "review", "publication"
#: A film that a review's prose names; it is no film's mention, and never an entity of its own.
NAMED = "named film"
#: Critics are people, too, but linked among themselves only.
KINDS = (FILM, PERSON, CRITIC, PUBLICATION, REVIEW, NAMED)


_AS_JSON = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode

#: The kind of a blocking key stands in the last bits of its hash.
SHIFT = 3
_PLACE = {kind: place for place, kind in enumerate(CAPS)}


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


class Name(NamedTuple):
    """A name of a person, with the blocks of names that it is compared within."""

    text: str
    blocks: tuple[int, ...]


class Entry(NamedTuple):
    """A row as it stands in the table: what linking compares as JSON, and the keys hashed.

    ``mark`` stands for the mention and what it says.
    """

    fragment: str
    kind: str
    name: str | None
    data: str
    mark: int
    keys: tuple[int, ...]
    films: tuple[str, ...]
    names: tuple[Name, ...]


def entry(source: str, row: Row) -> Entry:
    """A row of one source, ready to be entered."""
    data = _AS_JSON(row.data)
    return Entry(
        row.fragment,
        row.kind,
        row.data.get("name"),
        data,
        hashed(source, f"{row.fragment} {data}"),
        tuple([hashed(row.kind, key) for key in row.keys]),
        row.films,
        tuple([Name(text, blocks(row.kind, text)) for text in row.names]),
    )


@lru_cache(maxsize=20_000)
def blocks(kind: str, text: str) -> tuple[int, ...]:
    """The blocking keys of a name as 64 bits each, of which the last say the kind of key."""
    return tuple([(hashed(kind, key) >> SHIFT << SHIFT) | _PLACE[key[0]] for key in keys(text)])


class FilmInShort(NamedTuple):
    """Of a mention of a film: what it is decided to be, when the film is from, and by whom."""

    entity: str | None
    year: int | None
    directed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A mention as the table holds it. ``entity`` is an IRI, None while undecided."""

    id: int
    iri: str
    kind: str
    data: dict[str, Any] = field(compare=False)
    entity: str | None = None
    appearance: int | None = None
