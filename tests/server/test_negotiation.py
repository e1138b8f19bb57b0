"""RFC 9110, section 12.5.1: which representation a client gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.negotiation import (
    GRAPHS,
    HTML,
    RESULTS,
    Offer,
    choose,
    choose_format,
    content_type,
    named_format,
    offers_of,
    parse_accept,
    prefers_html,
    quality,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("media_type", "weight"),
    [
        ("text/plain;format=flowed", 1.0),
        ("text/plain", 0.7),
        ("text/html", 0.3),
        ("image/jpeg", 0.5),
        ("text/plain;format=fixed", 0.4),
        ("text/html;level=3", 0.3),
    ],
)
def test_the_table_of_the_rfc(media_type: str, weight: float) -> None:
    header = (
        "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"
    )
    assert quality(parse_accept(header), media_type)[0] == weight


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "tsv"),
        ("text/csv;q=0.5,text/tab-separated-values;q=0.4", "csv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/csv, */*", "csv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/sparql-results+xml; charset=UTF-8", "xml"),
        ("*/*;q=0", None),
        ("application/pdf", None),
        ("text/turtle", None),
        ("text/csv;q=0", None),
    ],
)
def test_results(header: str | None, name: str | None) -> None:
    chosen = choose_format(header, RESULTS)
    assert (chosen.value.name if chosen else None) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, "html"),
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/rdf+xml,text/turtle;q=0.9", "rdf"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld"),
        ("application/n-triples, text/html;q=0.1", "nt"),
        ("text/html;q=0.5, */*;q=0.1", "html"),
        ("*/*;q=0.1, application/ld+json", "jsonld"),
        ("image/png", None),
    ],
)
def test_documents(header: str | None, name: str | None) -> None:
    chosen = choose_format(header, (HTML, *GRAPHS))
    assert (chosen.value.name if chosen else None) == name


def test_an_alias_is_answered_under_the_name_it_was_asked_by() -> None:
    chosen = choose_format("application/json", RESULTS)
    assert chosen is not None
    assert chosen.media_type == "application/json"


@pytest.mark.parametrize(
    "header",
    [
        "nonsense", ";;;", ",,,", "text/", "/html", "*/html", "text/csv;q=abc", "text/csv;q=", "text/csv;q=.",
        "text/csv;q=-1", "text/csv;q=1e3", "\x00", "text/csv;q=NaN", "q=1", "text html",
    ],
)  # fmt: skip
def test_a_header_of_which_nothing_can_be_read_counts_as_absent(header: str) -> None:
    assert parse_accept(header) == ()
    chosen = choose_format(header, RESULTS)
    assert chosen is not None
    assert chosen.value.name == "json"


def test_the_readable_members_of_a_broken_header_count() -> None:
    chosen = choose_format('text/"csv, ;q=1, text/tab-separated-values;x="a,b;q=0";q=0.5, %%%', RESULTS)
    # The quotation mark that is never closed does not swallow the members after it.
    assert chosen is None or chosen.value.name in {"tsv", "csv"}
    assert choose_format("nonsense, text/csv", RESULTS) is not None


def test_commas_and_semicolons_in_quoted_strings_separate_nothing() -> None:
    (found,) = parse_accept('text/csv;note="a, b;q=0.1";q=0.7')
    assert found.quality == 0.7
    assert found.parameters == {("note", "a, b;q=0.1")}


def test_a_weight_over_one_counts_as_one() -> None:
    assert parse_accept("text/csv;q=7")[0].quality == 1.0


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (BROWSER, True), ("text/html", True), ("*/*", False), (None, False), ("application/json", False),
        ("text/html;q=0.1, application/json", False), ("text/turtle", False),
    ],
)  # fmt: skip
def test_only_who_asks_for_a_page_gets_a_page(header: str | None, expected: bool) -> None:
    assert prefers_html(header) is expected


@pytest.mark.parametrize(
    ("name", "results", "graph"),
    [
        ("json", "json", "jsonld"), ("XML", "xml", "rdf"), ("csv", "csv", None), ("turtle", None, "ttl"),
        ("n3", None, "ttl"), ("json-ld", None, "jsonld"), ("rdf xml", None, "rdf"), ("text/csv", "csv", None),
        ("application/rdf+xml", None, "rdf"), ("nonsense", None, None),
    ],
)  # fmt: skip
def test_short_names(name: str, results: str | None, graph: str | None) -> None:
    found = named_format(name, RESULTS), named_format(name, GRAPHS)
    assert tuple(item.name if item else None for item in found) == (results, graph)


def test_text_says_its_encoding() -> None:
    assert content_type("text/turtle") == "text/turtle; charset=utf-8"
    assert content_type("application/ld+json") == "application/ld+json"


_TOKENS = st.text("abcxyz*+-.", min_size=1, max_size=6)
_MEMBERS = st.builds(
    lambda kind, subtype, weight: f"{kind}/{subtype};q={weight}",
    st.sampled_from(["text", "application", "*"]),
    st.sampled_from(["csv", "turtle", "json", "*"]),
    st.sampled_from(["0", "0.001", "0.5", "1", "1.000"]),
)


@given(st.text())
def test_no_header_whatever_raises(header: str) -> None:
    choose_format(header, (HTML, *GRAPHS, *RESULTS))
    prefers_html(header)


@given(st.lists(st.one_of(_MEMBERS, _TOKENS)))
def test_what_is_chosen_is_acceptable_and_nothing_acceptable_is_refused(members: list[str]) -> None:
    header = ", ".join(members)
    ranges = parse_accept(header)
    offers = [Offer(item.media_type, item) for item in RESULTS]
    chosen = choose(header, offers)
    weights = [quality(ranges, offer.media_type)[0] for offer in offers]
    assert (chosen is None) == (max(weights) == 0)
    if chosen is not None:
        assert quality(ranges, chosen.media_type)[0] == max(weights)


@given(
    st.lists(_MEMBERS, min_size=1, max_size=6).flatmap(lambda ms: st.tuples(st.just(ms), st.permutations(ms)))
)
def test_the_order_of_the_header_decides_nothing(lists: tuple[list[str], list[str]]) -> None:
    first, second = (choose_format(", ".join(members), RESULTS) for members in lists)
    assert first == second


# -- any header at all ----------------------------------------------------------------------------

_KNOWN = (*RESULTS, *GRAPHS, HTML)
_OFFERED = {offer.media_type for offer in offers_of(_KNOWN)}
_PIECES = st.sampled_from([
    "text/html", "application/json", "text/*", "*/*", "*", "application/*", "q=", "q=0", "q=0.5", "q=1.0000",
    ";", ",", "=", '"', "\\", " ", "\t", ";q", "q==", "a/b/c", "/", "charset=utf-8", "profile=x", "é", "0",
    "1e9", "-1", "text/turtle;q=0.9", 'application/ld+json; profile="a,b;c"',
])  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_header_gives_something_that_is_there_or_nothing(header: str) -> None:
    for formats in (RESULTS, GRAPHS, _KNOWN):
        found = choose_format(header, formats)
        assert found is None or found.media_type in {offer.media_type for offer in offers_of(formats)}
        assert found is None or found.value in formats
    assert prefers_html(header) in (True, False)
    assert all(0 <= item.quality <= 1 for item in parse_accept(header))


_TYPES = sorted(_OFFERED | {"image/png"})
_RANGES = st.lists(
    st.tuples(
        st.sampled_from([*_TYPES, "text/*", "application/*", "*/*"]),
        st.one_of(st.none(), st.integers(0, 1000).map(lambda n: n / 1000)),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def _weight(ranges: list[tuple[str, float | None]], media_type: str) -> float:
    """RFC 9110, 12.5.1, word for word: the most specific range that matches decides."""
    kind = media_type.partition("/")[0]
    for same in (media_type, f"{kind}/*", "*/*"):
        weights = [1.0 if weight is None else weight for name, weight in ranges if name == same]
        if weights:
            return max(weights)
    return 0.0


@given(_RANGES)
def test_what_is_chosen_is_what_the_standard_weighs_most(ranges: list[tuple[str, float | None]]) -> None:
    header = ", ".join(name if weight is None else f"{name};q={weight}" for name, weight in ranges)
    found = choose_format(header, _KNOWN)
    weights = {name: _weight(ranges, name) for name in _OFFERED}
    if found is None:
        assert max(weights.values()) == 0
    else:
        assert weights[found.media_type] == max(weights.values()) > 0
