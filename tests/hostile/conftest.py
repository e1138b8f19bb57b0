"""The server under attack, and the list of attacks that stands at the end of the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.serving import LONG, ROOT, Server, within

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIST: list[tuple[str, str, float]] = []


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, read by the command as a user would."""
    path = tmp_path_factory.mktemp("hostile") / "data"
    done = subprocess.run(
        [sys.executable, "-m", "server", "--data", str(path), "ingest", "samples"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return path


@pytest.fixture(scope="session")
def server(dataset: Path) -> Iterator[Server]:
    """One server for all attacks: whatever one of them breaks, the next one finds broken."""
    with Server(dataset, query_seconds=2, worker_megabytes=1500, request_seconds=3) as found:
        assert found.query("ASK {}")[0] == 200
        assert within(LONG, found.has_workers)
        found.at_rest = len(found.processes())
        yield found


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Any:
    """Puts a line on the list of attacks: what came of this one."""
    started = time.monotonic()

    def add(outcome: object, name: str = "") -> None:
        _LIST.append((name or request.node.name, str(outcome), time.monotonic() - started))

    return add


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Every attack by name, with the status that it got."""
    if path := os.environ.get("REELGRAPH_ATTACKS"):
        Path(path).write_text(json.dumps({name: outcome for name, outcome, _ in _LIST}, indent=1) + "\n")
    if _LIST:
        terminalreporter.section("attacks")
        for name, outcome, seconds in _LIST:
            terminalreporter.write_line(f"{name:52} {outcome:12} {seconds:6.2f} s")
