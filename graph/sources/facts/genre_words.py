"""Genres of films in many languages, as data: "Drama", "Comédie dramatique", "Krimi", "Road movie"."""

from __future__ import annotations

from functools import lru_cache

from graph.sources.patterns import regex
from graph.sources.words import word_set

#: What is a genre by itself.
_HEADS = word_set(
    "action adventure animation biography biopic comedy crime documentary drama family fantasy "
    "film-noir history horror music musical mystery romance sci-fi science-fiction sport sports "
    "thriller war western noir suspense satire satirical romantic romcom rom-com dramedy melodrama anime "
    "mockumentary docudrama neo-noir tragicomedy farce slasher giallo whodunit weepie chiller actioner "
    "mumblecore parody spoof martial-arts heist "
    "komödie krimi dokumentation dokumentarfilm doku actionfilm horrorfilm liebesfilm familienfilm "
    "kinderfilm animationsfilm trickfilm zeichentrick zeichentrickfilm abenteuer abenteuerfilm kriegsfilm "
    "musikfilm historienfilm heimatfilm tragikomödie liebeskomödie kriminalfilm märchen "
    "märchenfilm jugendfilm literaturverfilmung episodenfilm biografie filmbiografie "
    "drame comédie documentaire polar aventure aventures fantastique horreur épouvante guerre policier "
    "mélodrame biographie historique comédie-dramatique "
    "comedia documental animación terror suspenso aventuras acción crimen ciencia-ficción fantasía bélica "
    "bélico policiaco policíaco tragicomedia biográfica biográfico "
    "commedia drammatico documentario animazione avventura orrore fantascienza guerra giallo poliziesco "
    "sentimentale storico biografico azione grottesco "
    "comédia documentário animação aventura ação suspense ficção-científica romance infantil "
    "komedie documentaire avontuur misdaad oorlog animatie tekenfilm jeugdfilm familiefilm tragikomedie "
    "komedi dokumentär dokumentar dokumentarfilm thriller skräck skrekk gyser äventyr eventyr krig "
    "barnfilm børnefilm familjefilm romantik draama komedia jännitys"
)
#: What says of which kind a genre is: "dark comedy", "drame social", "Drama rural".
_MODIFIERS = word_set(
    "black dark folk period costume romantic political psychological historical social supernatural "
    "science fiction noir film feature animated coming-of-age coming of age body courtroom "
    "legal medical erotic gangster spy disaster buddy screwball gothic rural teen workplace kitchen-sink "
    "prison sex stoner slapstick superhero zombie vampire martial arts epic domestic "
    "politischer schwarze romantische psychologisches historisches "
    "dramatique romantique social politique noire noir d'animation d'aventures d'horreur policière "
    "psychologique judiciaire historique musicale musical de guerre "
    "dramática dramático romántica romántico negra negro social político política rural histórico histórica "
    "psicológico psicológica de ciencia ficción cine "
    "drammatica romantica nera sociale politico psicologico musicale storica "
    "romântica dramática ficção científica zwarte romantische romantisk svart sort politisk psykologisk"
)
_SHORTEST = 3
_BETWEEN = regex(r"\s*[/,&+]\s*|\s+(?:and|und|et|y|e|og|och|en)\s+|\s+[–-]\s+")
_LONGEST, _MOST, _MOST_WORDS = 60, 5, 4


@lru_cache(maxsize=2_048)  # the parts of small print are alike, and judged in several ways
def genres(text: str) -> tuple[str, ...]:
    """The genres of a text that is nothing but genres: "Comedy/Horror", "Comédie dramatique"; else ()."""
    text = text.strip(" .")
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ()
    parts = [part.strip(" .") for part in _BETWEEN.split(text)]
    return tuple(parts) if len(parts) <= _MOST and all(map(_is_one, parts)) else ()


def begins(text: str) -> bool:
    """Whether a text has several words, the first of which, with a capital, may be of a genre."""
    first, space, _ = text.partition(" ")
    return bool(space) and first[0].isupper() and bool(_kind(first.casefold()))


def _is_one(part: str) -> bool:
    words = part.casefold().replace("’", "'").split()
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    kinds = [_kind(word) for word in words]
    if all(kinds) and any(kind == "head" for kind in kinds):
        return True
    return " ".join(words) in _WHOLE


def _kind(word: str) -> str:
    """Whether a word is a genre ("head"), says of which kind one is ("kind"), or neither ("")."""
    if word in _HEADS:
        return "head"
    if word in _MODIFIERS:
        return "kind"
    pieces = word.split("-")
    if len(pieces) > 1 and all(piece in _HEADS or piece in _MODIFIERS for piece in pieces):
        return "head" if any(piece in _HEADS for piece in pieces) else "kind"
    return ""


#: Of words that are no genre each.
_WHOLE = frozenset(
    {
        "science fiction", "road movie", "film noir", "ciencia ficción", "ficção científica", "martial arts",
        "coming of age", "coming-of-age", "film d'animation", "film d'horreur", "film de guerre", "roadmovie",
        "cine negro", "cine social", "superhero", "gangster", "gangster film",
        "period piece", "disaster movie",
    }
)  # fmt: skip
