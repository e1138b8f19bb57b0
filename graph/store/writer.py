"""One write, in a process of its own: takes a job, makes the next version of a dataset, and ends.

Started by :mod:`graph.store.writing` as ``python -m graph.store.writer``. It reads the job as one JSON
line from stdin and answers with one on stdout. What it reads (an update, a graph) is somebody else's:
it has a memory limit and no sockets, and may be killed at any moment; a draft is cleared away by the
next writer, and what is published is whole.
"""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from graph.store.confine import limit_memory, refuse_sockets
from graph.store.dataset import Dataset
from graph.store.errors import DatasetBusy, DatasetError
from graph.store.job import do_one
from graph.store.search import write_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store.draft import Draft
    from graph.store.version import Version

_STACK = 256 * 1024 * 1024
_SEARCH = "search.sqlite"
#: What a version has that was compiled from documents, and a plain store has not: their register.
_REGISTER = "documents.sqlite"
#: Where a version's manifest keeps the digest of its derived graphs, so that it is worked out once.
_DIGEST = "derived"


class Refused(Exception):
    """A write that is not made. ``kind`` is one of the reasons of ``graph.store.writing.WriteFailed``."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Derived:
    """Which graphs of a compiled dataset are derived, and so are not written to by hand.

    Args:
        names: their IRIs; None is the default graph.
        prefix: what the IRIs of further ones begin with; empty for none.
    """

    def __init__(self, names: list[str | None], prefix: str) -> None:
        self._names = names
        self._prefix = prefix

    def __contains__(self, name: object) -> bool:
        return name in self._names or bool(self._prefix and str(name).startswith(self._prefix))

    def digest(self, store: ox.Store) -> str:
        """A digest of all their content: 1 to 3 s for a million triples, written by the engine's own dump."""
        sink = _Digest()
        named = sorted(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode))
        for name in (None, *named):
            if name in self:
                sink.write(f"# {name}\n".encode())
                graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
                # The store keeps a graph in the order of its keys: the same triples give the same bytes.
                store.dump(cast("IO[bytes]", sink), ox.RdfFormat.N_TRIPLES, from_graph=graph)
        return sink.hash.hexdigest()


class _Digest:
    """A binary file, as far as the serialiser cares, that keeps a digest of what is written."""

    def __init__(self) -> None:
        self.hash = hashlib.blake2b(digest_size=32)

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def publish_empty(dataset: Dataset) -> Version:
    """Publishes a first version with nothing in it: a plain store, ready to be written to."""
    with dataset.write() as draft:
        write_index(draft.directory / _SEARCH, ())
        return draft.publish({"written": "empty"})


def write(job: dict[str, Any]) -> dict[str, Any]:
    """Does a job, and says what came of it.

    Raises:
        Refused: nothing was changed, and why.
    """
    dataset = Dataset(job["dataset"])
    end = time.monotonic() + job["wait"]
    while True:
        try:
            with dataset.write(store_only=True) as draft:
                return _written(dataset, draft, job)
        except DatasetBusy as error:
            if time.monotonic() > end:
                raise Refused("busy", str(error)) from error
            time.sleep(0.05)


def _written(dataset: Dataset, draft: Draft, job: dict[str, Any]) -> dict[str, Any]:
    parent = dataset.current()
    before: dict[str, Any] = dict(parent.manifest.get("summary", {})) if parent else {}
    compiled = (draft.directory / _REGISTER).exists()
    derived = Derived(job["derived"], job["derived_prefix"]) if compiled else Derived([], "")
    existed = True
    digest = before.get(_DIGEST)
    if job["action"] == "update":
        # What data are inserted into can be seen beforehand; any other update is held against a digest.
        foreseen = compiled and job["inserts"]
        if foreseen:
            _check_inserts(job, derived)
        elif parent and compiled and digest is None:
            digest = derived.digest(parent.store)
        _update(draft.store, job)
        if compiled and not foreseen and derived.digest(draft.store) != digest:
            raise Refused("derived", _changed(draft.store, parent, derived))
    else:
        if job["graph"] in derived:
            raise Refused("derived", _is_derived(job["graph"]))
        existed = _change_graph(draft.store, job)
    if not (draft.directory / _SEARCH).exists():
        write_index(draft.directory / _SEARCH, ())
    summary = {"written": job["action"], "graph": job["graph"], "counts": before.get("counts", {})}
    if compiled and digest is not None:
        summary[_DIGEST] = digest
    number = draft.publish(summary).number
    if job["keep_versions"]:
        # Published it is; what cannot be deleted now is tried again after the next write.
        with suppress(OSError):
            dataset.prune_locked(keep_last=job["keep_versions"])
    return {"version": number, "existed": existed}


