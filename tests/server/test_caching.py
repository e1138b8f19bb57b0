"""Caching, conditional requests, compression, turns, ``timeout=``, the access log and the counters."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from server.app import create_app
from server.caching import Bounded, CachedEvaluator, is_lasting, matches
from server.clients import Turns, client_of
from server.evaluation import Answer, Question
from server.packing import coding
from server.problems import Problem
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE, PublishedStore
from tests.server.test_sparql import ask, problem

if TYPE_CHECKING:
    from flask.testing import FlaskClient

NAMES = "SELECT * { ?film reel:title ?name }"


class Counting:
    """An evaluator that counts what it is asked, and takes as long as it is told."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.seconds = 0.0

    def evaluate(self, question: Question) -> Answer:
        self.asked.append(question)
        time.sleep(self.seconds)
        body = b'{"head":{}}' * 100
        headers = {"Content-Type": "application/sparql-results+json", "Reelgraph-Version": "7"}
        return Answer(200, headers, iter((body,)), len(body))


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def counted(counting: Counting) -> FlaskClient:
    settings = Settings.of({}, query_seconds=4)
    app = create_app(PublishedStore(archive.store(), BASE, number=7), settings, counting)
    return archive.client_of(app)


def test_the_same_question_is_evaluated_once_a_version(counted: FlaskClient, counting: Counting) -> None:
    for _ in range(3):
        assert ask(counted, NAMES).status_code == 200
    counted.post("/sparql", data={"query": NAMES})
    assert len(counting.asked) == 1
    ask(counted, NAMES, "text/csv")
    ask(counted, NAMES, **{"default-graph-uri": "http://e/"})
    ask(counted, NAMES + " ")
    assert len(counting.asked) == 4


def test_those_who_ask_the_same_at_once_share_one_copy() -> None:
    published = PublishedStore(archive.store(), BASE, number=7)
    closed: list[bytes] = []
    meanwhile: list[bytes] = []

    class Slow(Counting):
        """Is asked the same by somebody else while it evaluates, who has the answer first."""

        def evaluate(self, question: Question) -> Answer:
            answer = super().evaluate(question)
            if len(self.asked) == 1:
                meanwhile.extend(cached.evaluate(question).body)
            body = b"".join(answer.body)
            return replace(answer, body=iter((body,)), close=lambda: closed.append(body))

    cached = CachedEvaluator(Slow(), lambda _: published, 1_000_000)
    (shared,) = cached.evaluate(Question(NAMES, None, None)).body
    assert shared is meanwhile[0]
    assert len(closed) == 2


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?n) {}", "SELECT (rand( ) AS ?n) {}", "SELECT (UUID() AS ?n) {}"]
)
def test_what_changes_every_time_is_not_kept(counted: FlaskClient, counting: Counting, query: str) -> None:
    first, second = ask(counted, query), ask(counted, query)
    assert len(counting.asked) == 2
    assert "ETag" not in first.headers
    assert second.headers["Cache-Control"] == "no-store"


def test_if_none_match_is_answered_without_evaluating(counted: FlaskClient, counting: Counting) -> None:
    first = ask(counted, NAMES)
    tag = first.headers["ETag"]
    assert re.fullmatch(r'"7-[0-9a-f]{16}"', tag)
    assert "no-cache" in first.headers["Cache-Control"]
    del counting.asked[:]
    for named in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = counted.get("/sparql", query_string={"query": NAMES}, headers={"If-None-Match": named})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Reelgraph-Version"] == "7"
    assert counting.asked == []
    other = counted.get("/sparql", query_string={"query": NAMES}, headers={"If-None-Match": '"7-0"'})
    assert other.status_code == 200


def test_each_representation_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get("/sparql", query_string={"query": NAMES}, headers=headers).headers["ETag"]
        for headers in (
            {"Accept": "text/csv"},
            {"Accept": "application/json"},
            {"Accept-Encoding": "gzip"},
            {},
        )
    }
    assert len(tags) == 4


