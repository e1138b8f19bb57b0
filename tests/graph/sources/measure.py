"""Precision and recall of the readers by field, against expected-facts files written by hand.

A table, not a verdict: ``compare`` yields what was wanted and what was read as sets of comparable
facts, ``Tally`` adds them up. tests/graph/sources/test_samples.py sets the floors.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.records import DocumentRecord, Fact, SetAside
from graph.sources import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILM_FIELDS = ("original_title", "year", "runtime_minutes", "content_rating", "imdb_id")
FILM_LISTS = ("genres", "countries", "languages")


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


def measure(expected: list[Path], samples: Path, layout: str | None = None) -> dict[str, Tally]:
    """Read every page (of one layout) and compare; one tally a field, "all" last."""
    tallies: dict[str, Tally] = {}
    everything = Tally()
    for path in expected:
        facts = json.loads(path.read_text(encoding="utf-8"))
        if layout not in {None, facts["layout"]}:
            continue
        for name, wanted, found in compare(facts, samples):
            tallies.setdefault(name, Tally()).add(facts["page"], wanted, found)
            everything.add(facts["page"], wanted, found)
    everything.wrong.clear()  # each field says it already
    return tallies | {"all": everything}


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
    if facts["set_aside"] or record is None:
        if record is None and not facts["set_aside"]:
            yield "film", Counter(film["title"] for film in facts["films"]), Counter()
        return
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
    for wanted, found in zip(facts["films"], record.films, strict=False):
        for name in FILM_FIELDS:
            yield name, _one(wanted.get(name)), _one(_value(getattr(found, name)))
        for name in FILM_LISTS:
            yield name, Counter(wanted.get(name) or ()), Counter(fact.value for fact in getattr(found, name))


def _reviews(
    facts: dict[str, Any], record: DocumentRecord
) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    if len(facts["reviews"]) != 1 or len(record.reviews) != 1:
        titles = {film.key: film.title.value for film in record.films}
        yield (
            "reviews",
            Counter((review["film"], *review["critics"]) for review in facts["reviews"]),
            Counter((titles[one.film], *(fact.value for fact in one.critics)) for one in record.reviews),
        )
    for wanted, found in zip(facts["reviews"], record.reviews, strict=False):
        yield "critic", Counter(wanted["critics"]), Counter(fact.value for fact in found.critics)
        for name, key in (("publication",) * 2, ("date", "published_on"), ("headline",) * 2, ("page",) * 2):
            yield name, _one(wanted.get(key)), _one(_value(getattr(found, key)))
        rating = wanted["rating"]
        yield (
            "rating",
            _one((rating["value"], rating["best"], rating["worst"]) if rating else None),
            _one(
                (found.rating.value.value, found.rating.value.best, found.rating.value.worst)
                if found.rating
                else None
            ),
        )
        text = found.text.value if found.text else ""
        yield "text starts", Counter([wanted["text_starts"]]), Counter([text[: len(wanted["text_starts"])]])
        yield "text ends", Counter([wanted["text_ends"]]), Counter([text[-len(wanted["text_ends"]) :]])
        yield "text lacks", Counter(), Counter(lack for lack in wanted["text_lacks"] if lack in text)


def _roles(facts: dict[str, Any], record: DocumentRecord) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    several = len(facts["films"]) > 1
    titles = {film.key: film.title.value if several else None for film in record.films}
    yield (
        "people",
        Counter((role.get("film"), role["job"], role["name"]) for role in facts["roles"]),
        Counter((titles[role.film], role.job, role.name.value) for role in record.roles),
    )
    wanted = Counter((role["name"], role["character"]) for role in facts["roles"] if role.get("character"))
    yield (
        "characters",
        wanted,
        Counter((role.name.value, role.character.value) for role in record.roles if role.character),
    )
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


def table(tallies: dict[str, Tally]) -> str:
    """The table as text, and under it everything that was wrong."""
    rows = [f"{'field':18} {'wanted':>6} {'read':>6} {'precision':>9} {'recall':>7}"]
    for name, tally in tallies.items():
        rows.append(f"{name:18} {tally.wanted:6} {tally.read:6} {tally.precision:9.3f} {tally.recall:7.3f}")
    for name, tally in tallies.items():
        rows.extend(f"  {name}: {wrong}" for wrong in tally.wrong[:40])
    return "\n".join(rows)
