"""Few open files: the limit is raised where that is allowed; where it is not, a sentence says what to do."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from server import open_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document and the dataset that was made of it, under a limit that may be raised."""
    place = tmp_path_factory.mktemp("files")
    (place / "credits.csv").write_text("film_title,job,name\nLow Tide,director,Bo Li\n", encoding="utf-8")
    done = run(48, 1_024, "--data", str(place / "data"), "ingest", str(place / "credits.csv"))
    assert done.returncode == 0, done.stderr
    return place


def run(soft: int, hard: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process that may have so many files open."""
    limited = (
        f"import resource, runpy; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard})); "
        "runpy.run_module('server', run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", limited, *arguments],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize(
    "command", [["ingest", "--retry"], ["serve", "--port=0"], ["query", "ASK {}"], ["check"]]
)
def test_where_the_limit_may_not_be_raised_one_sentence_says_what_to_do(
    place: Path, command: list[str]
) -> None:
    done = run(64, 64, "--data", str(place / "data"), *command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "reelgraph: This process may have no more than 64 files open at once, and the store needs more: run "
        "`ulimit -n 512` first, or set LimitNOFILE=512 where a service is described.\n"
    )


def test_a_limit_that_suffices_is_left_alone() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_files.allow(1)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
