"""The register of documents: which file became which source, by path and by content.

It stands beside the store in each version and is not published: a dataset that is handed on should
not tell where on somebody's disk its pages lay.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    source TEXT PRIMARY KEY,   -- the source's IRI
    path TEXT NOT NULL,        -- where the file was when it was last read
    hash TEXT NOT NULL,        -- sha256:... of its bytes
    reader TEXT NOT NULL       -- what read it, with the options that changed what it read
);
CREATE INDEX IF NOT EXISTS document_path ON document (path);
CREATE INDEX IF NOT EXISTS document_hash ON document (hash);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A document that a version holds."""

    source: str
    path: str
    hash: str
    reader: str


class Register:
    """The register of one draft or version; a context manager that commits on leaving it whole."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._database.commit()
        self._database.close()

    def by_path(self, path: Path) -> Known | None:
        """The source that a file became."""
        return self._one("path = ?", str(path))

    def by_hash(self, content_hash: str) -> Known | None:
        """The source of this very content, wherever it lay."""
        return self._one("hash = ?", content_hash)

    def keep(self, known: Known) -> None:
        """Enters a document, or enters it anew."""
        self._database.execute(
            "INSERT OR REPLACE INTO document (source, path, hash, reader) VALUES (?, ?, ?, ?)",
            (known.source, known.path, known.hash, known.reader),
        )

    def sources(self) -> set[str]:
        """The IRIs of all sources."""
        return {row[0] for row in self._database.execute("SELECT source FROM document")}

    def _one(self, where: str, value: str) -> Known | None:
        row = self._database.execute(
            f"SELECT source, path, hash, reader FROM document WHERE {where} LIMIT 1",  # noqa: S608
            (value,),
        ).fetchone()
        return Known(*row) if row else None
