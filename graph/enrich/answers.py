"""Answers that were given before, by their question: beside the versions, so that nothing is asked twice.

A file of its own in the dataset's directory: answers are no part of any version, and an interrupted run
leaves those that it got.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    service TEXT NOT NULL,      -- who was asked
    question TEXT NOT NULL,     -- what
    asked_at REAL NOT NULL,     -- when, in seconds since 1970
    answer BLOB NOT NULL,       -- packed by zlib
    PRIMARY KEY (service, question)
) WITHOUT ROWID;
"""
_MANY = 900


class Answers:
    """The answers of one service; a context manager.

    Args:
        file: the SQLite file; made where there is none.
        service: the service's address.
        max_age: in seconds; older answers are asked for again.
    """

    def __init__(self, file: Path, service: str, max_age: float) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(file, isolation_level=None, timeout=30.0)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(_SCHEMA)
        self._service = service
        self._since = time.time() - max_age

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def known(self, questions: Iterable[str]) -> dict[str, bytes]:
        """The answers to those of some questions that were answered lately."""
        waiting = list(dict.fromkeys(questions))
        found: dict[str, bytes] = {}
        for start in range(0, len(waiting), _MANY):
            part = waiting[start : start + _MANY]
            rows = self._database.execute(
                "SELECT question, answer FROM answer WHERE service = ? AND asked_at >= ?"  # noqa: S608
                f" AND question IN ({','.join('?' * len(part))})",
                (self._service, self._since, *part),
            )
            found.update((question, zlib.decompress(answer)) for question, answer in rows)
        return found

    def keep(self, answers: Mapping[str, bytes]) -> None:
        """Keeps answers, at once."""
        now = time.time()
        rows = [(self._service, question, now, zlib.compress(answer)) for question, answer in answers.items()]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", rows)
        self._database.execute("COMMIT")
