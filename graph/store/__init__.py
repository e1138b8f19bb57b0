"""The store: datasets on disk, their immutable versions, and the ways to ask them. Knows no film.

For rdflib, see :func:`graph.store.rdflib_dataset.rdflib_dataset`; it is not imported here, for rdflib
takes longer to import than a version to open.
"""

from graph.store.dataset import DEFAULT_BASE, Dataset, Draft
from graph.store.errors import (
    CannotWrite,
    DatasetBusy,
    DatasetError,
    NewerFormat,
    NotADataset,
    NoVersion,
    OtherBase,
    VersionInUse,
)
from graph.store.search import SearchHit, SearchIndex, SearchRow, write_index
from graph.store.version import Version

__all__ = [
    "DEFAULT_BASE",
    "CannotWrite",
    "Dataset",
    "DatasetBusy",
    "DatasetError",
    "Draft",
    "NewerFormat",
    "NoVersion",
    "NotADataset",
    "OtherBase",
    "SearchHit",
    "SearchIndex",
    "SearchRow",
    "Version",
    "VersionInUse",
    "write_index",
]
