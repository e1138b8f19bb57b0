"""An outcome as bytes, on its way from the process that read to the one that keeps, and in the journal.

JSON rather than pickle: whoever takes over a reader, or may write to a dataset's directory, gets no say in
what this process runs.
"""

from __future__ import annotations

import struct
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import zstandard

from graph.evidence.kept import Part
from graph.intake.containers import Contents
from graph.intake.outcome import Outcome
from graph.intake.ready import Ready
from graph.json_text import characters, dumps, loads
from graph.mentions import Entry, Name
from graph.records import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.intake.outcome import Task

#: The quickest there is: evidence is a tenth of its size already.
_LEVEL = 1
#: The length of what is JSON.
_HEAD = struct.Struct(">Q")
#: An outcome that unpacks to more than this is none of ours.
_MOST = 1 << 36


def pack(outcome: Outcome) -> bytes:
    """An outcome without its task: its length, all that is small as JSON, then the evidence's own text."""
    content: dict[str, Any] = {"hash": outcome.hash}
    for name in ("unchanged", "taken", "kind", "set_aside", "line", "no_review", "no_document",
                 "pieces"):  # fmt: skip
        if value := getattr(outcome, name):
            content[name] = value
    if outcome.complaints:
        content["complaints"] = [[c.message, c.line] for c in outcome.complaints]
    if outcome.contents is not None:
        content["contents"] = asdict(outcome.contents)
    content = characters(content)  # what is said of a document quotes it, and is printed
    texts: list[bytes] = []
    ready = outcome.ready
    if ready is not None:
        texts = [ready.facts, *(text for part in ready.parts for text in (part.text, part.names))]
        content["ready"] = [ready.entries, ready.links, [[part.kind, part.holds] for part in ready.parts]]
        content["lengths"] = list(map(len, texts))
    head = dumps(content)
    whole = b"".join((_HEAD.pack(len(head)), head, *texts))
    return zstandard.ZstdCompressor(level=_LEVEL).compress(whole)


def unpack(packed: bytes, task: Task) -> Outcome:
    """The outcome of a task.

    Raises:
        ValueError: these are no bytes that :func:`pack` makes.
    """
    try:
        whole = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST)
        end = _HEAD.size + _HEAD.unpack_from(whole)[0]
        content: dict[str, Any] = loads(whole[_HEAD.size : end])
        contents = content.pop("contents", None)
        ready = content.pop("ready", None)
        lengths = content.pop("lengths", ())
        return Outcome(
            task,
            ready=_ready(ready, _cut(whole, end, lengths)) if ready is not None else None,
            complaints=tuple(Complaint(*complaint) for complaint in content.pop("complaints", ())),
            contents=_contents(contents) if contents is not None else None,
            **content,
        )
    except (zstandard.ZstdError, struct.error, TypeError, KeyError, StopIteration) as error:
        raise ValueError(f"no outcome: {error}") from None


def _cut(whole: bytes, start: int, lengths: Iterable[int]) -> Iterator[bytes]:
    for length in lengths:
        yield whole[start : start + length]
        start += length


def _ready(said: list[Any], texts: Iterator[bytes]) -> Ready:
    entries, links, parts = said
    facts = next(texts)
    return Ready(
        parts=tuple([Part(kind, next(texts), next(texts), tuple(holds)) for kind, holds in parts]),
        facts=facts,
        entries=tuple(map(_entry, entries)),
        links=links,
    )


def _entry(said: list[Any]) -> Entry:
    return Entry._make((*said[:-1], [Name._make(name) for name in said[-1]]))


def _contents(said: dict[str, Any]) -> Contents:
    contents = Contents(**said)
    contents.refused = [(line, title, reason) for line, title, reason in contents.refused]
    return contents
