"""Where the sample archive lies: beside the code in a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path


def samples_path() -> Path:
    """The folder of the sample archive."""
    here = Path(__file__).resolve().parent
    installed = here / "samples"
    return installed if installed.is_dir() else here.parent / "samples"
