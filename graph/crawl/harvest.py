"""What a crawl brought: pages, numbers, and sentences about what was left. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from graph.crawl.frontier import Frontier

_NAMED = 5
#: What can become of an address, in the order in which it is told.
COUNTED = (
    "requests", "fetched", "unchanged", "from the cache", "reviews", "not a review", "duplicates",
    "overviews", "noindex", "listings", "redirected", "disallowed", "not there", "no text", "over the limit",
    "listings elsewhere", "listings over the limit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page that becomes a document: its address, and the file that it is kept in."""

    address: str
    file: Path


@dataclass(slots=True)
class Harvest:
    """What a crawl brought. ``counts`` has a number for each of COUNTED that is not 0."""

    site: str
    pages: list[Page] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    #: Where those of them lie that were fetched and cannot be read.
    unreadable: dict[str, Path] = field(default_factory=dict)
    #: Every address that was asked, or was known of without asking.
    asked: set[str] = field(default_factory=set)
    #: Addresses where an earlier run found reviews and this one none.
    gone: list[str] = field(default_factory=list)
    #: Addresses that redirect to another host, with where they lead.
    elsewhere: list[tuple[str, str]] = field(default_factory=list)
    #: Somebody ended it before its end.
    interrupted: bool = False
    #: Sentences about what was not asked.
    notes: list[str] = field(default_factory=list)

    def note(self, frontier: Frontier) -> None:
        """Says what was left unasked, and what is no longer there."""
        for made, count in frontier.left.most_common(_NAMED):
            self.notes.append(
                f"{count:,} addresses like {made} were left: none of those asked led to a review."
            )
        if over := self.counts["over the limit"]:
            self.notes.append(f"At least {over:,} more addresses are known; --max-pages lets more be asked.")
        if frontier.overflow:
            self.notes.append(f"{frontier.overflow:,} addresses more than can be remembered were left.")
        if self.gone:
            self.notes.append(
                f"{len(self.gone):,} pages had reviews and have none any more (--prune takes them out): "
                + ", ".join(self.gone[:_NAMED])
            )
        for address, target in self.elsewhere[:_NAMED]:
            self.notes.append(f"{address} redirects to {target}, which is another site and was not asked.")

    def as_object(self) -> dict[str, Any]:
        """As JSON, for a run's summary."""
        return {
            "site": self.site,
            **{name.replace(" ", "_"): self.counts[name] for name in COUNTED},
            "gone": self.gone,
            "elsewhere": [{"address": address, "target": target} for address, target in self.elsewhere],
        }

    def sentence(self) -> str:
        """The numbers in a line, for a person."""
        said = [f"{self.counts[name]:,} {name}" for name in COUNTED if self.counts[name]]
        return f"{self.site}: {', '.join(said)}."
