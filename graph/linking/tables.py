"""Linking a table of credits: from rows to people, on one machine or on many.

Written once, as SQL with a few steps in Python between (``batches``), and run by an engine: DuckDB in
this process, or Apache Spark. What is decided about a component is decided by ``component``, the
function that links a single new page, too; the tables only bring its rows together.
"""

from __future__ import annotations

# ruff: noqa: S608 -- the SQL is put together from names of our own and of the table's columns, quoted
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.linking import batches
from graph.linking.blocking import CAPS
from graph.linking.compare import Observed
from graph.linking.estimate import estimate, random_pairs
from graph.linking.frequency import Frequencies
from graph.linking.model import DEFAULT, Model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

    from graph.linking.engine import Engine

#: About so many appearances are looked at when a model is estimated.
_SAMPLE = 60_000
_OPTIONAL = ("billing", "character")
_ROUNDS = 60


@dataclass(slots=True)
class LinkedTable:
    """What became of a table.

    ``links`` has a row for each row of the table: row_id, person (the row_id that stands for the person),
    score, method, evidence; the last three are empty for the first row of a person. ``queue`` has the pairs
    for a person to look at, riskiest first. Both are None where they were written to files.
    """

    links: pa.Table | None
    queue: pa.Table | None
    model: Model
    figures: dict[str, float] = field(default_factory=dict)


def link_table(
    source: Path | pa.Table,
    engine: str | Engine = "duckdb",
    *,
    columns: Mapping[str, str] | None = None,
    ids: Mapping[str, str] | None = None,
    model: Model | None = None,
    out: Path | None = None,
) -> LinkedTable:
    """Links the people of a credit table.

    Args:
        source: a CSV, TSV or Parquet file with a header, or an Arrow table: row_id, film_title, film_year,
            job, name, and where there are any billing and character.
        engine: "duckdb", "spark", or an engine made by the caller (who closes it).
        columns: what the table calls these columns, where it calls them otherwise.
        ids: external ids that may be read: a scheme ("imdb") to the column of people's ids.
        model: weights and frequencies to link by; without one they are estimated from the table.
        out: a folder for links.parquet and queue.parquet, for tables that are larger than memory.

    Raises:
        ValueError: a column is missing, or there is no such engine.
    """
    if not isinstance(engine, str):
        return _link(engine, source, columns or {}, ids or {}, model, out)
    with _engine(engine) as made:
        return _link(made, source, columns or {}, ids or {}, model, out)


def _engine(name: str) -> Engine:
    if name == "duckdb":
        from graph.linking.duckdb_engine import DuckDBEngine  # noqa: PLC0415 -- one engine is enough

        return DuckDBEngine()
    if name == "spark":
        from graph.linking.spark_engine import SparkEngine  # noqa: PLC0415 -- an optional extra

        return SparkEngine()
    message = f"no engine is called {name!r}: there are duckdb and spark"
    raise ValueError(message)


def _link(
    engine: Engine,
    source: Path | pa.Table,
    columns: Mapping[str, str],
    ids: Mapping[str, str],
    model: Model | None,
    out: Path | None,
) -> LinkedTable:
    steps = _Steps(engine)
    steps.read(source, columns, ids)
    steps.names()
    base = DEFAULT if model is None else model
    if model is None:
        base = steps.frequencies(base)
    steps.components(base)
    chosen = steps.estimated(base) if model is None else model
    steps.link(chosen)
    return steps.answer(chosen, out)


