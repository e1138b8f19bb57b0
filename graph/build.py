"""The way through: read documents, keep their evidence, link, compile the view, publish.

One run makes one version, or none: nothing is published when nothing changed, and nothing half-done
is ever visible. A document that cannot be read is set aside with its reason and the rest goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import identity, nodes
from graph.discover import Document, discover
from graph.documents import Known, Register
from graph.linking.decisions import METHOD, Link
from graph.names import slug
from graph.reading import Options, Outcome, Task, read_document
from graph.search_rows import search_rows
from graph.store import DatasetError, write_index
from graph.view import Decided, character_key, compile_view, role_key

if TYPE_CHECKING:
    from graph.nodes import Nodes
    from graph.store import Dataset, Draft

#: From this many documents on, reading is shared among processes: below, starting them costs more.
_MANY = 48
#: The register's file; a version that has one was compiled.
_REGISTER = "documents.sqlite"
#: Documents whose evidence is handed to the store at a time.
_BATCH = 256

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SetAsideDocument:
    """A document that could not be read, and why."""

    name: str
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Summary:
    """What a run did. ``version`` is the version published, None where nothing changed."""

    read: int = 0
    unchanged: int = 0
    set_aside: list[SetAsideDocument] = field(default_factory=list)
    complaints: list[tuple[str, str, int | None]] = field(default_factory=list)
    version: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


class PlainStore(DatasetError):
    """The dataset was never compiled, and its default graph holds what somebody wrote there."""


def _refuse_a_plain_store(draft: Draft, dataset: Dataset) -> None:
    """Compiling a view would silently replace a default graph that was written over HTTP."""
    if (draft.directory / _REGISTER).exists():
        return
    if any(True for _ in draft.store.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        raise PlainStore(
            f"The default graph of {dataset.path} holds triples that were written over HTTP, and "
            "ingesting would replace them; give --data another directory, or move them to a named graph."
        )


def identity_graph(base: str) -> str:
    """The IRI of the identity graph."""
    return f"{base}/graph/identity"


def ingest(
    dataset: Dataset,
    paths: Iterable[str | Path],
    options: Options | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Reads the documents under some paths into a dataset and publishes the version they make.

    Args:
        dataset: the dataset; its write lock is held for the whole run.
        paths: files and folders.
        options: what the editor says that the pages do not.
        progress: called with a stage's name, what is done of it, and how much there is.

    Raises:
        NothingThere: a path leads nowhere.
        PlainStore: the dataset holds triples that no ingest made.
        DatasetError: the dataset cannot be written (its own sentence says why).
    """
    documents = discover(paths)
    with dataset.write() as draft:
        _refuse_a_plain_store(draft, dataset)
        run = _Run(draft, dataset.base, options or Options(), progress or _silent)
        with Register(draft.directory / _REGISTER) as register:
            run.read(documents, register)
        if run.changed:
            run.link_and_compile()
            run.summary.version = draft.publish(run.for_manifest()).number
    return run.summary


def relink(dataset: Dataset, progress: Progress | None = None) -> Summary:
    """Links all mentions of a dataset anew and publishes the version that makes, if it differs.

    Args:
        dataset: the dataset; its write lock is held for the whole run.
        progress: see :func:`ingest`.

    Raises:
        DatasetError: there is nothing to link, or the dataset cannot be written.
    """
    dataset.version()
    with dataset.write() as draft:
        run = _Run(draft, dataset.base, Options(), progress or _silent)
        before = run.derived()
        run.link_and_compile()
        if run.derived() != before:
            run.summary.version = draft.publish(run.for_manifest()).number
    return run.summary


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


