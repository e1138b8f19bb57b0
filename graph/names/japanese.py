"""Japanese names in Latin letters: long vowels, n before labials, Kunrei and Hepburn spellings.

Modified Hepburn marks a long vowel with a macron; passports write none or "oh"; word processors
write "ou" and "uu"; Kunrei-shiki (ISO 3602) writes si, ti, tu, hu, zi, sya. All are read to Hepburn
without length. That Ono and Ohno may be two families is the price, and the spelling's own fault.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MORAE = re.compile(
    r"(?:(?:[kgnhbpmr]y|sh|ch|ts|sy|zy|ty|j|[kgsztdnhbpmyrwf])?[aeiou]+h?(?![aeiou])|n(?![aeiouy])|m(?=[bpm])"
    r"|([kstp])(?=\1)|t(?=ch))+"
)
_KUNREI = (
    ("sya", "sha"), ("syu", "shu"), ("syo", "sho"), ("tya", "cha"), ("tyu", "chu"), ("tyo", "cho"),
    ("zya", "ja"), ("zyu", "ju"), ("zyo", "jo"), ("tu", "tsu"), ("hu", "fu"),
)  # fmt: skip
_SI_TI_ZI = re.compile(r"(?<![sct])si|(?<![a-z])ti|(?<=[a-z])ti|zi")
_HEPBURN = {"si": "shi", "ti": "chi", "zi": "ji"}
_LONG_O = re.compile(r"o(?:u|o|h(?![aeiouy]))")
_LONG_OTHER = re.compile(r"(?:u(?:u|h(?![aeiouy]))|i(?=i))")
_N_BEFORE_LABIAL = re.compile(r"m(?=[bpm])")


@lru_cache(maxsize=32768)
def reading(word: str) -> str | None:
    """A folded word in Hepburn without length, or None if it is not made of morae."""
    joined = word.replace("-", "")
    if not _MORAE.fullmatch(joined):
        return None
    for kunrei, hepburn in _KUNREI:
        if kunrei in joined and not (kunrei == "tu" and "tsu" in joined):
            joined = joined.replace(kunrei, hepburn)
    joined = _SI_TI_ZI.sub(lambda found: _HEPBURN[found[0]], joined)
    joined = _LONG_O.sub("o", joined)
    joined = _LONG_OTHER.sub(lambda found: "" if found[0] == "i" else "u", joined)
    return _N_BEFORE_LABIAL.sub("n", joined)


def readings(tokens: Sequence[str]) -> str | None:
    """The words of a name in Hepburn without length, run together; None if any is not made of morae."""
    found = ""
    for token in tokens:
        read = reading(token)
        if read is None:
            return None
        found += read
    return found
