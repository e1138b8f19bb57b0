"""``reelgraph versions``: list, keep, let go, drop, prune and compare what was published."""

from __future__ import annotations

import json
import time
from itertools import islice
from typing import TYPE_CHECKING

import click

from graph.store import changes, patch_lines
from server import terminal
from server.options import Failed, address_of, data_options, on_disk
from server.wording import spans

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
    context.obj = {**(context.obj or {}), "data": str(dataset.path), "store": address_of(dataset)}
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
@click.option("--keep-last", type=click.IntRange(1), metavar="N", help="The newest N versions stay.")
@click.option(
    "--keep-days", type=click.FloatRange(0, 36_500), metavar="D",
    help="The versions published within the last D days stay.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say which versions would be dropped, and drop none.")
@click.option("--json", "as_json", is_flag=True, help="Print the versions that are dropped in JSON.")
@data_options
def prune(
    dataset: Dataset, keep_last: int | None, keep_days: float | None, dry_run: bool, as_json: bool  # noqa: FBT001
) -> None:  # fmt: skip
    """Delete old versions: those that neither --keep-last nor --keep-days lets stay.

    The current version always stays, and so do those that are kept (`reelgraph versions keep N`).
    """
    if keep_last is None and keep_days is None:
        raise click.UsageError("Say what is to stay: --keep-last N, --keep-days D or both.")
    dropped = on_disk(dataset).prune(keep_last, keep_days, only_say=dry_run)
    if as_json:
        click.echo(json.dumps({"dropped": dropped, "dry_run": dry_run}))
    elif not dropped:
        click.echo("There is no version to drop.", err=True)
    else:
        done = "would be dropped" if dry_run else f"{'is' if len(dropped) == 1 else 'are'} dropped"
        text = spans(dropped)
        click.echo(f"{text[0].upper()}{text[1:]} {done}.", err=True)


@versions.command()
@click.argument("place")
@click.option("--keep-last", type=click.IntRange(1), default=3, show_default=True, metavar="N",
              help="As many of the newest versions stay there.")  # fmt: skip
@data_options
def push(dataset: Dataset, place: str, keep_last: int) -> None:
    """Put the current version to PLACE, for readers on other machines to pull.

    PLACE is a directory, or an object store's path as fsspec knows them (s3://bucket/films). Files carry
    checksums, and those that PLACE has already are not sent again.
    """
    from graph.store.replica import Place  # noqa: PLC0415 - few commands need it
    from graph.store.replica import push as put  # noqa: PLC0415

    with terminal.progress() as progress:
        number = put(on_disk(dataset), Place(place), keep=keep_last, progress=progress)
    click.echo(f"{place} has version {number} now.", err=True)


@versions.command()
@click.argument("place")
@click.option("--every", type=click.FloatRange(0.1), metavar="SECONDS",
              help="Go on, and look again as often.")  # fmt: skip
@click.option("--keep-last", type=click.IntRange(1), metavar="N", help="The newest N versions stay here.")
@data_options
def pull(dataset: Dataset, place: str, every: float | None, keep_last: int | None) -> None:
    """Take the current version of PLACE over, verified by its checksums.

    A server that reads this directory serves it from the next request on. With --every a failure is said
    and the next look tries again.
    """
    from graph.store import DatasetError  # noqa: PLC0415 - few commands need it
    from graph.store.replica import Place  # noqa: PLC0415
    from graph.store.replica import pull as take  # noqa: PLC0415

    source = Place(place)
    while True:
        try:
            number = take(on_disk(dataset), source)
            if number is not None:
                click.echo(f"Version {number} is current now.", err=True)
                if keep_last is not None:
                    dataset.prune(keep_last)
            elif every is None:
                click.echo("The version there is the current one here already.", err=True)
        except (DatasetError, OSError) as error:
            if every is None:
                raise Failed(str(error)) from None
            click.echo(f"reelgraph: {error}", err=True)
        if every is None:
            return
        time.sleep(every)


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
