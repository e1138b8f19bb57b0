"""The types of entities that can be reconciled, and the properties by which, as data.

A property's id is its local name in the ontology where that has one: ``imdbId`` is ``reel:imdbId``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How two values of a property are compared: see :mod:`graph.reconciling.agreement`.
Kind = Literal["person", "title", "year", "birth", "id", "job", "word", "date", "number"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type of entity: its id (its class in the ontology), what to call it, what it is."""

    id: str
    name: str
    description: str
    #: What the search index calls it.
    kind: str
    #: What its name weighs, where each property weighs what it says.
    weight: float


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, what to call it, the types that have it, how it is compared.

    ``weight`` is what it counts in the score beside the name; ``entity`` is the type of its values
    where these are entities.
    """

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    kind: Kind
    weight: float
    entity: str = ""


TYPES = {
    item.id: item
    for item in (
        Type("Film", "Film", "A film, by its title in any language.", "film", 2.0),
        Type("Person", "Person", "Somebody who acts in a film, makes one or reviews one.", "person", 3.0),
        Type("Review", "Review", "A review of a film.", "review", 2.0),
        Type("Character", "Character", "Somebody in a film, by the name that the credits give.",
             "character", 2.0),
    )
}  # fmt: skip

_ALL_BUT_REVIEWS = ("Film", "Person", "Character")

PROPERTIES = {
    item.id: item
    for item in (
        Property("film", "film", "A film that the person worked on, the character is in or the review is of.",
                 ("Person", "Review", "Character"), "title", 1.5, "Film"),
        Property("year", "year", "The year of the film.", (*_ALL_BUT_REVIEWS, "Review"), "year", 1.5),
        Property("director", "director", "Who directed the film.", (*_ALL_BUT_REVIEWS, "Review"), "person",
                 1.0, "Person"),
        Property("actor", "actor", "Who acts in the film, or plays the character.", ("Film", "Character"),
                 "person", 1.0, "Person"),
        Property("character", "character", "Whom the person plays, or who is in the film.",
                 ("Film", "Person"), "person", 1.0),
        Property("job", "job", "What the person did: actor, director, writer, composer...", ("Person",),
                 "job", 0.5),
        Property("birthYear", "birth year", "The year in which the person was born.", ("Person",), "birth",
                 1.5),
        Property("imdbId", "IMDb id", "tt and digits for a film, nm and digits for a person.",
                 ("Film", "Person"), "id", 9.0),
        Property("wikidataId", "Wikidata id", "Q and digits.", ("Film", "Person"), "id", 9.0),
        Property("tmdbId", "TMDB id", "A number.", ("Film", "Person"), "id", 9.0),
        Property("title", "title", "The film's title.", ("Film",), "title", 1.0),
        Property("originalTitle", "original title", "The film's title where it was made.", ("Film",),
                 "title", 1.0),
        Property("name", "name", "The name.", ("Person", "Character"), "person", 1.0),
        Property("alternateName", "other names", "Other printings of the person's name.", ("Person",),
                 "person", 1.0),
        Property("writer", "writer", "Who wrote the film.", ("Film",), "person", 1.0, "Person"),
        Property("producer", "producer", "Who produced the film.", ("Film",), "person", 0.5, "Person"),
        Property("cinematographer", "cinematographer", "Who shot the film.", ("Film",), "person", 1.0,
                 "Person"),
        Property("editor", "editor", "Who cut the film.", ("Film",), "person", 1.0, "Person"),
        Property("composer", "composer", "Who wrote the film's music.", ("Film",), "person", 1.0, "Person"),
        Property("genre", "genre", "The film's genre.", ("Film",), "word", 0.25),
        Property("country", "country", "Where the film was made.", ("Film",), "word", 0.5),
        Property("language", "language", "What is spoken in the film.", ("Film",), "word", 0.5),
        Property("releaseDate", "release date", "When the film was released.", ("Film",), "date", 1.0),
        Property("runtimeMinutes", "minutes", "How long the film runs.", ("Film",), "number", 0.5),
        Property("contentRating", "content rating", "For whom the film is.", ("Film",), "word", 0.25),
        Property("critic", "critic", "Who wrote the review.", ("Review", "Film"), "person", 1.5, "Person"),
        Property("publication", "publication", "Where the review was published.", ("Review",), "word", 1.0),
        Property("publishedOn", "date", "When the review was published.", ("Review",), "date", 1.0),
        Property("headline", "headline", "The review's headline.", ("Review",), "title", 1.5),
        Property("page", "address", "The address of the review.", ("Review",), "word", 9.0),
        Property("review", "review", "A review of the film, or by the person.", ("Film", "Person"), "title",
                 0.5, "Review"),
    )
}  # fmt: skip

_OTHER_TYPES = {
    "film": "Film", "movie": "Film", "person": "Person", "people": "Person", "actor": "Person",
    "director": "Person", "review": "Review", "character": "Character",
}  # fmt: skip
_OTHER_PROPERTIES = {
    "filmtitle": "film", "movie": "film", "filmyear": "year", "born": "birthYear", "birthdate": "birthYear",
    "imdb": "imdbId", "wikidata": "wikidataId", "qid": "wikidataId", "tmdb": "tmdbId", "role": "character",
    "charactername": "character", "starring": "actor", "cast": "actor", "profession": "job",
    "occupation": "job", "othernames": "alternateName", "url": "page", "author": "critic",
    "reviewof": "film", "runtime": "runtimeMinutes", "date": "publishedOn",
}  # fmt: skip
_BY_NAME = {
    **_OTHER_PROPERTIES,
    **{item.name.replace(" ", "").casefold(): item.id for item in PROPERTIES.values()},
    **{item.id.casefold(): item.id for item in PROPERTIES.values()},
}


def type_of(text: str) -> Type | None:
    """The type that an id names: ``Film``, ``reel:Film``, its IRI, ``schema:Movie``; None for another."""
    return TYPES.get(_OTHER_TYPES.get(_local(text).casefold(), ""))


def property_of(text: str) -> Property | None:
    """The property that an id names: ``imdbId``, ``reel:imdbId``, ``IMDb id``; None for another."""
    plain = _local(text).casefold().replace(" ", "").replace("_", "").replace("-", "")
    return PROPERTIES.get(_BY_NAME.get(plain, ""))


def _local(text: str) -> str:
    """The local name of an IRI or of a name with a prefix."""
    for sign in "#/:":
        text = text.rstrip(sign).rpartition(sign)[2]
    return text.strip()
