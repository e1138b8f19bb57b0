"""One published version: a directory that nobody writes to any more."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from graph.store.manifest import read_json
from graph.store.search import SearchIndex

if TYPE_CHECKING:
    from pathlib import Path


class Moment(NamedTuple):
    """A version became current: when, as an xsd:dateTime in UTC, and which. Moments sort by time."""

    at: str
    version: int


class Version:
    """A version of a dataset, read only. Any number of processes may have it open at the same time.

    Attributes:
        directory: where it lies.
        base: what the IRIs of its entities start with.
    """

    def __init__(self, directory: Path, base: str) -> None:
        self.directory = directory
        self.base = base

    def file(self, name: str) -> Path:
        """One of its files beside the store, which need not be there."""
        return self.directory / name

    @property
    def number(self) -> int:
        """The version's number."""
        return int(self.directory.name)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What is recorded of it: when it was published, from what, how large it is."""
        return read_json(self.directory / "manifest.json")

    @property
    def published(self) -> str:
        """When it was published, as an xsd:dateTime in UTC."""
        return str(self.manifest["published"])

    @property
    def triples(self) -> int:
        """How many triples it holds, in all its graphs."""
        return int(self.manifest["triples"])

    @cached_property
    def store(self) -> ox.Store:
        """The store, read only. Opening takes 10 to 20 ms whatever its size, and is done once."""
        return ox.Store.read_only(str(self.directory / "store"))

    @cached_property
    def index(self) -> SearchIndex:
        """The search index."""
        return SearchIndex(self.directory / "search.sqlite")
