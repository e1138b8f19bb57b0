"""What a page says behind a review's last words: to its readers, of itself, its critic, of showing the film.

Each of these is a short paragraph that no critic ends a review with; which of them it is, is told by its own
words and by the names that the page has (its critic's, its film's).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.layout.section_words import BIO, BIO_VERB, VENUE
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What no review says: words of a page about itself, its makers' wishes, a cinema's opening hours.
_TALK = regex(
    r"\b(?=[\w\[])(?:visitor (?:number|no)|back issues?|buy me (?:one|an?)|(?:un)?subscri(?:be|ption)s?\b|"
    r"(?:our|my|this|free|weekly|monthly) newsletter|newsletters?\b.{0,40}(?:inbox|sign|free)|sign up\b|"
    r"e-?mail (?:me|us|the editor|to:?\s?\S+@)|write to (?:me|us|the (?:editor|paper))|follow (?:me|us) on|"
    r"all rights reserved|"
    r"patreon|ko-?fi|small favou?r to ask|"
    r"(?:become|becoming) an? (?:[\w-]+ ){0,3}(?:supporter|member|patron|subscriber)"
    r"(?= today| now\b| of (?:our|this)| for | and (?:get|help|support)|[.!]?$)|"
    r"reader-supported|support (?:our|independent|local) (?:work|journalism|criticism)|support us\b|"
    r"become a friend of|(?:relies|rely|depends?) on (?:readers|you|your|people) |readers like you|"
    r"(?:our|my) (?:thanks|gratitude) to|thanks (?:are due )?to [^.]{2,60} for (?:the )?(?:screener|"
    r"screening|dvd|disc|copy|ticket|loan|print|tape|invitation|review copy)|(?:screener|review copy|disc|"
    r"tickets?) (?:was |were )?(?:kindly )?(?:provided|supplied|loaned|lent|courtesy)|"
    r"tip jar|guest ?book|webmaster|letters? to the editor|comments? (?:are )?(?:welcome|closed|policy)|"
    r"(?:film|movie|review) (?:requests|suggestions)|"
    r"have an? (?:opinion|view|comment|question)\?|have you seen (?:it|this|the (?:film|movie))\b.{0,40}\? "
    r"(?:tell|let|write|e-?mail|leave|share|comment)|online forum|"
    r"(?:is|are) (?:out |now |also |available )*on (?:dvd|blu-?ray|vhs|video|disc) (?:from|through|at)|"
    r"priced? (?:at )?[$£€]|registered office|editors['’] code|reach (?:him|her|them|me) at|"
    r"can be reached (?:at|via|on) \S*[@\d]|"
    r"since you[’']re here|(?:is|are) released in the (?:uk|us|u\.k\.|u\.s\.) on|"
    r"closed (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|box office opens|admission (?:is )?[$£€\d]|"
    r"shows? (?:at|daily|nightly) \d|show ?times?\s?[:(]|see show ?times|"
    r"doors (?:open )?at \d|tickets?:? [$£€]|"
    r"reprinted (?:by|with|from)|\[?back to (?:top|the|index)|home ?page|links? (?:above|below)|"
    r"síguenos|seguinos|siga-nos|seguiteci|suivez[- ]nous|folgen sie|suscríb|abonnez|abonnieren|iscrivi\w+|"
    r"lesen sie auch|lire aussi|à lire (?:aussi|également)|leggi anche|lee también|leia também|lees ook|"
    r"läs också|les også|læs også)",
    re.IGNORECASE,
)
#: Whose the words of a page are, anywhere in a note: "All opinions © 1998-2003 Ann Lee."
_RIGHTS = regex(
    r"(?:©|\([cC]\)|\b(?i:copyright))\s*(?:(?:19|20)\d\d|[A-Z][a-z])|\bnot (?:affiliated|associated) with\b"
)
#: What such words begin with, on a line of their own.
_BEGINS = regex(
    r"[*•–—-]?\s*(?:next (?:week|month|issue|time|up)\s*[:.–—-]|also (?:in|by|on|at|opening|playing|"
    r"showing|out)\b[^.]{0,40}:|"
    r"from the [A-Z][^.]{4,40} editions? of|(?:first |originally )?(?:published|posted|printed|"
    r"appeared) (?:on |in )?[^.]{0,40}\d[\d)]*(?:[.;]|,? (?:in|by|for|on) (?-i:[A-Z])|$)|"
    r"(?:more|previous|related|recent|earlier) "
    r"(?:reviews?|films?|movies|stories|posts?|articles?|columns?|from|by|in)\b"
    r"[^.]{0,30}:|(?:related|previously):|\[\^\w+\]:)",
    re.IGNORECASE,
)
#: "Gezien op het Filmfestival, zaal 3", "Seen at the Rialto, row 4": where, and no more.
_SEEN = regex(
    r"(?:i |we )?(?:seen|saw|watched|viewed|screened|reviewed|gezien|gesehen|vue?|visto|vista|visionado|"
    r"sett|set)"
    r"(?: (?:this|it|the film))? (?:at|on|in|as part of|during|op|bij|im|am|beim|auf|à|au|lors|en|el|al|na|"
    r"no|på|"
    r"ved)\b[^.!?;]{3,110}\.?",
    re.IGNORECASE,
)
#: What a page says of itself, or of how the review came to be: "This article was amended on 4 May."
_OF_ITSELF = regex(
    r"(?:this|the above) (?:article|story|review|post|piece|page|entry|version|column)\b[^.]{0,40}?\b(?:was|"
    r"has been|is|"
    r"appears?|originally|first|contains)\b(?: (?:also|first|originally|last))? (?:amended|updated|"
    r"corrected|edited|"
    r"shared|published|posted|written|filed|reprinted|archived|part of|available|taken|adapted|brought|"
    r"an? (?:excerpt|"
    r"extract|version|update)|in print|spoilers)\b|"
    r"(?:the|this|our|your) (?:author|writer|reviewer|critic|columnist|editor|"
    r"correspondent)(?:,? [A-Z][\w .’'-]{3,30},?)?"
    r" (?:is|was|has|saw|lives|teaches|works|writes|can|received|attended|edits|runs|watched|viewed|blogs|"
    r"tweets)\b|"
    r"(?:i|we) (?:was|were|am|are|received|saw|watched|attended)\b[^.]{0,60}\b(?:free|complimentary|"
    r"screener|press "
    r"screening|courtesy|as guests?|guests? of|review (?:copy|purposes)|preview screening|"
    r"advance screening)\b|"
    r"(?:contains?|advice|advisory|warning):? (?:some |strong |very |mild |coarse |adult |explicit |"
    r"scenes? of |graphic |"
    r"brief |sexual |moderate |frequent |infrequent |bad |drug |violence|nudity|language|spoilers)|"
    r"(?:the film|it) is (?:subtitled|in [A-Z][a-z]+(?: and [A-Z][a-z]+)?,? (?:with|"
    r"and) (?:is )?(?:english )?subtitle)",
    re.IGNORECASE,
)
#: What a page asks its readers to do: "Follow @annlee.", "For showtimes, call 555-0100.", "Tell us more".
_ASKS = regex(
    r"(?:please |to |you can |and )*(?:follow (?:@|(?-i:[A-Z])[\w’'.-]+ (?-i:[A-Z]))|"
    r"read (?:more\b|our\b|my\b|the (?:full|rest)\b|other\b|also\b|[\w’'-]+['’]s\b)|"
    r"(?:for|find|see) (?:more|other|further|showtimes|times|tickets|details|info\w*)\b[^.]{0,80}"
    r"(?:go to|visit|call|click|see|check|here\b|www|http|: )|"
    r"check (?:your |with |the )?(?:local|listings|website|theat|cinema)|"
    r"comment on (?:most|all|any|this|our)\b|download (?:the|our) [^.]{2,40}\bapp\b|"
    r"for (?:all )?(?:the |our )?latest [^.,]{0,30}(?:news|reviews|updates),? |"
    r"visit (?:our|my|www|http|[\w-]+\.[a-z]{2,})|(?:tell|let) us (?:know|what)|"
    r"join (?:us|our|the (?:discussion|conversation))|leave (?:a|your) comment|share (?:this|your)|"
    r"listen to (?:our|the|my)|watch (?:the |our |my |its )?(?:official )?(?:trailer|video|interview)|"
    r"order (?:it|the|your)|stay tuned|click (?:here|on)|log on|"
    r"go to (?:www|http|[\w.-]+\.(?:com|org|net|co|example))|"
    r"more (?:information|info|details|reviews)\b|further (?:information|details|screenings))",
    re.IGNORECASE,
)
#: A question to the reader, and what is asked then: "What did you think of the film? Tell us below."
_QUESTION = regex(
    r"(?:what|how) (?:did|do|are|have) you(?:r)? (?:think|thought|like|make of|feel|thoughts|"
    r"rate)\b[^?]{0,60}\?|"
    r"(?:have|did|will|are|do) you (?:seen?|watch(?:ed)?|going|agree|plan|like)\b[^?]{0,60}\?|"
    r"(?:agree|disagree|thoughts|comments|questions)\b[^?]{0,40}\?",
    re.IGNORECASE,
)
#: Labels of a blog's own boxes, each of which says one thing: "Bechdel test: passes."
_BOXES = regex(
    r"(?:the )?(?:(?:bechdel|mako mori|duvernay|vito russo)(?:[ -]wallace)? test|(?:trigger|"
    r"content) (?:warnings?|notes?|advice)|"
    r"(?:a )?(?:note|advice|guide) (?:for|to) parents|parents?['’]?s?['’]? (?:guide|note|advisory)|"
    r"family guide|\w+ (?:factor|quotient|meter|o-meter|count)|"
    r"(?:best|worst|key|favou?rite|standout) (?:line|scene|moment|performance|quote|bit)|pros|cons|"
    r"(?:the )?(?:highs|lows)|for fans of|"
    r"(?:perfect |ideal )?(?:double (?:bill|feature)|pairing)|if you liked?(?: (?:this|it))?|see also|mvp|"
    r"stingers?|post-credits?(?: scene)?|"
    r"(?:worth (?:seeing|watching|it)|watch it|see it|stay) for|spoilers?|language|violence|"
    r"sex(?: and nudity)?|extras|format|"
    r"next|coming (?:up|soon|next)|tomorrow|last week|previously)\s*:\s",
    re.IGNORECASE,
)
#: When a film opens, in other languages, beside a day: "Ab 12. Mai im Kino.", "Sortie le 12 mai."
_RELEASED = regex(
    r"(?:der film |le film |il film |la película |de film |filmen )?(?:läuft|startet|kommt|sort|sortie|esce|"
    r"in uscita|nei|nelle|se estrena|estreno|ya|draait|te zien|vanaf|nu|visas|går|premiär|premiere|kinostart|"
    r"start|ab|seit|depuis|dès|dal|desde|fra|från|estreia)\b(?:[^.!?]|\d\.){0,70}\.?",
    re.IGNORECASE,
)
_DAY = regex(
    r"\d|\b(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|(?:lune|marte|mercole|giove|vener)dì|"
    r"sabato|domenica|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mån|tis|ons|tors|fre|lör|sön|man|tirs|"
    r"lør|søn)dag|segunda|terça|quarta|quinta|sexta)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 10
#: "At the Rialto until Thursday.": no sentence, for it has no verb.
_AT = regex(
    r"(?:now |currently )?(?:at|in|from|until|through) [^.!?]{2,60}\b(?:until|till|through|from|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|nationwide|nightly|daily|weekend)\b[^.!?]{0,40}\.?",
    re.IGNORECASE,
)
_SAYS = regex(r"\b(?:i|you|we|he|she|it|they|there|is|are|was|were|has|had|will|would|can)\b", re.IGNORECASE)
#: What a film does where it is shown; and what such words say in a review: "plays like a dream".
_SHOWN = regex(
    r"[\"”'’*_,]*\s+(?:(?:which|is|was|are|will|be|has|been|now|currently|also|already|still|going|had|its|"
    r"(?:north american|world|u\.?k\.?|"
    r"us) )\s*)*(?:open(?:s|ing|ed)?|play(?:s|ing|ed)?|show(?:s|ing|n|ed)?|screen(?:s|ing|ed)?|stream(?:s|"
    r"ing)?|runs?|running|"
    r"premier(?:es?|ed|ing)|arriv(?:es|ing)|releas(?:es?|ed|ing)|available|on (?:general |limited |"
    r"nationwide |selected )?release|"
    r"in (?:[\w.&-]+ ){0,4}(?:cinemas|theat(?:er|re)s)|on (?:dvd|blu-?ray|netflix|demand|digital|video)|out|"
    r"at the|hits|continues|"
    r"starts|begins|debuts)\b(?!\s+(?:like|as if|out|into|away|deep|with|up|us|how|that|what|it|to|off|"
    r"over)\b)",
    re.IGNORECASE,
)
_SENTENCE = regex(r"[.!?][\"”’)]*\s+\S")
#: What stands before a line that is no sentence of the text.
BULLETS = "•·▸►▶■▪"
#: So long is a note at most, a heading at its head, and the news of where a film plays.
LONGEST, _LONGEST_HEADING, _LONGEST_NEWS, _LONGEST_BOX = 280, 40, 200, 120


def to_readers(text: str) -> bool:
    """Whether a short text is a page's word to its readers: "Write to Ann. You are visitor number 4211."."""
    if len(text) > LONGEST:
        return False
    heading = len(text) <= _LONGEST_HEADING and text[-1:] == ":"
    if heading or _SEEN.fullmatch(text) is not None or _RIGHTS.search(text) is not None:
        return True
    if _TALK.search(text) is not None or _BEGINS.match(text) is not None:
        return True
    bare = text.lstrip("•·*–—- [(")
    if any(form.match(bare) for form in (_OF_ITSELF, _ASKS)):
        return True
    question = _QUESTION.match(bare)
    if question is not None and (question.end() == len(bare) or _ASKED.search(bare, question.end())):
        return True
    short = len(bare) <= _LONGEST_BOX
    return short and (
        _BOXES.match(bare) is not None
        or (_is_few(bare) and _RELEASED.fullmatch(bare) is not None and _DAY.search(bare) is not None)
        or (_AT.fullmatch(bare) is not None and _SAYS.search(bare) is None)
    )


