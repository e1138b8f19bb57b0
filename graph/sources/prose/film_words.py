"""What the words around a title say of it, and what a title looks like: for films that prose names.

Reviews set titles of films in quotation marks, in italics or in capitals, and books, songs, magazines and
what somebody says just so. The words before and behind tell them apart: patterns here, read in English.
"""

from __future__ import annotations

import re

from graph.sources.patterns import regex
from graph.sources.words import word_set

#: Words that titles print small.
SMALL = word_set(
    "a an and as at but by for from in into nor of off on onto or over per so than that the to up "
    "upon via vs vs. with without yet & de del della di da do dos du des d’ la le les l’ los las el "
    "il lo gli i un una une der die das dem den ein eine und et y e och och i en van von zu zum zur "
    "av"
)
_MOST_WORDS, _MOST_LETTERS = 12, 80
_SENTENCES = regex(r"[a-z]{3,}[.!?] +[A-Z]|[;\t]|\.\.\. ")
_SAID = regex(
    r"(?:Oh|Ah|Aw|Hey|Hi|Hello|Goodbye|Bye|No|Yes|Yeah|Okay|OK|What|Why|Who|How|When|Where|Well|"
    r"Stop|Go|Wait|Please|"
    r"Thanks|Sorry|Help|Never|Always|Really|Very|Action|Cut|Sir|Madam|Mom|Dad|Mother|Father|"
    r"Listen|Look|Now|You|"
    r"I|We|It|He|She|They|This|That|Is|Was|Do|Not|Only|Just|And|But)[!?.]*"
)
#: Papers and magazines, which are set as films' titles are.
PAPERS = word_set(
    "variety empire vogue time life people playboy esquire screen indiewire metacritic letterboxd"
) | {
    "new york times", "new yorker", "los angeles times", "washington post", "rolling stone", "times",
    "hollywood reporter", "entertainment weekly", "film comment", "sight & sound", "sight and sound",
    "cahiers du cinéma", "cahiers du cinema", "village voice", "chicago sun-times", "chicago tribune",
    "wall street journal", "le monde", "boston globe", "usa today", "national geographic", "guardian",
    "little white lies", "total film", "new republic", "observer", "telegraph", "independent", "atlantic",
    "rotten tomatoes", "vanity fair",
}  # fmt: skip

