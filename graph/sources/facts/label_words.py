"""Labels of review pages in other languages than English, as data: a language a block, a field a line.

Spelled as :func:`graph.sources.facts.jobs.fold` leaves them (small letters, "and" for "&"); pages that print
no accents are met by the table that is made of these. What stands before a name without a colon ("réalisé
par") is here, too.
"""

from __future__ import annotations

import unicodedata

#: What several jobs are in one label is found by :mod:`graph.sources.facts.jobs` out of its parts
#: ("Buch & Regie").
_FRENCH = {
    "director": (
        "réalisation|réalisateur|réalisatrice|réalisateurs|réalisé par|réalisée par|réalisation de|"
        "mise en scène|mise en scène de|un film de|film de|cinéaste|réal"
    ),
    "writer": "scénario|scénariste|scénaristes|scénario de|écrit par|écriture|dialogues",
    "cinematographer": (
        "image|images|photographie|directeur de la photographie|directrice de la photographie|"
        "direction photo|dir. photo|direction de la photographie|chef opérateur|chef opératrice|"
        "directeur photo|photographie de|images de"
    ),
    "composer": "musique|musique de|musique originale|compositeur|compositrice|bande originale",
    "editor": "montage|monteur|monteuse|montage de",
    "producer": "producteur|productrice|producteurs|produit par|production et distribution",
    "actor": (
        "interprétation|interprètes|interprète|avec|acteurs|acteurs principaux|distribution artistique|"
        "acteurs et actrices|avec les voix de"
    ),
    "title": "titre|titre français|titre du film",
    "original_title": "titre original|titre vo|t.o|vo titre",
    "year": "année|année de production|année de réalisation|millésime",
    "released": "sortie|date de sortie|sortie en salles|sortie nationale|sortie le|en salles",
    "runtime": "durée|durée du film",
    "content_rating": "classement|classification|visa|âge|public|classement par âge|interdiction",
    "rating": "cote|note|notre note|ma note|notre cote|appréciation|évaluation|étoiles|notre avis|note sur 5",
    "genre": "genre|genres",
    "country": "pays|pays d'origine|nationalité|origine",
    "language": "langue|langues|langue originale|version",
    "critic": "critique|critique par|critique de|par|texte|auteur|auteure|rédigé par",
    "published": "publié le|mis en ligne le|date de publication|paru le",
    "other": (
        "distributeur|distribution|son|décors|costumes|société de production|maison de production|"
        "production|synopsis|résumé|bande-annonce|format|effets spéciaux"
    ),
}
_GERMAN = {
    "director": "regie|regisseur|regisseurin|regie führte|regie von|ein film von|inszenierung",
    "writer": "drehbuch|buch|autor|autoren|drehbuchautor|drehbuch von|skript|buch von",
    "cinematographer": "kamera|kamera von|bildgestaltung|kameramann|kamerafrau|kameraführung",
    "composer": "musik|musik von|filmmusik|komponist|original-musik",
    "editor": "schnitt|montage|schnitt von|filmschnitt",
    "producer": "produzent|produzentin|produzenten|produziert von",
    "actor": (
        "darsteller|mit|besetzung|schauspieler|in den hauptrollen|hauptdarsteller|rollen|"
        "darsteller und rollen|es spielen|stimmen|cast"
    ),
    "title": "titel|filmtitel|deutscher titel|film",
    "original_title": "originaltitel|original|ot",
    "year": "jahr|produktionsjahr|entstehungsjahr|herstellungsjahr|erscheinungsjahr|drehjahr",
    "released": "kinostart|start|erscheinungsjahr|filmstart|deutschlandstart|im kino ab|starttermin",
    "runtime": "länge|laufzeit|spieldauer|spielzeit|filmlänge|dauer",
    "content_rating": "fsk|freigabe|altersfreigabe|jugendfreigabe|ab|jmk|alter",
    "rating": "wertung|unser urteil|bewertung|urteil|fazit|unsere wertung|punkte|sterne|note",
    "genre": "gattung|filmgattung",
    "country": "land|länder|produktionsland|herkunftsland|produktionsländer|herkunft",
    "language": "sprache|sprachen|originalsprache|sprachfassung|fassung|originalfassung|ov",
    "critic": "kritik|kritik von|von|rezension|rezension von|kritiker|text|autor der kritik",
    "published": "veröffentlicht|veröffentlicht am|erschienen|erschienen am|datum",
    "other": (
        "verleih|ausstattung|kostüme|ton|produktion|produktionsfirma|inhalt|handlung|szenenbild|bildformat|"
        "filmverleih|weltvertrieb|maske"
    ),
}
_SPANISH = {
    "director": (
        "dirección|director|directora|directores|dirigida por|dirigido por|realización|un film de|"
        "una película de|realizador|realizadora|dirige"
    ),
    "writer": "guion|guión|guionista|guionistas|guion de|guión de|escrita por|escrito por|libreto|argumento",
    "cinematographer": (
        "fotografía|director de fotografía|directora de fotografía|dirección de fotografía|fotografía de"
    ),
    "composer": "música|música de|música original|banda sonora|compositor|compositora",
    "editor": "montaje|edición|montaje de|editor|editora|montador|montadora",
    "producer": "productor|productora ejecutiva|productores|producida por|producido por",
    "actor": (
        "intérpretes|reparto|elenco|actores|protagonistas|con la actuación de|elenco principal|"
        "interpretación|actúan|con las actuaciones de|reparto principal"
    ),
    "title": "título|película|título en español|filme",
    "original_title": "título original|título orig",
    "year": "año|año de producción",
    "released": "estreno|fecha de estreno|estrenada|estreno en españa|estreno en cines",
    "runtime": "duración|duración aproximada|minutaje|metraje",
    "content_rating": "calificación por edades|clasificación|calificación moral|edad|público",
    "rating": (
        "calificación|nuestra opinión|nota|puntuación|valoración|puntaje|nuestra calificación|estrellas|"
        "nuestra nota|opinión|mi nota"
    ),
    "genre": "género|géneros",
    "country": "país|países|país de origen|nacionalidad|origen|procedencia",
    "language": "idioma|idiomas|idioma original|lengua",
    "critic": "crítica|crítica de|por|crítico|reseña|reseña de|reseña por|escribe|texto de",
    "published": "publicado|publicado el|fecha|fecha de publicación",
    "other": (
        "distribuidora|distribuye|sonido|vestuario|sinopsis|productora|producción|dirección de arte|"
        "dirección artística|salas|cines|maquillaje|formato"
    ),
}
_ITALIAN = {
    "director": "regia|regista|registi|regia di|diretto da|diretta da|un film di",
    "writer": "sceneggiatura|sceneggiatore|sceneggiatori|sceneggiatura di|scritto da|scritto e diretto da",
    "cinematographer": "fotografia|direttore della fotografia|fotografia di",
    "composer": "musica|musiche|musiche di|musica di|colonna sonora|musiche originali",
    "editor": "montaggio|montaggio di",
    "producer": "produttore|produttori|prodotto da",
    "actor": "interpreti|attori|cast|interpreti principali|interpreti e personaggi|personaggi e interpreti",
    "title": "titolo|titolo italiano",
    "original_title": "titolo originale|tit. or",
    "year": "anno|anno di produzione",
    "released": "uscita|data di uscita|uscita in sala|data uscita|al cinema dal",
    "runtime": "durata",
    "content_rating": "censura|divieto|classificazione|visto censura|età|età consigliata|v.m|vietato",
    "rating": "voto|nostro voto|il nostro giudizio|giudizio|valutazione|il voto|stelle|il nostro voto",
    "genre": "genere|generi",
    "country": "paese|nazione|nazionalità|origine|paese di produzione|paesi",
    "language": "lingua|lingue|lingua originale",
    "critic": "recensione|recensione di|critica di|di|a cura di|recensore",
    "published": "pubblicato|pubblicato il|pubblicata il",
    "other": "distribuzione|produzione|scenografia|costumi|trama|suono|casa di produzione|effetti speciali",
}
_PORTUGUESE = {
    "director": "direção|diretor|diretora|direcção|realização|realizador|realizadora|dirigido por",
    "writer": "roteiro|roteirista|roteiro de|argumento|guião|escrito por|argumento de|texto original",
    "cinematographer": "fotografia|direção de fotografia|direcção de fotografia|diretor de fotografia",
    "composer": "música|trilha sonora|banda sonora|música de|trilha|música original",
    "editor": "montagem|edição|montagem de",
    "producer": "produtor|produtora executiva|produtores|produzido por",
    "actor": "elenco|atores|intérpretes|interpretação|actores|com as vozes de|elenco principal",
    "title": "título|filme|título em português|título no brasil",
    "original_title": "título original",
    "year": "ano|ano de produção|ano de lançamento",
    "released": "estreia|lançamento|data de estreia|data de lançamento|estréia",
    "runtime": "duração",
    "content_rating": "classificação indicativa|classificação etária|censura|faixa etária",
    "rating": "nota|avaliação|cotação|classificação|nossa nota|pontuação|nota do crítico|estrelas",
    "genre": "gênero|género|gêneros",
    "country": "país|países|país de origem|nacionalidade|origem",
    "language": "idioma|idiomas|língua|idioma original",
    "critic": "crítica|crítica de|crítico|resenha|resenha de|por",
    "published": "publicado em|publicado|data",
    "other": "distribuidora|distribuição|produtora|produção|sinopse|figurino|som|direção de arte",
}
_DUTCH = {
    "director": "regie|regisseur|geregisseerd door|een film van",
    "writer": "scenario|scenarist|script|geschreven door|scenario van",
    "cinematographer": "camera|cameraman|fotografie|camerawerk",
    "composer": "muziek|muziek van|componist",
    "editor": "montage|monteur",
    "producer": "producent|producenten|geproduceerd door",
    "actor": "acteurs|cast|met|rolverdeling|hoofdrollen|spelers|vertolking|rolbezetting",
    "title": "titel|film",
    "original_title": "originele titel|oorspronkelijke titel",
    "year": "jaar|productiejaar|jaartal",
    "released": "première|releasedatum|in de bioscoop|te zien vanaf|bioscooprelease",
    "runtime": "speelduur|duur|lengte|speeltijd",
    "content_rating": "kijkwijzer|leeftijd|keuring|leeftijdsadvies|vanaf",
    "rating": "beoordeling|waardering|cijfer|oordeel|score|sterren|ons oordeel",
    "country": "land|landen|land van herkomst",
    "language": "taal|talen|gesproken taal",
    "critic": "recensie|recensie door|recensie van|recensent|door|tekst",
    "published": "gepubliceerd|gepubliceerd op|datum",
    "other": "distributie|distributeur|geluid|kostuums|verhaal|productie",
}
_NORDIC = {
    "director": (
        "regi|regissör|regissør|instruktør|instruktion|instruktør og manuskript|regi av|i regi av|"
        "instrueret af|en film af|en film av|leikstjóri|leikstjórn|ohjaus|ohjaaja"
    ),
    "writer": "manus|manuskript|manusförfattare|manus av|handrit|handritshöfundur|käsikirjoitus",
    "cinematographer": "foto|fotograf|filmfoto|kamera|kvikmyndataka|stjórn kvikmyndatöku|kuvaus|foto av",
    "composer": "musik|musikk|musik av|musikk av|komponist|tónlist|musiikki",
    "editor": "klipp|klipning|klip|klippning|klippere|klipping|leikkaus",
    "producer": "producent|producenter|produsent|framleiðandi|tuottaja",
    "actor": (
        "i rollerna|skådespelare|i huvudrollerna|medverkande|skuespillere|medvirkende|i rollerne|"
        "i rollene|i hovedrollerne|i hovedrollene|roller|rollista|leikarar|aðalhlutverk|pääosissa|"
        "näyttelijät|pääosat|med|rollelista|medv|medvirk|skådisar|hovedroller|huvudroller|i rolleliste"
    ),
    "title": "titel|tittel|titill|elokuva",
    "original_title": "originaltitel|originaltittel|frumheiti|alkuperäinen nimi",
    "year": "år|produktionsår|produksjonsår|ár|framleiðsluár|vuosi|valmistumisvuosi",
    "released": "premiär|svensk premiär|premiere|biopremiär|kinopremiere|dansk premiere|frumsýnd|ensi-ilta",
    "runtime": "längd|speltid|längde|længde|spilletid|lengde|spelletid|varighed|varighet|lengd|kesto",
    "content_rating": (
        "åldersgräns|censur|aldersgrense|aldersgrænse|tilladt|tilladt for|aldurstakmark|ikäraja|tillåten"
    ),
    "rating": "betyg|karakter|terningkast|vurdering|bedømmelse|stjerner|dom|einkunn|stjörnur|arvosana",
    "genre": "sjanger|tyyppi|lajityyppi|flokkur",
    "country": "land|opprinnelsesland|produktionsland|nasjonalitet|nationalitet|þjóðerni|maa|valmistusmaa",
    "language": "språk|sprog|tungumál|kieli",
    "critic": "recensent|recension av|anmelder|anmeldt af|anmeldelse av|anmeldelse af|av|af|gagnrýni",
    "published": "publicerad|publisert|publiceret|päivämäärä",
    "other": "distributör|distribution|distributør|ljud|handling|juoni|bolag|söguþráður",
}
_SLAVIC = {
    "director": "reżyseria|reżyser|reż|režie|réžia|režisér|rendező|rendezte|режиссёр|режиссер|режиссура",
    "writer": "scenariusz|scénář|scenár|scenárista|forgatókönyv|сценарий",
    "cinematographer": "zdjęcia|kamera|operatőr|оператор",
    "composer": "muzyka|hudba|zene|музыка|композитор",
    "editor": "montaż|střih|strih|vágó|монтаж",
    "producer": "producent|producenci|producer|продюсер",
    "actor": "obsada|występują|hrají|hrajú|szereplők|w rolach głównych|в ролях|актёры",
    "title": "tytuł|název|cím|название",
    "original_title": "tytuł oryginalny|originální název|eredeti cím|оригинальное название",
    "year": "rok|rok produkcji|rok výroby|év|год",
    "runtime": "czas trwania|czas|délka|stopáž|játékidő|длительность|продолжительность",
    "rating": "ocena|nasza ocena|hodnocení|értékelés|оценка",
    "genre": "gatunek|žánr|műfaj|жанр",
    "country": "kraj|produkcja|země|ország|страна",
    "language": "język|jazyk|nyelv|язык",
    "critic": "recenzja|recenze|kritika|рецензия",
    "released": "premiera|premiéra|bemutató|премьера",
    "other": "dystrybucja|distribuce|forgalmazó",
}

