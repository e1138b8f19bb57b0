"""The way through: read documents, keep their evidence, link, compile the view, publish.

One run makes one version, or none: nothing is published when nothing changed, and nothing half-done
is ever visible. A document that cannot be read is set aside with its reason and the rest goes on.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.discover import Document, discover
from graph.documents import Known, Register
from graph.identity import IdentityGraph
from graph.linker import Linker, Touched
from graph.linking.decisions import Link
from graph.linking.model import DEFAULT, Model
from graph.mention_rows import rows
from graph.mentions import TABLE, MentionTable
from graph.names import slug
from graph.reading import Options, Outcome, Task, read_document, without_collector
from graph.recompile import COUNTED, Recompiler
from graph.refill import fill
from graph.search_rows import search_rows
from graph.store import DatasetError, OutdatedIndex, update_index, write_index
from graph.stored_evidence import StoredEvidence
from ontology import REEL

if TYPE_CHECKING:
    from graph.store import Dataset, Draft

#: From this many documents on, reading is shared among processes: below, starting them costs more.
_MANY = 48
#: The register's file; a version that has one was compiled.
_REGISTER = "documents.sqlite"
#: The search index, and the model that people are linked by.
_SEARCH, _MODEL = "search.sqlite", "linking.json"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_MENTION = ox.NamedNode(REEL + "Mention")
#: Documents whose evidence is handed to the store at a time.
_BATCH = 256
#: Quads handed to the store at a time.
_QUADS = 200_000

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
    with dataset.write() as draft, without_collector():
        _refuse_a_plain_store(draft, dataset)
        run = _Run(draft, dataset.base, options or Options(), progress or _silent)
        with (
            Register(draft.directory / _REGISTER) as register,
            MentionTable(draft.directory / TABLE) as table,
        ):
            outdated = fill(table, draft.store, dataset.base)
            run.read(documents, register, table)
            if run.sources:
                run.link_and_compile(table, _counts(dataset), everything=outdated)
        if run.sources:
            run.summary.version = run.publish()
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
    with dataset.write() as draft, without_collector():
        run = _Run(draft, dataset.base, Options(), progress or _silent)
        with MentionTable(draft.directory / TABLE) as table:
            fill(table, draft.store, dataset.base)
            differs = run.link_and_compile(table, _counts(dataset), everything=True)
        if differs:
            run.summary.version = run.publish()
    return run.summary


def change(dataset: Dataset, apply: Callable[[MentionTable, IdentityGraph, Touched], None]) -> int:
    """Changes decisions, links what that touches, and publishes the version it makes.

    Args:
        dataset: the dataset; its write lock is held for the whole run.
        apply: makes the change, and touches the mentions that it is about.

    Returns:
        The number of the version.

    Raises:
        DatasetError: there is nothing to decide about, or the dataset cannot be written.
        Exception: whatever ``apply`` raises; then nothing is changed.
    """
    dataset.version()
    with dataset.write() as draft, without_collector():
        run = _Run(draft, dataset.base, Options(), _silent)
        with MentionTable(draft.directory / TABLE) as table:
            outdated = fill(table, draft.store, dataset.base)
            run.apply(table, apply)
            run.link_and_compile(table, _counts(dataset), everything=outdated)
        return run.publish()


def _is_empty(store: ox.Store) -> bool:
    """Whether a store has no view yet."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