class _Steps:
    """The steps of one run, in order; ``figures`` says how long each took and how much it handled."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.figures: dict[str, float] = {}
        self._since = time.perf_counter()
        self._ids: list[str] = []

    def _done(self, step: str) -> None:
        now = time.perf_counter()
        self.figures[f"seconds {step}"] = round(now - self._since, 2)
        self._since = now

    def _count(self, what: str, sql: str) -> int:
        value = self.engine.fetch(sql).column(0)[0].as_py() or 0
        self.figures[what] = int(value)
        return int(value)

    def read(self, source: Path | pa.Table, columns: Mapping[str, str], ids: Mapping[str, str]) -> None:
        """The table's rows under our names for the columns."""
        engine = self.engine
        engine.source("source_rows", source)
        there = set(engine.columns("source_rows"))
        chosen = []
        for name in ("row_id", "film_title", "film_year", "job", "name", *_OPTIONAL):
            column = columns.get(name, name)
            if column in there:
                chosen.append(f"cast({_column(column)} as varchar) as {name}")
            elif name in _OPTIONAL:
                chosen.append(f"cast(null as varchar) as {name}")
            else:
                message = f"the table has no column {column!r}; it has {', '.join(sorted(there))}"
                raise ValueError(message)
        self._ids = [f"id_{scheme}" for scheme in ids]
        chosen += [f"cast({_column(column)} as varchar) as id_{scheme}" for scheme, column in ids.items()]
        extra = "".join(f", {each}" for each in self._ids)
        engine.make("all_rows", f"select {', '.join(chosen)} from source_rows")
        engine.make(
            "credit",
            f"""select row_id, film_title || '|' || coalesce(film_year, '') as film,
                try_cast(film_year as integer) as year, job, try_cast(billing as integer) as billing,
                nullif(character, '') as character, name{extra}
            from all_rows where name <> '' and row_id <> ''""",
        )
        self._count("mentions", "select count(*) from credit")
        self._done("reading")

    def names(self) -> None:
        """Each different name read once; rows to appearances; films to casts."""
        engine = self.engine
        engine.map("spelled", ["select distinct name from credit"], batches.ReadNames(), rows=4000)
        engine.make(
            "known_names",
            """select key_id, min(name) as name, min_by(culture, name) as culture,
                min_by(given, name) as given, min_by(family, name) as family,
                min_by(parts, name) as parts, min_by(blocks, name) as blocks
            from spelled group by key_id""",
        )
        # Listed twice as actor or director of one film: two people of one name, in the order of billing.
        # Writers are listed once for the story and once for the script.
        engine.make(
            "listed",
            """select c.*, s.key_id, dense_rank() over (
                partition by c.film, s.key_id, c.job order by c.billing, c.character) - 1 as nth
            from credit c join spelled s on c.name = s.name""",
        )
        engine.make(
            "doubles",
            """select film, key_id, max(nth) + 1 as people from listed
            where job in ('actor', 'director') group by film, key_id having max(nth) > 0""",
        )
        kept = "".join(f", l.{each}" for each in self._ids)
        engine.make(
            "mention",
            f"""select l.row_id, l.film, l.year, l.job, l.billing, l.character, l.name, l.key_id,
                case when l.job in ('actor', 'director')
                    then l.nth else l.nth % coalesce(d.people, 1) end as nth{kept}
            from listed l left join doubles d on l.film = d.film and l.key_id = d.key_id""",
        )
        engine.drop("listed", "doubles", "all_rows", "source_rows", "credit", "spelled")
        first_ids = "".join(f", min({each}) as {each}" for each in self._ids)
        engine.make(
            "appearance",
            f"""select min(row_id) as id, film, year, key_id, nth,
                min(name) as name, array_agg(distinct job) as jobs,
                array_agg(distinct character) as characters,
                min(case when job = 'actor' then billing end) as billing{first_ids}
            from mention group by film, year, key_id, nth""",
        )
        # Who worked on one film only is nobody's co-worker on two: leaving them out changes nothing but the
        # length of the lists, which are most of what the functions are handed.
        engine.make(
            "often",
            "select key_id from mention group by key_id having count(distinct film) > 1",
        )
        engine.make(
            "film_cast",
            """select m.film, array_agg(distinct o.key_id) filter (where o.key_id is not null) as people,
                array_agg(distinct m.name) filter (where m.job = 'director') as directors
            from mention m left join often o on m.key_id = o.key_id group by m.film""",
        )
        engine.drop("often")
        self._count("names", "select count(*) from known_names")
        self._count("appearances", "select count(*) from appearance")
        self._done("names")

    def frequencies(self, base: Model) -> Model:
        """The base model with the frequencies of the table's names; a part met once counts as one not met."""
        total = self.engine.fetch("select culture, count(*) as n from known_names group by culture")
        parts = {
            kind: self.engine.fetch(
                f"select {kind}, count(*) as n from known_names group by {kind} having count(*) > 1"
            )
            for kind in ("given", "family")
        }
        tables = [
            dict(sorted(zip(*(c.to_pylist() for c in t.columns), strict=True)))
            for t in (total, *parts.values())
        ]
        return Model(base.chances, base.habits, Frequencies(*tables))

    def components(self, model: Model) -> None:
        """Names that blocking brings together and that are forms of one name become components."""
        engine = self.engine
        engine.make("block_row", "select unnest(blocks) as block, key_id from known_names")
        cap = " ".join(f"when {batches.KINDS.index(kind)} then {most}" for kind, most in CAPS.items())
        engine.make(
            "block",
            f"""select block, count(*) as size from block_row group by block
            having count(*) > 1 and count(*) <= case block % 8 {cap} end""",
        )
        self._count("pairs of names compared", "select sum(size * (size - 1) / 2) from block")
        queries = [
            f"""select array_agg(r.key_id) as keys, array_agg(n.parts) as texts
            from block b join block_row r on b.block = r.block join known_names n on r.key_id = n.key_id
            where (b.block // 8) % {engine.slices} = {part} group by b.block"""
            for part in range(engine.slices)
        ]
        engine.map("edge_found", queries, batches.CompareNames(model), rows=2000)
        engine.make("edge", "select distinct a, b from edge_found")
        engine.make("both_ways", "select a, b from edge union all select b as a, a as b from edge")
        self._spread()
        engine.make(
            "part",
            """select n.key_id, coalesce(l.component, n.key_id) as component
            from known_names n left join label l on n.key_id = l.node""",
        )
        engine.make(
            "sized",
            """select p.component, count(*) as size from appearance a join part p on a.key_id = p.key_id
            group by p.component having count(*) > 1""",
        )
        engine.drop("block_row", "block", "edge_found", "both_ways", "edge", "label")
        self._count("components of several appearances", "select count(*) from sized")
        self._count("appearances in the largest component", "select max(size) from sized")
        self._done("comparing names")

    def _spread(self) -> None:
        """Connected components: each name takes the least label among its neighbours, until none changes."""
        engine = self.engine
        engine.make("label", "select a as node, least(a, min(b)) as component from both_ways group by a")
        for _ in range(_ROUNDS):
            engine.make(
                "spread",
                """select e.a as node, least(min(o.component), min(l.component)) as component
                from both_ways e join label l on e.a = l.node join label o on e.b = o.node group by e.a""",
            )
            # A label's own label is nearer to the end: this halves the way at each round.
            engine.make(
                "label_next",
                """select s.node, least(s.component, coalesce(t.component, s.component)) as component
                from spread s left join spread t on s.component = t.node""",
            )
            changed = engine.fetch(
                """select count(*) from label l join label_next n on l.node = n.node
                    where l.component <> n.component"""
            )
            engine.make("label", "select node, component from label_next")
            if changed.column(0)[0].as_py() == 0:
                break
        engine.drop("spread", "label_next")

    def _members(self, where: str) -> str:
        ids = "".join(f", '{each}': a.{each}" for each in self._ids)
        return f"""select array_agg({{'id': a.id, 'film': a.film, 'year': a.year, 'name': a.name,
                'key_id': a.key_id,
                'jobs': a.jobs, 'characters': a.characters, 'billing': a.billing, 'people': f.people,
                'directors': f.directors{ids}}}) as members
            from appearance a join part p on a.key_id = p.key_id
            join sized s on p.component = s.component join film_cast f on a.film = f.film
            where {where} group by p.component"""

    def estimated(self, base: Model) -> Model:
        """The model estimated from a sample of the components."""
        share = max(1, round(self.figures["appearances"] / _SAMPLE))
        self.engine.map(
            "tally", [self._members(f"p.component % {share} = 0")], batches.Tally(base), rows=1000
        )
        counts = self.engine.fetch(
            """select form, rarity, seen, culture, sum(met) as met from tally
            group by form, rarity, seen, culture"""
        ).to_pylist()
        sample = self.engine.fetch(
            f"""select array_agg({{'id': a.id, 'film': a.film, 'year': a.year, 'name': a.name,
                'key_id': a.key_id,
                'jobs': a.jobs, 'characters': a.characters, 'billing': a.billing, 'people': f.people,
                'directors': f.directors}}) as members
            from appearance a join film_cast f on a.film = f.film where a.key_id % {3 * share} = 0"""
        )
        self.engine.drop("tally")
        rows = batches.appearances(sample.column(0)[0].as_py() or [])
        candidates = {
            (row["form"], row["rarity"], Observed(*row["seen"]), row["culture"]): int(row["met"])
            for row in counts
        }
        model = estimate(base, candidates, random_pairs(rows))
        self._done("estimating the model")
        return model

    def link(self, model: Model) -> None:
        """Component after component through the function that decides."""
        slices = self.engine.slices
        queries = [self._members(f"p.component % {slices} = {part}") for part in range(slices)]
        self.engine.map("decided", queries, batches.LinkComponents(model), rows=500)
        self._done("linking")

    def answer(self, model: Model, out: Path | None) -> LinkedTable:
        """Links for each row, and the queue; in memory, or in files."""
        links = """select m.row_id, coalesce(d.other, a.id) as person, d.score, d.method, d.evidence
            from mention m join appearance a on m.film = a.film and m.key_id = a.key_id and m.nth = a.nth
            left join decided d on d.what = 'link' and d.id = a.id"""
        queue = """select id as row_id, other, joined, risk, score, method, evidence from decided
            where what = 'doubt' order by risk desc, row_id, other"""
        self._count(
            "people", "select count(*) - (select count(*) from decided where what = 'link') from appearance"
        )
        self._count("questions", "select count(*) from decided where what = 'doubt'")
        if out is None:
            found = LinkedTable(self.engine.fetch(links), self.engine.fetch(queue), model)
        else:
            out.mkdir(parents=True, exist_ok=True)
            self.engine.write(links, out / "links.parquet")
            self.engine.write(queue, out / "queue.parquet")
            found = LinkedTable(None, None, model)
        self._done("answering")
        found.figures = self.figures
        return found


def _column(name: str) -> str:
    """A column's name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'
