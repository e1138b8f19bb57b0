"""Reading in processes of their own, so that no document can stop a run or take its memory.

``pool``      documents to readers, outcomes back in order; a reader that dies costs the document it had
``nursery``   the process that readers are forked from; begun before anything else is imported
``process``   the reader's own side, and the nursery's
``packing``   an outcome as bytes
``journal``   what was read, kept until it is published: an interrupted run is taken up where it ended
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.readers.journal import Journal
    from graph.readers.packing import unpack
    from graph.readers.pool import Answer, Readers
    from graph.readers.process import Limits

__all__ = ["Answer", "Journal", "Limits", "Readers", "unpack"]

_PLACES = {
    "Answer": "graph.readers.pool",
    "Journal": "graph.readers.journal",
    "Limits": "graph.readers.process",
    "Readers": "graph.readers.pool",
    "unpack": "graph.readers.packing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever it is
    """What is imported when it is asked for (PEP 562): beginning a nursery needs none of it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
