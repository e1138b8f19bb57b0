"""Evidence that waits in a file is what was read; a store that is filled says what went wrong."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph import nodes
from graph.evidence import kept
from graph.evidence.kept import Keeper, parts
from graph.filling.loading import Loader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.nodes import Nodes

_SOURCE = "https://example.org/source/a"


def _evidence() -> Nodes:
    found: Nodes = {_SOURCE: {"type": ["Source"], "kind": ["credit_table"]}}
    for film in "12":
        found[f"{_SOURCE}#film-{film}"] = {"type": ["Film"], "title": [f"Salt {film}"]}
        found[f"{_SOURCE}#role-{film}"] = {
            "type": ["Role"], "film": [f"{_SOURCE}#film-{film}"], "person": [f"{_SOURCE}#both"],
        }  # fmt: skip
        found[f"{_SOURCE}#row-{film}"] = {"type": ["Mention"], "inRole": [f"{_SOURCE}#role-{film}"]}
    found[f"{_SOURCE}#both"] = {"type": ["Person"], "name": ["Ann Lee"]}
    found[f"{_SOURCE}#nobody"] = {"type": ["Person"], "name": ["Rosa Quist"]}
    return found


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(tmp_path / "evidence")
    yield keeper
    keeper.close()


@pytest.mark.parametrize("most", [3, 3_000])
def test_kept_evidence_is_what_was_read(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(kept, "_MOST", most)
    evidence = _evidence()
    keeper.keep(_SOURCE, parts(_SOURCE, evidence, {}))

    assert _SOURCE in keeper
    assert keeper.is_table(_SOURCE)
    for name in ("film-1", "film-2", "both", "nobody"):
        assert keeper.node(f"{_SOURCE}#{name}") == evidence[f"{_SOURCE}#{name}"]
    assert list(keeper.having(_SOURCE, "film", f"{_SOURCE}#film-2")) == [f"{_SOURCE}#role-2"]
    rows = keeper.having(_SOURCE, "inRole", f"{_SOURCE}#role-2", f"{_SOURCE}#film-2")
    assert list(rows) == [f"{_SOURCE}#row-2"]


def test_what_is_read_again_takes_the_place_of_what_was_kept(keeper: Keeper) -> None:
    keeper.keep(_SOURCE, parts(_SOURCE, _evidence(), {}))
    changed = {_SOURCE: _evidence()[_SOURCE], f"{_SOURCE}#film": {"type": ["Film"], "title": ["Ash"]}}
    keeper.keep(_SOURCE, parts(_SOURCE, changed, {}))
    assert keeper.node(f"{_SOURCE}#film")["title"] == ["Ash"]
    assert keeper.node(f"{_SOURCE}#film-1") == {}


def test_what_a_loader_was_handed_is_in_the_store_once_it_has_settled(tmp_path: Path) -> None:
    store = ox.Store()
    loader = Loader(store, tmp_path)
    loader.add(nodes.members(_evidence(), _SOURCE))
    loader.settle()
    assert nodes.from_graph(store, _SOURCE) == _evidence()
    loader.close()


def test_a_loader_that_holds_back_loads_nothing_until_it_is_let_go_or_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.filling.loading._LOAD", 100)
    store = ox.Store()
    loader = Loader(store, tmp_path, held=True)
    for number in range(3):
        loader.add(nodes.members({f"{_SOURCE}#{number}": {"type": ["Film"], "title": ["Ash"]}}, _SOURCE))
    assert "loader" not in {thread.name for thread in threading.enumerate()}
    assert len(store) == 0
    loader.settle()
    assert len(store) == 6
    loader.close()
    assert "loader" not in {thread.name for thread in threading.enumerate()}


def test_what_a_loader_has_not_loaded_when_it_closes_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.filling.loading._LOAD", 100)
    store = ox.Store()
    loader = Loader(store, tmp_path, held=True)
    loader.add(nodes.members(_evidence(), _SOURCE))
    loader.close()
    assert len(store) == 0
    assert not list(tmp_path.iterdir())


def test_a_part_that_cannot_be_loaded_is_told_when_the_loader_settles(tmp_path: Path) -> None:
    loader = Loader(ox.Store(), tmp_path)
    loader.add([b'{"@id": 1}'])
    with pytest.raises(SyntaxError):
        loader.settle()
    loader.close()
