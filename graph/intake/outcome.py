"""What a document is asked for, and what came of it: what those who take in and those who read exchange.

Imports no reader: the process that hands documents out needs none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.ranks import Ranks
from graph.sources import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph.intake.containers import Contents, Span
    from graph.intake.ready import Ready
    from graph.records import Complaint
    from graph.sources import Asked, Wanted

#: Larger documents are set aside; the largest real review page seen is far below. A credit table and
#: a feed may hold more (credit_table.MAX_BYTES, feed.MAX_BYTES).
MAX_BYTES = 5_000_000
#: How the reason begins where a reader is to blame, and not the document.
FAILED = "the reader failed on it"


@dataclass(frozen=True, slots=True)
class Options:
    """What the editor says that the pages do not.

    ``publication`` is a name and a home page; ``best`` the best rating where a page prints a number
    of stars and not out of how many; ``kind`` the kind of input, where it should not be recognised.
    Of credit tables, ``columns`` maps their columns to ours (credit_table.COLUMNS) and
    ``ignore_columns`` names those that are not to be read. Of RDF, ``mappings`` are the editor's own, as
    SPARQL, and ``languages`` those preferred in texts. ``trust`` is the rank of all that is read; without
    it ``ranks`` has what was said of sources and kinds. Of IMDb's files, ``title_types`` are those of the
    titles that are taken; none for ontology/imdb.json's.
    """

    publication: tuple[str, str] | None = None
    best: str | None = None
    kind: str | None = None
    trust: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore_columns: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    ranks: Ranks = field(default_factory=Ranks, compare=False)
    title_types: tuple[str, ...] = field(default=(), compare=False)

    def fingerprint(self) -> str:
        """The readers' versions with the options that change what is read."""
        given: list[object] = [self.publication, self.best, self.kind, self.trust]
        if self.columns or self.ignore_columns:
            given += [sorted(self.columns.items()), sorted(self.ignore_columns)]
        if self.mappings or self.languages:
            given += [self.mappings, self.languages]
        readers = ", ".join(READERS.values())
        return readers if self == Options() else f"{readers} {given}"

    @property
    def wanted(self) -> Wanted:
        """What is said of columns, as the reader of credit tables takes it."""
        from graph.sources import Wanted  # noqa: PLC0415 - who hands documents out needs no reader

        return Wanted(self.columns, self.ignore_columns)

    @property
    def asked(self) -> Asked:
        """What is said of RDF, as its reader takes it."""
        from graph.sources import Asked  # noqa: PLC0415 - as above

        return Asked(self.mappings, self.languages or Asked().languages)


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: where it lies, what to call it, and what was known of it before.

    ``key`` is what it is known by from run to run. ``known_hash`` is the content that the dataset holds the
    evidence of, ``taken_hash`` one that an interrupted run has read. ``span`` is set for an item of a feed,
    whose content is told by ``span_hash`` and whose title is ``called``; ``depth`` counts the containers
    around it, and ``origin`` is the outermost of them, the file on disk, with the name that it goes by.
    ``address`` is where a page came from, where somebody knows; ``named`` says that somebody gave this very
    file.
    """

    path: Path
    name: str
    source: str
    known_hash: str | None
    options: Options
    key: str = ""
    taken_hash: str | None = None
    span: Span | None = None
    span_hash: str = ""
    depth: int = 0
    origin: tuple[Path, str] | None = None
    called: str = ""
    address: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: evidence, or nothing because nothing changed, or a reason why not.

    ``taken`` says that the content is what an interrupted run has read. ``contents`` is set for a document
    that holds others, ``no_review`` for an item of a feed that is something else; ``no_document`` is what the
    file is ("picture") where it is no document of any kind, beside the reason in ``set_aside``. ``pieces`` is
    the file with the evidence of a large table, piece by piece (:mod:`graph.intake.pieces`), in place of
    ``ready``.
    """

    task: Task
    hash: str = ""
    unchanged: bool = False
    taken: bool = False
    kind: str = ""
    ready: Ready | None = None
    complaints: tuple[Complaint, ...] = ()
    set_aside: str | None = None
    line: int | None = None
    no_review: str | None = None
    no_document: str = ""
    contents: Contents | None = None
    pieces: str = ""
