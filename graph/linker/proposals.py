"""What the IRI of a film, a person, a publication or a review would be if nothing had that name yet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.names import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.mentions import MentionTable, Stored


class Proposals:
    """Proposes the IRI of an entity by what its mentions say; minting puts a number behind one that is taken.

    Args:
        table: the table of mentions, which knows the film that a review is of.
        base: what entities' IRIs start with.

    Each method takes the mentions by their IRI, and the IRIs of those that are one entity.
    """

    def __init__(self, table: MentionTable, base: str) -> None:
        self._table = table
        self._base = base

    def film(self, by_iri: Mapping[str, Stored], members: list[str]) -> str:
        """A film's, by the title that most sources name first, and its year."""
        titles = Counter(title for iri in members for title in by_iri[iri].data["titles"][:1])
        year = common(by_iri, members, "year")
        # Counter keeps the order in which it met them, and max() the first of equals.
        title = max(titles, key=titles.__getitem__) if titles else "film"
        return f"{self._base}/film/{slug(title)}" + (f"-{year}" if year else "")

    def person(self, by_iri: Mapping[str, Stored], members: list[str]) -> str:
        """A person's, by the name that most mentions have."""
        return f"{self._base}/person/{slug(common(by_iri, members, 'name') or 'person')}"

    def publication(self, by_iri: Mapping[str, Stored], members: list[str]) -> str:
        """A publication's, by its name."""
        return f"{self._base}/publication/{slug(common(by_iri, members, 'name') or 'publication')}"

    def review(self, by_iri: Mapping[str, Stored], members: list[str]) -> str:
        """A review's, by its film, which has its IRI already, and who wrote it."""
        review = by_iri[members[0]]
        mention = review.iri.partition("#")[0] + review.data["film"]
        film = self._table.entities_of([mention])[mention].rpartition("/")[2]
        by = review.data["by"]
        return f"{self._base}/review/{film}" + (f"-{slug(by)}" if by else "")


def common(by_iri: Mapping[str, Stored], members: list[str], name: str) -> str | None:
    """The value that most members of a cluster state; of equals the one stated first."""
    counts = Counter(str(value) for iri in members if (value := by_iri[iri].data[name]) is not None)
    # Counter keeps the order in which it met them, and max() the first of equals.
    return max(counts, key=counts.__getitem__) if counts else None
