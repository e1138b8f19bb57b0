"""What there is to say of a feed once all of its items were looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.intake.documents import around
from graph.records import Complaint, SetAside
from graph.sources.feeds.account import Account
from graph.sources.kinds import FEED

if TYPE_CHECKING:
    from graph.intake.containers import Contents
    from graph.intake.outcome import Task


@dataclass(frozen=True, slots=True)
class Said:
    """Complaints about a feed, or why it is set aside as a whole; and what it is, if no document of ours."""

    complaints: tuple[Complaint, ...] = ()
    set_aside: str | None = None
    line: int | None = None
    no_document: str = ""


@dataclass(slots=True)
class Feeds:
    """What became of the items of feeds, feed by feed."""

    _found: set[str] = field(default_factory=set)
    _refused: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)

    def found(self, item: Task) -> None:
        """Takes note of an item that is a review."""
        if item.span is not None:
            self._found.add(around(item.key))

    def refuse(self, item: Task, line: int | None, reason: str) -> None:
        """Takes note of an item that is none."""
        self._refused.setdefault(around(item.key), []).append((line or 1, item.called, reason))

    def conclude(self, task: Task, contents: Contents) -> Said:
        """What there is to say of what was opened."""
        complaints = [Complaint(message, line) for message, line in contents.complaints]
        if contents.kind != FEED:
            return Said(tuple(complaints))
        account = Account(
            items=contents.items,
            refused=sorted([*contents.refused, *self._refused.get(task.key, ())]),
            again=contents.again,
        )
        account.skipped.update(contents.skipped)
        try:
            complaints += account.complaints(found=task.key in self._found)
        except SetAside as error:
            what = "feed of comments" if contents.of_comments else ""
            return Said(set_aside=error.reason, line=error.line, no_document=what)
        return Said(tuple(complaints))
