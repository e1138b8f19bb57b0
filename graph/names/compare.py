"""How alike two printed names are, and why: from the same letters down to a likeness of spelling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from graph.names import korean
from graph.names.folding import fold
from graph.names.keys import exact_key, order_key, romanisation_key
from graph.names.parts import NICKNAMES, Name, parse

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT = "exact"
ORDER = "name order and spacing"
ROMANISATION = "romanisation key"
READING = "romanisation"
PARTS = "name parts"
FUZZY = "fuzzy"

_SCORES = {EXACT: 1.0, ORDER: 0.98, ROMANISATION: 0.95, READING: 0.92, PARTS: 0.91}
_KEYS: tuple[tuple[Callable[[str], str], str, str], ...] = (
    (exact_key, EXACT, " are the same name"),
    (order_key, ORDER, " differ in name order, spaces or hyphens only"),
    (romanisation_key, ROMANISATION, " read alike"),
)
# Two readable names of one language that read differently are two names, however close in letters.
_OTHER_NAME = 0.90
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_NOT_EQUAL = 0.97
# Below these a part of the name is another name, and no likeness of the rest makes up for it.
_LEAST_FAMILY, _LEAST_GIVEN = 0.80, 0.72
_OTHER_PART = 0.75


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1, the method that found it, and the reason in plain words."""

    score: float
    method: str
    reason: str


def similarity(first: str, second: str) -> float:
    """How alike two printed names are, from 0 to 1; symmetric. ``likeness`` gives the reason too."""
    return likeness(first, second).score


@lru_cache(maxsize=65536)
def likeness(first: str, second: str) -> Likeness:
    """How alike two printed names are: the first of these that holds, and its score.

    exact 1.0; order and spacing .98; romanisation key .95; another possible reading of the Korean
    syllables .92; compatible parts (initial, nickname, middle name, suffix left out) .91; else the
    Jaro-Winkler similarity of the spelling, family name against family name. Empty names: 0.
    """
    quoted = f"'{first}' and '{second}'"
    if not fold(first) or not fold(second):
        return Likeness(0.0, FUZZY, f"{quoted}: a name is empty")
    for key, method, reason in _KEYS:
        if key(first) == key(second):
            return Likeness(_SCORES[method], method, quoted + reason)
    if not (first.isascii() and second.isascii()) and _spelled_out(first) == _spelled_out(second):
        return Likeness(_SCORES[ROMANISATION], ROMANISATION, f"{quoted} differ in how umlauts are spelled")
    one, other = parse(first), parse(second)
    if _suffixes_differ(one, other):
        return Likeness(_OTHER_PART, FUZZY, f"{quoted} differ in their suffix")
    if _read_alike(one, other):
        return Likeness(_SCORES[READING], READING, f"{quoted} can stand for the same Korean name")
    why = compatible_parts(one, other)
    return Likeness(_SCORES[PARTS], PARTS, f"{quoted}: {why}") if why else _spelling(one, other, quoted)


def _spelled_out(name: str) -> str:
    """The folded name with umlauts written the German and Scandinavian way: Boehm, Soerensen."""
    return fold(name.lower().translate(_UMLAUTS))


def _suffixes_differ(one: Name, other: Name) -> bool:
    return bool(one.suffix and other.suffix and one.suffix != other.suffix)


def _read_alike(one: Name, other: Name) -> bool:
    if one.culture != "korean" or other.culture != "korean":
        return False
    first, second = korean.read(list(one.tokens)), korean.read(list(other.tokens))
    if first is None or second is None or first.family != second.family:
        return False
    return korean.alike(first.spelled, second.spelled)


def compatible_parts(one: Name, other: Name) -> str:
    """Why two parsed names may be one person's: the same family name and given names that agree.

    "" if they are not. Given names agree if they are equal, one is the other's initial or nickname,
    or a middle name is left out.
    """
    if one.reading or other.reading or not one.family or not one.given or not other.given:
        return ""
    if "".join(one.family) != "".join(other.family) or _suffixes_differ(one, other):
        return ""
    short, long = sorted((one.given, other.given), key=len)
    if short[0] == long[0]:
        return _middle_names(short[1:], long[1:], suffix_left_out=one.suffix != other.suffix)
    if len(short) > 1 and not _initial(short[1], long[1]):
        return ""
    return _first_names(short[0], long[0])


def _middle_names(short: tuple[str, ...], long: tuple[str, ...], *, suffix_left_out: bool) -> str:
    rest = list(long)
    for part in short:
        found = next((at for at, known in enumerate(rest) if _initial(part, known)), None)
        if found is None:
            return ""
        del rest[: found + 1]
    if suffix_left_out:
        return "a suffix is left out"
    return "a middle name is left out" if len(short) < len(long) else "a middle name is an initial"


def _first_names(first: str, second: str) -> str:
    if _initial(first, second):
        return f"'{min(first, second, key=len)}.' is the initial of '{max(first, second, key=len)}'"
    if second in NICKNAMES.get(first, ()):
        return f"'{first}' and '{second}' are forms of one given name"
    return ""


def _initial(first: str, second: str) -> bool:
    return first == second or (first[0] == second[0] and 1 in (len(first), len(second)))


def _spelling(one: Name, other: Name, quoted: str) -> Likeness:
    """Jaro-Winkler over "family given", and over each part where both names have parts."""
    score = max(
        JaroWinkler.similarity(_in_order(one), _in_order(other)),
        JaroWinkler.similarity(" ".join(one.tokens), " ".join(other.tokens)),
    )
    if one.culture and one.culture == other.culture:
        score = min(score, _OTHER_NAME)
    if one.family and other.family:
        family = JaroWinkler.similarity(" ".join(one.family), " ".join(other.family))
        given = JaroWinkler.similarity(" ".join(one.given), " ".join(other.given))
        if family < _LEAST_FAMILY or given < _LEAST_GIVEN:
            score = min(score, _OTHER_PART)
    elif len(one.tokens) != len(other.tokens):
        score = min(score, _OTHER_PART)
    score = round(min(score, _NOT_EQUAL), 4)
    return Likeness(score, FUZZY, f"{quoted} are spelled alike to {score:.2f}")


def _in_order(name: Name) -> str:
    return " ".join((*name.family, *name.given)).replace("-", "")
