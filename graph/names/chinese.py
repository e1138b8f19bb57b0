"""Mandarin names in Latin letters: pinyin and Wade-Giles brought to one reading.

Pinyin is ISO 7098; Wade-Giles as libraries used it until 2000, and as Taiwan writes names today:
without the apostrophes that told ch' (pinyin ch, q) from ch (zh, j). Without them a reading cannot
keep b from p, d from t, g from k, or zh, ch, j and q apart, so both scripts are read to the coarser
one: "zhang" and "chang" are "cang", "qing" and "ching" are "cing". A family name first or last and
Mandarin syllables beside it are needed before any of this applies. Cantonese names (Yun-fat) are
no spelling of the Mandarin ones, but another language; only a few family names are bridged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from graph.names.cutting import fewest

_FINALS = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an ang eng i ie iao iu ian ing u uo ui uan un ong",
    "t": "a e ai ao ou an ang eng i ie iao ian ing u uo ui uan un ong",
    "n": "a e ai ei ao ou an en ang eng i ie iao iu ian in iang ing u uo uan ong ue",
    "l": "a e ai ei ao ou an ang eng i ia ie iao iu ian in iang ing u uo uan un ong ue",
    "g": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "k": "a e ai ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "h": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e i ai ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "ch": "a e i ai ao ou an en ang eng u uo uai ui uan un uang ong",
    "sh": "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang",
    "r": "e i ao ou an en ang eng u uo ui uan un ong",
    "z": "a e i ai ao ou an en ang eng u uo ui uan un ong",
    "c": "a e i ai ao ou an en ang eng u uo ui uan un ong",
    "s": "a e i ai ao ou an en ang eng u uo ui uan un ong",
    "y": "a ao an ang e i in ing o ong ou u ue uan un",
    "w": "a o ai ei an en ang eng u",
    "": "a e ai ao ou an en ang er",
}
_COARSE = {
    "b": "p", "d": "t", "g": "k", "zh": "c", "ch": "c", "j": "c", "q": "c", "z": "z", "c": "z",
}  # fmt: skip
_WADE_ONSETS = {
    "b": "p", "d": "t", "g": "k", "zh": "ch", "j": "ch", "q": "ch", "x": "hs", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_WADE_FINALS = {"ie": "ieh", "ian": "ien", "ue": "ueh", "ong": "ung", "iong": "iung", "er": "erh"}
_WADE_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu szu",
    "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "yi": "i", "ye": "yeh", "yan": "yen", "yong": "yung",
    "gui": "kuei", "kui": "kuei", "duo": "to", "tuo": "to", "nuo": "no", "luo": "lo",
    "zhuo": "cho", "chuo": "cho", "zuo": "tso", "cuo": "tso", "suo": "so",
    "ruo": "jo", "yue": "yueh", "you": "yu",
}  # fmt: skip

_FAMILIES = """
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song
tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao
shen zhong tan wang fan shi liao jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan lei long tao
mao hao gong shao wan qian dai mo kong xiang chang tong ruan gan zhan ge bi mei zhuang ning ji qi nie
zuo ke mu shu ai bao bian cen chai chu cui di dou e gu guan hua huo jian jin jing ju kang kuang lan lang
lao le ling lou mi ni ou pei pu qu rong sheng si tu wen weng xi xing yi ying you zang zhuge ouyang sima
shangguan
"""
# Spellings by ear, and the Hong Kong spellings that stand for one Mandarin family name only.
_FAMILY_SPELLINGS = {"lee": "li", "chow": "zhou", "chau": "zhou", "woo": "wu", "koo": "gu", "soong": "song"}


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    reading: dict[str, str] = {}
    wade: dict[str, str] = {}
    for onset, finals in _FINALS.items():
        for final in finals.split():
            syllable = onset + final
            coarse = _COARSE.get(onset, onset) + final
            reading[syllable] = coarse
            if syllable in _WADE_WHOLE:
                for spelling in _WADE_WHOLE[syllable].split():
                    wade.setdefault(spelling, coarse)
            else:
                wade.setdefault(_WADE_ONSETS.get(onset, onset) + _WADE_FINALS.get(final, final), coarse)
    return {**wade, **reading}, reading


# Family names as Hong Kong writes them.
_HONG_KONG = """
leung leong cheung cheong chan wong lau kwok yeung tsui ng kwan lam cheng chow chau yip ip fung hui tse
yuen lo law poon tang chiu choi siu so tong hung kong mak tam ho lui to au lee li ma mok kwong chu yu wu
pang shek szeto tsang lai hong kwan mui cheuk choy chui chung fan fok fong fu hon kam kan kei ko koo kung liu
luk lung man ngai ngan pau paw sham shiu shum sit suen sung sze tai tso tsoi tung wai wan woo yam yau yim yiu
yue yung
"""
_HONG_KONG_FAMILIES = frozenset(_HONG_KONG.split())
_SYLLABLE = re.compile(r"t?sz|(?:ng|gw|kw|ch|sh|ts|tz|[bcdfghjklmnpstwyz])?[aeiouy]{1,2}(?:ng|[mnptkr])?")

_READING, _PINYIN = _tables()
_LONGEST = max(map(len, _READING))
_FAMILY_READINGS = frozenset(_PINYIN[name] for name in _FAMILIES.split() if name in _PINYIN)
#: Onsets that mark a single word as Mandarin rather than anything else.
_MARKED = ("zh", "x", "q", "hs", "ts", "tz", "ch")


def hong_kong_family(tokens: list[str]) -> int:
    """Where the family name stands in a Cantonese name that puts the given name behind it, or -1.

    "Wong Kar-wai", and with an English name in front "Tony Leung Chiu-wai". Nothing is read here: how
    a Cantonese given name sounds in Mandarin cannot be told from its letters.
    """
    for at in (0, 1):
        if len(tokens) > at + 1 and tokens[at] in _HONG_KONG_FAMILIES:
            syllables = "-".join(tokens[at + 1 :]).split("-")
            if len(syllables) == 2 and all(map(_SYLLABLE.fullmatch, syllables)):
                return at
    return -1


class Reading(NamedTuple):
    """A Mandarin name as read: family name and given name in the coarse reading, run together."""

    family: str
    given: str
    family_at: int


@lru_cache(maxsize=32768)
def given_reading(word: str) -> str | None:
    """A folded word of one to three Mandarin syllables in the coarse reading, or None."""
    readings: list[str] = []
    for piece in word.split("-"):
        part = _cut(piece)
        if part is None:
            return None
        readings += part
    return "".join(readings) if len(readings) <= 3 else None


def _cut(piece: str) -> tuple[str, ...] | None:
    if not piece or len(piece) > 3 * _LONGEST:
        return None
    found = fewest(piece, _READING, _LONGEST, short_first=False)
    return tuple(_READING[syllable] for syllable in found) if found is not None else None


def syllable_reading(word: str) -> str | None:
    """One folded syllable of pinyin or Wade-Giles in the coarse reading, or None if it is none."""
    return _READING.get(word)


def families(readings: frozenset[str]) -> frozenset[str]:
    """Those of some coarse readings that are family names."""
    return readings & _FAMILY_READINGS


def cut(word: str) -> tuple[str, ...] | None:
    """A folded word without hyphens as Mandarin syllables in the coarse reading, or None if it is none."""
    return _cut(word)


def family_reading(word: str) -> str | None:
    """A family name in the coarse reading ("hsu" and "xu" -> "xu"), or None if it is none."""
    coarse = _READING.get(_FAMILY_SPELLINGS.get(word, word))
    return coarse if coarse in _FAMILY_READINGS else None


def single_reading(word: str) -> str | None:
    """A word that stands alone, if its spelling is one that Mandarin alone has ("qing", "hsu")."""
    family = family_reading(word)
    if family is not None:
        return family
    return _READING.get(word) if word.startswith(_MARKED) else None


def read(tokens: list[str]) -> Reading | None:
    """A name's folded words as a Mandarin name, or None where it cannot plausibly be one.

    With a family name at both ends the rest of more letters is the given name, the first at a tie.
    """
    if not 2 <= len(tokens) <= 3 or min(map(len, tokens)) < 2:  # "E. A. Poe" has initials
        return None
    options: list[tuple[int, Reading]] = []
    for at, rest in ((0, tokens[1:]), (len(tokens) - 1, tokens[:-1])):
        family = family_reading(tokens[at])
        if family is None:
            continue
        given = given_reading("-".join(rest))
        if given is not None:
            options.append((-len(given), Reading(family, given, at)))
    return min(options, key=lambda option: (option[0], option[1].family))[1] if options else None
