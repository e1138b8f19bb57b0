"""What all tests share: where the real data lie, and what to do where something is missing."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("REELGRAPH_SHARED", ROOT.parent / "shared"))

# Examples of a property where its test asks for no number of its own. No deadline for one, and nothing said
# of slow ones: a machine that does other work, too, is no failure. Under .ci/run the same examples each time,
# so that it says the same of a change each time; new ones wherever a person runs the tests.
settings.register_profile(
    "reelgraph",
    max_examples=int(os.environ.get("REELGRAPH_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("REELGRAPH_NO_SKIPS") or os.environ.get("CI")),
)
settings.load_profile("reelgraph")

# The tests of Spark keep its machine for a minute: compiled quickly and collected by one thread it works 26
# processor seconds, not 63.
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# A shell that starts the tests in the background has them ignore Ctrl+C, and so the commands that they start.
if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    and threading.current_thread() is threading.main_thread()
):
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first, so that neither process waits long for the other's last file.

    Reckoned from the processor seconds of each file, two processes end after 220 s, not after 231.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def missing(reason: str) -> None:
    """Skips the test with a sentence; under .ci/run, which installs what tests need, fails it."""
    if os.environ.get("REELGRAPH_NO_SKIPS"):
        pytest.fail(f"{reason} (REELGRAPH_NO_SKIPS is set)")
    pytest.skip(reason)


@pytest.fixture
def program() -> Callable[..., str]:
    """Looks up a system program by any of its names; skips the test where there is none."""

    def find(*names: str) -> str:
        for name in names:
            path = shutil.which(name)
            if path:
                return path
        missing(f"This test needs the program {names[0]}; install it (Debian: apt install {names[0]}).")
        raise AssertionError

    return find


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright: one for all tests, for its driver bears no other beside it."""
    playwright = pytest.importorskip(
        "playwright.sync_api",
        reason="This test needs playwright; install the test tools (make test does).",
    )
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing("This test needs the program chromium; install it (Debian: apt install chromium).")
    with playwright.sync_playwright() as driver:
        # Without what stands in for a graphics card, which a page of text has no need of.
        args = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer"]
        chromium = driver.chromium.launch(executable_path=path, args=args, timeout=180_000)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder with the real review page, which is no part of the project."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        # Not ours to install, so never a failure.
        pytest.skip(
            f"The real review page is not at {folder}; set REELGRAPH_SHARED to the folder that has it."
        )
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """Our own review archive."""
    return ROOT / "samples"
