"""Serves the archive on a free port and prints the address: the server process of the tests."""

from __future__ import annotations

import sys

from server.serve import CannotServe, serve_app
from server.settings import Settings
from tests.hostile.serving import PATIENT
from tests.server import archive

#: How long requests under way may take to end; no test waits so long.
STOP_SECONDS = 240


def _started(address: str) -> None:
    print(address, flush=True)


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    try:
        serve_app(
            archive.make_app,
            Settings.of({}, port=port, stop_seconds=STOP_SECONDS, **PATIENT),
            started=_started,
        )
    except CannotServe as error:
        sys.exit(str(error))
