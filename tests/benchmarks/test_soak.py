"""The soak, for as long as CI can wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import soak

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.alone
def test_half_a_minute_of_everything_at_once_ends_as_it_must(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    run = soak.Soak(tmp_path, disk, seed=3)
    must = ("ingests", "workers killed", "queries answered", "hostile queries stopped")
    run.run(0.5, until=must)
    assert run.account.wrong == []
    assert all(run.account.happened[name] for name in must)
