"""Identifiers of other databases, out of the addresses and bare ids that pages print."""

from __future__ import annotations

from graph.sources.patterns import regex

_IMDB_TITLE = regex(r"(?<![a-z0-9])(tt\d{7,9})(?!\d)")
_IMDB_NAME = regex(r"(?<![a-z0-9])(nm\d{7,9})(?!\d)")
_WIKIDATA = regex(r"(?:wikidata\.org/(?:wiki|entity)/|^)(Q[1-9]\d{0,11})(?!\w)")
_TMDB_FILM = regex(r"themoviedb\.org/movie/(\d{1,9})")


def imdb_title(text: str) -> str | None:
    """Find IMDb's id of a film (``tt0033467``)."""
    found = _IMDB_TITLE.search(text)
    return found.group(1) if found else None


def imdb_name(text: str) -> str | None:
    """Find IMDb's id of a person (``nm0000080``)."""
    found = _IMDB_NAME.search(text)
    return found.group(1) if found else None


def wikidata(text: str) -> str | None:
    """Find a Wikidata item (``Q24815``), in an address or alone."""
    found = _WIKIDATA.search(text.strip())
    return found.group(1) if found else None


def tmdb_film(text: str) -> str | None:
    """Find TMDB's number of a film in an address."""
    found = _TMDB_FILM.search(text)
    return found.group(1) if found else None
