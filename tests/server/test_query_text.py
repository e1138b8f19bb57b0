"""What a query's text shows before it is parsed, and what is said when it cannot be."""

from __future__ import annotations

import contextlib
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import query_text, service_text, update_text
from server.evaluation import guard
from server.problems import Problem
from server.query_text import explain, inspect, tokens, undeclared_prefix
from server.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = {"reel": "https://w3id.org/reelgraph/ontology#", "": "http://127.0.0.1:9/"}

CALLS = [
    "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
    "SELECT * { service silent <http://x> { ?s ?p ?o } }",
    "SELECT*{SERVICE<http://x>{?s ?p ?o}}",
    "SELECT * { SERVICE ?x { ?s ?p ?o } }",
    "ASK { SERVICE # a comment\n <http://x> {} }",
    "ASK { SERVICE :x { ?s ?p ?o } }",
    "ASK { SERVICE:x{?s ?p ?o} }",
    "ASK { SERVICESILENT:x{?s ?p ?o} }",
    "PREFIX x: <http://x/> ASK { SERVICEx:y{?s ?p ?o} }",
    "ASK { ?s ?p trueSERVICE<http://x>{?a ?b ?c} }",
    "ASK { ?s ?p 1SERVICE<http://x>{?a ?b ?c} }",
    "ASK { ?s ?p 1e5SERVICE<http://x>{?a ?b ?c} }",
    # Where "<" is an operator, what looks like an IRI hides a call.
    "SELECT * { FILTER(1<2)SERVICE:p#>\n{ ?s ?p ?o } }",
    # Where "#" stands in an IRI, what looks like a comment hides one.
    "ASK { ?s ?p <http://x#>SERVICE ?x {} }",
    "ASK { ?s ?p '''it's''' . SERVICE ?x {} }",
    r"ASK { ?s ?p 'a\'b' . SERVICE ?x {} }",
]

PLAIN = [
    'SELECT * { ?s ?p "SERVICE <http://x> {" }',
    "SELECT * { ?s ?p 'SERVICE <http://x> {' }",
    'SELECT * { ?s ?p """SERVICE "<http://x>" {""" }',
    "SELECT * { ?s <http://example.org/service/x> ?o }",
    "SELECT * { ?s <http://example.org/service> ?o }",
    "# SERVICE <x> {\nASK {}",
    "ASK { ?s schema:service ?service . OPTIONAL { ?service ?p ?o } }",
    "SELECT ?service { ?service a reel:Film }",
    "ASK { ?s ?p 'x'@en-service }",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_call_of_another_service_is_seen(text: str) -> None:
    assert inspect(text).calls_service


@pytest.mark.parametrize("text", PLAIN)
def test_the_word_service_elsewhere_is_no_call(text: str) -> None:
    assert not inspect(text).calls_service


_SPELT = r"""SERVICE service SILENT <http://127.0.0.1:9/> < > # ' " \ { } ( ) ?x :p : 1 true
FILTER ASK . a @en _:b x:y"""
_PIECES = st.sampled_from([*_SPELT.split(), "'" * 3, " ", "\n"])


@given(st.lists(_PIECES, max_size=14), st.lists(_PIECES, max_size=8))
def test_nothing_that_the_engine_takes_for_a_call_gets_past(before: list[str], after: list[str]) -> None:
    """The engine is the judge: where it would call out, it says OSError (nothing listens on port 9)."""
    text = f"ASK {{ {''.join(before)}SERVICE{''.join(after)} }}"
    if inspect(text).calls_service:
        return
    try:
        # A service is called for a row only, so there must be one.
        ox.Store().query(text, prefixes={"": "http://127.0.0.1:9/", "x": "http://127.0.0.1:9/"})
    except SyntaxError:
        return
    except OSError:
        pytest.fail(f"a call got past: {text!r}")


@given(st.text())
def test_tokens_cover_any_text_in_order(text: str) -> None:
    found = list(tokens(text))
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(text[token.start : token.end] == token.text for token in found)


def test_nesting_is_counted_outside_strings_comments_and_iris() -> None:
    assert inspect("ASK { { (?x) } }").nesting == 3
    assert inspect("ASK { ?s ?p '((((' } # ((((").nesting == 1


@pytest.mark.parametrize(
    ("text", "patterns", "operators"),
    [
        ("ASK { ?s <http://x/a/b/c/d?e=f+g-h> ?o }", 0, 0),
        ("ASK { ?s ?p ?o . ?s ?p ?o }", 1, 0),
        ("ASK { ?s reel:a/reel:b/reel:c ?o ; reel:d 1.5, -2 }", 1, 4),
        ("ASK { FILTER(!!!!true || 1 < 2) }", 1, 7),
        ("ASK { ?s ?p '!!!!' } # !!!!", 0, 0),
        ("ASK { VALUES ?x { 1 2.5 3e-7 <http://x/y> 'a' } }", 1, 0),
        ("ASK { {} UNION {} OPTIONAL {} }", 2, 0),
        # What looks like an IRI, and like a string, hides operators from a scanner that chooses.
        ("ASK { FILTER(?a<!!!!!!!!true)FILTER(1>0) }", 2, 10),
        ("ASK { FILTER(1<'a>'&&!!!!!!!!true&&'b'='b') }", 1, 14),
    ],
)
def test_patterns_and_operators_are_counted_whatever_hides_them(
    text: str, patterns: int, operators: int
) -> None:
    seen = inspect(text)
    assert (seen.patterns, seen.operators) == (patterns, operators)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("ASK { ?s reel:a ?o }", 0),
        ("ASK { ?s reel:a/reel:b ?o ; reel:c/reel:d/reel:e ?p . ?p ^reel:f 1 }", 2),
        ("ASK { ?s (reel:a/(^reel:b|a)*/!(reel:c|^reel:d))+ ?o }", 6),
        ("ASK { ?s reel:a/<http://x/a/b>/reel:c 'a/b/c/d/e/f' }", 2),
        ("ASK { ?s ?p '1'^^xsd:int, '2'^^xsd:int, '3'^^xsd:int }", 2),
        ("ASK { ?s reel:a/ # a/b/c\n reel:b ?o }", 1),
        ("ASK { FILTER(?a/?b/?c || ?d/?e) }", 2),
        ("ASK { ?s reel:a/reel:b?/(reel:c){0,1}?o }", 2),
    ],
)
def test_steps_are_counted_for_each_path(text: str, steps: int) -> None:
    assert inspect(text).steps == steps


