"""The command line from end to end: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from graph.store import Dataset
from server.command import main
from server.later import Later
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = """The Lantern Home


Nothing happens in “Low Tide” until the last boat leaves. Mara (Edda Holm) keeps the office open anyway.

Director Ilse Brandt lets Mara wait, and waits with her.

Ida Penhallow

Ida Penhallow is a critic by the sea.

Film Credits

Low Tide movie poster

Low Tide (2019)

88 minutes

Edda Holm as Mara

Latest blog posts
"""


@pytest.fixture
def reelgraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command as a user would, in a directory of its own, with a dataset of its own.

    In this process, which is quicker; test_the_command_is_a_program runs it as a program.
    """
    monkeypatch.chdir(tmp_path)
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        given = {**environment, "REELGRAPH_DATA": str(tmp_path / "data")}
        result = CliRunner().invoke(main, arguments, env=given, prog_name="reelgraph")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "reviews"
    folder.mkdir()
    (folder / "low-tide.txt").write_text(PAGE, encoding="utf-8")
    return folder / "low-tide.txt"


def one_sentence(run: subprocess.CompletedProcess[str]) -> str:
    """The error that a run ended with: no traceback, and a sentence at the end."""
    assert "Traceback" not in run.stderr
    last = run.stderr.strip().splitlines()[-1]
    assert last.endswith("."), last
    return last


def test_the_command_is_a_program(page: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "server", "--data", str(tmp_path / "data")]
    read = subprocess.run(
        [*command, "ingest", str(page)], check=False, capture_output=True, text=True, timeout=120
    )
    assert (read.returncode, read.stdout) == (0, "")
    asked = subprocess.run(
        [*command, "query", "ASK {"], check=False, capture_output=True, text=True, timeout=120
    )
    assert asked.returncode == 2
    assert "Traceback" not in asked.stderr


def test_the_seed_page_gives_the_nine_roles_in_billing_order(reelgraph: Run, seeds: Path) -> None:
    assert reelgraph("ingest", str(seeds)).returncode == 0
    asked = reelgraph(
        "query",
        'SELECT ?name ?character { ?r reel:film/reel:title "Aloners" ; reel:person/reel:name ?name ;'
        " reel:characterName ?character } ORDER BY ?r",
    )
    rows = [re.split(r" {2,}", line) for line in asked.stdout.splitlines()[1:]]
    assert rows == [
        ["Gong Seung-yeon", "Ji-na"],
        ["Jeong Da-eun", "Soo-jin"],
        ["Seo Hyun-woo", "Seong-hoon"],
        ["Kim Hae-na", "Team Leader"],
        ["Kim Mo-beom", "Neighbour"],
        ["Park Jeong-hak", "Father"],
        ["Ju Seok-tae", "Lawyer Jeong"],
        ["Ahn Jeong-bin", "Plainclothes Police Officer"],
        ["Kwak Min-kyu", "Time Machine Man"],
    ]


def test_check_says_in_words_why_the_seed_review_has_no_snippet(reelgraph: Run, seeds: Path) -> None:
    reelgraph("ingest", str(seeds))
    checked = reelgraph("check")
    assert checked.returncode == 0
    assert (
        "this review lacks a rating and a date, and therefore cannot have a review snippet" in checked.stdout
    )
    assert "The view conforms" in checked.stdout


def test_ingesting_again_publishes_nothing_new(reelgraph: Run, page: Path) -> None:
    assert "Published version 1" in reelgraph("ingest", str(page)).stderr
    again = reelgraph("ingest", str(page.parent))
    assert again.returncode == 0
    assert "no new version was published" in again.stderr
    assert json.loads(reelgraph("versions", "--json").stdout)[0]["version"] == 1


