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

    __slots__ = ("early", "films", "ids", "late", "members")

    def __init__(self, appearance: Appearance) -> None:
        self.members = [appearance]
        self.films = {appearance.film: set(appearance.jobs)}
        self.ids = {scheme: set(values) for scheme, values in appearance.ids.items()}
        self.early = self.late = appearance.year

    def apart(self, other: Person) -> int:
        """Years between the two spans of work; 0 where they meet or one is not known."""
        if self.early is None or self.late is None or other.early is None or other.late is None:
            return 0
        return max(0, self.early - other.late, other.early - self.late)

    def take(self, other: Person) -> None:
        """Takes in all of another cluster."""
        self.members += other.members
        for film, jobs in other.films.items():
            self.films.setdefault(film, set()).update(jobs)
        for scheme, values in other.ids.items():
            self.ids.setdefault(scheme, set()).update(values)
        years = [y for y in (self.early, self.late, other.early, other.late) if y is not None]
        self.early, self.late = min(years, default=None), max(years, default=None)

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
