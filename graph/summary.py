"""What a run did, as the command line tells it and the manifest keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

#: Called with a stage's name, what is done of it, and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SetAsideDocument:
    """A document that could not be read, and why."""

    name: str
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Summary:
    """What a run did. ``version`` is the version published, None where nothing changed."""

    read: int = 0
    unchanged: int = 0
    set_aside: list[SetAsideDocument] = field(default_factory=list)
    complaints: list[tuple[str, str, int | None]] = field(default_factory=list)
    version: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
