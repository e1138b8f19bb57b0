"""The way through: read documents, keep their evidence, link, compile the view, publish.

One run makes one version, or none: nothing is published when nothing changed, and nothing half-done
is ever visible. A document that cannot be read is set aside with its reason and the rest goes on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.collector import without_collector
from graph.intake.discover import Document, Survey, survey
from graph.intake.documents import Register
from graph.intake.kept import Kept
from graph.intake.manner import Fetched, Manner, Reading
from graph.intake.outcome import Options
from graph.intake.taking import Intake
from graph.mentions import TABLE, MentionTable
from graph.ranks import Ranks
from graph.readers import Readers
from graph.reference import ImdbFile, Reference, kind_of_file
from graph.refill import fill
from graph.run import Run
from graph.store import DatasetError
from graph.summary import Progress, Summary, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from graph.identity import IdentityGraph
    from graph.linker import Touched
    from graph.readers.spark import SparkReaders
    from graph.store import Dataset, Draft

#: The register's file; a version that has one was compiled.
_REGISTER = "documents.sqlite"


__all__ = ["Manner", "PlainStore", "change", "ingest", "relink"]


class PlainStore(DatasetError):
    """The dataset was never compiled, and its default graph holds what somebody wrote there."""


def _refuse_a_plain_store(draft: Draft, dataset: Dataset) -> None:
    """Compiling a view would silently replace a default graph that was written over HTTP."""
    if (draft.directory / _REGISTER).exists():
        return
    if (draft.directory / TABLE).exists():
        raise PlainStore(
            f"{dataset.path} is a copy that `reelgraph versions pull` took, without the documents' register; "
            "ingest where its versions are made."
        )
    if any(True for _ in draft.store.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        raise PlainStore(
            f"The default graph of {dataset.path} holds triples that were written over HTTP, and "
            "ingesting would replace them; give --data another directory, or move them to a named graph."
        )


def ingest(
    dataset: Dataset,
    paths: Iterable[str | Path | Document],
    options: Options | None = None,
    progress: Progress | None = None,
    manner: Manner | None = None,
    fetched: Fetched | None = None,
) -> Summary:
    """Reads the documents under some paths into a dataset and publishes the version they make.

    Args:
        dataset: the dataset; its write lock is held for the whole run.
        paths: files and folders, and documents that somebody has laid down already.
        options: what the editor says that the pages do not.
        progress: called with a stage's name, what is done of it, and how much there is.
        manner: see :class:`Manner`.
        fetched: what crawls know beside the documents that they brought.

    Raises:
        NothingThere: a path leads nowhere.
        PlainStore: the dataset holds triples that no ingest made.
        DatasetError: the dataset cannot be written (its own sentence says why).
    """
    manner, progress = manner or Manner(), progress or silent
    given = list(paths)
    found = survey((one for one in given if not isinstance(one, Document)), missing=manner.prune)
    found.documents += [one for one in given if isinstance(one, Document)]
    fetched = fetched or Fetched()
    found.gone += fetched.gone
    options = options or Options()
    # Before anything else: readers come from a process that has done nothing yet.
    with (
        _readers(manner) as readers,
        dataset.write() as draft,
        Kept(dataset, options.fingerprint()) as kept,
        without_collector(),
        Run(draft, dataset.base, progress) as run,
    ):
        _refuse_a_plain_store(draft, dataset)
        options = replace(options, ranks=Ranks.load(draft.directory))
        with (
            Register(draft.directory / _REGISTER) as register,
            MentionTable(draft.directory / TABLE) as table,
        ):
            outdated = fill(table, draft.store, dataset.base)
            readers.tell(kept.spool, options)
            reading = Reading(readers, kept, manner, fetched.judged)
            intake = Intake(run, register, table, options, progress, reading)
            intake.note(fetched, found.documents)
            found.documents += kept.again() if manner.again else ()
            catalogues = _catalogues(found, options)
            intake.read(found.documents)
            readers.close()  # their memory is wanted for what comes next
            intake.look_for_what_is_gone(found, prune=manner.prune)
            with Reference(run, table, options, kept.asides) as reference:
                reference.read(catalogues)
                reference.meet(everything=outdated)
                options.ranks.keep(draft.directory, run.sources, options.trust)
                if run.sources:
                    run.link_and_compile(table, _counts(dataset), everything=outdated)
                    reference.conclude()
        if run.sources:
            run.summary.version = run.publish()
        kept.conclude(whole=not run.summary.interrupted)
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
        with (
            Run(draft, dataset.base, progress or silent) as run,
            MentionTable(draft.directory / TABLE) as table,
            Reference(run, table) as reference,
        ):
            fill(table, draft.store, dataset.base)
            reference.meet(everything=True)
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
        with (
            Run(draft, dataset.base, silent) as run,
            MentionTable(draft.directory / TABLE) as table,
            Reference(run, table) as reference,
        ):
            outdated = fill(table, draft.store, dataset.base)
            reference.meet(everything=outdated)
            apply(table, run.identity, run.touched)
            run.link_and_compile(table, _counts(dataset), everything=outdated)
        return run.publish()


def _readers(manner: Manner) -> Readers | SparkReaders:
    if manner.engine != "spark":
        return Readers(manner.limits)
    from graph.readers.spark import SparkReaders  # noqa: PLC0415 - an optional extra

    return SparkReaders(manner.limits)


def _catalogues(found: Survey, options: Options) -> list[ImdbFile]:
    """Takes IMDb's files out of what was found: they are no documents, but tables that are read whole."""
    if options.kind is not None:
        return []
    kinds = {document.path: kind_of_file(document.path) for document in found.documents}
    files = [
        ImdbFile(kind, document.path, document.name)
        for document in found.documents
        if (kind := kinds[document.path]) is not None
    ]
    found.documents = [document for document in found.documents if kinds[document.path] is None]
    return files


def _counts(dataset: Dataset) -> Mapping[str, int]:
    """What the current version counts."""
    version = dataset.current()
    return version.manifest["summary"].get("counts", {}) if version is not None else {}