def _is_few(text: str) -> bool:
    return text.count(" ") < _MOST_WORDS


_ASKED = regex(
    r"\b(?:tell|let|write|e-?mail|leave|share|comment|post|tweet|sound off|vote|join)\b", re.IGNORECASE
)


def of_critic(text: str, critics: Iterable[str]) -> bool:
    """Whether a short last paragraph is about who wrote the review: nobody names themselves in full."""
    for name in critics:
        family = name.rsplit(" ", 1)[-1]
        place = text.find(name) if " " in name else -1
        if place >= 0 and not text[place + len(name) : place + len(name) + 1].isalnum():
            return True
        behind = text[len(family) :] if text.startswith(family) else ""
        if behind and BIO_VERB.match(behind) is not None and BIO.search(behind) is not None:
            return True
    return False


def of_release(text: str, title: str) -> bool:
    """Whether one sentence says of the film, by its title, where or when it is shown."""
    if len(text) > _LONGEST_NEWS or len(title) < 2 or _SENTENCE.search(text) is not None:
        return False
    bare = text.lstrip(f"{BULLETS}*–—- _\"“'‘«")
    if not bare.casefold().startswith(title.casefold()):
        return False
    shown = _SHOWN.match(bare, len(title))
    return shown is not None and VENUE.search(bare, len(title)) is not None
