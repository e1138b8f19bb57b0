"""JSON-LD blocks a second out of a published version, and the same with rdflib and pyld framing.

``python -m benchmarks.export --data DIR`` takes a dataset that is there; without it one of ``--pages``
generated reviews is made in a temporary folder first (minutes for ten thousand).
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import rdflib

from benchmarks.pages import pages
from graph.build import ingest
from graph.export.reviews import review_blocks
from graph.reading import Options
from graph.store import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = "https://schema.org/"
#: The shape of a Review block as JSON-LD 1.1 framing knows it.
_FRAME: dict[str, Any] = {
    "@context": {"@vocab": _SCHEMA, "reel": "https://w3id.org/reelgraph/ontology#"},
    "@type": "Review",
    "@embed": "@always",
    "itemReviewed": {"@type": "Movie"},
    "author": {"@type": "Person"},
}


def dataset(folder: Path, number: int) -> Dataset:
    """A dataset of so many generated reviews."""
    made = Dataset(folder / "data")
    source = folder / "pages"
    source.mkdir()
    for name, content in pages(number):
        (source / name).write_bytes(content)
    ingest(made, [source], Options(best="4"))
    return made


def ours(store: ox.Store, most: int) -> Iterator[tuple[int, float, float]]:
    """Pages made, seconds of this process and MB of its peak, every thousand pages."""
    started = time.process_time()
    for done, block in enumerate(review_blocks(store), 1):
        block.file()
        if done % 1000 == 0 or done == most:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            yield done, time.process_time() - started, peak
        if done == most:
            return


def framed(store: ox.Store, number: int) -> float:
    """Seconds for so many pages: each review's neighbourhood as an rdflib graph, framed by pyld."""
    from pyld import jsonld  # noqa: PLC0415 - only this benchmark needs it

    reviews = [block.review for _, block in zip(range(number), review_blocks(store), strict=False)]
    started = time.process_time()
    for review in reviews:
        graph = rdflib.Graph()
        data = ox.serialize(_around(store, ox.NamedNode(review)), format=ox.RdfFormat.N_TRIPLES)
        graph.parse(data=data, format="nt")
        expanded = json.loads(graph.serialize(format="json-ld"))
        json.dumps(jsonld.frame(expanded, _FRAME))
    return time.process_time() - started


def _around(store: ox.Store, review: ox.NamedNode) -> list[ox.Triple]:
    """What schema.org says of a review and of what it leads to, three steps far."""
    found: dict[ox.Triple, None] = {}
    edge = {review}
    for _ in range(3):
        step: set[ox.NamedNode] = set()
        for subject in edge:
            for quad in store.quads_for_pattern(subject, None, None, ox.DefaultGraph()):
                if "schema.org" in quad.predicate.value or quad.predicate.value.endswith("#type"):
                    found[quad.triple] = None
                    if isinstance(quad.object, ox.NamedNode) and quad.predicate.value != _SCHEMA + "review":
                        step.add(quad.object)
        edge = step
    return list(found)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a dataset that is there")
    parser.add_argument("--pages", type=int, default=10_000, help="how many reviews")
    parser.add_argument("--peer", type=int, default=200, help="how many of them rdflib and pyld frame")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Dataset(given.data) if given.data else dataset(Path(folder), given.pages)
        store = made.version().store
        print("| pages | seconds | pages a second and core | MB at the peak |\n|---|---|---|---|")
        for done, seconds, peak in ours(store, given.pages):
            print(f"| {done:,} | {seconds:.2f} | {done / seconds:,.0f} | {peak:.0f} |", flush=True)
        seconds = framed(store, given.peer)
        print(f"rdflib and pyld: {given.peer} pages in {seconds:.2f} s, {given.peer / seconds:,.1f} a second")


if __name__ == "__main__":
    main()
