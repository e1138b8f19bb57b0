"""The serving benchmark on a graph of six films: what it builds, what it asks, and what it measures."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.film_graph import credits_file, publish, read_credits
from benchmarks.load import mixed, once, run
from benchmarks.questions import QUERIES, Constants, Query
from benchmarks.serve import SETTINGS, content
from benchmarks.servers import Memory, Peak, Server, ours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Version

_CAST = ("Orla Finch", "Bram Velden", "Sunniva Aas")


def _table() -> str:
    """Six films over three decades with the same three actors, and a director each of two."""
    lines = ["row_id\tfilm_title\tfilm_year\tjob\tbilling\tcharacter\tname\tperson_id"]
    number = itertools.count(1)
    for film in range(6):
        head = f"The Sixth Pier {film}\t{1981 + 5 * film}"
        for billing, name in enumerate(_CAST, start=1):
            lines.append(f"r{next(number)}\t{head}\tactor\t{billing}\tKeeper {billing}\t{name}\tnm{billing}")
        lines.append(f"r{next(number)}\t{head}\tdirector\t1\t\tIda Morrow {film % 2}\tnm9{film % 2}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    place = tmp_path_factory.mktemp("films")
    (place / "credits.tsv").write_text(_table(), encoding="utf-8")
    rows = read_credits(credits_file(str(place / "credits.tsv")))
    return publish(rows, place / "dataset", 1)


@pytest.fixture(scope="module")
def server(version: Version) -> Iterator[Server]:
    with ours(version.directory.parents[1], SETTINGS) as running:
        yield running


@pytest.fixture(scope="module")
def constants(version: Version) -> Constants:
    return Constants(version.store)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_of_the_ten_queries_finds_something(query: Query, server: Server, constants: Constants) -> None:
    for request in (constants.repeated(query), *constants.cold(query, 7, 2)):
        status, body = once(server.port, request)
        assert status == 200, body
        rows = content(query, body)
        assert rows
        assert not any('"value": "0"' in row for row in rows)


def test_a_table_that_is_too_small_is_read_again_under_other_names(version: Version, tmp_path: Path) -> None:
    (tmp_path / "credits.tsv").write_text(_table(), encoding="utf-8")
    twice = publish(read_credits(tmp_path / "credits.tsv"), tmp_path / "dataset", version.triples + 1)
    assert twice.triples == pytest.approx(2 * version.triples, abs=40)
    constants = [
        set(map(Constants(twice.store).at, itertools.repeat(kind), range(99))) for kind in ("film", "person")
    ]
    assert [len(found) for found in constants] == [12, 6]


def test_no_cold_request_comes_twice(constants: Constants) -> None:
    for query in QUERIES:
        asked = [*constants.cold(query, 0, 40), *constants.cold(query, 40, 40)]
        assert len(set(asked)) == 80
        text = parse_qs(urlsplit(asked[0].split(b" ")[1].decode()).query)["query"][0]
        assert "@" not in text


def test_a_run_counts_its_answers_and_what_went_wrong(server: Server, constants: Constants) -> None:
    asked = constants.cold(QUERIES[0], 100, 50)
    seen = run(server.port, asked, connections=4, seconds=30)
    assert (len(seen.seconds), seen.wrong.total()) == (50, 0)
    assert 0 < seen.median <= seen.quantile(0.99) <= seen.elapsed
    bad = [asked[0].replace(b"SELECT", b"SELEKT")] * 5
    seen = run(server.port, bad, connections=1, seconds=30)
    assert (len(seen.seconds), seen.wrong) == (0, {"status 400": 5})


def test_a_run_gives_up_on_what_takes_too_long(server: Server) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    target = endless.replace(" ", "+").replace("?", "%3F")
    request = f"GET /sparql?query={target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    seen = run(server.port, [request], connections=1, seconds=5, patience=0.5)
    assert seen.wrong == {"late": 1}


def test_a_mix_takes_turns() -> None:
    assert list(itertools.islice(mixed([[b"a", b"b"], [b"c"]]), 6)) == [b"a", b"c", b"b", b"c", b"a", b"c"]


def test_memory_is_told_for_every_process(server: Server, constants: Constants) -> None:
    with Peak(server) as peak:
        run(server.port, constants.cold(QUERIES[8], 500, 20), connections=2, seconds=30)
    kinds = {name.rpartition(" ")[0] for name in peak.found}
    assert {"supervisor", "serving process", "worker"} <= kinds
    assert all(0 < taken.private <= taken.resident for taken in peak.found.values())
    one, other = Memory(3, 2, 1), Memory(1, 2, 3)
    assert one.most(other) == Memory(3, 2, 3)
