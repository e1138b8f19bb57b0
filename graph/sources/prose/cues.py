"""The phrases by which prose gives somebody a job on a film, and those that speak of another film."""

from __future__ import annotations

import re

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, WRITER
from graph.sources.patterns import regex

_ROLE = r"(?:co-?)?(?:screen)?(?:writers?|directors?|filmmakers?|scriptwriters?|screenplay writers?)"

_OTHER = (
    r"(?:producers?|stars?|actors?|actress|editors?|creators?|composers?|cinematographers?|animators?|debut)"
)

TITLE_CUE = regex(
    rf"(?:(?<![\w-])|(?<=\bby))(?:(?:producer|actor|actress|comedian|composer|editor|animator)[-/])?(?P<roles>{_ROLE}(?:(?:\s*[/,–&-]\s*|\s+and\s+|-and-)(?:{_ROLE}|"
    rf"{_OTHER}))*)(?P<gap>,?\s*|\s+duo\s+)(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)

BY_CUE = regex(
    r"(?<![\w-])(?P<verbs>(?:(?:co-)?(?:written|directed|scripted|penned|helmed|adapted|produced|"
    r"edited|shot|conceived|created|made|"
    r"animated|photographed|performed)(?:,\s*(?:and\s+)?|\s+and\s*|\s*/\s*|"
    r"\s*&\s*))*(?:co-)?(?:written|directed|scripted|penned|helmed|adapted)|"
    r"(?<!music )(?<!musical )(?<!art )(?<!stage )direct(?:ing|ion)(?= (?:(?:is|was) )?by))"
    r"(?:\s+(?:and|&)\s+(?:produced|edited|shot|narrated|starring))?(?:,[^,.;:“”\"]{1,40},|"
    r"(?:\s+(?!(?:by|from|an?|and|the)\b)[a-z]+){1,4})?\s+by\s*",
    re.IGNORECASE,
)

NOUN_CUE = regex(
    r"(?<![\w-])(?P<noun>screenplay|script|(?:feature |directorial |solo |feature-length )?debut|"
    r"first feature|second feature|third feature|"
    r"latest(?: film| feature| movie)?|new(?:est)? (?:film|movie|feature|drama|comedy|thriller|"
    r"documentary)|film)"
    r"(?:\s+(?P<link>by|from|of)|,\s+(?P<apart>by))\s*(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)

#: "a script by the playwright Ann Lee", "The script, by former sportswriter Bo Li,".
SCRIPT_CUE = regex(
    r"(?<![\w-])(?:screenplay|script)"
    r"(?:,\s*(?:co-)?(?:written )?|\s+(?:(?:is|was) )?(?:co-)?written\s+|\s+)by\s*"
    r"(?=(?:the\s+|an?\s+|his\s+|her\s+)?(?:[a-z][\w’'-]*\s+){1,4}[^\W\d_a-z])"
)

#: "a first-time director called Ann Lee"; without "first-time" such a one is a character.
CALLED_CUE = regex(
    r"\b(?:first-time|debut|debutant|debuting|new|newcomer) "
    r"(?P<roles>(?:writer[-/]|co-)?(?:director|filmmaker)),? (?:called|named|by the name of) (?=[^\W\d_a-z])"
)

WHO_CUE = regex(
    r",?\s+(?:who\s+)?(?:also\s+)?(?P<verbs>(?:co-)?(?:wrote|directed|writes|directs|"
    r"scripted)(?:\s+and\s+(?:co-)?(?:wrote|directed|directs|writes|produced|edited|stars?))?)"
    r"(?=\s+(?:the|this|it|both|from|with|“|\"|and|here)|[,.]|"
    r"(?<=directs)\s+(?:as (?:if|though)|like|without|everything|"
    r"(?:his|her|their) (?:cast|actors|players)|at an?)\b)"
    r"(?!(?<=wrote)\s+(?:the|its|his|her)\s+(?!(?:[\w’'-]+\s+){0,2}(?:screenplay|script|film|movie|picture|dialogue|story|"
    r"adaptation|teleplay|thing)\b))(?!\s+(?:the|all the|its|his|her|both "
    r"the)?\s*(?:[a-z]+\s+)?(?:score|music|songs?|lyrics|novel|book|play|"
    r"memoir|original|article|short story)\b)",
)

APPOSED_CUE = regex(
    r",\s+(?:the|its)\s+(?:(?:film|movie|picture)[’']s\s+)?(?P<roles>(?:co-)?(?:screen)?(?:writer|"
    r"director)(?:\s*[/-]\s*(?:writer|director))?),"
)

OWNED_CUE = regex(r"[’']s?\s+(?:[a-z-]+\s+){0,3}[“\"«_](?P<title>[^“”\"«»_]{1,80}?)[,.]?[”\"»_]")

CRAFT = tuple(
    (
        job,
        words.split(),
        regex(rf"(?:(?<![\w-])|(?<=\bby))(?:{cue})(?-i:(?=[^\W\d_a-z]))", re.IGNORECASE),
    )
    for job, words, cue in (
        (
            CINEMATOGRAPHER,
            "cinematographer photography d.p. dp",
            r"(?:cinematographers?|directors? of photography)(?:,\s+|\s*(?:\bis\s*)?)|(?-i:D\.?P\.?)\s+",
        ),
        (
            CINEMATOGRAPHER,
            "photograph cinematograph lensed shot",
            r"(?:photographed|lensed|shot|(?:cinematography|photography),?(?:\s+(?:is|was))?)\s+by\s*",
        ),
        (
            COMPOSER,
            "music score soundtrack compose",
            (
                r"(?:music|score|soundtrack),?\s+(?:is\s+|was\s+)?(?:composed\s+)?by\s*(?:the late )?|"
                r"(?:scored|composed)\s+by\s*|composers?\s*(?:\bis\s+)?"
            ),
        ),
        (EDITOR, "edit", r"film\s+editor\s*|edit(?:ed|ing),?\s+(?:(?:is|was)\s+)?by\s*"),
    )
)

#: "The director is Ann Lee".
IS_CUE = regex(
    r"(?<!\w)(?:The|the|[Ii]ts) (?P<role>director|writer|screenwriter|writer-director) "
    r"(?:here |this time )?is ?(?=[^\W\d_a-z])"
)

#: "Ann Lee's marvelous script", "Bo Li's camera": whose, and of what craft.
WORK_CUE = regex(
    r"[’']s?\s+(?:[a-z-]+\s+){0,3}?(?P<work>script|screenplay|camera|camerawork|cinematography|score|"
    r"direction|editing)\b"
)
WORKS = {
    "script": WRITER,
    "screenplay": WRITER,
    "camera": CINEMATOGRAPHER,
    "camerawork": CINEMATOGRAPHER,
    "cinematography": CINEMATOGRAPHER,
    "score": COMPOSER,
    "direction": DIRECTOR,
    "editing": EDITOR,
}
#: "Ann Lee's third feature", "Ann Lee's sly, wholly winning first feature".
FEATURE_CUE = regex(
    r"[’']s?\s+(?:(?!(?:an?|the|his|her|their|its|in|with|from|of|to|by|for|at|on|been|got|back|not|"
    r"played) )[a-z-]+,? ){0,5}?"
    r"(?:first|second|third|fourth|fifth|sixth|latest|new|newest|sophomore) "
    r"(?:feature|film|movie|picture)\b"
)

#: "Ann Lee shot the film in one wet October", "Bo Li composed the score": what was done, whose job that is.
DONE_CUE = regex(
    r",?\s+(?:who\s+)?(?:also\s+|has\s+|have\s+)?(?P<did>shot|photographed|lensed|edited|cut|scored|"
    r"composed)\s+(?:(?:the|this) (?:film|movie|picture|whole thing|thing)|"
    r"(?:the|its) (?:[a-z-]+ )?(?:score|music))\b"
)
DONE = {
    "shot": CINEMATOGRAPHER,
    "photographed": CINEMATOGRAPHER,
    "lensed": CINEMATOGRAPHER,
    "edited": EDITOR,
    "cut": EDITOR,
    "scored": COMPOSER,
    "composed": COMPOSER,
}
#: "Ann Lee makes her directing debut", "Bo Li, in his first film as a director,", "Ann Lee has made a film".
DEBUT_CUE = regex(
    r",?\s+(?:(?:who (?:here )?)?(?:mak(?:es|ing)|made) (?:his|her|their|an?)|in (?:his|her|their))\s+"
    r"(?:[a-z-]+,? ){0,3}?(?:(?:directorial|directing)(?: feature)? debut|"
    r"(?:debut|bow|film|feature|movie|outing) as (?:an? )?(?:feature )?(?:writer[-/])?director|"
    r"debut behind the camera)\b|"
    r"\s+has (?:made|directed|fashioned|crafted|given us) an?(?: [a-z-]+,?){0,4}? "
    r"(?:film|movie|picture|documentary|comedy|thriller|drama|western|debut)\b"
)
#: "This is the work of Ann Lee", "under the direction of Bo Li".
WORK_OF_CUE = regex(
    r"\b(?:(?:[Tt]his|[Ii]t|[Ff]ilm|[Mm]ovie|[Pp]icture) is the (?:[a-z-]+ ){0,2}(?:work|handiwork|creation)|"
    r"[Uu]nder the (?:[a-z-]+,? ){0,2}direction) of\s*(?=\S)"
)
#: "Directing from a script by Ann Lee, Bo Li keeps ...": the one who does.
DIRECTING_CUE = regex(
    r"(?:^|[.!?”\"] )(?:Directing|Making (?:his|her|their) direct(?:ing|orial) debut)\b[^.;!?]{0,90}?,\s+"
    r"(?=[^\W\d_a-z])"
)
#: "Editor Ann Lee cuts it": those of newspapers do not cut.
EDITOR_CUE = regex(
    r"(?<![\w-])(?:[Ee]ditor|[Tt]he editor,)\s+(?=[^\W\d_a-z][^.,;()]{3,40}? (?:cuts?|trims?|splices|"
    r"assembles|paces|keeps|lets)\b)"
)
#: "Director Ann Lee and her co-writer, Bo Li": both wrote.
CO_WRITER = regex(r"\s+and (?:his|her|their) co-(?:screen)?(?:writer|author),?\s+(?=[^\W\d_a-z])")
#: What stands before such a phrase where the work is somebody's of another film.
NOT_THIS = regex(r"\b(?:based|adapted|from|like|unlike|recalls?|original|novels?)\b[^.]{0,30}$")

#: "Lee ... wrote the screenplay", "Lee, who wrote the script".
WROTE_CUE = regex(r"\b(?:co-)?(?:wrote|writes) (?:the|this|its|her|his) (?:own )?(?:screenplay|script)\b")

ELSEWHERE = regex(
    r"\b(?:recall\w*|reminiscent|à la|echo\w*|evok\w*|homage|remake|remade|remakes|inspired|"
    r"influence\w*|compar\w*|unlike|"
    r"tradition|spirit of|style of|vein of|(?<!is the )(?<!was the )(?<![’']s the )works? of|"
    r"films of|movies of|collaborat\w*|mentor\w*|such "
    r"as|by way of|the late|"
    r"previous\w*|earlier|original(?!\s+(?:screenplay|script))|version|predecessor|sequel to|prequel "
    r"to|classic|"
    r"masterpiece|school of|debt to|owes|nod to|fans of|worked (?:with|for|under)|lesser|hero|idol|"
    r"peers|first film was|tv series|short film|"
    r"adaptation|rather than|instead of)\b|(?<!\w)[Ll]ike\b",
)

OTHER_WORK = regex(
    r"^(?:['’]s?)?\s*(?:own\s+)?(?:earlier|previous|prior|last|first|debut|other|breakthrough|"
    r"breakout|classic|original|(?:19|20)\d\d|\d{4}s?)\b",
    re.IGNORECASE,
)

IN_YEAR = regex(r"^[^.;]{0,25}?\b(?:in|from|circa)\s+((?:18|19|20)\d\d)\b|^\s*\(((?:18|19|20)\d\d)\)")

QUOTE = regex(r"[“\"«]([^“”\"«»]{1,80})[”\"»]|_([^_]{2,80})_")

OWNER = regex(
    r"(?:(?:film|movie|picture)[’']s|\b(?:its|the|her|his|their))\s+$",
    re.IGNORECASE,
)
MADE = ("writ", "direct", "script", "penned", "helmed", "adapted")
ADAPTED = regex(
    r"\b(?:based|adapt\w*|novels?|books?|author|bestsell\w*|memoir|play|stories)\b", re.IGNORECASE
)
