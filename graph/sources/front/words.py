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


TITLE = frozenset({"title", "name", "headline", "titel", "titre", "titulo", "titolo"})


DATE = word_set(
    "date datepublished published publishdate publishedat publishedon pubdate published_on posted "
    "reviewdate reviewedon dateposted datereviewed postdate pubdatetime created createdat "
    "datum fecha veroffentlicht"
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
        "autor",
        "autorin",
        "auteur",
        "autore",
        "kritiker",
    ]
)


RATING = word_set(
    "rating grade stars score myrating ourrating starrating criticrating verdict reviewrating "
    "ratingvalue value myscore finalrating finalgrade "
    "wertung bewertung calificacion puntuacion valutazione voto cijfer sterren sterne estrellas etoiles "
    "estrelas stelle "
    "betyg karakter stjarnor stjerner puntaje beoordeling"
)


BEST = word_set(
    "ratingmax maxrating bestrating best outof scale ratingscale max ratingoutof maxstars maxscore "
    "scoremax starsmax ratingbest total scoreoutof starsoutof ratingof possible of"
)


BEST |= {f"{rating}{best}" for rating in RATING for best in ("max", "best", "outof", "total")}


WORST = frozenset(["worstrating", "worst", "ratingworst", "min", "ratingmin", "minrating"])


YEAR = word_set(
    "year releaseyear filmyear movieyear yearreleased productionyear releasedin "
    "jahr produktionsjahr annee ano anno jaar"
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
        "duur",
        "speelduur",
        "durata",
        "dauer",
        "laufzeit",
        "laenge",
        "speltid",
        "spilletid",
        "varighed",
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
        "laufzeit",
        "duree",
        "duracion",
        "durata",
        "speelduur",
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
) | word_set(
    "bbfc fsk freigabe altersfreigabe ifco oflc kijkwijzer clasificacion classificacao mparating "
    "ukcertificate usrating agelimit aldersgrense aldersgrans edad"
)


IDS = word_set(
    "imdb imdbid imdburl imdblink tmdb tmdbid tmdburl wikidata wikidataid wikidataurl sameas links "
    "link tmdbmovieid"
)


GENRES = word_set("genre genres genero generos genere generi gattung filmgenre filmgenres sjanger")


COUNTRIES = word_set("country countries countryoforigin origin land pays pais paese")


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
        "medio",
        "periodico",
        "revista",
        "zeitung",
        "zeitschrift",
        "journal",
        "testata",
        "rivista",
        "jornal",
    ]
)


ORIGINAL = word_set(
    "originaltitle nativetitle titleoriginal originaltitel titreoriginal titulooriginal titolooriginale"
)


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
        "besetzung",
        "darsteller",
        "acteurs",
        "reparto",
        "interpreti",
    ]
)


CREW: dict[str, tuple[str, ...]] = {
    key: jobs
    for jobs, keys in (
        ((DIRECTOR,), "director directors directedby direction regie regisseur regisseurin regia regista"),
        ((DIRECTOR,), "realisateur realisatrice realisation direccion"),
        ((WRITER,), "writer writers screenplay screenwriter screenwriters script screenplayby"),
        ((WRITER,), "drehbuch scenario guion sceneggiatura"),
        ((DIRECTOR, WRITER), "writerdirector directorwriter writtenanddirectedby"),
        (
            (CINEMATOGRAPHER,),
            "cinematographer cinematographers cinematography dp dop directorofphotography kamera fotografia",
        ),
        ((COMPOSER,), "composer composers music musicby musik musique musica"),
        ((EDITOR,), "filmeditor editedby editing editor editors schnitt montage montaje"),
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
        "schema",
        "jsonld",
        "structureddata",
        "ld",
    }
)
#: What keys of these names say that something is that is no film, by the value.
KINDS = word_set("type kind medium media mediatype contenttype itemtype reviewtype")
OTHER_WORKS = {
    value: what
    for what, values in (
        ("a book", "book books novel bookreview"), ("a series", "tv tvshow tvseries series tvreview"),
        ("an album", "album music record"), ("a game", "game videogame games"), ("a podcast", "podcast"),
        ("a restaurant", "restaurant"),
    )
    for value in values.split()
}  # fmt: skip
#: Sections of a site that hold no reviews, where the front matter rates nothing and speaks of no film.
SECTIONS = word_set("category categories section type")
NO_REVIEWS = word_set(
    "news announcement announcements event events screening screenings programme programmes listing listings "
    "interview interviews obituary obituaries pressrelease calendar meta about housekeeping sitenews"
)
#: Keys that books alone have.
BOOK = word_set("isbn isbn10 isbn13 goodreads goodreadsurl bookauthor booktitle")
