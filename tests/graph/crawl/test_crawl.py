"""The crawl of a site that is served on the loopback: what is found, and what is asked for it."""

from __future__ import annotations

import gzip
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from graph.crawl import BadAddress, CannotCrawl, Harvest, Manners, SiteBusy, crawl
from graph.crawl.client import Patience as Waiting
from graph.crawl.frontier import Patience
from tests.graph.crawl.site import Page, Site, feed, judge, plain, review, sitemap, title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

QUICK: dict[str, Any] = {"delay": 0.0, "waiting": Waiting(silence=2.0, request=3.0)}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Site]:
    """Another site on the same machine, which is another host for a crawl."""
    with Site() as found:
        yield found


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


def test_reviews_are_found_through_sitemaps_feeds_and_links(site: Site, tmp_path: Path) -> None:
    small_site(site)
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1", "/r/2", "/r/3", "/r/4"]
    assert harvest.set_aside == []
    assert harvest.counts["not a review"] == 3
    assert harvest.counts["disallowed"] == 1
    assert [page.file.read_bytes() for page in harvest.pages[:1]] == [site.pages["/r/1"].content]


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


def test_a_redirect_to_another_host_is_not_followed(site: Site, other: Site, tmp_path: Path) -> None:
    other.put("/r/9", review(9))
    site.put("/", plain("/away", "/private", "/r/1"))
    site.put("/r/1", review(1))
    site.moved("/away", other.address("/r/9"))
    site.moved("/private", f"http://10.0.0.1:{other.port}/")
    harvest = run(site.address(), tmp_path)
    assert other.all_asked == []
    assert [target for _, target in harvest.elsewhere] == [
        other.address("/r/9"), f"http://10.0.0.1:{other.port}/",
    ]  # fmt: skip
    assert paths(harvest) == ["/r/1"]
    told = run(site.address(), tmp_path, hosts=(f"127.0.0.1:{other.port}",))
    assert {page.address for page in told.pages} == {site.address("/r/1"), other.address("/r/9")}
    assert other.all_asked == ["/robots.txt", "/r/9", "/"]


def test_a_start_that_leads_to_another_host_is_said(site: Site, other: Site, tmp_path: Path) -> None:
    site.moved("/", other.address("/"))
    with pytest.raises(CannotCrawl, match=r"--allow-host 127\.0\.0\.1"):
        run(site.address(), tmp_path)
    assert other.all_asked == []


def test_redirects_on_the_host_are_followed_and_circles_end(site: Site, tmp_path: Path) -> None:
    site.moved("/", "/home")
    site.put("/home", plain("/old", "/round", "/self"))
    site.moved("/old", "/older", 302)
    site.moved("/older", "/r/1", 308)
    site.put("/r/1", review(1))
    site.moved("/round", "/about")
    site.moved("/about", "/round")
    site.moved("/self", "/self")
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1"]
    assert [reason for _, reason in harvest.set_aside] == ["it redirects in a circle"] * 2


def test_a_host_that_stands_for_a_private_address_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_site(site)
    _resolve(monkeypatch, {"films.example": ["127.0.0.1"]})
    start = site.address("/", "films.example")
    with pytest.raises(CannotCrawl, match="not a public address; --allow-private"):
        run(start, tmp_path)
    assert site.all_asked == []
    assert paths(run(start, tmp_path, private=True)) == ["/r/4"]  # its sitemap names another host


def test_a_name_is_resolved_for_each_connection_and_never_believed_later(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name stands for a public address when it is checked, and for ours a moment later."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    connected: list[str] = []
    _resolve(monkeypatch, {"films.example": answers})

    def connect(address: tuple[str, int], *_: object) -> Any:
        connected.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("socket.create_connection", connect)
    monkeypatch.setattr("graph.crawl.visitor.time.sleep", lambda _: None)
    with pytest.raises(CannotCrawl, match="not a public address"):
        run(site.address("/", "films.example"), tmp_path)
    assert connected == ["93.184.216.34"]


def _resolve(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[Any]]) -> None:
    def resolve(host: str, port: int, *_: object, **__: object) -> list[Any]:
        found = names.get(host, [host])
        if found and isinstance(found[0], list):
            found = found.pop(0)
        return [(2, 1, 6, "", (address, port)) for address in found]

    monkeypatch.setattr("socket.getaddrinfo", resolve)


@pytest.mark.parametrize("address", ["http://user:secret@films.example/", "http://user@films.example/"])
def test_an_address_with_a_password_is_refused_without_repeating_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(BadAddress, match="leave it out") as error:
        run(address, tmp_path)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("address", ["ftp://films.example/", "http://", "http:///x", "http://[::1/"])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(BadAddress):
        run(address, tmp_path)


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


def test_nofollow_and_noindex_are_kept_to(site: Site, tmp_path: Path) -> None:
    site.put("/", plain("/hidden", "/header", "/closed")
             + '<a rel="nofollow" href="/r/1">a</a><a rel="ugc" href="/r/2">b</a>')  # fmt: skip
    site.put(
        "/hidden", review(3, head='<meta name="robots" content="noindex">', links='<a href="/r/4">x</a>')
    )
    site.put("/closed", plain("/r/5", head='<meta name="Robots" content="noindex, nofollow">'))
    site.put("/header", review(6), headers={"X-Robots-Tag": "noindex"})
    for number in (1, 2, 4, 5):
        site.put(f"/r/{number}", review(number))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/4"]
    assert harvest.counts["noindex"] == 3


