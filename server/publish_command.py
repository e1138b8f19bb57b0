"""``reelgraph publish``: the current version into the store of ``--store``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from server.options import data_options

if TYPE_CHECKING:
    from graph.store import Dataset


@click.command()
@click.option("--replace", is_flag=True, help="Replace a version that this data directory does not know.")
@data_options
def publish(dataset: Dataset, replace: bool) -> None:  # noqa: FBT001
    """Put the current version into the store of --store: all of it or nothing.

    `ingest`, `link`, `links` and `rollback` do so by themselves when they are given --store; this is for a
    store that could not be reached then, or that is new.
    """
    from graph.elsewhere import RemoteDataset  # noqa: PLC0415 - so that --help is there at once
    from server import terminal  # noqa: PLC0415

    if not isinstance(dataset, RemoteDataset):
        raise click.UsageError("Say where to: --store URL, or REELGRAPH_STORE.")
    with terminal.progress() as progress:
        dataset.progress = progress
        held = dataset.publish(replace=replace)
    click.echo(f"{dataset.address.query} holds version {held.number}: {held.triples:,} triples.", err=True)
