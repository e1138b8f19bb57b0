"""What small print says of where a film is from and who may see it, as other countries print it.

Countries in other languages and in letters ("D", "P/F", "Fr./It."), and the certificates of other countries.
Letters say so much only beside a year or other small print: nothing here is looked for in prose.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.sources.facts import certificates, country_names, phrases
from graph.sources.patterns import regex

_BETWEEN = regex(r"\s*[/,&+]\s*|\s+[–-]\s+|\s+(?:and|und|et|y|e|og|och|en)\s+")
_HYPHENS = regex(r"\s*[–-]\s*")
#: The same in a sentence: "No recomendada para menores de 12 años".
_WORDED = regex(
    r"(?:no recomendada (?:para|a) menores de \w+(?: años)?|apta? (?:para )?(?:todos los públicos|"
    r"mayores de \w+ años)|"
    r"tous publics|(?:déconseillé|interdit) aux moins de \w+ ans|(?:freigegeben |fsk )?ab \w+ jahren?|"
    r"(?:film )?per tutti|v\.?m\.? ?1[48]|vietato ai minori (?:di|degli?) \w+(?: anni)?|barntillåten|"
    r"(?:tillåten )?(?:från|fra) \w+ år|livre para todos os públicos|"
    r"não recomendado para menores de \w+ anos|"
    r"alle leeftijden|vanaf \w+ jaar|suitable for all|suitable for (?:ages )?\d+ and (?:over|up))\.?",
    re.IGNORECASE,
)
_LONGEST, _LEAST_NAME = 60, 5


def worded(text: str) -> str | None:
    """A certificate that a line of its own says in words, as printed; None for any other line."""
    return text.rstrip(".") if len(text) <= _LONGEST and _WORDED.fullmatch(text) else None


@lru_cache(maxsize=2_048)  # the parts of small print are alike, and judged in several ways
def countries(part: str) -> tuple[str, ...]:
    """The countries of a text that is nothing but countries, in letters or any of the languages here."""
    if len(part) > _LONGEST or not part[:1].isupper():
        return ()
    if is_country(part):
        return (part.strip(" ."),)
    names: list[str] = []
    for name in _BETWEEN.split(part):
        pieces = [name] if is_country(name) else _HYPHENS.split(name)
        if not all(map(is_country, pieces)):
            return ()
        names += [piece.strip(" .") for piece in pieces]
    return tuple(names)


def written_out(part: str) -> tuple[str, ...]:
    """The countries of a text that is nothing but countries, where no short word is taken for one."""
    named = countries(part) if len(part) >= _LEAST_NAME else ()
    return named if all(len(name) >= _LEAST_NAME for name in named) else ()


def is_country(name: str) -> bool:
    """Whether a text is one country, with a capital letter, in any of the languages here or in letters."""
    name = name.strip(" .")
    folded = name.casefold()
    return name[:1].isupper() and (
        name in country_names.CODES
        or folded in country_names.ELSEWHERE
        or folded in country_names.ELSEWHERE_OF_MORE_WORDS
        or phrases.is_country(name)
    )


def certificate(part: str) -> str | None:
    """A certificate as another country prints it, where the whole text is one: "FSK 12", "SAM 13", "K-11"."""
    if part.isdigit():
        return None  # a number alone is one only in brackets, and Britain's
    return part if certificates.is_symbol(part) else worded(part)
