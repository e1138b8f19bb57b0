"""Reading on Apache Spark publishes what reading here does, quad for quad."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from graph.store import Dataset
from server.command import main
from tests.conftest import missing

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

#: When something was read or decided.
_TIMES = ("readAt", "decidedAt")


def published(data: Path) -> set[ox.Quad]:
    store = Dataset(data).version().store
    return {quad for quad in store if not quad.predicate.value.endswith(_TIMES)}


@pytest.mark.slow
def test_the_same_archive_gives_the_same_version(tmp_path: Path, samples: Path) -> None:
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError:
        missing("This test needs PySpark: pip install 'reelgraph[spark]'.")
    if shutil.which("java") is None:
        missing("This test needs Java 17 or newer (Debian: apt install default-jre-headless).")
    archive = tmp_path / "archive"
    for name in ("lantern", "courier", "index-card"):
        shutil.copytree(samples / name, archive / name)
    (archive / "broken.html").write_bytes(b"\x00\x01\x02" * 100)
    summaries = {}
    for engine in ("processes", "spark"):
        found = CliRunner().invoke(
            main, ["ingest", str(archive), "--data", str(tmp_path / engine), "--engine", engine, "--json"]
        )
        assert found.exit_code in (0, 1), found.output
        summaries[engine] = found.stdout
    assert summaries["spark"] == summaries["processes"]
    assert published(tmp_path / "spark") == published(tmp_path / "processes")


def test_without_pyspark_there_is_a_sentence(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    found = CliRunner().invoke(
        main, ["ingest", str(samples / "courier"), "--data", str(tmp_path / "d"), "--engine", "spark"]
    )
    assert found.exit_code == 1
    assert "reelgraph[spark]" in found.stderr
    assert not (tmp_path / "d" / "current").exists()
