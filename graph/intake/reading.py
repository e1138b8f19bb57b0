"""Reading one document: from a file's bytes to the evidence that goes into the store.

A function of its arguments and the file, so that many processes can do it at once.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from graph.collector import without_collector
from graph.evidence.source_graph import Source, evidence
from graph.intake.containers import HEAD, MAX_PACKED, MOST_DEPTH, is_packed, open_container
from graph.intake.opening import opened
from graph.intake.outcome import FAILED, MAX_BYTES, Options, Outcome, Task
from graph.intake.ready import Ready, make_ready
from graph.records import Complaint, Dissent, DocumentRecord, Fact, NoDocument, ReviewRecord, SetAside
from graph.sources import READERS, credit_table, feed, no_document, rdf, read
from graph.sources.feeds.head import Head, hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.intake.containers import Contents, Span

_BLOCK = 1 << 20
#: How much of a large file tells whether it begins with a tag.
_START = 1_000
_CHANGED = "it changed while it was being read; ingest it again once it is whole"


def read_document(task: Task, spool: Path | None = None) -> Outcome:
    """Reads a document unless its content is a known one. Never raises for a bad document.

    Args:
        task: the document.
        spool: a folder for what containers hold; without one they are no documents.
    """
    try:
        with opened(task.path) as file:
            return _read_file(task, file, spool) if task.span is None else _read_item(task, task.span, file)
    except SetAside as error:
        return _refused(task, error)
    except OSError as error:
        return Outcome(task, set_aside=f"it cannot be read: {error.strerror or error}")


def _refused(task: Task, error: SetAside, content_hash: str = "") -> Outcome:
    """What came of a document that cannot be read, or is none."""
    what = error.what if isinstance(error, NoDocument) else ""
    if not what and task.depth == 0 and no_document.is_beside_page(task.path):
        what = "part of a saved page"  # a frame with an advertisement in it, say
    return Outcome(task, hash=content_hash, set_aside=error.reason, line=error.line, no_document=what)


def _read_file(task: Task, file: IO[bytes], spool: Path | None) -> Outcome:
    size = os.fstat(file.fileno()).st_size
    head = file.read(HEAD)
    no_document.refuse_bytes(head, task.name)  # a video is not read to its end to see that it is one
    most = _most_of(head, task.name, task.options)
    packed = max(most, MAX_PACKED) if is_packed(head) else most
    if size > packed:
        raise _too_large(task, head, size, packed)
    found, content = _hashed(file, head, size)
    if found in {task.known_hash, task.taken_hash}:
        known = found == task.known_hash
        return Outcome(task, hash=found, unchanged=known, taken=not known)
    file.seek(0)
    if spool is not None and (contents := _contents(task, file, spool)) is not None:
        return Outcome(task, hash=found, contents=contents)
    if size > most:
        raise _too_large(task, head, size, most)
    if content is None and is_rdf(head, task.options):
        return _read(task, None, found, most)
    if content is None and _is_table(head, task.name, task.options):
        with without_collector():
            return _read_table(task, file, found, spool)
    with without_collector():
        return _read(task, content if content is not None else _again(file, size, found), found, most)


def _again(file: IO[bytes], size: int, content_hash: str) -> bytes:
    """The content of a large file, which was hashed block by block."""
    file.seek(0)
    content = file.read(size + 1)
    if "sha256:" + hashlib.sha256(content).hexdigest() != content_hash:
        raise SetAside(_CHANGED)
    return content


def _hashed(file: IO[bytes], head: bytes, size: int) -> tuple[str, bytes | None]:
    """The hash of a file of which the head is read already, and its content, if it is small."""
    digest = hashlib.sha256(head)
    seen = len(head)
    content: bytes | None = None
    if size <= MAX_BYTES:
        rest = file.read(MAX_BYTES)
        digest.update(rest)
        seen += len(rest)
        content = head + rest
    else:
        while block := file.read(_BLOCK):
            digest.update(block)
            seen += len(block)
    if seen != size:
        raise SetAside(_CHANGED)
    return "sha256:" + digest.hexdigest(), content


def _contents(task: Task, file: IO[bytes], spool: Path) -> Contents | None:
    contents = open_container(
        file,
        task.name,
        task.options.kind,
        spool,
        lambda head, name: _most_of(head, name, task.options),
    )
    if contents is not None and task.depth >= MOST_DEPTH:
        raise SetAside(f"it is packed more than {MOST_DEPTH} times over.")
    return contents


def _too_large(task: Task, head: bytes, size: int, most: int) -> SetAside:
    """Why a large file is not read; a large script is none that anybody misses."""
    try:
        no_document.refuse_name(task.name, head[:_START].decode("utf-8", "ignore").lstrip("\ufeff \t\r\n"))
    except NoDocument as error:
        return error
    return SetAside(f"it holds {size:,} bytes, more than the {most:,} that are read")


def _read_item(task: Task, span: Span, file: IO[bytes]) -> Outcome:
    """Reads an item of a feed."""
    if task.span_hash == task.known_hash:
        return Outcome(task, hash=task.span_hash, unchanged=True)
    if task.span_hash == task.taken_hash:
        return Outcome(task, hash=task.span_hash, taken=True)
    head = _head_of(task.path, os.fstat(file.fileno()).st_mtime_ns, span.head)
    file.seek(span.start)
    content = file.read(span.end - span.start)
    if hash_of(head, content) != task.span_hash:
        raise SetAside(_CHANGED)
    with without_collector():
        try:
            item, complaints = feed.parse_item(content, head, span.line)
            document = feed.read_one(item, head)
        except SetAside as error:
            return Outcome(task, hash=task.span_hash, no_review=error.reason, line=error.line or span.line)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - see _read
            return Outcome(task, hash=task.span_hash, set_aside=_fault(error), line=span.line)
        document = replace(document, complaints=(*complaints, *document.complaints))
        return _evidence(task, with_options(document, task.options), task.span_hash)


@lru_cache(maxsize=4)
def _head_of(path: Path, _changed: int, end: int) -> Head:
    """What a feed says of itself: once for all of its items."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return feed.read_head(content, end)


