"""The headings and set phrases of review pages: sections, noise, news of where a film plays, bios."""

from __future__ import annotations

import re

from graph.sources.lines import ends_sentence
from graph.sources.origin.paper_words import RUBRIC
from graph.sources.patterns import regex
from graph.sources.words import word_set

CREDITS = "credits"


TEASERS = "teasers"


COMMENTS = "comments"


ABOUT = "about"


_SECTIONS = {
    CREDITS: (
        "film credits|credits|cast and crew|cast & crew|movie credits|movie details|film details|"
        "details|film info|movie info|the details|production credits|credits and details|at a glance|"
        "the facts|film facts|fact file|ficha artística y técnica|ficha técnica|ficha artística|ficha|"
        "fiche technique|la fiche|fiche du film|fiche|distribution|stab|stab und besetzung|"
        "besetzung und stab|"
        "filminfo|filmdaten|scheda|scheda tecnica|la scheda|il film|cast e crew|credits und cast|"
        "filmgegevens|"
        "medverkande|ficha do filme"
    ),
    TEASERS: (
        "now playing|latest blog posts|latest reviews|related|related posts|related articles|"
        "related reviews|you may also like|you might also like|more reviews|popular reviews|"
        "recent posts|also playing|in theaters|opening this week|other reviews|latest articles|"
        "trending|trending now|read next|from the archive|more from this critic|more like this|"
        "recommended|recommended for you|popular posts|popular|recent reviews|also in theaters|"
        "more movie reviews|more stories|top stories|most read|most popular|in theaters now|"
        "coming soon|new releases|also opening|also reviewed|editors' picks|editor's picks|see also|"
        "similar movies|more film reviews|latest news|latest|more to read|more in movies|"
        "also this week|this week's films|this week's reviews|other films this week|recent articles|"
        "topics|explore more on these topics|more on this story|more on this topic|most viewed|"
        "newest reviews|around the web|previous reviews|further reading|next post|previous post|"
        "keep reading|blogroll|archives|categories|more articles|what to read next|other openings|"
        "movies now playing|featured posts|latest features|best of the week|staff picks|now showing|"
        "also showing|also new|also new this week|also out|also out this week|also released|also in cinemas|"
        "also in theaters|also in theatres|also on release|also this weekend|also opening this week|"
        "references|external links|top articles|far flungers|the unloved|balder and dash|balder & dash|"
        "more articles like this|popular articles|hottest articles|popular blog posts|article information|"
        "author information|faqs|faq|frequently asked questions|related stories|related links|more like this|"
        "también en cartelera|últimas entradas|últimas entradas del blog|últimas críticas|entradas recientes|"
        "artículos relacionados|te puede interesar|también te puede interesar|lee también|más críticas|"
        "articles similaires|articles récents|à lire aussi|lire aussi|à voir aussi|derniers articles|"
        "à l'affiche|dernières critiques|voir aussi|sur le même sujet|lesen sie auch|auch interessant|"
        "ähnliche artikel|neueste beiträge|weitere kritiken|mehr zum thema|jetzt im kino|neu im kino|"
        "siehe auch|"
        "mehr kritiken|leggi anche|articoli correlati|ultimi articoli|ultime recensioni|in sala|"
        "potrebbe interessarti|"
        "leia também|posts relacionados|últimas críticas|em cartaz|lees ook|meer recensies|"
        "gerelateerde artikelen|"
        "laatste recensies|nu in de bioscoop|läs också|läs även|senaste recensionerna|relaterade artiklar|"
        "les også|siste anmeldelser|læs også|seneste anmeldelser"
    ),
    COMMENTS: (
        "comments|leave a comment|comments powered by disqus|leave a reply|join the conversation|"
        "post a comment|no comments|add a comment|reader comments|view comments|show comments|"
        "discussion|responses|readers' comments|add your comment|what readers say|your comments|"
        "blog comments powered by disqus|comentarios|comentários|deja un comentario|deixe um comentário|"
        "kommentare|kommentar verfassen|leserkommentare|commentaires|laisser un commentaire|vos commentaires|"
        "commenti|lascia un commento|reacties|reageer|kommentarer|lämna en kommentar|facebook comments|"
        "your comments|join the discussion|reveal comments|hide comments|load comments"
    ),
    ABOUT: (
        "about the author|about the critic|about the reviewer|about the writer|about me|about author|"
        "author|about this critic|about the film critic|sobre el autor|sobre la autora|sobre o autor|"
        "sobre a autora|à propos de l'auteur|l'auteur|über den autor|über die autorin|zur person|"
        "sull'autore|sull'autrice|l'autore|l'autrice|over de auteur|om skribenten|om författaren"
    ),
}


