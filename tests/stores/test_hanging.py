"""A store that hangs: whoever asks it is told so in a sentence within the time, and nothing is half done."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph import deadline
from graph.store import Dataset
from graph.store.remote import (
    Client,
    Credentials,
    RemoteStore,
    StoreAddress,
    StoreError,
    StoreFailed,
    StoreTimedOut,
    Times,
    publish,
    read_marker,
)
from tests.hostile.serving import ROOT, Server
from tests.stores.hanging import WAYS, Hanging
from tests.stores.test_client import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores.conftest import Kept

_NO_PAUSE = {"credentials": Credentials(), "sleep": lambda _: None}
BASE = "https://films.example"


def store_at(address: str, seconds: float = 0.4) -> RemoteStore:
    client = Client(StoreAddress.of(address), times=Times(seconds, seconds), **_NO_PAUSE)  # type: ignore[arg-type]
    return RemoteStore(client)


@pytest.mark.parametrize("way", WAYS)
def test_a_question_to_a_store_that_hangs_ends_within_its_time(way: str) -> None:
    with Hanging(way) as hanging:
        store = store_at(hanging.address)
        with pytest.raises(StoreError if "fails" in way else StoreTimedOut) as raised:
            store.query("SELECT ?s { ?s ?p ?o }")
        assert str(raised.value).endswith(".")
        with pytest.raises(StoreError):
            store.client.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert hanging.asked == 2  # what may have been done is not sent again


def test_an_answer_that_ends_in_the_middle_is_a_failure_of_the_store() -> None:
    with Hanging("closes in the middle") as hanging, pytest.raises(StoreFailed, match=r"broke off|ends"):
        store_at(hanging.address, 20).query("SELECT ?s { ?s ?p ?o }")


@pytest.mark.parametrize("rate", [None, 1.0])
def test_an_answer_that_keeps_coming_may_take_longer_where_it_is_ours(
    rate: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export of everything is no hanging store; a stranger's query has its time, and no more."""
    now = [0.0]

    def tick() -> float:
        now[0] += 10.0  # every look at the clock is so much later
        return now[0]

    with serving((200, {}, b"x" * 100_000)) as stub:
        monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=tick))
        ask = deadline.opener(rate=rate)
        if rate is None:
            with pytest.raises(TimeoutError), ask.open(stub.address, timeout=25) as answer:
                answer.read()
        else:
            with ask.open(stub.address, timeout=25) as answer:
                assert len(answer.read()) == 100_000


@pytest.mark.slow
@pytest.mark.parametrize("way", ["never answers", "stalls in the middle"])
def test_commands_that_read_say_it_in_a_sentence_and_end_with_1(tmp_path: Path, way: str) -> None:
    with Hanging(way) as hanging:
        done = subprocess.run(
            [sys.executable, "-m", "server", "--data", str(tmp_path / "none"), "--store", hanging.address,
             "query", "ASK {}"],
            cwd=ROOT, capture_output=True, text=True, check=False,
            env={"PATH": "", "REELGRAPH_STORE_SECONDS": "0.5"},
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("reelgraph: The store")
    assert done.stderr.count("\n") == 1


def quads(number: int, graph: str) -> list[ox.Quad]:
    name = ox.NamedNode(f"{BASE}/{graph}")
    return [ox.Quad(name, name, ox.Literal(n), name) for n in range(number)]


@pytest.mark.slow
@pytest.mark.parametrize("hangs_at", ["INSERT DATA", "DROP SILENT DEFAULT"], ids=["loading", "switching"])
def test_publishing_to_a_store_that_hangs_leaves_what_it_held(
    elsewhere: Kept, tmp_path: Path, hangs_at: str
) -> None:
    """Whatever it was sent and answered or not: readers go on with the version that was there."""
    store, server = elsewhere.remote, elsewhere.server
    assert server is not None
    store.client.update("DROP ALL")
    dataset = Dataset(tmp_path / "d", base=BASE)
    for number in (20, 30):
        with dataset.write() as draft:
            draft.store.clear()
            draft.store.extend([*quads(number, "a"), *quads(number, "b")])
            draft.publish({})
    publish(store, dataset.version(1), None)

    def spared(request: bytes) -> bool:
        return f"{BASE}/staging/".encode() not in request or hangs_at.encode() not in request

    with Hanging("never answers", spared, server.port) as hanging:
        parts = str(store.client.address).replace(str(server.port), str(hanging.port))
        through = store_at(parts, 4)
        with pytest.raises(StoreTimedOut):
            publish(through, dataset.version(2), None, replace=True)
        assert hanging.asked >= 1
    marker = read_marker(store)
    assert marker is not None
    assert marker.number == 1
    assert sum(quad.graph_name == ox.NamedNode(f"{BASE}/a") for quad in store) == 20
    publish(store, dataset.version(2), None, replace=True)
    held = {quad for quad in store if quad.graph_name != marker.graph}
    assert held == set(dataset.version(2).store)


@pytest.mark.slow
def test_the_server_answers_504_with_a_sentence_while_its_store_hangs(
    elsewhere: Kept, tmp_path: Path
) -> None:
    """The store hangs for strangers' queries and for pages alike; what version it holds it still says."""
    store, server = elsewhere.remote, elsewhere.server
    assert server is not None
    store.client.update("DROP ALL")
    dataset = Dataset(tmp_path / "d", base=BASE)
    with dataset.write() as draft:
        draft.store.extend(quads(3, "a"))
        draft.publish({})
    publish(store, dataset.version(), None)
    hangs = threading.Event()

    def spared(request: bytes) -> bool:
        return not hangs.is_set() or b"uriSpace" in request

    with Hanging("trickles its answer", spared, server.port) as hanging:
        parts = str(store.client.address).replace(str(server.port), str(hanging.port))
        with Server(tmp_path / "d", store=parts, query_seconds=1) as ours:
            hangs.set()
            status, headers, content = ours.query("SELECT * { ?s ?p ?o }")
            assert (status, headers.get_content_type()) == (504, "application/problem+json")
            assert "longer" in json.loads(content)["detail"]
            assert ours.ask("/film/x.html")[0] == 504
