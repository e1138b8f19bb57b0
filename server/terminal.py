"""What the command line shows a person: tables, progress, summaries. All of it goes to stderr but answers."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from graph.check import Report
    from graph.store import Dataset
    from graph.summary import Summary

#: How many documents or complaints a summary lists before it only counts them.
_LISTED = 10


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage.capitalize(), total=total or None)
            bar.update(tasks[stage], completed=done)

        yield show


def summary_object(summary: Summary) -> dict[str, Any]:
    """A run's summary as JSON."""
    return {
        "version": summary.version,
        "read": summary.read,
        "unchanged": summary.unchanged,
        "set_aside": [{"document": d.name, "reason": d.reason, "line": d.line} for d in summary.set_aside],
        "complaints": [{"document": n, "message": m, "line": li} for n, m, li in summary.complaints],
        "counts": summary.counts,
    }


def show_summary(summary: Summary) -> None:
    """Says what a run did, on stderr."""
    for document in summary.set_aside[:_LISTED]:
        where = f"{document.name}, line {document.line}" if document.line else document.name
        _say(f"Set aside: {where}: {document.reason}")
    if len(summary.set_aside) > _LISTED:
        _say(f"Set aside: {len(summary.set_aside) - _LISTED} more; --json lists them all.")
    kinds = Counter(message for _, message, _ in summary.complaints)
    shown = sorted(summary.complaints, key=lambda complaint: -kinds[complaint[1]])[:_LISTED]
    for name, message, line in shown:
        _say(f"Note: {name}{f', line {line}' if line else ''}: {message}")
    if len(summary.complaints) > _LISTED:
        _say(f"Note: {len(summary.complaints) - _LISTED} more; --json lists them all.")
    _say(
        f"{_count(summary.read, 'document')} read, {summary.unchanged} unchanged, "
        f"{len(summary.set_aside)} set aside."
    )
    if summary.version is None:
        _say("Nothing changed, so no new version was published.")
    else:
        counts = summary.counts
        parts = [
            _count(counts.get(kind, 0), word, plural)
            for kind, word, plural in (
                ("Film", "film", None), ("Person", "person", "people"), ("Role", "role", None),
                ("Review", "review", None), ("Mention", "mention", None),
            )
        ]  # fmt: skip
        _say(f"Published version {summary.version}: {', '.join(parts)}.")


def show_report(report: Report) -> None:
    """Says what a check found, on stdout."""
    for finding in report.reviews:
        if finding.blocking or finding.wanting:
            where = f" [{', '.join(finding.sources)}]" if finding.sources else ""
            click.echo(f"{finding.label}: {finding.sentence}.{where}")
    for one in report.contradictions:
        click.echo(f"{one.label}: {one.message}.")
    if report.fixes:
        click.echo("\nWhat to do, by how many pages it repairs:")
        columns = ["pages", "snippets won", "what", "where"]
        rows = [[f"{fix.pages:,}", f"{fix.frees:,}", fix.what, fix.where] for fix in report.fixes[:_LISTED]]
        show_table(columns, rows)
        if len(report.fixes) > _LISTED:
            click.echo(f"and {len(report.fixes) - _LISTED:,} more; --json lists them all.")
        click.echo()
    for fault in report.faults:
        click.echo(f"{fault.node}: {fault.message}")
    click.echo(f"{report.eligible} of {_count(len(report.reviews), 'review')} can have a review snippet.")
    if report.faults:
        click.echo(f"{_count(len(report.faults), 'fault')} against the ontology's shapes.")
    else:
        click.echo("The view conforms to the ontology's shapes.")


def show_versions(dataset: Dataset, *, as_json: bool) -> None:
    """Lists the published versions on stdout, the newest first."""
    current, kept = dataset.current_number(), dataset.kept()
    found = list(reversed(dataset.versions()))
    if as_json:
        rows = [
            {
                "version": version.number,
                "published": version.published,
                "triples": version.triples,
                "current": version.number == current,
                "kept": version.number in kept,
            }
            for version in found
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    marks = {
        version.number: ", ".join(
            word for word, holds in (("current", version.number == current), ("kept", version.number in kept))
            if holds
        )
        for version in found
    }  # fmt: skip
    show_table(
        ["version", "published", "triples", ""],
        [[str(v.number), v.published, f"{v.triples:,}", marks[v.number]] for v in found],
    )


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]], file: Any = None) -> None:  # noqa: ANN401
    """Prints a table: ruled on a terminal, plain columns at full width in a pipe or a file."""
    console = Console(file=file)
    if console.is_terminal:
        table = Table(*columns)
        for row in rows:
            table.add_row(*row)
        console.print(table)
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


def _say(text: str) -> None:
    click.echo(text, err=True)


def _count(number: int, word: str, plural: str | None = None) -> str:
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
