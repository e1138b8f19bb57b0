"""The next version while it is being made: a copy that only its writer sees, until it is published."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.layers import LOG, carry_over, seal
from graph.release import VERSION
from graph.store.manifest import share, sync_directory, sync_tree, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store.dataset import Dataset
    from graph.store.version import Version

#: What the name of a draft's directory begins with, and of a version's that is being deleted.
DRAFT = ".draft-"
#: Where a draft's store is written to, beside the directory that becomes the version.
_WORK = "work"
#: The files that a draft takes over from the version before, as copies of its own.
_COPIED = ("linking.json", "trust.json")
#: The same of SQLite, of which only what changed is the draft's own.
_LAYERED = ("documents.sqlite", "mentions.sqlite", "search.sqlite")
#: The files that a draft with nothing else to change than its store shares with the version before.
_SHARED = (*_COPIED, *_LAYERED, *(name + LOG for name in _LAYERED))
#: The files that nobody changes once they are written: another one takes their place.
_UNCHANGED = ("reference.duckdb",)


class Draft:
    """The next version while it is being made: a private directory with a store to write to.

    Attributes:
        store: a writable store that holds what the current version holds.
        directory: for the other files of the version.
        scratch: for files that no version keeps; cleared away with the draft, even after a crash.
    """

    def __init__(self, dataset: Dataset, *, store_only: bool = False) -> None:
        self._dataset = dataset
        self._copying: threading.Thread | None = None
        self._fault: OSError | None = None
        self._store: ox.Store | None = None
        # mkdtemp makes it private; the version inside is for everybody who may read the dataset.
        self._place = Path(tempfile.mkdtemp(prefix=DRAFT, dir=dataset._versions()))  # noqa: SLF001
        self.scratch = self._place
        self.directory = self._place / "version"
        try:
            self.directory.mkdir()
            self._parent = dataset.current()
            copied = self._carry_over(self._parent, store_only=store_only)
            # A hundred megabytes are on the disk by the time that the few which changed are to be.
            if copied:
                copying = threading.Thread(target=self._settle, args=(copied,), name="copies", daemon=True)
                copying.start()
                self._copying = copying  # one whose start was interrupted can't be waited for
            self._store = ox.Store(str(self._place / _WORK))
        except BaseException:
            self.discard()  # what is left of it would be in the way of whoever makes room on a full disk
            raise

    def _carry_over(self, parent: Version | None, *, store_only: bool) -> list[Path]:
        """Takes over what the version before has, and gives the files of which that is a copy."""
        copied: list[Path] = []
        if parent is None:
            return copied
        parent.store.backup(self._place / _WORK)
        for name in (*(_SHARED if store_only else (*_COPIED, *_LAYERED)), *_UNCHANGED):
            before, file = parent.directory / name, self.directory / name
            if not before.exists():
                continue
            if store_only or name in _UNCHANGED:
                share(before, file)
            elif name in _LAYERED:
                copied += carry_over(before, file)
            else:
                copied.append(Path(shutil.copyfile(before, file)))
        return copied

    @property
    def store(self) -> ox.Store:
        """The writable store."""
        if self._store is None:
            raise RuntimeError("the draft is published or discarded")
        return self._store

    def adopt(self, store: ox.Store) -> None:
        """Puts another store, which holds what the draft's does and more, in its place."""
        self._store = store

    def publish(self, summary: Mapping[str, Any], *, grown: int | None = None) -> Version:
        """Makes the draft a version and that version the current one.

        Args:
            summary: what the manifest is to say of the run; plain JSON values.
            grown: how many triples more it has than the version before, if the caller knows: counting
                those of a large store anew takes seconds.
        """
        dataset = self._dataset
        if self._parent is not None and grown is not None:
            triples = self._parent.triples + grown
        else:
            triples = len(self.store)
        self.store.backup(self.directory / "store")
        self._store = None
        number = dataset._last() + 1  # noqa: SLF001
        write_json(
            self.directory / "manifest.json",
            {
                "version": number,
                "parent": self._parent.number if self._parent else None,
                "published": this_moment(),
                "triples": triples,
                "base": dataset.base,
                "software": f"reelgraph {VERSION}",
                "summary": dict(summary),
            },
        )
        self._settled()
        if self._fault is not None:
            raise self._fault
        seal(self.directory)
        before = self._parent.directory if self._parent is not None else None
        sync_tree(self.directory / "store", before / "store" if before is not None else None)
        sync_tree(self.directory, before)
        dataset._note_format()  # noqa: SLF001
        self.directory.rename(dataset._directory(number))  # noqa: SLF001
        sync_directory(dataset._versions())  # noqa: SLF001
        dataset._point_to(number)  # noqa: SLF001
        with suppress(OSError):  # published it is; the next writer reads the number from the link
            dataset._note_last(number)  # noqa: SLF001
        return dataset.version(number)

    def _settle(self, files: Iterable[Path]) -> None:
        """Has files written to the disk.

        What goes wrong is kept for :meth:`publish`: Linux tells of a failed write once, and an fsync after
        that succeeds although the content is lost.
        """
        try:
            for file in files:
                sync_directory(file)
        except OSError as error:
            self._fault = error

    def _settled(self) -> None:
        """Waits for the copies to be on the disk."""
        if self._copying is not None:
            self._copying.join()
            self._copying = None

    def discard(self) -> None:
        """Clears away what was not published."""
        self._store = None
        self._settled()
        shutil.rmtree(self._place, ignore_errors=True)


def this_moment() -> str:
    """This moment as an xsd:dateTime in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
