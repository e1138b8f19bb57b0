"""How fast questions are answered over HTTP, beside Oxigraph's own server and rdflib-endpoint.

    python -m benchmarks.serve                      the ten queries at 1, 8 and 64 connections
    python -m benchmarks.serve --quick              the same in a few minutes
    python -m benchmarks.serve --soak 60            64 connections for 60 s: errors, and memory
    python -m benchmarks.serve --dump               memory of every process during a dump of every role

All servers run over one graph on one machine, the load generator beside them, and get the same requests
in the same order. "Cold" never repeats a text, so that no cache of answers helps; "repeated" asks one
text over and over. The figures worth keeping are the ratios to Oxigraph's server.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.ending import program
from benchmarks.film_graph import MILLION, NoCredits, credits_file, publish, read_credits
from benchmarks.load import Measured, mixed, once, run
from benchmarks.questions import GRAPH, QUERIES, Constants, Query
from benchmarks.servers import NotInstalled, Peak, ours, oxigraph, rdflib_endpoint
from graph.store import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.servers import Memory, Server
    from graph.store import Version

#: What our server is told beyond its defaults: all load comes from one address, which is otherwise held
#: to three queries at a time, and some of the ten take longer than the 10 s that a stranger's query may.
SETTINGS = {"queries_per_client": "0", "query_seconds": "300", "queue_seconds": "300"}
#: Requests made beforehand for one run, at the most.
_MOST = 30_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what is asked for and prints it; 1 where something answered wrongly."""
    options = _options(arguments)
    with ExitStack() as stack:
        place = Path(options.data or stack.enter_context(tempfile.TemporaryDirectory(prefix="films-")))
        try:
            version = _graph(place / "dataset", options.credits, options.triples)
        except NoCredits as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{version.triples:,} triples, {os.cpu_count()} processors")
        settings = {**SETTINGS, **dict(item.split("=", 1) for item in options.set)}
        print("reelgraph serve with", ", ".join(f"{name}={value}" for name, value in settings.items()))
        constants = Constants(version.store)
        servers = [stack.enter_context(ours(place / "dataset", settings))]
        if not options.alone:
            try:
                servers.append(
                    stack.enter_context(
                        oxigraph(stack.enter_context(_copied(version, place)), options.oxigraph)
                    )
                )
            except NotInstalled as error:
                print(error)
        if options.dump:
            return _dump(servers, constants)
        if options.soak:
            return _soak(servers, constants, options.soak, options.connections[-1])
        wrong = _mix(servers, constants, options)
        if not options.alone:
            _slow(version, place, constants, options)
    return int(wrong)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.serve", description=__doc__.partition("\n")[0]
    )
    say = parser.add_argument
    say("--credits", help="table of credits; default REELGRAPH_CREDITS or ../shared/data/credits-dev.tsv")
    say("--triples", type=int, default=MILLION, help="how large the graph is at least")
    say("--data", help="directory to keep the graph in, for the next run")
    say("--queries", help="some of the ten: their numbers from 1, as 1,2,10")
    say("--connections", default="1,8,64", help="as 1,8,64")
    say("--seconds", type=float, default=4.0, help="how long each cell of the table is measured")
    say("--patience", type=float, default=60.0, help="cells whose answers would take longer are left out")
    say("--quick", action="store_true", help="a second a cell, and a patience of ten")
    say("--soak", type=float, default=0.0, help="instead: so many seconds of the mix, errors and memory")
    say("--dump", action="store_true", help="instead: memory of every process while every role is dumped")
    say("--alone", action="store_true", help="our server only")
    say("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of our server")
    say("--oxigraph", help="Oxigraph's program; default: the one on the PATH")
    say("--rdflib-endpoint", help="rdflib-endpoint's program, if it lives in an environment of its own")
    say("--json", help="file to write all figures to")
    options = parser.parse_args(arguments)
    options.connections = [int(item) for item in options.connections.split(",")]
    options.queries = (
        [QUERIES[int(n) - 1] for n in options.queries.split(",")] if options.queries else QUERIES
    )
    if options.quick:
        options.seconds, options.patience = min(options.seconds, 1.0), min(options.patience, 10.0)
    return options


