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
    run.run(0.5)
    assert run.account.wrong == []
    assert run.account.happened["ingests"]
    assert run.account.happened["workers killed"]
    assert run.account.happened["queries answered"]
    assert run.account.happened["hostile queries stopped"]
