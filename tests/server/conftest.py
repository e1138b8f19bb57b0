"""The archive of ``archive.py``: asked in this process, served by the real server, seen in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from server.command import main
from tests.graph.archive import Page
from tests.hostile.serving import LONG
from tests.server import archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from tests.server.ingesting import Run

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two reviews."""
    place = tmp_path / "pages"
    place.mkdir()
    Page("kestrel", "Kestrel", 2018, "Rosa Diaz", (("Al Roe", "Jim"),)).write(place)
    Page("otto", "Otto", 2012, "Bo Li").write(place)
    return place


@pytest.fixture
def reelgraph(tmp_path: Path) -> Run:
    """Runs the command in this process, on a dataset of the test's own."""
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: str | Path) -> Result:
        given = {**environment, "REELGRAPH_DATA": str(tmp_path / "data")}
        done = CliRunner().invoke(main, list(map(str, arguments)), env=given, prog_name="reelgraph")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


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
        self.process.communicate(timeout=LONG)


def seen_as(page: Any, width: int, scheme: str) -> None:
    """Loads a page again at another width and in other colours; a new window takes far longer."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.reload()


@pytest.fixture
def open_page(browser: Any, server: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the archive; at the end no script failed and nothing broke the policy."""
    said: list[str] = []
    failed: list[str] = []
    contexts = []

    def note_failure(request: Any) -> None:
        # The browser itself gives up what it was loading for a page that is being left.
        if request.failure != "net::ERR_ABORTED":
            failed.append(request.url)

    def open_(path: str, *, width: int = 1200, scheme: str = "light", **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **options
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", note_failure)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"a dialog: {dialog.message}"))
        # Whatever is not this server is the internet, and no page may need it.
        page.route(re.compile(f"^(?!{re.escape(server)}|data:|blob:)"), lambda route: route.abort())
        page.goto(server + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [url for url in failed if "format=" not in url] == []  # a download is no failure
    # Chromium itself writes of an answer of 400, 401 or 404; the page shows why.
    assert [text for text in said if not re.search("status of 40[014]", text)] == []
