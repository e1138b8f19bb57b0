"""Sites among what is to be read: each is crawled into DIR/fetched, and its reviews are documents then.

The dataset's lock is not held meanwhile: a crawl may take hours, and others go on writing. A site whose
reviews were published is asked anew by the next run; one whose were not, is gone on with. A site that cannot
be read at all, or not to its end, is set aside as a document would be, and the rest is read.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from graph.crawl import CannotCrawl, Manners, crawl, scope_of, site_folder
from graph.intake.discover import Document
from graph.intake.documents import FreeIris, Register
from graph.intake.manner import Fetched, Judged
from graph.intake.outcome import FAILED, Task
from graph.names import slug
from graph.ranks import Ranks
from graph.readers import Journal, Limits, Readers, unpack
from graph.records import SetAside
from graph.sources.decoding import decode
from graph.store.errors import of_the_disk
from graph.summary import Progress, SetAsideDocument, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.crawl import Harvest
    from graph.intake.outcome import Options
    from graph.store import Dataset
    from graph.summary import Summary

FETCHED = "fetched"
#: In a site's folder: what came of its pages, until they are published.
_READ = "read"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches: ``progress`` is told, ``stop`` asked between pages; once it says yes, no more come."""

    progress: Progress = silent
    stop: Callable[[], bool] = field(default=lambda: False)


@dataclass(slots=True)
class Sites:
    """What crawls brought: documents, and what is known of the addresses that brought none."""

    documents: list[Document] = field(default_factory=list)
    fetched: Fetched = field(default_factory=Fetched)
    harvests: list[Harvest] = field(default_factory=list)
    #: The addresses of sites that could not be crawled, with the reasons.
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, harvest: Harvest, named: Callable[[str], str]) -> None:
        """Takes in what one crawl brought. A page that two of them reach is one document.

        Args:
            harvest: what it brought.
            named: what the source of an address's page is called.
        """
        known = {document.key for document in self.documents}
        self.harvests.append(harvest)
        self.fetched.gone += harvest.gone
        self.fetched.asked |= harvest.asked
        self.fetched.failed.update(harvest.set_aside)
        self.fetched.files.update({page: file.resolve() for page, file in harvest.unreadable.items()})
        self.documents += [
            Document(page.file.resolve(), page.address, page.address, page.address, named(page.address))
            for page in harvest.pages
            if page.address not in known
        ]

    def fail(self, address: str, reason: str) -> None:
        """Takes note of a site that could not be crawled."""
        self.failed[address] = self.fetched.failed[address] = reason

    @property
    def interrupted(self) -> bool:
        """Whether one of them was ended before its end."""
        return any(harvest.interrupted for harvest in self.harvests)

    def tell(self, summary: Summary) -> None:
        """Puts what the crawls set aside, and what they have to say, into a run's summary."""
        summary.set_aside += [SetAsideDocument(address, reason) for address, reason in self.failed.items()]
        for harvest in self.harvests:
            summary.set_aside += [SetAsideDocument(address, reason) for address, reason in harvest.set_aside]
            for note in harvest.notes:
                summary.complain(harvest.site, note, None)
            summary.sites.append(harvest.as_object())
        summary.interrupted = summary.interrupted or self.interrupted


class _Names:
    """What sources of pages are called: as the dataset calls them, or will unless another run is quicker."""

    def __init__(self, dataset: Dataset) -> None:
        version = dataset.current()
        file = version.directory / "documents.sqlite" if version is not None else None
        self._register = Register(file, change=False) if file is not None and file.exists() else None
        self._base = dataset.base
        self._given: dict[str, str] = {}
        self._free = FreeIris(self._is_taken)

    def __call__(self, address: str) -> str:
        """The IRI of the source that the page at an address is, or becomes."""
        if address not in self._given:
            known = self._register.source_of(address) if self._register is not None else None
            self._given[address] = known or self._free.like(f"{self._base}/source/{slug(Path(address).stem)}")
        return self._given[address]

    def _is_taken(self, iri: str) -> bool:
        return self._register is not None and self._register.is_taken(iri)

    def close(self) -> None:
        """Closes the register."""
        if self._register is not None:
            self._register.close()


class _Judge:
    """What the readers make of a page, each in a process that a hostile page may bring down.

    What came of a page of reviews is kept in a journal: so it is read once.
    """

    def __init__(self, readers: Readers, options: Options, journal: Path, named: _Names) -> None:
        self._readers = readers
        self._options = options
        self._file = journal
        self._named = named

    @cached_property
    def journal(self) -> Journal:
        """The journal, which is opened when the site is held."""
        return Journal(self._file, f"{self._options.fingerprint()} {self._options.ranks}")

    def __call__(self, file: Path, content: bytes, address: str) -> tuple[tuple[str, ...], str | None]:
        """Bytes that are no text, and a reader that fails, are faults: see graph.crawl.asking.Judge."""
        try:
            decode(content)
        except SetAside as error:
            return (), error.reason
        source = self._named(address)
        task = Task(file.resolve(), address, source, None, self._options, key=address, address=address)
        (answer,) = self._readers.read([task], lambda: False)
        if answer.fault:
            return (), answer.fault
        outcome = unpack(answer.packed, task)
        if outcome.set_aside is not None:
            return (), outcome.set_aside if outcome.set_aside.startswith(FAILED) else None
        nodes = outcome.ready.nodes() if outcome.ready is not None else {}
        films = [film for node in nodes.values() if "Review" in node["type"] for film in node["reviewOf"]]
        if films:
            self.journal.keep(task, outcome.hash, answer.packed)
        return tuple(title for film in films for title in nodes[film].get("title", ())[:1]), None

    def close(self) -> None:
        """Closes the journal, and leaves it for the next run."""
        if "journal" in self.__dict__:  # nothing may have been judged yet
            self.journal.close()

    def leave(self, harvest: Harvest, kind: type[BaseException] | None, *_: object) -> None:
        """Drops the journal once what it has is published; leaves it for the next run else."""
        if kind is None and not harvest.interrupted:
            self.journal.drop()
        else:
            self.journal.close()


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
        BadAddress, SiteBusy: see :func:`graph.crawl.crawl`. A site that cannot be crawled is ``failed``.
        DatasetError: the directory is no dataset, nor an empty one, or may not be written, or is full.
    """
    _ = dataset.base  # says what is wrong with the directory before anybody is asked
    sites = Sites()
    version = dataset.current()
    ranks = Ranks.load(version.directory) if version is not None else Ranks()
    options = replace(options, ranks=ranks)
    with ExitStack() as stack:
        named = _Names(dataset)
        stack.callback(named.close)
        # Closed before the documents are read, which has readers of its own.
        with Readers(limits, most=1) as readers, _disk(dataset):
            for address in dict.fromkeys(addresses):
                folder = site_folder(address, dataset.path / FETCHED, manners)
                judge = _Judge(readers, options, folder / _READ, named)
                found = crawl(
                    address,
                    dataset.path / FETCHED,
                    manners,
                    judge=judge,
                    judged_by=options.fingerprint(),
                    progress=lambda done, total: watch.progress("fetching", done, total),
                    stop=watch.stop,
                )
                try:
                    harvest = stack.enter_context(found)
                except CannotCrawl as error:
                    judge.close()
                    scope = scope_of(address, manners.hosts, private=manners.private)
                    sites.fail(scope.start, str(error))
                    continue
                stack.push(partial(judge.leave, harvest))
                sites.add(harvest, named)
                sites.fetched.judged.append(Judged(judge.journal, ranks))
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
