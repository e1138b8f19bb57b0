"""The archive of ``archive.py``, asked in this process and served by the real server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.server import archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def client() -> FlaskClient:
    """The application without a socket, for what a server adds nothing to."""
    return archive.client_of(archive.make_app())


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the archive behind granian, on a free port of the loopback."""
    with running(sys.executable, "-m", "tests.server.run_archive") as address:
        yield address


class running:  # noqa: N801 - used as a function is
    """A server process as a context: the address it prints on its first line, SIGTERM at the end."""

    def __init__(self, *command: str) -> None:
        self.command = command

    def __enter__(self) -> str:
        self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        address = self.process.stdout.readline().strip()
        assert address.startswith("http://"), f"the server did not start: {address!r}"
        return address

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)
