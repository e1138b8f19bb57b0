"""What runs leave to each other in a dataset's directory, beside its versions: DIR/reading.

The journal of what an interrupted run has read, the list of documents that cannot be read, and, while a run
lasts, a folder for what is unpacked. Whoever has it open holds the dataset's lock.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graph.intake.discover import Document
from graph.intake.documents import place_of
from graph.intake.set_aside import SetAsideList, folder_of
from graph.readers import Journal

if TYPE_CHECKING:
    from graph.store import Dataset

_SPOOL = "spool-"


class Kept:
    """What a run keeps for the next; a context manager.

    Args:
        dataset: the dataset; the caller holds its lock.
        reader: the fingerprint of what reads.

    Attributes:
        journal: what is read and not yet published.
        asides: the documents that cannot be read.
        spool: a folder for what is unpacked.
    """

    def __init__(self, dataset: Dataset, reader: str) -> None:
        folder = folder_of(dataset)
        folder.mkdir(exist_ok=True)
        for left in folder.glob(f"{_SPOOL}*"):
            shutil.rmtree(left, ignore_errors=True)
        self.spool = Path(tempfile.mkdtemp(prefix=_SPOOL, dir=folder))
        self.journal = Journal(folder / "journal", reader)
        self.asides = SetAsideList(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.close()
        shutil.rmtree(self.spool, ignore_errors=True)

    def again(self) -> list[Document]:
        """The files that could not be read, or hold documents that could not."""
        found = {
            place_of(one.key): Document(Path(one.path), one.file, place_of(one.key), one.address)
            for one in self.asides.all()
            if one.path and Path(one.path).exists()
        }
        return list(found.values())

    def conclude(self, *, whole: bool) -> None:
        """The run came to its end: what it read is published, or was published before.

        ``whole`` says that it looked at everything; else what it did not look at may still be in the journal.
        """
        if whole:
            self.journal.drop()
        self.asides.save()
