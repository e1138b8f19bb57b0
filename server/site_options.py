"""What ``reelgraph ingest`` asks of sites: the options, and the visit before the documents are read."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from server.options import Failed, interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.build import Manner
    from graph.intake.outcome import Options
    from graph.intake.sites import Sites
    from graph.store import Dataset
    from graph.summary import Progress


def site_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of a crawl; the function gets them as ``asked``, by the names of graph.crawl.Manners."""

    @wraps(function)
    def wrapped(
        *arguments: Any,  # noqa: ANN401 - whatever the command takes
        max_pages: int,
        delay: float,
        allow_host: tuple[str, ...],
        allow_private: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        asked = {"max_pages": max_pages, "delay": delay, "hosts": allow_host, "private": allow_private}
        function(*arguments, asked=asked, **options)

    made: Callable[..., None] = wrapped
    for option in (
        click.option(
            "--allow-private",
            is_flag=True,
            help="Let a site's name stand for an address of a private network.",
        ),
        click.option(
            "--allow-host",
            multiple=True,
            metavar="HOST",
            help="A host that belongs to the site as well: its links and redirects are followed; repeatable.",
        ),
        click.option(
            "--delay",
            type=click.FloatRange(min=0),
            default=1.0,
            show_default=True,
            metavar="SECONDS",
            help="Between two requests to a site, at least; its Crawl-delay counts where it is longer.",
        ),
        click.option(
            "--max-pages",
            type=click.IntRange(min=1),
            default=10_000,
            show_default=True,
            metavar="N",
            help="How many pages of a site are asked for; with 1 the page of the address alone.",
        ),
    ):
        made = option(made)
    return made


@contextmanager
def visited(
    dataset: Dataset,
    given: Sequence[str],
    asked: dict[str, Any],
    options: Options,
    manner: Manner,
    progress: Progress | None,
) -> Iterator[tuple[list[str], Sites | None]]:
    """The paths among what was given, and what the sites among it brought; None where there is none.

    Raises:
        click.UsageError: an address is none, or carries a password.
        Failed: another run is fetching a site, or somebody interrupted.
    """
    from graph.intake.documents import is_address  # noqa: PLC0415 - the command's work

    addresses = [one.strip() for one in given if is_address(one.strip())]
    paths = [one for one in given if not is_address(one.strip())]
    if not addresses:
        yield paths, None
        return
    from graph.crawl import BadAddress, Manners, SiteBusy  # noqa: PLC0415
    from graph.intake import sites  # noqa: PLC0415 - and TLS, which paths do not need
    from graph.summary import silent  # noqa: PLC0415

    try:
        watch = sites.Watch(progress or silent, manner.stop)
        with sites.visited(
            dataset, addresses, options, Manners(**asked, prune=manner.prune), manner.limits, watch
        ) as found:
            yield paths, found
    except BadAddress as error:
        raise click.UsageError(str(error)) from None
    except SiteBusy as error:
        raise Failed(str(error)) from None
    except KeyboardInterrupt as error:
        kept = f"nothing was published. What was fetched is kept in {dataset.path / sites.FETCHED}: "
        raise interrupted(error, f"{kept}the same command goes on from there.") from None
