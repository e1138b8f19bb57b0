"""What the tests of ``reelgraph ingest`` share: feeds, and what a run said and made."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from click.testing import Result

from graph.store import Dataset
from tests.graph.archive import view
from tests.graph.sources.pages import ONE

if TYPE_CHECKING:
    from pathlib import Path

    from graph.nodes import Node

FEED = '<rss version="2.0"><channel><title>Reel</title><link>https://reel.example/</link>{}</channel></rss>'


def item(title: str, number: int, text: str = ONE) -> str:
    return (
        f"<item><title>Review: {title} (2018)</title><link>https://reel.example/{number}</link>"
        f"<guid>{number}</guid><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
    )


#: Runs the command on a dataset of the test's own.
Run = Callable[..., Result]


def said(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def found(tmp_path: Path, kind: str) -> list[Node]:
    """The nodes of a class in the view of the test's dataset."""
    return [node for node in view(Dataset(tmp_path / "data")).values() if kind in node["type"]]


def titles(tmp_path: Path) -> list[str]:
    return sorted(node["title"][0] for node in found(tmp_path, "Film"))


def start(data: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "server", "--data", str(data), "ingest", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