class _Run:
    """One run, from its documents to the draft that is ready to publish."""

    def __init__(self, draft: Draft, base: str, options: Options, progress: Progress) -> None:
        self.draft = draft
        self.base = base
        self.options = options
        self.progress = progress
        self.summary = Summary()
        self.sources: list[str] = []
        self._waiting: list[Outcome] = []
        self._fresh = _is_empty(draft.store)
        #: How many quads more the draft has than the version before; None where that was not counted.
        self._grown: int | None = None if self._fresh else 0
        self._evidence = StoredEvidence(draft.store)
        self._identity = IdentityGraph(draft.store, base, datetime.now(UTC).isoformat(timespec="seconds"))
        self._touched = Touched(everything=self._fresh, fresh=self._fresh and self._identity.is_empty())

    # -- reading ---------------------------------------------------------------------------------

    def read(self, documents: list[Document], register: Register, table: MentionTable) -> None:
        """Reads the documents and keeps the evidence of those that are new or changed."""
        taken = register.sources()
        tasks = [self._task(document, register, taken) for document in documents]
        fingerprint = self.options.fingerprint()
        for done, outcome in enumerate(_outcomes(tasks), start=1):
            self._keep(outcome, register, fingerprint)
            self.progress("reading", done, len(tasks))
            if len(self._waiting) >= _BATCH:
                self._store_evidence(table)
        self._store_evidence(table)
        self._touched.touch(
            table, [mention for source in self.sources for mention in table.of_source(source)]
        )

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
        self.sources.append(task.source)
        self._waiting.append(outcome)

    def _store_evidence(self, table: MentionTable) -> None:
        """Hands the evidence gathered since the last call to the store, replacing what stood there."""
        waiting, self._waiting = self._waiting, []
        sources = [outcome.task.source for outcome in waiting]
        before = self._size(sources)
        for outcome in waiting:
            self._replace(outcome, table)
        if waiting:
            quads = chain.from_iterable(
                nodes.to_quads(outcome.nodes, outcome.task.source) for outcome in waiting
            )
            # So many at a time: the store holds what it is handed until it has all of it.
            while part := list(islice(quads, _QUADS)):
                self.draft.store.bulk_extend(part)
        if self._grown is not None:
            self._grown += self._size(sources) - before

    def _size(self, sources: Iterable[str]) -> int:
        """How many quads some sources' evidence has."""
        if self._grown is None:
            return 0
        graphs = (ox.NamedNode(source) for source in sources)
        patterns = (self.draft.store.quads_for_pattern(None, None, None, graph) for graph in graphs)
        return sum(1 for found in patterns for _ in found)

    def publish(self) -> int:
        """Publishes the version that the run made, and returns its number."""
        return self.draft.publish(self.for_manifest(), grown=self._grown).number

    def _replace(self, outcome: Outcome, table: MentionTable) -> None:
        """Takes a source's earlier evidence out of the store, and enters its mentions anew."""
        source, store = outcome.task.source, self.draft.store
        graph = ox.NamedNode(source)
        if not self._fresh and (known := table.of_source(source)):
            self._touched.touch(table, known)
            old = [
                quad.subject.value
                for quad in store.quads_for_pattern(None, _TYPE, _MENTION, graph)
                if isinstance(quad.subject, ox.NamedNode)
            ]
            self._identity.forget(old)
        store.remove_graph(graph)
        names = {iri: matched.target for matched in outcome.matched for iri in matched.mentions}
        self._identity.forget(table.replace(source, rows(source, outcome.nodes, names)))
        self._evidence.keep(source, outcome.nodes)
        self._identity.put(
            Link(
                iri=f"{matched.mentions[0]}-link",
                subjects=matched.mentions,
                object=matched.target,
                score=matched.match.score,
                method=matched.match.method,
                evidence=matched.match.evidence,
            )
            for matched in outcome.matched
        )

    def apply(
        self, table: MentionTable, change: Callable[[MentionTable, IdentityGraph, Touched], None]
    ) -> None:
        """Makes a change to the decisions."""
        change(table, self._identity, self._touched)

    # -- linking and compiling -------------------------------------------------------------------

    def link_and_compile(self, table: MentionTable, counts: Mapping[str, int], *, everything: bool) -> bool:
        """Links what was touched, compiles what that changed, and says whether anything did.

        Args:
            table: the draft's table of mentions.
            counts: what the version before counted.
            everything: whether to link and compile all that there is.
        """
        store = self.draft.store
        self._touched.everything = everything or self._fresh
        self.progress("linking", 0, 0)
        self._identity.flush()
        kept = self.draft.directory / _MODEL
        linker = Linker(table, self._identity, _model(kept), self.base)
        changed = linker.link(self._touched)
        if linker.model != DEFAULT:
            kept.write_text(linker.model.dump(), encoding="utf-8")
        self.progress("compiling", 0, 0)
        view = Recompiler(store, self._evidence, table, self._identity, self.base, fresh=self._fresh)
        view.compile(changed, self.sources)
        self._identity.flush()
        self._write_index(view)
        if self._grown is not None and self._identity.quads is not None:
            self._grown += view.quads + self._identity.quads
        else:
            self._grown = None
        total = Counter(counts)
        total.update(view.counts)
        self.summary.counts = {kind: total[kind] for kind in COUNTED}
        return bool(view.changed or self._identity.changed)

    def _write_index(self, view: Recompiler) -> None:
        """Brings the search index up to date; one of an earlier release is written anew."""
        index = self.draft.directory / _SEARCH
        if self._fresh:
            write_index(index, view.search_rows())
            return
        if index.exists():
            if not view.searched:
                return
            with suppress(OutdatedIndex):
                update_index(index, view.searched, view.search_rows())
                return
        write_index(index, search_rows(nodes.from_graph(self.draft.store)))

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


def _free_iri(proposal: str, taken: set[str]) -> str:
    iri, number = proposal, 1
    while iri in taken:
        number += 1
        iri = f"{proposal}-{number}"
    taken.add(iri)
    return iri


def _counts(dataset: Dataset) -> Mapping[str, int]:
    """What the current version counts."""
    version = dataset.current()
    return version.manifest["summary"].get("counts", {}) if version is not None else {}


def _model(file: Path) -> Model:
    """The model that the version before was linked by; the one for small archives where there was none."""
    return Model.load(file.read_text(encoding="utf-8")) if file.exists() else DEFAULT
