"""How common names are: how many people of an archive can be expected to bear one by chance.

A name is as common as its parts are: with N people, of whom a share bears the given name and a share
the family name, chance alone makes N x given x family bearers of both. Parts are counted over
different names, not over mentions, so that a busy person does not make a name look common.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.names.forms import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: How many of a part are counted as there at least, when it is met outside the names under comparison.
_UNSEEN = 0.5
#: What a middle name or initial leaves of the bearers of a name: few have one, and it can be any.
_MIDDLE = 0.04
#: Names of one word: what share of the bearers of the word are credited by it alone.
_ALONE = 0.05
#: So many names are taken to be there at least: in a small archive every name is new, and none is rare for
#: that.
_FEWEST = 200


class Counted(NamedTuple):
    """The keys under which a name's parts are counted.

    ``culture`` is "zh", "ko", "ja" or "" (all others): what share of people bear a part is asked among
    the names of one culture, since Korean given names go with Korean family names. ``family`` is empty for a
    name of one word.
    """

    culture: str
    given: str
    family: str
    middle: bool


@lru_cache(maxsize=131072)
def counted(name: str) -> Counted:
    """The parts of a printed name, as they are counted. A name that can be read is counted as read."""
    own = parts(name)
    culture = "zh" if own.chinese or own.culture == "chinese" else _culture(own.roman)
    if own.reading:
        family, _, given = own.reading.partition(" ")
        return Counted(culture, f"{culture}:{given}", f"{culture}:{family}", middle=False)
    if not own.family:
        return Counted(culture, own.ring, "", middle=False)
    if culture == "zh":
        return Counted(culture, f"zh:{''.join(own.given)}", f"zh:{own.family}", middle=False)
    return Counted(culture, own.given[0], own.family, len(own.given) > 1)


def _culture(roman: str) -> str:
    """The culture that a romanisation key was read in, where it is one whose names go their own ways."""
    return roman[:2] if roman[:3] in {"ko:", "ja:"} else ""


@dataclass(slots=True)
class Frequencies:
    """Counts of the parts of an archive's names. ``names`` is how many different names each culture has."""

    names: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    family: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def count(cls, names: Iterable[str]) -> Frequencies:
        """The frequencies in some different names."""
        total, given, family = Counter[str](), Counter[str](), Counter[str]()
        for name in names:
            own = counted(name)
            given[own.given] += 1
            family[own.family] += 1
            total[own.culture] += 1
        return cls(dict(total), dict(given), dict(family))

    def bearers(self, name: str, without: int = 1) -> float:
        """How many other people can be expected to bear a name by chance, middle names left out.

        ``without`` is how many of the counted names are under comparison and so prove nothing.
        """
        own = counted(name)
        given = max(self.given.get(own.given, 0) - 1, _UNSEEN)
        if not own.family:
            return given * _ALONE
        family = max(self.family.get(own.family, 0) - without, _UNSEEN)
        return given * family / max(self.names.get(own.culture, 0), _FEWEST)

    def exactly(self, name: str) -> float:
        """How many others can be expected to bear a name with its middle names."""
        return self.bearers(name) * (_MIDDLE if counted(name).middle else 1.0)