def test_a_busy_site_is_waited_for_as_long_as_it_says(site: Site, tmp_path: Path) -> None:
    site.put("/", plain("/r/1"))
    site.put("/r/1", review(1))
    busy = Page(b"", status=429, headers={"Retry-After": "1"})
    answers = [busy, site.pages["/r/1"]]
    when: list[float] = []
    del site.pages["/r/1"]

    def made(path: str) -> Page | None:
        if path != "/r/1":
            return None
        when.append(time.monotonic())
        return answers.pop(0)

    site.made = made
    assert paths(run(site.address(), tmp_path)) == ["/r/1"]
    assert when[1] - when[0] >= 0.99  # the one moment that a standard gives us, not a measurement of speed


def test_a_site_that_asks_for_hours_is_left_and_gone_on_with_later(site: Site, tmp_path: Path) -> None:
    site.put("/", plain("/r/1", "/r/2"))
    site.put("/r/1", review(1))
    site.put("/r/2", "", status=503, headers={"Retry-After": "7200"})
    with pytest.raises(CannotCrawl, match=r"7,200 seconds\. What was fetched is kept"):
        run(site.address(), tmp_path)
    site.put("/r/2", review(2))
    site.forget()
    assert paths(run(site.address(), tmp_path)) == ["/r/1", "/r/2"]
    assert site.asked == ["/r/2"]


def test_what_is_no_page_is_not_read(site: Site, tmp_path: Path) -> None:
    site.put("/", plain("/film", "/data", "/r/1", "/dead"))
    site.put("/film", b"\x00\x01" * 1000, "video/mp4")
    site.put("/data", "{}", "application/json")
    site.put("/r/1", review(1))
    harvest = run(site.address(), tmp_path)
    assert (harvest.counts["no text"], harvest.counts["not there"]) == (2, 1)
    assert (paths(harvest), harvest.set_aside) == (["/r/1"], [])


def test_a_page_that_fails_is_set_aside_and_the_others_are_read(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.crawl.visitor.time.sleep", lambda _: None)
    bomb = gzip.compress(b"<p>" + b"a" * 30_000_000)
    site.put("/", plain("/large", "/bomb", "/binary", "/broken", "/cut", "/odd", "/r/1"))
    site.put("/large", "a" * 5_000_001)
    site.put("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    site.put("/cut", bomb[:-200], headers={"Content-Encoding": "gzip"})
    site.put("/odd", b"x", headers={"Content-Encoding": "br"})
    site.put("/binary", b"%PDF-1.7 and so on")
    site.put("/broken", "", status=500)
    site.put("/r/1", review(1))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1"]
    reasons = {address.rsplit("/", 1)[1]: reason for address, reason in harvest.set_aside}
    assert "larger than 5,000,000 bytes" in reasons["large"]
    assert "larger than 5,000,000 bytes" in reasons["bomb"]
    assert "packed in a way" in reasons["odd"]
    assert "a PDF file" in reasons["binary"]
    assert "answers 500" in reasons["broken"]
    assert "cut" in reasons


def test_sitemap_bombs_and_loops_end(site: Site, tmp_path: Path) -> None:
    entities = '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'
    entity = f"<!DOCTYPE urlset [{entities}]><urlset><url><loc>&b;</loc></url></urlset>"
    names = ("entity", "loop", "deep", "bomb", "html")
    site.put("/robots.txt", "".join(f"Sitemap: {{site}}/{name}.xml\n" for name in names), "text/plain")
    site.put("/entity.xml", entity, "application/xml")
    site.put("/loop.xml", sitemap("{site}/loop2.xml", index=True), "text/xml")
    site.put("/loop2.xml", sitemap("{site}/loop.xml", "{site}/good.xml", index=True), "text/xml")
    site.put("/good.xml", sitemap("{site}/r/1"), "text/xml")
    site.put("/deep.xml", "<urlset>" + "<url>" * 5000, "text/xml")
    site.put("/bomb.xml", gzip.compress(b"<urlset>" + b" " * 60_000_000), "application/gzip")
    site.put("/html.xml", plain())
    site.put("/", plain())
    site.put("/r/1", review(1))
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1"]
    reasons = {address.rsplit("/", 1)[1]: reason for address, reason in harvest.set_aside}
    assert set(reasons) == {"entity.xml", "deep.xml", "bomb.xml"}
    assert "document type" in reasons["entity.xml"]
    assert len(site.asked) == len(set(site.asked))


def test_robots_that_cannot_be_had_mean_that_nothing_is_asked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.crawl.visitor.time.sleep", lambda _: None)
    site.put("/robots.txt", "", status=500)
    with pytest.raises(CannotCrawl, match="stay away"):
        run(site.address(), tmp_path)
    assert site.asked == []


def test_a_start_that_robots_forbid_is_said(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", "User-agent: reelgraph\nDisallow: /\n", "text/plain")
    with pytest.raises(CannotCrawl, match=r"robots\.txt"):
        run(site.address(), tmp_path)
    assert site.asked == []


def test_a_site_where_nothing_answers_is_said(site: Site, tmp_path: Path) -> None:
    with pytest.raises(CannotCrawl, match="answers 404"):
        run(site.address(), tmp_path)


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