_BY_SECTION = {name: kind for kind, names in _SECTIONS.items() for name in names.split("|")}


_COUNTED_COMMENTS = regex(
    r"^(?:(?:\d+|one|two|no) (?:comments?|responses?|replies|thoughts|gedanken?)\b|"
    r"\d+ (?:réflexions?|gedanken?|commentaires?|réponses?|kommentare?r?|antworten|comentarios?|"
    r"comentários?|commenti|commento|"
    r"risposte|reacties?)\b|"
    r"(?:(?:your|reader|readers['’]) )?(?:comments|comentarios|comentários|commentaires|kommentare|"
    r"kommentarer|commenti|"
    r"reacties) ?\(\d+\)$)",
    re.IGNORECASE,
)


_MORE_FROM = regex(
    r"^(?:more (?:reviews |stories |articles |films? )?(?:from|by|in|on|at)|latest (?:from|in)|"
    r"also (?:from|by|reviewed|in this issue)|other reviews by|elsewhere (?:in|on))\b",
    re.IGNORECASE,
)
_MORE = ("more ", "latest ", "also ", "other ", "elsewhere ")
#: "MORE SCREEN", "More Arts & Culture": a heading of the rubric that the page stands in.
_MORE_OF = regex(r"more (?P<rubric>.{3,30})", re.IGNORECASE)


#: "Movie Facts", "About this film", "Tech specs": what heads the box of a film's facts.
_FACT_BOX = regex(
    r"(?:the |about (?:the |this )|key |quick |fast )?(?:film|movie|picture|feature|cinema|dvd|production)"
    r"(?:['’]s)?[ -]?(?:facts?|info|information|details?|data|credits|specs?|specifications|stats|"
    r"statistics|file|"
    r"card|id)|(?:about|all about) (?:the|this) (?:film|movie|picture)|(?:the |tech(?:nical)? |film |movie )?"
    r"(?:specs|stats|vitals|vital statistics|lowdown|credits|facts)|who(?:['’]s who| made it)",
    re.IGNORECASE,
)


COLUMN_HEADS = word_set(
    "actor actress cast performer name player star role character plays as credit job crew person"
)


NOISE = regex(
    r"^(?:advertisements?|advertisem\*nts?|skip advertisements?|ad|sponsored|"
    r"sponsored content|share|share this|share this:|"
    r"tweet|email|print|like this:|"
    r"loading\.*|facebook|twitter|pinterest|reddit|linkedin|subscribe(?: to our .*)?|sign up|"
    r"log ?in|menu|search|"
    r"skip to (?:main )?content|aller au contenu(?: principal)?|(?:direkt )?zum inhalt(?: springen)?|"
    r"(?:ir|saltar) al contenido(?: principal)?|(?:vai|salta) al contenuto|ir para o conteúdo|"
    r"naar (?:de )?inhoud|"
    r"hoppa till innehåll(?:et)?|hopp til innhold(?:et)?|gå til indhold(?:et)?|"
    r"toggle navigation|read more|continue reading.*|article continues below.*|story continues "
    r"below.*|close|play|"
    r"\(?\d{1,2}\)?|\[\d{1,2}\]|image|photo|\[image\]|\[photo\]|photo:.*|image:.*|photo by (?-i:[A-Z]).*|"
    r"photo courtesy.*|"
    r"(?:image|photo) (?:credit|courtesy).*|previous|next|←.*|.*→|back to top|\|+|[-–—_=~#]{2,}|©.*|"
    r"\[(?:box|advert\w*|ad|sponsor[^\]:]*|sidebar|photo\w*|picture|image|caption|illustration|pull ?quote|"
    r"insert|panel)\s*:.*\]|"
    r"\(c\) ?(?:copyright|(?:18|19|20)\d\d).*|(?:photo )?caption:.*|"
    r"to order (?:a )?(?:reprints?|copies|back issues).*|"
    r"copyright(?:\s*(?:©|\(c\)|\d|by\b|notice|information|policy|statement|[,:|-]).*)?|"
    r"all rights reserved.*|"
    r"scroll down.*|newsletters?(?:\s*[^\w\s].*|\s+(?:sign|subscri|archive|for|delivered|every).*)?|"
    r"privacy policy.*|terms of (?:use|service).*|click here.*|"
    r"watch (?:the )?(?:official )?trailer\W*(?:(?:for|of|here|below|now|on|above)\b.*)?|"
    r"\d+ (?:shares?|likes?|views?|min(?:ute)? read).*|filed under[^\"“]{0,80}|tagged.*|tags:.*|posted in.*|"
    r"this entry was posted.*|"
    r"read (?:our|the) full.*|view all.*|see all.*|buy tickets.*|movie poster|poster|video|trailer|"
    r"follow us.*)$",
    re.IGNORECASE,
)


