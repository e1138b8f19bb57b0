"""``reelgraph link``: all mentions of a dataset anew, or a credit table by itself, on one machine or many."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server import terminal
from server.options import columns_option, data_options, no_spark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from graph.linking.tables import LinkedTable
    from graph.store import Dataset

#: What a linked table prints: its rows' ids, who each is, and why.
_COLUMNS = ("row_id", "person", "score", "method", "evidence")
_QUEUE = ("row_id", "other", "joined", "risk", "method", "evidence")


@click.command()
@click.option(
    "--table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Link the people of this credit table (CSV, TSV, Parquet) by itself; no dataset is touched.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What links a table: DuckDB here, or Apache Spark (the extra spark, Java 17).",
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    callback=columns_option,
    metavar="THEIRS=OURS",
    help="What a column of the table is: row_id, film_title, film_year, job, name...",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write who is who here; else to stdout."
)
@click.option(
    "--queue",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the pairs that a person should look at here, the riskiest first.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print a summary of the dataset's run in JSON on stdout."
)
@data_options
def link(  # noqa: PLR0917 - as many arguments as options
    dataset: Dataset,
    table: Path | None,
    engine: str,
    columns: dict[str, str],
    out: Path | None,
    queue: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Link all mentions anew, as after a change of the method, and publish what that changes.

    With --table, say instead who is who in a credit table.
    """
    if table is not None:
        _write(_linked(table, engine, columns), out, queue)
        return
    if engine != "duckdb" or columns or out or queue:
        raise click.UsageError(
            "--engine, --map, --out and --queue are for a table: say which with --table FILE."
        )
    from graph.build import relink  # noqa: PLC0415 - so that --help is there at once

    with terminal.progress() as progress:
        summary = relink(dataset, progress)
    if as_json:
        click.echo(json.dumps(terminal.summary_object(summary), ensure_ascii=False, indent=2))
    terminal.show_summary(summary)


def _linked(table: Path, engine: str, columns: dict[str, str]) -> LinkedTable:
    from graph.linking.tables import link_table  # noqa: PLC0415 - so that --help is there at once

    try:
        return link_table(table, engine, columns={ours: theirs for theirs, ours in columns.items()})
    except ModuleNotFoundError as error:
        raise no_spark(error) from error
    except ValueError as error:
        raise click.UsageError(
            f"{table.name}: {error}. Say which column is which with --map THEIRS=OURS."
        ) from error


def _write(linked: LinkedTable, out: Path | None, queue: Path | None) -> None:
    if linked.links is None or linked.queue is None:
        raise AssertionError("a table without a folder to write to is linked in memory")
    _write_table(linked.links.sort_by("row_id"), _COLUMNS, out)
    if queue is not None:
        _write_table(linked.queue, _QUEUE, queue)
    figures = linked.figures
    click.echo(
        f"{int(figures['mentions']):,} mentions are {int(figures['people']):,} people; "
        f"{int(figures['questions']):,} pairs for a person to look at.",
        err=True,
    )


def _write_table(table: pa.Table, columns: tuple[str, ...], path: Path | None) -> None:
    """Writes some columns of a table as TSV."""
    opened = path.open("w", encoding="utf-8", newline="") if path is not None else nullcontext(sys.stdout)
    with opened as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(_rows(table, columns))


def _rows(table: pa.Table, columns: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    for batch in table.select(list(columns)).to_batches():
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield tuple(f"{value:.4f}" if isinstance(value, float) else value for value in row)
