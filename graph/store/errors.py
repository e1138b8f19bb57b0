"""What can go wrong with a dataset: each error is one sentence saying what, where and what to do.

::

    DatasetError
    ├── NotADataset      the directory holds something else
    ├── NewerFormat      written by a later Reelgraph
    ├── OtherBase        the dataset's IRIs start with something else
    ├── DatasetBusy      another process is writing
    ├── NoVersion        nothing is published, or not that version
    ├── VersionInUse     the current version cannot be dropped
    ├── VersionKept      a version that is kept cannot be dropped
    └── CannotWrite      the disk is full, or may not be written
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from graph.filling.process import FillingEnded


class DatasetError(Exception):
    """A dataset cannot be opened, read or written."""


class NotADataset(DatasetError):
    """The directory holds something that is no dataset."""


class NewerFormat(DatasetError):
    """The dataset was written by a later version of Reelgraph."""


class OtherBase(DatasetError):
    """The dataset was made with another base IRI."""


class DatasetBusy(DatasetError):
    """Another process is writing to the dataset."""


class NoVersion(DatasetError, LookupError):
    """There is no such version."""


class VersionInUse(DatasetError):
    """The version is the current one."""


class VersionKept(DatasetError):
    """The version is kept."""


class CannotWrite(DatasetError):
    """The disk is full, or the directory may not be written."""


def of_open_files(error: OSError) -> str | None:
    """Where this process may not have as many files open as it needs, a sentence with what to do; else None.

    Oxigraph says so before it opens a store (it wants 96), the system (EMFILE) when one too many is opened.
    """
    if error.errno != errno.EMFILE and "file descriptors" not in str(error):
        return None
    import resource  # noqa: PLC0415 - not on every platform; those without it have no such limit

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return (
        f"This process may have no more than {most:,} files open at once, and the store needs more: run "
        "`ulimit -n 512` first, or set LimitNOFILE=512 where a service is described."
    )


def of_the_disk(error: Exception, path: Path) -> CannotWrite | None:
    """An error of the disk that the dataset is on, as one sentence; None for any other.

    Whoever writes a draft also reads files of their own: an error that names one of those is not ours.
    """
    if isinstance(error, FillingEnded):
        return CannotWrite(f"{error}, perhaps for want of memory; try again. Nothing was changed in {path}.")
    named = error.filename if isinstance(error, OSError) else None
    if named is not None and not Path(os.fsdecode(named)).absolute().is_relative_to(path.absolute()):
        return None
    text = str(error).lower()
    code = getattr(error, "sqlite_errorcode", 0)
    full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    # SQLite says that its disk is full, or where the index of a log (-shm) has no room, that it failed.
    full = full or code == sqlite3.SQLITE_IOERR_SHMSIZE
    if full or "no space left" in text or "disk is full" in text or "file too large" in text:
        return CannotWrite(
            f"There is no room left to write to {path}; free some and try again. Nothing was changed."
        )
    if code & 0xFF == sqlite3.SQLITE_IOERR:
        return CannotWrite(
            f"A file in {path} could not be written or read ({error}): the disk failed, or files may not be "
            "that large. Nothing was changed."
        )
    if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotWrite(f"{path} may not be written by this user; give --data a directory that may.")
    return _no_directory(error, path)


def _no_directory(error: Exception, path: Path) -> CannotWrite | None:
    """What to say where the dataset's directory itself cannot be made."""
    if not isinstance(error, OSError) or error.filename is None or Path(os.fsdecode(error.filename)) != path:
        return None
    return CannotWrite(f"{path} can be no directory ({error.strerror}); give --data another.")
