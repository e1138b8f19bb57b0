"""Reading one document: from a file's bytes to the evidence that goes into the store.

A function of its arguments and the file, so that many processes can do it at once.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.evidence import Matched, Source, evidence
from graph.records import Complaint, DocumentRecord, Fact, ReviewRecord, SetAside
from graph.sources import READERS, Wanted, credit_table, feed, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from graph.nodes import Nodes

#: Larger documents are set aside; the largest real review page seen is far below. A credit table and
#: a feed may hold more (credit_table.MAX_BYTES, feed.MAX_BYTES).
MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """What the editor says that the pages do not.

    ``publication`` is a name and a home page; ``best`` the best rating where a page prints a number
    of stars and not out of how many; ``kind`` the kind of input, where it should not be recognised.
    Of credit tables, ``columns`` maps their columns to ours (credit_table.COLUMNS) and
    ``ignore_columns`` names those that are not to be read.
    """

    publication: tuple[str, str] | None = None
    best: str | None = None
    kind: str | None = None
    trust: int = 50
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore_columns: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """The readers' versions with the options that change what is read."""
        given: list[object] = [self.publication, self.best, self.kind, self.trust]
        if self.columns or self.ignore_columns:
            given += [sorted(self.columns.items()), sorted(self.ignore_columns)]
        readers = ", ".join(READERS.values())
        return readers if self == Options() else f"{readers} {given}"

    @property
    def wanted(self) -> Wanted:
        """What is said of columns, as the reader of credit tables takes it."""
        return Wanted(self.columns, self.ignore_columns)


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: where it lies, what to call it, and what was known of it before."""

    path: Path
    name: str
    source: str
    known_hash: str | None
    options: Options


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: evidence, or nothing because nothing changed, or a reason why not."""

    task: Task
    hash: str = ""
    unchanged: bool = False
    nodes: Nodes = field(default_factory=dict)
    matched: list[Matched] = field(default_factory=list)
    complaints: tuple[Complaint, ...] = ()
    set_aside: str | None = None
    line: int | None = None


def read_document(task: Task) -> Outcome:
    """Reads a document unless its content is the known one. Never raises for a bad document."""
    try:
        size = task.path.stat().st_size
        most = MAX_BYTES if size <= MAX_BYTES else _most_bytes(task)
        if size > most:
            return Outcome(task, set_aside=f"it holds {size:,} bytes, more than the {most:,} that are read")
        content = task.path.read_bytes()
    except OSError as error:
        return Outcome(task, set_aside=f"it cannot be read: {error.strerror or error}")
    content_hash = "sha256:" + hashlib.sha256(content).hexdigest()
    if content_hash == task.known_hash:
        return Outcome(task, hash=content_hash, unchanged=True)
    with without_collector():
        return _read(task, content, content_hash, most)


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps the cycle collector from going through a table's nodes again and again as they are made.

    Measured on 61,710 credits: the evidence takes 0.7 s instead of 3.8.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(task: Task, content: bytes, content_hash: str, most: int) -> Outcome:
    try:
        document = with_options(
            read(
                content,
                name=task.name,
                kind=task.options.kind,
                max_bytes=most,
                wanted=task.options.wanted,
            ),
            task.options,
        )
    except SetAside as error:
        return Outcome(task, hash=content_hash, set_aside=error.reason, line=error.line)
    except Exception as error:  # noqa: BLE001 - one page that a reader trips over must not end the run
        fault = f"the reader failed on it ({type(error).__name__}: {error}); please report this with the page"
        return Outcome(task, hash=content_hash, set_aside=fault)
    source = Source(
        iri=task.source,
        file=task.name,
        content_hash=content_hash,
        read_at=datetime.now(UTC).isoformat(timespec="seconds"),
        reader=READERS[document.kind],
        trust=task.options.trust,
    )
    nodes, matched = evidence(document, source)
    return Outcome(
        task,
        hash=content_hash,
        nodes=nodes,
        matched=matched,
        complaints=document.complaints,
    )


def _most_bytes(task: Task) -> int:
    """How large a document may be, by what its head says it is."""
    if task.options.kind not in {None, credit_table.KIND, feed.KIND}:
        return MAX_BYTES
    with task.path.open("rb") as file:
        head = file.read(credit_table.HEAD_BYTES)
    if task.options.kind == feed.KIND or (task.options.kind is None and feed.recognise_bytes(head)):
        return feed.MAX_BYTES
    table = task.options.kind or credit_table.recognise_bytes(head, task.name, task.options.wanted)
    return credit_table.MAX_BYTES if table else MAX_BYTES


def with_options(document: DocumentRecord, options: Options) -> DocumentRecord:
    """The record with what the editor said put in; such facts stand on no line of the page."""
    return replace(document, reviews=tuple(_with_options(review, options) for review in document.reviews))


def _with_options(review: ReviewRecord, options: Options) -> ReviewRecord:
    if options.publication is not None:
        name, homepage = options.publication
        review = replace(review, publication=_said(name), publication_homepage=_said(homepage))
    rating = review.rating
    if options.best is not None and rating is not None and rating.value.best is None:
        review = replace(review, rating=replace(rating, value=replace(rating.value, best=options.best)))
    return review


def _said(value: str) -> Fact[str]:
    return Fact(value, 0, 0, "said when the page was ingested")
