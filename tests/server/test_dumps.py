"""Dumps and the sitemap over the socket: whole, described, and the same again."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import zstandard

from graph.build import ingest
from graph.store import Dataset
from server.sitemap import MOST_ADDRESSES, parts_of
from tests.hostile.serving import LONG, Server

if TYPE_CHECKING:
    import http.client
    from collections.abc import Iterator
    from pathlib import Path

BASE = "http://127.0.0.1:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    place = tmp_path_factory.mktemp("dumps") / "data"
    ingest(Dataset(place), [samples / "marquee" / "volver.html"])
    return place


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[Server]:
    with Server(data) as server:
        yield server


def fetched(server: Server, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """An answer, asked for again for as long as the dump is being made."""
    end = time.monotonic() + LONG
    while (answer := server.ask(path, headers=headers))[0] == 503 and time.monotonic() < end:
        time.sleep(float(answer[1]["Retry-After"]) / 5)
    return answer


def test_every_dump_that_is_listed_is_the_version(served: Server, data: Path) -> None:
    listed = json.loads(served.ask("/dumps/")[2])["dumps"]
    assert len(listed) == 6
    store = Dataset(data).version().store
    for item in listed:
        status, headers, content = fetched(served, urlsplit(item["address"]).path)
        assert status == 200, content
        digest = hashlib.sha256(content).digest()
        assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
        text = (
            gzip.decompress(content)
            if item["compression"] == "gzip"
            else zstandard.ZstdDecompressor().decompressobj().decompress(content)
        )
        graph = ox.DefaultGraph() if item["graphs"] == "the view" else None
        quads = set(ox.parse(text, format=ox.RdfFormat.from_media_type(item["format"])))
        assert quads == set(store.quads_for_pattern(None, None, None, graph))
    again = {item["address"]: item["sha256"] for item in json.loads(served.ask("/dumps/")[2])["dumps"]}
    assert again[listed[-1]["address"]] == digest.hex()


def test_a_dump_is_not_sent_again_to_who_has_it(served: Server) -> None:
    path = "/dumps/reelgraph-000001.nq.gz"
    _, headers, _ = fetched(served, path)
    assert served.ask(path, headers={"If-None-Match": headers["ETag"]})[0] == 304
    status, head, content = served.ask(path, method="HEAD")
    assert (status, head["Content-Length"], content) == (200, headers["Content-Length"], b"")


@pytest.mark.parametrize(
    "name",
    [
        "reelgraph-000009.nq.gz", "reelgraph-000001.nq", "reelgraph-000001.rdf.gz", "reelgraph-0000001.nq.gz",
        "..%2f..%2fmanifest.json", "x",
    ],
)  # fmt: skip
def test_there_is_no_other_dump(served: Server, name: str) -> None:
    assert served.ask(f"/dumps/{name}")[0] == 404


def test_the_description_links_the_dumps_with_their_checksums(served: Server) -> None:
    fetched(served, "/dumps/reelgraph-000001.trig.zst")
    _, _, content = served.ask("/.well-known/void", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(content, format=ox.RdfFormat.TURTLE)
    here = f"http://127.0.0.1:{served.port}"
    found = store.query(
        "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
        "PREFIX spdx: <http://spdx.org/rdf/terms#> SELECT ?sum ?size { ?d void:dataDump ?at ; "
        "dcat:distribution [ dcat:downloadURL ?at ; dcat:byteSize ?size ; "
        "spdx:checksum/spdx:checksumValue ?sum ] "
        f"FILTER(?at = <{here}/dumps/reelgraph-000001.trig.zst>) }}"
    )
    assert isinstance(found, ox.QuerySolutions)
    ((checksum, size),) = [(row["sum"].value, row["size"].value) for row in found]
    _, _, dump = fetched(served, "/dumps/reelgraph-000001.trig.zst")
    assert (checksum, int(size)) == (hashlib.sha256(dump).hexdigest(), len(dump))
    assert not [quad for quad in store if isinstance(quad.subject, ox.BlankNode)]


def test_the_home_page_and_the_dataset_describe_it_for_search_engines(served: Server) -> None:
    _, headers, content = served.ask("/dataset.jsonld")
    assert headers["Content-Type"] == "application/ld+json"
    block = json.loads(content)
    assert (block["@type"], block["version"]) == ("Dataset", "1")
    assert 50 <= len(block["description"]) <= 5000
    assert f"{BASE}/dumps/reelgraph-000001.nq.gz" in {item["contentUrl"] for item in block["distribution"]}
    home = served.ask("/", headers={"Accept": "text/html"})[2].decode()
    inside = re.findall(r'<script type="application/ld\+json">(.*?)</script>', home, re.DOTALL)
    described = {entry["@type"]: entry for entry in map(json.loads, inside)}
    assert described["Dataset"]["@id"] == block["@id"]
    assert set(described) == {"Dataset", "WebSite"}


def test_dumps_can_be_switched_off(data: Path) -> None:
    with Server(data, dump_bytes=0) as server:
        assert json.loads(server.ask("/dumps/")[2])["dumps"] == []
        assert server.ask("/dumps/reelgraph-000001.nq.gz")[0] == 404
        assert b"dataDump" not in server.ask("/.well-known/void")[2]


def test_a_dump_larger_than_the_room_is_refused_with_a_reason(data: Path) -> None:
    with Server(data, dump_bytes=1000) as server:
        status, _, content = server.ask("/dumps/reelgraph-000001.nq.gz")
        assert (status, json.loads(content)["reason"]) == (503, "dump")
        assert server.ask("/healthz")[0] == 200


def test_the_sitemap_lists_every_page_and_each_is_there(served: Server) -> None:
    assert f"Sitemap: {BASE}/sitemap.xml" in served.ask("/robots.txt")[2].decode()
    _, headers, content = served.ask("/sitemap.xml")
    assert headers["Content-Type"].startswith("application/xml")
    assert served.ask("/sitemap.xml", headers={"If-None-Match": headers["ETag"]})[0] == 304
    (part,) = [place.text or "" for place in ET.fromstring(content).iter(f"{SITEMAP}loc")]
    urls = list(ET.fromstring(served.ask(urlsplit(part).path)[2]).iter(f"{SITEMAP}url"))
    places = [url.findtext(f"{SITEMAP}loc", "") for url in urls]
    assert f"{BASE}/film/volver-2006.html" in places
    assert len(places) == len(set(places))
    for place in places[:30]:
        assert place.startswith(BASE)
        assert served.ask(urlsplit(place).path, headers={"Accept": "text/html"})[0] == 200
    changed = [url.findtext(f"{SITEMAP}lastmod", "") for url in urls]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", when) for when in changed)
    assert served.ask("/sitemaps/2.xml")[0] == 404


def test_a_sitemap_comes_in_parts_that_search_engines_take() -> None:
    pages = (
        (f"https://a.example/фильм/{n}?a&b", f"2024-01-{1 + n % 28:02d}") for n in range(MOST_ADDRESSES + 1)
    )
    first, second = parts_of(pages)
    assert first.lastmod == "2024-01-28"
    assert len(second.packed) < 500
