"""A server of ours whose store goes away: it says so, and all is well when the store is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.elsewhere import RemoteDataset
from graph.store import Dataset
from graph.store.remote import StoreAddress
from tests.conftest import missing
from tests.hostile.serving import LONG, ROOT, Server, within
from tests.stores.servers import NotHere, oxigraph
from tests.stores.test_contract import reelgraph

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ASKING = ("/film/aloners-2023.html", "/film/aloners-2023.ttl", "/person/gong-seung-yeon.html", "/healthz")
KNOWING = ("/", "/links", "/check", "/search?q=aloners", "/.well-known/void", "/sitemap.xml", "/dumps/")


def test_while_the_store_is_away_everything_says_so_and_then_all_is_well(tmp_path: Path) -> None:
    from tests.stores.conftest import Kept

    data = tmp_path / "data"
    assert reelgraph(data, Kept("here", None), "ingest", str(ROOT / "samples" / "lantern")).returncode < 2
    try:
        store = oxigraph()
    except NotHere as reason:
        missing(str(reason))
        raise
    with store:
        RemoteDataset(data, None, StoreAddress.of(store.spec)).publish()
        with Server(data, store=store.spec, cache_bytes=0, token="secret") as server:
            assert asked(server) == {200}
            store.stop()
            assert asked(server) == {503}
            status, headers, content = server.ask("/healthz")
            assert (status, headers.get_content_type()) == (503, "application/problem+json")
            assert b"Nothing listens" in content
            store.start()  # and it is empty, as one in memory is
            wait_for(server, {503})
            RemoteDataset(data, None, StoreAddress.of(store.spec)).publish()
            wait_for(server, {200})
            assert writes(server) == {501}
        assert "Traceback" not in server_said(data)
    assert Dataset(data).current_number() == 1


def asked(server: Server) -> set[int]:
    """What pages, queries and the look at its health are answered with."""
    found = {path: server.ask(path, headers={"Accept": "text/html, */*;q=0.5"})[0] for path in ASKING}
    # Of these, what was worked out for this version may be known already.
    known = {path: server.ask(path, headers={"Accept": "text/html, */*;q=0.5"})[0] for path in KNOWING}
    assert set(known.values()) <= {200, 503}, known
    found["query"] = server.query("SELECT * { ?s ?p ?o } LIMIT 1")[0]
    found["graph"] = server.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1")[0]
    return set(found.values())


def wait_for(server: Server, wanted: set[int]) -> None:
    assert within(LONG, lambda: asked(server) == wanted), asked(server)


def writes(server: Server) -> set[int]:
    """What whoever wants to write is told."""
    token = {"Authorization": "Bearer secret"}
    update = server.ask(
        "/update", method="POST", body=b"INSERT DATA { <urn:a> <urn:b> 1 }",
        headers={**token, "Content-Type": "application/sparql-update"},
    )  # fmt: skip
    graph = server.ask(
        "/graphs?graph=urn%3Ag", method="PUT", body=b"<urn:a> <urn:b> 1 .",
        headers={**token, "Content-Type": "text/turtle"},
    )  # fmt: skip
    decision = server.ask(
        "/links/decisions", method="POST", body=b"action=undo&decision=1&by=Ida",
        headers={**token, "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    return {update[0], graph[0], decision[0]}


def server_said(data: Path) -> str:
    return (data.parent / "errors.txt").read_text(encoding="utf-8")
