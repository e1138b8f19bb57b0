"""A dataset on disk, as the server reads it: versions opened once and kept open, the newest picked up.

Whether another version is current costs one readlink, and is looked at with every request: a version
published while the server runs is served from the next request on. A version that is dropped while it is
open can be read to the end of the request: its files last until they are closed.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from graph.store import Dataset, DatasetError
from graph.store.errors import of_open_files
from server import look_up
from server.open_version import OpenVersion
from server.published import Dropped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.store import Moment, Version
    from server.published import Published

#: Versions kept open at the same time: the current one, and old ones that are being asked.
_MOST_OPEN = 4


class StoredVersion(OpenVersion):
    """A version on disk."""

    def __init__(self, version: Version) -> None:
        super().__init__(version)
        #: Where a worker finds the store.
        self.place = str(version.directory / "store")
        self._identity = _identity(self.place)

    def is_there(self) -> bool:
        """Whether it is still there: not dropped, nor another one in its place."""
        try:
            return _identity(self.place) == self._identity
        except OSError:
            return False


def _identity(place: str) -> tuple[int, int]:
    found = os.stat(place)  # noqa: PTH116 - half the time, and every request asks
    return found.st_ino, found.st_mtime_ns


class StoredDataset:
    """A dataset's directory as ``server.published.Dataset``. Any thread may ask it."""

    def __init__(self, path: str | Path) -> None:
        self._dataset = Dataset(path)
        self.path = self._dataset.path
        self._open: OrderedDict[int, StoredVersion] = OrderedDict()
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._looking = threading.Lock()
        self._history: tuple[tuple[int, ...], int, list[Moment]] = ((), 0, [])

    def version(self, number: int | None) -> StoredVersion:
        """The version ``number``, or the current one. Raises LookupError or Dropped, with a sentence."""
        while True:
            try:
                wanted = self._dataset.current_number() if number is None else number
            except DatasetError as error:
                raise LookupError(str(error)) from error
            if (found := self._known(wanted)) is not None:
                return found
            # Opening takes 10 to 20 ms: whoever asks for a version that is open does not wait for it.
            with self._opening:
                if (found := self._known(wanted)) is not None:
                    return found
                try:
                    return self._keep_open(StoredVersion(self._dataset.version(wanted)), number is None)
                except (DatasetError, OSError) as error:
                    if number is None and self._is_other(wanted):
                        continue  # it is not the current one any more, and was dropped just now
                    kind = Dropped if number and self._dataset.was_published(number) else LookupError
                    why = of_open_files(error) if isinstance(error, OSError) else None
                    raise kind(why or str(error)) from error

    def history(self) -> Sequence[Moment]:
        """See ``server.published.Dataset``."""
        return self._looked_up()[2]

    def revision(self) -> int:
        """See ``server.published.Dataset``. Costs three looks at files."""
        return self._looked_up()[1]

    def _known(self, number: int | None) -> StoredVersion | None:
        """A version that is open, and still there."""
        with self._lock:
            found = None if number is None else self._open.get(number)
            if number is None or found is None:
                return None
            if not found.is_there():
                del self._open[number]
                return None
            self._open.move_to_end(number)
            return found

    def _keep_open(self, version: StoredVersion, is_current: bool) -> StoredVersion:  # noqa: FBT001
        with self._lock:
            self._open[version.number] = version
            if is_current:
                self._current = version.number
            # One that is let go is closed when the last request that uses it is done.
            for number in list(self._open):
                if len(self._open) > _MOST_OPEN and number not in (version.number, self._current):
                    del self._open[number]
        return version

    _current = 0

    def _is_other(self, number: int | None) -> bool:
        try:
            return self._dataset.current_number() not in (None, number)
        except DatasetError:
            return False

    def _looked_up(self) -> tuple[tuple[int, ...], int, list[Moment]]:
        try:
            marks = self._marks()
        except OSError:  # nothing is published yet
            return (), 0, []
        known = self._history
        if known[0] == marks:
            return known
        with self._looking:
            _, revision, before = known = self._history
            if known[0] != marks:
                try:
                    now = self._dataset.history()
                except (DatasetError, OSError):
                    return known
                self._history = known = marks, revision + (now != before), now
            return known

    def _marks(self) -> tuple[int, ...]:
        # The directory changes when a version is published or dropped, dataset.json with a rollback.
        return tuple((self._dataset.path / name).stat().st_mtime_ns for name in ("versions", "dataset.json"))


def worth_opening(version: Published) -> list[tuple[str, str]]:
    """Pages to point somebody to who has just started the server: what each is, and its path."""
    pages = []
    films = look_up.films(version)
    if films:
        film = look_up.film(version, films[0][0].iri)
        pages.append(("a film", film.iri))
        # Somebody whose name is printed in several ways shows best what this is for.
        people = [credit.person.iri for credit in film.cast]
        people.sort(key=lambda iri: "alternateName" not in look_up.values(version, iri))
        pages += [("a person", iri) for iri in people[:1]]
        pages += [("a review", review.iri) for review in film.reviews[:1]]
    found = [(label, iri.removeprefix(version.base)) for label, iri in pages]
    return [*found, ("the query editor", "/sparql")]
