"""Datasets on disk: versions that never change, one writer, and every refusal in a sentence."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store import (
    CannotWrite,
    Dataset,
    DatasetBusy,
    NewerFormat,
    NotADataset,
    NoVersion,
    OtherBase,
    VersionInUse,
)

if TYPE_CHECKING:
    from pathlib import Path


def quad(number: int) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"http://e/{number}"),
        ox.NamedNode("http://e/p"),
        ox.Literal(str(number)),
        ox.DefaultGraph(),
    )


def publish(dataset: Dataset, *numbers: int) -> int:
    """Publishes a version that holds what the current one does and the quads of some numbers."""
    with dataset.write() as draft:
        draft.store.extend([quad(number) for number in numbers])
        return draft.publish({}).number


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "data")


def test_a_published_version_is_current_and_counted(dataset: Dataset) -> None:
    assert publish(dataset, 1, 2) == 1
    version = dataset.version()
    assert (version.number, version.triples, len(version.store)) == (1, 2, 2)
    assert dataset.current_number() == 1


def test_a_version_keeps_its_content_byte_for_byte_while_later_ones_are_written(dataset: Dataset) -> None:
    publish(dataset, *range(2000))
    store = dataset.version(1).directory / "store"

    def sums() -> dict[str, str]:
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in store.iterdir()}

    before = sums()
    with dataset.write() as draft:
        draft.store.update("DELETE WHERE { ?s ?p ?o }")
        draft.store.bulk_extend(quad(number) for number in range(5000, 9000))
        draft.store.optimize()
        draft.publish({})
    assert sums() == before
    assert len(dataset.version(1).store) == 2000
    assert len(dataset.version(2).store) == 4000


def test_a_draft_that_is_not_published_leaves_nothing(dataset: Dataset) -> None:
    publish(dataset, 1)
    with dataset.write() as draft:
        draft.store.add(quad(2))

    def fail() -> None:
        with dataset.write() as draft:
            draft.store.add(quad(3))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(dataset.version().store) == 1
    assert [entry.name for entry in (dataset.path / "versions").iterdir()] == ["000001"]


def test_rollback_goes_back_and_numbers_are_never_used_again(dataset: Dataset) -> None:
    publish(dataset, 1)
    publish(dataset, 2)
    assert dataset.rollback() == 1
    assert len(dataset.version().store) == 1
    dataset.drop(2)
    assert publish(dataset, 3) == 3
    assert [version.number for version in dataset.versions()] == [1, 3]
    assert dataset.rollback(1) == 1


def test_rollback_before_the_first_version_is_refused(dataset: Dataset) -> None:
    publish(dataset, 1)
    with pytest.raises(NoVersion, match="no version before"):
        dataset.rollback()
    with pytest.raises(NoVersion, match="no version 7"):
        dataset.rollback(7)


def test_the_current_version_cannot_be_dropped(dataset: Dataset) -> None:
    publish(dataset, 1)
    with pytest.raises(VersionInUse):
        dataset.drop(1)


def test_an_empty_dataset_says_what_to_do(dataset: Dataset) -> None:
    assert dataset.current() is None
    with pytest.raises(NoVersion, match="reelgraph ingest"):
        dataset.version()
    assert not dataset.path.exists()


def test_a_second_writer_is_refused_at_once_and_told_who_writes(dataset: Dataset) -> None:
    with dataset.write():
        code = (
            "import sys; from graph.store import Dataset, DatasetBusy\n"
            "try:\n    Dataset(sys.argv[1]).write().__enter__()\n"
            "except DatasetBusy as error:\n    print(error)"
        )
        run = subprocess.run(
            [sys.executable, "-c", code, str(dataset.path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    assert f"Another process ({os.getpid()}) is writing" in run.stdout
    publish(dataset, 1)


def test_a_reader_that_has_a_version_open_is_not_disturbed(dataset: Dataset) -> None:
    publish(dataset, 1)
    store = dataset.version().store
    publish(dataset, 2)
    publish(dataset, 3)
    assert len(store) == 1


def test_a_directory_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotADataset, match="no Reelgraph dataset"):
        publish(Dataset(tmp_path), 1)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_dataset(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(NotADataset, match="is a file"):
        Dataset(tmp_path / "data").version()


def test_a_newer_format_is_refused_by_readers_and_writers(dataset: Dataset) -> None:
    publish(dataset, 1)
    file = dataset.path / "dataset.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": 99}))
    with pytest.raises(NewerFormat, match="newer Reelgraph"):
        dataset.version()
    with pytest.raises(NewerFormat):
        publish(dataset, 2)


def test_a_damaged_description_is_refused(dataset: Dataset) -> None:
    publish(dataset, 1)
    (dataset.path / "dataset.json").write_text("{")
    with pytest.raises(NotADataset, match="cannot be read"):
        dataset.version()


@pytest.mark.parametrize("said", ['{"format": -1}', '{"format": 2, "base": 3, "last": 1}', "{}"])
def test_a_description_that_lacks_something_is_refused(dataset: Dataset, said: str) -> None:
    publish(dataset, 1)
    (dataset.path / "dataset.json").write_text(said)
    with pytest.raises(NotADataset, match=r"has no \w+ that can be read; restore it"):
        Dataset(dataset.path).version()


def test_a_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=r"file/data can be no directory \(Not a directory\)"):
        publish(Dataset(tmp_path / "file" / "data"), 1)


def test_the_base_is_kept_and_another_one_is_refused(tmp_path: Path) -> None:
    publish(Dataset(tmp_path / "data", base="https://films.example/"), 1)
    assert Dataset(tmp_path / "data").base == "https://films.example"
    with pytest.raises(OtherBase, match=r"https://films\.example"):
        Dataset(tmp_path / "data", base="https://other.example").version()


def test_a_full_disk_is_one_sentence_and_the_current_version_stays(dataset: Dataset) -> None:
    publish(dataset, 1)
    code = (
        "import resource, signal, sys, pyoxigraph as ox; from graph.store import Dataset, CannotWrite\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "p = ox.NamedNode('http://e/p')\n"
        "try:\n"
        "    with Dataset(sys.argv[1]).write() as draft:\n"
        "        draft.store.bulk_extend(ox.Quad(ox.NamedNode(f'http://e/{i}'), p, ox.Literal(str(i) * 9)) "
        "for i in range(300_000))\n"
        "        draft.publish({})\n"
        "except CannotWrite as error:\n    print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(dataset.path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "no room left" in run.stdout, run.stderr
    assert len(dataset.version().store) == 1
    assert publish(dataset, 2) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so nothing is refused")
def test_a_directory_that_may_not_be_written_is_one_sentence(dataset: Dataset) -> None:
    publish(dataset, 1)
    dataset.path.chmod(0o500)
    try:
        with pytest.raises(CannotWrite):
            publish(dataset, 2)
        assert len(dataset.version().store) == 1
    finally:
        dataset.path.chmod(0o700)


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.sampled_from(["publish", "discard", "rollback", "drop"]), max_size=8))
def test_whatever_is_done_the_current_version_is_whole(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    dataset = Dataset(tmp_path_factory.mktemp("steps") / "data")
    held: dict[int, int] = {}
    last = 0
    for step in steps:
        current = dataset.current_number()
        if step == "publish":
            number = publish(dataset, 1000 + last)
            assert number > last
            held[number] = (held[current] if current else 0) + 1
            last = number
        elif step == "discard":
            with dataset.write() as draft:
                draft.store.add(quad(0))
        elif current is not None and step == "rollback" and min(held) < current:
            dataset.rollback()
        elif step == "drop" and any(number != current for number in held):
            doomed = next(number for number in held if number != current)
            dataset.drop(doomed)
            del held[doomed]
        assert {version.number: len(version.store) for version in dataset.versions()} == held


def test_a_busy_dataset_can_be_read(dataset: Dataset) -> None:
    publish(dataset, 1)
    with dataset.write() as draft:
        draft.store.add(quad(2))
        assert len(dataset.version().store) == 1
        with pytest.raises(DatasetBusy):
            publish(Dataset(dataset.path), 3)
