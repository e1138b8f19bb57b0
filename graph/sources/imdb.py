r"""IMDb's non-commercial files, told by the header that each begins with.

Tab separated, nothing quoted, ``\\N`` for what is not known, one header line; see
https://developer.imdb.com/non-commercial-datasets/. The rows are read as tables by graph.reference; no
reader of documents takes them.
"""

from __future__ import annotations

KIND = "imdb"
READER = "imdb 1"

#: The columns of each file, in IMDb's order, by what we call the file.
COLUMNS = {
    "title_basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes"
    " genres",
    "title_principals": "tconst ordering nconst category job characters",
    "name_basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
    "title_akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title_ratings": "tconst averageRating numVotes",
    "title_crew": "tconst directors writers",
    "title_episode": "tconst parentTconst seasonNumber episodeNumber",
}
#: Those that say nothing that the others do not, or nothing of films.
NOT_READ = frozenset({"title_crew", "title_episode"})

_HEADERS = {tuple(columns.split()): kind for kind, columns in COLUMNS.items()}


def recognise(head: bytes) -> str | None:
    """Which of IMDb's files begins so; None where it is another document.

    Args:
        head: the first bytes of the file, unpacked; a few hundred are enough.
    """
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].rstrip(b"\r")
    try:
        return _HEADERS.get(tuple(line.decode("ascii").split("\t")))
    except UnicodeDecodeError:
        return None
