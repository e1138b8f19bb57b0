"""What prose in other languages says of who made the film: "réalisé par", "geregisseerd door"."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, WRITER
from graph.sources.patterns import regex
from graph.sources.prose.names import names_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORDER_ES = (
    r"(?:prim(?:er|era|ero)|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|nuev[oa]|últim[oa]|ópera prima)"
)
_ORDER_FR = r"(?:premier|première|deuxième|second|troisième|quatrième|cinquième|nouveau|dernier|dernière)"
_ORDER_IT = r"(?:primo|secondo|terzo|quarto|quinto|nuovo|ultimo|opera prima)"
_ORDER_PT = r"(?:primeiro|segundo|terceiro|novo|último)"
#: A job, what says so before a name, and how plainly.
_TABLE: tuple[tuple[tuple[str, ...], str, float], ...] = (
    (
        (DIRECTOR, WRITER),
        (
            r"écrite? et réalisée? par|réalisée? et écrite? par|escrit[oa] y dirigid[oa] por|"
            r"dirigid[oa] y escrit[oa] por|"
            r"scritt[oa] e dirett[oa] da|escrit[oa] e dirigid[oa] por|geschreven en geregisseerd door|"
            r"skriven och regisserad av|skrevet og regissert av|geschrieben und inszeniert von"
        ),
        3.0,
    ),
    (
        (DIRECTOR,),
        (
            r"réalisée? par|mise? en scène par|signée? par|dirigid[oa] por|dirett[oa] da|geregisseerd door|"
            r"inszeniert von|"
            r"regisserad av|regissert av|instrueret af|realizad[oa] por|unter der Regie von|in der Regie von"
        ),
        2.0,
    ),
    (
        (DIRECTOR,),
        (
            r"(?:le |la |du |de la )?(?:réalisat(?:eur|rice)|cinéaste|metteur en scène)|"
            r"(?:el |la |del |de la )(?:director(?:a)?|cineasta|realizador(?:a)?)|"
            r"(?:il |la |del |della )(?:regista|cineasta)|(?:o |a |do |da )(?:diretor(?:a)?|cineasta|"
            r"realizador(?:a)?)|"
            r"(?:der |die |des |von )?Regisseur(?:in|s)?|Filmemacher(?:in)?|(?:de )?(?:regisseur|regisseuse)|"
            r"regissör(?:en)?|regissør(?:en)?|instruktør(?:en)?"
        ),
        2.0,
    ),
    (
        (DIRECTOR,),
        (
            rf"{_ORDER_FR} (?:film|long[- ]métrage|opus) (?:de |d['’])|{_ORDER_ES} (?:película|film|"
            rf"largometraje|filme) de|"
            rf"{_ORDER_IT} (?:film|lungometraggio) di|{_ORDER_PT} (?:filme|longa(?:-metragem)?) de|"
            r"(?:eerste|tweede|derde|nieuwe) (?:film|speelfilm) van|(?:första|andra|tredje|nya) (?:film|"
            r"långfilm) av"
        ),
        1.5,
    ),
    (
        (WRITER,),
        (
            r"(?:scénario|guion|guión|sceneggiatura|roteiro|Drehbuch|scenario|manus(?:et)?) (?:de |d['’]|di |"
            r"von |van |av )|"
            r"(?:écrite?|escrit[oa]|scritt[oa]|geschreven|geschrieben|skriven|skrevet) "
            r"(?:par|por|da|door|von|"
            r"av)"
        ),
        1.5,
    ),
    (
        (CINEMATOGRAPHER,),
        (
            r"(?:la )?(?:photographie|lumière) (?:de |d['’])|(?:la )?fotografía de|(?:la )?fotografia d[ie]|"
            r"Kamera von|(?:chef[- ]opérat(?:eur|rice)|director(?:a)? de fotografía|"
            r"direttore della fotografia|"
            r"Kameramann|Kamerafrau|cameraman|fotografen)"
        ),
        2.0,
    ),
    (
        (COMPOSER,),
        r"(?:la )?musique (?:de |d['’])|(?:la )?música de|(?:le )?musiche? di|Musik von|muziek van|musik av",
        2.0,
    ),
)
_NAMES = r"\s*(?=[^\W\d_a-z])"
_PATTERNS = tuple((jobs, regex(rf"(?<!\w)(?i:{words}){_NAMES}"), base) for jobs, words, base in _TABLE)
#: With whom a script was written beside the director: "coécrit avec", "schreef het scenario samen met".
_TOGETHER = regex(
    r"(?<!\w)(?:co-?écrite?s? avec|écrite?s? avec|escrit[oa] (?:junto )?(?:con|a)|coescrit[oa] con|"
    r"scritt[oa] (?:insieme )?(?:con|a)|"
    r"(?:co)?escrit[oa] (?:junto )?com|schreef het scenario (?:samen )?met|samen (?:geschreven )?met|"
    r"(?:que|qu['’]|che) (?:(?:el|la|le|il|o|a) )?(?:director[ae]?|cineasta?e?|realizador[ae]?|"
    r"réalisat(?:eur|rice)|regista|diretor[ae]?) (?:co)?(?:firma|escribe|escribió|signe|écrit|a écrite?|"
    r"scrive|ha scritto|assina|escreve)"
    r"(?: junto)? (?:con|avec|com|a)|"
    r"gemeinsam mit|zusammen mit|"
    r"skrevet (?:sammen )?med|skriven (?:tillsammans )?med)\s+(?=[^\W\d_a-z])"
)
#: Words of such languages: where a text has none of them, it is not searched.
_HINT = regex(
    r"(?<!\w)(?:le|la|les|des|une|que|da|com|para|ao|aos|até|el|los|las|una|il|gli|che|della|der|dem|das|"
    r"ein|ist|und|nicht|"
    r"het|een|och|og|não|uma|um|dos|"
    r"pel[ao]|é|são|på|är)(?!\w)"
)
_LEAST_HINTS = 3


def cues(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], float, int, int]]:
    """Names that a paragraph gives jobs, the jobs, how plainly, and where the phrase begins and ends."""
    if not _is_elsewhere(text):
        return
    for jobs, pattern, base in _PATTERNS:
        for found in pattern.finditer(text):
            names, end = names_at(text, found.end(), plural=False)
            yield names, jobs, base, found.start(), end


def together(text: str) -> tuple[str, ...]:
    """With whom the director wrote the script, as a paragraph says; () where it says nothing of the kind."""
    found = _TOGETHER.search(text) if _is_elsewhere(text) else None
    return names_at(text, found.end(), plural=True)[0] if found is not None else ()


def _is_elsewhere(text: str) -> bool:
    """Whether a paragraph is in one of these languages, as far as its small words tell."""
    return sum(1 for _ in islice(_HINT.finditer(text[:600]), _LEAST_HINTS)) >= _LEAST_HINTS
