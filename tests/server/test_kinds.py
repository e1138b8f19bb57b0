"""Kinds of input through the command: told by their content, overridden with --as."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from graph.sources import KINDS
from server.command import main
from server.ingest_command import ingest

ONE = "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more."
TWO = "A comedy about a burglar who is afraid of cats, which is funny for as long as it takes to read this."
FEED = (
    '<rss version="2.0"><channel><title>Reel</title><item><title>Review: Kestrel (2018)</title>'
    f"<link>https://reel.example/kestrel</link><description>&lt;p&gt;{ONE}&lt;/p&gt;</description></item>"
    "<item><title>A notice</title><description>We have moved house.</description></item></channel></rss>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three kinds, none of them named for what it is."""
    place = tmp_path / "in"
    place.mkdir()
    (place / "one").write_text(FEED, encoding="utf-8")
    (place / "two.csv").write_text(f'"Salt" ***\n\n{ONE}\n\n"Otto" **\n\n{TWO}\n', encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["film_title", "film_year", "job", "name"], ["Kestrel", 2018, "director", "Rosa Diaz"]):
        sheet.append(row)
    book.save(place / "three.txt")
    return place


def run(place: Path, *arguments: str) -> Result:
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}
    given = {**environment, "REELGRAPH_DATA": str(place / "data")}
    return CliRunner().invoke(main, arguments, env=given, prog_name="reelgraph")


def test_each_kind_is_known_by_what_stands_in_it(folder: Path) -> None:
    read = run(folder.parent, "ingest", str(folder), "--json")
    assert read.exit_code == 0, read.stderr
    told = json.loads(read.stdout)
    assert (told["read"], told["set_aside"]) == (3, [])
    assert (told["counts"]["Film"], told["counts"]["Review"]) == (3, 3)
    assert any("no review" in one["message"] for one in told["complaints"])
    query = (
        "SELECT ?name { ?review reel:page <https://reel.example/kestrel> ; "
        "reel:reviewOf/reel:director/reel:name ?name }"
    )
    assert "Rosa Diaz" in run(folder.parent, "query", query).stdout


def test_as_overrides_what_the_content_says(folder: Path) -> None:
    read = run(folder.parent, "ingest", str(folder / "one"), "--as", "credit_table", "--json")
    assert read.exit_code == 1
    (aside,) = json.loads(read.stdout)["set_aside"]
    assert aside["document"] == "one"


def test_the_command_and_its_page_know_every_kind() -> None:
    (option,) = [one for one in ingest.params if one.name == "kind"]
    assert sorted(getattr(option.type, "choices", ())) == sorted(KINDS)
    page = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == sorted(KINDS)
