"""Putting a version into a store elsewhere: all of it or nothing, whatever it holds and whenever it fails."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest

from graph.elsewhere import RemoteDataset
from graph.store import Dataset, OtherBase
from graph.store.remote import (
    Claim,
    RemoteStore,
    StoreAddress,
    StoreAhead,
    StoreClaimed,
    StoreError,
    publish,
    publishing,
    read_marker,
    staging,
)
from tests.stores.faulty import Faulty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.stores.conftest import Kept

pytestmark = pytest.mark.slow

BASE = "https://films.example"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}/{name}")


def quads(number: int, graph: str | None = None) -> list[ox.Quad]:
    """So many quads of one graph."""
    name = ox.DefaultGraph() if graph is None else iri(graph)
    return [ox.Quad(iri(f"s{n}"), iri("p"), ox.Literal(n), name) for n in range(number)]


#: Terms that are written wrong where text is put together carelessly.
AWKWARD: list[ox.Literal | ox.NamedNode] = [
    ox.Literal('say "no" \\ and\ttab\r\nline'),
    ox.Literal("} ; DROP ALL ; INSERT DATA {"),
    ox.Literal("𝔉ilm \u202e \u0001 é"),
    ox.Literal("Filme", language="de"),
    ox.Literal("2019", datatype=ox.NamedNode(f"{_XSD}gYear")),
    ox.Literal("no number", datatype=ox.NamedNode(f"{_XSD}integer")),
    iri("a%20b?c=d&e#f"),
]


def published(data: Path, *versions: Iterable[ox.Quad]) -> Dataset:
    """A dataset on disk with these versions."""
    dataset = Dataset(data, base=BASE)
    for found in versions:
        with dataset.write() as draft:
            draft.store.clear()
            draft.store.extend(found)
            draft.publish({})
    return dataset


def held(store: RemoteStore) -> set[ox.Quad]:
    """What the store holds, without what it says of itself."""
    return {quad for quad in store if quad.graph_name != iri("graph/published")}


@pytest.fixture
def store(elsewhere: Kept, monkeypatch: pytest.MonkeyPatch) -> RemoteStore:
    """The store, empty; and everything is sent in small parts, so that all ways of sending are gone."""
    monkeypatch.setattr(staging, "_LARGE", 50)
    monkeypatch.setattr(staging, "_UPDATE_CHARACTERS", 2_000)
    monkeypatch.setattr(staging, "_BLOCK_CHARACTERS", 1_000)
    monkeypatch.setattr(staging, "_PART", 70)
    found = elsewhere.remote
    found.client.update("DROP ALL")
    return found


def test_a_version_arrives_whole_whatever_its_terms(store: RemoteStore, tmp_path: Path) -> None:
    awkward = [ox.Quad(iri("s"), iri(f"p{n}"), term, iri("g")) for n, term in enumerate(AWKWARD)]
    plain = [*quads(60), *quads(10, "small"), *quads(55, "large")]
    dataset = published(tmp_path / "d", [*plain, *awkward])
    marker = publish(store, dataset.version(), None)
    assert held(store) == set(dataset.version().store)
    assert read_marker(store, graphs=True) == marker
    assert marker.graphs == {iri(name).value for name in ("small", "large", "g")}


def test_a_graph_that_the_next_version_lacks_goes_and_others_graphs_stay(
    store: RemoteStore, tmp_path: Path
) -> None:
    dataset = published(tmp_path / "d", [*quads(5, "a"), *quads(5, "b")], [*quads(5, "b"), *quads(5, "c")])
    store.client.update("INSERT DATA { GRAPH <https://other.example/g> { <urn:s> <urn:p> 1 } }")
    for before in (None, dataset.version(1)):  # loaded beside, and by difference
        publish(store, dataset.version(1), None, replace=True)
        publish(store, dataset.version(2), before)
        assert {graph.value for graph in store.named_graphs()} == {
            iri("b").value, iri("c").value, iri("graph/published").value, "https://other.example/g",
        }  # fmt: skip


def test_blank_nodes_become_iris_that_last_between_versions(store: RemoteStore, tmp_path: Path) -> None:
    node = ox.BlankNode()
    first = [ox.Quad(node, iri("p"), ox.Literal(1), iri("g")), ox.Quad(iri("s"), iri("p"), node, iri("g"))]
    dataset = published(tmp_path / "d", first, [first[1]])
    publish(store, dataset.version(1), None)
    named = next(quad.subject for quad in held(store) if quad.object == ox.Literal(1))
    assert isinstance(named, ox.NamedNode)
    assert ox.Quad(iri("s"), iri("p"), named, iri("g")) in held(store)
    publish(store, dataset.version(2), dataset.version(1))
    assert held(store) == {ox.Quad(iri("s"), iri("p"), named, iri("g"))}


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4, 5])
def test_a_store_that_fails_in_the_middle_still_holds_the_version_before(
    store: RemoteStore, tmp_path: Path, fails_at: int
) -> None:
    dataset = published(tmp_path / "d", quads(20, "a"), [*quads(60, "a"), *quads(70), *quads(9, "b")])
    publish(store, dataset.version(1), None)
    before = held(store)
    address = store.client.address
    with Faulty(address, fails_at) as faulty, pytest.raises(StoreError):
        publish(faulty.store(), dataset.version(2), None, replace=True)
    beside = (f"<{BASE}/staging/", f"<{BASE}/graph/publishing>")  # it would not let us clear away
    left = {quad for quad in held(store) if not str(quad.graph_name).startswith(beside)}
    assert left == before
    marker = read_marker(store)
    assert marker is not None
    assert marker.number == 1
    publish(store, dataset.version(2), None)
    store.client.update(f"DROP SILENT GRAPH {iri('graph/publishing')}")
    assert held(store) == set(dataset.version(2).store)


@pytest.mark.parametrize("fails_at", [0, 3, 6])
def test_many_changes_are_loaded_beside_and_switched_or_not_at_all(
    store: RemoteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    monkeypatch.setattr(publishing, "_ONE_UPDATE", 10)
    first = [*quads(120), *quads(60, "a"), *quads(9, "b"), *quads(9, "left")]
    second = [*quads(200)[70:], *quads(200, "a")[50:], *quads(9, "b")[1:], *quads(70, "new")]
    dataset = published(tmp_path / "d", first, second)
    publish(store, dataset.version(1), None)
    with Faulty(store.client.address, fails_at) as faulty:
        if fails_at:
            with pytest.raises(StoreError):
                publish(faulty.store(), dataset.version(2), dataset.version(1))
            assert {q for q in held(store) if "/staging/" not in str(q.graph_name)} >= set(first)
            store.client.update(f"DROP SILENT GRAPH {iri('graph/publishing')}")
        sent: list[int] = []
        publish(store, dataset.version(2), dataset.version(1), lambda _, done, __: sent.append(done))
    assert held(store) == set(second)
    assert max(sent) == len(set(first) ^ set(second))  # what stays is not sent
    marker = read_marker(store, graphs=True)
    assert marker is not None
    assert marker.graphs == {iri(name).value for name in ("a", "b", "new")}
    assert "/left>" not in " ".join(map(str, store.named_graphs()))


def test_what_stands_before_a_store_may_take_less_at_once_than_we_send(
    store: RemoteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_UPDATE_CHARACTERS", 40_000)
    monkeypatch.setattr(staging, "_PART", 10_000)
    dataset = published(tmp_path / "d", [*quads(200), *quads(60, "a"), *quads(9, "b")])
    with Faulty(store.client.address, most=6_000) as faulty:
        publish(faulty.store(), dataset.version(), None)
    assert held(store) == set(dataset.version().store)


def test_a_store_that_takes_half_is_not_switched(store: RemoteStore, tmp_path: Path) -> None:
    dataset = published(tmp_path / "d", [*quads(60, "a"), *quads(9, "b")])
    with Faulty(store.client.address, swallow_at=2) as faulty, pytest.raises(StoreError, match="took"):
        publish(faulty.store(), dataset.version(), None)
    assert read_marker(store) is None


def test_another_dataset_in_the_store_is_left_alone(store: RemoteStore, tmp_path: Path) -> None:
    publish(store, published(tmp_path / "d", quads(3)).version(), None)
    other = Dataset(tmp_path / "other", base="https://other.example")
    with other.write() as draft:
        draft.publish({})
    with pytest.raises(OtherBase):
        publish(store, other.version(), None)


def test_a_version_that_the_data_directory_does_not_know_is_not_replaced_unasked(
    store: RemoteStore, tmp_path: Path
) -> None:
    publish(store, published(tmp_path / "d", quads(3)).version(), None)
    other = RemoteDataset(tmp_path / "other", BASE, store.client.address)
    with pytest.raises(StoreAhead, match="--replace"), other.write():
        pytest.fail("nothing is begun")
    fresh = published(tmp_path / "other", quads(4))
    with pytest.raises(StoreAhead):
        publish(store, fresh.version(), None)
    publish(store, fresh.version(), None, replace=True)
    assert len(held(store)) == 4


def test_publishers_that_come_at_once_follow_one_another(store: RemoteStore, tmp_path: Path) -> None:
    dataset = published(tmp_path / "d", quads(9))
    with dataset.write() as draft:
        draft.store.extend(quads(80, "g"))
        draft.publish({})
    address = store.client.address
    publishers = [RemoteDataset(tmp_path / "d", BASE, address) for _ in range(3)]
    failures: list[BaseException] = []

    def work(publisher: RemoteDataset) -> None:
        try:
            publisher.publish()
        except BaseException as error:  # noqa: BLE001 - looked at below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(publisher,)) for publisher in publishers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert held(store) == set(dataset.version().store)
    assert {graph.value for graph in store.named_graphs()} == {
        iri("g").value, iri("graph/published").value
    }  # fmt: skip


def test_a_publisher_waits_for_another_and_gives_up_with_a_sentence(
    store: RemoteStore, tmp_path: Path
) -> None:
    dataset = published(tmp_path / "d", quads(3))
    with Claim(store, BASE), pytest.raises(StoreClaimed, match="--replace"), Claim(store, BASE, patience=0):
        pytest.fail("there are two")
    with Claim(store, BASE) as lost:
        publish(store, dataset.version(), None, replace=True)  # whoever says so takes over
        with pytest.raises(StoreError):
            lost.check()
    assert held(store) == set(quads(3))


def test_the_claim_of_a_publisher_that_was_killed_counts_no_more(store: RemoteStore, tmp_path: Path) -> None:
    about, graph = iri("graph/publishing#killed"), iri("graph/publishing")
    modified = "<http://purl.org/dc/terms/modified>"
    store.client.update(f'INSERT DATA {{ GRAPH {graph} {{ {about} {modified} "1000000000 other 1" }} }}')
    publish(store, published(tmp_path / "d", quads(3)).version(), None)
    store.client.update(f"DROP SILENT GRAPH {graph}")
    assert held(store) == set(quads(3))


def test_values_that_a_store_writes_in_its_own_way_do_not_stop_it(store: RemoteStore, tmp_path: Path) -> None:
    same = [
        ox.Quad(iri("s"), iri("p"), ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}{kind}")), iri("g"))
        for value, kind in (("1", "integer"), ("01", "integer"), ("true", "boolean"), ("1", "boolean"))
    ]
    dataset = published(tmp_path / "d", same, same[:1])
    publish(store, dataset.version(1), None)
    assert {quad.object.value for quad in held(store)} >= {"1", "true"}  # type: ignore[union-attr]


def test_readers_see_one_version_or_the_other_meanwhile(store: RemoteStore, tmp_path: Path) -> None:
    both = [[*quads(30 * n), *quads(30 * n, "g")] for n in (1, 2)]
    dataset = published(tmp_path / "d", *both)
    publish(store, dataset.version(1), None)
    seen: set[tuple[str, ...]] = set()
    stop = threading.Event()

    def read() -> None:
        counts = (
            "{ SELECT (COUNT(*) AS ?a) { ?s ?p ?o } } "
            f"{{ SELECT (COUNT(*) AS ?b) {{ GRAPH {iri('g')} {{ ?x ?y ?z }} }} }}"
        )
        while not stop.is_set():
            (row,) = cast("ox.QuerySolutions", store.query(f"SELECT ?a ?b {{ {counts} }}"))
            seen.add(tuple(str(term.value) for term in row))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in (2, 1, 2, 1):
            publish(store, dataset.version(number), None, replace=True)
    finally:
        stop.set()
        reader.join()
    assert seen <= {("30", "30"), ("60", "60")}
    assert StoreAddress.of(str(store.client.address)) == store.client.address
