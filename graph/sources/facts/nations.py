"""What small print says of where a film is from and who may see it, as other countries print it.

Countries in other languages and in letters ("D", "P/F", "Fr./It."), and the certificates of other countries.
Letters say so much only beside a year or other small print: nothing here is looked for in prose.
"""

from __future__ import annotations

import re

from graph.sources.facts import phrases
from graph.sources.words import word_set

#: Countries as German, French, Spanish, Italian, Portuguese, Dutch and the languages of the North print them.
COUNTRIES = word_set(
    "deutschland frankreich italien spanien österreich schweiz belgien niederlande grossbritannien "
    "großbritannien dänemark schweden norwegen finnland polen tschechien ungarn rumänien russland "
    "griechenland türkei kanada mexiko brasilien argentinien australien neuseeland südkorea südafrika "
    "irland island israel iran indien brd ddr sowjetunion kolumbien rumanien "
    "allemagne italie espagne autriche suisse belgique pays-bas grande-bretagne royaume-uni danemark suède "
    "norvège finlande pologne hongrie roumanie russie grèce turquie canada mexique brésil argentine "
    "australie états-unis etats-unis japon chine inde irlande islande tunisie maroc algérie liban sénégal "
    "alemania francia italia españa suiza bélgica holanda dinamarca suecia noruega finlandia polonia "
    "hungría rumanía rusia grecia turquía canadá méxico brasil australia eeuu ee.uu japón irlanda "
    "germania spagna svizzera belgio danimarca svezia norvegia ungheria russia giappone cina brasile "
    "messico inghilterra egitto turchia portogallo stati\N{NO-BREAK SPACE}uniti "
    "alemanha frança itália espanha áustria suíça dinamarca suécia polónia polônia rússia japão eua índia "
    "duitsland frankrijk italië spanje oostenrijk zwitserland belgië denemarken zweden noorwegen polen "
    "verenigde\N{NO-BREAK SPACE}staten nederland tyskland frankrike italia spania spanien østerrike sverige "
    "norge danmark storbritannien storbritannia ruotsi norja tanska saksa ranska espanja italia suomi "
    "fr it ger germ brit jap sp swed dan nor pol hung rum russ braz arg aust austral switz belg "
    "neth port czech yugo can mex ind chin kor isr bel fra ita esp"
)
#: "D", "F/I", "GB", "USA": the letters of number plates, and those that film lists print.
_CODES = word_set(
    "D A CH F I E P GB UK US USA NL B DK S N SF FIN PL CZ CS CSSR H RO BG GR TR IL RUS SU UDSSR URSS J JAP "
    "ROK CDN AUS NZ BR MEX ARG RA RCH IRL IR IND CHN VRC HK TW L IS EST LV LT UA SLO SK HR SRB BIH YU GER "
    "FRA ITA ESP SWE NOR DEN DNK FRG GDR BRD DDR EUA EEUU ZA RSA KOR JPN CAN BRA POL HUN ROU BEL AUT SUI "
    "POR TUR EGY MAR TUN SEN NGA CUB COL PER URU VEN THA VIE"
)
_BETWEEN = re.compile(r"\s*[/,&+–-]\s*|\s+(?:and|und|et|y|e|og|och)\s+")
#: Certificates of other countries; a number alone is one only in brackets beside other small print.
_CERTIFICATE = re.compile(
    r"FSK[ -]?(?:ab )?\d{1,2}|o\. ?A\.|(?i:ab|from|från|fra|desde|od) \d{1,2}(?: (?:Jahren?|J\.|år|years|"
    r"años))?|"
    r"SAM ?\d{2}|ATP|A?TP|VM ?\d{2}|T|AL|ALL|Btl\.?|BTL|[Bb]arntillåten|K-?\d{1,2}|S|"
    r"[Tt]ous publics|[Tt]odos los públicos|[Aa]pta|L(?:ivre)?|[Ii]nt(?:erdit|\.)? -?\d{2}(?: ans)?|"
    r"MA ?(?:15\+?)?|M ?(?:15\+)?|R ?(?:13|15|16|18)\+?|RP ?\d{2}|AO|AA|14A|18A|PG ?10|"
    r"[IU]{1,3}|IIA|IIB|U/?A(?: ?\d{1,2}\+?)?|\d{1,2}\+|\+\d{1,2}|-\d{2}|"
    r"\d{1,2} (?:ans|anos|años|år|Jahre|cert\.?)|M/\d{1,2}|G|F|E"
)


#: The same in a sentence: "No recomendada para menores de 12 años".
_WORDED = re.compile(
    r"(?:no recomendada (?:para|a) menores de \w+(?: años)?|apta? (?:para )?(?:todos los públicos|"
    r"mayores de \w+ años)|"
    r"tous publics|(?:déconseillé|interdit) aux moins de \w+ ans|(?:freigegeben |fsk )?ab \w+ jahren?|"
    r"(?:film )?per tutti|v\.?m\.? ?1[48]|vietato ai minori (?:di|degli?) \w+(?: anni)?|barntillåten|"
    r"(?:tillåten )?(?:från|fra) \w+ år|livre para todos os públicos|"
    r"não recomendado para menores de \w+ anos|"
    r"alle leeftijden|vanaf \w+ jaar|suitable for all|suitable for (?:ages )?\d+ and (?:over|up))\.?",
    re.IGNORECASE,
)
_LONGEST = 60


def worded(text: str) -> str | None:
    """A certificate that a line of its own says in words, as printed; None for any other line."""
    return text.rstrip(".") if len(text) <= _LONGEST and _WORDED.fullmatch(text) else None


def countries(part: str) -> tuple[str, ...]:
    """The countries of a text that is nothing but countries, in letters or any of the languages here."""
    if len(part) > 60:
        return ()
    names = [name.strip(" .") for name in _BETWEEN.split(part)]
    known = all(name in _CODES or name.casefold().replace(" ", "\xa0") in COUNTRIES
                or name.casefold() in COUNTRIES or phrases.is_country(name) for name in names)  # fmt: skip
    return tuple(names) if known and all(name[:1].isupper() for name in names) else ()


def certificate(part: str) -> str | None:
    """A certificate as another country prints it, where the whole text is one: "FSK 12", "SAM 13", "K-11"."""
    return part if len(part) <= 20 and _CERTIFICATE.fullmatch(part) else worded(part)
