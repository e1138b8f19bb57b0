"""The wheel holds all it needs: installed into an empty environment it does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import missing

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_the_data_files_and_no_test(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "ontology/film.ttl",
        "ontology/shapes.ttl",
        "ontology/context.jsonld",
        "server/templates/",
    ):
        assert any(name.startswith(wanted) for name in names), wanted
    assert any(name.startswith("server/samples/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


@pytest.mark.slow
def test_the_wheel_carries_the_query_editor_where_it_has_been_built(wheel: Path) -> None:
    built = ROOT / "server" / "static" / "yasgui"
    if not (built / "LICENSES.txt").is_file():
        missing("This test needs YASGUI; build it with make ui (needs Node 18 or newer with npm).")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("yasgui.min.js", "yasgui.min.css", "LICENSES.txt"):
        assert f"server/static/yasgui/{name}" in names
    assert not [name for name in names if "node_modules" in name]


@pytest.mark.slow
def test_the_installed_wheel_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "REELGRAPH_DATA")
    }
    python = tmp_path / "venv" / "bin" / "python"
    empty = [sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")]
    subprocess.run(empty, check=True, timeout=600)
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-compile",  # of all that is installed, few modules are needed
        "--constraint",
        str(ROOT / "constraints.txt"),
        str(wheel),
    ]
    subprocess.run(install, check=True, cwd=tmp_path, env=environment, timeout=600)

    def reelgraph(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(python.with_name("reelgraph")), "--data", str(tmp_path / "data"), *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=600
        )

    code = "from server.samples_path import samples_path; print(samples_path())"
    samples = subprocess.run(
        [str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(tmp_path) in samples.stdout
    read = reelgraph("ingest", samples.stdout.strip() + "/lantern")
    assert read.returncode == 1, read.stderr  # two of these pages are no reviews, and are set aside
    asked = reelgraph(
        "query", 'SELECT ?name { ?r reel:film/reel:title "Aloners" ; reel:person/reel:name ?name }'
    )
    assert "Gong Seung-yeon" in asked.stdout, asked.stderr
    assert reelgraph("check").returncode == 0
