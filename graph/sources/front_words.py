"""The keys of front matter, folded, by what they mean."""

from __future__ import annotations

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, PRODUCER, WRITER
from graph.sources.words import word_set

FILM_TITLE = frozenset(
    [
        "film",
        "movie",
        "filmtitle",
        "movietitle",
        "moviename",
        "filmname",
        "itemreviewed",
        "reviewed",
        "reviewof",
    ]
)


TITLE = frozenset({"title", "name", "headline"})


DATE = word_set(
    "date datepublished published publishdate publishedat publishedon pubdate published_on posted "
    "reviewdate reviewedon dateposted datereviewed postdate pubdatetime created createdat"
)


UPDATED = frozenset(
    [
        "updated",
        "lastmod",
        "modified",
        "lastupdated",
        "watcheddate",
        "datewatched",
        "watched",
        "watchedon",
        "viewed",
        "seen",
        "dateseen",
    ]
)


CRITIC = frozenset(
    [
        "author",
        "authors",
        "critic",
        "critics",
        "reviewer",
        "reviewers",
        "by",
        "reviewedby",
        "byline",
        "writtenby",
        "reviewauthor",
    ]
)


RATING = word_set(
    "rating grade stars score myrating ourrating starrating criticrating verdict reviewrating "
    "ratingvalue value myscore finalrating finalgrade"
)


BEST = word_set(
    "ratingmax maxrating bestrating best outof scale ratingscale max ratingoutof maxstars maxscore "
    "scoremax starsmax ratingbest total scoreoutof starsoutof ratingof possible of"
)


WORST = frozenset(["worstrating", "worst", "ratingworst", "min", "ratingmin", "minrating"])


YEAR = frozenset(
    ["year", "releaseyear", "filmyear", "movieyear", "yearreleased", "productionyear", "releasedin"]
)


RELEASED = frozenset(
    [
        "releasedate",
        "released",
        "release",
        "premiere",
        "theatricalrelease",
        "usrelease",
        "filmreleasedate",
        "moviereleasedate",
    ]
)


RUNTIME = frozenset(
    [
        "runtime",
        "filmruntime",
        "filmruntimeminutes",
        "movieruntime",
        "runningtime",
        "duration",
        "length",
        "minutes",
        "runtimeminutes",
        "runtimemins",
        "runningtimeminutes",
        "durationminutes",
        "filmlength",
        "runtimemin",
    ]
)


CONTENT = frozenset(
    [
        "mpaa",
        "mparating",
        "mpaarating",
        "contentrating",
        "certificate",
        "certification",
        "rated",
        "agerating",
        "classification",
        "filmrating",
        "cert",
    ]
)


IDS = word_set(
    "imdb imdbid imdburl imdblink tmdb tmdbid tmdburl wikidata wikidataid wikidataurl sameas links "
    "link tmdbmovieid"
)


GENRES = frozenset({"genre", "genres"})


COUNTRIES = frozenset({"country", "countries", "countryoforigin", "origin"})


LANGUAGES = frozenset({"filmlanguage", "languages", "originallanguage", "spokenlanguages"})


POSTER = frozenset(
    ["poster", "posterurl", "posterimage", "moviposter", "filmposter", "movieposter", "posterpath"]
)


IMAGE = frozenset(
    [
        "image",
        "cover",
        "coverimage",
        "thumbnail",
        "featuredimage",
        "heroimage",
        "ogimage",
        "featured_image",
        "banner",
        "hero",
        "still",
    ]
)


PAGE = frozenset(["canonical", "canonicalurl", "canonicalurlfull", "url", "permalink"])


PUBLICATION = frozenset(
    [
        "publication",
        "outlet",
        "publisher",
        "site",
        "sitename",
        "publishedin",
        "newspaper",
        "magazine",
        "website",
    ]
)


ORIGINAL = frozenset(["originaltitle", "nativetitle", "titleoriginal"])


CAST = frozenset(
    [
        "cast",
        "actors",
        "actor",
        "starring",
        "stars",
        "castmembers",
        "leads",
        "players",
        "performers",
        "topcast",
    ]
)


CREW: dict[str, tuple[str, ...]] = {
    key: jobs
    for jobs, keys in (
        ((DIRECTOR,), "director directors directedby direction"),
        ((WRITER,), "writer writers screenplay screenwriter screenwriters script screenplayby"),
        ((DIRECTOR, WRITER), "writerdirector directorwriter writtenanddirectedby"),
        ((CINEMATOGRAPHER,), "cinematographer cinematographers cinematography dp dop directorofphotography"),
        ((COMPOSER,), "composer composers music musicby"),
        ((EDITOR,), "filmeditor editedby editing editor editors"),
        ((PRODUCER,), "producer producers producedby"),
    )
    for key in keys.split()
}


FILM_MAPS = frozenset(
    {
        "film",
        "movie",
        "itemreviewed",
        "filminfo",
        "movieinfo",
        "filmdata",
        "moviedata",
        "filmdetails",
        "work",
        "item",
        "about",
    }
)


REVIEW_MAPS = frozenset(
    {
        "review",
        "params",
        "extra",
        "meta",
        "data",
        "credits",
        "crew",
        "details",
        "ratinginfo",
        "frontmatter",
        "info",
        "people",
    }
)