def test_an_older_version_may_be_kept_for_long(client: FlaskClient) -> None:
    assert "max-age=86400" in ask(client, NAMES, version=7).headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["/", "/film/aloners-2023.html", "/film/aloners-2023.ttl", "/sparql?query=DESCRIBE<film/aloners-2023>"],
)
def test_compression_is_negotiated(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    zipped = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Encoding"] == "zstd"
    assert gzip.decompress(zipped.data) == plain.data
    assert zstandard.decompress(packed.data) == plain.data
    for response in (plain, zipped, packed):
        assert "Accept-Encoding" in response.headers["Vary"]
        assert int(response.headers["Content-Length"]) == len(response.data)
    tags = {response.headers["ETag"] for response in (plain, zipped, packed)}
    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)
    again = client.get(path, headers={"Accept-Encoding": "zstd", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", "gzip"), ("br;q=1, gzip;q=0.5", "gzip"), ("*", "zstd"), ("gzip;q=0", "identity"),
     ("", "identity"), ("gzip, deflate, br, zstd", "zstd"), ("zstd;q=0.5, gzip;q=0.9", "gzip"),
     ("zstd;q=0, *", "gzip"), ("*;q=0.5, gzip;q=0.5, zstd;q=0", "gzip"), ("x-gzip", "gzip"),
     ("zstd;q=2", "zstd"), ("zstd;q=-1, gzip", "gzip"), ("zstd;level=9, gzip;q=0.1", "gzip"),
     ("identity, zstd;q=0.9", "identity"), ("identity;q=0, zstd;q=0.001", "zstd"),
     ("gzip;q=0.1, identity;q=0.9", "identity"), ("gzip;q=nonsense", "identity"), (None, "identity"),
     ("GZIP", "gzip"), ("*;q=0", "identity")],
)  # fmt: skip
def test_codings(header: str | None, expected: str) -> None:
    assert coding(header) == expected


@given(st.text(max_size=200))
def test_no_header_breaks_the_negotiation_of_codings_or_tags(header: str) -> None:
    assert coding(header) in ("zstd", "gzip", "identity")
    assert matches(header, '"1-a"') in (True, False)


def test_the_cache_is_bounded_and_forgets_what_was_used_least() -> None:
    kept: Bounded[int] = Bounded(20_000)
    for number in range(12):
        kept.put(number, number, 1_000)
        kept.get(0)
    assert kept.get(0) == 0
    assert kept.get(1) is None
    assert kept.size <= 20_000
    kept.put("large", 1, 19_000)
    assert kept.get("large") is None
    kept.put(0, 5, 2_000)
    assert kept.get(0) == 5


def test_words_that_only_contain_a_function_are_no_such_function() -> None:
    assert is_lasting("SELECT ?known ?brand { }")
    assert is_lasting('SELECT ?now { <http://e/film/service-now> ?p "now" }')
    assert not is_lasting("SELECT (RAND() AS ?x) {}")


# -- timeout= ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["0", "-1", "inf", "nan", "1e3", "ten", "", "٣", "1.2.3", "0.0", " 1"])
def test_a_timeout_that_is_none_is_refused(client: FlaskClient, value: str) -> None:
    assert "timeout" in problem(ask(client, NAMES, timeout=value), 400)["detail"]


def test_a_lower_timeout_is_taken_and_a_higher_one_is_not(counted: FlaskClient, counting: Counting) -> None:
    for asked, given_ in (("1.5", 1.5), ("100", 4.0)):
        before = time.monotonic()
        assert ask(counted, f"{NAMES} #{asked}", timeout=asked).status_code == 200
        assert counting.asked[-1].seconds == given_
        assert before + given_ <= (counting.asked[-1].deadline or 0) <= time.monotonic() + given_
    assert problem(counted.get("/sparql?query=ASK{}&timeout=1&timeout=2"), 400)


