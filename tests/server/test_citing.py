"""Answers that can be cited: versions, Memento (RFC 7089), what changed, and IRIs that ended."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.build import ingest
from graph.store import Dataset, Moment, write_index
from ontology import PREFIXES, REEL
from server import citing, memento
from server.app import create_app
from server.settings import Settings
from tests.hostile.serving import Server
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

FILM = "/film/aloners-2023"
PAST = "Thu, 01 Jan 1998 00:00:00 GMT"


def triple(thing: str, name: str, value: str) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(BASE + thing), ox.NamedNode(REEL + name), ox.Literal(value), ox.DefaultGraph()
    )


def publish(path: Path, *, added: tuple[ox.Quad, ...] = (), deleted: tuple[ox.Quad, ...] = ()) -> None:
    dataset = Dataset(path, base=BASE)
    fresh = dataset.current_number() is None
    with dataset.write() as draft:
        draft.store.bulk_extend([*(archive.store() if fresh else ()), *added])
        for item in deleted:
            draft.store.remove(item)
        write_index(draft.directory / "search.sqlite", [])
        draft.publish({})


def client_of(path: Path) -> Iterator[FlaskClient]:
    app = create_app(path, Settings.of({}))
    yield archive.client_of(app)
    close = getattr(app.extensions["reelgraph"].evaluator, "close", None)
    if close is not None:
        close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions: the archive, a title changed, a person that has nothing to do with it."""
    place = tmp_path_factory.mktemp("cited") / "data"
    publish(place)
    old, new = triple(FILM, "title", "Aloners"), triple(FILM, "title", "Aloners, Restored")
    publish(place, added=(new,), deleted=(old,))
    kind = ox.Quad(ox.NamedNode(f"{BASE}/person/new"), ox.NamedNode(f"{PREFIXES['rdf']}type"),
                   ox.NamedNode(f"{REEL}Person"), ox.DefaultGraph())  # fmt: skip
    publish(place, added=(kind, triple("/person/new", "name", "Somebody New")))
    return place


@pytest.fixture(scope="module")
def cited(path: Path) -> Iterator[FlaskClient]:
    yield from client_of(path)


# -- version= ------------------------------------------------------------------------------------


def test_a_page_of_a_version_is_as_it_was_and_its_links_stay_in_it(cited: FlaskClient) -> None:
    html = cited.get(f"{FILM}.html?version=1").text
    assert "Aloners, Restored" not in html
    assert "Aloners, Restored" in cited.get(f"{FILM}.html").text
    links = re.findall(r'(?:href|action)="(/[^"]*)"', html)
    free = ("/static/", "/ontology", "/.well-known", "/history/", "/search", "/connect")
    out = [link for link in links if "version=1" not in link and not link.startswith(free)]
    assert [link for link in out if "version=" not in link] == [f"{FILM}.html"]  # to the newest
    assert {link for link in out if "version=" in link} == {
        f"{FILM}.html?version=2",
        f"{FILM}.html?version=3",
    }
    assert '<input type="hidden" name="version" value="1">' in html


@pytest.mark.parametrize("extension", ["ttl", "nt", "jsonld", "rdf"])
def test_a_document_of_a_version_is_the_same_for_ever(
    cited: FlaskClient, extension: str, tmp_path: Path
) -> None:
    publish(tmp_path / "alone")
    for alone in client_of(tmp_path / "alone"):
        assert cited.get(f"{FILM}.{extension}?version=1").data == alone.get(f"{FILM}.{extension}").data


def test_a_thing_redirects_within_its_version(cited: FlaskClient) -> None:
    response = cited.get(f"{FILM}?version=1", headers={"Accept": "text/turtle"})
    assert response.status_code == 303
    assert response.headers["Location"] == f"{FILM}.ttl?version=1"
    assert f'<{FILM}.nt?version=1>; rel="alternate"' in response.headers["Link"]


def test_what_a_version_did_not_know_is_not_found_in_it(cited: FlaskClient) -> None:
    assert cited.get("/person/new.html").status_code == 200
    assert cited.get("/person/new.html?version=2").status_code == 404


@pytest.mark.parametrize("number", ["9", "0"])
def test_a_version_that_never_was_is_not_found(cited: FlaskClient, number: str) -> None:
    for address in (f"{FILM}.html", f"{FILM}.ttl", "/", "/film/", "/sparql?query=ASK{}"):
        response = cited.get(address, query_string=None if "?" in address else {"version": number})
        if "?" in address:
            response = cited.get(f"{address}&version={number}")
        assert response.status_code == 404
        assert f"no version {number}" in json.loads(response.data)["detail"]