_FILM = (
    r"(?:films?|movies?|pictures?|features?|documentar(?:y|ies)|blockbusters?|biopics?|sequels?|"
    r"prequels?|remakes?|"
    r"trilogy|trilogies|thrillers?|comed(?:y|ies)|dramas?|westerns?|melodramas?|noirs?|weepies?|"
    r"slashers?|whodunits?|"
    r"debuts?|follow-?ups?|masterpieces?|classics?|hits?|musicals?|romances?|shorts?|epics?|"
    r"outings?|vehicles?)"
)
_CALLED = r"(?:\s*[,:(—–]?\s*(?:(?:is|was|are|were)\s+)?(?:called|titled|entitled|named)?)?[\s,:(—–]*$"
#: A word for a film stands before: "her first feature, ", "the classic ".
FILM_BEFORE = regex(rf"\b{_FILM}{_CALLED}", re.IGNORECASE)
#: Words that stand before films and before little else: "the director of ", "reminiscent of ".
CUE_BEFORE = regex(
    r"(?:\b(?:directors? (?:of|behind)|(?:film)?makers? of|stars? of|team behind|recall(?:s|ed|"
    r"ing)?|evok(?:es|ed|ing)|"
    r"remade|remakes? of|sequels? to|prequels? to|spin-?offs? (?:of|from)|reboots? of|homages? to|nods? to|"
    r"reminiscent of|remind(?:s|ed)? (?:me|us|you|one) of|(?:vein|spirit|style|tradition|manner|"
    r"mood|wake) of|"
    r"shades of|echo(?:es|ed|ing)? (?:of)?|in the (?:same )?league as|descendants? of|cousins? (?:of|to)|"
    rf"{_FILM} (?:like|such as|including)|directed|directing|filmed|co-starred in|starred in|"
    rf"appeared in|debut in|"
    r"seen in|turn in|role in|performance in|work (?:in|on)|breakthrough in|known for|"
    r"best known for|famous for|"
    r"think of|mind of|best \w+ since|fans? of|years after|years before|not since|"
    r"(?:have|has|had|having) seen|anybody who saw|"
    r"saw|rewatch(?:ing|ed)?|watch(?:ing|ed)|"
    r"compared (?:to|with)|comparisons? (?:to|with)|unlike|as in|made)\s+(?:both\s+|either\s+)?|"
    r"\b(?:18[89]|19\d|20[0-4])\d[’']s\s+)[“\"‘'«_*(]*$",
    re.IGNORECASE,
)
#: "like", which also stands before what is no film.
LIKE_BEFORE = regex(r"\b(?:like|in|since|after|before|than|beside|of|with|from|for)\s+$", re.IGNORECASE)
#: Somebody whose it is: "Bong’s ", "Wong Kar-wai’s own ".
OWNER_BEFORE = regex(
    r"(?P<name>[^\W\d_a-z][\w.’'-]*?(?: [^\W\d_a-z][\w.’'-]*?){0,3})(?:[’']s|"
    r"(?<=s)[’'])\s+(?:[a-z-]+,?\s+){0,3}$"
)
#: A year's: "2018’s ".
YEAR_BEFORE = regex(r"\b(?P<year>(?:18[89]|19\d|20[0-4])\d)[’']s\s+$")
_NO_FILM = (
    r"(?:novels?|novellas?|novelist|books?|bestsellers?|best-sellers?|memoirs?|autobiograph(?:y|"
    r"ies)|biograph(?:y|ies)|"
    r"stor(?:y|ies)|fables?|fairy tales?|tales?|poems?|sonnets?|plays?|stage (?:plays?|musicals?)|"
    r"operas?|operettas?|"
    r"songs?|singles?|ballads?|anthems?|tunes?|albums?|LPs?|records?|hymns?|arias?|tracks?|"
    r"carols?|lullab(?:y|ies)|"
    r"comics?|comic books?|graphic novels?|manga|series|miniseries|shows?|sitcoms?|soap operas?|"
    r"programmes?|programs?|"
    r"episodes?|magazines?|newspapers?|journals?|papers?|weekl(?:y|ies)|essays?|articles?|"
    r"columns?|paintings?|portraits?|"
    r"photographs?|sculptures?|ballets?|symphon(?:y|ies)|sonatas?|concertos?|suites?|"
    r"video ?games?|games?|podcasts?|"
    r"words?|terms?|phrases?|lines?|signs?|slogans?|mottos?|chapters?|bands?|restaurants?|bars?|"
    r"ships?|boats?|"
    r"channels?|websites?|blogs?|apps?|brands?|posters?|headlines?|headed|number)"
)
_SPOKEN = (
    r"(?:says?|said|saying|asks?|asked|shouts?|shouted|sings?|sang|sung|singing|croons?|hums?|"
    r"whistles?|mutters?|"
    r"muttered|whispers?|whispered|writes|answers?|answered|repl(?:y|ies|ied)|cries|cried|reads|reading|"
    r"reciting|recites|yells?|screams?|announces?|declares?|plays? (?:the|a) (?:song|tune)|"
    r"nicknamed|dubbed|means?|meaning|marked|"
    r"labell?ed|stamped)"
)
#: Something else that stands before: "her novel ", "sings ", "the magazine, ".
OTHER_BEFORE = regex(
    rf"\b(?:{_NO_FILM}(?:\s+(?:by|from|of)\s+(?:[^\W\d_a-z][\w.’'-]*[\s,]+){{1,4}})?|{_SPOKEN}|"
    rf"based (?:up)?on|"
    rf"adapted from|adapts|adaptation of|adapting)(?:\s*[,:(—–]?\s*(?:(?:is|was|are|"
    rf"were)\s+)?(?:called|titled|entitled|"
    rf"named)?)?[\s,:(—–]*(?:[^\W\d_a-z][\w.’'-]*[’']s?\s+(?:[a-z-]+\s+){{0,2}})?$",
    re.IGNORECASE,
)
#: Something else that stands behind: " (the novel)", ", a song by", " on the soundtrack", ",” she said".
OTHER_BEHIND = regex(
    r"[,.!?]?[”\"’'»_*]*\s*(?:\([^()]{0,40}\)\s*)?(?:"
    rf",?\s*[(]?(?:the|a|an|his|her|their|its|is (?:a|the)|was (?:a|the))\s+(?:(?!film|"
    rf"movie)[\w’'-]+\s+){{0,3}}?{_NO_FILM}"
    rf"(?!\s+(?:film|movie|adaptation|version|remake))\b|{_NO_FILM}\b(?!\s+(?:film|movie|"
    rf"adaptation|version|remake)\b)|"
    r"on (?:the )?(?:stage|Broadway)\b|(?:on|over|from) the (?:soundtrack|radio|jukebox|"
    r"record player|stereo|piano)\b|"
    rf",?\s*(?:she|he|they|I|we|it|one|[A-Z][\w’-]+)\s+(?:\w+ly\s+)?{_SPOKEN}\b|{_SPOKEN}\s+(?:the|"
    rf"a|his|her|[A-Z]))",
)
#: What is said of films behind their titles: ", directed by", ", the film".
FILM_BEHIND = regex(
    r"[,.]?[”\"’'»_*]*,?\s*[(]?(?:directed by|starring|(?:was|is) (?:directed|shot|filmed) (?:by|in|on)|"
    r"(?:the|a|that|another|which is an?other) (?:[\w’-]+ ){0,2}?(?:film|movie|picture|sequel|"
    r"remake|documentary)\b|"
    r"(?:film|movie|trilogy|franchise|sequels?|remake|director|star)s?\b)",
    re.IGNORECASE,
)
#: A year in brackets, alone or beside a director's name: "(2018)", "(Lee Chang-dong, 2018)".
YEAR_BEHIND = regex(
    r"[,.]?[”\"’'»_*]*\s*[(\[](?:[^()\[\]\d]{1,40},\s*)?(?P<year>(?:18[89]|19\d|"
    r"20[0-4])\d)(?:\s*,[^()\[\]\d]{1,40})?[)\]]"
)
#: Words that begin a sentence and no title, where a title in no marks follows.
OPENERS = word_set(
    "Like Unlike With As See Watch Both And But Or Though Although While Where Since Compare "
    "Remember Even Until Despite For Because When If In From After Before Not Think Take Whereas "
    "Yet So Then Also Director Directors Recalling Evoking Echoing Between Perhaps Only Once Maybe"
)
#: The same in several words.
OPENING = regex(
    r"(?:Compared|According|Thanks|Similar|Contrast|Close|Next) (?:to|with) (?=[^a-z])|(?:As|Not|"
    r"Much) (?:in|with|since|like) (?=[^a-z])"
)
#: What ends with these is no film, whatever year is behind it.
NO_TITLE_ENDS = word_set(
    "Festival Festivals Award Awards Prize Oscar Oscars Emmy Grammy Palme War Olympics Season "
    "Series Cup Institute University Theatre Theater Museum Fest Biennale Berlinale Cannes Sundance "
    "Venice Toronto Conference Edition January February March April May June July August September "
    "October November December"
)


def is_title(text: str) -> bool:
    """Whether a text that is set off from the rest has the form of a title in English.

    >>> is_title("Days of Being Wild"), is_title("who are you"), is_title("Get out of here")
    (True, False, False)
    """
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(text) > _MOST_LETTERS or _SENTENCES.search(text):
        return False
    if len(words) > 1 and words[-1] in SMALL and words[-1].islower():
        return False
    return all(_is_capital(word) or (place and word in SMALL) for place, word in enumerate(words)) and not (
        _SAID.fullmatch(text) or (text[-1] == "," or not any(map(str.isalnum, text)))
    )


def is_sentence_case(text: str) -> bool:
    """Whether a text may be a title in a language that prints most words of one small."""
    words = text.split()
    return (
        1 <= len(words) <= _MOST_WORDS
        and len(text) <= _MOST_LETTERS
        and _is_capital(words[0])
        and not _SENTENCES.search(text)
    )


def _is_capital(word: str) -> bool:
    first = next((letter for letter in word if letter.isalnum()), "")
    return bool(first) and (first.isupper() or not first.islower())


_THE = regex(r"^the ")


def plain(title: str) -> str:
    """A title without case and article, as :data:`PAPERS` has them."""
    return _THE.sub("", title.casefold())