def _graph(place: Path, credits: str | None, triples: int) -> Version:  # noqa: A002 - what it is
    current = Dataset(place).current()
    if current is None or current.triples < triples:
        current = publish(read_credits(credits_file(credits)), place, triples)
    return current


@contextmanager
def _copied(version: Version, place: Path) -> Iterator[Path]:
    """The version's store for Oxigraph: the same files, by hard links, which neither server changes."""
    with tempfile.TemporaryDirectory(prefix="oxigraph-", dir=place) as folder:
        copy = Path(folder) / "store"
        version.store.backup(copy)
        yield copy


# -- the mix -----------------------------------------------------------------------------------------


def _mix(servers: list[Server], constants: Constants, options: argparse.Namespace) -> bool:
    rows: list[dict[str, object]] = []
    wrong = False
    used = 0
    _head(servers)
    for query in options.queries:
        wrong = not _agree(servers, constants, query) or wrong
        slowest = 0.0
        for connections in options.connections:
            if slowest * max(1.0, connections / (os.cpu_count() or 1)) > options.patience:
                print(f"| {query.name} | {connections} | left out: {slowest:.1f} s each |", flush=True)
                continue
            number = _number(slowest, connections, options.seconds)
            cold = [Measured() for _ in servers]
            for turn in range(2):  # in turns, so that a noise of the machine hits all alike
                asked = constants.cold(query, used, number)
                used += number
                for server, seen in zip(servers, cold, strict=True):
                    _add(seen, server, asked, connections, options, turn)
            again = [Measured() for _ in servers]
            for turn in range(2):
                for server, seen in zip(servers, again, strict=True):
                    if slowest > options.seconds and connections > 1 and server is not servers[0]:
                        continue  # what is not cached takes as long as before
                    asked = [constants.repeated(query)] * _MOST
                    _add(seen, server, asked, connections, options, turn)
            slowest = max(slowest, *(seen.median for seen in cold if seen.seconds), 0.0)
            for kind, found in (("cold", cold), ("repeated", again)):
                _row(query, connections, kind, found)
                wrong = wrong or any(seen.wrong for seen in found)
                rows += _figures(query, connections, kind, servers, found)
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return wrong


def _number(slowest: float, connections: int, seconds: float) -> int:
    """How many requests to make beforehand for one turn."""
    if not slowest:
        return min(_MOST, int(seconds * 5_000))
    return int(min(_MOST, max(2, seconds / slowest) * connections * 2)) + connections


def _add(
    seen: Measured,
    server: Server,
    asked: list[bytes],
    connections: int,
    options: argparse.Namespace,
    turn: int,
) -> None:
    if turn and seen.elapsed > options.seconds:
        return  # one answer took longer than the whole is to take
    found = run(
        server.port, server.requests(asked), connections=connections, seconds=options.seconds / 2,
        patience=5 * options.patience,
    )  # fmt: skip
    seen.seconds += found.seconds
    seen.elapsed += found.elapsed
    seen.wrong += found.wrong
    seen.size += found.size


def _agree(servers: list[Server], constants: Constants, query: Query) -> bool:
    """Whether all servers give the same answer, and a status of 200 and something in it."""
    answers = []
    for server in servers:
        status, body = once(server.port, server.requests([constants.repeated(query)])[0], 300)
        if status != 200:
            print(f"{server.name} answers {query.name} with {status}: {body[:300]!r}")
            return False
        answers.append(content(query, body))
    if not answers[0] or any(answer != answers[0] for answer in answers):
        print(f"The answers to {query.name} differ, or are empty: {[len(answer) for answer in answers]}.")
        return False
    return True


def content(query: Query, body: bytes) -> list[str]:
    """What an answer says, whatever its order and spaces."""
    if query.accept == GRAPH:
        return sorted(str(triple) for triple in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])


def _head(servers: list[Server]) -> None:
    columns = ["query", "connections", "asked"]
    for server in servers:
        columns += [f"{server.name}: median ms", "p99", "a second"]
    if len(servers) > 1:
        columns += ["time ratio", "rate ratio"]
    print("| " + " | ".join(columns) + " |")
    print("|---" * len(columns) + "|", flush=True)


