"""What happens to a dataset when things go wrong: kills, full disks, odd copies, handles kept too long."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graph.store import CannotWrite, Dataset, NotADataset, SearchIndex, SearchRow, write_index
from graph.store.rdflib_dataset import rdflib_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]


def quad(number: int, graph: ox.NamedNode | ox.DefaultGraph | None = None) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"http://e/{number}"), ox.NamedNode("http://e/p"), ox.Literal(str(number)),
        graph or ox.DefaultGraph(),
    )  # fmt: skip


def publish(dataset: Dataset, *numbers: int) -> int:
    with dataset.write() as draft:
        draft.store.extend([quad(number) for number in numbers])
        return draft.publish({}).number


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "data")


def test_a_store_that_somebody_kept_cannot_change_what_was_published(dataset: Dataset) -> None:
    with dataset.write() as draft:
        kept = draft.store
        kept.add(quad(1))
        version = draft.publish({})
    files = {file.name: file.read_bytes() for file in (version.directory / "store").iterdir()}
    with suppress(OSError):  # the draft's own files may have been cleared away by now
        kept.add(quad(2))
    assert {file.name: file.read_bytes() for file in (version.directory / "store").iterdir()} == files
    assert len(ox.Store.read_only(str(version.directory / "store"))) == 1
    assert not {"LOG", "LOCK"} & files.keys()


def test_an_iterator_left_over_from_the_draft_does_not_disturb_publishing(dataset: Dataset) -> None:
    with dataset.write() as draft:
        draft.store.bulk_extend(quad(number) for number in range(500))
        quads = draft.store.quads_for_pattern(None, None, None, None)
        next(quads)
        draft.publish({})
    assert publish(dataset, 1000) == 2
    assert len(dataset.version().store) == 501


KILLED_BEFORE_THE_LINK = """
import os, signal, sys, pyoxigraph as ox
from graph.store import Dataset
Dataset._point_to = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with Dataset(sys.argv[1]).write() as draft:
    draft.store.add(ox.Quad(ox.NamedNode("http://e/2"), ox.NamedNode("http://e/p"), ox.Literal("2")))
    draft.publish({})
"""


def test_a_version_that_never_became_current_is_not_listed_and_not_rolled_back_to(dataset: Dataset) -> None:
    publish(dataset, 1)
    killed = python(KILLED_BEFORE_THE_LINK, dataset.path)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert [version.number for version in dataset.versions()] == [1]
    publish(dataset, 3)
    dataset.rollback()
    assert set(dataset.version().store) == {quad(1)}


PUBLISHES_FOR_EVER = """
import sys, pyoxigraph as ox
from graph.store import Dataset
dataset, p, number = Dataset(sys.argv[1]), ox.NamedNode("http://e/p"), int(sys.argv[2])
while True:
    with dataset.write() as draft:
        number += 1
        draft.store.bulk_extend(
            ox.Quad(ox.NamedNode(f"http://e/{number}/{i}"), p, ox.Literal(str(i))) for i in range(100))
        draft.publish({})
"""


@pytest.mark.slow
def test_a_writer_killed_at_any_point_leaves_whole_versions_and_no_litter(dataset: Dataset) -> None:
    random_ = random.Random(7)
    for round_ in range(24):
        writer = python(PUBLISHES_FOR_EVER, dataset.path, round_ * 1000)
        time.sleep(random_.uniform(0.1, 0.4))
        writer.kill()
        writer.communicate()
        for version in dataset.versions():
            assert len(version.store) == version.triples
            assert version.triples % 100 == 0
    before = dataset.current_number() or 0
    assert publish(dataset, 1) > before
    assert {entry.name for entry in dataset.path.iterdir()} == {"current", "dataset.json", "lock", "versions"}
    assert all(entry.name.isdigit() for entry in (dataset.path / "versions").iterdir())


def test_a_file_of_the_caller_that_cannot_be_read_is_not_blamed_on_the_dataset(dataset: Dataset) -> None:
    with pytest.raises(PermissionError, match=r"review\.txt"), dataset.write():
        raise PermissionError(13, "Permission denied", "/home/critic/review.txt")


@pytest.mark.parametrize("name", ["lost+found", ".DS_Store", ".dataset.json.4711", "lock"])
def test_a_directory_that_is_empty_but_for_what_comes_by_itself_is_taken(dataset: Dataset, name: str) -> None:
    dataset.path.mkdir()
    (dataset.path / name).touch()
    assert publish(dataset, 1) == 1


def test_a_dataset_copied_with_its_link_followed_is_refused_and_not_taken_for_an_empty_one(
    dataset: Dataset,
) -> None:
    publish(dataset, 1)
    copy = Dataset(dataset.path.with_name("copy"))
    shutil.copytree(dataset.path, copy.path, symlinks=False)
    with pytest.raises(NotADataset, match="links"):
        copy.version()
    with pytest.raises(NotADataset, match="links"):
        publish(copy, 2)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 8 MB."""
    place = Path(tempfile.mkdtemp(prefix="reelgraph-disk-"))
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=8m", "none", place], check=False, capture_output=True
        ).returncode
    ):
        place.rmdir()
        pytest.skip("only root may mount the small file system that this test fills")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
    place.rmdir()