class _Run:
    """One ingest, from its documents to the draft that is ready to publish."""

    def __init__(self, draft: Draft, base: str, options: Options, progress: Progress) -> None:
        self.draft = draft
        self.base = base
        self.options = options
        self.progress = progress
        self.summary = Summary()
        self.changed: dict[str, Nodes] = {}
        self.name_links: list[Link] = []
        self._waiting: dict[str, Nodes] = {}

    # -- reading ---------------------------------------------------------------------------------

    def read(self, documents: list[Document], register: Register) -> None:
        """Reads the documents and keeps the evidence of those that are new or changed."""
        taken = register.sources()
        tasks = [self._task(document, register, taken) for document in documents]
        fingerprint = self.options.fingerprint()
        for done, outcome in enumerate(_outcomes(tasks), start=1):
            self._keep(outcome, register, fingerprint)
            self.progress("reading", done, len(tasks))
            if len(self._waiting) >= _BATCH:
                self._store_evidence()
        self._store_evidence()

    def _task(self, document: Document, register: Register, taken: set[str]) -> Task:
        known = register.by_path(document.path)
        same_reader = known is not None and known.reader == self.options.fingerprint()
        if known is not None:
            source = known.source
        else:
            source = _free_iri(f"{self.base}/source/{slug(Path(document.name).stem)}", taken)
        return Task(
            document.path, document.name, source, known.hash if known and same_reader else None, self.options
        )

    def _keep(self, outcome: Outcome, register: Register, fingerprint: str) -> None:
        task = outcome.task
        if outcome.set_aside is not None:
            self.summary.set_aside.append(SetAsideDocument(task.name, outcome.set_aside, outcome.line))
            return
        known = register.by_hash(outcome.hash)
        moved = known is not None and known.source != task.source and known.reader == fingerprint
        if outcome.unchanged or moved:
            if known is not None and moved and not Path(known.path).exists():
                register.keep(Known(known.source, str(task.path), known.hash, known.reader))
            self.summary.unchanged += 1
            return
        self.summary.read += 1
        self.summary.complaints += [(task.name, c.message, c.line) for c in outcome.complaints]
        register.keep(Known(task.source, str(task.path), outcome.hash, fingerprint))
        self.changed[task.source] = self._waiting[task.source] = outcome.nodes
        self.name_links += [
            Link(
                iri=f"{matched.mentions[0]}-link",
                subjects=matched.mentions,
                object=matched.target,
                score=matched.match.score,
                method=matched.match.method,
                evidence=matched.match.evidence,
            )
            for matched in outcome.matched
        ]

    def _store_evidence(self) -> None:
        """Hands the evidence gathered since the last call to the store, replacing what stood there."""
        waiting, self._waiting = self._waiting, {}
        for source in waiting:
            self.draft.store.remove_graph(ox.NamedNode(source))
        if waiting:
            self.draft.store.bulk_extend(
                quad for source, found in waiting.items() for quad in nodes.to_quads(found, source)
            )

    # -- linking and compiling -------------------------------------------------------------------

    def link_and_compile(self) -> None:
        """Links all mentions of the draft and compiles its view and its search index."""
        store, name = self.draft.store, identity_graph(self.base)
        self.progress("linking", 0, 0)
        before = identity.load(nodes.from_graph(store, name))
        evidence = dict(_evidence(store, self.base, self.changed))
        kept = [link for link in before.links if link.iri.partition("#")[0] not in self.changed]
        prose = [link for link in kept if "#mention-" in link.iri and link.decided_by == METHOD]
        after = identity.decide(evidence, prose + self.name_links, before, self.base)
        self.progress("compiling", 0, 0)
        view = compile_view(
            evidence,
            Decided(after.entities, after.names()),
            _minted_before(nodes.from_graph(store)),
            self.base,
        )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for graph, content in ((None, view), (name, identity.dump(after, before, now))):
            store.clear_graph(ox.NamedNode(graph) if graph else ox.DefaultGraph())
            store.bulk_extend(nodes.to_quads(content, graph))
        write_index(self.draft.directory / "search.sqlite", search_rows(view))
        self.summary.counts = _counts(view)

    def derived(self) -> tuple[Nodes, Nodes]:
        """What linking and compiling make: the view and the identity graph, in an order of their own."""
        graphs = (None, identity_graph(self.base))
        view, decisions = (nodes.from_graph(self.draft.store, graph) for graph in graphs)
        return _in_order(view), _in_order(decisions)

    def for_manifest(self) -> Mapping[str, object]:
        """What the manifest says of the run that made the version."""
        summary = self.summary
        return {
            "read": summary.read,
            "unchanged": summary.unchanged,
            "set_aside": [
                {"document": d.name, "reason": d.reason, "line": d.line} for d in summary.set_aside
            ],
            "counts": summary.counts,
        }


def _outcomes(tasks: list[Task]) -> Iterator[Outcome]:
    if len(tasks) < _MANY or (os.cpu_count() or 1) == 1:
        yield from map(read_document, tasks)
        return
    # Started fresh rather than forked: the store's own threads do not survive a fork.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from pool.map(read_document, tasks, chunksize=16)


def _evidence(store: ox.Store, base: str, changed: Mapping[str, Nodes]) -> Iterator[tuple[str, Nodes]]:
    """The evidence of every source: this run's from memory, the rest from the store."""
    yield from changed.items()
    for graph in store.named_graphs():
        # Any other named graph is a user's own, whatever it says of itself.
        if graph.value.startswith(f"{base}/source/") and graph.value not in changed:
            yield graph.value, nodes.from_graph(store, graph.value)


def _minted_before(view: Nodes) -> dict[str, str]:
    """The IRIs of the roles and characters of a view, by what they are known by between versions."""
    minted: dict[str, str] = {}
    for iri, node in sorted(view.items()):
        if "Role" not in node.get("type", ()):
            continue
        film, person, job = node["film"][0], node["person"][0], node["job"][0]
        numbers = (role_key(film, person, job, number) for number in count(1))
        minted[next(key for key in numbers if key not in minted)] = iri
        for character in node.get("character", ()):
            minted[character_key(film, view[character]["name"][0])] = character
    return minted


def _in_order(content: Nodes) -> Nodes:
    return {iri: {name: sorted(values) for name, values in node.items()} for iri, node in content.items()}


def _free_iri(proposal: str, taken: set[str]) -> str:
    iri, number = proposal, 1
    while iri in taken:
        number += 1
        iri = f"{proposal}-{number}"
    taken.add(iri)
    return iri


def _counts(view: Nodes) -> dict[str, int]:
    counts = dict.fromkeys(("Film", "Person", "Role", "Review", "Mention", "Source"), 0)
    for node in view.values():
        for kind in node["type"]:
            if kind in counts:
                counts[kind] += 1
    return counts
