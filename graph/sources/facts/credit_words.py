"""The words and marks of a capsule's line of facts: who did what, in many languages, and what parts it."""

from __future__ import annotations

import re

from graph.records import ACTOR, CINEMATOGRAPHER, COMPOSER, DIRECTOR, WRITER
from graph.sources.patterns import regex
from graph.sources.words import any_of

VOICE = "voice"
#: What says on such a line what people did, beside the labels that end in a colon.
_CUES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (DIRECTOR, WRITER),
        (
            "written and directed by|written & directed by|directed and written by|écrit et réalisé par|"
            "scritto e diretto da|escrita y dirigida por|escrito y dirigido por|escrito e dirigido por|"
            "buch und regie|regie und buch|buch & regie|skriven och regisserad av"
        ),
    ),
    (
        (DIRECTOR,),
        (
            "directed by|director|directors|dir|dirs|helmed by|a film by|regie|regie von|regisseur|"
            "réalisation|réalisé par|réalisateur|un film de|un film di|regia di|regia|diretto da|"
            "dirigida por|"
            "dirigido por|"
            "dirección|direção|realização|realizado por|regi|regi av|regissör|instruktion|ohjaus"
        ),
    ),
    (
        (ACTOR,),
        (
            "starring|stars|cast|featuring|with|w/|mit|avec|con|met|med|m/|com|darsteller|besetzung|"
            "interpreti|"
            "intérpretes|reparto|elenco|rollen|i rollerna|medvirkende|medv|rolverdeling|acteurs|pääosissa"
        ),
    ),
    (
        (ACTOR, VOICE),
        "with the voices of|voices of|voices|avec les voix de|mit den stimmen von|con le voci di",
    ),
    (
        (WRITER,),
        (
            "written by|screenplay by|screen play by|screenplay|script by|script|drehbuch|buch|"
            "scénario de|scénario|"
            "sceneggiatura|guion|guión|roteiro|manus"
        ),
    ),
    ((CINEMATOGRAPHER,), "photographed by|cinematography by|kamera|image|fotografia"),
    ((COMPOSER,), "music by|music|musik|musique|musica|música"),
)
#: Words so common that a whole name must stand behind them, and a fact beside them.
COMMON = frozenset({"de", "di", "von", "van", "af", "av", "by"})
JOBS = {word: job for job, words in _CUES for word in words.split("|")} | dict.fromkeys(COMMON, (DIRECTOR,))
LETTERS: dict[str, tuple[str, ...]] = {
    "d": (DIRECTOR,), "r": (DIRECTOR,), "réal": (DIRECTOR,), "instr": (DIRECTOR,), "reg": (DIRECTOR,),
    "w": (WRITER,), "int": (ACTOR,), "mus": (COMPOSER,), "scr": (WRITER,), "wr": (WRITER,),
}  # fmt: skip
#: "R: Ann Lee. D: Bo Li" is German, where D stands for those who play.
_GERMAN = regex(
    r"(?<!\w)R[.:]\s.*(?<!\w)D[.:]\s|(?<!\w)D[.:]\s.*(?:(?<!\w)R[.:]\s|Minuten|FSK|Jahren)|"
    r"(?:Minuten|FSK|Jahren|Regie).*(?<!\w)D[.:]\s"
)
_GERMAN_LETTERS: dict[str, tuple[str, ...]] = LETTERS | {
    "d": (ACTOR,),
    "b": (WRITER,),
    "k": (CINEMATOGRAPHER,),
    "m": (COMPOSER,),
}


#: Words that a line of facts has in German, where a letter alone is a country's.
GERMAN = regex(r"\b(?:Regie|Minuten|Min\.|FSK|Darsteller|ab \d{1,2} Jahren|Mit [A-ZÄÖÜ])\b|(?<!\w)R: ")


def letters_of(text: str) -> dict[str, tuple[str, ...]]:
    """What the letters of a line stand for: in German D is no director."""
    return _GERMAN_LETTERS if _GERMAN.search(text) is not None else LETTERS


