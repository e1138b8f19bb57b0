"""Blocking: the keys by which names are brought together for comparison.

Names that share no key are never compared, so the keys decide what can be found at all; names that
share one are compared by ``graph.names.forms``, so a key may bring together too many. A block that
would cost more than it can give is dropped: where a hundred names share a family name and an initial,
none of them is anybody's in particular. What stays is near-linear in the number of names.
"""

from __future__ import annotations

from functools import lru_cache

from graph.names import cantonese
from graph.names.forms import given_classes, parts

#: The most names in a block of each kind of key: a larger one tells nobody apart and is left out.
CAPS = {"o": 60, "r": 60, "g": 40, "i": 24, "p": 16, "q": 16, "z": 16, "c": 40}


@lru_cache(maxsize=65536)
def keys(name: str) -> tuple[str, ...]:
    """The blocking keys of a name, sorted: names that share none are never compared.

    o: the letters in a ring (order, spacing, hyphens). r: the romanisation. g: family name and first
    name, nicknames under the full name (a middle name left out). i: family name and initial. s: the
    same with a second first name in the first one's place. p, q: first name, with one half of the family
    name (a slip of the pen in the other). c: a Chinese name in its consonants, whichever language reads it.
    """
    own = parts(name)
    found = {"o:" + own.ring, "r:" + own.roman}
    if own.given and own.family:
        first = own.given[0]
        for family in own.families:
            found.add(f"i:{family}/{first[0]}")
            found.update(f"g:{family}/{given}" for given in given_classes(first))
        if len(own.given) > 1:
            second = own.given[1]
            found.update((f"g:{own.family}/{second}", f"g:{own.given[-1]}/{first}"))
            if len(own.given[0]) == 1:
                found.add(f"i:{own.family}/{second[0]}")
        if len(own.family) >= 4:
            found.update((f"p:{first}/{own.family[:3]}", f"q:{first}/{own.family[-3:]}"))
            if len(own.family) <= 6:
                found.add(f"z:{first}/{own.family[0]}{own.family[-1]}")
    if own.chinese:
        found.update("c:" + key for key in cantonese.keys(cantonese.bare(own.tokens)))
    return tuple(sorted(found))
