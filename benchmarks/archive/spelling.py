"""How else a page spells a name: romanised by other rules, in the other order, without its marks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


def word_list(text: str) -> list[str]:
    """The words of a text that spaces part."""
    return text.split()


#: Syllables that English pages write in several ways, by language: any of a row for any other of it.
_KOREAN = (
    ("jung", "jeong"), ("park", "bak"), ("choi", "choe"), ("seo", "suh"), ("kang", "gang"), ("seung", "sung"),
    ("woo", "wu"), ("joon", "jun"), ("hyun", "hyeon"), ("young", "yeong"), ("soo", "su"), ("yoo", "yu"),
    ("kyung", "gyeong"), ("sun", "seon"), ("hee", "hui"), ("jin", "jean"), ("cho", "jo"), ("noh", "roh"),
)  # fmt: skip
_SLAVIC = (
    ("sergei", "sergey"), ("aleksei", "alexei"), ("andrei", "andrey"), ("dmitri", "dmitry"),
    ("yuri", "yuriy"),
    ("aleksandr", "alexander"), ("nikolai", "nikolay"), ("mariya", "maria"), ("evgeni", "yevgeny"),
    ("vasili", "vasily"), ("yuliya", "yulia"), ("natalya", "natalia"), ("tatyana", "tatiana"),
    ("pyotr", "piotr"),
)  # fmt: skip


def _others(rows: tuple[tuple[str, ...], ...]) -> dict[str, list[str]]:
    return {one: [other for other in row if other != one] for row in rows for one in row}


_ROWS_KOREAN, _ROWS_SLAVIC = _others(_KOREAN), _others(_SLAVIC)
_KOREAN_FAMILIES = frozenset(
    word_list("kim park choi jung jeong kang cho yoon seo shin kwon hwang ahn bae ryu yoo")
)
_SLAVIC_ENDS = re.compile(r"(?:ov|ev|in|sky|skiy|enko|ova|eva|ina|skaya)$")
_EASTERN_FAMILIES = frozenset(
    word_list(
        "kim lee park choi jung jeong kang cho yoon jang lim han oh seo shin kwon hwang ahn song "
        "hong chan chen cheng cheung chow chu fan feng gong guo ho hu huang hung kwan lam lau "
        "leung li liang lin liu lo lu ma mak ng shih tam tang ti tsui wang wong wu xu yang yee "
        "yeh yen yeung yip yu yuen zhang zhao zhou zhu chang chia chiang hsiao hou kao ku kuei "
        "pai tien tung wei yuan yan hu shaw sun szu chien hui lung jen"
    )
)
_SURNAME_ENDS = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")


def bare(name: str) -> str:
    """The name in small letters, without marks above and below them."""
    return "".join(
        one for one in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(one)
    )


def eastern(name: str) -> bool:
    """Whether the name may stand in either order on a page: one of its ends is a family name of East Asia."""
    parts = name.casefold().split()
    return (
        "." not in name
        and len(parts) in {2, 3}
        and (parts[0] in _EASTERN_FAMILIES) != (parts[-1] in _EASTERN_FAMILIES)
    )


def family(name: str) -> str | None:
    """The family name alone, where it is plain which one that is; None where it is not."""
    parts = _SURNAME_ENDS.sub("", name).split()
    low = [part.casefold() for part in parts]
    if low[0] in _EASTERN_FAMILIES and low[-1] in _EASTERN_FAMILIES:
        return None
    if low[0] in _EASTERN_FAMILIES and "-" not in name:
        return None  # Lee Marvin, Lee Byung Hun
    found = parts[0] if low[0] in _EASTERN_FAMILIES else parts[-1]
    if len(parts) < 2 or len(found) < 2 or not found[0].isupper() or "." in found:
        return None
    # Of "Lars von Trier" a page says "von Trier" or "Trier"; of "De Palma" always both words.
    return None if len(parts) > 2 and len(parts[-2]) <= 3 and "." not in parts[-2] else found


def other(name: str, chance: random.Random) -> str:
    """Another spelling of the name, or the name itself where nobody would write it otherwise."""
    found = [
        "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one)),
        re.sub(r"\s+[A-Z]\.(?=\s)", "", name),
        " ".join(_romanised(part, _rows(name), chance) for part in name.split()),
    ]
    if eastern(name):
        parts = name.split()
        turned = (
            [*parts[1:], parts[0]] if parts[0].casefold() in _EASTERN_FAMILIES else [parts[-1], *parts[:-1]]
        )
        found.append(" ".join(turned))
        found.append(re.sub(r"-(\w)", lambda match: " " + match[1].upper(), name))
        found.append(re.sub(r"-(\w)", lambda match: "-" + match[1].upper(), name))
    others = [one for one in found if one != name and one[0].isupper()]
    return chance.choice(others) if others else name


def _rows(name: str) -> dict[str, list[str]]:
    """The syllables that may be written otherwise, in the language that the name is of."""
    parts = name.casefold().split()
    if parts[0] in _KOREAN_FAMILIES or parts[-1] in _KOREAN_FAMILIES:
        return _ROWS_KOREAN
    return _ROWS_SLAVIC if _SLAVIC_ENDS.search(parts[-1]) else {}


def _romanised(part: str, known: dict[str, list[str]], chance: random.Random) -> str:
    pieces = []
    for piece in part.split("-"):
        rows = known.get(piece.casefold())
        if rows:
            chosen = chance.choice(rows)
            piece = chosen.capitalize() if piece[0].isupper() else chosen  # noqa: PLW2901
        pieces.append(piece)
    return "-".join(pieces)
