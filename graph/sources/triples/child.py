"""Parses other people's RDF and applies mappings to it, in a process of its own.

Started by :mod:`graph.sources.triples.process` as ``python -P -m graph.sources.triples.child``. A parser in
native code may overflow its stack or take for ever on a few kilobytes (nested quoted triples, deep
RDF/XML): then this process ends or is ended, and whoever asked says so. It has a memory limit, opens
no socket and starts no program. Jobs come as JSON lines on stdin; each is answered with one on stdout.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pyoxigraph as ox

from graph.store.confine import limit_memory, refuse_sockets

_STACK = 64 * 1024 * 1024
#: Files of more bytes are kept on disk while they are asked.
_LARGE = 128 * 1024 * 1024
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Does a job: ``path``, ``media_type``, ``base``, ``mappings``, ``own`` and ``out``; see :func:`_map`."""
    with tempfile.TemporaryDirectory(dir=Path(job["out"]).parent) as directory:
        large = Path(job["path"]).stat().st_size > _LARGE
        store = ox.Store(directory) if large else ox.Store()
        rdf = ox.RdfFormat.from_media_type(job["media_type"])
        try:
            store.bulk_load(path=job["path"], format=rdf, base_iri=job["base"])
        except SyntaxError as error:
            return {"kind": "syntax", "message": error.msg, "line": error.lineno}
        except ValueError as error:
            return {"kind": "syntax", "message": str(error), "line": None}
        return _map(store, job)


def _map(store: ox.Store, job: dict[str, Any]) -> dict[str, Any]:
    """Writes what each mapping constructs to a file of N-Quads, in a graph of the mapping's name."""
    # A dump of a dataset has its view in the default graph, and the evidence for it in others.
    own = next(store.quads_for_pattern(None, _TYPE, ox.NamedNode(job["own"]), ox.DefaultGraph()), None)
    with Path(job["out"]).open("wb") as out:
        for mapping in job["mappings"]:
            graph = ox.NamedNode(f"urn:mapping:{mapping['name']}")
            for prefixes in mapping["prefixes"]:
                try:
                    triples = store.query(
                        mapping["text"], prefixes=prefixes, use_default_graph_as_union=own is None
                    )
                except SyntaxError as error:
                    return {"kind": "mapping", "name": mapping["name"], "message": str(error)}
                if not isinstance(triples, ox.QueryTriples):
                    return {"kind": "mapping", "name": mapping["name"], "message": "it is no CONSTRUCT"}
                quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
                ox.serialize(quads, out, format=ox.RdfFormat.N_QUADS)
    return {"kind": "done", "triples": len(store)}


def main() -> None:
    """Does jobs until stdin ends."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    refuse_sockets()
    jobs: SimpleQueue[bytes] = SimpleQueue()

    def answer() -> None:
        while True:
            try:
                said = work(json.loads(jobs.get()))
            except MemoryError:
                said = {"kind": "memory"}
            except Exception as error:  # noqa: BLE001 - whoever asked gets its words
                said = {"kind": "failed", "message": f"{type(error).__name__}: {error}"}
            out.write(json.dumps(said).encode() + b"\n")

    # In a thread of its own for its stack, so that this one sees when whoever asked has gone.
    threading.stack_size(_STACK)
    threading.Thread(target=answer, daemon=True).start()
    for line in sys.stdin.buffer:
        jobs.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