_NAME_BEHIND = r"(?-i:(?=[^\W\d_a-z]|[\"“']|(?:de|di|da|van|von|al|el) \S))"
CUE = regex(
    r"(?:(?P<cue>" + any_of(sorted(map(re.escape, JOBS), key=len, reverse=True)) + r")"
    r"(?:\s*[:.]{1,2}\s*|\s+(?-i:(?:d[ei]|da|v[ao]n|par|por|a[fv]|door)\s+|d[’'])?)|"
    r"(?P<letter>[DRW]|Réal|Instr|Int|Mus|Scr|Wr|Reg)[.:]{1,2}\s*)" + _NAME_BEHIND,
    re.IGNORECASE,
)
#: No full stop behind these ends anything.
_NO_END = "".join(
    rf"(?<!\b{word})"
    for word in (
        "[A-Z]",
        "[JSD]r",
        "St",
        "[DS]ir",
        "dir",
        "Réal",
        "Int",
        "Reg",
        "Mus",
        "Scr",
        "hr",
        "hrs",
        "[Cc]ert",
    )
)
#: What parts such a line: brackets and marks, a comma, a cue behind a space, a time behind a word.
PART = regex(
    r"(?=[\s;|•·‧●()\[\]–—,/.])(?:"  # what each begins with, so that letters are looked past
    r"\s+(?=(?:[Dd]ir\.|[Dd]irected by|Dir:|Regie:|Cast:|Starring)\s*[^\W\d_a-z])|"
    r"(?<=[a-z])(?<!\b[a-z])(?<!time)(?<!ength)(?<!bout)(?<!hour)(?<!hours)(?<!hr)\s+(?=\d{2,3}\s?min)|"
    r"\s*[;|•·‧●\t()\[\]]+\s*|\s+[-–—/*~]+\s+|\s*[–—]\s*|,\s+|(?<=\d)\s*/\s*(?=[A-Z])|"
    r"(?=\.)(?:(?:(?<=\b[Rr]ated [A-Z])|(?<=\bCert [A-Z])|(?<=\b[A-Z])(?=\.\s\d))\.(?:\s+|$)|"
    + _NO_END
    + r"\.(?:\s+(?:[-–—/*~|•·‧;]+\s+)?|$)))"
)
ABBREVIATED = regex(r"\b(?:[JS]r|[A-Z])\.$")
JOINED = regex(r"\s+(?:und|et|y|og|och|ja|e|en)\s+")
#: "nonprofessional cast", "various": said where names would stand.
NOBODY = regex(
    r"(?:an? |the )?(?:non-?professional|amateur|ensemble|unknown|large|all-star)s?"
    r"(?: (?:cast|actors|players))?|various|others|and others|u\.? ?a|et al|among others|i\.? ?a|m\.? ?fl|"
    r"m\.? ?m|and more|etc|(?:in )?(?:color|colour|b&w|b/w|black and white)|"
    r"American|British|Canadian|Australian|subtitled|"
    r"(?:with |in )?(?:English )?subtitles|dubbed|animated|animation|documentary",
    re.IGNORECASE,
)
#: What parents should know: "some violence", "language and brief nudity".
ADVISED = regex(
    r"(?:contains? )?(?:[\w’'/-]+ ){0,8}(?:violence|nudity|language|profanity|sexuality|sex|drugs?|use|gore|"
    r"themes?|situations?|content|material|smoking|peril|humou?r|terror|blood|images|references|scenes|"
    r"action|"
    r"menace|innuendo|swearing|drinking|elements|mayhem|behaviou?r|dialogue|subject matter)"
    r"(?: (?:and|or|throughout|involving) .{2,40})?",
    re.IGNORECASE,
)
CONTAINS = regex(r"(?:May )?contains? " + ADVISED.pattern, re.IGNORECASE)
#: Who brings the film out: "Salt Films".
FIRM = regex(
    r"[A-Z][\w&.’'-]*(?: [A-Z&][\w&.’'-]*){0,3} (?:Films?|Pictures|Releasing|Entertainment|Classics|Features|"
    r"Studios?|Distribution|Searchlight|International)|Miramax|Universal|Paramount|Columbia|Disney|Orion|"
    r"TriStar|Netflix|Lionsgate|Focus|A24|Neon|Fox"
)
#: "At the Roxy", "Playing at area theaters".
PLACE = regex(
    r"(?:(?:Now |Currently )?(?:[Pp]laying|[Ss]howing|[Ss]creening|[Oo]pens|[Oo]pening)(?: \w+)? )?[Aa]t "
    r"(?:the |area |select |local |most |all |these )?"
    r"(?:theat(?:er|re)s|cinemas|[A-Z0-9][\w’'.&-]*(?: [A-Z0-9&][\w’'.&-]*)*)"
    r"(?:(?:,| and| &) (?:the )?[A-Z0-9][\w’'. &-]*)*"
)
#: "Comédie dramatique de Ann Lee", "Film français d’Ann Lee", "Un thriller di Ann Lee": whose film it is.
MADE_BY = regex(
    r"(?:(?:[Aa]n?|[Uu]n[ea]?|[Ee]ine?|[Ee]e?n|[Ee]t) )?(?P<kind>[^\W\d_][\w’' -]{2,40}?) "
    r"(?:(?:by|d[eiuoa]|v[ao]n|a[fv]|door) (?P<name>[^\W\d_a-z].{2,60})|d[’'](?P<elided>[^\W\d_a-z].{2,60}))"
)
#: "Western with Ann Lee", "Komödie mit Bo Li": who plays in it, behind what it is.
PLAYED_BY = regex(
    r"(?P<kind>[^\W\d_][\w’'/ -]{2,40}?) (?:with|w/|starring|featuring|mit|avec|con|met|med|com) ?"
    r"(?P<name>[^\W\d_a-z].{2,80})"
)
#: On what a film is to be had: "VHS and Beta", "V only"; a letter alone would be a grade.
_TAPE = r"(?:VHS|Beta(?:max)?|Video ?2000|[Ll]aserdisc|DVD|Blu-ray"
TAPES = regex(
    rf"(?:{_TAPE})(?: only)?|{_TAPE}|[BV])(?: only|(?:\s?(?:&|and|/|\+)\s?{_TAPE}|[BV]))+))"
    r"(?=[.,;]?(?: [A-Z\"“(]|$))"
)
#: What a film is called before its maker, with where it is from: "Film français", "Película".
A_FILM = regex(
    r"(?:film|película|filme|spielfilm|kinofilm|spillefilm|spelfilm|langfilm|pel·lícula|long[ -]métrage)"
    r"(?: (?P<where>[^\W\d_]{4,20}))?",
    re.IGNORECASE,
)
FAMILY_NAME = regex(r"[^\W\d_a-z][\w’'-]+")
ORIGINAL = regex(
    r"^(?:orig(?:inal|\.)? title|originaltitel|titre original|título original|titolo originale|OT|v\.?o|aka|"
    r"a\.k\.a\.?|t\.?o)\.?:?\s+[\"“]?(?P<title>[^\W_].{1,80}?)[\"”]?$",
    re.IGNORECASE,
)
