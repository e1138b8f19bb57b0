"""The rules of google.ttl: a good block passes, a block broken in just one rule breaks that rule alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import SH

from graph.export.rules import findings, lacks
from ontology import text
from tests.graph.export.blocks import (
    AVERAGE,
    FILM,
    LISTED,
    RATED,
    RATING,
    REVIEW,
    SUMMARY,
    WHOLE,
    changed,
    shacl,
)

Block = dict[str, Any]

PERSON = {"@type": "Person", "name": "Rafe Castellan"}
GOOD: dict[str, Block] = {
    "review": REVIEW,
    "critic review": {**REVIEW, "@type": "CriticReview"},
    "two authors": changed(REVIEW, "author", [REVIEW["author"], PERSON]),
    "organization": changed(REVIEW, "author", {"@type": "Organization", "name": "The Lantern"}),
    "fraction": changed(REVIEW, "reviewRating.ratingValue", "6 / 10"),
    "percent": changed(REVIEW, "reviewRating.ratingValue", "60%"),
    "no star at all": changed(REVIEW, "reviewRating.ratingValue", 0),
    "hundred": changed(REVIEW, "reviewRating", {**RATING, "ratingValue": 81, "bestRating": 100}),
    "time": changed(REVIEW, "datePublished", "2020-05-01T08:00:00+02:00"),
    "99 characters": changed(REVIEW, "author.name", "A" * 99),
    "film with an average": RATED,
    "average of its own item": {**AVERAGE, "itemReviewed": FILM},
    "review count": {**AVERAGE, "reviewCount": 2, "itemReviewed": FILM},
    "summary": SUMMARY,
    "whole": WHOLE,
}
_ITEM = "itemListElement.0.item"
#: Rule -> blocks that break it and no other.
BROKEN: dict[str, list[Block]] = {
    "review-author": [changed(REVIEW, "author", None), changed(REVIEW, "author", "Ida Penhallow"),
                      changed(REVIEW, "author.@type", "Thing")],
    "author-name": [changed(REVIEW, "author.name", None), changed(REVIEW, "author.name", "")],
    "author-length": [changed(REVIEW, "author.name", "A" * 100)],
    "author-alone": [changed(REVIEW, "author.name", "By Ida Penhallow"),
                     changed(REVIEW, "author.name", "Ida Penhallow, film critic")],
    "review-item": [changed(REVIEW, "itemReviewed", None),
                    changed(REVIEW, "itemReviewed", [FILM, {"@type": "Movie", "name": "High Tide"}])],
    "item-name": [changed(REVIEW, "itemReviewed.name", None), changed(REVIEW, "itemReviewed.name", "")],
    "review-rating": [changed(REVIEW, "reviewRating", None),
                      changed(REVIEW, "reviewRating", [RATING, {**RATING, "ratingValue": 1}])],
    "rating-value": [changed(REVIEW, "reviewRating.ratingValue", None),
                     changed(REVIEW, "reviewRating.ratingValue", "B+"),
                     changed(REVIEW, "reviewRating.ratingValue", "3,5"),
                     changed(REVIEW, "reviewRating.ratingValue", "two thumbs up")],
    "rating-ends": [{**REVIEW, "reviewRating": {**RATING, "ratingValue": "60%", "bestRating": "A+"}}],
    "rating-range": [changed(REVIEW, "reviewRating.ratingValue", 4.5),
                     changed(REVIEW, "reviewRating.ratingValue", -1),
                     changed(REVIEW, "reviewRating.worstRating", 3.75)],
    "review-date": [changed(REVIEW, "datePublished", None)],
    "review-date-form": [changed(REVIEW, "datePublished", "May 1, 2020")],
    "rating-best": [changed(REVIEW, "reviewRating",
                            {"@type": "Rating", "ratingValue": "60%", "worstRating": 0})],
    "rating-worst": [changed(REVIEW, "reviewRating.worstRating", None)],
    "aggregate-item": [AVERAGE, changed(RATED, "name", None)],
    "aggregate-count": [changed(RATED, "aggregateRating.ratingCount", None),
                        changed(RATED, "aggregateRating.ratingCount", 0)],
    "list-position": [changed(SUMMARY, "itemListElement.0", {"@type": "ListItem", "url": "https://r.example"}),
                      changed(SUMMARY, "itemListElement", None)],
    "list-kind": [changed(SUMMARY, "itemListElement.0", WHOLE["itemListElement"][0])],
    "list-url": [changed(WHOLE, f"{_ITEM}.url", None)],
    "list-film-image": [changed(WHOLE, f"{_ITEM}.image", None)],
    "list-film-rating": [changed(WHOLE, f"{_ITEM}.aggregateRating", None)],
    "list-film-date": [changed(WHOLE, f"{_ITEM}.dateCreated", None)],
    "list-film-director": [changed(WHOLE, f"{_ITEM}.director", None)],
    "list-film-review": [changed(WHOLE, f"{_ITEM}.review", None)],
}  # fmt: skip
#: A film without a name has an average without one, too.
BROKEN["list-film-name"] = [
    changed(WHOLE, _ITEM, {k: v for k, v in LISTED.items() if k not in {"name", "aggregateRating"}})
]
_ALSO = {"list-film-name": {"list-film-rating"}}


def rules(block: Block) -> set[str]:
    return {finding.rule for finding in findings(block)}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_block_breaks_no_rule(name: str) -> None:
    assert shacl(GOOD[name]) == set()
    assert rules(GOOD[name]) == set()


@pytest.mark.parametrize("rule", BROKEN)
def test_a_block_that_is_broken_in_one_rule_breaks_that_rule_alone(rule: str) -> None:
    for block in BROKEN[rule]:
        assert shacl(block) == {rule} | _ALSO.get(rule, set()), block
        assert rules(block) - {"rating-scale"} == {rule} | _ALSO.get(rule, set()), block


def test_every_rule_is_broken_by_some_block() -> None:
    shapes = Graph().parse(data=text("google.ttl"), format="turtle")
    named = {str(shape).rpartition("#")[2] for shape in shapes.subjects(SH.message)}
    assert named == set(BROKEN)


def test_what_is_required_blocks_and_what_is_recommended_does_not() -> None:
    shapes = Graph().parse(data=text("google.ttl"), format="turtle")
    warnings = {str(shape).rpartition("#")[2] for shape in shapes.subjects(SH.severity, SH.Warning)}
    for rule, blocks in BROKEN.items():
        found = {finding.rule: finding.blocking for finding in findings(blocks[0])}
        assert found[rule] is (rule not in warnings)


def test_a_number_without_its_scale_is_no_review_of_ours() -> None:
    bare = changed(REVIEW, "reviewRating", {"@type": "Rating", "ratingValue": 3.5})
    assert lacks(bare) == ["the scale of its rating (it prints “3.5” without saying out of how many)"]


_NUMBERS = st.one_of(st.none(), st.integers(-2, 12), st.sampled_from([0.5, 3.5, 4.25]))
_WORDS = st.sampled_from(["", "B+", "3.5", "6 / 10", "60%", "2020-05-01", "yesterday", "by Ann", "A" * 120])
_THINGS = st.sampled_from(
    [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Movie"}, {"@type": "Organization", "name": ""}]
)
_RATINGS = st.sampled_from(
    [{"@type": "Rating"}, {"@type": "Rating", "ratingValue": 9, "bestRating": 10}, {"@type": "Thing"}]
)
_PLACES: dict[str, st.SearchStrategy[Any]] = {
    "author": _THINGS | _WORDS | st.lists(_THINGS, min_size=2, max_size=3, unique_by=str),
    "author.name": _WORDS, "author.@type": st.sampled_from(["Person", "Organization", "Thing"]),
    "reviewRating": _RATINGS | _WORDS, "reviewRating.ratingValue": _NUMBERS | _WORDS,
    "reviewRating.bestRating": _NUMBERS, "reviewRating.worstRating": _NUMBERS,
    "datePublished": _WORDS | st.none(),
    "itemReviewed": _THINGS | st.none() | st.just({"@type": "ItemList", "name": "Ten films"}),
    "itemReviewed.name": _WORDS,
}  # fmt: skip
_CHANGE = st.sampled_from(sorted(_PLACES)).flatmap(lambda path: st.tuples(st.just(path), _PLACES[path]))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(_CHANGE, min_size=1, max_size=3))
def test_the_functions_and_the_shapes_find_the_same(changes: list[tuple[str, Any]]) -> None:
    block = REVIEW
    for path, value in changes:
        try:
            block = changed(block, path, value)
        except (KeyError, TypeError):
            continue  # an earlier change took the place away
    assert rules(block) - {"rating-scale"} == shacl(block), block
