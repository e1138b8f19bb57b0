"""Words by which a publication's name is told from the rubrics, requests and mottos that stand around it."""

from __future__ import annotations

import re

from graph.sources.patterns import regex
from graph.sources.words import word_set

#: Words that only a publication's name ends or begins with, in the languages of the pages that we know.
HOUSE = regex(
    r"\b(?=\w)(?:advertiser|advocate|almanac|argus|banner|beacon|bee|blog|bugle|bulletin|chronicle|"
    r"clarion|courant|"
    r"courr?ier|daily|dealer|democrat|diario|digest|dispatch|echo|enquirer|evening|examiner|express|"
    r"fortnightly|gazette|globe|"
    r"guardian|herald|independent|inquirer|jour|journal|kurier|ledger|magazine|mail|mercury|messenger|mirror|"
    r"monitor|monthly|morning|newsletter|news|nouvelles|nachrichten|observer|page|pioneer|pages|picayune|"
    r"post|"
    r"press|quarterly|record|recorder|register|reporter|republican|review|revista|revue|semanario|sentinel|"
    r"standard|sun|call|citizen|enterprise|intelligencer|leader|reader|star|statesman|transcript|union|voice|"
    r"telegram|telegraph|times|tribune|weekly|world|zine|alternative|gaceta|heraldo|diario|écho|eco|voix|voz|"
    r"corriere|giornale|gazzetta|jornal|correio|folha|noticias|rundschau|presse|"
    r"\w*(?:anzeiger|bote|zeitung|blatt|nachrichten|kurier|krant|dagblad|blad|bladet|tidning(?:en)?|tidende|posten|"
    r"avisen))\b",
    re.IGNORECASE,
)
#: Rubrics and furniture that are nobody's name.
RUBRIC = regex(
    r"(?:(?:all|archives?|articles?|arts?|blog|books?|breaking|briefs?|capsules?|cinema|classics?|"
    r"columns?|criticism|a\s?&\s?e|"
    r"contributors?|critics?|cultur[ae]|kultur|kino|culture|daily|desk|digest|dvds?|e-?paper|e-?editions?|log|"
    r"entertainment|features?|festivals?|"
    r"film|films|filme|films?|great|guide|home|homepage|in|index|interviews?|latest|leisure|"
    r"life(?:style)?|lists?|listings|"
    r"living|magazine|main|movie|movies|music|new|news|newsletters?|now|of|on|online|opinion|our|page|"
    r"panel|past|pictures?|"
    r"playing|previews?|reviews?|recent|rezensionen?|(?:film|kino)?kritik(?:en)?|critiques?|reseñas?|"
    r"críticas?|recensioni?e?|recensies?|screen|search|section|shows?|sports?|"
    r"business|calendar|classifieds|community|dining|education|events|food|health|jobs|letters|local|"
    r"obituaries|politics|"
    r"property|radio|restaurants|science|style|tech(?:nology)?|theat(?:re|er)|travel|weather|world|"
    r"streaming|screens|subscribe|tv|television|the|updates?|theaters?|theatres?|this|times|top|trailers?|video|"
    r"videos|vod|week|"
    r"weekend(?:er)?|showtimes?|spotlight|accueil|startseite|in[ií]cio|portada|forsiden?|hjem|etusivu|entretiens|actualités|"
    r"boutique|speciali|contatti|contact[eo]?|kontakt|impressum|entrevistas|interviste|sections|"
    r"kinostarts?|gewinnspiele?|über uns|chi siamo|quiénes somos|qui sommes-nous|"
    r"(?:next|previous|random) (?:blog|site)|blog search|flag blog|follow|create (?:a )?blog|web ?ring|"
    r"views?|round-?up|kino-?tipps?|tipps?|estrenos|sorties|prime|visioni|novedades|diversions|datebook|feuilleton|spettacoli|spectacles|espectáculos|loisirs|"
    r"freizeit|nöje|cultuur|cartelera|print|feed|(?:e-?)?mail|share|comments?|rss|what[’']?s|a-z|and|&|by|for|from|log|sign|up|"
    r"start)\s*)+",
    re.IGNORECASE,
)
#: What says under a name, or behind it, whose it is: "your town, your paper", "Free Weekly Since 1986".
MOTTO = regex(
    r"\b(?:since|depuis|seit|sinds|desde|dal|sedan|siden) (?:18|19|20)\d\d\b|"
    r"\b(?:web|video|photo|film|movie)?-?(?:blog|zine|weblog)\b|"
    r"\b(?:magazine|\w*magazin|newspaper|paper|weekly|fortnightly|biweekly|monthly|members['’] notes|"
    r"quarterly|journal|newsletter|criticism|site|website|"
    r"filmblad|revista|rivista|revue|zeitschrift|krant|tidning|filmsajt|avis|listings|reviews|kritiken|"
    r"críticas|"
    r"critiques|recensioni|recensies|recensioner|fanzine|e-?zine|(?:film|movie|cinema|horror|video|fan) "
    r"(?:page|corner|club))\b",
    re.IGNORECASE,
)
#: What a page asks its visitors to do is nobody's name.
ASKS = regex(
    r"(?:advertis\w*|(?:un)?subscribe|click|visit|win|join|follow|sign|log|buy|order|get|shop|read|"
    r"support|contact|about|e-?mail|"
    r"view (?:in|on|online|this|our)|"
    r"print|search|skip|create|download|register|enter|see|watch|find|browse|more|next|previous|back|"
    r"return|go|please|copyright|"
    r"from|seen|heard|powered|hosted|designed|sponsored|generated|written|posted|published|reviewed)\b",
    re.IGNORECASE,
)
#: Words of columns and sites, and of nobody's name: "Screen Door", "Reel Talk", "PopKorn Online".
FILM_WORD = regex(
    rf"\b(?:screens?|reels?|reeling|cinemas?|pictures?|matin[eé]es?|flicks?|movies?|films?|videos?|"
    rf"tapes?|celluloid|"
    rf"kino|shelf|shelves|aisle|balcony|popcorn|quick\w*|week\w*|tickets?|box|short|capsules?|takes?|"
    rf"picks?|notes|"
    rf"critics?|reviewers?|lobby|marquee|projector|online|web(?:[- ]?site)?|digital|matters)\b|"
    rf"^(?:{RUBRIC.pattern})$",
    re.IGNORECASE,
)
#: So many words a motto has at least, and so long it is at most; bylines, sentences and dates are none.
_LEAST_MOTTO, _LONGEST_MOTTO = 3, 90
_NO_MOTTO = regex(
    r"^(?:by|von|par|por|di|door|av|reviewed by|reviews by|from)\s|"
    r"['’]s (?:[\w-]+ ){0,2}(?:guide|section|pages?|reviews|critics?|capsules|listings)\b|[.!?]$|[|*·•]|"
    r"\d{1,2},? (?:19|20)\d\d\b",
    re.IGNORECASE,
)
#: Who writes, behind the name of a paper ("Capital Dispatch Film Writer"), and what is none: a festival.
WRITER = regex(
    r"\b(?:writer|critic|reviewer|editor|staff|correspondent|columnist|contributor)s?$|\bfest(?:ival)?s?\b",
    re.IGNORECASE,
)
#: Words of a name that are small.
SMALL = word_set(
    "a and at da das de del della der des di die do du e el et for in la las le les los of on the to und "
    "with y &"
)


def is_motto(text: str) -> bool:
    """Whether a text says what a paper is: some words, one of which papers are called by; no paper's name."""
    if len(text.split()) < _LEAST_MOTTO or len(text) > _LONGEST_MOTTO or MOTTO.search(text) is None:
        return False
    return ASKS.match(text) is None and _NO_MOTTO.search(text) is None


def titled(name: str) -> str:
    """A name that is printed in letters of one size, as names are written."""
    words = name.casefold().split()
    return " ".join(
        word
        if number and word in SMALL
        else "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
        for number, word in enumerate(words)
    )
