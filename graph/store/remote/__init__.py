"""A store elsewhere: the same versions in any store that speaks SPARQL 1.1, through SPARQLWrapper.

``address``     the store's three addresses, from what ``--store`` is given
``client``      asking them: deadlines, another try where a store is busy, credentials
``store``       the store as our readers read one: SPARQL, and quads by pattern
``marker``      what the store says of the version that it holds
``claim``       one publisher at a time
``publishing``  putting a version into it, all or nothing

The data directory stays the workshop: versions are made there, and put into the store whole. Whoever only
reads needs none.
"""

from __future__ import annotations

from graph.store.remote.address import BadStoreAddress, StoreAddress
from graph.store.remote.claim import Claim, StoreClaimed
from graph.store.remote.client import Client, Credentials, Times
from graph.store.remote.errors import (
    QueryRefused,
    StoreDenied,
    StoreError,
    StoreFailed,
    StoreRefused,
    StoreTimedOut,
    StoreUnreachable,
)
from graph.store.remote.marker import Marker, read_marker
from graph.store.remote.publishing import StoreAhead, check_known, publish
from graph.store.remote.store import RemoteStore, is_graph, is_whole, with_prologue

__all__ = [
    "BadStoreAddress",
    "Claim",
    "Client",
    "Credentials",
    "Marker",
    "QueryRefused",
    "RemoteStore",
    "StoreAddress",
    "StoreAhead",
    "StoreClaimed",
    "StoreDenied",
    "StoreError",
    "StoreFailed",
    "StoreRefused",
    "StoreTimedOut",
    "StoreUnreachable",
    "Times",
    "check_known",
    "is_graph",
    "is_whole",
    "publish",
    "read_marker",
    "with_prologue",
]
