"""A live site's reviews: found through sitemap, feeds and links, fetched politely, kept on disk.

Decisions are pure (addresses, robots, listings, links, frontier, judging, scope); the network is asked by
``client`` and ``visitor``, the disk by ``cache``; ``site`` goes through a site with all of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.crawl.asking import ROBOT
from graph.crawl.cache import Cache, SiteBusy, folder_of
from graph.crawl.client import Client
from graph.crawl.client import Patience as Waiting
from graph.crawl.frontier import Patience
from graph.crawl.harvest import Harvest, Page
from graph.crawl.scope import BadAddress, Scope, scope_of
from graph.crawl.site import CannotCrawl, Crawl
from graph.crawl.visitor import Visitor
from graph.release import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graph.crawl.asking import Judge

__all__ = [
    "AGENT", "BadAddress", "CannotCrawl", "Harvest", "Manners", "Page", "Scope", "SiteBusy", "crawl",
    "scope_of", "site_folder",
]  # fmt: skip


AGENT = f"{ROBOT}/{VERSION} (reads film reviews; keeps to robots.txt)"


@dataclass(frozen=True, slots=True)
class Manners:
    """How a site is asked: see docs/crawling.md. ``prune`` forgets the pages that are gone."""

    max_pages: int = 10_000
    delay: float = 1.0
    hosts: tuple[str, ...] = ()
    private: bool = False
    prune: bool = False
    agent: str = AGENT
    waiting: Waiting = field(default_factory=Waiting)
    patience: Patience = field(default_factory=Patience)


def site_folder(start: str, fetched: Path, manners: Manners) -> Path:
    """The folder under ``fetched`` that a site is kept in.

    Raises:
        BadAddress: ``start`` or a host is none.
    """
    return folder_of(fetched, scope_of(start, manners.hosts, private=manners.private).start.split("/")[2])


@contextmanager
def crawl(
    start: str,
    fetched: Path,
    manners: Manners,
    *,
    judge: Judge,
    judged_by: str,
    progress: Callable[[int, int], None],
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Harvest]:
    """Fetches a site's pages into a folder under ``fetched``, and gives those that hold reviews.

    Leaving the context without an exception says that the pages were put to use: the next run asks the site
    again. Leaving it with one lets the next run go on with what was fetched.

    Args:
        start: the site's address, or a page's.
        fetched: where the caches of sites lie.
        manners: limits, and what is allowed.
        judge: tells what films a page reviews, see :data:`graph.crawl.asking.Judge`.
        judged_by: what a change of means that kept pages are judged anew.
        progress: called with what is done and how much is known of.
        stop: asked between pages; once it says yes, no more of them are asked for.

    Raises:
        BadAddress: ``start`` or a host is none.
        SiteBusy: another run is fetching the site.
        CannotCrawl: the site cannot be reached, does not want us, or asks to come back later.
    """
    scope = scope_of(start, manners.hosts, private=manners.private)
    with (
        Cache(site_folder(start, fetched, manners)) as cache,
        Client(scope.places, manners.agent, manners.waiting) as client,
    ):
        visitor = Visitor(client, ROBOT, manners.delay)
        run = Crawl(
            scope.start, scope, cache, visitor, max_pages=manners.max_pages, judge=judge, judged_by=judged_by,
            patience=manners.patience, progress=progress, stop=stop,
        )  # fmt: skip
        harvest = run.run()
        yield harvest
        if not harvest.interrupted:
            cache.finish(forget=manners.prune)
