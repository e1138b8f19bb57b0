"""The contract's stores: the embedded one, and others that speak SPARQL 1.1."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from graph.store.remote import Client, RemoteStore, StoreAddress
from tests.conftest import missing
from tests.stores.servers import NotHere, Store, fuseki, oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAKERS = {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}
#: Those that the contract is held on; Virtuoso where it is asked for, see docs/stores.md.
_HELD = ["embedded", "oxigraph", "fuseki", *(["virtuoso"] if os.environ.get("REELGRAPH_VIRTUOSO") else [])]


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a dataset's version is kept: ``spec`` is what --store is given, None for the disk alone."""

    name: str
    spec: str | None
    server: Store | None = None

    @property
    def remote(self) -> RemoteStore:
        """The store, for a test that looks into it."""
        assert self.spec is not None
        return RemoteStore(Client(StoreAddress.of(self.spec)))


def _started(name: str, stack: ExitStack) -> Kept:
    if name == "embedded":
        return Kept(name, None)
    try:
        store = stack.enter_context(_MAKERS[name]())
    except NotHere as reason:
        missing(str(reason))
        raise
    return Kept(name, store.spec, store)


@pytest.fixture(scope="session", params=_HELD)
def any_store(request: pytest.FixtureRequest) -> Iterator[Kept]:
    """Each store in turn, started once for all tests."""
    with ExitStack() as stack:
        yield _started(request.param, stack)


@pytest.fixture(scope="session", params=["oxigraph", "fuseki"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[Kept]:
    """A store elsewhere, for tests that empty it first."""
    with ExitStack() as stack:
        yield _started(request.param, stack)
