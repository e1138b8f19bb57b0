"""How many files this process may have open: as many as it needs, where the system lets it."""

from __future__ import annotations

import sys

#: What every command may need: the store's own files, the documents, the processes that read.
COMMAND = 1_024


def allow(wanted: int) -> None:
    """Raises the limit of this process, and of those that it starts, to ``wanted`` or as far as it may be."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every platform

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
