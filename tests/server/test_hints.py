"""What is odd about a query that is answered: terms and functions that there are not."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from server.examples import examples
from server.hints import header, hints

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?f reel:titel ?t }", "reel:titel is no term of the vocabulary; is reel:title meant?"),
        ("SELECT * { ?f a reel:film }", "reel:film is a property and no class; is reel:Film meant?"),
        ("SELECT * { ?r reel:job job:Director }", "is job:director meant?"),
        ("SELECT * { ?f a reel:Quince }", "reel:Quince is no term of the vocabulary."),
        (
            "PREFIX r: <https://w3id.org/reelgraph/ontology#> SELECT * { ?f r:actors ?a }",
            "r:actors is no term of the vocabulary; is r:actor meant?",
        ),
        (
            "SELECT * { ?f <https://w3id.org/reelgraph/ontology#titel> ?a }",
            "<https://w3id.org/reelgraph/ontology#titel> is no term of the vocabulary; is title meant?",
        ),
        (
            "PREFIX schema: <http://schema.org/> SELECT * { ?f a schema:Movie }",
            "begin with https://schema.org/",
        ),
        ("SELECT * { ?f <http://schema.org/name> ?n }", "begin with https://schema.org/"),
        (
            "PREFIX f: <http://www.opengis.net/def/function/geosparql/> SELECT (f:distance(1, 2) AS ?d) {}",
            "There is no function f:distance here",
        ),
        ("SELECT * { ?f reel:year ?y FILTER(<http://x/f>(?y)) }", "There is no function <http://x/f> here"),
    ],
)
def test_what_nothing_answers_to_is_named(text: str, said: str) -> None:
    assert said in " ".join(hints(text))
    assert header(text).isascii()


@pytest.mark.parametrize(
    "text",
    [
        *(example.query for example in examples("http://x")),
        "PREFIX reel: <http://elsewhere.example/> SELECT * { ?f reel:titel ?t }",
        "SELECT * { ?f reel:title 'reel:titel' } # reel:titel <http://schema.org/name>",
        "PREFIX schema: <https://schema.org/> SELECT * { ?f a schema:Movie }",
        "SELECT (xsd:integer(?y) AS ?i) { ?f reel:year ?y FILTER(xsd:decimal(?y) > 3) }",
        "SELECT * { ?f (reel:actor|reel:director)/(reel:name) ?n . ?f <http://x/list>(1 2) }",
        "SELECT * { ?f rdf:type reel:Film ; foaf:name ?n }",
    ],
)
def test_nothing_is_said_of_what_there_is(text: str) -> None:
    assert hints(text) == ()


def test_an_answer_carries_the_hint_and_an_answer_without_one_none(client: FlaskClient) -> None:
    for _ in range(2):  # the second comes from a cache
        odd = client.get("/sparql", query_string={"query": "SELECT * { ?f reel:titel ?t }"})
        assert odd.status_code == 200
        assert "is reel:title meant?" in odd.headers["Reelgraph-Hint"]
        plain = client.get("/sparql", query_string={"query": "SELECT * { ?f reel:title ?t }"})
        assert "Reelgraph-Hint" not in plain.headers
    assert "Reelgraph-Hint" in odd.headers["Access-Control-Expose-Headers"]


def test_a_query_of_the_command_line_is_told_too_and_may_come_from_stdin(tmp_path: Path) -> None:
    page = tmp_path / "films.ttl"
    page.write_text(
        '@prefix schema: <https://schema.org/> . <http://x/f> a schema:Movie ; schema:name "Quince" .',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "server", "--data", str(tmp_path / "data")]
    subprocess.run([*command, "ingest", str(page)], check=True, capture_output=True)
    asked = subprocess.run(
        [*command, "query", "--format", "csv", "-"],
        input=b"\xef\xbb\xbfSELECT ?t { ?f reel:title ?t OPTIONAL { ?f reel:yaer ?y } }",
        capture_output=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    assert re.split(r"\s+", asked.stdout.decode().strip()) == ["t", "Quince"]
    assert "Note: reel:yaer is no term of the vocabulary; is reel:year meant?" in asked.stderr.decode()
    nothing = subprocess.run(
        [*command, "query", "SELECT ?t { ?f reel:titel ?t }"], capture_output=True, check=False
    )
    assert (nothing.returncode, nothing.stdout.split()) == (0, [b"t"])
    assert nothing.stderr.startswith(b"No rows.\nNote: reel:titel")
