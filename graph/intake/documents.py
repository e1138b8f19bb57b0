"""The register of documents: which file became which source, by path and by content.

It stands beside the store in each version and is not published: a dataset that is handed on should
not tell where on somebody's disk its pages lay.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from graph.layers import open_to_change, open_to_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    source TEXT PRIMARY KEY,   -- the source's IRI
    path TEXT NOT NULL,        -- where the file was when it was last read, or what else tells it from others
    hash TEXT NOT NULL,        -- sha256:... of its bytes
    reader TEXT NOT NULL       -- what read it, with the options that changed what it read
);
CREATE INDEX IF NOT EXISTS document_path ON document (path);
CREATE INDEX IF NOT EXISTS document_hash ON document (hash);
CREATE TABLE IF NOT EXISTS container (
    path TEXT PRIMARY KEY,     -- a file that holds documents: all that it held was read
    hash TEXT NOT NULL,
    reader TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS removed (
    path TEXT PRIMARY KEY,     -- a document that was taken out
    source TEXT NOT NULL       -- what it was, and is again should it come back
);
CREATE INDEX IF NOT EXISTS removed_source ON removed (source);
"""
#: What stands between a container's path and what it calls a document in it.
_WITHIN = "#/"


@dataclass(frozen=True, slots=True)
class Known:
    """A document that a version holds."""

    source: str
    path: str
    hash: str
    reader: str


class FreeIris:
    """Names for sources that nothing else is called: as proposed, or with a number from 2 on.

    Args:
        is_taken: whether an IRI is that of a source already.
    """

    def __init__(self, is_taken: Callable[[str], bool]) -> None:
        self._is_taken = is_taken
        self._given: set[str] = set()
        #: The last number tried: all pages of a site may be called index.html, and each has its turn.
        self._last: dict[str, int] = {}

    def like(self, proposal: str) -> str:
        """A free IRI, which is given once."""
        number = self._last.get(proposal, 0)
        while True:
            number += 1
            iri = proposal if number == 1 else f"{proposal}-{number}"
            if iri not in self._given and not self._is_taken(iri):
                break
        self._last[proposal] = number
        self._given.add(iri)
        return iri


class Register:
    """The register of one draft or version; a context manager that commits on leaving it whole.

    Args:
        file: its file; made where there is none.
        change: whether it is to be changed, as a draft's may be and a version's never.
    """

    def __init__(self, file: Path, *, change: bool = True) -> None:
        if change:
            self._database = open_to_change(file)
            self._database.executescript(_SCHEMA)
        else:
            self._database = open_to_read(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._database.commit()
        self.close()

    def close(self) -> None:
        """Closes it; what was not committed is lost."""
        self._database.close()

    def by_path(self, key: str) -> Known | None:
        """The source that a file, or whatever has this key, became."""
        return self._one("path = ?", key)

    def by_hash(self, content_hash: str) -> Known | None:
        """The source of this very content, wherever it lay."""
        return self._one("hash = ?", content_hash)

    def keep(self, known: Known) -> None:
        """Enters a document, or enters it anew."""
        self._database.execute(
            "INSERT OR REPLACE INTO document (source, path, hash, reader) VALUES (?, ?, ?, ?)",
            (known.source, known.path, known.hash, known.reader),
        )
        self._database.execute("DELETE FROM removed WHERE path = ?", (known.path,))

    def remove(self, known: Known) -> None:
        """Takes a document out; its source's name is kept for it."""
        self._database.execute("DELETE FROM document WHERE source = ?", (known.source,))
        self._database.execute(
            "INSERT OR REPLACE INTO removed (path, source) VALUES (?, ?)", (known.path, known.source)
        )

    def removed(self, key: str) -> str | None:
        """The source that a document was before it was taken out."""
        row = self._database.execute("SELECT source FROM removed WHERE path = ?", (key,)).fetchone()
        return row[0] if row else None

    def source_of(self, key: str) -> str | None:
        """The source that a document is, or was before it was taken out."""
        known = self.by_path(key)
        return known.source if known is not None else self.removed(key)

    def is_taken(self, iri: str) -> bool:
        """Whether an IRI is that of a source, of one that was taken out among them."""
        query = "SELECT 1 FROM document WHERE source = ?1 UNION ALL SELECT 1 FROM removed WHERE source = ?1"
        return self._database.execute(query, (iri,)).fetchone() is not None

    def under(self, place: str) -> Iterator[Known]:
        """The documents at a path, and below it: in a folder, or in a file that holds documents."""
        rows = self._database.execute(
            "SELECT source, path, hash, reader FROM document"
            " WHERE path = ? OR (path >= ? AND path < ?) OR (path >= ? AND path < ?) ORDER BY path",
            (place, *_beginning(place.rstrip("/") + "/"), *_beginning(place + _WITHIN)),
        )
        for row in rows.fetchall():
            yield Known(*row)

    # -- files that hold documents ---------------------------------------------------------------

    def container(self, path: str, reader: str) -> str | None:
        """The content of a container, all of which was read by this reader."""
        row = self._database.execute(
            "SELECT hash FROM container WHERE path = ? AND reader = ?", (path, reader)
        ).fetchone()
        return row[0] if row else None

    def keep_container(self, path: str, content_hash: str, reader: str) -> None:
        """Enters a container, all of which was read."""
        self._database.execute(
            "INSERT OR REPLACE INTO container (path, hash, reader) VALUES (?, ?, ?)",
            (path, content_hash, reader),
        )

    def forget_container(self, path: str) -> bool:
        """Drops a container, and says whether it was one."""
        return self._database.execute("DELETE FROM container WHERE path = ?", (path,)).rowcount > 0

    def _one(self, where: str, value: str) -> Known | None:
        row = self._database.execute(
            f"SELECT source, path, hash, reader FROM document WHERE {where} LIMIT 1",  # noqa: S608
            (value,),
        ).fetchone()
        return Known(*row) if row else None


def _beginning(start: str) -> tuple[str, str]:
    """The range of the paths that begin with a text: from it to what comes after all of them."""
    return start, start[:-1] + chr(ord(start[-1]) + 1)


def within(container: str, part: str) -> str:
    """The key of a document that is within another."""
    return f"{container}{_WITHIN}{part}"


def place_of(key: str) -> str:
    """The file that a document is, or is within."""
    return key.partition(_WITHIN)[0]


def around(key: str) -> str:
    """The key of what a document is directly within; empty for a file."""
    return key.rpartition(_WITHIN)[0]


def is_address(given: str) -> bool:
    """Whether a key, or what was given to be read, is an address on the web rather than a path."""
    return given.lower().startswith(("http://", "https://"))


def key_of(path: Path) -> str:
    """The key of a file: its path, in characters that every database can hold."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
