"""Reference data that memory or the disk do not hold: a part after the other, or one sentence."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from graph.reference import catalogue, files
from graph.store import CannotWrite, Dataset
from server.command import main
from tests.graph.reference.imdb_set import ImdbSet, small, taken, view

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def many(titles: int, credited: int) -> ImdbSet:
    """Titles with so many credits each."""
    found = ImdbSet()
    for number in range(1, titles + 1):
        found.title(number, f"Film {number}", "2001").name(number, f"Name {number}")
        for ordering in range(1, credited + 1):
            found.credit(number, ordering, number, ("director", "actor", "writer")[ordering % 3])
    return found


def ingested(place: Path, data: Path) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), "ingest", str(place)])


def without_times(quads: set[str]) -> set[str]:
    return {quad for quad in quads if "readAt" not in quad}


@pytest.mark.slow
def test_files_of_more_rows_than_memory_holds_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of the memory for a tenth of what it holds at a time: 40 MB, and slices of 13,000 rows."""
    monkeypatch.setattr(catalogue, "_MEMORY", 40_000_000)
    _, summary = taken(many(3_000, 5).write(tmp_path / "files"), tmp_path / "data")
    assert (summary.counts["Film"], summary.counts["Role"]) == (3_000, 15_000)
    assert list((tmp_path / "data").rglob("*.tmp")) == []


@pytest.mark.slow
def test_what_is_done_film_by_film_is_what_is_done_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, _ = taken(small().write(tmp_path / "files"), tmp_path / "at once")
    monkeypatch.setattr(catalogue, "_ROW", catalogue._MEMORY)
    one_by_one, _ = taken(tmp_path / "files", tmp_path / "one by one")
    assert without_times(view(one_by_one)) == without_times(view(at_once))


def test_files_that_need_more_memory_than_they_are_given_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(small().write(tmp_path / "first"), tmp_path / "data")
    monkeypatch.setattr(catalogue, "_MEMORY", 4_000_000)
    done = ingested(many(20, 2).write(tmp_path / "files"), tmp_path / "data")
    assert done.exit_code == 1
    assert done.stderr.startswith("reelgraph: IMDb's files need more memory than the 4 MB")
    assert done.stderr.count("\n") == 1
    found = Dataset(tmp_path / "data")
    assert found.current_number() == 1
    assert [one.name for one in (tmp_path / "data" / "versions").iterdir()] == ["000001"]


def test_a_disk_without_room_for_what_is_packed_is_one_sentence_and_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "_check_lines", full)
    done = ingested(small().write(tmp_path / "files", packed=True), tmp_path / "data")
    assert done.exit_code == 1
    assert "There is no room left to write to" in done.stderr
    assert Dataset(tmp_path / "data").current_number() is None


def test_a_disk_without_room_for_what_memory_does_not_hold_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_MEMORY", 20_000_000)
    with (  # noqa: PT012
        pytest.raises(CannotWrite, match="There is no room left to write to"),
        Dataset(tmp_path / "data").write() as draft,
        catalogue.Catalogue(draft.scratch / "reference.duckdb", write=True) as opened,
    ):
        opened.run("SET max_temp_directory_size = '1MB'")
        opened.run("CREATE TEMP TABLE much AS SELECT hash(i)::VARCHAR AS much FROM range(1_000_000) t(i)")
