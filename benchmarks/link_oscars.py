"""Linking people across 95 years of Academy Award nominations: ``python -m benchmarks.link_oscars``.

Each nominee of each nomination is a mention; the IMDb ids are hidden while linking.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click
import pyarrow as pa

from benchmarks.ending import program
from benchmarks.link_scores import report
from graph.linking.tables import link_table
from graph.names import exact_key

DATA = Path(__file__).resolve().parents[2] / "shared/data/oscars.tsv"
_JOBS = (
    ("ACTOR", "actor"), ("ACTRESS", "actor"), ("DIRECTING", "director"), ("WRITING", "writer"),
    ("CINEMATOGRAPHY", "cinematographer"), ("FILM EDITING", "editor"), ("MUSIC", "composer"),
    ("SOUND", "sound"), ("ART DIRECTION", "art director"),
    ("PRODUCTION DESIGN", "art director"), ("COSTUME", "costume designer"),
    ("MAKEUP", "make-up artist"), ("VISUAL EFFECTS", "visual effects"), ("SPECIAL EFFECTS", "visual effects"),
)  # fmt: skip


@click.command()
@click.argument("table", type=click.Path(path_type=Path), default=DATA)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
def main(table: Path, engine: str) -> None:
    """Links the nominees in TABLE and prints the score."""
    if not table.exists():
        sys.exit(f"there is no {table}")
    mentions, truth = read(table)
    linked = link_table(mentions, engine)
    exact = {
        row: exact_key(name)
        for row, name in zip(*(mentions.column(n).to_pylist() for n in ("row_id", "name")), strict=True)
    }
    if linked.links is not None:
        report("nominees", truth, exact, linked.links)
        seconds = sum(value for name, value in linked.figures.items() if name.startswith("seconds"))
        print(f"  {seconds:.1f} s")


def read(path: Path) -> tuple[pa.Table, dict[str, str]]:
    """The nominations as a table of credits, and the id of each row that has one."""
    rows: dict[str, list[str]] = {name: [] for name in ("row_id", "film_title", "film_year", "job", "name")}
    truth: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            names, ids = (line["Nominees"] or "").split("|"), (line["NomineeIds"] or "").split("|")
            if len(names) != len(ids):
                continue
            for place, (name, person) in enumerate(zip(names, ids, strict=True)):
                row = f"n{number}-{place}"
                if not name.strip() or not person.startswith("nm"):
                    continue
                values = (row, line["Film"] or f"award {number}", _year(line["Year"]), _job(line), name)
                for column, value in zip(rows.values(), values, strict=True):
                    column.append(value)
                truth[row] = person
    return pa.table(rows), truth


def _year(text: str) -> str:
    """The year in which a season ended: 1928 for "1927/28"."""
    first, _, second = text.partition("/")
    return first[:2] + second if second else first


def _job(line: dict[str, str]) -> str:
    category = line["CanonicalCategory"]
    return next((job for start, job in _JOBS if category.startswith(start)), line["Class"].lower())


if __name__ == "__main__":
    program(main)
