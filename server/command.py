"""The command line, ``reelgraph``: one function a command, and nothing decided here.

stdout carries what was asked for, stderr everything else. Exit codes: 0 done, 1 done with documents
set aside (or a check that found a fault, or a run that failed), 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server import export_command, links_export, terminal
from server.link_command import link
from server.links_command import links
from server.options import Failed, columns_option, data_options, setting_options
from server.reconcile_command import reconcile
from server.versions_command import versions

if TYPE_CHECKING:
    from graph.store import Dataset
    from server.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--data", metavar="DIR", envvar="REELGRAPH_DATA", help="The dataset's directory.")
@click.option(
    "--base", metavar="IRI", envvar="REELGRAPH_BASE", help="What the IRIs of a new dataset start with."
)
@click.version_option(installed_version("reelgraph"), prog_name="reelgraph")
@click.pass_context
def main(context: click.Context, data: str | None, base: str | None) -> None:
    """Film reviews and credits as linked data: read them, ask them in SPARQL, serve and embed them."""
    context.obj = {"data": data, "base": base}


def _publication(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[str, str] | None:
    if value is None:
        return None
    name, equals, homepage = value.rpartition("=")
    if not equals or not name.strip() or not homepage.strip().startswith(("http://", "https://")):
        raise click.BadParameter(
            f'“{value}” is not NAME=URL, such as "The Lantern=https://lantern.example/".'
        )
    return name.strip(), homepage.strip()


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--publication", callback=_publication, metavar="NAME=URL",
              help="The publication of these reviews, whatever the pages say.")  # fmt: skip
@click.option("--best", metavar="N", help="The best rating, where pages print stars and not out of how many.")
@click.option("--as", "kind",
              type=click.Choice(["review_text", "review_html", "markdown", "feed", "credit_table"]),
              help="Read the documents as this kind instead of recognising it.")  # fmt: skip
@click.option("--map", "columns", multiple=True, callback=columns_option, metavar="THEIRS=OURS",
              help="What a credit table's column is, as in 'Film Title=film_title'; repeatable.")  # fmt: skip
@click.option("--ignore-column", "ignored", multiple=True, metavar="NAME",
              help="A column of a credit table that is not to be read; repeatable.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a summary in JSON on stdout.")
@data_options
def ingest(
    dataset: Dataset,
    paths: tuple[str, ...],
    publication: tuple[str, str] | None,
    best: str | None,
    kind: str | None,
    columns: dict[str, str],
    ignored: tuple[str, ...],
    as_json: bool,  # noqa: FBT001
) -> None:
    """Read review pages and credit tables, link what they speak of, and publish a new version.

    Each PATH is a file or a folder. A credit table is CSV or TSV with a header: film_title, name and job
    (or character), and where there are any film_year, character, billing, note, row_id and ids.
    """
    from graph.build import ingest as build
    from graph.reading import Options

    with terminal.progress() as progress:
        options = Options(
            publication=publication, best=best, kind=kind, columns=columns, ignore_columns=ignored
        )
        summary = build(dataset, paths, options, progress)
    if as_json:
        click.echo(json.dumps(terminal.summary_object(summary), ensure_ascii=False, indent=2))
    terminal.show_summary(summary)
    if summary.set_aside:
        sys.exit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings in JSON.")
@data_options
def check(dataset: Dataset, as_json: bool) -> None:  # noqa: FBT001
    """Say what is missing or contradicts, and which reviews can have a review snippet."""
    from graph.check import check as check_version

    report = check_version(dataset.version().store)
    if as_json:
        click.echo(json.dumps(report.as_object(), ensure_ascii=False, indent=2))
    else:
        terminal.show_report(report)
    if report.faults:
        sys.exit(1)


@main.command()
@click.argument("sparql", required=False)
@click.option(
    "--file",
    "-f",
    "file",
    type=click.File("r", encoding="utf-8"),
    help="Read the query from a file; - is stdin.",
)
@click.option("--format", "format_", default="table", show_default=True,
              type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld"]))  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of stdout.")
@click.option("--version", "number", type=int, help="Ask an older version.")
@data_options
def query(
    dataset: Dataset,
    sparql: str | None,
    file: Any,
    format_: str,
    out: Path | None,
    number: int | None,
) -> None:
    """Ask a question in SPARQL. The common prefixes (reel:, schema:, ...) are declared already."""
    from server.asking import BadQuery, answer

    if (sparql is None) == (file is None):
        raise click.UsageError("Give the query itself, or a file with --file, and not both.")
    try:
        found = answer(dataset.version(number), sparql if sparql is not None else file.read(), format_)
    except BadQuery as error:
        raise click.UsageError(str(error)) from None
    terminal.write(found, out)


@main.group()
def export() -> None:
    """Write what the graph knows in other forms."""


main.add_command(link)
main.add_command(links)
export.add_command(export_command.jsonld)
export.add_command(export_command.html)
export.add_command(export_command.dump)
export.add_command(links_export.links)
main.add_command(reconcile)
main.add_command(versions)


@main.command()
@click.argument("number", type=int, required=False)
@data_options
def rollback(dataset: Dataset, number: int | None) -> None:
    """Make an older version the current one: the one before, or version NUMBER. Nothing is deleted."""
    click.echo(f"Version {dataset.rollback(number)} is current now.", err=True)


@main.command()
@setting_options
@data_options
def serve(dataset: Dataset, settings: Settings) -> None:
    """Serve the current version: pages, SPARQL, JSON-LD."""
    _serve(dataset, settings)


@main.command()
@setting_options
@data_options
def demo(dataset: Dataset, settings: Settings) -> None:
    """Read the sample archive that comes with Reelgraph and serve it."""
    from graph.build import ingest as build
    from server.samples_path import samples_path

    click.echo(f"Reading the samples into {dataset.path}", err=True)
    with terminal.progress() as progress:
        summary = build(dataset, [samples_path()], None, progress)
    terminal.show_summary(summary)
    _serve(dataset, settings)


def _serve(dataset: Dataset, settings: Settings) -> None:
    from server.serve import CannotServe
    from server.serve import serve as run

    try:
        run(dataset, settings, started=terminal.show_addresses)
    except CannotServe as error:
        raise Failed(str(error)) from None
