"""``reelgraph links``: the questions that wait for a person, and the decisions that people take."""

from __future__ import annotations

import getpass
import json
import os
from typing import TYPE_CHECKING, Any

import click

from server import links_text
from server.options import address_of, data_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store import Dataset


def _list_options(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="List so many."),
        click.option(
            "--kind", type=click.Choice(["film", "person"]), help="List those about films, or people."
        ),
        click.option(
            "--decided", is_flag=True, help="List what people decided in the place of what is open."
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the list in JSON."),
    ):
        function = option(function)
    return function


def _by_options(function: Callable[..., None]) -> Callable[..., None]:
    """``--by``, ``--note`` and ``--json``, as every decision takes them."""
    for option in (
        click.option(
            "--by",
            metavar="WHO",
            envvar="REELGRAPH_USER",
            help="Who decides [REELGRAPH_USER; default your login name].",
        ),
        click.option(
            "--note", metavar="TEXT", default="", help="Why, in your words; kept with the decision."
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the decision in JSON."),
    ):
        function = option(function)
    return function


@click.group(invoke_without_command=True)
@_list_options
@data_options
@click.pass_context
def links(context: click.Context, /, dataset: Dataset, **options: Any) -> None:  # noqa: ANN401
    """List what the method is not sure of, the riskiest first; decide; say why two are one.

    A question has a code (q and eight digits) that answers it: links accept CODE. Things are named by the
    address of their page or its last part; mentions as they are listed: SOURCE#person-NAME.
    """
    # What stands before the name of a subcommand holds for it, too.
    context.obj = {**(context.obj or {}), "data": str(dataset.path), "store": address_of(dataset)}
    if context.invoked_subcommand is None:
        _list(dataset, **options)


@links.command("list")
@_list_options
@data_options
def list_(dataset: Dataset, **options: Any) -> None:  # noqa: ANN401
    """List the open questions, the riskiest first, or (--decided) what people decided."""
    _list(dataset, **options)


def _list(dataset: Dataset, *, limit: int, kind: str | None, decided: bool, as_json: bool) -> None:
    from graph.decisions.questions import Questions

    version = dataset.version()
    questions = Questions(version.store, dataset.base)
    if decided:
        found = [item for item in questions.decisions() if kind in (None, item.kind)]
        shown = found[-limit:][::-1]
        if as_json:
            rows = [links_text.decision_object(item) for item in shown]
            click.echo(_json({"version": version.number, "decided": len(found), "decisions": rows}))
            return
        for item in shown:
            click.echo(links_text.decision_line(item))
        click.echo(f"{_count(len(found), 'decision')} by people; the newest {len(shown)} listed.", err=True)
        return
    queue = questions.queue(kind)
    shown_questions = [questions.question(iri) for _, iri in queue[:limit]]
    if as_json:
        rows = [links_text.question_object(question) for question in shown_questions]
        click.echo(_json({"version": version.number, "open": len(queue), "questions": rows}))
        return
    for question in shown_questions:
        click.echo("\n".join(links_text.question_lines(question, dataset.base)) + "\n")
    click.echo(
        f"{_count(len(queue), 'question')} open; the riskiest {len(shown_questions)} listed.", err=True
    )


@links.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B", required=False)
@_by_options
@data_options
def accept(dataset: Dataset, first: str, second: str | None, **options: Any) -> None:  # noqa: ANN401
    """A and B are one: two films, two people, or two mentions; or yes to the question with the code A."""
    _decide(dataset, "accept", [first, *([second] if second else [])], **options)


@links.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@_by_options
@data_options
def merge(dataset: Dataset, first: str, second: str, **options: Any) -> None:  # noqa: ANN401
    """The same as accept: A and B are one."""
    _decide(dataset, "merge", [first, second], **options)


@links.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B", required=False)
@_by_options
@data_options
def reject(dataset: Dataset, first: str, second: str | None, **options: Any) -> None:  # noqa: ANN401
    """A and B are two; or no to the question with the code A."""
    _decide(dataset, "reject", [first, *([second] if second else [])], **options)


@links.command()
@click.argument("entity")
@click.argument("mentions", nargs=-1, required=True, metavar="MENTION...")
@_by_options
@data_options
def split(dataset: Dataset, entity: str, mentions: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """ENTITY is two: each MENTION (or all mentions of a source) is another than the rest."""
    _decide(dataset, "split", [entity, *mentions], **options)


@links.command()
@click.argument("decision")
@_by_options
@data_options
def undo(dataset: Dataset, decision: str, **options: Any) -> None:  # noqa: ANN401
    """Take a decision back, by its number: it stays in the list, and counts for nothing."""
    _decide(dataset, "undo", [decision], **options)


@links.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation in JSON.")
@data_options
def explain(dataset: Dataset, first: str, second: str, as_json: bool) -> None:  # noqa: FBT001
    """Say why A and B are one, link by link, or why they are two."""
    from graph.decisions.deciding import Undecidable
    from graph.decisions.explaining import explain as why

    try:
        found = why(dataset.version(), dataset.base, first, second)
    except Undecidable as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(_json(links_text.explanation_object(found)))
    else:
        click.echo("\n".join(links_text.explanation_lines(found, dataset.base)))


def _decide(
    dataset: Dataset, action: str, things: list[str], *, by: str | None, note: str, as_json: bool
) -> None:
    from graph.decisions.decider import take
    from graph.decisions.deciding import By, Undecidable
    from graph.decisions.questions import Questions

    try:
        taken = take(dataset, action, things, By(" ".join((by or _login()).split()), " ".join(note.split())))
    except Undecidable as error:
        raise click.UsageError(str(error)) from None
    questions = Questions(dataset.version(taken.version).store, dataset.base)
    decided = questions.decisions()[taken.number - 1]
    if as_json:
        click.echo(_json({"version": taken.version, **links_text.decision_object(decided)}))
    click.echo(f"Decision {links_text.decision_line(decided)}", err=True)
    back = "" if action == "undo" else f" `reelgraph links undo {taken.number}` takes it back."
    click.echo(f"Published version {taken.version}.{back}", err=True)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise click.UsageError(
            f"Nobody is logged in under a name (uid {os.getuid()}): say who decides with --by."
        ) from None


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
