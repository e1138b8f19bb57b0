"""How documents are taken in: what the caller of a run may say, and what a run goes about it with."""

from __future__ import annotations

from collections.abc import Callable, Sequence  # noqa: TC003 - fields' types
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - a field's type
from typing import TYPE_CHECKING

from graph.readers import Journal, Limits

if TYPE_CHECKING:
    from graph.intake.kept import Kept
    from graph.ranks import Ranks
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
class Judged:
    """What a crawl has read to find the reviews of a site: read once, it need not be read again.

    ``journal`` has what came of each page, and ``ranks`` are those by which it was read.
    """

    journal: Journal
    ranks: Ranks


@dataclass(slots=True)
class Fetched:
    """What crawls know beside the documents that they brought.

    ``asked`` are the addresses that they asked; of these ``gone`` were pages once and are no longer, and
    those of ``failed``, which has reasons, could not be fetched, or not be read: then ``files`` has where
    they lie. ``judged`` is what need not be read again.
    """

    asked: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reads documents and how, what is kept of it for the next run, and what crawls have read."""

    readers: Readers | SparkReaders
    kept: Kept
    manner: Manner
    judged: Sequence[Judged] = ()