def _read(task: Task, content: bytes | None, content_hash: str, most: int) -> Outcome:
    """Reads a document; one of RDF that is too large to be held is read from its file."""
    options = task.options
    try:
        if content is None:
            document = rdf.read_file(task.path, options.asked, options.kind or rdf.KIND)
        else:
            document = read(
                content,
                name=task.name,
                kind=options.kind,
                max_bytes=most,
                wanted=options.wanted,
                asked=options.asked,
            )
        return _evidence(task, with_options(document, task.options, task.address), content_hash)
    except SetAside as error:
        return _refused(task, error, content_hash)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one page that a reader trips over must not end the run
        return Outcome(task, hash=content_hash, set_aside=_fault(error))


def _read_table(task: Task, file: IO[bytes], content_hash: str, spool: Path | None) -> Outcome:
    """Reads a table too large to be held: its evidence goes into a file, some films at a time."""
    from graph.intake.pieces import write  # noqa: PLC0415 - it packs what stands here

    before = os.fstat(file.fileno())
    complaints: list[Complaint] = []
    with TemporaryDirectory(prefix="table-", dir=spool) as folder:
        documents = credit_table.read_large(file, task.options.wanted, Path(folder))

        def pieces() -> Iterator[Ready]:
            source = _source(task, credit_table.KIND, content_hash)
            for document in documents:
                complaints.extend(document.complaints)
                yield make_ready(task.source, *evidence(document, source), apart=True)

        try:
            written = write(pieces(), spool)
        except SetAside as error:
            return Outcome(task, hash=content_hash, set_aside=error.reason, line=error.line)
        except (MemoryError, OSError):
            raise
        except sqlite3.OperationalError as error:  # the rows wait in a database on this disk
            if "disk is full" not in str(error):
                raise
            raise OSError(errno.ENOSPC, "there is no room on the disk to sort it") from error
        except Exception as error:  # noqa: BLE001 - as below
            return Outcome(task, hash=content_hash, set_aside=_fault(error))
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        Path(written).unlink()
        raise SetAside(_CHANGED)
    return Outcome(
        task, hash=content_hash, kind=credit_table.KIND, complaints=tuple(complaints), pieces=written
    )


def _fault(error: Exception) -> str:
    return f"{FAILED} ({type(error).__name__}: {error}); please report this with the page"


def _evidence(task: Task, document: DocumentRecord, content_hash: str) -> Outcome:
    nodes, matched = evidence(document, _source(task, document.kind, content_hash))
    return Outcome(
        task,
        hash=content_hash,
        kind=document.kind,
        ready=make_ready(task.source, nodes, matched),
        complaints=document.complaints,
    )


def _source(task: Task, kind: str, content_hash: str) -> Source:
    """What is known of a document beside what it says."""
    return Source(
        iri=task.source,
        file=None if task.address else task.name,
        content_hash=content_hash,
        read_at=datetime.now(UTC).isoformat(timespec="seconds"),
        reader=READERS[kind],
        trust=_trust(task, kind),
    )


def _trust(task: Task, kind: str) -> int:
    said = task.options.trust
    return said if said is not None else task.options.ranks.of(task.source, kind)


def is_rdf(head: bytes, options: Options) -> bool:
    """Whether a document is RDF, by its head or because somebody said so."""
    return options.kind in rdf.KINDS or (options.kind is None and rdf.recognise_bytes(head[: rdf.HEAD_BYTES]))


def is_held(task: Task) -> bool:
    """Whether all that a document says is held at once, however large it is: what RDF says is."""
    try:
        with opened(task.path) as file:
            return is_rdf(file.read(HEAD), task.options)
    except (OSError, SetAside):
        return False


def _most_of(head: bytes, name: str, options: Options) -> int:
    """How large a document may be, by what its head says it is."""
    kind = options.kind
    if kind == feed.KIND or (kind is None and feed.recognise_bytes(head)):
        return feed.MAX_BYTES
    if is_rdf(head, options):
        return rdf.MAX_BYTES
    return credit_table.MAX_BYTES if _is_table(head, name, options) else MAX_BYTES


def _is_table(head: bytes, name: str, options: Options) -> bool:
    kind = options.kind
    return kind == credit_table.KIND or (
        kind is None and credit_table.recognise_bytes(head, name, options.wanted)
    )


def with_options(document: DocumentRecord, options: Options, address: str = "") -> DocumentRecord:
    """The record with what the editor said put in; such facts stand on no line of the page.

    ``address`` is where the page came from: the page of each of its reviews, whatever the page says itself.
    """
    reviews = tuple(_with_options(review, options) for review in document.reviews)
    if address:
        reviews = tuple(_with_address(review, address) for review in reviews)
    return replace(document, reviews=reviews)


def _with_address(review: ReviewRecord, address: str) -> ReviewRecord:
    """The review with its page's address; another that the page states stays in the evidence."""
    said = review.page
    if said is not None and said.value == address:
        return review
    dissent = review.dissent if said is None else (*review.dissent, Dissent("page", said))
    return replace(review, page=Fact(address, 0, 0, "where the page was fetched"), dissent=dissent)


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
