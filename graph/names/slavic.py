"""Russian names in Latin letters: BGN/PCGN, ISO 9, ALA-LC, passports, and French and German habit.

Andrei, Andrey and Andrej; Tarkovsky, Tarkovskiy and Tarkovskii; Chekhov and Tchekhov; Fyodor and
Fedor. The rules would do harm to other names ("Mary" and "Mari"), so they apply only where a word of
the name is a known Russian given name or ends like a Russian, Ukrainian or Polish family name.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GIVEN_NAMES = """
aleksandr alexandr aleksander alexandre aleksandra alexandra aleksei aleksey alexei alexey alexej
aleksej anatoli anatoly anatoliy andrei andrey andrej anastasia anastasiya anastasija anton arkadi
arkady arseni arseny boris dmitri dmitry dmitriy dmitrii dimitri ekaterina yekaterina elena yelena
jelena evgeni evgeny yevgeny evgeniy yevgeni evgenia yevgenia fyodor fedor fiodor fjodor feodor galina
gennadi gennady georgi georgy georgiy grigori grigory grigoriy igor ilia ilya ilja innokenty iosif irina
ivan kirill konstantin ksenia kseniya leonid lev lidia lidiya liudmila lyudmila ludmila ljudmila maksim
mikhail mihail michail nadezhda natalia natalya nataliya nikita nikolai nikolay nikolaj nicolai oleg
olga pavel pyotr petr piotr roman sergei sergey sergej serguei semyon semen svetlana tatiana tatyana
timur vadim valentin valeri valery vasili vasily vassily vasiliy viktor vitali vitaly vitaliy vladimir
vladislav vsevolod vyacheslav viacheslav yakov yuri yuriy yury iuri juri youri yulia yuliya iulia julija
zhanna zoya zoia
"""
_GIVEN = frozenset(_GIVEN_NAMES.split())
_ENDING = re.compile(
    r".{2,}(?:sk(?:y|i|iy|ii|ij|yj|yi|aya|aia|aja|oy|oi)|[^aeiou]ts?k(?:y|i|iy|ii)|[^aeiou](?:[oe](?:v|ff?|va|wa)|ow)"
    r"|enko|ch[ue]k|yuk|[oe]v[iy]t?ch|[oe]vna|ich?kin)"
)
_WHOLE = {
    "alexander": "aleksandr", "aleksander": "aleksandr", "alexandre": "aleksandr", "feodor": "fedor",
    "dimitri": "dmitri", "dimitry": "dmitri", "michail": "mihail", "serguei": "sergei", "simeon": "semen",
}  # fmt: skip
_STEPS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"t?sch(?=[eiou])|tch", "ch"),
        (r"kh", "h"),
        (r"x", "ks"),
        (r"ck|c(?![hzeiy])", "k"),
        (r"cz", "ch"),
        (r"w", "v"),
        (r"(?<=[oe])ff?$", "v"),
        (r"tz", "ts"),
        (r"sk(?:iy|ij|ii|yj|yi|y|i|oi|oy)$", "ski"),
        (r"sk(?:aya|aia|aja)$", "skaia"),
        (r"(?:i[yj]|ii|yi|yj|y)$", "i"),
        (r"(?<=[aeou])[yj](?![aeiou])", "i"),
        (r"ou(?!$)", "u"),
        (r"(?:^|(?<=[aeiou]))[yj]e|(?<=[bcdfghklmnprstvz])[yji]e(?=[vf])", "e"),
        (r"yo|(?<=[bcdfghklmnprstvz])[ij]o(?=[bcdfghklmnprstvz])", "e"),
        (r"(?:y|i|j)(?:ou|u)", "u"),
        (r"i?(?:ya|ja|ia)", "ia"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    )
)


def plausible(word: str) -> bool:
    """Whether a folded word marks a name as Russian (or of a neighbour that is spelled like it)."""
    if word in _GIVEN:
        return True
    return len(word) > 4 and word[-1] in "vfwyiaokhjn" and _ENDING.fullmatch(word) is not None


@lru_cache(maxsize=32768)
def reading(word: str) -> str:
    """A folded word with the habits of transliteration evened out."""
    word = _WHOLE.get(word, word)
    for pattern, replacement in _STEPS:
        word = pattern.sub(replacement, word)
    return word
