"""The generated archive: what the real command reads of it, and that it is the same archive every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.archive import __main__ as command
from benchmarks.archive import facts
from benchmarks.archive.making import Archive
from benchmarks.archive.published import Published
from benchmarks.archive.tallies import Tallies

if TYPE_CHECKING:
    from pathlib import Path

PAGES, SEED = 150, 20


@pytest.fixture(scope="module")
def credit_table() -> Path:
    if not command.CREDITS.exists():
        pytest.skip(f"the table of credits is not here ({command.CREDITS})")
    return command.CREDITS


def test_the_same_seed_makes_the_same_archive_over_all_layouts(credit_table: Path) -> None:
    films = facts.films(credit_table)
    one, other = (list(Archive(films, 60, SEED).pages()) for _ in range(2))
    assert [(page.name, page.content) for page in one] == [(page.name, page.content) for page in other]
    assert {page.layout for page in one} == {*"ABCDEFGHIJ", "feed", "none"}
    assert next(Archive(films, 60, SEED + 1).pages()).content != one[0].content


@pytest.mark.slow
def test_the_command_reads_an_archive_with_precision_and_recall(credit_table: Path, tmp_path: Path) -> None:
    arguments = [str(PAGES), "--seed", str(SEED), "--credits", str(credit_table), "--keep", str(tmp_path)]
    assert command.main(arguments) == 0
    read, tallies = Published(tmp_path / "data").pages(), Tallies()
    for page in Archive(facts.films(credit_table), PAGES, SEED).pages():
        tallies.add(page, read.pop(page.name, None))
    assert not read
    for name, tally in tallies.fields.items():
        floor = 0.995 if name == "title and year" else 0.98
        assert min(tally.precision, tally.recall) >= floor, (name, tally)
