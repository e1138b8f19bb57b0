"""A dataset on disk: immutable versions, one of them current, and one writer at a time.

    DIR/dataset.json                     the format's number, the base IRI, the last version's number,
                                         the versions to keep, and when there was a rollback to which
    DIR/lock                             held by the writer
    DIR/versions/000042/                 store/, search.sqlite, mentions.sqlite, documents.sqlite,
                                         what of these changed (-wal, see graph/layers), manifest.json
    DIR/current -> versions/000042       swapped in one step
    DIR/fetched/HOST/                    pages of sites, see graph/crawl

A writer works on a private copy, a draft, whose store shares its unchanged files with the version it
comes from by hard links (pyoxigraph's backup; RocksDB never changes a file it has finished).
What is published is a second backup, of the draft's store: whoever still holds that store, or an
iterator over it, keeps it open, and would go on writing to a directory that was merely renamed.
Publishing names the version and swaps the link; a crash before the swap leaves the current version as
it was, and the next writer clears away the draft, or the version that never became current.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from graph.store.description import FORMAT, PARTS, described
from graph.store.draft import DRAFT, Draft, this_moment
from graph.store.errors import (
    DatasetBusy,
    NotADataset,
    NoVersion,
    OtherBase,
    VersionInUse,
    VersionKept,
    of_the_disk,
)
from graph.store.manifest import sync_directory, write_json
from graph.store.version import Moment, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
_NUMBER = re.compile(r"\d{6,}")


class Dataset:
    """A dataset's directory. Making one touches no disk; reading needs no right to write.

    Args:
        path: the directory; it need not exist until something is written.
        base: what the IRIs of its entities start with; None takes what the dataset has.
    """

    def __init__(self, path: str | Path, base: str | None = None) -> None:
        self.path = Path(path)
        self._given_base = base.rstrip("/") if base else None
        # A version never changes: what its manifest says is read once. Replaced whole, so safe in threads.
        self._moments: dict[tuple[int, int, int], str] = {}

    # -- reading ---------------------------------------------------------------------------------

    @property
    def base(self) -> str:
        """What the IRIs of the dataset's entities start with, without a slash at the end."""
        return str(self._description()["base"])

    def current(self) -> Version | None:
        """The current version, or None where nothing is published."""
        number = self.current_number()
        return None if number is None else self.version(number)

    def current_number(self) -> int | None:
        """The current version's number, or None. Costs one readlink: cheap enough for every request."""
        try:
            return int(Path(os.readlink(self.path / "current")).name)  # noqa: PTH115 - half its time
        except (OSError, ValueError) as error:
            if getattr(error, "errno", None) in (errno.ENOENT, errno.ENOTDIR):
                return None
            raise NotADataset(
                f"{self.path / 'current'} cannot be read as a link to a version; "
                "copy a dataset with its links as links (cp -a, rsync -a)."
            ) from None

    def version(self, number: int | None = None) -> Version:
        """A version by its number; None is the current one.

        Raises:
            NoVersion: nothing is published, or there is no such version (any longer).
            NewerFormat, NotADataset: this is no dataset that we can read.
        """
        base = self.base
        found = self.current_number() if number is None else number
        if found is None:
            raise NoVersion(
                f"Nothing is published in {self.path} yet; run `reelgraph ingest` with a review page first."
            )
        directory = self._directory(found)
        if not (directory / "manifest.json").exists():
            raise NoVersion(f"There is no version {found} in {self.path}; `reelgraph versions` lists them.")
        return Version(directory, base)

    def versions(self) -> list[Version]:
        """All versions, the oldest first."""
        base = self.base
        return [Version(self._directory(number), base) for number in self._numbers()]

    def kept(self) -> set[int]:
        """The numbers of the versions that may not be dropped."""
        return set(self._description().get("kept", ()))

    def was_published(self, number: int) -> bool:
        """Whether there ever was a version of this number, dropped since or not."""
        return 0 < number <= self._last()

    def history(self) -> list[Moment]:
        """When which of the versions that are still there became current, the oldest moment first."""
        published = self._published()
        found = [Moment(at, number) for number, at in published.items()]
        rollbacks = [Moment(*item) for item in self._description().get("rollbacks", ())]
        return sorted([*found, *(item for item in rollbacks if item.version in published)])

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def write(self, *, store_only: bool = False) -> Iterator[Draft]:
        """A draft of the next version. Leaving without publishing discards it.

        Args:
            store_only: nothing but the store is going to change; the other files are shared with the
                version before, as links, and must not be written to.

        Raises:
            DatasetBusy: another process is writing.
            CannotWrite: the disk is full or may not be written; the current version is as it was.
            NotADataset, NewerFormat, OtherBase: this is not a dataset to write to.
        """
        with self._locked():
            draft = None
            try:
                draft = Draft(self, store_only=store_only)
                yield draft
            except (OSError, sqlite3.OperationalError) as error:
                known = of_the_disk(error, self.path)
                if known is None:
                    raise
                raise known from error
            finally:
                if draft is not None:
                    draft.discard()

    def rollback(self, number: int | None = None) -> int:
        """Makes an older version current: ``number``, or the one before. Deletes nothing.

        Returns:
            The number of the version that is current now.
        """
        with self._locked():
            now = self.current_number()
            if number is None:
                older = [n for n in self._numbers() if now is not None and n < now]
                if not older:
                    raise NoVersion(f"There is no version before the current one in {self.path}.")
                number = older[-1]
            self.version(number)
            self._point_to(number)
            rollbacks = [*self._description().get("rollbacks", ()), [this_moment(), number]]
            self._note(rollbacks=rollbacks)
            return number

    def keep(self, number: int, *, keep: bool = True) -> None:
        """Marks a version as one that may not be dropped, or takes the mark off."""
        with self._locked():
            self.version(number)
            kept = self.kept() | {number} if keep else self.kept() - {number}
            self._note(kept=sorted(kept))

    def drop(self, number: int) -> None:
        """Deletes a version that is neither the current one nor kept."""
        with self._locked():
            self.version(number)
            if number == self.current_number():
                raise VersionInUse(
                    f"Version {number} is the current one; roll back or publish another first."
                )
            if number in self.kept():
                raise VersionKept(
                    f"Version {number} is kept; run `reelgraph versions unkeep {number}` to let it go first."
                )
            self._delete(number)

    def prune(
        self, keep_last: int | None = None, keep_days: float | None = None, *, only_say: bool = False
    ) -> list[int]:
        """Deletes old versions. The current one, and those that are kept, always stay.

        Args:
            keep_last: as many of the newest versions stay.
            keep_days: the versions published within so many days stay.
            only_say: delete nothing, and say what would be.

        Returns:
            The numbers of the versions that neither rule lets stay; without any rule, none.
        """
        with self._locked():
            return self.prune_locked(keep_last, keep_days, only_say=only_say)

    def prune_locked(
        self, keep_last: int | None = None, keep_days: float | None = None, *, only_say: bool = False
    ) -> list[int]:
        """The same for whoever is writing already."""
        if keep_last is None and keep_days is None:
            return []
        numbers = self._numbers()
        staying = self.kept() | {self.current_number()} | set(numbers[-keep_last:] if keep_last else ())
        if keep_days is not None:
            since = datetime.now(UTC) - timedelta(days=keep_days)
            published = self._published()
            staying |= {n for n, at in published.items() if datetime.fromisoformat(at) >= since}
        doomed = [number for number in numbers if number not in staying]
        for number in () if only_say else doomed:
            self._delete(number)
        return doomed

    @contextmanager
    def adopting(self, base: str, number: int, published: str) -> Iterator[Path | None]:
        """A folder to fill with the files of a version that was made elsewhere; it is then the current one.

        Args:
            base: what the IRIs of its entities start with; a new directory takes it over.
            number: its number.
            published: when it was published.

        Yields:
            The folder; None where the version is the current one already.

        Raises:
            OtherBase: the dataset here has another base.
            VersionInUse: another version has that number here.
        """
        new = not (self.path / "dataset.json").exists()
        if not new and self.base != base:
            raise OtherBase(f"The IRIs in {self.path} start with {self.base}, not with {base}.")
        if new and self._given_base is None:
            self._given_base = base
        with self._locked():
            directory = self._directory(number)
            if (directory / "manifest.json").exists():
                if Version(directory, base).published != published:
                    raise VersionInUse(
                        f"{self.path} has a version {number} of its own; pull into a directory that is only "
                        "for copies."
                    )
                if number != self.current_number():
                    self._point_to(number)
                yield None
                return
            folder = Path(tempfile.mkdtemp(prefix=DRAFT, dir=self._versions()))
            try:
                folder.chmod(0o755)
                yield folder
                self._note_format()
                folder.rename(directory)
                sync_directory(self._versions())
                self._point_to(number)
                self._note_last(number)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    # -- inside ----------------------------------------------------------------------------------

    def _published(self) -> dict[int, str]:
        """When each version that is there was published. One that is dropped meanwhile is left out."""
        found: dict[tuple[int, int, int], str] = {}
        for number in self._numbers():
            directory = self._directory(number)
            with suppress(FileNotFoundError):
                seen = directory.stat()
                key = number, seen.st_ino, seen.st_mtime_ns
                found[key] = self._moments.get(key) or Version(directory, "").published
        self._moments = found
        return {number: at for (number, _, _), at in found.items()}

    def _delete(self, number: int) -> None:
        # Renamed first, so that a crash halfway leaves a draft to clear away and no broken version.
        # A reader that has it open goes on reading: a file lasts until the last who has it open closes it.
        doomed = self._versions() / f"{DRAFT}dropped-{number}"
        self._directory(number).rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)  # the next writer clears away what is left

    def _versions(self) -> Path:
        return self.path / "versions"

    def _directory(self, number: int) -> Path:
        return self._versions() / f"{number:06d}"

    def _numbers(self) -> list[int]:
        try:
            names = [entry.name for entry in self._versions().iterdir()]
        except FileNotFoundError:
            return []
        published = self._last()
        numbers = (int(name) for name in names if _NUMBER.fullmatch(name))
        return sorted(number for number in numbers if number <= published)

    def _last(self) -> int:
        """The highest number that was ever current; one above it is what a crash left unfinished."""
        return max(int(self._description().get("last", 0)), self.current_number() or 0)

    def _description(self) -> dict[str, Any]:
        return described(self.path, self._given_base)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        description = self._description()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not (self.path / "dataset.json").exists():
                write_json(self.path / "dataset.json", description)
            lock = FileLock(self.path / "lock")
            with lock.acquire(timeout=0):
                self._versions().mkdir(exist_ok=True)
                writer = self.path / "writer"
                writer.write_text(f"{os.getpid()}\n", encoding="ascii")
                try:
                    self._clear()
                    yield
                finally:
                    writer.unlink(missing_ok=True)
        except Timeout:
            raise DatasetBusy(
                f"Another process{self._holder()} is writing to {self.path}; "
                "wait for it to end and try again."
            ) from None
        except OSError as error:
            known = of_the_disk(error, self.path)
            if known is None:
                raise
            raise known from error

    def _holder(self) -> str:
        try:
            return f" ({(self.path / 'writer').read_text(encoding='ascii').strip()})"
        except OSError:
            return ""

    def _clear(self) -> None:
        """Clears away what killed writers left, and notes the last number where they could not."""
        last = self._last()
        for entry in self._versions().iterdir():
            unfinished = _NUMBER.fullmatch(entry.name) and int(entry.name) > last
            if unfinished or entry.name.startswith(DRAFT):
                shutil.rmtree(entry, ignore_errors=True)
        for entry in self.path.iterdir():
            if entry.name.startswith(PARTS):
                entry.unlink(missing_ok=True)
        self._note_last(last)

    def _note_last(self, number: int) -> None:
        """Remembers a number as used, so that it never is again, whatever is deleted."""
        if number > int(self._description().get("last", 0)):
            self._note(last=number)

    def _note_format(self) -> None:
        """Has an earlier release refuse the dataset, before a version that it would misread is current."""
        if self._description()["format"] < FORMAT:
            self._note()

    def _note(self, **changes: object) -> None:
        write_json(self.path / "dataset.json", {**self._description(), "format": FORMAT, **changes})

    def _point_to(self, number: int) -> None:
        link = self.path / f".current-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("versions") / f"{number:06d}")
        link.replace(self.path / "current")
        sync_directory(self.path)
