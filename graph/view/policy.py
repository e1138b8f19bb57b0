"""Which of several values to believe where sources disagree.

The highest trust, then what most sources say, then what is said most often, then the first source in
order of IRIs. What was not picked stays in the evidence. docs/trust.md has the ranks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.nodes import Node

#: The trust of a source whose kind has none here, and the range of ranks.
ORDINARY = 50
LEAST, MOST = 0, 100

#: What kinds of sources are trusted by default. First what the editor answers for, their pages and then
#: their tables; then collections, those with editors before those that anybody may edit.
TRUST: Mapping[str, int] = {
    "review_text": 50,
    "review_html": 50,
    "markdown": 50,
    "feed": 50,
    "credit_table": 45,
    "imdb": 40,
    "rdf": 35,
    "wikidata": 30,
}


def default_trust(kind: str) -> int:
    """What sources of a kind are trusted where nobody said otherwise."""
    return TRUST.get(kind, ORDINARY)


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
    if len(values) == 1:
        return values[0][2]
    top = max(trust for trust, _, _ in values)
    trusted = [(source, value) for trust, source, value in values if trust == top]
    # A source that names a person in ten credits is one voice, as is one that does so once.
    sources = Counter(value for _, value in set(trusted))
    times = Counter(value for _, value in trusted)
    return min(trusted, key=lambda row: (-sources[row[1]], -times[row[1]], row[0], row[1]))[1]
