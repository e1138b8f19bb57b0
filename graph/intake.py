"""Taking documents in: each is read, its evidence replaces what stood there, its mentions are entered."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.documents import Known, Register
from graph.linking.decisions import Link
from graph.mention_rows import rows
from graph.names import slug
from graph.reading import Options, Outcome, Task, read_document
from graph.summary import Progress, SetAsideDocument
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.discover import Document
    from graph.mentions import MentionTable
    from graph.run import Run

#: From this many documents on, reading is shared among processes: below, starting them costs more.
_MANY = 48
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_MENTION = ox.NamedNode(REEL + "Mention")
#: Documents whose evidence is handed to the store at a time.
_BATCH = 256
#: Quads handed to the store at a time.
_QUADS = 200_000


class Intake:
    """Reads documents into a run.

    Args:
        run: the run; what is read is told to it.
        register: which file became which source.
        table: the draft's table of mentions.
        options: what the editor says that the pages do not.
        progress: see :data:`graph.summary.Progress`.
    """

    def __init__(
        self, run: Run, register: Register, table: MentionTable, options: Options, progress: Progress
    ) -> None:
        self._run = run
        self._register = register
        self._table = table
        self._options = options
        self._fingerprint = options.fingerprint()
        self._progress = progress
        self._waiting: list[Outcome] = []

    def read(self, documents: list[Document]) -> None:
        """Reads the documents and keeps the evidence of those that are new or changed."""
        taken = self._register.sources()
        tasks = [self._task(document, taken) for document in documents]
        for done, outcome in enumerate(_outcomes(tasks), start=1):
            self._keep(outcome)
            self._progress("reading", done, len(tasks))
            if len(self._waiting) >= _BATCH:
                self._store_evidence()
        self._store_evidence()
        table = self._table
        self._run.touched.touch(
            table, [mention for source in self._run.sources for mention in table.of_source(source)]
        )

    def _task(self, document: Document, taken: set[str]) -> Task:
        known = self._register.by_path(document.path)
        same_reader = known is not None and known.reader == self._fingerprint
        if known is not None:
            source = known.source
        else:
            source = _free_iri(f"{self._run.base}/source/{slug(Path(document.name).stem)}", taken)
        return Task(
            document.path, document.name, source, known.hash if known and same_reader else None, self._options
        )

    def _keep(self, outcome: Outcome) -> None:
        task, summary = outcome.task, self._run.summary
        if outcome.set_aside is not None:
            summary.set_aside.append(SetAsideDocument(task.name, outcome.set_aside, outcome.line))
            return
        known = self._register.by_hash(outcome.hash)
        moved = known is not None and known.source != task.source and known.reader == self._fingerprint
        if outcome.unchanged or moved:
            if known is not None and moved and not Path(known.path).exists():
                self._register.keep(Known(known.source, str(task.path), known.hash, known.reader))
            summary.unchanged += 1
            return
        summary.read += 1
        summary.complaints += [(task.name, c.message, c.line) for c in outcome.complaints]
        self._register.keep(Known(task.source, str(task.path), outcome.hash, self._fingerprint))
        self._run.sources.append(task.source)
        self._waiting.append(outcome)

    def _store_evidence(self) -> None:
        """Hands the evidence gathered since the last call to the store, replacing what stood there."""
        waiting, self._waiting = self._waiting, []
        sources = [outcome.task.source for outcome in waiting]
        with self._run.measured(sources):
            for outcome in waiting:
                self._replace(outcome)
            quads = chain.from_iterable(
                nodes.to_quads(outcome.nodes, outcome.task.source) for outcome in waiting
            )
            # So many at a time: the store holds what it is handed until it has all of it.
            while part := list(islice(quads, _QUADS)):
                self._run.draft.store.bulk_extend(part)

    def _replace(self, outcome: Outcome) -> None:
        """Takes a source's earlier evidence out of the store, and enters its mentions anew."""
        run, table = self._run, self._table
        source, store = outcome.task.source, run.draft.store
        graph = ox.NamedNode(source)
        if not run.fresh and (known := table.of_source(source)):
            run.touched.touch(table, known)
            old = [
                quad.subject.value
                for quad in store.quads_for_pattern(None, _TYPE, _MENTION, graph)
                if isinstance(quad.subject, ox.NamedNode)
            ]
            run.identity.forget(old)
        store.remove_graph(graph)
        names = {iri: matched.target for matched in outcome.matched for iri in matched.mentions}
        run.identity.forget(table.replace(source, rows(source, outcome.nodes, names)))
        run.evidence.keep(source, outcome.nodes)
        run.identity.put(
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
