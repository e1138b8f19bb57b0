"""A benchmark that SIGTERM or Ctrl-C ends leaves nothing behind: no folder, no mount, no process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks import all as every
from benchmarks.ending import apart
from benchmarks.family import family, held
from tests.conftest import ROOT
from tests.stores.servers import NotHere, oxigraph

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux' /proc")

#: Longer than any of these takes on a machine that does other work, too.
_PATIENCE = 180.0


def _running(text: str) -> list[int]:
    """The processes that have a text in their command or settings."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            said = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if text.encode() in said:
                found.append(int(process.name))
    return found


def _wait(sign: Callable[[], object], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + _PATIENCE
    while not sign():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "it has not come so far"
        time.sleep(0.05)


def _ended(command: str, place: Path, sign: Callable[[], object], by: signal.Signals) -> int:
    """Ends a benchmark once there is a sign of what it makes; its exit code."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command.split()], cwd=ROOT, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(place)},
        start_new_session=True, restore_signals=True,
    )  # fmt: skip
    try:
        _wait(sign, process)
        process.send_signal(by)
        process.communicate(timeout=_PATIENCE)
    finally:
        for one in _running(str(place)) if process.poll() is None else ():
            os.kill(one, signal.SIGKILL)
        process.communicate()
    return process.returncode


def _clean(place: Path) -> bool:
    """Whether nothing is left; processes that nobody waits for any longer may take a moment to go."""
    assert list(place.iterdir()) == []
    assert str(place) not in Path("/proc/self/mounts").read_text()
    end = time.monotonic() + _PATIENCE
    while _running(str(place)) and time.monotonic() < end:
        time.sleep(0.05)
    return not _running(str(place))


def _made(place: Path, pattern: str) -> Callable[[], bool]:
    return lambda: any(place.glob(pattern))


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=lambda by: by.name)
def test_a_soak_that_is_ended_takes_its_disk_and_its_server_with_it(
    tmp_path: Path, by: signal.Signals
) -> None:
    # The writer is at work: what it made while the server stood is the second version.
    code = _ended("benchmarks.soak --minutes 30", tmp_path, _made(tmp_path, "*/data/versions/000002"), by)
    assert code in {128 + by, -by}
    assert _clean(tmp_path)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    every._few(folder)
    return folder / "credits.tsv"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "sign"),
    [
        # The command's draft of a version; one that a process of the benchmark makes; and two servers.
        ("benchmarks.archive 400 --credits CREDITS", "*/data/versions"),
        ("benchmarks.imdb 20000", "*/data/versions"),
        ("benchmarks.serve --credits CREDITS --triples 2000 --seconds 30 --alone", "*/dataset/current"),
        ("benchmarks.stores --start oxigraph --triples 100000", "*/data/versions"),
    ],
)
def test_a_benchmark_that_sigterm_ends_leaves_nothing(
    command: str, sign: str, tmp_path: Path, tables: Path
) -> None:
    if "oxigraph" in command:
        try:
            oxigraph()
        except NotHere as why:
            pytest.skip(str(why))
    command = command.replace("CREDITS", str(tables))
    code = _ended(command, tmp_path, _made(tmp_path, sign), signal.SIGTERM)
    assert code == 128 + signal.SIGTERM
    assert _clean(tmp_path)


def test_what_runs_apart_gives_what_it_makes_and_says_that_it_failed() -> None:
    assert apart(divmod, 7, 2) == (3, 1)
    with pytest.raises(SystemExit, match=r"_exit ended with 3\."):
        apart(os._exit, 3)


def test_a_family_is_a_process_and_all_that_it_started() -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as process:
        _wait_for_two(process)
        assert family(process.pid)[0] == process.pid
        assert process.pid in family()
        assert (held(process.pid) or 0) > 1 << 20
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.close()
    assert family(process.pid) == [process.pid]
    assert held(process.pid) == 0


def _wait_for_two(process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while len(family(process.pid)) < 2:
        assert time.monotonic() < end
        time.sleep(0.01)
