"""Small sets of IMDb-shaped files of our own making."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.build import ingest
from graph.store import Dataset

if TYPE_CHECKING:
    from pathlib import Path

    from graph.summary import Summary

HEADERS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes"
    " genres",
    "title.principals": "tconst ordering nconst category job characters",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.ratings": "tconst averageRating numVotes",
}
NONE = r"\N"


@dataclass
class ImdbSet:
    """The rows of the five files."""

    rows: dict[str, list[list[str]]] = field(default_factory=lambda: {name: [] for name in HEADERS})

    def title(
        self,
        number: int,
        title: str,
        year: str = NONE,
        *,
        kind: str = "movie",
        original: str | None = None,
        genres: str = NONE,
        minutes: str = NONE,
    ) -> ImdbSet:
        self.rows["title.basics"].append(
            [f"tt{number:07d}", kind, title, original or title, "0", year, NONE, minutes, genres]
        )
        return self

    def credit(
        self,
        title: int,
        ordering: int,
        person: int,
        category: str,
        characters: str = NONE,
        job: str = NONE,
    ) -> ImdbSet:
        self.rows["title.principals"].append(
            [f"tt{title:07d}", str(ordering), f"nm{person:07d}", category, job, characters]
        )
        return self

    def name(self, number: int, name: str, born: str = NONE) -> ImdbSet:
        self.rows["name.basics"].append([f"nm{number:07d}", name, born, NONE, NONE, NONE])
        return self

    def aka(self, title: int, ordering: int, name: str) -> ImdbSet:
        self.rows["title.akas"].append([f"tt{title:07d}", str(ordering), name, "XX", NONE, NONE, NONE, "0"])
        return self

    def rating(self, title: int, value: str, votes: str) -> ImdbSet:
        self.rows["title.ratings"].append([f"tt{title:07d}", value, votes])
        return self

    def write(self, folder: Path, *, packed: bool = False, only: tuple[str, ...] = tuple(HEADERS)) -> Path:
        """Writes the files that have rows, under names that say nothing."""
        folder.mkdir(parents=True, exist_ok=True)
        for place, name in enumerate(HEADERS):
            if name in only and self.rows[name]:
                lines = ["\t".join(row) for row in (HEADERS[name].split(), *self.rows[name])]
                content = ("\n".join(lines) + "\n").encode()
                file = folder / f"download-{place}"
                file.write_bytes(gzip.compress(content) if packed else content)
        return folder


def small() -> ImdbSet:
    """Three films, one of them with a namesake of another's actor."""
    return (
        ImdbSet()
        .title(11, "The Paper Lantern", "2019", genres="Drama,Mystery", minutes="101", original="Jongi deung")
        .title(12, "Salt Roads", "2021")
        .title(13, "Night Shift, Part 2", kind="tvEpisode")
        .title(14, "Harbour Year")
        .name(1, "Han Seo-yun", "1990")
        .name(2, "Ondine Marsh")
        .name(3, "Ondine Marsh", "1948")
        .name(4, "Tam Wai-lun")
        .name(9, "Nobody Here")
        .credit(11, 1, 1, "actress", '["Mira"]')
        .credit(11, 2, 2, "actor", '["The Keeper","Old \\"Blue\\""]')
        .credit(11, 3, 4, "director")
        .credit(11, 4, 4, "writer", job="screenplay")
        .credit(11, 5, 4, "production_designer")
        .credit(12, 1, 3, "actor", '["Anna"]')
        .credit(12, 2, 1, "self", '["Self"]')
        .credit(12, 3, 4, "cinematographer", job="director of photography")
        .credit(13, 1, 9, "actor", '["Guest"]')
        .credit(14, 1, 1, "producer")
        .aka(11, 1, "La lanterne de papier")
        .aka(11, 2, "The Paper Lantern")
        .rating(11, "7.4", "812")
    )


def taken(place: Path, data: Path) -> tuple[Dataset, Summary]:
    """Ingests a folder into a dataset."""
    dataset = Dataset(data)
    return dataset, ingest(dataset, [place])


def view(dataset: Dataset) -> set[str]:
    """The quads of the view."""
    import pyoxigraph as ox

    quads = dataset.version().store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {str(quad) for quad in quads}
