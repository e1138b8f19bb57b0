"""One table of every figure: its commands are those of the pages, each works, and a failure is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks import all as every
from benchmarks.link_oscars import DATA as OSCARS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

#: Starts a process that nobody ends, and waits for it.
_HANGS = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(900)'])"


def test_every_command_of_the_performance_page_is_run_once() -> None:
    named = {figure.command for figure in every.figures() if figure.page == "performance.md"}
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    programs = set(re.findall(r"`python\s+-m\s+(benchmarks\.\w+)", text)) - {"benchmarks.all"}
    assert {command.split()[2] for command in named} == programs
    commands = [figure.command for figure in every.figures()]
    assert len(commands) == len(set(commands))


def test_the_performance_page_begins_with_every_other_page_that_has_figures() -> None:
    head = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8").partition("\n## ")[0]
    pages = {"performance.md", *re.findall(r"\]\((\w[\w-]*\.md)\)", head)}
    assert {figure.page for figure in every.figures()} | {every.TABLE} == pages


def test_the_table_that_is_kept_has_every_command_and_what_it_printed() -> None:
    text = (ROOT / "docs" / every.TABLE).read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| `([^`]+)` \| (\d{4}-\d\d-\d\d [0-9a-f]+) \|", text, re.MULTILINE)
    assert [(page, command) for page, command, _ in rows] == [
        (figure.page, figure.command) for figure in every.figures()
    ]
    assert "(not run yet)" not in text


def test_every_benchmark_that_there_is_has_a_small_form_and_a_figure() -> None:
    figures = every.figures()
    # What a whole folder of them is made of is no program.
    there = {
        path.stem for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8")
    }
    there |= {path.parent.name for path in (ROOT / "benchmarks").glob("*/__main__.py")}
    assert {figure.command.split()[2].partition(".")[2] for figure in figures} == there - {"all"}
    for figure in figures:
        small = figure.small()
        assert small.command != figure.command or "DIR/" in figure.command, figure.command


def test_what_one_command_keeps_the_next_ones_take(tmp_path: Path) -> None:
    found = every.chosen(["ingest --add"], quick=False)
    assert [figure.command.split()[2] for figure in found] == ["benchmarks.archive", "benchmarks.ingest"]
    assert found[0].words(tmp_path)[-1] == str(tmp_path / "kept")
    assert found[1].words(tmp_path)[-1] == str(tmp_path / "kept" / "data")


def test_what_a_program_prints_and_how_it_fails_stands_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = every.Figure("b.md", "python -m benchmarks.all --nonsense")
    good = every.Figure("a.md", "python -c \"print('P .99 | R .98')\"")
    monkeypatch.setattr(every, "figures", lambda: [bad, good])
    # One that fails loses nothing of the next.
    assert every.main([]) == 1
    rows = capsys.readouterr().out.splitlines()
    assert rows[2].startswith("| b.md | `python -m benchmarks.all --nonsense` |")
    assert "ended with 2: all.py: error: unrecognized arguments: --nonsense" in rows[2]
    assert rows[3].endswith("| P .99 / R .98 |")
    assert re.search(r"\| \d{4}-\d\d-\d\d[^|]*\| 0 \| 0 \| [\d.-]+ \| P", rows[3])
    assert every.run(good, 10, tmp_path).why == ""
    assert every.main(["--list", "--only", "nonsense"]) == 0


def test_a_table_made_in_pieces_runs_nothing_twice_but_what_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each writes down that it ran; the second one fails until it finds what the first left.
    ran = tmp_path / "ran"
    first = every.Figure("a.md", f"python -c \"open('{ran}', 'a').write('first ')\"")
    second = every.Figure(
        "b.md", f"python -c \"open('{ran}', 'a').write('second '); open('{tmp_path}/come')\""
    )
    monkeypatch.setattr(every, "figures", lambda: [first, second])
    keep = ["--keep", str(tmp_path / "kept")]
    assert every.main([*keep, "--show"]) == 1
    assert capsys.readouterr().out.count("(not run yet)") == 2
    assert every.main(keep) == 1
    (tmp_path / "come").touch()
    assert every.main(keep) == 0
    assert ran.read_text("utf-8").split() == ["first", "second", "second"]
    capsys.readouterr()
    assert every.main([*keep, "--show"]) == 0
    assert capsys.readouterr().out.count("(nothing)") == 2


def test_a_program_that_does_not_end_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    hangs = every.Figure("c.md", f'python -c "{_HANGS}"')
    made = every.run(hangs, 0.02, tmp_path)
    assert made.why == "stopped after 0.02 minutes"
    assert list(every.rows(hangs, made))[-1].endswith("| (stopped after 0.02 minutes) |")


@pytest.mark.slow
def test_the_benchmarks_work_in_their_smallest_forms(capsys: pytest.CaptureFixture[str]) -> None:
    # The others have tests of their own beside this one; nominations are no part of a checkout.
    wanted = ["link_credits", "link_films", "link_capsules", "link_scale", "benchmarks.read", "ingest"]
    wanted += ["export", "imdb", "stores --start oxigraph", *(["link_oscars"] if OSCARS.exists() else [])]
    code = every.main(["--quick", *(word for name in wanted for word in ("--only", name))])
    table = capsys.readouterr().out
    assert code == 0, table
    printed = ("pages/s", "one page changed", "rdflib and pyld", "shapes", "publish, into an empty store")
    for figure in (*printed, "films named in prose", "F1", "triples a second", "credits.tsv", "s wall"):
        assert figure in table, figure
