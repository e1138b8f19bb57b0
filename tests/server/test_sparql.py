"""The query operation of the SPARQL 1.1 Protocol at /sparql, and its errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from server.evaluation import Answer, Question
from server.negotiation import GRAPHS, RESULTS
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE, PublishedStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

NAMES = "SELECT ?name { ?film reel:title 'Aloners' ; reel:actor/reel:name ?name } ORDER BY ?name"
EXPECTED = ["Gong Seung-yeon", "Jeong Da-eun"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(client: FlaskClient, query: str, accept: Any = None, **parameters: Any) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **parameters}, headers=headers)


def names(response: TestResponse) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["name"]["value"] for row in json.loads(response.data)["results"]["bindings"]]


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    found: dict[str, Any] = json.loads(response.data)
    assert found["status"] == status
    assert found["detail"]
    return found


# -- the three ways to send a query (2.1.1 to 2.1.3) ---------------------------------------------


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_by_get(client: FlaskClient, path: str) -> None:
    assert names(client.get(path, query_string={"query": NAMES})) == EXPECTED


def test_by_a_form(client: FlaskClient) -> None:
    assert names(client.post("/sparql", data={"query": NAMES})) == EXPECTED


def test_by_direct_post(client: FlaskClient) -> None:
    response = client.post("/sparql", data=NAMES, content_type="application/sparql-query; charset=UTF-8")
    assert names(response) == EXPECTED


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    get, head = ask(client, NAMES), client.head("/sparql", query_string={"query": NAMES})
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "Vary"):
        assert head.headers[name] == get.headers[name]


# -- formats -------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", RESULTS, ids=lambda item: item.name)
def test_results_by_accept_and_by_format(client: FlaskClient, item: Any) -> None:
    for response in (ask(client, NAMES, item.media_type), ask(client, NAMES, format=item.name)):
        assert response.status_code == 200
        assert response.mimetype == item.media_type
        assert "Accept" in response.vary
        kind = ox.QueryResultsFormat.from_media_type(item.media_type)
        if item.name != "csv":  # pyoxigraph writes CSV and reads it not
            found = ox.parse_query_results(response.data, format=kind)
            assert isinstance(found, ox.QuerySolutions)
            assert [row["name"].value for row in found] == EXPECTED
        else:
            assert response.text.split() == ["name", "Gong", "Seung-yeon", "Jeong", "Da-eun"]


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
@pytest.mark.parametrize("query", ["DESCRIBE <film/aloners-2023>", "CONSTRUCT WHERE { ?s reel:title ?o }"])
def test_graphs_by_accept_and_by_format(client: FlaskClient, item: Any, query: str) -> None:
    for response in (ask(client, query, item.media_type), ask(client, query, format=item.name)):
        assert response.status_code == 200
        assert response.mimetype == item.media_type
        rdf = ox.RdfFormat.from_media_type(item.media_type)
        assert any(quad.object == ox.Literal("Aloners") for quad in ox.parse(response.data, format=rdf))


def test_ask_gives_a_boolean(client: FlaskClient) -> None:
    assert json.loads(ask(client, "ASK { ?film reel:title 'Aloners' }").data)["boolean"] is True
    assert "<boolean>false</boolean>" in ask(client, "ASK { ?s reel:title 'No' }", format="xml").text


def test_a_client_that_accepts_anything_gets_json_or_turtle(client: FlaskClient) -> None:
    assert ask(client, NAMES).mimetype == "application/sparql-results+json"
    assert ask(client, "DESCRIBE <film/aloners-2023>").mimetype == "text/turtle"


def test_turtle_uses_the_common_prefixes(client: FlaskClient) -> None:
    assert "reel:title" in ask(client, "DESCRIBE <film/aloners-2023>").text


def test_an_unacceptable_format_lists_what_there_is(client: FlaskClient) -> None:
    assert "application/sparql-results+json" in problem(ask(client, NAMES, "image/png"), 406)["available"]
    only_results = problem(ask(client, NAMES, "text/turtle"), 406)
    assert only_results["available"] == [item.media_type for item in RESULTS]
    only_graphs = problem(ask(client, "DESCRIBE <film/aloners-2023>", "text/csv"), 406)
    assert only_graphs["available"] == [item.media_type for item in GRAPHS]
    assert "json" in problem(ask(client, NAMES, format="docx"), 400)["available"]


# -- the dataset (2.1.4) -------------------------------------------------------------------------

YEARS = "SELECT (STR(?year) AS ?name) { ?film reel:year ?year } ORDER BY ?year"
IN_GRAPHS = "SELECT (STR(?g) AS ?name) { GRAPH ?g { ?film reel:year ?year } } ORDER BY ?g"
ONE, TWO = f"{BASE}/source/credits", f"{BASE}/source/desk-and-quiet"


def test_the_default_graph_is_the_view(client: FlaskClient) -> None:
    assert names(ask(client, YEARS)) == ["2021", "2023"]
    assert names(ask(client, IN_GRAPHS)) == [ONE, TWO]


def test_default_graph_uri_replaces_the_default_graph_and_merges(client: FlaskClient) -> None:
    assert names(ask(client, YEARS, **{"default-graph-uri": ONE})) == ["2021"]
    assert names(ask(client, YEARS, **{"default-graph-uri": [ONE, TWO]})) == ["2021", "2023"]
    assert names(ask(client, IN_GRAPHS, **{"default-graph-uri": ONE})) == []


def test_named_graph_uri_leaves_the_default_graph_empty(client: FlaskClient) -> None:
    assert names(ask(client, IN_GRAPHS, **{"named-graph-uri": TWO})) == [TWO]
    assert names(ask(client, YEARS, **{"named-graph-uri": TWO})) == []


def test_the_protocol_wins_over_from_in_the_query(client: FlaskClient) -> None:
    query = YEARS.replace("{", f"FROM <{TWO}> {{", 1)
    assert names(ask(client, query)) == ["2023"]
    assert names(ask(client, query, **{"default-graph-uri": ONE})) == ["2021"]


def test_graphs_of_a_form_may_stand_in_the_address(client: FlaskClient) -> None:
    response = client.post("/sparql", query_string={"default-graph-uri": ONE}, data={"query": YEARS})
    assert names(response) == ["2021"]


def test_a_graph_that_is_no_iri_is_refused_by_name(client: FlaskClient) -> None:
    problem(ask(client, YEARS, **{"default-graph-uri": "not an IRI"}), 400)


# -- what is refused -----------------------------------------------------------------------------


def test_no_query(client: FlaskClient) -> None:
    wanted = {"Accept": "application/sparql-results+json"}
    assert "query=" in problem(client.get("/sparql", headers=wanted), 400)["detail"]
    problem(client.post("/sparql", data={"other": "x"}), 400)


def test_more_than_one_query(client: FlaskClient) -> None:
    problem(client.get("/sparql?query=ASK{}&query=ASK{}"), 400)
    problem(client.post("/sparql", data={"query": ["ASK {}", "ASK {}"]}), 400)
    problem(client.post("/sparql?query=ASK{}", data={"query": "ASK {}"}), 400)
    problem(client.post("/sparql?query=ASK{}", data="ASK {}", content_type="application/sparql-query"), 400)


def test_an_update_is_refused_in_every_place(client: FlaskClient) -> None:
    problem(client.get("/sparql?update=CLEAR%20ALL"), 400)
    problem(client.post("/sparql", data={"update": "CLEAR ALL"}), 400)
    problem(ask(client, "CLEAR ALL"), 400)
    problem(client.post("/sparql", data="CLEAR ALL", content_type="application/sparql-update"), 415)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql", method=method)
    problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "multipart/form-data"])
def test_other_media_types(client: FlaskClient, kind: str) -> None:
    found = problem(client.post("/sparql", data=b"ASK {}", content_type=kind), 415)
    assert "application/sparql-query" in found["accepted"]


def test_other_encodings(client: FlaskClient) -> None:
    direct = {"path": "/sparql", "content_type": "application/sparql-query; charset=UTF-16"}
    problem(client.post(**direct, data="ASK {}".encode("utf-16")), 415)
    plain = {"path": "/sparql", "content_type": "application/sparql-query"}
    problem(client.post(**plain, data="ASK {}".encode("utf-16")), 400)
    problem(client.post(**plain, data=b"ASK {}", headers={"Content-Encoding": "gzip"}), 415)


def test_a_syntax_error_says_where_and_why(client: FlaskClient) -> None:
    found = problem(ask(client, "SELECT * {\n ?s foaf:nam"), 400)
    assert (found["line"], found["column"]) == (2, 5) or "too early" in found["detail"]
    found = problem(ask(client, "SELECT * {\n ?s nope:name ?o\n}"), 400)
    assert "nope:" in found["detail"]
    assert (found["line"], found["column"]) == (2, 5)
    assert found["pointer"].endswith("\n    ^")


def test_service_is_refused_and_reaches_nobody(client: FlaskClient) -> None:
    assert "SERVICE" in problem(ask(client, "ASK { SERVICE <http://127.0.0.1:9/> {} }"), 400)["detail"]


def test_a_query_too_long_or_too_deep_is_refused_before_it_is_parsed() -> None:
    client = archive.client_of(archive.make_app(max_query_bytes=1000, max_query_nesting=20))
    problem(ask(client, "ASK {} #" + "x" * 1000), 413)
    problem(client.post("/sparql", data=b"x" * 50_000, content_type="application/sparql-query"), 413)
    problem(client.post("/sparql", data={"query": "x" * 50_000}), 413)
    problem(ask(client, "ASK " + "{" * 21 + "}" * 21), 400)
    assert ask(client, "ASK " + "{" * 20 + "}" * 20).status_code == 200


def test_the_bracket_bomb_does_not_end_the_process(client: FlaskClient) -> None:
    problem(ask(client, "ASK " + "{" * 9000 + "}" * 9000), 400)
    problem(ask(client, "ASK { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }"), 400)


@pytest.mark.parametrize(
    ("query", "setting"),
    [
        ("ASK { FILTER(" + "!" * 40_000 + "true) }", "max_query_operators"),
        ("ASK { FILTER(1" + "||1" * 25_000 + ") }", "max_query_operators"),
        ("ASK { FILTER(1" + "+1" * 40_000 + ") }", "max_query_operators"),
        ("ASK { ?s reel:a" + "/reel:a" * 10_000 + " ?o }", "max_path_steps"),
        ("ASK { " + "{} UNION " * 9_000 + "{} }", "max_query_patterns"),
        ("ASK { " + "?s ?p ?o . " * 800 + " }", "max_query_patterns"),
        ("ASK { " + "OPTIONAL { ?s ?p ?o } " * 4_000 + " }", "max_query_patterns"),
        ("ASK { FILTER(1<'a>'&&" + "!" * 40_000 + "true&&'b'='b') }", "max_query_operators"),
    ],
    ids=lambda value: value[:24],
)
def test_a_chain_that_would_end_the_process_is_refused(client: FlaskClient, query: str, setting: str) -> None:
    assert problem(client.post("/sparql", data={"query": query}), 400)["setting"] == setting


def _steps(count: int) -> str:
    return "reel:film" + "/reel:film" * count


@pytest.mark.parametrize(
    ("setting", "most", "query"),
    [
        # A query as large as each limit allows: n makes it exactly n of what is counted.
        ("max_query_bytes", 500, lambda n: "ASK{}#" + "é" * ((n - 6) // 2) + "x" * (n % 2)),
        ("max_query_nesting", 12, lambda n: "ASK " + "{" * n + "}" * n),
        ("max_query_patterns", 9, lambda n: "ASK { ?s ?p ?o " + ". ?s ?p ?o " * n + "}"),
        ("max_query_patterns", 9, lambda n: "ASK { " + "OPTIONAL { ?s ?p ?o } " * n + "}"),
        ("max_query_operators", 9, lambda n: "ASK { FILTER(1" + " + 1" * n + ") }"),
        ("max_query_operators", 9, lambda n: "ASK { FILTER(1 IN (1" + ", 1" * n + ")) }"),
        ("max_path_steps", 4, lambda n: f"ASK {{ ?s {_steps(n)} ?o }}"),
        ("max_path_steps", 4, lambda n: f"ASK {{ ?s ({_steps(n - 2)}|^reel:person)* ?o }}"),
        # Counted path by path: three of them, each as long as one may be.
        (
            "max_path_steps", 4,
            lambda n: f"ASK {{ ?s {_steps(4)} ?x ; {_steps(4)} 1, 'a' . <x> {_steps(n)} <y> }}",
        ),
    ],
)  # fmt: skip
def test_a_query_at_a_limit_is_answered_and_one_past_it_is_told_which(
    setting: str, most: int, query: Callable[[int], str]
) -> None:
    client = archive.client_of(archive.make_app(**{setting: most}))
    assert client.post("/sparql", data={"query": query(most)}).status_code == 200
    refused = client.post("/sparql", data={"query": query(most + 1)})
    seen = problem(refused, 413 if setting == "max_query_bytes" else 400)
    assert seen["setting"] == setting
    assert str(most) in seen["detail"]


def test_each_limit_says_something_else() -> None:
    client = archive.client_of(archive.make_app())
    said = {
        client.post("/sparql", data={"query": query}).get_json(force=True)["detail"]
        for query in (
            "ASK{}#" + "x" * 100_000, "ASK " + "{" * 101 + "}" * 101, "ASK { " + "?s ?p ?o . " * 201 + "}",
            "ASK { FILTER(1" + "+1" * 201 + ") }", f"ASK {{ ?s {_steps(51)} ?o }}",
        )
    }  # fmt: skip
    assert len(said) == 5


def test_long_lists_of_values_are_welcome(client: FlaskClient) -> None:
    values = " ".join(f"<https://films.example/film/{number}>" for number in range(1500))
    response = client.post("/sparql", data={"query": f"SELECT * {{ VALUES ?f {{ {values} }} ?f ?p ?o }}"})
    assert response.status_code == 200


def test_an_answer_too_large_or_too_late_is_cut_off_with_its_reason() -> None:
    huge = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert (
        "LIMIT"
        in problem(ask(archive.client_of(archive.make_app(max_answer_bytes=100_000)), huge), 503)["detail"]
    )
    assert (
        "longer" in problem(ask(archive.client_of(archive.make_app(query_seconds=0.2)), huge), 503)["detail"]
    )


def test_a_version_is_named_and_an_unknown_one_not_found(client: FlaskClient) -> None:
    response = ask(client, NAMES, version="7")
    assert names(response) == EXPECTED
    assert response.headers["Reelgraph-Version"] == "7"
    problem(ask(client, NAMES, version="8"), 404)
    problem(ask(client, NAMES, version="seven"), 400)


# -- browsers and other sites --------------------------------------------------------------------


def test_a_browser_gets_the_editor_with_its_query_in_it(client: FlaskClient) -> None:
    empty = client.get("/sparql", headers={"Accept": BROWSER})
    assert empty.mimetype == "text/html"
    assert "Accept" in empty.vary
    full = ask(client, "ASK { <x> <y> '</textarea><script>' }", BROWSER)
    assert full.mimetype == "text/html"
    assert "&lt;/textarea&gt;&lt;script&gt;" in full.text


def test_a_browser_that_names_a_format_gets_it(client: FlaskClient) -> None:
    assert ask(client, NAMES, BROWSER, format="csv").mimetype == "text/csv"


def test_an_error_is_a_page_for_a_browser(client: FlaskClient) -> None:
    response = ask(client, "<script>alert(1)</script>", BROWSER, format="csv")
    assert response.status_code == 400
    assert response.mimetype == "text/html"
    assert "<script>alert" not in response.text


def test_pages_of_other_sites_may_ask_without_credentials(client: FlaskClient) -> None:
    preflight = client.options(
        "/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 204
    for response in (preflight, ask(client, NAMES), ask(client, "nonsense")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("path", ["/film/aloners-2023.ttl", "/search?q=a", "/sparql", "/timemap/"])
def test_a_page_of_another_site_may_ask_for_another_moment_or_what_it_has_not_yet(
    client: FlaskClient, path: str
) -> None:
    preflight = client.options(path, headers={"Origin": "https://a.example"})
    allowed = {name.strip() for name in preflight.headers["Access-Control-Allow-Headers"].split(",")}
    assert allowed >= {"Accept", "Accept-Datetime", "If-None-Match"}
    assert "Authorization" not in allowed
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("path", ["/update", "/links/decisions"])
def test_a_page_of_another_site_may_send_nothing_that_writes(client: FlaskClient, path: str) -> None:
    preflight = client.options(path, headers={"Origin": "https://a.example"})
    assert "Access-Control-Allow-Headers" not in preflight.headers


# -- what is not UTF-8 ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent", [b"ASK%7B%3Fs%20%3Fp%20%22Am%E9lie%22%7D", b'ASK{?s+?p+"Am\xe9lie"}', b"ASK%7B%7D%23%ff"]
)
def test_a_query_in_another_encoding_is_refused_and_not_answered_for_another_name(
    client: FlaskClient, sent: bytes
) -> None:
    form = client.post("/sparql", data=b"query=" + sent, content_type="application/x-www-form-urlencoded")
    assert "not UTF-8" in problem(form, 400)["detail"]
    if sent.isascii():
        address = client.get("/sparql?query=" + sent.decode())
        assert "not UTF-8" in problem(address, 400)["detail"]


@pytest.mark.parametrize("query", ['ASK { ?s ?p "Amélie" }', 'ASK { <http://x/%E9> ?p "\ufffd" }'])
def test_a_query_in_utf_8_is_taken_whatever_is_in_it(client: FlaskClient, query: str) -> None:
    assert ask(client, query).status_code == 200
    assert client.post("/sparql", data={"query": query}).status_code == 200


def test_a_byte_order_mark_before_a_query_is_passed_over(client: FlaskClient) -> None:
    assert names(ask(client, "\ufeff" + NAMES)) == EXPECTED


# -- the seam ------------------------------------------------------------------------------------


def test_another_evaluator_can_stand_in() -> None:
    from server.app import create_app

    asked: list[Question] = []
    closed: list[bool] = []

    class Elsewhere:
        def evaluate(self, question: Question) -> Answer:
            asked.append(question)
            blocks = iter([b"a,", b"b"])
            return Answer(200, {"Content-Type": "text/csv"}, blocks, close=lambda: closed.append(True))

    dataset = PublishedStore(archive.store(), BASE, number=3)
    client = archive.client_of(create_app(dataset, Settings.of({}), Elsewhere()))
    response = ask(client, "anything", "text/csv", **{"default-graph-uri": ONE, "version": "3"})
    assert response.data == b"a,b"
    assert closed == [True]
    (question,) = asked
    assert (question.text, question.version) == ("anything", 3)
    assert (question.default_graphs, question.named_graphs) == ((ONE,), ())
    assert question.results is not None
    assert question.graph is None
    assert question.deadline is not None
