"""Which documents are copies of one page: they are one review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.build import ingest
from graph.store import Dataset
from ontology import REEL
from tests.graph.archive import Page

if TYPE_CHECKING:
    from pathlib import Path

_REVIEW = Page("ferry", "The Night Ferry", 1987, "Thomas Harrow", (("Ana Sol", "Mara"),),
               url="https://example.org/reviews/ferry")  # fmt: skip
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_REVIEW_CLASS = ox.NamedNode(REEL + "Review")
_HOME = "https://example.org/"


def _reviews(place: Path, *pages: Page) -> int:
    for page in pages:
        page.write(place)
    dataset = Dataset(place / "data")
    ingest(dataset, [place])
    return sum(
        1 for _ in dataset.version().store.quads_for_pattern(None, _TYPE, _REVIEW_CLASS, ox.DefaultGraph())
    )


def test_documents_that_give_one_address_are_one_review(tmp_path: Path) -> None:
    assert _reviews(tmp_path, _REVIEW, _REVIEW.with_(name="print", prose="To be printed.")) == 1


def test_copies_in_two_languages_are_one_review_where_they_share_a_title(tmp_path: Path) -> None:
    other = _REVIEW.with_(name="fr", title="Le bac de nuit", more={"original_title": "The Night Ferry"})
    assert _reviews(tmp_path, _REVIEW, other) == 1


def test_pages_that_all_give_their_home_page_as_address_are_a_review_each(tmp_path: Path) -> None:
    other = Page("tide", "The Copper Tide", 1991, "Ida Quill", critic="Flora Calloway", url=_HOME)
    assert _reviews(tmp_path, _REVIEW.with_(url=_HOME), other) == 2


def test_two_critics_and_a_remake_are_reviews_of_their_own_where_all_give_the_home_page(
    tmp_path: Path,
) -> None:
    first = _REVIEW.with_(url=_HOME)
    other = first.with_(name="other", critic="Flora Calloway", prose="Another view.")
    remake = Page("remake", first.title, 2010, "Ida Quill", url=_HOME)
    assert _reviews(tmp_path, first, other, remake, first.with_(name="print")) == 3