def test_a_changed_page_replaces_what_followed_from_it(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    page.write_text(PAGE.replace("Edda Holm", "Greta Sorel"), encoding="utf-8")
    reelgraph("ingest", str(page))
    names = reelgraph(
        "query", "--format", "csv", "SELECT ?n { ?r reel:job job:actor ; reel:person/reel:name ?n }"
    )
    assert names.stdout.split() == ["n", "Greta", "Sorel"]
    film = reelgraph("query", "--format", "csv", "SELECT ?f { ?f a reel:Film }").stdout.split()
    assert film == ["f", "http://127.0.0.1:8000/film/low-tide-2019"]
    assert "Edda Holm" not in reelgraph("query", "SELECT * { ?s ?p ?o }").stdout


def test_rollback_brings_the_version_before_back(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    page.write_text(PAGE.replace("88 minutes", "89 minutes"), encoding="utf-8")
    reelgraph("ingest", str(page))
    asked = ("query", "--format", "csv", "SELECT ?m { ?f reel:runtimeMinutes ?m }")
    assert "89" in reelgraph(*asked).stdout
    assert "Version 1 is current" in reelgraph("rollback").stderr
    assert "88" in reelgraph(*asked).stdout
    assert reelgraph("query", "--version", "2", "--format", "csv", asked[-1]).stdout.split() == ["m", "89"]


def test_the_publication_can_be_said_on_the_command_line(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page), "--publication", "Harbor News=https://harbor.example/")
    asked = reelgraph("query", "SELECT ?n ?h { ?p a reel:Publication ; reel:name ?n ; reel:homepage ?h }")
    assert asked.stdout.splitlines()[1].split("  ") == ["Harbor News", "https://harbor.example/"]


def test_summaries_and_findings_come_as_json(reelgraph: Run, page: Path) -> None:
    (page.parent / "empty.txt").write_text("")
    run = reelgraph("ingest", "--json", str(page.parent))
    summary = json.loads(run.stdout)
    assert run.returncode == 1
    assert (summary["version"], summary["read"], len(summary["set_aside"])) == (1, 1, 1)
    assert summary["counts"]["Film"] == 1
    finding = json.loads(reelgraph("check", "--json").stdout)["reviews"][0]
    assert (finding["eligible"], finding["blocking"], finding["wanting"]) == (False, ["a rating"], ["a date"])


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_answers_come_in_every_form_of_the_standard(reelgraph: Run, page: Path, form: str) -> None:
    reelgraph("ingest", str(page))
    assert "Low Tide" in reelgraph("query", "--format", form, "SELECT ?t { ?f reel:title ?t }").stdout


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "xml", "table"])
def test_graphs_come_in_every_form_of_the_standard(reelgraph: Run, page: Path, form: str) -> None:
    reelgraph("ingest", str(page))
    assert "Low Tide" in reelgraph("query", "--format", form, "CONSTRUCT WHERE { ?f reel:title ?t }").stdout


def test_a_question_is_answered_yes_or_no_and_files_are_written(
    reelgraph: Run, page: Path, tmp_path: Path
) -> None:
    reelgraph("ingest", str(page))
    assert reelgraph("query", "ASK { ?f a reel:Film }").stdout.split() == ["answer", "yes"]
    run = reelgraph("query", "--format", "json", "--out", "answer.json", "ASK { ?f a reel:Film }")
    assert run.stdout == ""
    assert json.loads((tmp_path / "answer.json").read_text())["boolean"] is True


def test_export_writes_a_block_for_each_review(reelgraph: Run, page: Path, tmp_path: Path) -> None:
    text = PAGE.replace("Low Tide (2019)", "Low Tide (2019)\n\nRated PG").replace(
        "Home\n", "Home\n\nLow Tide\n\n3.5 out of 4 stars\n", 1
    )
    page.write_text(text, encoding="utf-8")
    reelgraph("ingest", str(page))
    assert reelgraph("export", "jsonld", "--out", "blocks").returncode == 0
    (file,) = (tmp_path / "blocks").glob("*.jsonld")
    block = json.loads(file.read_text())
    assert (block["@type"], block["author"]["name"]) == ("Review", "Ida Penhallow")
    assert block["reviewRating"] == {"@type": "Rating", "ratingValue": 3.5, "bestRating": 4, "worstRating": 0}
    assert block["itemReviewed"]["actor"][0]["characterName"] == "Mara"


