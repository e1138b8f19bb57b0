from __future__ import annotations

import random
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from benchmarks.link_scale import generate
from benchmarks.link_scores import pairwise, people
from graph.linking.duckdb_engine import DuckDBEngine
from graph.linking.tables import LinkedTable, link_table
from tests.conftest import missing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = ("row_id", "film_title", "film_year", "job", "billing", "character", "name")
ROWS = [
    ("r1", "Mill", "2020", "actor", "1", "Ada", "Jung Da-eun"),
    ("r2", "Mill", "2020", "actor", "2", "Ben", "Otto Fairbrass"),
    ("r3", "Mill", "2020", "director", "1", "", "Hong Seong-eun"),
    ("r4", "Tide", "2021", "actor", "1", "Cleo", "Jeong Da-eun"),
    ("r5", "Tide", "2021", "actor", "2", "Dan", "Fairbrass, Otto"),
    ("r6", "Tide", "2021", "director", "1", "", "Hong Seong-Eun"),
    ("r7", "Tide", "2021", "writer", "1", "", "Hong Seong-eun"),
    ("r8", "Fog", "2021", "actor", "1", "Eve", "Yu-shu Wu"),
    ("r9", "Fog", "2021", "actor", "2", "Fay", "Yu-shu Wu"),
    ("r10", "Fog", "2021", "writer", "1", "", "Cy Endfield"),
    ("r11", "Fog", "2021", "writer", "2", "", "Cy Endfield"),
]


def write(
    path: Path, rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = HEADER, tab: str = "\t"
) -> Path:
    path.write_text("\n".join(tab.join(row) for row in (header, *rows)) + "\n", encoding="utf-8")
    return path


def together(linked: LinkedTable) -> set[frozenset[str]]:
    assert linked.links is not None
    found: dict[str, set[str]] = defaultdict(set)
    for row, person in people(linked.links).items():
        found[person].add(row)
    return {frozenset(rows) for rows in found.values()}


EXPECTED = {
    frozenset({"r1", "r4"}),
    frozenset({"r2", "r5"}),
    frozenset({"r3", "r6", "r7"}),
    frozenset({"r8"}),
    frozenset({"r9"}),
    frozenset({"r10", "r11"}),
}


def test_a_table_of_credits_becomes_people_and_each_link_has_its_reason(tmp_path: Path) -> None:
    linked = link_table(write(tmp_path / "credits.tsv", ROWS))
    assert together(linked) == EXPECTED
    assert linked.links is not None
    reasons = {row["row_id"]: row for row in linked.links.to_pylist()}
    (romanised,) = [reasons[row]["evidence"] for row in ("r1", "r4") if reasons[row]["evidence"]]
    assert "have the same romanisation key; years 2020 and 2021; both in films by Hong Seong-" in romanised
    assert reasons["r8"]["evidence"] is None


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    table = tmp_path / "made.tsv"
    generate(1500, table, tmp_path / "truth.txt")
    header, *rows = (tuple(line.split("\t")) for line in table.read_text().splitlines())
    expected = together(link_table(table))
    for seed in (1, 2):
        random.Random(seed).shuffle(rows)
        assert together(link_table(write(tmp_path / f"{seed}.tsv", rows, header))) == expected


def test_columns_of_other_names_a_comma_and_quotes(tmp_path: Path) -> None:
    header = ("id", "Film", "Year", "Role", "place", "as", "who")
    rows = [tuple(f'"{value}"' for value in row) for row in ROWS]
    table = write(tmp_path / "credits.csv", rows, header, tab=",")
    columns = {"row_id": "id", "film_title": "Film", "film_year": "Year", "job": "Role", "name": "who"}
    columns |= {"billing": "place", "character": "as"}
    assert together(link_table(table, columns=columns)) == EXPECTED


def test_a_table_without_billing_and_characters_is_linked_too(tmp_path: Path) -> None:
    short = [(*row[:4], row[6]) for row in ROWS if row[0] not in {"r8", "r9"}]
    table = write(tmp_path / "credits.tsv", short, (*HEADER[:4], "name"))
    assert together(link_table(table)) == {rows for rows in EXPECTED if not rows & {"r8", "r9"}}


def test_external_ids_are_read_only_where_they_are_named(tmp_path: Path) -> None:
    ids = {"r1": "nm1", "r4": "nm2", "r2": "nm3"}
    table = write(tmp_path / "ids.tsv", [(*row, ids.get(row[0], "")) for row in ROWS], (*HEADER, "imdb"))
    assert together(link_table(table)) == EXPECTED
    assert {frozenset({"r1"}), frozenset({"r4"}), frozenset({"r2", "r5"})} < together(
        link_table(table, ids={"imdb": "imdb"})
    )


def test_results_too_large_for_memory_are_written_to_files(tmp_path: Path) -> None:
    linked = link_table(write(tmp_path / "credits.tsv", ROWS), out=tmp_path / "out")
    assert linked.links is None
    written = pa.parquet.read_table(tmp_path / "out/links.parquet")
    assert together(LinkedTable(written, None, linked.model)) == EXPECTED


def test_a_missing_column_and_an_unknown_engine_are_said_in_a_sentence(tmp_path: Path) -> None:
    table = write(tmp_path / "credits.tsv", [row[1:] for row in ROWS], HEADER[1:])
    with pytest.raises(ValueError, match="the table has no column 'row_id'; it has billing, character"):
        link_table(table)
    with pytest.raises(ValueError, match="no engine is called 'abacus'"):
        link_table(table, "abacus")


def test_a_kept_model_links_as_the_run_that_estimated_it(tmp_path: Path) -> None:
    table = tmp_path / "made.tsv"
    generate(3000, table, tmp_path / "truth.txt")
    first = link_table(table)
    assert together(link_table(table, model=first.model)) == together(first)


@pytest.mark.slow
def test_more_processes_and_slices_change_nothing_and_people_are_found(tmp_path: Path) -> None:
    table, truth = tmp_path / "made.tsv", tmp_path / "truth.txt"
    generate(25_000, table, truth)
    with DuckDBEngine(processes=1) as alone, DuckDBEngine(processes=2) as two:
        first, second = link_table(table, alone), link_table(table, two)
    assert together(first) == together(second)
    assert first.links is not None
    made = {f"r{number}": person for number, person in enumerate(truth.read_text().split(), 1)}
    score = pairwise(made, people(first.links))
    assert score.precision > 0.98
    assert score.recall > 0.95


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_duckdb_and_spark_give_the_same_links_for_the_same_20000_mentions(tmp_path: Path) -> None:
    if shutil.which("java") is None:
        missing("This test needs Java 17 (Debian: apt install openjdk-17-jre-headless).")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        missing("This test needs PySpark: pip install 'reelgraph[spark]'.")
    table = tmp_path / "made.tsv"
    generate(20_000, table, tmp_path / "truth.txt")
    here, there = link_table(table, "duckdb"), link_table(table, "spark")
    assert here.links is not None
    assert there.links is not None
    assert here.model.dump() == there.model.dump()
    for first, second in ((here.links, there.links), (here.queue, there.queue)):
        assert first is not None
        assert second is not None
        assert first.num_rows > 100
        assert sorted(map(str, first.to_pylist())) == sorted(map(str, second.to_pylist()))
