"""From documents to tasks: which source each is, and what is known of it; and what came of them before."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.intake.documents import FreeIris, key_of
from graph.intake.outcome import Outcome, Task
from graph.names import slug
from graph.readers import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.intake.discover import Document
    from graph.intake.documents import Register
    from graph.intake.manner import Judged
    from graph.intake.outcome import Options
    from graph.readers import Answer, Journal


class Tasks:
    """Makes tasks of documents.

    Args:
        register: which file became which source.
        base: what the dataset's IRIs start with.
        options: what the editor says that the pages do not.
        journal: what an interrupted run has read.
        judged: what crawls have read.
        again: whether containers that were gone through to their end are gone through once more.
    """

    def __init__(
        self,
        register: Register,
        base: str,
        options: Options,
        journal: Journal,
        judged: Sequence[Judged] = (),
        *,
        again: bool = False,
    ) -> None:
        self._register = register
        self._base = base
        self._options = options
        self._fingerprint = options.fingerprint()
        self._journal = journal
        # What was read by other ranks than those of now says so, and is read once more.
        self._judged = [one.journal for one in judged if one.ranks == options.ranks]
        self._again = again
        self._free = FreeIris(register.is_taken)
        #: Whether what is read is kept for another run.
        self.journaled = False
        #: Documents that were not read, for an interrupted run had read them.
        self.taken_over = 0

    def of(self, document: Document) -> Task:
        """The task of a document that somebody asked for."""
        task = Task(
            document.path,
            document.name,
            "",
            None,
            self._options,
            key=document.key or key_of(document.path),
            origin=(document.path, document.name),
            address=document.address,
            named=document.named,
        )
        return self.known(task, Path(document.name).stem, document.source)

    def known(self, task: Task, stem: str, proposal: str = "") -> Task:
        """A task with the source that its document is, and the contents of it that are read already.

        Args:
            task: the task, with its key.
            stem: what a new source is named after.
            proposal: what it is to be called instead, if that is free.
        """
        known = self._register.by_path(task.key)
        if known is not None:
            source = known.source
            content = known.hash if known.reader == self._fingerprint else None
        else:
            was = self._register.removed(task.key)
            source = was or self._free.like(proposal or f"{self._base}/source/{slug(stem)}")
            content = None
            if task.span is None and not self._again:
                content = self._register.container(task.key, self._fingerprint)
        task = replace(task, source=source, known_hash=content)
        before = (one.hash_of(task) for one in (self._journal, *self._judged))
        return replace(task, taken_hash=next(filter(None, before), None))

    def outcome(self, answer: Answer) -> Outcome:
        """What came of a document: as its reader says, or as it is kept from before.

        One that is ``taken`` must be read after all: what was kept of it is damaged.
        """
        task = answer.task
        if answer.fault:
            return Outcome(task, set_aside=answer.fault)
        outcome = unpack(answer.packed, task)
        if outcome.taken:
            for journal in (self._journal, *self._judged):
                packed = journal.outcome(task) if journal.hash_of(task) == task.taken_hash else None
                with suppress(ValueError):  # written by another release
                    if packed is not None:
                        outcome = unpack(packed, task)
                        self.taken_over += journal is self._journal
                        break
            return outcome
        if self.journaled and (outcome.ready is not None or outcome.no_review):
            self._journal.keep(task, outcome.hash, answer.packed)
        return outcome
