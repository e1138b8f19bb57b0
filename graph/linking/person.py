"""A person in the making: some appearances, and what must not clash among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.linking.compare import ACTOR
from graph.names.forms import parts

if TYPE_CHECKING:
    from graph.linking.appearance import Appearance

_JUNIOR = frozenset({"jr", "ii", "iii", "iv"})


class Person:
    """A cluster in the making: its appearances and what must not clash in it."""

    __slots__ = ("films", "ids", "members")

    def __init__(self, appearance: Appearance) -> None:
        self.members = [appearance]
        self.films = {appearance.film: set(appearance.jobs)}
        self.ids = {scheme: set(values) for scheme, values in appearance.ids.items()}

    def junior(self) -> bool:
        """Whether a name with "Jr", "II" or the like is among the names."""
        return any(parts(name).suffix in _JUNIOR for row in self.members for name in row.names)

    def first(self) -> int | None:
        """The first year of a film."""
        return min((row.year for row in self.members if row.year is not None), default=None)

    def acts(self) -> bool | None:
        """True for who only acts, False for who never does, None for both or where it is not known."""
        kinds = {ACTOR in jobs for jobs in self.films.values() if jobs}
        both = any(ACTOR in jobs and len(jobs) > 1 for jobs in self.films.values())
        return None if both or len(kinds) != 1 else kinds.pop()
