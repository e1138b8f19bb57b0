"""A disk that is soon full, for the soak."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own; without the right to mount one, a directory and a limit on files' size."""
    with tempfile.TemporaryDirectory(prefix="reelgraph-soak-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", folder]
        try:
            with contextlib.suppress(FileNotFoundError):
                subprocess.run(command, capture_output=True, check=False)
            if not Path(folder).is_mount():
                resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20))
            yield Path(folder)
        finally:
            if Path(folder).is_mount():
                subprocess.run(["umount", "--lazy", folder], check=False)
