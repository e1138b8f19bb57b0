"""``reelgraph check``: what is missing or contradicts, as a table for an editor or as JSON for a program."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from graph.export.options import Options
from server import terminal
from server.export_command import grades_option
from server.options import data_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.check import Report
    from graph.export.grades import Grades
    from graph.intake.set_aside import Aside
    from graph.store import Dataset

#: Rows of one kind that the table has before it only counts them.
_LISTED = 20


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings in JSON, all of them.")
@click.option("--set-aside", "aside", is_flag=True, help="List the documents that could not be read instead.")
@grades_option
@data_options
def check(dataset: Dataset, *, as_json: bool, aside: bool, grades: Grades | None) -> None:
    """Say what is missing or contradicts, and which reviews can have a review snippet.

    What to do comes first, by how many pages it repairs. Exit code 1: the data itself has a fault.
    """
    from graph.check import check as check_version
    from graph.intake.set_aside import set_aside

    unread = set_aside(dataset)
    if aside:
        terminal.show_set_aside(unread, as_json=as_json)
        return
    report = check_version(dataset.version().store, Options(grades=grades))
    if as_json:
        found = {**report.as_object(), "set_aside": [one.as_object() for one in unread]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(report)
        show_unread(unread)
    if report.faults:
        sys.exit(1)


def show(report: Report) -> None:
    """Says what a check found, on stdout: how many, what to do, then what is the matter where."""
    total = terminal.counted(len(report.reviews), "review")
    click.echo(f"{report.eligible:,} of {total} can have a review snippet in search results.")
    if report.fixes:
        click.echo("\nWhat to do first:")
        columns = ["pages", "snippets won", "what to do", "where"]
        rows = [
            [f"{fix.pages:,}", f"{fix.frees:,}" if fix.blocking else "recommended", fix.what, fix.where]
            for fix in report.fixes[:_LISTED]
        ]
        terminal.show_table(columns, rows)
        _more(len(report.fixes))
    if report.contradictions:
        click.echo("\nWhat contradicts:")
        for one in report.contradictions[:_LISTED]:
            click.echo(f"{one.label}: {one.message}.")
        _more(len(report.contradictions))
    blocked = [finding for finding in report.reviews if finding.blocking]
    if blocked:
        click.echo("\nReviews without a snippet:")
        for finding in blocked[:_LISTED]:
            where = f" [{', '.join(finding.sources)}]" if finding.sources else ""
            click.echo(f"{finding.label}: {finding.sentence}.{where}")
        _more(len(blocked))
    if report.faults:
        said = terminal.counted(len(report.faults), "fault")
        click.echo(f"\n{said} against the ontology's shapes, which is our mistake and not yours:")
        for fault in report.faults[:_LISTED]:
            click.echo(f"{fault.node}: {fault.message}")
        _more(len(report.faults))
    else:
        click.echo("\nThe view conforms to the ontology's shapes.")


def show_unread(unread: Sequence[Aside]) -> None:
    """Says which documents cannot be read, first those of which the dataset has what they said before."""
    if not unread:
        return
    click.echo("\nDocuments that could not be read:")
    for one in sorted(unread, key=lambda one: not one.source)[:_LISTED]:
        where = f"{one.name}, line {one.line}" if one.line else one.name
        stands = " What it said before stands." if one.source else ""
        click.echo(f"{where}: {one.reason.rstrip('.')}.{stands}")
    if len(unread) > _LISTED:
        click.echo(f"and {len(unread) - _LISTED:,} more; --set-aside lists them all.")


def _more(number: int) -> None:
    if number > _LISTED:
        click.echo(f"and {number - _LISTED:,} more; --json lists them all.")
