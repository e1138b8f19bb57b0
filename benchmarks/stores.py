"""Publishing a version to a store elsewhere, beside the store loading the same triples as it likes best.

    python -m benchmarks.stores --start oxigraph|fuseki [--heap 4g] [--triples N] [--graphs N]
    python -m benchmarks.stores --store "query=... update=..." [--pid PID] [--triples N] [--graphs N]

Makes a version of N triples in its view (100,000 if nobody says) and N named graphs of ten triples in a
temporary directory, and then measures on the store, which must be empty, for it is emptied: the same triples
in one PUT of the Graph Store Protocol, publishing them, publishing the next version, which differs in one
film in a hundred, and one in which every named graph has a triple more. Prints seconds, the processor's
seconds, and of the updates that were sent how many, the largest, and the one that the store worked on
longest, which is the one that switches wherever there is much to switch.

--start has a store of its own, in memory, which ends with the benchmark. For one that runs already --pid
names its process: without it nobody can tell how many seconds of processor it took.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from benchmarks import servers
from benchmarks.ending import apart, program
from benchmarks.servers import NotInstalled
from graph.elsewhere import RemoteDataset
from graph.store import Dataset
from graph.store.remote import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.servers import Server
    from graph.store.remote import Client

BASE = "https://films.example"
_GRAPH_TRIPLES = 10


def view(triples: int, changed: int = 0) -> Iterator[ox.Quad]:
    """Films of five triples each; ``changed`` in a hundred are other ones."""
    names = [ox.NamedNode(f"{BASE}/{name}") for name in ("title", "year", "genre", "actor", "director")]
    for number in range(triples // 5):
        film = ox.NamedNode(f"{BASE}/film/{number}")
        suffix = " (restored)" if number % 100 < changed else ""
        yield ox.Quad(film, names[0], ox.Literal(f"The film of number {number}{suffix}"))
        yield ox.Quad(film, names[1], ox.Literal(1900 + number % 125))
        yield ox.Quad(film, names[2], ox.Literal(f"genre {number % 40}"))
        yield ox.Quad(film, names[3], ox.NamedNode(f"{BASE}/person/{number % 5003}"))
        yield ox.Quad(film, names[4], ox.NamedNode(f"{BASE}/person/{number % 907}"))


def graphs(number: int) -> Iterator[ox.Quad]:
    """So many small named graphs, as sources make them."""
    says = ox.NamedNode(f"{BASE}/says")
    for name in range(number):
        graph = ox.NamedNode(f"{BASE}/source/{name}")
        for line in range(_GRAPH_TRIPLES):
            yield ox.Quad(graph, says, ox.Literal(f"line {line} of {name}"), graph)


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module. Gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--store", help="as for reelgraph --store")
    which.add_argument("--start", choices=("oxigraph", "fuseki"), help="a store of its own, in memory")
    parser.add_argument("--heap", default="4g", help="the most memory of Fuseki's Java (4g)")
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--graphs", type=int, default=0)
    parser.add_argument("--pid", type=int, help="the store's process, on this machine (Linux)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        spec, process = given.store, given.pid
        if given.start:
            try:
                server = stack.enter_context(_store(given.start, Path(folder, "store"), given.heap))
            except NotInstalled as error:
                print(error)
                return 1
            here = f"http://127.0.0.1:{server.port}"
            oxigraph = f"query={here}/query update={here}/update graphs={here}/store"
            spec = oxigraph if given.start == "oxigraph" else f"{here}/ds"
            process = server.process.pid
        measure(Path(folder, "data"), spec, process, given.triples, given.graphs)
    return 0


def _store(name: str, folder: Path, heap: str) -> Server:
    folder.mkdir()
    return servers.oxigraph(None) if name == "oxigraph" else servers.fuseki(folder, heap)


def measure(folder: Path, spec: str, process: int | None, triples: int, named: int) -> None:
    """Makes the versions in a folder, publishes them, and prints what each took.

    Args:
        folder: for the data directory.
        spec: the store, which is emptied.
        process: the store's, where it is on this machine.
        triples: of the view.
        named: how many named graphs.
    """
    # The versions are made in processes of their own: their memory is not that of publishing.
    apart(make_first, folder, triples, named)
    elsewhere = RemoteDataset(folder, BASE, StoreAddress.of(spec))
    client = elsewhere.remote.client
    client.update("DROP ALL")
    meter = Meter(client, process)
    print(f"{triples:,} triples in the view, {named:,} graphs of {_GRAPH_TRIPLES}", flush=True)
    if client.address.graphs is not None:
        meter.run("PUT of the view alone", lambda: put_whole(client, triples))
        client.update("DROP ALL")
    meter.run("publish, into an empty store", elsewhere.publish)
    apart(make_other_films, folder, triples)
    meter.run("publish, 1 film in 100 other", elsewhere.publish)
    if named:
        apart(make_larger_graphs, folder, named)
        meter.run("publish, 1 triple more a graph", elsewhere.publish)
    # Linux counts kilobytes, macOS bytes.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"most memory of this process    {most / 1e6:8.0f} MB")


def make_first(folder: Path, triples: int, named: int) -> None:
    """Makes the first version."""
    with Dataset(folder, base=BASE).write() as draft:
        draft.store.bulk_extend(view(triples))
        draft.store.bulk_extend(graphs(named))
        draft.publish({})


def make_other_films(folder: Path, triples: int) -> None:
    """Makes a version in which one film in a hundred is another."""
    with Dataset(folder, base=BASE).write() as draft:
        draft.store.remove_graph(ox.DefaultGraph())
        draft.store.bulk_extend(view(triples, changed=1))
        draft.publish({})


def make_larger_graphs(folder: Path, named: int) -> None:
    """Makes a version in which every named graph has a triple more."""
    with Dataset(folder, base=BASE).write() as draft:
        draft.store.bulk_extend(one_more(named))
        draft.publish({})


def one_more(number: int) -> Iterator[ox.Quad]:
    """Another triple for each of so many graphs."""
    says = ox.NamedNode(f"{BASE}/says")
    for name in range(number):
        graph = ox.NamedNode(f"{BASE}/source/{name}")
        yield ox.Quad(graph, says, ox.Literal("one more"), graph)


def put_whole(client: Client, triples: int) -> None:
    """Sends the view as one graph, by the Graph Store Protocol."""
    body = io.BytesIO()
    ox.serialize((quad.triple for quad in view(triples)), body, format=ox.RdfFormat.N_TRIPLES)
    client.graph("PUT", None, body=body, size=body.tell()).close()


class Meter:
    """Measures what is done with a store.

    Args:
        client: what speaks with it; the updates that it sends are noted.
        process: the store's, where it is on this machine.
    """

    def __init__(self, client: Client, process: int | None) -> None:
        self._process = process
        #: Of each update: what the store worked on it in seconds, and its size.
        self._updates: list[tuple[float, int]] = []
        sent = client.update

        def update(text: str, **named: Any) -> None:
            before = self._theirs()
            sent(text, **named)
            self._updates.append((self._theirs() - before, len(text)))

        client.update = update  # type: ignore[method-assign]

    def run(self, label: str, do: Callable[[], object]) -> None:
        """Does something, and prints how long it took."""
        self._updates = []
        begin, ours, theirs = time.perf_counter(), time.process_time(), self._theirs()
        do()
        took = f"{time.perf_counter() - begin:8.1f} s"
        took += f"   processor: ours {time.process_time() - ours:6.1f} s"
        if self._process is not None:
            took += f", the store's {self._theirs() - theirs:6.1f} s"
        print(f"{label:<31}{took}{self._said()}", flush=True)

    def _said(self) -> str:
        """What is to be said of the updates."""
        if not self._updates:
            return ""
        largest = max(size for _, size in self._updates)
        said = f"   {len(self._updates)} updates, the largest {largest / 1e3:,.0f} kB"
        if self._process is None:
            return said
        seconds, size = max(self._updates)
        return f"{said}, the one of most work {seconds:.1f} s, {size / 1e3:,.1f} kB"

    def _theirs(self) -> float:
        """The seconds of processor that the store has taken."""
        if self._process is None:
            return 0.0
        fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    program(main)