#: What a site tells its visitors of cookies, in the languages that have to.
_COOKIES = regex(
    r"^\W*(?:(?:we|our|this (?:web)?site|the (?:web)?site|by (?:continuing|using|clicking|browsing)|"
    r"nous utilisons|"
    r"(?:ce|notre) site|en (?:poursuivant|continuant)|wir (?:verwenden|nutzen|setzen)|(?:diese|"
    r"unsere) (?:web)?seite|"
    r"usamos|utilizamos|(?:este|nuestro|nosso) (?:sitio|site|web)|(?:questo|il nostro) sito|utilizziamo|"
    r"deze (?:web)?site|"
    r"(?:wij|we) gebruiken|vi (?:använder|bruger|bruker))\b.{0,140}\bcookies?\b|"
    r"(?:manage|accept|reject|allow)(?: all| your| the)? (?:cookies|preferences)|"
    r"we value your privacy|we and our (?:\d+ )?partners|store and/or access|"
    r"(?:accept|reject|allow|manage|agree|decline)(?: (?:all|to all|your|the|cookies|preferences|options|"
    r"settings|choices|"
    r"and|close|accept|reject|manage))+\W*$|"
    r"cookies? (?:policy|settings|preferences|notice|consent|on this site)|your privacy (?:choices|matters))",
    re.IGNORECASE,
)


def is_cookie_notice(text: str) -> bool:
    """Whether a line tells of the site's cookies: "We use cookies to make this site work."."""
    return _COOKIES.match(text) is not None


_POSTER = regex(
    r"^(?:(.{1,120}?)\s+(?:movie|film|theatrical|official)\s+poster|(?:cartel|póster|afiche|affiche|"
    r"filmplakat|plakat|"
    r"locandina|cartaz) (?:de|di|von|zu|du film|del film)\s+(.{1,120}?))$",
    re.IGNORECASE,
)
_POSTERS = ("poster", "cartel", "póster", "afiche", "affich", "filmpl", "plakat", "locand", "cartaz")