@pytest.mark.parametrize(
    "bad", ["version=x", "version=", "version=1&version=2", "version=-1", "version=%D9%A1"]
)
def test_a_version_that_is_no_number_is_refused(cited: FlaskClient, bad: str) -> None:
    assert cited.get(f"{FILM}.html?{bad}").status_code == 400
    assert cited.get(f"/sparql?query=ASK{{}}&{bad}").status_code == 400


def test_a_version_that_was_dropped_is_gone(tmp_path: Path) -> None:
    publish(tmp_path)
    publish(tmp_path, added=(triple(FILM, "note", "x"),))
    for client in client_of(tmp_path):
        for address in (f"{FILM}.ttl?version=1", "/sparql?query=ASK{}&version=1"):
            assert client.get(address).status_code == 200
        Dataset(tmp_path).drop(1)
        for address in (f"{FILM}.ttl?version=1", "/sparql?query=ASK{}&version=1"):
            response = client.get(address)
            assert response.status_code == 410
            assert json.loads(response.data)["detail"].endswith("not kept here any more. Kept is version 2.")
        for _ in range(2):
            publish(tmp_path, added=(triple(FILM, "note", "y"),))
        detail = json.loads(client.get("/film/?version=9").data)["detail"]
        assert detail == "There has been no version 9 here. Kept are versions 2 to 4."


def test_each_page_says_how_it_is_cited(cited: FlaskClient) -> None:
    html = cited.get(f"{FILM}.html").text
    assert f"<code>{BASE}{FILM}?version=3</code>" in html
    assert f'href="{FILM}.html?version=3"' in html
    for number in (1, 2):
        assert f'href="{FILM}.html?version={number}"' in html


def test_a_page_that_was_kept_lists_no_version_that_was_dropped_since(tmp_path: Path) -> None:
    for text in "xyz":
        publish(tmp_path, added=(triple(FILM, "note", text),))
    with Server(tmp_path) as server:

        def listed() -> set[str]:
            time.sleep(0.1)  # what another process did is looked for every few milliseconds
            pages = {server.ask(f"{FILM}.html")[2].decode() for _ in range(3)}  # the second one is a kept one
            assert len(pages) == 1
            return set(re.findall(rf'href="{FILM}\.html\?version=(\d+)"', pages.pop()))

        assert listed() == {"1", "2", "3"}
        Dataset(tmp_path).drop(1)
        assert listed() == {"2", "3"}
        Dataset(tmp_path).rollback(2)
        assert listed() == {"2", "3"}
        Dataset(tmp_path).rollback(3)
        Dataset(tmp_path).drop(2)
        assert listed() == {"3"}
        status, _, body = server.ask(f"{FILM}.html?version=2")
        assert (status, "Kept is version 3." in body.decode()) == (410, True)


