"""The pages that outside judges see: every sample's block, and those of 500 generated reviews."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.pages import pages
from graph.build import ingest
from graph.export.embedding import Embeddable
from graph.export.reviews import ReviewBlock, review_blocks
from graph.intake.outcome import Options
from graph.store import Dataset
from tests.conftest import ROOT, SHARED, missing

if TYPE_CHECKING:
    from pathlib import Path

#: Generated reviews whose rating is a number: only those have a block.
_WANTED = 500


@pytest.fixture(scope="session")
def blocks(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> list[ReviewBlock]:
    """The blocks of the sample archive and of generated pages that have one, 500 of these.

    Last come those of the samples that print several reviews, each block with all of them.
    """
    place = tmp_path_factory.mktemp("witness")
    mine = Dataset(place / "samples")
    ingest(mine, [samples], Options(best="4"))
    (place / "pages").mkdir()
    for name, content in pages(_WANTED, rated=True):
        (place / "pages" / name).write_bytes(content)
    made = Dataset(place / "generated")
    ingest(made, [place / "pages"], Options(best="4"))
    found = [block for block in review_blocks(mine.version().store) if block.block is not None]
    assert len(found) >= 20
    generated = [block for block in review_blocks(made.version().store) if block.block is not None]
    assert len(generated) >= _WANTED
    several = [
        block for _, block in Embeddable(mine.version().store).on_one_page() if block.block is not None
    ]
    assert len(several) >= 3
    return [dataclasses.replace(block) for block in (*found, *generated[:_WANTED], *several)]


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with the judges installed."""
    path = shutil.which("node")
    if path is None or not (ROOT / "node_modules" / "schema-dts").is_dir():
        missing("This test needs Node 18 or newer and what make ui installs.")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def schema_org() -> Path:
    """schema.org's own vocabulary, which is no part of the project."""
    file = SHARED / "data" / "schemaorg" / "schemaorg-current-https.jsonld"
    if not file.is_file():
        missing(f"schema.org's vocabulary is not at {file}; set REELGRAPH_SHARED to the folder that has it.")
    return file
