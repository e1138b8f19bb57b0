"""What people said of how far sources are to be trusted: a small file in each version.

A rank of a source outweighs one of its kind, and that the default (``graph.view.policy``). The rank that
holds stands in the source's own node (reel:trust) too, where the view is compiled from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graph.view.policy import default_trust

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The file in a version.
FILE = "trust.json"


@dataclass(slots=True)
class Ranks:
    """The ranks that somebody set: by kind, and by source (its IRI)."""

    kinds: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The ranks of a version or draft; none where it has no such file."""
        file = Path(directory, FILE)
        if not file.exists():
            return cls()
        said = json.loads(file.read_text(encoding="utf-8"))
        return cls(said["kinds"], said["sources"])

    def save(self, directory: Path) -> None:
        """Writes the file of a draft."""
        text = json.dumps({"kinds": self.kinds, "sources": self.sources}, indent=1, sort_keys=True)
        Path(directory, FILE).write_text(text, encoding="utf-8")

    def keep(self, directory: Path, sources: Iterable[str], rank: int | None) -> None:
        """Sets the rank of sources that were read with one, so that reading them again does not lose it."""
        if rank is not None:
            self.sources.update(dict.fromkeys(sources, rank))
            self.save(directory)

    def of(self, source: str, kind: str) -> int:
        """The rank of a source."""
        rank = self.sources.get(source)
        return rank if rank is not None else self.kinds.get(kind, default_trust(kind))