# -- Memento -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", [FILM, f"{FILM}.html", f"{FILM}.ttl", "/", "/film/", "/sparql?query=ASK%7B%7D"]
)
def test_accept_datetime_leads_to_the_version_that_was_current_then(cited: FlaskClient, address: str) -> None:
    joint = "&" if "?" in address else "?"
    response = cited.get(address, headers={"Accept-Datetime": PAST})
    assert response.status_code == 302
    assert response.headers["Location"] == f"{address}{joint}version=1"
    assert "Accept-Datetime" in ", ".join(response.headers.getlist("Vary"))
    assert f'<{address}>; rel="original timegate"' in response.headers["Link"]
    future = cited.get(address, headers={"Accept-Datetime": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert future.headers["Location"] == f"{address}{joint}version=3"


def test_a_memento_says_when_it_was_published(cited: FlaskClient, path: Path) -> None:
    response = cited.get(f"{FILM}.ttl?version=2", headers={"Accept-Datetime": PAST})
    assert response.status_code == 200
    at = memento.http_date(Dataset(path).version(2).published)
    assert response.headers["Memento-Datetime"] == at
    assert f'<{FILM}.ttl?version=2>; rel="memento"; datetime="{at}"' in response.headers["Link"]
    assert f'</timemap{FILM}.ttl>; rel="timemap"; type="application/link-format"' in response.headers["Link"]
    assert "Accept-Datetime" not in response.vary


def test_the_newest_is_no_memento_and_varies(cited: FlaskClient) -> None:
    response = cited.get(f"{FILM}.ttl")
    assert "Memento-Datetime" not in response.headers
    assert "Accept-Datetime" in response.vary
    assert response.headers["Reelgraph-Version"] == "3"


def test_a_posted_query_is_answered_from_then_at_once(cited: FlaskClient) -> None:
    query = f"SELECT ?title {{ <{BASE}{FILM}> reel:title ?title }}"
    answers = [
        cited.post("/sparql", data={"query": query, **form}, headers={"Accept": "text/csv", **headers})
        for form, headers in (({}, {"Accept-Datetime": PAST}), ({"version": "1"}, {}), ({}, {}))
    ]
    assert [answer.text.split("\r\n")[1] for answer in answers] == [
        "Aloners",
        "Aloners",
        '"Aloners, Restored"',
    ]
    assert [("Memento-Datetime" in answer.headers) for answer in answers] == [True, True, False]


def test_an_unreadable_date_is_refused(cited: FlaskClient) -> None:
    response = cited.get(f"{FILM}.html", headers={"Accept-Datetime": "yesterday"})
    assert response.status_code == 400


def test_a_timemap_lists_the_mementos(cited: FlaskClient) -> None:
    response = cited.get(f"/timemap{FILM}.html")
    assert response.content_type == "application/link-format"
    lines = response.text.rstrip().split(",\n")
    assert lines[0] == f'<{FILM}.html>; rel="original timegate"'
    assert 'rel="self"' in lines[1]
    assert [re.findall(r'<(.*?)>; rel="(.*?)"', line)[0] for line in lines[2:]] == [
        (f"{FILM}.html?version=1", "first memento"),
        (f"{FILM}.html?version=2", "memento"),
        (f"{FILM}.html?version=3", "last memento"),
    ]
    for address in re.findall(r"<(/film[^>]*)>", response.text):
        assert cited.get(address).status_code == 200


def test_a_timemap_of_a_thing_has_only_the_versions_that_knew_it(cited: FlaskClient) -> None:
    assert cited.get("/timemap/person/new.ttl").text.count("memento") == 1
    assert cited.get("/timemap/person/nobody-at-all").status_code == 404
    assert cited.get("/timemap/static/site.css").status_code == 404
    assert cited.get("/timemap/sparql?query=ASK%7B%7D").text.count("memento") == 3


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/film/",
        "/film",
        "/person/?page=1",
        "/search?q=Jeong",
        "/.well-known/void",
        f"/history{FILM}",
        "/connect",
    ],
)
def test_the_timemap_that_an_answer_links_to_is_there(cited: FlaskClient, address: str) -> None:
    links = cited.get(address, headers={"Accept": "text/html, */*;q=0.5"}).headers["Link"]
    place = re.search('<([^>]*)>; rel="timemap"', links)
    assert place is not None
    assert f'<{address}>; rel="original timegate"' in links
    response = cited.get(place[1])
    assert response.status_code == 200
    lines = response.text.rstrip().split(",\n")
    assert lines[0] == f'<{address}>; rel="original timegate"'
    assert re.fullmatch(
        f'<{re.escape(place[1])}>; rel="self"; type="application/link-format"; from=".*GMT"; until=".*GMT"',
        lines[1],
    )
    mementos = re.findall('<([^>]*)>; rel="([^"]*memento)"', response.text)
    assert [words for _, words in mementos] == ["first memento", "memento", "last memento"]
    for memento_address, _ in mementos:
        found = cited.get(memento_address, headers={"Accept": "text/html, */*;q=0.5"})
        assert found.status_code == 200
        assert "Memento-Datetime" in found.headers


def test_a_long_timemap_comes_in_pages_that_name_each_other(
    cited: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citing, "_PER_PAGE", 2)
    newest = cited.get(f"/timemap{FILM}.html").text
    assert re.findall('version=(.)>; rel="([^"]*)"', newest) == [("3", "last memento")]
    other = re.search(
        '<([^>]*)>; rel="timemap"; type="application/link-format"; from=".*"; until=".*"', newest
    )
    assert other is not None
    assert other[1] == f"/timemap/pages/1{FILM}.html"
    oldest = cited.get(other[1]).text
    assert f'<{other[1]}>; rel="self"' in oldest
    assert f'</timemap/pages/2{FILM}.html>; rel="timemap"' in oldest
    assert re.findall('version=(.)>; rel="([^"]*)"', oldest) == [("1", "first memento"), ("2", "memento")]
    assert re.findall('version=(.)>; rel="([^"]*)"', cited.get("/timemap/pages/1/film/?page=1").text) == [
        ("1", "first memento"),
        ("2", "memento"),
    ]
    # It was not known to the versions of the first page, and that is no reason for 404.
    assert "memento" not in cited.get("/timemap/pages/1/person/new").text.replace('rel="timemap"', "")
    for bad in ("/timemap/pages/3/film/", "/timemap/pages/0/film/", "/timemap/pages/x/film/"):
        assert cited.get(bad).status_code == 404


