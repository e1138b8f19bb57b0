"""Films and people are linked in two rounds: who goes by two names makes two titles one film, and back."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from graph.build import ingest, relink
from graph.decisions import deciding
from graph.decisions.deciding import By
from graph.linker import second_round
from graph.store import Dataset
from tests.graph.archive import Page, from_scratch, identity, partition, quads, queue, renamed, view

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: One film under two titles, whose people two pages call by other names; and what one of them did later.
_FIELD = Page(
    "field", "The Quiet Field", 2011, "Thomas Harrow",
    (("Bill Fenwick", "Ana"), ("Kate Marlowe", "Old Man"), ("Jim Okafor", "The Banker")),
)  # fmt: skip
_FELD = Page(
    "feld", "Vogelfrei", 2011, "Tom Harrow",
    (("William Fenwick", "Anna"), ("Katherine Marlowe", "Der Alte"), ("James Okafor", "Banker")),
)  # fmt: skip
_LATER = Page("later", "Nine Lanterns", 2013, "Tom Harrow", (("William Fenwick", "A Sailor"),))
#: The same company's next film: who plays is the same, whom they play is not.
_NEXT = _FELD.with_(
    name="next", title="Salt and Ash",
    cast=(("William Fenwick", "A Diver"), ("Katherine Marlowe", "Nurse"), ("James Okafor", "Miller")),
)  # fmt: skip
#: A film of the same title and year that others made.
_HOMONYM = Page("homonym", "Vogelfrei", 2011, "Ida Quill", (("Edda Holm", "Mara"), ("Per Lind", "Jon")))


def _dataset(place: Path, runs: Iterable[Iterable[Page]]) -> Dataset:
    folder = place / "pages"
    folder.mkdir(parents=True)
    dataset = Dataset(place / "data")
    for pages in runs:
        ingest(dataset, [page.write(folder) for page in pages])
    return dataset


def _entity(dataset: Dataset, mention: str) -> str:
    return identity(dataset).entities[f"{dataset.base}/source/{mention}"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """All pages, read at once."""
    pages = (_FIELD, _FELD, _LATER, _NEXT, _HOMONYM)
    return _dataset(tmp_path_factory.mktemp("whole"), [pages])


def test_two_titles_are_one_film_when_their_people_turn_out_to_be_the_same(whole: Dataset) -> None:
    assert _entity(whole, "field#film") == _entity(whole, "feld#film")
    assert _entity(whole, "field#person-bill-fenwick") == _entity(whole, "later#person-william-fenwick")
    assert _entity(whole, "field#person-kate-marlowe") == _entity(whole, "feld#person-katherine-marlowe")
    (link,) = [link for link in identity(whole).links if link.method.endswith("by other names")
               and link.decision.endswith("accepted")]  # fmt: skip
    assert "“Bill Fenwick” is “William Fenwick”" in link.evidence
    assert renamed(view(whole)) == from_scratch(whole)


def test_one_round_does_not_find_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_round.SecondRound, "look", lambda *_: set())
    dataset = _dataset(tmp_path, [(_FIELD, _FELD)])
    assert _entity(dataset, "field#film") != _entity(dataset, "feld#film")


def test_a_film_of_the_same_title_and_year_by_others_stays_apart(whole: Dataset) -> None:
    assert _entity(whole, "homonym#film") != _entity(whole, "feld#film")


def test_the_next_film_of_the_same_company_is_asked_about_and_stays_apart(whole: Dataset) -> None:
    assert _entity(whole, "next#film") != _entity(whole, "feld#film")
    asked = [
        link.evidence for link in identity(whole).links if "the actors play other characters" in link.evidence
    ]
    assert asked


@pytest.mark.slow
def test_pages_in_any_order_and_linking_anew_give_the_same_films_people_and_questions(
    whole: Dataset, tmp_path: Path
) -> None:
    expected, asked = partition(whole), queue(whole)
    orders = list(permutations((_FIELD, _FELD, _LATER, _NEXT, _HOMONYM)))
    for number, order in enumerate(orders[7::50]):
        dataset = _dataset(tmp_path / str(number), [[page] for page in order])
        assert (partition(dataset), queue(dataset)) == (expected, asked)
        before = quads(dataset)
        relink(dataset)
        assert quads(dataset) == before


@pytest.mark.slow
def test_what_parts_the_people_parts_the_film_and_undone_it_is_as_it_was(tmp_path: Path) -> None:
    dataset = _dataset(tmp_path, [(_FIELD,), (_FELD,), (_LATER,)])
    before = quads(dataset)
    one, other = f"{dataset.base}/source/field#person-", f"{dataset.base}/source/feld#person-"
    pairs = (("bill-fenwick", "william-fenwick"), ("kate-marlowe", "katherine-marlowe"),
             ("jim-okafor", "james-okafor"))  # fmt: skip
    taken = [deciding.split(dataset, _entity(dataset, "field#person-" + a), [other + b], By("Ida")).link
             for a, b in pairs]  # fmt: skip
    entities = identity(dataset).entities
    assert all(entities[one + a] != entities[other + b] for a, b in pairs)
    assert _entity(dataset, "field#film") != _entity(dataset, "feld#film")
    for link in reversed(taken):
        deciding.withdraw(dataset, link, By("Ida"))
    assert quads(dataset) == before


@pytest.mark.slow
def test_a_page_that_no_longer_names_them_parts_the_film_and_brings_it_back(tmp_path: Path) -> None:
    dataset = _dataset(tmp_path, [(_FIELD, _FELD)])
    before = quads(dataset)
    ingest(dataset, [_FELD.with_(cast=_FELD.cast[:1]).write(tmp_path / "pages")])
    assert _entity(dataset, "field#film") != _entity(dataset, "feld#film")
    ingest(dataset, [_FELD.write(tmp_path / "pages")])
    assert quads(dataset) == before
