"""The usual mistakes in SPARQL are told by name; what the engine takes has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import PREFIXES
from server import mistakes
from server.examples import examples
from server.mistakes import in_prologue, mistake
from server.query_text import explain, tokens
from server.update_text import explain as explain_update
from tests.conformance.suite import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def explained(text: str) -> tuple[str, str]:
    """What is said of a query that the engine refuses, and the text from the place on that it names."""
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(text, prefixes=PREFIXES, base_iri="http://x/")
    seen = explain(text, str(raised.value), PREFIXES)
    line = text.split("\n")[seen.line - 1]
    return seen.detail, line[seen.column - 1 :]


@pytest.mark.parametrize(
    ("text", "said", "where"),
    [
        ("SELECT ?a, ?b { ?a ?p ?b }", "without commas", ", ?b"),
        ("SELECT count(?f) { ?f a reel:Film }", "(count(...) AS ?name)", "count("),
        ("SELECT COUNT(*) AS ?n { ?f a reel:Film }", "(COUNT(...) AS ?name)", "COUNT"),
        ("SELECT (COUNT(?f)) { ?f a reel:Film }", "needs a name", "(COUNT"),
        ("SELECT DISTINCT(?f) { ?f a reel:Film }", "without brackets", "(?f)"),
        ("SELECT ?a (COUNT(?f) AS ?n) { ?f reel:actor ?a } ORDER BY ?n", "?a has no one value", "?a (COUNT"),
        ("SELECT ?a ?f { ?f reel:actor ?a } GROUP BY ?a", "?f has no one value", "?f {"),
        ("SELECT ?f { ?f ?p ?o } HAVING (COUNT(?o) > 1)", "?f has no one value", "?f {"),
        ("SELECT ?a { { SELECT ?a ?b { ?b ?p ?a } GROUP BY ?b } }", "?a has no one value", "?a ?b {"),
        ("SELECT (YEAR(?y) AS ?x) { ?f reel:year ?y } GROUP BY (YEAR(?y))", "?y has no one value", "?y) AS"),
        ("SELECT * { ?f reel:actor ?a } GROUP BY ?a", "name the variables", "* {"),
        ("SELECT ?f WHERE ?f a reel:Film", "After WHERE comes a group", "WHERE"),
        ("SELECT ?f { ?f a reel:Film OPTIONAL ?f reel:year ?y }", "After OPTIONAL", "OPTIONAL"),
        ("SELECT ?f { ?f a reel:Film FILTER NOT EXISTS (?f a ?b) }", "After EXISTS", "EXISTS"),
        ("SELECT ?f { ?f a reel:Film ?f reel:title ?t }", "stands a dot", "?f reel:title"),
        ("SELECT ?f { ?f a reel:Film ; reel:title ?t reel:year ?y }", "stands a dot", "reel:year"),
        ("SELECT ?f { ?f reel:year ?y FILTER ?y = 3 }", "stands in brackets: FILTER", "FILTER"),
        ("SELECT ?f { ?f reel:year ?y LIMIT 3 }", "LIMIT stands after the }", "LIMIT"),
        ("SELECT ?f { ?f reel:year ?y } LIMIT 3 ORDER BY ?y", "ORDER stands before LIMIT", "ORDER"),
        ("SELECT ?f { ?f reel:year ?y } ORDER ?y", "ORDER is followed by BY", "ORDER"),
        ("SELECT ?f { ?f reel:year ?y } LIMIT ten", "a whole number", "ten"),
        ("SELECT ?f { ?f reel:title “Aloners” }", "not a quotation mark", "“"),
        ("SELECT\u00a0?f { ?f a reel:Film }", "no-break space", "\u00a0"),
        ("SELECT ?f { ?f reel:title 'O'Hara' }", "a string is not closed", "' }"),
        ('SELECT ?f { ?f reel:title ?t FILTER(?t == "A") }', "by one =", "=="),
        ('SELECT ?f { ?f reel:title ?t FILTER(?t = "A" AND (?f = 3)) }', "written &&", "AND"),
        ('SELECT ?f { ?f reel:title ?t FILTER(?t LIKE "A%") }', "no LIKE", "LIKE"),
        ('SELECT ?f { ?f reel:title ?t FILTER(CONTAINS(?t "x")) }', "between ?t and", '"x"'),
        ('SELECT ?f { ?f reel:title ?t FILTER(CONTAIN(?t, "x")) }', "Is CONTAINS meant?", "CONTAIN("),
        ("SELECT ?f { ?f reel:year ?y . BIND(1) }", "BIND(... AS ?name)", "BIND"),
        ("SELECT ?f { ?f reel:year ?y . BIND(1 AS ?y) }", "?y has a value", "?y) }"),
        ("SELECT ?f { ?f ?p ?o } }", "This } closes nothing", "}"),
        ("SELECT ?f { { ?f ?p ?o }", "this { is not closed", "{ { ?f"),
        ("SELECT ?f { ?f reel:year ?y FILTER(?y = (1 }", "is not closed before a }", "(1 }"),
        ("SELECT ?f { ?f ?p ?o };", "No ; stands after a query", ";"),
        ("SELECT ?f { ?f http://x/y ?o }", "between < and >", "http:"),
        ("PREFIX x <http://x/> SELECT * { ?s x:y ?o }", "name with a colon", "PREFIX"),
        ("PREFIX x: <http://x/>; SELECT * { ?s x:y ?o }", "No ; stands after a PREFIX", ";"),
        ("@prefix x: <http://x/> . SELECT * { ?s x:y ?o }", "without @", "@prefix"),
        ("SELECT (?a AS ?c) (?b AS ?c) { ?a ?p ?b }", "duplicated variable", ""),
    ],
)
def test_a_usual_mistake_is_told_with_its_place(text: str, said: str, where: str) -> None:
    detail, rest = explained(text)
    assert said in detail
    assert rest.startswith(where)


def accepted() -> list[tuple[str, str, bool]]:
    """Our examples, and the queries and updates of the public suites, with whether it is an update."""
    found = [(example.title, example.query, False) for example in examples("http://x")]
    found += [
        (path.name, path.read_text(encoding="utf-8", errors="replace"), path.suffix == ".ru")
        for path in sorted(place().rglob("*.r[qu]"))
    ]
    return found


_TAKEN = """
SELECT ?a { ?a ?p ?b FILTER(?a<?b&&?b>?a) }
SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a HAVING(COUNT(?b) > 1) ORDER BY DESC(?n) LIMIT 3 OFFSET 2
SELECT ?x (COUNT(*) AS ?n) { ?f reel:year ?y } GROUP BY (YEAR(?y) AS ?x)
SELECT ?f { { SELECT ?f { ?f a reel:Film } ORDER BY ?f LIMIT 3 } UNION { ?f a reel:Review } } ORDER BY ?f
SELECT ?f ?t { VALUES (?f ?t) { (reel:a "b") (UNDEF "c") } ?f reel:title ?t FILTER(?t IN ("a", "b")) ?f ?p 1 }
SELECT ?f { ?f reel:actor/reel:name|reel:title "a"@en ; reel:year "1"^^xsd:gYear , ?y ; . FILTER(-1 < ?z) }
SELECT ?f { ?f (reel:a|^reel:b)+/!(reel:c|a) [ reel:name "x" ] . ?f reel:list (1 2 ?c) }
SELECT ?f { ?f reel:list (1 2 ?c) . OPTIONAL { ?f ?p ?o } ?o ?q ?r FILTER(?o = ?r) ?r ?p ?f . ?f a ?o }
SELECT ?f { ?f ?p ?o FILTER(?o = 3) BIND(?o + 1 AS ?z) } VALUES ?f { reel:x reel:y reel:z <http://x/y> }
SELECT (GROUP_CONCAT(DISTINCT ?t; SEPARATOR=", ") AS ?all) FROM <http://x/g> WHERE { ?f reel:title ?t }
ASK { GRAPH ?g { ?s ?p ?o } MINUS { ?s a ?o } FILTER NOT EXISTS { ?s ?p true } }
DESCRIBE ?f WHERE { ?f reel:title "AND OR LIKE == “x” LIMIT 3 }" } # } == AND
CONSTRUCT { ?f reel:title ?t . ?f a reel:Film } WHERE { ?f reel:title ?t FILTER regex(?t, "a", "i") }
""".strip().split("\n")


@pytest.mark.parametrize("text", _TAKEN)
def test_nothing_is_said_against_a_query_that_is_taken(text: str) -> None:
    ox.Store().query(text, prefixes=PREFIXES, base_iri="http://x/")
    found = [*tokens(text)]
    assert (in_prologue(found) or mistake(found)) is None


def test_nothing_is_said_against_the_examples_and_the_suites() -> None:
    store = ox.Store()
    seen = 0
    for name, text, is_update in accepted():
        try:
            (store.update if is_update else store.query)(text, prefixes=PREFIXES, base_iri="http://x/")
        except SyntaxError:
            continue
        except (OSError, RuntimeError, ValueError):
            pass  # it was read; that it cannot be done here is another thing
        found = [*tokens(text)]
        assert (name, in_prologue(found) or mistake(found)) == (name, None)
        seen += 1
    assert seen >= len(examples("http://x"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "This is a query (SELECT)"),
        ("INSERT DATA { GRAPH <http://x/g> { <http://x/a> <http://x/b> 'c' }", "this { is not closed"),
        ("INSERT DATA { GRAPH <http://x/g> { foo:a <http://x/b> 'c' } }", 'prefix "foo:" is not declared'),
        ("DELETE { ?s ?p ?o } WHERE ?s ?p ?o", "After WHERE comes a group"),
        ("FROB DATA { }", "An update begins with INSERT"),
        ("", "The update is empty"),
    ],
)
def test_an_update_is_explained_as_a_query_is(text: str, said: str) -> None:
    seen = explain_update(text, "error at 1:60: expected X", {})
    assert said in seen.detail
    assert "query" not in seen.detail or "This is a query" in said
    assert seen.pointer.endswith("^")


_PIECES = [
    "SELECT ",
    "(",
    ")",
    "{",
    "}",
    "BIND(1 AS ?x) ",
    "?x ",
    "count(",
    "foo(",
    "GROUP BY ",
    "VALUES ",
    ". ",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4), st.integers(1, 40))
def test_any_text_at_all_is_looked_through(pieces: list[str], times: int) -> None:
    stream = [*tokens("".join(pieces * times))]
    found = in_prologue(stream) or mistake(stream)
    assert found is None or (found.detail and found.start >= 0)


def test_a_text_that_would_take_long_is_looked_through_for_its_brackets_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def look(text: Sequence[object]) -> Iterator[mistakes.Mistake]:
        looked.append(len(text))
        yield from ()

    monkeypatch.setattr(mistakes, "_LOOKS", (look,))
    for text in (
        "SELECT " * 5_000,
        "SELECT " + "() " * 20_000,
        "(" * 50_000,
        "{ SELECT * " * 5_000,
        "SELECT ?x {}",
    ):
        mistake([*tokens(text)])
    assert looked == [4]
    unclosed = mistake([*tokens("SELECT * { " + "?s ?p ?o . " * 5_000)])
    assert unclosed is not None
    assert unclosed.start == len("SELECT * ")
