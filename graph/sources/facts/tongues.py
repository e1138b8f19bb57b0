"""Languages that films are in, as data: their names in many languages, and how small print says them.

"In Italian with English subtitles", "Portugiesisch mit dt. Untertiteln", "VO japonaise sous-titrée".
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.sources.patterns import regex
from graph.sources.words import word_set

ENGLISH = word_set(
    "french german italian spanish portuguese japanese korean chinese mandarin cantonese hindi tamil bengali "
    "russian polish czech hungarian romanian swedish danish norwegian finnish icelandic dutch arabic hebrew "
    "persian farsi turkish greek thai vietnamese english ukrainian serbian croatian bulgarian georgian "
    "yiddish estonian latvian lithuanian catalan basque swahili wolof tagalog indonesian malay urdu "
    "igbo yoruba hausa zulu xhosa afrikaans amharic somali kurdish pashto dari punjabi marathi gujarati "
    "kannada malayalam telugu sinhala nepali burmese khmer lao mongolian tibetan hokkien hakka taiwanese "
    "shanghainese inuktitut cree maori māori samoan hawaiian quechua aymara guarani nahuatl creole welsh "
    "irish gaelic scots breton galician romani macedonian bosnian slovak slovene slovenian albanian "
    "armenian azerbaijani kazakh uzbek kyrgyz belarusian maltese flemish faroese sami latin esperanto twi "
    "akan lingala shona bambara berber tamazight filipino cebuano javanese assamese odia konkani tigrinya "
    "bhojpuri pidgin sotho setswana tswana ndebele kinyarwanda luganda serbo-croatian sardinian sicilian "
    "neapolitan occitan corsican luxembourgish swiss-german gaeilge te-reo"
)
ELSEWHERE = word_set(
    "deutsch französisch italienisch spanisch portugiesisch japanisch koreanisch chinesisch englisch "
    "russisch polnisch tschechisch ungarisch rumänisch schwedisch dänisch norwegisch finnisch isländisch "
    "niederländisch arabisch hebräisch persisch türkisch griechisch ukrainisch serbisch kroatisch bulgarisch "
    "georgisch jiddisch katalanisch schweizerdeutsch kurdisch "
    "français allemand anglais italien espagnol portugais japonais coréen chinois russe polonais tchèque "
    "hongrois roumain suédois danois norvégien finnois islandais néerlandais arabe hébreu persan turc grec "
    "ukrainien catalan basque breton corse "
    "española español inglés alemán francés italiano portugués japonés coreano chino ruso polaco checo "
    "húngaro rumano sueco danés noruego finlandés islandés neerlandés árabe hebreo turco griego catalán "
    "euskera gallego mandarín castellano guaraní "
    "inglese tedesco francese spagnolo portoghese giapponese cinese russo polacco ungherese svedese danese "
    "norvegese arabo ebraico greco siciliano napoletano sardo friulano "
    "português inglês alemão francês espanhol japonês chinês polonês polaco sueco árabe crioulo "
    "nederlands engels duits frans spaans portugees japans russisch pools zweeds deens noors vlaams fries "
    "svenska engelska tyska franska spanska italienska danska norska finska samiska "
    "norsk engelsk tysk fransk spansk italiensk dansk svensk finsk samisk islandsk japansk arabisk "
    "suomi ruotsi englanti"
)
_ALL = ENGLISH | ELSEWHERE
_BETWEEN = regex(r"\s*[/,&+]\s*|,?\s+(?:and|und|et|y|e|og|och|en)\s+|\s+[–-]\s+")
#: What stands before languages: "in", "auf", "VO".
_BEFORE = regex(
    r"(?:in|auf|en|på|spoken in|vo|v\.o\.|version originale(?: en)?|sprache|langue)\s+", re.IGNORECASE
)
_TITLED = (
    r"subtitles?|untertiteln?|ut|sous-titres?|subtítulos|sottotitoli|legendas|ondertitel(?:s|ing)|tekster|"
    r"textning|undertekster"
)
#: What stands behind them: "Irish with English subtitles", "Spanish, subtitled", "Polnisch (OmU)".
_BEHIND = regex(
    rf"(?:\s+dialogue)?[\s,(]+(?:(?:with|mit|avec|con|com|met|med)\s+(?:[^\W\d_]+\.?\s+){{0,2}}(?:{_TITLED})"
    r"(?:\s+[^\W\d_]+){0,2}|subtitled|omu|omeu|ov|sous-titré[es]*|vostf?r?|subtitulad[ao]s?|sottotitolato|"
    r"legendado|ondertiteld)\)?",
    re.IGNORECASE,
)
_LONGEST, _MOST = 100, 6


@lru_cache(maxsize=2_048)  # the parts of small print are alike, and judged in several ways
def languages(text: str) -> tuple[str, ...]:
    """The languages of a text that says nothing else: "In German with subtitles", "français"; else ()."""
    text = text.strip(" .()")
    if not 2 < len(text) <= _LONGEST:
        return ()
    if (before := _BEFORE.match(text)) is not None:
        text = text[before.end() :]
    text = _BEHIND.sub("", text) if len(text.split()) > 1 else text
    parts = [part.strip(" .") for part in _BETWEEN.split(text)]
    return tuple(parts) if len(parts) <= _MOST and all(part.casefold() in _ALL for part in parts) else ()
