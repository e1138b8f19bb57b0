"""What the command line shows a person: tables, progress, summaries. All of it goes to stderr but answers."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from graph.intake.set_aside import Aside
    from graph.store import Dataset
    from graph.summary import SetAsideDocument, Summary

#: How many documents or complaints a summary lists before it only counts them.
_LISTED = 10
#: How many of the documents that are gone are named.
_NAMED = 3


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not _may_be_terminal(sys.stderr):
        yield None
        return
    from server.progress import bar  # noqa: PLC0415 - rich takes longer than all else that --help needs

    with bar() as show:
        yield show


def _may_be_terminal(file: Any) -> bool:  # noqa: ANN401 - whatever stands for stdout or stderr
    """Whether rich might take a file for a terminal, which these variables may tell it to."""
    if os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE"):
        return True
    try:
        return bool(file.isatty())
    except (AttributeError, ValueError):  # it has no such thing, or is closed
        return False


def summary_object(summary: Summary) -> dict[str, Any]:
    """A run's summary as JSON."""
    return {
        "version": summary.version,
        "read": summary.read,
        "unchanged": summary.unchanged,
        "set_aside": [{"document": d.name, "reason": d.reason, "line": d.line} for d in summary.set_aside],
        "complaints": [{"document": n, "message": m, "line": li} for n, m, li in summary.complaints],
        "complained": summary.complained,
        "commonest": [
            {"message": c.sentence, "count": c.count, "document": c.name, "line": c.line}
            for c in summary.commonest()
        ],
        "kinds": dict(summary.kinds),
        "not_documents": dict(summary.not_documents),
        "taken_over": summary.taken_over,
        "vanished": summary.vanished,
        "removed": summary.removed,
        "interrupted": summary.interrupted,
        "unread": summary.unread,
        "counts": summary.counts,
        **({"sites": summary.sites} if summary.sites else {}),
    }


def show_summary(summary: Summary) -> None:
    """Says what a run did, on stderr."""
    for site in summary.sites:
        numbers = (f"{number:,} {what.replace('_', ' ')}" for what, number in site.items()
                   if isinstance(number, int) and number)  # fmt: skip
        _say(f"{site['site']}: {', '.join(numbers)}.")
    _show_refused(summary.set_aside)
    shown = summary.commonest(_LISTED)
    for one in shown:
        where = f"{one.name}, line {one.line}" if one.line else one.name
        if one.count == 1:
            _say(f"Note: {where}: {one.sentence}")
        else:
            _say(f"Note: {one.count:,} times: {one.sentence} (first in {where})")
    if more := summary.complained - sum(one.count for one in shown):
        _say(f"Note: {more:,} more; --json lists them.")
    if summary.taken_over:
        taken = counted(summary.taken_over, "document")
        _say(f"{taken} read by an interrupted run {'is' if summary.taken_over == 1 else 'are'} taken over.")
    _gone("no longer there, and stay{s} in the dataset until --prune takes {them} out", summary.vanished)
    _gone("no longer there, and {were} taken out of the dataset", summary.removed)
    _beside(summary.not_documents)
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in summary.kinds.most_common())
    _say(
        f"{counted(summary.read, 'document')} read{f' ({kinds})' if len(summary.kinds) > 1 else ''}, "
        f"{summary.unchanged:,} unchanged, {len(summary.set_aside):,} set aside."
    )
    if summary.interrupted:
        left = counted(summary.unread, "document")
        _say(f"Interrupted: {left} not looked at; the same command reads the rest.")
    if summary.version is None:
        _say("Nothing changed, so no new version was published.")
    else:
        counts = summary.counts
        parts = [
            counted(counts.get(kind, 0), word, plural)
            for kind, word, plural in (
                ("Film", "film", None), ("Person", "person", "people"), ("Role", "role", None),
                ("Review", "review", None), ("Mention", "mention", None),
            )
        ]  # fmt: skip
        _say(f"Published version {summary.version}: {', '.join(parts)}.")


def _show_refused(documents: Sequence[SetAsideDocument]) -> None:
    """The documents set aside; of many those of one reason on one line, the rarest reasons first.

    A site's thousand pictures are one line, and do not hide the page that is broken.
    """
    from graph.summary import sentence_of  # noqa: PLC0415 - --help needs none of it

    reasons: dict[str, list[SetAsideDocument]] = {}
    for document in documents:
        apart = str(len(reasons)) if len(documents) <= _LISTED else sentence_of(document.reason)
        reasons.setdefault(apart, []).append(document)
    shown = sorted(reasons.items(), key=lambda one: len(one[1]))[:_LISTED]
    for sentence, alike in shown:
        first = alike[0]
        where = f"{first.name}, line {first.line}" if first.line else first.name
        if len(alike) == 1:
            _say(f"Set aside: {where}: {first.reason}")
        else:
            _say(f"Set aside: {len(alike):,} documents: {sentence} (first {where})")
    if more := len(documents) - sum(len(alike) for _, alike in shown):
        _say(f"Set aside: {more:,} more; --json lists them all.")