@pytest.mark.parametrize(
    "text",
    [
        "<" * 100_000, "{" * 100_000, "service " * 12_000, "SERVICE" * 14_000, "a." * 50_000, "a-" * 50_000,
        '"' * 99_999, "'''" + "''a" * 30_000, "?x<" * 30_000, "SERVICE " + "SILENT " * 14_000, "#" * 100_000,
        "a:" * 50_000, "SERVICE\n#" * 10_000, "\\u0041" * 15_000, "_:a." * 25_000, "?x<?y>" * 16_000,
        "(<a>" * 25_000, "<a" * 50_000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_time_grows_with_the_length_alone(text: str) -> None:
    start = time.process_time()
    inspect(text)
    list(tokens(text))
    assert time.process_time() - start < 3


def _explained(text: str) -> tuple[str, str]:
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(text, prefixes=KNOWN, base_iri="http://x/")
    seen = explain(text, str(raised.value), KNOWN)
    return seen.detail, seen.pointer


def test_an_undeclared_prefix_is_named() -> None:
    detail, pointer = _explained("SELECT * {\n  ?s foaf:name ?o\n}")
    assert 'prefix "foaf:" is not declared' in detail
    assert pointer == "  ?s foaf:name ?o\n     ^"


def test_a_prefix_in_a_string_or_iri_is_not_taken_for_one() -> None:
    assert (
        undeclared_prefix("PREFIX x: <a:b> SELECT * { x:y ?p 'foaf:name' . ?s <dc:title> reel:Film }", KNOWN)
        is None
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("# only a comment", "ends before"),
        ("SELECT * {", "ends too early"),
        ("FROB ?x", "begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("INSERT DATA { <a> <b> <c> }", "This is an update"),
        ("PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }", "This is an update"),
        ("SELECT * WHERE ?s ?p ?o }", "After WHERE comes a group"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "?x has no one value for a group"),
        ('SELECT * { ?s ?p "open }', "a string is not closed"),
    ],
)
def test_a_syntax_error_is_explained(text: str, words: str) -> None:
    assert words in _explained(text)[0]


def test_the_caret_stands_under_the_place() -> None:
    _, pointer = _explained("SELECT * { ?s ?p ?o }\nLIMIT ten")
    assert pointer == "LIMIT ten\n      ^"


def test_a_long_line_is_cut_around_the_place() -> None:
    _, pointer = _explained("SELECT * { " + "?s ?p ?o . " * 100 + "nonsense }")
    line, caret = pointer.split("\n")
    assert len(line) <= 100
    assert len(caret) <= len(line) + 1


@given(st.text(max_size=60))
def test_any_error_of_the_engine_can_be_explained(text: str) -> None:
    try:
        ox.Store().query(text, base_iri="http://x/")
    except SyntaxError as error:
        seen = explain(text, str(error), KNOWN)
        assert seen.detail
        assert seen.line >= 1
        assert seen.column >= 1
    except (ValueError, OSError):
        pass


# -- any text at all ------------------------------------------------------------------------------

_WORDS = r"""
SELECT ASK CONSTRUCT WHERE SERVICE service SILENT LOAD INTO GRAPH INSERT DATA DELETE WITH USING
BASE PREFIX UNION OPTIONAL FILTER VALUES a <http://x/> <http://x/(a)> <x&y> < > # ' " \ { } ( ) [ ]
?x $y :p x:y
: ; . , / | ^ ! * + - = && || 1 1.5 1e9 true @en ^^ _:b \u0041 %41 é 𝄞 \u0000"""
_SIGNS = [*_WORDS.split(), "'" * 3, '"' * 3, " ", "\n", "\0", "\ud800"]
_ANY = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(_SIGNS), max_size=60).map("".join),
    st.lists(st.sampled_from(_SIGNS), max_size=60).map(" ".join),
)
_SMALL = Settings.of(
    {},
    max_query_bytes=200,
    max_query_nesting=3,
    max_query_patterns=3,
    max_query_operators=3,
    max_path_steps=2,
)


