"""JSON-LD blocks a second out of a published version, and the same with rdflib and pyld framing.

``python -m benchmarks.export --data DIR`` takes a dataset that is there; without it one of ``--pages``
generated reviews is made in a temporary folder first (minutes for ten thousand), as dense as real pages are:
each credits some six people and names people fourteen times. ``--people`` and ``--paragraphs`` say otherwise.
``--check`` also looks at all of it as ``reelgraph check`` does.
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

from benchmarks.ending import apart, program
from benchmarks.pages import pages
from graph.build import ingest
from graph.check import check
from graph.check.shapes import faults as check_shapes
from graph.export.reviews import review_blocks
from graph.intake.outcome import Options
from graph.store import Dataset
from ontology import PREFIXES, REEL

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = "https://schema.org/"
_TYPE = PREFIXES["rdf"] + "type"
#: The shape of a Review block as JSON-LD 1.1 framing knows it.
_FRAME: dict[str, Any] = {
    "@context": {"@vocab": _SCHEMA, "reel": "https://w3id.org/reelgraph/ontology#"},
    "@type": "Review",
    "@embed": "@always",
    "itemReviewed": {"@type": "Movie"},
    "author": {"@type": "Person"},
}


def make(folder: Path, number: int, people: int, paragraphs: int) -> None:
    """Makes a dataset of so many generated reviews in a folder, each with a rating in numbers."""
    made = Dataset(folder / "data")
    source = folder / "pages"
    source.mkdir()
    for name, content in pages(number, people=people, paragraphs=paragraphs, rated=True):
        (source / name).write_bytes(content)
    ingest(made, [source], Options(best="4"))


def density(store: ox.Store) -> str:
    """How much there is to a review of a store, on average."""

    def count(kind: str) -> int:
        quads = store.quads_for_pattern(
            None, ox.NamedNode(_TYPE), ox.NamedNode(REEL + kind), ox.DefaultGraph()
        )
        return sum(1 for _ in quads)

    reviews, roles, mentions = count("Review"), count("Role"), count("Mention")
    return f"{reviews:,} reviews of {roles / reviews:.1f} roles and {mentions / reviews:.1f} mentions each"


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


def checked(store: ox.Store) -> None:
    """Prints the seconds of this process that the two parts of a check take."""
    started = time.process_time()
    check(store, shapes=False)
    reviews = time.process_time()
    faults = list(check_shapes(store))
    shapes = time.process_time()
    print(
        f"check of {len(store):,} triples: the reviews {reviews - started:.1f} s, the ontology's shapes "
        f"{shapes - reviews:.1f} s, {len(faults):,} faults"
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a dataset that is there")
    parser.add_argument("--pages", type=int, default=10_000, help="how many reviews")
    parser.add_argument("--people", type=int, default=8, help="names given to a page, two of them uncredited")
    parser.add_argument("--paragraphs", type=int, default=2, help="paragraphs of each review")
    parser.add_argument("--peer", type=int, default=200, help="how many of them rdflib and pyld frame")
    parser.add_argument("--check", action="store_true", help="check them, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data
        if data is None:
            # In a process of its own: its memory is not that of the blocks.
            apart(make, Path(folder), given.pages, given.people, given.paragraphs)
            data = Path(folder) / "data"
        store = Dataset(data).version().store
        print(density(store) + "\n")
        print("| pages | seconds | pages a second and core | MB at the peak |\n|---|---|---|---|")
        for done, seconds, peak in ours(store, given.pages):
            print(f"| {done:,} | {seconds:.2f} | {done / seconds:,.0f} | {peak:.0f} |", flush=True)
        try:
            seconds = framed(store, given.peer)
        except ImportError:
            print("rdflib and pyld: not measured, as pyld is not installed (pip install -e '.[bench]')")
        else:
            rate = given.peer / seconds
            print(f"rdflib and pyld: {given.peer} pages in {seconds:.2f} s, {rate:,.1f} a second")
        if given.check:
            checked(store)


if __name__ == "__main__":
    program(main)