def show_set_aside(found: Sequence[Aside], *, as_json: bool) -> None:
    """Lists the documents that could not be read, on stdout."""
    if as_json:
        click.echo(json.dumps([one.as_object() for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        _say("No document is set aside.")
        return
    rows = [
        [one.name, str(one.line or ""), one.reason, "what it said before stands" if one.source else ""]
        for one in found
    ]
    show_table(["document", "line", "reason", ""], rows)
    _say(f"{counted(len(found), 'document')} set aside; `reelgraph ingest --retry` reads them again.")
    if away := sum(1 for one in found if not one.path):
        _say(f"{counted(away, 'page')} of them could not be fetched; ingest the site again to ask for them.")


def show_versions(dataset: Dataset, *, as_json: bool) -> None:
    """Lists the published versions on stdout, the newest first."""
    current, kept = dataset.current_number(), dataset.kept()
    held: dict[str, int | None] = (
        {"in the store": dataset.held_number} if hasattr(dataset, "held_number") else {}
    )
    found = list(reversed(dataset.versions()))
    if as_json:
        rows = [
            {
                "version": version.number,
                "published": version.published,
                "triples": version.triples,
                "current": version.number == current,
                "kept": version.number in kept,
                **{word.replace(" ", "_"): version.number == number for word, number in held.items()},
            }
            for version in found
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    marks = {
        version.number: ", ".join(
            word for word, holds in (
                ("current", version.number == current), ("kept", version.number in kept),
                *((word, version.number == number) for word, number in held.items()),
            ) if holds
        )
        for version in found
    }  # fmt: skip
    show_table(
        ["version", "published", "triples", ""],
        [[str(v.number), v.published, f"{v.triples:,}", marks[v.number]] for v in found],
    )


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]], file: Any = None) -> None:  # noqa: ANN401
    """Prints a table: ruled on a terminal, plain columns at full width in a pipe or a file."""
    if _may_be_terminal(file or sys.stdout):
        from server.progress import ruled  # noqa: PLC0415 - see above

        if ruled(columns, rows, file):
            return
    widths = [max(len(line[i]) for line in (columns, *rows)) for i in range(len(columns))]
    for line in (columns, *rows):
        click.echo(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip(), file=file
        )


def write(content: bytes | tuple[list[str], list[list[str]]], out: Path | None) -> None:
    """Writes an answer to stdout or to a file: bytes as they are, columns and rows as a table."""
    if isinstance(content, bytes):
        if out is not None:
            out.write_bytes(content)
        else:
            sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")
            sys.stdout.buffer.flush()
    elif out is not None:
        with out.open("w", encoding="utf-8") as file:
            show_table(*content, file=file)
    else:
        show_table(*content)


def show_addresses(address: str, worth_opening: Sequence[tuple[str, str]]) -> None:
    """Says where a server listens and which pages are worth opening, on stderr."""
    _say(f"Serving on {address}/ (Ctrl+C stops it)")
    for label, url in worth_opening:
        _say(f"  {label:<18} {url}")


def _beside(not_documents: Counter[str]) -> None:
    """Says what lay beside the documents and is none, by what it is."""
    if not not_documents:
        return
    number = not_documents.total()
    plurals = {
        "part of a saved page": "parts of saved pages",
        "feed of comments": "feeds of comments",
        "subtitles": "subtitles",
    }
    kinds = ", ".join(counted(n, what, plurals.get(what)) for what, n in not_documents.most_common())
    are = "is no document and was" if number == 1 else "are no documents and were"
    _say(f"{counted(number, 'file')} {are} left out: {kinds}.")


def _gone(what: str, documents: Sequence[str]) -> None:
    """Says which documents are gone, and what became of that."""
    if documents:
        more = f" and {len(documents) - _NAMED:,} more" if len(documents) > _NAMED else ""
        one = len(documents) == 1
        are = "is" if one else "are"
        what = what.format(s="s" if one else "", them="it" if one else "them", were="was" if one else "were")
        listed = ", ".join(documents[:_NAMED])
        _say(f"{counted(len(documents), 'document')} {are} {what}: {listed}{more}.")


def _say(text: str) -> None:
    click.echo(text, err=True)


def counted(number: int, word: str, plural: str | None = None) -> str:
    """A number with its word: ``1 review``, ``2,000 reviews``."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
