"""Digests that print a title, a rating and a running time are linked to the film, in whatever order."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from graph.build import ingest, relink
from graph.store import Dataset
from tests.graph.archive import Page, from_scratch, identity, partition, quads, queue, renamed, view

if TYPE_CHECKING:
    from pathlib import Path

_TITLE = "The Night Ferry to Kestrel Island"
_REVIEW = Page("review", _TITLE, 1987, "Thomas Harrow", (("Ana Sol", "Mara"), ("Per Lind", "Jon")),
               more={"runtime": "97", "content_rating": "R"})  # fmt: skip
_REMAKE = Page("remake", _TITLE, 2010, "Ida Quill", (("Edda Holm", "Mara"), ("Olaf Vik", "Jon")),
               more={"runtime": "121", "content_rating": "R"})  # fmt: skip
_SHORT = "Botanists in love, with a great deal of Latin. The flowers are lit like saints."
_CAPSULE = f"""Midnight Dispatch

Film capsules

By Flora Calloway

6 July 2012

"{_TITLE}" ***

{_SHORT} (R, 97 minutes)

"The Copper Tide" **

{_SHORT} (PG, 104 minutes)
"""
_DIGEST = f"""Amber Projector
Reviews in brief for October 7, 2012
By Fabian Grimsby
{_TITLE} / *** (R)
{_SHORT}
Salt and Ash / ** (PG)
{_SHORT}
"""
_REVIEWS = (_REVIEW, _REMAKE)
_TEXTS = (("capsule", _CAPSULE), ("digest", _DIGEST))


def _read(place: Path, runs: list[list[str]]) -> Dataset:
    """A dataset of some pages, so many at a time."""
    folder = place / "pages"
    folder.mkdir(parents=True)
    files = {page.name: page.write(folder) for page in _REVIEWS}
    for name, text in _TEXTS:
        files[name] = folder / f"{name}.txt"
        files[name].write_text(text, encoding="utf-8")
    dataset = Dataset(place / "data")
    for names in runs:
        ingest(dataset, [files[name] for name in names])
    return dataset


def _films(dataset: Dataset) -> dict[str, str]:
    """The film of the title that each page speaks of, by page."""
    entities, start = identity(dataset).entities, f"{dataset.base}/source/"
    return {
        iri.removeprefix(start).partition("#")[0]: entity
        for iri, entity in entities.items()
        if "#film" in iri and entity.rpartition("/")[2].startswith("the-night-ferry")
    }


def test_a_capsule_and_a_digest_are_of_the_only_film_of_their_title_and_say_why(tmp_path: Path) -> None:
    dataset = _read(tmp_path, [["review", "capsule", "digest"]])
    assert set(_films(dataset)) == {"review", "capsule", "digest"}
    assert len(set(_films(dataset).values())) == 1
    said = sorted(link.evidence for link in identity(dataset).links if link.method == "title alone")
    assert len(said) == 2
    assert all(one.startswith("same title; no other film of that title is known; a title of") for one in said)
    assert all("; rated R" in one for one in said)
    assert any("running time 97 minutes" in one for one in said)


def test_a_remake_that_is_read_later_takes_back_what_only_one_film_allowed(tmp_path: Path) -> None:
    dataset = _read(tmp_path, [["review", "capsule", "digest"], ["remake"]])
    films = _films(dataset)
    assert films["capsule"] == films["review"]  # its running time says which
    assert films["digest"] not in {films["review"], films["remake"]}
    asked = {frozenset(one.partition("#")[0].rpartition("/")[2] for one in (mention, *others))
             for mention, others in queue(dataset)}  # fmt: skip
    assert {frozenset(("digest", "review", "capsule")), frozenset(("digest", "remake"))} <= asked
    assert renamed(view(dataset)) == from_scratch(dataset)


@pytest.mark.slow
def test_pages_in_any_order_and_linking_anew_give_the_same_films_and_questions(tmp_path: Path) -> None:
    names = ["review", "remake", "capsule", "digest"]
    whole = _read(tmp_path / "whole", [names])
    expected, asked = partition(whole), queue(whole)
    for number, order in enumerate(list(permutations(names))[3::5]):
        dataset = _read(tmp_path / str(number), [[name] for name in order])
        assert (partition(dataset), queue(dataset)) == (expected, asked)
        before = quads(dataset)
        relink(dataset)
        assert quads(dataset) == before
