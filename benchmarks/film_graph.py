"""One film graph of any size from a table of credits, published as a dataset that can be served.

The table is tab-separated: film_title, film_year, job, billing, character, name, person_id, as in
``credits-dev.tsv``. Its rows become evidence, the evidence is compiled by :mod:`graph.view`, and so the
graph has the shape of every view, whatever that comes to be. A table that is too small is read again
under other names. Genres, lengths and countries are made up (seeded): tables of credits have none.
"""

from __future__ import annotations

import csv
import os
import random
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from graph.names import slug
from graph.nodes import to_quads
from graph.search_rows import search_rows
from graph.store import Dataset
from graph.store.search import write_index
from graph.view import Decided, compile_view
from ontology import JOB, JOBS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.nodes import Node, Nodes
    from graph.store import Draft, SearchRow, Version

BASE = "http://films.example"
#: Triples, at the least: what "a million" means here.
MILLION = 1_000_000
GENRES = (
    "Action", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy", "Horror", "Musical", "Mystery",
    "Romance", "Science fiction", "Thriller", "War", "Western",
)  # fmt: skip
_COUNTRIES = ("France", "Germany", "India", "Italy", "Japan", "Mexico", "South Korea", "United Kingdom")
_CREDITS = "credits-dev.tsv"


class NoCredits(Exception):
    """There is no table of credits; the message says where it was looked for."""


def credits_file(given: str | None = None) -> Path:
    """The table of credits: ``given``, or REELGRAPH_CREDITS, or ../shared/data beside the checkout.

    Raises NoCredits.
    """
    named = given or os.environ.get("REELGRAPH_CREDITS")
    file = Path(named) if named else Path(__file__).parents[2] / "shared" / "data" / _CREDITS
    if not file.is_file():
        raise NoCredits(f"There is no table of credits at {file}; name one with --credits FILE.")
    return file


def read_credits(file: Path) -> list[dict[str, str]]:
    """The rows of a table of credits."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def evidence_of(
    rows: Iterable[dict[str, str]], source: str, copy: int = 0, taken: set[str] | None = None
) -> tuple[Nodes, dict[str, str]]:
    """What a table says, as evidence, and which film and person each of its nodes is.

    Args:
        rows: see the module.
        source: the IRI of the table.
        copy: from 1 on, every title, name and id is another than in the copies before.
        taken: the IRIs of films and people of the copies before; those of this one are added.
    """
    other = f" {copy + 1}" if copy else ""
    random_ = random.Random(copy)
    nodes: Nodes = {
        source: {"type": ["Source"], "file": [f"credits{copy}.tsv"], "kind": ["credits"], "trust": ["50"]}
    }
    entities: dict[str, str] = {}
    taken = set() if taken is None else taken

    def entity(kind: str, name: str, node: str) -> None:
        proposal = f"{BASE}/{kind}/{slug(name)}"
        iri = next(i for n in count(1) if (i := proposal if n == 1 else f"{proposal}-{n}") not in taken)
        taken.add(iri)
        entities[node] = iri

    for number, row in enumerate(rows):
        if row["job"] not in JOBS:
            continue
        title, year = row["film_title"] + other, row["film_year"]
        film = f"{source}#film-{slug(title)}-{year}"
        if film not in nodes:
            nodes[film] = _film(title, year, random_)
            entity("film", f"{title} {year}", film)
        name = row["name"] + other
        person = f"{source}#person-{row['person_id'] or slug(name)}"
        if person not in nodes:
            nodes[person] = {"type": ["Person"], "name": [name]}
            if row["person_id"]:
                # Another copy's ids are other ids of the same form.
                nodes[person]["imdbId"] = [f"nm{copy + 1}{row['person_id'].removeprefix('nm')}"]
            entity("person", name, person)
        elif name not in nodes[person]["name"]:
            nodes[person]["name"].append(name)
        role: Node = {"type": ["Role"], "film": [film], "person": [person], "job": [JOB + row["job"]]}
        role["creditedAs"] = [name]
        if row["billing"]:
            role["billing"] = [row["billing"]]
        if row["character"]:
            role["characterName"] = [row["character"]]
        nodes[f"{source}#role-{number}"] = role
    return nodes, entities


def _film(title: str, year: str, random_: random.Random) -> Node:
    return {
        "type": ["Film"],
        "title": [title],
        "year": [year],
        "runtimeMinutes": [str(random_.randint(70, 190))],
        "genre": random_.sample(GENRES, random_.randint(1, 4)),
        "country": [random_.choice(_COUNTRIES)],
    }


def publish(rows: list[dict[str, str]], directory: Path, triples: int = MILLION) -> Version:
    """Publishes a film graph of at least so many triples, and returns the version."""
    with Dataset(directory, BASE).write() as draft:
        found: list[SearchRow] = []
        taken: set[str] = set()
        for copy in count():
            found += _add(draft, rows, copy, taken)
            if len(draft.store) >= triples:
                break
        # As after a large import: the engine's own order on disk, for whoever serves it.
        draft.store.optimize()
        write_index(draft.directory / "search.sqlite", found)
        return draft.publish({"counts": _counts(found)})


def _add(draft: Draft, rows: list[dict[str, str]], copy: int, taken: set[str]) -> Iterator[SearchRow]:
    source = f"{BASE}/source/credits-{copy}"
    nodes, entities = evidence_of(rows, source, copy, taken)
    view = compile_view({source: nodes}, Decided(entities), BASE)
    draft.store.bulk_extend(to_quads(view))
    return search_rows(view)


def _counts(found: list[SearchRow]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in found:
        counts[f"{row.kind}s" if row.kind == "film" else "people"] += 1
    return dict(counts)
