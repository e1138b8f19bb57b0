"""Where a crawl goes and where it does not, and what a site may do to it: hosts, rules, faults and bombs."""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING, Any

import pytest

from graph.crawl import BadAddress, CannotCrawl
from tests.graph.crawl.running import paths, run, small_site
from tests.graph.crawl.site import Page, Site, plain, review, sitemap

if TYPE_CHECKING:
    from pathlib import Path


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


def test_one_page_that_is_always_busy_costs_no_other_and_two_in_a_row_end_the_run(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.crawl.visitor.time.sleep", lambda _: None)
    site.put("/", plain("/r/1", "/r/2", "/r/3"))
    for number in (1, 3):
        site.put(f"/r/{number}", review(number))
    site.put("/r/2", "", status=503)
    harvest = run(site.address(), tmp_path)
    assert paths(harvest) == ["/r/1", "/r/3"]
    assert [(address, "too busy" in reason) for address, reason in harvest.set_aside] == [
        (site.address("/r/2"), True)
    ]
    site.put("/r/1", "", status=429)
    with pytest.raises(CannotCrawl, match="too busy"):
        run(site.address(), tmp_path / "other")


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
