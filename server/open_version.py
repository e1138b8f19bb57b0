"""A version that is open, as ``server.published.Published``: on disk, or in a store elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.search_rows import candidates, search
from server.options import address_of
from server.published import ask_store

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.store import Dataset, SearchHit, Version
    from server.published import Published, Result


def opened(dataset: Dataset, number: int | None) -> Published:
    """A version of a dataset, on disk or in a store elsewhere, for a command that asks it as the pages do.

    Raises:
        DatasetError: there is none of that number.
    """
    from server.stored import StoredDataset  # noqa: PLC0415 - it is built on this module

    version = dataset.version(number)
    if address_of(dataset) is not None:
        return OpenVersion(version)
    return StoredDataset(dataset.path).version(version.number)


class OpenVersion:
    """See ``server.published.Published``.

    Args:
        version: the version; its store is opened.
    """

    def __init__(self, version: Version) -> None:
        self._version = version
        self.number = version.number
        self.base = version.base
        self.published = version.published
        self.store = version.store

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
            self.store, text, prefixes=prefixes, base_iri=base_iri,
            default_graphs=default_graphs, named_graphs=named_graphs,
        )  # fmt: skip

    def search(self, words: str, limit: int) -> Sequence[SearchHit]:
        """See ``Published``."""
        return search(self._version.index, words, limit=limit)

    def candidates(
        self, name: str, kinds: Collection[str], ids: Sequence[tuple[str, str]], *, limit: int, widely: bool
    ) -> Sequence[SearchHit]:
        """See ``Published``."""
        return candidates(self._version.index, name, kinds=kinds, ids=ids, limit=limit, widely=widely)
