"""Publishing a version to a store elsewhere, beside the store loading the same triples as it likes best.

    python -m benchmarks.stores --store "query=... update=... graphs=..." [--triples N] [--graphs N]

Makes a version of N triples in its view (100,000 if nobody says) and N named graphs of ten triples in a
temporary directory, and then measures on the store, which must be empty, for it is emptied: the same triples
in one PUT of the Graph Store Protocol, publishing them, and publishing the next version, which differs in
one film in a hundred. Prints seconds, the ratio to the PUT, and the most memory that this process took.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
import time
from typing import TYPE_CHECKING

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
        put = 0.0
        if client.address.graphs is not None:
            put = put_whole(client, given.triples)
            client.update("DROP ALL")
        print(f"{given.triples:,} triples in the view, {given.graphs:,} graphs of {_GRAPH_TRIPLES}")
        print(f"PUT of the view alone        {put:8.1f} s")
        whole = seconds(elsewhere.publish)
        print(f"publish, into an empty store {whole:8.1f} s   {whole / put if put else 0:.1f} times the PUT")
        with dataset.write() as draft:
            draft.store.remove_graph(ox.DefaultGraph())
            draft.store.bulk_extend(view(given.triples, changed=1))
            draft.publish({})
        print(f"publish, 1 film in 100 other {seconds(elsewhere.publish):8.1f} s")
        # Linux counts kilobytes, macOS bytes.
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(f"most memory of this process  {most / 1e6:8.0f} MB")


def put_whole(client: Client, triples: int) -> float:
    """How long the view takes as one graph, sent by the Graph Store Protocol."""
    body = io.BytesIO()
    ox.serialize((quad.triple for quad in view(triples)), body, format=ox.RdfFormat.N_TRIPLES)
    size = body.tell()
    return seconds(lambda: client.graph("PUT", None, body=body, size=size).close())


def seconds(do: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
