"""Evidence in words: why two appearances are taken for one person, for somebody who has to judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.linking.appearance import common_coworkers
from graph.linking.compare import gap
from graph.linking.frequency import counted
from graph.names import exact_key, forms

if TYPE_CHECKING:
    from graph.linking.appearance import Appearance
    from graph.linking.model import Model

_SAID = {
    forms.SPACING: "differ in spaces, hyphens or marks only",
    forms.ORDER: "differ in name order only",
    forms.ROMANISATION: "have the same romanisation key",
    forms.READING: "can be readings of the same syllables",
    forms.SHORT_READING: "can be readings of the same two syllables",
    forms.SUFFIX: "differ in a suffix that is left out",
    forms.MIDDLE: "differ in a middle name that is left out",
    forms.INITIALS: "agree in all initials",
    forms.INITIAL: "agree in family name and initial",
    forms.NICKNAME: "are a given name and what it is called by",
    forms.SHORT: "are a given name and a shorter or other form of it",
    forms.SECOND: "differ in a first name that is left out",
    forms.FAMILY_PART: "share a part of a double family name",
    forms.SPELLING_FAMILY: "differ by a slip in the family name",
    forms.SPELLING_GIVEN: "differ by a slip in the given name",
}
#: Expected bearers below which a name is called rare, and above which common.
_RARE, _COMMON = 0.02, 0.5


def same_name(a: Appearance, b: Appearance, model: Model) -> str:
    """Why two appearances under one name are one person, or may be."""
    return "; ".join([f"the same name, {a.names[0]}", *_beside(a, b), _rarity(a.names[0], model)])


def forms_of(a: Appearance, b: Appearance, one: str, other: str, kind: str, model: Model) -> str:
    """Why appearances under two forms of a name are one person, or may be."""
    called = [
        f"“{name}”" + (" (so called in prose)" if name in row.aliases else "")
        for name, row in ((one, a), (other, b))
    ]
    return "; ".join([f"{called[0]} and {called[1]} {_SAID[kind]}", *_beside(a, b), _rarity(one, model)])


def _beside(a: Appearance, b: Appearance) -> list[str]:
    """What two appearances have in common, and what tells them apart, beside the names."""
    said = []
    between = gap(a, b)
    if a.film == b.film:
        said.append("both on the same film")
    elif between is None:
        said.append("a year is not known")
    else:
        years = sorted((a.year or 0, b.year or 0))
        said.append(f"both in {years[0]}" if not between else f"years {years[0]} and {years[1]}")
    directors = {exact_key(name): name for name in a.directors}
    shared = [directors[key] for key in map(exact_key, b.directors) if key in directors]
    own = {exact_key(name) for row in (a, b) for name in row.names}
    if a.film != b.film and shared and exact_key(shared[0]) not in own:
        said.append(f"both in films by {' and '.join(shared[:2])}")
    jobs = sorted(a.jobs & b.jobs)
    if jobs:
        said.append(f"both as {' and '.join(jobs)}")
    elif a.jobs and b.jobs:
        said.append(f"one as {', '.join(sorted(a.jobs))}, one as {', '.join(sorted(b.jobs))}")
    together = common_coworkers(a, b) if a.film != b.film else frozenset()
    if together:
        named = sorted(key for key in together if isinstance(key, str))[:2]
        people = f"{len(together)} co-worker{'s' if len(together) > 1 else ''} in common"
        said.append(
            people
            + (f" ({', '.join(named)}{', ...' if len(together) > len(named) else ''})" if named else "")
        )
    characters = sorted(set(a.characters) & set(b.characters))
    if characters:
        said.append(f"both as “{characters[0]}”")
    return said


def _rarity(name: str, model: Model) -> str:
    """How common a name is, by its rarer part."""
    own, frequencies = counted(name), model.frequencies
    total = sum(frequencies.names.values())
    expected = frequencies.exactly(name)
    said = "rare" if expected < _RARE else "common" if expected > _COMMON else "not rare"
    if not total or not own.family:
        return f"the name is {said}"
    count = max(1, min(frequencies.family.get(own.family, 1), frequencies.given.get(own.given, 1)))
    return f"the name is {said} ({count} in {total:,})"
