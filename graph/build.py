"""The way through: read documents, keep their evidence, link, compile the view, publish.

One run makes one version, or none: nothing is published when nothing changed, and nothing half-done
is ever visible. A document that cannot be read is set aside with its reason and the rest goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.discover import discover
from graph.documents import Register
from graph.intake import Intake
from graph.mentions import TABLE, MentionTable
from graph.reading import Options, without_collector
from graph.refill import fill
from graph.run import Run
from graph.store import DatasetError
from graph.summary import Progress, Summary, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from graph.identity import IdentityGraph
    from graph.linker import Touched
    from graph.store import Dataset, Draft

#: The register's file; a version that has one was compiled.
_REGISTER = "documents.sqlite"


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
        run = Run(draft, dataset.base, progress or silent)
        with (
            Register(draft.directory / _REGISTER) as register,
            MentionTable(draft.directory / TABLE) as table,
        ):
            outdated = fill(table, draft.store, dataset.base)
            Intake(run, register, table, options or Options(), progress or silent).read(documents)
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
        run = Run(draft, dataset.base, progress or silent)
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
        run = Run(draft, dataset.base, silent)
        with MentionTable(draft.directory / TABLE) as table:
            outdated = fill(table, draft.store, dataset.base)
            apply(table, run.identity, run.touched)
            run.link_and_compile(table, _counts(dataset), everything=outdated)
        return run.publish()


def _counts(dataset: Dataset) -> Mapping[str, int]:
    """What the current version counts."""
    version = dataset.current()
    return version.manifest["summary"].get("counts", {}) if version is not None else {}
