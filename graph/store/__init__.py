"""The store: datasets on disk, their immutable versions, and the ways to ask them. Knows no film.

For rdflib, see :func:`graph.store.rdflib_dataset.rdflib_dataset`; it is not imported here, for rdflib
takes longer to import than a version to open.
"""

from graph.store.dataset import Dataset
from graph.store.description import DEFAULT_BASE
from graph.store.draft import Draft
from graph.store.errors import (
    CannotWrite,
    DatasetBusy,
    DatasetError,
    NewerFormat,
    NotADataset,
    NoVersion,
    OtherBase,
    VersionInUse,
    VersionKept,
)
from graph.store.patch import Change, changes, patch_lines
from graph.store.search import (
    OutdatedIndex,
    SearchHit,
    SearchIndex,
    SearchRow,
    is_outdated,
    update_index,
    write_index,
)
from graph.store.version import Moment, Version

__all__ = [
    "DEFAULT_BASE",
    "CannotWrite",
    "Change",
    "Dataset",
    "DatasetBusy",
    "DatasetError",
    "Draft",
    "Moment",
    "NewerFormat",
    "NoVersion",
    "NotADataset",
    "OtherBase",
    "OutdatedIndex",
    "SearchHit",
    "SearchIndex",
    "SearchRow",
    "Version",
    "VersionInUse",
    "VersionKept",
    "changes",
    "is_outdated",
    "patch_lines",
    "update_index",
    "write_index",
]
