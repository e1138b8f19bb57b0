"""Virtuoso, where it is installed: what docs/stores.md says that it does, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest

from graph.store import Dataset
from graph.store.remote import Client, RemoteStore, StoreAddress, StoreError, publish
from tests.stores.servers import NotHere, virtuoso

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BASE = "http://127.0.0.1:8000"


def quads(first: int, last: int, graph: str | None) -> list[ox.Quad]:
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(f"{BASE}/{graph}")
    about = ox.NamedNode(f"{BASE}/p")
    return [
        ox.Quad(ox.NamedNode(f"{BASE}/s{n}"), about, ox.Literal(f"“{n}”"), name) for n in range(first, last)
    ]


def test_a_version_is_put_there_and_the_next_one_and_both_are_read(tmp_path: Path) -> None:
    try:
        server = virtuoso()
    except NotHere as reason:
        pytest.skip(str(reason))  # no store that the contract is held on: docs/stores.md says why
    dataset = Dataset(tmp_path / "d", base=BASE)
    for last in (40, 50):
        with dataset.write() as draft:
            draft.store.clear()
            draft.store.extend([*quads(0, last, None), *quads(10, last, "a"), *quads(0, 9, f"only-{last}")])
            draft.publish({})
    with server:
        store = RemoteStore(Client(StoreAddress.of(server.spec)))
        before = None
        for number in (1, 2):
            version = dataset.version(number)
            marker = publish(store, version, before)
            assert {quad for quad in store if quad.graph_name != marker.graph and _ours(quad)} == set(
                version.store
            )
            before = version
        rows = cast("ox.QuerySolutions", store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
        assert [cast("ox.Literal", row["n"]).value for row in rows] == ["50"]
        with pytest.raises(StoreError, match=r"22005|integer"):
            store.client.update(
                f'INSERT DATA {{ GRAPH <{BASE}/g> {{ <urn:a> <urn:b> "no"^^<{_INTEGER}> }} }}'
            )


_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def _ours(quad: ox.Quad) -> bool:
    """Not one of the graphs that Virtuoso has of its own."""
    return isinstance(quad.graph_name, ox.DefaultGraph) or str(quad.graph_name).startswith(f"<{BASE}/")
