"""A process that does one job and ends: the job is one JSON line on stdin, what came of it one on stdout.

Whatever else is printed goes to stderr, and the process ends early when whoever asked closes its stdin.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Job = dict[str, Any]


def do_one(do: Callable[[Job], Job], confine: Callable[[Job], object]) -> None:
    """Does the one job on stdin. Never returns.

    Args:
        do: does a job and says what came of it.
        confine: takes rights from the process once the job is known, before it is done.
    """
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    job = json.loads(sys.stdin.buffer.readline())
    confine(job)

    def work() -> None:
        try:
            said = do(job)
        except Exception as error:  # noqa: BLE001 - whatever it was, the asker gets its words
            said = {"kind": "failed", "message": str(error)}
        out.write(json.dumps(said).encode())
        os._exit(0)

    threading.Thread(target=work, daemon=True).start()
    sys.stdin.buffer.read()
    os._exit(1)
