"""Sites among what is to be read: each is crawled into DIR/fetched, and its reviews are documents then.

The dataset's lock is not held meanwhile: a crawl may take hours, and others go on writing. A site whose
reviews were published is asked anew by the next run; one whose were not, is gone on with.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.crawl import Manners, crawl
from graph.discover import Document
from graph.readers import Limits, Readers, unpack
from graph.reading import FAILED, Task
from graph.records import SetAside
from graph.sources.decoding import decode
from graph.store.errors import of_the_disk
from graph.summary import Progress, SetAsideDocument, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from graph.crawl import Harvest
    from graph.reading import Options
    from graph.store import Dataset
    from graph.summary import Summary

FETCHED = "fetched"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches: ``progress`` is told, ``stop`` asked between pages; once it says yes, no more come."""

    progress: Progress = silent
    stop: Callable[[], bool] = field(default=lambda: False)


@dataclass(slots=True)
class Sites:
    """What crawls brought: documents, and the addresses of pages that are there no longer."""

    documents: list[Document] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    harvests: list[Harvest] = field(default_factory=list)

    def add(self, harvest: Harvest) -> None:
        """Takes in what one crawl brought. A page that two of them reach is one document."""
        known = {document.key for document in self.documents}
        self.harvests.append(harvest)
        self.gone += harvest.gone
        self.documents += [
            Document(page.file.resolve(), page.address, key=page.address, address=page.address)
            for page in harvest.pages
            if page.address not in known
        ]

    @property
    def interrupted(self) -> bool:
        """Whether one of them was ended before its end."""
        return any(harvest.interrupted for harvest in self.harvests)

    def tell(self, summary: Summary) -> None:
        """Puts what the crawls set aside, and what they have to say, into a run's summary."""
        for harvest in self.harvests:
            summary.set_aside += [SetAsideDocument(address, reason) for address, reason in harvest.set_aside]
            for note in harvest.notes:
                summary.complain(harvest.site, note, None)
            summary.sites.append(harvest.as_object())
        summary.interrupted = summary.interrupted or self.interrupted


class _Judge:
    """What the readers make of a page, each in a process that a hostile page may bring down."""

    def __init__(self, readers: Readers, options: Options) -> None:
        self._readers = readers
        self._options = options

    def __call__(self, file: Path, content: bytes, address: str) -> tuple[tuple[str, ...], str | None]:
        """Bytes that are no text, and a reader that fails, are faults: see graph.crawl.asking.Judge."""
        try:
            decode(content)
        except SetAside as error:
            return (), error.reason
        task = Task(file.resolve(), address, "urn:page", None, self._options, key=address, address=address)
        (answer,) = self._readers.read([task], lambda: False)
        if answer.fault:
            return (), answer.fault
        outcome = unpack(answer.packed, task)
        if outcome.set_aside is not None:
            return (), outcome.set_aside if outcome.set_aside.startswith(FAILED) else None
        nodes = outcome.ready.nodes() if outcome.ready is not None else {}
        films = [film for node in nodes.values() if "Review" in node["type"] for film in node["reviewOf"]]
        return tuple(title for film in films for title in nodes[film].get("title", ())[:1]), None


@contextmanager
def visited(
    dataset: Dataset,
    addresses: Iterable[str],
    options: Options,
    manners: Manners,
    limits: Limits,
    watch: Watch,
) -> Iterator[Sites]:
    """Crawls sites one after the other. Leave the context when their documents are published.

    Args:
        dataset: the dataset, in whose directory the pages are kept.
        addresses: where to begin.
        options: what the editor says that the pages do not.
        manners: how sites are asked.
        limits: what reading one page may take.
        watch: who is told how far it is, and may end it.

    Raises:
        BadAddress, SiteBusy, CannotCrawl: see :func:`graph.crawl.crawl`.
        DatasetError: the directory is no dataset, nor an empty one, or may not be written, or is full.
    """
    _ = dataset.base  # says what is wrong with the directory before anybody is asked
    sites = Sites()
    with ExitStack() as stack:
        # Closed before the documents are read, which has readers of its own.
        with Readers(limits, most=1) as readers, _disk(dataset):
            for address in dict.fromkeys(addresses):
                found = crawl(
                    address,
                    dataset.path / FETCHED,
                    manners,
                    judge=_Judge(readers, options),
                    judged_by=options.fingerprint(),
                    progress=lambda done, total: watch.progress("fetching", done, total),
                    stop=watch.stop,
                )
                sites.add(stack.enter_context(found))
        yield sites


@contextmanager
def _disk(dataset: Dataset) -> Iterator[None]:
    """Says what is wrong with the disk as writing to the dataset does."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        known = of_the_disk(error, dataset.path)
        if known is None:
            raise
        raise known from error
