"""Python's cycle collector, kept from work that makes much and throws nothing away."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps the cycle collector from going through what is made again and again while it is made.

    Measured on 61,710 credits: the evidence takes 0.7 s instead of 3.8.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def importing() -> Iterator[None]:
    """Keeps the cycle collector from modules that are imported, then and until the process ends.

    Measured on adding one page to 10,000: 0.45 s instead of 0.53, and 0.48 s of processors instead of 0.55.
    Most of it is saved when the process ends, and the last collection goes through all that there is. DuckDB
    says then, on stderr, what of it is left: so what is imported with or after it is left to the collector.
    """
    before = len(sys.modules)
    with without_collector():
        yield
        if len(sys.modules) > before and "_duckdb" not in sys.modules:
            gc.freeze()
