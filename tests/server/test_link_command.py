"""``reelgraph link --table``: who is who in a credit table, without a dataset."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from server.command import main
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("id", "film_title", "film_year", "job", "billing", "character", "name")
ROWS = (
    ("a1", "The Salt Road", "1998", "director", "", "", "Ottilie Brandt"),
    ("a2", "The Salt Road", "1998", "actor", "1", "Ines", "Zsofia Karpati"),
    ("b1", "Harbour Lights", "2001", "director", "", "", "Ottilie Brandt"),
    ("b2", "Harbour Lights", "2001", "actor", "1", "Mara", "Zsófia Kárpáti"),
    ("b3", "Harbour Lights", "2001", "actor", "2", "Old Pete", "Quentin Oduya"),
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "credits.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows((HEADER, *ROWS))
    return file


def test_a_table_is_linked_by_itself(table: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["link", "--table", str(table), "--map", "id=row_id"])
    assert result.exit_code == 0, result.output
    rows = csv.DictReader(result.stdout.splitlines(), delimiter="\t")
    person = {row["row_id"]: row["person"] for row in rows}
    assert set(person) == {row[0] for row in ROWS}
    assert person["a1"] == person["b1"]
    assert person["a2"] == person["b2"]
    assert len({person["a1"], person["a2"], person["b3"]}) == 3
    assert "5 mentions are 3 people" in result.stderr
    assert not (tmp_path / "reelgraph-data").exists()


def test_who_is_who_and_the_queue_go_into_files(table: Path, tmp_path: Path) -> None:
    out, queue = tmp_path / "links.tsv", tmp_path / "queue.tsv"
    given = ["link", "--table", str(table), "--map", "id=row_id", "--out", str(out), "--queue", str(queue)]
    result = CliRunner().invoke(main, given)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("row_id\tperson\tscore\tmethod\tevidence\n")
    assert queue.read_text(encoding="utf-8").startswith("row_id\tother\tjoined\trisk\tmethod\tevidence\n")


def test_a_missing_column_is_named_with_those_there_are(table: Path) -> None:
    result = CliRunner().invoke(main, ["link", "--table", str(table)])
    assert result.exit_code == 2
    assert "no column 'row_id'; it has billing, character" in result.stderr
    assert "--map" in result.stderr


def test_what_is_for_a_table_needs_one() -> None:
    result = CliRunner().invoke(main, ["link", "--engine", "spark"])
    assert result.exit_code == 2
    assert "--table" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 143)])
def test_linking_anew_that_is_ended_leaves_the_version_that_there_was(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    result = CliRunner().invoke(main, ["--data", str(data), "ingest", str(ROOT / "samples" / "marquee")])
    assert "Published version 1" in result.output
    versions = data / "versions"
    for _ in range(20):  # one that was through before the signal came is done again
        there = {path.name for path in versions.iterdir()}
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "--data", str(data), "link"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        while process.poll() is None and not any(versions.glob(".draft-*/*/CURRENT")):  # a store is in it
            time.sleep(0.001)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
        if process.returncode != 0:
            break
    assert process.returncode == code, err
    assert err.splitlines()[-1].endswith("what is published is as it was."), err
    assert {path.name for path in versions.iterdir()} == there
