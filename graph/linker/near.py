"""Which mentions of people may be one, by their names: the edges along which components grow.

Two names are neighbours if they share a block and one is a form of the other (``graph.names.forms``),
so a component is a handful of names, however many people share a family name.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from graph.names.forms import form, parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from graph.mentions import MentionTable


class Names:
    """The names of a table of mentions and their neighbours; each pair is compared once."""

    def __init__(self, table: MentionTable) -> None:
        self._table = table
        self._texts: dict[int, str] = {}
        self._compared: dict[tuple[int, int], bool] = {}

    def near(self, mentions: Collection[int], *, coming: bool = False) -> set[int]:
        """The mentions that have a name of some mentions, or a neighbour of one.

        ``coming`` says that the mentions come or go: of a block that is too large with them and was not
        without them all neighbours are taken, for whether they are compared changes.
        """
        own = self._table.spellings_of(mentions)
        near = set(own)
        for block, cap in self._table.capped_blocks(own):
            whose: Collection[int] = own
            if len(block) > cap:
                if not coming or len(own.intersection(block)) < len(block) - cap:
                    continue
                whose = block
            for one, other in self._pairs(block, whose):
                near.update((one, other))
        return {mention for found in self._table.with_spellings(near).values() for mention in found}

    def edges(self, mentions: Collection[int], *, everything: bool) -> Iterator[tuple[int, int]]:
        """Pairs of mentions that connect all of some mentions that names bring together."""
        spellings = self._table.spellings_of(mentions)
        first: dict[int, int] = {}
        for spelling, found in self._table.with_spellings(spellings).items():
            first[spelling] = found[0]
            for mention in found[1:]:
                yield found[0], mention
        blocks = self._table.all_blocks() if everything else self._table.blocks(spellings)
        for block in blocks:
            known = [spelling for spelling in block if spelling in first]
            for one, other in self._pairs(known, known):
                yield first[one], first[other]

    def _pairs(self, block: Iterable[int], own: Collection[int]) -> Iterator[tuple[int, int]]:
        """The neighbours in a block, one of which is among ``own``."""
        for one, other in combinations(sorted(block), 2):
            if (one in own or other in own) and self._neighbours(one, other):
                yield one, other

    def _neighbours(self, one: int, other: int) -> bool:
        known = self._compared.get((one, other))
        if known is None:
            found = form(parts(self._text(one)), parts(self._text(other))) is not None
            known = self._compared[one, other] = found
        return known

    def _text(self, spelling: int) -> str:
        text = self._texts.get(spelling)
        if text is None:
            text = self._texts[spelling] = self._table.texts([spelling])[spelling]
        return text
