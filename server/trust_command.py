"""``reelgraph trust``: how far sources are trusted where they disagree, and changing it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from server import terminal
from server.options import Failed, data_options

if TYPE_CHECKING:
    from graph.decisions.trusting import Trust
    from graph.store import Dataset


@click.command()
@click.argument("subject", required=False, metavar="[SOURCE|KIND]")
@click.argument("rank", required=False, type=click.IntRange(0, 100), metavar="[RANK]")
@click.option("--reset", is_flag=True, help="Take back the rank that was set.")
@click.option("--json", "as_json", is_flag=True, help="Print in JSON.")
@data_options
def trust(
    dataset: Dataset,
    subject: str | None,
    rank: int | None,
    reset: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """List how far sources are trusted, or trust a SOURCE or all of a KIND with RANK, from 0 to 100.

    Where sources disagree, the view takes the value of the highest rank. A rank of a source outweighs
    that of its kind. What the rank decides is compiled anew and published as a new version.
    """
    from graph.decisions.trusting import UnknownSource, set_trust, trust_of

    if subject is None:
        _show(trust_of(dataset.version()), as_json=as_json)
        return
    if (rank is None) != reset:
        raise click.UsageError("Give a rank from 0 to 100, or --reset, and not both.")
    try:
        with terminal.progress() as progress:
            changes = set_trust(dataset, subject, rank, progress)
    except UnknownSource as error:
        raise Failed(str(error)) from None
    if as_json:
        click.echo(
            json.dumps(
                {"version": changes.version, "sources": changes.sources, "compiled": changes.compiled},
                indent=2,
            )
        )
    if changes.version is None:
        click.echo("It stands so already.", err=True)
        return
    sources = "1 source" if changes.sources == 1 else f"{changes.sources:,} sources"
    things = "1 thing" if changes.compiled == 1 else f"{changes.compiled:,} things"
    click.echo(
        f"The rank of {sources} changed, and {things} that they speak of were compiled anew.\n"
        f"Published version {changes.version}.",
        err=True,
    )


def _show(found: Trust, *, as_json: bool) -> None:
    if as_json:
        said = {
            "kinds": {
                kind: {"rank": rank, "set": kind in found.set_kinds, "sources": found.counts.get(kind, 0)}
                for kind, rank in found.kinds.items()
            },
            "sources": found.sources,
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for kind, rank in sorted(found.kinds.items(), key=lambda row: (-row[1], row[0])):
        how = "set" if kind in found.set_kinds else "default"
        click.echo(f"{rank:>3}  {kind:<14} {how:<8} {found.counts.get(kind, 0):>7,} sources")
    for source, rank in found.sources.items():
        click.echo(f"{rank:>3}  {source}")
