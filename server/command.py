"""The command line, ``reelgraph``: one function a command, and nothing decided here.

stdout carries what was asked for, stderr everything else. Exit codes: 0 done, 1 done with documents
set aside (or a check that found a fault, or a run that failed), 2 wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server import open_files, terminal
from server.later import Later
from server.options import Failed, data_options, setting_options

if TYPE_CHECKING:
    from graph.store import Dataset
    from server.settings import Settings


@click.group(cls=Later, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--data", metavar="DIR", envvar="REELGRAPH_DATA", help="The dataset's directory.")
@click.option(
    "--base", metavar="IRI", envvar="REELGRAPH_BASE", help="What the IRIs of a new dataset start with."
)
@click.option(
    "--store", metavar="URL", envvar="REELGRAPH_STORE", help="A SPARQL store that holds the version."
)
@click.version_option(package_name="reelgraph", prog_name="reelgraph")
@click.pass_context
def main(context: click.Context, data: str | None, base: str | None, store: str | None) -> None:
    """Film reviews and credits as linked data: read them, ask them in SPARQL, serve and embed them."""
    open_files.allow(open_files.COMMAND)
    context.obj = {"data": data, "base": base, "store": store}


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
    """Ask a question in SPARQL; - takes it from stdin.

    The common prefixes (reel:, schema:, ...) are declared already.
    """
    from server.asking import BadQuery, answer
    from server.hints import hints

    if (sparql is None) == (file is None):
        raise click.UsageError("Give the query itself, or a file with --file, and not both.")
    if file is None and sparql == "-":
        file = click.open_file("-", encoding="utf-8")
    given: str = sparql or "" if file is None else file.read()
    text = given.removeprefix("\ufeff")  # as some editors begin a file
    try:
        found = answer(dataset.version(number), text, format_)
    except BadQuery as error:
        raise click.UsageError(str(error)) from None
    terminal.write(found, out)
    if isinstance(found, tuple) and not found[1]:
        click.echo("No rows.", err=True)
    for hint in hints(text):
        click.echo(f"Note: {hint}", err=True)


@click.group(cls=Later)
def export() -> None:
    """Write what the graph knows in other forms."""


main.add_command(export)
# Each with the first sentence of its help: `reelgraph --help` imports none of them.
for _name, _place, _help in (
    ("check", "server.check_command:check",
     "Say what is missing or contradicts, and which reviews can have a review snippet."),
    ("enrich", "server.enrich_command:enrich",
     "Ask other services about the films and people of the dataset."),
    ("ingest", "server.ingest_command:ingest",
     "Read review pages and credit tables, link what they speak of, and publish a new version."),
    ("link", "server.link_command:link",
     "Link all mentions anew, as after a change of the method, and publish what that changes."),
    ("links", "server.links_command:links",
     "List what the method is not sure of, the riskiest first; decide; say why two are one."),
    ("publish", "server.publish_command:publish",
     "Put the current version into the store of --store: all of it or nothing."),
    ("reconcile", "server.reconcile_command:reconcile",
     "Match a column of names or titles in a CSV or TSV file with the dataset."),
    ("trust", "server.trust_command:trust",
     "List how far sources are trusted, or trust a SOURCE or all of a KIND with RANK, from 0 to 100."),
    ("versions", "server.versions_command:versions",
     "List the published versions; keep, drop and compare them."),
):  # fmt: skip
    main.elsewhere(_name, _place, _help)
for _name, _place, _help in (
    ("dump", "server.export_command:dump",
     "Write a version as one RDF document, with its checksum and a manifest."),
    ("html", "server.export_command:html",
     "Put the JSON-LD of each review into its page of a static site, and touch nothing else."),
    ("jsonld", "server.export_command:jsonld",
     "The schema.org JSON-LD of each review, to embed in its page."),
    ("links", "server.links_export:links",
     "Every mention of a film or a person with its entity, score and method; a line for each row."),
):  # fmt: skip
    export.elsewhere(_name, _place, _help)


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