def test_a_memento_links_the_first_and_the_last(cited: FlaskClient) -> None:
    def linked(address: str) -> dict[str, str]:
        links = cited.get(address, headers={"Accept": "text/html, */*;q=0.5"}).headers["Link"]
        return {words: address for address, words in re.findall('<([^>]*)>; rel="([^"]*memento)"', links)}

    for address in (f"{FILM}.ttl", "/", "/sparql?query=ASK%7B%7D"):
        first, last = (memento.with_version(address, number) for number in (1, 3))
        this = memento.with_version(address, 2)
        assert linked(address) == {"first memento": first, "last memento": last}
        assert linked(this) == {"first memento": first, "memento": this, "last memento": last}
        assert linked(first) == {"first memento": first, "last memento": last}
    # The first version did not know her: which one did is for the TimeMap to say.
    assert linked("/person/new.ttl") == {"last memento": "/person/new.ttl?version=3"}


def test_a_timemap_has_whole_addresses_where_the_server_is_the_site(cited: FlaskClient) -> None:
    text = cited.get(f"/timemap{FILM}", base_url=BASE).text
    assert f"<{BASE}{FILM}?version=1>" in text
    assert "evil.example" not in cited.get(f"/timemap{FILM}", headers={"Host": "evil.example"}).text


def test_the_version_that_was_current_follows_rollbacks() -> None:
    history = [Moment("2024-01-01T10:00:00.500+00:00", 1), Moment("2024-02-01T10:00:00+00:00", 2),
               Moment("2024-03-01T10:00:00+00:00", 1)]  # fmt: skip
    moments = ["Mon, 01 Jan 2023 00:00:00 GMT", "Mon, 01 Jan 2024 10:00:00 GMT",
               "Fri, 02 Feb 2024 00:00:00 GMT", "Sat, 02 Mar 2024 00:00:00 GMT"]  # fmt: skip
    found = [memento.current_at(history, memento.moment_asked(text)) for text in moments]
    assert found == [1, 1, 2, 1]
    assert memento.current_at([], memento.moment_asked(moments[0])) is None


# -- what changed --------------------------------------------------------------------------------


def test_the_history_lists_the_versions_that_differ(cited: FlaskClient) -> None:
    found = json.loads(cited.get(f"/history{FILM}").data)["versions"]
    assert [item["version"] for item in found] == [2, 1]
    assert (found[0]["added"], found[0]["deleted"]) == (1, 1)
    assert "Aloners, Restored" in found[0]["first_added"][0]
    html = cited.get(f"/history{FILM}", headers={"Accept": "text/html"}).text
    assert f'href="{FILM}.html?version=1"' in html
    assert cited.get("/history/film/none").status_code == 404
    assert cited.get("/history/film/a%20b").status_code == 404


# -- IRIs that ended, by what the linking itself decided -------------------------------------------

REVIEW = """The Lantern Home


Nothing happens in “Low Tide” until the last boat leaves. {who} (Edda Holm) keeps the office open anyway.

Director Ilse Brandt lets {who} wait, and waits with her.

{critic}

{critic} is a critic by the sea.

Film Credits

Low Tide movie poster

Low Tide ({year})

88 minutes

Edda Holm as {who}

Latest blog posts
"""


def write(folder: Path, name: str, year: int, critic: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(REVIEW.format(year=year, critic=critic, who="Mara"), encoding="utf-8")


def test_a_merge_and_a_split_that_the_linking_made(tmp_path: Path) -> None:
    pages, dataset = tmp_path / "pages", Dataset(tmp_path / "data", base=BASE)
    critics = ["Ida Penhallow", "Rafe Castellan", "Dev Raman", "Ruth Delacroix", "Odile Marchetti",
               "Barnaby Quill", "Saoirse Lindqvist"]  # fmt: skip
    for place, year in enumerate([2019, 2019, 1988, 1988, 1970, 1970, 1950]):
        write(pages, f"page-{place}", year, critics[place])
    ingest(dataset, [pages])
    for place, year in ((4, 2019), (5, 1988), (6, 1988)):
        write(pages, f"page-{place}", year, critics[place])
    ingest(dataset, [pages])
    for client in client_of(tmp_path / "data"):
        assert client.get("/film/low-tide-1970?version=1").status_code == 303
        merged = client.get("/film/low-tide-1950.ttl")
        assert merged.status_code == 301
        assert merged.headers["Location"] == "/film/low-tide-1988.ttl"
        split = client.get("/film/low-tide-1970", headers={"Accept": "application/json"})
        assert split.status_code == 410
        assert json.loads(split.data)["successors"] == [
            f"{BASE}/film/low-tide-1988",
            f"{BASE}/film/low-tide-2019",
        ]
        page = client.get("/film/low-tide-1970.html", headers={"Accept": "text/html"})
        assert page.status_code == 410
        assert 'href="/film/low-tide-2019"' in page.text
