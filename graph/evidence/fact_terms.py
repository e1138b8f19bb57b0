"""The properties that the attributes of records become, and what their values may hold."""

from __future__ import annotations

import re

#: The properties whose values are addresses, and what an address may hold (RFC 3987, in short).
ADDRESSES = frozenset({"page", "image", "homepage"})
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f]+")

#: The keys of a page's films, which say their place on it.
PLAIN_KEY = re.compile(r"film(?:-\d{1,4})?")

#: The facts of a film: property -> whether a record holds several.
FILM_FACTS = {
    "title": "title",
    "originalTitle": "original_title",
    "year": "year",
    "releaseDate": "release_date",
    "runtimeMinutes": "runtime_minutes",
    "contentRating": "content_rating",
    "image": "image",
    "imdbId": "imdb_id",
    "wikidataId": "wikidata_id",
    "tmdbId": "tmdb_id",
    "genre": "genres",
    "country": "countries",
    "language": "languages",
    "alternateName": "alternate_titles",
}
#: The facts of a person whom a source describes apart from any credit.
PERSON_FACTS = {
    "alternateName": "alternate_names",
    "birthYear": "birth_year",
    "imdbId": "imdb_id",
    "wikidataId": "wikidata_id",
    "tmdbId": "tmdb_id",
}
REVIEW_FACTS = {
    "publishedOn": "published_on",
    "headline": "headline",
    "page": "page",
    "image": "image",
    "text": "text",
}

#: The attributes of records, as the properties that they become.
PROPERTIES = {attribute: name for name, attribute in (FILM_FACTS | REVIEW_FACTS).items()} | {
    "critics": "critic",
    "publication": "publication",
    "publication_homepage": "homepage",
    "rating": "rating",
}
