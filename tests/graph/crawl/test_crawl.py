"""The crawl of a site that is served on the loopback: what is found, and what is asked for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graph.crawl import Manners, SiteBusy, crawl
from graph.crawl.frontier import Patience
from tests.graph.crawl.running import QUICK, paths, run, small_site, visiting
from tests.graph.crawl.site import Page, Site, judge, plain, review, sitemap, title

if TYPE_CHECKING:
    from pathlib import Path


def test_reviews_are_found_through_sitemaps_feeds_and_links(site: Site, tmp_path: Path) -> None:
    small_site(site)
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1", "/r/2", "/r/3", "/r/4"]
    assert harvest.set_aside == []
    assert harvest.counts["not a review"] == 3
    assert harvest.counts["disallowed"] == 1
    assert [page.file.read_bytes() for page in harvest.pages[:1]] == [site.pages["/r/1"].content]


def test_a_feed_in_json_leads_to_reviews_and_to_its_older_part(site: Site, tmp_path: Path) -> None:
    site.put("/", plain(head='<link rel="alternate" type="application/feed+json" href="/feed.json">'))
    version = '{"version": "https://jsonfeed.org/version/1.1", "title": "The Lantern"'
    first = f'{version}, "next_url": "/2.json", "items": [{{"id": "1", "url": "/r/1"}}]}}'
    site.put("/feed.json", first, "application/feed+json")
    site.put("/2.json", f'{version}, "items": [{{"id": "2", "url": "/r/2"}}]}}', "application/json")
    for number in (1, 2):
        site.put(f"/r/{number}", review(number))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1", "/r/2"]
    assert (harvest.set_aside, harvest.counts["listings"]) == ([], 2)


def test_each_address_is_asked_once_with_the_feed_and_sitemaps_first(site: Site, tmp_path: Path) -> None:
    small_site(site)
    run(site.address(), tmp_path)
    assert site.all_asked == [
        "/robots.txt", "/", "/feed.xml", "/r/3", "/index.xml", "/one.xml", "/r/1", "/two.xml.gz", "/r/2",
        "/about", "/list", "/r/4",
    ]  # fmt: skip
    assert {headers["User-Agent"].split("/")[0] for headers in site.headers} == {"Reelgraph"}
    assert not any("Cookie" in headers for headers in site.headers)


def test_a_later_run_asks_on_conditions_and_fetches_only_what_changed(site: Site, tmp_path: Path) -> None:
    small_site(site)
    run(site.address(), tmp_path)
    site.forget()
    site.put("/r/2", review(2, stars="**"))
    harvest = run(site.address(), tmp_path)
    assert sorted(set(site.answered)) == [200, 304]
    assert [path for path, status in zip(site.all_asked, site.answered, strict=True) if status == 200] == [
        "/robots.txt",
        "/r/2",
    ]
    assert (harvest.counts["fetched"], harvest.counts["unchanged"]) == (1, 10)
    assert paths(harvest) == ["/r/1", "/r/2", "/r/3", "/r/4"]


def test_a_page_that_is_gone_is_reported_and_its_file_deleted(site: Site, tmp_path: Path) -> None:
    small_site(site)
    before = run(site.address(), tmp_path)
    site.put("/one.xml", sitemap(), "application/xml")
    site.pages["/r/1"].status = 410
    harvest = run(site.address(), tmp_path)
    assert harvest.gone == [site.address("/r/1")]
    assert "--prune" in harvest.notes[0]
    assert paths(harvest) == ["/r/2", "/r/3", "/r/4"]
    assert not before.pages[0].file.exists()
    # It is told of until somebody takes it out of the dataset, and then forgotten.
    assert run(site.address(), tmp_path, prune=True).gone == [site.address("/r/1")]
    assert run(site.address(), tmp_path).gone == []


def test_a_review_that_moved_or_became_something_else_is_gone_from_its_address(
    site: Site, tmp_path: Path
) -> None:
    small_site(site)
    run(site.address(), tmp_path)
    site.moved("/r/1", "/new/1")
    site.put("/new/1", review(1))
    site.put("/r/2", plain())
    harvest = run(site.address(), tmp_path)
    assert sorted(harvest.gone) == [site.address("/r/1"), site.address("/r/2")]
    assert paths(harvest) == ["/new/1", "/r/3", "/r/4"]
    site.put("/r/2", review(2))
    assert run(site.address(), tmp_path).gone == [site.address("/r/1")]


def test_addresses_that_differ_by_a_visit_and_show_the_same_end(site: Site, tmp_path: Path) -> None:
    def visit(path: str) -> Page | None:
        if not path.startswith("/v"):
            return None
        return Page(
            review(1, links=f'<a href="/v{len(path)}?visit={site.port}{len(site.asked)}">on</a>').encode()
        )

    site.made = visit
    site.put("/", plain("/v?visit=0", "/r/2"))
    site.put("/r/2", review(2))
    harvest = run(site.address(), tmp_path)
    assert len(site.asked) < 60
    assert {page.address.split("?")[0] for page in harvest.pages} >= {site.address("/r/2")}


def test_an_interrupted_run_goes_on_without_asking_again(site: Site, tmp_path: Path) -> None:
    small_site(site)

    class Stopped(Exception):
        pass

    def interrupt(done: int, _total: int) -> None:
        if done == 3:
            raise Stopped

    with (
        pytest.raises(Stopped),
        crawl(site.address(), tmp_path, Manners(**QUICK), judge=judge, judged_by="test", progress=interrupt),
    ):
        raise AssertionError
    first = list(site.asked)
    assert len(first) == 6
    site.forget()
    harvest = run(site.address(), tmp_path)
    assert not set(first) & set(site.asked)
    assert paths(harvest) == ["/r/1", "/r/2", "/r/3", "/r/4"]
    assert harvest.counts["from the cache"] == 6


def test_a_run_whose_pages_were_not_put_to_use_asks_nothing_again(site: Site, tmp_path: Path) -> None:
    small_site(site)
    with (
        pytest.raises(ZeroDivisionError),
        visiting(site, tmp_path),
    ):
        raise ZeroDivisionError
    site.forget()
    assert len(run(site.address(), tmp_path).pages) == 4
    assert site.asked == []


def test_a_run_that_was_interrupted_days_ago_is_not_gone_on_with(site: Site, tmp_path: Path) -> None:
    small_site(site)
    with pytest.raises(ZeroDivisionError), visiting(site, tmp_path):
        raise ZeroDivisionError
    (index,) = tmp_path.glob("*/index.sqlite")
    with closing(sqlite3.connect(index)) as database:
        database.execute("UPDATE run SET last = '2020-01-01T00:00:00+00:00'")
        database.commit()
    site.forget()
    run(site.address(), tmp_path)
    assert site.answered.count(304) == 11


def test_one_page_is_read_alone(site: Site, tmp_path: Path) -> None:
    small_site(site)
    harvest = run(site.address("/r/2"), tmp_path, max_pages=1)
    assert site.all_asked == ["/robots.txt", "/r/2"]
    assert paths(harvest) == ["/r/2"]


def test_a_limit_holds_and_is_said(site: Site, tmp_path: Path) -> None:
    small_site(site)
    harvest = run(site.address(), tmp_path, max_pages=3)
    assert len([path for path in site.asked if "." not in path]) == 3
    assert any("--max-pages" in note for note in harvest.notes)


def test_a_later_run_under_the_same_limit_asks_first_for_what_is_new(site: Site, tmp_path: Path) -> None:
    site.put("/", plain(*(f"/r/{number}" for number in range(6))))
    for number in range(6):
        site.put(f"/r/{number}", review(number))
    assert len(run(site.address(), tmp_path, max_pages=4).pages) == 3
    site.forget()
    assert len(run(site.address(), tmp_path, max_pages=4).pages) == 3
    assert site.asked == ["/", "/sitemap.xml", "/r/3", "/r/4", "/r/5"]


def test_an_endless_calendar_is_left(site: Site, tmp_path: Path) -> None:
    def calendar(path: str) -> Page | None:
        if not path.startswith("/calendar/"):
            return None
        month = int(path.rsplit("/", 1)[1])
        return Page(plain(f"/calendar/{month + 1}", f"/calendar/{month - 1}").encode())

    site.made = calendar
    site.put("/", plain("/calendar/0", *(f"/page/{number}" for number in range(3))))
    for number in range(60):
        after = f"/page/{number + 1}"
        site.put(f"/page/{number}", plain(f"/r/{number}", after))
        site.put(f"/r/{number}", review(number))
    harvest = run(site.address(), tmp_path)
    assert len(harvest.pages) == 60
    assert sum(path.startswith("/calendar") for path in site.asked) <= 60
    assert any("/calendar/*" in note for note in harvest.notes)


def test_a_maze_of_filters_is_left(site: Site, tmp_path: Path) -> None:
    def maze(path: str) -> Page | None:
        if not path.startswith("/find?"):
            return None
        return Page(plain(*(f"{path}&{letter}={len(path)}" for letter in "abcdefgh"), "/r/1").encode())

    site.made = maze
    site.put("/", plain("/find?q=1", "/far"))
    site.put("/far", plain("/r/1"))
    site.put("/r/1", review(1))
    harvest = run(site.address(), tmp_path, patience=Patience(chain=25, shape=20, late=10))
    assert paths(harvest) == ["/r/1"]
    assert sum(path.startswith("/find") for path in site.asked) < 250


def test_canonical_addresses_stand_for_their_copies(site: Site, tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="/r/1">'
    site.put("/", plain("/r/1?print=1", "/r/1?ref=home", "/wrong", "/r/2", "/foreign"))
    for path in ("/r/1?print=1", "/r/1?ref=home"):
        site.put(path, review(1, head=canonical, links="<p>a copy</p>"))
    site.put("/r/1", review(1, head=canonical))
    # A template's mistake: every page says that it is the front page. And one says it is another site's.
    site.put("/wrong", review(5, head='<link rel="canonical" href="/">'))
    site.put("/r/2", review(2, head='<link rel="canonical" href="/">'))
    site.put("/foreign", review(3, head='<link rel="canonical" href="http://other.example/3">'))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/foreign", "/r/1", "/r/2", "/wrong"]
    assert harvest.counts["duplicates"] == 2


def test_a_page_read_alone_has_its_canonical_address(site: Site, tmp_path: Path) -> None:
    site.put("/r/1?ref=mail", review(1, head='<link rel="canonical" href="/r/1">'))
    assert paths(run(site.address("/r/1?ref=mail"), tmp_path, max_pages=1)) == ["/r/1"]


def test_the_same_page_under_two_addresses_is_one(site: Site, tmp_path: Path) -> None:
    site.put("/", plain("/b/1", "/a/long/way/1"))
    site.put("/b/1", review(1))
    site.put("/a/long/way/1", review(1))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/b/1"]
    assert harvest.counts["duplicates"] == 1


def test_an_overview_of_reviews_is_no_review_of_its_own(site: Site, tmp_path: Path) -> None:
    entries = "".join(
        f'<h3><a href="/r/{number}">"{title(number)}" ***</a></h3><p>A town, a boat and a keeper, and one '
        f"evening in which the water goes and the town looks at itself. (PG, 10{number} minutes)</p>"
        for number in range(4)
    )
    site.put("/", f"<html><body><main><h1>Reviews</h1>{entries}</main></body></html>")
    for number in range(4):
        site.put(f"/r/{number}", review(number))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/0", "/r/1", "/r/2", "/r/3"]
    assert harvest.counts["overviews"] == 1


def test_pages_in_other_encodings_are_kept_in_utf_8(site: Site, tmp_path: Path) -> None:
    site.put("/", plain("/header", "/meta"))
    text = review(1).replace("Low", "Низкий").replace("keeper", "смотритель")
    site.put("/header", text.encode("cp1251"), "text/html; charset=windows-1251")
    meta = review(2).replace("<head>", '<head><meta charset="euc-kr">').replace("keeper", "등대지기")
    site.put("/meta", meta.encode("euc-kr"), "text/html")
    kept = [page.file.read_text(encoding="utf-8") for page in run(site.address(), tmp_path).pages]
    assert ["смотритель" in kept[0], "등대지기" in kept[1]] == [True, True]


def test_two_runs_at_a_time_on_one_site_are_refused(site: Site, tmp_path: Path) -> None:
    small_site(site)
    with (
        visiting(site, tmp_path),
        pytest.raises(SiteBusy, match="wait for it"),
    ):
        run(site.address(), tmp_path)


def test_a_kept_file_that_was_changed_by_somebody_is_asked_for_again(site: Site, tmp_path: Path) -> None:
    small_site(site)
    kept = run(site.address(), tmp_path).pages[0].file
    kept.write_text("something else")
    site.forget()
    assert len(run(site.address(), tmp_path).pages) == 4
    assert kept.read_bytes() == site.pages["/r/1"].content