@given(_ANY, st.booleans())
def test_the_guard_lets_pass_or_refuses_and_does_nothing_else(text: str, may_call: bool) -> None:
    refused = None
    try:
        seen = guard(text, _SMALL, may_call=may_call)
    except Problem as problem:
        refused = problem
    if refused is not None:
        assert refused.status in (400, 413)
        assert refused.members["setting"] in {setting.name for setting in SETTINGS}
        return
    assert len(text.encode("utf-8", "surrogatepass")) <= 200
    assert (seen.nesting <= 3, seen.patterns <= 3, seen.operators <= 3, seen.steps <= 2) == (True,) * 4
    assert may_call or not seen.calls_service


@given(_ANY)
def test_the_calls_of_any_text_are_told_or_it_is_refused(text: str) -> None:
    try:
        found = service_text.calls(text)
        pieces = service_text.operations(text)
    except service_text.Unreadable:
        return
    assert service_text.replaced(text, [], []) == text
    for call in found:
        assert text[call.start :].lower().startswith("service")
        assert text[call.start : call.end].endswith(call.group)
        assert call.group.startswith("{")
        assert call.group.endswith("}")
    assert all(piece.strip(" \t\r\n") for piece, _ in pieces)  # what else Python calls space is a token


@given(_ANY)
def test_an_update_is_let_pass_or_refused_and_nothing_else(text: str) -> None:
    with contextlib.suppress(update_text.Refusal):
        update_text.check(text, 3)
        update_text.with_dataset(text, ["http://x/"], [])
    update_text.only_inserts(text)


@given(st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=6), st.sampled_from(["", " ", "\n"]))
def test_the_guard_looks_at_each_place_a_bounded_number_of_times(words: list[str], between: str) -> None:
    """Whatever is repeated: twice the text is at most about twice the tokens looked at."""
    looked = [_looks(between.join(words * times)) for times in (50, 100)]
    assert looked[1] <= 2.2 * looked[0] + 50


def _looks(text: str) -> int:
    count = 0
    real = query_text._tokens_at

    def counting(text: str, position: int) -> Iterator[query_text.Token]:
        nonlocal count
        count += 1
        return real(text, position)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(query_text, "_tokens_at", counting)
        inspect(text)
    return count
