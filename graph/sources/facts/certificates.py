"""Certificates of the boards of many countries, as data: what says for whom a film is.

Of each board the symbols that nothing else looks like, and those (a number, a letter) that are one only under
a label or beside other small print. Spaces may be missing; the symbol stays as printed.
"""

from __future__ import annotations

from functools import lru_cache

from graph.sources.patterns import regex

#: Board: its plain symbols, and those that may be anything elsewhere; both as patterns, parted by spaces.
BOARDS: dict[str, tuple[str, str]] = {
    "United States": (r"PG-?13 NC-?17 TV-?(?:MA|14|PG|Y7|Y|G)", "G PG R X GP NR UR"),
    "United Kingdom": (r"12A R18", "U Uc PG 12 15 18 A AA H X"),
    "Ireland": (r"12A 15A 12PG", "G PG 12 15 16 18"),
    "Canada": (r"14A 18A 13\+ 16\+ 18\+", "G PG R A"),
    "Australia": (r"MA_?15\+? R_?18\+ X_?18\+ M_?15\+ CTC", "G PG M MA E AO"),
    "New Zealand": (r"R_?1[3568] RP_?1[368] R_?20", "G PG M R"),
    "South Africa": (
        r"(?:1[03568]|7)[\s-]?[DHLNPSV]{1,6} PG[\s-][DHLNPSV]{1,6} (?:7-9|10-12)_?PG A_?(?:LV?|V)",
        "A PG 7 10 13 16 18 X18",
    ),
    "India": (r"U/?A(?:_?(?:7|13|16)\+)? UA_?(?:7|13|16)\+", "U A S"),
    "Singapore": (r"PG_?13 NC_?16 M_?18 R_?21", "G PG"),
    "Malaysia": (r"P_?1[23] 18(?:SG|SX|PA|PL)", "U 18 16 13"),
    "Hong Kong": (r"II[AB] Cat(?:egory|\.)?_III?[AB]?", "I III"),
    "Japan": (r"PG_?12 R_?1[58]\+", "G R"),
    "Korea": (r"R_?18", "ALL 12 15 18 19"),
    "Philippines": (r"R-?1[368]", "G PG SPG"),
    "Nigeria": (r"12A", "G PG 12 15 18 RE"),
    "Germany": (
        r"FSK[\s-]?(?:ab_)?\d{1,2} o\._?A\. [Oo]hne_Altersbeschr(?:änkung|\.)? [Jj]ugendfrei",
        r"0 6 12 16 18 (?:[Ff]rei_)?[Aa]b_\d{1,2}(?:_(?:Jahren?|J\.))?",
    ),
    "France": (
        r"[Tt]ous_publics [Ii]nt(?:erdit|\.)?_?-?(?:aux_moins_de_)?\d{2}(?:_ans)? [AÂ]vertissement",
        "TP U -10 -12 -16 -18",
    ),
    "Belgium and the Netherlands": (r"KT/EA KNT/ENA MG_?[69] AL_alle", "AL 6 9 12 14 16 18"),
    "Spain": (r"[Tt]odos_los_públicos [Aa]pta", "TP A 7 12 13 16 18"),
    "Italy": (r"V\.?M\.?_?1[48] [Pp]er_tutti", r"T 6\+ 14\+ 18\+"),
    "Portugal": (r"M/\d{1,2} M_1[2468]", "A 6 12 14 16 18"),
    "Brazil": (r"[Ll]ivre A1[02468]", "L 10 12 14 16 18"),
    "Argentina and its neighbours": (r"SAM_?\d{2} ATP TE\+7", "13 16 18"),
    "Mexico": (r"B_?15", "AA A B C D"),
    "Sweden": (r"[Bb]arntillåten [Bb]tl\.? BTL", "7 11 15"),
    "Finland": (r"K-?\d{1,2}", "S 7 12 16 18"),
    "Norway and Denmark": (r"(?:[Ff]rå?[an]|från)_\d{1,2}(?:_år)?", "A T 6 7 9 11 12 15 18"),
    "Russia and its neighbours": ("", r"\d{1,2}\+"),
    "everywhere": (
        r"\d{1,2}_(?:ans|anos|años|år|Jahre|cert\.?) (?:desde|od)_\d{1,2}(?:_años)?",
        r"\+\d{1,2} -\d{2}",
    ),
}


def _any_of(column: int) -> str:
    symbols = {symbol for board in BOARDS.values() for symbol in board[column].split()}
    return "|".join(symbol.replace("_", r"\s?") for symbol in sorted(symbols, key=len, reverse=True))


_SURE = regex(rf"(?:{_any_of(0)})(?![\w+/])")
_ANY = regex(rf"{_any_of(0)}|{_any_of(1)}")
#: Symbols that are grades as often.
_GRADES = frozenset({"A", "B", "C", "D"})
#: So long a symbol is at most.
_LONGEST = 24


@lru_cache(maxsize=1_024)  # pages of one paper print the same few
def is_symbol(text: str) -> bool:
    """Whether a text that stands under a label, or beside small print, is a board's symbol and no more."""
    return len(text) <= _LONGEST and text not in _GRADES and _ANY.fullmatch(text) is not None


def leading(text: str) -> str | None:
    """The symbol that a text begins with, where it can be nothing else: "13 LV, 94 min"; else None."""
    found = _SURE.match(text)
    return found.group() if found is not None else None
