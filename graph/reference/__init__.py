"""Reference data: tables of films and people by the million, into the graph without an object a row.

IMDb's files go through DuckDB to Turtle and into the store's bulk loader; identity is theirs, by id. What
the rest of a dataset speaks of is then linked like any other source: the films that share a key with one
of another source are *promoted*, which is to say that they get rows in the table of mentions, and are
linked and compiled as those are. All others are compiled by SQL, with the same result.

``files``      IMDb's files on disk: recognised, hashed, unpacked within bounds
``tables``     a file's rows into the catalogue, with complaints about those that are none
``catalogue``  what is kept of them beside the store
``steps.sql``  what is done with the tables, step by step
``mapping``    ontology/imdb.json as SQL that writes Turtle
``loading``    Turtle into the store, and old nodes out of it
``promote``    films and people into the table of mentions
``indexing``   their names into the search index
``writing``    a catalogue in the making, step by step
``intake``     all of it, for a run
"""

from __future__ import annotations

from graph.reference.files import CATALOGUE, ImdbFile, kind_of_file
from graph.reference.intake import Reference

__all__ = ["CATALOGUE", "ImdbFile", "Reference", "kind_of_file"]
