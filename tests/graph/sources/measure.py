"""Precision and recall of the readers by field, against expected-facts files written by hand.

A table, not a verdict: ``compare`` yields what was wanted and what was read as sets of comparable
facts, ``Tally`` adds them up. tests/graph/sources/test_samples.py sets the floors.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from graph.records import DocumentRecord, Fact, SetAside
from graph.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

_Wanted = TypeVar("_Wanted")
_Found = TypeVar("_Found")

FILM_FIELDS = ("original_title", "year", "runtime_minutes", "content_rating", "imdb_id")
FILM_LISTS = ("genres", "countries", "languages")

#: How much of a text is shown that nobody expected.
_SHOWN = 20


@dataclass
class Tally:
    """What was wanted, read and right in one field."""

    wanted: int = 0
    read: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, page: str, wanted: Counter[Any], found: Counter[Any]) -> None:
        same = wanted & found
        self.wanted += wanted.total()
        self.read += found.total()
        self.right += same.total()
        for missing in wanted - same:
            self.wrong.append(f"{page}: missing {missing}")
        for extra in found - same:
            self.wrong.append(f"{page}: not on the page {extra}")

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def expected_files(root: Path) -> list[Path]:
    """The expected-facts files that speak of a page."""
    return [
        path
        for path in sorted(root.rglob("*.json"))
        if "page" in json.loads(path.read_text(encoding="utf-8"))
    ]


def measure(
    expected: list[Path],
    samples: Path,
    layout: str | None = None,
    *,
    folded: bool = False,
    without: Collection[str] = (),
) -> dict[str, Tally]:
    """Read every page (of one layout) and compare; one tally a field, "all" last.

    ``folded``: names and titles are compared without case; ``without`` these fields.
    """
    tallies: dict[str, Tally] = {}
    everything = Tally()
    for path in expected:
        facts = json.loads(path.read_text(encoding="utf-8"))
        if layout not in {None, facts["layout"]}:
            continue
        for name, wanted, found in compare(facts, samples):
            if name in without:
                continue
            if folded:
                wanted, found = _folded(wanted), _folded(found)  # noqa: PLW2901 (the same, folded)
            tallies.setdefault(name, Tally()).add(facts["page"], wanted, found)
            everything.add(facts["page"], wanted, found)
    everything.wrong.clear()  # each field says it already
    return tallies | {"all": everything}


def _folded(values: Counter[Any]) -> Counter[Any]:
    folded: Counter[Any] = Counter()
    for value, count in values.items():
        parts = value if isinstance(value, tuple) else (value,)
        folded[tuple(part.casefold() if isinstance(part, str) else part for part in parts)] += count
    return folded


def layouts(expected: list[Path]) -> Counter[str]:
    """How many pages of each layout have expected facts."""
    return Counter(json.loads(path.read_text(encoding="utf-8"))["layout"] for path in expected)


def compare(facts: dict[str, Any], samples: Path) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    page = samples / facts["page"]
    try:
        record: DocumentRecord | None = read(page.read_bytes(), name=page.name)
    except SetAside:
        record = None
    yield "set aside", Counter([bool(facts["set_aside"])]), Counter([record is None])
    if facts["set_aside"]:
        return
    record = record or DocumentRecord("set aside", (), (), ())  # what the page states is missed, every fact
    yield from _films(facts, record)
    yield from _reviews(facts, record)
    yield from _roles(facts, record)
    yield from _mentions(facts, record)


def _value(fact: Fact[Any] | None) -> Any:
    if fact is None:
        return None
    return fact.value.isoformat() if hasattr(fact.value, "isoformat") else fact.value


def _one(value: Any) -> Counter[Any]:
    return Counter() if value is None else Counter([value])


def _films(facts: dict[str, Any], record: DocumentRecord) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    yield (
        "film",
        Counter(film["title"] for film in facts["films"]),
        Counter(film.title.value for film in record.films),
    )
    named = {name.casefold() for name in facts["not_films"]}
    wrong = Counter(film.title.value for film in record.films if film.title.value.casefold() in named)
    yield "not films", Counter(), wrong
    for wanted, found in _pairs(
        facts["films"],
        record.films,
        lambda film: (film["title"].casefold(),),
        lambda film: (film.title.value.casefold(),),
    ):
        stated = wanted or {}
        for name in FILM_FIELDS:
            yield name, _one(stated.get(name)), _one(_value(getattr(found, name, None)))
        for name in FILM_LISTS:
            read_values = Counter(fact.value for fact in getattr(found, name, ()))
            yield name, Counter(stated.get(name) or ()), read_values


def _pairs(
    wanted: Sequence[_Wanted],
    found: Sequence[_Found],
    key_wanted: Callable[[_Wanted], tuple[str, ...]],
    key_found: Callable[[_Found], tuple[str, ...]],
) -> Iterator[tuple[_Wanted | None, _Found | None]]:
    """What was wanted beside what was read: the one with the one, else those of one key, else alone."""
    if len(wanted) == len(found) == 1:
        yield wanted[0], found[0]
        return
    left = list(found)
    for one in wanted:
        for length in range(len(key_wanted(one)), 0, -1):
            same = [other for other in left if key_found(other)[:length] == key_wanted(one)[:length]]
            if same:
                left.remove(same[0])
                yield one, same[0]
                break
        else:
            yield one, None
    yield from ((None, other) for other in left)


def _reviews(
    facts: dict[str, Any], record: DocumentRecord
) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    titles = {film.key: film.title.value for film in record.films}
    if len(facts["reviews"]) != 1 or len(record.reviews) != 1:
        yield (
            "reviews",
            Counter((review["film"], *review["critics"]) for review in facts["reviews"]),
            Counter((titles[one.film], *(fact.value for fact in one.critics)) for one in record.reviews),
        )
    for wanted, found in _pairs(
        facts["reviews"],
        record.reviews,
        lambda review: (review["film"].casefold(), "/".join(review["critics"])),
        lambda review: (titles[review.film].casefold(), "/".join(fact.value for fact in review.critics)),
    ):
        stated = wanted or {}
        critics = found.critics if found is not None else ()
        yield "critic", Counter(stated.get("critics") or ()), Counter(fact.value for fact in critics)
        for name, key in (("publication",) * 2, ("date", "published_on"), ("headline",) * 2, ("page",) * 2):
            yield name, _one(stated.get(key)), _one(_value(getattr(found, key, None)))
        rating = stated.get("rating")
        yield (
            "rating",
            _one((rating["value"], rating["best"], rating["worst"]) if rating else None),
            _one(
                (found.rating.value.value, found.rating.value.best, found.rating.value.worst)
                if found is not None and found.rating
                else None
            ),
        )
        text = found.text.value if found is not None and found.text else ""
        for place, name in (("text starts", "text_starts"), ("text ends", "text_ends")):
            anchor = stated.get(name, "")
            length = len(anchor) or _SHOWN
            cut = text[:length] if name == "text_starts" else text[-length:]
            yield place, _one(anchor or None), _one(cut or None)
        yield "text lacks", Counter(), Counter(lack for lack in stated.get("text_lacks", ()) if lack in text)


def _roles(facts: dict[str, Any], record: DocumentRecord) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    several = len(facts["films"]) > 1
    titles = {film.key: film.title.value if several else None for film in record.films}
    yield (
        "people",
        Counter((role.get("film"), role["job"], role["name"]) for role in facts["roles"]),
        Counter((titles[role.film], role.job, role.name.value) for role in record.roles),
    )
    found = Counter((role.name.value, role.character.value) for role in record.roles if role.character)
    wanted = Counter((role["name"], role["character"]) for role in facts["roles"] if role.get("character"))
    # What only the prose calls a character ("the shop", "Nell") is right where it is read, and not asked for.
    told = [(role["name"], role.get("character_in_prose")) for role in facts["roles"]]
    wanted.update(pair for pair in told if pair[1] and pair in found)
    yield "characters", wanted, found
    yield (
        "billing and note",
        Counter((role["name"], role.get("billing"), role.get("note")) for role in facts["roles"]),
        Counter((role.name.value, role.billing, _value(role.note)) for role in record.roles),
    )


def _mentions(
    facts: dict[str, Any], record: DocumentRecord
) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    wanted: Counter[Any] = Counter()
    for mention in facts["mentions"]:
        wanted[(mention["text"], mention.get("person"), mention.get("character"))] += mention["count"]
    found = Counter(
        (mention.exact_text, mention.match.person, mention.match.character)
        for review in record.reviews
        for mention in review.mentions
    )
    yield "mentions", wanted, found
    yield (
        "other films",
        Counter({film["text"]: film["count"] for film in facts.get("films_named", ())}),
        Counter(film.exact_text for review in record.reviews for film in review.films_named),
    )


def table(tallies: dict[str, Tally]) -> str:
    """The table as text, and under it everything that was wrong."""
    rows = [f"{'field':18} {'wanted':>6} {'read':>6} {'precision':>9} {'recall':>7}"]
    for name, tally in tallies.items():
        rows.append(f"{name:18} {tally.wanted:6} {tally.read:6} {tally.precision:9.3f} {tally.recall:7.3f}")
    for name, tally in tallies.items():
        rows.extend(f"  {name}: {wrong}" for wrong in tally.wrong[:40])
    return "\n".join(rows)
