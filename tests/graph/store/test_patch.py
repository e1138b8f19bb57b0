"""Versions that are kept, rolled back to and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.store import Dataset, VersionKept, changes, patch_lines
from graph.store.manifest import read_json, write_json

if TYPE_CHECKING:
    from pathlib import Path


def quad(number: int, graph: str | None = None) -> ox.Quad:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(ox.NamedNode(f"http://e/{number}"), ox.NamedNode("http://e/p"), ox.Literal("a\nb"), name)


def publish(dataset: Dataset, added: list[ox.Quad], deleted: list[ox.Quad] | None = None) -> int:
    with dataset.write() as draft:
        draft.store.extend(added)
        for item in deleted or ():
            draft.store.remove(item)
        return draft.publish({}).number


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "data")


def test_a_kept_version_cannot_be_dropped_until_it_is_let_go(dataset: Dataset) -> None:
    for number in range(3):
        publish(dataset, [quad(number)])
    dataset.keep(1)
    assert dataset.kept() == {1}
    with pytest.raises(VersionKept, match="unkeep 1"):
        dataset.drop(1)
    dataset.drop(2)
    dataset.keep(1, keep=False)
    dataset.drop(1)
    assert [version.number for version in dataset.versions()] == [3]
    assert dataset.was_published(1)
    assert not dataset.was_published(4)


def test_what_is_kept_is_still_so_after_the_next_publication(dataset: Dataset) -> None:
    publish(dataset, [quad(1)])
    dataset.keep(1)
    publish(dataset, [quad(2)])
    assert dataset.kept() == {1}
    assert read_json(dataset.path / "dataset.json")["last"] == 2


def test_the_history_knows_rollbacks_and_forgets_what_was_dropped(dataset: Dataset) -> None:
    for number in range(3):
        publish(dataset, [quad(number)])
    dataset.rollback(1)
    assert [moment.version for moment in dataset.history()] == [1, 2, 3, 1]
    assert dataset.history()[0].at == dataset.version(1).published
    dataset.drop(2)
    assert [moment.version for moment in dataset.history()] == [1, 3, 1]


def test_a_patch_says_what_to_delete_and_what_to_add(dataset: Dataset) -> None:
    publish(dataset, [quad(1), quad(2), quad(3, "http://e/g")])
    publish(dataset, [quad(4, "http://e/g"), quad(5)], [quad(1)])
    lines = list(patch_lines(dataset.version(1), dataset.version(2)))
    assert lines[:3] == [
        "H id <http://127.0.0.1:8000/?version=2> .",
        "H prev <http://127.0.0.1:8000/?version=1> .",
        "TX .",
    ]
    assert lines[3] == 'D <http://e/1> <http://e/p> "a\\nb" .'
    assert sorted(lines[4:-1]) == [
        'A <http://e/4> <http://e/p> "a\\nb" <http://e/g> .',
        'A <http://e/5> <http://e/p> "a\\nb" .',
    ]
    assert lines[-1] == "TC ."


def test_a_patch_makes_the_one_version_of_the_other(dataset: Dataset) -> None:
    publish(dataset, [quad(number, "http://e/g" if number % 3 else None) for number in range(300)])
    publish(
        dataset, [quad(number) for number in range(290, 400)], [quad(number) for number in range(0, 90, 3)]
    )
    old, new = dataset.version(1), dataset.version(2)
    copy = ox.Store()
    copy.extend(old.store)
    for line in patch_lines(old, new):
        (item,) = ox.parse(line[2:], format=ox.RdfFormat.N_QUADS) if line[:2] in ("A ", "D ") else (None,)
        if item is not None:
            (copy.add if line[0] == "A" else copy.remove)(item)
    assert set(copy) == set(new.store)


def test_the_order_of_a_patch_does_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    found = []
    for name, step in (("one", 1), ("other", -1)):
        dataset = Dataset(tmp_path / name)
        publish(dataset, [quad(number) for number in range(400)][::step])
        publish(
            dataset,
            [quad(number, "http://e/g") for number in range(400)][::step],
            [quad(n) for n in range(99)],
        )
        found.append([change.line for change in changes(dataset.version(1).store, dataset.version(2).store)])
    assert found[0] == found[1]
    assert len(found[0]) == 499


# -- pruning -------------------------------------------------------------------------------------


def numbers(dataset: Dataset) -> list[int]:
    return [version.number for version in dataset.versions()]


def test_pruning_leaves_the_newest_the_current_and_the_kept(dataset: Dataset) -> None:
    for number in range(8):
        publish(dataset, [quad(number)])
    dataset.keep(2)
    dataset.rollback(4)
    assert dataset.prune(keep_last=2, only_say=True) == [1, 3, 5, 6]
    assert numbers(dataset) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert dataset.prune(keep_last=2) == [1, 3, 5, 6]
    assert numbers(dataset) == [2, 4, 7, 8]
    assert dataset.current_number() == 4
    assert dataset.prune(keep_last=2) == []
    assert publish(dataset, [quad(9)]) == 9


def test_pruning_by_age_leaves_what_is_young_enough_and_two_rules_leave_what_either_does(
    dataset: Dataset,
) -> None:
    for number in range(4):
        publish(dataset, [quad(number)])
    for number, published in ((1, "2001-01-01T00:00:00.000+00:00"), (2, "2002-02-02T00:00:00.000+00:00")):
        file = dataset.version(number).directory / "manifest.json"
        write_json(file, {**read_json(file), "published": published})
    assert dataset.prune() == []
    assert dataset.prune(keep_last=4, keep_days=30) == []
    assert dataset.prune(keep_last=3, keep_days=30) == [1]
    assert dataset.prune(keep_days=36_500) == []
    assert dataset.prune(keep_days=30) == [2]
    assert dataset.prune(keep_days=0) == [3]
    assert numbers(dataset) == [4]


def test_a_version_that_is_dropped_is_read_to_the_end_by_whoever_has_it_open(dataset: Dataset) -> None:
    publish(dataset, [quad(number) for number in range(5000)])
    publish(dataset, [quad(-1)])
    held = dataset.version(1).store
    rest = iter(held)
    next(rest)
    assert dataset.prune(keep_last=1) == [1]
    assert sum(1 for _ in rest) == 4999
    assert quad(4) in held
    assert quad(-1) not in held


def test_a_patch_of_two_versions_with_little_in_common_is_right(dataset: Dataset) -> None:
    one = [quad(number, f"http://g/{number % 3}" if number % 4 else None) for number in range(0, 900, 2)]
    other = [quad(number, f"http://g/{number % 5}" if number % 4 else None) for number in range(0, 900, 3)]
    publish(dataset, one)
    publish(dataset, other, one)
    made = ox.Store()
    made.extend(one)
    for change in changes(dataset.version(1).store, dataset.version(2).store):
        assert (change.quad in made) is not change.added
        made.add(change.quad) if change.added else made.remove(change.quad)
    assert set(made) == set(dataset.version(2).store)