# -- bad input -----------------------------------------------------------------------------------


def test_an_unknown_path_is_wrong_usage(reelgraph: Run) -> None:
    run = reelgraph("ingest", "nowhere/")
    assert run.returncode == 2
    assert "no file or folder nowhere" in one_sentence(run)


def test_a_folder_without_documents_is_wrong_usage(reelgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = reelgraph("ingest", "empty")
    assert run.returncode == 2
    assert "no file to read" in one_sentence(run)


def test_a_folder_without_reviews_publishes_nothing_and_says_why(reelgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "shopping.txt").write_text("milk\nbread\n")
    run = reelgraph("ingest", "notes")
    assert run.returncode == 1
    assert "Set aside: shopping.txt" in run.stderr
    assert "no new version was published" in run.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.txt", bytes(range(256)) * 40),
        ("empty.txt", b""),
        ("encoding.txt", PAGE.encode("utf-8").replace("“".encode(), b"\x9d\xff\x81")),
        ("large.txt", b"word " * 1_200_000),
    ],
)
def test_a_document_that_cannot_be_read_is_set_aside_and_the_rest_published(
    reelgraph: Run, page: Path, name: str, content: bytes
) -> None:
    (page.parent / name).write_bytes(content)
    run = reelgraph("ingest", str(page.parent))
    assert run.returncode == 1
    assert re.search(rf"^Set aside: {name}.*: .{{10,}}\.?$", run.stderr, re.MULTILINE), run.stderr
    assert "Published version 1: 1 film" in run.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_set_aside(reelgraph: Run, page: Path) -> None:
    page.chmod(0)
    assert "Permission denied" in reelgraph("ingest", str(page)).stderr


def test_a_query_before_anything_is_published_says_what_to_do(reelgraph: Run) -> None:
    run = reelgraph("query", "ASK {}")
    assert run.returncode == 1
    assert "reelgraph ingest" in one_sentence(run)


def test_a_query_that_does_not_parse_is_wrong_usage_and_shows_where(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    run = reelgraph("query", "SELECT ?x { ?x nope:title ?t }")
    assert run.returncode == 2
    assert "nope:" in run.stderr
    assert "^" in run.stderr


def test_a_form_that_does_not_fit_the_answer_is_wrong_usage(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    assert reelgraph("query", "--format", "ttl", "SELECT * { ?s ?p ?o }").returncode == 2
    assert reelgraph("query", "--format", "csv", "DESCRIBE reel:Film").returncode == 2


def test_a_publication_without_an_address_is_wrong_usage(reelgraph: Run, page: Path) -> None:
    run = reelgraph("ingest", str(page), "--publication", "Harbor News")
    assert run.returncode == 2
    assert "NAME=URL" in run.stderr


def test_a_newer_data_directory_is_refused(reelgraph: Run, page: Path, tmp_path: Path) -> None:
    reelgraph("ingest", str(page))
    file = tmp_path / "data" / "dataset.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": 99}))
    for command in (("ingest", str(page)), ("query", "ASK {}"), ("serve",)):
        run = reelgraph(*command)
        assert run.returncode == 1
        assert "newer Reelgraph" in one_sentence(run)


def test_a_second_writer_is_refused(reelgraph: Run, page: Path, tmp_path: Path) -> None:
    reelgraph("ingest", str(page))
    page.write_text(PAGE + "\n")
    with Dataset(tmp_path / "data").write():
        run = reelgraph("ingest", str(page))
    assert run.returncode == 1
    assert "is writing to" in one_sentence(run)


