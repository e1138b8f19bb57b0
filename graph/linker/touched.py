"""What a run changed, before linking and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.linker.near import Names
from graph.mentions import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.mentions import MentionTable


@dataclass(slots=True)
class Touched:
    """What a run changed before linking.

    ``entered`` are the mentions that were read anew, by kind; ``near`` those that shared a key with
    one that went or came; ``entities`` those that mentions were taken from, and ``titles`` the hashed
    titles of films that went or came. ``everything`` says that all is to be linked, whatever changed, and
    ``fresh`` that none of it ever was.
    """

    entered: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    near: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    entities: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    titles: set[int] = field(default_factory=set)
    everything: bool = False
    fresh: bool = False

    def touch(self, table: MentionTable, mentions: Collection[int]) -> None:
        """Takes note of mentions that are entered, or about to go, and of those that compare with them."""
        for mention, kind, entity in table.kinds(mentions):
            self.entered[kind].add(mention)
            if entity is not None:
                self.entities[kind].add(entity)
        if self.everything:
            return
        self.titles |= table.titles_of(mentions)
        hashed = {key for keys in table.keys_of(mentions).values() for key in keys}
        near = table.with_keys(hashed) | Names(table).near(mentions, coming=True)
        for mention, kind, _ in table.kinds(near):
            self.near[kind].add(mention)


@dataclass(slots=True)
class Changed:
    """The entities whose part of the view is to be compiled anew, and the IRIs no longer in use."""

    entities: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
