"""One table of every figure: its commands are those of the pages, and a failure is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks import all as every
from tests.conftest import ROOT

if TYPE_CHECKING:
    import pytest


def test_every_command_of_the_performance_page_is_run_once() -> None:
    named = {figure.command for figure in every.figures() if figure.page == "performance.md"}
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    programs = set(re.findall(r"`python\s+-m\s+(benchmarks\.\w+)", text)) - {
        "benchmarks.all",
        "benchmarks.soak",
    }
    assert {command.split()[2] for command in named} == programs
    commands = [figure.command for figure in every.figures()]
    assert len(commands) == len(set(commands))


def test_what_a_program_prints_and_how_it_fails_stands_in_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = every.Figure("a.md", "python -m benchmarks.all --list --only nothing-of-this-name")
    bad = every.Figure("b.md", "python -m benchmarks.all --nonsense")
    rows = [(figure, *every.run(figure, 1)) for figure in (good, bad)]
    lines = list(every.table([(figure, 1.0, ["P .99 | R .98"], why) for figure, _, _, why in rows]))
    assert any("P .99 / R .98" in line for line in lines)
    assert any("ended with 2" in line for line in lines)
    assert every.main(["--list"]) == 0
    assert "benchmarks.serve" in capsys.readouterr().out