def test_a_port_in_use_is_said_before_serving(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = reelgraph("serve", "--port", str(port))
    assert run.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in one_sentence(run)


def test_a_directory_of_somebody_elses_is_not_written_to(reelgraph: Run, page: Path) -> None:
    run = reelgraph("--data", str(page.parent), "ingest", str(page))
    assert run.returncode == 1
    assert "no Reelgraph dataset" in one_sentence(run)
    assert [path.name for path in page.parent.iterdir()] == ["low-tide.txt"]


def test_a_rollback_too_far_is_refused(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    assert reelgraph("rollback").returncode == 1
    assert "no version 7" in one_sentence(reelgraph("rollback", "7"))


def test_linking_again_decides_the_same_and_publishes_nothing(reelgraph: Run, page: Path) -> None:
    reelgraph("ingest", str(page))
    run = reelgraph("link")
    assert run.returncode == 0
    assert "no new version was published" in run.stderr
    assert reelgraph("--data", "nowhere", "link").returncode == 1


def test_versions_are_kept_dropped_and_compared(reelgraph: Run, page: Path) -> None:
    assert reelgraph("ingest", str(page)).returncode == 0
    page.write_text(PAGE.replace("88 minutes", "89 minutes"), encoding="utf-8")
    assert reelgraph("ingest", str(page)).returncode == 0
    assert reelgraph("versions", "keep", "1").returncode == 0
    rows = json.loads(reelgraph("versions", "--json").stdout)
    marks = [(row["version"], row["kept"], row["current"]) for row in rows]
    assert marks == [(2, False, True), (1, True, False)]
    assert "kept" in reelgraph("versions").stdout
    refused = reelgraph("versions", "drop", "1")
    assert refused.returncode == 1
    assert "unkeep 1" in one_sentence(refused)
    patch = reelgraph("versions", "diff", "1", "2")
    lines = patch.stdout.splitlines()
    assert lines[2] == "TX ."
    assert lines[-1] == "TC ."
    assert any(line.startswith("D ") and "runtimeMinutes" in line and '"88"' in line for line in lines)
    assert any(line.startswith("A ") and "runtimeMinutes" in line and '"89"' in line for line in lines)
    assert patch.stdout == reelgraph("versions", "diff", "1", "2").stdout
    counts = json.loads(reelgraph("versions", "diff", "1", "2", "--json").stdout)
    assert counts["added"] == sum(line.startswith("A ") for line in lines)
    assert reelgraph("versions", "unkeep", "1").returncode == 0
    assert reelgraph("versions", "drop", "1").returncode == 0
    assert reelgraph("versions", "drop", "2").returncode == 1
    assert reelgraph("versions", "diff", "1", "2").returncode == 1
    assert reelgraph("versions", "keep", "x").returncode == 2


def test_the_help_of_a_group_says_what_its_commands_say_of_themselves() -> None:
    """The sentences stand beside the commands' places, so that help need not import them."""
    for group in (main, main.get_command(click.Context(main), "export")):
        assert isinstance(group, Later)
        assert group.sentences
        for name, sentence in group.sentences.items():
            command = group.get_command(click.Context(group), name)
            assert command is not None
            assert " ".join((command.help or "").partition("\n\n")[0].split()) == sentence


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import server.command", ("graph", "rich", "pyoxigraph", "flask", "duckdb", "importlib.metadata")),
        # Readers are for the processes that read, and what no page needs for the runs that do.
        (
            "import server.ingest_command, graph.build",
            (
                "graph.sources.layout.page",
                "graph.crawl",
                "rich",
                "flask",
                "duckdb",
                "rdflib",
                "pyarrow",
                "lxml",
            ),
        ),
        ("import graph.intake.reading", ("yaml", "markdown_it", "openpyxl", "pyarrow", "rdflib", "dateutil")),
    ],
)
def test_a_command_imports_no_more_than_it_needs(code: str, absent: tuple[str, ...]) -> None:
    asked = f"import sys; {code}; print(*(name for name in {absent!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