# -- turns ---------------------------------------------------------------------------------------


def test_one_query_too_many_waits_and_then_gets_429() -> None:
    turns = Turns(2, 0.2)
    with turns.seat("a"), turns.seat("a"):
        with turns.seat("b"):
            pass
        start = time.monotonic()
        with pytest.raises(Problem) as caught, turns.seat("a"):
            pass
        assert time.monotonic() - start >= 0.2
    assert caught.value.status == 429
    assert caught.value.headers["Retry-After"] == "1"
    with turns.seat("a"):
        assert turns._taken == {"a": 1}
    assert turns._taken == {}


def test_a_seat_that_comes_free_is_taken() -> None:
    turns = Turns(1, 120)
    done: list[float] = []

    def hold() -> None:
        with turns.seat("a"):
            time.sleep(0.1)
            done.append(time.monotonic())

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [(0, "198.51.100.9", "203.0.113.1"), (1, "evil, 198.51.100.9", "198.51.100.9"), (1, "", "203.0.113.1"),
     (2, "198.51.100.9, 10.0.0.1", "198.51.100.9"), (3, "198.51.100.9, 10.0.0.1", "203.0.113.1"),
     (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), (1, "::ffff:198.51.100.9", "198.51.100.9"),
     (1, "nonsense", "nonsense")],
)  # fmt: skip
def test_who_the_client_is(proxies: int, forwarded: str, expected: str) -> None:
    environ = {"REMOTE_ADDR": "203.0.113.1"}
    if forwarded:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    assert client_of(environ, proxies) == expected


# -- operations ----------------------------------------------------------------------------------


def test_metrics_count_what_happened(counted: FlaskClient) -> None:
    ask(counted, NAMES)
    ask(counted, NAMES)
    text = counted.get("/metrics").text
    assert 'reelgraph_queries_total{outcome="answered"} 2' in text
    assert 'reelgraph_cache_hits_total{cache="answers"} 1' in text
    assert "reelgraph_version 7" in text
    assert 'reelgraph_query_duration_seconds_bucket{le="+Inf"} 2' in text
    for line in text.splitlines():
        assert re.fullmatch(
            r'# TYPE [a-z_]+ (counter|gauge|histogram)|[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9.e+-]+', line
        )


def test_openapi_describes_addresses_that_are_there(client: FlaskClient) -> None:
    found = json.loads(client.get("/openapi.json").data)
    assert found["openapi"].startswith("3.1")
    for path, operations in found["paths"].items():
        names = {"kind": "film", "name": "aloners-2023", "number": "1", "extension": "ttl", "path": "sparql"}
        if "flyout" in path:
            names["kind"] = "entity"
        concrete = path.format(**names)
        for method in operations:
            response = client.open(concrete, method=method.upper())
            # Nothing is asked, and nobody may write: but there is always a route.
            assert response.status_code in (200, 303, 400, 403, 404, 415), (path, response.status_code)
            assert "nothing at this address" not in response.text, path
            assert str(response.status_code) in operations[method]["responses"], path
    parameters = {item["name"] for item in found["paths"]["/sparql"]["get"]["parameters"]}
    assert {"query", "timeout", "version", "default-graph-uri"} <= parameters


def test_the_access_log_has_a_line_for_each_request(tmp_path: Any) -> None:
    from server.operations import Operations

    operations = Operations(str(tmp_path / "access.log"))
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/\n\x1b[31m", "QUERY_STRING": 'a="b"',
               "REMOTE_ADDR": "::1",
               "reelgraph.outcome": "deadline"}  # fmt: skip
    operations.answered(environ, 503, 0.25)
    operations.close()
    (line,) = (tmp_path / "access.log").read_text().splitlines()
    assert re.fullmatch(
        r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ::1 "GET /\\n\\x1b\[31m\?a=\\"b\\"" 503 250\.0ms deadline', line
    )
