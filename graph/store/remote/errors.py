"""What can go wrong with a store elsewhere: one sentence each, with the store's own words in it.

::

    StoreError
    ├── StoreUnreachable   it is not there, or answered 429, 502 or 503 to the end
    ├── StoreTimedOut      it took longer than it was given
    ├── StoreDenied        it wants other credentials (401, 403)
    ├── StoreRefused       it says that the request is wrong (any other 3xx or 4xx)
    │   └── QueryRefused   it says that one of our own queries is wrong (400)
    └── StoreFailed        it failed (5xx), or what it answered cannot be read
"""

from __future__ import annotations

from graph.store.errors import DatasetError


class StoreError(DatasetError):
    """A store elsewhere did not do what it was asked.

    Attributes:
        words: what the store itself said, shortened; empty where it said nothing.
        status: the status of its answer, None where there was none.
    """

    def __init__(self, message: str, words: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.words = words
        self.status = status


class StoreUnreachable(StoreError):
    """The store cannot be reached, or is too busy."""


class StoreTimedOut(StoreError):
    """The store took longer than it was given."""


class StoreDenied(StoreError):
    """The store wants other credentials."""


class StoreRefused(StoreError):
    """The store says that the request is wrong."""


class QueryRefused(StoreRefused, SyntaxError):
    """The store cannot read a query: whoever wrote it gets what pyoxigraph's store raises for one, too."""


class StoreFailed(StoreError):
    """The store failed, or its answer cannot be read."""