_LANGUAGES = (_FRENCH, _GERMAN, _SPANISH, _ITALIAN, _PORTUGUESE, _DUTCH, _NORDIC, _SLAVIC)

#: Words that are as often something else (a caption, a word of prose, a film's title): they are labels
#: where a value stands beside them in a row, or behind their colon, and no headings.
ROW_ONLY = frozenset({
    "image", "images", "film", "text", "texte", "avec", "alter", "public", "start", "version", "original",
    "critique", "handling", "note", "nota", "land", "punkte", "rollen", "roller", "data", "fecha", "datum",
    "camera", "kamera", "foto", "recensione", "recenze", "crítica", "critica", "edición", "montage", "titel",
    "story", "tekst", "verhaal", "production", "produktion", "origine", "origen", "handlung", "inhalt",
})  # fmt: skip


#: Words that say something else in English, and a rating where a value that can be one stands beside them.
RATINGS = frozenset({"note"})


def foreign() -> dict[str, str]:
    """Every label of another language and the field or job it introduces; with and without its accents.

    Where two languages have one word for two things, the first listed has it.
    """
    table: dict[str, str] = {}
    for language in _LANGUAGES:
        for field, spellings in language.items():
            for spelling in spellings.split("|"):
                table.setdefault(spelling, field)
                table.setdefault(_plain(spelling), field)
    return table


def _plain(text: str) -> str:
    """A word without the marks on its letters: what a page prints that knows none."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
