"""An ingest that is killed at any point leaves the current version readable and whole."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.build import ingest
from graph.store import Dataset

if TYPE_CHECKING:
    from pathlib import Path

ASK = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(dataset: Dataset) -> tuple[int, int]:
    version = dataset.version()
    found = version.store.query(ASK)
    assert isinstance(found, ox.QuerySolutions)
    return len(version.store), int(next(found)["n"].value)


@pytest.mark.slow
def test_killing_an_ingest_at_any_point_leaves_the_current_version_whole(
    tmp_path: Path, samples: Path
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(samples / "lantern", archive)
    dataset = Dataset(tmp_path / "data")
    ingest(dataset, [archive])
    shutil.copytree(samples / "courier", archive / "more")
    random_ = random.Random(4)
    command = [sys.executable, "-m", "server", "--data", str(dataset.path), "ingest", str(archive)]

    started = time.monotonic()
    whole = tmp_path / "timed"
    shutil.copytree(dataset.path, whole, symlinks=True)
    subprocess.run(
        [*command[:3], "--data", str(whole), *command[5:]], check=False, capture_output=True, timeout=600
    )
    length = time.monotonic() - started
    after = count(Dataset(whole))

    before = count(dataset)
    number = dataset.current_number()
    killed = tried = 0
    while killed < 20 and tried < 80:
        tried += 1
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random_.uniform(0.05, 0.9 * length))
        if process.poll() is None:
            killed += 1
        else:
            length *= 0.9  # the machine was slower while it was measured than it is now
        process.kill()
        process.wait()
        found = count(dataset)
        if dataset.current_number() == number:
            assert found == before
        else:
            # It was quick enough to publish: start again from the version before.
            assert found == after
            dataset.rollback(number)
    assert killed == 20
    ingest(dataset, [archive])
    assert count(dataset) == after
    assert not list((dataset.path / "versions").glob(".draft-*"))
