"""Readers: one document in, one record out, or the reason why not.

``read`` is pure: bytes in, a DocumentRecord out; it opens no file and keeps no state. A document that
cannot be read raises ``graph.records.SetAside`` and nothing else, whatever bytes it is made of.

The readers are imported when one is asked for: a process that only hands documents to others needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from graph.sources.kinds import KINDS, READERS

if TYPE_CHECKING:
    from graph.sources.credit_table import Wanted
    from graph.sources.decoding import DEFAULT_MAX_BYTES
    from graph.sources.dispatch import read
    from graph.sources.rdf import Asked

__all__ = ["DEFAULT_MAX_BYTES", "KINDS", "READERS", "Asked", "Wanted", "read"]

_PLACES = {
    "Asked": "graph.sources.rdf",
    "DEFAULT_MAX_BYTES": "graph.sources.decoding",
    "Wanted": "graph.sources.tables.columns",
    "read": "graph.sources.dispatch",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever it is
    """What is imported when it is asked for (PEP 562)."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
