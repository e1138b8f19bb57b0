"""``reelgraph versions``: list, keep, let go, drop and compare what was published."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

import click

from graph.store import changes, patch_lines
from server import terminal
from server.options import data_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Dataset

_LINES = 1000  # a patch is printed in blocks of as many lines: a pipe that closes is noticed


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the list in JSON.")
@data_options
@click.pass_context
def versions(context: click.Context, dataset: Dataset, as_json: bool) -> None:  # noqa: FBT001
    """List the published versions; keep, drop and compare them."""
    # What stands before the name of a subcommand holds for it, too.
    context.obj = {"data": str(dataset.path), "base": (context.obj or {}).get("base")}
    if context.invoked_subcommand is None:
        terminal.show_versions(dataset, as_json=as_json)


@versions.command()
@click.argument("number", type=int)
@data_options
def keep(dataset: Dataset, number: int) -> None:
    """Keep version NUMBER: it cannot be dropped until it is let go."""
    dataset.keep(number)
    click.echo(f"Version {number} is kept.", err=True)


@versions.command()
@click.argument("number", type=int)
@data_options
def unkeep(dataset: Dataset, number: int) -> None:
    """Let version NUMBER go: it may be dropped again."""
    dataset.keep(number, keep=False)
    click.echo(f"Version {number} is no longer kept; nothing was deleted.", err=True)


@versions.command()
@click.argument("number", type=int)
@data_options
def drop(dataset: Dataset, number: int) -> None:
    """Delete version NUMBER. Neither the current version nor one that is kept can be dropped."""
    dataset.drop(number)
    click.echo(f"Version {number} is dropped; an answer that names it is gone.", err=True)


@versions.command()
@click.argument("old", type=int)
@click.argument("new", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print only how much was added and deleted, in JSON.")
@data_options
def diff(dataset: Dataset, old: int, new: int, as_json: bool) -> None:  # noqa: FBT001
    """Print what changed from version OLD to version NEW, as an RDF Patch.

    A row is D (deleted) or A (added) and one quad of N-Quads; the same two versions always give the
    same rows in the same order.
    """
    before, after = dataset.version(old), dataset.version(new)
    if as_json:
        counts = {"from": old, "to": new, "added": 0, "deleted": 0}
        for change in changes(before.store, after.store):
            counts["added" if change.added else "deleted"] += 1
        click.echo(json.dumps(counts, indent=2))
        return
    for block in _blocks(patch_lines(before, after)):
        click.echo(block)


def _blocks(lines: Iterator[str]) -> Iterator[str]:
    while block := list(islice(lines, _LINES)):
        yield "\n".join(block)