def _row(query: Query, connections: int, kind: str, found: list[Measured]) -> None:
    cells = [query.name, str(connections), kind]
    for seen in found:
        if not seen.seconds:
            cells += ["-", "-", "-"]
            continue
        cells += [_short(seen.median * 1000), _short(seen.quantile(0.99) * 1000), _short(seen.rate)]
        if seen.wrong:
            cells[-1] += f" (wrong: {dict(seen.wrong)})"
    if len(found) > 1 and all(seen.seconds for seen in found[:2]):
        cells += [f"{found[0].median / found[1].median:.2f}", f"{found[0].rate / found[1].rate:.2f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _figures(
    query: Query, connections: int, kind: str, servers: list[Server], found: list[Measured]
) -> list[dict[str, object]]:
    return [
        {
            "query": query.name, "connections": connections, "asked": kind, "server": server.name,
            "answers": len(seen.seconds), "median": seen.median, "p99": seen.quantile(0.99),
            "rate": seen.rate, "wrong": dict(seen.wrong),
        }
        for server, seen in zip(servers, found, strict=True)
    ]  # fmt: skip


def _slow(version: Version, place: Path, constants: Constants, options: argparse.Namespace) -> None:
    """rdflib-endpoint: one connection, three questions of each kind, as long as the patience lasts."""
    with tempfile.TemporaryDirectory(prefix="rdflib-", dir=place) as folder:
        file = Path(folder) / "films.nt"
        try:
            server = rdflib_endpoint(file, options.rdflib_endpoint)
        except NotInstalled as error:
            print(error)
            return
        version.store.dump(str(file), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        with server:
            print("\n| query | connections | asked | rdflib-endpoint: median ms |\n|---|---|---|---|")
            for query in options.queries:
                asked = server.requests(constants.cold(query, 0, 3))
                longest = options.patience
                seen = run(server.port, asked, connections=1, seconds=longest, patience=longest)
                said = _short(seen.median * 1000) if seen.seconds else f"none ({dict(seen.wrong)})"
                print(f"| {query.name} | 1 | cold | {said} |", flush=True)


# -- memory ------------------------------------------------------------------------------------------


def _soak(servers: list[Server], constants: Constants, seconds: float, connections: int) -> int:
    """The mix over many connections: two requests in three are new, and all queries take their turns."""
    wrong = 0
    light = [query for query in QUERIES if not query.heavy]
    parts = [constants.cold(query, 0, 20_000 if query.about else 2_000) for query in light]
    parts += [[constants.repeated(query)] for query in light[:4]]
    for server in servers:
        before = server.memory()
        print(f"\n{server.name}: {connections} connections, {seconds:g} s")
        asked = (server.requests([item])[0] for item in mixed(parts))
        seen = run(server.port, asked, connections=connections, seconds=seconds, patience=max(seconds, 60.0))
        print(
            f"{len(seen.seconds):,} answers, {seen.rate:,.0f} a second, median {seen.median * 1000:.1f} ms, "
            f"p99 {seen.quantile(0.99) * 1000:.1f} ms; wrong: {dict(seen.wrong) or 'none'}"
        )
        _print_memory(before, server.memory())
        wrong += seen.wrong.total()
    return int(wrong > 0)


def _dump(servers: list[Server], constants: Constants) -> int:
    """A dump of every role, once as an answer that nobody has asked for yet, and how far memory rises."""
    query = next(query for query in QUERIES if query.name == "every role")
    for server in servers:
        before = server.memory()
        asked = server.requests(constants.cold(query, 0, 3))
        with Peak(server) as peak:
            seen = run(server.port, asked, connections=1, seconds=600, patience=600)
        print(
            f"\n{server.name}: {seen.size / max(1, len(seen.seconds)) / 1e6:.1f} MB each, "
            f"median {seen.median:.2f} s; wrong: {dict(seen.wrong) or 'none'}"
        )
        _print_memory(before, peak.found)
    return 0


def _print_memory(before: dict[str, Memory], after: dict[str, Memory]) -> None:
    print("| process | MB before: private | PSS | RSS | MB after or at the peak: private | PSS | RSS |")
    print("|---|---|---|---|---|---|---|")
    for name in sorted({**before, **after}):
        cells = [name]
        for found in (before.get(name), after.get(name)):
            values = (found.private, found.proportional, found.resident) if found else ()
            cells += [f"{value / 1e6:.1f}" for value in values] or ["-"] * 3
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    program(main)
