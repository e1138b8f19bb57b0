"""How documents are taken in: what the caller of a run may say, and what a run goes about it with."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a field's type
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.readers import Limits

if TYPE_CHECKING:
    from graph.kept import Kept
    from graph.readers import Readers
    from graph.readers.spark import SparkReaders


@dataclass(frozen=True, slots=True)
class Manner:
    """How documents are taken in.

    ``prune`` takes out what the dataset knows and is no longer there; ``again`` reads what could not be read
    before; ``limits`` are for each document; ``stop`` is asked between documents: once it says yes, what was
    read is published and the rest left. ``engine`` is who reads: "processes" of this machine, or "spark".
    """

    prune: bool = False
    again: bool = False
    limits: Limits = field(default_factory=Limits)
    stop: Callable[[], bool] = field(default=lambda: False)
    engine: str = "processes"


@dataclass(frozen=True, slots=True)
class Reading:
    """What reads documents, what is kept of it for the next run, and how it goes about it."""

    readers: Readers | SparkReaders
    kept: Kept
    manner: Manner
