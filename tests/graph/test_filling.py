"""A store that a process of its own fills holds what it would hold otherwise, or says what went wrong."""

from __future__ import annotations

import signal
import tempfile
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph import nodes
from graph.build import ingest
from graph.filling import loading
from graph.filling.loading import Loader
from graph.filling.process import Filling, FillingEnded
from graph.store import CannotWrite, Dataset
from ontology import REEL
from tests.graph.archive import Page

if TYPE_CHECKING:
    from pathlib import Path

    from graph.nodes import Nodes

_SOURCE = "https://example.org/source/a"
#: When something was read or decided differs from run to run.
_WHEN = {REEL + "readAt", REEL + "decidedAt"}


def _films(*numbers: int) -> Nodes:
    return {f"{_SOURCE}#{number}": {"type": ["Film"], "title": [f"Ash {number}"]} for number in numbers}


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small parts, and the smallest store is filled by a process of its own."""
    monkeypatch.setattr(loading, "_LOAD", 100)
    monkeypatch.setattr(loading, "_APART", 1)


@pytest.mark.usefixtures("eager")
def test_a_store_that_was_filled_by_another_process_has_all_that_it_was_given(tmp_path: Path) -> None:
    store, adopted = ox.Store(str(tmp_path / "work")), list[ox.Store]()
    loader = Loader(store, tmp_path, held=True, adopt=adopted.append)
    loader.add(nodes.members(_films(1), _SOURCE))
    loader.add(nodes.members(_films(2), _SOURCE))
    loader.let_go()
    loader.add(nodes.members(_films(3), _SOURCE))
    said = ox.Quad(ox.NamedNode(_SOURCE), ox.NamedNode(_SOURCE), ox.NamedNode(_SOURCE))
    store.add(said)  # what is written in the ordinary way meanwhile
    loader.settle()
    assert adopted == [loader.store]
    assert loader.store is not store
    assert nodes.from_graph(loader.store, _SOURCE) == _films(1, 2, 3)
    assert said in loader.store
    loader.add(nodes.members(_films(4), _SOURCE))
    loader.settle()
    assert nodes.from_graph(loader.store, _SOURCE) == _films(1, 2, 3, 4)
    loader.close()


@pytest.mark.usefixtures("eager")
def test_a_store_that_holds_something_is_filled_where_it_is(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "work"))
    store.add(ox.Quad(ox.NamedNode(_SOURCE), ox.NamedNode(_SOURCE), ox.NamedNode(_SOURCE)))
    loader = Loader(store, tmp_path, held=True, adopt=lambda _: pytest.fail("another store"))
    loader.add(nodes.members(_films(1), _SOURCE))
    loader.settle()
    assert loader.store is store
    assert nodes.from_graph(store, _SOURCE) == _films(1)
    loader.close()


@pytest.mark.usefixtures("eager")
def test_what_the_other_process_cannot_load_is_told_when_the_loader_settles(tmp_path: Path) -> None:
    loader = Loader(ox.Store(), tmp_path, held=True, adopt=lambda _: None)
    loader.add([b'{"@id": 1%s}' % (b" " * 100)])
    with pytest.raises(SyntaxError):
        loader.settle()
    loader.close()


@pytest.mark.usefixtures("eager")
def test_a_loader_that_closes_ends_the_process_that_fills_the_store(tmp_path: Path) -> None:
    loader = Loader(ox.Store(), tmp_path, held=True, adopt=lambda _: pytest.fail("nothing was settled"))
    loader.add(nodes.members(_films(1), _SOURCE))
    loader.let_go()
    loader.close()
    # Its lock is free again.
    if (tmp_path / "filled").exists():
        ox.Store(str(tmp_path / "filled"))


def test_a_process_that_dies_is_told_as_such(tmp_path: Path) -> None:
    with tempfile.TemporaryFile(dir=tmp_path) as file:
        filling = Filling(tmp_path / "filled", file.fileno())
        filling._process.send_signal(signal.SIGKILL)
        with pytest.raises(FillingEnded, match="ended by signal 9"):
            filling.load(0, 10)
        filling.kill()


def test_a_run_whose_filling_process_dies_says_so_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = Filling.load

    def kill(filling: Filling, start: int, length: int) -> None:
        filling._process.send_signal(signal.SIGKILL)
        load(filling, start, length)

    monkeypatch.setattr(Filling, "load", kill)
    monkeypatch.setattr(loading, "_LOAD", 100)
    monkeypatch.setattr(loading, "_APART", 1)
    dataset = Dataset(tmp_path / "data")
    with pytest.raises(CannotWrite, match=r"ended by signal 9, .*Nothing was changed"):
        ingest(dataset, [Page("one", "The Salt Road", 2011, "Mara Quist").write(tmp_path)])
    assert dataset.current() is None
    assert not list((dataset.path / "versions").iterdir())


def test_a_store_that_cannot_be_made_there_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "filled").write_text("a file, where the store was to be")
    with tempfile.TemporaryFile(dir=tmp_path) as file:
        filling = Filling(tmp_path / "filled", file.fileno())
        with pytest.raises(OSError, match="filled") as told:
            filling.load(0, 10)
        assert not isinstance(told.value, FillingEnded)
        filling.kill()


def test_a_first_run_makes_the_same_version_whichever_process_fills_its_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, director in enumerate(("Mara Quist", "Quist Mara", "Bo Iversen")):
        cast = (("Ann Lee", "Iris"), ("Tom Aldous", "The pilot"))
        Page(f"p{number}", "The Salt Road", 2011, director, cast).write(pages)
    made = []
    for place, apart in (("here", 10**9), ("apart", 1)):
        monkeypatch.setattr(loading, "_LOAD", 2_000)
        monkeypatch.setattr(loading, "_APART", apart)
        dataset = Dataset(tmp_path / place)
        assert ingest(dataset, [pages]).version == 1
        version = dataset.version()
        quads = {str(quad) for quad in version.store if quad.predicate.value not in _WHEN}
        assert version.triples == len(version.store)
        made.append(quads)
        assert not list((tmp_path / place / "versions").glob(".*"))
    assert made[0] == made[1]