@pytest.mark.slow
def test_a_disk_that_fills_up_costs_the_draft_and_nothing_else(small_disk: Path) -> None:
    dataset = Dataset(small_disk / "data")
    publish(dataset, 1)
    with pytest.raises(CannotWrite, match="no room left"), dataset.write() as draft:  # noqa: PT012
        draft.store.bulk_extend(quad(number) for number in range(300_000))
        draft.publish({})
    assert set(dataset.version().store) == {quad(1)}
    assert publish(dataset, 2) == 2


def test_a_search_index_that_finds_no_room_says_so(small_disk: Path) -> None:
    rows = (
        SearchRow("film", f"http://e/{number}", f"Film {number} {'x' * 3_000}", "", (f"film {number}",), ())
        for number in range(10_000)
    )
    dataset = Dataset(small_disk / "data")
    with pytest.raises(CannotWrite, match="no room left"), dataset.write() as draft:
        write_index(draft.directory / "search.sqlite", rows)


def test_a_file_that_the_disk_refused_once_is_not_published_though_it_takes_it_later(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux tells of a failed write once: an fsync after that succeeds, and the content is lost."""
    model = "x" * 4_321
    with dataset.write() as draft:
        (draft.directory / "linking.json").write_text(model)
        draft.publish({})
    refused: list[int] = []
    fsync = os.fsync

    def refuse_once(descriptor: int) -> None:
        if not refused and os.fstat(descriptor).st_size == len(model):
            refused.append(descriptor)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_once)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)), dataset.write() as draft:
        draft.publish({})
    assert dataset.version().number == 1
    assert publish(dataset, 2) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_dataset_that_may_only_be_read_is_read_and_refuses_a_writer() -> None:
    place = Path(tempfile.mkdtemp(prefix="reelgraph-read-"))
    place.chmod(0o755)
    try:
        dataset = Dataset(place / "data")
        publish(dataset, 1)
        os.seteuid(65534)
        try:
            assert set(dataset.version().store) == {quad(1)}
            with pytest.raises(CannotWrite):
                publish(dataset, 2)
        finally:
            os.seteuid(0)
    finally:
        shutil.rmtree(place)


@given(text=st.text(st.characters(exclude_categories=[])))
def test_nothing_that_is_typed_into_a_search_raises(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "search.sqlite"
    if not file.exists():
        write_index(file, [SearchRow("film", "http://e/1", "Aloners", "2023", ("aloners",), ("aloners",))])
    index = SearchIndex(file)
    index.search([text, f'"{text}', f"{text}\0*", f"aloners NEAR({text}"], [text])
    assert [hit.iri for hit in index.search(["alo\0"], [])] == ["http://e/1"]


def test_the_rdflib_dataset_shows_named_graphs_and_refuses_every_write(dataset: Dataset) -> None:
    with dataset.write() as draft:
        draft.store.extend([quad(1), quad(2, ox.NamedNode("http://e/source"))])
        draft.publish({})
    view = rdflib_dataset(dataset.version())
    triple = (rdflib.URIRef("http://e/3"), rdflib.URIRef("http://e/p"), rdflib.Literal("3"))
    assert len(view.graph(rdflib.URIRef("http://e/source"))) == 1
    for write in (
        lambda: view.add(triple),
        lambda: view.remove((None, None, None)),  # type: ignore[arg-type] # rdflib's own way to say all
        lambda: view.update("INSERT DATA { <http://e/3> <http://e/p> 3 }"),
        lambda: view.parse(data="<http://e/3> <http://e/p> 3 .", format="turtle"),
        lambda: view.graph(rdflib.URIRef("http://e/new")),
    ):
        with pytest.raises(RuntimeError, match="read-write"):
            write()
    assert len(dataset.version().store) == 2
