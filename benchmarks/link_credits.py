"""Linking people across films on a table of 61,710 credits: ``python -m benchmarks.link_credits``.

The ids of people are hidden while linking and read afterwards, for the score only. Rules were looked at on
one half of the films (``half(film) == 0``); the other half is the check.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.ending import program
from benchmarks.link_scores import half, pairwise, people, report
from graph.linking.tables import link_table
from graph.names import exact_key

_DATA = Path(__file__).resolve().parents[2] / "shared/data/credits-dev.tsv"


@click.command()
@click.argument("table", type=click.Path(path_type=Path), default=_DATA)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
def main(table: Path, engine: str) -> None:
    """Links TABLE (with a column person_id, which is not read) and prints the score."""
    if not table.exists():
        sys.exit(f"there is no {table}")
    rows = read(table)
    hidden = rows.drop_columns(["person_id"])
    truth = _column(rows, "row_id", "person_id")
    exact = {row: exact_key(name) for row, name in _column(rows, "row_id", "name").items()}
    linked = link_table(hidden, engine)
    if linked.links is None:
        return
    report("all films", truth, exact, linked.links)
    seconds = sum(value for name, value in linked.figures.items() if name.startswith("seconds"))
    print(f"  {seconds:.1f} s; {linked.figures['pairs of names compared']:,} pairs of names compared")
    films = [rows.column(name).to_pylist() for name in ("film_title", "film_year")]
    for side, title in (
        (0, "films of the half that was looked at, linked alone"),
        (1, "films of the other half, linked alone"),
    ):
        mine = hidden.filter(
            pa.array([half(title + year) == side for title, year in zip(*films, strict=True)])
        )
        own = {row: truth[row] for row in mine.column("row_id").to_pylist()}
        answer = link_table(mine, engine)
        if answer.links is not None:
            print(f"{title}: {pairwise(own, people(answer.links))}   (exact name: {pairwise(own, exact)})")


def read(path: Path) -> pa.Table:
    """A TSV of texts."""
    columns = path.open(encoding="utf-8").readline().rstrip("\n").split("\t")
    return pacsv.read_csv(
        path,
        parse_options=pacsv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
        ),
    )


def _column(rows: pa.Table, key: str, value: str) -> dict[str, str]:
    return dict(zip(rows.column(key).to_pylist(), rows.column(value).to_pylist(), strict=True))


if __name__ == "__main__":
    program(main)
