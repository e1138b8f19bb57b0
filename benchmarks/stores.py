"""Publishing a version to a store elsewhere, beside the store loading the same triples as it likes best.

    python -m benchmarks.stores --store "query=... update=... graphs=..." [--triples N] [--graphs N]

Makes a version of N triples in its view (100,000 if nobody says) and N named graphs of ten triples in a
temporary directory, and then measures on the store, which must be empty, for it is emptied: the same triples
in one PUT of the Graph Store Protocol, publishing them, publishing the next version, which differs in one
film in a hundred, and one in which every named graph has a triple more. Prints seconds and what went over the
wire; and where --pid names the store's process, the seconds of processor that it took, which do not depend on
what else the machine does.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.elsewhere import RemoteDataset
from graph.store import Dataset
from graph.store.remote import StoreAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--store", required=True, help="as for reelgraph --store")
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--graphs", type=int, default=0)
    parser.add_argument("--pid", type=int, help="the store's process, on this machine (Linux)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dataset = Dataset(folder, base=BASE)
        elsewhere = RemoteDataset(folder, BASE, StoreAddress.of(given.store))
        client = elsewhere.remote.client
        with dataset.write() as draft:
            draft.store.bulk_extend(view(given.triples))
            draft.store.bulk_extend(graphs(given.graphs))
            draft.publish({})
        client.update("DROP ALL")
        meter = Meter(client, given.pid)
        print(f"{given.triples:,} triples in the view, {given.graphs:,} graphs of {_GRAPH_TRIPLES}")
        if client.address.graphs is not None:
            meter.run("PUT of the view alone", lambda: put_whole(client, given.triples))
            client.update("DROP ALL")
        meter.run("publish, into an empty store", elsewhere.publish)
        with dataset.write() as draft:
            draft.store.remove_graph(ox.DefaultGraph())
            draft.store.bulk_extend(view(given.triples, changed=1))
            draft.publish({})
        meter.run("publish, 1 film in 100 other", elsewhere.publish)
        if given.graphs:
            with dataset.write() as draft:
                draft.store.bulk_extend(one_more(given.graphs))
                draft.publish({})
            meter.run("publish, 1 triple more a graph", elsewhere.publish)
        # Linux counts kilobytes, macOS bytes.
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(f"most memory of this process    {most / 1e6:8.0f} MB")


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
        client: what speaks with it; the longest update that it sends is noted.
        process: the store's, where it is on this machine.
    """

    def __init__(self, client: Client, process: int | None) -> None:
        self._process = process
        self._longest = 0
        sent = client.update

        def update(text: str, **named: Any) -> None:
            self._longest = max(self._longest, len(text))
            sent(text, **named)

        client.update = update  # type: ignore[method-assign]

    def run(self, label: str, do: Callable[[], object]) -> None:
        """Does something, and prints how long it took."""
        self._longest = 0
        begin, ours, theirs = time.perf_counter(), time.process_time(), self._theirs()
        do()
        took = f"{time.perf_counter() - begin:8.1f} s"
        took += f"   processor: ours {time.process_time() - ours:6.1f} s"
        if self._process is not None:
            took += f", the store's {self._theirs() - theirs:6.1f} s"
        print(f"{label:<31}{took}   longest update {self._longest / 1e6:5.2f} MB", flush=True)

    def _theirs(self) -> float:
        """The seconds of processor that the store has taken."""
        if self._process is None:
            return 0.0
        fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
