"""The work on tables that SQL does not do: batches of rows in, batches of rows out.

Each class is one such step: it can be pickled, keeps no state between batches, and so runs in this
process, in a pool of processes and on Spark's workers alike.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.linking import blocking
from graph.linking.appearance import Appearance, Linked
from graph.linking.candidates import candidates
from graph.linking.component import link_component
from graph.linking.frequency import counted
from graph.names import exact_key
from graph.names.forms import Parts, form, parts

if TYPE_CHECKING:
    from graph.linking.model import Model

#: Blocking keys carry their kind in the lowest bits, so that SQL can cap each kind's blocks.
KINDS = "orgipqzc"
#: Bits of a name below which no evidence makes two names one: such pairs do not connect a component.
_LEAST = -9.0
_JOINER = "\x1f"
_INNER = "\x1e"


def number(text: str, bits: int = 62) -> int:
    """A text as a number that is the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> (
        64 - bits
    )


def pack(own: Parts) -> str:
    """The parts of a name as one text, so that they are worked out once and travel with the name."""
    lists = (own.given, own.families, own.tokens)
    return _JOINER.join(
        (
            own.name, own.ring, own.roman, own.family, own.suffix, own.culture, own.reading,
            "1" if own.chinese else "", *(_INNER.join(each) for each in lists),
        )
    )  # fmt: skip


def unpack(text: str) -> Parts:
    """The parts that ``pack`` put together."""
    name, ring, roman, family, suffix, culture, reading, chinese, given, families, tokens = text.split(
        _JOINER
    )
    return Parts(
        name, ring, roman, tuple(given.split(_INNER)), family, tuple(families.split(_INNER)), suffix, culture,
        reading, tuple(tokens.split(_INNER)), bool(chinese),
    )  # fmt: skip


class ReadNames:
    """Names to their keys: the exact key and its number, how they are counted, their parts, their blocks."""

    schema = pa.schema(
        {
            "name": pa.string(),
            "key_id": pa.int64(),
            "culture": pa.string(),
            "given": pa.string(),
            "family": pa.string(),
            "parts": pa.string(),
            "blocks": pa.list_(pa.int64()),
        }
    )

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A row for each name."""
        rows: dict[str, list[Any]] = {name: [] for name in self.schema.names}
        for name in batch.column("name").to_pylist():
            own = counted(name)
            rows["name"].append(name)
            rows["key_id"].append(number(exact_key(name)))
            rows["culture"].append(own.culture)
            rows["given"].append(own.given)
            rows["family"].append(own.family)
            rows["parts"].append(pack(parts(name)))
            blocks = {number(key, 58) * 8 + KINDS.index(key[0]) for key in blocking.keys(name)}
            rows["blocks"].append(sorted(blocks))
        return pa.RecordBatch.from_pydict(rows, self.schema)


class CompareNames:
    """Blocks of names to the pairs of which one is a form of the other, with the bits of the names."""

    schema = pa.schema({"a": pa.int64(), "b": pa.int64(), "kind": pa.string(), "bits": pa.float64()})

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A row for each pair that may be one."""
        rows: dict[str, list[Any]] = {name: [] for name in self.schema.names}
        for keys, texts in zip(
            batch.column("keys").to_pylist(), batch.column("texts").to_pylist(), strict=True
        ):
            names = sorted(zip(keys, map(unpack, texts), strict=True), key=lambda item: item[0])
            for (a, one), (b, other) in combinations(names, 2):
                kind = form(one, other)
                if kind is None:
                    continue
                bits = self.model.name_bits(one.name, other.name, kind)
                if bits > _LEAST:
                    for column, value in zip(rows.values(), (a, b, kind, bits), strict=True):
                        column.append(value)
        return pa.RecordBatch.from_pydict(rows, self.schema)


def appearances(members: list[dict[str, Any]]) -> list[Appearance]:
    """The rows of one component as appearances. Co-workers are the numbers of their names' keys."""
    casts: dict[str, frozenset[int]] = {}
    found = []
    for row in members:
        cast = casts.get(row["film"])
        if cast is None:
            cast = casts[row["film"]] = frozenset(row["people"] or ())
        ids = {
            key.removeprefix("id_"): frozenset((row[key],)) for key in row if key[:3] == "id_" and row[key]
        }
        found.append(
            Appearance(
                id=row["id"],
                film=row["film"],
                year=row["year"],
                names=(row["name"],),
                jobs=frozenset(job for job in row["jobs"] or () if job),
                characters=tuple(sorted(each for each in row["characters"] or () if each)),
                ids=ids,
                coworkers=cast - {row["key_id"]},
                billing=row["billing"],
                directors=tuple(sorted(name for name in row["directors"] or () if name)),
            )
        )
    return found


class Tally:
    """Components to counts of what their candidate pairs show: what the model is estimated from."""

    schema = pa.schema(
        {
            "form": pa.string(),
            "rarity": pa.float64(),
            "seen": pa.list_(pa.int64()),
            "culture": pa.string(),
            "met": pa.int64(),
        }
    )

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A row for each kind of pair that was met."""
        tally: Counter[Any] = Counter()
        for members in batch.column("members").to_pylist():
            tally.update(candidates(appearances(members), self.model))
        rows = [
            (form, rarity, list(seen), culture, met)
            for (form, rarity, seen, culture), met in sorted(tally.items())
        ]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self.schema)
        return pa.RecordBatch.from_pydict(
            dict(zip(self.schema.names, map(list, columns), strict=True)), self.schema
        )


class LinkComponents:
    """Components to links and doubts, by :func:`link_component`."""

    schema = pa.schema(
        {
            "what": pa.string(),
            "id": pa.string(),
            "other": pa.string(),
            "joined": pa.bool_(),
            "score": pa.float64(),
            "risk": pa.float64(),
            "method": pa.string(),
            "evidence": pa.string(),
        }
    )

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A row for each link and for each doubt."""
        rows: list[tuple[Any, ...]] = []
        for members in batch.column("members").to_pylist():
            rows += outcome(link_component(appearances(members), self.model))
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self.schema)
        return pa.RecordBatch.from_pydict(
            dict(zip(self.schema.names, map(list, columns), strict=True)), self.schema
        )


def outcome(linked: Linked) -> list[tuple[Any, ...]]:
    """What was decided as rows: a link for each appearance but the first of its person, and the doubts.

    ``id`` is the appearance and ``other`` the first of the person; the score is that of the join by
    which it came to the person.
    """
    near: dict[str, list[tuple[str, Any]]] = {}
    for join in linked.joins:
        near.setdefault(join.first, []).append((join.second, join))
        near.setdefault(join.second, []).append((join.first, join))
    rows: list[tuple[Any, ...]] = []
    for cluster in linked.clusters:
        start, waiting, seen = cluster[0], [cluster[0]], {cluster[0]}
        while waiting:
            for other, join in near.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    rows.append(
                        ("link", other, start, True, join.score, 1 - join.score, join.method, join.evidence)
                    )
    rows += [
        ("doubt", each.first, each.second, each.joined, each.score, each.risk, each.method, each.evidence)
        for each in linked.queue
    ]
    return rows
