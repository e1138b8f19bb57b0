"""``reelgraph ingest https://SITE/``, against a site on the loopback, up to what the dataset says then."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from graph.readers import unpack
from server.command import main
from tests.conftest import ROOT
from tests.graph.crawl.site import Site, plain, review, sitemap, title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from graph.intake.outcome import Outcome, Task

Run = Callable[..., "Result"]
PAGES = "SELECT ?page { GRAPH ?s { ?s a reel:Source ; reel:page ?page } } ORDER BY ?page"


@pytest.fixture
def reelgraph(tmp_path: Path) -> Run:
    """Runs the command in this process, on a dataset of its own."""

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments, env={"REELGRAPH_DATA": str(tmp_path / "data")})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    """Three reviews, one of them known by a link alone, and two pages that are none."""
    with Site() as found:
        found.put("/robots.txt", "Sitemap: {site}/sitemap.xml", "text/plain")
        found.put("/sitemap.xml", sitemap("{site}/r/0", "{site}/r/1"), "application/xml")
        found.put("/", plain("/about", "/r/2"))
        found.put("/about", plain())
        for number in range(3):
            found.put(f"/r/{number}", review(number))
        yield found


def rows(run: Run, query: str) -> list[dict[str, str]]:
    answer = json.loads(run("query", "--format", "json", query).stdout)
    return [{name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]]


def summary(run: Run, *arguments: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("ingest", "--delay", "0", "--json", *arguments).stdout)
    return found


def test_a_site_becomes_sources_that_know_their_addresses(reelgraph: Run, site: Site) -> None:
    read = reelgraph("ingest", "--delay", "0", site.address())
    assert read.exit_code == 0, read.output
    assert "3 reviews" in read.stderr
    assert [row["page"] for row in rows(reelgraph, PAGES)] == [site.address(f"/r/{n}") for n in range(3)]
    assert rows(reelgraph, "SELECT ?file { GRAPH ?s { ?s a reel:Source ; reel:file ?file } }") == []
    found = rows(
        reelgraph,
        "SELECT ?title ?page { ?r reel:page ?page ; reel:reviewOf/reel:title ?title } ORDER BY ?page",
    )
    assert [row["title"] for row in found] == [title(n) for n in range(3)]


def test_a_later_run_reads_what_changed_and_nothing_else(reelgraph: Run, site: Site, tmp_path: Path) -> None:
    first = summary(reelgraph, site.address())
    assert (first["read"], first["version"]) == (3, 1)
    assert summary(reelgraph, site.address())["version"] is None
    sources = rows(reelgraph, "SELECT ?s { GRAPH ?s { ?s a reel:Source } } ORDER BY ?s")
    # The dataset is known by the pages' addresses, so it may move.
    shutil.move(tmp_path / "data", tmp_path / "moved")
    site.put("/r/1", review(1, stars="*"))
    again = summary(reelgraph, "--data", str(tmp_path / "moved"), site.address())
    assert (again["read"], again["unchanged"], again["version"]) == (1, 2, 2)
    told = again["sites"][0]  # type: ignore[index]
    assert (told["fetched"], told["unchanged"]) == (1, 5)
    shutil.move(tmp_path / "moved", tmp_path / "data")
    assert rows(reelgraph, "SELECT ?s { GRAPH ?s { ?s a reel:Source } } ORDER BY ?s") == sources


def test_a_page_that_is_gone_stays_in_the_dataset_until_it_is_pruned(reelgraph: Run, site: Site) -> None:
    reelgraph("ingest", "--delay", "0", site.address())
    site.put("/r/1", "Gone.", status=410)
    told = summary(reelgraph, site.address())
    assert told["vanished"] == [site.address("/r/1")]
    assert told["sites"][0]["gone"] == [site.address("/r/1")]  # type: ignore[index]
    assert len(rows(reelgraph, PAGES)) == 3
    assert summary(reelgraph, "--prune", site.address())["removed"] == [site.address("/r/1")]
    assert [row["page"] for row in rows(reelgraph, PAGES)] == [site.address("/r/0"), site.address("/r/2")]
    assert summary(reelgraph, site.address())["vanished"] == []


def test_one_page_alone(reelgraph: Run, site: Site) -> None:
    assert reelgraph("ingest", "--max-pages", "1", site.address("/r/2?utm_source=mail")).exit_code == 0
    assert site.all_asked == ["/robots.txt", "/r/2"]
    assert [row["page"] for row in rows(reelgraph, PAGES)] == [site.address("/r/2")]


def test_several_reviews_on_one_page_stay_several(reelgraph: Run, site: Site) -> None:
    entries = "".join(
        f"<h3>“{title(number)}” ***</h3><p>A town, a boat and a keeper, and one evening in which it goes "
        f"and the town looks at itself. (PG, 10{number} minutes)</p>"
        for number in range(3)
    )
    site.put(
        "/week", f"<html><body><main><h1>This week</h1><p>By Nora Whitcombe</p>{entries}</main></body></html>"
    )
    reelgraph("ingest", "--max-pages", "1", site.address("/week"))
    found = rows(reelgraph, "SELECT ?r ?page { ?r a reel:Review ; reel:page ?page }")
    assert len({row["r"] for row in found}) == 3
    assert {row["page"] for row in found} == {site.address("/week")}


def test_an_address_that_the_page_gives_itself_elsewhere_is_kept_as_a_dissent(
    reelgraph: Run, site: Site
) -> None:
    site.put("/r/0", review(0, head='<link rel="canonical" href="https://syndicate.example/r/0">'))
    reelgraph("ingest", "--max-pages", "1", site.address("/r/0"))
    assert [row["page"] for row in rows(reelgraph, PAGES)] == [site.address("/r/0")]
    stated = "SELECT ?quote { GRAPH ?s { ?f reel:quote ?quote FILTER(CONTAINS(?quote, 'syndicate')) } }"
    assert len(rows(reelgraph, stated)) == 1


def test_pages_that_fail_are_set_aside_by_their_address_and_the_run_ends_with_1(
    reelgraph: Run, site: Site
) -> None:
    site.put("/about", b"%PDF-1.7 and so on")
    read = reelgraph("ingest", "--delay", "0", site.address())
    assert read.exit_code == 1
    assert f"Set aside: {site.address('/about')}: The document is a PDF file" in read.stderr
    assert len(rows(reelgraph, PAGES)) == 3


def test_pages_that_could_not_be_fetched_or_read_are_listed_until_a_later_run_can(
    reelgraph: Run, site: Site
) -> None:
    site.put("/about", b"%PDF-1.7 and so on")
    site.put("/r/1", "Come back later.", status=500)
    assert reelgraph("ingest", "--delay", "0", site.address()).exit_code == 1
    listed = json.loads(reelgraph("check", "--set-aside", "--json").stdout)
    assert [(one["document"], one["source"]) for one in listed] == [
        (site.address("/about"), None),
        (site.address("/r/1"), None),
    ]
    assert "PDF" in listed[0]["reason"]
    assert "500" in listed[1]["reason"]
    assert listed[1]["file"] == site.address("/r/1")
    said = reelgraph("check", "--set-aside")
    assert "1 page of them could not be fetched" in said.stderr
    # What was fetched can be read once more without the site; what was not stays on the list.
    assert reelgraph("ingest", "--retry").exit_code == 1
    assert len(json.loads(reelgraph("check", "--set-aside", "--json").stdout)) == 2
    site.put("/about", plain())
    site.put("/r/1", review(1))
    assert reelgraph("ingest", "--delay", "0", site.address()).exit_code == 0
    assert json.loads(reelgraph("check", "--set-aside", "--json").stdout) == []
    assert len(rows(reelgraph, PAGES)) == 3


def test_a_page_whose_site_fails_later_is_listed_with_what_stands_of_it(reelgraph: Run, site: Site) -> None:
    reelgraph("ingest", "--delay", "0", site.address())
    site.put("/r/2", "Come back later.", status=500)
    assert reelgraph("ingest", "--delay", "0", site.address()).exit_code == 1
    (listed,) = json.loads(reelgraph("check", "--set-aside", "--json").stdout)
    assert listed["document"] == site.address("/r/2")
    (source,) = rows(reelgraph, f"SELECT ?s {{ GRAPH ?s {{ ?s reel:page <{site.address('/r/2')}> }} }}")
    assert listed["source"] == source["s"]


def test_a_page_of_a_site_is_read_once(
    reelgraph: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[Outcome] = []

    def seen(packed: bytes, task: Task) -> Outcome:
        answered.append(unpack(packed, task))
        return answered[-1]

    monkeypatch.setattr("graph.intake.tasks.unpack", seen)
    reelgraph("ingest", "--delay", "0", site.address())
    # What the readers say when the documents are taken in is that these contents were read before.
    assert [outcome.taken for outcome in answered] == [True, False] * 3
    assert len(rows(reelgraph, PAGES)) == 3
    # The same pages as files: two ways to the same facts.
    facts = (
        "SELECT ?s ?t ?n ?v { ?s a reel:Review ; reel:reviewOf/reel:title ?t ; reel:rating/reel:value ?v ;"
    )
    facts += " reel:critic/reel:name ?n } ORDER BY ?s"
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(review(number))
    files = [str(tmp_path / f"{number}.html") for number in range(3)]
    reelgraph("--data", str(tmp_path / "files"), "ingest", *files)
    other = json.loads(
        reelgraph("--data", str(tmp_path / "files"), "query", "--format", "json", facts).stdout
    )
    read = [{name: term["value"] for name, term in row.items()} for row in other["results"]["bindings"]]
    assert rows(reelgraph, facts) == read
    # Nothing of it is kept once it is published.
    assert not list(tmp_path.glob("data/fetched/*/read"))


def test_pages_that_were_fetched_and_not_published_are_not_judged_again(
    reelgraph: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("graph.run.Run.publish", full)
        assert reelgraph("ingest", "--delay", "0", site.address()).exit_code == 1
    judged: list[object] = []
    monkeypatch.setattr("graph.intake.sites._Judge.__call__", lambda *given: judged.append(given))
    assert reelgraph("ingest", "--delay", "0", site.address()).exit_code == 0
    assert judged == []
    assert len(rows(reelgraph, PAGES)) == 3


def test_files_and_sites_are_read_in_one_run(reelgraph: Run, site: Site, tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text(review(9))
    assert summary(reelgraph, str(tmp_path / "other.html"), site.address())["read"] == 4


def test_wrong_addresses_are_wrong_usage_and_write_nothing(reelgraph: Run, tmp_path: Path) -> None:
    for address, said in (
        ("http://user:secret@films.example/", "leave it out"),
        ("http://films.example:99999/", "no address"),
    ):
        run = reelgraph("ingest", address)
        assert (run.exit_code, run.stdout) == (2, "")
        assert said in run.stderr
        assert "secret" not in run.stderr
    assert reelgraph("ingest", "--allow-host", "a/b", "http://films.example/").exit_code == 2
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("path", "content", "status", "said"),
    [
        ("/robots.txt", "User-agent: *\nDisallow: /", 200, "does not let robots read"),
        ("/robots.txt", "Down.", 500, "robots have to stay away for now"),
        ("/", "No.", 403, "answers 403"),
        ("/robots.txt", "Slowly.", 429, "asks to be left alone for 90,000 seconds"),
    ],
    ids=["robots are not wanted", "its robots.txt fails", "all is forbidden", "it is too busy"],
)
def test_a_site_that_cannot_be_read_is_set_aside_until_it_can(
    reelgraph: Run, site: Site, path: str, content: str, status: int, said: str
) -> None:
    before = dict(site.pages)
    # Behind it everything is as ever: it is the site as a whole that is set aside.
    site.put(path, content, "text/plain", status=status, headers={"Retry-After": "90000"})
    run = reelgraph("ingest", "--delay", "0", site.address())
    assert run.exit_code == 1
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith(f"Set aside: {site.address()}: ")
    assert said in run.stderr
    (listed,) = json.loads(reelgraph("check", "--set-aside", "--json").stdout)
    assert (listed["document"], listed["file"]) == (site.address(), site.address())
    assert said in listed["reason"]
    assert "ingest the site again" in reelgraph("check", "--set-aside").stderr
    site.pages = before
    assert summary(reelgraph, site.address())["version"] == 1
    assert json.loads(reelgraph("check", "--set-aside", "--json").stdout) == []


def test_a_site_that_cannot_be_reached_stops_no_other(
    reelgraph: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.html").write_text(review(9))
    resolve = socket.getaddrinfo

    def resolved(host: str, *given: Any, **more: Any) -> Any:
        if host == "gone.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *given, **more)

    monkeypatch.setattr("graph.store.outside.socket.getaddrinfo", resolved)
    run = reelgraph(
        "ingest", "--delay", "0", "https://gone.example/reviews", str(tmp_path / "other.html"), site.address()
    )
    assert run.exit_code == 1
    assert "https://gone.example/reviews: https://gone.example/robots.txt cannot be had" in run.stderr
    assert len(rows(reelgraph, "SELECT ?s { ?s a reel:Source }")) == 4
    (listed,) = json.loads(reelgraph("check", "--set-aside", "--json").stdout)
    assert listed["document"] == "https://gone.example/reviews"
    assert "cannot be resolved" in listed["reason"]


def test_a_site_is_not_written_into_what_is_no_dataset(reelgraph: Run, site: Site, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.txt").write_text("x")
    assert "no Reelgraph dataset" in reelgraph("ingest", site.address()).stderr
    assert site.all_asked == []


def test_a_full_disk_is_one_sentence(reelgraph: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("graph.crawl.cache.Cache._write", full)
    run = reelgraph("ingest", "--delay", "0", site.address())
    assert run.exit_code == 1
    assert "no room left" in run.stderr


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_in_the_middle_is_gone_on_with(
    reelgraph: Run, site: Site, tmp_path: Path, ending: signal.Signals
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if path == "/r/1":
            started.set()
            go_on.wait(300)

    site.before = hold
    command = [sys.executable, "-m", "server", "--data", str(tmp_path / "data"), "ingest", "--delay", "0"]
    with subprocess.Popen(
        [*command, site.address()],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    ) as run:
        assert started.wait(120)
        run.send_signal(ending)
        said = run.communicate(timeout=120)[1]
    go_on.set()
    assert run.returncode == {signal.SIGINT: 1, signal.SIGTERM: 143}.get(ending, -ending)
    if ending != signal.SIGKILL:
        assert "goes on from there" in said
        assert "Traceback" not in said
    assert not (tmp_path / "data" / "current").exists()
    before = {path for path in site.asked if path != "/r/1"}
    assert before == {"/", "/sitemap.xml", "/r/0"}
    site.forget()
    assert summary(reelgraph, site.address())["read"] == 3
    assert not before & set(site.asked)
    # That one was published, so the next one asks again, on conditions.
    site.forget()
    summary(reelgraph, site.address())
    assert site.answered.count(304) == 6


def test_what_was_fetched_until_an_interruption_is_published_where_that_is_asked_for(
    reelgraph: Run, site: Site, tmp_path: Path
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if path == "/r/1":
            started.set()
            go_on.wait(300)

    site.before = hold
    command = [sys.executable, "-m", "server", "--data", str(tmp_path / "data"), "ingest", "--delay", "0"]
    with subprocess.Popen(
        [*command, "--partial", site.address()], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as run:
        assert started.wait(120)
        run.send_signal(signal.SIGINT)
        go_on.set()
        said = run.communicate(timeout=120)[1]
    assert run.returncode == 1, said
    assert [row["page"] for row in rows(reelgraph, PAGES)] == [site.address("/r/0"), site.address("/r/1")]
    site.forget()
    assert summary(reelgraph, site.address())["read"] == 1
    assert sorted(site.asked) == ["/about", "/r/2"]
