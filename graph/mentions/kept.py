"""What is kept: people's decisions until they are withdrawn, the IRIs of roles and characters for ever.

And of films what the first round of linking made of them, where the second looked at it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.mentions.schema import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Said(Tables):
    """The part of the table that holds people's decisions."""

    def enter_decision(
        self, link: str, *, accepted: bool, sides: tuple[Iterable[str], Iterable[str]]
    ) -> None:
        """Enters a person's decision: that all mentions are one, or that two sides of them are two."""
        self._database.executemany(
            "INSERT OR REPLACE INTO decision (link, accepted, side, mention) VALUES (?, ?, ?, ?)",
            [(link, accepted, side, mention) for side, mentions in enumerate(sides) for mention in mentions],
        )

    def withdraw_decision(self, link: str) -> None:
        """Takes a decision back."""
        self._database.execute("DELETE FROM decision WHERE link = ?", (link,))

    def decisions_on(self, iris: Iterable[str]) -> dict[str, tuple[bool, list[str], list[str]]]:
        """The decisions about some mentions, oldest first: whether they are one, and both sides."""
        links = {row[0] for row in self._in("SELECT link FROM decision WHERE mention IN ({})", iris)}
        found: dict[str, tuple[bool, list[str], list[str]]] = {}
        rows = self._in("SELECT link, accepted, side, mention FROM decision WHERE link IN ({})", links)
        for link, accepted, side, mention in sorted(rows):
            sides = found.setdefault(link, (bool(accepted), [], []))
            (sides[2] if side else sides[1]).append(mention)
        return found

    def is_decided_on(self) -> bool:
        """Whether people decided anything."""
        return self._database.execute("SELECT 1 FROM decision LIMIT 1").fetchone() is not None


class Rounds(Tables):
    """The part of the table that holds the films of the first round where the second looked at them."""

    def first_round(self) -> dict[int, tuple[int, int]]:
        """Of each mention that was looked at: its film of the first round, and the films looked at with it.

        Both are numbers that only their likes share.
        """
        rows = self._database.execute("SELECT mention, film, together FROM first_round")
        return {mention: (film, together) for mention, film, together in rows}

    def keep_first_round(self, scope: Iterable[int], kept: Mapping[int, tuple[int, int]]) -> None:
        """Puts what is to be kept of some mentions of films in the place of what was."""
        gone = [(mention,) for mention in scope]
        self._database.executemany("DELETE FROM first_round WHERE mention = ?", gone)
        rows = [(mention, *numbers) for mention, numbers in kept.items()]
        self._database.executemany(
            "INSERT OR REPLACE INTO first_round (mention, film, together) VALUES (?, ?, ?)", rows
        )


class Minted(Tables):
    """The part of the table that holds the IRIs of roles and characters."""

    def minted(self, key: str) -> str | None:
        """The IRI minted for a role or character, by what it is known by between versions."""
        row = self._database.execute("SELECT iri FROM minted WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def mint(self, key: str, iri: str) -> None:
        """Keeps an IRI for a role or character for ever."""
        self._database.execute("INSERT OR REPLACE INTO minted (key, iri) VALUES (?, ?)", (key, iri))

    def is_minted(self, iri: str) -> bool:
        """Whether an IRI was minted for a role or character before."""
        return self._database.execute("SELECT 1 FROM minted WHERE iri = ?", (iri,)).fetchone() is not None
