"""The processes that a process started, and those that they started, from Linux' /proc; elsewhere none."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def family(root: int | None = None) -> list[int]:
    """A process (this one, if nobody says) and all its descendants, by id; it comes first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found: list[int] = []
    waiting = [os.getpid() if root is None else root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], ())
    return found


def session(leader: int) -> list[int]:
    """The processes of a session (setsid(2)), also those whose parents have ended; at least its leader."""
    found = {leader}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getsid(int(process.name)) == leader:
                found.add(int(process.name))
    return sorted(found)


def held(root: int | None = None) -> int | None:
    """The bytes of memory that a family holds together: a page that two share counts once (PSS).

    None where the system does not tell.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    total = 0
    for process in family(root):
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next((int(line.split()[1]) for line in rollup if line.startswith("Pss:")), 0) * 1024
    return total
