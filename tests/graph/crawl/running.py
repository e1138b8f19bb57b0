"""A crawl as the tests run it: without a pause between requests, and judged in this process."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from graph.crawl import Harvest, Manners, crawl
from graph.crawl.client import Patience as Waiting
from tests.graph.crawl.site import feed, judge, plain, review, sitemap

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.graph.crawl.site import Site

# No pause between two requests; and patience with a machine that does other work, too.
QUICK: dict[str, Any] = {"delay": 0.0, "waiting": Waiting(silence=60.0, request=90.0)}


def run(start: str, folder: Path, **more: Any) -> Harvest:
    with crawl(
        start,
        folder,
        Manners(**(QUICK | more)),
        judge=judge,
        judged_by="test",
        progress=lambda _done, _all: None,
    ) as harvest:
        return harvest


def visiting(site: Site, folder: Path) -> AbstractContextManager[Harvest]:
    manners = Manners(**QUICK)
    return crawl(
        site.address(), folder, manners, judge=judge, judged_by="t", progress=lambda _done, _all: None
    )


def paths(harvest: Harvest) -> list[str]:
    return ["/" + page.address.split("/", 3)[3] for page in harvest.pages]


def small_site(site: Site) -> None:
    """Reviews that each are found in one way alone: sitemap index, packed sitemap, feed, link."""
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\nSitemap: {site}/index.xml\n", "text/plain")
    site.put("/", plain("/about", "/list", "/private/x", head=head))
    site.put("/about", plain("/"))
    site.put("/list", plain("/r/4", "/r/4#comments", "/r/4?utm_source=x", "/poster.jpg"))
    site.put("/index.xml", sitemap("{site}/one.xml", "{site}/two.xml.gz", "{site}/index.xml", index=True),
             "application/xml")  # fmt: skip
    site.put("/one.xml", sitemap("{site}/r/1", "{site}/private/x"), "application/xml")
    packed = sitemap("{site}/r/2").replace("{site}", site.address(""))
    site.put("/two.xml.gz", gzip.compress(packed.encode(), mtime=0), "application/x-gzip")
    site.put("/feed.xml", feed("{site}/r/3"), "application/rss+xml")
    for number in (1, 2, 3, 4):
        site.put(f"/r/{number}", review(number))
    site.put("/private/x", review(5))
