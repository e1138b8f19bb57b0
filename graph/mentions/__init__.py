"""The table of mentions: what linking is done over, kept beside the store in each version.

One row for each film, person, review and publication that a source names, with the keys under which
others like it are found and the entity that it was decided to be. It is derived from the evidence
and the identity graph, and saves reading both whole when one page changes.

``rows``        one mention as it goes in, and as it comes out
``table``       sources and their mentions, and what they are decided to be
``parts``       the mentions of a source, in and out
``spellings``   the names of people, and which are worth comparing
``named``       the films that prose names, and the titles by which they are found
``kept``        people's decisions; the IRIs of roles and characters
``schema``      the SQLite tables
"""

from __future__ import annotations

from graph.mentions.rows import (
    CRITIC,
    FILM,
    KINDS,
    NAMED,
    PERSON,
    PUBLICATION,
    REVIEW,
    Entry,
    FilmInShort,
    Name,
    Row,
    Stored,
    entry,
)
from graph.mentions.table import TABLE, MentionTable

__all__ = [
    "CRITIC",
    "FILM",
    "KINDS",
    "NAMED",
    "PERSON",
    "PUBLICATION",
    "REVIEW",
    "TABLE",
    "Entry",
    "FilmInShort",
    "MentionTable",
    "Name",
    "Row",
    "Stored",
    "entry",
]
