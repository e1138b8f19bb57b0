"""The model by which people are linked: what each observation weighs, and how common names are.

After Fellegi and Sunter (1969): each level of each comparison has a chance m to be seen between two
appearances of one person and a chance u between two of different people; log2(m/u) is its weight in
bits. The bits of the names are log2(habit / bearers): how often a person who appears is met again under
a name so related, against how many others can be expected to bear it by chance.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from graph.linking.compare import LEVELS, Observed
from graph.linking.frequency import Frequencies, counted
from graph.names import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT = "exact"

Chances = dict[str, tuple[tuple[float, ...], tuple[float, ...]]]

# How often an appearance is met again, under the same name and under each form of it. Argued from what
# is known of credits (REFERENCE: exact agreement of one person's credit in two databases is 99% for
# English, 56% for Chinese names), for the forms divided by how many variants of the kind there could be.
_HABITS = {
    EXACT: 0.5, forms.SPACING: 0.2, forms.ORDER: 0.02, forms.ROMANISATION: 0.01, forms.READING: 0.002,
    forms.SHORT_READING: 0.001,
    forms.SUFFIX: 0.02, forms.MIDDLE: 0.01, forms.INITIALS: 0.003, forms.NICKNAME: 0.006, forms.SHORT: 0.002,
    forms.SECOND: 0.0005, forms.FAMILY_PART: 0.0003, forms.SPELLING_FAMILY: 0.0003,
    forms.SPELLING_GIVEN: 0.0005, forms.INITIAL: 0.0005,
}  # fmt: skip

# For each comparison the chances (m of one person, u of two), level by level as in compare.LEVELS. What is
# unknown weighs nothing: its chance stands apart from the others'.
_CHANCES: Chances = {
    "years": (
        (0.45, 0.20, 0.16, 0.08, 0.045, 0.04, 0.015, 0.005, 0.001, 1.0),
        (0.07, 0.07, 0.11, 0.10, 0.09, 0.16, 0.15, 0.11, 0.14, 1.0),
    ),
    "jobs": ((0.13, 0.02, 0.83, 0.02, 1.0), (0.015, 0.01, 0.80, 0.175, 1.0)),
    "coworkers": ((0.60, 0.12, 0.06, 0.10, 0.12), (0.965, 0.023, 0.005, 0.004, 0.003)),
    "character": ((0.02, 0.98, 1.0), (0.002, 0.998, 1.0)),
    "billing": ((0.14, 0.17, 0.07, 0.20, 0.20, 0.22, 1.0), (0.02, 0.09, 0.15, 0.10, 0.34, 0.30, 1.0)),
}


@dataclass(frozen=True)
class Model:
    """Chances for each level of each comparison, habits of naming, and the frequencies of names.

    ``chances`` maps a culture of names ("" for most) and a comparison to its m and u: where few people
    made many films with each other, shared co-workers show less. ``habits`` maps a form of names to how often
    it is met.
    """

    chances: dict[str, Chances] = field(default_factory=lambda: {"": _CHANCES})
    habits: dict[str, float] = field(default_factory=lambda: _HABITS)
    frequencies: Frequencies = field(default_factory=Frequencies)

    _bits: dict[str, tuple[tuple[float, ...], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bits = {
            culture: tuple(
                tuple(math.log2(m / u) for m, u in zip(*chances[name], strict=True)) for name in LEVELS
            )
            for culture, chances in self.chances.items()
        }
        object.__setattr__(self, "_bits", bits)

    def with_names(self, names: Iterable[str]) -> Model:
        """This model with the frequencies of an archive's names (each different name once)."""
        return replace(self, frequencies=Frequencies.count(names))

    def bits(self, culture: str) -> tuple[tuple[float, ...], ...]:
        """The weights in bits, comparison by comparison and level by level."""
        return self._bits.get(culture) or self._bits[""]

    def evidence(self, seen: Observed, culture: str = "") -> float:
        """The weight in bits of what is observed beside the names."""
        return sum([bits[level] for bits, level in zip(self.bits(culture), seen, strict=True)])

    def name_bits(self, one: str, other: str | None = None, kind: str = EXACT, known: float = 0.0) -> float:
        """The weight in bits of one name met twice, or of two names of which one is a ``kind`` of the other.

        ``known`` is how many other bearers are known of, beside those that chance lets one expect.
        """
        return math.log2(self.habits[kind]) - self.rarity(one, other, known)

    def rarity(self, one: str, other: str | None = None, known: float = 0.0) -> float:
        """log2 of how many others can be expected to bear a name, or two names that are forms of one."""
        if other is None:
            return math.log2(self.frequencies.exactly(one) + known)
        without = 2 if counted(one).family == counted(other).family else 1
        first, second = self.frequencies.bearers(one, without), self.frequencies.bearers(other, without)
        return math.log2(first + known) / 2 + math.log2(second + known) / 2

    def dump(self) -> str:
        """The model as JSON, to be kept with the version that it linked."""
        kept = {"chances": self.chances, "habits": self.habits, "frequencies": asdict(self.frequencies)}
        return json.dumps(kept, sort_keys=True, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Model:
        """The model that ``dump`` wrote."""
        data = json.loads(text)
        return cls(
            {
                culture: {name: (tuple(m), tuple(u)) for name, (m, u) in chances.items()}
                for culture, chances in data["chances"].items()
            },
            data["habits"],
            Frequencies(**data["frequencies"]),
        )


#: For small archives: argued chances, no frequencies.
DEFAULT = Model()
