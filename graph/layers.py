"""SQLite files of which each version keeps what changed: a base that versions share, and pages beside it.

    mentions.sqlite        the base, one file for many versions by hard links; nobody writes to it
    mentions.sqlite-wal    the pages that changed since, as SQLite's own write-ahead log

Adding one review to 10,000 changes 370 of the 37,000 pages of these files. A draft takes the base over as a
link and the log as a copy, and its writer goes on with the log. Once the log has grown to a part of the base,
the writer ends by folding it into a base of the draft's own. A file without a log is an ordinary SQLite file.

See https://www.sqlite.org/wal.html, and https://www.sqlite.org/walformat.html for "a WAL is valid up to the
last commit".
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path

#: What SQLite calls the files that belong to a database: its log, and the index of that while it is open.
LOG, _INDEX = "-wal", "-shm"
#: A link to the base by which a writer keeps SQLite from writing to it, while it writes to the log.
_GUARD = "-guard"
#: A base smaller than this is copied: that takes a millisecond or two, and is one file less.
SMALLEST = 2_000_000
#: A log larger than this part of its base is folded. Each version copies the log of the one before, a fold
#: writes the whole base: with an eighth, some twenty versions of one review each share a base.
_PART = 8
#: Nothing that SQLite takes for a log, and longer than nothing, which it takes for none.
_EMPTY = bytes(32)
#: The guards of writers that were not closed: no writer outlives its own.
_guards: set[sqlite3.Connection] = set()


def log_of(file: Path) -> Path:
    """Where the pages of a file lie that changed since its base."""
    return file.with_name(file.name + LOG)


def is_layered(file: Path) -> bool:
    """Whether a file is a base that may be shared, with a log beside it."""
    return log_of(file).exists()


def carry_over(before: Path, file: Path) -> list[Path]:
    """Makes a draft's file of that of the version before.

    Returns:
        What was copied, and so is yet to be written to the disk.

    Raises:
        OSError: it cannot be written.
    """
    log, copy = log_of(before), log_of(file)
    if before.stat().st_size >= SMALLEST and _linked(before, file):
        if log.exists():
            shutil.copyfile(log, copy)
        else:
            copy.write_bytes(_EMPTY)
        return [copy]
    shutil.copyfile(before, file)
    if log.exists():
        shutil.copyfile(log, copy)
        _merge(file)
    return [file]


def _linked(before: Path, file: Path) -> bool:
    """Gives a file a second name, by which SQLite knows that it is one file; says whether that was possible.

    SQLite tells files by their numbers. A disk over a network or through FUSE may number names instead, and
    then nothing would keep a writer from the base.
    """
    try:
        os.link(before, file)
    except OSError:  # a disk without hard links, or one that has enough of them for this file
        return False
    if file.samefile(before):
        return True
    file.unlink()
    return False


def seal(directory: Path) -> None:
    """Has the logs of a version written to no more.

    Any program that opens a file as SQLite does by itself, to read it, ends by writing the log into the base,
    which would change other versions, unless it may not write to the log.
    """
    for log in directory.glob(f"*{LOG}"):
        log.chmod(log.stat().st_mode & ~0o222)


def remove(file: Path) -> None:
    """Removes a file with its log, if they are there."""
    for name in (file, log_of(file)):
        name.unlink(missing_ok=True)


def open_to_change(file: Path, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as sqlite3.connect takes
    """Opens a draft's file to write to it; made where there is none.

    Nothing is written to a base that is shared. The log is not written to the disk at each commit: publishing
    does that, and until then a draft is thrown away whole.

    Args:
        file: the file.
        options: what else :func:`sqlite3.connect` takes.

    Raises:
        sqlite3.OperationalError: it cannot be opened.
    """
    if not file.exists():
        log_of(file).unlink(missing_ok=True)  # of a file that was there before
    if not is_layered(file):
        if file.exists() and file.stat().st_nlink > 1:  # a version has it, too, whoever took its log away
            _part(file)
        return sqlite3.Connection(file, **options)
    database = _Layered(file, **options)
    database.keep_base(file)
    return database


def open_to_read(file: Path, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as sqlite3.connect takes
    """Opens a published version's file, which nobody writes to any more; no file is made beside it.

    Args:
        file: the file.
        options: what else :func:`sqlite3.connect` takes.

    Raises:
        sqlite3.OperationalError: it cannot be opened.
    """
    address = f"file:{quote(os.fsencode(file.absolute()))}?mode=ro"
    # SQLite would remove a log that nothing was written to yet.
    if not is_layered(file) or log_of(file).stat().st_size <= len(_EMPTY):
        return sqlite3.Connection(f"{address}&immutable=1", uri=True, **options)
    # What is immutable has no log to SQLite. Without locks, and for one connection alone, it keeps the index
    # of the log in memory: no file is made, and whoever reads or writes other versions is not in the way. The
    # base is opened for reading: SQLite tries to write the log into it all the same, and the system refuses.
    database = sqlite3.Connection(f"{address}&vfs=unix-none", uri=True, **options)
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("SELECT 1 FROM sqlite_master").fetchone()
    # SQLite looks for the log when it first reads. A version may be dropped just before that, and its base
    # without the log is another version.
    if not is_layered(file):
        database.close()
        raise sqlite3.OperationalError(f"{file} was removed")
    return database


class _Layered(sqlite3.Connection):
    """A connection that writes to the log alone.

    SQLite copies the log into the base when the last connection to it is closed, unless somebody else has
    the base open. (The option to leave it, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, Python has from 3.12 on.) So
    somebody has: a reader, by another name of the base, which has no log of its own.
    """

    _file: Path
    _guard: sqlite3.Connection | None = None

    def keep_base(self, file: Path) -> None:
        """Has the base left as it is, before anything is read."""
        self._file = file
        guard = file.with_name(file.name + _GUARD)
        guard.unlink(missing_ok=True)
        os.link(file, guard)
        self._guard = sqlite3.connect(guard, isolation_level=None, timeout=0, check_same_thread=False)
        _guards.add(self._guard)
        _hold(self._guard)
        self.execute("PRAGMA wal_autocheckpoint = 0")
        self.execute("PRAGMA synchronous = OFF")

    def close(self) -> None:
        """Closes it. A log that has grown to a part of its base is folded into a base of this draft's own."""
        super().close()
        guard, self._guard = self._guard, None
        if guard is None:
            return
        # Whoever still holds a cursor keeps SQLite's side of this connection open; then the guard stays, too.
        guard.execute("ROLLBACK")
        try:
            guard.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            _hold(guard)
        else:
            guard.close()
            _guards.discard(guard)
        for ending in (_GUARD, _INDEX):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        log = log_of(self._file)
        if log.stat().st_size > self._file.stat().st_size // _PART:
            _part(self._file)
            _merge(self._file)


def _hold(guard: sqlite3.Connection) -> None:
    """Has a guard read, and so keep everybody else from writing to the base."""
    guard.execute("BEGIN")
    guard.execute("SELECT 1 FROM sqlite_master").fetchone()


def _part(file: Path) -> None:
    """Makes a file that versions share one of this draft's own."""
    own = file.with_name(file.name + ".own")
    shutil.copyfile(file, own)
    own.replace(file)


def _merge(file: Path) -> None:
    """Writes a log into its base, which no version shares, and removes it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = DELETE").fetchone()