VENUE = regex(
    r"\b(?:theat(?:er|re)s?|cinemas?|netflix|hulu|vod|streaming|streams?|on demand|prime|amazon|"
    r"apple tv\+?|disney\+?|shudder|mubi|"
    r"digital(?:ly)?|blu-ray|dvd|hbo|max|peacock|paramount\+?|platforms?|limited release|release|"
    r"tubi|criterion|virtual|imax|itunes|"
    r"nationwide|screens?|metrograph|film forum|quad|laemmle|rental|showtime|starz|amc\+?|bet\+|roku|"
    r"hoopla|kanopy|today|tomorrow|at the (?-i:[A-Z])\w+|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|(?-i:March|MARCH|May|MAY|August|AUGUST)|"
    r"april|june|july|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)


_AVAILABLE = regex(
    r"^(?!now that\b|it is in \w+ that\b)"
    r"(?:(?:this|the) (?:film|movie|documentary) (?:is |will be |has )?(?:now |currently |also )?|"
    r"it (?:is |will )?|["
    r"“\"][^”\"]{1,80}[”\"] (?:is |will )?|[A-Z][\w’' "
    r":-]{0,50}? (?:is |will be |will )?)?(?:now |currently |exclusively |also |today )*"
    r"(?:now|currently|opens?|opening|available|in (?:select |limited |u\.?s\.? |american )?(?:theat|"
    r"cinema)\w*|in (?:[\w.&-]+ ){1,4}(?:cinemas|theat(?:er|re)s)\b|in limited|on (?:netflix|hulu|vod|"
    r"demand|prime|amazon|apple|disney|shudder|mubi|digital|blu|dvd|hbo|max|peacock|paramount|tubi|"
    r"video|demand|"
    r"platforms|all|various|criterion|itunes|the)|streaming|streams?|"
    r"premier\w*|playing|play(?:s|ed)?|coming|debuts?|debuting|out (?:now|today|in|on)|released|"
    r"releas\w+|arriv\w+|showing|screening|"
    r"screens|hits|rent|watch|begins? streaming|starts? streaming|to (?:rent|stream)|exclusively|"
    r"find it (?:on|at)|see it (?:now|today|at|from|in (?:theat|cinema|select|limited))|rolls out|expands)\b",
    re.IGNORECASE,
)


FILED = regex(
    r"^\(?(?:this (?:review|piece|article|film|movie)(?: was| is)? (?:was |is )?(?:originally |first "
    r")?(?:filed|published|posted|ran|part|written|"
    r"appeared|reviewed|a reprint|from)|a version of this|originally published|reviewed (?:at|from|"
    r"on|for)\b|review(?:ed)? (?:screener|copy)|"
    r"editor[’']s note|full disclosure|disclosure|correction|note:|screened at|spoiler)",
    re.IGNORECASE,
)


BIO = regex(
    r"\b(?:critic|writer|journalist|editor|freelance|reviewer|contribut\w+|hosts|blog\w*|podcast\w*|"
    r"publication|author|columnist|"
    r"professor|teaches|reviews|writes|written for|publisher|correspondent|programmer|historian|"
    r"member of|staff|newspaper|"
    r"film studies|host of|co-host|founder|twitter|bylines?|letterboxd)\b",
    re.IGNORECASE,
)


BIO_VERB = regex(
    r"^,?\s*(?:\([^)]{1,40}\)\s*)?(?:is|was|has|writes|lives|works|covers|teaches|reviews|reviewed|"
    r"served|joined|grew|began|can be|'s|’s|contributes|hosts|loves|studied|holds|spent|started|"
    r"became|edits|runs|,)\s?\b",
    re.IGNORECASE,
)


def section_of(text: str) -> str | None:
    """The kind of section that a heading opens; None if it opens none."""
    if len(text) > 60:
        return None
    folded = text.casefold().replace("’", "'").strip(" :.…>»|#*-–—")
    found = _BY_SECTION.get(folded)
    if found is not None:
        return None if found == TEASERS and text.rstrip().endswith(".") else found
    if _COUNTED_COMMENTS.match(text):
        return COMMENTS
    if _FACT_BOX.fullmatch(folded):
        return CREDITS
    if not folded.startswith(_MORE) or ends_sentence(text):
        return None
    more = _MORE_OF.fullmatch(folded)
    of_rubric = more is not None and RUBRIC.fullmatch(more["rubric"]) is not None
    return TEASERS if of_rubric or _MORE_FROM.match(text) else None


_LEGEND = regex(r"(?:\*{1,5}|★{1,5})[\s:=–-]+[A-Za-z][\w -]{2,20}")


def is_legend(text: str) -> bool:
    """Whether a line says what stars mean: "**** excellent, *** good, ** fair"."""
    return len(text) <= 200 and text.count("*") + text.count("★") > 3 and len(_LEGEND.findall(text)) > 2


def poster_title(text: str) -> str | None:
    """Find the film of a poster's caption: "Aloners movie poster"."""
    near = text[-6:].casefold() in _POSTERS or text[:6].casefold() in _POSTERS
    found = _POSTER.match(text) if near else None
    return (found.group(1) or found.group(2)).strip('"“” ') if found is not None else None


#: The same in other languages: "En salles ce mercredi.", "Ab Donnerstag im Kino."
_ELSEWHERE = regex(
    r"(?:sortie )?(?:en salles?|au cinéma|dans les salles|en cines|en salas|ya en cines|nelle sale|"
    r"al cinema|in sala|"
    r"(?:ab \w+ |jetzt |seit \w+ )?im kino|kinostart|in de bioscoop|nu in de bioscoop|på bio|på kino|"
    r"biopremiär|"
    r"i biografen|nos cinemas|em cartaz|estreno|estreia)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 10
#: "SEE IT: Salt Road opens Friday at the Rialto.", "If you go: ...": a label that no critic's sentence has.
_SERVES = regex(
    r"(?:see it|if you go|where to (?:see|watch) it|watch it|how to watch|where|when|playing|now playing|"
    r"showing|now showing|screening|screens|opens|opening|showtimes|tickets|catch it|at|in theat(?:er|re)s|"
    r"in cinemas|release date|(?:uk|us|irish) release|seen at|stream it|streaming|available)\s*:\s",
    re.IGNORECASE,
)
_BULLET = " •·*–—-►▶"


def is_availability(text: str) -> bool:
    """Whether a text is news of where the film plays ("On Netflix Friday."), and so no review."""
    words = text.count(" ") + 1
    if words > 40:
        return False
    text = text.lstrip(_BULLET)
    if _SERVES.match(text):
        return True
    if FILED.match(text) or (words <= _FEW_WORDS and _ELSEWHERE.match(text)):
        return True
    return words <= 32 and bool(_AVAILABLE.match(text)) and bool(VENUE.search(text))
