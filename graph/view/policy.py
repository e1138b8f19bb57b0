"""Which of several values to believe where sources disagree.

The highest trust, then what most sources say, then the first source in order of IRIs. What was not
picked stays in the evidence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.nodes import Node


@dataclass(slots=True)
class Said:
    """All that the sources say of one entity: (trust, source, evidence node) rows."""

    nodes: list[tuple[int, str, Node]] = field(default_factory=list)

    def values(self, name: str) -> list[tuple[int, str, str]]:
        """(trust, source, value) of one property."""
        return [(trust, source, value) for trust, source, node in self.nodes for value in node.get(name, ())]

    def pick(self, name: str) -> str | None:
        """The value of one property to believe."""
        return choose(self.values(name))

    def sources(self) -> list[str]:
        """The sources that say something, in order."""
        return sorted({source for _, source, _ in self.nodes})


def choose(values: list[tuple[int, str, str]]) -> str | None:
    """Of (trust, source, value) rows the value to believe; None of none."""
    if not values:
        return None
    top = max(trust for trust, _, _ in values)
    trusted = [(source, value) for trust, source, value in values if trust == top]
    counts = Counter(value for _, value in trusted)
    return min(trusted, key=lambda row: (-counts[row[1]], row[0], row[1]))[1]
