"""Runs a command and watches what it and all its children cost."""

from __future__ import annotations

import resource
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.sampling import Sampling

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROC = Path("/proc")
_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds on the wall and of all processors, and the most memory of the whole tree.

    ``answer`` is what it printed, ``errors`` its other output; ``megabytes`` the proportional set size of all
    processes together (a page that two share counts once), sampled five times a second; None where the system
    does not tell.
    """

    code: int
    answer: str
    wall: float
    processor: float
    megabytes: float | None
    errors: str


def run(command: Sequence[str], place: Path) -> Cost:
    """Runs the command to its end; what it says goes to files in ``place``."""
    answer, errors = place / "ingest.json", place / "ingest.log"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with (
        answer.open("wb") as said,
        errors.open("wb") as log,
        subprocess.Popen(command, stdout=said, stderr=log) as process,
        _Watch(process.pid) as watch,
    ):
        process.wait()
        wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(
        process.returncode,
        answer.read_text(encoding="utf-8"),
        wall,
        spent,
        watch.most,
        errors.read_text(encoding="utf-8", errors="replace"),
    )


class _Watch(Sampling):
    """The most memory of a process and those that it started together; None where that cannot be told."""

    def __init__(self, root: int) -> None:
        super().__init__(_EVERY)
        self._root = root
        self.most: float | None = None

    def look(self) -> None:
        """See :class:`Sampling`."""
        held = _megabytes(self._root)
        self.most = held if self.most is None else max(self.most, held or 0)


def _megabytes(root: int) -> float | None:
    if not _PROC.exists():
        return None
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue  # it ended meanwhile
            children[int(stat.rpartition(")")[2].split()[1])].append(int(entry.name))
    held, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children[process]
        try:
            rollup = (_PROC / str(process) / "smaps_rollup").read_text()
        except OSError:
            continue
        held += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return held / 1024
