"""Serves a dataset's directory, to be written to with a token, on a free port: the address is printed."""

from __future__ import annotations

import sys
from functools import partial

from server.app import create_app
from server.serve import serve_app
from server.settings import Settings


def _started(address: str) -> None:
    print(address, flush=True)


if __name__ == "__main__":
    settings = Settings.of({}, port=0, token=sys.argv[2], workers=1)
    serve_app(partial(create_app, sys.argv[1], settings), settings, started=_started)
