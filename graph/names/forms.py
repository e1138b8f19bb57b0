"""Forms of one name: in which way two different names may be one person's.

Where ``likeness`` says how alike two spellings are, ``form`` names the habit that would turn one into
the other: the order, the romanisation, a suffix, a middle name, an initial, a nickname, a shortened or
second first name, a double family name, a slip of the pen. How much each habit proves is not said
here; that is for who knows how common the name is and how often the habit is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from graph.names import cantonese, korean
from graph.names.keys import order_key, romanisation_key
from graph.names.parts import NICKNAMES, PARTICLES, parse

SPACING = "spacing"
ORDER = "order"
ROMANISATION = "romanisation"
READING = "reading"
SHORT_READING = "reading of two syllables"
SUFFIX = "suffix"
MIDDLE = "middle"
INITIALS = "initials"
INITIAL = "initial"
NICKNAME = "nickname"
SHORT = "short"
SECOND = "second"
FAMILY_PART = "family part"
SPELLING_FAMILY = "spelling of the family name"
SPELLING_GIVEN = "spelling of the given name"

#: All forms, the strongest first.
FORMS = (
    SPACING, ORDER, ROMANISATION, READING, SUFFIX, MIDDLE, INITIALS, NICKNAME, SHORT, SPELLING_GIVEN,
    SPELLING_FAMILY, SECOND, FAMILY_PART, SHORT_READING, INITIAL,
)  # fmt: skip

_ENDINGS = ("ey", "ie", "y", "i")
# Spellings and languages of one first name that no slip of the pen and no shortening explains.
_COGNATES_TEXT = """
stephen steven stefan stephan esteban etienne | william wilhelm guillermo guillaume | frederick frederic
fredrick friedrich federico | katherine catherine kathryn katharine catharine cathryn | jeffrey geoffrey
jeffery | nicholas nicolas nikolas nicola | philip phillip philippe felipe | mark marc marcus marco |
eric erik erich | carl karl carlo carlos | john jon johann johannes jean juan giovanni | joseph josef
giuseppe jose | peter pierre pietro pedro piotr | paul paolo pablo pavel | michael michel miguel michele
mikhail | george georg georges giorgio jorge | francis francois francesco francisco franz franco |
anthony antonio antoine anton antony | charles charley charlie carl | henry henri heinrich enrico
enrique | louis lewis luis luigi ludwig | robert roberto | richard ricardo riccardo | alexander
alexandre alessandro alejandro aleksandr | andrew andre andrea andreas andrei | ann anne anna ana |
jacky jackie jacqueline | rick rik ric | vic vick | marie maria mary | jan ian | alan allan allen | sean
shaun shawn | brian bryan bryon | graham graeme | gary garry | terry terence terrence | lesley leslie |
sydney sidney | stuart stewart | lawrence laurence lorenzo | rudolph rudolf rudolfo | walter walther |
kathleen cathleen | sara sarah | lynn lynne | theresa teresa | helen helene elena ellen | claire clare
clara | isabel isabelle isabella | elizabeth elisabeth elisabetta | susan suzan suzanne susanne | debra
deborah debora | chaim haim | katriona catriona
"""
_COGNATES: dict[str, set[str]] = {}
for _group in _COGNATES_TEXT.split("|"):
    for _name in _group.split():
        _COGNATES.setdefault(_name, set()).update(_group.split())


@dataclass(frozen=True, slots=True)
class Parts:
    """A name as forms compare it: letters only, hyphens opened where they do not bind syllables."""

    name: str
    ring: str
    roman: str
    given: tuple[str, ...]
    family: str
    families: tuple[str, ...]
    suffix: str
    culture: str
    reading: str
    tokens: tuple[str, ...]
    chinese: bool


@lru_cache(maxsize=131072)
def parts(name: str) -> Parts:
    """The parts of a printed name, ready to be compared."""
    parsed = parse(name)
    given, family = parsed.given, parsed.family
    if not parsed.culture:
        given = tuple(piece for word in given for piece in word.split("-") if piece)
    bare = [word for word in family if word not in PARTICLES] or list(family)
    pieces = [piece for word in bare for piece in word.split("-") if len(piece) > 2]
    whole = "".join(family).replace("-", "")
    return Parts(
        name=name,
        ring=order_key(name).partition("/")[0],
        roman=romanisation_key(name).partition("/")[0],
        given=given,
        family=whole,
        families=tuple(dict.fromkeys([whole, "".join(bare).replace("-", ""), *pieces])) if whole else (),
        suffix=parsed.suffix,
        culture=parsed.culture,
        reading=parsed.reading,
        tokens=parsed.tokens,
        chinese=bool(cantonese.possible(cantonese.bare(parsed.tokens))),
    )


def form(one: Parts, other: Parts) -> str | None:  # noqa: PLR0911 -- a list of habits, the strongest first
    """The habit by which two names may be one person's, one of ``FORMS``; None if there is none.

    Symmetric. Names with different suffixes, and names whose middle names clash, are never forms of
    one name.
    """
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return None
    if one.ring == other.ring:
        if one.suffix != other.suffix:
            return SUFFIX
        return SPACING if _letters(one) == _letters(other) else ORDER
    if one.roman == other.roman:
        return SUFFIX if one.suffix != other.suffix else ROMANISATION
    if one.culture == other.culture == "korean":
        return _korean(one, other)
    if one.chinese and other.chinese:
        return _chinese(one, other)
    if "korean" in {one.culture, other.culture}:
        return None
    if not (one.given and other.given and one.family and other.family):
        return None
    if one.family == other.family:
        found = _given(one.given, other.given)
        return None if found is None else found if one.suffix == other.suffix or found == MIDDLE else None
    if one.given[0] != other.given[0] or one.suffix != other.suffix or one.culture or other.culture:
        return None
    return _families(one, other)


def _korean(one: Parts, other: Parts) -> str | None:
    """Korean names that read differently: another reading of the spelling, or a slip of it."""
    first, second = korean.read(list(one.tokens)), korean.read(list(other.tokens))
    if first and second and first.family == second.family and korean.alike(first.spelled, second.spelled):
        return READING
    return _misspelt(one, other)


def _chinese(one: Parts, other: Parts) -> str | None:
    """Chinese names that read differently: in Cantonese and Mandarin, with and without a Western name."""
    shared = cantonese.may_be_one(one.tokens, other.tokens)
    if shared:
        return READING if shared > 1 else SHORT_READING
    short, long = sorted((one, other), key=lambda name: len(name.tokens))
    rest = cantonese.bare(long.tokens)
    if len(short.tokens) == 2 and len(rest) < len(long.tokens):
        if long.tokens[0] in short.tokens:  # "George Cheung Joh-chi" and "George Cheung"
            return MIDDLE if set(short.tokens) < set(long.tokens) else None
        return SECOND if cantonese.may_be_one(short.tokens, rest) else None
    return None


def _letters(name: Parts) -> str:
    return "".join(name.tokens).replace("-", "")


def _misspelt(one: Parts, other: Parts) -> str | None:
    if len(one.tokens) == len(other.tokens) and _close("".join(one.tokens), "".join(other.tokens), 8):
        return SPELLING_GIVEN if one.family == other.family else SPELLING_FAMILY
    return None


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> str | None:  # noqa: PLR0911 -- the same
    short, long = sorted((one, other), key=lambda given: (len(given), given))
    first, second = short[0], long[0]
    rest = _middles(short[1:], long[1:])
    if first == second:
        if rest is None:
            return SPELLING_GIVEN if _alike(short[1:], long[1:]) else None
        return MIDDLE
    if 1 in (len(first), len(second)):
        return _initials(short, long, rest)
    if rest is not None:
        if second in NICKNAMES.get(first, ()):
            return NICKNAME
        if second in _COGNATES.get(first, ()) or _shortened(first, second):
            return SHORT
        if _close(first, second, 4):
            return SPELLING_GIVEN
    if len(long) > len(short) and first == long[1] and _middles(short[1:], long[2:]) is not None:
        return SECOND
    return None


def _initials(short: tuple[str, ...], long: tuple[str, ...], rest: int | None) -> str | None:
    if short[0][0] == long[0][0] and rest is not None:
        return INITIALS if rest else INITIAL
    # "R. Wright Campbell" and "Wright Campbell"
    return SECOND if len(long) > len(short) and len(long[0]) == 1 and short[0] == long[1] else None


def _middles(short: tuple[str, ...], long: tuple[str, ...]) -> int | None:
    """How many middle names agree, in order, initials included; None where they clash."""
    if len(short) > len(long):
        short, long = long, short
    at = agreed = 0
    for name in short:
        while at < len(long) and not _initial(name, long[at]):
            at += 1
        if at == len(long):
            return None
        at += 1
        agreed += 1
    return agreed


def _initial(first: str, second: str) -> bool:
    return first == second or (first[0] == second[0] and 1 in (len(first), len(second)))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(a == b or _close(a, b, 3) for a, b in zip(one, other, strict=True))


def _shortened(first: str, second: str) -> bool:
    """Brad and Bradford, Len and Lennie, Thom and Tommy: a stem, with or without a pet ending."""
    short, long = sorted((first, second), key=len)
    if len(short) < 3 or len(short) == len(long):
        return False
    if long.startswith(short):
        return True
    for ending in _ENDINGS:
        if short.endswith(ending):
            stem = short[: -len(ending)]
            if len(stem) >= 3 and (
                long.startswith(stem) or (long.startswith(stem[:-1]) and stem[-1] == stem[-2])
            ):
                return True
    return False


def _families(one: Parts, other: Parts) -> str | None:
    """Family names that differ while the first name is the same."""
    if _middles(one.given[1:], other.given[1:]) is not None:
        if _close(one.family, other.family, 4):
            return SPELLING_FAMILY
        if set(one.families) & set(other.families):
            return FAMILY_PART
    # A married or second family name behind: "Anna Levine" and "Anna Levine Thomson".
    short, long = (one, other) if len(one.given) < len(other.given) else (other, one)
    if len(long.given) > 1 and len(short.given) < len(long.given) and short.family == long.given[-1]:
        return FAMILY_PART if len(short.family) > 2 else None
    return None


def _close(first: str, second: str, least: int) -> bool:
    """One slip of the pen (two in a long word): a letter more, less, other, or two that changed places."""
    length = min(len(first), len(second))
    if length < least or abs(len(first) - len(second)) > 2:
        return False
    allowed = 2 if length >= 8 else 1
    return OSA.distance(first, second, score_cutoff=allowed) <= allowed


def _classes() -> dict[str, tuple[str, ...]]:
    classes = {}
    for name in {*NICKNAMES, *_COGNATES}:
        full = {name, *(other for other in NICKNAMES.get(name, ()) if len(other) >= len(name))}
        cognates = {min(_COGNATES[known]) for known in full if known in _COGNATES}
        classes[name] = tuple(sorted(full | cognates))
    return classes


_CLASSES = _classes()


def given_classes(name: str) -> tuple[str, ...]:
    """What a first name is filed under so that its other forms meet it: itself, and what it is short for."""
    return _CLASSES.get(name) or (name,)


__all__ = ["FORMS", "Parts", "form", "given_classes", "parts"]
