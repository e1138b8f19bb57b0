"""``reelgraph enrich``: what others know of a dataset's films and people, as evidence of its own."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from server import terminal
from server.options import Failed, data_options, languages_option

if TYPE_CHECKING:
    from graph.enrich.client import Spent
    from graph.enrich.wikidata import Report
    from graph.store import Dataset

_ENDPOINT = "https://query.wikidata.org/sparql"


@click.group()
def enrich() -> None:
    """Ask other services about the films and people of the dataset."""


@enrich.command()
@click.option("--endpoint", metavar="URL", default=_ENDPOINT, show_default=True, envvar="REELGRAPH_WIKIDATA",
              help="A SPARQL service that is shaped like Wikidata's.")  # fmt: skip
@click.option("--contact", metavar="TEXT", envvar="REELGRAPH_CONTACT", default="",
              help="How to reach you: a mail address or a page [REELGRAPH_CONTACT].")  # fmt: skip
@click.option("--language", "languages", metavar="TAG", multiple=True, callback=languages_option,
              help="A language of titles and names, the preferred one first; repeatable [en].")  # fmt: skip
@click.option("--max-age", metavar="DAYS", type=click.FloatRange(0), default=30.0, show_default=True,
              help="Ask again for what was answered longer ago.")  # fmt: skip
@click.option("--batch", metavar="N", type=click.IntRange(1, 200), default=25, show_default=True,
              help="Films asked about at once.")  # fmt: skip
@click.option(
    "--limit", metavar="N", type=click.IntRange(1), help="Ask about the first N films, and no people."
)
@click.option("--timeout", metavar="SECONDS", type=click.FloatRange(1, 600), default=70.0, show_default=True,
              help="The longest that an answer may take.")  # fmt: skip
@click.option("--patience", metavar="SECONDS", type=click.FloatRange(0, 86_400), default=900.0,
              show_default=True, help="The longest to wait for a busy service, a question.")  # fmt: skip
@click.option("--trust", metavar="N", type=click.IntRange(0, 100), help="The rank of what is found.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary in JSON on stdout.")
@data_options
def wikidata(
    dataset: Dataset,
    endpoint: str,
    contact: str,
    languages: tuple[str, ...],
    max_age: float,
    batch: int,
    limit: int | None,
    timeout: float,
    patience: float,
    trust: int | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Ask Wikidata about the films and people of the dataset, and publish what it says.

    Films are looked for by their IMDb id, else by title, year and director; people by their IMDb id, and
    with the films that they worked on. What is found becomes evidence, one source for each item, and is
    linked like any other. Answers are kept in the dataset's directory, so that a run that was
    interrupted goes on where it stopped.
    """
    from graph.enrich.client import Client, Manners
    from graph.enrich.wikidata import Asking, Unfinished
    from graph.enrich.wikidata import enrich as ask

    try:
        client = Client(endpoint, contact, Manners(seconds=timeout, patience=patience))
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    if endpoint == _ENDPOINT and not contact:
        click.echo(
            "Wikidata asks for a way to reach you: give --contact, a mail address or a page.", err=True
        )
    asking = Asking(languages=languages or ("en",), max_age=max_age, batch=batch, limit=limit, trust=trust)
    try:
        with terminal.progress() as progress:
            report = ask(dataset, client, asking, progress)
    except Unfinished as error:
        raise Failed(f"{error} What was answered is kept: run this again to go on.") from None
    if as_json:
        click.echo(json.dumps(_object(report, client.spent), ensure_ascii=False, indent=2))
    _show(report, client.spent)
    if report.unanswered or report.summary.set_aside:
        sys.exit(1)


def _object(report: Report, spent: Spent) -> dict[str, object]:
    return {
        "films": {
            "asked": report.films,
            "found_by_id": report.by_id,
            "found_by_title": report.by_title,
            "several_candidates": report.ambiguous,
            "not_found": report.not_found,
        },
        "people": {"asked": report.people, "found": report.people_found},
        "items": report.items,
        "questions": spent.questions,
        "asked_again": spent.again,
        "seconds_waited": round(spent.waited, 1),
        "answers_from_cache": report.from_cache,
        "unanswered": report.unanswered,
        "ingest": terminal.summary_object(report.summary),
    }


def _show(report: Report, spent: Spent) -> None:
    click.echo(
        f"{report.films:,} films asked about: {report.by_id:,} found by id, {report.by_title:,} by title "
        f"({report.ambiguous:,} with several candidates), {report.not_found:,} not found. "
        f"{report.people_found:,} of {report.people:,} people with an id found.\n"
        f"{spent.questions:,} questions put, {report.from_cache:,} answers were known.",
        err=True,
    )
    for one in report.unanswered[:10]:
        click.echo(f"unanswered: {one}", err=True)
    if report.items:
        terminal.show_summary(report.summary)
