"""The documents of a dataset that could not be read: kept from run to run, until they are read or vanish.

A small file beside the versions, for what cannot be read is no part of any of them: it is known as well of a
run that published nothing, and no rollback makes a broken page whole.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.intake.documents import place_of
from graph.summary import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Dataset

_FILE = "set-aside.json"


@dataclass(frozen=True, slots=True)
class Aside:
    """A document that could not be read.

    ``key`` is what it is known by, ``name`` what people call it; ``path`` is the file to read again, ``file``
    what that is called, ``address`` where it came from: there is no path where it could not be fetched from
    there. ``since`` is when it first could not be read.
    ``source`` is set where the dataset holds what an earlier content of it said, which stays.
    """

    key: str
    name: str
    path: str
    file: str
    reason: str
    address: str = ""
    line: int | None = None
    since: str = ""
    source: str = ""

    def as_object(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "document": self.name,
            "file": plain(self.path) or self.address,
            "reason": self.reason,
            "line": self.line,
            "since": self.since,
            "source": self.source or None,
        }


def folder_of(dataset: Dataset) -> Path:
    """Where a dataset keeps what runs leave to each other."""
    return dataset.path / "reading"


def set_aside(dataset: Dataset) -> list[Aside]:
    """The documents that could not be read, as long as they are still there, in order of their names."""
    found = _load(folder_of(dataset) / _FILE).values()
    return sorted((one for one in found if _is_there(one)), key=lambda one: (one.name, one.key))


class SetAsideList:
    """The list while a run changes it; whoever does holds the dataset's lock.

    Args:
        folder: see :func:`folder_of`.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._known = _load(self._file)
        self._before = dict(self._known)

    def add(self, aside: Aside) -> None:
        """Enters a document that could not be read."""
        known = self._known.get(aside.key)
        since = known.since if known is not None else datetime.now(UTC).isoformat(timespec="seconds")
        self._known[aside.key] = replace(aside, since=since)

    def read(self, key: str) -> None:
        """Takes a document out that was read."""
        self._known.pop(key, None)

    def forget(self, keys: Iterable[str]) -> None:
        """Takes documents out that are no longer there, with whatever was in them."""
        gone = set(keys)
        for key in [key for key in self._known if key in gone or place_of(key) in gone]:
            del self._known[key]

    def all(self) -> list[Aside]:
        """What is on the list."""
        return list(self._known.values())

    def save(self) -> None:
        """Writes the list, if it has changed; what vanished is no longer on it."""
        self._known = {key: one for key, one in self._known.items() if _is_there(one)}
        if self._known == self._before:
            return
        self._file.parent.mkdir(exist_ok=True)
        partial = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        # In ASCII: a path may hold what no other encoding can.
        with partial.open("w", encoding="ascii") as stream:
            json.dump({"documents": [asdict(one) for one in self._known.values()]}, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(self._file)
        self._before = dict(self._known)


def _load(file: Path) -> dict[str, Aside]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))["documents"]
        return {one["key"]: Aside(**one) for one in said}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}  # written by another release, or damaged: the next run makes it anew


def _is_there(aside: Aside) -> bool:
    if not aside.path:
        return True
    try:
        return Path(aside.path).exists() or Path(aside.path).is_symlink()
    except (OSError, ValueError):
        return True
