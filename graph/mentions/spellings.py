"""The names of people: each once, with those that are worth comparing with it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from graph.linking.blocking import CAPS
from graph.mentions.rows import SHIFT
from graph.mentions.schema import Tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from graph.mentions.rows import Name

#: The caps of blocks by the kind of key, which stands in the last bits of its hash.
_CAPS = tuple(CAPS.values())
_KINDS = 1 << SHIFT
#: Names whose numbers are remembered: a name of an archive comes again and again.
_NUMBERS = 100_000


class Spellings(Tables):
    """The part of the table that holds names."""

    #: The numbers of names that were entered or looked up lately.
    _numbers: dict[tuple[str, str], int]

    def spellings_of(self, mentions: Iterable[int]) -> set[int]:
        """The names of some mentions of people."""
        return {row[0] for row in self._in("SELECT spelling FROM spelled WHERE mention IN ({})", mentions)}

    def with_spellings(self, spellings: Iterable[int]) -> dict[int, list[int]]:
        """The mentions that have each of some names."""
        found: dict[int, list[int]] = {}
        for spelling, mention in self._in(
            "SELECT spelling, mention FROM spelled WHERE spelling IN ({})", spellings
        ):
            found.setdefault(spelling, []).append(mention)
        return found

    def texts(self, spellings: Iterable[int]) -> dict[int, str]:
        """The names themselves."""
        return dict(self._in("SELECT id, text FROM spelling WHERE id IN ({})", spellings))

    def blocks(self, spellings: Iterable[int]) -> Iterator[list[int]]:
        """The names that share a block with some names, block by block; too large ones are left out."""
        return (block for block, cap in self.capped_blocks(spellings) if len(block) <= cap)

    def capped_blocks(self, spellings: Iterable[int]) -> Iterator[tuple[list[int], int]]:
        """The same with those that are too large, each with the size from which on it is."""
        shared = {row[0] for row in self._in("SELECT hash FROM block WHERE spelling IN ({})", spellings)}
        rows = sorted(self._in("SELECT hash, spelling FROM block WHERE hash IN ({})", shared))
        for number, group in groupby(rows, key=itemgetter(0)):
            block = [row[1] for row in group]
            if len(block) > 1:
                yield block, _CAPS[number % _KINDS]

    def all_blocks(self) -> Iterator[list[int]]:
        """All blocks of several names."""
        rows = self._database.execute("SELECT hash, spelling FROM block ORDER BY hash")
        for number, group in groupby(rows, key=itemgetter(0)):
            block = [row[1] for row in group]
            if 1 < len(block) <= _CAPS[number % _KINDS]:
                yield block

    def all_texts(self, kind: str) -> Iterator[str]:
        """All names of people of one kind, each once."""
        rows = self._database.execute("SELECT text FROM spelling WHERE kind = ? ORDER BY text", (kind,))
        return (row[0] for row in rows)

    def spelling(self, kind: str, name: Name) -> int:
        """The number of a name, entered with its blocks where it is new."""
        number = self._numbers.get((kind, name.text))
        if number is None:
            if len(self._numbers) >= _NUMBERS:
                self._numbers.clear()
            number = self._numbers[kind, name.text] = self._spelling(kind, *name)
        return number

    def _spelling(self, kind: str, text: str, blocks: Iterable[int]) -> int:
        row = self._database.execute(
            "SELECT id FROM spelling WHERE kind = ? AND text = ?", (kind, text)
        ).fetchone()
        if row is not None:
            return int(row[0])
        cursor = self._database.execute("INSERT INTO spelling (kind, text) VALUES (?, ?)", (kind, text))
        number = int(cursor.lastrowid or 0)
        self._database.executemany(
            "INSERT OR IGNORE INTO block (hash, spelling) VALUES (?, ?)",
            [(block, number) for block in blocks],
        )
        return number

    def drop_spellings(self, spellings: Collection[int]) -> None:
        """Drops those of some names that nobody has any more."""
        if not spellings:
            return
        gone = [(number,) for number in set(spellings) - self.with_spellings(spellings).keys()]
        if gone:
            self._numbers.clear()
        self._database.executemany("DELETE FROM spelling WHERE id = ?", gone)
        self._database.executemany("DELETE FROM block WHERE spelling = ?", gone)
