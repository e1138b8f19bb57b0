"""What can go wrong with a dataset: each error is one sentence saying what, where and what to do.

::

    DatasetError
    ├── NotADataset      the directory holds something else
    ├── NewerFormat      written by a later Reelgraph
    ├── OtherBase        the dataset's IRIs start with something else
    ├── DatasetBusy      another process is writing
    ├── NoVersion        nothing is published, or not that version
    ├── VersionInUse     the current version cannot be dropped
    └── CannotWrite      the disk is full, or may not be written
"""

from __future__ import annotations


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


class CannotWrite(DatasetError):
    """The disk is full, or the directory may not be written."""
