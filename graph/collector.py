"""Python's cycle collector, kept from work that makes much and throws nothing away."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps the cycle collector from going through what is made again and again while it is made.

    Measured on 61,710 credits: the evidence takes 0.7 s instead of 3.8; and on the modules of ``ingest``: an
    eighth of the time that their import takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