def _update(store: ox.Store, job: dict[str, Any]) -> None:
    for step in job["steps"] or ({"text": job["text"]},):
        if "file" in step:
            _load(store, step)
        else:
            _operate(store, step["text"], job)


def _load(store: ox.Store, step: dict[str, Any]) -> None:
    """LOAD of a document that has been fetched (SPARQL 1.1 Update, 3.1.4)."""
    name = step["graph"]
    graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
    try:
        # All of it is read before any is stored: a silent failure leaves nothing behind.
        store.extend(list(_quads(step["file"], step["type"], step["source"], graph)))
    except (SyntaxError, ValueError, Refused) as error:
        if not step["silent"]:
            raise Refused("document", f"The document <{step['source']}> cannot be read: {error}") from error


def _operate(store: ox.Store, text: str, job: dict[str, Any]) -> None:
    try:
        store.update(text, base_iri=job["base"], prefixes=job["prefixes"])
    except RuntimeError as error:  # a graph that is not there, or is there already
        raise Refused("state", str(error)) from error
    except OSError as error:
        raise Refused("failed", str(error)) from error


def _check_inserts(job: dict[str, Any], derived: Derived) -> None:
    """Refuses an update of INSERT DATA alone that inserts into a derived graph: tried on an empty store."""
    tried = ox.Store()
    _update(tried, job)
    for quad in tried:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
        if name in derived:
            raise Refused("derived", _is_derived(name))


def _change_graph(store: ox.Store, job: dict[str, Any]) -> bool:
    """PUT, POST or DELETE of one graph. Returns whether it was there before."""
    name = job["graph"]
    graph: ox.NamedNode | ox.DefaultGraph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
    existed = isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)
    if job["action"] == "delete":
        if not existed:
            raise Refused("missing", "There is no such graph.")
        store.remove_graph(graph)
        return True
    if job["action"] == "put":
        store.clear_graph(graph) if existed else None
    if isinstance(graph, ox.NamedNode):
        store.add_graph(graph)
    for path, media_type in job["parts"]:
        store.bulk_extend(_quads(path, media_type, job["base"], graph))
    return existed


def _quads(path: str, media_type: str, base: str, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    rdf = ox.RdfFormat.from_media_type(media_type)
    if rdf == ox.RdfFormat.RDF_XML and _has_doctype(path):
        raise Refused("doctype", "RDF/XML with a DOCTYPE is not taken: send it without one, in UTF-8.")
    # Two documents may call different things by the same blank node's label.
    for quad in ox.parse(
        path=path, format=rdf, base_iri=base, without_named_graphs=True, rename_blank_nodes=True
    ):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _has_doctype(path: str) -> bool:
    """Whether an XML file declares a document type, or is in an encoding in which that cannot be seen."""
    content = Path(path).read_bytes()
    return b"<!DOCTYPE" in content or b"\0" in content[:200]


def _changed(store: ox.Store, parent: Version | None, derived: Derived) -> str:
    """Which derived graph an update touched, for the sentence."""
    before = parent.store if parent else ox.Store()
    names: set[str | None] = {None}
    for side in (store, before):
        names |= {name.value for name in side.named_graphs() if isinstance(name, ox.NamedNode)}
    for name in sorted(names & {name for name in names if name in derived}, key=lambda name: name or ""):
        one = Derived([name], "")
        if one.digest(store) != one.digest(before):
            return _is_derived(name)
    return _is_derived(None)


def _is_derived(name: str | None) -> str:
    graph = "The default graph" if name is None else f"The graph <{name}>"
    return (
        f"{graph} is derived: it is compiled from the documents that were read and the decisions about "
        "them, and a write to it would be lost. Write to a named graph of your own."
    )


def main() -> None:
    """Does the one job on stdin; ends early when whoever asked goes away."""
    # The job has a thread of its own, for its stack: the evaluator recurses.
    threading.stack_size(_STACK)
    do_one(_outcome, _confine)


def _confine(job: dict[str, Any]) -> None:
    limit_memory(job["memory"])
    refuse_sockets()


def _outcome(job: dict[str, Any]) -> dict[str, Any]:
    said: Exception
    line = None
    try:
        return write(job)
    except Refused as error:
        kind, said = error.kind, error
    except SyntaxError as error:
        kind, line, said = "syntax", error.lineno, error
    except Exception as error:  # noqa: BLE001 - whatever it was, the asker gets its words
        kind, said = next((name for known, name in _KINDS if isinstance(error, known)), "failed"), error
    return {"kind": kind, "message": str(said), "line": line}


_KINDS = ((ValueError, "syntax"), (MemoryError, "memory"), (DatasetError, "cannot"))


if __name__ == "__main__":
    main()
