"""/openapi.json says all that the server does, and the server does that: schemathesis is the judge."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from server.api import LEFT_OUT, document
from tests.hostile.serving import Server
from tests.server import archive

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
)  # fmt: skip


def test_every_route_is_described_and_nothing_else() -> None:
    described = {
        (path, method.upper()) for path, item in document("http://x")["paths"].items() for method in item
    }
    there = {
        (re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in archive.make_app().url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {path for path, _ in there} >= set(LEFT_OUT)
    assert described == {(path, method) for path, method in there if path not in LEFT_OUT}


def test_every_parameter_of_a_path_is_declared() -> None:
    for path, item in document("http://x")["paths"].items():
        for operation in item.values():
            declared = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
            assert sorted(re.findall(r"{(\w+)}", path)) == sorted(declared)


@pytest.fixture(scope="module")
def written_to(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, over a copy: what is asked here writes."""
    copy = tmp_path_factory.mktemp("api") / "data"
    shutil.copytree(dataset, copy, symlinks=True)
    with Server(copy, token="sesame", keep_versions=3, query_seconds=3) as server:
        yield server


@pytest.mark.slow
def test_whatever_the_description_allows_gets_an_answer_that_it_describes(
    written_to: Server, note: Any, tmp_path: Path
) -> None:
    hooks = Path(__file__).with_name("schemathesis_hooks.py")
    done = subprocess.run(
        [
            sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
            f"http://127.0.0.1:{written_to.port}/openapi.json",
            "--header", "Authorization: Bearer sesame", "--checks", ",".join(_CHECKS),
            "--phases", "examples,coverage,fuzzing", "--generation-deterministic", "--max-examples", "4",
            "--request-timeout", "120", "--continue-on-failure", "--no-color",
            "--warnings", "off",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1200,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(hooks)},
    )  # fmt: skip
    shown = done.stdout[-6000:] + done.stderr[-2000:]
    counted = re.search(r"(\d+) generated", done.stdout)
    assert counted, shown
    note(f"{counted[1]} asked", "what /openapi.json allows")
    assert done.returncode == 0, shown
    tested = re.search(r"Selected: (\d+)/\1\n *Tested: \1\n", done.stdout)
    assert tested, shown
    assert int(tested[1]) >= _operations() - 1, "all but the description itself, which was read first"
    assert int(counted[1]) > 500
    assert "Traceback" not in written_to.printed()
    assert written_to.query("ASK {}")[0] == 200


def _operations() -> int:
    return sum(len(item) for item in document("http://x")["paths"].values())
