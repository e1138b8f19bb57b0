"""Runs a command and watches what it and all its children cost."""

from __future__ import annotations

import compileall
import resource
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ending import started
from benchmarks.family import held
from benchmarks.sampling import Sampling

if TYPE_CHECKING:
    from collections.abc import Sequence

_EVERY = 0.2
_ROOT = Path(__file__).resolve().parents[2]


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
    _compile()
    answer, errors = place / "ingest.json", place / "ingest.log"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    with (
        answer.open("wb") as said,
        errors.open("wb") as log,
        started(command, stdout=said, stderr=log) as process,
        _Watch(process.pid) as watch,
    ):
        process.wait()
        wall = time.perf_counter() - begin
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


@cache
def _compile() -> None:
    """Compiles our packages as an installation does: else each command would, where Python keeps nothing."""
    for package in ("ontology", "graph", "server"):
        compileall.compile_dir(_ROOT / package, quiet=2)


class _Watch(Sampling):
    """The most memory of a process and those that it started together; None where that cannot be told."""

    def __init__(self, root: int) -> None:
        super().__init__(_EVERY)
        self._root = root
        self.most: float | None = None

    def look(self) -> None:
        """See :class:`Sampling`."""
        now = held(self._root)
        if now is not None:
            self.most = max(self.most or 0.0, now / 2**20)
