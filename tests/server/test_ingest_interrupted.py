"""``reelgraph ingest`` that a signal ends: nothing half is published, and the next run takes over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from graph.store import Dataset
from tests.graph.archive import Page
from tests.hostile.serving import LONG
from tests.server.ingesting import start, titles

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.server.ingesting import Run


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many")
    for number in range(250):
        Page(f"p{number:03}", f"Film {number}", 2000 + number % 20, f"Ann Lee{number}").write(place)
    return place


def interrupted(
    data: Path, number: signal.Signals, *arguments: str | Path
) -> tuple[subprocess.Popen[str], str, str]:
    """A run that gets a signal when it has read some documents and not all. Gives what it wrote to both.

    One that was through already, because the machine did not let this process see it in time, is done again.
    """
    journal = data / "reading" / "journal"
    for _ in range(20):
        shutil.rmtree(data, ignore_errors=True)
        process = start(data, *arguments)
        while process.poll() is None and not (journal.exists() and journal.stat().st_size > 2_000):
            time.sleep(0.002)
        process.send_signal(signal.SIGSTOP)
        if 2_000 < (journal.stat().st_size if journal.exists() else 0) < 50_000:
            process.send_signal(number)
            process.send_signal(signal.SIGCONT)
            out, err = process.communicate(timeout=LONG)
            return process, out, err
        process.kill()
        process.communicate()
    pytest.fail("every run was through before it could be interrupted")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_publishes_nothing_and_is_taken_over(
    many: Path, tmp_path: Path, number: signal.Signals
) -> None:
    data = tmp_path / "data"
    process, _, err = interrupted(data, number, many)
    assert process.returncode == {signal.SIGINT: 1, signal.SIGTERM: 143}.get(number, -number)
    if number != signal.SIGKILL:
        assert err.count("\n") == 1, err
        assert "nothing was published. What was read is kept" in err
        assert list((data / "versions").iterdir()) == []  # no draft is left for the next writer to clear
    assert Dataset(data).current_number() is None
    with (data / "reading" / "journal").open("r+b") as journal:
        journal.seek(300)
        journal.write(b"a broken sector")  # within the first record
        journal.seek(0, os.SEEK_END)
        journal.write(b"RGJ1 and then the power went")
    again = start(data, many, "--json")
    out, err = again.communicate(timeout=LONG)
    found = json.loads(out)
    assert (again.returncode, found["read"], found["set_aside"]) == (0, 250, [])
    assert found["taken_over"] > 0
    assert f"{found['taken_over']} document" in err
    assert list((data / "reading").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_partial_publishes_what_was_read_until_then(
    many: Path, tmp_path: Path, number: signal.Signals
) -> None:
    data = tmp_path / "data"
    process, out, err = interrupted(data, number, many, "--partial", "--json")
    found = json.loads(out)
    assert (process.returncode, found["version"], found["interrupted"]) == (1, 1, True)
    assert found["read"] + found["unread"] == 250
    assert 0 < found["read"] < 250
    assert "Interrupted: " in err
    rest = start(data, many, "--json")
    out, _ = rest.communicate(timeout=LONG)
    assert (rest.returncode, json.loads(out)["unchanged"]) == (0, found["read"])


def test_a_journal_of_nonsense_does_no_harm(reelgraph: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    reelgraph("ingest", folder / "otto.md")
    for content in (b"RGJ1", b"\0" * 5_000, os.urandom(5_000), b"RGJ1" + b"\xff" * 400):
        (tmp_path / "data" / "reading").mkdir(exist_ok=True)
        (tmp_path / "data" / "reading" / "journal").write_bytes(content)
        assert reelgraph("ingest", folder).exit_code == 0
    assert titles(tmp_path) == ["Kestrel", "Otto"]
