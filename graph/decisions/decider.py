"""One decision of a person, taken for somebody else: by a command, or in a process of its own.

``python -m graph.decisions.decider`` is what a server starts (:mod:`graph.store.writing`), for deciding takes
a second and a publish, which no serving process should wait for: it reads a job as one JSON line from
stdin and answers with one on stdout. It has no sockets and may be killed at any moment; what is
published is whole.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.decisions.deciding import (
    By,
    Taken,
    Undecidable,
    Unknown,
    accept,
    reject,
    split,
    withdraw,
)
from graph.decisions.questions import Questions
from graph.store import Dataset, DatasetError
from graph.store.confine import refuse_sockets
from graph.store.errors import DatasetBusy
from graph.store.job import do_one

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCEPT, MERGE, REJECT, SPLIT, UNDO = "accept", "merge", "reject", "split", "undo"
ACTIONS = (ACCEPT, MERGE, REJECT, SPLIT, UNDO)
#: How long what names a thing may be: longer than any IRI that a reader makes of a name.
LONGEST = 2000
_MOST_MENTIONS = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision: its number and IRI, and the version that it made."""

    number: int
    link: str
    version: int


def take(dataset: Dataset, action: str, things: Sequence[str], by: By) -> Outcome:
    """Takes one decision.

    Args:
        dataset: the dataset; its write lock is held until the version is published.
        action: one of :data:`ACTIONS`; to merge is to accept.
        things: to accept or reject, a question's code or IRI, or the two things; to split, an entity
            and the mentions of it that are another; to undo, a decision's number or IRI.
        by: who decides.

    Raises:
        Unknown: nothing is called so.
        Undecidable: it cannot be decided so, and why.
        DatasetError: the dataset cannot be written.
    """
    for thing in things:
        if not thing.strip() or len(thing) > LONGEST:
            raise Undecidable(f"What names a thing has 1 to {LONGEST:,} characters.")
    if action == UNDO and len(things) == 1:
        return _outcome(withdraw(dataset, things[0], by))
    if action == SPLIT and 2 <= len(things) <= _MOST_MENTIONS:
        return _outcome(split(dataset, things[0], things[1:], by))
    if action in (ACCEPT, MERGE, REJECT) and len(things) in (1, 2):
        first, second = things if len(things) == 2 else asked(dataset, things[0])
        return _outcome((reject if action == REJECT else accept)(dataset, first, second, by))
    raise Undecidable(
        "Give accept and reject a question or two things, split an entity and its mentions, undo a decision."
    )


def asked(dataset: Dataset, question: str) -> tuple[str, str]:
    """The two sides of an open question of the current version.

    Raises:
        Unknown: no question of this code or IRI is open.
    """
    version = dataset.version()
    questions = Questions(version.store, dataset.base)
    iri = questions.find(question)
    if iri is None:
        raise Unknown(f"No question {question} is open: reelgraph links lists those that are.")
    found = questions.question(iri)
    return found.first.iri, found.second.iri


def _outcome(taken: Taken) -> Outcome:
    return Outcome(int(taken.link.rpartition("/")[2]), taken.link, taken.version)


def do(job: dict[str, Any]) -> dict[str, Any]:
    """Does a job, waiting its turn, and says what came of it: the outcome, or a kind and a message."""
    dataset = Dataset(job["dataset"])
    end = time.monotonic() + job["wait"]
    while True:
        try:
            by = By(job["by"], job["note"])
            taken = take(dataset, job["action"], job["things"], by)
        except Unknown as error:
            return {"kind": "missing", "message": str(error)}
        except Undecidable as error:
            return {"kind": "undecidable", "message": str(error)}
        except DatasetBusy as error:
            if time.monotonic() > end:
                return {"kind": "busy", "message": str(error)}
            time.sleep(0.05)
        except DatasetError as error:
            return {"kind": "cannot", "message": str(error)}
        else:
            if job["keep_versions"]:
                # Published it is; what cannot be deleted now is tried again after the next write.
                with suppress(OSError, DatasetError):
                    dataset.prune(keep_last=job["keep_versions"])
            return {"version": taken.version, "link": taken.link, "number": taken.number}


def main() -> None:
    """Does the one job on stdin; ends early when whoever asked goes away."""
    do_one(do, lambda _: refuse_sockets())


if __name__ == "__main__":
    main()
