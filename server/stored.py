"""A dataset on disk, as the server reads it: versions opened once and kept open, the newest picked up.

Whether another version is current costs one readlink, and is looked at with every request: a version
published while the server runs is served from the next request on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from graph.search_rows import search
from graph.store import Dataset, DatasetError
from server import look_up
from server.published import Dropped, ask_store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.store import Moment, SearchHit, Version
    from server.published import Published, Result

#: Versions kept open at the same time: the current one, and old ones that are being asked.
_MOST_OPEN = 4


class StoredVersion:
    """A version on disk as ``server.published.Published``."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self.number = version.number
        self.base = version.base
        self.published = version.published
        self.store = version.store
        #: Where a worker finds the store.
        self.place = str(version.directory / "store")

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Result:
        """See ``Published``."""
        return ask_store(
            self.store,
            text,
            prefixes=prefixes,
            base_iri=base_iri,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )

    def search(self, words: str, limit: int) -> Sequence[SearchHit]:
        """See ``Published``."""
        return search(self._version.index, words, limit=limit)


class StoredDataset:
    """A dataset's directory as ``server.published.Dataset``. Any thread may ask it."""

    def __init__(self, path: str | Path) -> None:
        self._dataset = Dataset(path)
        self.path = self._dataset.path
        self._open: OrderedDict[int, StoredVersion] = OrderedDict()
        self._lock = threading.Lock()
        self._history: tuple[tuple[int, ...], list[Moment]] = ((), [])

    def version(self, number: int | None) -> StoredVersion:
        """The version ``number``, or the current one. Raises LookupError or Dropped, with a sentence."""
        wanted = self._dataset.current_number() if number is None else number
        with self._lock:
            found = None if wanted is None else self._open.get(wanted)
            if found is not None and number is not None and not Path(found.place).exists():
                found = None  # dropped since it was opened
                del self._open[number]
            if found is None:
                try:
                    found = StoredVersion(self._dataset.version(wanted))
                except (DatasetError, OSError) as error:
                    kind = Dropped if number and self._dataset.was_published(number) else LookupError
                    raise kind(str(error)) from error
                self._open[found.number] = found
                # One that is let go is closed when the last request that uses it is done.
                while len(self._open) > _MOST_OPEN:
                    self._open.popitem(last=False)
            else:
                self._open.move_to_end(found.number)
            return found

    def history(self) -> Sequence[Moment]:
        """See ``server.published.Dataset``."""
        try:
            marks = self._marks()
        except OSError:  # nothing is published yet
            return []
        if self._history[0] != marks:
            self._history = marks, self._dataset.history()
        return self._history[1]

    def _marks(self) -> tuple[int, ...]:
        # The directory changes when a version is published or dropped, dataset.json with a rollback.
        return tuple(
            (self._dataset.path / name).stat().st_mtime_ns for name in ("versions", "dataset.json", "current")
        )


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
